//! The lock: nothing of the panes is shown and no key does anything but unlock and leave, while everything goes on
//! beneath. It keeps a stray key, a cat or a passer-by from the accounts. It is no protection against somebody who means
//! harm: the word that unlocks it is the operator's name, which stands on the screen.

use jiff::{SignedDuration, Timestamp};

use crate::message::{Chord, Command, Context, Ids};
use crate::ui::Editable;
use crate::ui::field::{Kind, TextField};

use super::App;
use super::update::Update;

/// A locked screen.
#[derive(Debug)]
pub struct Lock {
    /// Since when.
    pub since: Timestamp,
    /// What is typed to unlock it.
    pub field: TextField,
    /// Whether something else than the name was typed.
    pub wrong: bool,
}

impl App {
    /// Locks the screen; what is open stays open beneath.
    pub(super) fn lock(&mut self) {
        self.begun = None;
        let (since, field) = (self.state.now, TextField::new(Kind::Plain));
        self.lock.get_or_insert(Lock { since, field, wrong: false });
    }

    /// When the screen locks itself, where nobody does anything until then.
    pub(super) fn locks_at(&self) -> Option<Timestamp> {
        let after = SignedDuration::try_from(self.habits.lock_after?).ok()?;
        if self.lock.is_some() { None } else { self.touched.checked_add(after).ok() }
    }

    /// Locks the screen where it is time to. A key that comes first after that does nothing but begin the name.
    pub(super) fn lock_where_due(&mut self, update: &mut Update) {
        if self.locks_at().is_some_and(|at| at <= self.state.now) {
            self.lock();
            update.redraw = true;
        }
    }

    /// A key while it is locked.
    pub(super) fn key_while_locked(&mut self, chord: Chord, ids: &mut Ids, update: &mut Update) {
        update.redraw = true;
        if let Some(c) = chord.typed() {
            self.insert_while_locked(c.encode_utf8(&mut [0; 4]));
            return;
        }
        let Some(lock) = &mut self.lock else { return };
        match self.keymap.command(&[Context::Lock, Context::Text, Context::Always], chord) {
            Some(Command::Interrupt) => self.run(Command::Interrupt, ids, update),
            Some(Command::Unlock) => {
                let typed = lock.field.text().trim().to_lowercase();
                if typed == self.state.operator.as_str().trim().to_lowercase() {
                    self.lock = None;
                    self.touched = self.state.now;
                } else {
                    lock.wrong = !typed.is_empty();
                    lock.field.clear();
                }
            }
            Some(Command::Back) => lock.field.clear(),
            Some(command) => lock.field.edit(command),
            None => {}
        }
    }

    /// What is typed or pasted while it is locked.
    pub(super) fn insert_while_locked(&mut self, text: &str) {
        if let Some(lock) = &mut self.lock {
            // What does not fit is no name of anybody.
            let _ = lock.field.type_in(text);
            lock.wrong = false;
        }
    }
}
