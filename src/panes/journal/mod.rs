//! The journal pane: every change of this run, newest first, with what became of it.

mod view;

use jiff::Timestamp;
use secrecy::SecretString;

use crate::domain::{Intent, IntentId};
use crate::message::{Command, Context, Ids, Level, Mouse, MouseKind, PaneId, Step};
use crate::state::{Changes, State};
use crate::ui::field::{Kind, TextField};
use crate::ui::table::{Hit, viewport};
use crate::ui::{Area, Canvas, Editable};

use super::Pane;

/// The journal pane.
pub struct JournalPane {
    /// The intents that are shown: unconfirmed ones first, then newest first.
    list: Vec<IntentId>,
    selected: Option<IntentId>,
    at: usize,
    offset: usize,
    filter: TextField,
    filtering: bool,
    area: Area,
}

impl Default for JournalPane {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            selected: None,
            at: 0,
            offset: 0,
            filter: TextField::new(Kind::Plain).with_max(80).with_placeholder("id, account, amount, state, word"),
            filtering: false,
            area: Area::default(),
        }
    }
}

/// Everything a filter can find in an intent, in small letters.
fn searchable(intent: &Intent, state: &State) -> String {
    let row = intent.key().and_then(|key| state.row(&key).map(|row| row.account.phone.full().to_owned()));
    let amount = intent.amount.as_ref().map(|amount| format!("{amount} {}", amount.amount.normalize()));
    let account = intent.account.as_ref().map(ToString::to_string);
    let parts = [
        intent.id.to_string(),
        intent.connection.to_string(),
        account.unwrap_or_default(),
        row.unwrap_or_default(),
        amount.unwrap_or_default(),
        intent.words.clone(),
        intent.state().word().to_owned(),
        intent.state().told(),
    ];
    parts.join(" ").to_lowercase()
}

impl JournalPane {
    fn relist(&mut self, state: &State) {
        let words: Vec<String> = self.filter.text().split_whitespace().map(str::to_lowercase).collect();
        let matches = |intent: &&Intent| {
            let text = if words.is_empty() { String::new() } else { searchable(intent, state) };
            words.iter().all(|word| text.contains(word.as_str()))
        };
        let (mut open, settled): (Vec<_>, Vec<_>) =
            state.intents.newest_first().filter(matches).partition(|intent| intent.is_unconfirmed());
        open.extend(settled);
        self.list = open.into_iter().map(|intent| intent.id).collect();
        let found = self.selected.and_then(|id| self.list.iter().position(|other| *other == id));
        self.select(found.unwrap_or(self.at));
    }

    fn select(&mut self, at: usize) {
        self.at = at.min(self.list.len().saturating_sub(1));
        self.selected = self.list.get(self.at).copied();
        self.scroll();
    }

    fn scroll(&mut self) {
        self.offset = viewport(self.at, self.offset, self.page(), self.list.len());
    }

    fn page(&self) -> usize {
        usize::from(view::regions(self, self.area).1.height.saturating_sub(1))
    }
}

impl Pane for JournalPane {
    fn id(&self) -> PaneId {
        PaneId::Journal
    }

    fn context(&self) -> Context {
        if self.filtering { Context::Filter } else { Context::Journal }
    }

    fn is_typing(&self) -> bool {
        self.filtering
    }

    fn hints(&self, _state: &State) -> Vec<Command> {
        if self.filtering {
            return vec![Command::ApplyFilter, Command::Back];
        }
        vec![Command::Filter, Command::CopyId, Command::NextPane, Command::Quit]
    }

    fn run(&mut self, command: Command, state: &State, _ids: &mut Ids) -> Vec<Step> {
        if let Some(to) = command.moved(self.at, self.list.len(), self.page()) {
            self.select(to);
            return Vec::new();
        }
        match command {
            Command::Filter => self.filtering = true,
            Command::ApplyFilter => self.filtering = false,
            Command::Back => {
                self.filtering = false;
                self.filter.clear();
                self.relist(state);
            }
            Command::CopyId => {
                return vec![match self.selected {
                    Some(id) => Step::Copy { what: "intent's id", text: SecretString::from(id.to_string()) },
                    None => Step::Tell(Level::Info, "There is nothing to copy".into()),
                }];
            }
            editing if self.filtering => {
                self.filter.edit(editing);
                self.relist(state);
            }
            _ => {}
        }
        self.scroll();
        Vec::new()
    }

    fn insert(&mut self, text: &str, state: &State) {
        // A filter too long to paste stays what it was.
        let _ = self.filter.type_in(text);
        self.relist(state);
    }

    fn mouse(&mut self, mouse: Mouse, _state: &State) {
        match mouse.kind {
            MouseKind::WheelUp => self.select(self.at.saturating_sub(3)),
            MouseKind::WheelDown => self.select(self.at + 3),
            MouseKind::Click => {
                if let Some(Hit::Row(at)) = view::hit(self, mouse) {
                    self.select(at);
                }
            }
        }
    }

    fn refresh(&mut self, changes: &Changes, state: &State) {
        if changes.other || changes.list {
            self.relist(state);
        }
    }

    fn resize(&mut self, area: Area, _state: &State) {
        self.area = area;
        self.scroll();
    }

    fn wake_at(&self, _state: &State) -> Option<Timestamp> {
        None
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Area, state: &State) {
        view::draw(self, canvas, area, state);
    }
}
