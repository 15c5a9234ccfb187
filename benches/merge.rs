//! How long it takes to merge an account list into the state: one in which nothing changed, and one in which every
//! task came further; beside their floor, comparing every account with the one before and counting what differs.

mod support;

use divan::{Bencher, black_box};
use jiff::tz::TimeZone;
use paytop::state::State;

use support::{SIZES, at, connection, decoded, payload, reply};

fn main() {
    divan::main();
}

/// The state with these accounts, as of answer number 1.
fn state(rows: usize) -> State {
    let mut state = State::new(vec![connection()], TimeZone::UTC, "asha".into(), at(0));
    state.merge(reply(decoded(&payload(rows, 0)), 1));
    state
}

fn merged(bencher: Bencher<'_, '_>, rows: usize, step: usize) {
    let mut state = state(rows);
    // Each answer is newer than the one before, and differs from it by `step`.
    let mut sequence = 1;
    bencher
        .with_inputs(|| {
            sequence += 1;
            reply(decoded(&payload(rows, step * (sequence % 2))), sequence)
        })
        .bench_local_values(|reply| state.merge(reply));
}

#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn unchanged(bencher: Bencher<'_, '_>, rows: usize) {
    merged(bencher, rows, 0);
}

#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn every_task_moved(bencher: Bencher<'_, '_>, rows: usize) {
    merged(bencher, rows, 1);
}

#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn floor_compare(bencher: Bencher<'_, '_>, rows: usize) {
    let known = decoded(&payload(rows, 0)).rows;
    bencher
        .with_inputs(|| decoded(&payload(rows, 0)).rows)
        .bench_local_values(|new| black_box(new.iter().zip(&known).filter(|(new, known)| new != known).count()));
}
