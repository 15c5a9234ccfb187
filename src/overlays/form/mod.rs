//! The forms: an account to create or edit, a withdrawal order, and what became of an unconfirmed change.

mod account;
mod ifsc;
mod order;
mod settle;
mod view;

pub use account::AccountForm;
pub use order::OrderForm;
pub use settle::SettleForm;
