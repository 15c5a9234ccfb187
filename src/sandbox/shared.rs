//! The world as the server's handlers share it: behind one lock, and always caught up with the clock first.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

use super::world::World;
use super::{Clock, Options};

/// A handle on the one world of a server.
#[derive(Clone)]
pub struct Shared(Arc<Inner>);

struct Inner {
    world: Mutex<World>,
    clock: Clock,
    /// That somebody named an address that is to hear of something.
    letters: Notify,
}

impl Shared {
    /// Makes the world; with very many accounts this takes a moment.
    #[must_use]
    pub fn new(options: &Options, clock: Clock) -> Self {
        let world = Mutex::new(World::new(options, clock()));
        Self(Arc::new(Inner { world, clock, letters: Notify::new() }))
    }

    /// Somebody named an address that is to hear of something.
    pub fn want_letters(&self) {
        self.0.letters.notify_one();
    }

    /// Waits until somebody did.
    pub(super) async fn letters_wanted(&self) {
        self.0.letters.notified().await;
    }

    /// Lets the world catch up with the clock, then acts in it. Nothing ticks in between: a world nobody looks at
    /// costs nothing.
    pub fn act<R>(&self, act: impl FnOnce(&mut World) -> R) -> R {
        let mut world = self.0.world.lock().unwrap_or_else(PoisonError::into_inner);
        world.catch_up((self.0.clock)());
        act(&mut world)
    }
}
