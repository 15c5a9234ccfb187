//! What can be wrong with the journal, in words an operator can act on.

use super::Text;

/// Why the journal cannot be used. While it cannot, nothing that changes anything is sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JournalFault {
    /// Another program holds its lock for too long.
    #[error("the journal {0} is locked by another program")]
    Locked(Text),
    /// No room is left.
    #[error("no room is left for the journal {0}")]
    Full(Text),
    /// It may not be written.
    #[error("the journal {0} may not be written")]
    ReadOnly(Text),
    /// It is no journal, or a damaged one.
    #[error("the journal {path} is damaged: {why}")]
    Corrupt {
        /// Where it is.
        path: Text,
        /// What is wrong with it.
        why: Text,
    },
    /// A newer version of the program has written it.
    #[error("the journal {0} was written by a newer paytop")]
    Newer(Text),
    /// It was moved or deleted while it was open.
    #[error("the journal {0} is gone: it was moved or deleted")]
    Gone(Text),
    /// It cannot be opened.
    #[error("the journal {path} cannot be opened: {why}")]
    Unopened {
        /// Where it is.
        path: Text,
        /// Why.
        why: Text,
    },
    /// Something else.
    #[error("the journal {path}: {why}")]
    Other {
        /// Where it is.
        path: Text,
        /// What.
        why: Text,
    },
}

impl JournalFault {
    /// What follows from it, and what can be done, in sentences.
    #[must_use]
    pub fn consequence(&self) -> String {
        format!("Nothing can be changed: {self}. {}", self.advice())
    }

    /// What the operator can do about it.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Locked(_) => "Close what holds it, such as a database browser or a backup, and try again.",
            Self::Full(_) => "Make room on its disk and try again.",
            Self::ReadOnly(_) => {
                "Give yourself the right to write it and its folder, or name another with [store] url."
            }
            Self::Corrupt { .. } => {
                "Keep the file, put a good copy in its place or name another with [store] url; `paytop journal verify` \
                 says what of it still holds."
            }
            Self::Newer(_) => "Use the newer paytop, or name another journal with [store] url.",
            Self::Gone(_) => "Put it back; if it is lost, start again to begin a new one.",
            Self::Unopened { .. } | Self::Other { .. } => "Check the path, its folder and their rights.",
        }
    }
}
