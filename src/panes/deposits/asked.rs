//! A question of the pane and what came of it.

use jiff::Timestamp;

use crate::domain::{Data, Fault};
use crate::message::Ticket;

/// A question that was asked, and its answer once it is there.
#[derive(Clone, Debug)]
pub struct Asked<T> {
    ticket: Ticket,
    /// When it was asked.
    pub at: Timestamp,
    /// The answer; `None` while it is awaited.
    pub answer: Option<Result<T, Fault>>,
}

impl<T> Asked<T> {
    /// Asked now.
    pub fn new(ticket: Ticket, at: Timestamp) -> Self {
        Self { ticket, at, answer: None }
    }

    /// Takes up an answer, where it is to this question; says whether it is. `read` takes what it is about out of it.
    pub fn take(
        &mut self,
        ticket: Ticket,
        result: &Result<Data, Fault>,
        read: impl FnOnce(&Data) -> Option<T>,
    ) -> bool {
        if self.ticket != ticket || self.answer.is_some() {
            return false;
        }
        let other = || Fault::Unreadable("an answer to another question".into());
        self.answer = Some(match result {
            Ok(data) => read(data).ok_or_else(other),
            Err(fault) => Err(fault.clone()),
        });
        true
    }

    /// The answer, where it is one.
    pub fn good(&self) -> Option<&T> {
        self.answer.as_ref()?.as_ref().ok()
    }

    /// Why there is no answer.
    pub fn fault(&self) -> Option<&Fault> {
        self.answer.as_ref()?.as_ref().err()
    }
}
