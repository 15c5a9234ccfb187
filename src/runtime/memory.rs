//! What was seen of tasks and wallets, kept in the store: told to the loop at the start, and written down in batches.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use crate::domain::Sighting;
use crate::message::Message;
use crate::store::Store;

use super::Clock;

/// How long samples are gathered before they are written.
const BATCH: Duration = Duration::from_secs(5);

/// The most samples that wait to be written; more are not worth keeping.
const MOST: usize = 20_000;

/// How many samples the loop takes up at once.
const PART: usize = 2_000;

/// How far back is looked at the start: longer than any task runs, and as far as the chart of a balance goes.
const BACK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Where samples go.
#[derive(Clone, Debug)]
pub struct Memory(mpsc::UnboundedSender<Vec<Sighting>>);

impl Memory {
    /// Starts to keep samples in `store`, and tells the loop what was kept before.
    pub fn start(store: Arc<dyn Store>, clock: Arc<dyn Clock>, messages: mpsc::Sender<Message>) -> Self {
        let (sender, samples) = mpsc::unbounded_channel();
        tokio::spawn(keep(store, clock, messages, samples));
        Self(sender)
    }

    /// Keeps these.
    pub fn keep(&self, samples: Vec<Sighting>) {
        // Its task is gone only when the program is leaving.
        let _ = self.0.send(samples);
    }
}

/// Since when is looked for what was seen.
pub fn since(now: Timestamp) -> Timestamp {
    now.checked_sub(BACK).unwrap_or(Timestamp::MIN)
}

async fn keep(
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    messages: mpsc::Sender<Message>,
    mut samples: mpsc::UnboundedReceiver<Vec<Sighting>>,
) {
    match store.remembered(since(clock.now())).await {
        Ok(seen) => {
            // A part at a time: the loop has keys to listen to.
            for part in seen.chunks(PART) {
                if messages.send(Message::Remembered(part.to_vec())).await.is_err() {
                    return;
                }
            }
        }
        Err(fault) => tracing::warn!(%fault, "what was seen of tasks and wallets before is not known"),
    }
    while let Some(mut batch) = samples.recv().await {
        let until = Instant::now() + BATCH;
        loop {
            tokio::select! {
                more = samples.recv() => match more {
                    Some(more) if batch.len() < MOST => batch.extend(more),
                    Some(_) => {}
                    None => break,
                },
                () = sleep_until(until) => break,
            }
        }
        if let Err(fault) = store.remember(&batch, clock.now()).await {
            tracing::warn!(%fault, "what was seen of tasks and wallets could not be kept");
        }
    }
}
