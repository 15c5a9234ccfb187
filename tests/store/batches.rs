//! Batches against a journal: files sent by processes that die at any moment, beside each other, again and again. However
//! that goes, the provider acts on no payout twice.
//!
//! A process is a thread with a runtime, a run and connections of its own, all of which go down together; the true binary
//! is killed in `tests/crash`.

use std::collections::HashMap;
use std::path::Path;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;

use fastrand::Rng;
use jiff::tz::TimeZone;
use paytop::domain::batch::{BatchEnd, BatchOrder, Consents, Held, LineEvent, Pause, Sheet, WITHDRAWALS, Wants};
use paytop::domain::{
    Change, ConnectionId, ConnectionInfo, Currency, Environment, Fault, Intent, IntentId, IntentState, Limit, Limits,
    Outcome, Polling, Receipt, Rejection,
};
use paytop::runtime::{Journal, SystemClock, review, send_batch};
use paytop::store::Chain;
use rust_decimal::Decimal;
use tokio_util::sync::CancellationToken;

use crate::kit::{Home, open_at};

/// Fast enough not to be waited for.
const AT_ONCE: u32 = 60_000_000;

/// A file of so many lines, of which this one pays somebody else.
fn file(lines: u32, other: Option<u32>) -> Arc<Sheet> {
    let mut text = "payment_system,amount,currency_code,label,is_test,account_number\n".to_owned();
    for line in 0..lines {
        let to = if other == Some(line) { 7_000 } else { 1_000 } + line;
        text.extend([format!("paytm,{}0,INR,user-{line},false,987654{to}\n", line + 1)]);
    }
    read(&text)
}

fn read(text: &str) -> Arc<Sheet> {
    let sheet = Sheet::read(&WITHDRAWALS, text.as_bytes(), &Limits::default()).unwrap();
    assert!(sheet.is_sound(), "{:?}", sheet.lines);
    Arc::new(sheet)
}

fn info(name: &str) -> ConnectionInfo {
    ConnectionInfo {
        id: ConnectionId::new(name),
        provider: "paykassma",
        environment: Environment::Sandbox,
        host: "127.0.0.1".into(),
        polling: Polling::default(),
        feeds: Vec::new(),
        abilities: &[],
        read_only: false,
        otp_validity: std::time::Duration::ZERO,
        otp_cool_down: std::time::Duration::ZERO,
        limits: Limits::default(),
    }
}

/// What a provider does with a request, and what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    Pays,
    Refuses,
    PaysAndIsNotHeard,
    IsNotReached,
    IsNotReachedNorKnownSo,
}

/// A provider that counts: by id what it was asked, by payout what it paid.
#[derive(Debug, Default)]
struct Provider {
    asked: HashMap<IntentId, usize>,
    paid: HashMap<String, usize>,
}

impl Provider {
    fn ask(&mut self, intent: IntentId, change: &Change, does: Does) -> Outcome {
        let Change::CreateWithdrawal(request) = change else { panic!("only withdrawals are sent") };
        *self.asked.entry(intent).or_default() += 1;
        let payout = format!("{} {}", request.amount, request.account_number.as_ref().unwrap().full());
        if matches!(does, Does::Pays | Does::PaysAndIsNotHeard) {
            *self.paid.entry(payout).or_default() += 1;
        }
        match does {
            Does::Pays => Outcome::Done(Receipt::WithdrawalTaken { id: intent.to_string().into() }),
            Does::Refuses => Outcome::Rejected(Rejection::Refused { code: "".into(), text: "no".into() }),
            Does::PaysAndIsNotHeard | Does::IsNotReachedNorKnownSo => {
                Outcome::Unconfirmed(Fault::ConnectionLost("reset".into()))
            }
            Does::IsNotReached => Outcome::from_fault(Fault::Unreachable("no route".into())),
        }
    }
}

/// What happened in one process.
#[derive(Debug, Default)]
struct Lived {
    end: Option<BatchEnd>,
    held: Vec<(u32, Held)>,
    sent: Vec<u32>,
}

/// How a process sends.
#[derive(Clone, Debug, Default)]
struct How {
    connection: Option<&'static str>,
    at_production: bool,
    limits: Limits,
    wants: Wants,
    again: bool,
    /// After how many polls it dies.
    dies_after: Option<usize>,
    /// What the provider does with the nth request of this process; the last of it with all that follow.
    does: Vec<Option<Does>>,
    /// After how many lines somebody stops it.
    stops_after: Option<usize>,
    /// How many lines were confirmed, where that is not all of them.
    confirmed: Option<usize>,
}

/// One process that looks at a file and sends what is left of it, as an operator would who says yes to everything asked.
fn process(journal: &Path, sheet: &Arc<Sheet>, provider: &Arc<Mutex<Provider>>, how: &How) -> Lived {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let lived = Arc::new(Mutex::new(Lived::default()));
    let environment = if how.at_production { Environment::Production } else { Environment::Sandbox };
    let info = ConnectionInfo { limits: how.limits.clone(), environment, ..info(how.connection.unwrap_or("live")) };
    let stop = CancellationToken::new();
    let life = async {
        let store = open_at(journal);
        let journal = Journal::new(Arc::clone(&store), TimeZone::UTC, Arc::new(SystemClock::default()));
        let found = review(&journal, sheet, &info, how.again, false).await.unwrap();
        let despite = if how.wants.repeats { found.repeated(sheet).into_iter().collect() } else { Vec::new() };
        let order = BatchOrder {
            sheet: Arc::clone(sheet),
            id: found.id,
            which: found.which,
            lines: how.confirmed.unwrap_or(sheet.lines.len()),
            per_minute: AT_ONCE,
            consents: Consents { retry_refused: how.wants.refused, despite },
            operator: "asha".into(),
            shown: vec!["Send it?".into()],
        };
        let asked = Mutex::new(0);
        let asked = &asked;
        let leave = |intent: IntentId, change: Change| async move {
            let nth = {
                let mut asked = asked.lock().unwrap();
                *asked += 1;
                *asked - 1
            };
            // On its way, and on its way back: where it can die.
            tokio::task::yield_now().await;
            let does = how.does.get(nth).or(how.does.last()).copied().flatten().unwrap_or(Does::Pays);
            let outcome = provider.lock().unwrap().ask(intent, &change, does);
            tokio::task::yield_now().await;
            outcome
        };
        let tell = |event: LineEvent| {
            let mut lived = lived.lock().unwrap();
            match event {
                LineEvent::Sent { line, .. } => lived.sent.push(line),
                LineEvent::Held { line, held } => lived.held.push((line, held)),
                LineEvent::Outcome { .. } if how.stops_after == Some(lived.sent.len()) => stop.cancel(),
                LineEvent::Outcome { .. } => {}
            }
        };
        let end = send_batch(&journal, &order, &info, &stop, tell, leave).await;
        lived.lock().unwrap().end = Some(end);
        store.close().await;
    };
    let mut polls = 0;
    runtime.block_on(async {
        let mut life = pin!(life);
        std::future::poll_fn(|context| {
            polls += 1;
            if how.dies_after.is_some_and(|after| polls > after) {
                Poll::Ready(())
            } else {
                life.as_mut().poll(context)
            }
        })
        .await;
    });
    drop(runtime);
    std::mem::take(&mut *lived.lock().unwrap())
}

/// The journal, as whoever comes next finds it.
fn journal_of(home: &Home) -> Vec<Intent> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = home.run();
        store.recover(crate::kit::noon()).await.unwrap();
        let intents = store.intents(None, None).await.unwrap();
        let mut chain = Chain::new(None);
        for entry in store.entries(0, usize::MAX).await.unwrap() {
            chain.step(&entry).unwrap();
        }
        store.close().await;
        intents
    })
}

/// Whatever happened: the provider was asked for nothing that is not in the journal, for nothing twice, and paid nothing
/// twice.
#[track_caller]
fn check(home: &Home, provider: &Arc<Mutex<Provider>>, seed: u64) {
    let provider = provider.lock().unwrap();
    let intents: HashMap<IntentId, IntentState> =
        journal_of(home).into_iter().map(|intent| (intent.id, intent.state().clone())).collect();
    for (id, times) in &provider.asked {
        assert_eq!(*times, 1, "seed {seed}: {id} was sent twice");
        assert!(intents.contains_key(id), "seed {seed}: {id} was sent and is not in the journal");
    }
    for (payout, times) in &provider.paid {
        assert_eq!(*times, 1, "seed {seed}: {payout} was paid twice");
    }
    let open = intents.values().filter(|state| matches!(state, IntentState::Planned | IntentState::Sent));
    assert_eq!(open.count(), 0, "seed {seed}: nothing that ended is on its way");
}

/// Files and a file that was changed, sent by processes that die, beside each other, until nobody dies any more.
fn storm(seed: u64) {
    let mut rng = Rng::with_seed(seed);
    let (home, provider) = (Home::new(), Arc::new(Mutex::new(Provider::default())));
    let lines = rng.u32(3..9);
    let files = [file(lines, None), file(lines, Some(rng.u32(..lines)))];
    let journal = home.file();
    for _ in 0..rng.u32(3..7) {
        let together: Vec<_> = (0..rng.u32(1..3)).map(|_| (&files[rng.usize(..2)], how(&mut rng, lines))).collect();
        std::thread::scope(|threads| {
            for (sheet, how) in &together {
                threads.spawn(|| process(&journal, sheet, &provider, how));
            }
        });
        check(&home, &provider, seed);
    }
    // Whoever goes on in peace comes to the end of both files.
    for sheet in &files {
        let how = How { wants: Wants { refused: true, repeats: false }, ..How::default() };
        let lived = process(&journal, sheet, &provider, &how);
        assert_eq!(lived.end, Some(BatchEnd::Through), "seed {seed}: {lived:?}");
    }
    check(&home, &provider, seed);
    let unconfirmed = journal_of(&home).iter().filter(|intent| intent.is_unconfirmed()).count();
    let paid = provider.lock().unwrap().paid.len();
    // Every line of the first file and the changed one of the second is paid, but for those in doubt.
    let wanted = lines as usize + 1;
    assert!(paid <= wanted && paid + unconfirmed >= wanted, "seed {seed}: {paid} and {unconfirmed} of {wanted}");
}

/// How a process of a storm sends.
fn how(rng: &mut Rng, lines: u32) -> How {
    let does = (0..lines).map(|_| match rng.u8(..12) {
        0 => Some(Does::Refuses),
        1 => Some(Does::PaysAndIsNotHeard),
        2 => Some(Does::IsNotReachedNorKnownSo),
        3 => Some(Does::IsNotReached),
        _ => Some(Does::Pays),
    });
    let does = does.collect();
    How {
        wants: Wants { refused: rng.bool(), repeats: false },
        does,
        dies_after: (rng.u8(..4) > 0).then(|| rng.usize(1..120)),
        stops_after: (rng.u8(..4) == 0).then(|| rng.usize(1..4)),
        ..How::default()
    }
}

#[test]
fn whatever_dies_and_whoever_goes_on_nothing_is_paid_twice() {
    for seed in 0..40 {
        storm(seed);
    }
}

fn place() -> (Home, Arc<Mutex<Provider>>) {
    (Home::new(), Arc::default())
}

fn paid(provider: &Arc<Mutex<Provider>>) -> usize {
    provider.lock().unwrap().paid.values().sum()
}

#[test]
fn what_was_stopped_goes_on_where_it_was() {
    let (home, provider) = place();
    let sheet = file(5, None);
    let stopped = process(&home.file(), &sheet, &provider, &How { stops_after: Some(2), ..How::default() });
    assert_eq!((stopped.end, &stopped.sent[..]), (Some(BatchEnd::Stopped), &[2, 3][..]));
    let on = process(&home.file(), &sheet, &provider, &How::default());
    assert_eq!((on.end, &on.sent[..]), (Some(BatchEnd::Through), &[4, 5, 6][..]));
    let again = process(&home.file(), &sheet, &provider, &How::default());
    assert_eq!((again.end, again.sent.len()), (Some(BatchEnd::Through), 0));
    check(&home, &provider, 0);
    assert_eq!(paid(&provider), 5);
}

#[test]
fn no_more_lines_are_sent_than_were_confirmed() {
    let (home, provider) = place();
    let sheet = file(3, None);
    let refused = How { does: vec![Some(Does::Refuses)], ..How::default() };
    assert_eq!(process(&home.file(), &sheet, &provider, &refused).sent, [2, 3, 4]);
    // Two were refused when it was looked at, and a third one to somebody else since.
    let wants = Wants { refused: true, repeats: false };
    let two = How { wants, confirmed: Some(2), ..How::default() };
    let lived = process(&home.file(), &sheet, &provider, &two);
    assert!(matches!(lived.end, Some(BatchEnd::Paused(Pause::Fault(Fault::Withheld(_))))), "{lived:?}");
    assert_eq!((lived.sent.len(), paid(&provider)), (0, 0));
    let all = How { confirmed: Some(3), ..two };
    assert_eq!(process(&home.file(), &sheet, &provider, &all).sent, [2, 3, 4]);
    check(&home, &provider, 0);
}

#[test]
fn of_two_at_once_one_sends_and_the_other_says_so() {
    let (home, provider) = place();
    let sheet = file(8, None);
    let lived: Vec<Lived> = std::thread::scope(|threads| {
        let one = || process(&home.file(), &sheet, &provider, &How::default());
        let threads: Vec<_> = (0..4).map(|_| threads.spawn(one)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(lived.iter().any(|lived| lived.end == Some(BatchEnd::Through)), "{lived:?}");
    check(&home, &provider, 0);
    assert_eq!(paid(&provider), 8);
}

#[test]
fn what_another_file_has_sent_is_left_out_unless_it_is_wanted_despite_it() {
    let (home, provider) = place();
    let (first, mended) = (file(4, None), file(4, Some(2)));
    process(&home.file(), &first, &provider, &How { stops_after: Some(2), ..How::default() });
    let lived = process(&home.file(), &mended, &provider, &How::default());
    let repeat = |line| (line, Held::Repeat { batch: first.digest.short(), line });
    assert_eq!(lived.held, [repeat(2), repeat(3)]);
    assert_eq!(lived.sent, [4, 5]);
    // Now the first one goes on: what the mended one has sent of it is left out there.
    let on = process(&home.file(), &first, &provider, &How::default());
    assert_eq!(on.held, [(5, Held::Repeat { batch: mended.digest.short(), line: 5 })]);
    assert_eq!(on.sent, [4], "what was mended pays somebody else here");
    check(&home, &provider, 0);
    let wants = Wants { refused: false, repeats: true };
    let despite = process(&home.file(), &mended, &provider, &How { wants, ..How::default() });
    assert_eq!(despite.sent, [2, 3], "said so twice, it is paid twice");
    assert_eq!(paid(&provider), 7);
}

#[test]
fn the_same_file_by_another_connection_is_a_repeat() {
    let (home, provider) = place();
    let sheet = file(3, None);
    process(&home.file(), &sheet, &provider, &How::default());
    let other = process(&home.file(), &sheet, &provider, &How { connection: Some("renamed"), ..How::default() });
    assert_eq!((other.sent.len(), other.held.len()), (0, 3));
    assert_eq!(paid(&provider), 3);
}

#[test]
fn what_was_rehearsed_at_a_sandbox_is_no_repeat_where_it_is_paid() {
    let (home, sandbox) = place();
    let sheet = file(3, None);
    assert_eq!(process(&home.file(), &sheet, &sandbox, &How::default()).sent, [2, 3, 4]);
    let provider = Arc::default();
    let live = How { connection: Some("india"), at_production: true, ..How::default() };
    let paid_now = process(&home.file(), &sheet, &provider, &live);
    assert_eq!((&paid_now.sent[..], &paid_now.held[..]), (&[2, 3, 4][..], &[][..]));
    // By another production connection it is one.
    let second = How { connection: Some("second"), ..live };
    let repeated = process(&home.file(), &sheet, &provider, &second);
    assert_eq!((repeated.sent.len(), repeated.held.len(), paid(&provider)), (0, 3, 3));
}

#[test]
fn a_file_is_sent_once_more_as_another_batch_and_the_first_is_over() {
    let (home, provider) = place();
    let sheet = file(3, None);
    process(&home.file(), &sheet, &provider, &How { stops_after: Some(1), ..How::default() });
    let again = process(&home.file(), &sheet, &provider, &How { again: true, stops_after: Some(2), ..How::default() });
    assert_eq!(again.sent, [2, 3], "line 2 is paid a second time: that was the wish");
    let on = process(&home.file(), &sheet, &provider, &How::default());
    assert_eq!(on.sent, [4], "going on means the newest one");
    assert_eq!(paid(&provider), 4);
}

#[test]
fn a_limit_pauses_it_and_costs_no_line_its_turn() {
    let (home, provider) = place();
    let sheet = file(4, None);
    let limit = Limit { per_day: Some(Decimal::from(40)), ..Limit::default() };
    let limits = Limits::default().with(Currency::inr(), limit);
    let limited = process(&home.file(), &sheet, &provider, &How { limits, ..How::default() });
    assert!(matches!(limited.end, Some(BatchEnd::Paused(Pause::Limit(_)))), "{limited:?}");
    assert_eq!(limited.sent, [2, 3]);
    assert_eq!(journal_of(&home).len(), 2, "nothing is written of what is held back");
    let on = process(&home.file(), &sheet, &provider, &How::default());
    assert_eq!(on.sent, [4, 5]);
    check(&home, &provider, 0);
}

#[test]
fn a_line_whose_twin_is_in_doubt_is_held_back_and_the_rest_goes_on() {
    let (home, provider) = place();
    let titles = "payment_system,amount,currency_code,label,is_test,account_number";
    let line = |to: &str| format!("\npaytm,100,INR,1,false,{to}");
    let text = [titles.to_owned(), line("9876541000"), line("9876541000"), line("9876542000")].concat();
    let sheet = read(&text);
    assert_eq!(sheet.duplicates(), 1);
    let does = vec![Some(Does::PaysAndIsNotHeard), None];
    let lived = process(&home.file(), &sheet, &provider, &How { does, ..How::default() });
    assert_eq!(lived.sent, [2, 4]);
    assert!(matches!(&lived.held[..], [(3, Held::Twin(_))]), "{lived:?}");
    let on = process(&home.file(), &sheet, &provider, &How::default());
    assert!(on.sent.is_empty() && matches!(&on.held[..], [(3, Held::Twin(_))]), "{on:?}");
}

#[test]
fn it_pauses_where_nobody_can_be_reached_or_too_much_is_in_doubt() {
    for (does, sent) in [(Does::IsNotReached, 1), (Does::IsNotReachedNorKnownSo, 3), (Does::Refuses, 6)] {
        let (home, provider) = place();
        let how = How { does: vec![Some(does)], ..How::default() };
        let lived = process(&home.file(), &file(6, None), &provider, &how);
        assert_eq!(lived.sent.len(), sent, "{does:?}: {lived:?}");
    }
}

#[test]
fn what_was_refused_is_tried_again_only_by_its_own_word() {
    let (home, provider) = place();
    let sheet = file(3, None);
    let does = vec![Some(Does::Pays), Some(Does::Refuses), Some(Does::Pays)];
    process(&home.file(), &sheet, &provider, &How { does, ..How::default() });
    assert_eq!(process(&home.file(), &sheet, &provider, &How::default()).sent.len(), 0);
    let wants = Wants { refused: true, repeats: false };
    let retried = process(&home.file(), &sheet, &provider, &How { wants, ..How::default() });
    assert_eq!(retried.sent, [3]);
    check(&home, &provider, 0);
    assert_eq!(paid(&provider), 3);
}

#[test]
fn the_database_has_no_account_number_whole_and_no_export_has_the_key() {
    let (home, provider) = place();
    process(&home.file(), &file(3, None), &provider, &How::default());
    let intents = journal_of(&home);
    let request = &intents[0].request;
    let has = |name: &str| request.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap();
    assert_eq!((has("line").as_str(), has("account_number").as_str()), ("2", "••••••1000"));
    assert_eq!(has("payout").len(), 32);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let key = runtime.block_on(async {
        let mut bare = home.bare().await;
        let key: Vec<u8> = sqlx::query_scalar("SELECT key FROM payout_key").fetch_one(&mut bare).await.unwrap();
        key
    });
    assert_eq!(key.len(), 32);
    let bytes = std::fs::read(home.file()).unwrap();
    let holds = |wanted: &[u8]| bytes.windows(wanted.len()).any(|window| window == wanted);
    assert!(holds(b"1000") && !holds(b"9876541"), "the last four digits are there, and no more");
    let entries = runtime.block_on(async {
        let store = home.run();
        let entries = store.entries(0, usize::MAX).await.unwrap();
        store.close().await;
        format!("{entries:?}")
    });
    assert!(!entries.contains(&const_hex::encode(&key)));
}
