//! Authorisation by OTP: a code of six digits, two minutes, three tries.

use fastrand::Rng;

use super::{Refusal, Second};

/// How long the code takes to the handset.
pub const DELIVERY: Second = 2;
/// How long the code is good for, since it was sent.
pub const VALIDITY: Second = 120;
/// How long before another may be sent.
pub const COOL_DOWN: Second = 20;
/// How many codes may be tried.
const TRIES: u8 = 3;

/// An OTP that was sent. Prints without its code: it has no `Debug`.
#[derive(Clone)]
pub struct OtpSession {
    /// Its number in the world.
    pub number: u64,
    /// What the caller knows it by.
    pub id: String,
    /// What the holder is sent.
    pub code: String,
    sent: Second,
    tries: u8,
}

impl OtpSession {
    /// Sends a code at `now`.
    pub fn new(number: u64, now: Second, rng: &mut Rng) -> Self {
        let id = format!("otp-{:016x}", rng.u64(..));
        Self { number, id, code: format!("{:06}", rng.u32(..1_000_000)), sent: now, tries: TRIES }
    }

    /// Tries `code`; a wrong one costs a try.
    pub fn check(&mut self, code: &str, now: Second) -> Result<(), Refusal> {
        if self.tries == 0 {
            return Err(Refusal::OtpDead);
        }
        if now - self.sent >= VALIDITY {
            return Err(Refusal::OtpExpired);
        }
        if code != self.code {
            self.tries -= 1;
            return Err(Refusal::WrongOtp { left: self.tries });
        }
        Ok(())
    }
}
