//! What lies in a wallet does not last long at the pace of the last hours. All wallets of a currency together last no
//! shorter than the first of them, so the wallets are looked at, one by one.

use super::{Found, is_off, span};
use crate::domain::{About, AlertRule, FeedKind, Level, Purse, WalletKey};
use crate::state::{Held, Outlook, Runway, Standing, State};

const RULE: AlertRule = AlertRule::ShortRunway;

/// How it stands with every wallet out of which money goes.
pub fn check(state: &State, found: &mut Found) {
    let Some(least) = state.alert_settings.runway else { return is_off(RULE, state, found) };
    let has_any = state.alerts.has(RULE);
    let under_way = state.under_way();
    for connection in state.having(FeedKind::Balances) {
        let id = &connection.info.id;
        let is_fresh = state.are_balances_fresh(id);
        if !is_fresh && !has_any {
            continue;
        }
        for wallet in connection.balances.rows() {
            let (name, currency) = (wallet.wallet.clone(), wallet.money.currency.clone());
            let purse = Purse::Wallet(WalletKey { connection: id.clone(), wallet: name, currency });
            let Some(held) = state.held(&purse) else { continue };
            let standing = if is_fresh && !held.is_missing() {
                of_one(&held, &held.outlook(&under_way, state.now), least)
            } else {
                Standing::Unknown
            };
            if has_any || matches!(standing, Standing::Raised(..)) {
                found.say(RULE, About::Purse(purse), standing);
            }
        }
    }
}

fn of_one(held: &Held<'_>, outlook: &Outlook, least: jiff::SignedDuration) -> Standing {
    let (purse, whose, money) = (&held.purse, &held.connection.info.id, held.money());
    match outlook.runway {
        Runway::Unknown => Standing::Unknown,
        Runway::Resting => Standing::Well,
        // An empty wallet that nobody uses is no news.
        Runway::Spent if outlook.out.is_zero() && outlook.count == 0 => Standing::Well,
        Runway::Spent => {
            let words = format!("{purse} at {whose} is used up: {money}, with what is under way taken off it.");
            Standing::Raised(Level::Bad, words)
        }
        Runway::Lasts(lasts) => {
            let minutes = jiff::SignedDuration::from_mins(lasts.as_mins().max(1));
            let words = || {
                let (lasts, out, over) = (span(minutes), &outlook.out, span(in_minutes(outlook.over)));
                format!("{purse} at {whose} lasts about {lasts} more: {money}, and {out} went out in {over}.")
            };
            // A quarter more than the least ends it, so that a pace that varies a little does not.
            let enough = least.checked_add(least / 4).unwrap_or(least);
            if lasts < least {
                Standing::Raised(Level::Warning, words())
            } else if lasts < enough {
                Standing::Between(words())
            } else {
                Standing::Well
            }
        }
    }
}

fn in_minutes(over: jiff::SignedDuration) -> jiff::SignedDuration {
    jiff::SignedDuration::from_mins(over.as_mins().max(1))
}
