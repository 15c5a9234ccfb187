//! A list of facts: labels at the left, values aligned beside them.

use ratatui::style::Style;

use super::canvas::cells_of;
use super::{Align, Area, Canvas};

/// One fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact<'a> {
    /// What it is about.
    pub label: &'a str,
    /// What it says.
    pub value: &'a str,
    /// How the value is written; `None` for ordinary text.
    pub style: Option<Style>,
}

impl<'a> Fact<'a> {
    /// A fact in ordinary text.
    #[must_use]
    pub const fn new(label: &'a str, value: &'a str) -> Self {
        Self { label, value, style: None }
    }

    /// The same fact with its value written in `style`.
    #[must_use]
    pub const fn styled(self, style: Style) -> Self {
        Self { style: Some(style), ..self }
    }
}

/// Draws facts, one a row, as many as `area` has rows for; answers how many rows they took. Labels take at most
/// half of the width.
pub fn facts(canvas: &mut Canvas<'_>, area: Area, facts: &[Fact<'_>]) -> u16 {
    let theme = canvas.theme();
    let label = facts.iter().map(|fact| cells_of(fact.label)).max().unwrap_or(0).min(area.width / 2);
    let mut taken = 0;
    for (fact, row) in facts.iter().zip(area.rows()) {
        let (name, rest) = row.cut_left(label);
        let value = rest.cut_left(2).1;
        canvas.label(name, Align::Left, fact.label, theme.muted);
        canvas.label(value, Align::Left, fact.value, fact.style.unwrap_or(theme.text));
        taken += 1;
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::{Sheet, survives_every_size};

    const ALL: [Fact<'_>; 3] =
        [Fact::new("Phone", "••••••3210"), Fact::new("Withdrawn", "INR 5,000.00"), Fact::new("Task", "t1")];

    #[test]
    fn values_stand_in_one_column() {
        let mut sheet = Sheet::new(30, 2);
        assert_eq!(sheet.draw(|canvas| facts(canvas, canvas.bounds(), &ALL)), 2);
        assert_eq!(sheet.text(), "Phone      ••••••3210\nWithdrawn  INR 5,000.00");
    }

    #[test]
    fn they_stay_in_their_area() {
        survives_every_size(|canvas, area| {
            facts(canvas, area, &ALL);
        });
    }
}
