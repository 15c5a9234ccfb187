//! The wizards that walk an account holder through an authorisation. A code is typed by the person who was given it;
//! nothing here reads a message.

mod otp;
mod sms;
mod view;

pub use otp::OtpWizard;
pub use sms::SmsWizard;

use crate::domain::{AccountKey, Change, FeedKind, Outcome};
use crate::message::{Ids, Level, Open, Planned, Step};
use crate::state::State;

/// Opens the handset, where the connection has one.
fn handset(key: &AccountKey, state: &State) -> Vec<Step> {
    if state.feed(&key.connection, FeedKind::Handset).is_none() {
        return Vec::new();
    }
    vec![Step::Open(Open::Handset(key.connection.clone()))]
}

/// A word the wizard says under its step.
type Said = Option<(Level, String)>;

/// What became of a step that was not done, in words, with what to do next.
fn told(outcome: &Outcome, next: &str) -> Said {
    match outcome {
        Outcome::Done(_) => None,
        Outcome::Rejected(rejection) => Some((Level::Bad, format!("{} {next}", sentence(&rejection.words())))),
        Outcome::Unconfirmed(fault) => {
            Some((Level::Warning, format!("It is not known whether that arrived: {fault}. {next}")))
        }
    }
}

/// The words with a capital and a full stop.
fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let stop = if words.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{stop}", chars.as_str())
}

/// The account is authorised: closes the wizard, and finishes what was refused for want of it.
fn finish(key: &AccountKey, then: Option<Box<Change>>, by: &str, ids: &mut Ids) -> Vec<Step> {
    let mut steps = vec![Step::Close];
    match then {
        None => steps.push(Step::Tell(Level::Good, format!("{} is authorised by {by}", key.account))),
        Some(change) => {
            let words = format!("{} is authorised by {by}; now to {}", key.account, change.words());
            steps.push(Step::Tell(Level::Good, words));
            let planned = Planned::new(key.connection.clone(), *change);
            steps.push(Step::Change { id: ids.intent(), planned });
        }
    }
    steps
}
