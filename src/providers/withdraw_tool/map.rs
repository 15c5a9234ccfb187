//! From the wire to the domain. Total: every row becomes a noun, or trouble in words that quote no more than its id.
//!
//! Absent or null, a flag is `false`, a text empty, a count zero and a time unknown; only an id must be there.

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::de::DeserializeOwned;

use super::field::{Amount, Field, Ident, Number, Object};
use super::wire;
use crate::domain::{
    Account, AccountId, AuthStatus, CollectionType, HandsetMessage, Phone, SessionId, TaskId, Text, Tool, ToolId,
    UpiId, WithdrawTask,
};

/// What kind of thing a list holds.
pub(super) trait Entity: DeserializeOwned {
    /// What it is in the domain.
    type Noun;

    /// Whether its JSON form is a text, not an object.
    const TEXT: bool = false;

    /// Its noun, or as much of it as is sound, and what is wrong with it.
    fn noun(self) -> Mapped<Self::Noun>;

    /// What it is known by in its list, where a list must not hold it twice.
    fn key(_: &Self::Noun) -> Option<&str> {
        None
    }
}

/// A row's noun and its trouble: at least one of them.
pub(super) struct Mapped<N> {
    /// The noun, where there is one.
    pub(super) noun: Option<N>,
    /// What is wrong with the row.
    pub(super) trouble: Option<Trouble>,
}

/// What is wrong with a row.
pub(super) struct Trouble {
    /// Its id, where it could be read.
    pub(super) id: Option<Text>,
    /// What is wrong.
    pub(super) words: String,
}

impl<N> Mapped<N> {
    /// No row at all, but `found`.
    pub(super) fn stray(found: &str) -> Self {
        Self { noun: None, trouble: Some(Trouble { id: None, words: format!("is {found}, not an object") }) }
    }
}

/// The noun of an object's row, which `make` builds; it may leave trouble behind that does not cost the noun.
fn object<W, N>(
    object: Object<W>,
    id: impl FnOnce(&W) -> Option<Text>,
    make: impl FnOnce(W, &mut Option<String>) -> Result<N, String>,
) -> Mapped<N> {
    let wire = match object {
        Object::Good(wire) => wire,
        Object::Absent => return Mapped::stray("null"),
        Object::Bad(found) => return Mapped::stray(found),
    };
    let id = id(&wire);
    let mut aside = None;
    let (noun, words) = match make(wire, &mut aside) {
        Ok(noun) => (Some(noun), aside),
        Err(words) => (None, Some(words)),
    };
    Mapped { noun, trouble: words.map(|words| Trouble { id, words }) }
}

fn readable(id: &Field<Ident>) -> Option<Text> {
    match id {
        Field::Good(Ident(id)) => Some(id.clone()),
        _ => None,
    }
}

fn wrong<T>(name: &str, found: &str) -> Result<T, String> {
    Err(format!("{name} is {found}"))
}

/// The value, or its default where there is none.
fn value<T: Default>(name: &str, field: Field<T>) -> Result<T, String> {
    match field {
        Field::Good(value) => Ok(value),
        Field::Absent => Ok(T::default()),
        Field::Bad(found) => wrong(name, found),
    }
}

fn id(name: &str, field: Field<Ident>) -> Result<Text, String> {
    match field {
        Field::Good(Ident(id)) => Ok(id),
        Field::Absent => Err(format!("has no {name}")),
        Field::Bad(found) => wrong(name, found),
    }
}

fn phone(name: &str, field: Field<Phone>) -> Result<Phone, String> {
    match field {
        Field::Good(phone) => Ok(phone),
        Field::Absent => Ok(Phone::new("")),
        Field::Bad(found) => wrong(name, found),
    }
}

fn count(name: &str, field: &Field<Number>) -> Result<u64, String> {
    match field {
        Field::Absent => Ok(0),
        Field::Good(Number::Whole(value)) => {
            u64::try_from(*value).or_else(|_| wrong(name, if *value < 0 { "negative" } else { "too large" }))
        }
        Field::Good(Number::Fraction(_)) => wrong(name, "not whole"),
        Field::Bad(found) => wrong(name, found),
    }
}

fn amount(name: &str, field: Amount) -> Result<Decimal, String> {
    value(name, field.0)
}

/// An epoch without a unit: above 100,000,000,000 it is milliseconds, else seconds; 0 and what no calendar holds is
/// unknown.
fn epoch(name: &str, field: &Field<Number>) -> Result<Option<Timestamp>, String> {
    let raw = match field {
        Field::Absent => return Ok(None),
        Field::Good(Number::Whole(raw)) => *raw,
        Field::Good(Number::Fraction(raw)) => raw.trunc().to_i128().unwrap_or_default(),
        Field::Bad(found) => return wrong(name, found),
    };
    let Ok(raw @ 1..) = i64::try_from(raw) else { return Ok(None) };
    let time = if raw > 100_000_000_000 { Timestamp::from_millisecond(raw) } else { Timestamp::from_second(raw) };
    Ok(time.ok())
}

/// Minutes; zero, which is unknown, where they are negative or longer than any clock runs.
fn minutes(name: &str, field: &Field<Number>) -> Result<SignedDuration, String> {
    let minutes = match field {
        Field::Absent => return Ok(SignedDuration::ZERO),
        Field::Good(Number::Whole(whole)) => i64::try_from(*whole).ok().map(Decimal::from),
        Field::Good(Number::Fraction(fraction)) => Some(*fraction),
        Field::Bad(found) => return wrong(name, found),
    };
    let seconds = minutes.and_then(|minutes| minutes.checked_mul(Decimal::from(60))?.round().to_i64());
    Ok(seconds
        .filter(|seconds| (0..=i64::from(i32::MAX)).contains(seconds))
        .map_or(SignedDuration::ZERO, SignedDuration::from_secs))
}

impl Entity for Object<wire::Tool> {
    type Noun = Tool;

    fn noun(self) -> Mapped<Tool> {
        object(
            self,
            |wire| readable(&wire.id),
            |wire, _| {
                let sort = match wire.sort {
                    Field::Good(Number::Whole(sort)) => i64::try_from(sort).or_else(|_| wrong("sort", "too large"))?,
                    Field::Good(Number::Fraction(_)) => return wrong("sort", "not whole"),
                    Field::Absent => 0,
                    Field::Bad(found) => return wrong("sort", found),
                };
                Ok(Tool {
                    id: ToolId(id("id", wire.id)?),
                    name: value("name", wire.name)?,
                    icon: value("icon", wire.icon)?,
                    enabled: value("enabled", wire.enabled)?,
                    kind: value("type", wire.r#type)?,
                    sort,
                })
            },
        )
    }

    fn key(tool: &Tool) -> Option<&str> {
        Some(tool.id.as_str())
    }
}

impl Entity for Object<wire::Account> {
    type Noun = Account;

    fn noun(self) -> Mapped<Account> {
        object(
            self,
            |wire| readable(&wire.id),
            |wire, aside| {
                // A task that cannot be read costs the account its task and no more.
                let task = match wire.upi_withdraw_task {
                    Object::Absent => None,
                    Object::Good(wire) => task(wire).map_err(|words| *aside = Some(format!("its task: {words}"))).ok(),
                    Object::Bad(found) => {
                        *aside = Some(format!("its task is {found}, not an object"));
                        None
                    }
                };
                let status = match wire.status {
                    Field::Good(status) if !status.is_empty() => Some(AuthStatus::new(&status)),
                    Field::Good(_) | Field::Absent => None,
                    Field::Bad(found) => return wrong("status", found),
                };
                Ok(Account {
                    id: AccountId(id("id", wire.id)?),
                    collection: CollectionType::new(&value("collectionType", wire.collection_type)?),
                    tool: value("type", wire.r#type)?,
                    phone: phone("phone", wire.phone)?,
                    status,
                    enabled: value("enabled", wire.enabled)?,
                    otp_auth: value("otpAuth", wire.otp_auth)?,
                    sms_auth: value("smsAuth", wire.sms_auth)?,
                    task,
                })
            },
        )
    }

    fn key(account: &Account) -> Option<&str> {
        Some(account.id.as_str())
    }
}

fn task(wire: wire::Task) -> Result<WithdrawTask, String> {
    Ok(WithdrawTask {
        id: TaskId(value("id", wire.id)?),
        started: epoch("startTime", &wire.start_time)?,
        estimate: minutes("estimateTime", &wire.estimate_time)?,
        orders: count("orderCount", &wire.order_count)?,
        succeeded: count("successOrderCount", &wire.success_order_count)?,
        amount: amount("amount", wire.amount)?,
        withdrawn: amount("withdrawAmount", wire.withdraw_amount)?,
    })
}

/// A UPI id (section 9). It goes back to the provider, so it is whole or none, like any id.
impl Entity for Field<Ident> {
    type Noun = UpiId;

    const TEXT: bool = true;

    fn noun(self) -> Mapped<UpiId> {
        let words = match self {
            Self::Good(Ident(upi)) => return Mapped { noun: Some(UpiId::new(upi.as_str())), trouble: None },
            Self::Absent => "is empty".to_owned(),
            Self::Bad(found) => format!("is {found}, not a UPI id"),
        };
        Mapped { noun: None, trouble: Some(Trouble { id: None, words }) }
    }

    fn key(upi: &UpiId) -> Option<&str> {
        Some(upi.full())
    }
}

/// A session to confirm in; with where the SMS goes and what it says, if it is one.
pub(super) struct Session {
    /// The session.
    pub(super) id: SessionId,
    /// Where the SMS goes.
    pub(super) target: Option<Phone>,
    /// What the SMS must say.
    pub(super) text: Option<Text>,
}

impl Entity for Object<wire::Session> {
    type Noun = Session;

    fn noun(self) -> Mapped<Session> {
        object(
            self,
            |_| None,
            |wire, _| {
                let target = match wire.target_phone {
                    Field::Good(phone) => Some(phone),
                    Field::Absent => None,
                    Field::Bad(found) => return wrong("targetPhone", found),
                };
                let text = match wire.sms_text {
                    Field::Good(text) => Some(text),
                    Field::Absent => None,
                    Field::Bad(found) => return wrong("smsText", found),
                };
                Ok(Session { id: SessionId(id("sessionId", wire.session_id)?), target, text })
            },
        )
    }
}

/// An object of which only the id is wanted.
impl Entity for Object<wire::Identified> {
    type Noun = Text;

    fn noun(self) -> Mapped<Text> {
        object(self, |_| None, |wire, _| id("id", wire.id))
    }
}

impl Entity for Object<wire::HandsetMessage> {
    type Noun = HandsetMessage;

    fn noun(self) -> Mapped<HandsetMessage> {
        object(
            self,
            |_| None,
            |wire, _| {
                Ok(HandsetMessage {
                    at: epoch("at", &wire.at)?.ok_or("has no time")?,
                    account: AccountId(id("payAccountId", wire.pay_account_id)?),
                    phone: phone("phone", wire.phone)?,
                    text: value("text", wire.text)?,
                    sent: match wire.sent {
                        Field::Good(sent) => Some(sent),
                        Field::Absent => None,
                        Field::Bad(found) => return wrong("sent", found),
                    },
                })
            },
        )
    }
}
