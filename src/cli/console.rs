//! What a command speaks to: the terminal, or the pipes of a script.

use std::io::{self, BufRead, IsTerminal, Read, Write};

use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;

use crate::domain::Text;

/// The longest line that is read from standard input.
const LONGEST_LINE: u64 = 4096;

/// The two ends of a command. Results go to [`Console::out`]; everything said to a person goes to [`Console::say`].
pub trait Console {
    /// Whether a person is there to answer.
    fn is_interactive(&self) -> bool;

    /// Where results are written.
    fn out(&mut self) -> &mut dyn Write;

    /// Says a line to the person.
    fn say(&mut self, line: &str);

    /// Asks for a line, which is shown as it is typed.
    ///
    /// # Errors
    /// Those of the terminal.
    fn ask(&mut self, question: &str) -> io::Result<String>;

    /// Asks for a secret: unseen on a terminal, else one line of standard input.
    ///
    /// # Errors
    /// Those of the terminal or of standard input.
    fn secret(&mut self, question: &str) -> io::Result<SecretString>;

    /// All of standard input, of which no more than `most` bytes are read.
    ///
    /// # Errors
    /// Those of standard input.
    fn input(&mut self, most: u64) -> io::Result<Vec<u8>>;
}

/// The console of this process.
#[derive(Debug)]
pub struct ProcessConsole {
    out: io::Stdout,
}

impl ProcessConsole {
    /// Of this process.
    #[must_use]
    pub fn new() -> Self {
        Self { out: io::stdout() }
    }
}

impl Default for ProcessConsole {
    fn default() -> Self {
        Self::new()
    }
}

impl Console for ProcessConsole {
    fn is_interactive(&self) -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    fn out(&mut self) -> &mut dyn Write {
        &mut self.out
    }

    fn say(&mut self, line: &str) {
        // Where nobody can be told, there is nothing left to do about it.
        let _ = writeln!(io::stderr(), "{}", harmless(line));
    }

    fn ask(&mut self, question: &str) -> io::Result<String> {
        write!(io::stderr(), "{} ", harmless(question))?;
        io::stderr().flush()?;
        read_line(&mut io::stdin().lock()).map(|line| line.as_str().to_owned())
    }

    fn secret(&mut self, question: &str) -> io::Result<SecretString> {
        let typed = if self.is_interactive() {
            Zeroizing::new(rpassword::prompt_password(format!("{question}: "))?)
        } else {
            read_line(&mut io::stdin().lock())?
        };
        secret_of(&typed)
    }

    fn input(&mut self, most: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        io::stdin().lock().take(most).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// What is said, without what a terminal must not see: names and paths in it may come from anywhere.
fn harmless(words: &str) -> String {
    words.chars().filter_map(|c| if c == '\n' { Some(c) } else { Text::harmless(c) }).collect()
}

/// The secret that a typed line is.
pub(super) fn secret_of(line: &str) -> io::Result<SecretString> {
    match line.trim() {
        "" => Err(io::Error::new(io::ErrorKind::InvalidInput, "nothing was typed")),
        typed => Ok(SecretString::from(typed)),
    }
}

/// One line, without its end; a bounded one, as anything may be piped in.
fn read_line(input: &mut impl BufRead) -> io::Result<Zeroizing<String>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(256));
    input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut bytes)?;
    let line = std::str::from_utf8(&bytes).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
    Ok(Zeroizing::new(line.trim_end_matches(['\n', '\r']).to_owned()))
}

/// Whether `answer` says yes.
pub(super) fn is_yes(answer: &str) -> bool {
    matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes")
}

/// A console for tests: answers that were prepared, and everything that was written.
#[cfg(test)]
#[derive(Debug, Default)]
pub(super) struct Script {
    pub(super) interactive: bool,
    pub(super) answers: std::collections::VecDeque<&'static str>,
    pub(super) out: Vec<u8>,
    pub(super) said: String,
}

#[cfg(test)]
impl Script {
    pub(super) fn printed(&self) -> &str {
        std::str::from_utf8(&self.out).unwrap()
    }

    fn next(&mut self, question: &str) -> io::Result<&'static str> {
        self.say(question);
        self.answers.pop_front().ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

#[cfg(test)]
impl Console for Script {
    fn is_interactive(&self) -> bool {
        self.interactive
    }

    fn out(&mut self) -> &mut dyn Write {
        &mut self.out
    }

    fn say(&mut self, line: &str) {
        self.said.push_str(line);
        self.said.push('\n');
    }

    fn ask(&mut self, question: &str) -> io::Result<String> {
        self.next(question).map(str::to_owned)
    }

    fn secret(&mut self, question: &str) -> io::Result<SecretString> {
        self.next(question).and_then(secret_of)
    }

    fn input(&mut self, most: u64) -> io::Result<Vec<u8>> {
        let answer = self.answers.pop_front().unwrap_or_default();
        Ok(answer.bytes().take(usize::try_from(most).unwrap_or(usize::MAX)).collect())
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn a_line_ends_where_it_ends_and_is_bounded() {
        let mut input: &[u8] = b"123456\r\nmore\n";
        assert_eq!(read_line(&mut input).unwrap().as_str(), "123456");
        assert_eq!(read_line(&mut input).unwrap().as_str(), "more");
        assert_eq!(read_line(&mut input).unwrap().as_str(), "");
        let mut flood: &[u8] = &vec![b'1'; 100_000];
        assert_eq!(read_line(&mut flood).unwrap().len() as u64, LONGEST_LINE);
        let mut bytes: &[u8] = b"\xff\n";
        assert!(read_line(&mut bytes).is_err());
    }

    #[test]
    fn an_empty_line_is_no_secret() {
        assert!(secret_of("  ").is_err());
        assert_eq!(secret_of(" 123456 ").unwrap().expose_secret(), "123456");
    }

    #[test]
    fn only_yes_is_yes() {
        assert!(is_yes("y") && is_yes(" YES\n"));
        assert!(!is_yes("") && !is_yes("n") && !is_yes("yess"));
    }
}
