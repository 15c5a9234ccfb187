//! The question that needs a yes: it says what will happen in full words and acts on exactly that. What changed
//! underneath meanwhile makes the yes count for nothing.

mod view;

use crate::keymap::Keymap;
use crate::message::{Command, Confirm, Context, Ids, Level, Open, Shown, Step, Yes};
use crate::state::State;
use crate::ui::field::{Kind, TextField};
use crate::ui::{Area, Canvas, Editable};

use super::Overlay;

/// The window of a [`Confirm`].
pub struct ConfirmOverlay {
    confirm: Confirm,
    typed: TextField,
    /// What is wrong with what was typed.
    said: Option<String>,
}

impl ConfirmOverlay {
    /// Asks.
    pub fn new(confirm: Confirm) -> Self {
        Self { confirm, typed: TextField::new(Kind::Plain), said: None }
    }

    /// What of the accounts that were shown is no longer so.
    fn moved(&self, state: &State) -> Option<String> {
        self.confirm.shown.iter().find_map(|shown| {
            let Shown { key, account, fresh } = shown;
            match state.row(key) {
                None => Some(format!("{} is no longer in the list", account.title())),
                Some(row) if !shown.holds(&row.account) => Some(format!("{} changed meanwhile", account.title())),
                Some(_) if *fresh && !state.is_fresh(&key.connection) => {
                    Some(format!("what is known of {} went stale meanwhile", account.title()))
                }
                Some(_) => None,
            }
        })
    }

    fn accept(&mut self, state: &State, ids: &mut Ids) -> Vec<Step> {
        if let Some(expected) = &self.confirm.typed
            && self.typed.text().trim() != expected
        {
            self.said = Some(format!("Type {expected} to go on, or go back."));
            return Vec::new();
        }
        if let Some(moved) = self.moved(state) {
            let words = format!("Nothing was sent: {moved}. Look again and repeat it if you still want it.");
            return vec![Step::Close, Step::Tell(Level::Warning, words)];
        }
        let planned = match &self.confirm.yes_does {
            Yes::Quit => return vec![Step::Close, Step::Quit],
            Yes::Send(planned) => planned,
        };
        let mut steps = vec![Step::Close];
        let mut sent = Vec::new();
        for planned in planned {
            let id = ids.intent();
            sent.push(id);
            steps.push(Step::Change { id, planned: planned.clone() });
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
        self.confirm.typed.is_some()
    }

    fn run(&mut self, command: Command, state: &State, ids: &mut Ids) -> Vec<Step> {
        match command {
            Command::Accept => self.accept(state, ids),
            Command::Back => vec![Step::Close],
            _ => {
                self.typed.edit(command);
                Vec::new()
            }
        }
    }

    fn insert(&mut self, text: &str) {
        self.said = self.typed.type_in(text);
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
        view::draw(self, canvas, screen, state, keymap);
    }
}
