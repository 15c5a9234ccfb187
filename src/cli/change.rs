//! Sending a change: shown or confirmed first, written to the journal, sent once, and its outcome told.

use std::time::Duration;

use clap::Args;

use super::console::is_yes;
use super::exit::Exit;
use super::job::Job;
use super::journal_place;
use super::output::{self, Format, Records};
use super::telling::{Sent, row, words};
use crate::domain::{AccountId, Change, ChangeKind, Event, Fault, Intent, IntentId, IntentState, Money, Outcome};
use crate::runtime::{Left, Unwritten};

/// How sure the operator is.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct Sure {
    /// Do not ask before it is sent; needed where no terminal is there to ask
    #[arg(long, short)]
    pub yes: bool,
    /// Print the request, secrets left out, and send nothing
    #[arg(long, conflicts_with = "yes")]
    pub dry_run: bool,
}

/// What the operator agreed to.
#[derive(Clone, Debug, Default)]
pub struct Assent {
    /// Whether nothing is to be sent after all.
    dry_run: bool,
    /// What they were shown, or said yes to beforehand: for the journal.
    shown: Vec<String>,
    /// Unconfirmed intents like it that they want it despite.
    despite: Vec<IntentId>,
}

/// How long is tried to write down what could not be written when it happened.
const PATIENCE: Duration = Duration::from_secs(5);

/// Ends where nothing could be sent whatever is typed: at a connection that may only read, or where nobody is there to
/// be asked and nothing was said beforehand.
pub fn may_send(job: &mut Job<'_>, sure: Sure) -> Result<(), Exit> {
    if sure.dry_run {
        return Ok(());
    }
    if job.connection.info.read_only {
        return job.fault(&Fault::ReadOnly);
    }
    if !sure.yes && !job.console.is_interactive() {
        return job.end(Exit::Usage, "this changes something: add --yes where no terminal is there to ask");
    }
    Ok(())
}

/// Asks, unless the operator is sure already; ends where the answer is no. Connections that may only read end here.
pub fn confirm(job: &mut Job<'_>, sure: Sure, words: &str) -> Result<Assent, Exit> {
    may_send(job, sure)?;
    if sure.dry_run {
        return Ok(Assent { dry_run: true, ..Assent::default() });
    }
    let info = &job.connection.info;
    let environment = if info.is_production() { "PRODUCTION" } else { "sandbox" };
    let asked = format!("{} ({environment}, {}): {words}?", info.id, info.host);
    let assent = |shown| Ok(Assent { shown: vec![shown], ..Assent::default() });
    if sure.yes {
        return assent(format!("{asked} Answered beforehand, by --yes."));
    }
    match job.console.ask(&format!("{asked} [y/N]")) {
        Ok(answer) if is_yes(&answer) => assent(asked),
        _ => job.end(Exit::Usage, "not confirmed; nothing was sent"),
    }
}

/// What an amount needs beyond a yes: to be typed once more, and the names of the unconfirmed intents like it.
#[derive(Clone, Debug, Default, Args)]
pub struct SureOfAmount {
    /// The amount once more; needed with --yes from the connection's `type_from` on
    #[arg(long, value_name = "AMOUNT")]
    amount_again: Option<String>,
    /// An order like this one that is unconfirmed, by its id: send this one despite it
    #[arg(long, value_name = "ID")]
    despite: Vec<String>,
}

/// Asks what an amount needs beyond a yes, on top of `assent`.
pub async fn confirm_amount(
    job: &mut Job<'_>,
    sure: Sure,
    of_amount: &SureOfAmount,
    (account, amount): (&AccountId, &Money),
    mut assent: Assent,
) -> Result<Assent, Exit> {
    if assent.dry_run {
        return Ok(assent);
    }
    let limits = &job.connection.info.limits;
    if limits.wants_typing(amount) {
        let again = match &of_amount.amount_again {
            Some(again) => again.clone(),
            None if sure.yes => {
                let words = format!("{amount} is a large amount here: add it once more with --amount-again");
                return job.end(Exit::Usage, &words);
            }
            None => job.console.ask("Type the amount once more:").unwrap_or_default(),
        };
        if Money::parse(&again, amount.currency.clone()).as_ref() != Ok(amount) {
            return job.end(Exit::Usage, "that is not the same amount; nothing was sent");
        }
        assent.shown.push(format!("Typed once more: {amount}"));
    }
    for twin in open_like(job, account, amount).await? {
        let short = twin.id.short();
        let words = format!(
            "{short}, {}, {} since {}, is like it and may have happened: this would be a second one",
            twin.words,
            twin.state().word(),
            twin.since().to_zoned_datetime(job.acting.zone.clone()).strftime("%Y-%m-%d %H:%M %Z")
        );
        let is_named = |named: &String| named.len() >= short.len() && twin.id.to_string().ends_with(named.as_str());
        if !of_amount.despite.iter().any(is_named) {
            if sure.yes || !job.console.is_interactive() {
                let words =
                    format!("{words}. Settle it first (paytop journal settle {short}), or add --despite {short}");
                return job.end(Exit::Usage, &words);
            }
            job.console.say(&words);
            let typed = job.console.ask(&format!("Type {short} to send it all the same:")).unwrap_or_default();
            if typed.trim() != short {
                return job.end(Exit::Usage, "not confirmed; nothing was sent");
            }
        }
        assent.shown.push(words);
        assent.despite.push(twin.id);
    }
    Ok(assent)
}

/// Ends where the amount of a change is more than may ever leave here, before anything is asked; the journal keeps that.
pub async fn refuse_too_much(job: &mut Job<'_>, change: &Change) -> Result<(), Exit> {
    let Some(Err(words)) = change.amount().map(|amount| job.connection.info.limits.check_alone(amount)) else {
        return Ok(());
    };
    let fault = Fault::Withheld(words.as_str().into());
    let intent = intent(job, change, Vec::new());
    if let Err(unwritten) = job.acting.journal.refuse(&intent, &job.connection.info.limits, &fault).await {
        job.console.say(&format!("{unwritten}. {}", unwritten.advice()));
    }
    journal_place::close(&**job.acting.journal.store()).await;
    job.fault(&fault)
}

/// The intents with this account and amount that may still turn out to have happened.
async fn open_like(job: &mut Job<'_>, account: &AccountId, amount: &Money) -> Result<Vec<Intent>, Exit> {
    let store = job.acting.journal.store();
    let now = job.acting.now();
    let found = match store.recover(now).await {
        Ok(_) => store.news(0, 0).await,
        Err(fault) => Err(fault),
    };
    let open = match found {
        Ok(news) => news.intents,
        Err(fault) => return job.fault(&Fault::Journal(fault)),
    };
    let alike = |intent: &Intent| {
        intent.is_open()
            && intent.connection == job.connection.info.id
            && intent.account.as_ref() == Some(account)
            && intent.amount.as_ref() == Some(amount)
    };
    Ok(open.into_iter().filter(alike).collect())
}

/// Sends the change that was confirmed, once, or prints what would be sent.
pub async fn send(job: &mut Job<'_>, assent: Assent, change: Change) -> Result<Exit, Exit> {
    send_and_hear(job, assent, &change).await.map(|(exit, _)| exit)
}

/// The same, for who has more to say of the outcome; there is none where nothing was to be sent.
pub async fn send_and_hear(
    job: &mut Job<'_>,
    assent: Assent,
    change: &Change,
) -> Result<(Exit, Option<Outcome>), Exit> {
    if assent.dry_run {
        return describe(job, change).map(|exit| (exit, None));
    }
    let Some(changes) = job.open()?.changes else { return job.fault(&Fault::ReadOnly) };
    let intent = intent(job, change, assent.shown);
    let leave = async || {
        // Whoever interrupts it now has sent it, and is told so.
        tokio::select! {
            outcome = changes.change(intent.id, change) => outcome,
            Ok(()) = tokio::signal::ctrl_c() => Outcome::Unconfirmed(Fault::ConnectionLost("interrupted here".into())),
        }
    };
    let (journal, limits) = (&job.acting.journal, &job.connection.info.limits);
    let Left { outcome, unwritten } = journal.send(&intent, limits, assent.despite, |_| {}, leave).await;
    let exit = tell(job, &intent, change, &outcome);
    let short = intent.id.short();
    match unwritten {
        None => {}
        Some(Unwritten::Contradicted) => job.console.say(&format!(
            "this outcome is not written down: the journal says something else of {short} already. Look at both before \
             you go on (paytop journal show {short})."
        )),
        Some(Unwritten::Yet(event, fault)) => {
            let journal = job.acting.journal.clone();
            if tokio::time::timeout(PATIENCE, journal.make_up_for(intent.id, event)).await.is_err() {
                job.console.say(&format!(
                    "this outcome could not be written down: {fault}. The journal will tell {short} as unconfirmed: \
                     settle it there (paytop journal settle {short}). {}",
                    fault.advice()
                ));
            }
        }
    }
    // What was written is brought into the one file before the process ends.
    journal_place::close(&**job.acting.journal.store()).await;
    Ok((exit, Some(outcome)))
}

/// The change as an intent of this operator.
fn intent(job: &Job<'_>, change: &Change, shown: Vec<String>) -> Intent {
    let info = &job.connection.info;
    Intent {
        id: job.acting.intent(),
        connection: info.id.clone(),
        environment: info.environment,
        kind: ChangeKind::from(change),
        account: change.subject(),
        title: job.title.clone().or_else(|| change.subject().map(|subject| subject.to_string())).unwrap_or_default(),
        amount: change.amount().cloned(),
        wanted: change.wanted(),
        words: change.words(),
        operator: job.acting.operator.clone(),
        shown,
        request: change.summary(),
        timeline: vec![Event { at: job.acting.now(), state: IntentState::Planned }],
    }
}

fn describe(job: &mut Job<'_>, change: &Change) -> Result<Exit, Exit> {
    let (path, body) = job.connect.describe(job.connection, change);
    let written = if job.output == Some(Format::Json) {
        let request = serde_json::json!({ "method": "POST", "path": path, "body": body });
        writeln!(job.console.out(), "{request:#}")
    } else {
        let base_url = &job.connection.base_url;
        writeln!(job.console.out(), "POST {base_url}{path}\n\n{body:#}")
    };
    job.console.say("dry run: nothing was sent");
    job.written(written)
}

/// Prints what became of the change, and says it in words.
fn tell(job: &mut Job<'_>, intent: &Intent, change: &Change, outcome: &Outcome) -> Exit {
    let exit = Exit::of_outcome(outcome);
    let sent = Sent { intent: intent.id, change, outcome };
    let row = row(sent, job.telling, job.reveal);
    // A person reads the words below; an account, a session or an id is worth its lines.
    if job.output.is_some() || row.0.len() > 1 && exit == Exit::Done {
        let printed = output::write(job.console.out(), job.output.unwrap_or_default(), &Records::One(row));
        // Whether it was done matters more than whether it could be printed.
        if let Err(error) = printed {
            job.console.say(&format!("cannot write the result: {error}"));
        }
    }
    let what = match change.account() {
        Some(account) => format!("{}/{account}: {}", job.connection.info.id, change.words()),
        None => format!("{}: {}", job.connection.info.id, change.words()),
    };
    job.console.say(&format!("{what}: {}", words(sent, job.telling)));
    exit
}
