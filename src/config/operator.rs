//! `[operator]`: whose name the journal bears.

use super::problem::quoted;
use super::reader::{Gather, Section};
use super::show::Origin;
use crate::domain::Text;

/// Who works here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OperatorConfig {
    /// The name that the journal bears; `None` for the system's user.
    pub name: Option<Text>,
}

/// Reads `[operator]`.
pub(super) fn operator(root: &Section, gather: &mut Gather) -> OperatorConfig {
    let table = root.get("operator", gather).and_then(|value| value.section("a table: [operator]", &["name"], gather));
    OperatorConfig { name: name(table.as_ref(), gather) }
}

fn name(table: Option<&Section>, gather: &mut Gather) -> Option<Text> {
    const MOST: usize = 64;
    const EXPECTED: &str = "a name of 1 to 64 visible characters, such as \"asha\"";
    let Some(value) = table.and_then(|table| table.get("name", gather)) else {
        gather.note("operator.name", "the system's user", Origin::Default);
        return None;
    };
    let raw = value.text(EXPECTED, gather)?;
    let name = Text::new(raw);
    // Words of a name are parted by one space, so that two names that look alike are alike.
    let one_space = raw.split(' ').all(|word| !word.is_empty() && !word.chars().any(char::is_whitespace));
    if !one_space || raw.chars().count() > MOST || name.as_str() != raw {
        value.wrong(EXPECTED, &quoted(raw), gather);
        return None;
    }
    gather.note(&value.key, raw, value.origin());
    Some(name)
}
