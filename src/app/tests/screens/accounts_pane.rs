//! The accounts.

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
