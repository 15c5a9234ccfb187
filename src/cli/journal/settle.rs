//! `journal settle`: an operator looked up elsewhere what became of an unconfirmed intent, and writes it down.

use clap::Args;

use super::desk::{Desk, title};
use super::rows;
use crate::cli::console::is_yes;
use crate::cli::exit::Exit;
use crate::domain::{How, Intent, IntentState, Settlement, Text, mask_digits};

/// `journal settle`.
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["happened", "did_not"])))]
pub struct Settle {
    /// The change's id: its last six digits, as lists show them, or more of it
    id: String,
    /// It happened: the provider's or the bank's reference of it
    #[arg(long, value_name = "REFERENCE", value_parser = words)]
    happened: Option<Text>,
    /// It did not happen, and never will
    #[arg(long, requires = "reason")]
    did_not: bool,
    /// How you know: where you looked and what you found
    #[arg(long, value_name = "WORDS", value_parser = words)]
    reason: Option<Text>,
    /// Do not ask before it is written down; needed where no terminal is there to ask
    #[arg(long, short)]
    yes: bool,
}

/// Words with something in them.
fn words(typed: &str) -> Result<Text, &'static str> {
    let text = Text::new(typed.trim());
    if text.is_empty() { Err("it is empty") } else { Ok(text) }
}

impl Settle {
    pub(super) async fn run(self, desk: &mut Desk<'_>) -> Result<Exit, Exit> {
        if desk.catch_up().await?.is_some() {
            // What cannot be written cannot be settled; why has been said.
            return Err(Exit::Unreachable);
        }
        let intent = desk.intent(&self.id).await?;
        if !intent.is_unconfirmed() {
            return desk.end(Exit::Refused, &not_unconfirmed(&intent));
        }
        self.confirm(desk, &intent)?;
        let settlement = self.settlement(desk);
        let settled = desk.journal.settle(intent.id, settlement.clone()).await;
        if !desk.used(settled)? {
            // Somebody else was faster: what they wrote stays.
            let intent = desk.intent(&intent.id.to_string()).await?;
            return desk.end(Exit::Refused, &not_unconfirmed(&intent));
        }
        let told = IntentState::Settled(settlement).told();
        desk.console.say(&format!("{} {}: {told}", intent.id.short(), title(&intent)));
        Ok(Exit::Done)
    }

    /// Asks in full words, unless the operator is sure already.
    fn confirm(&self, desk: &mut Desk<'_>, intent: &Intent) -> Result<(), Exit> {
        if self.yes {
            return Ok(());
        }
        if !desk.console.is_interactive() {
            return desk.usage("what is settled stays so: add --yes where no terminal is there to ask");
        }
        let why = rows::told(intent).map(|told| rows::clean(&told.plain)).unwrap_or_default();
        let after = if self.did_not {
            "It counts as spent no longer, and trying again will be called safe."
        } else {
            "It counts as spent, and trying again would be a second time."
        };
        let what = match &self.happened {
            Some(reference) => format!("it HAPPENED, with the reference {reference}"),
            None => "it did NOT happen and never will".to_owned(),
        };
        let question = format!(
            "{} ({}), intent {}, decided on {} by {}:\n{}\nIt is unconfirmed: {why}\n\
             Write down for good, as {}, that {what}?\n{after} [y/N]",
            intent.connection,
            intent.environment,
            intent.id.short(),
            desk.time(intent.planned()),
            intent.operator,
            title(intent),
            desk.operator,
        );
        match desk.console.ask(&question) {
            Ok(answer) if is_yes(&answer) => Ok(()),
            _ => desk.usage("not confirmed; nothing was written down"),
        }
    }

    fn settlement(&self, desk: &Desk<'_>) -> Settlement {
        let evidence = match &self.reason {
            // A reason is a sentence, in which a phone may be; the reference is told by itself, and whole.
            Some(reason) => mask_digits(reason.as_str()),
            None => "looked up by its reference".to_owned(),
        };
        Settlement {
            happened: Some(self.happened.is_some()),
            how: How::Operator,
            by: desk.operator.clone(),
            evidence,
            reference: self.happened.clone(),
        }
    }
}

/// Why an intent cannot be settled.
fn not_unconfirmed(intent: &Intent) -> String {
    let why = match intent.state() {
        IntentState::Planned | IntentState::Sent => {
            "is on its way: the paytop that sent it is still running and waits for its answer".to_owned()
        }
        state => format!("is {} already: {}", state.word(), rows::clean(&state.told())),
    };
    format!("{} {} {why}. Nothing was written down.", intent.id.short(), title(intent))
}
