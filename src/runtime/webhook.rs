//! Alerts posted to a web address: one after the other, tried again with longer and longer pauses where it does not take
//! one, and no more of them waiting than a few. Nothing is posted but what an alert says: no secret, no whole number.

use std::sync::Arc;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::domain::{AlertEntry, AlertEvent, Fault, Text, mask_digits};
use crate::message::Message;
use crate::providers::http::{self, Body, Method, Operation, ReadHttp, Reading, Reply};

use super::link::broken_off;

/// The most that wait to be posted; what is more is not posted.
const QUEUE: usize = 256;

/// How often one is tried.
const TRIES: usize = 10;

/// The pauses between two tries, at least and at most.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_mins(5));

/// After how many tries in vain somebody is told.
const TOLD_AFTER: usize = 2;

/// Where alerts are posted to.
#[derive(Clone)]
pub struct Webhook {
    /// How its host is spoken to, and what is behind that, the query too, from the `/` on. Fetching the secrets may take
    /// long, and may fail and be tried again.
    pub open: Arc<dyn Fn() -> Result<(http::Settings, String), Fault> + Send + Sync>,
}

/// Who posts.
#[derive(Clone, Debug)]
pub struct Poster(mpsc::Sender<AlertEntry>);

impl Poster {
    /// One that posts to `webhook`, and tells the loop where that does not take what is posted; and its task, which ends
    /// with the last of its kind.
    pub fn start(webhook: Webhook, messages: mpsc::Sender<Message>) -> (Self, JoinHandle<()>) {
        let (sender, entries) = mpsc::channel(QUEUE);
        let task = tokio::spawn(Round { webhook, messages, client: None, told: false }.run(entries));
        (Self(sender), task)
    }

    /// Posts this as soon as what came before it is posted.
    pub fn post(&self, entry: AlertEntry) {
        if self.0.try_send(entry).is_err() {
            tracing::error!("an alert is not posted: too many wait already");
        }
    }
}

struct Round {
    webhook: Webhook,
    messages: mpsc::Sender<Message>,
    client: Option<(ReadHttp, String)>,
    /// Whether the loop was told that it takes nothing.
    told: bool,
}

impl Round {
    async fn run(mut self, mut entries: mpsc::Receiver<AlertEntry>) {
        while let Some(entry) = entries.recv().await {
            let fault = self.deliver(&entry).await.err();
            match fault {
                Some(fault) => {
                    tracing::error!(%fault, rule = %entry.key.rule, "an alert is not posted");
                    self.tell(Some(fault)).await;
                }
                None => self.tell(None).await,
            }
        }
    }

    /// Posts it until it is taken, or will not be.
    async fn deliver(&mut self, entry: &AlertEntry) -> Result<(), Fault> {
        let body = body(entry);
        let (least, most) = PAUSES;
        let pauses = ExponentialBuilder::default()
            .with_min_delay(least)
            .with_max_delay(most)
            .with_max_times(TRIES - 1)
            .with_jitter()
            .build();
        let mut tries = 0;
        let mut pauses = pauses.into_iter();
        loop {
            let fault = match self.post(&body).await {
                Ok(()) => return Ok(()),
                Err(fault) => fault,
            };
            tries += 1;
            let Some(pause) = pauses.next().filter(|_| may_be_taken_later(&fault)) else { return Err(fault) };
            tracing::warn!(%fault, tries, "an alert is not posted yet");
            if tries >= TOLD_AFTER {
                self.tell(Some(fault.clone())).await;
            }
            let pause = fault.retry_after().map_or(pause, |wanted| wanted.min(most).max(pause));
            tokio::time::sleep(pause).await;
        }
    }

    async fn post(&mut self, body: &Value) -> Result<(), Fault> {
        let (client, path) = if let Some(opened) = self.client.take() {
            opened
        } else {
            let open = Arc::clone(&self.webhook.open);
            let opened = tokio::task::spawn_blocking(move || {
                let (settings, path) = open()?;
                Ok((ReadHttp::open(&settings)?, path))
            });
            opened.await.unwrap_or_else(|_| Err(broken_off()))?
        };
        let reply = client.send(&Post { path: &path, body }).await;
        self.client = Some((client, path));
        match reply {
            // What it says to it is of no interest, however long it is.
            Ok(Reply::Success(_)) | Err(Fault::TooLarge(_)) => Ok(()),
            Ok(Reply::Refusal { status, .. }) => Err(Fault::Status(status)),
            Err(fault) => Err(fault),
        }
    }

    async fn tell(&mut self, fault: Option<Fault>) {
        let is_bad = fault.is_some();
        if !is_bad && !self.told {
            return;
        }
        self.told = is_bad;
        let fault = fault.map(|fault| Text::from(fault.to_string()));
        let _ = self.messages.send(Message::Webhook(fault)).await;
    }
}

/// Whether it makes sense to try again: not what was refused as it is.
fn may_be_taken_later(fault: &Fault) -> bool {
    match fault {
        Fault::Status(status) => matches!(status, 408 | 409 | 425),
        Fault::Unauthorized(_) | Fault::NotFound(_) | Fault::Redirect(_) => false,
        _ => true,
    }
}

struct Post<'p> {
    path: &'p str,
    body: &'p Value,
}

impl Operation for Post<'_> {
    /// It changes nothing at a provider.
    type Effect = Reading;

    fn method(&self) -> Method {
        Method::POST
    }

    fn path(&self) -> &str {
        self.path
    }

    fn body(&self) -> Result<Option<Body>, Fault> {
        Body::json(self.body).map(Some)
    }
}

/// What is posted of it.
fn body(entry: &AlertEntry) -> Value {
    let AlertEntry { at, key, event, level, words, operator, .. } = entry;
    let words = mask_digits(words.as_str());
    let text = match event {
        AlertEvent::Raised => format!("paytop, {level}: {words}"),
        event => format!("paytop, {}: {words}", event.name()),
    };
    json!({
        "event": event.name(),
        "rule": key.rule.to_string(),
        "level": level.to_string(),
        "connection": key.about.connection().map(ToString::to_string),
        "kind": key.about.parts().first(),
        "about": mask_digits(&key.about.subject()),
        "words": words,
        "at": at.to_string(),
        "operator": operator.as_str(),
        // What chats show of it.
        "text": text,
    })
}

#[cfg(test)]
mod tests;
