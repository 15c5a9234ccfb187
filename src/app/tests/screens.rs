//! Every screen as a picture in text, at three sizes each, with a fixed clock in India's time.
//!
//! `INSTA_UPDATE=always cargo test screens` accepts what they are now; look at every one before it is committed.

use std::fmt::Write as _;
use std::time::Duration;

use super::*;
use crate::domain::{UpiId, WithdrawTask};
use crate::message::Message;

/// Compares the screen at each size with what it was.
pub fn pictures(name: &str, desk: Desk) {
    pictures_at(name, desk, &[(120, 40), (80, 24), (50, 15)]);
}

/// Compares the screen at each of these sizes with what it was.
pub fn pictures_at(name: &str, mut desk: Desk, sizes: &[(u16, u16)]) {
    let mut all = String::new();
    // A question offers its yes once it can have been read.
    desk.pass(1);
    for (width, height) in sizes.iter().copied() {
        desk.resize(width, height);
        let unlabelled = unlabelled(&desk.screen());
        assert!(unlabelled.is_empty(), "times without their zone: {unlabelled:?}\n{}", desk.screen());
        let edge = "=".repeat(usize::from(width));
        let _ = writeln!(all, "{edge} {width}x{height}\n{}", desk.screen());
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, all);
    });
}

/// The times on a screen of which nobody can tell what zone they are in: it stands neither behind them, nor at the
/// beginning of the next line of their window, nor in the title of their column.
fn unlabelled(screen: &str) -> Vec<String> {
    const ZONE: [char; 3] = ['I', 'S', 'T'];
    let lines: Vec<Vec<char>> = screen.lines().map(|line| line.chars().collect()).collect();
    // Where titles begin that tell the zone: of a column of times, or that alone.
    let titles: Vec<usize> = ["when", "looked up"]
        .iter()
        .flat_map(|title| {
            let title: Vec<char> = title.chars().collect();
            lines.iter().filter_map(move |line| {
                let at = line.windows(title.len()).position(|part| part == title.as_slice())?;
                let behind: String = line[at + title.len()..].iter().take(5).collect();
                behind.trim_start_matches(['▴', '▾', ' ']).starts_with("IST").then_some(at)
            })
        })
        .collect();
    let mut found = Vec::new();
    for (row, line) in lines.iter().enumerate() {
        for at in 0..line.len().saturating_sub(4) {
            let digit = |at: usize| line.get(at).is_some_and(char::is_ascii_digit);
            let pair = |at: usize| digit(at) && digit(at + 1);
            let colon = |at: usize| line.get(at) == Some(&':');
            let inside = at > 0 && (digit(at - 1) || colon(at - 1));
            if inside || !(pair(at) && colon(at + 2) && pair(at + 3)) || digit(at + 5) {
                continue;
            }
            let end = if colon(at + 5) && pair(at + 6) { at + 8 } else { at + 5 };
            let behind: Vec<char> = line[end..].iter().copied().filter(|c| *c != ' ').take(3).collect();
            // A window may lie over the rest.
            let over = behind.iter().position(|c| "│╭╰─".contains(*c)).unwrap_or(behind.len());
            let left = line[..at].iter().rposition(|c| *c == '│').unwrap_or(0);
            let goes_on = over == 0
                && lines.get(row + 1).is_some_and(|next| {
                    let words: String = next.iter().skip(left).filter(|c| !"│ ".contains(**c)).take(3).collect();
                    words == "IST"
                });
            let is_labelled = (over > 0 && ZONE.starts_with(&behind[..over])) || goes_on || titles.contains(&at);
            if !is_labelled {
                found.push(line[at..].iter().take(20).collect());
            }
        }
    }
    found
}

#[test]
fn a_time_without_its_zone_is_found() {
    assert_eq!(unlabelled("   when\n ▌ 13:10:06 desk"), ["13:10:06 desk"]);
    assert_eq!(unlabelled("asked at 13:10"), ["13:10"]);
    for labelled in
        [" when IST\n 13:10:06 desk", "at 13:10 IST", "│ at 13:10:06  │\n│ IST, paid │", "ratio 1:05, 100:00"]
    {
        assert_eq!(unlabelled(labelled), [""; 0], "{labelled}");
    }
}

/// Accounts of every kind and state.
fn all_kinds() -> Vec<Account> {
    let trend = |account: Account| running(account, 123_456, 1_234_567);
    let late = WithdrawTask { started: Some(at(-7_200)), ..task("t-late", 400_000, 500_000) };
    let over = WithdrawTask { orders: 48, succeeded: 48, ..task("t-over", 61_000, 60_000) };
    let unknown =
        WithdrawTask { started: None, estimate: jiff::SignedDuration::ZERO, orders: 0, ..task("t-new", 0, 0) };
    vec![
        trend(upi("a1")),
        Account { tool: "PAYTM".into(), task: Some(late), ..on(upi("a2")) },
        Account { otp_auth: false, sms_auth: false, status: Some(AuthStatus::Unauthorized), ..upi("a3") },
        card("b4"),
        Account { tool: "FREECHARGE".into(), task: Some(over), ..on(upi("a5")) },
        Account { task: Some(unknown), ..on(upi("a6")) },
        Account { status: Some(AuthStatus::Other("ON_HOLD".into())), ..upi("a7") },
        on(card("b8")),
        Account { sms_auth: false, ..upi("a9") },
        Account { collection: CollectionType::Other("WALLET".into()), tool: "MOBIKWIK".into(), ..upi("a10") },
    ]
}

/// The desk with all of them, after a few minutes of work.
fn at_work() -> Desk {
    let mut desk = desk(all_kinds());
    desk.tools(vec![tool("PHONEPE", "PhonePe", true), tool("PAYTM", "PayTM", true), tool("CRED", "CRED", false)]);
    for step in 1..=5 {
        let mut accounts = all_kinds();
        let task = accounts[0].task.as_mut().expect("a1 is at work");
        task.withdrawn += rust_decimal::Decimal::from(step * step * 12_000);
        task.succeeded += u64::try_from(step).unwrap_or(0);
        desk.pass(60).list(DESK, accounts);
        desk.tools(vec![tool("PHONEPE", "PhonePe", true), tool("PAYTM", "PayTM", true), tool("CRED", "CRED", false)]);
    }
    desk
}

mod accounts_pane {
    use super::*;

    #[test]
    fn loading() {
        pictures("accounts-loading", Desk::at(vec![sandbox(DESK)]));
    }

    #[test]
    fn empty() {
        let mut desk = desk(vec![]);
        desk.tools(vec![]);
        pictures("accounts-empty", desk);
    }

    #[test]
    fn full() {
        pictures("accounts-full", at_work());
    }

    #[test]
    fn stale() {
        let mut desk = at_work();
        desk.pass(5).silence().pass(40).silence().pass(30);
        pictures("accounts-stale", desk);
    }

    #[test]
    fn failed() {
        let mut desk = Desk::at(vec![production(DESK)]);
        let fault = || Err(Fault::NotJson("a web page".into()));
        desk.feed(DESK, FeedKind::Accounts, fault()).pass(10).feed(DESK, FeedKind::Accounts, fault());
        pictures("accounts-failed", desk);
    }

    #[test]
    fn filtered_sorted_and_marked() {
        let mut desk = at_work();
        desk.press("s s space space / u p i");
        pictures("accounts-filtered", desk);
    }

    #[test]
    fn in_detail() {
        let mut desk = at_work();
        let (intent, _) = desk.press("G t").sent_one();
        desk.outcome(intent, refused("77", "not now"));
        desk.pass(60).press("g enter");
        pictures("accounts-detail", desk);
    }

    #[test]
    fn several_connections_switches_and_bad_rows() {
        let mut desk = Desk::at(vec![sandbox(DESK), production("india-a")])
            .with_accounts(DESK, vec![upi("a1"), upi("a2"), upi("a3"), running(upi("a4"), 1, 10)])
            .with_accounts("india-a", vec![running(upi("a1"), 900, 1_000), card("b2")]);
        let (done_one, _) = desk.press("t").sent_one();
        let (lost_one, _) = desk.press("j t").sent_one();
        desk.press("j t").outcome(done_one, done()).outcome(lost_one, lost()).pass(60);
        let mut reply = torn(100, desk.now, vec![on(upi("a1")), upi("a2"), running(upi("a4"), 1, 10)], 1);
        reply.connection = id(DESK);
        desk.take(Message::Reply(Box::new(reply)));
        pictures("accounts-several", desk);
    }
}

mod beside_wallets {
    use super::*;

    #[test]
    fn accounts() {
        let mut desk = Desk::at(vec![sandbox(DESK), wallets("paykassma")]).with_accounts(DESK, all_kinds());
        desk.tools(vec![tool("PHONEPE", "PhonePe", true)]).handset(Vec::new());
        let list = vec![balance("paytm", 12_345_678, "INR")];
        desk.feed("paykassma", FeedKind::Balances, Ok(Data::Balances(list.into())));
        pictures("accounts-beside-wallets", desk);
    }
}

mod balances_pane {
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
                        money: crate::domain::Money::new(
                            "23.9375".parse().unwrap(),
                            crate::domain::Currency::new("EUR"),
                        ),
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
        let torn = crate::domain::Rows {
            rows: vec![balance("paytm", 90_000, "INR")],
            bad: vec!["row 2: has no amount".into()],
        };
        desk.pass(30).feed("paykassma-india-north", FeedKind::Balances, Ok(Data::Balances(torn)));
        desk.pass(5).feed("shop", FeedKind::Balances, Err(Fault::Server { status: 503, retry_after: None }));
        pictures("balances-several", desk);
    }
}

mod withdrawals_pane {
    use super::*;
    use crate::domain::{Currency, Intent, IntentState, Money, Told, WithdrawalRequest};

    const SHOP: &str = "paykassma";

    fn pay(system: &str, number: &str, amount: i64, currency: &str, is_test: bool) -> Change {
        let amount = Money::new(rust_decimal::Decimal::from(amount), Currency::new(currency));
        Change::CreateWithdrawal(Box::new(WithdrawalRequest {
            account_number: Some(crate::domain::AccountNumber::new(number.into())),
            ..WithdrawalRequest::new(system.into(), amount, "user-55".into(), is_test)
        }))
    }

    fn end(end: crate::domain::End, status: &str, words: &str) -> IntentState {
        IntentState::Reported(crate::domain::Report { end, status: status.into(), words: Some(words.into()) })
    }

    /// Withdrawals in every state there is, of two currencies.
    fn made() -> Desk {
        let done = || IntentState::Done { reference: None };
        let refused = || IntentState::Rejected(Told::plain("refused: amount: must be a multiple of 10"));
        let inr = |number: u8, amount, states: Vec<IntentState>| {
            let change = pay("paytm", &format!("98765432{number:02}"), amount, "INR", false);
            let payee = change.subject();
            let title = payee.as_ref().map_or_else(String::new, ToString::to_string);
            Intent { connection: id(SHOP), account: payee, title, ..told(number, &change, states) }
        };
        let paid = || end(crate::domain::End::Paid, "1", "by file");
        let bdt = pay("bkash", "01712345678", 25_000, "BDT", false);
        let test = pay("imps_ib", "00112233445566", 10, "INR", true);
        let other = |number, change: &Change, states: Vec<IntentState>| {
            let payee = change.subject();
            let title = payee.as_ref().map_or_else(String::new, ToString::to_string);
            Intent { connection: id(SHOP), account: payee, title, ..told(number, change, states) }
        };
        let mut desk = Desk::at(vec![wallets(SHOP)]);
        desk.take(news(vec![
            inr(1, 1_234_560, vec![IntentState::Sent, done(), paid()]),
            inr(2, 500, vec![IntentState::Sent, done(), end(crate::domain::End::Failed, "5", "wrong account")]),
            other(3, &bdt, vec![IntentState::Sent, done()]),
            inr(4, 700, vec![IntentState::Sent, unknown()]),
            other(5, &test, vec![IntentState::Sent, done(), paid()]),
            inr(6, 15, vec![IntentState::Sent, refused()]),
            inr(7, 800, vec![IntentState::Sent, unknown(), settled(true)]),
            inr(8, 9_000, vec![IntentState::Sent, done(), paid(), end(crate::domain::End::Returned, "returned", "")]),
            inr(9, 120, vec![IntentState::Sent, done()]),
        ]));
        let list = vec![balance("paytm", 12_345_678, "INR"), balance("bkash", 2_500_000, "BDT")];
        desk.feed(SHOP, FeedKind::Balances, Ok(Data::Balances(list.into())));
        desk.press("2").pass(20);
        desk
    }

    #[test]
    fn empty_and_full() {
        pictures("withdrawals-empty", Desk::at(vec![wallets(SHOP)]));
        pictures("withdrawals-full", made());
        let mut detail = made();
        detail.press("j j enter");
        pictures("withdrawals-detail", detail);
        let mut found = made();
        found.press("/").type_text("paytm paid");
        pictures("withdrawals-filtered", found);
    }

    #[test]
    fn form() {
        let mut new = made();
        new.press("n tab").type_text("9876543210").press("tab").type_text("505");
        pictures("form-withdrawal", new);
        let mut wrong = made();
        wrong.press("n").type_text("i").press("tab").type_text("19504").press("tab").type_text("Asha Rao 2");
        wrong.press("tab").type_text("mahb01").press("tab").type_text("500.5").press("tab tab tab right");
        wrong.press("tab tab enter");
        pictures("form-withdrawal-errors", wrong);
        let mut refused_one = made();
        refused_one.press("n tab").type_text("9876543210").press("tab").type_text("200000").press("tab tab");
        refused_one.type_text("user-56").press("tab tab tab enter");
        pictures("confirm-withdrawal", refused_one);
    }
}

mod journal_pane {
    use super::*;

    #[test]
    fn empty() {
        let mut desk = at_work();
        desk.press("2");
        pictures("journal-empty", desk);
    }

    #[test]
    fn full() {
        let mut desk = desk(vec![upi("a1"), upi("a2"), upi("a3"), card("b4")]);
        for (keys, outcome) in [
            ("g t", Some(done())),
            ("j t", Some(refused("77", "limit of 9876500002 reached"))),
            ("G w 1 5 0 0 enter enter", Some(lost())),
            ("k d enter", None),
        ] {
            let (intent, _) = desk.press(keys).sent_one();
            if let Some(outcome) = outcome {
                desk.outcome(intent, outcome);
            }
            desk.pass(61);
        }
        desk.press("2");
        pictures("journal-full", desk);
    }
}

mod journal_tells {
    use super::*;
    use crate::domain::{IntentState, Told};

    /// What two runs did before: two orders of which nobody knows what became, and others that are known.
    fn before() -> Desk {
        let mut desk = desk(vec![card("b1"), upi("a2"), card("b4")]);
        let done = || IntentState::Done { reference: Some("WD-4417".into()) };
        let strange = Told {
            code: Some("9001".into()),
            text: Some("ORDER_ACCEPTED? see 9876500001".into()),
            plain: "contradictory answer: success is false, errCode is 0".into(),
        };
        let masked =
            Told { text: strange.text.map(|text| crate::domain::mask_digits(text.as_str()).into()), ..strange };
        let switch = Change::SetWithdrawals { account: "a2".into(), enabled: true };
        let yesterday = crate::domain::Intent {
            title: "b4 CARD ••••••0004".into(),
            timeline: told(5, &order("b4", 1), [IntentState::Sent, unknown()])
                .timeline
                .into_iter()
                .map(|event| crate::domain::Event { at: event.at - jiff::SignedDuration::from_hours(20), ..event })
                .collect(),
            ..told(1, &order("b4", 1_234_567), [])
        };
        desk.take(news(vec![
            yesterday,
            told(2, &order("b1", 5_000), [IntentState::Sent, done()]),
            told(3, &order("b1", 50_000), [IntentState::Sent, IntentState::Unconfirmed(masked)]),
            told(4, &order("b4", 700), [IntentState::Sent, unknown(), settled(false)]),
            told(6, &order("b4", 800), [IntentState::Sent, unknown(), settled(true)]),
            told(7, &switch, [IntentState::Sent]),
        ]));
        desk
    }

    #[test]
    fn what_was_unconfirmed_before() {
        pictures("journal-unconfirmed", before());
    }

    #[test]
    fn a_detail() {
        let mut desk = before();
        desk.pass(20).press("enter");
        pictures("journal-detail", desk);
    }

    #[test]
    fn a_filter() {
        let mut desk = before();
        desk.pass(20).press("/").type_text("b4 settled");
        pictures("journal-filtered", desk);
    }

    #[test]
    fn that_it_cannot_be_written() {
        let mut desk = before();
        desk.pass(20).take(broken());
        pictures("journal-fault", desk);
        let mut desk = before();
        desk.press("1").take(broken()).pass(20);
        pictures("accounts-fault", desk);
    }

    #[test]
    fn settling() {
        let mut form = before();
        form.pass(20).press("s right tab").type_text("UTR 4412 9971").press("tab").type_text("on today's statement");
        pictures("settle-form", form);
        let mut empty = before();
        empty.pass(20).press("s enter enter");
        pictures("settle-empty", empty);
        let mut question = before();
        question.pass(20).press("s right right tab").type_text("not on today's statement").press("enter");
        pictures("settle-question", question);
    }
}

mod questions {
    use super::*;

    #[test]
    fn of_a_switch_of_which_nobody_knows_what_became() {
        let mut desk = desk(vec![upi("a1")]);
        let (intent, _) = desk.press("t").sent_one();
        desk.outcome(intent, lost()).pass(60);
        pictures("accounts-unsure", desk);
        let unsure = || {
            let mut desk = super::desk(vec![upi("a1")]);
            let (intent, _) = desk.press("t").sent_one();
            desk.outcome(intent, lost()).pass(60);
            desk
        };
        let mut again = unsure();
        again.press("t");
        pictures("confirm-again", again);
        let mut stop = unsure();
        stop.press("T");
        pictures("confirm-stop", stop);
    }

    #[test]
    fn of_a_large_order_like_two_open_ones() {
        let limit = crate::domain::Limit { type_from: Some(10_000.into()), ..crate::domain::Limit::default() };
        let mut info = production(DESK);
        info.limits = crate::domain::Limits::default().with(crate::domain::Currency::inr(), limit);
        let mut desk = Desk::at(vec![info]).with_accounts(DESK, vec![card("b1")]);
        let sent = || crate::domain::IntentState::Sent;
        desk.take(news(vec![
            told(1, &order("b1", 60_000), [sent(), unknown()]),
            told(2, &order("b1", 60_000), [sent()]),
        ]));
        desk.pass(20).press("1 w").type_text("60000").press("enter").pass(1).type_text("60000").press("enter");
        pictures("confirm-typed-twice", desk);
    }

    #[test]
    fn turning_off_a_running_task_at_production() {
        let mut desk = Desk::at(vec![production("india-a")]).with_accounts("india-a", all_kinds());
        desk.press("t");
        pictures("confirm-off", desk);
    }

    #[test]
    fn of_many_accounts() {
        let mut desk = desk((1..=60).map(|n| upi(&format!("a{n}"))).collect());
        desk.silence().press("a t");
        pictures("confirm-many", desk);
    }

    #[test]
    fn that_can_no_longer_be_done() {
        let mut desk = desk(vec![upi("a1"), upi("a2")]);
        desk.press("d").list(DESK, vec![on(upi("a1")), upi("a2")]);
        pictures("confirm-moved", desk);
    }

    #[test]
    fn of_a_second_order_like_an_open_one() {
        let mut desk = desk(vec![card("b1")]);
        let (intent, _) = desk.press("w").type_text("1234567.5").press("enter enter").sent_one();
        desk.outcome(intent, lost()).pass(60);
        desk.press("w").type_text("1234567.50").press("enter").type_text("ye").press("enter");
        pictures("confirm-typed", desk);
    }

    #[test]
    fn of_leaving() {
        let mut desk = desk(vec![upi("a1")]);
        desk.press("t q");
        pictures("confirm-leave", desk);
    }
}

mod wizards {
    use super::*;

    fn otp_sent() -> Desk {
        let mut desk = desk(vec![upi("a1")]);
        let (intent, _) = desk.press("t").sent_one();
        desk.outcome(intent, refused("8001", "otp not authorized")).pass(30);
        let (intent, _) = desk.press("enter").sent_one();
        desk.outcome(intent, Outcome::Done(Receipt::OtpSent { session: "s1".into() })).pass(3).sent();
        desk
    }

    fn sms_shown() -> Desk {
        let mut desk = desk(vec![upi("a1")]);
        let (intent, _) = desk.press("m enter").sent_one();
        let (target, text) = (Phone::new("+915550001111"), "AUTH a1 K7QX-22".into());
        desk.outcome(intent, Outcome::Done(Receipt::SmsStarted { session: "s1".into(), target, text })).sent();
        desk
    }

    #[test]
    fn otp() {
        let mut ready = desk(vec![upi("a1")]);
        ready.press("o");
        pictures("otp-ready", ready);
        let mut sending = desk(vec![upi("a1")]);
        sending.press("o enter");
        pictures("otp-sending", sending);
        let mut waiting = otp_sent();
        waiting.type_text("4829");
        pictures("otp-waiting", waiting);
        let mut confirming = otp_sent();
        confirming.type_text("482913").press("enter");
        pictures("otp-confirming", confirming);
        let mut wrong = otp_sent();
        let (intent, _) = wrong.type_text("482913").press("enter").sent_one();
        wrong.outcome(intent, refused("8104", "wrong OTP, 2 attempts left")).pass(30);
        pictures("otp-wrong", wrong);
    }

    #[test]
    fn sms() {
        let mut ready = desk(vec![upi("a1")]);
        ready.press("m");
        pictures("sms-ready", ready);
        let mut starting = desk(vec![upi("a1")]);
        starting.press("m enter");
        pictures("sms-starting", starting);
        pictures("sms-shown", sms_shown());
        let mut confirming = sms_shown();
        confirming.press("enter");
        pictures("sms-confirming", confirming);
        let mut missing = sms_shown();
        let (intent, _) = missing.press("enter").sent_one();
        missing.outcome(intent, refused("8106", "SMS not received yet"));
        pictures("sms-missing", missing);
    }
}

mod forms {
    use super::*;

    #[test]
    fn account() {
        let mut new = at_work();
        new.press("n tab tab").type_text("9876543210").press("tab").type_text("4821");
        pictures("form-upi", new);
        let mut wrong = at_work();
        wrong.press("n right tab").type_text("12").press("tab tab").type_text("123456").press("tab");
        wrong.type_text("HDFC").press("enter");
        pictures("form-card-errors", wrong);
        let mut edit = at_work();
        edit.press("e");
        pictures("form-edit", edit);
        let mut refusal = at_work();
        refusal.press("e").type_text("9000011111").press("tab");
        let (intent, _) = refusal.press("enter").sent_one();
        refusal.outcome(intent, refused("3", "phone 9000011111 is taken"));
        pictures("form-refused", refusal);
    }

    #[test]
    fn order() {
        let mut desk = desk(vec![card("b1")]);
        desk.press("w").type_text("1.005").press("enter");
        pictures("form-order", desk);
    }
}

mod lists {
    use super::*;

    #[test]
    fn upi_ids() {
        let asked = || {
            let mut desk = desk(vec![upi("a1")]);
            desk.press("u");
            let ticket = ticket(&mut desk);
            (desk, ticket)
        };
        pictures("upi-loading", asked().0);
        let (mut empty, ticket) = asked();
        empty.reply(ticket, Ok(Data::UpiIds(vec![].into())));
        pictures("upi-empty", empty);
        let (mut failed, ticket) = asked();
        failed.reply(ticket, Err(Fault::RateLimited { retry_after: Some(Duration::from_secs(30)) }));
        pictures("upi-failed", failed);
        let (mut full, ticket) = asked();
        let ids = ["9876500001@ybl", "ravi.kumar@okaxis", "9876500001@ibl"].map(UpiId::new);
        full.reply(ticket, Ok(Data::UpiIds(ids.to_vec().into())));
        let (intent, _) = full.press("j enter").sent_one();
        full.outcome(intent, done());
        pictures("upi-full", full);
    }

    #[test]
    fn handset() {
        let mut empty = desk(vec![upi("a1")]);
        empty.handset(vec![]).press("H");
        pictures("handset-empty", empty);
        let mut full = desk(vec![upi("a1")]);
        full.handset(vec![
            arrived("a1", "482913 is your PHONEPE code. It is valid for 2 minutes.", None),
            arrived("a1", "AUTH a1 K7QX-22", Some(false)),
            arrived("a3", "AUTH a3 M2PL-90", Some(true)),
        ]);
        full.press("H j");
        pictures("handset-full", full);
    }

    #[test]
    fn results() {
        let mut desk = desk(vec![upi("a1"), upi("a2"), upi("a3"), upi("a4")]);
        desk.press("a t enter");
        let sent: Vec<_> = desk.sent().into_iter().map(|(_, intent, _)| intent).collect();
        desk.outcome(sent[0], done()).outcome(sent[1], refused("8001", "otp not authorized")).outcome(sent[2], lost());
        pictures("results", desk);
    }

    #[test]
    fn help_and_palette() {
        let mut help = at_work();
        help.press("?");
        pictures("help", help);
        let mut palette = at_work();
        palette.press(":").type_text("auth");
        pictures("palette", palette);
    }
}

mod postbacks_pane {
    use super::super::lookups::{deposit, news, questions, received, shop_desk, withdrawal};
    use super::*;
    use crate::domain::{Found, OrderStatus, PostbackFault, PostbackStanding, Receiver, Rows};

    /// Asks for one transaction id, and has it answered.
    fn asked(answer: Result<Data, Fault>) -> Desk {
        let mut desk = shop_desk();
        desk.press("l tab").type_text("453535345").press("enter");
        let asked = questions(&mut desk);
        desk.reply(asked[0].2, answer);
        desk
    }

    #[test]
    fn empty() {
        pictures("postbacks-empty", shop_desk());
    }

    #[test]
    fn asking() {
        let mut desk = shop_desk();
        desk.press("l").paste("w1\nw2\nw3\n");
        pictures("postbacks-asking", desk);
    }

    #[test]
    fn many() {
        let mut desk = shop_desk();
        desk.press("l tab tab tab").paste("w1\nw2\nw3\nw4").press("enter");
        let asked = questions(&mut desk);
        let row = |id: &str, found| OrderStatus { id: id.into(), found };
        let rows = vec![
            row("w1", Found::Postback(Box::new(withdrawal("w1", "1")))),
            row("w2", Found::Nothing("Postback not found".into())),
            row("w3", Found::Postback(Box::new(withdrawal("w3", "7")))),
        ];
        desk.reply(asked[0].2, Ok(Data::Orders(Rows { rows, bad: vec![] })));
        pictures("postbacks-many", desk);
    }

    #[test]
    fn a_deposit_folded() {
        pictures("postbacks-deposit", asked(Ok(Data::Postback(Box::new(deposit(170))))));
    }

    #[test]
    fn a_deposit_unfolded() {
        let mut desk = asked(Ok(Data::Postback(Box::new(deposit(170)))));
        desk.press("enter space");
        pictures("postbacks-unfolded", desk);
    }

    #[test]
    fn failed() {
        pictures("postbacks-failed", asked(Err(Fault::UnknownCaller { by_secret: true })));
    }

    #[test]
    fn received_ones() {
        let mut desk = shop_desk();
        desk.take(crate::message::Message::Receiver(Receiver::Listening { at: "127.0.0.1:8787".into() }));
        let unsigned = PostbackStanding::Unverified(PostbackFault::Signature);
        desk.take(news(vec![received(1, "w1", PostbackStanding::Verified), received(2, "w2", unsigned)], 1));
        desk.press("o");
        pictures("postbacks-received", desk);
    }
}

mod deposits_pane {
    use super::super::deposits::told_desk;
    use super::super::lookups::{questions, shop_desk};
    use super::*;
    use crate::domain::{HashedRedirects, Money, Receipt, Redirect, Redirects, Savings};
    use rust_decimal::Decimal;

    #[test]
    fn empty() {
        let mut desk = shop_desk();
        desk.press("2");
        pictures("deposits-empty", desk);
    }

    #[test]
    fn failed() {
        let mut desk = shop_desk();
        desk.press("2 u").type_text("55").press("enter").type_text("INR").press("enter");
        let asked = questions(&mut desk);
        desk.reply(asked[0].2, Err(Fault::UnknownCaller { by_secret: true }));
        pictures("deposits-failed", desk);
    }

    #[test]
    fn full() {
        let mut desk = told_desk();
        desk.press("s");
        let asked = questions(&mut desk);
        let inr = |amount| Money::inr(Decimal::from(amount));
        let told = Savings { collected: inr(340), missing: inr(160), minimum: inr(500) };
        desk.reply(asked[0].2, Ok(Data::Savings(told)));
        pictures("deposits-full", desk);
    }

    #[test]
    fn form() {
        let mut desk = told_desk();
        desk.press("G a enter enter enter");
        pictures("deposits-form", desk);
    }

    #[test]
    fn question() {
        let mut desk = told_desk();
        desk.press("a").type_text("123-ABC-456").press("enter enter");
        pictures("deposits-question", desk);
    }

    #[test]
    fn answer() {
        let mut desk = told_desk();
        desk.press("n enter");
        let (intent, _) = desk.press("enter").sent_one();
        desk.outcome(intent, Outcome::Done(Receipt::Transaction { identifier: "6234234234".into() }));
        pictures("deposits-answer", desk);
    }

    #[test]
    fn hashes() {
        let mut desk = shop_desk();
        desk.press("2 R").type_text("https://test.com/a").press("enter enter enter");
        let asked = questions(&mut desk);
        let success = vec![Redirect { order: 1, url: "a93558ba9e4f04eef3b1f759ae4281305776559ce86ae2af5f".into() }];
        let told = HashedRedirects { hashes: Redirects { success, ..Redirects::default() }, bad: vec![] };
        desk.reply(asked[0].2, Ok(Data::HashedRedirects(told)));
        pictures("deposits-hashes", desk);
    }
}

#[test]
fn payees() {
    use super::payees::{ADA, desk_of, fill, remembered};
    pictures("payees-empty", desk_of(Vec::new()));
    pictures("payees-full", desk_of(remembered()));
    let mut desk = desk_of(remembered());
    desk.press("/").type_text("activated us");
    pictures("payees-filtered", desk);
    let mut desk = desk_of(remembered());
    desk.press("enter");
    pictures("payees-detail", desk);
    let mut desk = desk_of(remembered());
    fill(&mut desk, "payee-1001", "2030-01-01", "us", "XX");
    desk.press("enter");
    pictures("form-payee-errors", desk);
    let mut desk = desk_of(remembered());
    fill(&mut desk, "c-77", "1999-01-31", "us", "NY");
    desk.press("enter");
    pictures("confirm-payee", desk);
    let mut desk = desk_of(remembered());
    desk.press("a").type_text("101089292").press("tab").type_text("7861053298");
    pictures("form-bank-account", desk);
    let mut desk = desk_of(remembered());
    desk.press("i").type_text(ADA);
    pictures("form-import-payee", desk);
}

mod transfers_pane {
    use super::super::payees::{ADA, PAYOUTS, desk_of, remembered};
    use super::super::transfers::fill;
    use super::*;
    use crate::domain::{Currency, End, Intent, IntentState, Money, Report, Told, TransferRequest};

    fn transfer(number: u8, title: &str, cents: i64, states: Vec<IntentState>) -> Intent {
        let amount = Money::new(rust_decimal::Decimal::new(cents, 2), Currency::new("USD"));
        let request = TransferRequest {
            subject: Some("Payouts".into()),
            note: Some("Thanks for October".into()),
            ..TransferRequest::new(ADA.into(), "2010305455012345670001".into(), amount)
        };
        let change = Change::Transfer(Box::new(request));
        let (account, title) = (change.subject(), title.to_owned());
        Intent { connection: id(PAYOUTS), account, title, ..told(number, &change, states) }
    }

    /// Transfers in every state there is.
    fn made() -> Desk {
        let done = || IntentState::Done { reference: Some("305588797074336092".into()) };
        let end = |end, status: &str| IntentState::Reported(Report { end, status: status.into(), words: None });
        let paid = || end(End::Paid, "success");
        let refused = "refused: Account balance is not sufficient: there is too little on the merchant's balance at \
                       Yuansfer. Pay in there, or pay out less (code 000040)";
        let mut desk = desk_of(remembered());
        desk.take(news(vec![
            transfer(1, "Ada Long, ••••3298", 50_000, vec![IntentState::Sent, done(), paid()]),
            transfer(2, "Ben Ortiz", 1_250_013, vec![IntentState::Sent, done(), end(End::Failed, "failed")]),
            transfer(3, "Ada Long, ••••3298", 1_999, vec![IntentState::Sent, done()]),
            transfer(4, "Carol Nguyen", 70_000, vec![IntentState::Sent, unknown()]),
            transfer(
                5,
                "Ada Long, ••••3298",
                517,
                vec![IntentState::Sent, done(), paid(), end(End::Returned, "returned")],
            ),
            transfer(
                6,
                "2000305455012345679999",
                99_000_000,
                vec![IntentState::Sent, IntentState::Rejected(Told::plain(refused))],
            ),
        ]));
        desk.press("2").pass(20);
        desk
    }

    #[test]
    fn empty_and_full() {
        let mut empty = desk_of(remembered());
        empty.press("2");
        pictures("transfers-empty", empty);
        pictures("transfers-full", made());
        let mut detail = made();
        detail.press("j j enter");
        pictures("transfers-detail", detail);
    }

    #[test]
    fn form() {
        let mut new = made();
        new.press("n tab tab").type_text("505.1");
        pictures("form-transfer", new);
        let mut typed = made();
        typed.press("n").type_text("a").type_text("a").press("tab").type_text("2000305").press("tab tab");
        typed.type_text("1.005").press("tab").type_text("US").press("tab").type_text(" x").press("tab tab enter");
        pictures("form-transfer-errors", typed);
        let mut question = made();
        fill(&mut question, "500");
        question.press("enter");
        pictures("confirm-transfer", question);
    }
}

mod alerts_overlay {
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
}
