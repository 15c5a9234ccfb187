//! The router: which part of the app a message is for, and what the steps that come back mean.

use secrecy::zeroize::Zeroizing;

use crate::domain::{AccountKey, Change, Data, Fault, FeedKind, Intent, IntentId, Outcome, Read};
use crate::message::{
    Chord, Command, Confirm, Context, Effect, Ids, Level, Message, Moment, Mouse, MouseKind, Open, Planned, Reply,
    ReplyTo, Step, Ticket, Yes,
};
use crate::overlays;
use crate::state::Changes;
use crate::ui::Area;

use super::{App, draw};

/// The pane, where the asker of a step is told by its place among the overlays.
const PANE: usize = usize::MAX;

/// What a message led to.
#[must_use]
#[derive(Debug, Default)]
pub struct Update {
    /// What must be done.
    pub effects: Vec<Effect>,
    /// Whether anything visible changed.
    pub redraw: bool,
}

impl App {
    /// Takes up what happened at `moment`.
    pub fn update(&mut self, moment: Moment, message: Message) -> Update {
        self.state.now = moment.now;
        let mut ids = Ids::new(moment);
        let mut update = Update::default();
        match message {
            Message::Key(chord) => self.key(chord, &mut ids, &mut update),
            Message::Paste(text) => {
                // It may be a code or a pin.
                let text = Zeroizing::new(text);
                if !self.insert(&text, &mut update) {
                    let words = "Nothing here takes pasted text, and it never runs as commands";
                    self.toasts.tell(Level::Info, words.into(), self.state.now);
                    update.redraw = true;
                }
            }
            Message::Mouse(mouse) => self.mouse(mouse, &mut ids, &mut update),
            Message::Resized { width, height } => {
                self.screen = Area::new(0, 0, width, height);
                self.resize();
                update.redraw = true;
            }
            Message::Clock => update.redraw = true,
            Message::Woke => {
                let changes = self.state.wake();
                self.changed(&changes, &mut update);
                self.refresh_feeds(&mut update);
            }
            Message::Reply(reply) => match reply.to {
                ReplyTo::Feed { .. } => {
                    let changes = self.state.merge(*reply);
                    self.changed(&changes, &mut update);
                }
                ReplyTo::Ticket(ticket) => self.reply(ticket, *reply, &mut update),
            },
            Message::Sent { intent, at } => {
                let changes = self.state.sent(intent, at);
                self.changed(&changes, &mut update);
            }
            Message::Journal(news) => self.journal(*news, &mut update),
            Message::JournalNotice(notice) => self.journal_notice(&notice, &mut update),
            Message::Remembered(samples) => {
                let changes = self.state.remember(samples);
                self.changed(&changes, &mut update);
            }
            Message::Outcome { intent, outcome } => self.outcome(intent, &outcome, &mut ids, &mut update),
        }
        update.effects.extend(self.paces());
        update
    }

    fn key(&mut self, chord: Chord, ids: &mut Ids, update: &mut Update) {
        let typing = match self.overlays.last() {
            Some(overlay) => overlay.is_typing(),
            None => self.panes[self.shown].is_typing(),
        };
        if let Some(c) = chord.typed().filter(|_| typing) {
            self.insert(c.encode_utf8(&mut [0; 4]), update);
            return;
        }
        if let Some(command) = self.keymap.command(&self.contexts(), chord) {
            update.redraw = true;
            self.run(command, ids, update);
        }
    }

    /// Text that was typed or pasted goes into the field that takes it, or nowhere. Says whether there is one.
    fn insert(&mut self, text: &str, update: &mut Update) -> bool {
        match self.overlays.last_mut() {
            Some(overlay) if overlay.is_typing() => overlay.insert(text),
            None if self.panes[self.shown].is_typing() => self.panes[self.shown].insert(text, &self.state),
            _ => return false,
        }
        update.redraw = true;
        true
    }

    fn mouse(&mut self, mouse: Mouse, ids: &mut Ids, update: &mut Update) {
        if let Some(overlay) = self.overlays.last_mut() {
            // The wheel scrolls what is open; a click does nothing there, least of all a yes.
            let command = match mouse.kind {
                MouseKind::WheelUp => Command::Up,
                MouseKind::WheelDown => Command::Down,
                MouseKind::Click => return,
            };
            let steps = overlay.run(command, &self.state, ids);
            update.redraw = true;
            self.take(steps, self.overlays.len() - 1, ids, update);
            return;
        }
        let (header, pane, _) = draw::layout(self.screen);
        if let Some(tab) = draw::tab_at(self, header, mouse) {
            self.show(tab);
        } else if pane.contains(mouse.column, mouse.row) {
            self.panes[self.shown].mouse(mouse, &self.state);
        }
        update.redraw = true;
    }

    fn run(&mut self, command: Command, ids: &mut Ids, update: &mut Update) {
        if command == Command::Interrupt {
            update.effects.push(Effect::Quit(130));
            return;
        }
        if let Some(overlay) = self.overlays.last_mut() {
            let steps = overlay.run(command, &self.state, ids);
            self.take(steps, self.overlays.len() - 1, ids, update);
            return;
        }
        if self.panes[self.shown].context() == Context::Filter {
            let steps = self.panes[self.shown].run(command, &self.state, ids);
            self.take(steps, PANE, ids, update);
            return;
        }
        match command {
            Command::Quit => self.quit(ids, update),
            Command::Help => self.take(vec![Step::Open(Open::Help)], PANE, ids, update),
            Command::Palette => self.take(vec![Step::Open(Open::Palette)], PANE, ids, update),
            Command::NextPane => self.show((self.shown + 1) % self.panes.len()),
            Command::PreviousPane => self.show((self.shown + self.panes.len() - 1) % self.panes.len()),
            Command::Refresh => {
                self.refresh_feeds(update);
                self.toasts.tell(Level::Info, "Asking the providers now".into(), self.state.now);
            }
            Command::PausePolling => {
                self.state.paused = !self.state.paused;
                let words = if self.state.paused { "Polling is paused" } else { "Polling goes on" };
                self.toasts.tell(Level::Info, words.into(), self.state.now);
            }
            Command::Handset => self.open_handset(ids, update),
            Command::Back if self.toasts.clear(self.state.now) => {}
            _ => match command.pane() {
                Some(pane) if pane < self.panes.len() => self.show(pane),
                Some(pane) => {
                    let words = format!("There is no pane {}: the panes are 1 to {}", pane + 1, self.panes.len());
                    self.toasts.tell(Level::Info, words, self.state.now);
                }
                None => {
                    let steps = self.panes[self.shown].run(command, &self.state, ids);
                    self.take(steps, PANE, ids, update);
                }
            },
        }
    }

    pub(super) fn show(&mut self, pane: usize) {
        self.shown = pane;
        self.panes[pane].refresh(&Changes { list: true, ..Changes::default() }, &self.state);
    }

    fn resize(&mut self) {
        for overlay in &mut self.overlays {
            overlay.resize(draw::below_header(self.screen));
        }
        let (_, area, _) = draw::layout(self.screen);
        for pane in &mut self.panes {
            pane.resize(area, &self.state);
        }
    }

    fn quit(&mut self, ids: &mut Ids, update: &mut Update) {
        // What another paytop sent is answered there.
        let intents = &self.state.intents;
        let open: Vec<&Intent> = intents.newest_first().filter(|intent| intents.is_awaited(intent.id)).collect();
        if open.is_empty() {
            update.effects.push(Effect::Quit(0));
            return;
        }
        let line = |intent: &&Intent| {
            let whose = intent.key().map_or_else(String::new, |key| format!("{}: ", self.state.title(&key)));
            format!("{whose}{}: {}", intent.words, intent.state().word())
        };
        let confirm = Confirm {
            title: "Leave now?".into(),
            body: vec![
                "The answers to these are still awaited. If you leave now, the journal keeps them as unconfirmed, and \
                 they are the first thing you see when you come back."
                    .into(),
            ],
            list: open.iter().map(line).collect(),
            danger: true,
            yes: "leave".into(),
            typed: Vec::new(),
            shown: Vec::new(),
            yes_does: Yes::Quit,
        };
        self.take(vec![Step::Open(Open::Confirm(confirm))], PANE, ids, update);
    }

    fn open_handset(&mut self, ids: &mut Ids, update: &mut Update) {
        let has_one = self.state.connections().find(|connection| connection.info.has(FeedKind::Handset));
        let step = match has_one {
            Some(connection) => Step::Open(Open::Handset(connection.info.id.clone())),
            None => Step::Tell(Level::Info, "Only the sandbox has a handset to look at".into()),
        };
        self.take(vec![step], PANE, ids, update);
    }

    fn refresh_feeds(&mut self, update: &mut Update) {
        for connection in self.state.connections() {
            for feed in &connection.info.feeds {
                update.effects.push(Effect::Refresh { connection: connection.info.id.clone(), feed: *feed });
            }
        }
    }

    pub(super) fn changed(&mut self, changes: &Changes, update: &mut Update) {
        if changes.is_empty() {
            return;
        }
        for (intent, settlement) in &changes.settled {
            update.effects.push(Effect::Settle { intent: *intent, settlement: settlement.clone() });
        }
        if !changes.samples.is_empty() {
            update.effects.push(Effect::Remember(changes.samples.clone()));
        }
        let intents = &self.state.intents;
        self.toasts.forget(|id| intents.get(id).is_none_or(|intent| !intent.is_unconfirmed()));
        self.panes[self.shown].refresh(changes, &self.state);
        update.redraw = true;
    }

    fn reply(&mut self, ticket: Ticket, reply: Reply, update: &mut Update) {
        if let (Some(Read::UpiIds { account }), Ok(Data::UpiIds(list))) = (self.asked.remove(&ticket), &reply.result) {
            let key = AccountKey { connection: reply.connection.clone(), account };
            self.state.learn_upi_ids(&key, list.rows.clone());
        }
        let result: Result<Data, Fault> = reply.result;
        for overlay in &mut self.overlays {
            overlay.reply(ticket, &result);
        }
        update.redraw = true;
    }

    fn outcome(&mut self, id: IntentId, outcome: &Outcome, ids: &mut Ids, update: &mut Update) {
        let known = self.state.intents.get(id).is_some_and(Intent::is_in_flight);
        if !known {
            return;
        }
        let changes = self.state.settle(id, outcome);
        self.changed(&changes, update);
        let Some(intent) = self.state.intents.get(id).cloned() else { return };
        match self.hand_on(id, outcome, ids) {
            Some((steps, overlay)) => self.take(steps, overlay, ids, update),
            None => self.tell_outcome(&intent, outcome, ids, update),
        }
        // What was changed shows in the lists.
        for feed in [FeedKind::Accounts, FeedKind::Balances, FeedKind::Handset] {
            if self.state.feed(&intent.connection, feed).is_some() {
                update.effects.push(Effect::Refresh { connection: intent.connection.clone(), feed });
            }
        }
    }

    /// Gives an outcome to the overlay that waits for it, wherever it is in the stack; answers its steps and its place.
    fn hand_on(&mut self, id: IntentId, outcome: &Outcome, ids: &mut Ids) -> Option<(Vec<Step>, usize)> {
        let state = &self.state;
        let mut overlays = self.overlays.iter_mut().enumerate().rev();
        overlays.find_map(|(at, overlay)| overlay.outcome(id, outcome, state, ids).map(|steps| (steps, at)))
    }

    /// Says what became of a change that no overlay waits for, and offers the wizard that mends a refusal.
    fn tell_outcome(&mut self, intent: &Intent, outcome: &Outcome, ids: &mut Ids, update: &mut Update) {
        let whose = intent.key().map_or_else(String::new, |key| self.state.title(&key));
        let words = &intent.words;
        let (level, told) = match outcome {
            Outcome::Done(_) => (Level::Good, format!("{whose}: {words}: done")),
            Outcome::Rejected(rejection) => (Level::Bad, format!("{whose}: {words}: {}", rejection.words())),
            Outcome::Unconfirmed(fault) => (
                Level::Unconfirmed,
                format!("{whose}: {words}: UNCONFIRMED ({fault}). It is not sent again; look before you repeat it."),
            ),
        };
        self.toasts.tell(level, told, self.state.now);
        if level == Level::Unconfirmed {
            self.toasts.about(intent.id);
        }
        update.redraw = true;
        let (Some(code @ ("8001" | "8002")), Some(true), Some(key)) = (outcome.code(), intent.wanted, intent.key())
        else {
            return;
        };
        // Not under the fingers of somebody who is typing or answering something else: the row's key opens it too.
        if self.overlays.is_empty() && !self.panes[self.shown].is_typing() {
            let then = Some(Box::new(Change::SetWithdrawals { account: key.account.clone(), enabled: true }));
            let open = if code == "8001" { Open::Otp { key, then } } else { Open::Sms { key, then } };
            self.take(vec![Step::Open(open)], PANE, ids, update);
        }
    }

    /// Carries out what the pane, or the overlay at this place of the stack, asked for.
    fn take(&mut self, steps: Vec<Step>, asker: usize, ids: &mut Ids, update: &mut Update) {
        for step in steps {
            update.redraw = true;
            match step {
                Step::Open(open) => {
                    let beneath = self.contexts();
                    let mut overlay = overlays::open(open, &beneath, &self.state, &self.keymap);
                    let steps = overlay.start(&self.state, ids);
                    overlay.resize(draw::below_header(self.screen));
                    self.overlays.push(overlay);
                    self.take(steps, self.overlays.len() - 1, ids, update);
                }
                Step::Close if asker < self.overlays.len() => drop(self.overlays.remove(asker)),
                Step::Close => {}
                Step::Change { id, planned } => self.plan(id, planned, ids, update),
                Step::Read { connection, read, ticket } => {
                    self.asked.insert(ticket, read.clone());
                    update.effects.push(Effect::Read { connection, read, ticket });
                }
                Step::Copy { what, text } => {
                    let words = format!(
                        "Copied the {what}, if your terminal allows it (OSC 52): nobody can tell from here. Paste to see."
                    );
                    self.toasts.tell(Level::Info, words, self.state.now);
                    update.effects.push(Effect::Copy(text));
                }
                Step::Refuse { id, planned, why } => self.refuse(id, &planned, &why, update),
                // It shows as settled once it is written down.
                Step::Settle { id, settlement } => {
                    self.settling.insert(id);
                    update.effects.push(Effect::Settle { intent: id, settlement });
                }
                Step::Tell(level, words) => self.toasts.tell(level, words, self.state.now),
                Step::Run(command) => self.run(command, ids, update),
                Step::Quit => update.effects.push(Effect::Quit(0)),
            }
        }
    }

    /// Writes down that a change is refused here.
    fn refuse(&mut self, id: IntentId, planned: &Planned, why: &str, update: &mut Update) {
        let fault = Fault::Withheld(why.into());
        let changes = self.state.begin(id, planned);
        self.changed(&changes, update);
        let Some(intent) = self.state.intents.get(id).cloned() else { return };
        update.effects.push(Effect::Refuse { intent: Box::new(intent), fault: fault.clone() });
        let changes = self.state.settle(id, &Outcome::from_fault(fault));
        self.changed(&changes, update);
    }

    /// The last gate before a change leaves: read-only connections send nothing. What passes it goes to the journal,
    /// and from there on its way.
    fn plan(&mut self, id: IntentId, planned: Planned, ids: &mut Ids, update: &mut Update) {
        let refusal = match self.state.connection(&planned.connection) {
            None => Some(Fault::Withheld("that connection is gone".into())),
            Some(connection) if connection.info.read_only => Some(Fault::ReadOnly),
            Some(_) => None,
        };
        if let Some(fault) = refusal {
            let outcome = Outcome::from_fault(fault.clone());
            match self.hand_on(id, &outcome, ids) {
                Some((steps, overlay)) => self.take(steps, overlay, ids, update),
                None => self.toasts.tell(Level::Bad, format!("Nothing was sent: {fault}"), self.state.now),
            }
            return;
        }
        let changes = self.state.begin(id, &planned);
        self.changed(&changes, update);
        let Planned { change, despite, .. } = planned;
        if let Some(intent) = self.state.intents.get(id).cloned() {
            update.effects.push(Effect::Change { intent: Box::new(intent), change, despite });
        }
    }
}
