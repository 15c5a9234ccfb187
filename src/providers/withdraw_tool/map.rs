//! From the wire to the domain. Total: every row becomes a noun, or trouble in words that quote no more than its id.
//!
//! Absent or null, a flag is `false`, a text empty, a count zero and a time unknown; only an id must be there.

use std::mem::take;

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::field::{Field, Fill, Ident, Number, Object, Place};
use super::wire;
use crate::domain::{
    Account, AccountId, AuthStatus, CollectionType, HandsetMessage, Phone, SessionId, TaskId, Text, Tool, ToolId,
    UpiId, WithdrawTask,
};

/// What a list holds, as it is on the wire. It is read where it lies.
pub(super) trait Entity: for<'de> Place<'de> {
    /// What it is in the domain.
    type Noun;

    /// Whether its JSON form is a text, not an object.
    const TEXT: bool = false;

    /// Adds its noun, or as much of it as is sound, to `nouns`, and tells what is wrong with it.
    fn read(&mut self, nouns: &mut Vec<Self::Noun>) -> Option<Trouble>;

    /// What it is known by in its list, where a list must not hold it twice.
    fn key(_: &Self::Noun) -> Option<&str> {
        None
    }
}

/// What is wrong with a row.
pub(super) struct Trouble {
    /// Its id, where it could be read.
    pub(super) id: Option<Text>,
    /// What is wrong.
    pub(super) words: String,
}

/// An entity that is an object on the wire.
pub(super) trait Row: for<'de> Fill<'de> {
    /// What it is in the domain.
    type Noun;

    /// Its noun, taken out of it, or what is wrong with it; leaves in `aside` what does not cost the noun.
    fn noun(&mut self, aside: &mut Option<String>) -> Result<Self::Noun, String>;

    /// Its id, unless [`Row::noun`] has taken it.
    fn id(&self) -> Option<&Text> {
        None
    }

    /// What it is known by in its list, where a list must not hold it twice.
    fn key(_: &Self::Noun) -> Option<&str> {
        None
    }
}

impl<R: Row> Entity for Object<R> {
    type Noun = R::Noun;

    fn read(&mut self, nouns: &mut Vec<R::Noun>) -> Option<Trouble> {
        let stray = |found| Some(Trouble { id: None, words: format!("is {found}, not an object") });
        let row = match self {
            Self::Good(row) => row,
            Self::Absent => return stray("null"),
            Self::Bad(found) => return stray(found),
        };
        let mut aside = None;
        match row.noun(&mut aside) {
            Ok(noun) => {
                let trouble = aside.map(|words| Trouble { id: R::key(&noun).map(Text::new), words });
                nouns.push(noun);
                trouble
            }
            Err(words) => Some(Trouble { id: row.id().cloned(), words }),
        }
    }

    fn key(noun: &R::Noun) -> Option<&str> {
        R::key(noun)
    }
}

fn readable(id: &Field<Ident>) -> Option<&Text> {
    match id {
        Field::Good(Ident(id)) => Some(id),
        _ => None,
    }
}

fn wrong<T>(name: &str, found: &str) -> Result<T, String> {
    Err(format!("{name} is {found}"))
}

/// The value, or its default where there is none.
fn value<T: Default>(name: &str, field: &mut Field<T>) -> Result<T, String> {
    match take(field) {
        Field::Good(value) => Ok(value),
        Field::Absent => Ok(T::default()),
        Field::Bad(found) => wrong(name, found),
    }
}

fn id(name: &str, field: &mut Field<Ident>) -> Result<Text, String> {
    match take(field) {
        Field::Good(Ident(id)) => Ok(id),
        Field::Absent => Err(format!("has no {name}")),
        Field::Bad(found) => wrong(name, found),
    }
}

fn phone(name: &str, field: &mut Field<Phone>) -> Result<Phone, String> {
    match take(field) {
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

/// The value, where there is one.
fn optional<T>(name: &str, field: &mut Field<T>) -> Result<Option<T>, String> {
    match take(field) {
        Field::Good(value) => Ok(Some(value)),
        Field::Absent => Ok(None),
        Field::Bad(found) => wrong(name, found),
    }
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
    let seconds = match field {
        Field::Absent => None,
        Field::Good(Number::Whole(whole)) => i64::try_from(*whole).ok().and_then(|minutes| minutes.checked_mul(60)),
        Field::Good(Number::Fraction(part)) => {
            part.checked_mul(Decimal::from(60)).and_then(|seconds| seconds.round().to_i64())
        }
        Field::Bad(found) => return wrong(name, found),
    };
    Ok(seconds
        .filter(|seconds| (0..=i64::from(i32::MAX)).contains(seconds))
        .map_or(SignedDuration::ZERO, SignedDuration::from_secs))
}

// In each of these the id comes last, so that trouble with another field can name it.

impl Row for wire::Tool {
    type Noun = Tool;

    fn noun(&mut self, _: &mut Option<String>) -> Result<Tool, String> {
        let sort = match self.sort {
            Field::Good(Number::Whole(sort)) => i64::try_from(sort).or_else(|_| wrong("sort", "too large"))?,
            Field::Good(Number::Fraction(_)) => return wrong("sort", "not whole"),
            Field::Absent => 0,
            Field::Bad(found) => return wrong("sort", found),
        };
        Ok(Tool {
            name: value("name", &mut self.name)?,
            icon: value("icon", &mut self.icon)?,
            enabled: value("enabled", &mut self.enabled)?,
            kind: value("type", &mut self.kind)?,
            sort,
            id: ToolId(id("id", &mut self.id)?),
        })
    }

    fn id(&self) -> Option<&Text> {
        readable(&self.id)
    }

    fn key(tool: &Tool) -> Option<&str> {
        Some(tool.id.as_str())
    }
}

impl Row for wire::Account {
    type Noun = Account;

    fn noun(&mut self, aside: &mut Option<String>) -> Result<Account, String> {
        // A task that cannot be read costs the account its task and no more.
        let task = match &mut self.task {
            Object::Absent => None,
            Object::Good(wire) => task(wire).map_err(|words| *aside = Some(format!("its task: {words}"))).ok(),
            Object::Bad(found) => {
                *aside = Some(format!("its task is {found}, not an object"));
                None
            }
        };
        let status = optional("status", &mut self.status)?.filter(|status| !status.is_empty());
        Ok(Account {
            collection: CollectionType::new(&value("collectionType", &mut self.collection_type)?),
            tool: value("type", &mut self.kind)?,
            phone: phone("phone", &mut self.phone)?,
            status: status.as_ref().map(AuthStatus::new),
            enabled: value("enabled", &mut self.enabled)?,
            otp_auth: value("otpAuth", &mut self.otp_auth)?,
            sms_auth: value("smsAuth", &mut self.sms_auth)?,
            task,
            id: AccountId(id("id", &mut self.id)?),
        })
    }

    fn id(&self) -> Option<&Text> {
        readable(&self.id)
    }

    fn key(account: &Account) -> Option<&str> {
        Some(account.id.as_str())
    }
}

fn task(wire: &mut wire::Task) -> Result<WithdrawTask, String> {
    Ok(WithdrawTask {
        id: TaskId(value("id", &mut wire.id)?),
        started: epoch("startTime", &wire.start_time)?,
        estimate: minutes("estimateTime", &wire.estimate_time)?,
        orders: count("orderCount", &wire.order_count)?,
        succeeded: count("successOrderCount", &wire.success_order_count)?,
        amount: amount("amount", &mut wire.amount.0)?,
        withdrawn: amount("withdrawAmount", &mut wire.withdraw_amount.0)?,
    })
}

/// An amount, which is never less than nothing.
fn amount(name: &str, field: &mut Field<Decimal>) -> Result<Decimal, String> {
    let amount: Decimal = value(name, field)?;
    if amount.is_sign_negative() && !amount.is_zero() {
        return Err(format!("{name} is less than nothing"));
    }
    Ok(amount)
}

/// A UPI id (section 9). It goes back to the provider, so it is whole or none, like any id.
impl Entity for Field<Ident> {
    type Noun = UpiId;

    const TEXT: bool = true;

    fn read(&mut self, nouns: &mut Vec<UpiId>) -> Option<Trouble> {
        let words = match self {
            Self::Good(Ident(upi)) => {
                nouns.push(UpiId::new(upi.as_str()));
                return None;
            }
            Self::Absent => "is empty".to_owned(),
            Self::Bad(found) => format!("is {found}, not a UPI id"),
        };
        Some(Trouble { id: None, words })
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

impl Row for wire::Session {
    type Noun = Session;

    fn noun(&mut self, _: &mut Option<String>) -> Result<Session, String> {
        Ok(Session {
            target: optional("targetPhone", &mut self.target_phone)?,
            text: optional("smsText", &mut self.sms_text)?,
            id: SessionId(id("sessionId", &mut self.id)?),
        })
    }
}

/// An object of which only the id is wanted.
impl Row for wire::Identified {
    type Noun = Text;

    fn noun(&mut self, _: &mut Option<String>) -> Result<Text, String> {
        id("id", &mut self.id)
    }
}

impl Row for wire::HandsetMessage {
    type Noun = HandsetMessage;

    fn noun(&mut self, _: &mut Option<String>) -> Result<HandsetMessage, String> {
        Ok(HandsetMessage {
            at: epoch("at", &self.at)?.ok_or("has no time")?,
            account: AccountId(id("payAccountId", &mut self.account)?),
            phone: phone("phone", &mut self.phone)?,
            text: value("text", &mut self.text)?,
            sent: optional("sent", &mut self.sent)?,
        })
    }
}
