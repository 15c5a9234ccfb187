//! The signatures of Yuansfer, of requests and of notifications: `verifySign = md5(params . "&" . md5(token))`.
//!
//! `params` are all fields but `verifySign`, sorted by name in byte order, as `name=value` joined with `&`. Values go in
//! as they are sent, not URL-encoded; empty ones too, `null` not. Bodies are JSON or form-encoded.

use std::borrow::Cow;
use std::fmt;

use md5::{Digest, Md5};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value as Json;
use serde_json::value::RawValue;

use super::super::signature::Explained;

/// The field that holds the signature, and that no signature is about.
const SIGNATURE: &str = "verifySign";

/// A signature as Yuansfer writes it: 32 hexadecimal digits.
pub type Signature = super::super::signature::Signature<32>;

/// Why a body has no signature. Says where, never what, but for the names of fields.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// There is nothing in it.
    #[error("the body is empty")]
    Empty,
    /// It looks like JSON and is none.
    #[error("the body is no JSON from line {line}, column {column} on")]
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// It is JSON, but no object.
    #[error("the body is no JSON object")]
    NotAnObject,
    /// It is form-encoded, and what it stands for is no UTF-8.
    #[error("the form's field number {0} is no UTF-8")]
    NotUtf8(usize),
    /// A name is there twice: who signs and who reads may each mean another one.
    #[error("the body has a field twice, the second time as number {0}")]
    Twice(usize),
    /// A value is a list or an object, and the documents do not say how such a thing is signed.
    #[error("field number {0} of the body is a list or an object, which has no agreed text")]
    Nested(usize),
    /// It came without a signature.
    #[error("the body has no {SIGNATURE}")]
    Unsigned,
}

/// The fields of a request or a notification, as far as its signature goes: sorted, `null` left out.
#[derive(Clone, PartialEq, Eq)]
pub struct Params<'a> {
    fields: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    sent: Option<Cow<'a, str>>,
}

impl<'a> Params<'a> {
    /// Of a body as it came: JSON where it begins like JSON, else form-encoded.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(body: &'a [u8]) -> Result<Self, Unreadable> {
        match body.trim_ascii_start().first() {
            None => Err(Unreadable::Empty),
            Some(b'{' | b'[' | b'"') => Self::from_json(body),
            Some(_) => Self::from_form(body),
        }
    }

    /// Of a JSON body. A number is the text it was written as, and so are `true` and `false`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn from_json(body: &'a [u8]) -> Result<Self, Unreadable> {
        let no_json = |error: &serde_json::Error| Unreadable::NotJson { line: error.line(), column: error.column() };
        let fields = serde_json::from_slice::<Fields<'a>>(body).map_err(|error| match error.classify() {
            serde_json::error::Category::Data => Unreadable::NotAnObject,
            _ => no_json(&error),
        })?;
        let texts = fields.0.into_iter().zip(1..).map(|((name, value), number)| {
            let value = match value.get().as_bytes().first() {
                Some(b'n') => None,
                Some(b'[' | b'{') => return Err(Unreadable::Nested(number)),
                // A text that was read once as raw JSON can still hold half a surrogate pair.
                Some(b'"') => Some(serde_json::from_str::<Text<'a>>(value.get()).map_err(|error| no_json(&error))?.0),
                _ => Some(Cow::Borrowed(value.get())),
            };
            Ok((name.0, value))
        });
        Self::of(texts.collect::<Result<_, _>>()?)
    }

    /// Of a form-encoded body.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn from_form(body: &'a [u8]) -> Result<Self, Unreadable> {
        // What a shell adds at the end is no part of a form, where a line break is never bare.
        let body = body.trim_ascii_end();
        let pairs = body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
        let fields = pairs.zip(1..).map(|(pair, number)| {
            let (name, value) = match pair.iter().position(|byte| *byte == b'=') {
                Some(at) => (&pair[..at], &pair[at + 1..]),
                None => (pair, &b""[..]),
            };
            Ok((decoded(name, number)?, Some(decoded(value, number)?)))
        });
        Self::of(fields.collect::<Result<_, _>>()?)
    }

    /// Of the fields of a request that is about to be sent.
    ///
    /// # Errors
    /// [`Unreadable::Nested`].
    pub fn from_fields(fields: &'a serde_json::Map<String, Json>) -> Result<Self, Unreadable> {
        let texts = fields.iter().zip(1..).map(|((name, value), number)| {
            let value = match value {
                Json::Null => None,
                Json::String(text) => Some(Cow::Borrowed(text.as_str())),
                Json::Bool(_) | Json::Number(_) => Some(Cow::Owned(value.to_string())),
                Json::Array(_) | Json::Object(_) => return Err(Unreadable::Nested(number)),
            };
            Ok((Cow::Borrowed(name.as_str()), value))
        });
        Self::of(texts.collect::<Result<_, _>>()?)
    }

    /// Of fields in the order in which they came; `None` is `null`.
    fn of(fields: Vec<(Cow<'a, str>, Option<Cow<'a, str>>)>) -> Result<Self, Unreadable> {
        let mut numbered: Vec<_> = fields.into_iter().zip(1..).collect();
        numbered.sort_by(|((a, _), _), ((b, _), _)| a.cmp(b));
        if let Some(pair) = numbered.windows(2).find(|pair| pair[0].0.0 == pair[1].0.0) {
            return Err(Unreadable::Twice(pair[1].1));
        }
        let mut sent = None;
        let mut fields = Vec::with_capacity(numbered.len());
        for ((name, value), _) in numbered {
            match value {
                Some(value) if name == SIGNATURE => sent = Some(value),
                Some(value) => fields.push((name, value)),
                None => {}
            }
        }
        Ok(Self { fields, sent })
    }

    /// The fields that are signed: sorted by name, `null` and the signature left out.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (&**name, &**value))
    }

    /// Its signature with this token.
    #[must_use]
    pub fn sign(&self, token: &SecretString) -> Signature {
        seal(&self.joined(), token)
    }

    /// Whether the `verifySign` that came with it is the one this token makes; compared in constant time.
    ///
    /// # Errors
    /// [`Unreadable::Unsigned`].
    pub fn is_signed(&self, token: &SecretString) -> Result<bool, Unreadable> {
        Ok(self.sign(token).is(self.signature()?))
    }

    /// The signature that came with it.
    ///
    /// # Errors
    /// [`Unreadable::Unsigned`].
    pub fn signature(&self) -> Result<&str, Unreadable> {
        self.sent.as_deref().ok_or(Unreadable::Unsigned)
    }

    /// Every step to its signature, without the token.
    #[must_use]
    pub fn explain(&self, token: &SecretString) -> Explained {
        let values = self.fields.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        let (joined, result) = (self.joined(), self.sign(token).to_string());
        Explained { values, joined, md5: None, rule: "md5(params . \"&\" . md5(token))", result }
    }

    fn joined(&self) -> String {
        let mut joined = String::with_capacity(512);
        for (at, (name, value)) in self.fields.iter().enumerate() {
            if at > 0 {
                joined.push('&');
            }
            joined.push_str(name);
            joined.push('=');
            joined.push_str(value);
        }
        joined
    }
}

/// No values: account numbers are among them.
impl fmt::Debug for Params<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Params({} fields)", self.fields.len())
    }
}

/// `md5(params . "&" . md5(token))`. The inner MD5 is as good as the token, so it is wiped.
fn seal(joined: &str, token: &SecretString) -> Signature {
    let digest: Zeroizing<[u8; 16]> = Zeroizing::new(Md5::digest(token.expose_secret()).into());
    let mut digits = Zeroizing::new([b'0'; 32]);
    let written = const_hex::encode_to_slice(*digest, digits.as_mut_slice());
    debug_assert!(written.is_ok(), "16 bytes are 32 digits");
    let mut md5 = Md5::new();
    md5.update(joined);
    md5.update("&");
    md5.update(digits.as_slice());
    Signature::of(&md5.finalize())
}

/// What a name or a value of a form stands for.
fn decoded(encoded: &[u8], number: usize) -> Result<Cow<'_, str>, Unreadable> {
    if !encoded.iter().any(|byte| matches!(byte, b'%' | b'+')) {
        return std::str::from_utf8(encoded).map(Cow::Borrowed).map_err(|_| Unreadable::NotUtf8(number));
    }
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded;
    while let [first, after @ ..] = rest {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(|digits| const_hex::decode_to_array(digits).ok());
        if let Some([byte]) = code {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            // A percent sign before anything else stands for itself.
            bytes.push(if *first == b'+' { b' ' } else { *first });
            rest = after;
        }
    }
    String::from_utf8(bytes).map(Cow::Owned).map_err(|_| Unreadable::NotUtf8(number))
}

/// The fields of a JSON object as they came, each value as it was written.
struct Fields<'a>(Vec<(Text<'a>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Fields<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::with_capacity(24);
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// A text, borrowed where it has no escapes.
struct Text<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrowing;
        impl<'de> Visitor<'de> for Borrowing {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Borrowing)
    }
}
