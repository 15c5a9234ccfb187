//! The overview: every figure is true, and leads to the row that it is of.

use std::time::Duration;

use rust_decimal::Decimal;

use super::screens::pictures_at;
use super::*;
use crate::domain::{ConnectionInfo, End, Environment, Intent, IntentState, LowMarks, Money, Report};
use crate::domain::{WithdrawTask, WithdrawalRequest};

/// A desk that looks at the overview, wide and high.
fn overview(connections: Vec<ConnectionInfo>) -> Desk {
    let mut desk = Desk::at(connections);
    desk.resize(160, 45).press("0");
    desk
}

/// A withdrawal of so much that somebody made at the shop, and what became of it.
fn paid_out(number: u8, amount: i64, states: Vec<IntentState>) -> Intent {
    let request = WithdrawalRequest::new("paytm".into(), Money::inr(Decimal::from(amount)), "55".into(), false);
    Intent { connection: id("shop"), ..told(number, &Change::CreateWithdrawal(Box::new(request)), states) }
}

fn ended(end: End) -> IntentState {
    IntentState::Reported(Report { end, status: "1".into(), words: None })
}

fn done() -> IntentState {
    IntentState::Done { reference: None }
}

fn balances(desk: &mut Desk, all: Vec<crate::domain::Balance>) {
    desk.feed("shop", FeedKind::Balances, Ok(Data::Balances(all.into())));
}

fn answered(desk: &mut Desk, millis: u64) {
    let mut reply = accounts(0, desk.now, vec![upi("a1")]);
    reply.latency = Duration::from_millis(millis);
    desk.reply_as(reply);
}

#[test]
fn it_is_the_first_tab_and_opens_first() {
    let look =
        crate::app::Look { theme: crate::ui::Theme::by_name("dark").unwrap(), glyphs: crate::ui::Glyphs::UNICODE };
    let state = crate::state::State::new(vec![sandbox(DESK)], india(), "asha".into(), at(0));
    let mut desk = desk(vec![]);
    desk.app = crate::app::App::new(state, crate::keymap::Keymap::preset(), look);
    desk.resize(120, 40).must_show("0 Overview  1 Accounts  2 Journal").must_show("running tasks");
    // What is unconfirmed comes before it.
    desk.take(news(vec![told(1, &order("b1", 500), [IntentState::Sent, unknown()])]));
    desk.must_show("unconfirmed: nobody knows whether these happened");
}

#[test]
fn latency_is_told_by_feed_with_what_was_last_wrong() {
    let mut desk = overview(vec![sandbox(DESK)]);
    for millis in [20, 30, 40, 2_100] {
        answered(&mut desk, millis);
    }
    let row =
        || desk.screen().lines().find(|line| line.contains("desk") && line.contains("accounts")).map(str::to_owned);
    let line = row().unwrap();
    for words in ["fresh", "now", "30 ms", "2.1 s", "0 %", "–"] {
        assert!(line.contains(words), "{words}: {line}");
    }
    desk.silence();
    desk.press("j").must_say("desk accounts: 1 of the last 5 questions had no answer").must_say("(HTTP 503)");
    desk.must_show("stale").must_show("20 %").must_show("provider error");
    answered(&mut desk, 10);
    // It is over, and still told.
    desk.must_show("fresh").must_show("17 %").must_show("provider error");
}

#[test]
fn an_answer_that_changes_nothing_else_is_drawn_here_and_nowhere_else() {
    let mut desk = overview(vec![sandbox(DESK)]);
    answered(&mut desk, 20);
    answered(&mut desk, 30);
    assert!(desk.redraw, "its latency is another");
    desk.press("1");
    answered(&mut desk, 40);
    assert!(!desk.redraw, "the accounts are the same");
}

#[test]
fn tasks_are_listed_with_their_sum_the_worst_first() {
    let mut desk = overview(vec![sandbox(DESK)]);
    let late = WithdrawTask { started: Some(at(-7_200)), ..task("t-late", 100, 1_000) };
    let late = Account { task: Some(late), tool: "PAYTM".into(), ..on(upi("a7")) };
    desk.list(DESK, vec![running(upi("a1"), 500, 1_000), late, upi("a3"), running(upi("a4"), 0, 2_000)]);
    desk.must_show("all 3").must_show("on 3 of 4").must_show("4,000.00");
    let screen = desk.screen();
    let line = |account: &str| screen.lines().position(|line| line.contains(account) && line.contains("••")).unwrap();
    assert!(line("a7") < line("a4") && line("a4") < line("a1"), "{screen}");
    desk.must_show("PAYTM ••0007").must_show("late");
    // What is left of them is in progress.
    desk.must_show("tasks INR").must_show("3,400.00");
}

#[test]
fn success_is_of_now_the_last_hour_and_today() {
    let mut desk = overview(vec![sandbox(DESK)]);
    let with = |orders: u64, succeeded: u64| {
        let task = WithdrawTask { orders, succeeded, withdrawn: Decimal::from(succeeded), ..task("t", 0, 1_000) };
        vec![Account { task: Some(task), ..on(upi("a1")) }]
    };
    desk.list(DESK, with(100, 50));
    // Two hours ago all ten of ten, just now one of ten.
    desk.list(DESK, with(110, 60)).pass(7_200).list(DESK, with(120, 61)).pass(1);
    let line = desk.screen().lines().find(|line| line.contains("orders done")).unwrap().to_owned();
    for words in ["50 %", "10 %", "55 %"] {
        assert!(line.contains(words), "{words}: {line}");
    }
    // Of money what was seen to go out since it was looked at.
    desk.must_show("11.00").must_show("from 14:10 IST");
}

#[test]
fn payouts_are_summed_by_currency_and_by_what_became_of_them() {
    let mut desk = overview(vec![wallets("shop")]);
    let test = WithdrawalRequest::new("paytm".into(), Money::inr(Decimal::from(9)), "55".into(), true);
    desk.take(news(vec![
        paid_out(1, 700, vec![IntentState::Sent, done(), ended(End::Paid)]),
        paid_out(2, 30, vec![IntentState::Sent, done()]),
        paid_out(3, 50, vec![IntentState::Sent, done(), ended(End::Failed)]),
        Intent { connection: id("shop"), ..told(4, &Change::CreateWithdrawal(Box::new(test)), [IntentState::Sent]) },
    ]));
    desk.must_show("withdrawals INR").must_show("700.00").must_show(" 30.00");
    let line = desk.screen().lines().find(|line| line.contains("withdrawals paid")).unwrap().to_owned();
    assert!(line.contains("50 %") && line.contains("1 of 2"), "{line}");
}

#[test]
fn play_money_is_never_added_to_real_money() {
    let real = ConnectionInfo { environment: Environment::Production, ..wallets("live") };
    let mut desk = overview(vec![wallets("shop"), real]);
    desk.take(news(vec![paid_out(1, 700, vec![IntentState::Sent, done(), ended(End::Paid)])]));
    desk.must_not_show("700.00");
}

#[test]
fn balances_that_matter_are_named_with_why() {
    let mut desk = Desk::at(vec![wallets("shop")]);
    let mut state = desk.app.state().clone();
    state.marks = LowMarks::default().with(Some("low".into()), Money::inr(Decimal::from(100)));
    let look =
        crate::app::Look { theme: crate::ui::Theme::by_name("dark").unwrap(), glyphs: crate::ui::Glyphs::UNICODE };
    desk.app = crate::app::App::new(state, crate::keymap::Keymap::preset(), look);
    desk.resize(160, 45);
    balances(
        &mut desk,
        vec![
            balance("big", 5_000_000, "INR"),
            balance("plain", 4_000_000, "INR"),
            balance("low", 5_000, "INR"),
            balance("red", -100, "BDT"),
        ],
    );
    let line = |name: &str| desk.screen().lines().position(|line| line.contains(name));
    let (red, low, big) = (line("red BDT"), line("low INR "), line("big INR"));
    assert!(red < low.max(red.map(|at| at + 1)) && low < big, "{red:?} {low:?} {big:?}\n{}", desk.screen());
    desk.must_show("negative").must_show("biggest").must_not_show("plain INR");
}

#[test]
fn enter_goes_to_the_row_behind_the_figure() {
    let mut desk = overview(vec![sandbox(DESK), wallets("shop")]);
    desk.list(DESK, vec![upi("a1"), running(upi("a2"), 1, 10)]);
    balances(&mut desk, vec![balance("paytm", 100, "INR"), balance("red", -100, "BDT")]);
    let open = told(1, &order("b1", 500), [IntentState::Sent, unknown()]);
    let closed = told(2, &order("b2", 600), [IntentState::Sent, done()]);
    desk.take(news(vec![open, closed])).press("esc 0");
    let go = |desk: &mut Desk, words: &str| {
        desk.press("0 g");
        for _ in 0..40 {
            if desk.words().contains(words) {
                break;
            }
            desk.press("j");
        }
        desk.must_say(words);
        desk.press("enter");
    };
    go(&mut desk, "withdraw INR 500.00: UNCONFIRMED");
    assert!(desk.selected().contains("withdraw INR 500.00"), "{}", desk.screen());
    go(&mut desk, "a2 PHONEPE ••••••0002: INR");
    desk.must_show("t withdrawals");
    assert!(desk.selected().starts_with("a2"), "{}", desk.screen());
    go(&mut desk, "red BDT at shop");
    assert!(desk.selected().contains("red BDT"), "{}", desk.screen());
    desk.must_show("y copy");
    go(&mut desk, "desk handset:");
    desk.must_show("Asking for the messages");
    desk.press("esc");
    go(&mut desk, "withdrawals that came to an end");
    desk.must_show("No withdrawal was made here yet");
    // A filter that hides the row goes.
    desk.press("1 /").type_text("a1").press("enter");
    go(&mut desk, "a2 PHONEPE ••••••0002: INR");
    assert!(desk.selected().starts_with("a2"), "{}", desk.screen());
}

#[test]
fn the_selection_stays_with_its_figure_and_goes_across() {
    let mut desk = overview(vec![sandbox(DESK)]);
    desk.list(DESK, vec![running(upi("a1"), 1, 10), running(upi("a2"), 1, 5)]);
    desk.press("G");
    let last = desk.selected();
    assert!(last.contains("orders done"), "{last}");
    desk.press("left");
    let across = desk.selected();
    assert_ne!(across, last);
    for _ in 0..20 {
        if desk.selected().starts_with("a2") {
            break;
        }
        desk.press("j");
    }
    assert!(desk.selected().starts_with("a2"));
    // More rows above it do not take its place.
    desk.list(DESK, vec![running(upi("a1"), 1, 10), running(upi("a2"), 1, 5), running(upi("a3"), 1, 900)]);
    assert!(desk.selected().starts_with("a2"), "{}", desk.screen());
}

#[test]
fn a_click_selects_a_figure() {
    let mut desk = overview(vec![sandbox(DESK)]);
    desk.list(DESK, vec![running(upi("a1"), 1, 10), running(upi("a2"), 1, 5)]);
    let line = desk.screen().lines().position(|line| line.contains("a2") && line.contains("••")).unwrap();
    desk.mouse(MouseKind::Click, 10, u16::try_from(line).unwrap());
    assert!(desk.selected().contains("a2"), "{}", desk.screen());
}

#[test]
fn no_size_and_no_state_breaks_it() {
    let mut desk = overview(vec![sandbox(DESK), wallets("shop"), shop("post"), production("live")]);
    for (width, height) in (1..=200).step_by(7).zip((1..=60).cycle()) {
        desk.resize(width, height).press("j right l h k G g");
        desk.screen();
    }
    let many = (1..=300).map(|n| running(upi(&format!("a{n}")), n, 1_000)).collect();
    desk.list(DESK, many);
    for (width, height) in [(200, 50), (160, 45), (80, 24), (50, 15), (20, 5), (1, 1)] {
        desk.resize(width, height).press("G").pass(1);
        desk.screen();
    }
}

/// A desk at which there is something of everything.
fn full() -> Desk {
    let mut desk = overview(vec![sandbox(DESK), wallets("shop"), shop("post")]);
    let late = WithdrawTask { started: Some(at(-7_200)), ..task("t-late", 100_000, 300_000) };
    let mut progress = 0;
    for minute in 0..60_i64 {
        progress += 2_000 + (minute % 7) * 300;
        let orders = u64::try_from(20 + minute * 3).unwrap();
        let lost = u64::try_from(minute / 4 + (minute % 3)).unwrap();
        let one = WithdrawTask { orders, succeeded: orders - lost, ..task("t-1", progress, 500_000) };
        let rows = vec![
            Account { task: Some(one), ..on(upi("a1")) },
            Account { task: Some(late.clone()), tool: "PAYTM".into(), ..on(upi("a2")) },
            running(upi("a3"), 45_000 + minute * 100, 60_000),
            upi("a4"),
            card("b5"),
        ];
        let reply = crate::message::Reply {
            latency: Duration::from_millis(40 + u64::try_from(minute * minute % 97).unwrap()),
            ..accounts(0, desk.now, rows)
        };
        desk.reply_as(reply);
        if minute % 20 == 7 {
            desk.silence();
        }
        let drain = 9_000_000 - minute * 40_000;
        balances(
            &mut desk,
            vec![
                balance("paytm", drain, "INR"),
                balance("upi_ib", 123_456_700, "INR"),
                balance("nagad", -1_080_000, "BDT"),
            ],
        );
        desk.pass(60);
    }
    desk.tools(vec![tool("PHONEPE", "PhonePe", true)]);
    desk.take(news(vec![
        paid_out(1, 12_000, vec![IntentState::Sent, done(), ended(End::Paid)]),
        paid_out(2, 500, vec![IntentState::Sent, done()]),
        paid_out(3, 800, vec![IntentState::Sent, done(), ended(End::Failed)]),
        told(4, &order("b5", 1_500), [IntentState::Sent, unknown()]),
    ]));
    desk.press("esc 0").pass(20);
    desk
}

#[test]
fn pictures() {
    pictures_at("overview", full(), &[(200, 50), (160, 45), (80, 24), (50, 15)]);
    let start = overview(vec![sandbox(DESK), wallets("shop")]);
    pictures_at("overview-start", start, &[(160, 45), (80, 24), (50, 15)]);
}
