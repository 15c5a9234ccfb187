//! The search looks into every pane of every connection, and goes to what is chosen, whatever hides it.

use super::*;
use crate::domain::{
    Ability, Account, Currency, Intent, IntentState, KnownPayee, Money, PayeeNo, PostbackKind, PostbackStanding,
    RawJson, ReceivedPostback, WithdrawalRequest,
};
use crate::message::{JournalNews, Message, PayeesNews, PostbackNews};

const SHOP: &str = "shop";

/// A desk and a shop that know one thing of each kind.
fn everything() -> Desk {
    let abilities = &[Ability::Withdrawals, Ability::Postbacks, Ability::Deposits, Ability::Payees];
    let shop = crate::domain::ConnectionInfo { abilities, ..wallets(SHOP) };
    let mut desk = Desk::at(vec![sandbox(DESK), sandbox("north"), shop]);
    desk.list(DESK, vec![upi("a1"), upi("a2")]);
    desk.list("north", vec![card("a1")]);
    let pay = Change::CreateWithdrawal(Box::new(WithdrawalRequest::new(
        "paytm".into(),
        Money::new(700.into(), Currency::new("BDT")),
        "customer-55".into(),
        false,
    )));
    let done = IntentState::Done { reference: Some("REF-2298635".into()) };
    let intent = Intent { connection: id(SHOP), ..told(1, &pay, [IntentState::Sent, done]) };
    desk.take(Message::Journal(Box::new(JournalNews { intents: vec![intent], fault: None })));
    let mut payee = KnownPayee::new(id(SHOP), PayeeNo::from("2000305455012345"), at(0));
    payee.payee.code = Some("ada-long".into());
    desk.take(Message::Payees(Box::new(PayeesNews { payees: vec![payee], fault: None })));
    let received = ReceivedPostback {
        number: 7,
        at: at(1),
        provider: "paykassma".into(),
        connection: Some(id(SHOP)),
        kind: PostbackKind::Withdrawal,
        subject: Some("order-981".into()),
        status: None,
        amount: None,
        standing: PostbackStanding::Verified,
        body: RawJson::kept("{}".into()),
    };
    desk.take(Message::Postbacks(Box::new(PostbackNews { received: vec![received], ..PostbackNews::default() })));
    desk.effects.clear();
    desk
}

#[test]
fn a_phones_end_finds_the_account_of_either_connection() {
    let mut desk = everything();
    desk.press("f").must_show("Find in every pane");
    desk.type_text("0001");
    let screen = desk.screen();
    assert!(screen.contains("Accounts 2"), "{screen}");
    desk.press("down enter");
    assert!(desk.selected().contains("north"), "{}", desk.screen());
}

#[test]
fn it_goes_to_the_pane_and_the_row_whatever_filter_hides_it() {
    let mut desk = everything();
    desk.press("/").type_text("nothing like that");
    desk.press("enter 8 f").type_text("a2");
    desk.press("enter");
    assert!(desk.selected().contains("a2"), "{}", desk.screen());
    desk.must_not_show("nothing like that");
}

#[test]
fn every_kind_is_found_and_gone_to() {
    for (typed, kind, there) in [
        ("ref-2298635", "Withdrawals 1", "today"),
        ("customer-55", "Withdrawals 1", "today"),
        ("ada-long", "Payees 1", "ada-long"),
        ("order-981", "Received postbacks 1", "postback of order-981"),
    ] {
        let mut desk = everything();
        desk.press("f").type_text(typed);
        desk.must_show(kind);
        desk.press("enter").must_show(there);
        desk.must_not_show("Find in every pane");
    }
}

#[test]
fn nothing_is_shown_in_full_that_the_panes_mask() {
    let mut desk = everything();
    let whole = upi("a1").phone.full().to_owned();
    desk.press("f").type_text(&whole[..9]);
    desk.must_show("Accounts").must_not_show(&whole);
}

#[test]
fn what_is_gone_is_told_as_gone() {
    let mut desk = everything();
    desk.press("f").type_text("a2");
    desk.list(DESK, vec![Account { ..upi("a1") }]);
    desk.press("enter").must_say("It is not there any more");
}

#[test]
fn nothing_found_is_said_and_enter_does_nothing() {
    let mut desk = everything();
    desk.press("f").must_say("Every word you type has to be found");
    desk.type_text("zzzz").must_say("Nothing that is known here has that");
    desk.press("enter").must_show("Find in every pane");
    desk.press("esc").must_not_show("Find in every pane");
    desk.sent_nothing();
}
