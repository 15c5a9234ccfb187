//! The journal: whether it is there, can be read and written, and is sound, and where its chain stands.

use std::path::Path;

use jiff::Timestamp;

use super::finding::Finding;
use crate::cli::exit::Exit;
use crate::domain::JournalFault;
use crate::store::Store;

const NAME: &str = "journal";

/// What is found of it. Where there is none, none is made.
pub async fn look(store: &dyn Store, now: Timestamp) -> Finding {
    let place = store.place().to_owned();
    let head = match store.anchor().await {
        Ok(head) => head,
        Err(fault) => return broken(&fault),
    };
    let Some(head) = head else { return to_be_made(&place) };
    match store.damage().await {
        Ok(None) => {}
        Ok(Some(damage)) => {
            let advice = "Keep the file as it is; `paytop journal verify` says what of it still holds.";
            return Finding::broken(NAME, format!("{place} is damaged: {damage}"), advice, Exit::Unreachable);
        }
        Err(fault) => return broken(&fault),
    }
    if let Err(fault) = store.prove(now).await {
        return broken(&fault);
    }
    let hash: String = head.hash.chars().take(12).collect();
    let entries = if head.count == 1 { "entry" } else { "entries" };
    let found = format!("{place} can be written and is sound: {} {entries}, the newest is {hash}", head.count);
    Finding::works(NAME, found)
}

fn broken(fault: &JournalFault) -> Finding {
    Finding::broken(NAME, fault.to_string(), fault.advice(), Exit::Unreachable)
}

/// There is none yet: whether there can be one.
fn to_be_made(place: &str) -> Finding {
    let found = format!("there is none at {place} yet, or it is empty: the first change begins it");
    let folder = Path::new(place).ancestors().skip(1).find(|folder| folder.exists());
    match folder.filter(|folder| !may_write(folder)) {
        Some(folder) => Finding::broken(
            NAME,
            format!("there is none at {place}, and {} may not be written", folder.display()),
            "Give yourself the right to write that folder, or name another file with [store] url.",
            Exit::Unreachable,
        ),
        None => Finding::works(NAME, found),
    }
}

#[cfg(unix)]
fn may_write(folder: &Path) -> bool {
    nix::unistd::access(folder, nix::unistd::AccessFlags::W_OK | nix::unistd::AccessFlags::X_OK).is_ok()
}

#[cfg(not(unix))]
fn may_write(folder: &Path) -> bool {
    std::fs::metadata(folder).is_ok_and(|folder| !folder.permissions().readonly())
}
