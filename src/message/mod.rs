//! The vocabularies that travel: [`Message`] is what happened, [`Command`] what the operator wants, [`Step`] what a
//! pane or an overlay asks of the app, and [`Effect`] what must be done in the world.

mod chord;
mod command;
mod context;
mod effect;
mod event;
mod ids;
mod step;

pub use chord::{Chord, ChordError, Key};
pub use command::{Command, Group};
pub use context::Context;
pub use effect::{Effect, Pace};
pub use event::{JournalNews, JournalNotice, Message, Moment, Mouse, MouseKind, Reply, ReplyTo};
pub use ids::{Ids, Ticket};
pub use step::{Confirm, Level, Open, PaneId, Planned, Shown, Step, Typed, Yes};
