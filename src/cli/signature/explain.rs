//! The steps to a signature, laid out for whoever looks for the one that went another way.

use std::fmt::Write;

use crate::domain::Text;
use crate::providers::signature::Explained;

/// The steps, and the signature that was received with the body, if any.
pub(super) fn explanation(steps: &Explained, sent: Option<&str>) -> String {
    let mut page = String::new();
    if !steps.values.is_empty() {
        let names: Vec<String> = steps.values.iter().map(|(name, _)| plain(name)).collect();
        let width = names.iter().map(|name| name.chars().count()).max().unwrap_or_default();
        let lines = names
            .iter()
            .zip(&steps.values)
            .fold(String::new(), |lines, (name, (_, value))| lines + &format!("  {name:width$}  {}\n", quoted(value)));
        step(&mut page, "values, sorted", &lines);
    }
    step(&mut page, "what is hashed", &format!("  {}\n", quoted(&steps.joined)));
    if let Some(md5) = &steps.md5 {
        step(&mut page, "its md5", &format!("  {md5}\n"));
    }
    step(&mut page, steps.rule, &format!("  {}\n", steps.result));
    if let Some(sent) = sent {
        step(&mut page, "received", &format!("  {}\n", plain(sent)));
    }
    page
}

fn step(page: &mut String, title: &str, lines: &str) {
    let written = write!(page, "{title}:\n{lines}\n");
    debug_assert!(written.is_ok(), "a String takes every write");
}

/// A text between quotes, in which spaces at its ends and everything that cannot be seen can be told.
fn quoted(text: &str) -> String {
    format!("\"{}\"", plain(text))
}

/// A text in which what a terminal must not see, or what cannot be seen, stands as its number. Nothing else is changed,
/// so that it can be held against the other end's, character by character.
fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if Text::harmless(character) == Some(character) {
            shown.push(character);
        } else {
            let written = write!(shown, "\\u{{{:x}}}", u32::from(character));
            debug_assert!(written.is_ok(), "a String takes every write");
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_stand_below_each_other() {
        let steps = Explained {
            values: vec![("amount".into(), "1000".into()), ("label".into(), " \u{1b}[31m\u{202e}".into())],
            joined: "1000: \u{1b}[31m\u{202e}".into(),
            md5: Some("aa".into()),
            rule: "sha1(private_key . md5)",
            result: "bb".into(),
        };
        let expected = "values, sorted:\n  amount  \"1000\"\n  label   \" \\u{1b}[31m\\u{202e}\"\n\n\
                        what is hashed:\n  \"1000: \\u{1b}[31m\\u{202e}\"\n\n\
                        its md5:\n  aa\n\nsha1(private_key . md5):\n  bb\n\nreceived:\n  cc\\u{a}\n\n";
        assert_eq!(explanation(&steps, Some("cc\n")), expected);
    }
}
