//! Takes a postback: checks it over the bytes that came, has it on disk, and only then says that it was received.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::unverified::Unverified;
use super::{Clock, Heard, Hears, Place};
use crate::domain::{PostbackFault, PostbackStanding, RawJson, ReceivedPostback};
use crate::providers::hook::{Answered, Checked, Incoming, Taken};
use crate::store::Store;

/// Who takes postbacks.
pub struct Desk {
    store: Arc<dyn Store>,
    clock: Clock,
    hears: Hears,
    unverified: Unverified,
}

impl Desk {
    /// One that keeps what holds in `store`.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, clock: Clock, hears: Hears) -> Self {
        Self { store, clock, hears, unverified: Unverified::default() }
    }

    /// Takes what came whole to a place, and gives what its sender is answered.
    pub async fn take(&self, place: &Place, incoming: &Incoming<'_>) -> Answered {
        let Checked { kind, signed, subject, status, amount, masked, says } = place.checks.check(incoming);
        let mut postback = ReceivedPostback {
            number: 0,
            at: (self.clock)(),
            provider: place.provider.into(),
            connection: None,
            kind: kind.unwrap_or(place.hook.kind),
            subject,
            status,
            amount,
            standing: PostbackStanding::Verified,
            body: RawJson::kept(masked),
        };
        match signed {
            Ok(at) => {
                postback.connection = place.connections.get(at).cloned();
                let digest = Sha256::digest(says.as_deref().map_or(incoming.body, str::as_bytes)).into();
                self.keep(place, &postback, &digest).await
            }
            Err(fault) => {
                let answer = (place.hook.answer)(&Taken::Refused(&fault));
                postback.standing = PostbackStanding::Unverified(fault);
                self.unverified.add(postback);
                answer
            }
        }
    }

    /// What the sender is answered whose postback did not come whole.
    pub fn lost(&self, place: &Place, fault: PostbackFault) -> Answered {
        let answer = (place.hook.answer)(&Taken::Refused(&fault));
        self.unverified.add(ReceivedPostback {
            number: 0,
            at: (self.clock)(),
            provider: place.provider.into(),
            connection: None,
            kind: place.hook.kind,
            subject: None,
            status: None,
            amount: None,
            standing: PostbackStanding::Unverified(fault),
            body: RawJson::default(),
        });
        answer
    }

    async fn keep(&self, place: &Place, postback: &ReceivedPostback, digest: &[u8; 32]) -> Answered {
        match self.store.keep_postback(postback, digest).await {
            Ok(is_new) => {
                tracing::info!(path = place.path(), is_new, "a postback that holds");
                (self.hears)(&Heard::Kept { postback, again: !is_new });
                (place.hook.answer)(&Taken::Kept)
            }
            Err(fault) => {
                tracing::error!(path = place.path(), %fault, "a postback that holds could not be kept");
                (self.hears)(&Heard::Unkept(&fault));
                (place.hook.answer)(&Taken::Unkept)
            }
        }
    }

    /// Writes down what came that does not hold, a little at a time, for as long as it is let.
    pub async fn count(&self) {
        self.unverified.write_down(self.store.as_ref(), &self.clock, &self.hears).await;
    }

    /// Writes down what there is of it now.
    pub async fn count_now(&self) {
        self.unverified.write_now(self.store.as_ref(), &self.clock, &self.hears).await;
    }
}
