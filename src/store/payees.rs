//! The payees that are remembered, as the store tells them.

use crate::domain::KnownPayee;

/// The payees that are new or differ since somebody last looked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RememberedPayees {
    /// Where to go on from.
    pub version: u64,
    /// The payees, each as a whole.
    pub payees: Vec<KnownPayee>,
}
