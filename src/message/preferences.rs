//! What an operator set up on the screen and finds again the next time: columns, order and named filters of each pane,
//! and where the session was left. It says how things are shown and nothing of what they are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::{Text, mask_digits};

use super::PaneId;

/// The most of anything in a list that is kept: columns, or named filters of a pane.
const MOST: usize = 60;

/// The most characters of a name or a filter that are kept.
const LONGEST: usize = 80;

/// What is kept between runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// By the panes' names. What is said of a pane that is not there stays for when it is.
    panes: BTreeMap<String, PanePreferences>,
    /// Where the last session was left.
    pub session: Session,
    /// Whether the first lines of help were seen.
    pub toured: bool,
}

/// How an operator wants one pane.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PanePreferences {
    /// Its table.
    pub layout: Layout,
    /// The filters that were given a name.
    pub filters: Vec<SavedFilter>,
}

/// How a table is laid out and sorted, where that is not as it comes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Layout {
    /// Its columns in their order; empty where they are as they come.
    pub columns: Vec<ColumnPreference>,
    /// What it is sorted by; `None` for its own order.
    pub sort: Option<SortPreference>,
}

/// A column as an operator wants it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ColumnPreference {
    /// Which.
    pub name: String,
    /// Whether it is not shown.
    pub hidden: bool,
    /// How many cells wide it is; `None` for as many as it needs.
    pub width: Option<u16>,
}

/// What a table is sorted by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SortPreference {
    /// By which column.
    pub column: String,
    /// Whether the highest comes first.
    pub descending: bool,
}

/// A filter with a name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedFilter {
    /// Its name.
    pub name: String,
    /// What is searched for.
    pub text: String,
}

/// Where a session was left.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// The pane that was in view, by its name.
    pub pane: Option<String>,
    /// What was filtered and selected, by the panes' names.
    pub panes: BTreeMap<String, PaneSession>,
}

/// Where a session left one pane.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PaneSession {
    /// What was searched for.
    pub filter: String,
    /// What was selected, as the pane itself writes it.
    pub selected: Option<String>,
}

impl Preferences {
    /// What is wanted of a pane.
    #[must_use]
    pub fn pane(&self, pane: PaneId) -> PanePreferences {
        self.panes.get(pane.title()).cloned().unwrap_or_default()
    }

    /// Changes what is wanted of a pane; says whether that differs from what it was.
    pub fn change(&mut self, pane: PaneId, change: impl FnOnce(&mut PanePreferences)) -> bool {
        let before = self.pane(pane);
        let mut after = before.clone();
        change(&mut after);
        let differs = before != after;
        if differs {
            self.panes.insert(pane.title().to_owned(), after);
        }
        differs
    }

    /// What a file said, made harmless and bounded: what stands there may be anything.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        let clean = |text: &mut String| *text = tidy(text);
        for pane in self.panes.values_mut() {
            pane.layout.columns.truncate(MOST);
            pane.layout.columns.iter_mut().for_each(|column| clean(&mut column.name));
            pane.layout.sort.iter_mut().for_each(|sort| clean(&mut sort.column));
            pane.filters.truncate(MOST);
            for filter in &mut pane.filters {
                clean(&mut filter.name);
                clean(&mut filter.text);
            }
            pane.filters.retain(SavedFilter::is_usable);
        }
        self.session.pane.iter_mut().for_each(clean);
        for pane in self.session.panes.values_mut() {
            clean(&mut pane.filter);
            pane.selected.iter_mut().for_each(clean);
        }
        self
    }
}

impl PanePreferences {
    /// Gives a filter a name, in place of what had that name.
    ///
    /// # Errors
    /// Why it is not kept, in words.
    pub fn save_filter(&mut self, name: &str, text: &str) -> Result<(), &'static str> {
        let filter = SavedFilter { name: tidy(name), text: tidy(text) };
        if filter.name.is_empty() {
            return Err("a filter needs a name");
        }
        if filter.text.is_empty() {
            return Err("there is no filter to keep: / begins one");
        }
        if !filter.is_usable() {
            return Err("whole phone and account numbers are not kept: filter by the last four digits");
        }
        let before = self.filters.len();
        self.filters.retain(|saved| saved.name != filter.name);
        if self.filters.len() == before && before >= MOST {
            return Err("there are as many filters as can be kept: delete one");
        }
        self.filters.push(filter);
        self.filters.sort_by_key(|saved| saved.name.to_lowercase());
        Ok(())
    }
}

impl SavedFilter {
    /// Whether it says something and no whole phone or account number, which are not kept on any disk.
    fn is_usable(&self) -> bool {
        let is_masked = |text: &str| mask_digits(text) == text;
        !self.name.is_empty() && !self.text.is_empty() && is_masked(&self.name) && is_masked(&self.text)
    }
}

fn tidy(text: &str) -> String {
    let clean: String = text.chars().filter_map(Text::harmless).take(LONGEST).collect();
    clean.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_kept_by_its_name() {
        let mut pane = PanePreferences::default();
        assert_eq!(pane.save_filter(" late ", "late  phonepe"), Ok(()));
        assert_eq!(pane.save_filter("Big", "10,000"), Ok(()));
        assert_eq!(pane.save_filter("late", "stalled"), Ok(()));
        let kept: Vec<_> = pane.filters.iter().map(|saved| (saved.name.as_str(), saved.text.as_str())).collect();
        assert_eq!(kept, [("Big", "10,000"), ("late", "stalled")]);
        assert!(pane.save_filter("", "late").is_err() && pane.save_filter("none", " ").is_err());
    }

    #[test]
    fn whole_numbers_of_people_are_not_kept() {
        let mut pane = PanePreferences::default();
        assert!(pane.save_filter("asha", "9876543210").unwrap_err().contains("last four"));
        assert!(pane.save_filter("9876543210", "asha").is_err());
        assert_eq!(pane.save_filter("asha", "3210"), Ok(()));
    }

    #[test]
    fn what_a_file_says_is_harmless_and_bounded() {
        let filter = |name: &str| SavedFilter { name: name.into(), text: "x".repeat(500) };
        let mut said = Preferences::default();
        said.change(PaneId::Journal, |pane| {
            pane.filters = vec![filter("a\u{1b}[31m\u{202e}b"), filter(""), filter("account 9876543210")];
            pane.filters.extend((0..500).map(|number| filter(&format!("f{number}"))));
        });
        let pane = said.tidied().pane(PaneId::Journal);
        assert_eq!(pane.filters[0].name, "a[31mb");
        assert!(pane.filters.iter().all(|filter| filter.text.len() == LONGEST && !filter.name.is_empty()));
        assert!(pane.filters.len() <= MOST);
    }

    #[test]
    fn only_a_change_is_a_change() {
        let mut wanted = Preferences::default();
        assert!(!wanted.change(PaneId::Accounts, |_| {}));
        assert!(wanted.change(PaneId::Accounts, |pane| pane.layout.sort = Some(SortPreference::default())));
        assert!(!wanted.change(PaneId::Accounts, |pane| pane.layout.sort = Some(SortPreference::default())));
    }
}
