//! A secret in the system's keyring.

use keyring::{Entry, Error};
use secrecy::zeroize::Zeroizing;

use super::SecretError;
use crate::domain::Text;

/// What the keyring holds for `user` of `service`.
pub(super) fn read(service: &str, user: &str) -> Result<Zeroizing<Vec<u8>>, SecretError> {
    if let Err(error) = Entry::store_status() {
        return Err(SecretError::NoKeyring(words(error)));
    }
    let secret = Entry::new(service, user).and_then(|entry| entry.get_secret());
    secret.map(Zeroizing::new).map_err(|error| match error {
        Error::NoEntry => SecretError::NoEntry { service: service.to_owned(), user: user.to_owned() },
        // The session's service may be known by name and still not be there to answer.
        Error::PlatformFailure(_) | Error::NoDefaultStore => SecretError::NoKeyring(words(&error)),
        error => SecretError::Keyring(words(&error)),
    })
}

/// Whether the system has a keyring that answers; why not, in words.
///
/// # Errors
/// Where none answers.
pub fn keyring_status() -> Result<(), String> {
    if let Err(error) = Entry::store_status() {
        return Err(words(error));
    }
    // The session's service may be known by name and still not be there to answer: asked for what nobody keeps there.
    match Entry::new("paytop-doctor", "nobody").and_then(|entry| entry.get_secret().map(drop)) {
        Ok(()) | Err(Error::NoEntry) => Ok(()),
        Err(error) => Err(words(&error)),
    }
}

/// The keyring's error in words. Some of its errors carry what was read: those are named, not quoted.
fn words(error: &Error) -> String {
    match error {
        Error::BadEncoding(_) | Error::BadDataFormat(..) => "what it holds is damaged".to_owned(),
        Error::Ambiguous(_) => "it holds more than one entry of that name".to_owned(),
        error => Text::from(error.to_string()).as_str().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_that_carry_the_secret_are_not_quoted() {
        let damaged = Error::BadDataFormat(b"s3cret".to_vec(), "s3cret".into());
        assert_eq!(words(&damaged), "what it holds is damaged");
        assert_eq!(words(&Error::BadEncoding(b"s3cret".to_vec())), "what it holds is damaged");
    }

    #[test]
    fn without_a_keyring_the_error_says_what_to_use_instead() {
        let error = SecretError::NoKeyring("no bus".into()).to_string();
        for instead in ["file = ", "env = ", "command = "] {
            assert!(error.contains(instead), "{error}");
        }
    }
}
