//! The provider lists no payees, so whoever is registered or looked up here is remembered, for the dashboard too.

use crate::cli::job::Job;
use crate::domain::{Change, Outcome, PayeeNews};

/// Remembers what was learned of a payee; that it cannot be is said and changes nothing else.
pub async fn remember(job: &mut Job<'_>, news: &PayeeNews) {
    let (store, connection) = (job.acting.journal.store().clone(), job.connection.info.id.clone());
    let kept = store.remember_payee(&connection, news, job.acting.now()).await;
    store.close().await;
    if let Err(fault) = kept {
        job.console.say(&format!("payee {} is not remembered here: {fault}. {}", news.no(), fault.advice()));
    }
}

/// Remembers what a change that is done made of a payee.
pub async fn remember_done(job: &mut Job<'_>, change: &Change, outcome: Option<&Outcome>) {
    if let Some(Outcome::Done(receipt)) = outcome
        && let Some(news) = PayeeNews::of_change(change, receipt)
    {
        remember(job, &news).await;
    }
}
