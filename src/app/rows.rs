//! What is written once for the rows of every pane: what is copied of one, what can be done with it, and where all that
//! are shown are written to.

use secrecy::SecretString;

use crate::message::{Command, CopyChoice, Level, Open, PaneId, Step, object};
use crate::panes::Scope;

use super::App;

/// What is said where a row is asked of nobody.
const NO_QUESTION: &str = "No provider is asked about this: there is no question to copy";

impl App {
    /// What a command about the rows of the pane in view leads to; `None` where it is for the pane itself.
    pub(super) fn run_on_rows(&self, command: Command) -> Option<Step> {
        let pane = &self.panes[self.shown];
        Some(match command {
            Command::Columns => {
                let (columns, layout) = (pane.columns(self.seen()), pane.layout());
                Step::Open(Open::Columns { pane: pane.id(), columns, layout })
            }
            Command::Filters => Step::Open(Open::Filters {
                pane: pane.id(),
                current: pane.filter().unwrap_or_default().to_owned(),
                saved: self.preferences.pane(pane.id()).filters,
            }),
            Command::Copy => self.copy(),
            Command::CopyCurl => match pane.questions(self.seen()).into_iter().next() {
                Some(question) => Step::CopyQuestion(question),
                None => Step::Tell(Level::Info, NO_QUESTION.into()),
            },
            Command::Actions => match pane.actions(self.seen()) {
                Some(mut row) => {
                    if Command::CopyCurl.contexts().contains(&pane.context()) {
                        let none = pane.questions(self.seen()).is_empty();
                        row.actions.push((Command::CopyCurl, none.then(|| NO_QUESTION.to_owned())));
                    }
                    Step::Open(Open::Actions(row))
                }
                None => Step::Tell(Level::Info, "There is no row here to do anything with".into()),
            },
            // What came of a look-up is more than its row.
            Command::Export if pane.id() != PaneId::Postbacks => {
                let records = pane.records(Scope::Shown, self.seen());
                if records.is_empty() {
                    Step::Tell(Level::Info, "There is nothing to write".into())
                } else {
                    Step::Open(Open::Export { pane: pane.id(), records })
                }
            }
            _ => return None,
        })
    }

    /// What can be copied of the selected row: what it is known by first, so that the key twice copies that.
    fn copy(&self) -> Step {
        let pane = &self.panes[self.shown];
        let (what, text) = match pane.copy(self.seen()) {
            Step::Copy { what, text } => (what, text),
            other => return other,
        };
        let mut choices = vec![CopyChoice { command: None, what, text, question: None }];
        if let Some(record) = pane.records(Scope::Selected, self.seen()).first() {
            let column = pane.column();
            if let Some((_, cell)) = record.iter().find(|(name, _)| *name == column) {
                let text = SecretString::from(cell.to_string());
                choices.push(CopyChoice { command: Some(Command::CopyCell), what: "cell", text, question: None });
            }
            let row = object(record.iter().map(|(name, cell)| (*name, cell)));
            let command = Some(Command::CopyRow);
            choices.push(CopyChoice { command, what: "row as JSON", text: row.into(), question: None });
        }
        // The first one has the key, the others are walked to.
        let mut command = Some(Command::CopyCurl);
        choices.extend(pane.questions(self.seen()).into_iter().map(|question| CopyChoice {
            command: command.take(),
            what: "question as curl",
            text: question.what.into(),
            question: Some(question),
        }));
        Step::Open(Open::Copying(choices))
    }
}
