//! What the header says before all else: that the journal cannot be written, how many changes are unconfirmed, and how
//! many another paytop on this machine has on the way.

use ratatui::style::Style;

use crate::state::State;
use crate::ui::{Align, Area, Canvas, Glyphs, Theme, text};

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
fn all(state: &State, glyphs: &Glyphs, theme: &Theme) -> Vec<Notice> {
    let mut notices = Vec::new();
    if state.journal_fault.is_some() {
        let bad = glyphs.bad;
        let forms = vec![format!(" {bad} JOURNAL CANNOT BE WRITTEN "), format!(" {bad} NO JOURNAL ")];
        notices.push(Notice { forms, style: theme.badge_production });
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
    notices
}

/// The room all of it needs at least; tabs and feeds give way to it.
pub fn least(state: &State, glyphs: &Glyphs, theme: &Theme) -> u16 {
    all(state, glyphs, theme).iter().fold(0, |sum, notice| sum.saturating_add(notice.least()))
}

/// Draws it at the right end of `area`; answers what is left of that.
pub fn draw(canvas: &mut Canvas<'_>, area: Area, state: &State) -> Area {
    let (theme, glyphs) = (canvas.theme(), *canvas.glyphs());
    let notices = all(state, &glyphs, theme);
    let mut rest = area;
    // Each keeps its fewest words; what room there is beyond that goes to the counts first.
    let mut spare = area.width.saturating_sub(least(state, &glyphs, theme));
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
