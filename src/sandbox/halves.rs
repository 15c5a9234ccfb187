//! The registry of the providers the sandbox can play: each brings its half, and a new one is a line here.

use axum::Router;

use super::world::World;
use super::{Letter, Shared};
use crate::providers::{paykassma, withdraw_tool, yuansfer};

/// What one provider puts into the sandbox.
#[derive(Clone, Copy)]
pub struct Half {
    /// The provider, as the config spells it.
    pub provider: &'static str,
    /// What the connection to it is called when the sandbox is embedded.
    pub connection: &'static str,
    /// The headers that let a caller in; fixed, so that they can be printed and typed.
    pub credentials: &'static [Credential],
    /// What a connection to it has of the provider's own settings, by their keys.
    pub settings: &'static [(&'static str, &'static str)],
    /// What whoever tries it out should know, a line each.
    pub hints: &'static [&'static str],
    /// Its routes. They check the credentials themselves: each provider has its own way.
    pub routes: fn(Shared) -> Router,
    /// The postbacks of what came to its end since this was last called; `None` of a provider that sends none.
    pub letters: Option<fn(&mut World) -> Vec<Letter>>,
}

/// A header that lets a caller in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credential {
    /// The header's name.
    pub header: &'static str,
    /// Its value. Opens nothing but a simulated world, so it is no secret.
    pub value: &'static str,
}

/// Every provider the sandbox can play.
pub const HALVES: &[Half] = &[withdraw_tool::sandbox::HALF, paykassma::sandbox::HALF, yuansfer::sandbox::HALF];
