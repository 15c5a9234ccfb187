//! Transfers: to who is remembered or typed, asked in full words, sent once, and followed until the provider has told
//! their end, and beyond.

use rstest::rstest;
use rust_decimal::Decimal;

use super::payees::{ADA, PAYOUTS, account, desk_of, payouts, remembered};
use super::*;
use crate::domain::{
    ConnectionInfo, Currency, Environment, Inquiry, IntentId, InvoiceId, Limit, Limits, Money, PayeeStatus, Read,
    Rejection, RetCode, Transfer, TransferFound, TransferRequest, TransferStatus,
};
use crate::message::{Message, PayeesNews};

/// The token of the account that Ada can be paid to.
const OPEN: &str = "2010305455012345670001";

fn usd(cents: i64) -> Money {
    Money::new(Decimal::new(cents, 2), Currency::new("USD"))
}

fn request(change: Change) -> TransferRequest {
    match change {
        Change::Transfer(request) => *request,
        other => panic!("{other:?}"),
    }
}

/// What the window says, however its lines are broken.
fn says(desk: &Desk, words: &str) {
    let screen = desk.screen();
    let inside = screen.lines().filter_map(|line| Some(line.split_once('│')?.1.rsplit_once('│')?.0));
    let said: Vec<&str> = inside.flat_map(str::split_whitespace).collect();
    assert!(said.join(" ").contains(words), "{words:?} is not said:\n{screen}");
}

/// The pane of transfers, with who is remembered.
fn transfers() -> Desk {
    let mut desk = desk_of(remembered());
    desk.press("2");
    desk
}

/// The same at this connection.
fn at_connections(infos: Vec<ConnectionInfo>) -> Desk {
    let mut desk = Desk::at(infos);
    desk.take(Message::Payees(Box::new(PayeesNews { payees: remembered(), fault: None })));
    desk.press("2");
    desk
}

/// A transfer to Ada in the form, which stands on its last field then.
pub fn fill(desk: &mut Desk, amount: &str) {
    desk.press("n tab tab").type_text(amount).press("tab tab").type_text("Payouts").press("tab tab");
}

/// A transfer to Ada, said yes to.
fn pay(desk: &mut Desk, amount: &str) -> IntentId {
    fill(desk, amount);
    let (id, _) = desk.press("enter enter").sent_one();
    id
}

/// The transfer as the provider knows it.
fn known(id: IntentId, status: &str, cents: i64) -> Transfer {
    Transfer {
        invoice: InvoiceId::of(id),
        number: "305588797074336092".into(),
        amount: usd(cents),
        status: TransferStatus::new(&status.into()),
        created: None,
        payee: None,
        account: None,
        receiver: None,
    }
}

fn taken(id: IntentId, status: &str, cents: i64) -> Outcome {
    Outcome::Done(Receipt::Transfer(Box::new(known(id, status, cents))))
}

/// What the provider tells of a transfer that is asked for.
pub fn told_of(desk: &mut Desk, id: IntentId, status: &str, cents: i64) {
    let found = TransferFound::Transfer(Box::new(known(id, status, cents)));
    let row = Inquiry { invoice: InvoiceId::of(id), found };
    desk.feed(PAYOUTS, FeedKind::Payouts, Ok(Data::Transfers(vec![row])));
}

fn code(code: RetCode) -> Outcome {
    let text = format!("{}: {}. {}", code.name(), code.plain(), code.advice().trim_end_matches('.'));
    Outcome::Rejected(Rejection::Refused { code: code.code().into(), text: text.as_str().into() })
}

#[test]
fn it_is_asked_in_full_words_and_sent_once_under_an_id_of_its_own() {
    let mut desk = transfers();
    desk.must_say("No transfer was made here yet");
    fill(&mut desk, "500.50");
    desk.press("enter").sent_nothing();
    desk.must_show("Transfer USD 500.50?");
    says(&desk, "USD 500.50 is transferred to Ada Long (customer number 2000305455012345671001), to the account");
    says(
        &desk,
        "••••3298 (token 2010305455012345670001) at payouts. The connection is a sandbox: no real money moves.",
    );
    says(&desk, "It is sent once.");
    says(&desk, "subject: Payouts");
    let (id, change) = desk.press("enter").sent_one();
    let request = request(change);
    assert_eq!((request.payee.as_str(), request.account.as_str()), (ADA, OPEN));
    assert_eq!((request.digits().as_str(), request.amount.currency.code()), ("500.50", "USD"));
    assert_eq!((request.subject.unwrap().as_str(), request.note), ("Payouts", None));
    desk.press("enter enter").sent_nothing();
    desk.press("esc").must_show("Ada Long, ••••3298");
    let kept = desk.app.state().intents.get(id).unwrap();
    assert!(kept.shown.iter().any(|words| words.contains("USD 500.50 is transferred to Ada Long")), "{:?}", kept.shown);
    desk.outcome(id, taken(id, "pending", 50_050));
    assert_eq!(copied(desk.press("y y")), id.to_string().replace('-', ""), "the provider knows it by its invoice id");
}

#[test]
fn production_is_told_loudly() {
    let real = ConnectionInfo { environment: Environment::Production, ..payouts(PAYOUTS) };
    let mut desk = at_connections(vec![real]);
    fill(&mut desk, "5");
    desk.must_show("New transfer at payouts (PRODUCTION)");
    desk.press("enter");
    says(&desk, "at payouts (PRODUCTION). REAL money goes out.");
}

#[rstest]
#[case::nothing("", "type an amount")]
#[case::zero("0", "more than zero")]
#[case::three_decimals("1.005", "too many decimals")]
#[case::too_large("12345678901234567", "too large")]
fn an_amount_that_is_none_is_told_at_its_field(#[case] amount: &str, #[case] words: &str) {
    let mut desk = transfers();
    fill(&mut desk, amount);
    desk.press("enter").sent_nothing();
    desk.must_say(words).must_not_show("is transferred to");
}

#[test]
fn somebody_who_is_not_remembered_is_typed_and_doubted() {
    let mut desk = desk_of(Vec::new());
    desk.press("2 n").must_show("customer number").must_show("account token");
    desk.press("tab tab tab tab tab tab enter").sent_nothing();
    desk.must_say("has to be filled in").must_say("a currency code of three letters").must_say("type an amount");
    desk.type_text("2000305999").press("tab").type_text("2010305999").press("tab").type_text("12.5").press("tab");
    desk.type_text("usd").press("enter");
    says(&desk, "The payee is not remembered here: compare the customer number before you say yes.");
    says(&desk, "to the payee with the customer number 2000305999, to the account with the token 2010305999");
    let request = request(desk.press("enter").sent_one().1);
    assert_eq!((request.payee.as_str(), request.account.as_str()), ("2000305999", "2010305999"));
    assert_eq!(request.digits(), "12.5");
}

#[test]
fn an_account_that_cannot_be_paid_to_is_not_paid_to() {
    let mut desk = transfers();
    desk.press("n tab").must_show("••••3298 USD").must_show("••••0042 USD (closed)");
    desk.press("right tab").type_text("5").press("tab").type_text("USD").press("tab tab tab enter").sent_nothing();
    desk.must_say("nothing can be paid there");
    // A token that is typed is another one.
    desk.press("right tab").type_text("2010305777").press("enter");
    says(&desk, "The account 2010305777 is none of those that are known of Ada Long");
}

#[test]
fn whoever_was_not_looked_up_or_is_not_activated_is_doubted() {
    let mut desk = transfers();
    // Carol is under review and has no account.
    desk.press("n").type_text("c").press("tab").type_text("2010305").press("tab").type_text("5").press("tab");
    desk.type_text("USD").press("tab tab tab enter");
    says(&desk, "Carol Nguyen is under_review and not activated");
}

#[test]
fn another_currency_than_the_accounts_is_doubted() {
    let mut desk = transfers();
    desk.press("n tab tab").type_text("5").press("tab ctrl-u").type_text("EUR").press("tab tab tab enter");
    says(&desk, "The account is held in USD, and this is in EUR");
}

#[test]
fn limits_refuse_at_the_field_and_large_amounts_are_typed_once_more() {
    let limit = Limit { largest: Some(1_000.into()), type_from: Some(600.into()), ..Limit::default() };
    let mut info = payouts(PAYOUTS);
    info.limits = Limits::default().with(Currency::new("USD"), limit);
    let mut desk = at_connections(vec![info]);
    fill(&mut desk, "2000");
    desk.press("enter").sent_nothing();
    desk.must_say("the most is 1,000.00").must_show("New transfer");
    let refused: Vec<_> = desk.app.state().intents.newest_first().map(|intent| intent.state().word()).collect();
    assert_eq!(refused, ["rejected"], "the journal keeps that it was wanted");
    desk.press("ctrl-u").type_text("600").press("enter");
    says(&desk, "at most 1,000.00 at once");
    says(&desk, "Type the amount (600.00) to go on");
    desk.press("enter").sent_nothing();
    desk.type_text("600").press("enter").sent_one();
}

#[test]
fn a_lost_answer_is_unconfirmed_is_asked_for_and_another_like_it_is_typed_for() {
    let mut desk = transfers();
    let id = pay(&mut desk, "500");
    desk.must_say("Waiting for the provider's answer");
    desk.outcome(id, lost()).must_not_show("New transfer");
    desk.must_say("UNCONFIRMED").must_say("looked up by its id until its end is told, and is not sent again");
    desk.must_show("? unconfirmed");
    let state = desk.app.state();
    let question = state.question(state.connection(&crate::state::testing::id(PAYOUTS)).unwrap(), FeedKind::Payouts);
    assert_eq!(question, Some(Read::Transfers(vec![InvoiceId::of(id)])));
    fill(&mut desk, "500");
    desk.press("enter").must_show(&format!("Type {}", id.short()));
    says(&desk, "A transfer like this one is not settled");
    desk.press("enter").sent_nothing();
    desk.press("esc esc esc");
    // That the provider does not know it settles nothing; what it tells of it does.
    let row = Inquiry { invoice: InvoiceId::of(id), found: TransferFound::Unknown("no information".into()) };
    desk.feed(PAYOUTS, FeedKind::Payouts, Ok(Data::Transfers(vec![row])));
    desk.must_show("? unconfirmed").must_say("nothing told yet");
    told_of(&mut desk, id, "success", 50_000);
    desk.must_not_show("? unconfirmed");
    assert!(desk.app.state().intents.get(id).unwrap().state().told().contains("it happened"));
    desk.sent_nothing();
}

#[test]
fn what_came_back_after_it_was_paid_is_told_loudly() {
    let mut desk = transfers();
    let id = pay(&mut desk, "500");
    desk.outcome(id, taken(id, "pending", 50_000)).must_say("taken on, status pending; its end is asked for");
    desk.must_show("◐ done").must_say("in progress 1");
    told_of(&mut desk, id, "onhold", 50_000);
    desk.must_show("pending (status onhold)").must_show("◐ done");
    desk.pass(20);
    told_of(&mut desk, id, "success", 50_000);
    desk.must_show("✓ paid").must_say("paid 1 500.00").must_show("now and then until 20 Feb 14:10 IST, as a bank");
    desk.pass(40);
    let row = Inquiry { invoice: InvoiceId::of(id), found: TransferFound::Unknown("no information".into()) };
    desk.feed(PAYOUTS, FeedKind::Payouts, Ok(Data::Transfers(vec![row])));
    desk.must_show("✓ paid        status success");
    desk.pass(40);
    // What cannot be is shown, and changes nothing.
    told_of(&mut desk, id, "failed", 50_000);
    desk.must_show("✓ paid").must_show("it was paid, and the provider");
    desk.pass(40);
    told_of(&mut desk, id, "returned", 50_000);
    desk.must_show("✗ returned").must_say("RETURNED: it was paid and came back").must_say("RETURNED 1 500.00");
    let words: Vec<_> =
        desk.app.state().intents.get(id).unwrap().timeline.iter().map(|event| event.state.word()).collect();
    assert_eq!(words, ["planned", "sent", "done", "paid", "returned"]);
}

#[rstest]
#[case(RetCode::BalanceTooLow, "Pay in there, or pay out less")]
#[case(RetCode::NoRelatedInformation, "Check the payee's number, the account and the invoice id")]
#[case(RetCode::DoNotMatch, "Check that the account is the payee's own")]
#[case(RetCode::ParameterValue, "a field has a value that Yuansfer does not take")]
fn what_the_provider_refuses_is_told_with_what_to_do_and_everything_still_there(
    #[case] refusal: RetCode,
    #[case] words: &str,
) {
    let mut desk = transfers();
    let id = pay(&mut desk, "500");
    desk.outcome(id, code(refusal)).must_show("New transfer");
    says(&desk, words);
    says(&desk, "Nothing was paid");
    desk.must_show("500").must_show("Payouts").must_show(refusal.code());
    says(&desk, "Trying again is safe.");
    let (second, _) = desk.press("enter enter").sent_one();
    assert_ne!(id, second, "another transfer has another id");
}

#[test]
fn a_refusal_that_names_a_field_is_told_at_it_and_one_that_failed_at_once_moved_nothing() {
    let mut desk = transfers();
    let id = pay(&mut desk, "500");
    let text = "Parameter Value Error: note: a field has a value that Yuansfer does not take";
    let refused = Rejection::Refused { code: "000023".into(), text: text.into() };
    desk.outcome(id, Outcome::Rejected(refused)).must_show("✗ not accepted");
    let (id, _) = desk.press("enter enter").sent_one();
    let status = TransferStatus::Failed;
    let failed = Rejection::Refused { code: status.word().into(), text: status.plain().into() };
    desk.outcome(id, Outcome::Rejected(failed));
    says(&desk, "no money left the merchant's account (code failed)");
}

#[test]
fn one_like_another_has_what_the_journal_keeps() {
    let mut desk = transfers();
    let id = pay(&mut desk, "500");
    desk.outcome(id, taken(id, "pending", 50_000));
    desk.press("c").must_show("New transfer at payouts").must_show("500").must_show("Payouts");
    desk.press("tab tab tab tab enter");
    says(&desk, "The same amount went to this payee today already");
    let request = request(desk.press("enter").sent_one().1);
    assert_eq!((request.payee.as_str(), request.account.as_str(), request.digits().as_str()), (ADA, OPEN, "500"));
    // To somebody who was typed it is typed again.
    let mut desk = desk_of(Vec::new());
    desk.press("2 n").type_text("2000305999").press("tab").type_text("2010305999").press("tab").type_text("1");
    let typed = desk.press("tab").type_text("USD").press("tab tab tab enter enter").sent_one().0;
    desk.outcome(typed, taken(typed, "pending", 100));
    desk.press("c").must_show("2000305999").must_show("2010305999");
}

#[test]
fn a_payee_is_paid_from_their_own_pane() {
    let mut desk = desk_of(remembered());
    desk.press("t").must_show("New transfer at payouts").must_show("‹ Ada Long ›").must_show("‹ ••••3298 USD ›");
    desk.press("tab").type_text("5").press("tab tab tab tab enter");
    says(&desk, "is transferred to Ada Long");
    desk.press("esc esc esc").must_not_show("New transfer");
    // Of Ben the accounts were never asked for: the token is typed.
    desk.press("down t").must_show("‹ Ben Ortiz ›");
    says(&desk, "the accounts are not known here: look the payee up");
    let mut desk = Desk::at(vec![read_only(payouts(PAYOUTS))]);
    desk.take(Message::Payees(Box::new(PayeesNews { payees: remembered(), fault: None })));
    desk.press("t").must_say("payouts is read-only: nothing can be sent from it");
    desk.press("2 n").must_say("read-only: no transfer can be made").must_not_show("New transfer");
}

#[test]
fn a_filled_form_is_not_thrown_away_by_a_single_escape() {
    let mut desk = transfers();
    desk.press("n esc").must_not_show("New transfer");
    fill(&mut desk, "500");
    desk.press("esc").must_show("New transfer").must_say("would be lost");
    desk.press("tab esc").must_show("New transfer");
    desk.press("esc").must_not_show("New transfer");
    desk.sent_nothing();
}

#[test]
fn each_connection_has_its_own_payees() {
    let mut desk = at_connections(vec![payouts(PAYOUTS), payouts("other")]);
    desk.press("n").must_show("New transfer at payouts").must_show("‹ Ada Long ›");
    desk.press("right").must_show("New transfer at other").must_not_show("Ada Long").must_show("customer number");
}

#[test]
fn what_was_learned_while_the_form_is_open_can_be_chosen() {
    let mut desk = desk_of(Vec::new());
    desk.press("2 n").must_show("customer number");
    let mut late = remembered();
    late.truncate(1);
    let mut account = account(OPEN, "3298", "activated");
    account.status = PayeeStatus("ACTIVATED".into());
    late[0].accounts = Some(vec![account]);
    desk.take(Message::Payees(Box::new(PayeesNews { payees: late, fault: None })));
    desk.press("tab").must_show("Ada Long").must_show("another");
}
