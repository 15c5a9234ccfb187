//! The terminal's events, which can be let go of: while another program has the terminal, nothing here may read from it.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use crossterm::event::{Event, EventStream};
use futures_util::Stream;

/// The events of the terminal. Its clones are one: what one lets go of, no other reads.
#[derive(Clone, Debug, Default)]
pub struct Keyboard(Arc<Mutex<Hold>>);

#[derive(Debug, Default)]
struct Hold {
    events: Option<EventStream>,
    /// Who waits for events while there are none to be had.
    waiting: Option<Waker>,
}

impl Keyboard {
    /// Reads from now on.
    pub fn take(&self) {
        let mut hold = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        hold.events.get_or_insert_with(EventStream::new);
        if let Some(waiting) = hold.waiting.take() {
            waiting.wake();
        }
    }

    /// Reads no more, until it is taken again.
    pub fn let_go(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).events = None;
    }
}

impl Stream for Keyboard {
    type Item = io::Result<Event>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut hold = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(events) = &mut hold.events {
            return Pin::new(events).poll_next(context);
        }
        hold.waiting = Some(context.waker().clone());
        Poll::Pending
    }
}
