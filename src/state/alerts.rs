//! What stands out: alerts that were raised and are not over, with what was done about them; and the last ones that are
//! over. An alert is told once from the time it is raised to the time it is over, whichever run raised it.

use std::cmp::Reverse;
use std::collections::VecDeque;

use indexmap::IndexMap;
use jiff::Timestamp;

use crate::domain::{
    About, AlertEntry, AlertEpisode, AlertEvent, AlertHandling, AlertKey, AlertRule, JournalFault, Level, Text,
};
use crate::message::AlertNews;

/// How it stands with what a rule looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Something is wrong with it.
    Raised(Level, String),
    /// It can be seen, and is neither wrong nor well again: what was raised stays so.
    Between(String),
    /// Nothing is known of it at the moment: what was raised stays so, in the words it had.
    Unknown,
    /// It is well.
    Well,
}

/// What a rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: AlertRule,
    /// About what.
    pub about: About,
    /// How it stands.
    pub standing: Standing,
}

/// An alert that was raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// The rule, and what it is about.
    pub key: AlertKey,
    /// How serious it is.
    pub level: Level,
    /// What is wrong, in words.
    pub words: String,
    /// Since when.
    pub since: Timestamp,
    /// What was done about it.
    pub handling: Option<AlertHandling>,
    /// Whether the last look saw what it is about. What went out of sight is not well again by that.
    seen: bool,
    /// Whether it was told here.
    told: bool,
}

impl Alert {
    /// Whether somebody has acknowledged it, or does not want to hear of it at `now`.
    #[must_use]
    pub fn is_handled(&self, now: Timestamp) -> bool {
        self.handling.as_ref().is_some_and(|handling| handling.holds(now))
    }

    /// What happened to it, to be written down.
    #[must_use]
    pub fn entry(&self, event: AlertEvent, operator: &Text, at: Timestamp) -> AlertEntry {
        AlertEntry {
            number: 0,
            at,
            key: self.key.clone(),
            event,
            level: self.level,
            words: Text::new(&self.words),
            operator: operator.clone(),
        }
    }

    fn of(episode: AlertEpisode, told: bool) -> Self {
        let AlertEpisode { key, level, words, since, handling, .. } = episode;
        Self { key, level, words: words.as_str().to_owned(), since, handling, seen: false, told }
    }
}

/// What a look made of an alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is raised by it.
    Raised(Alert),
    /// It is seen here for the first time, and was raised elsewhere meanwhile.
    Appeared(Alert),
    /// It is over.
    Over(Alert),
}

/// The alerts.
#[derive(Clone, Debug, Default)]
pub struct Alerts {
    all: IndexMap<AlertKey, Alert>,
    /// The last ones that are over, newest first.
    over: VecDeque<AlertEpisode>,
    /// Whether it is still to be told what stood before this run: until then nothing is raised.
    waits: bool,
    /// Why it is not known what happened to alerts, or that it cannot be written down.
    pub fault: Option<JournalFault>,
    /// Why the web address that they are posted to does not take them.
    pub webhook_fault: Option<Text>,
}

impl Alerts {
    /// The most that are kept of those that are over.
    pub const OVER: usize = 100;

    /// Nothing is raised until it is told what stood before this run.
    pub fn wait(&mut self) {
        self.waits = true;
    }

    /// Whether it is still to be told what stood before this run.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.waits
    }

    /// Takes up what the rules found; what they do not mention is out of sight. Answers what came of it: each alert is
    /// raised once, until it was well again.
    pub fn take(&mut self, found: Vec<Finding>, now: Timestamp) -> Vec<Turn> {
        for alert in self.all.values_mut() {
            alert.seen = false;
        }
        let mut turns = Vec::new();
        for Finding { rule, about, standing } in found {
            let key = AlertKey { rule, about };
            match (standing, self.all.get_mut(&key)) {
                (Standing::Raised(level, words), Some(alert)) => {
                    (alert.level, alert.words, alert.seen) = (level, words, true);
                    if !std::mem::replace(&mut alert.told, true) {
                        turns.push(Turn::Appeared(alert.clone()));
                    }
                }
                (Standing::Raised(level, words), None) => {
                    let alert =
                        Alert { key: key.clone(), level, words, since: now, handling: None, seen: true, told: true };
                    turns.push(Turn::Raised(alert.clone()));
                    self.all.insert(key, alert);
                }
                (Standing::Between(words), Some(alert)) => (alert.words, alert.seen) = (words, true),
                (Standing::Unknown, Some(alert)) => alert.seen = true,
                (Standing::Between(_) | Standing::Unknown, None) => {}
                (Standing::Well, _) => {
                    if let Some(alert) = self.all.shift_remove(&key) {
                        self.keep_over(&alert, now);
                        turns.push(Turn::Over(alert));
                    }
                }
            }
        }
        turns
    }

    fn keep_over(&mut self, alert: &Alert, now: Timestamp) {
        let Alert { key, level, words, since, handling, .. } = alert.clone();
        let words = Text::new(&words);
        self.over.push_front(AlertEpisode { key, level, words, since, handling, over: Some(now), steps: Vec::new() });
        self.over.truncate(Self::OVER);
    }

    /// Takes up what happened to alerts before this run, or elsewhere. Says whether anything differs.
    pub fn learn(&mut self, news: AlertNews) -> bool {
        let mut differs = std::mem::take(&mut self.waits) || self.fault != news.fault;
        self.fault = news.fault;
        if news.before {
            // What was raised here meanwhile is the same, where it stood already.
            for episode in AlertEpisode::of(&news.entries) {
                differs = true;
                if episode.over.is_some() {
                    self.over.push_front(episode);
                    self.over.truncate(Self::OVER);
                    continue;
                }
                match self.all.get_mut(&episode.key) {
                    Some(alert) => (alert.since, alert.handling) = (episode.since, episode.handling),
                    None => drop(self.all.insert(episode.key.clone(), Alert::of(episode, true))),
                }
            }
            return differs;
        }
        for entry in news.entries {
            differs |= self.learn_one(&entry);
        }
        differs
    }

    fn learn_one(&mut self, entry: &AlertEntry) -> bool {
        match (entry.event, self.all.get_mut(&entry.key)) {
            (AlertEvent::Raised, None) => {
                let alert = Alert::of(AlertEpisode::begin(entry), false);
                self.all.insert(entry.key.clone(), alert);
                true
            }
            (AlertEvent::Acknowledged | AlertEvent::Snoozed(_), Some(alert)) => {
                let handling = AlertHandling::of(entry);
                let differs = alert.handling != handling && alert.since <= entry.at;
                if differs {
                    alert.handling = handling;
                }
                differs
            }
            // What is over elsewhere is over here once it is seen to be.
            (AlertEvent::Over, Some(alert)) if !alert.seen && alert.since <= entry.at => {
                if let Some(alert) = self.all.shift_remove(&entry.key) {
                    self.keep_over(&alert, entry.at);
                }
                true
            }
            _ => false,
        }
    }

    /// Notes what somebody did about an alert. Answers it, where it stands.
    pub fn handle(&mut self, key: &AlertKey, handling: AlertHandling) -> Option<&Alert> {
        let alert = self.all.get_mut(key)?;
        alert.handling = Some(handling);
        Some(alert)
    }

    /// Ends the snoozes whose time is over by `now`. Answers those of alerts that stand.
    pub fn end_snoozes(&mut self, now: Timestamp) -> Vec<Alert> {
        let is_over = |alert: &&mut Alert| alert.handling.as_ref().is_some_and(|handling| !handling.holds(now));
        let ended = self.all.values_mut().filter(is_over).filter_map(|alert| {
            alert.handling = None;
            alert.seen.then(|| alert.clone())
        });
        ended.collect()
    }

    /// When the next snooze ends.
    #[must_use]
    pub fn next_snooze_end(&self) -> Option<Timestamp> {
        self.all.values().filter_map(|alert| alert.handling.as_ref()?.until).min()
    }

    /// Those that stand and are in sight, as they are listed: what nobody has handled first, then the worst, then the
    /// newest.
    #[must_use]
    pub fn listed(&self, now: Timestamp) -> Vec<&Alert> {
        let mut listed: Vec<&Alert> = self.all.values().filter(|alert| alert.seen).collect();
        listed.sort_by_key(|alert| (alert.is_handled(now), Reverse(alert.level), Reverse(alert.since)));
        listed
    }

    /// The last ones that are over, newest first.
    pub fn over(&self) -> impl Iterator<Item = &AlertEpisode> {
        self.over.iter()
    }

    /// One that stands and is in sight.
    #[must_use]
    pub fn get(&self, key: &AlertKey) -> Option<&Alert> {
        self.all.get(key).filter(|alert| alert.seen)
    }

    /// How many stand.
    #[must_use]
    pub fn count(&self) -> usize {
        self.all.values().filter(|alert| alert.seen).count()
    }

    /// How many of them nobody has handled, and how serious the worst of these is.
    #[must_use]
    pub fn unhandled(&self, now: Timestamp) -> (usize, Option<Level>) {
        let open = || self.all.values().filter(|alert| alert.seen && !alert.is_handled(now));
        (open().count(), open().map(|alert| alert.level).max())
    }

    /// Those about something, as they were raised.
    pub fn about<'a>(&'a self, about: &'a About) -> impl Iterator<Item = &'a Alert> {
        self.all.values().filter(move |alert| alert.key.about == *about && alert.seen)
    }

    /// What a rule has raised that is not over, in sight or not.
    pub fn of_rule(&self, rule: AlertRule) -> impl Iterator<Item = &About> {
        self.all.keys().filter(move |key| key.rule == rule).map(|key| &key.about)
    }

    /// Whether a rule has raised anything that is not over.
    #[must_use]
    pub fn has(&self, rule: AlertRule) -> bool {
        self.of_rule(rule).next().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ConnectionId, Currency, Purse};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn about() -> About {
        About::Purse(Purse::Currency(ConnectionId::new("shop"), Currency::inr()))
    }

    fn key() -> AlertKey {
        AlertKey::new(AlertRule::LowBalance, about())
    }

    fn raised() -> Standing {
        Standing::Raised(Level::Warning, "low".into())
    }

    fn look(alerts: &mut Alerts, standing: Standing, now: Timestamp) -> Vec<Turn> {
        alerts.take(vec![Finding { rule: AlertRule::LowBalance, about: about(), standing }], now)
    }

    fn entry(event: AlertEvent, second: i64) -> AlertEntry {
        AlertEntry {
            number: 1,
            at: at(second),
            key: key(),
            event,
            level: Level::Warning,
            words: "low".into(),
            operator: "ravi".into(),
        }
    }

    fn news(before: bool, entries: Vec<AlertEntry>) -> AlertNews {
        AlertNews { entries, before, fault: None }
    }

    #[test]
    fn an_alert_is_raised_once_until_it_was_well_again() {
        let mut alerts = Alerts::default();
        let between = || Standing::Between("at the mark".into());
        let mut look = |standing: Option<Standing>| {
            let found = standing.map(|standing| Finding { rule: AlertRule::LowBalance, about: about(), standing });
            let turns = alerts.take(found.into_iter().collect(), Timestamp::UNIX_EPOCH);
            let raised = turns.iter().filter(|turn| matches!(turn, Turn::Raised(_))).count();
            (raised, alerts.count(), alerts.about(&about()).count())
        };
        assert_eq!(look(Some(between())), (0, 0, 0));
        assert_eq!(look(Some(Standing::Unknown)), (0, 0, 0));
        assert_eq!(look(Some(raised())), (1, 1, 1));
        assert_eq!(look(Some(raised())), (0, 1, 1));
        assert_eq!(look(Some(between())), (0, 1, 1), "not above it yet");
        assert_eq!(look(Some(raised())), (0, 1, 1));
        assert_eq!(look(None), (0, 0, 0), "out of sight");
        assert_eq!(look(Some(raised())), (0, 1, 1), "and the same when it comes back");
        assert_eq!(look(Some(Standing::Unknown)), (0, 1, 1));
        assert_eq!(look(Some(Standing::Well)), (0, 0, 0));
        assert_eq!(look(Some(raised())), (1, 1, 1));
    }

    #[test]
    fn what_stood_before_this_run_is_the_same_episode_with_what_was_done_about_it() {
        let mut alerts = Alerts::default();
        alerts.wait();
        assert!(alerts.waits());
        let before = vec![entry(AlertEvent::Raised, 5), entry(AlertEvent::Acknowledged, 6)];
        assert!(alerts.learn(news(true, before)) && !alerts.waits());
        assert_eq!(alerts.count(), 0, "nobody has seen here that it still is so");
        assert_eq!(look(&mut alerts, raised(), at(100)), []);
        let alert = alerts.get(&key()).unwrap();
        assert!(alert.since == at(5) && alert.is_handled(at(100)));
        assert_eq!(alerts.unhandled(at(100)), (0, None));
        let [Turn::Over(_)] = &look(&mut alerts, Standing::Well, at(101))[..] else { panic!("it is over") };
        let over = alerts.over().next().unwrap();
        assert_eq!((over.since, over.over), (at(5), Some(at(101))));
        assert!(matches!(&look(&mut alerts, raised(), at(102))[..], [Turn::Raised(_)]), "another episode");
        assert!(!alerts.get(&key()).unwrap().is_handled(at(102)));
    }

    #[test]
    fn what_stood_before_and_is_well_is_over() {
        let mut alerts = Alerts::default();
        alerts.learn(news(true, vec![entry(AlertEvent::Raised, 5)]));
        assert!(matches!(&look(&mut alerts, Standing::Well, at(9))[..], [Turn::Over(_)]));
    }

    #[test]
    fn what_another_run_raises_is_told_here_and_is_not_raised_again() {
        let mut alerts = Alerts::default();
        alerts.learn(news(false, vec![entry(AlertEvent::Raised, 5)]));
        assert!(matches!(&look(&mut alerts, raised(), at(6))[..], [Turn::Appeared(_)]));
        assert_eq!(look(&mut alerts, raised(), at(7)), []);
        // What this run raised comes back to it, and is no news.
        assert!(!alerts.learn(news(false, vec![entry(AlertEvent::Raised, 6)])));
        assert!(alerts.learn(news(false, vec![entry(AlertEvent::Snoozed(None), 8)])));
        assert!(alerts.get(&key()).unwrap().is_handled(at(9)));
        // Whoever sees that it is over first: here it is so once it is seen here.
        alerts.learn(news(false, vec![entry(AlertEvent::Over, 9)]));
        assert_eq!(alerts.count(), 1);
    }

    #[test]
    fn a_snooze_ends_at_its_time_and_an_acknowledgement_with_the_episode() {
        let mut alerts = Alerts::default();
        look(&mut alerts, raised(), at(0));
        let snoozed = AlertHandling::of(&entry(AlertEvent::Snoozed(Some(at(900))), 1)).unwrap();
        assert!(alerts.handle(&key(), snoozed).is_some());
        assert_eq!((alerts.next_snooze_end(), alerts.unhandled(at(899)).0), (Some(at(900)), 0));
        assert_eq!(alerts.end_snoozes(at(899)), []);
        assert_eq!(alerts.end_snoozes(at(900)).len(), 1);
        assert_eq!((alerts.end_snoozes(at(901)).len(), alerts.unhandled(at(901))), (0, (1, Some(Level::Warning))));
        let acknowledged = AlertHandling::of(&entry(AlertEvent::Acknowledged, 902)).unwrap();
        alerts.handle(&key(), acknowledged);
        assert_eq!((alerts.next_snooze_end(), alerts.end_snoozes(at(1_000_000))), (None, vec![]));
        assert!(alerts.get(&key()).unwrap().is_handled(at(1_000_000)));
    }

    #[test]
    fn what_nobody_handled_is_listed_first_then_the_worst_then_the_newest() {
        let mut alerts = Alerts::default();
        let purse = |name: &str| About::Purse(Purse::Currency(ConnectionId::new(name), Currency::inr()));
        let found = |name: &str, level| Finding {
            rule: AlertRule::LowBalance,
            about: purse(name),
            standing: Standing::Raised(level, name.into()),
        };
        let first = [found("old", Level::Warning), found("bad", Level::Bad), found("seen", Level::Bad)];
        alerts.take(first.to_vec(), at(1));
        alerts.take(first.into_iter().chain([found("new", Level::Warning)]).collect(), at(2));
        let handling = AlertHandling::of(&entry(AlertEvent::Acknowledged, 3)).unwrap();
        alerts.handle(&AlertKey::new(AlertRule::LowBalance, purse("seen")), handling);
        let listed: Vec<&str> = alerts.listed(at(4)).iter().map(|alert| alert.words.as_str()).collect();
        assert_eq!(listed, ["bad", "new", "old", "seen"]);
    }
}
