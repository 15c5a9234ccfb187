//! How a form is drawn: labels in one column, inputs in another, and under each what helps or what is wrong.
//!
//! ```text
//! Type       ‹ PhonePe ›  PayTM
//!            the app the account is at
//! Phone *     9876543210
//!
//! PIN *       ••••
//!            needed
//! ```

use super::{Choice, Choosable, Entry, Form, Input};
use crate::ui::canvas::cells_of;
use crate::ui::{Align, Area, Canvas, Run};

/// The rows of one entry: its input, and what is said of it.
const ROWS: u16 = 2;

/// The cells between labels and inputs.
const GAP: u16 = 2;

impl<Id: Copy + PartialEq> Form<Id> {
    /// How many rows it takes to show all of it.
    #[must_use]
    pub fn height(&self) -> u16 {
        let shown = self.entries().iter().filter(|entry| !entry.hidden).count();
        u16::try_from(shown).unwrap_or(u16::MAX).saturating_mul(ROWS)
    }

    /// Draws it in `area`. Where not all of it fits, the entry with the focus is in view, and a line tells how many are
    /// above, another how many below.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Area) {
        let shown: Vec<(bool, &Entry<Id>)> = self
            .entries()
            .iter()
            .enumerate()
            .filter(|(_, entry)| !entry.hidden)
            .map(|(at, entry)| (at == self.focus, entry))
            .collect();
        let labels = shown.iter().map(|(_, entry)| label_width(entry)).max().unwrap_or(0).min(area.width / 2);
        let focus = shown.iter().position(|(focused, _)| *focused).unwrap_or(0);
        let part = Part::of(shown.len(), focus, area.height);
        let count = shown.len();
        let (above, rest) = area.cut_top(u16::from(part.tells && part.first > 0));
        let (below, mut rest) = rest.cut_bottom(u16::from(part.tells && part.end < count));
        draw_more(canvas, above, canvas.glyphs().sort_up, part.first, "above");
        draw_more(canvas, below, canvas.glyphs().sort_down, count - part.end, "below");
        for (focused, entry) in shown.into_iter().take(part.end).skip(part.first) {
            let (place, next) = rest.cut_top(ROWS);
            rest = next;
            if !place.is_empty() {
                draw_entry(canvas, place, labels, entry, focused);
            }
        }
    }

    /// The entry at `(x, y)` when the form is drawn in `area` and all of it fits.
    #[must_use]
    pub fn hit(&self, area: Area, x: u16, y: u16) -> Option<Id> {
        if !area.contains(x, y) {
            return None;
        }
        let at = usize::from((y - area.y) / ROWS);
        self.entries().iter().filter(|entry| !entry.hidden).nth(at).map(|entry| entry.id)
    }
}

/// The entries of a form that are in view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    first: usize,
    end: usize,
    /// Whether there is room to tell how many are not.
    tells: bool,
}

impl Part {
    /// Of `count` entries those around `focus` that fit in `height` rows.
    fn of(count: usize, focus: usize, height: u16) -> Self {
        // Above what has the focus there is as little as must be: what comes next is below.
        let part = |rows: u16| {
            let fits = usize::from(rows / ROWS).max(1);
            let first = (focus + 1).saturating_sub(fits).min(count.saturating_sub(1));
            (first, (first + fits).min(count))
        };
        let (first, end) = part(height);
        if (first == 0 && end == count) || height <= ROWS {
            // Half an entry is better than none.
            return Self { first, end: count, tells: false };
        }
        // A line that tells takes room, which may hide one more.
        let (mut first, mut end) = part(height - 1);
        if first > 0 && end < count {
            (first, end) = part(height - 2);
        }
        Self { first, end, tells: true }
    }
}

/// Tells that there are more entries than are in view.
fn draw_more(canvas: &mut Canvas<'_>, area: Area, glyph: &str, count: usize, place: &str) {
    if !area.is_empty() {
        canvas.label(area, Align::Left, &format!("{glyph} {count} more {place}"), canvas.theme().muted);
    }
}

/// A label, and the star of what must be filled in.
fn label_width<Id>(entry: &Entry<Id>) -> u16 {
    cells_of(&entry.label).saturating_add(if entry.required { 2 } else { 0 })
}

fn draw_entry<Id>(canvas: &mut Canvas<'_>, area: Area, labels: u16, entry: &Entry<Id>, focused: bool) {
    let (theme, glyphs) = (canvas.theme(), canvas.glyphs());
    let (label, rest) = area.row(0).cut_left(labels);
    let input = rest.cut_left(GAP).1;
    let style = if focused { theme.title } else { theme.muted };
    if entry.required {
        // The star is kept where the label is cut.
        let (name, _) = label.cut_left(label.width.saturating_sub(2));
        canvas.label(name, Align::Left, &entry.label, style);
        let x = name.x.saturating_add(cells_of(&entry.label).min(name.width));
        canvas.text(
            x.saturating_add(1),
            label.y,
            label.right().saturating_sub(x).min(1),
            glyphs.required,
            theme.warning,
        );
    } else {
        canvas.label(label, Align::Left, &entry.label, style);
    }
    match &entry.input {
        Input::Text(field) => field.draw(canvas, input, focused),
        Input::Choice(choice) => draw_choice(canvas, input, choice, focused),
    }
    let said = area.row(1).intersection(Area { y: area.y.saturating_add(1), height: 1, ..input });
    let said = said.cut_left(1).1;
    match (&entry.error, focused) {
        (Some(error), _) => {
            let runs = [(glyphs.bad, theme.bad), (" ", theme.bad), (error.as_str(), theme.bad)];
            canvas.runs(said, Align::Left, &runs);
        }
        (None, true) if !entry.help.is_empty() && !entry.note.is_empty() => {
            let runs = [entry.help.as_str(), "; ", &entry.note].map(|words| (words, theme.muted));
            canvas.runs(said, Align::Left, &runs);
        }
        (None, true) if !entry.help.is_empty() => canvas.label(said, Align::Left, &entry.help, theme.muted),
        (None, _) => canvas.label(said, Align::Left, &entry.note, theme.muted),
    }
}

/// What something is called, in fewer words where that is wanted and there are some.
fn called(option: &Choosable, short: bool) -> &str {
    option.short.as_deref().filter(|_| short).unwrap_or(&option.label)
}

fn draw_choice(canvas: &mut Canvas<'_>, area: Area, choice: &Choice, focused: bool) {
    let (theme, glyphs) = (canvas.theme(), canvas.glyphs());
    let ground = if focused { theme.input_focus } else { theme.input };
    let mut rest = area.cut_left(1).1;
    let reason = |option: &Choosable| {
        let reason = option.disabled.as_ref().filter(|reason| !reason.is_empty());
        reason.map_or_else(String::new, |reason| format!(" ({reason})"))
    };
    // Two cells before each and three behind it; around the one in view four, and one behind it.
    let each = choice
        .options()
        .iter()
        .map(|option| cells_of(&option.label).saturating_add(cells_of(&reason(option))).saturating_add(5));
    let short = each.fold(0_u16, u16::saturating_add).saturating_sub(1) > rest.width;
    // What is in view is always shown; what comes before it gives way where it is narrow.
    let width = |at: usize| {
        choice.options().get(at).map_or(0, |option| {
            cells_of(called(option, short)).saturating_add(cells_of(&reason(option))).saturating_add(6)
        })
    };
    let mut first = 0;
    while first < choice.at() && (first..=choice.at()).fold(0_u16, |sum, at| sum.saturating_add(width(at))) > rest.width
    {
        first += 1;
    }
    for (at, option) in choice.options().iter().enumerate().skip(first) {
        let current = at == choice.at();
        let style = match (current, option.disabled.is_some()) {
            (_, true) => theme.muted,
            (true, false) => theme.strong,
            (false, false) => theme.text,
        };
        let reason = reason(option);
        let (left, right) = if current { (glyphs.choice_left, glyphs.choice_right) } else { (" ", "") };
        let runs: [Run<'_>; 6] = [
            (left, theme.accent),
            (" ", style),
            (called(option, short), style),
            (&reason, theme.muted),
            (if current { " " } else { "" }, style),
            (right, theme.accent),
        ];
        let wanted = runs.iter().fold(0_u16, |sum, (text, _)| sum.saturating_add(cells_of(text)));
        if rest.width < wanted && !current {
            canvas.label(rest.cut_left(2).1, Align::Left, glyphs.ellipsis, theme.muted);
            break;
        }
        let (place, after) = rest.cut_left(wanted);
        if current {
            canvas.fill(place, ground);
        }
        canvas.runs(place, Align::Left, &runs);
        rest = after.cut_left(if current { 1 } else { 3 }).1;
    }
}
