//! The paths of a receiver: one for each hook of each provider that some connection has the keys of.

use std::sync::Arc;

use crate::domain::ConnectionId;
use crate::providers::hook::{Checks, Hook, Keys};
use crate::providers::{PROVIDERS, Provider};

/// A connection whose keys check postbacks.
#[derive(Clone, Debug)]
pub struct Signer {
    /// Its name.
    pub connection: ConnectionId,
    /// Its provider.
    pub provider: &'static Provider,
    /// What it checks them with.
    pub keys: Keys,
}

impl Signer {
    /// Whether it has all that one of its provider's hooks needs.
    #[must_use]
    pub fn can_check(&self, hook: &Hook) -> bool {
        hook.secrets.iter().all(|name| self.keys.secrets.contains_key(name))
    }
}

/// Where postbacks of one kind arrive.
#[derive(Clone)]
pub struct Place {
    /// Whose.
    pub provider: &'static str,
    /// Which.
    pub hook: &'static Hook,
    /// The connections that may have sent them, in the order in which they are tried.
    pub connections: Vec<ConnectionId>,
    /// What checks them with the keys of these.
    pub checks: Arc<dyn Checks>,
}

impl Place {
    /// Its path.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/{}/{}", self.provider, self.hook.name)
    }
}

/// All paths of a receiver.
#[derive(Clone, Debug, Default)]
pub struct Places(pub Vec<Place>);

impl Places {
    /// The paths for these connections. A hook that none of them has the keys of has no path: nothing that comes there
    /// could hold.
    #[must_use]
    pub fn of(signers: &[Signer]) -> Self {
        let hooks = PROVIDERS.iter().flat_map(|provider| provider.hooks.iter().map(|hook| (provider.name, hook)));
        let places = hooks.filter_map(|(provider, hook)| {
            let able = signers.iter().filter(|signer| signer.provider.name == provider && signer.can_check(hook));
            let (connections, keys): (Vec<_>, Vec<_>) =
                able.map(|signer| (signer.connection.clone(), signer.keys.clone())).unzip();
            let is_served = !connections.is_empty();
            is_served.then(|| Place { provider, hook, connections, checks: (hook.checks)(&keys) })
        });
        Self(places.collect())
    }
}

/// Not what checks them: keys are in there.
impl std::fmt::Debug for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Place")
            .field("path", &self.path())
            .field("connections", &self.connections)
            .finish_non_exhaustive()
    }
}
