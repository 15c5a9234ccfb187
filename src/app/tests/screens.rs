//! Every screen as a picture in text, at three sizes each, with a fixed clock in India's time.
//!
//! `INSTA_UPDATE=always cargo test screens` accepts what they are now; look at every one before it is committed.

use std::fmt::Write as _;
use std::time::Duration;

use super::*;
use crate::domain::{UpiId, WithdrawTask};
use crate::message::Message;

/// Compares the screen at each size with what it was.
fn pictures(name: &str, mut desk: Desk) {
    let mut all = String::new();
    // A question offers its yes once it can have been read.
    desk.pass(1);
    for (width, height) in [(120, 40), (80, 24), (50, 15)] {
        desk.resize(width, height);
        let edge = "=".repeat(usize::from(width));
        let _ = writeln!(all, "{edge} {width}x{height}\n{}", desk.screen());
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, all);
    });
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
