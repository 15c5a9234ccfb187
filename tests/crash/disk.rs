//! A disk without room: what cannot be written down first does not leave.

use paytop::sandbox::Options;
use tokio::process::Command;

use crate::place::{CARD, Place, ended};

/// The program where no file may grow beyond so many blocks of 512 bytes: writes fail as on a full disk.
async fn order_within(place: &Place, blocks: u32, amount: u32) -> Option<i32> {
    let paytop = env!("CARGO_BIN_EXE_paytop");
    let script = format!(
        "trap '' XFSZ; ulimit -f {blocks}; exec {paytop} tool order create {CARD} --amount {amount} --yes --log /dev/null"
    );
    let mut command = Command::new("sh");
    command.args(["-c", &script]);
    place.at_home(&mut command, "");
    ended(command.spawn().unwrap()).await.code()
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_disk_nothing_leaves_that_is_not_written_down() {
    let place = Place::new(Options::default(), "").await;
    // A journal that is there already, as on every day but the first.
    for amount in 1..=5 {
        assert!(ended(place.order(amount, "").spawn().unwrap()).await.success());
    }
    let mut refused = 0;
    let mut passed = 0;
    for blocks in (0..320).step_by(4) {
        let amount = 1_000 + blocks;
        match order_within(&place, blocks, amount).await {
            Some(0) => passed += 1,
            // It could not be written down, and says so.
            Some(3) => refused += 1,
            status => panic!("{blocks} blocks: status {status:?}"),
        }
        let truth = place.truth().await;
        assert!(truth.moved(amount) <= 1);
    }
    assert!(refused > 0 && passed > 0, "{refused} refused, {passed} passed");
}
