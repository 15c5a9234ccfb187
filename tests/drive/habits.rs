//! What an operator is used to, through the true loop: where they left is where they begin, and a lock leaves everything
//! running.

use paytop::sandbox::Options;

use crate::house::House;
use crate::runner::Stage;

#[tokio::test]
async fn the_next_run_begins_where_the_last_was_left() {
    let house = House::open(Options::default());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("preferences.json");
    Stage::new([house.link()])
        .preferences(file.clone())
        .play(async |runner| {
            runner.row(&["a24"]).await;
            runner.press("/");
            runner.type_in("card");
            runner.press("enter j q");
            assert_eq!(runner.left().await, 0);
        })
        .await;
    let kept = std::fs::read_to_string(&file).unwrap();
    assert!(kept.contains("card"), "{kept}");
    Stage::new([house.link()])
        .preferences(file)
        .play(async |runner| {
            // The second of those that match.
            runner.row(&["▌", "a7", "CARD"]).await;
            assert!(!runner.frame().text.contains("AIRTEL"), "{}", runner.frame().text);
        })
        .await;
}

#[tokio::test]
async fn a_locked_screen_shows_nothing_and_what_happens_beneath_is_there_afterwards() {
    let house = House::open(Options { speed: "60".parse().unwrap(), ..Options::default() });
    Stage::new([house.link()])
        .play(async |runner| {
            runner.row(&["a24"]).await;
            let before = runner.row(&["accounts", "running"]).await;
            runner.press("ctrl-l");
            runner.wait("Locked").await;
            runner.press("t q 2");
            runner.gone("a24").await;
            runner.press("ctrl-u");
            runner.type_in("asha");
            runner.press("enter");
            runner.row(&["a24"]).await;
            runner
                .until("money to have moved", |frame| {
                    frame
                        .text
                        .lines()
                        .any(|line| line.contains("running") && line.contains("accounts") && *line != *before)
                })
                .await;
            assert!(runner.runs());
        })
        .await;
}
