//! The detail of an intent in words: what became of it and whether again is safe, whose it is, its steps with their
//! times, what was asked of the provider, and what the operator was shown.

use crate::domain::{ChangeKind, Environment, Event, FeedKind, Intent, IntentState, InvoiceId, Told};
use crate::message::Times;
use crate::state::{Seen, State, way_to_settle};
use crate::ui::page::{self, Entry, Ink, Line, lines};
use crate::ui::{Area, Canvas, Tone, format};

use super::listing::Listing;
use super::search;

/// From this width on what became of it and how it went stand side by side.
const WIDE: u16 = 100;

/// The room of the labels.
const LABELS: u16 = 12;

/// The detail in one or two columns of lines.
struct Detail {
    left: Vec<Line>,
    right: Vec<Line>,
}

fn fact(label: &'static str, words: impl Into<String>, ink: Ink) -> Entry {
    Entry::new(label, words, ink)
}

/// What became of it, and what to do.
fn fate(intent: &Intent, state: &State) -> Vec<Entry> {
    let now = intent.state();
    let tone = Ink::Tone(Tone::of(intent));
    let since = format::since(intent.since(), state.now, &state.zone, state.times);
    let mut facts = vec![fact("state", format!("{} {since}", now.word()), tone)];
    let told = told_here(intent, state);
    if told != now.word() {
        facts.push(fact("", told, tone));
    }
    facts.extend(look(intent, state));
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
    intent.told()
}

/// What the last look at a payout found whose end is not told, and when it is looked at again.
fn look(intent: &Intent, state: &State) -> Vec<Entry> {
    if intent.may_come_back() {
        return may_come_back(intent, state);
    }
    if !intent.awaits_end() {
        return Vec::new();
    }
    let found = match state.payouts.get(intent.id) {
        Some(look) => {
            let ink = if matches!(look.found, Seen::Other(_)) { Ink::Tone(Tone::Warning) } else { Ink::Plain };
            let when = format::clock(look.asked, &state.zone);
            fact("last look", format!("{}, asked at {when}", look.found.words()), ink)
        }
        None => fact("last look", "no answer in this run yet", Ink::Plain),
    };
    vec![found, fact("next look", next_look(intent, state), Ink::Plain)]
}

/// That what was paid is asked for still, and what is told of it that does not go with that.
fn may_come_back(intent: &Intent, state: &State) -> Vec<Entry> {
    let found = state.payouts.get(intent.id).map(|look| {
        let when = format::clock(look.asked, &state.zone);
        fact("last look", format!("{}, asked at {when}", look.found.words()), Ink::Tone(Tone::Warning))
    });
    let until = state.payouts.may_come_back_until(intent).filter(|until| *until > state.now);
    let still = until.map(|until| {
        let when = format::moment(until, state.now, &state.zone, state.times);
        fact("next look", format!("now and then until {when}, as a bank may send it back"), Ink::Plain)
    });
    found.into_iter().chain(still).collect()
}

/// When a payout is looked at again.
fn next_look(intent: &Intent, state: &State) -> String {
    let Some(feed) = state.feed(&intent.connection, FeedKind::Payouts) else {
        return "never: its connection is not in the config any more".to_owned();
    };
    if state.paused {
        return "polling is paused".to_owned();
    }
    let next = feed.next.filter(|next| *next > state.now);
    let next = next.map_or_else(|| "now".to_owned(), |next| format!("at {}", format::clock(next, &state.zone)));
    match &feed.trouble {
        Some(trouble) => format!("{next}; the last one failed: {}", trouble.fault),
        None => next,
    }
}

/// The provider's own code and words, as they came.
fn own_words(told: &Told) -> Vec<Entry> {
    let code = told.code.as_ref().map(|code| fact("their code", code.as_str(), Ink::Plain));
    let text = told.text.as_ref().map(|text| fact("their words", text.as_str(), Ink::Plain));
    code.into_iter().chain(text).collect()
}

/// What it is, and whose.
fn what(intent: &Intent, state: &State) -> Vec<Entry> {
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
    if intent.kind == ChangeKind::Transfer {
        facts.push(fact("invoice id", InvoiceId::of(intent.id).to_string(), Ink::Plain));
    }
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
fn course(intent: &Intent, state: &State) -> Vec<Entry> {
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
    let day = |at: jiff::Timestamp| at.to_zoned_datetime(state.zone.clone()).date();
    let when = if day(event.at) == day(state.now) && state.times == Times::Clock {
        format::clock(event.at, &state.zone)
    } else {
        format::full(event.at, state.now, &state.zone, state.times)
    };
    match &event.state {
        IntentState::Planned => format!("{when}  planned by {}", intent.operator),
        IntentState::Sent => format!("{when}  sent"),
        IntentState::Done { .. } | IntentState::Settled(_) | IntentState::Reported(_) => {
            format!("{when}  {}", event.state.told())
        }
        IntentState::Rejected(told) | IntentState::Unconfirmed(told) => {
            format!("{when}  {}: {}", event.state.word(), told.plain)
        }
    }
}

impl Detail {
    /// The detail of an intent in so many columns.
    fn new(intent: &Intent, state: &State, width: u16) -> Self {
        let (fate, what, course) = (fate(intent, state), what(intent, state), course(intent, state));
        if width >= WIDE {
            let column = width / 2 - 1;
            return Self { left: lines(&[fate, what], LABELS, column), right: lines(&[course], LABELS, column) };
        }
        Self { left: lines(&[fate, what, course], LABELS, width), right: Vec::new() }
    }

    /// How many lines it has.
    fn len(&self) -> usize {
        self.left.len().max(self.right.len())
    }

    /// Draws what fits of it, from line `top` on.
    fn draw(&self, canvas: &mut Canvas<'_>, area: Area, top: usize) {
        let (left, right) = if self.right.is_empty() {
            (area, Area { width: 0, ..area })
        } else {
            let (left, right) = area.cut_left(area.width / 2 - 1);
            (left, right.cut_left(2).1)
        };
        for (lines, place) in [(&self.left, left), (&self.right, right)] {
            page::draw(canvas, place, lines, LABELS, top, "");
        }
    }
}

/// Where the detail's words go.
fn body(area: Area) -> Area {
    area.cut_top(1).1.inset(1, 0)
}

/// How many lines the detail of an intent has in `area`, and how many of them are in view.
pub fn extent(area: Area, intent: Option<&Intent>, state: &State) -> (usize, usize) {
    let body = body(area);
    let lines = intent.map_or(0, |intent| Detail::new(intent, state, body.width).len());
    (lines, lines.min(usize::from(body.height)))
}

/// Draws the detail of the selected intent with its title.
pub fn draw(canvas: &mut Canvas<'_>, area: Area, intent: &Intent, list: &Listing, state: &State) {
    if area.is_empty() {
        return;
    }
    let (title, _) = area.cut_top(1);
    let body = body(area);
    let detail = Detail::new(intent, state, body.width);
    let below = detail.len().saturating_sub(list.top + usize::from(body.height));
    let more = match below {
        0 => String::new(),
        1 => "  1 more line".to_owned(),
        more => format!("  {more} more lines"),
    };
    canvas.section(title, &format!("intent {}{more}", intent.id.short()), list.zoomed);
    detail.draw(canvas, body, list.top);
}
