//! The balances.

use super::super::balances::{marked, paid, shop, told};
use super::*;

/// The wallets of a shop at work, looked at for two hours and a half.
fn at_work() -> Desk {
    let mut desk = shop();
    for step in 0..30 {
        desk.pass(300);
        let amount = |from: i64, by: i64| from - by * step + if step > 20 { 4_000_000 } else { 0 };
        told(
            &mut desk,
            vec![
                balance("paytm", amount(42_000_000, 850_000), "INR"),
                balance("upi_ib", 81_456_750 + step * 125_025, "INR"),
                balance("imps_ib", 7_500_000 - step * 260_000, "INR"),
                balance("bkash", 32_000_000 - step * step * 10_000, "BDT"),
                balance("nagad", 0, "BDT"),
                balance("paytm", -1_080_000, "USD"),
                crate::domain::Balance {
                    wallet: "bkash".into(),
                    money: crate::domain::Money::new("23.9375".parse().unwrap(), crate::domain::Currency::new("EUR")),
                },
            ],
        );
    }
    paid(&mut desk, 1, "imps_ib", 12_000);
    paid(&mut desk, 2, "paytm", 50_000);
    desk.pass(10);
    desk
}

#[test]
fn loading() {
    pictures("balances-loading", shop());
}

#[test]
fn empty() {
    let mut desk = shop();
    told(&mut desk, vec![]);
    pictures("balances-empty", desk);
}

#[test]
fn full() {
    pictures("balances-full", at_work());
}

#[test]
fn in_detail() {
    let mut desk = at_work();
    desk.press("j enter");
    pictures("balances-detail", desk);
}

#[test]
fn filtered_and_sorted() {
    let mut desk = at_work();
    desk.press("l s s /").type_text("inr").press("enter");
    pictures("balances-filtered", desk);
}

#[test]
fn an_alert() {
    let mut desk = marked(shop(), 20_000, 100_000);
    told(&mut desk, vec![balance("paytm", 2_500_000, "INR"), balance("upi_ib", 9_000_000, "INR")]);
    desk.pass(60);
    told(&mut desk, vec![balance("paytm", 1_800_000, "INR"), balance("upi_ib", 9_000_000, "INR")]);
    pictures("balances-alert", desk);
}

#[test]
fn failed() {
    let mut desk = shop();
    let fault = || Err(Fault::UnknownCaller { by_secret: true });
    desk.feed("shop", FeedKind::Balances, fault()).pass(10).feed("shop", FeedKind::Balances, fault());
    pictures("balances-failed", desk);
}

#[test]
fn several_connections_stale_and_bad_rows_and_long_names() {
    let real = crate::domain::ConnectionInfo {
        environment: crate::domain::Environment::Production,
        ..wallets("paykassma-india-north")
    };
    let mut desk = Desk::at(vec![wallets("shop"), real]);
    let long = "a_payment_system_with_a_very_long_name_王王王王";
    told(&mut desk, vec![balance("paytm", 500_000, "INR"), balance(long, 712_345_678_912, "INR")]);
    let list = crate::domain::Rows {
        rows: vec![balance("paytm", 100_000, "INR"), balance("nagad", 5, "BDT")],
        bad: Vec::new(),
    };
    desk.feed("paykassma-india-north", FeedKind::Balances, Ok(Data::Balances(list)));
    let torn =
        crate::domain::Rows { rows: vec![balance("paytm", 90_000, "INR")], bad: vec!["row 2: has no amount".into()] };
    desk.pass(30).feed("paykassma-india-north", FeedKind::Balances, Ok(Data::Balances(torn)));
    desk.pass(5).feed("shop", FeedKind::Balances, Err(Fault::Server { status: 503, retry_after: None }));
    pictures("balances-several", desk);
}
