//! The router: which part of the app a message is for, and what the steps that come back mean.

use secrecy::zeroize::Zeroizing;

use crate::domain::{
    AccountKey, Activated, Change, Data, Fault, FeedKind, Intent, IntentId, Outcome, PayeeNews, Read, Receipt,
};
use crate::message::{
    Chord, Command, Confirm, Effect, Ids, Level, Message, Moment, Mouse, MouseKind, Open, PaneId, Planned, Reply,
    ReplyTo, RowKey, Step, Target, Ticket, Times, Yes,
};
use crate::overlays;
use crate::state::Changes;
use crate::ui::{Area, format};

use super::sequence::Begun;
use super::{App, draw, seen};

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
        if let Some(frozen) = &mut self.frozen {
            frozen.state.now = self.state.now;
        }
        let mut ids = Ids::new(moment);
        let mut update = Update::default();
        self.lock_where_due(&mut update);
        let of_the_operator = message.is_of_the_operator();
        if of_the_operator {
            self.touched = moment.now;
            self.end_tour(&mut update);
        }
        match message {
            Message::Key(chord) => self.key(chord, &mut ids, &mut update),
            Message::Paste(text) => {
                // It may be a code or a pin.
                let text = Zeroizing::new(text);
                self.begun = None;
                if !self.insert(&text, &mut update) {
                    let words = "Nothing here takes pasted text, and it never runs as commands";
                    self.toasts.tell(Level::Info, words.into(), self.state.now);
                    update.redraw = true;
                }
            }
            Message::Line(line) => self.line(&line, &mut ids, &mut update),
            Message::Mouse(mouse) => {
                self.begun = None;
                self.mouse(mouse, &mut ids, &mut update);
            }
            Message::Resized { width, height } => {
                self.screen = Area::new(0, 0, width, height);
                self.resize();
                update.redraw = true;
            }
            Message::Clock => update.redraw = true,
            Message::Woke => self.wake(&mut update),
            Message::Focus(focused) => self.focus(focused),
            Message::Edited(result) => self.edited_outside(result, &mut ids, &mut update),
            Message::Stop => self.suspend(&mut update),
            Message::GoneOn => self.go_on(&mut update),
            Message::Failed(words) => {
                self.toasts.tell(Level::Bad, words, self.state.now);
                update.redraw = true;
            }
            Message::Reply(reply) => match reply.to {
                ReplyTo::Feed { feed, .. } => {
                    // Whose turn it is to be asked for differs with every answer.
                    self.questions_may_differ |= feed == FeedKind::Payouts;
                    let changes = self.state.merge(*reply);
                    self.changed(&changes, &mut update);
                    // That it answered at all puts off what would be told of it otherwise.
                    self.watch.look();
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
            Message::Exported { what, result } => {
                let (level, words) = match result {
                    Ok(place) => (Level::Good, format!("Wrote {what} to {place}")),
                    Err(why) => (Level::Bad, format!("Nothing was written: {why}")),
                };
                self.toasts.tell(level, words, self.state.now);
                update.redraw = true;
            }
            Message::NotKept(why) => {
                self.toasts.tell(Level::Warning, why, self.state.now);
                update.redraw = true;
            }
            Message::Payees(news) => {
                let changes = self.state.learn_payees(*news);
                self.changed(&changes, &mut update);
            }
            Message::Alerts(news) => self.alert_news(*news, &mut update),
            Message::Webhook(fault) => self.webhook(fault, &mut update),
            Message::Batch(news) => self.batch(*news, &mut update),
            Message::Postbacks(news) => self.postbacks(*news, &mut update),
            Message::Receiver(receiver) => self.receiver(&receiver, &mut update),
            Message::NoMetrics(why) => {
                let words = format!("Metrics are not served: {why}. It is tried again until they are");
                self.toasts.tell(Level::Warning, words, self.state.now);
                update.redraw = true;
            }
            Message::Outcome { intent, outcome } => self.outcome(intent, &outcome, &mut ids, &mut update),
        }
        self.look_for_alerts(&mut update);
        self.keep_layout(&mut update);
        if of_the_operator {
            self.keep_session(&mut update);
        }
        self.tell_plainly(&mut update);
        // What a feed asks is told before it is told to ask at once.
        let asked = std::mem::replace(&mut update.effects, self.orders());
        update.effects.extend(asked);
        update
    }

    fn key(&mut self, chord: Chord, ids: &mut Ids, update: &mut Update) {
        if self.lock.is_some() {
            self.key_while_locked(chord, ids, update);
            return;
        }
        if self.goes_on(chord, ids, update) {
            return;
        }
        let typing = match self.overlays.last() {
            Some(overlay) => overlay.is_typing(),
            None => self.panes[self.shown].is_typing(),
        };
        if let Some(c) = chord.typed().filter(|_| typing) {
            self.insert(c.encode_utf8(&mut [0; 4]), update);
            return;
        }
        let contexts = self.contexts();
        if let Some(command) = self.keymap.command(&contexts, chord) {
            update.redraw = true;
            self.run(command, ids, update);
        } else if !self.keymap.followers(&contexts, chord).is_empty() {
            self.begun = Some(Begun { first: chord, at: self.state.now });
        }
    }

    /// Text that was typed or pasted goes into the field that takes it, or nowhere. Says whether there is one.
    fn insert(&mut self, text: &str, update: &mut Update) -> bool {
        if self.lock.is_some() {
            self.insert_while_locked(text);
            update.redraw = true;
            return true;
        }
        update.redraw = true;
        self.insert_beneath(text)
    }

    /// The same, whatever lies above it all.
    pub(super) fn insert_beneath(&mut self, text: &str) -> bool {
        match self.overlays.last_mut() {
            Some(overlay) if overlay.is_typing() => {
                overlay.insert(text);
                self.search();
            }
            None if self.panes[self.shown].is_typing() => {
                self.panes[self.shown].insert(text, seen(self.frozen.as_deref(), &self.state));
            }
            _ => return false,
        }
        true
    }

    fn mouse(&mut self, mouse: Mouse, ids: &mut Ids, update: &mut Update) {
        if self.lock.is_some() {
            return;
        }
        // A click on a key that is named with what it does is that key.
        if mouse.kind == MouseKind::Click
            && let Some(chord) = self.key_at(mouse)
        {
            return self.key(chord, ids, update);
        }
        if let Some(overlay) = self.overlays.last_mut() {
            // The wheel scrolls what is open; a click elsewhere does nothing there, least of all a yes.
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
            self.panes[self.shown].mouse(mouse, seen(self.frozen.as_deref(), &self.state));
        }
        update.redraw = true;
    }

    pub(super) fn run(&mut self, command: Command, ids: &mut Ids, update: &mut Update) {
        if command == Command::Interrupt {
            update.effects.push(Effect::Quit(130));
            return;
        }
        match command {
            Command::Suspend => return self.suspend(update),
            Command::Lock => return self.lock(),
            Command::EditOutside => return self.edit_outside(update),
            Command::Mouse => return self.toggle_mouse(update),
            _ => {}
        }
        if let Some(overlay) = self.overlays.last_mut() {
            let steps = overlay.run(command, &self.state, ids);
            self.take(steps, self.overlays.len() - 1, ids, update);
            self.search();
            return;
        }
        if self.panes[self.shown].is_typing() {
            let steps = self.run_in_pane(command, ids);
            self.take(steps, PANE, ids, update);
            return;
        }
        match command {
            Command::Quit => self.quit(ids, update),
            Command::Help => self.take(vec![Step::Open(Open::Help)], PANE, ids, update),
            Command::Palette => {
                let palette = Open::Palette { panes: self.panes.len() };
                self.take(vec![Step::Open(palette)], PANE, ids, update);
            }
            Command::NextPane => self.show((self.shown + 1) % self.panes.len()),
            Command::PreviousPane => self.show((self.shown + self.panes.len() - 1) % self.panes.len()),
            Command::Refresh => {
                self.refresh_feeds(update);
                self.toasts.tell(Level::Info, "Asking the providers now".into(), self.state.now);
            }
            Command::PausePolling => {
                self.state.paused = !self.state.paused;
                self.watch.look();
                let words = if self.state.paused { "Polling is paused" } else { "Polling goes on" };
                self.toasts.tell(Level::Info, words.into(), self.state.now);
            }
            Command::Alerts => self.take(vec![Step::Open(Open::Alerts)], PANE, ids, update),
            Command::Search => self.take(vec![Step::Open(Open::Search)], PANE, ids, update),
            Command::Freeze => self.freeze(),
            Command::Undo => {
                let steps = self.undo(ids);
                self.take(steps, PANE, ids, update);
            }
            Command::Themes => {
                let names = self.themes.iter().map(|theme| theme.name.clone()).collect();
                let themes = Open::Themes { names, current: self.look.theme.name.clone() };
                self.take(vec![Step::Open(themes)], PANE, ids, update);
            }
            Command::SwitchTimes => {
                self.state.times = self.state.times.other();
                let words = match self.state.times {
                    Times::Clock => format!("Times are those of {}", format::zone(self.state.now, &self.state.zone)),
                    Times::Ago => "Times are told by how long ago they are".to_owned(),
                };
                self.toasts.tell(Level::Info, words, self.state.now);
            }
            Command::Handset => self.open_handset(ids, update),
            Command::Batch => self.open_batch(ids, update),
            Command::Back if self.toasts.clear(self.state.now) => {}
            _ if command.goes_to().is_some() => self.go_by_name(command),
            _ => match command.pane() {
                Some(pane) if pane < self.panes.len() => self.show(pane),
                Some(pane) => {
                    let words = format!("There is no pane {pane}: the panes are 0 to {}", self.panes.len() - 1);
                    self.toasts.tell(Level::Info, words, self.state.now);
                }
                None => {
                    let steps = match self.run_on_rows(command) {
                        Some(step) => vec![step],
                        None => self.run_in_pane(command, ids),
                    };
                    self.take(steps, PANE, ids, update);
                }
            },
        }
    }

    pub(super) fn show(&mut self, pane: usize) {
        self.shown = pane;
        let changes = Changes { list: true, ..Changes::default() };
        self.panes[pane].refresh(&changes, seen(self.frozen.as_deref(), &self.state));
    }

    /// Goes to where something is told in full.
    fn go(&mut self, target: &Target, ids: &mut Ids, update: &mut Update) {
        if let Target::Handset(connection) = target {
            self.take(vec![Step::Open(Open::Handset(connection.clone()))], PANE, ids, update);
            return;
        }
        let (pane, row) = match target {
            Target::Pane(pane) => (*pane, None),
            Target::Account(key) => (PaneId::Accounts, Some(RowKey::Account(key.clone()))),
            Target::Purse(purse) => (PaneId::Balances, Some(RowKey::Purse(purse.clone()))),
            Target::Intent(id) => (PaneId::Journal, Some(RowKey::Intent(*id))),
            Target::Handset(_) => return,
        };
        let at = self.panes.iter().position(|found| found.id() == pane);
        // What is told of elsewhere is no reason to let go of what is being typed there.
        let free = at.filter(|at| row.is_none() || !self.panes[*at].is_typing());
        let before = self.shown;
        let found = free.is_some_and(|at| {
            self.show(at);
            row.is_none_or(|row| self.panes[at].go_to(&row, seen(self.frozen.as_deref(), &self.state)))
        });
        if !found {
            self.show(before);
            self.toasts.tell(Level::Info, "No pane here shows more of it".into(), self.state.now);
        }
    }

    fn resize(&mut self) {
        for overlay in &mut self.overlays {
            overlay.resize(draw::overlay_area(self.screen));
        }
        let (_, area, _) = draw::layout(self.screen);
        for pane in &mut self.panes {
            pane.resize(area, seen(self.frozen.as_deref(), &self.state));
        }
    }

    fn quit(&mut self, ids: &mut Ids, update: &mut Update) {
        // What another paytop sent is answered there.
        let intents = &self.state.intents;
        let open: Vec<&Intent> = intents.newest_first().filter(|intent| intents.is_awaited(intent.id)).collect();
        let batch = self.state.batch.as_ref().filter(|batch| batch.is_running());
        if open.is_empty() && batch.is_none() {
            update.effects.push(Effect::Quit(0));
            return;
        }
        let line = |intent: &&Intent| format!("{}: {}", intent.named(), intent.state().word());
        let mut body = Vec::new();
        if let Some(batch) = batch {
            let (name, left, all) = (batch.id.name(), batch.left(), batch.to_send);
            body.push(format!(
                "Batch {name} is being sent: {left} of {all} lines have left. If you leave now it stops; the same file \
                 goes on from there, and no line is sent twice."
            ));
        }
        if !open.is_empty() {
            body.push(
                "The answers to these are still awaited. If you leave now, the journal keeps them as unconfirmed, and \
                 they are the first thing you see when you come back."
                    .into(),
            );
        }
        let confirm = Confirm {
            title: "Leave now?".into(),
            body,
            list: open.iter().map(line).collect(),
            danger: true,
            yes: "leave".into(),
            typed: Vec::new(),
            shown: Vec::new(),
            yes_does: Yes::Quit,
        };
        self.take(vec![Step::Open(Open::Confirm(confirm))], PANE, ids, update);
    }

    /// Carries out what the app itself asks for.
    pub(super) fn take_steps(&mut self, steps: Vec<Step>, ids: &mut Ids, update: &mut Update) {
        self.take(steps, PANE, ids, update);
    }

    fn open_handset(&mut self, ids: &mut Ids, update: &mut Update) {
        let has_one = self.state.connections().find(|connection| connection.info.has(FeedKind::Handset));
        let step = match has_one {
            Some(connection) => Step::Open(Open::Handset(connection.info.id.clone())),
            None => Step::Tell(Level::Info, "Only the sandbox has a handset to look at".into()),
        };
        self.take(vec![step], PANE, ids, update);
    }

    pub(super) fn refresh_feeds(&mut self, update: &mut Update) {
        for connection in self.state.connections() {
            for feed in &connection.info.feeds {
                update.effects.push(Effect::Refresh { connection: connection.info.id.clone(), feed: *feed });
            }
        }
    }

    pub(super) fn changed(&mut self, changes: &Changes, update: &mut Update) {
        if changes.is_empty() {
            if changes.feeds && self.panes[self.shown].shows_feeds() {
                self.panes[self.shown].refresh(changes, &self.state);
                update.redraw = true;
            }
            return;
        }
        self.questions_may_differ = true;
        for (intent, settlement) in &changes.settled {
            update.effects.push(Effect::Settle { intent: *intent, settlement: settlement.clone() });
        }
        for (intent, report) in &changes.reported {
            update.effects.push(Effect::Report { intent: *intent, report: report.clone() });
        }
        if let Some(batch) = &mut self.state.batch {
            batch.report(&changes.reported);
        }
        if !changes.samples.is_empty() {
            update.effects.push(Effect::Remember(changes.samples.clone()));
        }
        self.watch.look();
        let intents = &self.state.intents;
        self.toasts.forget(|id| intents.get(id).is_none_or(|intent| !intent.is_unconfirmed()));
        self.tell_ends(changes);
        if self.frozen.is_none() {
            self.panes[self.shown].refresh(changes, &self.state);
        }
        update.redraw = true;
    }

    fn reply(&mut self, ticket: Ticket, reply: Reply, update: &mut Update) {
        let asked = self.asked.remove(&ticket);
        if let (Some(read), Ok(data)) = (&asked, &reply.result)
            && let Some(news) = PayeeNews::of_answer(read, data)
        {
            let changes = self.state.learn_payee(&reply.connection, news);
            self.changed(&changes, update);
        }
        if let (Some(Read::UpiIds { account }), Ok(Data::UpiIds(list))) = (asked, &reply.result) {
            let key = AccountKey { connection: reply.connection.clone(), account };
            self.state.learn_upi_ids(&key, list.rows.clone());
        }
        let result: Result<Data, Fault> = reply.result;
        for overlay in &mut self.overlays {
            overlay.reply(ticket, &result);
        }
        for pane in &mut self.panes {
            pane.reply(ticket, &result, seen(self.frozen.as_deref(), &self.state));
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
        if let Some((steps, overlay)) = self.hand_on(id, outcome, ids) {
            self.take(steps, overlay, ids, update);
            if matches!(outcome, Outcome::Unconfirmed(_)) {
                self.toasts.about_unconfirmed(id);
            }
        } else {
            self.tell_outcome(&intent, outcome, ids, update);
            self.offer_undo(&intent, outcome);
        }
        // What was changed shows in the lists.
        for feed in [FeedKind::Accounts, FeedKind::Balances, FeedKind::Payouts, FeedKind::Handset] {
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
        let words = intent.named();
        let (level, told) = match outcome {
            // It is no failure, and not done either.
            Outcome::Done(Receipt::Activated(activated)) if *activated != Activated::Accepted => {
                (Level::Info, format!("{words}: {}", activated.words()))
            }
            Outcome::Done(receipt) => (Level::Good, format!("{words}: {}", receipt.words())),
            Outcome::Rejected(rejection) => (Level::Bad, format!("{words}: {}", rejection.words())),
            Outcome::Unconfirmed(fault) => (Level::Unconfirmed, intent.told_unconfirmed(fault)),
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
                    // What was begun meant something beneath it.
                    self.begun = None;
                    let beneath = self.contexts();
                    let mut overlay = overlays::open(open, &beneath, &self.state, &self.keymap);
                    let steps = overlay.start(&self.state, ids);
                    overlay.resize(draw::overlay_area(self.screen));
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
                Step::CopyQuestion(question) => {
                    let words = format!(
                        "Copied the question for the {} as curl, secrets left out, if your terminal allows it (OSC 52).",
                        question.what
                    );
                    self.toasts.tell(Level::Info, words, self.state.now);
                    update.effects.push(Effect::CopyQuestion(question));
                }
                Step::Export(export) => update.effects.push(Effect::Export(export)),
                Step::Refuse { id, planned, why } => self.refuse(id, &planned, &why, update),
                // It shows as settled once it is written down.
                Step::Settle { id, settlement } => {
                    self.settling.insert(id);
                    update.effects.push(Effect::Settle { intent: id, settlement });
                }
                Step::ReviewBatch(wanted) => update.effects.push(Effect::ReviewBatch(wanted)),
                Step::SendBatch(order) => self.send_batch(*order, update),
                Step::StopBatch => self.stop_batch(update),
                Step::HandleAlert(key, wish) => self.handle_alert(&key, wish, update),
                Step::Arrange(layout) => {
                    self.panes[self.shown].arrange(&layout, seen(self.frozen.as_deref(), &self.state));
                }
                Step::SetFilter(text) => {
                    self.panes[self.shown].set_filter(&text, seen(self.frozen.as_deref(), &self.state));
                }
                Step::SaveFilter { name, text } => self.save_filter(&name, &text, update),
                Step::DropFilter(name) => self.drop_filter(&name, update),
                Step::GoTo { pane, row } => self.go_to(pane, &row),
                Step::Tell(level, words) => self.toasts.tell(level, words, self.state.now),
                Step::Theme(name) => {
                    if let Some(theme) = self.themes.iter().find(|theme| theme.name == name) {
                        self.look.theme = theme.clone();
                    }
                }
                Step::Go(target) => self.go(&target, ids, update),
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
        for overlay in &mut self.overlays {
            overlay.planned(id);
        }
        let Planned { change, despite, .. } = planned;
        if let Some(intent) = self.state.intents.get(id).cloned() {
            update.effects.push(Effect::Change { intent: Box::new(intent), change, despite });
        }
    }
}
