//! Secrets by reference: the config names where a secret is kept, and it is fetched only when it is needed. Nothing
//! here prints a value.

mod command;
mod file;
mod read;
mod store;

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

use super::location::Surroundings;

pub(super) use read::{Plain, read};
pub use store::keyring_status;

/// How long a secret's command may take.
pub const COMMAND_LIMIT: Duration = Duration::from_secs(20);

/// The most bytes of a file or of a command's output that are read for a secret.
const MOST: u64 = 64 * 1024;

/// Where a secret is kept. `Debug` and `Display` say where, never what.
#[derive(Clone)]
pub enum SecretRef {
    /// In an environment variable.
    Env(String),
    /// In a file that only its owner can get at.
    File(PathBuf),
    /// In the system's keyring.
    Keyring {
        /// The service it is kept under.
        service: String,
        /// The user of that service.
        user: String,
    },
    /// In the first line that a program prints; the program and its arguments, never run by a shell.
    Command(Vec<String>),
    /// In the config itself; sandbox connections only.
    Plain(SecretString),
}

/// Why a secret could not be had. Says where it was looked for, never what was found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// The environment variable is not there.
    #[error("the environment variable {0} is not set")]
    Unset(String),
    /// The file is not there or cannot be read.
    #[error("cannot read {}: {why}", .path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// The system's words.
        why: String,
    },
    /// The path leads to something that is no file.
    #[error("{} is no regular file", .0.display())]
    NotAFile(PathBuf),
    /// Others can get at the file.
    #[error("others can get at {} (mode {mode:04o}): run chmod 600 on it", .path.display())]
    Open {
        /// Which file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The system has no keyring that answers.
    #[error(
        "no keyring answers here ({0}): a machine without a desktop has none; use {{ file = \"...\" }}, \
         {{ env = \"...\" }} or {{ command = [...] }} instead"
    )]
    NoKeyring(String),
    /// The keyring has no such entry.
    #[error("the keyring has no entry for user {user} of service {service}")]
    NoEntry {
        /// The service it was looked for under.
        service: String,
        /// The user it was looked for under.
        user: String,
    },
    /// The keyring did not hand it out.
    #[error("the keyring refused: {0}")]
    Keyring(String),
    /// The program could not be run.
    #[error("cannot run {program}: {why}")]
    NotRun {
        /// Which program.
        program: String,
        /// The system's words.
        why: String,
    },
    /// The program said that it failed.
    #[error("{program} failed ({status}): run it by hand to see why")]
    Failed {
        /// Which program.
        program: String,
        /// How it ended.
        status: String,
    },
    /// The program took too long.
    #[error("{program} took longer than {} s", .limit.as_secs())]
    TooSlow {
        /// Which program.
        program: String,
        /// How long it was given.
        limit: Duration,
    },
    /// There is nothing in it.
    #[error("{0} is empty")]
    Empty(String),
    /// It is more than any secret.
    #[error("{0} is larger than 64 KiB")]
    TooLarge(String),
    /// It is no UTF-8, or has line breaks or other control characters within.
    #[error("{0} holds characters that no secret text has")]
    NotText(String),
}

impl SecretRef {
    /// Fetches the secret. This may block: on a file, on the keyring (which may ask its owner to unlock it) and on a
    /// program, up to [`COMMAND_LIMIT`].
    ///
    /// # Errors
    /// Why it could not be had.
    pub fn resolve(&self) -> Result<SecretString, SecretError> {
        self.resolve_in(&Surroundings::of_process())
    }

    /// Fetches the secret, with the environment variables of `surroundings`; see [`SecretRef::resolve`].
    ///
    /// # Errors
    /// Why it could not be had.
    pub fn resolve_in(&self, surroundings: &Surroundings) -> Result<SecretString, SecretError> {
        let found = match self {
            Self::Env(name) => {
                let value = surroundings.variable(name).ok_or_else(|| SecretError::Unset(name.clone()))?;
                value.into_encoded_bytes()
            }
            Self::File(path) => return text(&file::read(path)?, self),
            Self::Keyring { service, user } => return text(&store::read(service, user)?, self),
            Self::Command(words) => return text(&command::first_line(words, COMMAND_LIMIT)?, self),
            Self::Plain(secret) => return Ok(secret.clone()),
        };
        text(&Zeroizing::new(found), self)
    }

    /// Whether the secret is there, as far as that can be known without running anything or asking anyone.
    pub(super) fn check(&self, surroundings: &Surroundings) -> Result<(), SecretError> {
        match self {
            Self::Env(_) | Self::File(_) => self.resolve_in(surroundings).map(drop),
            Self::Plain(secret) => text(secret.expose_secret().as_bytes(), self).map(drop),
            Self::Keyring { .. } | Self::Command(_) => Ok(()),
        }
    }
}

/// `found` as the text it has to be, without the line break at its end.
fn text(found: &[u8], from: &SecretRef) -> Result<SecretString, SecretError> {
    let text = std::str::from_utf8(found).map_err(|_| SecretError::NotText(from.to_string()))?;
    let text = text.trim_end_matches(['\n', '\r']);
    if text.is_empty() {
        return Err(SecretError::Empty(from.to_string()));
    }
    if text.chars().any(char::is_control) {
        return Err(SecretError::NotText(from.to_string()));
    }
    Ok(SecretString::from(text))
}

impl fmt::Display for SecretRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Env(name) => write!(f, "env {name}"),
            Self::File(path) => write!(f, "file {}", path.display()),
            Self::Keyring { service, user } => write!(f, "keyring {service}/{user}"),
            // Arguments are left out: someone may have put a secret among them.
            Self::Command(words) => write!(f, "command {}", words.first().map_or("", String::as_str)),
            Self::Plain(_) => f.write_str("text in the config"),
        }
    }
}

impl fmt::Debug for SecretRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretRef({self})")
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;

    fn with(value: &'static str) -> Surroundings {
        Surroundings::new(move |name| (name == "TOKEN").then(|| OsString::from(value)), None, None)
    }

    #[test]
    fn a_variable_is_looked_up_when_it_is_needed() {
        let token = SecretRef::Env("TOKEN".into());
        assert_eq!(token.resolve_in(&with("s3cret")).unwrap().expose_secret(), "s3cret");
        assert_eq!(token.resolve_in(&with("s3cret\r\n")).unwrap().expose_secret(), "s3cret");
        let error = SecretRef::Env("OTHER".into()).resolve_in(&with("s3cret")).unwrap_err();
        assert_eq!(error.to_string(), "the environment variable OTHER is not set");
    }

    #[test]
    fn what_no_header_can_hold_is_no_secret() {
        let token = SecretRef::Env("TOKEN".into());
        assert!(matches!(token.resolve_in(&with("a\nb")), Err(SecretError::NotText(_))));
        assert!(matches!(token.resolve_in(&with("\n")), Err(SecretError::Empty(_))));
    }

    #[test]
    fn nothing_that_prints_a_reference_prints_the_secret() {
        let plain = SecretRef::Plain("s3cret".into());
        let command = SecretRef::Command(vec!["echo".into(), "s3cret".into()]);
        let shown = format!("{plain} {plain:?} {command} {command:?}");
        assert!(!shown.contains("s3cret"), "{shown}");
        assert_eq!(command.to_string(), "command echo");
    }
}
