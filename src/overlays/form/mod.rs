//! The forms: an account to create or edit, and a withdrawal order.

mod account;
mod ifsc;
mod order;
mod view;

pub use account::AccountForm;
pub use order::OrderForm;
