//! How Yuansfer's outcomes are told, by its document's names.

use crate::cli::output::{Field, Row};
use crate::cli::reveal::Reveal;
use crate::cli::telling::{Refused, Sent, Telling};
use crate::domain::{Change, IntentId, InvoiceId, Receipt};

/// The commands of who pays.
#[derive(Clone, Copy, Debug)]
pub struct Payer;

impl Telling for Payer {
    /// The id that the provider knows a transfer by, which is made of the intent's.
    fn known(&self, sent: Sent<'_>, row: Row) -> Row {
        match sent.change {
            Change::Transfer(_) => row.with("invoiceId", InvoiceId::of(sent.intent).as_str()),
            _ => row,
        }
    }

    fn receipt(&self, receipt: &Receipt, row: Row, _: Reveal) -> Row {
        match receipt {
            Receipt::PayeeRegistered { payee } => row.with("customerNo", payee.as_str()),
            Receipt::AccountAdded(account) => row
                .with("accountToken", account.token.as_str())
                .with("accountTag", account.tag.as_ref())
                .with("accountStatus", &account.status.0),
            Receipt::Transfer(transfer) => {
                row.with("transactionNo", &transfer.number).with("status", transfer.status.word())
            }
            _ => row,
        }
    }

    fn refusal(&self, refused: Refused<'_>, row: Row, reveal: Reveal) -> Row {
        let Refused { code, text, fields } = refused;
        let words = fields.map_or_else(|| reveal.words(text), ToString::to_string);
        row.with("ret_code", code.as_str()).with("ret_msg", Field::Text(words))
    }

    fn done(&self, sent: Sent<'_>, receipt: &Receipt) -> String {
        match receipt {
            Receipt::PayeeRegistered { payee } => {
                format!("done; add an account: paytop yuansfer payee add-account {payee}")
            }
            Receipt::AccountAdded(account) if !account.status.is_activated() => {
                format!("added, and its status is {}: nothing can be paid there yet", account.status)
            }
            Receipt::Transfer(transfer) => format!(
                "taken on, status {}: {}. What becomes of it is told by: {}",
                transfer.status,
                transfer.status.plain(),
                show(sent.intent)
            ),
            _ => "done".to_owned(),
        }
    }

    fn look(&self, sent: Sent<'_>) -> String {
        match sent.change {
            Change::Transfer(_) => format!("ask for it until its status is final ({})", show(sent.intent)),
            Change::UpdatePayee { payee, .. } => format!("look at the payee (paytop yuansfer payee show {payee})"),
            Change::AddBankAccount(draft) => {
                format!("look at the payee's accounts (paytop yuansfer payee accounts {})", draft.payee)
            }
            _ => "ask the provider's people before you try once more".to_owned(),
        }
    }
}

fn show(transfer: IntentId) -> String {
    format!("paytop yuansfer transfer show {}", InvoiceId::of(transfer))
}
