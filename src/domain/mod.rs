//! The nouns of payouts, without any I/O: what accounts, tasks, amounts, intents and faults *are*, how they are
//! compared and worded. Every other room speaks in these words; this one imports none of them.

mod account;
mod alert;
mod balance;
pub mod batch;
mod call;
mod connection;
mod country;
mod deposit;
mod fault;
mod field_errors;
mod grouping;
mod ids;
mod intent;
mod journal_fault;
mod level;
mod limits;
mod masked;
mod money;
mod outcome;
mod payee;
mod payment_system;
mod postback;
mod ratio;
mod raw_json;
mod received;
mod redirect;
mod sample;
mod spreadsheet;
mod task;
mod text;
mod tool;
mod transfer;
mod web_address;
mod wilson;
mod withdrawal;

pub use account::{Account, AuthStatus, CollectionType};
pub use alert::{
    About, AlertEntry, AlertEpisode, AlertEvent, AlertHandling, AlertKey, AlertRule, AlertSettings, AlertStep,
    DesktopKind, LimitSpan, QuietHours, Stalled,
};
pub use balance::{Balance, LowMarks, Purse, WalletKey};
pub use call::{AccountDraft, Change, ChangeKind, Data, HandsetMessage, Read, Receipt, Rows};
pub use connection::{Ability, ConnectionInfo, Environment, FeedKind, Polling};
pub use country::{Country, is_us_state};
pub use deposit::{Activated, Activation, PaymentDraft, PossibleTransaction, Savings, TransactionDraft, wants_amount};
pub use fault::{Fault, Phase};
pub use field_errors::{FieldError, FieldErrors};
pub use grouping::Grouping;
pub use ids::{
    AccountId, AccountKey, AccountToken, ConnectionId, IntentId, InvoiceId, PayeeNo, SessionId, TaskId, ToolId,
};
pub use intent::{Again, End, Event, How, Intent, IntentState, Report, Settlement, Told};
pub use journal_fault::JournalFault;
pub use level::Level;
pub use limits::{Limit, Limits, Spent};
pub use masked::{AccountNumber, Phone, UpiId, mask_digits};
pub use money::{AmountError, Currency, Money};
pub use outcome::{Outcome, Rejection};
pub use payee::{
    AccountPurpose, BankAccountDraft, KnownPayee, Payee, PayeeDetails, PayeeDraft, PayeeKey, PayeeNews, PayeeStatus,
    PayoutAccount, PayoutAccounts, ProfileKind, is_routing_number,
};
pub use payment_system::{CurrencySign, MediaHint, PaymentSystem, PaymentSystems};
pub use postback::{
    DepositPostback, DepositTransaction, Found, OrderQuery, OrderStatus, Postback, PostbackBody, PostbackQuery,
    WithdrawalPostback,
};
pub use ratio::Ratio;
pub use raw_json::RawJson;
pub use received::{
    PostbackFault, PostbackFaultKind, PostbackKind, PostbackStanding, ReceivedPostback, Receiver, UnverifiedCount,
};
pub use redirect::{HashedRedirects, Redirect, Redirects};
pub use sample::{BalanceSample, Sample, Sighting, TaskSample};
pub use spreadsheet::defused;
pub use task::{Standing, WithdrawTask};
pub use text::Text;
pub use tool::Tool;
pub use transfer::{Inquiry, RetCode, Transfer, TransferFound, TransferRequest, TransferStatus};
pub use web_address::WebAddress;
pub use wilson::wilson_upper;
pub use withdrawal::{
    AccountMask, Need, WithdrawalRequest, WithdrawalRules, WithdrawalStatus, check_withdrawal_id, masked_email,
};
