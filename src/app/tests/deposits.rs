//! The Deposits pane: what a user can pay with, their savings, the forms of a deposit, and redirect addresses.

use proptest::prelude::*;

use super::lookups::{SHOP, questions, shop_desk};
use super::*;
use crate::domain::{
    Activated, Currency, FieldErrors, HashedRedirects, MediaHint, Money, PaymentSystem, PaymentSystems, Read, Redirect,
    Redirects, Rejection, Rows, Savings, WebAddress,
};
use crate::message::{Context, Ticket};
use rust_decimal::Decimal;

fn system(kind: &str, name: &str, order: i64, manual: bool) -> PaymentSystem {
    PaymentSystem {
        kind: kind.into(),
        name: name.into(),
        currency: Currency::inr(),
        order,
        logo: WebAddress::new(&format!("https://api.example.com/logos/{kind}.svg")),
        manual,
        takes_bill: manual,
    }
}

fn hint(system: &str) -> MediaHint {
    let address = WebAddress::new(&format!("https://api.example.com/guide-image/{system}.mp4")).unwrap();
    MediaHint { system: system.into(), id: "486".into(), address }
}

/// The pane, after the payment systems and the hints were told.
pub fn told_desk() -> Desk {
    let mut desk = shop_desk();
    desk.press("2 u").type_text("55").press("enter").type_text("inr").press("enter");
    let asked = questions(&mut desk);
    // Told in no order: the provider's own order is the number.
    let systems = vec![
        system("bank_b_ml", "Bank B", 9, true),
        system("upi_p2p", "UPI P2P", 2, false),
        system("paytm", "PayTM", 1, false),
    ];
    let told = PaymentSystems { currencies: Rows::default(), systems: systems.into() };
    desk.reply(asked[0].2, Ok(Data::PaymentSystems(told)));
    desk.reply(asked[1].2, Ok(Data::MediaHints(vec![hint("paytm"), hint("bank_b_ml")].into())));
    desk
}

/// Says yes to the question that is open, and gives the change that leaves.
fn yes(desk: &mut Desk) -> (crate::domain::IntentId, Change) {
    desk.press("enter").sent_one()
}

#[test]
fn a_user_and_currencies_are_asked_for_once_and_remembered() {
    let mut desk = shop_desk();
    desk.press("2").must_say("Press u and say which user pays");
    desk.press("a").must_show("Ask first what a user can pay with");
    desk.press("u enter enter enter").must_show("needed");
    assert!(questions(&mut desk).is_empty());
    desk.press("backtab").type_text("55").press("enter").type_text("inr, bdt").press("enter");
    let asked = questions(&mut desk);
    let currencies = vec![Currency::new("INR"), Currency::new("BDT")];
    assert_eq!(asked[0].1, Read::PaymentSystems { currencies, label: "55".into() });
    assert_eq!(asked[1].1, Read::MediaHints);
    desk.must_show("Asking what the user can pay with").must_show("in INR, BDT");
    desk.reply(asked[0].2, Err(Fault::UnknownCaller { by_secret: true }));
    desk.must_say("The payment systems are not known: not let in").must_say("Check the connection's secret");
    desk.press("u").must_show("55").must_show("INR, BDT");
}

#[test]
fn the_systems_stand_in_the_providers_order_with_how_users_pay() {
    let mut desk = told_desk();
    let screen = desk.screen();
    let places: Vec<usize> = ["PayTM", "UPI P2P", "Bank B"].map(|name| screen.find(name).unwrap()).into();
    assert!(places.is_sorted(), "{screen}");
    desk.must_show("https://api.example.com/guide-image/paytm.mp4").must_show("by hand");
    desk.press("Y");
    assert_eq!(copied(&mut desk), "https://api.example.com/guide-image/paytm.mp4");
    desk.press("j").must_show("the provider shows nothing for it").must_show("and the amount");
    desk.press("/").type_text("hand").press("enter").must_show("1 of 3");
}

#[test]
fn savings_are_a_bar_with_all_figures() {
    let mut desk = told_desk();
    desk.press("s");
    let asked = questions(&mut desk);
    let read = Read::Savings { label: "55".into(), wallet: "paytm".into(), currency: Currency::inr(), code: None };
    assert_eq!(asked[0].1, read);
    let inr = |amount| Money::inr(Decimal::from(amount));
    let told = Savings { collected: inr(340), missing: inr(160), minimum: inr(500) };
    desk.reply(asked[0].2, Ok(Data::Savings(told)));
    desk.must_show("68 %").must_show("INR 340.00 of INR 500.00 collected, INR 160.00 missing");
    // They are of that system alone.
    desk.press("j").must_not_show("68 %");
    desk.press("k").must_show("68 %");
    // A manual system may want its name.
    desk.press("G s").must_show("manual system");
    desk.press("enter");
    let asked = questions(&mut desk);
    let code = Some("Bank B".into());
    let read = Read::Savings { label: "55".into(), wallet: "bank_b_ml".into(), currency: Currency::inr(), code };
    assert_eq!(asked[0].1, read);
    desk.reply(asked[0].2, Err(Fault::Server { status: 500, retry_after: None }));
    desk.must_show("not known: provider error (HTTP 500)");
}

#[test]
fn a_transaction_is_created_and_its_number_told() {
    let mut desk = told_desk();
    desk.press("n").must_show("how to pay: https://api.example.com/guide-image/paytm.mp4");
    desk.press("enter").must_show("A transaction by PayTM (paytm) in INR is created for the user 55");
    desk.sent_nothing();
    let (intent, change) = yes(&mut desk);
    let Change::CreateTransaction(draft) = change else { panic!("{change:?}") };
    assert_eq!((draft.wallet.as_str(), draft.label.as_str(), draft.currency.code()), ("paytm", "55", "INR"));
    desk.must_show("Waiting for the provider");
    desk.press("enter").sent_nothing();
    desk.outcome(intent, Outcome::Done(Receipt::Transaction { identifier: "6234234234".into() }));
    desk.must_show("transaction's number: 6234234234");
    desk.press("y");
    assert_eq!(copied(&mut desk), "6234234234");
    desk.press("enter").must_show("done here");
}

#[test]
fn the_amount_is_required_where_the_document_says_so_and_errors_stand_at_their_fields() {
    let mut desk = told_desk();
    desk.press("j a").must_show("Activate a payment by UPI P2P").must_show("amount in INR *");
    desk.type_text("770425808190").press("enter enter").must_show("needed");
    desk.sent_nothing();
    desk.type_text("1e3").press("enter").must_show("not an amount");
    desk.press("ctrl-u")
        .type_text("500")
        .press("enter")
        .must_say("The payment ••••••••8190, of INR 500.00, of the user 55");
    let (intent, change) = yes(&mut desk);
    // What the provider calls it by is the intent's id, and it was shown.
    let asked = desk.app.state().intents.get(intent).unwrap().shown.join("\n");
    assert!(asked.contains(&format!("Its custom id is {intent}")), "{asked}");
    assert!(!asked.contains("770425808190"), "the journal keeps no whole number: {asked}");
    let Change::ActivateTransaction(activation) = change else { panic!("{change:?}") };
    assert_eq!((activation.amount, activation.key.as_str()), (Some(Decimal::from(500)), "770425808190"));
    let mut fields = FieldErrors::default();
    fields.add("key1", "Transaction field has wrong length");
    fields.add("wallet_type", "is closed");
    let rejection = Rejection::Invalid { code: "".into(), text: "".into(), fields };
    desk.outcome(intent, Outcome::Rejected(rejection));
    let screen = desk.screen();
    let lines: Vec<&str> = screen.lines().collect();
    let at = lines.iter().position(|line| line.contains("payment number")).unwrap();
    assert!(lines[at + 1].contains("✗ Transaction field has wrong length"), "{screen}");
    desk.must_show("wallet_type: is closed");
    // It is mended and sent as another intent: nothing was done by the first.
    desk.type_text("1").press("enter enter").must_show("Activate •••••••••1901?");
    assert_ne!(yes(&mut desk).0, intent);
}

#[test]
fn a_check_that_was_started_and_a_possible_transaction_are_no_failures() {
    let text = "Check of deposit status started";
    for (keys, activated, words) in [
        (
            "a",
            Activated::CheckStarted { text: text.into() },
            "Not done yet, and no failure: the provider is checking it",
        ),
        ("a", Activated::Accepted, "The provider knows the payment and accepted it."),
        ("G a", Activated::PossibleCreated { text: "Possible".into() }, "Taken: not found yet, kept as a possible"),
    ] {
        let mut desk = told_desk();
        desk.press(keys).type_text("123-ABC-456").press("enter").type_text("500").press("enter");
        if keys == "G a" {
            desk.must_show("Have a payment by Bank B looked for").must_show("screenshot");
            desk.type_text("bill.png").press("enter").must_show("The picture bill.png goes");
        }
        let (intent, change) = yes(&mut desk);
        assert_eq!(matches!(change, Change::ReportTransaction(_)), keys == "G a");
        desk.outcome(intent, Outcome::Done(Receipt::Activated(activated)));
        desk.must_say(words).must_show(&format!("custom id: {intent}"));
        assert_eq!(desk.app.state().intents.unconfirmed(), 0);
    }
    // Whoever has gone on meanwhile is told at the bottom.
    let mut desk = told_desk();
    desk.press("a").type_text("123-ABC-456").press("enter enter");
    let (intent, _) = yes(&mut desk);
    desk.press("esc").outcome(intent, Outcome::Done(Receipt::Activated(Activated::CheckStarted { text: text.into() })));
    desk.must_say("activate a paytm transaction: the provider is checking it");
}

#[test]
fn a_payment_shows_where_the_user_goes_and_that_can_be_copied() {
    let mut desk = told_desk();
    desk.press("w").type_text("1000").press("enter").type_text("MBB").press("enter enter");
    desk.type_text("google.com").press("enter").must_show("an address that begins with https://");
    desk.press("ctrl-u").type_text("https://google.com").press("enter");
    desk.must_show("A payment of INR 1,000.00 by PayTM (paytm) is created for the");
    let (intent, change) = yes(&mut desk);
    let Change::CreatePayment(draft) = change else { panic!("{change:?}") };
    assert_eq!((draft.language.as_str(), draft.bank.as_str(), draft.amount), ("en", "MBB", Decimal::ONE_THOUSAND));
    let address = "https://pay.example.com/abc";
    desk.outcome(intent, Outcome::Done(Receipt::Payment { redirect: WebAddress::new(address) }));
    desk.must_show(address);
    desk.press("Y");
    assert_eq!(copied(&mut desk), address);
}

#[test]
fn what_is_unconfirmed_is_not_offered_to_be_sent_again_and_the_next_like_it_has_to_be_meant() {
    let mut desk = told_desk();
    let fill = |desk: &mut Desk| {
        desk.press("a").type_text("123-ABC-456").press("enter enter");
    };
    fill(&mut desk);
    let (intent, _) = yes(&mut desk);
    desk.outcome(intent, lost());
    desk.must_show("UNCONFIRMED").must_say("Look it up in Postbacks by its custom id").must_show(&intent.to_string());
    desk.press("enter").must_not_show("Activate a payment").must_show("1 unconfirmed");
    fill(&mut desk);
    desk.must_say("The same was sent before and is not settled").must_show(&format!("Type {}", intent.short()));
    desk.press("enter").sent_nothing();
    desk.type_text(&intent.short()).press("enter");
    assert_eq!(desk.sent().len(), 1);
    // Another payment number is another payment.
    let mut desk = told_desk();
    fill(&mut desk);
    let (intent, _) = yes(&mut desk);
    desk.outcome(intent, lost());
    desk.press("enter a").type_text("999-ABC").press("enter enter").must_not_show("The same was sent before");
}

#[test]
fn a_read_only_connection_asks_and_changes_nothing() {
    let mut desk = Desk::at(vec![read_only(shop(SHOP))]);
    desk.press("2 u").type_text("55").press("enter").type_text("INR").press("enter");
    let asked = questions(&mut desk);
    let systems = vec![system("paytm", "PayTM", 1, false)];
    let told = PaymentSystems { currencies: Rows::default(), systems: systems.into() };
    desk.reply(asked[0].2, Ok(Data::PaymentSystems(told)));
    for key in ["n", "a", "w"] {
        desk.press(key).must_show("is read-only");
        desk.sent_nothing();
    }
    desk.press("s");
    assert_eq!(questions(&mut desk).len(), 1);
}

#[test]
fn redirect_addresses_are_hashed_and_expire_after_a_day() {
    let mut desk = shop_desk();
    desk.press("2 R enter enter enter").must_show("an address here, or one after failure");
    desk.type_text("test.com").press("enter enter enter").must_show("number 1 is no address");
    assert!(questions(&mut desk).is_empty());
    desk.press("ctrl-u").type_text("https://test.com/a https://test.com/b").press("enter enter enter");
    let asked = questions(&mut desk);
    let row = |order, url: &str| Redirect { order, url: url.into() };
    let success = vec![row(1, "https://test.com/a"), row(2, "https://test.com/b")];
    assert_eq!(asked[0].1, Read::HashRedirects(Redirects { success, ..Redirects::default() }));
    // An answer to something else is none.
    desk.reply(Ticket(3), Err(Fault::Unsupported)).must_show("Waiting for the provider");
    let mut fields = FieldErrors::default();
    fields.add("success_urls.0.url", "The url is not reachable.");
    desk.reply(asked[0].2, Err(Fault::Invalid { code: "".into(), text: "".into(), fields }));
    desk.must_show("✗ The url is not reachable.");
    desk.press("enter enter enter");
    let asked = questions(&mut desk);
    let success = vec![row(1, "a93558ba"), row(2, "7c51f9d6")];
    let told = HashedRedirects { hashes: Redirects { success, ..Redirects::default() }, bad: vec![] };
    desk.reply(asked[0].2, Ok(Data::HashedRedirects(told)));
    desk.must_show("after success 2: https://test.com/b").must_show("They can be used until 11 Feb 14:10 IST");
    desk.press("j y");
    assert_eq!(copied(&mut desk), "7c51f9d6");
    desk.pass(86_401).must_show("They can be used no longer");
}

/// Keys of both panes, and texts that get their forms through.
const KEYS: [&str; 26] = [
    "enter", "enter", "enter", "esc", "tab", "backtab", "up", "down", "j", "k", "G", "l", "a", "n", "w", "s", "u", "R",
    "o", "x", "/", "J", "space", "v", "1", "2",
];

proptest! {
    #[test]
    fn whatever_is_pressed_nothing_breaks_and_nothing_leaves_without_a_yes(
        keys in prop::collection::vec(prop::sample::select(&KEYS[..]), 0..80), width in 1_u16..140, height in 1_u16..45,
    ) {
        let mut desk = told_desk();
        desk.resize(width, height);
        for key in keys {
            let asked = desk.app.contexts().contains(&Context::Confirm);
            let typing = desk.app.contexts().contains(&Context::Text) && !asked;
            desk.press(key);
            if typing && key == "j" {
                desk.paste("770425808190");
            }
            let sent = desk.sent();
            prop_assert!(sent.is_empty() || (asked && key == "enter"), "{key} sent {sent:?}");
            let _ = desk.screen();
        }
    }
}

#[test]
fn the_questions_about_a_system_are_copied_as_curl() {
    let questioned = |desk: &mut Desk| {
        let question = |effect| match effect {
            Effect::CopyQuestion(question) => Some(question.read),
            _ => None,
        };
        desk.effects.drain(..).find_map(question)
    };
    let mut desk = told_desk();
    let label = || crate::domain::Text::new("55");
    let systems = Read::PaymentSystems { currencies: vec![Currency::inr()], label: label() };
    desk.press("ctrl-y");
    assert_eq!(questioned(&mut desk), Some(systems.clone()));
    let savings = Read::Savings { label: label(), wallet: "paytm".into(), currency: Currency::inr(), code: None };
    desk.press("y").must_show("savings by the system");
    desk.press("j j j j enter");
    assert_eq!(questioned(&mut desk), Some(savings));
    // What is asked about a manual system has a name in it that its row has not.
    desk.press("G y j j j j enter");
    assert_eq!(questioned(&mut desk), Some(systems));
    shop_desk().press("2 ctrl-y").must_say("there is no question to copy");
}
