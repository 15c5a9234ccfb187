//! Where tasks come from: the samples of their progress.

use super::*;

fn at_work(withdrawn: i64) -> Vec<Account> {
    vec![running(upi("a1"), withdrawn, 10_000)]
}

#[test]
fn a_history_begins_with_the_task_grows_when_it_moves_and_ends_with_it() {
    let mut state = with(at_work(100));
    let looks = |state: &State| row(state, "a1").history.samples().len();
    let begun = looks(&state);
    state.now = at(5);
    state.merge(accounts(2, at(5), at_work(100)));
    assert_eq!(looks(&state), begun, "nothing moved");
    state.now = at(10);
    state.merge(accounts(3, at(10), at_work(200)));
    assert_eq!(looks(&state), begun + 1);
    assert_eq!(row(&state, "a1").moved, at(10));
    state.merge(accounts(4, at(15), vec![upi("a1")]));
    assert_eq!(looks(&state), 0);
}

#[test]
fn a_new_task_begins_a_new_history() {
    let mut state = with(at_work(9_000));
    state.now = at(5);
    let mut next = upi("a1");
    next.task = Some(task("another", 0, 5_000));
    state.merge(accounts(2, at(5), vec![on(next)]));
    let samples = row(&state, "a1").history.samples();
    assert_eq!(samples.last().unwrap().progress.percent(), 0);
    assert!(samples.iter().all(|sample| sample.progress.percent() == 0), "nothing of the task before is in it");
}

#[test]
fn a_long_task_keeps_a_bounded_history() {
    let mut state = with(at_work(0));
    for step in 1..=2_000_i64 {
        state.now = at(step);
        state.merge(accounts(u64::try_from(step).unwrap() + 1, at(step), at_work(step)));
    }
    let samples = row(&state, "a1").history.samples();
    assert!(samples.len() <= History::MAX);
    assert_eq!(samples.first().unwrap().at, at(-600), "from the task's start");
    assert_eq!(samples.last().unwrap().progress.percent(), 20, "to its last look");
}

#[test]
fn a_faulty_answer_is_no_sign_that_the_task_moved() {
    let mut state = with(at_work(100));
    state.now = at(300);
    state.merge(silence(2, at(300)));
    assert_eq!(row(&state, "a1").moved, at(0));
}
