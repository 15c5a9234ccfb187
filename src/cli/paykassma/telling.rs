//! How Paykassma's outcomes are told, by its document's names.

use crate::cli::output::{Field, Row};
use crate::cli::reveal::Reveal;
use crate::cli::telling::{Refused, Sent, Telling};
use crate::domain::{Activated, Change, FieldErrors, IntentId, Receipt};

/// The commands of a merchant.
#[derive(Clone, Copy, Debug)]
pub struct Merchant;

impl Telling for Merchant {
    /// The id that the provider knows it by, which is the intent's.
    fn known(&self, sent: Sent<'_>, row: Row) -> Row {
        match own_id(sent.change) {
            Some(name) => row.with(name, Field::Text(sent.intent.to_string())),
            None => row,
        }
    }

    fn receipt(&self, receipt: &Receipt, row: Row, reveal: Reveal) -> Row {
        match receipt {
            Receipt::Transaction { identifier } => row.with("identifier", identifier),
            Receipt::Activated(Activated::Accepted) => row.with("status", "ok").with("message", Field::Null),
            Receipt::Activated(Activated::CheckStarted { text }) => {
                row.with("status", "check_started").with("message", Field::Text(reveal.words(text)))
            }
            Receipt::Activated(Activated::PossibleCreated { text }) => {
                row.with("status", "possible_transaction_created").with("message", Field::Text(reveal.words(text)))
            }
            Receipt::Payment { redirect } => {
                row.with("redirect_url", redirect.as_ref().map(|address| address.as_str().to_owned()))
            }
            _ => row,
        }
    }

    fn refusal(&self, refused: Refused<'_>, row: Row, reveal: Reveal) -> Row {
        let Refused { code, text, fields } = refused;
        let present = |text: String| (!text.is_empty()).then_some(text);
        row.with("code", present(code.as_str().to_owned()))
            .with("message", present(reveal.words(text)))
            .with("fields", fields.map_or(Field::Null, |fields| by_field(fields, reveal)))
    }

    fn done(&self, sent: Sent<'_>, receipt: &Receipt) -> String {
        match receipt {
            Receipt::Activated(activated) => activated.words(),
            Receipt::Payment { redirect: None } => "done; the provider names no address to send the user to".to_owned(),
            Receipt::WithdrawalTaken { id } => {
                format!("taken on as withdrawal {id}. Whether it is paid out is told by: {}", status_of(sent.intent))
            }
            _ => "done".to_owned(),
        }
    }

    fn look(&self, sent: Sent<'_>) -> String {
        let id = sent.intent;
        match sent.change {
            Change::CreateWithdrawal(_) => format!("ask for it until it is answered ({})", status_of(id)),
            change if own_id(change).is_some() => {
                format!("ask for its postback before you try once more (paytop paykassma postback --custom-id {id})")
            }
            _ => "look at the provider's own pages before you try once more".to_owned(),
        }
    }
}

fn status_of(withdrawal: IntentId) -> String {
    format!("paytop paykassma withdrawal status {withdrawal}")
}

/// What the document calls the id that a change of this kind has from us.
fn own_id(change: &Change) -> Option<&'static str> {
    match change {
        Change::CreateWithdrawal(_) => Some("withdrawal_id"),
        Change::ActivateTransaction(_) | Change::CreatePayment(_) => Some("custom_transaction_id"),
        Change::ReportTransaction(_) => Some("custom_id"),
        _ => None,
    }
}

/// The texts of each field, as the provider sent them.
fn by_field(fields: &FieldErrors, reveal: Reveal) -> Field {
    let texts = |error: &crate::domain::FieldError| {
        (error.field.to_string(), Field::Texts(error.texts.iter().map(|text| reveal.words(text)).collect()))
    };
    Field::Map(fields.0.iter().map(texts).collect())
}
