//! One thing that was looked at: how it is, what was found, and what to do.

use std::io::{self, Write};

use crate::cli::exit::Exit;
use crate::cli::output::{Field, Row};
use crate::domain::Text;

/// The names of a finding's fields.
pub const NAMES: &[&str] = &["check", "state", "found", "advice"];

/// How it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display)]
#[strum(serialize_all = "kebab-case")]
pub enum State {
    /// It works.
    Works,
    /// It may be in the way, or nobody can tell from here.
    Look,
    /// It does not work.
    Broken,
}

/// What was found of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub check: String,
    /// How it is.
    pub state: State,
    /// What was found.
    pub found: String,
    /// What to do; empty where there is nothing to be done.
    pub advice: String,
    /// How the run ends because of it.
    pub exit: Exit,
}

impl Finding {
    /// It works.
    pub fn works(check: &str, found: String) -> Self {
        Self { check: check.into(), state: State::Works, found, advice: String::new(), exit: Exit::Done }
    }

    /// It is to be looked at, which fails no run.
    pub fn look(check: &str, found: String, advice: &str) -> Self {
        Self { state: State::Look, advice: advice.into(), ..Self::works(check, found) }
    }

    /// It does not work, and the run ends so.
    pub fn broken(check: &str, found: String, advice: &str, exit: Exit) -> Self {
        Self { state: State::Broken, advice: advice.into(), exit, ..Self::works(check, found) }
    }

    /// As a row for programs.
    pub fn row(&self) -> Row {
        Row::default()
            .with("check", self.check.as_str())
            .with("state", Field::Text(self.state.to_string()))
            .with("found", self.found.as_str())
            .with("advice", Field::from((!self.advice.is_empty()).then(|| self.advice.clone())))
    }
}

/// Writes findings for people: a line each, and below it what to do.
pub fn write(out: &mut dyn Write, findings: &[Finding]) -> io::Result<()> {
    let widest = findings.iter().map(|finding| finding.check.chars().count()).max().unwrap_or(0);
    for Finding { check, state, found, advice, .. } in findings {
        // What is named in it may come from anywhere.
        let (check, found) = (Text::new(check), Text::new(found));
        let gap = " ".repeat(widest.saturating_sub(check.as_str().chars().count()));
        writeln!(out, "{:<6}  {}{gap}  {}", state.to_string(), check.as_str(), found.as_str())?;
        if !advice.is_empty() {
            writeln!(out, "{}{}", " ".repeat(widest + 10), Text::new(advice).as_str())?;
        }
    }
    out.flush()
}
