//! What a store holds, told once: for who looks a single time, as the loop is told it at its start.

use jiff::Timestamp;

use crate::domain::JournalFault;
use crate::message::{AlertNews, JournalNews, Message, PostbackNews};
use crate::state::{Intents, Postbacks};
use crate::store::Store;

use super::{alerts, memory};

/// Everything that is kept, in the order in which it has to be taken up; and the fault of the journal, where it could not
/// be read. What else cannot be read is as if it were not there.
pub async fn kept(store: &dyn Store, now: Timestamp) -> (Vec<Message>, Option<JournalFault>) {
    let (news, fault) = match store.news(0, Intents::MAX).await {
        Ok(news) => (JournalNews { intents: news.intents, fault: None }, None),
        Err(fault) => (JournalNews { intents: Vec::new(), fault: Some(fault.clone()) }, Some(fault)),
    };
    let mut told = vec![Message::Journal(Box::new(news))];
    if fault.is_some() {
        return (told, fault);
    }
    told.extend(store.remembered(memory::since(now)).await.map(Message::Remembered));
    told.extend(store.postbacks(0, Postbacks::VERIFIED, now).await.map(|found| {
        let (received, unverified) = (found.received, found.unverified);
        Message::Postbacks(Box::new(PostbackNews { received, unverified, before: true, fault: None }))
    }));
    told.extend(store.alerts(0, alerts::BEFORE).await.map(|entries| {
        let news = AlertNews { entries, before: true, fault: None };
        Message::Alerts(Box::new(news))
    }));
    (told, fault)
}
