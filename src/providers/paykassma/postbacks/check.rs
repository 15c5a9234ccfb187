//! Whether a postback holds, and what it says. The signature is checked over the bytes as they came, before anything in
//! them is believed.
//!
//! A deposit's signature is of its `transactions` and of nothing else: whatever is told of a deposit comes from there.

use std::sync::Arc;

use jiff::tz::TimeZone;
use secrecy::SecretString;

use super::super::super::body::text_of;
use super::super::super::hook::{Checked, Checks, Incoming, Keys};
use super::super::super::json::{Json, Object};
use super::super::super::scrub::Scrub;
use super::super::Settings;
use super::super::map::{self, Kind};
use super::super::raw::laid_out;
use super::super::sign::{Deposits, PostbackKeys, Unreadable, Withdrawal};
use crate::domain::{IntentId, Money, Postback, PostbackBody, PostbackFault, Text, mask_digits};

/// The fields without which a postback of a withdrawal says nothing.
const WITHDRAWAL: [&str; 4] = ["withdrawal_id", "status", "amount", "currency_code"];

/// The longest id (`withdrawal_id`, "string(1-36)").
const LONGEST_ID: usize = 36;

/// Checks postbacks of deposits.
pub(super) fn deposits(keys: &[Keys]) -> Arc<dyn Checks> {
    let own = |keys: &Keys| PostbackKeys {
        access: secret(keys, "postback_access_key"),
        private: secret(keys, "postback_private_key"),
    };
    Arc::new(Checker { kind: Kind::Deposit, signers: keys.iter().map(own).collect(), of_all: OfAll::of(keys) })
}

/// Checks postbacks of withdrawals.
pub(super) fn withdrawals(keys: &[Keys]) -> Arc<dyn Checks> {
    let signers = keys.iter().map(|keys| secret(keys, "private_key")).collect();
    Arc::new(Checker::<SecretString> { kind: Kind::Withdrawal, signers, of_all: OfAll::of(keys) })
}

fn secret(keys: &Keys, name: &str) -> SecretString {
    keys.secrets.get(name).cloned().unwrap_or_default()
}

/// Checks one kind, with what each connection signs it with.
struct Checker<S> {
    kind: Kind,
    signers: Vec<S>,
    of_all: OfAll,
}

/// What both kinds want of the connections.
struct OfAll {
    /// The zone of the times each is told.
    zones: Vec<TimeZone>,
    /// What nothing that is kept may have in it.
    scrub: Scrub,
}

impl OfAll {
    fn of(keys: &[Keys]) -> Self {
        let zone = |keys: &Keys| Settings::zone_of(&keys.plain).unwrap_or_else(|_| Settings::usual_zone());
        Self {
            zones: keys.iter().map(zone).collect(),
            scrub: Scrub::of(keys.iter().flat_map(|keys| keys.secrets.values())),
        }
    }
}

/// What a kind of postback is signed with.
trait Signs {
    /// Which of these signed the body; every one is tried, whichever did.
    fn who(all: &[Self], body: &[u8]) -> Result<Option<usize>, Unreadable>
    where
        Self: Sized;
}

impl Signs for PostbackKeys {
    fn who(all: &[Self], body: &[u8]) -> Result<Option<usize>, Unreadable> {
        let read = Deposits::read(body)?;
        read.signature()?;
        first(all, |keys| read.is_signed(keys))
    }
}

impl Signs for SecretString {
    fn who(all: &[Self], body: &[u8]) -> Result<Option<usize>, Unreadable> {
        let read = Withdrawal::read(body)?;
        read.signature()?;
        first(all, |key| read.is_signed(key))
    }
}

fn first<S>(all: &[S], signed: impl Fn(&S) -> Result<bool, Unreadable>) -> Result<Option<usize>, Unreadable> {
    let mut first = None;
    for (at, own) in all.iter().enumerate() {
        if signed(own)? {
            first = first.or(Some(at));
        }
    }
    Ok(first)
}

impl<S: Signs + Send + Sync> Checks for Checker<S> {
    fn check(&self, incoming: &Incoming<'_>) -> Checked {
        let (kind, scrub) = (self.kind, &self.of_all.scrub);
        let signed = S::who(&self.signers, incoming.body);
        let text = text_of(incoming.body);
        let Ok(json) = Json::read(&text, scrub) else {
            return Checked::unread(match signed {
                Err(error) => fault_of(&error),
                Ok(None) => PostbackFault::Signature,
                // PHP reads JSON that is nested deeper than is read here.
                Ok(Some(_)) => PostbackFault::Integrity("it cannot be read here".into()),
            });
        };
        if is_empty(json, kind) {
            return Checked::unread(PostbackFault::Empty);
        }
        let missing = json.object().ok().and_then(|whole| missing(&whole, kind));
        match (signed, missing) {
            (Err(error), _) => unverified(fault_of(&error), json, kind, scrub),
            (Ok(_), Some(name)) => {
                unverified(PostbackFault::Fields(format!("it has no {name}").into()), json, kind, scrub)
            }
            (Ok(None), None) => unverified(PostbackFault::Signature, json, kind, scrub),
            (Ok(Some(at)), None) => verified(at, json, kind, &self.of_all.zones[at], scrub),
        }
    }
}

/// What one that is signed says.
fn verified(at: usize, json: Json<'_>, kind: Kind, zone: &TimeZone, scrub: &Scrub) -> Checked {
    let contradicts = |words: &str| PostbackFault::Integrity(mask_digits(words).into());
    let told = match map::postback(json, kind, zone, scrub) {
        Ok(told) => told,
        Err(words) => return unverified(contradicts(&words), json, kind, scrub),
    };
    let bad = told.deposit().and_then(|told| told.transactions.bad.first());
    if let Some(words) = bad {
        return unverified(contradicts(&format!("of its transactions, {words}")), json, kind, scrub);
    }
    let Postback { told, raw } = told;
    let (subject, status, amount) = match &told {
        PostbackBody::Withdrawal(told) => {
            (Some(told.id.clone()), Some(told.status.number().into()), Some(told.amount.clone()))
        }
        PostbackBody::Deposit(told) => {
            let first = told.transactions.rows.first();
            let id = first.map(|first| first.id.clone()).filter(|id| !id.is_empty());
            (id, None, sum(told.transactions.rows.iter().map(|row| &row.amount)))
        }
    };
    Checked { kind: None, signed: Ok(at), subject, status, amount, masked: raw.masked().to_owned(), says: None }
}

/// The sum, where all are of one currency.
fn sum<'m>(mut amounts: impl Iterator<Item = &'m Money>) -> Option<Money> {
    let first = amounts.next()?.clone();
    amounts.try_fold(first, |sum, next| {
        let same = sum.currency == next.currency;
        same.then(|| sum.amount.checked_add(next.amount)).flatten().map(|amount| Money::new(amount, sum.currency))
    })
}

/// What one says that does not hold. Whoever made it chose the names of its fields: every long number is hidden.
fn unverified(fault: PostbackFault, json: Json<'_>, kind: Kind, scrub: &Scrub) -> Checked {
    let masked = laid_out(json, scrub).masked().lines().map(mask_digits).collect::<Vec<_>>().join("\n");
    let whole = json.object().ok();
    let text = |name: &str| whole.as_ref().and_then(|whole| whole.text(name).ok()).flatten();
    let (subject, status) = match kind {
        Kind::Withdrawal => (text("withdrawal_id").map(|id| hidden(&id)), text("status").map(|status| short(&status))),
        Kind::Deposit => (None, None),
    };
    Checked { kind: None, signed: Err(fault), subject, status, amount: None, masked, says: None }
}

/// An id that anybody may have made up: one of ours as it is, of another no long number.
fn hidden(id: &Text) -> Text {
    let is_ours = id.as_str().len() == LONGEST_ID && id.as_str().parse().map(IntentId).is_ok();
    if is_ours { id.clone() } else { short(id) }
}

fn short(text: &Text) -> Text {
    mask_digits(&text.as_str().chars().take(LONGEST_ID).collect::<String>()).into()
}

/// Whether there is nothing in it.
fn is_empty(json: Json<'_>, kind: Kind) -> bool {
    let Ok(whole) = json.object() else { return json.is_null() };
    let transactions = whole.get("transactions").and_then(|list| list.list().ok());
    whole.fields().next().is_none() || (kind == Kind::Deposit && transactions.is_some_and(|list| list.is_empty()))
}

/// A field that is missing and that every one has. What the signature wants is told with the signature.
fn missing(whole: &Object<'_>, kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Withdrawal => WITHDRAWAL.into_iter().find(|name| whole.get(name).is_none()),
        Kind::Deposit => None,
    }
}

fn fault_of(error: &Unreadable) -> PostbackFault {
    match error {
        Unreadable::Empty => PostbackFault::Empty,
        Unreadable::Missing(name) => PostbackFault::Fields(format!("it has no {name}").into()),
        other => PostbackFault::Validation(other.to_string().into()),
    }
}
