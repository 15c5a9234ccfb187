//! What an error of the database means to an operator.

use crate::domain::JournalFault;
use crate::store::entry::EntryError;

use super::place::Place;

/// What an error of the database means.
pub fn fault(place: &Place, error: &sqlx::Error) -> JournalFault {
    let name = || place.name().into();
    let (code, words) = match error {
        sqlx::Error::Database(error) => {
            let code = error.code().and_then(|code| code.parse::<i32>().ok()).unwrap_or_default();
            (code, error.message())
        }
        sqlx::Error::Io(error) => return place.io(error),
        // A row that is not what a row of ours is.
        sqlx::Error::ColumnDecode { .. }
        | sqlx::Error::Decode(_)
        | sqlx::Error::ColumnNotFound(_)
        | sqlx::Error::RowNotFound => return place.corrupt(&error.to_string()),
        other => return place.other(&other.to_string()),
    };
    // https://sqlite.org/rescode.html: the lower eight bits are the kind, the others tell it more exactly.
    match (code & 0xff, code) {
        (5 | 6, _) => JournalFault::Locked(name()),
        // SQLITE_READONLY_DBMOVED
        (_, 1032) => place.gone(),
        (8, _) => JournalFault::ReadOnly(name()),
        // SQLITE_FULL, and SQLITE_IOERR_SHMSIZE: no room for the memory that its users share.
        (13, _) | (_, 4874) => JournalFault::Full(name()),
        // SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_IOERR_SHORT_READ, _DATA and _CORRUPTFS.
        (11 | 26, _) | (_, 522 | 8202 | 8458) => place.corrupt(words),
        // Our statements are always the same: where a table or column is missing, it is the file that is wrong.
        (1, _) if words.starts_with("no such") => place.corrupt(words),
        (14, _) => place.unopened(words),
        _ => place.other(words),
    }
}

/// What an entry that cannot be read means.
pub fn unreadable(place: &Place, error: &EntryError) -> JournalFault {
    place.corrupt(&error.to_string())
}
