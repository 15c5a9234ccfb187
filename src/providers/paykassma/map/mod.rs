//! From the wire to the domain. Total: every row becomes a noun, or words on what is wrong with it that quote no more
//! than names of fields.

mod deposits;
mod postbacks;
mod times;

pub(super) use self::deposits::{
    balances, hashed_redirects, identifier, media_hints, payment_systems, redirect_address, savings,
};
pub(super) use self::postbacks::{Kind, orders, postback};
