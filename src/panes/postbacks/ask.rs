//! The line that asks: an id or many, and what they are taken for.

use crate::ui::Editable;
use crate::ui::field::{Kind as FieldKind, TextField};

use super::ids;
use super::lookup::Kind;

/// The line at the top of the pane.
pub struct Ask {
    /// What is typed.
    pub field: TextField,
    /// What it is taken for.
    pub kind: Kind,
    /// What is wrong with it.
    pub said: Option<String>,
}

impl Default for Ask {
    fn default() -> Self {
        let most = ids::MOST * (ids::LONGEST + 2);
        let field = TextField::new(FieldKind::Plain).with_max(most).with_placeholder("paste an id, or many");
        Self { field, kind: Kind::default(), said: None }
    }
}

impl Ask {
    /// Takes what is typed or pasted; a pasted list becomes one line.
    pub fn type_in(&mut self, text: &str) {
        let mut chars = text.chars();
        let single = chars.next().is_some() && chars.next().is_none();
        self.said = if single {
            self.field.type_in(text)
        } else {
            let line = ids::on_one_line(text);
            self.field.type_in(&line)
        };
    }

    /// How many ids are typed so far.
    pub fn count(&self) -> usize {
        ids::parse(self.field.text()).map_or(0, |ids| ids.len())
    }

    /// Nothing is typed any more.
    pub fn clear(&mut self) {
        self.field.clear();
        self.said = None;
    }
}
