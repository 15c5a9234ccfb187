//! Files of payouts: opened, sent, stopped, and what is told of them.

use crate::domain::batch::{BatchEnd, BatchOrder, LineEvent, LineKind};
use crate::domain::{ConnectionId, Fault, Outcome};
use crate::message::{BatchNews, Effect, Ids, Level, Open, Step};
use crate::overlays;
use crate::state::{BatchRun, Changes};

use super::{App, Update};

impl App {
    /// Opens the file of payouts that is being sent, or asks for one.
    pub(super) fn open_batch(&mut self, ids: &mut Ids, update: &mut Update) {
        let pays = |id: &&ConnectionId| {
            self.state.connection(id).is_some_and(|known| LineKind::of(known.info.provider).is_some())
        };
        let connections: Vec<ConnectionId> = self.state.connections().map(|known| known.info.id.clone()).collect();
        if connections.iter().find(pays).is_none() {
            self.toasts.tell(Level::Info, "No connection here pays by file".into(), self.state.now);
            update.redraw = true;
            return;
        }
        self.take_steps(vec![Step::Open(Open::Batch(None))], ids, update);
    }

    /// The last gate before a batch leaves.
    pub(super) fn send_batch(&mut self, order: BatchOrder, update: &mut Update) {
        let connection = self.state.connection(&order.id.connection);
        let refusal = match connection {
            None => Some("that connection is gone".to_owned()),
            Some(connection) if connection.info.read_only => Some(Fault::ReadOnly.to_string()),
            Some(_) if self.state.batch.as_ref().is_some_and(BatchRun::is_running) => {
                Some("another batch is being sent: wait for it, or stop it".to_owned())
            }
            Some(_) => None,
        };
        if let Some(why) = refusal {
            self.toasts.tell(Level::Bad, format!("Nothing was sent: {why}"), self.state.now);
            return;
        }
        self.state.batch = Some(BatchRun::new(&order, self.state.now));
        update.effects.push(Effect::SendBatch(Box::new(order)));
    }

    /// Has the batch stop after the line that is on its way.
    pub(super) fn stop_batch(&mut self, update: &mut Update) {
        if let Some(batch) = self.state.batch.as_mut().filter(|batch| batch.is_running()) {
            batch.stopping = true;
            update.effects.push(Effect::StopBatch);
        }
    }

    /// Takes up what is told of a file of payouts.
    pub(super) fn batch(&mut self, news: BatchNews, update: &mut Update) {
        update.redraw = true;
        match news {
            BatchNews::Reviewed { ticket, result } => {
                for overlay in &mut self.overlays {
                    overlays::Overlay::reviewed(&mut **overlay, ticket, &result);
                }
            }
            BatchNews::Line(event) => self.batch_line(event, update),
            BatchNews::Ended(end) => self.batch_ended(end),
        }
    }

    fn batch_line(&mut self, event: LineEvent, update: &mut Update) {
        if let Some(batch) = &mut self.state.batch {
            batch.take(&event);
        }
        let changes = match event {
            LineEvent::Sent { intent, at, .. } => {
                let id = intent.id;
                self.state.intents.insert(*intent);
                self.state.sent(id, at)
            }
            LineEvent::Outcome { intent, outcome, .. } => {
                let changes = self.state.settle(intent, &outcome);
                // What is done and refused shows in the list of lines; what nobody knows is said aloud.
                if let (Outcome::Unconfirmed(fault), Some(known)) = (&*outcome, self.state.intents.get(intent)) {
                    let words = format!("{}: UNCONFIRMED ({fault}). It is not sent again.", known.words);
                    self.toasts.tell(Level::Unconfirmed, words, self.state.now);
                    self.toasts.about(intent);
                }
                changes
            }
            LineEvent::Held { .. } => Changes::default(),
        };
        self.changed(&changes, update);
    }

    fn batch_ended(&mut self, end: BatchEnd) {
        let Some(batch) = &mut self.state.batch else { return };
        let name = batch.id.name();
        let counts = batch.counts(&self.state.intents);
        let words = format!("Batch {name}: {} {}.", end.words(), counts.words());
        let level = match &end {
            BatchEnd::Through if counts.is_well() => Level::Good,
            BatchEnd::Through | BatchEnd::Stopped => Level::Info,
            BatchEnd::Paused(_) | BatchEnd::NotBegun(_) => Level::Bad,
        };
        batch.end = Some(end);
        self.toasts.tell(level, words, self.state.now);
    }
}
