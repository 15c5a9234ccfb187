//! The signature of a withdrawal: `sha1(private_key . md5(values))`, of the request and of its postback alike (the
//! Paykassma API, "Withdrawal of funds").

use std::fmt;

use secrecy::SecretString;
use serde_json::Value as Json;

use super::super::super::signature::Explained;
use super::php::{Join, Map, Value, follows, join_all, ksort, read};
use super::{Signature, Unreadable, md5_of, seal};

/// The field that holds the signature, and that no signature is about.
const SIGNATURE: &str = "signature";

/// A withdrawal request, or the postback of one, as far as its signature goes.
#[derive(Clone)]
pub struct Withdrawal<'a>(Fields<'a>);

#[derive(Clone)]
enum Fields<'a> {
    /// From a body.
    Read(Map<'a>),
    /// Of a request that is about to be sent.
    Built(&'a serde_json::Map<String, Json>),
}

impl<'a> Withdrawal<'a> {
    /// Of a body as it came, signed or not.
    ///
    /// # Errors
    /// Why PHP would not read a withdrawal in it.
    pub fn read(body: &'a [u8]) -> Result<Self, Unreadable> {
        match read(body)? {
            Value::Map(map) => Ok(Self(Fields::Read(map))),
            _ => Err(Unreadable::NotAnObject),
        }
    }

    /// Of the fields of a request that is about to be sent, signed or not.
    #[must_use]
    pub fn of(fields: &'a serde_json::Map<String, Json>) -> Self {
        Self(Fields::Built(fields))
    }

    /// Its signature with this private key.
    #[must_use]
    pub fn sign(&self, private_key: &SecretString) -> Signature {
        seal(&[private_key], &self.joined())
    }

    /// Whether the signature that came with it is the one this private key makes; compared in constant time.
    ///
    /// # Errors
    /// [`Unreadable::Missing`] or [`Unreadable::NotText`] where it came with none.
    pub fn is_signed(&self, private_key: &SecretString) -> Result<bool, Unreadable> {
        Ok(self.sign(private_key).is(self.signature()?))
    }

    /// The signature that came with it.
    ///
    /// # Errors
    /// [`Unreadable::Missing`] or [`Unreadable::NotText`].
    pub fn signature(&self) -> Result<&str, Unreadable> {
        match &self.0 {
            Fields::Read(map) => text(map, SIGNATURE),
            Fields::Built(fields) => match fields.get(SIGNATURE) {
                None | Some(Json::Null) => Err(Unreadable::Missing(SIGNATURE)),
                Some(Json::String(text)) => Ok(text),
                Some(_) => Err(Unreadable::NotText(SIGNATURE)),
            },
        }
    }

    /// Every step to its signature, without the key.
    #[must_use]
    pub fn explain(&self, private_key: &SecretString) -> Explained {
        let values = match &self.0 {
            Fields::Read(map) => values(map.fields()),
            Fields::Built(fields) => values(by_name(fields)),
        };
        let joined = self.joined();
        let md5 = Some(md5_of(&joined).to_string());
        let result = seal(&[private_key], &joined).to_string();
        Explained { values, joined, md5, rule: "sha1(private_key . md5)", result }
    }

    /// Its values, sorted by name at the top, joined.
    fn joined(&self) -> String {
        let mut joined = String::with_capacity(256);
        match &self.0 {
            Fields::Read(map) => join_sorted(map.fields(), &mut joined),
            Fields::Built(fields) => join_sorted(by_name(fields), &mut joined),
        }
        joined
    }
}

/// Joins the values in the order of their names. Most requests are built in it and joined as they are; only what is found
/// out of its order is sorted.
fn join_sorted<'m, V: Join + 'm>(fields: impl Iterator<Item = (&'m str, &'m V)> + Clone, joined: &mut String) {
    if !join_in_order(fields.clone(), joined) {
        joined.clear();
        join_all(ksort(fields, SIGNATURE).iter().map(|field| field.value), joined);
    }
}

/// Joins the values as they stand, for as long as that is the order of their names; says whether it is to the end.
fn join_in_order<'m, V: Join + 'm>(fields: impl Iterator<Item = (&'m str, &'m V)>, joined: &mut String) -> bool {
    let mut last = "";
    for (name, value) in fields.filter(|(name, _)| *name != SIGNATURE) {
        if !follows(last, name) {
            return false;
        }
        if !last.is_empty() {
            joined.push(':');
        }
        value.join(joined);
        last = name;
    }
    true
}

fn by_name(fields: &serde_json::Map<String, Json>) -> impl Iterator<Item = (&str, &Json)> + Clone {
    fields.iter().map(|(name, value)| (name.as_str(), value))
}

/// Names and texts in the order in which they are joined.
fn values<'m, V: Join + 'm>(fields: impl Iterator<Item = (&'m str, &'m V)>) -> Vec<(String, String)> {
    let named = ksort(fields, SIGNATURE).into_iter().map(|field| {
        let mut text = String::new();
        field.value.join(&mut text);
        (field.name.to_owned(), text)
    });
    named.collect()
}

/// A field that has to be a text.
pub(super) fn text<'m>(map: &'m Map<'_>, name: &'static str) -> Result<&'m str, Unreadable> {
    match map.get(name) {
        None | Some(Value::Null) => Err(Unreadable::Missing(name)),
        Some(Value::Text(text)) => Ok(text),
        Some(_) => Err(Unreadable::NotText(name)),
    }
}

/// No values: account numbers are among them.
impl fmt::Debug for Withdrawal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = match &self.0 {
            Fields::Read(map) => map.0.len(),
            Fields::Built(fields) => fields.len(),
        };
        write!(f, "Withdrawal({fields} fields)")
    }
}
