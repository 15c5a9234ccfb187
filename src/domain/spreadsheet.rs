//! What a spreadsheet makes of text: some of it is a formula there.

use std::borrow::Cow;

/// `text`, with a `'` before it where a spreadsheet would take it for a formula.
#[must_use]
pub fn defused(text: &str) -> Cow<'_, str> {
    // A tab or a line break before the sign is passed over by spreadsheets, so it is looked behind.
    let first = text.trim_start().chars().next();
    // Full-width forms are read as their narrow ones.
    if matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("=1+1", "'=1+1")]
    #[case("+919876543210", "'+919876543210")]
    #[case("-2", "'-2")]
    #[case("@SUM(A1)", "'@SUM(A1)")]
    #[case(" =cmd()", "' =cmd()")]
    #[case("＝1", "'＝1")]
    #[case("a=1", "a=1")]
    #[case("", "")]
    #[case("name@bank", "name@bank")]
    fn formulas_are_defused(#[case] text: &str, #[case] safe: &str) {
        assert_eq!(defused(text), safe);
    }
}
