//! JSON laid out for people: the same values, harmless, and once more with what identifies people hidden.

use super::super::json::Json;
use super::super::scrub::Scrub;
use crate::domain::{RawJson, Text, mask_digits, masked_email};

/// What stands for a hidden character.
const MASK: &str = "••••••";

/// The fields in which a phone or account number may stand among other words.
const PARTLY: [&str; 2] = ["comment", "from"];

/// The deepest nesting that is laid out; beyond it a value stands as it came.
const DEEPEST: usize = 32;

/// The JSON for people to read.
pub(super) fn laid_out(json: Json<'_>, scrub: &Scrub) -> RawJson {
    let (mut full, mut masked) = (String::new(), String::new());
    write(json, "", 0, scrub, &mut Both { full: &mut full, masked: &mut masked });
    RawJson::new(full, masked)
}

/// Both forms, written side by side.
struct Both<'w> {
    full: &'w mut String,
    masked: &'w mut String,
}

impl Both<'_> {
    fn push(&mut self, text: &str) {
        self.full.push_str(text);
        self.masked.push_str(text);
    }

    fn line(&mut self, depth: usize) {
        self.push("\n");
        for _ in 0..depth {
            self.push("  ");
        }
    }

    fn is_full(&self) -> bool {
        self.full.len() > RawJson::MAX
    }
}

fn write(json: Json<'_>, name: &str, depth: usize, scrub: &Scrub, out: &mut Both<'_>) {
    if out.is_full() {
        return;
    }
    if depth < DEEPEST
        && json.is_object()
        && let Ok(object) = json.object()
    {
        let mut first = true;
        out.push("{");
        for (field, value) in object.fields() {
            out.push(if first { "" } else { "," });
            first = false;
            out.line(depth + 1);
            out.push(&quoted(field.as_str()));
            out.push(": ");
            write(value, field.as_str(), depth + 1, scrub, out);
        }
        if !first {
            out.line(depth);
        }
        out.push("}");
        return;
    }
    if depth < DEEPEST
        && json.is_list()
        && let Ok(list) = json.list()
    {
        let mut first = true;
        out.push("[");
        for value in list {
            out.push(if first { "" } else { "," });
            first = false;
            out.line(depth + 1);
            write(value, name, depth + 1, scrub, out);
        }
        if !first {
            out.line(depth);
        }
        out.push("]");
        return;
    }
    scalar(json, name, scrub, out);
}

fn scalar(json: Json<'_>, name: &str, scrub: &Scrub, out: &mut Both<'_>) {
    if json.is_object() || json.is_list() {
        // Too deep, or with a field that comes twice: what cannot be told apart cannot be hidden either.
        out.push("\"…\"");
        return;
    }
    let is_masked = RawJson::MASKED.contains(&name) && !json.is_null();
    let is_partly = PARTLY.contains(&name) && !json.is_null();
    if !json.is_text() && !is_masked && !is_partly {
        out.push(&scrub.clean(json.raw()));
        return;
    }
    let Ok(Some(value)) = json.string() else {
        out.push("\"…\"");
        return;
    };
    let clean: String = scrub.clean(&value).chars().filter_map(Text::harmless).collect();
    let written = if json.is_text() { quoted(&clean) } else { clean.clone() };
    out.full.push_str(&written);
    if is_masked {
        out.masked.push_str(&quoted(&masked(name, &clean)));
    } else if is_partly {
        out.masked.push_str(&quoted(&mask_digits(&clean)));
    } else {
        out.masked.push_str(&written);
    }
}

fn masked(name: &str, value: &str) -> String {
    match (name, value.len()) {
        (_, 0) => String::new(),
        ("account_email", _) => masked_email(value),
        ("signature" | "access_key", _) => MASK.to_owned(),
        _ => {
            let tail = value.char_indices().rev().nth(3).map_or("", |(at, _)| &value[at..]);
            format!("{MASK}{tail}")
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(text: &str, secret: &str) -> RawJson {
        let scrub = Scrub::of([&secrecy::SecretString::from(secret)]);
        laid_out(Json::read(text, &scrub).ok().unwrap(), &scrub)
    }

    #[test]
    fn it_says_what_came_line_by_line() {
        let laid = raw(r#"{"a":[1,2.50,{"b":null}],"c":{},"d":"x\/y","e":[]}"#, "hush-hush-7");
        let lines = "{\n  \"a\": [\n    1,\n    2.50,\n    {\n      \"b\": null\n    }\n  ],\n  \"c\": {},\n  \"d\": \"x/y\",\n  \"e\": []\n}";
        assert_eq!((laid.full(), laid.masked()), (lines, lines));
    }

    #[test]
    fn accounts_are_hidden_unless_asked_for_and_secrets_always() {
        let laid = raw(
            r#"{"account_number":"5422222225","iban":12345678,"account_email":"asha@example.com","note":"hush-\u0068ush-7","signature":"abc","account_name":null}"#,
            "hush-hush-7",
        );
        assert!(laid.full().contains("5422222225") && laid.full().contains("asha@example.com"));
        let masked = laid.masked();
        assert!(masked.contains("\"••••••2225\"") && masked.contains("\"a•••@example.com\""), "{masked}");
        assert!(!masked.contains("54222") && !masked.contains("12345678") && !masked.contains("abc"), "{masked}");
        assert!(!laid.full().contains("hush"), "{}", laid.full());
    }

    #[test]
    fn what_would_reach_the_terminal_is_gone() {
        let laid = raw("{\"a\":\"\\u001b[31m\u{202e}x\",\"\\u001b]0;t\\u0007\":1}", "hush-hush-7");
        assert!(!laid.full().contains(['\u{1b}', '\u{202e}', '\u{7}']), "{}", laid.full());
    }
}
