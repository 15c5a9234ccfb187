//! What happens to alerts: written down in the store in its order, posted where the config wants it, and what any process
//! wrote told to the loop.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::domain::{AlertEntry, JournalFault};
use crate::message::{AlertNews, Message};
use crate::store::Store;

use super::webhook::{Poster, Webhook};

/// How often is looked for what other processes wrote, and how long is waited before what could not be written is tried
/// again.
const LOOK: Duration = Duration::from_secs(2);

/// The most entries that wait to be written.
const WAITING: usize = 1_000;

/// How long leaving waits until everything is written, and then until it is posted.
const LEAVING: Duration = Duration::from_secs(2);

/// How many entries the loop is told of at the start, beside those of alerts that stand.
pub const BEFORE: usize = 500;

/// Who writes down what happens to alerts.
#[derive(Debug)]
pub struct AlertLog {
    jobs: mpsc::Sender<Job>,
    writing: JoinHandle<()>,
    poster: Option<Poster>,
    posting: Option<JoinHandle<()>>,
}

/// An entry to write.
#[derive(Debug)]
struct Job {
    entry: AlertEntry,
    post: bool,
}

impl AlertLog {
    /// One that writes to `store`, and posts to `webhook` where there is one. The loop is told what stood before, and
    /// then whatever is new.
    pub fn start(store: Arc<dyn Store>, messages: mpsc::Sender<Message>, webhook: Option<Webhook>) -> Self {
        let (poster, posting) = webhook.map(|webhook| Poster::start(webhook, messages.clone())).unzip();
        let written = Arc::new(Notify::new());
        let (jobs, waiting) = mpsc::channel(WAITING);
        tokio::spawn(follow(Arc::clone(&store), messages.clone(), Arc::clone(&written)));
        let writer = Writing { store, messages, written, poster: poster.clone() };
        Self { jobs, writing: tokio::spawn(writer.run(waiting)), poster, posting }
    }

    /// Writes down what happened; where `post`, it is posted too, unless another process was first.
    pub fn keep(&self, entry: AlertEntry, post: bool) {
        if let Err(error) = self.jobs.try_send(Job { entry, post }) {
            tracing::error!(%error, "what happened to an alert is not written down: too much of it waits");
        }
    }

    /// Posts what is written down already.
    pub fn post(&self, entry: AlertEntry) {
        if let Some(poster) = &self.poster {
            poster.post(entry);
        }
    }
}

impl AlertLog {
    /// Writes and posts what waits, and waits no longer for it than is decent.
    pub async fn close(self) {
        let Self { jobs, writing, poster, posting } = self;
        drop(jobs);
        if timeout(LEAVING, writing).await.is_err() {
            tracing::error!("what happened to alerts took too long to be written down");
        }
        drop(poster);
        if let Some(posting) = posting
            && timeout(LEAVING, posting).await.is_err()
        {
            tracing::warn!("alerts took too long to be posted");
        }
    }
}

struct Writing {
    store: Arc<dyn Store>,
    messages: mpsc::Sender<Message>,
    written: Arc<Notify>,
    poster: Option<Poster>,
}

impl Writing {
    async fn run(self, mut jobs: mpsc::Receiver<Job>) {
        // What could not be written yet, oldest first.
        let mut unwritten: VecDeque<AlertEntry> = VecDeque::new();
        loop {
            let job = tokio::select! {
                job = jobs.recv() => job,
                () = tokio::time::sleep(LOOK), if !unwritten.is_empty() => {
                    self.make_up_for(&mut unwritten).await;
                    continue;
                }
            };
            // In their order: what came first is written first.
            self.make_up_for(&mut unwritten).await;
            let Some(Job { entry, post }) = job else { return };
            let kept = if unwritten.is_empty() { self.store.keep_alert(&entry).await } else { Ok(true) };
            let was_waiting = !unwritten.is_empty();
            match kept {
                Ok(is_new) => {
                    self.written.notify_one();
                    if post && is_new {
                        self.post(&entry);
                    }
                    if was_waiting {
                        hold(&mut unwritten, entry);
                    }
                }
                Err(fault) => {
                    self.tell(fault).await;
                    // Nobody may have written it: told twice is better than not at all.
                    if post {
                        self.post(&entry);
                    }
                    hold(&mut unwritten, entry);
                }
            }
        }
    }

    async fn make_up_for(&self, unwritten: &mut VecDeque<AlertEntry>) {
        while let Some(entry) = unwritten.front() {
            if self.store.keep_alert(entry).await.is_err() {
                return;
            }
            unwritten.pop_front();
            self.written.notify_one();
        }
    }

    fn post(&self, entry: &AlertEntry) {
        if let Some(poster) = &self.poster {
            poster.post(entry.clone());
        }
    }

    async fn tell(&self, fault: JournalFault) {
        tracing::error!(%fault, "what happened to an alert is not written down yet");
        let news = AlertNews { fault: Some(fault), ..AlertNews::default() };
        let _ = self.messages.send(Message::Alerts(Box::new(news))).await;
    }
}

fn hold(unwritten: &mut VecDeque<AlertEntry>, entry: AlertEntry) {
    if unwritten.len() >= WAITING {
        unwritten.pop_front();
    }
    unwritten.push_back(entry);
}

/// Tells the loop what happened to alerts, by whichever process: first what was before, then whatever is new.
async fn follow(store: Arc<dyn Store>, messages: mpsc::Sender<Message>, written: Arc<Notify>) {
    let (mut after, mut before) = (0, true);
    let mut told: Option<Option<JournalFault>> = None;
    loop {
        let news = match store.alerts(after, BEFORE).await {
            Ok(entries) => {
                after = entries.last().map_or(after, |newest| newest.number);
                AlertNews { entries, before: std::mem::take(&mut before), fault: None }
            }
            Err(fault) => AlertNews { fault: Some(fault), ..AlertNews::default() },
        };
        if !news.entries.is_empty() || told.as_ref() != Some(&news.fault) {
            told = Some(news.fault.clone());
            if messages.send(Message::Alerts(Box::new(news))).await.is_err() {
                return;
            }
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = written.notified() => {}
            () = messages.closed() => return,
        }
    }
}
