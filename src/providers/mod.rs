//! The clients that speak to the providers, one folder each, behind two traits: what only reads, and what changes
//! something. A read-only connection is never given the second, so nothing but reads can leave it.

mod body;
pub mod curl;
mod decimal;
mod error;
pub mod hook;
pub mod http;
mod json;
mod known;
pub mod paykassma;
mod registry;
mod scrub;
pub mod signature;
pub mod withdraw_tool;
pub mod yuansfer;

use std::sync::Arc;

use futures_util::future::BoxFuture;
use jiff::Timestamp;

pub use registry::{PROVIDERS, Plain, Provider, Setting, SettingKind, Setup, provider};

use crate::domain::{Change, Data, Fault, IntentId, Outcome, Read};

/// What a provider answered to a read.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What it said.
    pub data: Data,
    /// The provider's clock as its `Date` header told it: for the clock skew of `paytop check`.
    pub date: Option<Timestamp>,
}

/// The questions a connection can be asked.
pub trait Reads: Send + Sync {
    /// Asks.
    ///
    /// # Errors
    /// Any [`Fault`]; [`Fault::Unsupported`] where the provider has no such question.
    fn read<'a>(&'a self, read: &'a Read) -> BoxFuture<'a, Result<Answer, Fault>>;
}

/// The changes a connection can be told to make.
pub trait Changes: Send + Sync {
    /// Sends the change once, and never a second time. `intent` is its id, for providers that take one.
    fn change<'a>(&'a self, intent: IntentId, change: &'a Change) -> BoxFuture<'a, Outcome>;
}

/// An open connection to a provider.
#[derive(Clone)]
pub struct Client {
    /// What it can be asked.
    pub reads: Arc<dyn Reads>,
    /// What it can be told to change; `None` where the connection may only read.
    pub changes: Option<Arc<dyn Changes>>,
}
