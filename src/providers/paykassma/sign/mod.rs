//! The signatures of Paykassma: of withdrawal requests and their postbacks, and of deposit postbacks.
//!
//! The provider computes them in PHP from the JSON it decoded, so a signature is about what PHP makes of a body, not
//! about its bytes: `php` reads a body and writes its values as PHP does. Whoever signs a request and whoever checks a
//! postback take the same way.

mod deposit;
mod php;
mod withdrawal;

use md5::{Digest, Md5};
use secrecy::{ExposeSecret, SecretString};
use sha1::Sha1;

pub use self::deposit::{Deposits, PostbackKeys};
pub use self::withdrawal::Withdrawal;

/// A signature as Paykassma writes it: 40 hexadecimal digits.
pub type Signature = super::super::signature::Signature<40>;

/// Why a body has no signature: PHP would not decode it, or something is missing in it. Says where, never what.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// There is nothing in it.
    #[error("the body is empty")]
    Empty,
    /// It begins with a byte order mark, which PHP takes for an error.
    #[error("the body begins with a byte order mark: PHP does not read it")]
    ByteOrderMark,
    /// It is no UTF-8.
    #[error("the body is no UTF-8 from byte {0} on")]
    NotUtf8(usize),
    /// It is no JSON.
    #[error("the body is no JSON from byte {0} on")]
    NotJson(usize),
    /// A text in it has a control character that JSON wants escaped.
    #[error("a bare control character within a text at byte {0}")]
    ControlCharacter(usize),
    /// A text in it has half of a surrogate pair.
    #[error("half a surrogate pair in the escape at byte {0}")]
    Surrogate(usize),
    /// It is nested deeper than PHP reads.
    #[error("nested deeper than the {} levels PHP reads", php::DEPTH)]
    TooDeep,
    /// It is JSON, but no object.
    #[error("the body is no JSON object")]
    NotAnObject,
    /// A number in it is larger than any, and PHP does not write it as JSON.
    #[error("a number in it is infinite to PHP, which does not write it as JSON")]
    Infinite,
    /// This field is missing.
    #[error("the body has no {0}")]
    Missing(&'static str),
    /// This field is no text.
    #[error("the body's {0} is no text")]
    NotText(&'static str),
}

/// The last steps of both signatures: `sha1(keys . md5(text))`, with the MD5 in hexadecimal digits.
fn seal(keys: &[&SecretString], text: &str) -> Signature {
    let mut sha1 = Sha1::new();
    for key in keys {
        sha1.update(key.expose_secret());
    }
    sha1.update(md5_of(text).as_bytes());
    Signature::of(&sha1.finalize())
}

/// The MD5 of a text.
fn md5_of(text: &str) -> super::super::signature::Signature<32> {
    super::super::signature::Signature::of(&Md5::digest(text))
}
