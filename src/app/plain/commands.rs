//! What is wanted, read as a line: a few commands, and the answers to questions in full words.

use crate::domain::{AccountKey, FeedKind, Money, Standing, Text};
use crate::message::{Command, Ids};
use crate::panes;
use crate::state::{Row, Withdrawals};
use crate::ui::format;

use crate::app::App;
use crate::app::update::Update;

/// The most characters of a line that are read.
const LONGEST: usize = 500;

/// How many changes of the journal are told.
const NEWEST: usize = 10;

const HELP: [&str; 11] = [
    "accounts: every account and how it stands.",
    "status A: everything about account A; where several connections have it, status A at CONNECTION.",
    "enable A, disable A: turn withdrawals of account A on or off; a question comes first.",
    "balances: what lies in every wallet.",
    "journal: the newest changes and what became of them.",
    "unconfirmed: the changes of which nobody knows what became.",
    "alerts: what stands out.",
    "refresh: ask the providers now.",
    "pause: pause polling, or go on with it.",
    "help: these lines.",
    "quit: leave.",
];

impl App {
    /// Takes up a line that was typed.
    pub(in crate::app) fn line(&mut self, line: &str, ids: &mut Ids, update: &mut Update) {
        if self.plain.is_none() {
            return;
        }
        update.redraw = true;
        let line: String = line.chars().filter_map(Text::harmless).take(LONGEST).collect();
        let line = line.trim();
        if self.overlays.last().is_some_and(|overlay| overlay.question().is_some()) {
            self.answer(line, ids, update);
            return;
        }
        let (command, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        match command.to_lowercase().as_str() {
            "" => {}
            "help" | "?" => HELP.iter().for_each(|line| self.say(*line)),
            "accounts" => self.tell_accounts(),
            "status" => self.with_account(rest, |app, key| app.tell_status(&key)),
            "enable" => self.with_account(rest, |app, key| app.switch(&key, true, ids, update)),
            "disable" => self.with_account(rest, |app, key| app.switch(&key, false, ids, update)),
            "balances" => self.tell_balances(),
            "journal" => self.tell_journal(false),
            "unconfirmed" => self.tell_journal(true),
            "alerts" => self.say_alerts(),
            "refresh" => self.run(Command::Refresh, ids, update),
            "pause" => self.run(Command::PausePolling, ids, update),
            "quit" | "exit" => self.run(Command::Quit, ids, update),
            other => self.say(format!("There is no command {other}. Type help for those there are.")),
        }
    }

    /// An answer to the question that is open: its yes in full, and then what must be typed, one after the other.
    fn answer(&mut self, line: &str, ids: &mut Ids, update: &mut Update) {
        let Some(question) = self.overlays.last().and_then(|overlay| overlay.question()) else { return };
        let meant = self.plain.as_ref().is_some_and(|plain| plain.meant);
        let (says_yes, wanted) = (line == question.confirm.yes, question.wanted.map(ToString::to_string));
        match (meant, says_yes, wanted) {
            (false, true, Some(wanted)) => {
                if let Some(plain) = &mut self.plain {
                    plain.meant = true;
                }
                self.say(format!("Now type {wanted}; an empty line leaves it."));
                return;
            }
            (false, true, None) => {}
            (true, _, Some(_)) if !line.is_empty() => {
                self.run(Command::DeleteLine, ids, update);
                self.insert_beneath(line);
            }
            _ => {
                self.run(Command::Back, ids, update);
                self.say("Nothing was done.");
                return;
            }
        }
        let open = self.overlays.len();
        self.run(Command::Accept, ids, update);
        if self.overlays.len() < open {
            return;
        }
        let Some(question) = self.overlays.last().and_then(|overlay| overlay.question()) else { return };
        let words = match (question.said, question.wanted) {
            (Some(said), _) => said.to_owned(),
            (None, Some(wanted)) => format!("Now type {wanted}; an empty line leaves it."),
            // A yes that comes before the question can have been read does not count.
            (None, None) => format!("That was too fast to have been read. Type \"{}\" again.", question.confirm.yes),
        };
        self.say(words);
    }

    /// Does something with the account that is named, or says which there are.
    fn with_account(&mut self, named: &str, then: impl FnOnce(&mut Self, AccountKey)) {
        let (account, connection) = match named.split_once(" at ") {
            Some((account, connection)) => (account.trim(), Some(connection.trim())),
            None => (named, None),
        };
        if account.is_empty() {
            self.say("Which account? Name it after the command, such as status a4.");
            return;
        }
        let is_it = |key: &AccountKey| {
            key.account.as_str().eq_ignore_ascii_case(account)
                && connection.is_none_or(|connection| key.connection.as_str().eq_ignore_ascii_case(connection))
        };
        let keys = self
            .state
            .rows()
            .map(|(connection, row)| AccountKey { connection: connection.clone(), account: row.account.id.clone() });
        let found: Vec<AccountKey> = keys.filter(is_it).collect();
        match found.as_slice() {
            [] => self.say(format!("No account is called {named}.")),
            [only] => then(self, only.clone()),
            several => {
                let at: Vec<&str> = several.iter().map(|key| key.connection.as_str()).collect();
                self.say(format!("{account} is at {}: add \"at\" and which of them.", at.join(" and ")));
            }
        }
    }

    fn switch(&mut self, key: &AccountKey, enabled: bool, ids: &mut Ids, update: &mut Update) {
        let wanted = if enabled { Withdrawals::On } else { Withdrawals::Off };
        if self.state.row(key).is_some_and(|row| row.withdrawals == wanted) {
            let word = if enabled { "on" } else { "off" };
            self.say(format!("{}: withdrawals are {word} already.", self.state.title(key)));
            return;
        }
        let steps = panes::switch_withdrawals(key, enabled, &self.state, ids);
        self.take_steps(steps, ids, update);
    }

    fn tell_accounts(&mut self) {
        let lines: Vec<String> = self
            .state
            .rows()
            .map(|(connection, row)| {
                let at = if self.state.has_several(FeedKind::Accounts) {
                    format!(" at {connection}")
                } else {
                    String::new()
                };
                format!("{}{at}: {}.", row.account.title(), self.standing(row))
            })
            .collect();
        self.tell_all(lines, "No account is known.");
    }

    /// How an account stands, in a part of a sentence.
    fn standing(&self, row: &Row) -> String {
        let switch = match row.withdrawals {
            Withdrawals::On => "withdrawals on",
            Withdrawals::Off => "withdrawals off",
            Withdrawals::Enabling { .. } => "withdrawals are being turned on",
            Withdrawals::Disabling { .. } => "withdrawals are being turned off",
            Withdrawals::Unconfirmed { wanted: true, .. } => "UNCONFIRMED whether withdrawals were turned on",
            Withdrawals::Unconfirmed { wanted: false, .. } => "UNCONFIRMED whether withdrawals were turned off",
        };
        let Some(task) = &row.account.task else { return switch.to_owned() };
        let standing = match row.standing(self.state.now) {
            Some(Standing::Late) => ", late",
            Some(Standing::Stalled) => ", stalled",
            _ => "",
        };
        let amount = format::money(&Money::inr(task.amount));
        let progress = format::percent(task.progress()).replace(" %", " percent");
        format!("{switch}, {progress} of {amount} withdrawn{standing}")
    }

    fn tell_status(&mut self, key: &AccountKey) {
        let Some(row) = self.state.row(key) else { return };
        let account = &row.account;
        let word = |is: bool| if is { "authorised" } else { "not authorised" };
        let mut lines = vec![
            format!("{} at {}: {}.", account.title(), key.connection, self.standing(row)),
            format!("By OTP {}, by SMS {}.", word(account.otp_auth), word(account.sms_auth)),
        ];
        if !self.state.is_fresh(key) {
            lines.push("This is STALE: the provider has not answered lately.".to_owned());
        }
        let last = self.state.intents.of(key).next();
        lines.extend(last.map(|intent| format!("Last change here: {}, {}.", intent.words, intent.state().word())));
        self.tell_all(lines, "");
    }

    fn tell_balances(&mut self) {
        let mut lines = Vec::new();
        for connection in self.state.connections() {
            for wallet in connection.balances.rows() {
                lines.push(format!("{} at {}: {}.", wallet.wallet, connection.info.id, format::money(&wallet.money)));
            }
        }
        self.tell_all(lines, "No balance is known.");
    }

    fn tell_journal(&mut self, unconfirmed: bool) {
        let wanted = self.state.intents.newest_first().filter(|intent| !unconfirmed || intent.is_unconfirmed());
        let told = wanted.take(if unconfirmed { usize::MAX } else { NEWEST }).map(|intent| {
            let when = format::moment(intent.planned(), self.state.now, &self.state.zone, self.state.times);
            let (id, named, state) = (intent.id.short(), intent.named(), intent.state().word());
            format!("{id}, {when}: {named}, {state}.")
        });
        let lines = told.collect();
        self.tell_all(lines, if unconfirmed { "Nothing is unconfirmed." } else { "Nothing was changed yet." });
    }

    fn say_alerts(&mut self) {
        let lines = self.state.alerts.listed(self.state.now).into_iter().map(|alert| alert.words.clone()).collect();
        self.tell_all(lines, "Nothing stands out.");
    }

    fn tell_all(&mut self, lines: Vec<String>, nothing: &str) {
        if lines.is_empty() {
            self.say(nothing);
        }
        for line in lines {
            self.say(line);
        }
    }
}
