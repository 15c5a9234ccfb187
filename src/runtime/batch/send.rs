//! Sending a batch: one line after the other, at a stated rate, until every line had its turn, somebody stops it, or it
//! pauses by itself.
//!
//! One at a time, so that whatever goes wrong with a line shows before the next one leaves. The rate is therefore the
//! most that leaves in a minute; a provider that answers slowly makes it less.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use super::review::review;
use crate::domain::batch::{BatchEnd, BatchOrder, Held, Line, LineEvent, Pause, Review, Standing, Which, pauses};
use crate::domain::{
    Change, ChangeKind, ConnectionInfo, Event, Fault, Intent, IntentId, IntentState, Outcome, Rejection,
};
use crate::runtime::{Journal, Left, Unwritten, fault_points};
use crate::store::batch::{OfBatch, Registration, Taken};

/// Sends a batch. `leave` lets a change leave, once; `tell` hears of every line as it happens. `stop` is heeded between
/// lines: what is on its way comes to its end first.
pub async fn send_batch<F: Future<Output = Outcome>>(
    journal: &Journal,
    order: &BatchOrder,
    info: &ConnectionInfo,
    stop: &CancellationToken,
    tell: impl FnMut(LineEvent),
    leave: impl Fn(IntentId, Change) -> F,
) -> BatchEnd {
    if let Some(why) = forbids(order, info) {
        return BatchEnd::NotBegun(why);
    }
    let registration = Registration {
        id: order.id.clone(),
        which: order.which,
        operator: order.operator.clone(),
        kind: order.sheet.kind.plural,
        lines: u32::try_from(order.sheet.lines.len()).unwrap_or(u32::MAX),
        shown: order.shown.clone(),
    };
    match journal.store().take(&registration, journal.now()).await {
        Ok(Taken::Ours) => {}
        Ok(Taken::Refused(why)) => return BatchEnd::NotBegun(why),
        Err(fault) => return BatchEnd::NotBegun(Fault::Journal(fault.clone()).to_string() + ". " + fault.advice()),
    }
    fault_points::reached("after-batch");
    let end = send_lines(journal, order, info, stop, tell, leave).await;
    // Where it cannot be let go of, that is done by the end of this run.
    if let Err(fault) = journal.store().leave(&order.id).await {
        tracing::error!(%fault, "a batch could not be let go of");
    }
    end
}

/// Why nothing of it may leave.
fn forbids(order: &BatchOrder, info: &ConnectionInfo) -> Option<String> {
    let faulty = order.sheet.faulty;
    if info.read_only {
        Some(format!("{}. {}", Fault::ReadOnly, Fault::ReadOnly.advice()))
    } else if info.id != order.id.connection || order.sheet.digest != order.id.digest {
        Some("it is another file, or another connection, than was confirmed".to_owned())
    } else if !order.sheet.is_sound() {
        Some(format!("{faulty} lines have faults"))
    } else if order.per_minute == 0 {
        Some("a rate of nothing a minute".to_owned())
    } else {
        None
    }
}

/// The lines, once the batch is this run's.
async fn send_lines<F: Future<Output = Outcome>>(
    journal: &Journal,
    order: &BatchOrder,
    info: &ConnectionInfo,
    stop: &CancellationToken,
    mut tell: impl FnMut(LineEvent),
    leave: impl Fn(IntentId, Change) -> F,
) -> BatchEnd {
    let review = match of_order(journal, order, info).await {
        Ok(review) => review,
        Err(fault) => return BatchEnd::Paused(Pause::Fault(fault)),
    };
    let mut rate = Rate::new(order.per_minute);
    let mut unconfirmed = 0;
    for line in &order.sheet.lines {
        let standing = review.standing(line);
        let Some(attempt) = attempt(standing, order) else {
            if let Standing::Repeated(repeat) = standing {
                let held = Held::Repeat { batch: repeat.batch.clone(), line: repeat.line };
                tell(LineEvent::Held { line: line.number, held });
            }
            continue;
        };
        let (Some(change), Some(payout)) = (&line.change, review.payouts.get(&line.number)) else { continue };
        if !rate.turn(stop).await {
            return BatchEnd::Stopped;
        }
        let of_batch = OfBatch { batch: order.id.clone(), line: line.number, attempt, payout: payout.clone() };
        let intent = intent(journal, order, info, (line, change), &of_batch);
        match send_line(journal, order, info, (&intent, change), of_batch, &mut tell, &leave).await {
            Ok((outcome, unwritten)) => {
                rate.used();
                unconfirmed += usize::from(matches!(outcome, Outcome::Unconfirmed(_)));
                if let Some(pause) = unwritten.or_else(|| pauses(&outcome, unconfirmed)) {
                    return BatchEnd::Paused(pause);
                }
            }
            Err(Held::Limit(words)) => return BatchEnd::Paused(Pause::Limit(words)),
            Err(held) => tell(LineEvent::Held { line: line.number, held }),
        }
    }
    BatchEnd::Through
}

/// How the lines stand now that nobody else sends them.
async fn of_order(journal: &Journal, order: &BatchOrder, info: &ConnectionInfo) -> Result<Review, Fault> {
    let review = review(journal, &order.sheet, info, false, true).await.map_err(Fault::Journal)?;
    // Taken, it is the newest one: none other begins meanwhile.
    let is_it = review.id == order.id && review.which == Which::Resume;
    if !is_it {
        return Err(Fault::Withheld("this file was begun once more meanwhile".into()));
    }
    // Somebody else may have sent some of it since it was looked at, and more of it may have been refused to them.
    let lines = order.sheet.lines.iter().filter(|line| attempt(review.standing(line), order).is_some()).count();
    if lines > order.lines {
        let words = format!("{lines} lines would be sent now, and {} were confirmed: look at it again", order.lines);
        return Err(Fault::Withheld(words.into()));
    }
    Ok(review)
}

/// Which attempt at a line has its turn; `None` where none has.
fn attempt(standing: Standing<'_>, order: &BatchOrder) -> Option<u32> {
    match standing {
        Standing::Open => Some(1),
        Standing::Repeated(repeat) => order.consents.despite.contains(&repeat.intent).then_some(1),
        Standing::Refused(begun) => order.consents.retry_refused.then_some(begun.attempt + 1),
        Standing::Left(_) | Standing::Faulty => None,
    }
}

/// Sends one line; what became of it, and why the batch pauses where that is not written down.
async fn send_line<F: Future<Output = Outcome>>(
    journal: &Journal,
    order: &BatchOrder,
    info: &ConnectionInfo,
    (intent, change): (&Intent, &Change),
    of_batch: OfBatch,
    tell: &mut impl FnMut(LineEvent),
    leave: &impl Fn(IntentId, Change) -> F,
) -> Result<(Outcome, Option<Pause>), Held> {
    let (id, line, despite) = (intent.id, of_batch.line, order.consents.despite.clone());
    let mut has_left = false;
    let left = {
        let (has_left, tell) = (&mut has_left, &mut *tell);
        let sent = move |at| {
            *has_left = true;
            tell(LineEvent::Sent { line, intent: Box::new(intent.clone()), at });
        };
        let leaving = leave(id, change.clone());
        journal.send_line(intent, &info.limits, despite, of_batch, sent, async || leaving.await).await?
    };
    let Left { outcome, unwritten } = left;
    if !has_left && let Outcome::Rejected(Rejection::NeverSent(Fault::Withheld(_))) = &outcome {
        // The journal has begun it already.
        return Err(Held::Elsewhere);
    }
    match &outcome {
        Outcome::Done(_) => tracing::info!(intent = %id, line, "done"),
        Outcome::Rejected(rejection) => tracing::warn!(intent = %id, line, why = rejection.words(), "rejected"),
        Outcome::Unconfirmed(fault) => tracing::error!(intent = %id, line, %fault, "unconfirmed"),
    }
    let pause = unwritten.map(|unwritten| match unwritten {
        Unwritten::Contradicted => {
            let short = id.short();
            Pause::Unwritten(format!(
                "the journal says something else of {short} already. Look at both before you go on."
            ))
        }
        Unwritten::Yet(event, fault) => {
            let journal = journal.clone();
            tokio::spawn(async move { journal.make_up_for(id, event).await });
            Pause::Unwritten(format!("{fault}. {}", fault.advice()))
        }
    });
    if has_left {
        tell(LineEvent::Outcome { line, intent: id, outcome: Box::new(outcome.clone()) });
    }
    Ok((outcome, pause))
}

/// The intent that a line becomes.
fn intent(
    journal: &Journal,
    order: &BatchOrder,
    info: &ConnectionInfo,
    (line, change): (&Line, &Change),
    of: &OfBatch,
) -> Intent {
    let mut request = change.summary();
    request.extend([
        ("batch".to_owned(), order.id.name()),
        ("line".to_owned(), line.number.to_string()),
        ("payout".to_owned(), of.payout.as_str().to_owned()),
    ]);
    let attempt = if of.attempt > 1 { format!(", attempt {}", of.attempt) } else { String::new() };
    Intent {
        id: order.id.intent(line.number, of.attempt),
        connection: info.id.clone(),
        environment: info.environment,
        kind: ChangeKind::from(change),
        account: change.subject(),
        title: change.subject().map(|subject| subject.to_string()).unwrap_or_default(),
        amount: change.amount().cloned(),
        wanted: change.wanted(),
        words: format!("{}, batch {} line {}{attempt}", change.words(), order.id.name(), line.number),
        operator: order.operator.clone(),
        // What was asked of the whole batch stands with the batch.
        shown: order.shown.first().cloned().into_iter().collect(),
        request,
        timeline: vec![Event { at: journal.now(), state: IntentState::Planned }],
    }
}

/// How fast lines leave.
struct Rate {
    between: Duration,
    /// When the last one had its turn.
    began: Instant,
    next: Instant,
}

impl Rate {
    fn new(per_minute: u32) -> Self {
        let now = Instant::now();
        Self { between: Duration::from_mins(1) / per_minute.max(1), began: now, next: now }
    }

    /// Waits until the next line may leave; `false` where it is stopped before.
    async fn turn(&mut self, stop: &CancellationToken) -> bool {
        tokio::select! {
            biased;
            () = stop.cancelled() => return false,
            () = sleep_until(self.next) => {}
        }
        self.began = Instant::now();
        true
    }

    /// The line has left. What was missed is not made up for.
    fn used(&mut self) {
        self.next = self.began + self.between;
    }
}
