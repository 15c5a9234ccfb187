//! The form that asks where the rows of a pane are written to: a table for spreadsheets, or JSON. What is written is
//! what was shown when it was asked.

mod view;

use std::path::PathBuf;

use crate::keymap::Keymap;
use crate::message::{Command, Content, Context, Export, Ids, Record, Sheet, Step};
use crate::state::State;
use crate::ui::field::{Kind, TextField};
use crate::ui::form::{Entry, Form};
use crate::ui::{Area, Canvas, Editable};

use super::Overlay;

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    File,
}

/// The form.
pub struct ExportForm {
    form: Form<Field>,
    sheet: Sheet,
}

impl ExportForm {
    /// Asks where `records` go; `pane` names the file that is offered.
    pub fn new(pane: &str, records: Vec<Record>, state: &State) -> Self {
        let at = state.now.to_zoned_datetime(state.zone.clone());
        let name = format!("{}-{}.csv", pane.to_lowercase(), at.strftime("%Y%m%d-%H%M%S"));
        let file = TextField::new(Kind::Plain).with_max(4096).with_text(&name);
        let form = Form::new(vec![
            Entry::text(Field::File, "file", file)
                .required()
                .with_help("ends in .csv or .json; never over one that is there"),
        ]);
        Self { form, sheet: Sheet::of(records) }
    }

    /// How many rows are written, in words.
    fn count(&self) -> String {
        let count = self.sheet.rows.len();
        format!("{count} {}", if count == 1 { "row" } else { "rows" })
    }

    fn submit(&mut self) -> Vec<Step> {
        self.form.clear_errors();
        self.form.check_required();
        let typed = self.form.text(Field::File).trim().to_owned();
        let path = PathBuf::from(&typed);
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        let content = match ending.as_deref() {
            Some("csv") => Some(Content::Table { titles: self.sheet.titles.clone(), rows: self.sheet.rows.clone() }),
            Some("json") => Some(Content::Text(self.sheet.json())),
            _ => None,
        };
        if content.is_none() && !typed.is_empty() {
            self.form.set_error(Field::File, "a name that ends in .csv or .json says which it is");
        }
        if self.form.focus_first_error() {
            return Vec::new();
        }
        let Some(content) = content else { return Vec::new() };
        vec![Step::Close, Step::Export(Export { path, what: self.count(), content })]
    }
}

impl Overlay for ExportForm {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Form, Context::Text]
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn run(&mut self, command: Command, _state: &State, _ids: &mut Ids) -> Vec<Step> {
        match command {
            Command::Back => return vec![Step::Close],
            Command::Submit => return self.submit(),
            _ => self.form.edit(command),
        }
        Vec::new()
    }

    fn insert(&mut self, text: &str) {
        let _ = self.form.type_in(text);
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, _state: &State, keymap: &Keymap) {
        view::draw(self, canvas, screen, keymap);
    }
}
