//! A file of withdrawals sent by the true binary, killed at any moment and gone on with; beside another process with the
//! same file, and with a file that was changed in between. However that goes, the provider hears of no line twice.

use std::time::Duration;

use fastrand::Rng;
use paytop::sandbox::{Faults, Options};
use tokio::process::Command;

use crate::between::Hold;
use crate::place::{Place, ended, kill};
use crate::truth::Truth;

/// How many lines a file has.
const LINES: u32 = 12;

/// The amount of a line; no two have the same, and a line of another file has that of its like.
fn amount(line: u32) -> u32 {
    100 + 10 * line
}

/// A file, of which one line pays somebody else where that is wanted.
fn file(place: &Place, name: &str, other: Option<u32>) {
    let mut text = "payment_system,amount,currency_code,label,is_test,account_number\r\n".to_owned();
    for line in 0..LINES {
        let (to, amount) = match other {
            Some(other) if other == line => (8_000, amount(line) + 5_000),
            _ => (1_000, amount(line)),
        };
        text.extend([format!("paytm,{amount},INR,user-{line},false,987654{}\r\n", to + line)]);
    }
    std::fs::write(place.path(name), text).unwrap();
}

/// The program, about to send what is left of a file, whatever that is.
async fn batch(place: &Place, name: &str, faults: &str) -> Command {
    let mut arguments = vec!["paykassma", "withdrawal", "batch", name, "--rate", "600", "--yes"];
    let left = left(place, name).await;
    if left.is_begun {
        arguments.push("--resume");
    }
    let lines = left.lines.to_string();
    arguments.extend(["--lines", &lines]);
    place.program(&arguments, faults)
}

/// How a file stands, as `--check` prints it.
struct Left {
    is_begun: bool,
    lines: usize,
}

async fn left(place: &Place, name: &str) -> Left {
    let mut check = place.program(&["paykassma", "withdrawal", "batch", name, "--check", "-o", "json"], "");
    check.stdout(std::process::Stdio::piped());
    let output = check.output().await.unwrap();
    let rows: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let rows = rows.as_array().unwrap();
    let open = rows.iter().filter(|row| row["standing"] == "open").count();
    let begun = rows.iter().filter(|row| row["standing"] != "open" && row["standing"] != "repeated").count();
    // Where nothing left, it may be begun all the same: the program says so.
    Left { is_begun: begun > 0 || is_registered(place, name).await, lines: open }
}

/// Whether it was begun, though no line has left.
async fn is_registered(place: &Place, name: &str) -> bool {
    let mut send = place.program(&["paykassma", "withdrawal", "batch", name, "--yes", "--lines", "100000"], "");
    send.stderr(std::process::Stdio::piped());
    let said = send.output().await.unwrap();
    String::from_utf8_lossy(&said.stderr).contains("this file was begun before")
}

/// Whatever happened: no id was asked for twice, and each line moved once at most.
async fn check(place: &Place, seed: u64) -> Truth {
    let truth = place.truth().await;
    for (id, times) in place.between.asked() {
        assert_eq!(times, 1, "seed {seed}: {id} was sent twice");
    }
    for line in 0..LINES {
        for amount in [amount(line), amount(line) + 5_000] {
            assert!(truth.moved(amount) <= 1, "seed {seed}: {amount} moved twice: {truth:?}");
        }
    }
    truth
}

/// Goes on in peace until nothing is left.
async fn finish(place: &Place, name: &str) {
    for _ in 0..20 {
        if left(place, name).await.lines == 0 {
            return;
        }
        ended(batch(place, name, "").await.spawn().unwrap()).await;
    }
    panic!("{name} never came to its end");
}

async fn dies_anywhere(seed: u64, options: Options) {
    let mut rng = Rng::with_seed(seed);
    let place = Place::shop(options).await;
    file(&place, "payouts.csv", None);
    for _ in 0..8 {
        let mut child = batch(&place, "payouts.csv", "").await.spawn().unwrap();
        let after = Duration::from_millis(rng.u64(20..900));
        tokio::select! {
            _ = child.wait() => {}
            () = tokio::time::sleep(after) => kill(child).await,
        }
        check(&place, seed).await;
    }
    finish(&place, "payouts.csv").await;
    let truth = check(&place, seed).await;
    for line in 0..LINES {
        let (says, moved) = (truth.says(amount(line)), truth.moved(amount(line)));
        let is_told = matches!((says, moved), (["done"], 1) | (["unconfirmed"], 0 | 1) | (["rejected"], 0));
        assert!(is_told, "seed {seed}, line {line}: {says:?} and moved {moved} times");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_killed_at_any_moment_pays_each_line_once() {
    for seed in 0..6 {
        dies_anywhere(seed, Options { seed, ..Options::default() }).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_killed_while_answers_get_lost_pays_each_line_once() {
    let faults = Faults { drop_rate: "0.2".parse().unwrap(), error_rate: "0.1".parse().unwrap(), ..Faults::default() };
    for seed in 10..13 {
        dies_anywhere(seed, Options { faults, seed, ..Options::default() }).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_dies_at_every_point_of_its_first_line() {
    let points = ["after-batch", "before-journal", "after-journal", "after-answer", "after-outcome"];
    for (at, says, moved) in
        [(0, &[][..], 0), (1, &[], 0), (2, &["unconfirmed"], 0), (3, &["unconfirmed"], 1), (4, &["done"], 1)]
    {
        let place = Place::shop(Options::default()).await;
        file(&place, "payouts.csv", None);
        let died = ended(batch(&place, "payouts.csv", &format!("kill:{}", points[at])).await.spawn().unwrap()).await;
        assert_eq!(died.code(), None, "it was to be killed at {}", points[at]);
        let truth = check(&place, 0).await;
        assert_eq!((truth.says(amount(0)), truth.moved(amount(0))), (says, moved), "{}", points[at]);
        finish(&place, "payouts.csv").await;
        let truth = check(&place, 0).await;
        let doubt = usize::from(says == ["unconfirmed"]);
        assert_eq!(truth.count("done"), LINES as usize - doubt, "{}: {truth:?}", points[at]);
        assert_eq!(truth.moved_in_all(), LINES as usize - doubt + moved * doubt, "{}: {truth:?}", points[at]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_processes_with_one_file_one_sends() {
    for seed in 20..23 {
        let mut rng = Rng::with_seed(seed);
        let place = Place::shop(Options::default()).await;
        file(&place, "payouts.csv", None);
        for _ in 0..4 {
            let (one, two) = (batch(&place, "payouts.csv", "").await, batch(&place, "payouts.csv", "").await);
            let (one, two) = ({ one }.spawn().unwrap(), { two }.spawn().unwrap());
            let after = Duration::from_millis(rng.u64(50..600));
            let (_, ()) = tokio::join!(ended(two), async {
                tokio::time::sleep(after).await;
                kill(one).await;
            });
            check(&place, seed).await;
        }
        finish(&place, "payouts.csv").await;
        check(&place, seed).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_changed_pays_what_is_new_in_it_alone() {
    let mut rng = Rng::with_seed(30);
    let place = Place::shop(Options::default()).await;
    file(&place, "payouts.csv", None);
    file(&place, "mended.csv", Some(7));
    for name in ["payouts.csv", "mended.csv", "payouts.csv", "mended.csv"] {
        let mut child = batch(&place, name, "").await.spawn().unwrap();
        tokio::select! {
            _ = child.wait() => {}
            () = tokio::time::sleep(Duration::from_millis(rng.u64(100..700))) => kill(child).await,
        }
        check(&place, 30).await;
    }
    finish(&place, "payouts.csv").await;
    finish(&place, "mended.csv").await;
    let truth = check(&place, 30).await;
    assert!(truth.moved(amount(7) + 5_000) + truth.count("unconfirmed") >= 1, "{truth:?}");
    assert!(truth.moved_in_all() <= LINES as usize + 1, "{truth:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_on_its_way_when_it_dies_is_never_sent_again() {
    let mut place = Place::shop(Options::default()).await;
    file(&place, "payouts.csv", None);
    for hold in [Hold::Request, Hold::UntilDead, Hold::Answer] {
        place.between.hold(hold);
        let child = batch(&place, "payouts.csv", "").await.spawn().unwrap();
        let held = place.next_held().await;
        kill(child).await;
        held.release().await;
        place.between.hold(Hold::Nothing);
        check(&place, 0).await;
    }
    finish(&place, "payouts.csv").await;
    let truth = check(&place, 0).await;
    assert_eq!((truth.count("unconfirmed"), truth.count("done")), (3, LINES as usize - 3), "{truth:?}");
    assert_eq!(truth.moved_in_all(), LINES as usize - 1, "the one that never arrived is not sent in its place");
}
