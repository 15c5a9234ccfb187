//! Two keys in a row: the first is held until the second says what is meant, and after a pause what may follow is shown.

use jiff::{SignedDuration, Timestamp};

use crate::message::{Chord, Command, Context, Ids, Key, Level, Sequence};

use super::App;
use super::update::Update;

/// How long nobody goes on before what may follow is shown.
const PAUSE: SignedDuration = SignedDuration::from_millis(500);

/// The first key of two.
#[derive(Clone, Copy, Debug)]
pub struct Begun {
    /// Which.
    pub first: Chord,
    /// When it was pressed.
    pub at: Timestamp,
}

impl Begun {
    /// When what may follow is shown.
    pub fn wake_at(&self) -> Option<Timestamp> {
        self.at.checked_add(PAUSE).ok()
    }
}

impl App {
    /// Takes a key as the second of two, where one was begun; says whether it was. One that means nothing there runs
    /// nothing: whoever mistypes must not find that half of it counted.
    pub(super) fn goes_on(&mut self, chord: Chord, ids: &mut Ids, update: &mut Update) -> bool {
        let Some(Begun { first, .. }) = self.begun.take() else { return false };
        update.redraw = true;
        // The ways out work at any time.
        if self.keymap.command(&[Context::Always], chord).is_some() {
            return false;
        }
        let keys = Sequence::of(first, chord);
        match self.keymap.command(&self.contexts(), keys) {
            Some(command) => self.run(command, ids, update),
            None if chord.key == Key::Esc => {}
            None => self.toasts.tell(Level::Info, format!("{keys} means nothing here"), self.state.now),
        }
        true
    }

    /// What may follow the key that was begun, once nobody has gone on for a while: the key, and what each means.
    pub(super) fn followers(&self) -> Option<(Chord, Vec<(Chord, Command)>)> {
        let begun = self.begun.as_ref().filter(|begun| begun.wake_at().is_some_and(|at| at <= self.state.now))?;
        Some((begun.first, self.keymap.followers(&self.contexts(), begun.first)))
    }

    /// Goes to the pane that a command names.
    pub(super) fn go_by_name(&mut self, command: Command) {
        let Some(wanted) = command.goes_to() else { return };
        if let Some(pane) = self.panes.iter().position(|pane| pane.id() == wanted) {
            self.show(pane);
        } else {
            let words = format!("There is no pane {}: no connection has anything for it", wanted.title());
            self.toasts.tell(Level::Info, words, self.state.now);
        }
    }
}
