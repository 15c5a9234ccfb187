//! One command at one connection: what every verb of every provider needs.

use std::io;

use clap::Args;
use secrecy::SecretString;

use super::EVERYWHERE;
use super::acting::Acting;
use super::choose::choose;
use super::connect::Connect;
use super::console::Console;
use super::exit::Exit;
use super::output::{self, Format, Records};
use super::reveal::Reveal;
use super::telling::{Telling, by_field, refused_by_field};
use crate::config::{Config, ConnectionConfig};
use crate::domain::{Data, Fault, FieldErrors, Read, Text, mask_digits};
use crate::providers::Client;

/// What every command at a connection takes: where it works, and how it prints.
#[derive(Clone, Debug, Default, Args)]
pub struct At {
    /// The connection to use, by its name in the config; needed where there are several
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "NAME")]
    connection: Option<String>,
    /// The form of the result
    #[arg(short, long, global = true, help_heading = EVERYWHERE, value_enum, value_name = "FORMAT")]
    output: Option<Format>,
    /// Show phone numbers, account numbers and what else identifies people whole instead of masked
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    reveal: bool,
}

impl At {
    /// The connection that was named, or the only one of those that are `meant`; says why where it is none of them.
    ///
    /// # Errors
    /// The exit status.
    pub fn choose<'c>(
        &self,
        config: &'c Config,
        console: &mut dyn Console,
        meant: impl Fn(&ConnectionConfig) -> bool,
    ) -> Result<&'c ConnectionConfig, Exit> {
        choose(self.connection.as_deref(), config, meant).map_err(|words| {
            console.say(&words);
            Exit::Usage
        })
    }
}

/// One command at one connection. Its verbs answer with the exit status; an early end is an `Err` with it.
pub struct Job<'j> {
    /// Where.
    pub connection: &'j ConnectionConfig,
    /// What opens it.
    pub connect: &'j dyn Connect,
    /// Whom it speaks to.
    pub console: &'j mut dyn Console,
    /// The form of the result, where one was asked for.
    pub output: Option<Format>,
    /// Whether what identifies people is shown whole.
    pub reveal: Reveal,
    /// Who acts, and the journal.
    pub acting: &'j Acting,
    /// What it is about, in a few words, once that is known: for the journal.
    pub title: Option<String>,
    /// How its provider's outcomes are told.
    pub telling: &'j dyn Telling,
}

impl<'j> Job<'j> {
    /// A command at `connection`.
    pub fn new(
        connection: &'j ConnectionConfig,
        connect: &'j dyn Connect,
        console: &'j mut dyn Console,
        acting: &'j Acting,
        at: &At,
        telling: &'j dyn Telling,
    ) -> Self {
        let At { output, reveal, .. } = at;
        Self { connection, connect, console, output: *output, reveal: Reveal(*reveal), acting, title: None, telling }
    }

    /// Says why it ends, and ends.
    pub fn end<T>(&mut self, exit: Exit, words: &str) -> Result<T, Exit> {
        self.console.say(words);
        Err(exit)
    }

    /// Opens the connection.
    pub fn open(&mut self) -> Result<Client, Exit> {
        let opened = self.connect.open(self.connection);
        opened.or_else(|fault| self.fault(&fault))
    }

    /// Says that a question got no answer, and ends.
    pub fn fault<T>(&mut self, fault: &Fault) -> Result<T, Exit> {
        let words = self.fault_words(fault);
        self.end(Exit::of_fault(fault), &words)
    }

    /// What to say of a question that got no answer.
    pub fn fault_words(&self, fault: &Fault) -> String {
        let name = &self.connection.info.id;
        match fault {
            Fault::Invalid { code, text, fields } => format!("{name}: {}", refused_by_field(code, text, fields)),
            fault => format!("{name}: {}. {}", mask_digits(&fault.to_string()), fault.advice()),
        }
    }

    /// Ends where fields of what was typed cannot be, each with what is wrong with it on a line of its own.
    pub fn invalid<T>(&mut self, fields: &FieldErrors) -> Result<T, Exit> {
        let words = format!("this cannot be sent; nothing was{}", by_field(fields));
        self.end(Exit::Usage, &words)
    }

    /// Asks the provider.
    pub async fn read(&mut self, read: &Read) -> Result<Data, Exit> {
        match self.ask(read).await? {
            Ok(data) => Ok(data),
            Err(fault) => self.fault(&fault),
        }
    }

    /// Asks the provider, for who has more to say where it does not answer.
    pub async fn ask(&mut self, read: &Read) -> Result<Result<Data, Fault>, Exit> {
        let opened = self.open()?;
        Ok(opened.reads.read(read).await.map(|answer| answer.data))
    }

    /// The rows of a list that were read; says which could not be.
    pub fn rows<T>(&mut self, rows: Vec<T>, bad: &[Text]) -> Vec<T> {
        for why in bad {
            let why = mask_digits(why.as_str());
            self.console.say(&format!("{}: one row could not be read: {why}", self.connection.info.id));
        }
        rows
    }

    /// Ends where an answer is to another question than was asked.
    pub fn confused<T>(&mut self) -> Result<T, Exit> {
        self.fault(&Fault::Unreadable("an answer to another question".into()))
    }

    /// The form of the result.
    pub fn format(&self) -> Format {
        self.output.unwrap_or_default()
    }

    /// Prints a result.
    pub fn print(&mut self, records: &Records) -> Result<Exit, Exit> {
        let format = self.format();
        let printed = output::write(self.console.out(), format, records);
        self.written(printed)
    }

    /// How a run ends whose result was written, or was not. A reader that has had enough is no failure.
    pub fn written(&mut self, written: io::Result<()>) -> Result<Exit, Exit> {
        match written {
            Ok(()) => Ok(Exit::Done),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Exit::Done),
            Err(error) => self.end(Exit::Usage, &format!("cannot write the result: {error}")),
        }
    }

    /// Asks for a secret.
    pub fn secret(&mut self, question: &str) -> Result<SecretString, Exit> {
        match self.console.secret(question) {
            Ok(secret) => Ok(secret),
            Err(error) => {
                let words = format!("cannot read the {question}: {error}; nothing was sent");
                self.end(Exit::Usage, &words)
            }
        }
    }
}
