//! Reads a secret reference out of the config.

use secrecy::SecretString;

use super::SecretRef;
use crate::config::problem::{Problem, quoted};
use crate::config::reader::{Gather, Value};

const KINDS: &[&str] = &["env", "file", "keyring", "command"];
const REFERENCE: &str = "{ env = \"NAME\" }, { file = \"path\" }, { keyring = \"service/user\" } or { command = [\"program\", \"argument\"] }";

/// Whether a plain text may stand where a secret does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::config) enum Plain {
    /// It may.
    Allowed,
    /// It may not: the connection moves real money.
    Refused,
}

/// The reference that `value` has to be. What can be known of the secret itself, such as that its variable is set, is
/// looked at here, so that it is told with its line.
pub(in crate::config) fn read(value: &Value, plain: Plain, gather: &mut Gather) -> Option<SecretRef> {
    let (reference, at) = if let Some(text) = value.as_text() {
        if plain == Plain::Refused {
            value.wrong(&format!("{REFERENCE} on a production connection"), "a text", gather);
            return None;
        }
        (SecretRef::Plain(SecretString::from(text)), value.clone())
    } else {
        referred(value, plain, gather)?
    };
    if let Err(error) = reference.check(gather.surroundings) {
        gather.problems.push(Problem::at(at.line, &at.key, format!("expected a secret that is there, but {error}")));
        return None;
    }
    Some(reference)
}

/// The reference of a table, with the value that names its place.
fn referred<'v, 't>(value: &Value<'v, 't>, plain: Plain, gather: &mut Gather) -> Option<(SecretRef, Value<'v, 't>)> {
    let expected = if plain == Plain::Allowed { format!("{REFERENCE} or a text") } else { REFERENCE.to_owned() };
    let section = value.section(&expected, KINDS, gather)?;
    let mut kinds = section.entries(gather).into_iter().filter(|(name, _)| KINDS.contains(name));
    let Some((kind, at)) = kinds.next() else {
        // A misspelt kind has been told already.
        if section.is_empty() {
            value.wrong(&expected, "an empty table", gather);
        }
        return None;
    };
    if let Some((_, second)) = kinds.next() {
        second.wrong("one place for the secret", "a second one", gather);
        return None;
    }
    let reference = match kind {
        "env" => SecretRef::Env(variable(&at, gather)?),
        "file" => {
            let path = non_empty(&at, "the path of a file", gather)?;
            SecretRef::File(gather.surroundings.expand(path, &gather.folder))
        }
        "keyring" => {
            let expected = "a service and a user, such as \"paytop/india-a\"";
            let name = non_empty(&at, expected, gather)?;
            let Some((service, user)) = name.rsplit_once('/').filter(|(a, b)| !a.is_empty() && !b.is_empty()) else {
                at.wrong(expected, &quoted(name), gather);
                return None;
            };
            SecretRef::Keyring { service: service.to_owned(), user: user.to_owned() }
        }
        _ => SecretRef::Command(command(&at, gather)?),
    };
    Some((reference, at))
}

fn non_empty<'v>(value: &Value<'v, '_>, expected: &str, gather: &mut Gather) -> Option<&'v str> {
    let text = value.text(expected, gather)?;
    if text.is_empty() {
        value.wrong(expected, "an empty text", gather);
        return None;
    }
    Some(text)
}

/// The name of a variable. What does not look like a name is not quoted: it may be the secret itself, put there by
/// mistake.
fn variable(value: &Value, gather: &mut Gather) -> Option<String> {
    let expected = "the name of an environment variable, such as \"PAYTOP_TOKEN\"";
    let name = non_empty(value, expected, gather)?;
    let letters = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if !letters || name.as_bytes()[0].is_ascii_digit() {
        value.wrong(expected, "other characters", gather);
        return None;
    }
    Some(name.to_owned())
}

fn command(value: &Value, gather: &mut Gather) -> Option<Vec<String>> {
    let expected = "a list of texts, such as [\"pass\", \"show\", \"paytop/india-a\"]";
    let elements = value.list(expected, gather)?;
    let words: Vec<_> = elements.iter().map(|word| word.text("a text", gather)).collect();
    let words: Option<Vec<String>> = words.into_iter().map(|word| word.map(str::to_owned)).collect();
    let words = words?;
    if words.first().is_none_or(String::is_empty) {
        value.wrong(expected, "no program", gather);
        return None;
    }
    if words.iter().any(|word| word.contains('\0')) {
        value.wrong(expected, "a zero byte", gather);
        return None;
    }
    Some(words)
}
