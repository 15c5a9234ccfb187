//! The search over every pane: what is typed is looked for in all that is known at every connection, and what is chosen
//! is gone to.

mod view;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::keymap::Keymap;
use crate::message::{Command, Context, FoundRow, FoundRows, Ids, PaneId, Step};
use crate::state::State;
use crate::ui::field::{Kind, TextField};
use crate::ui::{Area, Canvas, Editable};

use super::Overlay;

/// The most rows of a kind that are shown.
const SHOWN: usize = 12;

/// A line of what was found.
enum Line {
    /// The kind of what comes below, and how many there are beyond what is shown.
    Kind { kind: &'static str, all: usize, shown: usize },
    /// Something to go to.
    Row { pane: PaneId, row: FoundRow },
}

/// The search.
pub struct SearchOverlay {
    field: TextField,
    /// What was last searched for.
    searched: Option<String>,
    lines: Vec<Line>,
    /// Which line is selected; one that can be gone to, where there is one.
    selected: usize,
}

impl SearchOverlay {
    /// A search for nothing yet.
    pub fn new() -> Self {
        let field =
            TextField::new(Kind::Plain).with_max(80).with_placeholder("id, end of a phone, reference, name, amount");
        Self { field, searched: None, lines: Vec::new(), selected: 0 }
    }

    /// Selects the line this far from the selected one, among those that can be gone to.
    fn shift(&mut self, down: bool, by: usize) {
        let rows: Vec<usize> = (0..self.lines.len()).filter(|at| matches!(self.lines[*at], Line::Row { .. })).collect();
        let now = rows.iter().position(|at| *at == self.selected).unwrap_or(0);
        let to = if down { now.saturating_add(by) } else { now.saturating_sub(by) };
        self.selected = rows.get(to.min(rows.len().saturating_sub(1))).copied().unwrap_or(0);
    }

    fn choose(&self) -> Vec<Step> {
        match self.lines.get(self.selected) {
            Some(Line::Row { pane, row }) => vec![Step::Close, Step::GoTo { pane: *pane, row: row.key.clone() }],
            _ => Vec::new(),
        }
    }
}

/// The rows whose titles have most of what is typed come first; else they stay as their pane has them.
fn rank(rows: &mut [FoundRow], typed: &str) {
    let pattern = Pattern::new(typed, CaseMatching::Ignore, Normalization::Smart, AtomKind::Substring);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    rows.sort_by_cached_key(|row| {
        std::cmp::Reverse(pattern.score(Utf32Str::new(&row.title, &mut buffer), &mut matcher).unwrap_or(0))
    });
}

impl Overlay for SearchOverlay {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Search, Context::Text]
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn run(&mut self, command: Command, _state: &State, _ids: &mut Ids) -> Vec<Step> {
        match command {
            Command::Back => return vec![Step::Close],
            Command::Choose => return self.choose(),
            Command::Up => self.shift(false, 1),
            Command::Down => self.shift(true, 1),
            Command::PageUp => self.shift(false, 10),
            Command::PageDown => self.shift(true, 10),
            _ => self.field.edit(command),
        }
        Vec::new()
    }

    fn insert(&mut self, text: &str) {
        // What the field does not take is no search either.
        let _ = self.field.type_in(text);
    }

    fn sought(&self) -> Option<&str> {
        let typed = self.field.text().trim();
        (self.searched.as_deref() != Some(typed)).then_some(typed)
    }

    fn found(&mut self, found: Vec<FoundRows>) {
        let typed = self.field.text().trim().to_owned();
        self.lines.clear();
        for FoundRows { pane, kind, all, mut rows } in found.into_iter().filter(|found| found.all > 0) {
            rank(&mut rows, &typed);
            rows.truncate(SHOWN);
            self.lines.push(Line::Kind { kind, all, shown: rows.len() });
            self.lines.extend(rows.into_iter().map(|row| Line::Row { pane, row }));
        }
        self.selected = 0;
        self.shift(false, 0);
        self.searched = Some(typed);
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, _state: &State, keymap: &Keymap) {
        view::draw(self, canvas, screen, keymap);
    }
}
