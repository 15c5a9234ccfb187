//! The terminal as the operator uses it: in view or not, with the mouse or without, stopped by ctrl-z and gone on with.

use crate::message::{Command, Effect, Level};
use crate::state::BatchRun;

use super::App;
use super::update::Update;

impl App {
    /// The terminal got the focus, or lost it: what polls fast for the eye alone need not while nobody looks.
    pub(super) fn focus(&mut self, focused: bool) {
        self.state.unattended = !focused && self.habits.slow_unfocused;
    }

    /// Takes the mouse, or leaves it to the terminal, whose own selection needs it.
    pub(super) fn toggle_mouse(&mut self, update: &mut Update) {
        self.habits.mouse = !self.habits.mouse;
        update.effects.push(Effect::CaptureMouse(self.habits.mouse));
        let words = if self.habits.mouse {
            "The mouse works here again".to_owned()
        } else {
            let key = self.keymap.hints(&self.contexts(), &[Command::Mouse]);
            let key = key.first().map_or_else(String::new, |(key, _)| format!("; {key} takes it again"));
            format!("The mouse is the terminal's: it selects text as anywhere else{key}")
        };
        self.toasts.tell(Level::Info, words, self.state.now);
        update.redraw = true;
    }

    /// Stops the program, unless an answer would be missed by that: a change whose answer is not read in time is
    /// unconfirmed, whatever became of it.
    pub(super) fn suspend(&mut self, update: &mut Update) {
        if self.editing.is_some() {
            // The editor was stopped, and the shell waits for the whole job.
            update.effects.push(Effect::Suspend);
            return;
        }
        let awaited = self.state.intents.newest_first().filter(|intent| self.state.intents.is_awaited(intent.id));
        let awaited = awaited.count();
        let sending = self.state.batch.as_ref().is_some_and(BatchRun::is_running);
        let why = match (sending, awaited) {
            (false, 0) => {
                update.effects.push(Effect::Suspend);
                return;
            }
            (true, _) => "a batch is being sent".to_owned(),
            (false, 1) => "the answer to a change is awaited".to_owned(),
            (false, more) => format!("the answers to {more} changes are awaited"),
        };
        let words = format!("Not suspended: {why}, and nobody would be there to read it. Try again after that.");
        self.toasts.tell(Level::Warning, words, self.state.now);
        update.redraw = true;
    }

    /// The program goes on after it was stopped: the terminal is taken again, and nothing known is fresh any more.
    pub(super) fn go_on(&mut self, update: &mut Update) {
        // An editor takes it again by itself, and gives it back when it is done.
        if self.editing.is_none() {
            update.effects.push(Effect::TakeScreen);
        }
        self.wake(update);
        update.redraw = true;
    }

    /// Nothing known is fresh any more: every feed is asked anew.
    pub(super) fn wake(&mut self, update: &mut Update) {
        let changes = self.state.wake();
        self.changed(&changes, update);
        self.refresh_feeds(update);
    }
}
