//! The nouns of payouts, without any I/O: what accounts, tasks, amounts, intents and faults *are*, how they are
//! compared and worded. Every other room speaks in these words; this one imports none of them.

mod account;
mod call;
mod connection;
mod fault;
mod ids;
mod intent;
mod journal_fault;
mod limits;
mod masked;
mod money;
mod outcome;
mod ratio;
mod sample;
mod task;
mod text;
mod tool;

pub use account::{Account, AuthStatus, CollectionType};
pub use call::{AccountDraft, Change, ChangeKind, Data, HandsetMessage, Read, Receipt, Rows};
pub use connection::{ConnectionInfo, Environment, FeedKind, Polling};
pub use fault::{Fault, Phase};
pub use ids::{AccountId, AccountKey, ConnectionId, IntentId, SessionId, TaskId, ToolId};
pub use intent::{Again, Event, How, Intent, IntentState, Settlement, Told};
pub use journal_fault::JournalFault;
pub use limits::{Limit, Limits, Spent};
pub use masked::{AccountNumber, Phone, UpiId, mask_digits};
pub use money::{AmountError, Currency, Money};
pub use outcome::{Outcome, Rejection};
pub use ratio::Ratio;
pub use sample::{Sample, TaskSample};
pub use task::{Standing, WithdrawTask};
pub use text::Text;
pub use tool::Tool;
