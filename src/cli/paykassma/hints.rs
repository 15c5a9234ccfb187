//! `paykassma hints`: what shows users how to pay (Paykassma API, "Getting mediahints").

use super::rows;
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::cli::output::Records;
use crate::domain::{Data, Read};

/// Lists them in the provider's order.
pub async fn run(job: &mut Job<'_>) -> Result<Exit, Exit> {
    let Data::MediaHints(hints) = job.read(&Read::MediaHints).await? else { return job.confused() };
    let hints = job.rows(hints.rows, &hints.bad);
    let rows = hints.iter().map(rows::hint).collect();
    job.print(&Records::Many { names: rows::HINT, rows })
}
