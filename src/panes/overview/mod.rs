//! The overview: how everything stands, in figures. The selection goes through them, and `enter` goes to the row that
//! tells one in full. The sketch of the screen stands at [`layout`].

mod board;
mod columns;
mod figure;
mod layout;
mod view;
mod words;

use jiff::Timestamp;

use crate::message::{Command, Context, Ids, Level, Mouse, MouseKind, PaneId, Step};
use crate::state::{Changes, State};
use crate::ui::{Area, Canvas};

use super::Pane;
use board::Board;
use figure::Figure;
use layout::Placed;

/// The overview pane.
#[derive(Default)]
pub struct OverviewPane {
    board: Board,
    parts: Vec<Placed>,
    /// The line that tells the selected one in full words.
    line: Area,
    selected: Option<Figure>,
    /// Whether the operator has chosen a figure: until then the first one is selected, whatever comes before it.
    chosen: bool,
    /// Where the selected one stands among those in view; where it was, once it is gone.
    at: usize,
    area: Area,
}

impl OverviewPane {
    /// The figures in view, in the order in which the selection goes through them.
    fn shown(&self) -> impl Iterator<Item = &Figure> {
        self.parts.iter().flat_map(|placed| &placed.figures)
    }

    /// Makes the figures anew, and finds the selected one again, or its neighbour.
    fn rebuild(&mut self, state: &State) {
        self.board = Board::of(state);
        self.arrange();
    }

    fn arrange(&mut self) {
        let (parts, line) = layout::regions(self.area);
        self.line = line;
        self.parts = layout::arrange(&self.board, parts);
        let found = self.selected.as_ref().filter(|_| self.chosen);
        let found = found.and_then(|selected| self.shown().position(|figure| figure == selected));
        self.select(found.unwrap_or(if self.chosen { self.at } else { 0 }));
    }

    fn select(&mut self, at: usize) {
        self.at = at.min(self.shown().count().saturating_sub(1));
        let selected = self.shown().nth(self.at).cloned();
        self.selected = selected;
    }

    /// Where the selected figure stands on the screen: its part, and its row there.
    fn place(&self) -> Option<(&Placed, u16)> {
        let mut before = 0;
        self.parts.iter().find_map(|placed| {
            let row = self.at.checked_sub(before).filter(|row| *row < placed.figures.len());
            before += placed.figures.len();
            Some((placed, view::first_row(placed) + u16::try_from(row?).unwrap_or(0)))
        })
    }

    /// To the figure beside the selected one, in the other column.
    fn across(&mut self, to_the_right: bool) {
        let Some((here, row)) = self.place() else { return };
        let x = here.body.x;
        let mut at = 0;
        let mut best: Option<(u16, usize)> = None;
        for placed in &self.parts {
            for (line, _) in placed.figures.iter().enumerate() {
                let other = view::first_row(placed) + u16::try_from(line).unwrap_or(0);
                let is_there = if to_the_right { placed.body.x > x } else { placed.body.x < x };
                if is_there && best.is_none_or(|(distance, _)| other.abs_diff(row) < distance) {
                    best = Some((other.abs_diff(row), at));
                }
                at += 1;
            }
        }
        if let Some((_, at)) = best {
            self.select(at);
        }
    }

    fn go_there(&self, state: &State) -> Vec<Step> {
        match self.selected.as_ref().map(|figure| figure.target(state)) {
            Some(Some(target)) => vec![Step::Go(target)],
            Some(None) => vec![Step::Tell(Level::Info, "There is no more to this than is told here".into())],
            None => vec![Step::Tell(Level::Info, "There is nothing here yet".into())],
        }
    }
}

impl Pane for OverviewPane {
    fn id(&self) -> PaneId {
        PaneId::Overview
    }

    fn context(&self) -> Context {
        Context::Overview
    }

    fn hints(&self, _state: &State) -> Vec<Command> {
        vec![Command::GoThere, Command::Down, Command::Refresh, Command::NextPane, Command::Quit]
    }

    fn run(&mut self, command: Command, state: &State, _ids: &mut Ids) -> Vec<Step> {
        let count = self.shown().count();
        if let Some(to) = command.moved(self.at, count, usize::from(self.area.height / 2)) {
            self.chosen = true;
            self.select(to);
            return Vec::new();
        }
        match command {
            Command::Left | Command::Right => {
                self.chosen = true;
                self.across(command == Command::Right);
            }
            Command::GoThere => {
                self.chosen = true;
                return self.go_there(state);
            }
            _ => {}
        }
        Vec::new()
    }

    fn mouse(&mut self, mouse: Mouse, _state: &State) {
        self.chosen = true;
        match mouse.kind {
            MouseKind::WheelUp => self.select(self.at.saturating_sub(1)),
            MouseKind::WheelDown => self.select(self.at + 1),
            MouseKind::Click => {
                if let Some(at) = view::hit(self, mouse) {
                    self.select(at);
                }
            }
        }
    }

    fn shows_feeds(&self) -> bool {
        true
    }

    fn refresh(&mut self, changes: &Changes, state: &State) {
        // How long answers took is looked at when it is drawn.
        if !changes.is_empty() {
            self.rebuild(state);
        }
    }

    fn resize(&mut self, area: Area, state: &State) {
        self.area = area;
        self.rebuild(state);
    }

    fn wake_at(&self, _state: &State) -> Option<Timestamp> {
        None
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Area, state: &State) {
        view::draw(self, canvas, area, state);
    }
}
