//! `yuansfer payee list`: who is remembered here; the provider lists none, and is not asked.

use clap::Args;

use super::super::rows;
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::cli::output::Records;
use crate::domain::Fault;

/// `yuansfer payee list`.
#[derive(Debug, Args)]
pub struct List {
    /// Only those in whom every word of this is found
    #[arg(value_name = "WORDS")]
    filter: Vec<String>,
}

impl List {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let store = job.acting.journal.store().clone();
        let found = store.payees(0).await;
        store.close().await;
        let mut payees = match found {
            Ok(found) => found.payees,
            Err(fault) => return job.fault(&Fault::Journal(fault)),
        };
        let filter = self.filter.join(" ");
        payees.retain(|known| known.connection == job.connection.info.id && known.has(&filter));
        payees.sort_by_cached_key(|known| (known.title().to_lowercase(), known.key()));
        let rows = payees.iter().map(rows::known).collect();
        job.print(&Records::Many { names: rows::KNOWN, rows })
    }
}
