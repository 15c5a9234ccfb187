//! The vocabularies that travel: [`Message`] is what happened, [`Command`] what the operator wants, [`Step`] what a
//! pane or an overlay asks of the app, and [`Effect`] what must be done in the world.

mod batch;
mod chord;
mod command;
mod context;
mod deposit_ask;
mod effect;
mod event;
mod export;
mod find;
mod ids;
mod notice;
mod payee_ask;
mod preferences;
mod sequence;
mod step;
mod times;

pub use crate::domain::Level;
pub use batch::{BatchNews, ReviewWanted, Reviewed, Source};
pub use chord::{Chord, ChordError, Key};
pub use command::{Command, Group};
pub use context::Context;
pub use deposit_ask::{DepositAsk, DepositStep};
pub use effect::{Effect, Pace};
pub use event::{
    AlertNews, JournalNews, JournalNotice, Message, Moment, Mouse, MouseKind, PayeesNews, PostbackNews, Reply, ReplyTo,
};
pub use export::{Cell, Content, Export, Record, Sheet, object};
pub use find::{FoundRow, FoundRows, RowKey};
pub use ids::{Ids, Ticket};
pub use notice::Notice;
pub use payee_ask::PayeeAsk;
pub use preferences::{
    ColumnPreference, Layout, PanePreferences, PaneSession, Preferences, SavedFilter, Session, SortPreference,
};
pub use sequence::Sequence;
pub use step::{
    AlertWish, ColumnChoice, Confirm, CopyChoice, Open, PaneId, Planned, Question, RowActions, Shown, Step, Target,
    Typed, Undo, Yes,
};
pub use times::Times;
