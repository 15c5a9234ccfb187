//! What the journal tells: what was left open before this run comes before everything else, what other runs do is
//! shown, and that it cannot be written is said until it can be.

use std::collections::HashMap;

use crate::domain::{End, FeedKind, How, Intent, IntentId, IntentState};
use crate::message::{Effect, JournalNews, JournalNotice, Level, PaneId};
use crate::state::Changes;

use super::App;
use super::update::Update;

impl App {
    /// Takes up what the journal tells.
    pub(super) fn journal(&mut self, news: JournalNews, update: &mut Update) {
        let open: HashMap<IntentId, bool> = self.open_before(&news);
        let ended = self.ended_before(&news);
        let told: Vec<IntentId> = news.intents.iter().map(|intent| intent.id).collect();
        let (before, now) = (self.state.journal_fault.clone(), news.fault.clone());
        let changes = self.state.learn(news);
        self.changed(&changes, update);
        if before != now {
            if let Some(fault) = &before {
                // It is true no more.
                self.toasts.take_back(&fault.consequence(), self.state.now);
            }
            let (level, words) = match &now {
                Some(fault) => (Level::Bad, fault.consequence()),
                None => (Level::Good, "The journal can be written again: changes can be made".to_owned()),
            };
            self.toasts.tell(level, words, self.state.now);
        }
        // What cannot be written may well be read; where it cannot be, nobody has told yet what was before.
        let is_read = now.is_none() || !told.is_empty();
        if is_read && !self.has_journal {
            // Until it can be written, what runs left behind may still come to light.
            self.has_journal = now.is_none();
            self.tell_what_was_before(update);
        } else {
            self.tell_what_others_did(&told, &open, &ended, update);
        }
        self.settling.retain(|id| self.state.intents.get(*id).is_some_and(Intent::is_unconfirmed));
        if let Some(fault) = now.filter(|_| !std::mem::take(&mut self.settling).is_empty()) {
            let words = format!(
                "NOT settled, for it could not be written down: {fault}. {} Settle it again after that.",
                fault.advice()
            );
            self.toasts.tell(Level::Bad, words, self.state.now);
            update.redraw = true;
        }
    }

    /// Says something about the journal, once.
    pub(super) fn journal_notice(&mut self, notice: &JournalNotice, update: &mut Update) {
        let words = match notice {
            JournalNotice::Contradicts(id) => {
                let what = self.state.intents.get(*id).map_or_else(|| id.short(), about);
                if self.settling.remove(id) {
                    format!("NOT settled: the journal does not have this as unconfirmed. {what}")
                } else {
                    format!(
                        "The journal says something else of this already, so what became of it here is not written \
                         down: look at both before you go on. {what}"
                    )
                }
            }
            JournalNotice::Unreadable(fault) => {
                format!("Some changes are not shown, for {fault}. `paytop journal verify` says what still holds.")
            }
        };
        self.toasts.tell(Level::Bad, words, self.state.now);
        update.redraw = true;
    }

    /// Which of the intents the journal tells of were open here before, and whether they were unconfirmed.
    fn open_before(&self, news: &JournalNews) -> HashMap<IntentId, bool> {
        let known = news.intents.iter().filter_map(|told| self.state.intents.get(told.id));
        known.filter(|intent| intent.is_open()).map(|intent| (intent.id, intent.is_unconfirmed())).collect()
    }

    /// Which of the intents the journal tells of were known here before, and the ends that were known of them.
    fn ended_before(&self, news: &JournalNews) -> HashMap<IntentId, Option<End>> {
        let known = news.intents.iter().filter_map(|told| self.state.intents.get(told.id));
        let end = |intent: &Intent| match intent.state() {
            IntentState::Reported(report) => Some(report.end),
            _ => None,
        };
        known.map(|intent| (intent.id, end(intent))).collect()
    }

    /// Says what providers have told of the ends of payouts: one in full, of many how they ended.
    pub(super) fn tell_ends(&mut self, changes: &Changes) {
        let settled = changes.settled.iter().filter(|(_, settlement)| settlement.how == How::Inquiry);
        let settled = settled
            .map(|(id, settlement)| (*id, if settlement.happened == Some(true) { End::Paid } else { End::Failed }));
        let ends: Vec<(IntentId, End)> =
            changes.reported.iter().map(|(id, report)| (*id, report.end)).chain(settled).collect();
        let words = match &ends[..] {
            [] => return,
            [(id, _)] => self.state.intents.get(*id).map_or_else(|| id.short(), about),
            many => {
                let counted = [End::Paid, End::Failed, End::Returned].map(|end| {
                    let count = many.iter().filter(|(_, of)| *of == end).count();
                    let word = if end == End::Paid { end.word().to_owned() } else { end.word().to_uppercase() };
                    (count, format!("{count} {word}"))
                });
                let told = counted.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words);
                format!("{} payouts ended: {}", many.len(), told.collect::<Vec<_>>().join(", "))
            }
        };
        let level = ends.iter().map(|(_, end)| level_of(*end)).max().unwrap_or(Level::Info);
        self.toasts.tell(level, words, self.state.now);
    }

    /// What was left unconfirmed before this run comes before everything else.
    fn tell_what_was_before(&mut self, update: &mut Update) {
        let open = self.state.intents.unconfirmed();
        if open == 0 {
            return;
        }
        let journal = self.panes.iter().position(|pane| pane.id() == PaneId::Journal);
        if let Some(journal) = journal.filter(|_| self.overlays.is_empty() && !self.panes[self.shown].is_typing()) {
            self.show(journal);
        }
        let words = match open {
            1 => "One change from before is UNCONFIRMED: find out what became of it before you go on".to_owned(),
            open => {
                format!("{open} changes from before are UNCONFIRMED: find out what became of them before you go on")
            }
        };
        self.toasts.tell(Level::Unconfirmed, words, self.state.now);
        update.redraw = true;
    }

    /// Says what another run left unconfirmed and what was settled, and asks for what another run changed.
    fn tell_what_others_did(
        &mut self,
        told: &[IntentId],
        open: &HashMap<IntentId, bool>,
        ended: &HashMap<IntentId, Option<End>>,
        update: &mut Update,
    ) {
        for id in told {
            let Some(intent) = self.state.intents.get(*id) else { continue };
            let (state, was) = (intent.state(), open.get(id));
            let level = match (state, was) {
                (IntentState::Settled(_), Some(true)) => Level::Good,
                (IntentState::Unconfirmed(_), None | Some(false)) => Level::Unconfirmed,
                // What this run was told itself it has said already, and of what was over before it says nothing.
                (IntentState::Reported(report), _) if ended.get(id).is_some_and(|end| *end != Some(report.end)) => {
                    level_of(report.end)
                }
                _ => {
                    let answered = was == Some(&false) && !intent.is_open();
                    if answered && self.state.feed(&intent.connection, FeedKind::Accounts).is_some() {
                        let (connection, feed) = (intent.connection.clone(), FeedKind::Accounts);
                        update.effects.push(Effect::Refresh { connection, feed });
                    }
                    continue;
                }
            };
            let words = about(intent);
            self.toasts.tell(level, words, self.state.now);
            if level == Level::Unconfirmed {
                self.toasts.about(*id);
            }
            update.redraw = true;
        }
    }
}

/// An intent and what became of it, in a sentence.
fn about(intent: &Intent) -> String {
    format!("{}: {}", intent.named(), intent.told())
}

/// How loudly an end is told.
fn level_of(end: End) -> Level {
    match end {
        End::Paid => Level::Good,
        End::Failed | End::Returned => Level::Bad,
    }
}
