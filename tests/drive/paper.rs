//! A journal on paper: it keeps everything in memory and answers at once, so that it can stand beside a clock that is
//! played. It can be taken away and given back.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use jiff::Timestamp;
use paytop::domain::batch::{BatchId, FileDigest, PayoutHash, PayoutKey, Repeat, Sending, Which};
use paytop::domain::{
    AlertEntry, AlertEvent, ConnectionId, Event, Fault, Intent, IntentId, IntentState, JournalFault, KnownPayee,
    Outcome, PayeeNews, ReceivedPostback, Sighting,
};
use paytop::store::batch::{BatchStore, Registration, Taken};
use paytop::store::{Anchor, Begun, Entry, News, PostbackDigest, ReceivedPostbacks, RememberedPayees, Store, Terms};
use tokio::sync::Notify;

/// A journal on paper.
#[derive(Debug, Default)]
pub struct Paper {
    written: Mutex<Written>,
    /// Tells whoever waits that something was written.
    news: Notify,
}

#[derive(Debug, Default)]
struct Written {
    /// The intents, and after how many writes each was last written to.
    intents: Vec<(Intent, u64)>,
    writes: u64,
    samples: Vec<Sighting>,
    postbacks: Vec<ReceivedPostback>,
    /// The payees, and by how many writes each was last written to.
    payees: Vec<(KnownPayee, u64)>,
    version: u64,
    sendings: Vec<Sending>,
    /// What happened to alerts.
    alerts: Vec<AlertEntry>,
    fault: Option<JournalFault>,
    /// Why nothing may leave.
    refusal: Option<String>,
}

impl Paper {
    /// From now on it cannot be written, or can be again.
    pub fn fail(&self, fault: Option<JournalFault>) {
        self.with(|written| written.fault = fault);
    }

    /// From now on what is to leave breaks a limit, in these words.
    pub fn refuse(&self, why: &str) {
        self.with(|written| written.refusal = Some(why.to_owned()));
    }

    /// What is written on it of alerts: what happened, to which rule's.
    pub fn alerts(&self) -> Vec<String> {
        let told = |entry: &AlertEntry| format!("{} {}", entry.event.name(), entry.key.rule);
        self.with(|written| written.alerts.iter().map(told).collect())
    }

    /// What is written on it, oldest first.
    pub fn written(&self) -> Vec<Intent> {
        self.with(|written| written.all())
    }

    /// Waits until what is written on it is as wanted; `what` says so in the words of a failure.
    pub async fn until(&self, what: &str, wanted: impl Fn(&[Intent]) -> bool) {
        let looking = async {
            loop {
                let news = self.news.notified();
                // Looked at without a word, or the look itself would be news.
                let written = self.written.lock().unwrap_or_else(PoisonError::into_inner).all();
                if wanted(&written) {
                    return;
                }
                news.await;
            }
        };
        let found = tokio::time::timeout(Duration::from_mins(1), looking).await;
        found.unwrap_or_else(|_| panic!("waited in vain for {what}: {:?}", self.written()));
    }

    /// Writes down what was there before.
    pub fn begin_with(&self, intents: Vec<Intent>) {
        self.with(|written| intents.into_iter().for_each(|intent| written.put(intent)));
    }

    fn with<T>(&self, act: impl FnOnce(&mut Written) -> T) -> T {
        let acted = act(&mut self.written.lock().unwrap_or_else(PoisonError::into_inner));
        self.news.notify_waiters();
        acted
    }

    /// Writes, where it can be written.
    fn write<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Written) -> T,
    ) -> BoxFuture<'static, Result<T, JournalFault>> {
        ready(self.with(|written| match &written.fault {
            Some(fault) => Err(fault.clone()),
            None => Ok(act(written)),
        }))
        .boxed()
    }
}

impl Written {
    fn all(&self) -> Vec<Intent> {
        self.intents.iter().map(|(intent, _)| intent.clone()).collect()
    }

    fn put(&mut self, intent: Intent) {
        self.writes += 1;
        let writes = self.writes;
        match self.intents.iter_mut().find(|(known, _)| known.id == intent.id) {
            Some(known) => *known = (intent, writes),
            None => self.intents.push((intent, writes)),
        }
    }

    fn add(&mut self, id: IntentId, event: Event) -> bool {
        let known = self.intents.iter().find(|(known, _)| known.id == id).map(|(known, _)| known.clone());
        let Some(mut intent) = known.filter(|known| known.state().may_become(&event.state)) else { return false };
        intent.timeline.push(event);
        self.put(intent);
        true
    }
}

impl BatchStore for Paper {
    fn payout_key(&self, _make: bool) -> BoxFuture<'_, Result<Option<PayoutKey>, JournalFault>> {
        ready(Ok(Some(PayoutKey::new([7; PayoutKey::LENGTH])))).boxed()
    }

    fn sendings<'a>(
        &'a self,
        digest: FileDigest,
        connection: &'a ConnectionId,
    ) -> BoxFuture<'a, Result<Vec<Sending>, JournalFault>> {
        let is_it = |sending: &&Sending| sending.id.digest == digest && sending.id.connection == *connection;
        ready(Ok(self.with(|written| written.sendings.iter().filter(is_it).cloned().collect()))).boxed()
    }

    fn states<'a>(&'a self, intents: &'a [IntentId]) -> BoxFuture<'a, Result<HashMap<IntentId, Event>, JournalFault>> {
        let known = self.written().into_iter().filter(|intent| intents.contains(&intent.id));
        let states = known.filter_map(|intent| Some((intent.id, intent.timeline.last()?.clone())));
        ready(Ok(states.collect())).boxed()
    }

    fn repeats<'a>(
        &'a self,
        _batch: &'a BatchId,
        _payouts: &'a [PayoutHash],
    ) -> BoxFuture<'a, Result<Vec<Repeat>, JournalFault>> {
        ready(Ok(Vec::new())).boxed()
    }

    fn take<'a>(&'a self, registration: &'a Registration, at: Timestamp) -> BoxFuture<'a, Result<Taken, JournalFault>> {
        self.write(|written| {
            if registration.which != Which::Resume {
                let Registration { id, operator, lines, .. } = registration.clone();
                written.sendings.push(Sending { id, at, operator, lines, is_elsewhere: false });
            }
            Taken::Ours
        })
    }

    fn leave<'a>(&'a self, _batch: &'a BatchId) -> BoxFuture<'a, Result<(), JournalFault>> {
        self.write(|_| ())
    }
}

impl Store for Paper {
    fn place(&self) -> &'static str {
        "paper"
    }

    fn plan<'a>(&'a self, intent: &'a Intent) -> BoxFuture<'a, Result<(), JournalFault>> {
        self.write(|written| written.put(intent.clone()))
    }

    fn begin<'a>(
        &'a self,
        intent: &'a Intent,
        _terms: &'a Terms,
        at: Timestamp,
    ) -> BoxFuture<'a, Result<Begun, JournalFault>> {
        self.write(|written| {
            written.put(intent.clone());
            if let Some(why) = written.refusal.clone() {
                let fault = Fault::Withheld(why.as_str().into());
                let state = IntentState::of_outcome(&Outcome::from_fault(fault));
                assert!(written.add(intent.id, Event { at, state }), "{intent:?} is refused once");
                return Begun::Refused(why);
            }
            assert!(written.add(intent.id, Event { at, state: IntentState::Sent }), "{intent:?} leaves twice");
            Begun::Sent
        })
    }

    fn record<'a>(&'a self, intent: IntentId, event: &'a Event) -> BoxFuture<'a, Result<bool, JournalFault>> {
        self.write(|written| written.add(intent, event.clone()))
    }

    fn recover(&self, _at: Timestamp) -> BoxFuture<'_, Result<usize, JournalFault>> {
        self.write(|_| 0)
    }

    fn prove(&self, _at: Timestamp) -> BoxFuture<'_, Result<(), JournalFault>> {
        self.write(|_| ())
    }

    fn news(&self, after: u64, _most: usize) -> BoxFuture<'_, Result<News, JournalFault>> {
        let news = self.with(|written| {
            let new = written.intents.iter().filter(|(_, at)| *at > after);
            News { head: written.writes, intents: new.map(|(intent, _)| intent.clone()).collect(), ..News::default() }
        });
        ready(Ok(news)).boxed()
    }

    fn intents(
        &self,
        _since: Option<Timestamp>,
        _until: Option<Timestamp>,
    ) -> BoxFuture<'_, Result<Vec<Intent>, JournalFault>> {
        ready(Ok(self.written())).boxed()
    }

    fn find<'a>(&'a self, ending: &'a str) -> BoxFuture<'a, Result<Vec<Intent>, JournalFault>> {
        let ends = |intent: &Intent| intent.id.to_string().replace('-', "").ends_with(ending);
        ready(Ok(self.written().into_iter().filter(ends).collect())).boxed()
    }

    fn entries(&self, _after: u64, _most: usize) -> BoxFuture<'_, Result<Vec<Entry>, JournalFault>> {
        ready(Ok(Vec::new())).boxed()
    }

    fn anchor(&self) -> BoxFuture<'_, Result<Option<Anchor>, JournalFault>> {
        ready(Ok(None)).boxed()
    }

    fn damage(&self) -> BoxFuture<'_, Result<Option<String>, JournalFault>> {
        ready(Ok(None)).boxed()
    }

    fn remember<'a>(&'a self, samples: &'a [Sighting], _now: Timestamp) -> BoxFuture<'a, Result<(), JournalFault>> {
        self.write(|written| written.samples.extend_from_slice(samples))
    }

    fn remembered(&self, since: Timestamp) -> BoxFuture<'_, Result<Vec<Sighting>, JournalFault>> {
        let newer = |seen: &&Sighting| seen.at() >= since;
        ready(Ok(self.with(|written| written.samples.iter().filter(newer).cloned().collect()))).boxed()
    }

    fn keep_postback<'a>(
        &'a self,
        postback: &'a ReceivedPostback,
        _digest: &'a PostbackDigest,
    ) -> BoxFuture<'a, Result<bool, JournalFault>> {
        self.write(|written| {
            let number = written.postbacks.len() as u64 + 1;
            written.postbacks.push(ReceivedPostback { number, ..postback.clone() });
            true
        })
    }

    fn keep_unverified<'a>(
        &'a self,
        _newest: &'a [ReceivedPostback],
        _count: u64,
        _now: Timestamp,
    ) -> BoxFuture<'a, Result<(), JournalFault>> {
        self.write(|_| ())
    }

    fn postbacks(
        &self,
        after: u64,
        _most: usize,
        _now: Timestamp,
    ) -> BoxFuture<'_, Result<ReceivedPostbacks, JournalFault>> {
        let written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let received = written.postbacks.iter().filter(|postback| postback.number > after).cloned().collect();
        ready(Ok(ReceivedPostbacks { received, ..ReceivedPostbacks::default() })).boxed()
    }

    fn remember_payee<'a>(
        &'a self,
        connection: &'a ConnectionId,
        news: &'a PayeeNews,
        at: Timestamp,
    ) -> BoxFuture<'a, Result<(), JournalFault>> {
        self.write(|written| {
            let place = |known: &KnownPayee| known.connection == *connection && known.payee.no == *news.no();
            let at_place = written.payees.iter().position(|(known, _)| place(known));
            let mut known = match at_place {
                Some(at) => written.payees.remove(at).0,
                None => KnownPayee::new(connection.clone(), news.no().clone(), at),
            };
            known.learn(news.clone(), at);
            written.version += 1;
            written.payees.push((known.kept(), written.version));
        })
    }

    fn payees(&self, after: u64) -> BoxFuture<'_, Result<RememberedPayees, JournalFault>> {
        let written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let new = written.payees.iter().filter(|(_, version)| *version > after);
        let payees = new.map(|(known, _)| known.clone()).collect();
        ready(Ok(RememberedPayees { version: written.version, payees })).boxed()
    }

    fn keep_alert<'a>(&'a self, entry: &'a AlertEntry) -> BoxFuture<'a, Result<bool, JournalFault>> {
        self.write(|written| {
            let last = written.alerts.iter().rev().find(|known| known.key == entry.key).map(|known| known.event);
            let stands = last.is_some_and(|last| last != AlertEvent::Over);
            let follows = stands != (entry.event == AlertEvent::Raised);
            if follows {
                let number = written.alerts.len() as u64 + 1;
                written.alerts.push(AlertEntry { number, ..entry.clone() });
            }
            follows
        })
    }

    fn alerts(&self, after: u64, _most: usize) -> BoxFuture<'_, Result<Vec<AlertEntry>, JournalFault>> {
        let written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let new = written.alerts.iter().filter(|entry| entry.number > after).cloned().collect();
        ready(Ok(new)).boxed()
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        ready(()).boxed()
    }
}
