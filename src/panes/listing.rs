//! Intents in a list, as the panes have them: what is unconfirmed stands above everything else, one is selected and is
//! found again by its id, and its detail can have the whole pane.

use jiff::Timestamp;

use crate::domain::{Intent, IntentId};
use crate::message::{Command, Level, Open, PaneSession, Step, Times};
use crate::state::State;
use crate::ui::field::{Kind, TextField};
use crate::ui::table::{RowPen, viewport};
use crate::ui::{Align, Editable, format};

/// The list, its filter, and what of it is in view.
pub struct Listing {
    /// Those that are shown: unconfirmed ones first.
    ids: Vec<IntentId>,
    /// How many of them are unconfirmed.
    open: usize,
    selected: Option<IntentId>,
    at: usize,
    /// The first line of the table in view.
    pub offset: usize,
    /// What is searched for.
    pub filter: TextField,
    /// Whether that is being typed.
    pub filtering: bool,
    /// Whether the detail has the whole pane.
    pub zoomed: bool,
    /// The first line of the detail in view.
    pub top: usize,
    /// What an earlier run had selected and is not there yet.
    restored: Option<IntentId>,
}

impl Listing {
    /// An empty list; `placeholder` says what can be searched for.
    pub fn new(placeholder: &str) -> Self {
        Self {
            ids: Vec::new(),
            open: 0,
            selected: None,
            at: 0,
            offset: 0,
            filter: TextField::new(Kind::Plain).with_max(80).with_placeholder(placeholder),
            filtering: false,
            zoomed: false,
            top: 0,
            restored: None,
        }
    }

    /// Shows these, each part in the order they come in, and finds the selected one again.
    pub fn arrange<'a>(&mut self, intents: impl Iterator<Item = &'a Intent>) {
        let (mut open, rest): (Vec<_>, Vec<_>) = intents.partition(|intent| intent.is_unconfirmed());
        self.open = open.len();
        open.extend(rest);
        self.ids = open.into_iter().map(|intent| intent.id).collect();
        // What is unconfirmed comes before what was selected in an earlier run.
        if self.open == 0
            && let Some(restored) = self.restored.take_if(|id| self.ids.contains(id))
        {
            self.selected = Some(restored);
        }
        let found = self.selected.and_then(|id| self.ids.iter().position(|other| *other == id));
        self.stand_at(found.unwrap_or(self.at));
        self.zoomed &= self.selected.is_some();
    }

    /// Where it stands, for the next run to begin there.
    pub fn session(&self) -> PaneSession {
        let selected = self.restored.or(self.selected).map(|id| id.to_string());
        PaneSession { filter: self.filter.text().to_owned(), selected }
    }

    /// Begins where an earlier run was left: what was selected then is selected once it is there, where nothing is
    /// unconfirmed.
    pub fn restore(&mut self, session: &PaneSession) {
        // A filter too long to paste leaves it empty.
        let _ = self.filter.type_in(&session.filter);
        self.restored = session.selected.as_ref().and_then(|id| id.parse().ok()).map(IntentId);
    }

    /// Selects the one at this place.
    pub fn select(&mut self, at: usize) {
        self.restored = None;
        self.stand_at(at);
    }

    fn stand_at(&mut self, at: usize) {
        self.at = at.min(self.ids.len().saturating_sub(1));
        let selected = self.ids.get(self.at).copied();
        if self.selected != selected {
            self.top = 0;
        }
        self.selected = selected;
    }

    /// Keeps the selected one in view, in so many rows.
    pub fn scroll(&mut self, page: usize) {
        self.offset = viewport(self.line_of(self.at), self.offset, page, self.lines());
    }

    /// Whether a line of the filter is there.
    pub fn has_filter(&self) -> bool {
        self.filtering || !self.filter.is_empty()
    }

    /// How many are shown.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether nothing is shown.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Where the selected one is.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The one at a place.
    pub fn get<'a>(&self, at: usize, state: &'a State) -> Option<&'a Intent> {
        state.intents.get(*self.ids.get(at)?)
    }

    /// The selected one.
    pub fn intent<'a>(&self, state: &'a State) -> Option<&'a Intent> {
        state.intents.get(self.selected?)
    }

    /// The id of the selected one.
    pub fn selected(&self) -> Option<IntentId> {
        self.selected
    }

    /// How many lines the table has: the intents, and a heading above each of the two parts where there are two.
    pub fn lines(&self) -> usize {
        let headings = if self.open == 0 { 0 } else { 1 + usize::from(self.open < self.ids.len()) };
        self.ids.len() + headings
    }

    /// The line an intent stands on.
    pub fn line_of(&self, at: usize) -> usize {
        match self.open {
            0 => at,
            open if at < open => at + 1,
            _ => at + 2,
        }
    }

    /// What stands on a line: the place of an intent, or nothing on a heading.
    pub fn on_line(&self, line: usize) -> Option<usize> {
        let at = match self.open {
            0 => line,
            open if line <= open => line.checked_sub(1)?,
            open if line == open + 1 => return None,
            _ => line - 2,
        };
        (at < self.ids.len()).then_some(at)
    }

    /// Where one is.
    pub fn find(&self, id: IntentId) -> Option<usize> {
        self.ids.iter().position(|other| *other == id)
    }

    /// Gives the detail the whole pane, or takes it back.
    pub fn zoom(&mut self) {
        self.zoomed = !self.zoomed && self.selected.is_some();
        self.top = 0;
    }

    /// Begins to type a filter.
    pub fn search(&mut self) {
        self.filtering = true;
        self.zoomed = false;
    }

    /// Goes back by one: out of the detail, else out of the filter. Says whether the list has to be made anew.
    pub fn back(&mut self) -> bool {
        if std::mem::take(&mut self.zoomed) {
            self.top = 0;
            return false;
        }
        self.filtering = false;
        self.filter.clear();
        true
    }

    /// Moves in the detail that has the whole pane: `rows` of its `lines` are in view. Says whether it did.
    pub fn scroll_detail(&mut self, command: Command, (lines, rows): (usize, usize)) -> bool {
        let Some(top) = command.moved(self.top, lines.saturating_sub(rows) + 1, rows) else { return false };
        self.top = top;
        true
    }

    /// Opens the form that settles the selected one, or says why there is nothing to settle.
    pub fn settle(&self, state: &State) -> Step {
        let Some(intent) = self.intent(state) else {
            return Step::Tell(Level::Info, "There is nothing here to settle".into());
        };
        if intent.is_unconfirmed() {
            return Step::Open(Open::Settle(intent.id));
        }
        let words = format!("Only what is unconfirmed can be settled; this is {}", intent.state().word());
        Step::Tell(Level::Info, words)
    }
}

/// That a filter takes everything away, and where else there may be something.
pub fn nothing_contains_that(state: &State) -> &'static str {
    if state.intents.may_lack_older() {
        "Nothing among the newest changes contains that\npaytop journal list has older ones · esc takes the filter away"
    } else {
        "Nothing here contains that\nesc takes the filter away"
    }
}

/// What begins a part of the table: the unconfirmed ones, or all others.
pub fn draw_heading<Id: Copy>(pen: &mut RowPen<'_, '_, Id>, open: bool, others: &str) {
    let place = pen.area().cut_right(1).1;
    let canvas = pen.canvas();
    canvas.rule(place);
    let theme = canvas.theme();
    let (words, style) = if open {
        (" unconfirmed: nobody knows whether these happened ", theme.warning)
    } else {
        (others, theme.header)
    };
    canvas.label(place.inset(1, 0), Align::Left, words, style);
}

/// The zone that the title of a column of times has to tell, where they are told by the clock.
pub fn zone(state: &State) -> Option<String> {
    (state.times == Times::Clock).then(|| format::zone(state.now, &state.zone))
}

/// A moment in a cell; the detail has all of it.
pub fn when(at: Timestamp, state: &State, room: u16) -> String {
    format::when(at, state.now, &state.zone, state.times, room.into())
}
