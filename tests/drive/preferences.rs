//! What is set up on the screen is found again in the next run, and a broken file keeps nobody from starting.

use crate::played::{Played, polite, quiet};
use crate::runner::Stage;

#[tokio::test]
async fn columns_are_found_again_in_the_next_run() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("paytop/preferences.json");
    let played = Played::new(vec![quiet("a1")]);
    let stage = || Stage::new([played.link("india-a", polite())]).preferences(file.clone());
    stage()
        .play(async |runner| {
            runner.row(&["id", "tool", "kind"]).await;
            runner.press("C");
            runner.wait("Columns of Accounts").await;
            // The tool leaves, and the program at once after it.
            runner.press("down space esc q");
            assert_eq!(runner.left().await, 0);
        })
        .await;
    stage()
        .play(async |runner| {
            let titles = runner.row(&["id", "kind", "on/off"]).await;
            assert!(!titles.contains("tool"), "{titles}");
        })
        .await;
}

#[tokio::test]
async fn a_broken_file_is_told_and_begun_anew() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("preferences.json");
    std::fs::write(&file, "{\"version\":1,\"panes\":7}").unwrap();
    let played = Played::new(vec![quiet("a1")]);
    Stage::new([played.link("india-a", polite())])
        .preferences(file.clone())
        .play(async |runner| {
            runner.wait("could not be read and is now").await;
            runner.wait("a1").await;
        })
        .await;
    assert!(!file.exists() && file.with_extension("json.broken").exists());
}
