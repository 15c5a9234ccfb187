//! The journal where there is no place for one: every operation says so, and nothing that changes anything is sent.

use std::collections::HashMap;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use jiff::Timestamp;

use crate::domain::batch::{BatchId, FileDigest, PayoutHash, PayoutKey, Repeat, Sending};
use crate::domain::{
    AlertEntry, ConnectionId, Event, Intent, IntentId, JournalFault, PayeeNews, ReceivedPostback, Sighting,
};
use crate::store::batch::{BatchStore, Registration, Taken};
use crate::store::{Anchor, Begun, Entry, News, PostbackDigest, ReceivedPostbacks, RememberedPayees, Store, Terms};

/// A journal that cannot be used.
#[derive(Debug)]
pub struct Nowhere {
    name: &'static str,
    fault: JournalFault,
}

impl Nowhere {
    /// The journal called `name`, which cannot be used because of `why`.
    pub fn new(name: &'static str, why: &str) -> Self {
        Self { name, fault: JournalFault::Unopened { path: name.into(), why: why.into() } }
    }

    fn fail<T: Send + 'static>(&self) -> BoxFuture<'_, Result<T, JournalFault>> {
        ready(Err(self.fault.clone())).boxed()
    }
}

impl BatchStore for Nowhere {
    fn payout_key(&self, _: bool) -> BoxFuture<'_, Result<Option<PayoutKey>, JournalFault>> {
        self.fail()
    }

    fn sendings<'a>(&'a self, _: FileDigest, _: &'a ConnectionId) -> BoxFuture<'a, Result<Vec<Sending>, JournalFault>> {
        self.fail()
    }

    fn states<'a>(&'a self, _: &'a [IntentId]) -> BoxFuture<'a, Result<HashMap<IntentId, Event>, JournalFault>> {
        self.fail()
    }

    fn repeats<'a>(&'a self, _: &'a BatchId, _: &'a [PayoutHash]) -> BoxFuture<'a, Result<Vec<Repeat>, JournalFault>> {
        self.fail()
    }

    fn take<'a>(&'a self, _: &'a Registration, _: Timestamp) -> BoxFuture<'a, Result<Taken, JournalFault>> {
        self.fail()
    }

    fn leave<'a>(&'a self, _: &'a BatchId) -> BoxFuture<'a, Result<(), JournalFault>> {
        self.fail()
    }
}

impl Store for Nowhere {
    fn place(&self) -> &str {
        self.name
    }

    fn plan<'a>(&'a self, _: &'a Intent) -> BoxFuture<'a, Result<(), JournalFault>> {
        self.fail()
    }

    fn begin<'a>(&'a self, _: &'a Intent, _: &'a Terms, _: Timestamp) -> BoxFuture<'a, Result<Begun, JournalFault>> {
        self.fail()
    }

    fn record<'a>(&'a self, _: IntentId, _: &'a Event) -> BoxFuture<'a, Result<bool, JournalFault>> {
        self.fail()
    }

    fn recover(&self, _: Timestamp) -> BoxFuture<'_, Result<usize, JournalFault>> {
        self.fail()
    }

    fn prove(&self, _: Timestamp) -> BoxFuture<'_, Result<(), JournalFault>> {
        self.fail()
    }

    fn news(&self, _: u64, _: usize) -> BoxFuture<'_, Result<News, JournalFault>> {
        self.fail()
    }

    fn intents(&self, _: Option<Timestamp>, _: Option<Timestamp>) -> BoxFuture<'_, Result<Vec<Intent>, JournalFault>> {
        self.fail()
    }

    fn find<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Vec<Intent>, JournalFault>> {
        self.fail()
    }

    fn entries(&self, _: u64, _: usize) -> BoxFuture<'_, Result<Vec<Entry>, JournalFault>> {
        self.fail()
    }

    fn anchor(&self) -> BoxFuture<'_, Result<Option<Anchor>, JournalFault>> {
        self.fail()
    }

    fn damage(&self) -> BoxFuture<'_, Result<Option<String>, JournalFault>> {
        self.fail()
    }

    fn remember<'a>(&'a self, _: &'a [Sighting], _: Timestamp) -> BoxFuture<'a, Result<(), JournalFault>> {
        self.fail()
    }

    fn remembered(&self, _: Timestamp) -> BoxFuture<'_, Result<Vec<Sighting>, JournalFault>> {
        self.fail()
    }

    fn keep_postback<'a>(
        &'a self,
        _: &'a ReceivedPostback,
        _: &'a PostbackDigest,
    ) -> BoxFuture<'a, Result<bool, JournalFault>> {
        self.fail()
    }

    fn keep_unverified<'a>(
        &'a self,
        _: &'a [ReceivedPostback],
        _: u64,
        _: Timestamp,
    ) -> BoxFuture<'a, Result<(), JournalFault>> {
        self.fail()
    }

    fn postbacks(&self, _: u64, _: usize, _: Timestamp) -> BoxFuture<'_, Result<ReceivedPostbacks, JournalFault>> {
        self.fail()
    }

    fn remember_payee<'a>(
        &'a self,
        _: &'a ConnectionId,
        _: &'a PayeeNews,
        _: Timestamp,
    ) -> BoxFuture<'a, Result<(), JournalFault>> {
        self.fail()
    }

    fn payees(&self, _: u64) -> BoxFuture<'_, Result<RememberedPayees, JournalFault>> {
        self.fail()
    }

    fn keep_alert<'a>(&'a self, _: &'a AlertEntry) -> BoxFuture<'a, Result<bool, JournalFault>> {
        self.fail()
    }

    fn alerts(&self, _: u64, _: usize) -> BoxFuture<'_, Result<Vec<AlertEntry>, JournalFault>> {
        self.fail()
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        ready(()).boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_says_why_and_what_to_do_and_never_keeps_anybody() {
        let nowhere = Nowhere::new("paytop.db", "there is no home folder");
        let at = Timestamp::UNIX_EPOCH;
        let fault = nowhere.prove(at).await.unwrap_err();
        assert_eq!(fault.to_string(), "the journal paytop.db cannot be opened: there is no home folder");
        assert!(!fault.advice().is_empty());
        assert_eq!(nowhere.recover(at).await, Err(fault.clone()));
        assert_eq!(nowhere.intents(None, None).await, Err(fault.clone()));
        assert_eq!(nowhere.news(0, 10).await.unwrap_err(), fault);
        nowhere.close().await;
    }
}
