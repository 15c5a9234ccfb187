//! A connection as the runtime holds it: its client, opened when it is first needed and not before.

use std::sync::Arc;

use tokio::sync::{OnceCell, OwnedSemaphorePermit, Semaphore};

use crate::domain::{Change, ConnectionInfo, Fault, IntentId, Outcome, Read};
use crate::providers::{Answer, Client};

/// Opens a client: reads its secrets, which may take a while, and builds it.
type Open = dyn Fn() -> Result<Client, Fault> + Send + Sync;

/// Writes a question as a command of curl, secrets left out.
type Write = dyn Fn(&Read) -> Result<String, Fault> + Send + Sync;

/// A connection to a provider.
#[derive(Clone)]
pub struct Link {
    /// What the config says of it.
    pub info: ConnectionInfo,
    open: Arc<Open>,
    write: Arc<Write>,
    client: Arc<OnceCell<Client>>,
    /// How many changes may be on their way at once: a bulk action is a queue, not a flood.
    slots: Arc<Semaphore>,
}

/// How many changes of one connection may be on their way at once.
const AT_ONCE: usize = 4;

impl Link {
    /// The connection `info` describes; `open` runs away from the loop, once, when something is first asked. Where
    /// it fails, it is tried again with the next question: a keyring may have been unlocked meanwhile.
    pub fn new(info: ConnectionInfo, open: impl Fn() -> Result<Client, Fault> + Send + Sync + 'static) -> Self {
        let slots = Arc::new(Semaphore::new(AT_ONCE));
        let write = Arc::new(|_: &Read| Err(Fault::Unsupported));
        Self { info, open: Arc::new(open), write, client: Arc::default(), slots }
    }

    /// The same, whose questions `write` writes as commands of curl. It fetches no secret.
    #[must_use]
    pub fn written_by(self, write: impl Fn(&Read) -> Result<String, Fault> + Send + Sync + 'static) -> Self {
        Self { write: Arc::new(write), ..self }
    }

    /// A question as a command of curl, secrets left out.
    ///
    /// # Errors
    /// [`Fault::Unsupported`] where the provider has no such question.
    pub fn curl(&self, read: &Read) -> Result<String, Fault> {
        (self.write)(read)
    }

    /// Its client.
    ///
    /// # Errors
    /// [`Fault::Unusable`] with what is wrong with its secrets or settings.
    pub async fn client(&self) -> Result<&Client, Fault> {
        self.client
            .get_or_try_init(|| async {
                let open = Arc::clone(&self.open);
                let opened = tokio::task::spawn_blocking(move || open()).await;
                opened.unwrap_or_else(|_| Err(Fault::Unusable("opening the connection broke off; see the log".into())))
            })
            .await
    }

    /// Asks.
    ///
    /// # Errors
    /// Any [`Fault`].
    pub async fn read(&self, read: &Read) -> Result<Answer, Fault> {
        self.client().await?.reads.read(read).await
    }

    /// A turn, where a change may be on its way here at once.
    #[must_use]
    pub fn free_turn(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.slots).try_acquire_owned().ok()
    }

    /// Waits until a change may be on its way here; it is over when the turn is dropped.
    pub async fn turn(&self) -> Option<OwnedSemaphorePermit> {
        // The semaphore is never closed; were it, there would be nobody to wait for.
        Arc::clone(&self.slots).acquire_owned().await.ok()
    }

    /// Sends a change, once. A read-only connection has nothing to send it with.
    pub async fn change(&self, intent: IntentId, change: &Change) -> Outcome {
        match self.client().await.map(|client| &client.changes) {
            Ok(Some(changes)) => changes.change(intent, change).await,
            Ok(None) => Outcome::from_fault(Fault::ReadOnly),
            Err(fault) => Outcome::from_fault(fault),
        }
    }
}

/// What became of work whose task panicked.
pub fn broken_off() -> Fault {
    Fault::ConnectionLost("the request broke off inside paytop; see the log".into())
}
