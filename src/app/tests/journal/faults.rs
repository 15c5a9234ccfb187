//! A journal that cannot be used: nothing leaves.

use super::*;

#[rstest]
#[case(120, 40)]
#[case(80, 24)]
#[case(50, 15)]
fn a_journal_that_cannot_be_written_is_told_in_full_at_every_size(#[case] width: u16, #[case] height: u16) {
    let mut desk = card_desk();
    lost_order(&mut desk, "w", "500");
    desk.resize(width, height).take(broken());
    desk.must_say("Nothing can be changed: no room is left for the journal");
    desk.must_say("Make room on its disk and try again.");
    desk.pass(60).must_say("Nothing can be changed");
    desk.press("2");
    let words = if width < 100 { "NO JOURNAL" } else { "JOURNAL CANNOT BE WRITTEN" };
    desk.must_show(words).must_say("no room is left for the journal").must_say("Make room on its disk");
    desk.must_show(if width < 60 { "?1" } else { "1 unconfirmed" });
    desk.take(news(vec![])).must_say("can be written again").must_not_show("JOURNAL C");
    desk.pass(60).must_not_show("NO JOURNAL").must_not_show("Nothing can be changed");
}

#[test]
fn production_and_read_only_leave_room_for_the_badge() {
    let both = vec![read_only(production("india-a")), read_only(sandbox(DESK))];
    let mut desk = Desk::at(both);
    desk.resize(50, 15).take(broken()).must_show("NO JOURNAL");
}

#[test]
fn another_fault_is_told_anew_and_the_same_is_not_told_twice() {
    let mut desk = card_desk();
    desk.take(broken()).press("esc").must_show("NO JOURNAL");
    desk.take(broken()).must_not_show("┃");
    let gone = JournalFault::Gone("/data/paytop.db".into());
    let told = crate::message::JournalNews { intents: Vec::new(), fault: Some(gone) };
    desk.take(Message::Journal(Box::new(told))).must_say("the journal /data/paytop.db is gone").must_say("Put it back");
}

#[test]
fn what_never_left_for_want_of_the_journal_says_so_and_may_be_tried_again() {
    let mut desk = card_desk();
    let (intent, _) = desk.press("w").type_text("500").press("enter enter").sent_one();
    desk.take(broken());
    let never = Outcome::Rejected(Rejection::NeverSent(Fault::Journal(unwritable())));
    desk.outcome(intent, never).must_say("withdraw INR 500.00: not sent: no room is left for the journal");
    desk.press("esc 2").must_say("trying again is safe").must_say("rejected");
}
