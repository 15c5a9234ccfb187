//! What providers send by themselves: each says at which paths, how what was received is checked, and what it wants to
//! hear. The receiver knows no more of any of them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use secrecy::SecretString;

use super::Plain;
use crate::domain::{Money, PostbackFault, PostbackKind, Text};

/// One kind of postback of a provider.
#[derive(Debug)]
pub struct Hook {
    /// The end of its path: what comes to `/paykassma/deposit` is for `deposit` of `paykassma`.
    pub name: &'static str,
    /// What it tells of.
    pub kind: PostbackKind,
    /// The secrets that a connection needs to check one, by their keys.
    pub secrets: &'static [&'static str],
    /// What checks them for these connections, in their order.
    pub checks: fn(&[Keys]) -> Arc<dyn Checks>,
    /// What the provider is answered.
    pub answer: fn(&Taken<'_>) -> Answered,
}

/// Checks the postbacks of one hook.
pub trait Checks: Send + Sync {
    /// Reads one, and finds whose it is.
    fn check(&self, incoming: &Incoming<'_>) -> Checked;
}

/// What was received.
#[derive(Clone, Copy)]
pub struct Incoming<'b> {
    /// The bytes as they came.
    pub body: &'b [u8],
    /// What the sender calls them (`Content-Type`).
    pub content_type: &'b str,
}

/// What a connection checks postbacks with.
#[derive(Clone, Debug)]
pub struct Keys {
    /// Its secrets, by their keys.
    pub secrets: BTreeMap<&'static str, SecretString>,
    /// What of it may be seen.
    pub plain: Plain,
}

/// What was found of a postback.
#[derive(Clone, Debug)]
pub struct Checked {
    /// What it tells of, where that differs from what its hook usually tells of.
    pub kind: Option<PostbackKind>,
    /// Which of the connections it is signed for; or what is wrong with it.
    pub signed: Result<usize, PostbackFault>,
    /// The id of what it tells of.
    pub subject: Option<Text>,
    /// What became of that, as the provider writes it.
    pub status: Option<Text>,
    /// How much it was, where it is one amount.
    pub amount: Option<Money>,
    /// All of it for people to read, without what identifies people; nothing of what could not be read.
    pub masked: String,
    /// What makes it the same one however often it is sent, where that is not all of its bytes.
    pub says: Option<String>,
}

/// What became of a postback here.
#[derive(Clone, Copy, Debug)]
pub enum Taken<'f> {
    /// It is on disk, now or since it came before.
    Kept,
    /// It does not hold.
    Refused(&'f PostbackFault),
    /// It holds, and could not be written: it is to be sent again.
    Unkept,
}

/// What a provider is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The HTTP status.
    pub status: u16,
    /// What the body is called.
    pub content_type: &'static str,
    /// The body. Nothing of what was received is in it.
    pub body: Cow<'static, str>,
}

impl Checked {
    /// Of what could not be read, or not as what it should be.
    #[must_use]
    pub fn unread(fault: PostbackFault) -> Self {
        let masked = String::new();
        Self { kind: None, signed: Err(fault), subject: None, status: None, amount: None, masked, says: None }
    }
}

/// Not the bytes: account numbers are among them.
impl std::fmt::Debug for Incoming<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Incoming({} bytes)", self.body.len())
    }
}
