//! The hands: what the app says must be done, done. Work runs beside the loop, and its answer comes back as a message.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use indexmap::IndexMap;
use secrecy::ExposeSecret;
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::config::Surroundings;
use crate::domain::{
    Ability, AccountId, Change, ConnectionId, Fault, FeedKind, How, Intent, IntentId, JournalFault, Outcome,
    PossibleTransaction, Rejection,
};
use crate::message::{Effect, JournalNews, JournalNotice, Message, Reply, ReplyTo};

use super::alerts::AlertLog;
use super::batch::Batches;
use super::journal::{Journal, Left, Unwritten};
use super::link::broken_off;
use super::memory::Memory;
use super::payees::PayeeMemory;
use super::poller::Poller;
use super::preferences::{Keeper, PreferenceFile};
use super::{Clock, Link, Screen, Webhook, editor, export, fault_points};

/// What does things.
pub struct Hands {
    links: IndexMap<ConnectionId, Link>,
    pollers: HashMap<(ConnectionId, FeedKind), Poller>,
    messages: mpsc::Sender<Message>,
    clock: Arc<dyn Clock>,
    journal: Journal,
    memory: Memory,
    payees: PayeeMemory,
    batches: Batches,
    alerts: AlertLog,
    keeper: Keeper,
}

impl Hands {
    /// Hands that reach these connections; every feed is polled from now on.
    pub fn new(
        links: Vec<Link>,
        journal: Journal,
        webhook: Option<Webhook>,
        preferences: PreferenceFile,
        messages: mpsc::Sender<Message>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let keeper = Keeper::start(preferences, messages.clone());
        tokio::spawn(journal.clone().follow(messages.clone()));
        let memory = Memory::start(Arc::clone(journal.store()), Arc::clone(&clock), messages.clone());
        let follows = links.iter().any(|link| link.info.can(Ability::Payees));
        let payees = PayeeMemory::start(Arc::clone(journal.store()), Arc::clone(&clock), messages.clone(), follows);
        let alerts = AlertLog::start(Arc::clone(journal.store()), messages.clone(), webhook);
        let mut pollers = HashMap::new();
        for link in &links {
            for feed in &link.info.feeds {
                let poller = Poller::start(link.clone(), *feed, messages.clone(), Arc::clone(&clock));
                pollers.insert((link.info.id.clone(), *feed), poller);
            }
        }
        let links = links.into_iter().map(|link| (link.info.id.clone(), link)).collect();
        let batches = Batches::new(journal.clone(), messages.clone());
        Self { links, pollers, messages, clock, journal, memory, payees, batches, alerts, keeper }
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
            Effect::SetQuestion { connection, feed, question } => {
                if let Some(poller) = self.pollers.get(&(connection, feed)) {
                    poller.set_question(question);
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
                let (payees, of) = (self.payees.clone(), connection.clone());
                self.spawn(async move {
                    let since = Instant::now();
                    let working = tokio::spawn(async move {
                        let answer = match link {
                            Some(link) => link.read(&read).await,
                            None => Err(Fault::Unsupported),
                        };
                        if let Ok(answer) = &answer {
                            payees.heard(&of, &read, &answer.data).await;
                        }
                        answer
                    });
                    let result = working.await.unwrap_or_else(|_| Err(broken_off()));
                    let latency = since.elapsed();
                    let result = result.map(|answer| answer.data);
                    let to = ReplyTo::Ticket(ticket);
                    Message::Reply(Box::new(Reply { connection, to, asked, latency, result }))
                });
            }
            Effect::SetLimits { connection, limits } => {
                if let Some(link) = self.links.get_mut(&connection) {
                    link.info.limits = limits;
                }
            }
            effect @ (Effect::Copy(_)
            | Effect::CopyQuestion(_)
            | Effect::CaptureMouse(_)
            | Effect::Edit(_)
            | Effect::Suspend
            | Effect::TakeScreen) => self.at_screen(effect, screen)?,
            Effect::Change { intent, change, despite } => self.change(*intent, change, despite),
            Effect::Refuse { intent, fault } => self.refuse(*intent, fault),
            Effect::Settle { intent, settlement } => {
                let (journal, messages) = (self.journal.clone(), self.messages.clone());
                tokio::spawn(async move {
                    match journal.settle(intent, settlement.clone()).await {
                        Ok(true) => tracing::info!(%intent, "settled"),
                        Ok(false) if settlement.how == How::Operator => tell_contradiction(&messages, intent).await,
                        // Another paytop saw the same and was first; what the journal has is told by itself.
                        Ok(false) => tracing::info!(%intent, "settled before"),
                        Err(fault) => {
                            tell_fault(&journal, &messages, fault).await;
                            // An operator is told and says it again. What the provider shows is not shown twice.
                            if settlement.how != How::Operator {
                                journal.make_up_for_settling(intent, settlement).await;
                            }
                        }
                    }
                });
            }
            Effect::Report { intent, report } => {
                let (journal, messages) = (self.journal.clone(), self.messages.clone());
                tokio::spawn(async move {
                    let end = report.end;
                    match journal.report(intent, report.clone()).await {
                        Ok(true) => tracing::info!(%intent, %end, "reported"),
                        Ok(false) => tracing::info!(%intent, "reported before"),
                        Err(fault) => {
                            tell_fault(&journal, &messages, fault).await;
                            journal.make_up_for_report(intent, report).await;
                        }
                    }
                });
            }
            Effect::ReviewBatch(wanted) => {
                let link = self.links.get(&wanted.connection).cloned();
                self.batches.review(*wanted, link);
            }
            Effect::SendBatch(order) => {
                let link = self.links.get(&order.id.connection).cloned();
                self.batches.send(*order, link);
            }
            Effect::StopBatch => self.batches.stop(),
            Effect::Remember(samples) => self.memory.keep(samples),
            Effect::Export(what) => self.spawn(export::export(what)),
            Effect::KeepAlert { entry, post } => self.alerts.keep(*entry, post),
            Effect::PostAlert(entry) => self.alerts.post(*entry),
            Effect::Notify(notice) => screen.notify(&notice)?,
            Effect::Keep(preferences) => self.keeper.keep(*preferences),
            Effect::Quit(status) => return Ok(Some(status)),
        }
        Ok(None)
    }

    /// Writes down that a change is refused here.
    fn refuse(&self, intent: Intent, fault: Fault) {
        let (journal, messages) = (self.journal.clone(), self.messages.clone());
        tracing::warn!(intent = %intent.id, why = %fault, "refused here");
        let limits = self.links.get(&intent.connection).map(|link| link.info.limits.clone()).unwrap_or_default();
        tokio::spawn(async move {
            if let Err(fault) = journal.refuse(&intent, &limits, &fault).await {
                tell_fault(&journal, &messages, fault).await;
            }
        });
    }

    /// Does what the screen itself is needed for.
    fn at_screen(&self, effect: Effect, screen: &mut impl Screen) -> io::Result<()> {
        match effect {
            Effect::Copy(text) => screen.copy(text.expose_secret())?,
            Effect::CopyQuestion(question) => {
                let written = match self.links.get(&question.connection) {
                    Some(link) => link.curl(&question.read),
                    None => Err(Fault::Unsupported),
                };
                match written {
                    Ok(text) => screen.copy(&text)?,
                    Err(fault) => {
                        let words = format!("Not copied: {fault}");
                        self.spawn(std::future::ready(Message::Failed(words)));
                    }
                }
            }
            Effect::CaptureMouse(on) => screen.capture_mouse(on)?,
            Effect::Edit(text) => {
                screen.let_go();
                let editor = Surroundings::of_process().editor();
                self.spawn(async move { Message::Edited(editor::edit(editor, text).await) });
            }
            Effect::Suspend => {
                let stopped = screen.suspend()?;
                if !stopped {
                    let words = "Not suspended: no shell is there that could let paytop go on again";
                    self.spawn(std::future::ready(Message::Failed(words.into())));
                }
            }
            Effect::TakeScreen => {
                screen.take_again()?;
                let (width, height) = screen.size()?;
                self.spawn(std::future::ready(Message::Resized { width, height }));
            }
            _ => {}
        }
        Ok(())
    }

    /// Lets go of everything, once what was set up on the screen is written.
    pub async fn close(self) {
        self.alerts.close().await;
        self.keeper.close().await;
    }

    /// Sends a change the one way there is: by the journal.
    fn change(&self, intent: Intent, mut change: Change, despite: Vec<IntentId>) {
        if let Change::ReportTransaction(PossibleTransaction { screenshot: Some(path), .. }) = &mut change {
            *path = export::at_home(path);
        }
        let (link, journal, messages, payees) = (
            self.links.get(&intent.connection).cloned(),
            self.journal.clone(),
            self.messages.clone(),
            self.payees.clone(),
        );
        // What is kept of a payee is in the change itself; of any other nothing is held any longer than it takes to send.
        let of_payee = change.is_of_payee().then(|| change.clone());
        let id = intent.id;
        tracing::info!(connection = %intent.connection, intent = %id, kind = %intent.kind,
            account = intent.account.as_ref().map(AccountId::as_str), "planned");
        tokio::spawn(async move {
            let limits = link.as_ref().map(|link| link.info.limits.clone()).unwrap_or_default();
            // Its turn comes before it is written down as sent: what still waits here has not left.
            let turn = match &link {
                Some(link) => match link.free_turn() {
                    None => {
                        if let Err(fault) = journal.plan(&intent).await {
                            // Its own turn will tell whether it can be written by then.
                            tell_fault(&journal, &messages, fault).await;
                        }
                        link.turn().await
                    }
                    turn => turn,
                },
                None => None,
            };
            // Where the queue is full the screen goes without it: the journal tells it again.
            let sent = |at| {
                tracing::info!(intent = %id, "sent");
                let _ = messages.try_send(Message::Sent { intent: id, at });
            };
            let leave = async move || {
                // A task of its own: should it panic, what it sent is unconfirmed and the loop hears of it.
                let working = tokio::spawn(async move {
                    fault_points::at_change();
                    match link {
                        Some(link) => link.change(id, &change).await,
                        None => Outcome::from_fault(Fault::Unsupported),
                    }
                });
                working.await.unwrap_or_else(|_| Outcome::Unconfirmed(broken_off()))
            };
            let Left { outcome, unwritten } = journal.send(&intent, &limits, despite, sent, leave).await;
            drop(turn);
            match &outcome {
                Outcome::Done(_) => tracing::info!(intent = %id, "done"),
                Outcome::Rejected(rejection) => tracing::warn!(intent = %id, why = rejection.words(), "rejected"),
                Outcome::Unconfirmed(fault) => tracing::error!(intent = %id, %fault, "unconfirmed"),
            }
            if let Outcome::Rejected(Rejection::NeverSent(Fault::Journal(fault))) = &outcome {
                tell_fault(&journal, &messages, fault.clone()).await;
            }
            if let Some(change) = of_payee {
                payees.done(&intent.connection, &change, &outcome).await;
            }
            // The loop is gone only when the program is leaving.
            let _ = messages.send(Message::Outcome { intent: id, outcome: Box::new(outcome) }).await;
            match unwritten {
                None => {}
                Some(Unwritten::Contradicted) => tell_contradiction(&messages, id).await,
                Some(Unwritten::Yet(event, fault)) => {
                    tell_fault(&journal, &messages, fault).await;
                    journal.make_up_for(id, event).await;
                }
            }
        });
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

/// Tells the loop that the journal says something else of an intent than is known here.
async fn tell_contradiction(messages: &mpsc::Sender<Message>, intent: IntentId) {
    tracing::error!(%intent, "the journal says something else of it already: nothing was written");
    let _ = messages.send(Message::JournalNotice(JournalNotice::Contradicts(intent))).await;
}

/// Tells the loop that the journal could not be written, and looks after it until it can.
async fn tell_fault(journal: &Journal, messages: &mpsc::Sender<Message>, fault: JournalFault) {
    tracing::error!(%fault, "the journal cannot be written");
    let news = JournalNews { intents: Vec::new(), fault: Some(fault) };
    let _ = messages.send(Message::Journal(Box::new(news))).await;
    journal.look_again();
}

/// How many answers may wait for the loop; who has more waits too.
pub const QUEUE: usize = 64;

/// The shortest time between two frames.
pub const FRAME: Duration = Duration::from_millis(16);
