//! What was seen before this run.

use super::*;
use crate::domain::{Ratio, Sample};

/// A look at a task of `a1`, at so many hundredths of its amount.
fn look(task: &str, seconds: i64, hundredths: u32) -> Sighting {
    let progress = Ratio::from_basis_points(hundredths * 100);
    let sample = Sample { at: at(seconds), progress, success: Ratio::ZERO };
    Sighting::Task(TaskSample { key: key("a1"), task: task.into(), sample, orders: 0, succeeded: 0 })
}

/// Seconds and hundredths of every sample there is.
fn seen(state: &State) -> Vec<(i64, u32)> {
    let samples = row(state, "a1").history.samples().iter();
    samples.map(|sample| (sample.at.duration_since(at(0)).as_secs(), sample.progress.percent())).collect()
}

/// The task began ten minutes ago; it was seen at a tenth and at three tenths.
fn before() -> Vec<Sighting> {
    vec![look("t-a1", -400, 10), look("t-a1", -200, 30)]
}

#[test]
fn it_does_not_matter_whether_the_list_or_the_memory_comes_first() {
    let mut first = with(vec![running(upi("a1"), 400, 1_000)]);
    first.remember(before());
    let mut later = state();
    assert_eq!(later.remember(before()), Changes::default(), "nothing is shown yet");
    later.merge(accounts(1, at(0), vec![running(upi("a1"), 400, 1_000)]));
    assert_eq!(seen(&first), [(-600, 0), (-400, 10), (-200, 30), (0, 40)]);
    assert_eq!(seen(&later), seen(&first));
}

#[test]
fn what_was_seen_since_stays_behind_it() {
    let mut state = with(vec![running(upi("a1"), 400, 1_000)]);
    state.now = at(60);
    state.merge(accounts(2, at(60), vec![running(upi("a1"), 500, 1_000)]));
    state.remember(before());
    assert_eq!(seen(&state), [(-600, 0), (-400, 10), (-200, 30), (0, 40), (60, 50)]);
    // From the first look on, two hundred seconds each: from 10 to 30, and to 40.
    assert_eq!(row(&state, "a1").history.trend(at(0), 2), [2_000, 1_000]);
}

#[test]
fn what_is_of_another_task_or_in_the_future_is_dropped() {
    let mut state = with(vec![running(upi("a1"), 400, 1_000)]);
    let looks = vec![
        look("t-a1", -601, 99),
        look("t-a1", -600, 1),
        look("t-other", -300, 88),
        // Written down before the clock was set back.
        look("t-a1", 1, 77),
    ];
    state.remember(looks);
    assert_eq!(seen(&state), [(-600, 0), (-600, 1), (0, 40)]);
}

#[test]
fn a_look_is_kept_once_and_only_where_the_task_moved() {
    let mut state = state();
    let kept = state.merge(accounts(1, at(0), vec![running(upi("a1"), 400, 1_000), upi("a2")])).samples;
    assert_eq!(kept.len(), 1);
    let sample = kept[0].task().unwrap().sample;
    assert_eq!((sample.at, sample.progress.percent()), (at(0), 40));
    state.now = at(5);
    let switched = Account { otp_auth: false, ..running(upi("a1"), 400, 1_000) };
    assert_eq!(state.merge(accounts(2, at(5), vec![switched.clone(), upi("a2")])).samples, []);
    state.now = at(10);
    let moved = Account { otp_auth: false, ..running(upi("a1"), 410, 1_000) };
    let kept = state.merge(accounts(3, at(10), vec![moved, upi("a2")])).samples;
    assert_eq!(kept.iter().map(Sighting::at).collect::<Vec<_>>(), [at(10)]);
}

#[test]
fn very_many_looks_are_thinned_and_keep_their_ends() {
    let mut state = with(vec![running(upi("a1"), 900, 1_000)]);
    state.remember((0..599).map(|n| look("t-a1", -599 + n, u32::try_from(n / 7).unwrap())).collect());
    let seen = seen(&state);
    assert!(seen.len() <= History::MAX, "{}", seen.len());
    assert_eq!((seen[0], seen[seen.len() - 1]), ((-600, 0), (0, 90)));
    assert!(seen.is_sorted());
}
