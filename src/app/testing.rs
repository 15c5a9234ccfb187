//! A desk to test at: an app with a fixed clock and fixed chance. Keys and answers go in, effects and the screen come
//! out; nothing waits.

use jiff::{SignedDuration, Timestamp};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::app::{App, Look};
use crate::domain::{
    Account, Change, ConnectionId, ConnectionInfo, Data, Fault, FeedKind, HandsetMessage, IntentId, Outcome, Receipt,
    Rejection, Tool,
};
use crate::keymap::Keymap;
use crate::message::{Context, Effect, Message, Moment, Mouse, MouseKind, PaneId, Preferences, Reply, ReplyTo, Ticket};
use crate::state::State;
use crate::state::testing::{DESK, answer, at, id, india, sandbox};
use crate::ui::{Glyphs, Theme};

/// The app and what came out of it.
pub struct Desk {
    /// The app.
    pub app: App,
    /// The time of the next message.
    pub now: Timestamp,
    /// What has to be done, since this was last emptied.
    pub effects: Vec<Effect>,
    /// Whether the last message asked for a frame.
    pub redraw: bool,
    chance: u64,
    sequence: u64,
    size: (u16, u16),
}

/// The app at the usual connection, with these accounts.
pub fn desk(accounts: Vec<Account>) -> Desk {
    Desk::at(vec![sandbox(DESK)]).with_accounts(DESK, accounts)
}

impl Desk {
    /// The app before any answer, on a screen of 120x40.
    pub fn at(connections: Vec<ConnectionInfo>) -> Self {
        let look = Look { theme: Theme::by_name("dark").expect("dark is bundled"), glyphs: Glyphs::UNICODE };
        let app = App::new(State::new(connections, india(), "asha".into(), at(0)), Keymap::preset(), look);
        // The overview is looked at by tests of its own.
        let first = app.panes().nth(1).unwrap_or(PaneId::Overview);
        let app = app.opening(first);
        let (effects, size) = (Vec::new(), (120, 40));
        let mut desk = Self { app, now: at(0), effects, redraw: false, chance: 0, sequence: 0, size };
        desk.effects = desk.app.start();
        desk.resize(size.0, size.1);
        desk
    }

    /// The same, after the connection's accounts were answered.
    pub fn with_accounts(mut self, connection: &str, accounts: Vec<Account>) -> Self {
        self.list(connection, accounts);
        self
    }

    /// The same, set up as it was before.
    pub fn set_up(mut self, preferences: Preferences) -> Self {
        self.app = self.app.with_preferences(preferences);
        self
    }

    /// What was to be kept for the next run since this was last asked; everything else that was to be done is forgotten.
    pub fn kept(&mut self) -> Option<Preferences> {
        let kept = |effect| match effect {
            Effect::Keep(preferences) => Some(*preferences),
            _ => None,
        };
        self.effects.drain(..).rev().find_map(kept)
    }

    /// Takes up a message.
    pub fn take(&mut self, message: Message) -> &mut Self {
        self.chance += 1;
        let mut chance = [7; 10];
        chance[2..].copy_from_slice(&(self.chance << 16).to_be_bytes());
        let update = self.app.update(Moment { now: self.now, chance }, message);
        self.redraw = update.redraw;
        // The journal of a desk writes at once.
        for effect in &update.effects {
            if let Effect::Change { intent, .. } = effect {
                let sent = Message::Sent { intent: intent.id, at: self.now };
                let _ = self.app.update(Moment { now: self.now, chance }, sent);
            }
        }
        self.effects.extend(update.effects);
        self
    }

    /// Presses keys, spelled as in the keymap and separated by spaces.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            if key == "enter" && self.app.contexts().contains(&Context::Confirm) {
                // A question is read before it is answered.
                self.now = self.now.checked_add(SignedDuration::from_millis(400)).expect("the test stays in our time");
            }
            self.take(Message::Key(key.parse().expect("the test spells keys right")));
        }
        self
    }

    /// Types a text, a key a character.
    pub fn type_text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.take(Message::Key(crate::message::Chord::char(c)));
        }
        self
    }

    /// Pastes a text.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.take(Message::Paste(text.to_owned()))
    }

    /// Uses the mouse.
    pub fn mouse(&mut self, kind: MouseKind, column: u16, row: u16) -> &mut Self {
        self.take(Message::Mouse(Mouse { kind, column, row }))
    }

    /// Lets time pass, and the clock say so.
    pub fn pass(&mut self, seconds: i64) -> &mut Self {
        self.now = self.now.checked_add(SignedDuration::from_secs(seconds)).expect("the test stays in our time");
        self.take(Message::Clock)
    }

    /// Makes the screen another size.
    pub fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.size = (width, height);
        self.take(Message::Resized { width, height })
    }

    /// A feed is answered now.
    pub fn feed(&mut self, connection: &str, feed: FeedKind, result: Result<Data, Fault>) -> &mut Self {
        self.sequence += 1;
        let reply = Reply { connection: id(connection), ..answer(feed, self.sequence, self.now, result) };
        self.take(Message::Reply(Box::new(reply)))
    }

    /// A feed is answered in this way now.
    pub fn reply_as(&mut self, reply: Reply) -> &mut Self {
        self.sequence += 1;
        let ReplyTo::Feed { feed, next, .. } = reply.to else { unreachable!("a feed answers") };
        let to = ReplyTo::Feed { feed, sequence: self.sequence, next };
        self.take(Message::Reply(Box::new(Reply { to, ..reply })))
    }

    /// The accounts of a connection are answered now.
    pub fn list(&mut self, connection: &str, accounts: Vec<Account>) -> &mut Self {
        self.feed(connection, FeedKind::Accounts, Ok(Data::Accounts(accounts.into())))
    }

    /// The tools of the usual connection are answered now.
    pub fn tools(&mut self, tools: Vec<Tool>) -> &mut Self {
        self.feed(DESK, FeedKind::Tools, Ok(Data::Tools(tools.into())))
    }

    /// The handset of the usual connection is answered now.
    pub fn handset(&mut self, messages: Vec<HandsetMessage>) -> &mut Self {
        self.feed(DESK, FeedKind::Handset, Ok(Data::Handset(messages)))
    }

    /// The accounts of the usual connection are not answered.
    pub fn silence(&mut self) -> &mut Self {
        self.feed(DESK, FeedKind::Accounts, Err(Fault::Server { status: 503, retry_after: None }))
    }

    /// A single question is answered.
    pub fn reply(&mut self, ticket: Ticket, result: Result<Data, Fault>) -> &mut Self {
        let usual = answer(FeedKind::Accounts, 0, self.now, result);
        let reply = Reply { connection: id(DESK), to: ReplyTo::Ticket(ticket), ..usual };
        self.take(Message::Reply(Box::new(reply)))
    }

    /// It is known what became of a change.
    pub fn outcome(&mut self, intent: IntentId, outcome: Outcome) -> &mut Self {
        self.take(Message::Outcome { intent, outcome: Box::new(outcome) })
    }

    /// The changes that were to be sent since this was last asked; everything else that was to be done is forgotten.
    pub fn sent(&mut self) -> Vec<(ConnectionId, IntentId, Change)> {
        let change = |effect| match effect {
            Effect::Change { intent, change, .. } => Some((intent.connection, intent.id, change)),
            _ => None,
        };
        self.effects.drain(..).filter_map(change).collect()
    }

    /// The one change that was to be sent since this was last asked.
    pub fn sent_one(&mut self) -> (IntentId, Change) {
        let mut sent = self.sent();
        assert_eq!(sent.len(), 1, "{sent:?}\n{}", self.screen());
        let (_, intent, change) = sent.remove(0);
        (intent, change)
    }

    /// Nothing was to be sent since this was last asked.
    pub fn sent_nothing(&mut self) -> &mut Self {
        let sent = self.sent();
        assert!(sent.is_empty(), "{sent:?}");
        self
    }

    /// The exit status, where the app wants to leave.
    pub fn quits(&self) -> Option<u8> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Quit(status) => Some(*status),
            _ => None,
        })
    }

    /// The screen as text, without the spaces at the end of its rows.
    pub fn screen(&self) -> String {
        let (width, height) = self.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("memory does not fail");
        terminal.draw(|frame| self.app.draw(frame)).expect("memory does not fail");
        let buffer = terminal.backend().buffer();
        let row = |y| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        (0..height).map(row).collect::<Vec<_>>().join("\n")
    }

    /// Whether the screen shows these words on one line.
    pub fn shows(&self, words: &str) -> bool {
        self.screen().contains(words)
    }

    /// Fails where the screen does not show these words on one line.
    #[track_caller]
    pub fn must_show(&self, words: &str) -> &Self {
        assert!(self.shows(words), "{words:?} is not on the screen:\n{}", self.screen());
        self
    }

    /// Fails where the screen shows these words on one line.
    #[track_caller]
    pub fn must_not_show(&self, words: &str) -> &Self {
        assert!(!self.shows(words), "{words:?} is on the screen:\n{}", self.screen());
        self
    }

    /// The screen as one line of words, so that sentences that were broken into lines can be found.
    pub fn words(&self) -> String {
        let screen: String = self.screen().chars().map(|c| if "│─╭╮╰╯".contains(c) { ' ' } else { c }).collect();
        screen.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Fails where the screen does not say this, however it is broken into lines.
    #[track_caller]
    pub fn must_say(&self, words: &str) -> &Self {
        assert!(self.words().contains(words), "{words:?} is not said:\n{}", self.screen());
        self
    }

    /// The row the table has selected, as it is on the screen.
    #[track_caller]
    pub fn selected(&self) -> String {
        let bar = Glyphs::UNICODE.selected;
        let screen = self.screen();
        let line = screen.lines().find(|line| line.contains(bar)).unwrap_or_default();
        line.replace(bar, "").trim().to_owned()
    }
}

/// It is done, and there is nothing more to say.
pub fn done() -> Outcome {
    Outcome::Done(Receipt::Nothing)
}

/// The provider refused with this code.
pub fn refused(code: &str, text: &str) -> Outcome {
    Outcome::Rejected(Rejection::Refused { code: code.into(), text: text.into() })
}

/// The answer was lost.
pub fn lost() -> Outcome {
    Outcome::Unconfirmed(Fault::ConnectionLost("reset by peer".into()))
}
