//! What the dashboard has done with files of payouts: beside the loop, one batch at a time.

use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::{read_file, review, send_batch};
use crate::domain::batch::{BatchEnd, BatchOrder, LineEvent, LineKind, Pause, Sheet};
use crate::domain::{Change, Fault, IntentId, Outcome, mask_digits};
use crate::message::{BatchNews, Message, ReviewWanted, Reviewed, Source};
use crate::runtime::link::broken_off;
use crate::runtime::{Journal, Link, fault_points};

/// What does things with files of payouts.
pub struct Batches {
    journal: Journal,
    messages: mpsc::Sender<Message>,
    /// Stops the batch that is being sent.
    stop: CancellationToken,
}

impl Batches {
    /// One that writes to this journal and tells the loop.
    pub fn new(journal: Journal, messages: mpsc::Sender<Message>) -> Self {
        Self { journal, messages, stop: CancellationToken::new() }
    }

    /// Reads a file and holds it against the journal.
    pub fn review(&self, wanted: ReviewWanted, link: Option<Link>) {
        let (journal, messages) = (self.journal.clone(), self.messages.clone());
        let ticket = wanted.ticket;
        tokio::spawn(async move {
            let reviewing = tokio::spawn(async move { reviewed(&journal, wanted, link).await });
            let result = reviewing.await.unwrap_or_else(|_| Err("reading it broke off; see the log".to_owned()));
            // The loop is gone only when the program is leaving.
            let _ = messages.send(news(BatchNews::Reviewed { ticket, result })).await;
        });
    }

    /// Sends a batch.
    pub fn send(&mut self, order: BatchOrder, link: Option<Link>) {
        self.stop = CancellationToken::new();
        let (journal, messages, stop) = (self.journal.clone(), self.messages.clone(), self.stop.clone());
        tracing::info!(batch = order.id.name(), lines = order.lines, "a batch begins");
        tokio::spawn(async move {
            // Never more than the loop is behind: a line leaves only after the one before was answered.
            let (events, telling) = mpsc::unbounded_channel();
            let telling = tokio::spawn(tell(telling, messages.clone()));
            let sending = tokio::spawn(async move {
                let Some(link) = link else { return BatchEnd::NotBegun("that connection is gone".to_owned()) };
                let info = link.info.clone();
                let leave = |intent: IntentId, change: Change| leave(link.clone(), intent, change);
                let tell = |event: LineEvent| {
                    // The loop is gone only when the program is leaving.
                    let _ = events.send(event);
                };
                send_batch(&journal, &order, &info, &stop, tell, leave).await
            });
            let end = sending.await.unwrap_or_else(|_| BatchEnd::Paused(Pause::Fault(broken_off())));
            tracing::info!(end = end.words(), "a batch ends");
            let _ = telling.await;
            let _ = messages.send(news(BatchNews::Ended(end))).await;
        });
    }

    /// Stops the batch that is being sent, after the line that is on its way.
    pub fn stop(&self) {
        self.stop.cancel();
    }
}

fn news(news: BatchNews) -> Message {
    Message::Batch(Box::new(news))
}

/// Tells the loop of the lines of a batch, in their order.
async fn tell(mut events: mpsc::UnboundedReceiver<LineEvent>, messages: mpsc::Sender<Message>) {
    while let Some(event) = events.recv().await {
        let _ = messages.send(news(BatchNews::Line(event))).await;
    }
}

/// Lets one line leave. It waits for no turn: written down as sent, it leaves now, and a batch has one on its way at most.
async fn leave(link: Link, intent: IntentId, change: Change) -> Outcome {
    // A task of its own: should it panic, what it sent is unconfirmed.
    let working = tokio::spawn(async move {
        fault_points::at_change();
        link.change(intent, &change).await
    });
    working.await.unwrap_or_else(|_| Outcome::Unconfirmed(broken_off()))
}

async fn reviewed(journal: &Journal, wanted: ReviewWanted, link: Option<Link>) -> Result<Reviewed, String> {
    let info = link.ok_or_else(|| "that connection is gone".to_owned())?.info;
    let kind = LineKind::of(info.provider).ok_or_else(|| Fault::Unsupported.to_string())?;
    let sheet = match wanted.source {
        Source::Read(sheet) => sheet,
        Source::Path(path) => {
            let bytes = read_file(&path).await.map_err(|fault| mask_digits(&fault.to_string()))?;
            let limits = info.limits.clone();
            let reading = tokio::task::spawn_blocking(move || Sheet::read(kind, &bytes, &limits));
            let read = reading.await.map_err(|_| "reading it broke off; see the log".to_owned())?;
            Arc::new(read.map_err(|fault| mask_digits(&fault.to_string()))?)
        }
    };
    match review(journal, &sheet, &info, wanted.again, false).await {
        Ok(review) => Ok(Reviewed { sheet, review: Arc::new(review) }),
        Err(fault) => Err(format!("{fault}. {}", fault.advice())),
    }
}
