//! The pollers: one task for each feed of each connection, so that a feed never has two questions out at once.

use std::sync::Arc;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use jiff::Timestamp;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until};

use crate::domain::{Fault, FeedKind, Read};
use crate::message::{Message, Pace, Reply, ReplyTo};
use crate::providers::Answer;

use super::link::broken_off;
use super::{Clock, Link};

/// The longest wait between two tries of a feed that fails, unless the provider asks for more or the connection's
/// own interval is longer.
const LONGEST_WAIT: Duration = Duration::from_mins(2);

/// By how much a wait after a fault may be stretched, so that many terminals do not come back in step.
const SPREAD: f64 = 0.25;

/// What a poller is told; the last word counts.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Orders {
    pace: Pace,
    /// What it asks; nothing where there is nothing to ask for.
    question: Option<Arc<Read>>,
    /// How often it was told to ask at once.
    kicks: u64,
}

/// A poller that runs as long as this is held.
#[derive(Debug)]
pub struct Poller {
    orders: watch::Sender<Orders>,
}

impl Poller {
    /// Starts polling a feed; answers and faults go to `replies`.
    pub fn start(link: Link, feed: FeedKind, replies: mpsc::Sender<Message>, clock: Arc<dyn Clock>) -> Self {
        let question = feed.read().map(Arc::new);
        let (orders, heard) = watch::channel(Orders { pace: Pace::Idle, question, kicks: 0 });
        tokio::spawn(Round { link, feed, replies, clock, heard, kicks: 0, backoff: None }.run());
        Self { orders }
    }

    /// Asks at this pace from now on.
    pub fn set_pace(&self, pace: Pace) {
        self.orders.send_if_modified(|orders| std::mem::replace(&mut orders.pace, pace) != pace);
    }

    /// Asks this from now on; nothing, where there is nothing to ask for.
    pub fn set_question(&self, question: Option<Read>) {
        self.orders.send_modify(|orders| orders.question = question.map(Arc::new));
    }

    /// Asks at once, or as soon as the provider allows it.
    pub fn kick(&self) {
        self.orders.send_modify(|orders| orders.kicks += 1);
    }
}

struct Round {
    link: Link,
    feed: FeedKind,
    replies: mpsc::Sender<Message>,
    clock: Arc<dyn Clock>,
    heard: watch::Receiver<Orders>,
    /// How many kicks were heeded.
    kicks: u64,
    /// The waits of the present row of faults.
    backoff: Option<ExponentialBackoff>,
}

/// When a feed may and should ask next.
struct Wait {
    since: Instant,
    /// Spread of the interval, so that many terminals do not ask in step.
    jitter: f64,
    /// A fault's own wait, in place of the pace's.
    fault: Option<Duration>,
    /// The provider asked not to be asked before this, whatever the operator wants.
    not_before: Option<Instant>,
}

impl Wait {
    fn due(&self, interval: Duration) -> Instant {
        let due = self.since + self.fault.unwrap_or_else(|| interval.mul_f64(self.jitter));
        self.not_before.map_or(due, |allowed| due.max(allowed))
    }
}

impl Round {
    async fn run(mut self) {
        let mut sequence = 0;
        let mut wait: Option<Wait> = None;
        loop {
            let Some(question) = self.wait(wait.as_ref()).await else { return };
            sequence += 1;
            let asked = self.clock.now();
            let since = Instant::now();
            let result = self.ask(question).await;
            let latency = since.elapsed();
            let fault = result.as_ref().err();
            let next = Wait {
                since: Instant::now(),
                jitter: 0.9 + 0.2 * fastrand::f64(),
                fault: fault.map(|_| self.next_try()),
                not_before: fault.and_then(Fault::retry_after).map(|wait| Instant::now() + wait),
            };
            match fault {
                Some(fault) => {
                    tracing::warn!(connection = %self.link.info.id, feed = %self.feed, %fault, "no answer");
                }
                None if self.backoff.take().is_some() => {
                    tracing::info!(connection = %self.link.info.id, feed = %self.feed, "answers again");
                }
                None => {}
            }
            let reply = Reply {
                connection: self.link.info.id.clone(),
                to: ReplyTo::Feed { feed: self.feed, sequence, next: self.tell(&next) },
                asked,
                latency,
                result: result.map(|answer| answer.data),
            };
            wait = Some(next);
            if self.replies.send(Message::Reply(Box::new(reply))).await.is_err() {
                return;
            }
        }
    }

    /// Asks, in a task of its own: should it panic, the feed is in trouble and goes on.
    async fn ask(&self, read: Arc<Read>) -> Result<Answer, Fault> {
        let link = self.link.clone();
        let asking = tokio::spawn(async move { link.read(&read).await });
        asking.await.unwrap_or_else(|_| Err(broken_off()))
    }

    /// Waits until it is time to ask, and says what. `None` when nobody listens any more.
    async fn wait(&mut self, wait: Option<&Wait>) -> Option<Arc<Read>> {
        loop {
            let orders = self.heard.borrow_and_update().clone();
            let Some(question) = orders.question else {
                self.heard.changed().await.ok()?;
                continue;
            };
            // A kick while a question was out counts too: that answer may be older than what the kick is about.
            let kicked = orders.kicks != self.kicks;
            let due = match (wait, orders.pace) {
                (_, Pace::Paused) if !kicked => None,
                (None, _) => Some(Instant::now()),
                (Some(wait), _) if kicked => Some(wait.not_before.unwrap_or_else(Instant::now)),
                (Some(wait), pace) => Some(wait.due(self.interval(pace))),
            };
            let Some(due) = due else {
                self.heard.changed().await.ok()?;
                continue;
            };
            tokio::select! {
                biased;
                () = sleep_until(due) => {
                    self.kicks = orders.kicks;
                    return Some(question);
                }
                changed = self.heard.changed() => changed.ok()?,
            }
        }
    }

    fn interval(&self, pace: Pace) -> Duration {
        let polling = self.link.info.polling;
        match (self.feed, pace) {
            // The handset is watched while its window is open, and it is the sandbox's own.
            (FeedKind::Handset, Pace::Active) => Duration::from_secs(1),
            (_, Pace::Active) => polling.active,
            (_, Pace::Idle | Pace::Paused) => polling.idle,
        }
    }

    /// How long to wait after one more fault in a row.
    fn next_try(&mut self) -> Duration {
        let first = self.interval(Pace::Active);
        let longest = LONGEST_WAIT.div_f64(1.0 + SPREAD).max(first);
        let backoff = self.backoff.get_or_insert_with(|| {
            ExponentialBuilder::new()
                .with_min_delay(first)
                .with_max_delay(longest)
                .with_factor(2.0)
                .without_max_times()
                .build()
        });
        backoff.next().unwrap_or(longest).mul_f64(1.0 + SPREAD * fastrand::f64())
    }

    /// When the feed asks next, on the wall clock.
    fn tell(&self, wait: &Wait) -> Option<Timestamp> {
        let pace = self.heard.borrow().pace;
        let left = wait.due(self.interval(pace)).saturating_duration_since(Instant::now());
        self.clock.now().checked_add(left).ok()
    }
}
