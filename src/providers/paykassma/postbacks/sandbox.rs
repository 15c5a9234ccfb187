//! The postbacks that Paykassma's half of the sandbox sends: of whatever has come to its end, signed as the provider
//! does.

use secrecy::SecretString;
use serde::Serialize;

use super::super::sandbox::{ACCESS_KEY, DepositRow, POSTBACK_KEY, PRIVATE_KEY, PayoutRow};
use super::super::sign::{Deposits, PostbackKeys, Withdrawal};
use super::{DEPOSIT, WITHDRAWAL};
use crate::sandbox::world::{Ended, World};
use crate::sandbox::{Letter, Manner};

/// How a postback goes out: as JSON, until somebody answers that its status is ok.
const MANNER: Manner = Manner { content_type: "application/json", is_heard, tries: None };

fn is_heard(body: &[u8]) -> bool {
    serde_json::from_slice::<serde_json::Value>(body).is_ok_and(|told| told["status"] == "ok")
}

/// The postbacks of what came to its end since the last look.
#[must_use]
pub fn letters(world: &mut World) -> Vec<Letter> {
    let ended = world.merchant_mut().take_ended();
    let world = &*world;
    ended.into_iter().filter_map(|ended| letter(&ended, world)).collect()
}

fn letter(ended: &Ended, world: &World) -> Option<Letter> {
    match ended {
        Ended::Payout(id) => {
            let row = PayoutRow::of(world.merchant().payout(id)?)?;
            let unsigned = serde_json::to_string(&row).ok()?;
            let key = SecretString::from(PRIVATE_KEY);
            let signature = Withdrawal::read(unsigned.as_bytes()).ok()?.sign(&key);
            let fields = unsigned.strip_suffix('}')?;
            let body = format!(r#"{fields},"signature":"{signature}"}}"#);
            Some(Letter { hook: WITHDRAWAL.name, to: None, body, manner: MANNER })
        }
        Ended::Deposit(number) => {
            #[derive(Serialize)]
            struct Signed<'s> {
                access_key: &'static str,
                signature: &'s str,
                #[serde(flatten)]
                row: &'s DepositRow<'s>,
            }
            let row = DepositRow::of(world.merchant().deposit_by_number(*number)?, None, world);
            let body = |signature| serde_json::to_string(&Signed { access_key: ACCESS_KEY, signature, row: &row }).ok();
            let keys = PostbackKeys { access: ACCESS_KEY.into(), private: POSTBACK_KEY.into() };
            let signature = Deposits::read(body("")?.as_bytes()).ok()?.sign(&keys);
            Some(Letter { hook: DEPOSIT.name, to: None, body: body(signature.as_str())?, manner: MANNER })
        }
    }
}
