//! A balance is low: it went below its mark. It is well again only above it, so that one that lies at its mark is not
//! told again and again.

use super::Found;
use crate::domain::{About, AlertRule, FeedKind, Level, Money, Purse};
use crate::state::{Held, Standing, State};

/// How it stands with every balance that has a mark and was told.
pub fn check(state: &State, found: &mut Found) {
    for connection in state.having(FeedKind::Balances) {
        for (purse, mark) in state.marks.at(&connection.info.id) {
            if let Some(standing) = of_one(state, &purse, &mark) {
                found.say(AlertRule::LowBalance, About::Purse(purse), standing);
            }
        }
    }
    // A mark that is gone takes its alert with it.
    for about in state.alerts.of_rule(AlertRule::LowBalance) {
        if let About::Purse(purse) = about
            && state.marks.of(purse).is_none()
        {
            found.say(AlertRule::LowBalance, about.clone(), Standing::Well);
        }
    }
}

fn of_one(state: &State, purse: &Purse, mark: &Money) -> Option<Standing> {
    let held = state.held(purse)?;
    let money = held.money();
    Some(match money.amount.cmp(&mark.amount) {
        // Of what could not be read, or is old, it is not known whether it is low.
        _ if held.is_missing() => Standing::Between(words(&held, &money, mark)),
        _ if !state.are_balances_fresh(purse.connection()) => Standing::Unknown,
        std::cmp::Ordering::Less => Standing::Raised(level(&money), words(&held, &money, mark)),
        std::cmp::Ordering::Equal => Standing::Between(words(&held, &money, mark)),
        std::cmp::Ordering::Greater => Standing::Well,
    })
}

/// How serious it is.
fn level(money: &Money) -> Level {
    if money.amount.is_sign_negative() { Level::Bad } else { Level::Warning }
}

/// What is wrong.
fn words(held: &Held<'_>, money: &Money, mark: &Money) -> String {
    let state = if money.amount.is_sign_negative() { "negative" } else { "low" };
    let (purse, whose) = (&held.purse, &held.connection.info.id);
    format!("{purse} at {whose} is {state}: {money}, and its mark is {mark}.")
}
