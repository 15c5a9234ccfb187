//! Sending a change: shown or confirmed first, sent once, and its outcome told.

use clap::Args;
use jiff::Timestamp;

use super::job::Job;
use super::rows;
use crate::cli::console::is_yes;
use crate::cli::exit::Exit;
use crate::cli::output::{self, Field, Format, Records, Row};
use crate::domain::{Change, Fault, IntentId, Outcome, Receipt, Rejection, mask_digits};

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

/// Asks, unless the operator is sure already; ends where the answer is no. Connections that may only read end here.
pub fn confirm(job: &mut Job<'_>, sure: Sure, words: &str) -> Result<(), Exit> {
    if sure.dry_run {
        return Ok(());
    }
    let info = &job.connection.info;
    if info.read_only {
        return job.fault(&Fault::ReadOnly);
    }
    if sure.yes {
        return Ok(());
    }
    if !job.console.is_interactive() {
        return job.end(Exit::Usage, "this changes something: add --yes where no terminal is there to ask");
    }
    let environment = if info.is_production() { "PRODUCTION" } else { "sandbox" };
    let question = format!("{} ({environment}, {}): {words}? [y/N]", info.id, info.host);
    match job.console.ask(&question) {
        Ok(answer) if is_yes(&answer) => Ok(()),
        _ => job.end(Exit::Usage, "not confirmed; nothing was sent"),
    }
}

/// Sends the change that was confirmed, once, or prints what would be sent.
pub async fn send(job: &mut Job<'_>, sure: Sure, change: Change) -> Result<Exit, Exit> {
    if sure.dry_run {
        return describe(job, &change);
    }
    let Some(changes) = job.open()?.changes else { return job.fault(&Fault::ReadOnly) };
    // Whoever interrupts it now has sent it, and is told so.
    let outcome = tokio::select! {
        outcome = changes.change(new_intent(), &change) => outcome,
        Ok(()) = tokio::signal::ctrl_c() => Outcome::Unconfirmed(Fault::ConnectionLost("interrupted here".into())),
    };
    Ok(tell(job, &change, &outcome))
}

#[expect(clippy::disallowed_methods, reason = "the command line is where a run's time and chance come from")]
fn new_intent() -> IntentId {
    IntentId::new(Timestamp::now(), std::array::from_fn(|_| fastrand::u8(..)))
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
fn tell(job: &mut Job<'_>, change: &Change, outcome: &Outcome) -> Exit {
    let exit = Exit::of_outcome(outcome);
    let row = row(outcome, job.reveal);
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
    let words = match outcome {
        Outcome::Done(_) => format!("{what}: done"),
        Outcome::Rejected(rejection) => format!("{what}: {}{}", rejection.words(), hint(change, outcome)),
        Outcome::Unconfirmed(fault) => format!(
            "{what}: outcome unknown: {}. It may have been done and is not sent again: look at the account before you \
             try once more.",
            mask_digits(&fault.to_string())
        ),
    };
    job.console.say(&words);
    exit
}

/// The command that mends a refusal (withdraw-tool API, section 10).
fn hint(change: &Change, outcome: &Outcome) -> String {
    match (outcome.code(), change.account()) {
        (Some("8001"), Some(account)) => format!(". Authorise it first: paytop tool otp send {account}"),
        (Some("8002"), Some(account)) => format!(". Authorise it first: paytop tool sms send {account}"),
        _ => String::new(),
    }
}

/// The outcome as one object: `outcome`, then what came with it, by the document's names.
fn row(outcome: &Outcome, reveal: rows::Reveal) -> Row {
    let is = |word: &str| Row::default().with("outcome", word);
    match outcome {
        Outcome::Done(receipt) => receipt_row(receipt, is("done"), reveal),
        Outcome::Rejected(Rejection::Refused { code, text }) => {
            let text = if reveal.0 { text.as_str().to_owned() } else { mask_digits(text.as_str()) };
            is("rejected").with("errCode", code.as_str()).with("errMsg", Field::Text(text))
        }
        Outcome::Rejected(Rejection::Status(fault) | Rejection::NeverSent(fault)) => {
            is("rejected").with("fault", Field::Text(mask_digits(&fault.to_string())))
        }
        Outcome::Unconfirmed(fault) => is("unconfirmed").with("fault", Field::Text(mask_digits(&fault.to_string()))),
    }
}

fn receipt_row(receipt: &Receipt, row: Row, reveal: rows::Reveal) -> Row {
    match receipt {
        Receipt::Nothing | Receipt::Saved(None) | Receipt::Order { reference: None } => row,
        Receipt::OtpSent { session } => row.with("sessionId", session.as_str()),
        // The number an SMS has to be sent to is the provider's, not a holder's: masked, it would be of no use.
        Receipt::SmsStarted { session, target, text } => {
            row.with("sessionId", session.as_str()).with("targetPhone", target.full()).with("smsText", text.as_str())
        }
        Receipt::Saved(Some(account)) => {
            let mut saved = rows::account(account, reveal);
            saved.0.splice(0..0, row.0);
            saved
        }
        Receipt::Order { reference: Some(reference) } => row.with("id", reference.as_str()),
    }
}
