//! `yuansfer transfer show`: what became of transfers, by the inquiry of the vendor's SDKs.

use clap::Args;
use uuid::Uuid;

use super::super::rows;
use super::learn;
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::cli::output::{Format, Records};
use crate::cli::paykassma::typed;
use crate::domain::{Data, Inquiry, IntentId, InvoiceId, Read, Text, TransferFound};

/// How many are asked for in one read: each is a request of its own.
const AT_ONCE: usize = 50;

/// `yuansfer transfer show`.
#[derive(Debug, Args)]
pub struct Show {
    /// Their invoice ids, or the journal's ids of them
    #[arg(value_name = "ID", value_parser = typed::word, required_unless_present = "pending")]
    ids: Vec<Text>,
    /// Those that the journal has of this connection and whose end is not known
    #[arg(long, conflicts_with = "ids")]
    pending: bool,
}

impl Show {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let ids = if self.pending {
            match learn::pending(job).await {
                Ok(pending) => pending.iter().map(|intent| InvoiceId::of(intent.id)).collect(),
                Err(fault) => return job.end(Exit::Unreachable, &format!("{fault}. {}", fault.advice())),
            }
        } else {
            self.ids.iter().map(invoice).collect::<Vec<_>>()
        };
        if ids.is_empty() {
            job.console.say(&format!("{}: the journal has no transfer whose end is not known", job.connection.info.id));
        }
        let found = ask(job, &ids).await?;
        let rows = found.iter().map(|inquiry| rows::transfer(inquiry, job.reveal)).collect();
        let mut exit = job.print(&Records::Many { names: rows::TRANSFER, rows })?;
        let is_final = |inquiry: &&Inquiry| inquiry.transfer().is_some_and(|found| found.status.is_final());
        let (finals, all) = (found.iter().filter(is_final).count(), found.len());
        if finals < all && job.format() == Format::Table {
            job.console.say(&format!(
                "{finals} of {all} final. The others may still come to any end: ask for them again, and send none of \
                 them once more."
            ));
        }
        for inquiry in &found {
            if let TransferFound::Fault(fault) = &inquiry.found {
                let words = job.fault_words(fault);
                job.console.say(&format!("{}: {words}", inquiry.invoice));
                exit = exit.max(Exit::of_fault(fault));
            }
        }
        exit = exit.max(learn::all(job, &found).await);
        crate::cli::journal_place::close(&**job.acting.journal.store()).await;
        Ok(exit)
    }
}

/// The invoice id that was meant: the journal writes the same one with hyphens.
fn invoice(typed: &Text) -> InvoiceId {
    match typed.as_str().parse::<Uuid>() {
        Ok(id) => InvoiceId::of(IntentId(id)),
        Err(_) => InvoiceId(typed.clone()),
    }
}

/// Asks for all of them; each is in the result, in its place.
async fn ask(job: &mut Job<'_>, ids: &[InvoiceId]) -> Result<Vec<Inquiry>, Exit> {
    let mut all = Vec::with_capacity(ids.len());
    for some in ids.chunks(AT_ONCE) {
        match job.ask(&Read::Transfers(some.to_vec())).await? {
            Ok(Data::Transfers(found)) => all.extend(found),
            Ok(_) => return job.confused(),
            // What was learned before is told and settled all the same.
            Err(fault) if !all.is_empty() => all.extend(
                some.iter().map(|id| Inquiry { invoice: id.clone(), found: TransferFound::Fault(fault.clone()) }),
            ),
            Err(fault) => return job.fault(&fault),
        }
    }
    Ok(all)
}
