//! paytop: a terminal dashboard for people who run payouts.
//!
//! Keys and replies come in as messages; a pure `update` changes the state and answers with effects; only `runtime`
//! does anything. The rooms, in reading order:
//!
//! 1. [`domain`]: the nouns, without I/O.
//! 2. [`message`]: what happened, what the operator wants, what must be done.
//! 3. [`state`]: everything that is known, merged from the providers' answers.
//! 4. [`alerts`]: what an operator should be told without having to look for it.
//! 5. [`keymap`]: which key means which command where.
//! 6. [`ui`]: the drawing kit.
//! 7. [`panes`] and [`overlays`]: the screens.
//! 8. [`app`]: where the pure side is put together.
//! 9. [`providers`]: the clients that speak to the providers.
//! 10. [`config`]: what the operator set up.
//! 11. [`store`]: the durable journal and history.
//! 12. [`receiver`]: the server that takes what providers send by themselves.
//! 13. [`runtime`]: the loop, the pollers, the terminal.
//! 14. [`sandbox`]: the embedded provider server.
//! 15. [`cli`]: the command line, the headless twin of the panes.

pub mod alerts;
pub mod app;
pub mod cli;
pub mod config;
pub mod domain;
pub mod keymap;
pub mod message;
pub mod overlays;
pub mod panes;
pub mod providers;
pub mod receiver;
pub mod runtime;
pub mod sandbox;
pub mod state;
pub mod store;
pub mod ui;
