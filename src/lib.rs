//! paytop: a terminal dashboard for people who run payouts.
//!
//! Keys and replies come in as messages; a pure `update` changes the state and answers with effects; only `runtime`
//! does anything. The rooms, in reading order:
//!
//! 1. [`domain`]: the nouns, without I/O.
//! 2. [`message`]: what happened, what the operator wants, what must be done.
//! 3. [`state`]: everything that is known, merged from the providers' answers.
//! 4. [`keymap`]: which key means which command where.
//! 5. [`ui`]: the drawing kit.
//! 6. [`panes`] and [`overlays`]: the screens.
//! 7. [`app`]: where the pure side is put together.
//! 8. [`providers`]: the clients that speak to the providers.
//! 9. [`config`]: what the operator set up.
//! 10. [`store`]: the durable journal and history.
//! 11. [`runtime`]: the loop, the pollers, the terminal.
//! 12. [`sandbox`]: the embedded provider server.
//! 13. [`cli`]: the command line, the headless twin of the panes.

pub mod app;
pub mod cli;
pub mod config;
pub mod domain;
pub mod keymap;
pub mod message;
pub mod overlays;
pub mod panes;
pub mod providers;
pub mod runtime;
pub mod sandbox;
pub mod state;
pub mod store;
pub mod ui;
