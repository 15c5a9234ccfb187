//! The nouns of payouts, without any I/O: what accounts, tasks, amounts, intents and faults *are*, how they are
//! compared and worded. Every other room speaks in these words; this one imports none of them.

mod account;
mod balance;
mod call;
mod connection;
mod deposit;
mod fault;
mod field_errors;
mod ids;
mod intent;
mod journal_fault;
mod limits;
mod masked;
mod money;
mod outcome;
mod payment_system;
mod postback;
mod ratio;
mod raw_json;
mod redirect;
mod sample;
mod task;
mod text;
mod tool;
mod web_address;
mod withdrawal;

pub use account::{Account, AuthStatus, CollectionType};
pub use balance::Balance;
pub use call::{AccountDraft, Change, ChangeKind, Data, HandsetMessage, Read, Receipt, Rows};
pub use connection::{ConnectionInfo, Environment, FeedKind, Polling};
pub use deposit::{Activated, Activation, PaymentDraft, PossibleTransaction, Savings, TransactionDraft, wants_amount};
pub use fault::{Fault, Phase};
pub use field_errors::{FieldError, FieldErrors};
pub use ids::{AccountId, AccountKey, ConnectionId, IntentId, SessionId, TaskId, ToolId};
pub use intent::{Again, Event, How, Intent, IntentState, Settlement, Told};
pub use journal_fault::JournalFault;
pub use limits::{Limit, Limits, Spent};
pub use masked::{AccountNumber, Phone, UpiId, mask_digits};
pub use money::{AmountError, Currency, Money};
pub use outcome::{Outcome, Rejection};
pub use payment_system::{CurrencySign, MediaHint, PaymentSystem, PaymentSystems};
pub use postback::{
    DepositPostback, DepositTransaction, Found, OrderQuery, OrderStatus, Postback, PostbackBody, PostbackQuery,
    WithdrawalPostback,
};
pub use ratio::Ratio;
pub use raw_json::RawJson;
pub use redirect::{HashedRedirects, Redirect, Redirects};
pub use sample::{Sample, TaskSample};
pub use task::{Standing, WithdrawTask};
pub use text::Text;
pub use tool::Tool;
pub use web_address::WebAddress;
pub use withdrawal::{
    AccountMask, Need, WithdrawalRequest, WithdrawalRules, WithdrawalStatus, check_withdrawal_id, masked_email,
};
