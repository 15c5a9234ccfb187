//! `tool apps`: the tools that accounts can be opened at (withdraw-tool API, section 1).

use super::rows;
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::cli::output::Records;
use crate::domain::{Data, Read};

/// Lists them in the provider's order.
pub async fn run(job: &mut Job<'_>) -> Result<Exit, Exit> {
    let Data::Tools(tools) = job.read(&Read::Tools).await? else { return job.confused() };
    let mut tools = job.rows(tools.rows, &tools.bad);
    tools.sort_by_key(|tool| tool.sort);
    let rows = tools.iter().map(rows::tool).collect();
    job.print(&Records::Many { names: rows::TOOL, rows })
}
