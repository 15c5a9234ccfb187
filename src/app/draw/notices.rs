//! What the header says before all else: that the journal cannot be written, that the screen is held still, how many changes are unconfirmed, how many
//! alerts stand, how far a batch is that is being sent, and how many changes another paytop on this machine has on the way.

use jiff::Timestamp;
use ratatui::style::Style;

use crate::message::Level;
use crate::state::State;
use crate::ui::{Align, Area, Canvas, Glyphs, Theme, Tone, text};

/// The room the feeds keep before what matters least is told too.
const FEEDS: u16 = 14;

/// What keeps a notice off what stands before it.
const GAP: u16 = 1;

/// A thing to say, as fully as there is room: the longest words first, the fewest last.
struct Notice {
    forms: Vec<String>,
    style: Style,
}

impl Notice {
    /// The room it needs at least, and what keeps it off what stands before it.
    fn least(&self) -> u16 {
        self.forms.last().map_or(0, |form| width(form) + GAP)
    }
}

fn width(words: &str) -> u16 {
    u16::try_from(text::width(words)).unwrap_or(u16::MAX)
}

/// What must be said, the most important first.
fn all(state: &State, frozen: Option<Timestamp>, glyphs: &Glyphs, theme: &Theme) -> Vec<Notice> {
    let mut notices = Vec::new();
    if state.journal_fault.is_some() {
        let bad = glyphs.bad;
        let forms = vec![format!(" {bad} JOURNAL CANNOT BE WRITTEN "), format!(" {bad} NO JOURNAL ")];
        notices.push(Notice { forms, style: theme.badge_production });
    }
    if let Some(since) = frozen {
        let age = state.now.duration_since(since);
        let age = match age.as_mins() {
            ..1 if state.reduced_motion => String::new(),
            ..1 => format!(" {}s", age.as_secs().max(0)),
            minutes => format!(" {minutes}m"),
        };
        let forms = vec![format!("FROZEN{age} "), format!("FROZEN{age}"), "FROZEN".to_owned()];
        notices.push(Notice { forms, style: theme.warning });
    }
    let open = state.intents.unconfirmed();
    if open > 0 {
        let glyph = glyphs.unconfirmed;
        let forms = vec![
            format!("{glyph} {open} unconfirmed "),
            format!("{glyph} {open} unconfirmed"),
            format!("{glyph}{open}"),
        ];
        notices.push(Notice { forms, style: theme.warning });
    }
    notices.extend(alerts(state, glyphs, theme));
    // Its window may be closed.
    if let Some(batch) = state.batch.as_ref().filter(|batch| batch.is_running()) {
        let (glyph, left, all) = (glyphs.working, batch.left(), batch.to_send);
        let forms = vec![format!("{glyph} batch {left}/{all} "), format!("{glyph} {left}/{all}")];
        notices.push(Notice { forms, style: theme.info });
    }
    notices
}

/// How many alerts stand that nobody has handled, in the tone of the worst; or how many were.
fn alerts(state: &State, glyphs: &Glyphs, theme: &Theme) -> Option<Notice> {
    let forms = |glyph: &str, count: usize, after: &str| {
        let word = if count == 1 { "alert" } else { "alerts" };
        vec![
            format!("{glyph} {count} {word}{after} "),
            format!("{glyph} {count} {word}{after}"),
            format!("{glyph}{count}"),
        ]
    };
    let (count, worst) = state.alerts.unhandled(state.now);
    if let Some(worst) = worst {
        // What is unconfirmed is counted beside it, by that glyph.
        let glyph = if worst == Level::Bad { glyphs.bad } else { glyphs.warning };
        return Some(Notice { forms: forms(glyph, count, ""), style: Tone::from(worst).style(theme) });
    }
    let seen = state.alerts.count();
    (seen > 0).then(|| Notice { forms: forms(glyphs.paused, seen, " seen"), style: theme.muted })
}

/// The room all of it needs at least; tabs and feeds give way to it.
pub fn least(state: &State, frozen: Option<Timestamp>, glyphs: &Glyphs, theme: &Theme) -> u16 {
    all(state, frozen, glyphs, theme).iter().fold(0, |sum, notice| sum.saturating_add(notice.least()))
}

/// Draws it at the right end of `area`; answers what is left of that.
pub fn draw(canvas: &mut Canvas<'_>, area: Area, state: &State, frozen: Option<Timestamp>) -> Area {
    let (theme, glyphs) = (canvas.theme(), *canvas.glyphs());
    let notices = all(state, frozen, &glyphs, theme);
    let mut rest = area;
    // Each keeps its fewest words; what room there is beyond that goes to the counts first.
    let mut spare = area.width.saturating_sub(least(state, frozen, &glyphs, theme));
    for notice in notices.iter().rev() {
        let room = spare.saturating_add(notice.least()).saturating_sub(GAP);
        let fits = notice.forms.iter().find(|form| width(form) <= room).or(notice.forms.last());
        let Some(words) = fits else { continue };
        spare = room.saturating_sub(width(words));
        let (place, before) = rest.cut_right(width(words).min(rest.width));
        canvas.label(place, Align::Left, words, notice.style);
        rest = before.cut_right(GAP).1;
    }
    let elsewhere = state.intents.elsewhere().count();
    let words = format!("{} {elsewhere} sent elsewhere", glyphs.working);
    if elsewhere > 0 && rest.width >= width(&words) + FEEDS {
        let (place, before) = rest.cut_right(width(&words));
        canvas.label(place, Align::Right, &words, theme.info);
        rest = before.cut_right(GAP).1;
    }
    rest
}
