//! `paytop snapshot`: how everything stands, once: every feed of every connection is asked, the journal is read, and
//! what the dashboard would know of it is printed.

mod rows;

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use tokio::task::JoinSet;

use super::acting::Acting;
use super::connect::Connect;
use super::console::Console;
use super::exit::Exit;
use super::output::{self, Format};
use super::{journal_place, print};
use crate::app::{App, Look};
use crate::config::Config;
use crate::domain::{ConnectionInfo, Data, Fault, FeedKind, Read, mask_digits};
use crate::keymap::Keymap;
use crate::message::{Message, Reply, ReplyTo};
use crate::providers::Reads;
use crate::runtime::{Clock, SystemClock, kept};
use crate::state::{State, prometheus};
use crate::ui::{Glyphs, Theme};

/// The form of a snapshot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Aligned columns, for people.
    #[default]
    Table,
    /// One object; `paytop schema snapshot` says what is in it.
    Json,
    /// Metrics in Prometheus' text format.
    Prometheus,
}

/// `paytop snapshot`.
#[derive(Debug, Args)]
pub struct Snapshot {
    /// The form of the result
    #[arg(short, long, value_enum, default_value_t, value_name = "FORMAT")]
    output: Form,
}

impl Snapshot {
    /// Asks, and prints.
    pub(super) async fn run(
        self,
        config: &Config,
        connect: &dyn Connect,
        acting: &Acting,
        console: &mut dyn Console,
    ) -> Exit {
        if config.connections.is_empty() {
            console.say(&format!("{} has no [[connections]]", config.path().display()));
            return Exit::Usage;
        }
        let Some(mut survey) = Survey::of(config, acting) else {
            console.say("a bundled theme is missing");
            return Exit::Usage;
        };
        let mut exit = survey.read_store(acting, console).await;
        exit = exit.max(survey.ask(config, connect, console).await);
        let state = survey.app.state();
        let printed = match self.output {
            Form::Table => rows::tables(console.out(), state),
            Form::Json => output::write(console.out(), Format::Json, &rows::whole(state)),
            Form::Prometheus => return exit.max(print(console, prometheus(state, state.now).as_bytes())),
        };
        match printed {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                console.say(&format!("cannot write the result: {error}"));
                exit.max(Exit::Usage)
            }
            _ => exit,
        }
    }
}

/// What is known so far, as the dashboard would know it.
struct Survey {
    app: App,
    clock: SystemClock,
}

/// What came of a question.
type Asked = (ConnectionInfo, FeedKind, Timestamp, Duration, Result<Data, Fault>);

impl Survey {
    /// Nothing is known yet; `None` where a bundled theme is missing, which a test rules out.
    fn of(config: &Config, acting: &Acting) -> Option<Self> {
        let clock = SystemClock::default();
        let infos = config.connections.iter().map(|connection| connection.info.clone()).collect();
        let mut state = State::new(infos, acting.zone.clone(), acting.operator.clone(), clock.now());
        state.marks = config.alerts.balance.clone();
        state.alert_settings = config.alerts.settings.clone();
        // It is never drawn.
        let look = Look { theme: Theme::by_name("mono")?, glyphs: Glyphs::ASCII };
        Some(Self { app: App::new(state, Keymap::preset(), look), clock })
    }

    fn tell(&mut self, message: Message) {
        // What the dashboard would do about it is not done: this only looks.
        let _ = self.app.update(self.clock.moment(), message);
    }

    /// Takes up what the store holds; says why where the journal cannot be used.
    async fn read_store(&mut self, acting: &Acting, console: &mut dyn Console) -> Exit {
        let store = acting.journal.store();
        let (told, fault) = kept(store.as_ref(), self.clock.now()).await;
        journal_place::close(store.as_ref()).await;
        for message in told {
            self.tell(message);
        }
        let Some(fault) = fault else { return Exit::Done };
        console.say(&format!("{fault}. {}", fault.advice()));
        Exit::Unreachable
    }

    /// Asks every feed of every connection once, all of them at the same time; says which did not answer.
    async fn ask(&mut self, config: &Config, connect: &dyn Connect, console: &mut dyn Console) -> Exit {
        let mut asking = JoinSet::new();
        let mut exit = Exit::Done;
        for connection in &config.connections {
            let info = connection.info.clone();
            let Some(known) = self.app.state().connection(&info.id) else { continue };
            // What is on the handset are codes, which are nobody else's to read.
            let feeds = info.feeds.iter().filter(|feed| **feed != FeedKind::Handset);
            let questions: Vec<(FeedKind, Read)> =
                feeds.filter_map(|feed| Some((*feed, self.app.state().question(known, *feed)?))).collect();
            match connect.open(connection) {
                Ok(client) => {
                    for (feed, read) in questions {
                        asking.spawn(one(info.clone(), feed, read, Arc::clone(&client.reads), self.clock.now()));
                    }
                }
                Err(fault) => {
                    for (feed, _) in questions {
                        let asked = self.clock.now();
                        let found = (info.clone(), feed, asked, Duration::ZERO, Err(fault.clone()));
                        exit = exit.max(self.take(found, console));
                    }
                }
            }
        }
        while let Some(found) = asking.join_next().await {
            if let Ok(found) = found {
                exit = exit.max(self.take(found, console));
            } else {
                console.say("a question broke off");
                exit = exit.max(Exit::Unreachable);
            }
        }
        exit
    }

    fn take(&mut self, (info, feed, asked, latency, result): Asked, console: &mut dyn Console) -> Exit {
        let exit = result.as_ref().err().map_or(Exit::Done, Exit::of_fault);
        if let Err(fault) = &result {
            let words = mask_digits(&fault.to_string());
            console.say(&format!("{} {feed}: {words}. {}", info.id, fault.advice()));
        }
        let to = ReplyTo::Feed { feed, sequence: 1, next: None };
        self.tell(Message::Reply(Box::new(Reply { connection: info.id, to, asked, latency, result })));
        exit
    }
}

#[expect(clippy::disallowed_methods, reason = "the command line is where a run's time comes from")]
async fn one(info: ConnectionInfo, feed: FeedKind, read: Read, reads: Arc<dyn Reads>, asked: Timestamp) -> Asked {
    let began = Instant::now();
    let result = reads.read(&read).await.map(|answer| answer.data);
    (info, feed, asked, began.elapsed(), result)
}
