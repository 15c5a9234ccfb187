//! One command at one connection: what every verb needs.

use std::io;

use secrecy::SecretString;

use super::rows::Reveal;
use crate::cli::acting::Acting;
use crate::cli::connect::Connect;
use crate::cli::console::Console;
use crate::cli::exit::Exit;
use crate::cli::output::{self, Format, Records};
use crate::config::ConnectionConfig;
use crate::domain::{Account, AccountId, Data, Fault, Read, Text};
use crate::providers::Client;

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
    /// Whether phones are shown whole.
    pub reveal: Reveal,
    /// Who acts, and the journal.
    pub acting: &'j Acting,
    /// The account it is about, in a few words, once it was asked for.
    pub title: Option<String>,
}

impl<'j> Job<'j> {
    /// A command at `connection`.
    pub fn new(
        connection: &'j ConnectionConfig,
        connect: &'j dyn Connect,
        console: &'j mut dyn Console,
        acting: &'j Acting,
        output: Option<Format>,
        reveal: bool,
    ) -> Self {
        Self { connection, connect, console, output, reveal: Reveal(reveal), acting, title: None }
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
        let sentence = crate::domain::mask_digits(&fault.to_string());
        format!("{}: {sentence}. {}", self.connection.info.id, fault.advice())
    }

    /// Asks the provider.
    pub async fn read(&mut self, read: &Read) -> Result<Data, Exit> {
        let opened = self.open()?;
        match opened.reads.read(read).await {
            Ok(answer) => Ok(answer.data),
            Err(fault) => self.fault(&fault),
        }
    }

    /// The rows of a list that were read; says which could not be.
    pub fn rows<T>(&mut self, rows: Vec<T>, bad: &[Text]) -> Vec<T> {
        for why in bad {
            let why = crate::domain::mask_digits(why.as_str());
            self.console.say(&format!("{}: one row could not be read: {why}", self.connection.info.id));
        }
        rows
    }

    /// The account called `id`, as the provider describes it now.
    pub async fn account(&mut self, id: &AccountId) -> Result<Account, Exit> {
        let Data::Accounts(rows) = self.read(&Read::Accounts).await? else { return self.confused() };
        let found = self.rows(rows.rows, &rows.bad).into_iter().find(|account| account.id == *id);
        self.title = found.as_ref().map(Account::title);
        found.ok_or_else(|| {
            self.console.say(&format!("{} has no account {id}; nothing was sent", self.connection.info.id));
            Exit::Usage
        })
    }

    /// Ends where an answer is to another question than was asked.
    pub fn confused<T>(&mut self) -> Result<T, Exit> {
        self.fault(&Fault::Unreadable("an answer to another question".into()))
    }

    /// Prints a result.
    pub fn print(&mut self, records: &Records) -> Result<Exit, Exit> {
        let printed = output::write(self.console.out(), self.output.unwrap_or_default(), records);
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
