//! `journal show`: everything about one intent.

use std::fmt::Write as _;

use clap::Args;

use super::desk::Desk;
use super::{Page, rows};
use crate::cli::exit::Exit;
use crate::cli::output::{Format, Records};
use crate::domain::{Event, Intent, IntentState, Report, Settlement, Text, Told};

/// `journal show`.
#[derive(Debug, Args)]
pub struct Show {
    /// The change's id: its last six digits, as lists show them, or more of it
    id: String,
    /// The form of the result
    #[arg(short, long, value_enum, default_value_t, value_name = "FORMAT")]
    output: Page,
}

impl Show {
    pub(super) async fn run(self, desk: &mut Desk<'_>) -> Result<Exit, Exit> {
        desk.catch_up().await?;
        let intent = desk.intent(&self.id).await?;
        match self.output {
            Page::Json => desk.records(Format::Json, &Records::One(rows::whole(&intent))),
            Page::Table => {
                let page = page(&intent, |event| desk.time(event.at));
                desk.print(page.as_bytes())
            }
        }
    }
}

/// Everything about an intent, as a page.
fn page(intent: &Intent, time: impl Fn(&Event) -> String) -> String {
    let clean = rows::clean;
    let mut page = String::new();
    let mut fact = |name: &str, value: &str| {
        let _ = writeln!(page, "{name:<13}{value}");
    };
    let word = intent.state().word();
    fact("intent", &intent.id.to_string());
    fact("what", &clean(&intent.words));
    fact("connection", &format!("{} ({})", clean(intent.connection.as_str()), intent.environment));
    if let Some(id) = &intent.account {
        let title = rows::account(intent).filter(|title| title != id.as_str());
        fact("account", &title.map_or_else(|| id.to_string(), |title| format!("{id} ({title})")));
    }
    if let Some(amount) = &intent.amount {
        fact("amount", &amount.to_string());
    }
    fact("operator", intent.operator.as_str());
    fact("state", &if intent.is_unconfirmed() { word.to_uppercase() } else { word.to_owned() });
    fact("again", intent.state().again().words());

    page.push_str("\nWhat became of it\n");
    for event in &intent.timeline {
        let _ = writeln!(page, "  {}  {}", time(event), event.state.word());
        for line in details(&event.state) {
            let _ = writeln!(page, "      {line}");
        }
    }
    page.push_str("\nWhat was asked of the provider\n");
    let widest = intent.request.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    for (name, value) in &intent.request {
        let _ = writeln!(page, "  {:<widest$}  {}", clean(name), clean(value));
    }
    if !intent.shown.is_empty() {
        page.push_str("\nWhat was shown before the yes\n");
        for shown in &intent.shown {
            let _ = writeln!(page, "  {}", clean(shown));
        }
    }
    if intent.is_unconfirmed() {
        let short = intent.id.short();
        let _ = write!(
            page,
            "\nLook it up at the provider or the bank, then write down what you found:\n  \
             paytop journal settle {short} --happened REFERENCE\n  \
             paytop journal settle {short} --did-not --reason \"where you looked\"\n"
        );
    }
    page
}

/// What came with a state: plain words, and the provider's own beside them.
fn details(state: &IntentState) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = |name: &str, value: Option<&Text>| {
        if let Some(value) = value {
            lines.push(format!("{name} {value}"));
        }
    };
    match state {
        IntentState::Planned | IntentState::Sent => {}
        IntentState::Done { reference } => line("the provider's id:", reference.as_ref()),
        IntentState::Rejected(Told { code, text, plain }) | IntentState::Unconfirmed(Told { code, text, plain }) => {
            line("the provider's code: ", code.as_ref());
            line("the provider's words:", text.as_ref());
            lines.insert(0, rows::clean(plain));
        }
        IntentState::Settled(Settlement { happened, how, by, evidence, reference }) => {
            line("reference:", reference.as_ref());
            let what = match happened {
                Some(true) => "it happened",
                Some(false) => "it did not happen",
                None => "whether it happened no longer matters",
            };
            lines.insert(0, format!("{what}: {}", rows::clean(evidence)));
            lines.push(format!("settled by {by} ({how})"));
        }
        IntentState::Reported(Report { status, words, .. }) => {
            line("the provider's status:", Some(status));
            line("the provider's words: ", words.as_ref());
        }
    }
    lines
}
