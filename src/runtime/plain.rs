//! The dashboard in plain sentences: a line for each on standard output, and a line for each command on standard input.
//! No escape code is ever written, so that a screen reader, a braille display or a pipe gets words and nothing else.

use std::io::{self, Stdout, Write};

use futures_util::{Stream, StreamExt, stream};
use tokio::io::{AsyncBufReadExt, BufReader};

use crate::app::App;
use crate::domain::Text;
use crate::message::{Message, Notice};

use super::Screen;

/// Standard output, as sentences.
#[derive(Debug)]
pub struct PlainScreen {
    out: Stdout,
    /// How many of the app's sentences were written.
    written: usize,
}

impl PlainScreen {
    /// Of this process.
    #[must_use]
    pub fn new() -> Self {
        Self { out: io::stdout(), written: 0 }
    }
}

impl Default for PlainScreen {
    fn default() -> Self {
        Self::new()
    }
}

impl Screen for PlainScreen {
    fn draw(&mut self, app: &App) -> io::Result<()> {
        let Some(told) = app.told() else { return Ok(()) };
        for line in told.since(self.written) {
            let line: String = line.chars().filter_map(Text::harmless).collect();
            writeln!(self.out, "{line}")?;
        }
        self.written = told.count();
        self.out.flush()
    }

    fn copy(&mut self, _text: &str) -> io::Result<()> {
        Ok(())
    }

    /// A sentence tells of it already; the terminal is sent nothing else.
    fn notify(&mut self, _notice: &Notice) -> io::Result<()> {
        Ok(())
    }

    /// Room for any question as a whole: nothing has to be scrolled to be read.
    fn size(&self) -> io::Result<(u16, u16)> {
        Ok((200, 5_000))
    }
}

/// The lines that are typed. Their end leaves as `quit` does.
pub fn lines() -> impl Stream<Item = Message> {
    let lines = BufReader::new(tokio::io::stdin()).lines();
    let typed = stream::unfold(lines, |mut lines| async move {
        let line = lines.next_line().await.ok().flatten()?;
        Some((Message::Line(line), lines))
    });
    typed.chain(stream::once(std::future::ready(Message::Line("quit".into())))).boxed()
}
