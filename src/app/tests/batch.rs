//! A file of payouts on the screen.

use std::collections::HashMap;
use std::sync::Arc;

use super::payees::{PAYOUTS, payouts};
use super::screens::pictures;
use super::withdrawals::told_of;
use super::*;
use crate::domain::batch::{
    BatchEnd, BatchId, BatchOrder, Begun, Held, LineEvent, Pause, PayoutHash, PayoutKey, Repeat, Review, Sending,
    Sheet, TRANSFERS, WITHDRAWALS, Which,
};
use crate::domain::{
    ChangeKind, ConnectionInfo, Currency, Environment, Event, Intent, IntentState, Limit, Limits, Told,
};
use crate::message::{BatchNews, Message, ReviewWanted, Reviewed, Source, Ticket};
use rust_decimal::Decimal;

const SHOP: &str = "shop";

/// A shop where sums from 1,000 rupees on are typed.
fn shop() -> ConnectionInfo {
    let limit = Limit { type_from: Some(Decimal::ONE_THOUSAND), ..Limit::default() };
    ConnectionInfo { limits: Limits::default().with(Currency::inr(), limit), ..wallets(SHOP) }
}

fn sheet(lines: &[&str]) -> Arc<Sheet> {
    let titles = "payment_system,amount,currency_code,label,is_test,account_number,account_name,bank_code";
    let text = format!("{titles}\n{}\n", lines.join("\n"));
    Arc::new(Sheet::read(&WITHDRAWALS, text.as_bytes(), &Limits::default()).unwrap())
}

/// Three lines that are sound.
fn three() -> Arc<Sheet> {
    sheet(&[
        "paytm,100,INR,user-1,false,9876541001,,",
        "paytm,200,INR,user-2,false,9876541002,,",
        "imps_ib,1500,INR,user-3,false,001122334455,Asha Rao,MAHB0001821",
    ])
}

/// Lines with faults among others.
fn faulty() -> Arc<Sheet> {
    sheet(&[
        "paytm,100,INR,user-1,false,9876541001,,",
        "paytm,105,INR,user-2,maybe,98765,,",
        "paytm,100,INR,user-3,false,9876541003",
        "paytm,100,INR,user-1,false,9876541001,,",
    ])
}

/// How a file stands that was never sent.
fn fresh(sheet: &Arc<Sheet>) -> Review {
    let id = BatchId { digest: sheet.digest, connection: id(SHOP), number: 1 };
    let key = PayoutKey::new([7; 32]);
    let payouts = sheet
        .lines
        .iter()
        .filter_map(|line| Some((line.number, key.hash(&(sheet.kind.payout)(line.change.as_ref()?)))));
    let payouts: HashMap<u32, PayoutHash> = payouts.collect();
    Review { which: Which::First, id, sendings: Vec::new(), begun: HashMap::new(), repeats: HashMap::new(), payouts }
}

/// The same after it was begun, with what became of its lines.
fn begun(sheet: &Arc<Sheet>, states: &[(u32, IntentState)]) -> Review {
    let review = fresh(sheet);
    let of = |(line, state): &(u32, IntentState)| {
        (*line, Begun { attempt: 1, intent: review.id.intent(*line, 1), state: state.clone() })
    };
    let sending =
        Sending { id: review.id.clone(), at: at(-3_600), operator: "ravi".into(), lines: 3, is_elsewhere: false };
    Review { which: Which::Resume, begun: states.iter().map(of).collect(), sendings: vec![sending], ..review }
}

/// The question that was asked since this was last looked at.
fn wanted(desk: &mut Desk) -> ReviewWanted {
    let found = desk.effects.drain(..).find_map(|effect| match effect {
        Effect::ReviewBatch(wanted) => Some(*wanted),
        _ => None,
    });
    found.expect("a file was asked for")
}

fn ordered(desk: &mut Desk) -> Option<BatchOrder> {
    desk.effects.drain(..).find_map(|effect| match effect {
        Effect::SendBatch(order) => Some(*order),
        _ => None,
    })
}

fn answer_with(desk: &mut Desk, ticket: Ticket, result: Result<Reviewed, String>) {
    desk.take(Message::Batch(Box::new(BatchNews::Reviewed { ticket, result })));
}

/// A desk that looks at a file.
fn looking(sheet: &Arc<Sheet>, review: Review) -> Desk {
    looking_at(vec![shop()], sheet, review)
}

fn looking_at(connections: Vec<ConnectionInfo>, sheet: &Arc<Sheet>, review: Review) -> Desk {
    let mut desk = Desk::at(connections);
    desk.press("B").type_text("payouts.csv").press("enter enter");
    let ticket = wanted(&mut desk).ticket;
    answer_with(&mut desk, ticket, Ok(Reviewed { sheet: Arc::clone(sheet), review: Arc::new(review) }));
    desk
}

/// A desk that sends three lines.
fn sending() -> (Desk, BatchOrder) {
    let sheet = three();
    let mut desk = looking(&sheet, fresh(&sheet));
    desk.press("enter").type_text("3").press("enter").type_text("1800").press("enter");
    let order = ordered(&mut desk).expect("it was confirmed");
    (desk, order)
}

fn line(desk: &mut Desk, event: LineEvent) {
    desk.take(Message::Batch(Box::new(BatchNews::Line(event))));
}

fn leaves(desk: &mut Desk, order: &BatchOrder, number: u32) {
    let line = order.sheet.lines.iter().find(|line| line.number == number).unwrap();
    let change = line.change.as_ref().unwrap();
    let intent = Intent {
        id: order.id.intent(number, 1),
        connection: order.id.connection.clone(),
        environment: Environment::Sandbox,
        kind: ChangeKind::from(change),
        account: change.subject(),
        title: change.subject().unwrap().to_string(),
        amount: change.amount().cloned(),
        wanted: None,
        words: format!("{}, batch {} line {number}", change.words(), order.id.name()),
        operator: order.operator.clone(),
        shown: order.shown.clone(),
        request: change.summary(),
        timeline: vec![Event { at: desk.now, state: IntentState::Planned }],
    };
    let at = desk.now;
    self::line(desk, LineEvent::Sent { line: number, intent: Box::new(intent), at });
}

fn becomes(desk: &mut Desk, order: &BatchOrder, number: u32, outcome: Outcome) {
    let intent = order.id.intent(number, 1);
    line(desk, LineEvent::Outcome { line: number, intent, outcome: Box::new(outcome) });
}

#[test]
fn a_file_is_asked_for_by_its_path_and_rate() {
    let mut desk = Desk::at(vec![shop()]);
    desk.press("B").must_show("Send a file of payouts");
    desk.type_text("~/payouts.csv").press("enter");
    desk.press("ctrl-u").type_text("0").press("enter").must_show("1 to 600");
    assert!(!desk.effects.iter().any(|effect| matches!(effect, Effect::ReviewBatch(_))));
    desk.press("ctrl-u").type_text("12").press("enter").must_show("Reading the file");
    let asked = wanted(&mut desk);
    assert!(matches!(&asked.source, Source::Path(path) if path == "~/payouts.csv") && !asked.again);
    assert_eq!(asked.connection, id(SHOP));
    answer_with(&mut desk, asked.ticket, Err("cannot read ~/payouts.csv: No such file".into()));
    // It is said at the field, and goes as that is mended.
    let screen = desk.screen();
    let at = |words: &str| screen.lines().position(|line| line.contains(words)).unwrap();
    assert_eq!(at("No such file"), at("~/payouts.csv") + 1, "{screen}");
    desk.press("x").must_not_show("No such file");
}

#[test]
fn where_nobody_pays_by_file_that_is_said() {
    let mut desk = desk(vec![upi("a1")]);
    desk.press("B").must_say("No connection here pays by file");
}

#[test]
fn an_answer_to_another_question_is_dropped() {
    let mut desk = Desk::at(vec![shop()]);
    desk.press("B").type_text("a.csv").press("enter enter");
    let first = wanted(&mut desk).ticket;
    desk.press("esc enter");
    let second = wanted(&mut desk).ticket;
    assert_ne!(first, second);
    answer_with(&mut desk, first, Err("the first file is none".into()));
    desk.must_show("Reading the file").must_not_show("the first file is none");
}

#[test]
fn every_line_is_shown_and_nothing_is_sent_while_one_has_a_fault() {
    let sheet = faulty();
    let mut desk = looking(&sheet, fresh(&sheet));
    desk.must_say("Without the lines that have faults: INR 200.00 in 2 withdrawals");
    desk.must_say("2 of 4 lines have FAULTS").must_show("is_test: true or false").must_show("••1001");
    desk.press("enter").must_say("2 of 4 lines have faults: mend the file first");
    assert!(ordered(&mut desk).is_none());
    desk.press("f").must_not_show("••1001").must_show("line: has 6 cells");
    desk.press("f").must_show("••1001").must_not_show("9876541001");
}

#[test]
fn a_file_of_transfers_is_shown_confirmed_and_sent_the_same_way() {
    let (ada, ben) = ("2000305455012345671001,2010305455012345670001", "2000305455012345671002,2010305455012345670007");
    let text = format!("customerNo,accountToken,amount,currency\n{ada},5.10,USD\n{ben},6,USD\n");
    let sheet = Arc::new(Sheet::read(&TRANSFERS, text.as_bytes(), &Limits::default()).unwrap());
    let mut review = fresh(&sheet);
    review.id.connection = id(PAYOUTS);
    let mut desk = looking_at(vec![payouts(PAYOUTS)], &sheet, review);
    desk.must_say("The whole file: USD 11.10 in 2 transfers").must_say("2 to send, USD 11.10");
    desk.press("enter").must_say("Send 2 transfers, USD 11.10?");
    desk.type_text("2").press("enter");
    let order = ordered(&mut desk).expect("it was confirmed");
    assert_eq!((order.id.connection.clone(), order.lines), (id(PAYOUTS), 2));
    assert!(Arc::ptr_eq(&order.sheet, &sheet) && order.sheet.kind.provider == "yuansfer");
    leaves(&mut desk, &order, 2);
    becomes(&mut desk, &order, 2, done());
    desk.must_say("1 of 2 have left").must_say("1 taken on");
}

#[test]
fn a_test_says_so_in_its_row_and_wherever_it_is_told_of() {
    let sheet = sheet(&["paytm,100,INR,1,true,9876541001,,", "paytm,110,INR,2,false,9876541002,,"]);
    let mut desk = looking(&sheet, fresh(&sheet));
    desk.must_show("TEST to send").must_say("1 of the lines a TEST").must_say("Line 2, TEST, paytm");
    assert_eq!(desk.screen().matches("TEST to send").count(), 1);
    desk.press("j").must_say("Line 3, paytm");
    pictures("batch-tests", desk);
}

#[test]
fn it_is_confirmed_by_its_count_and_its_large_sum_and_sent_as_it_was_shown() {
    let sheet = three();
    let mut desk = looking(&sheet, fresh(&sheet));
    desk.must_say("3 to send, INR 1,800.00");
    desk.press("enter").must_say("Send 3 withdrawals, INR 1,800.00?");
    desk.must_say("3 withdrawals of 3 lines: INR 1,800.00 in all, one after the other, at most 30 a minute");
    desk.type_text("4").press("enter");
    assert!(ordered(&mut desk).is_none(), "another count is none");
    desk.press("ctrl-u").type_text("3").press("enter");
    assert!(ordered(&mut desk).is_none(), "the sum is large here");
    desk.type_text("1,800").press("enter");
    let order = ordered(&mut desk).unwrap();
    assert!(Arc::ptr_eq(&order.sheet, &sheet), "what was shown is what is sent");
    assert_eq!((order.lines, order.per_minute, order.which, order.operator.as_str()), (3, 30, Which::First, "asha"));
    assert!(order.shown.concat().contains("Typed to go on: 3") && order.shown.concat().contains("1,800"), "{order:?}");
    desk.must_say("0 of 3 have left");
}

#[test]
fn duplicates_and_what_was_sent_before_are_typed_by_their_count() {
    let sheet = sheet(&[
        "paytm,100,INR,1,false,9876541001,,",
        "paytm,100,INR,2,false,9876541001,,",
        "paytm,110,INR,1,false,9876541002,,",
    ]);
    let mut review = fresh(&sheet);
    let payout = review.payouts[&4].clone();
    let (state, batch) = (IntentState::Done { reference: None }, "77aa0011".to_owned());
    let intent = review.id.intent(99, 1);
    let repeat = Repeat { payout: payout.clone(), batch, connection: id(SHOP), line: 9, intent, at: at(-60), state };
    review.repeats.insert(payout, repeat);
    let mut desk = looking(&sheet, review);
    desk.must_say("2 to send")
        .must_say("1 of them pay the same as a line above")
        .must_say("1 sent by other files, left out");
    desk.must_show("batch 77aa0011 line 9");
    desk.press("enter").must_say("They are left out");
    desk.type_text("1 duplicates").press("enter").type_text("2").press("enter");
    let order = ordered(&mut desk).unwrap();
    assert_eq!((order.lines, order.consents.despite.len()), (2, 0));

    let sheet = self::sheet(&["paytm,110,INR,1,false,9876541002,,"]);
    let mut review = fresh(&sheet);
    let payout = review.payouts[&2].clone();
    let (state, batch) = (IntentState::Done { reference: None }, "77aa0011".to_owned());
    let repeat = Repeat { payout: payout.clone(), batch, connection: id(SHOP), line: 9, intent, at: at(-60), state };
    review.repeats.insert(payout, repeat);
    let mut desk = looking(&sheet, review);
    desk.press("enter").must_say("Nothing is left to send");
    desk.press("d").must_say("sent ONCE MORE");
    desk.press("enter").must_say("their payees are paid a second time");
    desk.type_text("1 repeats").press("enter").type_text("1").press("enter");
    assert_eq!(ordered(&mut desk).unwrap().consents.despite, [intent]);
}

#[test]
fn what_left_is_not_sent_again_and_what_was_refused_only_by_its_own_word() {
    let sheet = three();
    let states = [
        (2, IntentState::Unconfirmed(Told::plain("no answer"))),
        (3, IntentState::Rejected(Told::plain("refused: no"))),
    ];
    let mut desk = looking(&sheet, begun(&sheet, &states));
    desk.must_say("1 to send, INR 1,500.00").must_say("1 UNCONFIRMED or on their way, never sent again");
    desk.must_say("1 refused, left out");
    desk.press("r").must_say("2 to send, INR 1,700.00").must_say("1 refused, TRIED AGAIN");
    desk.press("enter").must_say("it would be paid twice");
    desk.type_text("1 refused").press("enter").type_text("2").press("enter").type_text("1700").press("enter");
    let order = ordered(&mut desk).unwrap();
    assert!(order.consents.retry_refused && order.which == Which::Resume);
}

#[test]
fn once_more_is_another_batch_and_wants_the_name_of_the_first() {
    let sheet = three();
    let states = [2, 3, 4].map(|line| (line, IntentState::Done { reference: None }));
    let first = begun(&sheet, &states);
    let name = first.id.name();
    let again = Review {
        which: Which::Again,
        id: BatchId { number: 2, ..first.id.clone() },
        begun: HashMap::new(),
        sendings: first.sendings.clone(),
        ..fresh(&sheet)
    };
    let mut desk = looking(&sheet, first);
    desk.press("enter").must_say("Nothing is left to send");
    desk.press("A");
    let asked = wanted(&mut desk);
    assert!(asked.again && matches!(&asked.source, Source::Read(read) if Arc::ptr_eq(read, &sheet)));
    answer_with(&mut desk, asked.ticket, Ok(Reviewed { sheet: Arc::clone(&sheet), review: Arc::new(again) }));
    desk.must_say("3 to send ONCE MORE");
    desk.press("enter").must_say("Every line is sent ONCE MORE");
    desk.type_text("3").press("enter");
    assert!(ordered(&mut desk).is_none());
    desk.press("ctrl-u").type_text(&name).press("enter").type_text("3").press("enter").type_text("1800").press("enter");
    assert_eq!(ordered(&mut desk).unwrap().id.number, 2);
}

#[test]
fn a_connection_that_may_only_read_sends_no_file() {
    let sheet = three();
    let mut desk = looking_at(vec![read_only(shop())], &sheet, fresh(&sheet));
    desk.press("enter").must_say("This connection is read-only");
    assert!(ordered(&mut desk).is_none());
}

#[test]
fn it_is_watched_stopped_and_found_again() {
    let (mut desk, order) = sending();
    leaves(&mut desk, &order, 2);
    desk.must_say("on its way");
    becomes(&mut desk, &order, 2, done());
    leaves(&mut desk, &order, 3);
    becomes(&mut desk, &order, 3, lost());
    desk.must_say("2 of 3 have left").must_say("1 taken on, 1 UNCONFIRMED").must_say("It is not sent again");
    assert!(desk.app.state().intents.get(order.id.intent(3, 1)).unwrap().is_unconfirmed());
    // Closing it stops nothing.
    desk.press("esc").must_not_show("have left");
    desk.must_show("batch 2/3");
    desk.press("B").must_say("2 of 3 have left");
    desk.press("s").must_say("stopping after the line that is on its way");
    assert!(desk.effects.iter().any(|effect| matches!(effect, Effect::StopBatch)));
    desk.take(Message::Batch(Box::new(BatchNews::Ended(BatchEnd::Stopped))));
    desk.must_say("the same file goes on from there");
}

/// A batch that went through, its three lines taken on.
fn taken_on() -> (Desk, BatchOrder) {
    let (mut desk, order) = sending();
    for number in 2..=4 {
        leaves(&mut desk, &order, number);
        becomes(&mut desk, &order, number, done());
    }
    desk.take(Message::Batch(Box::new(BatchNews::Ended(BatchEnd::Through))));
    (desk, order)
}

/// The first two lines end: one is paid, one is not.
fn end_two(desk: &mut Desk, order: &BatchOrder) {
    told_of(desk, &[(order.id.intent(2, 1), "1", 100), (order.id.intent(3, 1), "5", 200)]);
}

#[test]
fn what_was_taken_on_is_under_way_and_its_rows_and_counts_follow_its_end() {
    let (mut desk, order) = taken_on();
    desk.must_say("3 of 3 have left").must_say("3 taken on").must_show("\u{25d0} taken on").must_not_show("done");
    end_two(&mut desk, &order);
    desk.must_say("1 taken on, 1 paid, 1 FAILED").must_show("\u{2713} paid").must_show("\u{2717} failed");
}

#[test]
fn another_file_waits_for_the_first() {
    let (mut desk, order) = sending();
    leaves(&mut desk, &order, 2);
    desk.press("esc B").must_say("0 of 3 have left").must_not_show("Send a file of payouts");
}

#[test]
fn whoever_leaves_meanwhile_is_told() {
    let (mut desk, order) = sending();
    leaves(&mut desk, &order, 2);
    becomes(&mut desk, &order, 2, done());
    desk.press("esc q").must_say("is being sent: 1 of 3 lines have left").must_say("line is sent twice");
    assert_eq!(desk.quits(), None);
}

#[test]
fn why_it_paused_is_said_and_what_was_held_back() {
    let (mut desk, order) = sending();
    line(&mut desk, LineEvent::Held { line: 2, held: Held::Twin("9f3a1c".into()) });
    leaves(&mut desk, &order, 3);
    becomes(&mut desk, &order, 3, refused("", "Insufficient balance"));
    desk.take(Message::Batch(Box::new(BatchNews::Ended(BatchEnd::Paused(Pause::Balance)))));
    desk.must_say("Insufficient balance: there is too little for all that is under way").must_say("9f3a1c");
    desk.must_say("0 taken on, 1 refused, 1 held back or left out");
}

mod pictured {
    use super::*;

    #[test]
    fn the_file_is_asked_for() {
        let mut desk = Desk::at(vec![shop()]);
        desk.press("B").type_text("~/payouts.csv");
        pictures("batch-asking", desk);
    }

    #[test]
    fn the_file_cannot_be_read() {
        let mut desk = Desk::at(vec![shop()]);
        desk.press("B").type_text("~/payouts.csv").press("enter enter");
        let ticket = wanted(&mut desk).ticket;
        let why = "cannot read ~/payouts.csv: No such file or directory (os error 2)";
        answer_with(&mut desk, ticket, Err(why.into()));
        pictures("batch-unread", desk);
    }

    #[test]
    fn lines_with_faults() {
        let sheet = faulty();
        let mut desk = looking(&sheet, fresh(&sheet));
        desk.press("j");
        pictures("batch-faulty", desk);
    }

    #[test]
    fn lines_that_are_sound() {
        let sheet = three();
        pictures("batch-looking", looking(&sheet, fresh(&sheet)));
    }

    #[test]
    fn lines_to_go_on_with() {
        let sheet = three();
        let states = [
            (2, IntentState::Done { reference: None }),
            (3, IntentState::Rejected(Told::plain("refused: no such payee"))),
        ];
        pictures("batch-resuming", looking(&sheet, begun(&sheet, &states)));
    }

    #[test]
    fn the_question() {
        let sheet = three();
        let mut desk = looking(&sheet, fresh(&sheet));
        desk.press("enter");
        pictures("batch-question", desk);
    }

    #[test]
    fn while_it_is_sent() {
        let (mut desk, order) = sending();
        leaves(&mut desk, &order, 2);
        becomes(&mut desk, &order, 2, done());
        leaves(&mut desk, &order, 3);
        becomes(&mut desk, &order, 3, refused("", "no such payee"));
        leaves(&mut desk, &order, 4);
        pictures("batch-sending", desk);
    }

    #[test]
    fn after_a_line_has_failed() {
        let (mut desk, order) = taken_on();
        end_two(&mut desk, &order);
        pictures("batch-failed", desk);
    }

    #[test]
    fn paused() {
        let (mut desk, order) = sending();
        leaves(&mut desk, &order, 2);
        becomes(&mut desk, &order, 2, refused("", "Insufficient balance"));
        desk.take(Message::Batch(Box::new(BatchNews::Ended(BatchEnd::Paused(Pause::Balance)))));
        pictures("batch-paused", desk);
    }
}
