//! The detail of an intent in words: what became of it and whether again is safe, whose it is, its steps with their
//! times, what was asked of the provider, and what the operator was shown.

use crate::domain::{Environment, Event, Intent, IntentState, Told};
use crate::state::{State, way_to_settle};
use crate::ui::{Align, Area, Canvas, Tone, format, text};

use super::search;

/// From this width on what became of it and how it went stand side by side.
const WIDE: u16 = 100;

/// The room of the labels.
const LABELS: u16 = 12;

/// How a line is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Plain,
    Strong,
    Muted,
    Tone(Tone),
}

/// A label, where it begins something, and words beside it.
struct Fact {
    label: &'static str,
    words: String,
    ink: Ink,
}

/// One line of the detail, as wide as there is room.
pub struct Line {
    label: &'static str,
    words: String,
    ink: Ink,
}

/// The detail in one or two columns of lines.
pub struct Detail {
    left: Vec<Line>,
    right: Vec<Line>,
}

fn fact(label: &'static str, words: impl Into<String>, ink: Ink) -> Fact {
    Fact { label, words: words.into(), ink }
}

/// What became of it, and what to do.
fn fate(intent: &Intent, state: &State) -> Vec<Fact> {
    let now = intent.state();
    let tone = Ink::Tone(Tone::from(now));
    let since = format::moment(intent.since(), state.now, &state.zone);
    let mut facts = vec![fact("state", format!("{} since {since}", now.word()), tone)];
    if now.told() != now.word() {
        facts.push(fact("", told_here(intent, state), tone));
    }
    facts.push(fact("again", now.again().words(), Ink::Strong));
    if intent.is_unconfirmed() {
        facts.push(fact("to settle", way_to_settle(intent.kind), Ink::Strong));
    }
    for told in intent.timeline.iter().filter_map(search::told) {
        facts.extend(own_words(told));
    }
    facts
}

/// What became of it, in words; what another paytop awaits is told as such.
pub fn told_here(intent: &Intent, state: &State) -> String {
    if intent.is_in_flight() && !state.intents.is_awaited(intent.id) {
        return "sent by another paytop on this machine, which waits for the answer".to_owned();
    }
    intent.state().told()
}

/// The provider's own code and words, as they came.
fn own_words(told: &Told) -> Vec<Fact> {
    let code = told.code.as_ref().map(|code| fact("their code", code.as_str(), Ink::Plain));
    let text = told.text.as_ref().map(|text| fact("their words", text.as_str(), Ink::Plain));
    code.into_iter().chain(text).collect()
}

/// What it is, and whose.
fn what(intent: &Intent, state: &State) -> Vec<Fact> {
    let mut facts = vec![fact("what", intent.words.as_str(), Ink::Strong)];
    let whose = whose(intent, state);
    if !whose.is_empty() {
        facts.push(fact("account", whose, Ink::Plain));
    }
    let (environment, ink) = match intent.environment {
        Environment::Sandbox => ("sandbox", Ink::Plain),
        Environment::Production => ("PRODUCTION", Ink::Tone(Tone::Bad)),
    };
    facts.extend([
        fact("connection", format!("{} ({environment})", intent.connection), ink),
        fact("operator", intent.operator.as_str(), Ink::Plain),
        fact("id", intent.id.to_string(), Ink::Plain),
    ]);
    facts
}

/// The account as it was when the change was decided on.
pub fn whose(intent: &Intent, state: &State) -> String {
    if intent.title.is_empty() {
        return intent.key().map_or_else(String::new, |key| state.title(&key));
    }
    intent.title.clone()
}

/// Its steps, what was asked and what was shown.
fn course(intent: &Intent, state: &State) -> Vec<Fact> {
    let label = |name, at| if at == 0 { name } else { "" };
    let mut facts = Vec::new();
    for (at, event) in intent.timeline.iter().enumerate() {
        facts.push(fact(label("steps", at), step(event, intent, state), Ink::Plain));
    }
    for (at, (name, value)) in intent.request.iter().enumerate() {
        facts.push(fact(label("request", at), format!("{name}: {value}"), Ink::Plain));
    }
    for (at, paragraph) in intent.shown.iter().enumerate() {
        facts.push(fact(label("was shown", at), paragraph.as_str(), Ink::Muted));
    }
    if intent.shown.is_empty() {
        facts.push(fact("was shown", "nothing was asked before it", Ink::Muted));
    }
    facts
}

/// A step with its time: by whom or how, where that is known.
fn step(event: &Event, intent: &Intent, state: &State) -> String {
    let day = |at: jiff::Timestamp| at.to_zoned(state.zone.clone()).date();
    let when = if day(event.at) == day(state.now) {
        format::clock(event.at, &state.zone)
    } else {
        format::date_time(event.at, &state.zone)
    };
    match &event.state {
        IntentState::Planned => format!("{when}  planned by {}", intent.operator),
        IntentState::Sent => format!("{when}  sent"),
        IntentState::Done { .. } | IntentState::Settled(_) => format!("{when}  {}", event.state.told()),
        IntentState::Rejected(told) | IntentState::Unconfirmed(told) => {
            format!("{when}  {}: {}", event.state.word(), told.plain)
        }
    }
}

/// Facts as lines of this width: what does not fit goes on below, and what begins something after a gap where there is
/// one.
fn lines(blocks: &[Vec<Fact>], width: u16) -> Vec<Line> {
    let room = usize::from(width.saturating_sub(LABELS));
    let mut lines = Vec::new();
    for block in blocks {
        if !lines.is_empty() {
            lines.push(Line { label: "", words: String::new(), ink: Ink::Plain });
        }
        for Fact { label, words, ink } in block {
            for (at, part) in text::wrap(words, room).into_iter().enumerate() {
                lines.push(Line { label: if at == 0 { label } else { "" }, words: part.to_owned(), ink: *ink });
            }
        }
    }
    lines
}

impl Detail {
    /// The detail of an intent in so many columns.
    pub fn new(intent: &Intent, state: &State, width: u16) -> Self {
        let (fate, what, course) = (fate(intent, state), what(intent, state), course(intent, state));
        if width >= WIDE {
            let column = width / 2 - 1;
            return Self { left: lines(&[fate, what], column), right: lines(&[course], column) };
        }
        Self { left: lines(&[fate, what, course], width), right: Vec::new() }
    }

    /// How many lines it has.
    pub fn len(&self) -> usize {
        self.left.len().max(self.right.len())
    }

    /// Draws what fits of it, from line `top` on.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Area, top: usize) {
        let (left, right) = if self.right.is_empty() {
            (area, Area { width: 0, ..area })
        } else {
            let (left, right) = area.cut_left(area.width / 2 - 1);
            (left, right.cut_left(2).1)
        };
        for (lines, place) in [(&self.left, left), (&self.right, right)] {
            for (line, row) in lines.iter().skip(top).zip(place.rows()) {
                let theme = canvas.theme();
                let (label, words) = row.cut_left(LABELS);
                canvas.label(label, Align::Left, line.label, theme.muted);
                let style = match line.ink {
                    Ink::Plain => theme.text,
                    Ink::Strong => theme.strong,
                    Ink::Muted => theme.muted,
                    Ink::Tone(tone) => tone.style(theme),
                };
                canvas.label(words, Align::Left, &line.words, style);
            }
        }
    }
}
