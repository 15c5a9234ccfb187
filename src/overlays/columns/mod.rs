//! The columns of a table: which are shown, in which order and how wide, and what the rows are sorted by. What is
//! chosen shows at once in the table behind.

mod view;

use crate::keymap::Keymap;
use crate::message::{ColumnChoice, ColumnPreference, Command, Context, Ids, Layout, PaneId, SortPreference, Step};
use crate::state::State;
use crate::ui::{Area, Canvas};

use super::Overlay;

/// The fewest and the most cells a column can be given here.
const WIDTHS: std::ops::RangeInclusive<u16> = 3..=120;

/// The columns of one table.
pub struct ColumnsOverlay {
    pane: PaneId,
    columns: Vec<ColumnChoice>,
    /// Whether nothing was chosen: the columns are as they come.
    preset: bool,
    sort: Option<SortPreference>,
    selected: usize,
    /// Why something was not done.
    said: Option<&'static str>,
}

impl ColumnsOverlay {
    /// These columns in their order, wanted like this so far.
    pub fn new(pane: PaneId, columns: Vec<ColumnChoice>, layout: Layout) -> Self {
        Self { pane, columns, preset: layout.columns.is_empty(), sort: layout.sort, selected: 0, said: None }
    }

    fn column(&mut self) -> Option<&mut ColumnChoice> {
        self.columns.get_mut(self.selected)
    }

    fn show(&mut self) -> bool {
        let shown = self.columns.iter().filter(|column| !column.hidden).count();
        let Some(column) = self.column() else { return false };
        if !column.hidden && shown == 1 {
            self.said = Some("One column has to stay.");
            return false;
        }
        column.hidden = !column.hidden;
        true
    }

    fn shift(&mut self, by: isize) -> bool {
        let to = self.selected.saturating_add_signed(by);
        if to >= self.columns.len() || to == self.selected {
            return false;
        }
        self.columns.swap(self.selected, to);
        self.selected = to;
        true
    }

    fn widen(&mut self, by: i16) -> bool {
        let Some(column) = self.column() else { return false };
        let width = column.width.unwrap_or(column.usual).saturating_add_signed(by);
        column.width = Some(width.clamp(*WIDTHS.start(), *WIDTHS.end()));
        true
    }

    /// Sorts by the column that is selected: up, down, then not at all.
    fn sort(&mut self) -> bool {
        let Some(name) = self.columns.get(self.selected).map(|column| column.name) else { return false };
        let by = |descending| Some(SortPreference { column: name.to_owned(), descending });
        self.sort = match &self.sort {
            Some(sort) if sort.column == name && sort.descending => None,
            Some(sort) if sort.column == name => by(true),
            _ => by(false),
        };
        true
    }

    fn layout(&self) -> Layout {
        let column = |column: &ColumnChoice| ColumnPreference {
            name: column.name.to_owned(),
            hidden: column.hidden,
            width: column.width,
        };
        let columns = if self.preset { Vec::new() } else { self.columns.iter().map(column).collect() };
        Layout { columns, sort: self.sort.clone() }
    }
}

impl Overlay for ColumnsOverlay {
    fn contexts(&self) -> &'static [Context] {
        &[Context::ColumnChooser, Context::Movement]
    }

    fn run(&mut self, command: Command, _state: &State, _ids: &mut Ids) -> Vec<Step> {
        if let Some(to) = command.moved(self.selected, self.columns.len(), 10) {
            self.selected = to;
            return Vec::new();
        }
        self.said = None;
        let differs = match command {
            Command::Back => return vec![Step::Close],
            Command::PresetColumns => {
                // How they come is for the table to say.
                return vec![Step::Arrange(Layout::default()), Step::Close, Step::Run(Command::Columns)];
            }
            Command::SortColumn => {
                self.sort();
                return vec![Step::Arrange(self.layout())];
            }
            Command::ShowColumn => self.show(),
            Command::ColumnBefore => self.shift(-1),
            Command::ColumnAfter => self.shift(1),
            Command::Narrower => self.widen(-1),
            Command::Wider => self.widen(1),
            _ => false,
        };
        if !differs {
            return Vec::new();
        }
        self.preset = false;
        vec![Step::Arrange(self.layout())]
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, _state: &State, keymap: &Keymap) {
        view::draw(self, canvas, screen, keymap);
    }
}
