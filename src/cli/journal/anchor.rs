//! `journal anchor`: the newest entry's number and hash. Kept somewhere else, it shows a journal that was cut short or
//! written anew.

use super::desk::Desk;
use crate::cli::exit::Exit;
use crate::store::Anchor;

pub(super) async fn run(desk: &mut Desk<'_>) -> Result<Exit, Exit> {
    let head = desk.store.anchor().await;
    let head = desk.used(head)?.unwrap_or_else(nothing);
    desk.print(format!("{head}\n").as_bytes())
}

/// The anchor of an empty journal.
fn nothing() -> Anchor {
    Anchor { count: 0, hash: "0".repeat(64) }
}
