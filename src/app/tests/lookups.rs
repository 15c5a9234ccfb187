//! The Postbacks pane: ids that are looked up, what came of them, and what was received.

use super::*;
use crate::domain::{
    AccountNumber, ConnectionId, Currency, DepositPostback, DepositTransaction, Found, Money, OrderQuery, OrderStatus,
    Postback, PostbackBody, PostbackFault, PostbackKind, PostbackQuery, PostbackStanding, RawJson, Read,
    ReceivedPostback, Receiver, Rows, Text, UnverifiedCount, WithdrawalPostback, WithdrawalStatus,
};
use crate::message::{Content, Export, Message, PostbackNews, Ticket};
use rust_decimal::Decimal;

pub const SHOP: &str = "shop";

/// A desk with a shop alone: the Postbacks pane comes first.
pub fn shop_desk() -> Desk {
    Desk::at(vec![shop(SHOP)])
}

/// The questions that were asked since this was last asked.
pub fn questions(desk: &mut Desk) -> Vec<(ConnectionId, Read, Ticket)> {
    let read = |effect| match effect {
        Effect::Read { connection, read, ticket } => Some((connection, read, ticket)),
        _ => None,
    };
    desk.effects.drain(..).filter_map(read).collect()
}

/// The provider refuses in words, with no code.
fn says(text: &str) -> Fault {
    Fault::Refused { code: "".into(), text: text.into() }
}

/// The document's own withdrawal postback.
pub fn withdrawal(id: &str, status: &str) -> Postback {
    let raw = |account: &str| format!("{{\n  \"withdrawal_id\": \"{id}\",\n  \"account_number\": \"{account}\"\n}}");
    Postback {
        told: PostbackBody::Withdrawal(WithdrawalPostback {
            id: id.into(),
            status: WithdrawalStatus::new(&status.into()),
            comment: Some("test".into()),
            system: "paytm".into(),
            amount: Money::inr(Decimal::from(500)),
            label: "55".into(),
            account_number: Some(AccountNumber::new("5422222225".into())),
            account_name: Some("5645646".into()),
            account_email: None,
            payments_method: None,
            payments_provider: None,
            bank_code: None,
            branch_code: None,
            bank_code_in_system: None,
        }),
        raw: RawJson::new(raw("5422222225"), raw("••••••2225")),
    }
}

/// A deposit's postback with this many currencies in its table.
pub fn deposit(currencies: usize) -> Postback {
    let code = |at: usize| match at {
        0 => "USD".to_owned(),
        1 => "INR".to_owned(),
        at => {
            ["X", "Y", "Z"][at % 3].to_owned()
                + ["A", "B", "C", "D", "E", "F", "G"][at / 3 % 7]
                + ["P", "Q", "R", "S", "T", "U", "V", "W", "X"][at / 21 % 9]
        }
    };
    let sum = |at| Money::new(Decimal::new(461_006_205 + i64::try_from(at).unwrap(), 2), Currency::new(&code(at)));
    Postback {
        told: PostbackBody::Deposit(DepositPostback {
            transaction_id: Some("453535345".into()),
            label: "435".into(),
            stockpiling: (0..currencies).map(sum).collect::<Vec<_>>().into(),
            stockpiling_id: Some("1585".into()),
            transactions: vec![DepositTransaction {
                id: "453535345".into(),
                amount: Money::inr(Decimal::from(345_345_345)),
                wallet: "phone_pe".into(),
                kind: Some("0".into()),
                from: None,
                // 2021-10-21 13:34:12 in Manila.
                created: Some("2021-10-21T05:34:12Z".parse().unwrap()),
                activated: Some("2021-11-01T06:16:51Z".parse().unwrap()),
                custom_id: None,
            }]
            .into(),
        }),
        raw: RawJson::new(
            "{\n  \"transaction_id\": \"453535345\"\n}".into(),
            "{\n  \"transaction_id\": \"453535345\"\n}".into(),
        ),
    }
}

fn found(postback: Postback) -> Data {
    Data::Postback(Box::new(postback))
}

/// A postback that was received, by its number.
pub fn received(number: u64, id: &str, standing: PostbackStanding) -> ReceivedPostback {
    let verified = standing == PostbackStanding::Verified;
    ReceivedPostback {
        number,
        at: at(i64::try_from(number).unwrap()),
        provider: "paykassma".into(),
        connection: verified.then(|| crate::state::testing::id(SHOP)),
        kind: PostbackKind::Withdrawal,
        subject: Some(id.into()),
        status: Some("1".into()),
        amount: Some(Money::inr(Decimal::from(330))),
        standing,
        body: RawJson::kept("{\n  \"withdrawal_id\": \"w\"\n}".into()),
    }
}

pub fn news(received: Vec<ReceivedPostback>, day: u64) -> Message {
    let unverified = UnverifiedCount { day, month: day };
    Message::Postbacks(Box::new(PostbackNews { received, unverified, before: false, fault: None }))
}

#[test]
fn there_is_a_tab_only_where_something_can_be_asked() {
    super::desk(vec![upi("a1")]).must_not_show("Postbacks").must_not_show("Deposits");
    shop_desk().must_show("1 Postbacks").must_show("2 Deposits").must_show("3 Journal").must_not_show("Accounts");
    Desk::at(vec![sandbox(DESK), shop(SHOP)]).must_show("1 Accounts").must_show("2 Postbacks").must_show("4 Journal");
}

#[test]
fn an_id_is_pasted_and_asked_as_whatever_it_may_be() {
    let mut desk = shop_desk();
    desk.press("l").paste("2298635\n").press("enter");
    let asked = questions(&mut desk);
    let id: Text = "2298635".into();
    let reads: Vec<&Read> = asked.iter().map(|(_, read, _)| read).collect();
    assert_eq!(
        reads,
        [
            &Read::Postback(PostbackQuery::Withdrawal(id.clone())),
            &Read::Postback(PostbackQuery::Custom(id.clone())),
            &Read::Postback(PostbackQuery::Transaction(id)),
        ]
    );
    assert!(asked.iter().all(|(connection, ..)| connection.as_str() == SHOP));
    desk.must_show("waiting");
    // The answers come in any order, and that there is none comes as a refusal.
    desk.reply(asked[2].2, Err(says("Postback not found"))).reply(asked[0].2, Ok(found(withdrawal("2298635", "1"))));
    desk.must_show("✓ processed").must_show("INR 500.00").must_show("found by its withdrawal id");
    desk.must_show("processed (1)").must_not_show("5422222225").must_show("••••••2225");
    desk.reply(asked[1].2, Err(says("Postback not found")));
    desk.must_show("✓ processed");
    // An answer that comes twice, or to nobody, changes nothing.
    let before = desk.screen();
    desk.reply(asked[1].2, Ok(found(withdrawal("other", "5")))).reply(Ticket(1), Ok(found(withdrawal("other", "5"))));
    assert_eq!(desk.screen(), before);
}

#[test]
fn nothing_found_is_no_failure_and_settles_nothing() {
    let mut desk = shop_desk();
    desk.press("l").type_text("w1").press("enter");
    for (.., ticket) in questions(&mut desk) {
        desk.reply(ticket, Err(says("Postback not found")));
    }
    desk.must_show("! not found yet").must_say("a deposit or withdrawal may still come to any end. It settles nothing");
    desk.press("a");
    assert_eq!(questions(&mut desk).len(), 3, "it is asked once more");
    desk.must_show("looked up 2").must_show("waiting");
}

#[test]
fn a_fault_is_not_taken_for_not_found() {
    let mut desk = shop_desk();
    desk.press("l").type_text("w1").press("enter");
    let asked = questions(&mut desk);
    desk.reply(asked[0].2, Err(says("Postback not found")));
    desk.reply(asked[1].2, Err(Fault::UnknownCaller { by_secret: true }));
    desk.reply(asked[2].2, Err(says("Postback not found")));
    desk.must_show("not known: not let in").must_say("Check the connection's secret").must_not_show("! not found yet");
    // Other words of refusal are no "not found" either.
    desk.press("l tab").type_text("w2").press("enter");
    let asked = questions(&mut desk);
    assert_eq!(asked[0].1, Read::Postback(PostbackQuery::Transaction("w2".into())), "tab chose what it is");
    desk.reply(asked[0].2, Err(says("Too many requests")));
    desk.must_show("not known: refused: Too many requests");
}

#[test]
fn many_ids_are_asked_in_a_question_each_way_and_each_has_an_outcome() {
    let mut desk = shop_desk();
    desk.press("l").paste("w1\nw2\nw3\nw4\nw1\n").must_show("4 ids");
    desk.press("tab tab tab").must_show("withdrawal id");
    desk.press("enter");
    let asked = questions(&mut desk);
    let all: Vec<Text> = ["w1", "w2", "w3", "w4"].map(Text::from).into();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].1, Read::Orders(OrderQuery::Withdrawals(all)));
    let row = |id: &str, found| OrderStatus { id: id.into(), found };
    let rows = vec![
        row("w3", Found::Postback(Box::new(withdrawal("w3", "5")))),
        row("w1", Found::Postback(Box::new(withdrawal("w1", "1")))),
        row("w2", Found::Nothing("Postback not found".into())),
    ];
    desk.reply(asked[0].2, Ok(Data::Orders(Rows { rows, bad: vec![] })));
    let screen = desk.screen();
    let line = |id: &str| screen.lines().find(|line| line.contains(&format!(" {id} "))).unwrap_or_default().to_owned();
    assert!(line("w1").contains("✓ processed"), "{screen}");
    assert!(line("w2").contains("! not found yet"), "{screen}");
    assert!(line("w3").contains("✗ rejected"), "{screen}");
    assert!(line("w4").contains("not known: unreadable"), "{screen}");
    // In the order in which they were pasted, the first selected.
    let places: Vec<usize> = ["w1", "w2", "w3", "w4"].map(|id| screen.find(&format!(" {id} ")).unwrap()).into();
    assert!(places.is_sorted() && desk.selected().contains("w1"), "{screen}");
    // Whatever they may be: both ways, and each as a payment too as long as that is few questions.
    desk.press("l tab").paste("d1,d2").must_show("any id");
    desk.press("enter");
    let kinds: Vec<Read> = questions(&mut desk).into_iter().map(|(_, read, _)| read).collect();
    assert_eq!(kinds.len(), 4, "{kinds:?}");
}

#[test]
fn what_is_wrong_with_the_ids_is_said_and_nothing_is_asked() {
    let mut desk = shop_desk();
    desk.press("l enter").must_show("type or paste an id");
    desk.paste(&"x".repeat(191)).press("enter").must_show("at most 190 characters");
    desk.press("ctrl-u").paste(&(0..501).map(|id| format!("w{id}")).collect::<Vec<_>>().join("\n")).press("enter");
    desk.must_show("at most 500 ids at once");
    desk.press("ctrl-u tab tab tab").type_text(&"y".repeat(37)).press("enter").must_show("is no withdrawal id");
    assert!(questions(&mut desk).is_empty());
    desk.press("esc").must_show("Nothing was looked up yet");
    assert!(questions(&mut desk).is_empty());
}

#[test]
fn the_sums_in_every_currency_are_folded_until_wanted_or_searched_for() {
    let mut desk = shop_desk();
    desk.press("l tab").type_text("453535345").press("enter");
    let asked = questions(&mut desk);
    desk.reply(asked[0].2, Ok(found(deposit(170))));
    // The payment's times stand in the operator's zone: 05:34:12 in UTC is 11:04:12 in India.
    desk.must_show("credited").must_show("2021-10-21 11:04:12 IST").must_show("2021-11-01 11:46:51 IST");
    desk.must_show("more currencies, folded").must_not_show("XGV").must_show("INR 34,53,45,345.00");
    desk.press("enter space").must_show("in 170 currencies").must_show("USD 4,610,062.05");
    desk.press("space").must_show("folded");
    desk.press("/").type_text("yes").must_not_show("folded").must_show("1 line");
    desk.press("enter n esc").must_show("folded");
    desk.press("J").must_show("\"transaction_id\": \"453535345\"");
    desk.press("J").must_not_show("\"transaction_id\"");
}

#[test]
fn account_numbers_are_shown_and_copied_masked_until_they_are_asked_for() {
    let mut desk = shop_desk();
    desk.press("l").type_text("w9").press("enter");
    let asked = questions(&mut desk);
    desk.reply(asked[0].2, Ok(found(withdrawal("w9", "7"))));
    desk.must_show("→ pending (7)").must_show("••••••2225");
    desk.press("Y");
    assert!(!copied(&mut desk).contains("5422222225"));
    desk.press("v").must_show("5422222225");
    desk.press("Y");
    assert!(copied(&mut desk).contains("5422222225"));
    desk.pass(11).must_not_show("5422222225");
    desk.press("y y");
    assert_eq!(copied(&mut desk), "w9");
}

#[test]
fn rows_are_written_to_a_file_that_is_asked_for() {
    let mut desk = shop_desk();
    desk.press("x").must_show("There is nothing to write");
    desk.press("l tab").paste("453535345").press("enter");
    let asked = questions(&mut desk);
    desk.reply(asked[0].2, Ok(found(deposit(3))));
    desk.press("l").paste("=cmd()").press("enter");
    for (.., ticket) in questions(&mut desk) {
        desk.reply(ticket, Err(says("Postback not found")));
    }
    let exported = |desk: &mut Desk| -> Vec<Export> {
        desk.effects
            .drain(..)
            .filter_map(|effect| if let Effect::Export(export) = effect { Some(export) } else { None })
            .collect()
    };
    desk.press("x").must_show("Write 2 rows to a file").must_show("postbacks-20260210-141000.csv");
    desk.press("ctrl-u").type_text("rows.xls").press("enter").must_show("ends in .csv or .json says which");
    assert!(exported(&mut desk).is_empty());
    desk.press("ctrl-u").type_text("rows.csv").press("enter");
    let all = exported(&mut desk);
    assert_eq!((all.len(), all[0].path.to_str(), all[0].what.as_str()), (1, Some("rows.csv"), "2 look-ups"));
    let Content::Table { titles, rows } = &all[0].content else { panic!("no table") };
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| row.len() == titles.len()));
    desk.press("x ctrl-u").type_text("rows.json").press("enter");
    let all = exported(&mut desk);
    let Content::Text(text) = &all[0].content else { panic!("no text") };
    let read: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(read[1]["postback"]["transaction_id"], "453535345");
    assert_eq!((&read[0]["id"], &read[0]["outcome"]), (&"=cmd()".into(), &"not found yet".into()));
    let done = |result: Result<String, String>| Message::Exported { what: "2 look-ups".into(), result };
    desk.take(done(Ok("/tmp/rows.csv".into()))).must_show("Wrote 2 look-ups to /tmp/rows.csv");
    desk.take(done(Err("there is a file already".into()))).must_show("Nothing was written: there is a file");
}

#[test]
fn what_is_received_shows_live_and_is_asked_for_before_it_counts() {
    let mut desk = shop_desk();
    desk.press("o").must_say("The receiver is off here");
    desk.take(Message::Receiver(Receiver::Listening { at: "127.0.0.1:8787".into() }));
    desk.must_say("No postback was received yet").must_show("listening at 127.0.0.1:8787");
    let unsigned = PostbackStanding::Unverified(PostbackFault::Signature);
    desk.take(news(vec![received(1, "w1", PostbackStanding::Verified), received(2, "w2", unsigned.clone())], 1));
    desk.must_show("received 2").must_show("1 not verified in 24 h").must_show("verified, processed");
    desk.must_show("NOT verified: incorrect signature").must_say("It is counted and never acted on");
    // The selected one stays selected as newer ones come, newest first.
    desk.press("j").take(news(vec![received(3, "w3", unsigned)], 2));
    assert!(desk.selected().contains("w1"), "{}", desk.screen());
    let screen = desk.screen();
    assert!(screen.find(" w3 ").unwrap() < screen.find(" w2 ").unwrap(), "{screen}");
    desk.sent_nothing();
    desk.press("a");
    let asked = questions(&mut desk);
    assert_eq!(asked[0].1, Read::Postback(PostbackQuery::Withdrawal("w1".into())));
    desk.must_show("looked up 1");
    desk.press("o").must_show("received 3");
    desk.press("enter").must_show("\"withdrawal_id\": \"w\"");
}

#[test]
fn whom_is_asked_is_said_and_can_be_chosen() {
    let real = crate::domain::ConnectionInfo { environment: crate::domain::Environment::Production, ..shop("real") };
    let mut desk = Desk::at(vec![shop(SHOP), real]);
    desk.must_show("at shop");
    desk.press("c").must_show("at real (PRODUCTION)");
    desk.press("l").type_text("w1").press("enter");
    assert!(questions(&mut desk).iter().all(|(connection, ..)| connection.as_str() == "real"));
    desk.press("c l").type_text("w2").press("enter");
    assert!(questions(&mut desk).iter().all(|(connection, ..)| connection.as_str() == SHOP));
}

#[test]
fn hostile_and_very_long_texts_stay_in_their_places() {
    let mut desk = shop_desk();
    desk.press("l").type_text("w1").press("enter");
    let asked = questions(&mut desk);
    let long: Text = format!("\u{1b}[31m{}\u{202e}", "very long ".repeat(60)).into();
    let mut postback = withdrawal("w1", "7");
    if let PostbackBody::Withdrawal(told) = &mut postback.told {
        (told.comment, told.account_name, told.label) = (Some(long.clone()), Some(long.clone()), long.clone());
        told.status = WithdrawalStatus::new(&long);
        told.amount = Money::new(Decimal::MAX, Currency::new("INR"));
    }
    desk.reply(asked[0].2, Ok(found(postback)));
    for (width, height) in [(160, 45), (80, 24), (50, 15), (20, 6), (3, 2)] {
        desk.resize(width, height);
        assert!(!desk.screen().contains(['\u{1b}', '\u{202e}']));
        for key in ["enter", "J", "space", "down", "esc"] {
            desk.press(key);
            let _ = desk.screen();
        }
    }
}
