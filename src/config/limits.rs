//! `limits`: how much may leave a connection, a table for each currency.

use rust_decimal::Decimal;

use super::currency::currency;
use super::problem::one_of;
use super::reader::{Gather, Section, Value};
use super::show::Origin;
use crate::domain::{Currency, Limit, Limits, Money};

const KEYS: [&str; 4] = ["largest", "per_day", "per_hour", "type_from"];

/// The most that `per_hour` can be.
const MOST_PER_HOUR: u64 = 1_000_000;

/// Reads `limits`, in the order of the file.
pub(super) fn limits(section: &Section, gather: &mut Gather) -> Limits {
    let mut limits = Limits::default();
    let Some(value) = section.get("limits", gather) else {
        gather.note(&section.path("limits"), "none", Origin::Default);
        return limits;
    };
    let Some(table) = value.as_section() else {
        value.wrong_type("a table for each currency, such as [connections.limits.INR]", gather);
        return limits;
    };
    for (code, value) in table.entries(gather) {
        let Some(currency) = currency(code, &value, gather) else { continue };
        let expected = "a table, such as { largest = \"50000\" }";
        let Some(table) = value.section(expected, &KEYS, gather) else { continue };
        if table.is_empty() {
            value.wrong(&format!("at least one of {}", one_of(&KEYS)), "an empty table", gather);
        }
        let limit = limit(&table, &currency, gather);
        limits = limits.with(currency, limit);
    }
    limits
}

/// Reads the limits of one currency.
fn limit(table: &Section, currency: &Currency, gather: &mut Gather) -> Limit {
    let largest = amount(table, "largest", currency, gather);
    let per_day = amount(table, "per_day", currency, gather);
    let per_hour = per_hour(table, gather);
    let type_from = amount(table, "type_from", currency, gather);
    // What is larger than what binds it would never count.
    not_more(largest.as_ref(), "per_day", per_day.as_ref(), currency, gather);
    not_more(type_from.as_ref(), "largest", largest.as_ref(), currency, gather);
    if largest.is_none() {
        not_more(type_from.as_ref(), "per_day", per_day.as_ref(), currency, gather);
    }
    let decimal = |found: Option<(Decimal, Value)>| found.map(|(amount, _)| amount);
    Limit { largest: decimal(largest), per_day: decimal(per_day), per_hour, type_from: decimal(type_from) }
}

/// The amount of `key` with the value that says so; `None` where there is none.
fn amount<'v, 't>(
    table: &Section<'v, 't>,
    key: &str,
    currency: &Currency,
    gather: &mut Gather,
) -> Option<(Decimal, Value<'v, 't>)> {
    let Some(value) = table.get(key, gather) else {
        gather.note(&table.path(key), "none", Origin::Default);
        return None;
    };
    let amount = value.amount(currency, gather)?;
    gather.note(&value.key, Money::new(amount, currency.clone()).to_string(), value.origin());
    Some((amount, value))
}

fn per_hour(table: &Section, gather: &mut Gather) -> Option<u32> {
    let Some(value) = table.get("per_hour", gather) else {
        gather.note(&table.path("per_hour"), "none", Origin::Default);
        return None;
    };
    let count = value.integer(1, MOST_PER_HOUR, gather)?;
    gather.note(&value.key, count.to_string(), value.origin());
    u32::try_from(count).ok()
}

/// An amount must not be more than the one of the key `other`, where both were given.
fn not_more(
    found: Option<&(Decimal, Value)>,
    other: &str,
    most: Option<&(Decimal, Value)>,
    currency: &Currency,
    gather: &mut Gather,
) {
    if let (Some((amount, value)), Some((most, _))) = (found, most)
        && amount > most
    {
        let money = |amount: &Decimal| Money::new(*amount, currency.clone());
        value.wrong(&format!("at most {other}, which is {}", money(most)), &money(amount).to_string(), gather);
    }
}
