//! How outcomes of the withdraw-tool API are told, by its document's names.

use super::rows;
use crate::cli::output::{Field, Row};
use crate::cli::reveal::Reveal;
use crate::cli::telling::{Refused, Sent, Telling};
use crate::domain::Receipt;

/// The commands that work with accounts.
#[derive(Clone, Copy, Debug)]
pub struct Accounts;

impl Telling for Accounts {
    fn receipt(&self, receipt: &Receipt, row: Row, reveal: Reveal) -> Row {
        match receipt {
            Receipt::OtpSent { session } => row.with("sessionId", session.as_str()),
            // The number an SMS has to be sent to is the provider's, not a holder's: masked, it would be of no use.
            Receipt::SmsStarted { session, target, text } => row
                .with("sessionId", session.as_str())
                .with("targetPhone", target.full())
                .with("smsText", text.as_str()),
            Receipt::Saved(Some(account)) => {
                let mut saved = rows::account(account, reveal);
                saved.0.splice(0..0, row.0);
                saved
            }
            Receipt::Order { reference: Some(reference) } => row.with("id", reference.as_str()),
            _ => row,
        }
    }

    fn refusal(&self, refused: Refused<'_>, row: Row, reveal: Reveal) -> Row {
        let Refused { code, text, fields } = refused;
        let words = fields.map_or_else(|| reveal.words(text), ToString::to_string);
        row.with("errCode", code.as_str()).with("errMsg", Field::Text(words))
    }

    /// The command that mends a refusal (section 10).
    fn hint(&self, sent: Sent<'_>) -> String {
        match (sent.outcome.code(), sent.change.account()) {
            (Some("8001"), Some(account)) => format!(". Authorise it first: paytop tool otp send {account}"),
            (Some("8002"), Some(account)) => format!(". Authorise it first: paytop tool sms send {account}"),
            _ => String::new(),
        }
    }

    fn look(&self, _sent: Sent<'_>) -> String {
        "look at the account before you try once more".to_owned()
    }
}
