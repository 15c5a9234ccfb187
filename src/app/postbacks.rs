//! What postbacks tell: that a withdrawal of ours came to an end has its provider asked at once, and is believed when it
//! answers. Of those that do not hold nothing comes at all.

use std::collections::BTreeSet;

use crate::domain::{
    ChangeKind, ConnectionId, End, FeedKind, IntentId, PostbackKind, ReceivedPostback, Receiver, TransferStatus,
};
use crate::message::{Effect, Level, PostbackNews};

use super::App;
use super::update::Update;

impl App {
    /// Takes up what postbacks were received.
    pub(super) fn postbacks(&mut self, news: PostbackNews, update: &mut Update) {
        let told: Vec<(IntentId, String)> = news.received.iter().filter_map(|told| self.of_ours(told)).collect();
        let before = news.before;
        let changes = self.state.learn_postbacks(news);
        self.changed(&changes, update);
        let mut asked: BTreeSet<ConnectionId> = BTreeSet::new();
        for (id, words) in told {
            let Some(intent) = self.state.intents.get(id) else { continue };
            let paid = intent.may_come_back();
            if self.state.feed(&intent.connection, FeedKind::Payouts).is_some() {
                asked.insert(intent.connection.clone());
            }
            if paid {
                self.state.ask_soon(id);
                self.questions_may_differ = true;
            }
            // What came before this run is old news.
            if !before {
                self.toasts.tell(Level::Info, words, self.state.now);
                update.redraw = true;
            }
        }
        for connection in asked {
            update.effects.push(Effect::Refresh { connection, feed: FeedKind::Payouts });
        }
    }

    /// Takes up what this process does to receive postbacks.
    pub(super) fn receiver(&mut self, receiver: &Receiver, update: &mut Update) {
        let was = self.state.postbacks.receiver.clone();
        let changes = self.state.learn_receiver(receiver.clone());
        self.changed(&changes, update);
        if *receiver == was {
            return;
        }
        if let Some(words) = waiting(&was) {
            // It is true no more, or told anew.
            self.toasts.take_back(&words, self.state.now);
        }
        match (receiver, waiting(receiver)) {
            (_, Some(words)) => self.toasts.tell(Level::Bad, words, self.state.now),
            (Receiver::Listening { at }, None) if matches!(was, Receiver::Waiting { .. }) => {
                self.toasts.tell(Level::Good, format!("Postbacks are received at {at} now"), self.state.now);
            }
            _ => {}
        }
        update.redraw = true;
    }

    /// The payout of ours a postback speaks of, where it holds and the payout's end is not known yet; and words on it.
    fn of_ours(&self, told: &ReceivedPostback) -> Option<(IntentId, String)> {
        let status =
            told.withdrawal_status().filter(|_| told.is_verified() && told.kind == PostbackKind::Withdrawal)?;
        let id = told.subject.as_ref()?.as_str().parse().ok().map(IntentId)?;
        let intent = self.state.intents.get(id).filter(|intent| intent.awaits_end() || intent.may_come_back())?;
        if intent.kind == ChangeKind::Transfer {
            let status = TransferStatus::new(told.status.as_ref()?);
            // That it was paid is known.
            let is_news = intent.awaits_end() || status.end() != Some(End::Paid);
            let words = format!(
                "A notification says that {} is {status}: its provider is asked whether that is so",
                intent.words
            );
            return is_news.then_some((id, words));
        }
        let words =
            format!("A postback says that {} is {status}: its provider is asked whether that is so", intent.words);
        Some((id, words))
    }
}

/// That postbacks are not received, where they should be.
fn waiting(receiver: &Receiver) -> Option<String> {
    match receiver {
        Receiver::Waiting { at, why } => Some(format!("Postbacks are NOT received at {at}: {why}. It is tried again.")),
        Receiver::Off | Receiver::Listening { .. } => None,
    }
}
