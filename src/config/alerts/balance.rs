//! `alerts.balance`: below which marks a balance is low.

use crate::config::currency::currency;
use crate::config::reader::{Gather, Section, Value};
use crate::config::show::Origin;
use crate::domain::{LowMarks, Money, Text};

/// Reads `alerts.balance`: an amount for the sum of a currency, a table of them for a wallet.
pub(super) fn balance(table: Option<&Section>, gather: &mut Gather) -> LowMarks {
    let Some(value) = table.and_then(|table| table.get("balance", gather)) else {
        gather.note("alerts.balance", "none", Origin::Default);
        return LowMarks::default();
    };
    let Some(table) = value.as_section() else {
        value.wrong_type("a table, such as [alerts.balance] with INR = \"100000\"", gather);
        return LowMarks::default();
    };
    let mut marks = LowMarks::default();
    for (name, value) in table.entries(gather) {
        match value.as_section() {
            Some(wallet) if wallet.is_empty() => {
                value.wrong("an amount for at least one currency, such as INR = \"20000\"", "an empty table", gather);
            }
            Some(wallet) => {
                for (code, value) in wallet.entries(gather) {
                    if let Some(mark) = mark(code, &value, gather) {
                        marks = marks.with(Some(Text::new(name)), mark);
                    }
                }
            }
            None => {
                if let Some(mark) = mark(name, &value, gather) {
                    marks = marks.with(None, mark);
                }
            }
        }
    }
    marks
}

/// The mark of a currency.
fn mark(code: &str, value: &Value, gather: &mut Gather) -> Option<Money> {
    let currency = currency(code, value, gather)?;
    let mark = Money::new(value.amount(&currency, gather)?, currency);
    gather.note(&value.key, mark.to_string(), value.origin());
    Some(mark)
}
