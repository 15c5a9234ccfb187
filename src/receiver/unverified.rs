//! What came that does not hold. Anybody can send it, so however much comes, it costs one small write every few seconds:
//! all of it is counted, and of each write only the newest few are kept.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::{Clock, Heard, Hears};
use crate::domain::{PostbackStanding, ReceivedPostback};
use crate::store::Store;

/// How long is waited for more before it is written down.
const BETWEEN: Duration = Duration::from_secs(2);

/// How many of one write are kept.
const NEWEST: usize = 10;

/// What waits to be written down.
#[derive(Default)]
pub(super) struct Unverified {
    waiting: Mutex<Waiting>,
    came: Notify,
}

#[derive(Default)]
struct Waiting {
    count: u64,
    newest: VecDeque<ReceivedPostback>,
}

impl Unverified {
    /// Takes note of one.
    pub(super) fn add(&self, postback: ReceivedPostback) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.count += 1;
        if waiting.newest.len() == NEWEST {
            waiting.newest.pop_front();
        }
        waiting.newest.push_back(postback);
        self.came.notify_one();
    }

    /// Writes down what comes, for as long as it is let.
    pub(super) async fn write_down(&self, store: &dyn Store, clock: &Clock, hears: &Hears) {
        loop {
            self.came.notified().await;
            tokio::time::sleep(BETWEEN).await;
            self.write_now(store, clock, hears).await;
        }
    }

    /// Writes down what there is.
    pub(super) async fn write_now(&self, store: &dyn Store, clock: &Clock, hears: &Hears) {
        let Waiting { count, newest } =
            std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        if count == 0 {
            return;
        }
        let newest = Vec::from(newest);
        if let Some(PostbackStanding::Unverified(last)) = newest.last().map(|last| &last.standing) {
            tracing::warn!(count, why = %last, "postbacks that do not hold");
            hears(&Heard::Unverified { count, last });
        }
        if let Err(fault) = store.keep_unverified(&newest, count, clock()).await {
            tracing::error!(%fault, count, "postbacks that do not hold are not counted yet");
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.count += count;
            for postback in newest.into_iter().rev() {
                if waiting.newest.len() < NEWEST {
                    waiting.newest.push_front(postback);
                }
            }
            self.came.notify_one();
        }
    }
}
