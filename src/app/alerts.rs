//! What stands out is looked for after everything that may have changed it, and told once: at the bottom of the screen,
//! and, unless it is quiet, by the bell, the desktop and a web address. What is held back while it is quiet is told
//! after that, where it still stands.

use jiff::Timestamp;

use crate::alerts;
use crate::domain::{AlertEntry, AlertEvent, AlertHandling, AlertKey, Level};
use crate::message::{AlertNews, AlertWish, Effect, Notice};
use crate::state::{Alert, Changes, Turn};

use super::App;
use super::update::Update;

/// What the app keeps in mind of alerts beside the state.
#[derive(Debug, Default)]
pub struct Watch {
    /// Whether something changed since it was last looked.
    due: bool,
    /// When what stands out may differ by time alone.
    next: Option<Timestamp>,
    /// What is told once it is quiet no more.
    held: Vec<AlertKey>,
    /// What is posted once it is quiet no more.
    held_posts: Vec<AlertEntry>,
}

impl Watch {
    /// The most that is held back.
    const MOST_HELD: usize = 1_000;

    /// Something changed: it is looked before the message is done with.
    pub fn look(&mut self) {
        self.due = true;
    }

    fn hold(&mut self, key: &AlertKey) {
        if self.held.len() < Self::MOST_HELD && !self.held.contains(key) {
            self.held.push(key.clone());
        }
    }
}

/// Why something is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    /// It is raised.
    Raised,
    /// It still stands after a snooze, or after quiet hours.
    Still,
}

impl App {
    /// When alerts may differ by time alone.
    pub(super) fn alerts_wake_at(&self) -> impl Iterator<Item = Timestamp> {
        let is_held = !self.watch.held.is_empty() || !self.watch.held_posts.is_empty();
        let quiet = is_held.then(|| self.quiet_until()).flatten();
        self.watch.next.into_iter().chain(self.state.alerts.next_snooze_end()).chain(quiet)
    }

    /// When it stops to be quiet, where it is.
    fn quiet_until(&self) -> Option<Timestamp> {
        self.state.alert_settings.quiet.and_then(|quiet| quiet.ends(self.state.now, &self.state.zone))
    }

    /// Looks for what stands out, where it is time to.
    pub(super) fn look_for_alerts(&mut self, update: &mut Update) {
        if self.state.alerts.waits() {
            return;
        }
        let now = self.state.now;
        let is_due = std::mem::take(&mut self.watch.due) || self.watch.next.is_some_and(|next| next <= now);
        if is_due {
            let found = alerts::check(&self.state);
            self.watch.next = found.next;
            let before = self.state.alerts.count();
            let turns = self.state.alerts.take(found.findings, now);
            if !turns.is_empty() || before != self.state.alerts.count() {
                self.show_alerts(update);
            }
            self.take_turns(turns, update);
        }
        let ended = self.state.alerts.end_snoozes(now);
        if !ended.is_empty() {
            self.show_alerts(update);
        }
        self.remind(&ended, update);
        self.end_quiet(update);
    }

    /// Has the pane in view look at the alerts again.
    fn show_alerts(&mut self, update: &mut Update) {
        // While the display is held still, only the header counts.
        if self.frozen.is_none() {
            let changes = Changes { wallets: true, other: true, ..Changes::default() };
            self.panes[self.shown].refresh(&changes, &self.state);
        }
        update.redraw = true;
    }

    fn take_turns(&mut self, turns: Vec<Turn>, update: &mut Update) {
        let (mut new, mut raised) = (Vec::new(), Vec::new());
        for turn in turns {
            match turn {
                Turn::Raised(alert) => {
                    raised.push(alert.key.clone());
                    new.push(alert);
                }
                // Whoever raised it has written it down.
                Turn::Appeared(alert) => new.push(alert),
                Turn::Over(alert) => self.end(&alert, update),
            }
        }
        for alert in new.iter().filter(|alert| raised.contains(&alert.key)) {
            let entry = alert.entry(AlertEvent::Raised, &self.state.operator, self.state.now);
            let post = self.is_posted(alert.level) && !self.is_held_back(alert.level);
            update.effects.push(Effect::KeepAlert { entry: Box::new(entry), post });
        }
        self.tell_alerts(&new, Why::Raised, update);
    }

    /// An alert is over.
    fn end(&mut self, alert: &Alert, update: &mut Update) {
        self.toasts.take_back(&alert.words, self.state.now);
        let was_held = self.watch.held.contains(&alert.key);
        self.watch.held.retain(|key| *key != alert.key);
        let entry = alert.entry(AlertEvent::Over, &self.state.operator, self.state.now);
        // What was never posted needs no end.
        let posts = self.is_posted(alert.level) && !was_held;
        let held_back = self.is_held_back(alert.level);
        if posts && held_back && self.watch.held_posts.len() < Watch::MOST_HELD {
            self.watch.held_posts.push(entry.clone());
        }
        update.effects.push(Effect::KeepAlert { entry: Box::new(entry), post: posts && !held_back });
    }

    /// Says it once more of what still stands.
    fn remind(&mut self, still: &[Alert], update: &mut Update) {
        for alert in still {
            let entry = alert.entry(AlertEvent::Reminded, &self.state.operator, self.state.now);
            let post = self.is_posted(alert.level) && !self.is_held_back(alert.level);
            update.effects.push(Effect::KeepAlert { entry: Box::new(entry), post });
        }
        self.tell_alerts(still, Why::Still, update);
    }

    /// Tells what was held back, once it is quiet no more.
    fn end_quiet(&mut self, update: &mut Update) {
        if self.quiet_until().is_some() || (self.watch.held.is_empty() && self.watch.held_posts.is_empty()) {
            return;
        }
        for entry in std::mem::take(&mut self.watch.held_posts) {
            update.effects.push(Effect::PostAlert(Box::new(entry)));
        }
        let now = self.state.now;
        let held = std::mem::take(&mut self.watch.held);
        let still = held.iter().filter_map(|key| self.state.alerts.get(key)).filter(|alert| !alert.is_handled(now));
        let still: Vec<Alert> = still.cloned().collect();
        self.remind(&still, update);
    }

    /// Whether an alert of this level is to be told beyond the screen.
    fn is_told_aloud(&self, level: Level) -> bool {
        level >= self.state.alert_settings.level
    }

    fn is_posted(&self, level: Level) -> bool {
        self.state.alert_settings.webhook && self.is_told_aloud(level)
    }

    /// Whether it is quiet, and this is not urgent enough to be told all the same.
    fn is_held_back(&self, level: Level) -> bool {
        let urgent = self.state.alert_settings.quiet.is_some_and(|quiet| quiet.urgent) && level == Level::Bad;
        !urgent && self.quiet_until().is_some()
    }

    /// Says at the bottom of the screen what stands out, and aloud what is to be told so.
    fn tell_alerts(&mut self, told: &[Alert], why: Why, update: &mut Update) {
        let Some(worst) = told.iter().map(|alert| alert.level).max() else { return };
        let Some(first) = told.iter().find(|alert| alert.level == worst) else { return };
        let said = |first: &str, more| {
            let words = alerts::words(first, more);
            if why == Why::Still { format!("Still so: {words}") } else { words }
        };
        self.toasts.tell(worst, said(&first.words, told.len() - 1), self.state.now);
        update.redraw = true;
        let aloud: Vec<&Alert> = told.iter().filter(|alert| self.is_told_aloud(alert.level)).collect();
        let (held, mut aloud): (Vec<&Alert>, Vec<&Alert>) =
            aloud.into_iter().partition(|alert| self.is_held_back(alert.level));
        for alert in held {
            self.watch.hold(&alert.key);
        }
        aloud.sort_by_key(|alert| std::cmp::Reverse(alert.level));
        let words = aloud.first().map(|first| said(&first.words, aloud.len() - 1));
        let settings = &self.state.alert_settings;
        let is_aloud = words.is_some();
        let (bell, desktop) = (settings.bell && is_aloud, settings.desktop.filter(|_| is_aloud));
        let event = if why == Why::Still { AlertEvent::Reminded } else { AlertEvent::Raised };
        let alerts = told.iter().map(|alert| alert.entry(event, &self.state.operator, self.state.now)).collect();
        let notice = Notice { alerts, words: words.unwrap_or_default(), bell, desktop };
        update.effects.push(Effect::Notify(Box::new(notice)));
    }

    /// Takes up what happened to alerts before this run, or elsewhere.
    pub(super) fn alert_news(&mut self, news: AlertNews, update: &mut Update) {
        let fault = news.fault.clone().filter(|fault| self.state.alerts.fault.as_ref() != Some(fault));
        if self.state.alerts.learn(news) {
            self.show_alerts(update);
        }
        if let Some(fault) = fault {
            let words = format!("What happens to alerts is not written down: {fault}. {}", fault.advice());
            self.toasts.tell(Level::Warning, words, self.state.now);
        }
        self.watch.look();
    }

    /// Takes up whether the web address takes alerts.
    pub(super) fn webhook(&mut self, fault: Option<crate::domain::Text>, update: &mut Update) {
        let before = std::mem::replace(&mut self.state.alerts.webhook_fault, fault.clone());
        if before == fault {
            return;
        }
        update.redraw = true;
        match fault {
            Some(fault) if before.is_none() => {
                let words = format!("The webhook does not take alerts: {fault}");
                self.toasts.tell(Level::Warning, words, self.state.now);
            }
            None => self.toasts.tell(Level::Info, "The webhook takes alerts again".into(), self.state.now),
            Some(_) => {}
        }
    }

    /// Acknowledges an alert, or snoozes it.
    pub(super) fn handle_alert(&mut self, key: &AlertKey, wish: AlertWish, update: &mut Update) {
        let now = self.state.now;
        let until = match wish {
            AlertWish::Snooze(span) => Some(now.checked_add(span).unwrap_or(now)),
            AlertWish::Acknowledge | AlertWish::SnoozeUntilOver => None,
        };
        let (by, acknowledged) = (self.state.operator.clone(), wish == AlertWish::Acknowledge);
        let handling = AlertHandling { by, at: now, until, acknowledged };
        let event = handling.event();
        let Some(alert) = self.state.alerts.handle(key, handling) else {
            self.toasts.tell(Level::Info, "That alert is over".into(), now);
            return;
        };
        let entry = alert.entry(event, &self.state.operator, now);
        self.watch.held.retain(|held| held != key);
        self.show_alerts(update);
        update.effects.push(Effect::KeepAlert { entry: Box::new(entry), post: false });
    }
}
