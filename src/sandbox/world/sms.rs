//! Authorisation by SMS: the holder sends a text to a number, within ten minutes.

use fastrand::Rng;

use super::{Refusal, Second};
use crate::domain::Phone;

/// How long the holder has.
pub const VALIDITY: Second = 600;

/// An SMS the holder was asked to send.
#[derive(Clone)]
pub struct SmsSession {
    /// What the caller knows it by.
    pub id: String,
    /// Where the SMS goes.
    pub target: Phone,
    /// What it says.
    pub text: String,
    /// Whether it has arrived.
    pub received: bool,
    started: Second,
}

impl SmsSession {
    /// Asks for an SMS at `now`.
    pub fn new(now: Second, rng: &mut Rng) -> Self {
        let id = format!("sms-{:016x}", rng.u64(..));
        let target = Phone::new(&rng.u64(9_200_000_000..9_300_000_000).to_string());
        Self { id, target, text: format!("UPIREG {:010X}", rng.u64(..1 << 40)), received: false, started: now }
    }

    /// Whether the SMS arrived in time.
    pub fn check(&self, now: Second) -> Result<(), Refusal> {
        if now - self.started >= VALIDITY {
            Err(Refusal::SmsExpired)
        } else if self.received {
            Ok(())
        } else {
            Err(Refusal::SmsNotReceived)
        }
    }
}
