//! The rules of alerts, by their names.

use super::About;

/// A rule of alerts.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    strum::Display,
    strum::EnumIter,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
pub enum AlertRule {
    /// Fewer orders of a task succeed than is usual for its account.
    LowSuccess,
    /// Nothing of a task has moved for longer than its pace allows.
    StalledTask,
    /// A task is past its estimate.
    LateTask,
    /// A balance is below its mark.
    LowBalance,
    /// What lies in a wallet does not last long.
    ShortRunway,
    /// What a feed told is old.
    StaleFeed,
    /// No feed of a connection is answered.
    ConnectionDown,
    /// Nobody has known for a while what became of a change.
    Unconfirmed,
    /// Several postbacks came that do not hold.
    UnverifiedPostbacks,
    /// Nearly as much has left as may.
    LimitNear,
}

/// Which alert: one rule about one thing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AlertKey {
    /// The rule.
    pub rule: AlertRule,
    /// About what.
    pub about: About,
}

impl AlertKey {
    /// That of a rule about something.
    #[must_use]
    pub fn new(rule: AlertRule, about: About) -> Self {
        Self { rule, about }
    }
}
