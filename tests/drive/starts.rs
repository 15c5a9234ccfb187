//! The beginning: the first frame waits for nobody, live rows follow, and keys always answer.

use paytop::domain::Read;
use paytop::sandbox::Options;

use crate::house::House;
use crate::played::{Act, Played, polite, quiet};
use crate::runner::Stage;

#[tokio::test(start_paused = true)]
async fn the_first_frame_waits_for_nobody_and_a_key_answers_while_everything_hangs() {
    let (one, two) = (Played::new(Vec::new()), Played::new(Vec::new()));
    one.reads(|_, _| Act::Hang);
    two.reads(|_, _| Act::Hang);
    Stage::new([one.link("india-a", polite()), two.link("india-b", polite())])
        .play(async |runner| {
            let first = runner.wait("Asking for the accounts").await;
            assert_eq!(first.number, 1, "the first frame is there before anything else happens");
            runner.press(":");
            runner.wait("toggle-withdrawals").await;
            runner.press("esc");
            runner.gone("toggle-withdrawals").await;
            assert_eq!((one.asked(&Read::Accounts).len(), two.asked(&Read::Accounts).len()), (1, 1));
            runner.press("q");
            assert_eq!(runner.left().await, 0);
        })
        .await;
}

#[tokio::test]
async fn live_rows_appear_and_move() {
    let house = House::open(Options { speed: "60".parse().unwrap(), ..Options::default() });
    Stage::new([house.link()])
        .play(async |runner| {
            let frame = runner.until("twenty-four accounts", |frame| frame.rows == 24).await;
            runner.wait("SANDBOX").await;
            let money = |text: &str| text.lines().find(|line| line.contains("running")).map(str::to_owned);
            let before = money(&frame.text);
            runner.until("money to move", |frame| money(&frame.text) != before).await;
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn a_signal_and_ctrl_c_end_the_loop_with_their_status() {
    let played = Played::new(vec![quiet("a1")]);
    Stage::new([played.link("india-a", polite())])
        .play(async |runner| {
            runner.wait("a1").await;
            runner.signal(143);
            assert_eq!(runner.left().await, 143);
        })
        .await;
    Stage::new([played.link("india-a", polite())])
        .play(async |runner| {
            runner.wait("a1").await;
            runner.press("?");
            runner.press("ctrl-c");
            assert_eq!(runner.left().await, 130);
        })
        .await;
}
