//! The question that needs a yes: it says what will happen in full words and acts on exactly that. What changed
//! underneath meanwhile makes the yes count for nothing, and so does a yes to what was not read.

mod view;

use jiff::{SignedDuration, Timestamp};

use crate::domain::batch::BatchOrder;
use crate::domain::{AccountNumber, Intent};
use crate::keymap::Keymap;
use crate::message::{Command, Confirm, Context, Ids, Level, Open, Step, Typed, Yes};
use crate::state::State;
use crate::ui::field::{Kind, TextField};
use crate::ui::{Area, Canvas, Editable};

use super::{Overlay, Question};

/// A yes that comes sooner than this was meant for what was there before: a second press of enter, or one held down.
const TOO_SOON: SignedDuration = SignedDuration::from_millis(400);

/// How long numbers stay readable.
const REVEALED: SignedDuration = SignedDuration::from_secs(10);

/// The window of a [`Confirm`].
pub struct ConfirmOverlay {
    confirm: Confirm,
    typed: TextField,
    /// How many of the things to type have been.
    done: usize,
    /// What is wrong with what was typed, or with the yes.
    said: Option<String>,
    opened: Option<Timestamp>,
    /// Until when the numbers that are asked about are readable.
    revealed: Option<Timestamp>,
    screen: Area,
    /// The first line in view.
    top: usize,
    /// How many lines have been in view.
    seen: usize,
}

impl ConfirmOverlay {
    /// Asks.
    pub fn new(confirm: Confirm) -> Self {
        let typed = TextField::new(Kind::Plain).with_max(32);
        Self {
            confirm,
            typed,
            done: 0,
            said: None,
            opened: None,
            revealed: None,
            screen: Area::default(),
            top: 0,
            seen: 0,
        }
    }

    /// What has to be typed now.
    fn wanted(&self) -> Option<&Typed> {
        self.confirm.typed.get(self.done)
    }

    /// What of what was shown is no longer so.
    fn moved(&self, state: &State) -> Option<String> {
        if let Yes::Settle { id, .. } = &self.confirm.yes_does
            && !state.intents.get(*id).is_some_and(Intent::is_unconfirmed)
        {
            return Some("it was settled meanwhile".to_owned());
        }
        self.confirm.shown.iter().find_map(|shown| match state.row(&shown.key) {
            None => Some(format!("{} is no longer in the list", shown.account.title())),
            Some(row) if !shown.holds(&row.account) => Some(format!("{} changed meanwhile", shown.account.title())),
            Some(_) if shown.fresh && !state.is_fresh(&shown.key) => {
                Some(format!("what is known of {} went stale meanwhile", shown.account.title()))
            }
            Some(_) => None,
        })
    }

    /// The numbers of what is asked that are hidden until somebody wants to see them, each with what it is.
    fn numbers(&self) -> Vec<(&'static str, &AccountNumber)> {
        match &self.confirm.yes_does {
            Yes::Send(planned) => match &planned[..] {
                [only] => only.change.hidden_numbers(),
                _ => Vec::new(),
            },
            Yes::SendAs { planned, .. } => planned.change.hidden_numbers(),
            Yes::Batch(_) | Yes::Settle { .. } | Yes::Quit => Vec::new(),
        }
    }

    /// Whether the numbers are readable now.
    fn is_revealed(&self, now: Timestamp) -> bool {
        self.revealed.is_some_and(|until| until > now)
    }

    /// Whether a yes may be meant for this question already.
    fn is_ready(&self, state: &State) -> bool {
        // A clock that was set back makes nobody wait.
        self.opened.is_some_and(|at| !(SignedDuration::ZERO..TOO_SOON).contains(&state.now.duration_since(at)))
    }

    fn scroll(&mut self, command: Command) {
        let (lines, rows) = view::extent(self);
        if let Some(top) = command.moved(self.top, lines.saturating_sub(rows) + 1, rows) {
            self.top = top;
        }
        self.top = self.top.min(lines.saturating_sub(rows));
        self.seen = self.seen.max((self.top + rows).min(lines));
    }

    /// Whether all of it has been in view.
    fn is_read(&self) -> bool {
        self.seen >= view::extent(self).0
    }

    /// Everything that was asked, a paragraph each, as the journal keeps it.
    fn said_in_words(&self) -> Vec<String> {
        let Confirm { title, body, list, typed, .. } = &self.confirm;
        let mut said = vec![title.clone()];
        said.extend(body.iter().chain(list).cloned());
        said.extend(self.numbers().into_iter().map(|(what, number)| format!("{what}: {number}")));
        said.extend(typed.iter().map(|typed| format!("Typed to go on: {typed}")));
        said
    }

    fn accept(&mut self, state: &State, ids: &mut Ids) -> Vec<Step> {
        if !self.is_ready(state) {
            return Vec::new();
        }
        if !self.is_read() {
            self.said = Some("Read to the end first.".to_owned());
            return Vec::new();
        }
        if let Some(wanted) = self.wanted() {
            if !wanted.is(self.typed.text()) {
                self.said = Some(format!("Type {wanted} to go on, or go back."));
                return Vec::new();
            }
            self.said = None;
            if self.done + 1 < self.confirm.typed.len() {
                self.done += 1;
                self.typed.clear();
                return Vec::new();
            }
        }
        if let Some(moved) = self.moved(state) {
            let nothing = if matches!(self.confirm.yes_does, Yes::Settle { .. }) { "written" } else { "sent" };
            let words = format!("Nothing was {nothing}: {moved}. Look again and repeat it if you still want it.");
            return vec![Step::Close, Step::Tell(Level::Bad, words)];
        }
        let planned = match &self.confirm.yes_does {
            Yes::Quit => return vec![Step::Close, Step::Quit],
            Yes::Settle { id, settlement } => {
                let words = "Writing down what became of it\u{2026}".to_owned();
                let settle = Step::Settle { id: *id, settlement: settlement.clone() };
                return vec![Step::Close, Step::Tell(Level::Info, words), settle];
            }
            Yes::SendAs { id, planned } => {
                let planned = planned.as_ref().clone().asked(self.said_in_words());
                return vec![Step::Close, Step::Change { id: *id, planned }];
            }
            Yes::Batch(order) => {
                let order = BatchOrder { shown: self.said_in_words(), ..(**order).clone() };
                return vec![Step::Close, Step::SendBatch(Box::new(order))];
            }
            Yes::Send(planned) => planned,
        };
        let mut steps = vec![Step::Close];
        let mut sent = Vec::new();
        for planned in planned {
            let id = ids.intent();
            sent.push(id);
            let planned = planned.clone().asked(self.said_in_words());
            steps.push(Step::Change { id, planned });
        }
        if sent.len() > 1 {
            steps.push(Step::Open(Open::Results(sent)));
        }
        steps
    }
}

impl Overlay for ConfirmOverlay {
    fn contexts(&self) -> &'static [Context] {
        if self.is_typing() { &[Context::Confirm, Context::Text] } else { &[Context::Confirm] }
    }

    fn is_typing(&self) -> bool {
        !self.confirm.typed.is_empty()
    }

    fn start(&mut self, state: &State, _ids: &mut Ids) -> Vec<Step> {
        self.opened = Some(state.now);
        Vec::new()
    }

    fn resize(&mut self, screen: Area) {
        self.screen = screen;
        self.scroll(Command::Accept);
    }

    fn run(&mut self, command: Command, state: &State, ids: &mut Ids) -> Vec<Step> {
        match command {
            Command::Accept => return self.accept(state, ids),
            Command::Back => return vec![Step::Close],
            Command::RevealNumber => {
                let until = state.now.checked_add(REVEALED).ok();
                self.revealed = if self.is_revealed(state.now) { None } else { until };
            }
            _ => {
                self.scroll(command);
                self.typed.edit(command);
            }
        }
        Vec::new()
    }

    fn insert(&mut self, text: &str) {
        self.said = self.typed.type_in(text);
    }

    fn question(&self) -> Option<Question<'_>> {
        Some(Question { confirm: &self.confirm, wanted: self.wanted(), said: self.said.as_deref() })
    }

    fn wake_at(&self, state: &State) -> Option<Timestamp> {
        let ready = self.opened.filter(|_| !self.is_ready(state)).and_then(|at| at.checked_add(TOO_SOON).ok());
        let hidden = self.revealed.filter(|until| *until > state.now);
        ready.into_iter().chain(hidden).min()
    }

    fn stands_alone(&self) -> bool {
        true
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
        view::draw(self, canvas, screen, state, keymap);
    }
}
