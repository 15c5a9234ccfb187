//! Every symbol the screens use, by its meaning, each one cell wide.

use super::Tone;
use crate::domain::{Intent, IntentState};

/// A set of symbols.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "a glyph's name is its meaning; the groups are commented")]
pub struct Glyphs {
    // Rows.
    pub selected: &'static str,
    pub marked: &'static str,
    pub sort_up: &'static str,
    pub sort_down: &'static str,
    // Switches and authorisations.
    pub on: &'static str,
    pub off: &'static str,
    /// A switch on its way from one to the other, or a request under way.
    pub working: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    // Standing of tasks, feeds and intents.
    pub late: &'static str,
    pub stalled: &'static str,
    pub complete: &'static str,
    pub stale: &'static str,
    pub paused: &'static str,
    pub unconfirmed: &'static str,
    pub read_only: &'static str,
    // Tones.
    pub info: &'static str,
    pub good: &'static str,
    pub warning: &'static str,
    pub bad: &'static str,
    // Text.
    pub bullet: &'static str,
    pub ellipsis: &'static str,
    pub separator: &'static str,
    /// Where there is nothing to show.
    pub none: &'static str,
    pub arrow: &'static str,
    pub prompt: &'static str,
    pub secret: &'static str,
    pub choice_left: &'static str,
    pub choice_right: &'static str,
    pub required: &'static str,
    // Lines.
    pub horizontal: &'static str,
    pub vertical: &'static str,
    pub top_left: &'static str,
    pub top_right: &'static str,
    pub bottom_left: &'static str,
    pub bottom_right: &'static str,
    pub thumb: &'static str,
    /// The unfilled part of a bar, where the theme paints no ground for it.
    pub track: &'static str,
    /// A cell filled by one to eight eighths from the left.
    pub eighths: [&'static str; 8],
    /// A cell filled by one to eight eighths from the bottom.
    pub levels: [&'static str; 8],
    /// Whether everything is drawn in more characters than ASCII has, lines in charts with braille dots too.
    pub unicode: bool,
}

impl Glyphs {
    /// Symbols that common terminal fonts have.
    pub const UNICODE: Self = Self {
        selected: "▌",
        marked: "◆",
        sort_up: "▴",
        sort_down: "▾",
        on: "●",
        off: "○",
        working: "◐",
        yes: "✓",
        no: "✗",
        late: "◔",
        stalled: "‖",
        complete: "■",
        stale: "≈",
        paused: "□",
        unconfirmed: "?",
        read_only: "⊘",
        info: "→",
        good: "✓",
        warning: "!",
        bad: "✗",
        bullet: "•",
        ellipsis: "…",
        separator: "·",
        none: "–",
        arrow: "→",
        prompt: "›",
        secret: "•",
        choice_left: "‹",
        choice_right: "›",
        required: "*",
        horizontal: "─",
        vertical: "│",
        top_left: "╭",
        top_right: "╮",
        bottom_left: "╰",
        bottom_right: "╯",
        thumb: "┃",
        track: "░",
        eighths: ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"],
        levels: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
        unicode: true,
    };

    /// Symbols that every terminal has.
    pub const ASCII: Self = Self {
        selected: ">",
        marked: "*",
        sort_up: "^",
        sort_down: "v",
        on: "@",
        off: "o",
        working: "~",
        yes: "y",
        no: "n",
        late: "L",
        stalled: "#",
        complete: "=",
        stale: "~",
        paused: "P",
        unconfirmed: "?",
        read_only: "R",
        info: ">",
        good: "+",
        warning: "!",
        bad: "x",
        bullet: "*",
        ellipsis: "~",
        separator: "-",
        none: "-",
        arrow: ">",
        prompt: ">",
        secret: "*",
        choice_left: "<",
        choice_right: ">",
        required: "*",
        horizontal: "-",
        vertical: "|",
        top_left: "+",
        top_right: "+",
        bottom_left: "+",
        bottom_right: "+",
        thumb: "#",
        track: ".",
        eighths: ["-", "-", "-", "-", "=", "=", "=", "#"],
        levels: ["_", "_", ".", "-", "=", "+", "*", "#"],
        unicode: false,
    };

    /// All of them, for the tests.
    #[cfg(test)]
    fn all(&self) -> Vec<&'static str> {
        let mut all = vec![
            self.selected,
            self.marked,
            self.sort_up,
            self.sort_down,
            self.on,
            self.off,
            self.working,
            self.yes,
            self.no,
            self.late,
            self.stalled,
            self.complete,
            self.stale,
            self.paused,
            self.unconfirmed,
            self.read_only,
            self.info,
            self.good,
            self.warning,
            self.bad,
            self.bullet,
            self.ellipsis,
            self.separator,
            self.none,
            self.arrow,
            self.prompt,
            self.secret,
            self.choice_left,
            self.choice_right,
            self.required,
            self.horizontal,
            self.vertical,
            self.top_left,
            self.top_right,
            self.bottom_left,
            self.bottom_right,
            self.thumb,
            self.track,
        ];
        all.extend(self.eighths);
        all.extend(self.levels);
        all
    }
}

impl Glyphs {
    /// The symbol of what became of a change.
    #[must_use]
    pub fn of(&self, intent: &Intent) -> &'static str {
        match intent.state() {
            IntentState::Unconfirmed(_) => self.unconfirmed,
            IntentState::Planned | IntentState::Sent => self.working,
            IntentState::Done { .. } if intent.awaits_end() => self.working,
            _ => Tone::of(intent).glyph(self),
        }
    }
}

impl Default for Glyphs {
    fn default() -> Self {
        Self::UNICODE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::text::width;

    #[test]
    fn every_glyph_is_one_cell_wide() {
        for glyph in Glyphs::UNICODE.all().into_iter().chain(Glyphs::ASCII.all()) {
            assert_eq!(width(glyph), 1, "{glyph}");
        }
    }

    #[test]
    fn the_ascii_set_is_ascii() {
        assert!(Glyphs::ASCII.all().into_iter().all(str::is_ascii));
    }

    #[test]
    fn a_little_of_a_bar_is_told_from_nothing() {
        for set in [Glyphs::UNICODE, Glyphs::ASCII] {
            assert!(set.eighths.iter().all(|part| *part != set.track && *part != " "));
        }
    }

    #[test]
    fn states_that_may_stand_side_by_side_look_different() {
        for set in [Glyphs::UNICODE, Glyphs::ASCII] {
            let states = [set.on, set.off, set.working, set.unconfirmed];
            let standing = [set.late, set.stalled, set.complete];
            for group in [&states[..], &standing[..]] {
                for (at, glyph) in group.iter().enumerate() {
                    assert!(!group[..at].contains(glyph), "{glyph}");
                }
            }
        }
    }
}
