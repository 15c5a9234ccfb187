//! The first lines of help, shown once to somebody who has never been here. They take no key: the first one that is
//! pressed does what it does, and they are gone.

use crate::message::Effect;

use super::App;
use super::update::Update;

/// The first lines of help.
#[derive(Clone, Copy, Debug)]
pub struct Tour;

impl App {
    /// The same app, with the first lines of help on the screen.
    #[must_use]
    pub fn with_tour(self, tour: bool) -> Self {
        Self { tour: tour.then_some(Tour), ..self }
    }

    /// The operator has begun to work: the lines have been seen.
    pub(super) fn end_tour(&mut self, update: &mut Update) {
        if self.tour.take().is_some() {
            self.preferences.toured = true;
            update.effects.push(Effect::Keep(Box::new(self.preferences.clone())));
            update.redraw = true;
        }
    }
}
