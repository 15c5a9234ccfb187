//! The forms: an account to create or edit, a withdrawal order, a withdrawal, a transfer, and what became of an
//! unconfirmed change.

mod account;
mod draft;
mod ifsc;
mod order;
mod paying;
mod settle;
mod transfer;
mod view;
mod withdrawal;

pub use account::AccountForm;
pub use order::OrderForm;
pub use settle::SettleForm;
pub use transfer::TransferForm;
pub use withdrawal::WithdrawalForm;
