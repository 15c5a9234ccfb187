//! The payees that are remembered: what is learned of one is kept in the store, and what any process learned is told to
//! the loop.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, mpsc};

use crate::domain::{Change, ConnectionId, Data, JournalFault, Outcome, PayeeNews, Read};
use crate::message::{Message, PayeesNews};
use crate::store::Store;

use super::Clock;

/// How often is looked for what other processes learned.
const LOOK: Duration = Duration::from_secs(2);

/// Who keeps what is learned of payees.
#[derive(Clone)]
pub struct PayeeMemory {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    written: Arc<Notify>,
    messages: mpsc::Sender<Message>,
}

impl PayeeMemory {
    /// One that keeps it in `store`. Where `follows`, the loop is told who is remembered, now and whenever that changes.
    pub fn start(store: Arc<dyn Store>, clock: Arc<dyn Clock>, messages: mpsc::Sender<Message>, follows: bool) -> Self {
        let memory = Self { store, clock, written: Arc::new(Notify::new()), messages };
        if follows {
            tokio::spawn(memory.clone().follow());
        }
        memory
    }

    /// Keeps what an answer tells of a payee, where it tells of one.
    pub async fn heard(&self, connection: &ConnectionId, read: &Read, data: &Data) {
        if let Some(news) = PayeeNews::of_answer(read, data) {
            self.keep(connection, &news).await;
        }
    }

    /// Keeps what a change that is done made of a payee, where it is about one.
    pub async fn done(&self, connection: &ConnectionId, change: &Change, outcome: &Outcome) {
        if let Outcome::Done(receipt) = outcome
            && let Some(news) = PayeeNews::of_change(change, receipt)
        {
            self.keep(connection, &news).await;
        }
    }

    async fn keep(&self, connection: &ConnectionId, news: &PayeeNews) {
        match self.store.remember_payee(connection, news, self.clock.now()).await {
            Ok(()) => self.written.notify_one(),
            Err(fault) => {
                tracing::error!(%fault, "what was learned of a payee could not be kept");
                let news = PayeesNews { fault: Some(fault), ..PayeesNews::default() };
                let _ = self.messages.send(Message::Payees(Box::new(news))).await;
            }
        }
    }

    /// Tells the loop who is remembered: first who was before, then whatever is new.
    async fn follow(self) {
        let mut version = 0;
        let mut told: Option<Option<JournalFault>> = None;
        loop {
            let news = match self.store.payees(version).await {
                Ok(found) => {
                    version = found.version;
                    PayeesNews { payees: found.payees, fault: None }
                }
                Err(fault) => PayeesNews { fault: Some(fault), ..PayeesNews::default() },
            };
            if !news.payees.is_empty() || told.as_ref() != Some(&news.fault) {
                told = Some(news.fault.clone());
                if self.messages.send(Message::Payees(Box::new(news))).await.is_err() {
                    return;
                }
            }
            tokio::select! {
                () = tokio::time::sleep(LOOK) => {}
                () = self.written.notified() => {}
                () = self.messages.closed() => return,
            }
        }
    }
}
