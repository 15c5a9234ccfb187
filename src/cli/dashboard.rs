//! The dashboard: the config or the embedded sandbox, the app, the terminal, the loop.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crossterm::event::EventStream;
use jiff::tz::TimeZone;
use tokio_util::sync::CancellationToken;

use super::operator::operator;
use super::sandbox::World;
use super::{Console, Exit, Global, journal_place, log, wiring};
use crate::app::{App, Look};
use crate::config::{Config, Problem, Surroundings};
use crate::domain::{ConnectionId, ConnectionInfo, Environment, FeedKind, Limits, Polling};
use crate::keymap::{Keymap, UserKey};
use crate::providers::http::{self, ChangePermit};
use crate::providers::{Plain, Provider, SettingKind, Setup, provider};
use crate::runtime::{self, Clock, Journal, Link, Outside, Signals, SystemClock, TerminalScreen};
use crate::sandbox::{self, Half, Sandbox};
use crate::state::State;
use crate::store::RunId;
use crate::ui::{Glyphs, Theme};

/// Opens the dashboard and gives the exit status. Whatever is wrong with the config is said before the terminal is
/// touched.
pub fn run(global: &Global, world: &World, surroundings: &Surroundings, console: &mut dyn Console) -> u8 {
    let usage = |console: &mut dyn Console, words: &str| {
        console.say(words);
        Exit::Usage as u8
    };
    let config = match global.load(surroundings) {
        Ok(config) => config,
        Err(words) => return usage(console, &words),
    };
    if config.is_some() && *world != World::default() {
        return usage(console, "the flags of the sandbox mean nothing beside a config: leave out one or the other");
    }
    let keymap = match &config {
        Some(config) => match keymap(config) {
            Ok(keymap) => keymap,
            Err(words) => return usage(console, &words),
        },
        None => Keymap::preset(),
    };
    if config.as_ref().is_some_and(|config| config.connections.is_empty()) {
        return usage(console, "the config has no [[connections]]: see `paytop config path` and config.example.toml");
    }
    let _log = match log::start(global.log.as_deref(), surroundings) {
        Ok(guard) => guard,
        Err(words) => return usage(console, &words),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return usage(console, &format!("cannot start: {error}")),
    };
    let status = runtime.block_on(show(config, keymap, global, world));
    // What is still under way is not waited for: its outcome is unconfirmed either way.
    runtime.shutdown_timeout(Duration::from_millis(200));
    match status {
        Ok(status) => status,
        Err(error) => usage(console, &format!("the terminal: {error}")),
    }
}

async fn show(config: Option<Config>, keymap: Keymap, global: &Global, world: &World) -> std::io::Result<u8> {
    let clock = Arc::new(SystemClock::default());
    let ui = config.as_ref().map(|config| config.ui.clone()).unwrap_or_default();
    let theme = global.theme.or(ui.theme).map_or_else(|| "dark".to_owned(), |theme| theme.to_string());
    let look = Look {
        theme: Theme::by_name(&theme).ok_or_else(|| std::io::Error::other(format!("there is no theme {theme}")))?,
        glyphs: Glyphs::UNICODE,
    };
    let stop = CancellationToken::new();
    let _stop_at_the_end = stop.clone().drop_guard();
    let moment = clock.moment();
    let store = journal_place::open(config.as_ref(), config.is_none(), RunId::new(moment.now, moment.chance));
    let operator = operator(config.as_ref());
    let links = match config {
        Some(config) => config.connections.into_iter().map(link).collect(),
        None => embedded(world, global.read_only, stop)?,
    };
    let zone = ui.time_zone.unwrap_or_else(TimeZone::system);
    let infos = links.iter().map(|link| link.info.clone()).collect();
    let app = App::new(State::new(infos, zone.clone(), operator, moment.now), keymap, look);
    let mut signals = Signals::listen()?;
    let mut screen = TerminalScreen::take()?;
    let outside = Outside {
        links,
        journal: Journal::new(Arc::clone(&store), zone, Arc::clone(&clock) as Arc<dyn Clock>),
        input: runtime::messages(EventStream::new()),
        signal: async move { signals.status().await },
        clock,
    };
    let status = runtime::run(app, &mut screen, outside).await;
    journal_place::close(store.as_ref()).await;
    status
}

fn keymap(config: &Config) -> Result<Keymap, String> {
    let key = |key: &crate::config::KeyOverride| UserKey {
        context: key.context.clone(),
        chord: key.chord.clone(),
        command: key.command.clone(),
        line: key.line,
    };
    Keymap::preset().with(&config.keys.iter().map(key).collect::<Vec<_>>()).map_err(|errors| {
        let problem = |error: &crate::keymap::KeyError| Problem::at(error.line, &error.key, error.words().to_owned());
        config.error(errors.iter().map(problem).collect()).to_string()
    })
}

fn link(connection: crate::config::ConnectionConfig) -> Link {
    Link::new(connection.info.clone(), move || wiring::open(&connection))
}

/// The embedded sandbox: a server of its own on loopback, spoken to like any provider, with a connection to each that
/// it plays.
fn embedded(world: &World, read_only: bool, stop: CancellationToken) -> io::Result<Vec<Link>> {
    let sandbox = Sandbox::bind(([127, 0, 0, 1], 0).into(), world.options())?;
    let address = sandbox.address();
    tokio::spawn(async move {
        if let Err(error) = sandbox.serve(stop).await {
            tracing::error!(%error, "the sandbox stopped");
        }
    });
    let links =
        sandbox::HALVES.iter().filter_map(|half| Some(played(half, provider(half.provider)?, address, read_only)));
    Ok(links.collect())
}

/// The connection to one provider that the embedded sandbox plays.
fn played(half: &'static Half, provider: &'static Provider, address: SocketAddr, read_only: bool) -> Link {
    let mut feeds = provider.feeds.to_vec();
    if provider.has_handset {
        feeds.push(FeedKind::Handset);
    }
    let info = ConnectionInfo {
        id: ConnectionId::new(half.connection),
        provider: provider.name,
        environment: Environment::Sandbox,
        host: address.to_string().into(),
        // It is nobody's server but ours, and looks the livelier for it.
        polling: Polling { active: Duration::from_secs(2), idle: Duration::from_secs(10) },
        feeds,
        read_only,
        otp_validity: Duration::from_mins(2),
        otp_cool_down: Duration::from_secs(20),
        limits: Limits::default(),
    };
    Link::new(info, move || {
        let headers = half.credentials.iter().map(|held| (held.header.to_owned(), held.value.into())).collect();
        let http = http::Settings { headers, ..http::Settings::new(&format!("http://{address}")) };
        let of_kind = |secret: bool| {
            let is_meant = move |name: &str| {
                provider.settings.iter().any(|own| own.name == name && (own.kind == SettingKind::Secret) == secret)
            };
            half.settings.iter().filter(move |(name, _)| is_meant(name))
        };
        let setup = Setup {
            http,
            plain: Plain {
                texts: of_kind(false).map(|(name, value)| (*name, (*value).to_owned())).collect(),
                handset: provider.has_handset,
                ..Plain::default()
            },
            secrets: of_kind(true).map(|(name, value)| (*name, (*value).into())).collect(),
        };
        (provider.open)(setup, ChangePermit::unless(read_only))
    })
}
