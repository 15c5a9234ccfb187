//! `journal list`: each intent with what it is now, newest first.

use clap::Args;
use jiff::Timestamp;

use super::desk::Desk;
use super::rows;
use super::when::Period;
use crate::cli::exit::Exit;
use crate::cli::output::{Format, Records};
use crate::domain::Intent;

/// `journal list`.
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    filter: Filter,
    /// How many, beside what is open
    #[arg(long, value_name = "N", default_value_t = 50)]
    most: usize,
    /// Every one
    #[arg(long, conflicts_with = "most")]
    all: bool,
    /// The form of the result
    #[arg(short, long, value_enum, default_value_t, value_name = "FORMAT")]
    output: Format,
}

/// Which intents are meant.
#[derive(Clone, Debug, Default, Args)]
pub struct Filter {
    /// Only what is so now; several with commas
    #[arg(long, value_name = "STATE", value_enum, value_delimiter = ',')]
    state: Vec<State>,
    /// Only what went to this connection
    #[arg(long, value_name = "NAME")]
    connection: Option<String>,
    /// Only what is about this account, by its id
    #[arg(long, value_name = "ID")]
    account: Option<String>,
    /// Only what this operator decided on
    #[arg(long, value_name = "NAME")]
    operator: Option<String>,
}

/// What an intent can be now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum State {
    /// Decided on, not sent yet
    Planned,
    /// On its way
    Sent,
    /// Done
    Done,
    /// Certainly not done
    Rejected,
    /// Not known
    Unconfirmed,
    /// It was not known, and then became known
    Settled,
    /// Taken on, and paid as the provider says
    Paid,
    /// Taken on, and not paid
    Failed,
    /// Paid, and come back
    Returned,
    /// Planned, sent or unconfirmed
    Open,
}

impl Filter {
    fn is_empty(&self) -> bool {
        self.state.is_empty() && self.connection.is_none() && self.account.is_none() && self.operator.is_none()
    }

    /// Whether an intent is meant.
    fn takes(&self, intent: &Intent) -> bool {
        let is = |wanted: &Option<String>, found: &str| wanted.as_ref().is_none_or(|wanted| wanted == found);
        let account = intent.account.as_ref().map_or("", |account| account.as_str());
        (self.state.is_empty() || self.state.iter().any(|state| state.takes(intent)))
            && is(&self.connection, intent.connection.as_str())
            && is(&self.account, account)
            && is(&self.operator, intent.operator.as_str())
    }
}

impl State {
    fn takes(self, intent: &Intent) -> bool {
        let word = match self {
            Self::Open => return intent.is_open(),
            Self::Planned => "planned",
            Self::Sent => "sent",
            Self::Done => "done",
            Self::Rejected => "rejected",
            Self::Unconfirmed => "unconfirmed",
            Self::Settled => "settled",
            Self::Paid => "paid",
            Self::Failed => "failed",
            Self::Returned => "returned",
        };
        intent.state().word() == word
    }
}

impl List {
    pub(super) async fn run(self, desk: &mut Desk<'_>) -> Result<Exit, Exit> {
        let ends = self.period.ends(desk.now, &desk.zone);
        let (since, until) = ends.or_else(|words| desk.usage(&words))?;
        desk.catch_up().await?;
        let most = if self.all { usize::MAX } else { self.most };
        let (listed, left_out) = self.find(desk, since, until, most).await?;
        let (names, rows) = match self.output {
            Format::Table => {
                (rows::LINE, listed.iter().map(|intent| rows::line(intent, desk.now, &desk.zone)).collect())
            }
            Format::Json | Format::Csv => (rows::INTENT, listed.iter().map(rows::intent).collect()),
        };
        let done = desk.records(self.output, &Records::Many { names, rows })?;
        if left_out {
            desk.console.say(&format!("the newest {most} and every open one; --all lists every one"));
        }
        Ok(done)
    }

    /// What is listed, newest first, and whether there is more.
    async fn find(
        &self,
        desk: &mut Desk<'_>,
        since: Option<Timestamp>,
        until: Option<Timestamp>,
        most: usize,
    ) -> Result<(Vec<Intent>, bool), Exit> {
        let everything = since.is_none() && until.is_none() && self.filter.is_empty();
        if everything && !self.all {
            // The newest and the open ones alone are read. Each step of an intent is an entry, so where there are more
            // entries than steps there are more intents.
            let news = desk.store.news(0, most).await;
            let mut news = desk.used(news)?;
            let steps: usize = news.intents.iter().map(|intent| intent.timeline.len()).sum();
            news.intents.reverse();
            return Ok((news.intents, u64::try_from(steps).is_ok_and(|steps| steps < news.head)));
        }
        let found = desk.store.intents(since, until).await;
        let mut found = desk.used(found)?;
        found.retain(|intent| self.filter.takes(intent));
        found.reverse();
        let before = found.len();
        let mut at = 0;
        found.retain(|intent| {
            at += 1;
            at <= most || intent.is_open()
        });
        let left_out = found.len() < before;
        Ok((found, left_out))
    }
}
