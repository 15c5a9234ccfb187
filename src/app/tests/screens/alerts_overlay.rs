//! The list of alerts.

use super::*;
use crate::domain::AlertSettings;

#[test]
fn standing_seen_and_over() {
    let mut desk = Desk::at(vec![sandbox(DESK), wallets("shop")]);
    desk.app.state.alert_settings = AlertSettings { down: None, stale: None, ..AlertSettings::default() };
    desk.app.state.marks = crate::domain::LowMarks::default()
        .with(Some("paytm".into()), crate::domain::Money::inr(rust_decimal::Decimal::from(20_000)));
    let late = |name: &str, moved: i64| {
        let task = WithdrawTask { started: Some(at(-7_200)), succeeded: 20, ..task("t1", moved, 100_000) };
        Account { task: Some(task), ..on(upi(name)) }
    };
    desk.list(DESK, vec![late("a1", 40_000), upi("a2"), late("a3", 90_000)]);
    desk.feed("shop", FeedKind::Balances, Ok(Data::Balances(vec![balance("paytm", -5_000, "INR")].into())));
    desk.pass(300).list(DESK, vec![late("a1", 50_000), upi("a2"), upi("a3")]);
    desk.press("esc A a j s g").pass(20);
    pictures("alerts-overlay", desk);
}

#[test]
fn none() {
    let mut desk = Desk::at(vec![sandbox(DESK)]).with_accounts(DESK, all_kinds());
    desk.press("A");
    pictures("alerts-none", desk);
}
