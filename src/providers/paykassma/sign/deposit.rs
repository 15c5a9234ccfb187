//! The signature of a deposit postback: `sha1(access_key . private_key . md5(json(transactions)))`, the JSON as PHP
//! writes it with unescaped slashes and unicode, names in the order in which they came.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

use super::super::super::signature::Explained;
use super::php::{Map, Value, read, write};
use super::withdrawal::text;
use super::{Signature, Unreadable, md5_of, seal};

/// The two keys of deposit postbacks.
#[derive(Clone, Debug)]
pub struct PostbackKeys {
    /// The access key, which travels in the postback too.
    pub access: SecretString,
    /// The private key.
    pub private: SecretString,
}

/// A deposit postback, as far as its signature goes.
#[derive(Clone)]
pub struct Deposits<'a> {
    body: Map<'a>,
    /// Its transactions as PHP writes them.
    json: String,
}

impl<'a> Deposits<'a> {
    /// Of a body as it came.
    ///
    /// # Errors
    /// Why PHP would not read a deposit postback in it, or not write its transactions.
    pub fn read(body: &'a [u8]) -> Result<Self, Unreadable> {
        let Value::Map(map) = read(body)? else { return Err(Unreadable::NotAnObject) };
        let transactions = map.get("transactions").ok_or(Unreadable::Missing("transactions"))?;
        let mut json = String::with_capacity(body.len());
        write(transactions, &mut json)?;
        Ok(Self { body: map, json })
    }

    /// Its signature with these keys.
    #[must_use]
    pub fn sign(&self, keys: &PostbackKeys) -> Signature {
        seal(&[&keys.access, &keys.private], &self.json)
    }

    /// Whether it came with this access key and with the signature that these keys make; both compared in constant
    /// time.
    ///
    /// # Errors
    /// [`Unreadable::Missing`] or [`Unreadable::NotText`] where it came without one of them.
    pub fn is_signed(&self, keys: &PostbackKeys) -> Result<bool, Unreadable> {
        let (has_access, signature) = (self.has_access(keys)?, self.signature()?);
        Ok(self.sign(keys).is(signature) & has_access)
    }

    /// Whether it came with this access key; compared in constant time.
    ///
    /// # Errors
    /// [`Unreadable::Missing`] or [`Unreadable::NotText`].
    pub fn has_access(&self, keys: &PostbackKeys) -> Result<bool, Unreadable> {
        let sent = text(&self.body, "access_key")?;
        Ok(keys.access.expose_secret().as_bytes().ct_eq(sent.as_bytes()).into())
    }

    /// The signature that came with it.
    ///
    /// # Errors
    /// [`Unreadable::Missing`] or [`Unreadable::NotText`].
    pub fn signature(&self) -> Result<&str, Unreadable> {
        text(&self.body, "signature")
    }

    /// Every step to its signature, without the keys.
    #[must_use]
    pub fn explain(&self, keys: &PostbackKeys) -> Explained {
        Explained {
            values: Vec::new(),
            joined: self.json.clone(),
            md5: Some(md5_of(&self.json).to_string()),
            rule: "sha1(access_key . private_key . md5)",
            result: self.sign(keys).to_string(),
        }
    }
}

/// No values: the access key and account numbers are among them.
impl fmt::Debug for Deposits<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Deposits({} fields)", self.body.0.len())
    }
}
