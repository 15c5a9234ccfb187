use crate::app::testing::{Desk, done, lost, refused};
use crate::domain::Account;
use crate::message::Message;
use crate::state::testing::*;

/// An app somebody listens to, at a connection with these accounts, and what was said since the last look.
struct Listener {
    desk: Desk,
    heard: usize,
}

impl Listener {
    fn at(real: bool, accounts: Vec<Account>) -> Self {
        let info = if real { production(DESK) } else { sandbox(DESK) };
        let mut desk = Desk::at(vec![info]);
        desk.app = desk.app.with_plain();
        desk.list(DESK, accounts);
        Self { desk, heard: 0 }
    }

    /// What was said since this was last asked.
    fn said(&mut self) -> Vec<String> {
        let told = self.desk.app.told().unwrap();
        let said = told.since(self.heard).map(str::to_owned).collect();
        self.heard = told.count();
        said
    }

    fn line(&mut self, line: &str) -> Vec<String> {
        self.desk.pass(1);
        self.desk.take(Message::Line(line.to_owned()));
        self.said()
    }
}

#[test]
fn it_says_where_it_is_and_what_there_is() {
    let mut listener = Listener::at(false, vec![upi("a1"), on(upi("a2"))]);
    let said = listener.said();
    assert!(said[0].contains("Sandbox: no real money moves"), "{said:?}");
    assert!(said[1].contains("2 accounts, 1 with withdrawals on"), "{said:?}");
    assert!(Listener::at(true, vec![]).said()[0].contains("PRODUCTION: real money moves"));
}

#[test]
fn a_task_is_told_by_its_tenths_and_its_end() {
    let mut listener = Listener::at(false, vec![running(upi("a1"), 10, 100)]);
    listener.said();
    let mut told = |withdrawn| {
        listener.desk.list(DESK, vec![running(upi("a1"), withdrawn, 100)]);
        listener.said()
    };
    assert!(told(15).is_empty());
    assert!(told(31)[0].ends_with("30 percent of INR 100.00 is withdrawn."));
    assert!(told(39).is_empty());
    assert!(told(99)[0].ends_with("90 percent of INR 100.00 is withdrawn."));
    assert!(told(100)[0].ends_with("all of INR 100.00 is withdrawn."));
    listener.desk.list(DESK, vec![upi("a1")]);
    assert!(listener.said().iter().any(|line| line.ends_with("its task is over.")));
}

#[test]
fn a_switch_that_somebody_else_turned_is_told() {
    let mut listener = Listener::at(false, vec![upi("a1")]);
    listener.said();
    listener.desk.pass(60).list(DESK, vec![on(upi("a1"))]);
    assert!(listener.said()[0].ends_with("withdrawals are on."));
}

#[test]
fn a_feed_that_is_lost_and_comes_back_is_told_once() {
    let mut listener = Listener::at(false, vec![upi("a1")]);
    listener.said();
    listener.desk.silence();
    assert!(listener.said().is_empty(), "one fault is a hiccup");
    listener.desk.silence().silence();
    let said = listener.said();
    assert!(said.len() == 1 && said[0].contains("no answer about accounts"), "{said:?}");
    listener.desk.list(DESK, vec![upi("a1")]);
    assert_eq!(listener.said(), [format!("{DESK}: accounts are answered again.")]);
}

#[test]
fn nothing_is_sent_without_the_full_word() {
    let mut listener = Listener::at(true, vec![upi("a1")]);
    listener.said();
    let asked = listener.line("enable a1");
    assert!(asked.iter().any(|line| line.contains("PRODUCTION")), "{asked:?}");
    listener.desk.sent_nothing();
    for no in ["y", "yes", "", "turn"] {
        assert_eq!(listener.line(no), ["Nothing was done."], "{no:?}");
        listener.desk.sent_nothing();
        listener.line("enable a1");
    }
    let yes = listener.desk.app.overlays.last().unwrap().question().unwrap().confirm.yes.clone();
    listener.line(&yes);
    let (intent, _) = listener.desk.sent_one();
    listener.desk.outcome(intent, done());
    assert!(listener.said().iter().any(|line| line.contains("a1")));
}

#[test]
fn a_yes_that_comes_too_fast_does_not_count() {
    let mut listener = Listener::at(true, vec![upi("a1")]);
    listener.line("enable a1");
    let yes = listener.desk.app.overlays.last().unwrap().question().unwrap().confirm.yes.clone();
    listener.desk.take(Message::Line(yes));
    listener.desk.sent_nothing();
    assert!(listener.said()[0].contains("too fast"));
}

#[test]
fn a_lost_answer_is_told_as_unconfirmed_and_listed() {
    let mut listener = Listener::at(true, vec![upi("a1")]);
    listener.line("enable a1");
    let yes = listener.desk.app.overlays.last().unwrap().question().unwrap().confirm.yes.clone();
    listener.line(&yes);
    let (intent, _) = listener.desk.sent_one();
    listener.desk.outcome(intent, lost());
    assert!(listener.said().iter().any(|line| line.starts_with("UNCONFIRMED: ")));
    assert!(listener.line("unconfirmed")[0].contains(&intent.short()));
    assert!(listener.line("status a1")[0].contains("UNCONFIRMED whether"));
}

#[test]
fn what_needs_a_screen_is_named_and_not_left_open() {
    let mut listener = Listener::at(false, vec![upi("a1")]);
    listener.line("enable a1");
    let yes = listener.desk.app.overlays.last().unwrap().question().unwrap().confirm.yes.clone();
    listener.line(&yes);
    let (intent, _) = listener.desk.sent_one();
    listener.desk.outcome(intent, refused("8001", "OTP needed"));
    let said = listener.said();
    assert!(said.iter().any(|line| line.contains("needs the screen")), "{said:?}");
    assert!(listener.desk.app.overlays.is_empty());
}

#[test]
fn a_line_that_means_nothing_does_nothing() {
    let mut listener = Listener::at(false, vec![upi("a1")]);
    listener.said();
    assert!(listener.line("enabel a1")[0].contains("There is no command enabel"));
    assert_eq!(listener.line("enable a9"), ["No account is called a9."]);
    assert!(listener.line("enable")[0].contains("Which account?"));
    assert!(listener.line("x\x1b[2J\u{202e}")[0].chars().all(|c| !c.is_control() && c != '\u{202e}'));
    listener.desk.sent_nothing();
}
