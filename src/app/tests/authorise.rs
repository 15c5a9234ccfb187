//! The wizards: sending, waiting, wrong and late codes, and what is pasted.

use secrecy::ExposeSecret;

use super::*;

/// The OTP wizard of the account, waiting for the code.
fn waiting() -> Desk {
    let mut desk = desk(vec![upi("a1")]);
    let (intent, _) = desk.press("o enter").sent_one();
    desk.outcome(intent, Outcome::Done(Receipt::OtpSent { session: "s1".into() }));
    desk.sent_nothing();
    desk
}

/// The code and session the wizard sent.
fn confirmed(change: &Change) -> (String, String) {
    match change {
        Change::ConfirmOtp { session, code, .. } => (code.expose_secret().to_owned(), session.to_string()),
        other => panic!("{other:?}"),
    }
}

mod otp {
    use super::*;

    #[test]
    fn nothing_is_sent_before_the_operator_says_so() {
        let mut desk = desk(vec![upi("a1")]);
        desk.press("o").sent_nothing();
        let (_, change) = desk.press("enter").sent_one();
        assert!(matches!(change, Change::SendOtp { account } if account.as_str() == "a1"));
        desk.press("enter enter").sent_nothing();
    }

    #[test]
    fn the_code_is_confirmed_in_its_session_and_never_shown() {
        let mut desk = waiting();
        desk.type_text("482913").must_not_show("482913");
        let (intent, change) = desk.press("enter").sent_one();
        assert_eq!(confirmed(&change), ("482913".into(), "s1".into()));
        assert!(!format!("{change:?}").contains("482913"));
        desk.must_not_show("482913");
        desk.outcome(intent, done()).must_say("a1 is authorised by OTP");
        assert!(desk.app.state().row(&key("a1")).unwrap().account.otp_auth);
    }

    #[test]
    fn it_counts_down_by_the_second() {
        let mut desk = waiting();
        let before = desk.screen();
        assert_eq!(desk.app.wake_at(), Some(at(1)));
        desk.pass(1);
        assert_ne!(desk.screen(), before);
        desk.pass(300).must_say("its usual time is over");
    }

    #[test]
    fn an_empty_code_is_not_sent() {
        let mut desk = waiting();
        desk.press("enter").sent_nothing();
        desk.must_say("Type the code");
    }

    #[test]
    fn a_pasted_code_works_with_the_spaces_it_came_with() {
        for pasted in ["123 456", "123456", " 123-456 \n", "123\u{a0}456"] {
            let mut desk = waiting();
            desk.paste(pasted).sent_nothing();
            let (_, change) = desk.press("enter").sent_one();
            assert_eq!(confirmed(&change).0, "123456", "{pasted:?}");
        }
    }

    #[test]
    fn a_pasted_sentence_is_refused_whole() {
        let mut desk = waiting();
        desk.paste("Your code is 123456. Do not share it.").must_say("only digits go here");
        desk.press("enter").sent_nothing();
    }

    #[test]
    fn a_wrong_code_says_what_the_provider_said_and_takes_another() {
        let mut desk = waiting();
        let (intent, _) = desk.type_text("111111").press("enter").sent_one();
        desk.outcome(intent, refused("8104", "wrong OTP, 2 attempts left"));
        desk.must_say("2 attempts left").must_say("type it again");
        let (_, change) = desk.type_text("222222").press("enter").sent_one();
        assert_eq!(confirmed(&change), ("222222".into(), "s1".into()), "nothing of the wrong one is left");
    }

    #[test]
    fn an_expired_code_can_be_sent_again_and_the_new_session_counts() {
        let mut desk = waiting();
        desk.pass(300);
        let (intent, _) = desk.type_text("111111").press("enter").sent_one();
        desk.outcome(intent, refused("8105", "OTP expired")).must_say("OTP expired").must_say("have a new one sent");
        let (intent, change) = desk.press("ctrl-r").sent_one();
        assert!(matches!(change, Change::SendOtp { .. }));
        desk.outcome(intent, Outcome::Done(Receipt::OtpSent { session: "s2".into() }));
        let (_, change) = desk.type_text("333333").press("enter").sent_one();
        assert_eq!(confirmed(&change), ("333333".into(), "s2".into()));
    }

    #[test]
    fn another_is_sent_only_after_the_cool_down() {
        let mut desk = waiting();
        desk.pass(5).press("ctrl-r").sent_nothing();
        desk.must_say("another in 0:15");
        desk.pass(14).press("ctrl-r").sent_nothing();
        desk.pass(1).press("ctrl-r").sent_one();
    }

    #[test]
    fn a_lost_answer_to_a_code_is_not_known_and_not_sent_again_by_itself() {
        let mut desk = waiting();
        let (intent, _) = desk.type_text("111111").press("enter").sent_one();
        desk.outcome(intent, lost()).must_say("not known");
        desk.pass(30).sent_nothing();
        desk.type_text("111111").press("enter").sent_one();
    }

    #[test]
    fn an_otp_that_could_not_be_sent_can_be_sent_again() {
        for (outcome, words) in [(refused("9", "no balance"), "No balance"), (lost(), "not known")] {
            let mut desk = desk(vec![upi("a1")]);
            let (intent, _) = desk.press("o enter").sent_one();
            desk.outcome(intent, outcome);
            assert!(desk.words().to_lowercase().contains(&words.to_lowercase()), "{}", desk.screen());
            desk.sent_nothing();
            desk.press("enter").sent_one();
        }
    }

    #[test]
    fn a_resend_that_failed_leaves_the_code_before_it_usable() {
        let mut desk = waiting();
        desk.pass(30);
        let (intent, _) = desk.press("ctrl-r").sent_one();
        desk.outcome(intent, refused("429", "too many codes")).must_say("oo many codes");
        let (_, change) = desk.type_text("123456").press("enter").sent_one();
        assert_eq!(confirmed(&change), ("123456".into(), "s1".into()));
    }

    #[test]
    fn an_answer_after_the_wizard_was_closed_is_still_told() {
        let mut desk = desk(vec![upi("a1")]);
        let (intent, _) = desk.press("o enter").sent_one();
        desk.press("esc").outcome(intent, refused("9", "no balance"));
        desk.must_say("send an OTP").must_say("no balance");
    }

    #[test]
    fn an_answer_for_another_wizard_is_not_taken_for_this_one() {
        let mut desk = desk(vec![upi("a1"), upi("a2")]);
        let (old, _) = desk.press("o enter").sent_one();
        let (new, _) = desk.press("esc j o enter").sent_one();
        desk.outcome(old, Outcome::Done(Receipt::OtpSent { session: "old".into() }));
        desk.sent();
        desk.type_text("111111").press("enter").sent_nothing();
        desk.outcome(new, Outcome::Done(Receipt::OtpSent { session: "new".into() }));
        desk.sent();
        let (_, change) = desk.type_text("222222").press("enter").sent_one();
        assert_eq!(confirmed(&change), ("222222".into(), "new".into()));
    }

    #[test]
    fn the_handset_opens_above_it_and_leaves_what_was_typed() {
        let mut desk = waiting();
        desk.type_text("123").press("ctrl-o").must_show("handset");
        desk.press("esc").type_text("456");
        assert_eq!(confirmed(&desk.press("enter").sent_one().1).0, "123456");
    }

    #[test]
    fn a_provider_has_no_handset_to_open() {
        let mut desk = Desk::at(vec![production(DESK)]).with_accounts(DESK, vec![upi("a1")]);
        for wizard in ["o", "m"] {
            desk.press(wizard).must_not_show("ctrl-o");
            desk.press("ctrl-o").must_not_show("handset");
            desk.press("esc");
        }
    }
}

mod sms {
    use super::*;

    /// The SMS wizard, with the SMS to send in view.
    fn shown() -> Desk {
        let mut desk = desk(vec![upi("a1")]);
        let (intent, _) = desk.press("m enter").sent_one();
        let (target, text) = (Phone::new("+915550001111"), "AUTH 77-x".into());
        desk.outcome(intent, Outcome::Done(Receipt::SmsStarted { session: "s1".into(), target, text }));
        desk.sent_nothing();
        desk
    }

    #[test]
    fn what_cannot_be_a_phone_is_not_sent() {
        let mut desk = desk(vec![upi("a1")]);
        desk.press("m").paste("12345").press("enter").sent_nothing();
        desk.must_show("8 to 15 digits");
    }

    #[test]
    fn it_starts_with_the_accounts_own_phone_or_the_one_typed() {
        let phone = |change: Change| match change {
            Change::StartSms { phone, .. } => phone.full().to_owned(),
            other => panic!("{other:?}"),
        };
        let mut desk = desk(vec![upi("a1")]);
        desk.press("m").must_show("••••••0001").must_not_show("9876500001");
        assert_eq!(phone(desk.press("enter").sent_one().1), "9876500001");
        let mut desk = super::desk(vec![upi("a1")]);
        assert_eq!(phone(desk.press("m").paste("+919000011111").press("enter").sent_one().1), "+919000011111");
    }

    #[test]
    fn it_shows_the_number_and_the_text_and_copies_each() {
        let mut desk = shown();
        desk.must_show("+915550001111").must_show("AUTH 77-x");
        desk.press("ctrl-p");
        assert_eq!(copied(&mut desk), "+915550001111");
        desk.press("ctrl-t");
        assert_eq!(copied(&mut desk), "AUTH 77-x");
    }

    #[test]
    fn it_confirms_in_its_session_and_retries() {
        let mut desk = shown();
        let (intent, change) = desk.press("enter").sent_one();
        assert!(matches!(&change, Change::ConfirmSms { session, .. } if session.as_str() == "s1"));
        desk.press("enter enter").sent_nothing();
        desk.outcome(intent, refused("8106", "SMS not received yet")).must_say("not received yet");
        desk.must_show("AUTH 77-x");
        let (intent, _) = desk.press("enter").sent_one();
        desk.outcome(intent, lost()).must_say("not known");
        let (intent, _) = desk.press("enter").sent_one();
        desk.outcome(intent, done()).must_say("a1 is authorised by SMS");
        assert!(desk.app.state().row(&key("a1")).unwrap().account.sms_auth);
    }

    #[test]
    fn it_can_be_started_again() {
        let mut desk = shown();
        let (intent, change) = desk.press("ctrl-r").sent_one();
        assert!(matches!(change, Change::StartSms { .. }));
        let (target, text) = (Phone::new("+915550002222"), "AUTH 88".into());
        desk.outcome(intent, Outcome::Done(Receipt::SmsStarted { session: "s2".into(), target, text }));
        desk.must_show("AUTH 88").must_not_show("AUTH 77-x");
        desk.sent();
        let (_, change) = desk.press("enter").sent_one();
        assert!(matches!(&change, Change::ConfirmSms { session, .. } if session.as_str() == "s2"));
    }

    #[test]
    fn a_start_that_failed_can_be_repeated() {
        let mut desk = desk(vec![upi("a1")]);
        let (intent, _) = desk.press("m enter").sent_one();
        desk.outcome(intent, refused("9", "phone unknown")).must_say("hone unknown");
        desk.sent();
        desk.press("enter").sent_one();
    }

    #[test]
    fn the_handset_sends_the_sms_and_the_wizard_waits_beneath() {
        let mut desk = shown();
        desk.handset(vec![arrived("a1", "AUTH 77-x", Some(false)), arrived("a1", "123456 is your code", None)]);
        let (intent, change) = desk.press("ctrl-o enter").sent_one();
        assert!(matches!(&change, Change::SendFromHandset { text, .. } if text.as_str() == "AUTH 77-x"));
        desk.outcome(intent, done()).must_say("The SMS is sent");
        desk.sent();
        desk.press("j enter").must_say("nothing is to be sent");
        desk.sent_nothing();
        desk.press("esc enter").sent_one();
    }
}
