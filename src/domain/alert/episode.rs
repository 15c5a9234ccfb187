//! What happened to an alert, entry by entry, and the episode that makes: raised, acknowledged or snoozed, over.

use indexmap::IndexMap;
use jiff::Timestamp;

use super::AlertKey;
use crate::domain::{Level, Text};

/// What happened to an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertEvent {
    /// It was raised.
    Raised,
    /// It was told once more: its snooze or the quiet hours were over, and it still stood.
    Reminded,
    /// Somebody has seen it.
    Acknowledged,
    /// Somebody wants to hear no more of it until a time, or until it is over.
    Snoozed(Option<Timestamp>),
    /// It is over.
    Over,
}

impl AlertEvent {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Raised => "raised",
            Self::Reminded => "reminded",
            Self::Acknowledged => "acknowledged",
            Self::Snoozed(_) => "snoozed",
            Self::Over => "over",
        }
    }

    /// The one of this name; `until` counts for a snooze alone.
    #[must_use]
    pub fn named(name: &str, until: Option<Timestamp>) -> Option<Self> {
        Some(match name {
            "raised" => Self::Raised,
            "reminded" => Self::Reminded,
            "acknowledged" => Self::Acknowledged,
            "snoozed" => Self::Snoozed(until),
            "over" => Self::Over,
            _ => return None,
        })
    }
}

/// One thing that happened to an alert, as it is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertEntry {
    /// Its number in the order in which they were written down; zero before that.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// To which alert.
    pub key: AlertKey,
    /// What.
    pub event: AlertEvent,
    /// How serious the alert is.
    pub level: Level,
    /// What is wrong, in words.
    pub words: Text,
    /// Who sat there.
    pub operator: Text,
}

/// What somebody did about an alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertHandling {
    /// Who.
    pub by: Text,
    /// When.
    pub at: Timestamp,
    /// Until when it is snoozed; `None` until it is over.
    pub until: Option<Timestamp>,
    /// Whether it was acknowledged, and not snoozed.
    pub acknowledged: bool,
}

impl AlertHandling {
    /// What an entry says was done; `None` where it says something else.
    #[must_use]
    pub fn of(entry: &AlertEntry) -> Option<Self> {
        let (until, acknowledged) = match entry.event {
            AlertEvent::Acknowledged => (None, true),
            AlertEvent::Snoozed(until) => (until, false),
            AlertEvent::Raised | AlertEvent::Reminded | AlertEvent::Over => return None,
        };
        Some(Self { by: entry.operator.clone(), at: entry.at, until, acknowledged })
    }

    /// Whether it still counts at `now`.
    #[must_use]
    pub fn holds(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| until > now)
    }

    /// What it is as an event.
    #[must_use]
    pub fn event(&self) -> AlertEvent {
        if self.acknowledged { AlertEvent::Acknowledged } else { AlertEvent::Snoozed(self.until) }
    }
}

/// One step of an episode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertStep {
    /// When.
    pub at: Timestamp,
    /// What happened.
    pub event: AlertEvent,
    /// Who sat there.
    pub operator: Text,
}

impl AlertStep {
    fn of(entry: &AlertEntry) -> Self {
        Self { at: entry.at, event: entry.event, operator: entry.operator.clone() }
    }
}

/// An alert from the time it was raised to the time it was over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertEpisode {
    /// Which alert.
    pub key: AlertKey,
    /// How serious it was when it was raised.
    pub level: Level,
    /// What was wrong then.
    pub words: Text,
    /// When it was raised.
    pub since: Timestamp,
    /// What was done about it last.
    pub handling: Option<AlertHandling>,
    /// When it was over; `None` while it stands.
    pub over: Option<Timestamp>,
    /// All that happened to it, as far as it is known.
    pub steps: Vec<AlertStep>,
}

impl AlertEpisode {
    /// One that begins with this entry.
    #[must_use]
    pub fn begin(entry: &AlertEntry) -> Self {
        let AlertEntry { key, level, words, at, .. } = entry.clone();
        Self { key, level, words, since: at, handling: None, over: None, steps: vec![AlertStep::of(entry)] }
    }

    /// The episodes that entries in their order make, in the order in which they began. What happened to one whose
    /// beginning is not among them is left out.
    #[must_use]
    pub fn of<'e>(entries: impl IntoIterator<Item = &'e AlertEntry>) -> Vec<Self> {
        let mut done: Vec<Self> = Vec::new();
        let mut standing: IndexMap<AlertKey, Self> = IndexMap::new();
        for entry in entries {
            if let Some(episode) = standing.get_mut(&entry.key).filter(|_| entry.event != AlertEvent::Raised) {
                episode.steps.push(AlertStep::of(entry));
            }
            match entry.event {
                AlertEvent::Raised => {
                    if let Some(before) = standing.insert(entry.key.clone(), Self::begin(entry)) {
                        done.push(before);
                    }
                }
                AlertEvent::Over => {
                    if let Some(episode) = standing.shift_remove(&entry.key) {
                        done.push(Self { over: Some(entry.at), ..episode });
                    }
                }
                AlertEvent::Reminded => {
                    if let Some(episode) = standing.get_mut(&entry.key) {
                        episode.handling = None;
                    }
                }
                AlertEvent::Acknowledged | AlertEvent::Snoozed(_) => {
                    if let Some(episode) = standing.get_mut(&entry.key) {
                        episode.handling = AlertHandling::of(entry);
                    }
                }
            }
        }
        done.extend(standing.into_values());
        done.sort_by_key(|episode| episode.since);
        done
    }

    /// What it is now, in a word.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> &'static str {
        match &self.handling {
            _ if self.over.is_some() => "over",
            Some(handling) if handling.acknowledged => "acknowledged",
            Some(handling) if handling.holds(now) => "snoozed",
            _ => "standing",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{About, AlertRule};

    fn entry(second: i64, event: AlertEvent) -> AlertEntry {
        AlertEntry {
            number: 0,
            at: Timestamp::from_second(second).unwrap(),
            key: AlertKey::new(AlertRule::UnverifiedPostbacks, About::Postbacks),
            event,
            level: Level::Warning,
            words: format!("at {second}").into(),
            operator: "asha".into(),
        }
    }

    #[test]
    fn entries_make_episodes() {
        let until = Timestamp::from_second(50).unwrap();
        let all = [
            entry(1, AlertEvent::Acknowledged),
            entry(2, AlertEvent::Raised),
            entry(3, AlertEvent::Acknowledged),
            entry(4, AlertEvent::Over),
            entry(5, AlertEvent::Over),
            entry(6, AlertEvent::Raised),
            entry(7, AlertEvent::Snoozed(Some(until))),
        ];
        let [first, second] = &AlertEpisode::of(&all)[..] else { panic!("two") };
        let now = |second| Timestamp::from_second(second).unwrap();
        assert_eq!((first.since, first.over, first.state(now(9))), (now(2), Some(now(4)), "over"));
        assert_eq!((second.since, second.over), (now(6), None));
        assert_eq!((second.state(now(9)), second.state(until)), ("snoozed", "standing"));
        let steps: Vec<&str> = first.steps.iter().map(|step| step.event.name()).collect();
        assert_eq!(steps, ["raised", "acknowledged", "over"]);
        assert_eq!(second.handling.as_ref().unwrap().by.as_str(), "asha");
    }

    #[test]
    fn every_event_is_read_by_its_name() {
        let until = Some(Timestamp::UNIX_EPOCH);
        let all = [AlertEvent::Raised, AlertEvent::Reminded, AlertEvent::Acknowledged, AlertEvent::Over];
        for event in all.into_iter().chain([AlertEvent::Snoozed(until)]) {
            assert_eq!(AlertEvent::named(event.name(), until), Some(event));
        }
        assert_eq!(AlertEvent::named("gone", None), None);
    }
}
