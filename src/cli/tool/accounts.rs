//! `tool accounts`: the accounts with their tasks (withdraw-tool API, section 2), once or as they change.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use clap::Args;

use super::rows;
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::cli::output::{Field, Format, Records, Row, write_line};
use crate::cli::reveal::Reveal;
use crate::domain::{Account, AccountId, Data, Fault, Read};

/// The most that is waited after faults.
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

/// `tool accounts`.
#[derive(Clone, Copy, Debug, Args)]
pub struct Accounts {
    /// Go on, and print each account that changed as one line of JSON
    #[arg(long)]
    watch: bool,
}

impl Accounts {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        if self.watch {
            return watch(job).await;
        }
        let Data::Accounts(accounts) = job.read(&Read::Accounts).await? else { return job.confused() };
        let accounts = job.rows(accounts.rows, &accounts.bad);
        let rows = accounts.iter().map(|account| rows::account(account, job.reveal)).collect();
        job.print(&Records::Many { names: rows::ACCOUNT, rows })
    }
}

/// The account called `id`, as the provider describes it now.
pub(super) async fn find(job: &mut Job<'_>, id: &AccountId) -> Result<Account, Exit> {
    let Data::Accounts(rows) = job.read(&Read::Accounts).await? else { return job.confused() };
    let found = job.rows(rows.rows, &rows.bad).into_iter().find(|account| account.id == *id);
    job.title = found.as_ref().map(Account::title);
    found.ok_or_else(|| {
        job.console.say(&format!("{} has no account {id}; nothing was sent", job.connection.info.id));
        Exit::Usage
    })
}

/// Prints every account once and then each that changed, was added or went, until the reader goes or the connection
/// is refused for good. Faults are said and waited out.
async fn watch(job: &mut Job<'_>) -> Result<Exit, Exit> {
    if matches!(job.output, Some(Format::Table | Format::Csv)) {
        return job.end(Exit::Usage, "--watch prints lines of JSON: leave -o out, or say -o json");
    }
    let reads = job.open()?.reads;
    let polling = job.connection.info.polling;
    let growing = ExponentialBuilder::default()
        .with_min_delay(polling.active)
        .with_max_delay(LONGEST_PAUSE.max(polling.active))
        .with_jitter()
        .without_max_times();
    let mut pauses = growing.build();
    let mut known: HashMap<AccountId, Account> = HashMap::new();
    loop {
        let pause = match reads.read(&Read::Accounts).await {
            Ok(answer) => {
                let Data::Accounts(accounts) = answer.data else { return job.confused() };
                pauses = growing.build();
                let whole = accounts.bad.is_empty();
                let accounts = job.rows(accounts.rows, &accounts.bad);
                for row in changed(&mut known, &accounts, whole, job.reveal) {
                    let written = write_line(job.console.out(), &row);
                    job.written(written)?;
                }
                let running = accounts.iter().any(|account| account.enabled && account.task.is_some());
                if running { polling.active } else { polling.idle }
            }
            Err(fault @ (Fault::Unauthorized(_) | Fault::NotFound(_) | Fault::Unusable(_) | Fault::Unsupported)) => {
                return job.fault(&fault);
            }
            Err(fault) => {
                let pause = pauses.next().unwrap_or(LONGEST_PAUSE).max(fault.retry_after().unwrap_or_default());
                let words = job.fault_words(&fault);
                job.console.say(&format!("{words} Asking again in {} s.", pause.as_secs()));
                pause
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// The rows that are not as they were in `known`, which is brought up to date. One that went is told only by a
/// `whole` list: from another one it may be missing because it could not be read.
fn changed(known: &mut HashMap<AccountId, Account>, accounts: &[Account], whole: bool, reveal: Reveal) -> Vec<Row> {
    let mut lines = Vec::new();
    for account in accounts {
        if known.get(&account.id) != Some(account) {
            lines.push(rows::account(account, reveal));
            known.insert(account.id.clone(), account.clone());
        }
    }
    if whole {
        let listed: HashSet<&AccountId> = accounts.iter().map(|account| &account.id).collect();
        let mut gone: Vec<AccountId> = known.keys().filter(|id| !listed.contains(id)).cloned().collect();
        gone.sort();
        for id in gone {
            known.remove(&id);
            lines.push(Row::default().with("id", id.as_str()).with("removed", Field::Flag(true)));
        }
    }
    lines
}
