//! A connection with wallets and without accounts, beside one with accounts: nothing waits for what it never tells.

use super::*;
use crate::domain::{Balance, IntentId, Money, Rows, WithdrawalRequest};
use crate::message::{Planned, Step};
use crate::state::Health;

const SHOP: &str = "shop";

fn both() -> Desk {
    Desk::at(vec![wallets(SHOP), sandbox(DESK)])
}

fn told(desk: &mut Desk, rows: Vec<Balance>) {
    desk.feed(SHOP, FeedKind::Balances, Ok(Data::Balances(rows.into())));
}

#[test]
fn the_accounts_are_whole_without_it() {
    let desk = both().with_accounts(DESK, vec![upi("a1"), running(upi("a2"), 1, 10)]);
    let state = desk.app.state();
    assert!(state.has_every_accounts_answer(), "the wallets are not waited for");
    assert!(!state.has_several(FeedKind::Accounts) && !state.is_mixed());
    assert_eq!((state.account_count(), state.totals().tasks), (2, 1));
    desk.must_not_show("connection").must_show("a2");
}

#[test]
fn real_wallets_take_no_play_account_from_the_sums() {
    let info = crate::domain::ConnectionInfo { environment: crate::domain::Environment::Production, ..wallets(SHOP) };
    let desk = Desk::at(vec![info, sandbox(DESK)]).with_accounts(DESK, vec![upi("a1"), running(upi("a2"), 1, 10)]);
    assert_eq!((desk.app.state().totals().accounts, desk.app.state().is_mixed()), (2, false));
    desk.must_not_show("production: ").must_show("2 accounts").must_show("PRODUCTION + SANDBOX");
}

#[test]
fn a_new_account_is_offered_where_there_are_accounts() {
    let mut desk = both().with_accounts(DESK, vec![]);
    desk.press("n").must_show("New account").must_not_show("at shop");
    let mut alone = Desk::at(vec![wallets(SHOP)]);
    told(&mut alone, vec![balance("paytm", 100, "INR")]);
    alone.must_not_show("Accounts").must_show("1 Balances  2 Withdrawals").must_show("Journal");
    alone.press("n").must_not_show("New account");
    for key in ["t", "o", "m", "u", "e", "w", "d", "a", "enter"] {
        alone.press(key).sent_nothing();
    }
}

#[test]
fn its_balances_are_kept_with_their_time_and_its_trouble_is_told() {
    let mut desk = both().with_accounts(DESK, vec![upi("a1")]);
    desk.resize(180, 40);
    let balances = |desk: &Desk| desk.app.state().connection(&id(SHOP)).unwrap().balances.clone();
    assert_eq!((balances(&desk).told(), balances(&desk).rows().len()), (None, 0));
    told(&mut desk, vec![balance("paytm", -32_400, "INR"), balance("bkash", 5, "BDT")]);
    let first = desk.now;
    assert_eq!(balances(&desk).told(), Some(first));
    assert_eq!(balances(&desk).rows()[0].money, balance("paytm", -32_400, "INR").money);
    // A fault leaves what was told.
    desk.pass(60).feed(SHOP, FeedKind::Balances, Err(Fault::UnknownCaller { by_secret: true }));
    assert_eq!((balances(&desk).told(), balances(&desk).rows().len()), (Some(first), 2));
    assert_eq!(desk.app.state().feed(&id(SHOP), FeedKind::Balances).unwrap().health(), Health::Stale);
    desk.pass(1).feed(SHOP, FeedKind::Balances, Err(Fault::UnknownCaller { by_secret: true }));
    desk.must_show("balances").must_show("IP address");
    // A row that could not be read is told too.
    let torn = Rows { rows: vec![balance("paytm", 1, "INR")], bad: vec!["row 2: has no amount".into()] };
    desk.feed(SHOP, FeedKind::Balances, Ok(Data::Balances(torn)));
    desk.must_show("1 bad rows").must_show("has no amount");
    // The answer to another question is none.
    desk.feed(SHOP, FeedKind::Balances, Ok(Data::Accounts(vec![upi("a9")].into())));
    assert_eq!(balances(&desk).rows().len(), 2, "what may be the unreadable row stays");
    assert!(balances(&desk).rows()[1].missing);
    assert_eq!(desk.app.state().account_count(), 1);
}

#[test]
fn a_withdrawal_is_known_by_its_payee_and_asks_for_the_balances() {
    let mut state = both().app.state().clone();
    let request = WithdrawalRequest {
        account_number: Some(crate::domain::AccountNumber::new("9876543210".into())),
        ..WithdrawalRequest::new("paytm".into(), Money::inr(rust_decimal::Decimal::from(500)), "55".into(), false)
    };
    let intent = IntentId::new(at(0), [7; 10]);
    let planned = Planned::new(id(SHOP), Change::CreateWithdrawal(Box::new(request)));
    assert!(matches!(Step::Change { id: intent, planned: planned.clone() }, Step::Change { .. }));
    state.begin(intent, &planned);
    let kept = state.intents.get(intent).unwrap();
    assert_eq!(kept.account.as_ref().map(|payee| payee.as_str().to_owned()), Some("paytm ••••••3210".to_owned()));
    assert_eq!((kept.title.as_str(), kept.words.as_str()), ("paytm ••••••3210", "pay INR 500.00 to paytm ••••••3210"));
    assert!(!format!("{kept:?}").contains("9876543210"));
    state.settle(intent, &lost());
    // No list of accounts says anything of it.
    let mut list = torn(9, at(60), vec![upi("a1")], 0);
    list.connection = id(DESK);
    state.merge(list);
    assert!(state.intents.get(intent).unwrap().is_unconfirmed());
}
