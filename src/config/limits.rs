//! `limits`: how much may leave a connection, a table for each currency.

use rust_decimal::Decimal;

use super::problem::{Problem, nearest, one_of};
use super::reader::{Gather, Section, Value};
use super::show::Origin;
use crate::domain::{Currency, Limit, Limits, Money};

const KEYS: [&str; 4] = ["largest", "per_day", "per_hour", "type_from"];

/// The most that `per_hour` can be.
const MOST_PER_HOUR: u64 = 1_000_000;

/// The currencies of ISO 4217 that people pay with. A limit of a code that is none would bind nothing, so a mistyped
/// code is a problem.
const CURRENCIES: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD \
    CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD \
    HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD \
    MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG \
    QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD \
    TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

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
        let codes: Vec<&str> = CURRENCIES.split_whitespace().collect();
        if !codes.contains(&code) {
            let expected = "an ISO 4217 code in capitals, such as INR";
            let near = nearest(code, &codes);
            gather.problems.push(Problem::unlike(value.line, &value.key, "currency", code, near, expected));
            continue;
        }
        let expected = "a table, such as { largest = \"50000\" }";
        let Some(table) = value.section(expected, &KEYS, gather) else { continue };
        if table.is_empty() {
            value.wrong(&format!("at least one of {}", one_of(&KEYS)), "an empty table", gather);
        }
        let currency = Currency::new(code);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_currencies_are_codes_each_once_in_their_order() {
        let codes: Vec<&str> = CURRENCIES.split_whitespace().collect();
        assert!(codes.iter().all(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())));
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]));
        // Every currency whose decimals are told from the usual two, but for the one that is a unit of account.
        for code in ["JPY", "KWD", "BHD", "CLP", "XPF", "INR", "USD"] {
            assert!(codes.contains(&code), "{code}");
        }
    }
}
