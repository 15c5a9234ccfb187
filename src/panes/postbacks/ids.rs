//! Ids as they are typed or pasted: one, or many, one per line or with commas between them.

use std::collections::HashSet;

use crate::domain::Text;

/// The most ids that are looked up at once.
pub const MOST: usize = 500;

/// The most characters of an id.
pub const LONGEST: usize = 190;

/// What parts ids: lines, commas, semicolons and the tabs of spreadsheets.
fn is_separator(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t' | ',' | ';' | '\u{2028}' | '\u{2029}')
}

/// Pasted text in one line, with its ids parted by commas.
pub fn on_one_line(pasted: &str) -> String {
    let parts = pasted.split(is_separator).map(str::trim).filter(|part| !part.is_empty());
    let mut line = parts.collect::<Vec<_>>().join(", ");
    // Whoever pastes a list that ends in a comma goes on with the next id.
    if pasted.trim_end_matches(' ').ends_with(is_separator) && !line.is_empty() {
        line.push_str(", ");
    }
    line
}

/// The ids in what was typed, each once, in their order. Quotation marks around one are left out.
///
/// # Errors
/// Says what is wrong, for the line it was typed in. None is cut short: half of an id is another one.
pub fn parse(typed: &str) -> Result<Vec<Text>, String> {
    let mut ids = Vec::new();
    let mut seen = HashSet::new();
    for part in typed.split(is_separator) {
        let clean: String = bare(part).chars().filter_map(Text::harmless).collect();
        let clean = clean.trim();
        if clean.is_empty() {
            continue;
        }
        if clean.chars().count() > LONGEST {
            return Err(format!("an id has at most {LONGEST} characters; number {} has more", ids.len() + 1));
        }
        let id = Text::new(clean);
        if seen.insert(id.clone()) {
            ids.push(id);
        }
    }
    match ids.len() {
        0 => Err("type or paste an id".to_owned()),
        many if many > MOST => Err(format!("at most {MOST} ids at once; these are {many}")),
        _ => Ok(ids),
    }
}

/// Without space and quotation marks around it.
fn bare(part: &str) -> &str {
    let part = part.trim();
    let quoted = ['"', '\'', '`'].iter().find_map(|mark| part.strip_prefix(*mark)?.strip_suffix(*mark));
    quoted.unwrap_or(part).trim()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2298635", &["2298635"])]
    #[case(" 2298635 \n", &["2298635"])]
    #[case("a1\nb2\r\nc3", &["a1", "b2", "c3"])]
    #[case("a1, b2,c3,", &["a1", "b2", "c3"])]
    #[case("\"a1\",'b2'\t`c3`;d4", &["a1", "b2", "c3", "d4"])]
    // An id may have a space in it.
    #[case("order 7, order 8", &["order 7", "order 8"])]
    // Each is asked for once.
    #[case("a1,b2,a1", &["a1", "b2"])]
    // What a web page hides in it is no part of it.
    #[case("a\u{200b}1\u{202e}", &["a1"])]
    fn ids_are_read_as_they_are_pasted(#[case] typed: &str, #[case] ids: &[&str]) {
        assert_eq!(parse(typed).unwrap().iter().map(Text::as_str).collect::<Vec<_>>(), ids);
    }

    #[rstest]
    #[case("", "type or paste")]
    #[case(" ,\n;\t", "type or paste")]
    #[case("\u{202e}\u{200b}", "type or paste")]
    fn nothing_is_no_id(#[case] typed: &str, #[case] words: &str) {
        assert!(parse(typed).unwrap_err().contains(words));
    }

    #[test]
    fn too_many_or_too_long_is_said_and_never_cut() {
        let all = |count: usize| (0..count).map(|id| format!("id{id}")).collect::<Vec<_>>().join("\n");
        assert_eq!(parse(&all(MOST)).unwrap().len(), MOST);
        assert!(parse(&all(MOST + 1)).unwrap_err().contains("501"));
        assert!(parse(&"x".repeat(LONGEST)).is_ok());
        assert!(parse(&format!("a1,{}", "x".repeat(LONGEST + 1))).unwrap_err().contains("number 2"));
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_again(
            ids in prop::collection::hash_set("[A-Za-z0-9._-]{1,40}", 1..40), separator in "(, ?|\r?\n|\t|;|,\n)",
        ) {
            let ids: Vec<String> = ids.into_iter().collect();
            let pasted = ids.join(&separator);
            let read = parse(&pasted).unwrap();
            prop_assert_eq!(read.iter().map(Text::as_str).collect::<Vec<_>>(), ids.iter().map(String::as_str).collect::<Vec<_>>());
            // By way of the one line of the field it is the same.
            prop_assert_eq!(parse(&on_one_line(&pasted)).unwrap(), read);
        }

        #[test]
        fn whatever_is_pasted_nothing_breaks_and_no_id_is_empty_or_changed_by_a_second_reading(pasted in "\\PC{0,200}|[\\s\\S]{0,200}") {
            if let Ok(ids) = parse(&pasted) {
                prop_assert!(ids.iter().all(|id| !id.as_str().trim().is_empty()));
                for id in &ids {
                    prop_assert!(!id.as_str().chars().any(char::is_control));
                }
            }
            let _ = on_one_line(&pasted);
        }
    }
}
