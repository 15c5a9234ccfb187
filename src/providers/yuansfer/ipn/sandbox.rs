//! The notifications that Yuansfer's half of the sandbox sends: of every step of a transfer and of every account added
//! whose request named an `ipnUrl`, and there.

use secrecy::SecretString;
use serde_json::{Map, Value, json};

use super::super::sandbox::{MERCHANT, STORE, TOKEN, time, two_decimals};
use super::super::sign::Params;
use super::IPN;
use crate::sandbox::world::{Notice, World};
use crate::sandbox::{Letter, Manner};

/// How often the provider tries before it gives up.
const TRIES: u32 = 8;

/// How a notification goes out: as a form, until somebody answers `success`.
const MANNER: Manner = Manner {
    content_type: "application/x-www-form-urlencoded",
    is_heard: |body| body.trim_ascii() == b"success",
    tries: Some(TRIES),
};

/// The notifications of what happened since the last look.
#[must_use]
pub fn letters(world: &mut World) -> Vec<Letter> {
    let notices = world.payer_mut().take_notices();
    let world = &*world;
    notices.into_iter().filter_map(|(to, notice)| letter(to, &notice, world)).collect()
}

fn letter(to: String, notice: &Notice, world: &World) -> Option<Letter> {
    let mut fields = match notice {
        Notice::Transfer { place, state } => {
            let transfer = world.payer().transfers().nth(*place)?;
            let wanted = &transfer.wanted;
            json!({
                "accountToken": wanted.token,
                "amount": two_decimals(wanted.amount),
                "currency": wanted.currency,
                "customerNo": wanted.payee,
                "invoiceId": wanted.invoice,
                "status": state.word(),
                "transactionNo": transfer.number,
            })
        }
        Notice::Account { token } => {
            let (payee, account) = world.payer().account(token)?;
            json!({
                "accountStatus": "ACTIVATED",
                "accountTag": account.tag,
                "accountToken": account.token,
                "customerNo": payee.no,
            })
        }
    };
    let all = fields.as_object_mut()?;
    all.insert("merchantNo".to_owned(), MERCHANT.into());
    all.insert("storeNo".to_owned(), STORE.into());
    all.insert("timestamp".to_owned(), time(world, world.now()).into());
    Some(Letter { hook: IPN.name, to: Some(to), body: signed(all)?, manner: MANNER })
}

fn signed(fields: &mut Map<String, Value>) -> Option<String> {
    let signature = Params::from_fields(fields).ok()?.sign(&SecretString::from(TOKEN));
    fields.insert("verifySign".to_owned(), signature.as_str().into());
    let texts = fields.iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap_or_default()));
    Some(form_urlencoded::Serializer::new(String::new()).extend_pairs(texts).finish())
}
