//! The handset on which every holder's messages arrive.

use std::collections::VecDeque;

use super::{AccountNo, Second};
use crate::domain::Phone;

/// How many messages it keeps.
pub const KEPT: usize = 50;

/// A message on it. Has no `Debug`: there are codes in it.
#[derive(Clone)]
pub struct Message {
    /// Counts up.
    pub id: u64,
    /// When it arrived, or was asked for.
    pub at: Second,
    /// The account whose holder it concerns.
    pub account: AccountNo,
    /// Who sent it, or where it has to go.
    pub phone: Phone,
    /// What it says.
    pub text: String,
    /// `None` for one that arrived; otherwise whether the holder has sent it.
    pub sent: Option<bool>,
}

/// The messages, oldest first.
#[derive(Default)]
pub struct Handset {
    messages: VecDeque<Message>,
    count: u64,
}

impl Handset {
    /// Puts a message on it; the oldest one beyond [`KEPT`] is forgotten.
    pub fn put(&mut self, at: Second, account: AccountNo, phone: Phone, text: String, sent: Option<bool>) {
        self.count += 1;
        if self.messages.len() == KEPT {
            self.messages.pop_front();
        }
        self.messages.push_back(Message { id: self.count, at, account, phone, text, sent });
    }

    /// Sends the message that waits with this number and text.
    pub fn send(&mut self, to: &str, text: &str) -> Option<&Message> {
        let waits =
            |message: &&mut Message| message.sent == Some(false) && message.phone.full() == to && message.text == text;
        let message = self.messages.iter_mut().rev().find(waits)?;
        message.sent = Some(true);
        Some(message)
    }

    /// The messages, newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = &Message> {
        self.messages.iter().rev()
    }
}
