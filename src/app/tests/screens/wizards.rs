//! The wizards of OTP and SMS.

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
