//! The hands: what the app says must be done, done. Work runs beside the loop, and its answer comes back as a message.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use indexmap::IndexMap;
use secrecy::ExposeSecret;
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::domain::{AccountId, ChangeKind, ConnectionId, Fault, FeedKind, Outcome};
use crate::message::{Effect, Message, Reply, ReplyTo};

use super::poller::Poller;
use super::{Clock, Link, Screen};

/// What does things.
pub struct Hands {
    links: IndexMap<ConnectionId, Link>,
    pollers: HashMap<(ConnectionId, FeedKind), Poller>,
    messages: mpsc::Sender<Message>,
    clock: Arc<dyn Clock>,
}

impl Hands {
    /// Hands that reach these connections; every feed is polled from now on.
    pub fn new(links: Vec<Link>, messages: mpsc::Sender<Message>, clock: Arc<dyn Clock>) -> Self {
        let mut pollers = HashMap::new();
        for link in &links {
            for feed in &link.info.feeds {
                let poller = Poller::start(link.clone(), *feed, messages.clone(), Arc::clone(&clock));
                pollers.insert((link.info.id.clone(), *feed), poller);
            }
        }
        let links = links.into_iter().map(|link| (link.info.id.clone(), link)).collect();
        Self { links, pollers, messages, clock }
    }

    /// Does one thing. Gives the exit status where that thing is to leave.
    ///
    /// # Errors
    /// Where the screen is gone.
    pub fn act(&mut self, effect: Effect, screen: &mut impl Screen) -> io::Result<Option<u8>> {
        match effect {
            Effect::SetPace { connection, feed, pace } => {
                if let Some(poller) = self.pollers.get(&(connection, feed)) {
                    poller.set_pace(pace);
                }
            }
            Effect::Refresh { connection, feed } => {
                if let Some(poller) = self.pollers.get(&(connection, feed)) {
                    poller.kick();
                }
            }
            Effect::Read { connection, read, ticket } => {
                let link = self.links.get(&connection).cloned();
                let asked = self.clock.now();
                self.spawn(async move {
                    let since = Instant::now();
                    let working = tokio::spawn(async move {
                        match link {
                            Some(link) => link.read(&read).await,
                            None => Err(Fault::Unsupported),
                        }
                    });
                    let result = working.await.unwrap_or_else(|_| Err(broken_off()));
                    let latency = since.elapsed();
                    let result = result.map(|answer| answer.data);
                    let to = ReplyTo::Ticket(ticket);
                    Message::Reply(Box::new(Reply { connection, to, asked, latency, result }))
                });
            }
            Effect::Change { connection, intent, change } => {
                let kind = ChangeKind::from(&change);
                tracing::info!(%connection, %intent, %kind, account = change.account().map(AccountId::as_str), "sent");
                let link = self.links.get(&connection).cloned();
                self.spawn(async move {
                    // A task of its own: should it panic, what it sent is unconfirmed and the loop hears of it.
                    let working = tokio::spawn(async move {
                        match link {
                            Some(link) => link.change(intent, &change).await,
                            None => Outcome::from_fault(Fault::Unsupported),
                        }
                    });
                    let outcome = working.await.unwrap_or_else(|_| Outcome::Unconfirmed(broken_off()));
                    match &outcome {
                        Outcome::Done(_) => tracing::info!(%intent, "done"),
                        Outcome::Rejected(rejection) => tracing::warn!(%intent, why = rejection.words(), "rejected"),
                        Outcome::Unconfirmed(fault) => tracing::error!(%intent, %fault, "unconfirmed"),
                    }
                    Message::Outcome { intent, outcome: Box::new(outcome) }
                });
            }
            Effect::Copy(text) => screen.copy(text.expose_secret())?,
            Effect::Quit(status) => return Ok(Some(status)),
        }
        Ok(None)
    }

    fn spawn(&self, work: impl Future<Output = Message> + Send + 'static) {
        let messages = self.messages.clone();
        tokio::spawn(async move {
            let message = work.await;
            // The loop is gone only when the program is leaving.
            let _ = messages.send(message).await;
        });
    }
}

fn broken_off() -> Fault {
    Fault::ConnectionLost("the request broke off inside paytop; see the log".into())
}

/// How many answers may wait for the loop; who has more waits too.
pub const QUEUE: usize = 64;

/// The shortest time between two frames.
pub const FRAME: Duration = Duration::from_millis(16);
