//! The batch that is being sent, or was sent last.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::Intents;
use crate::domain::batch::{BatchEnd, BatchId, BatchOrder, Held, LineEvent, Sheet};
use crate::domain::{End, IntentId, IntentState, Report, Settlement};

/// What happened to a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineState {
    /// It is on its way.
    Leaving,
    /// It left under this id, and this was the answer, or what else became of it since.
    Became(IntentId, IntentState),
    /// It was not begun.
    Held(Held),
}

impl LineState {
    /// What became of it by now: what was taken on has an end later, which its intent tells.
    #[must_use]
    pub fn became<'s>(&'s self, intents: &'s Intents) -> Option<&'s IntentState> {
        let Self::Became(id, answer) = self else { return None };
        let known = intents.get(*id).filter(|intent| !intent.is_in_flight());
        Some(known.map_or(answer, |intent| intent.state()))
    }
}

/// How many lines of a batch became what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BatchCounts {
    /// The provider took them on and has not told their end.
    pub taken_on: usize,
    /// They were paid.
    pub paid: usize,
    /// They were certainly refused.
    pub refused: usize,
    /// Nobody knows.
    pub unconfirmed: usize,
    /// They were taken on and not paid.
    pub failed: usize,
    /// They were paid and came back.
    pub returned: usize,
    /// They were held back or left out.
    pub held: usize,
}

impl BatchCounts {
    fn add(&mut self, state: &IntentState) {
        *(match state {
            IntentState::Rejected(_) => &mut self.refused,
            IntentState::Unconfirmed(_) => &mut self.unconfirmed,
            IntentState::Settled(Settlement { happened: Some(false), .. })
            | IntentState::Reported(Report { end: End::Failed, .. }) => &mut self.failed,
            IntentState::Reported(Report { end: End::Returned, .. }) => &mut self.returned,
            IntentState::Settled(_) | IntentState::Reported(_) => &mut self.paid,
            IntentState::Planned | IntentState::Sent | IntentState::Done { .. } => &mut self.taken_on,
        }) += 1;
    }

    /// Whether nothing went wrong so far, and nothing was left out.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.refused + self.unconfirmed + self.failed + self.returned + self.held == 0
    }

    /// In a few words, such as `12 taken on, 1 refused`.
    #[must_use]
    pub fn words(&self) -> String {
        let ended = self.paid + self.failed + self.returned > 0;
        let counts = [
            (self.taken_on, "taken on"),
            (self.paid, "paid"),
            (self.refused, "refused"),
            (self.unconfirmed, "UNCONFIRMED"),
            (self.failed, "FAILED"),
            (self.returned, "RETURNED"),
            (self.held, "held back or left out"),
        ];
        let told = counts.iter().enumerate().filter(|(at, (count, _))| *count > 0 || *at == 0 && !ended);
        told.map(|(_, (count, name))| format!("{count} {name}")).collect::<Vec<_>>().join(", ")
    }
}

/// A batch that is being sent, or was.
#[derive(Clone, Debug)]
pub struct BatchRun {
    /// Which.
    pub id: BatchId,
    /// The file.
    pub sheet: Arc<Sheet>,
    /// How many of its lines are to be sent.
    pub to_send: usize,
    /// How many leave in a minute at most.
    pub per_minute: u32,
    /// When it was begun.
    pub began: Timestamp,
    /// How it ended; `None` while it is being sent.
    pub end: Option<BatchEnd>,
    /// Whether it is to stop after the line that is on its way.
    pub stopping: bool,
    /// The lines that something happened to, the last one last.
    pub order: Vec<u32>,
    /// What.
    pub lines: HashMap<u32, LineState>,
}

impl BatchRun {
    /// A batch that begins now.
    #[must_use]
    pub fn new(order: &BatchOrder, now: Timestamp) -> Self {
        Self {
            id: order.id.clone(),
            sheet: Arc::clone(&order.sheet),
            to_send: order.lines,
            per_minute: order.per_minute,
            began: now,
            end: None,
            stopping: false,
            order: Vec::new(),
            lines: HashMap::new(),
        }
    }

    /// Whether it is being sent.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.end.is_none()
    }

    /// Takes up what happened to a line.
    pub fn take(&mut self, event: &LineEvent) {
        let (line, state) = match event {
            LineEvent::Sent { line, .. } => (*line, LineState::Leaving),
            LineEvent::Outcome { line, intent, outcome } => {
                (*line, LineState::Became(*intent, IntentState::of_outcome(outcome)))
            }
            LineEvent::Held { line, held } => (*line, LineState::Held(held.clone())),
        };
        if self.lines.insert(line, state).is_none() {
            self.order.push(line);
        }
    }

    /// How many lines became what by now.
    #[must_use]
    pub fn counts(&self, intents: &Intents) -> BatchCounts {
        let mut counts = BatchCounts::default();
        for state in self.lines.values() {
            match state {
                LineState::Leaving => {}
                LineState::Held(_) => counts.held += 1,
                LineState::Became(..) => state.became(intents).into_iter().for_each(|state| counts.add(state)),
            }
        }
        counts
    }

    /// Keeps what providers told of the ends of lines, as their intents may be forgotten before the batch is.
    pub fn report(&mut self, ends: &[(IntentId, Report)]) {
        if ends.is_empty() {
            return;
        }
        let ends: HashMap<IntentId, &Report> = ends.iter().map(|(id, report)| (*id, report)).collect();
        for state in self.lines.values_mut() {
            if let LineState::Became(id, known) = state
                && let Some(report) = ends.get(id)
            {
                *known = IntentState::Reported((*report).clone());
            }
        }
    }

    /// How many lines left and were answered, or not.
    #[must_use]
    pub fn left(&self) -> usize {
        self.lines.values().filter(|state| matches!(state, LineState::Became(..))).count()
    }

    /// How long it takes at least until every line had its turn, at its rate.
    #[must_use]
    pub fn takes_still(&self) -> SignedDuration {
        let left = u32::try_from(self.to_send.saturating_sub(self.left())).unwrap_or(u32::MAX);
        SignedDuration::from_secs(i64::from(left) * 60 / i64::from(self.per_minute.max(1)))
    }
}
