//! The dashboard without a screen: what changes is told as sentences, and what is wanted is read as lines. It is the same
//! app: the same state, the same questions, and the same gates before anything leaves.

mod changes;
mod commands;

use std::collections::VecDeque;

use crate::message::Level;

use super::App;
use super::update::Update;

use changes::Seen;

/// The most sentences that are held for whoever prints them.
const MOST: usize = 500;

/// The most changes that are told one by one at a time.
const MOST_CHANGES: usize = 12;

/// Sentences, in the order they were said.
#[derive(Debug, Default)]
pub struct Told {
    lines: VecDeque<String>,
    /// How many were said so far.
    count: usize,
}

impl Told {
    /// Says a sentence.
    pub fn say(&mut self, words: impl Into<String>) {
        self.lines.push_back(words.into());
        self.count += 1;
        if self.lines.len() > MOST {
            self.lines.pop_front();
        }
    }

    /// How many were said so far.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// What was said after the first `count`.
    pub fn since(&self, count: usize) -> impl Iterator<Item = &str> {
        let new = self.count.saturating_sub(count).min(self.lines.len());
        self.lines.iter().skip(self.lines.len() - new).map(String::as_str)
    }
}

/// What is known of the one who listens.
#[derive(Debug, Default)]
pub struct Plain {
    /// What was told of the state so far.
    seen: Seen,
    /// Whether the question that is open was answered with its yes, and what must be typed is awaited.
    meant: bool,
    /// Whether a question was open when this was last looked at.
    asking: bool,
}

impl App {
    /// The same app for somebody who listens.
    #[must_use]
    pub fn with_plain(mut self) -> Self {
        let mut told = Told::default();
        let production = self.state.connections().filter(|connection| connection.info.is_production()).count();
        let connections = self.state.connections().count();
        let money = match production {
            0 => "Sandbox: no real money moves.".to_owned(),
            all if all == connections => "PRODUCTION: real money moves.".to_owned(),
            some => format!("PRODUCTION: real money moves at {some} of {connections} connections."),
        };
        told.say(format!("paytop, in plain sentences. {money} Type help and press enter for the commands."));
        self.toasts.listen(told);
        self.plain = Some(Plain::default());
        self
    }

    /// What was said so far; `None` where there is a screen.
    #[must_use]
    pub fn told(&self) -> Option<&Told> {
        self.toasts.told()
    }

    fn say(&mut self, words: impl Into<String>) {
        self.toasts.say(words.into());
    }

    /// Tells what a message changed, where somebody listens.
    pub(super) fn tell_plainly(&mut self, update: &mut Update) {
        let Some(plain) = &mut self.plain else { return };
        let mut sentences = plain.seen.compare(&self.state);
        if sentences.len() > MOST_CHANGES {
            let more = sentences.len() - MOST_CHANGES;
            sentences.truncate(MOST_CHANGES);
            sentences.push(format!("{more} more changes; type accounts or balances for how things stand."));
        }
        let said = !sentences.is_empty();
        for sentence in sentences {
            self.say(sentence);
        }
        update.redraw |= said;
        self.tell_question(update);
    }

    /// Tells a question that has opened. What is no question cannot be used without a screen, and is closed.
    fn tell_question(&mut self, update: &mut Update) {
        while self.overlays.last().is_some_and(|overlay| overlay.question().is_none()) {
            self.overlays.pop();
            self.say(
                "What comes next needs the screen: open paytop without --plain, or use a command of `paytop tool`.",
            );
            update.redraw = true;
        }
        let question = self.overlays.last().and_then(|overlay| overlay.question());
        let is_asking = question.is_some();
        let Some(plain) = &mut self.plain else { return };
        if std::mem::replace(&mut plain.asking, is_asking) == is_asking {
            return;
        }
        plain.meant = false;
        let Some(question) = question else { return };
        let confirm = question.confirm;
        let mut sentences = vec![confirm.title.clone()];
        sentences.extend(confirm.body.iter().chain(&confirm.list).cloned());
        sentences.push(format!("Type \"{}\" in full to go on; anything else leaves it.", confirm.yes));
        for sentence in sentences {
            self.toasts.say(sentence);
        }
        update.redraw = true;
    }

    /// The level of a word as it is heard.
    pub(super) fn heard(level: Level, words: &str) -> String {
        match level {
            Level::Good | Level::Info => words.to_owned(),
            Level::Warning => format!("Warning: {words}"),
            Level::Unconfirmed => format!("UNCONFIRMED: {words}"),
            Level::Bad => format!("Trouble: {words}"),
        }
    }
}

#[cfg(test)]
mod tests;
