//! The journal.

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
