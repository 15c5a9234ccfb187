//! The whole pure side: messages in, state, effects and the screen out.

mod alerts;
mod authorise;
mod balances;
mod batch;
mod bulk;
mod columns;
mod copying;
mod deposits;
mod feeds;
mod filters;
mod forms;
mod freeze;
mod habits;
mod journal;
mod keys;
mod looks;
mod lookups;
mod marks;
mod orders;
mod overlays;
mod overview;
mod payees;
mod postbacks;
mod properties;
mod read_only;
mod rows;
mod screens;
mod search;
mod toggle;
mod transfers;
mod undo;
mod wallets;
mod withdrawals;

use crate::app::testing::{Desk, desk, done, lost, refused};
use crate::domain::{Account, AuthStatus, Change, CollectionType, Data, Fault, FeedKind, Outcome, Phone, Receipt};
use crate::message::{Effect, MouseKind, Pace};
use crate::state::Withdrawals;
use crate::state::testing::*;

/// The reads and copies that were to be done since this was last asked.
fn ticket(desk: &mut Desk) -> crate::message::Ticket {
    let found = desk.effects.iter().find_map(|effect| match effect {
        Effect::Read { ticket, .. } => Some(*ticket),
        _ => None,
    });
    desk.effects.clear();
    found.expect("a question was asked")
}

/// The text that was to be copied since this was last asked.
fn copied(desk: &mut Desk) -> String {
    use secrecy::ExposeSecret;
    let found = desk.effects.drain(..).find_map(|effect| match effect {
        Effect::Copy(text) => Some(text.expose_secret().to_owned()),
        _ => None,
    });
    found.expect("something was copied")
}

/// The switch of an account at the usual connection.
fn switch(desk: &Desk, account: &str) -> Withdrawals {
    desk.app.state().row(&key(account)).expect("the account is there").withdrawals
}
