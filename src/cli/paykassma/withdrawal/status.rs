//! `paykassma withdrawal status`: what became of withdrawals, and what that settles (Paykassma API, "Order statuses").

use std::collections::HashMap;
use std::sync::Arc;

use clap::Args;

use super::super::{ids, rows};
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::cli::output::{Field, Format, Records, Row};
use crate::cli::reveal::Reveal;
use crate::domain::{
    ChangeKind, Data, Found, Intent, IntentState, JournalFault, OrderQuery, OrderStatus, Read, Text,
    WithdrawalPostback, WithdrawalStatus, check_withdrawal_id,
};
use crate::state::{Ending, Intents, Seen, end_by};
use crate::store::News;

/// What a person reads of each.
const LINE: &[&str] = &["withdrawal_id", "status", "final", "amount", "currency_code", "payee", "told"];

/// What a program reads of each.
const JSON: &[&str] = &["withdrawal_id", "final", "message", "postback"];

/// `paykassma withdrawal status`.
#[derive(Debug, Args)]
pub struct Status {
    /// Their ids; without any, one a line of standard input
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// Those that the journal has of this connection and whose end is not known
    #[arg(long, conflicts_with = "ids")]
    pending: bool,
}

impl Status {
    pub(super) async fn run(self, job: &mut Job<'_>) -> Result<Exit, Exit> {
        let open = open(job).await;
        let ids = if self.pending {
            match &open {
                Ok(open) => open.iter().map(|intent| Text::from(intent.id.to_string())).collect(),
                Err(fault) => return job.end(Exit::Unreachable, &format!("{fault}. {}", fault.advice())),
            }
        } else {
            let check = |id: &str| check_withdrawal_id(id).map_err(|errors| errors.to_string());
            ids::ids(job, self.ids, check)?
        };
        if ids.is_empty() {
            job.console
                .say(&format!("{}: the journal has no withdrawal whose end is not known", job.connection.info.id));
        }
        let found = ask(job, &ids).await?;
        let rows: Vec<Row> = found.iter().map(|status| row(status, job.format(), job.reveal)).collect();
        let mut exit =
            job.print(&Records::Many { names: if job.format() == Format::Json { JSON } else { LINE }, rows })?;
        let is_final = |status: &&Asked| status.settled().is_some();
        let (finals, all) = (found.iter().filter(is_final).count(), found.len());
        if finals < all && job.format() == Format::Table {
            job.console.say(&format!(
                "{finals} of {all} final. The others may still come to either end: ask for them again, and send none of \
                 them once more."
            ));
        }
        if found.iter().any(|status| status.found.is_none()) {
            job.console.say(&format!("{}: the answer does not tell of every id", job.connection.info.id));
            exit = Exit::Unreachable;
        }
        exit = exit.max(match open {
            Ok(open) => learn(job, &open, &found).await,
            Err(fault) => {
                job.console.say(&format!("{fault}. {} What became of them could not be written down.", fault.advice()));
                Exit::Unreachable
            }
        });
        crate::cli::journal_place::close(&**job.acting.journal.store()).await;
        Ok(exit)
    }
}

/// A withdrawal that was asked for, and what the answer says of it; `None` where it says nothing.
struct Asked {
    id: Text,
    found: Option<Found>,
}

impl Asked {
    fn postback(&self) -> Option<&WithdrawalPostback> {
        match &self.found {
            Some(Found::Postback(postback)) => postback.withdrawal(),
            _ => None,
        }
    }

    /// The row of the answer.
    fn status(&self) -> Option<OrderStatus> {
        Some(OrderStatus { id: self.id.clone(), found: self.found.clone()? })
    }

    /// The postback, where its status is final.
    fn settled(&self) -> Option<&WithdrawalPostback> {
        self.postback().filter(|told| told.id == self.id && told.status.is_final())
    }

    fn told(&self) -> String {
        match (&self.found, self.postback().map(|told| &told.status)) {
            (_, Some(WithdrawalStatus::Processed)) => "paid out".to_owned(),
            (_, Some(WithdrawalStatus::Rejected)) => "not paid out".to_owned(),
            (_, Some(status)) => status.to_string(),
            (Some(_), None) => "pending: no postback yet".to_owned(),
            (None, None) => "not told of".to_owned(),
        }
    }
}

/// Asks for all of them; each is in the result, in its place.
async fn ask(job: &mut Job<'_>, ids: &[Text]) -> Result<Vec<Asked>, Exit> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let read = Read::Orders(OrderQuery::Withdrawals(ids.to_vec()));
    let Data::Orders(orders) = job.read(&read).await? else { return job.confused() };
    let orders = job.rows(orders.rows, &orders.bad);
    let mut found: HashMap<Text, Found> = orders.into_iter().map(|OrderStatus { id, found }| (id, found)).collect();
    Ok(ids.iter().map(|id| Asked { id: id.clone(), found: found.remove(id) }).collect())
}

fn row(asked: &Asked, format: Format, reveal: Reveal) -> Row {
    let (postback, is_final) = (asked.postback(), asked.settled().is_some());
    let message = match &asked.found {
        Some(Found::Nothing(words)) => Some(reveal.words(words)),
        _ => None,
    };
    match format {
        Format::Table => Row::default()
            .with("withdrawal_id", &asked.id)
            .with("status", postback.map_or(Field::Null, |told| rows::status(&told.status)))
            .with("final", is_final)
            .with("amount", postback.map(|told| &told.amount))
            .with("currency_code", postback.map(|told| told.amount.currency.code().to_owned()))
            .with("payee", postback.map(|told| rows::payee(told, reveal)))
            .with("told", Field::Text(asked.told())),
        Format::Json => {
            Row::default().with("withdrawal_id", &asked.id).with("final", is_final).with("message", message).with(
                "postback",
                Field::Object {
                    names: rows::WITHDRAWAL,
                    row: postback.map(|told| rows::withdrawal(Some(told), reveal)),
                },
            )
        }
        Format::Csv => {
            let row = Row::default().with("withdrawal_id", &asked.id).with("final", is_final).with("message", message);
            rows::behind(row, rows::withdrawal(postback, reveal))
        }
    }
}

/// The withdrawals that the journal has of this connection and whose end is not known; where there is no journal, none,
/// and none is made.
async fn open(job: &mut Job<'_>) -> Result<Vec<Intent>, JournalFault> {
    let store = Arc::clone(job.acting.journal.store());
    if store.anchor().await?.is_none() {
        return Ok(Vec::new());
    }
    // What a run that has ended had sent is unconfirmed.
    store.recover(job.acting.now()).await?;
    let News { intents, unreadable, .. } = store.news(0, Intents::MAX).await?;
    if let Some(fault) = unreadable {
        job.console.say(&format!("{fault}. {} What of it can be read is gone by.", fault.advice()));
    }
    let mine = |intent: &Intent| {
        intent.kind == ChangeKind::CreateWithdrawal
            && intent.connection == job.connection.info.id
            && intent.awaits_end()
    };
    Ok(intents.into_iter().filter(mine).collect())
}

/// Writes down the ends that the answer tells, and says so. Anything but an end settles nothing.
async fn learn(job: &mut Job<'_>, open: &[Intent], found: &[Asked]) -> Exit {
    let mut exit = Exit::Done;
    for intent in open {
        let id = intent.id.to_string();
        let Some(row) = found.iter().find(|asked| asked.id.as_str() == id).and_then(Asked::status) else { continue };
        let (short, what) = (intent.id.short(), &intent.words);
        let ending = match end_by(&row, intent) {
            Ok(ending) => ending,
            Err(Seen::Other(words)) => {
                job.console.say(&format!(
                    "{short}, {what}: {words}. Nothing is written down: look at both before you go on (paytop journal \
                     show {short})."
                ));
                exit = exit.max(Exit::Refused);
                continue;
            }
            Err(Seen::Pending(_) | Seen::Nothing(_)) => continue,
        };
        let journal = &job.acting.journal;
        let (told, written) = match ending {
            Ending::Settles(settlement) => (
                format!("was unconfirmed. It is {}", IntentState::Settled(settlement.clone()).told()),
                journal.settle(intent.id, settlement).await,
            ),
            Ending::Reports(report) => {
                (format!("has come to its end: {}", report.told()), journal.report(intent.id, report).await)
            }
        };
        let words = match written {
            Ok(true) => format!("{short}, {what}, {told}"),
            // Somebody else was faster: what they wrote stays.
            Ok(false) => format!("{short}, {what}: its end is in the journal already"),
            Err(fault) => {
                exit = exit.max(Exit::Unreachable);
                format!("{short}, {what}: its end could not be written down: {fault}. {}", fault.advice())
            }
        };
        job.console.say(&words);
    }
    exit
}
