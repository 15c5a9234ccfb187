//! More changes than may be on their way at once: what waits is written down, and has not left.

use std::sync::Arc;

use crate::paper::Paper;
use crate::played::{Act, Played, quiet};
use crate::runner::Stage;

/// How many changes of one connection are on their way at once.
const AT_ONCE: usize = 4;

#[tokio::test(start_paused = true)]
async fn what_waits_for_its_turn_is_planned_in_the_journal_and_has_not_left() {
    let played = Played::new((1..=6).map(|at| quiet(&format!("a{at}"))).collect());
    played.changes(|_, _| Act::Hang);
    let paper = Arc::new(Paper::default());
    Stage::new([played.link("india-a", crate::played::polite())])
        .store(paper.clone())
        .play(async |runner| {
            runner.wait("a6").await;
            runner.press("space space space space space space t");
            runner.accept("Turn withdrawals on at 6 accounts", "turn on").await;
            runner.until("the first to be sent", |_| played.changed().len() == AT_ONCE).await;
            let words = || paper.written().iter().map(|intent| intent.state().word()).collect::<Vec<_>>();
            paper.until("all six to be written down", |written| written.len() == 6).await;
            let count = |word| words().iter().filter(|written| **written == word).count();
            assert_eq!((count("sent"), count("planned")), (AT_ONCE, 2));
            assert_eq!(played.changed().len(), AT_ONCE);
        })
        .await;
}
