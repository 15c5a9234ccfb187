//! `paytop watch`: the dashboard's loop without a screen; each alert that arises is printed as a line.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use futures_util::stream;
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use tokio::sync::{Notify, mpsc};

use super::alerts::{level, rule, utc};
use super::operator::operator;
use super::output::{Row, write_line};
use super::{Console, Exit, Global, dashboard, journal_place, log, wiring};
use crate::app::{App, Look};
use crate::config::{Config, Surroundings};
use crate::domain::{AlertEntry, AlertEvent, AlertRule, Level};
use crate::keymap::Keymap;
use crate::message::Notice;
use crate::runtime::{self, Clock, Journal, Outside, PreferenceFile, Screen, Signals, SystemClock};
use crate::state::State;
use crate::store::RunId;
use crate::ui::{Glyphs, Theme, format};

/// `paytop watch`.
#[derive(Clone, Debug, Default, Args)]
pub struct Watch {
    /// End with the first alert that arises
    #[arg(long)]
    until_alert: bool,
    /// Only alerts of at least this level
    #[arg(long, value_name = "LEVEL", value_parser = level())]
    level: Option<Level>,
    /// Only alerts of these rules; several with commas
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rule())]
    rule: Vec<AlertRule>,
    /// End after so long, such as 10m
    #[arg(long, value_name = "TIME", value_parser = span)]
    timeout: Option<Duration>,
    /// The form of each line
    #[arg(short, long, value_enum, default_value_t, value_name = "FORMAT")]
    output: Form,
}

/// The form of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// Words for people
    #[default]
    Text,
    /// An object for programs
    Json,
}

/// Reads a time as people write it.
fn span(text: &str) -> Result<Duration, String> {
    let span = text.parse::<SignedDuration>().ok().and_then(|span| Duration::try_from(span).ok());
    span.filter(|span| !span.is_zero()).ok_or_else(|| "write a time such as 90s, 10m or 8h".to_owned())
}

/// The time was over and no alert arose.
const IN_VAIN: u8 = Exit::Refused as u8;

impl Watch {
    /// Watches, and gives the exit status.
    pub fn run(self, global: &Global, surroundings: &Surroundings, console: &mut dyn Console) -> u8 {
        let usage = |console: &mut dyn Console, words: &str| {
            console.say(words);
            Exit::Usage as u8
        };
        let config = match global.require(surroundings) {
            Ok(config) if config.connections.is_empty() => {
                return usage(console, "the config has no [[connections]]: see `paytop config path`");
            }
            Ok(config) => config,
            Err(words) => return usage(console, &words),
        };
        let _log = match log::start(global.log.as_deref(), surroundings) {
            Ok(guard) => guard,
            Err(words) => return usage(console, &words),
        };
        let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
            Ok(runtime) => runtime,
            Err(error) => return usage(console, &format!("cannot start: {error}")),
        };
        let status = runtime.block_on(self.watch(config, console));
        runtime.shutdown_timeout(Duration::from_millis(200));
        match status {
            Ok(status) => status,
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done as u8,
            Err(error) => usage(console, &format!("cannot write: {error}")),
        }
    }

    async fn watch(self, config: Config, console: &mut dyn Console) -> io::Result<u8> {
        let clock = Arc::new(SystemClock::default());
        let moment = clock.moment();
        let store = journal_place::open(Some(&config), false, RunId::new(moment.now, moment.chance));
        let zone = config.ui.time_zone.clone().unwrap_or_else(TimeZone::system);
        let infos = config.connections.iter().map(|connection| connection.info.clone()).collect();
        let mut state = State::new(infos, zone.clone(), operator(Some(&config)), moment.now);
        state.marks = config.alerts.balance.clone();
        state.alert_settings = config.alerts.settings.clone();
        let theme = Theme::by_name("mono").ok_or_else(|| io::Error::other("there is no theme mono"))?;
        let app = App::new(state, Keymap::preset(), Look { theme, glyphs: Glyphs::ASCII });
        let mut signals = Signals::listen()?;
        let found = Arc::new(Notify::new());
        let (timeout, until_alert) = (self.timeout, self.until_alert);
        let heard = Arc::clone(&found);
        let signal = async move {
            let over = async {
                match timeout {
                    Some(timeout) => tokio::time::sleep(timeout).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                () = heard.notified() => Exit::Done as u8,
                status = signals.status() => status,
                () = over => if until_alert { IN_VAIN } else { Exit::Done as u8 },
            }
        };
        let outside = Outside {
            links: config.connections.iter().cloned().map(dashboard::link).collect(),
            journal: Journal::new(Arc::clone(&store), zone.clone(), Arc::clone(&clock) as Arc<dyn Clock>),
            // What others receive is told here too; the address is theirs.
            receiving: None,
            preferences: PreferenceFile::default(),
            metrics: None,
            // Read once: a script is started anew.
            config: mpsc::channel(1).1,
            webhook: config.alerts.webhook.clone().map(wiring::webhook),
            input: stream::pending(),
            signal,
            clock,
        };
        let mut printer = Printer { watch: self, zone, console, found };
        let status = runtime::run(app, &mut printer, outside).await;
        journal_place::close(store.as_ref()).await;
        status
    }

    /// Whether it is one that is wanted.
    fn takes(&self, alert: &AlertEntry) -> bool {
        // What is told once more is no news.
        alert.event == AlertEvent::Raised
            && self.level.is_none_or(|least| alert.level >= least)
            && (self.rule.is_empty() || self.rule.contains(&alert.key.rule))
    }
}

/// A screen on which nothing is drawn: alerts are printed.
struct Printer<'c> {
    watch: Watch,
    zone: TimeZone,
    console: &'c mut dyn Console,
    found: Arc<Notify>,
}

impl Printer<'_> {
    fn print(&mut self, alert: &AlertEntry) -> io::Result<()> {
        let AlertEntry { at, key, level, words, .. } = alert;
        let out = self.console.out();
        if self.watch.output == Form::Json {
            let row = Row::default()
                .with("at", Some(utc(*at)))
                .with("level", Some(level.to_string()))
                .with("rule", Some(key.rule.to_string()))
                .with("connection", key.about.connection().map(ToString::to_string))
                .with("kind", key.about.parts().into_iter().next())
                .with("about", Some(key.about.subject()))
                .with("words", words);
            return write_line(out, &row);
        }
        writeln!(out, "{}  {level}  {}  {words}", format::date_time(*at, &self.zone), key.rule)?;
        out.flush()
    }
}

impl Screen for Printer<'_> {
    fn draw(&mut self, _app: &App) -> io::Result<()> {
        Ok(())
    }

    fn copy(&mut self, _text: &str) -> io::Result<()> {
        Ok(())
    }

    fn notify(&mut self, notice: &Notice) -> io::Result<()> {
        let mut is_found = false;
        for alert in &notice.alerts {
            if self.watch.takes(alert) {
                is_found = true;
                self.print(alert)?;
            }
        }
        if is_found && self.watch.until_alert {
            self.found.notify_one();
        }
        Ok(())
    }

    fn size(&self) -> io::Result<(u16, u16)> {
        Ok((80, 24))
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use rstest::rstest;

    use super::*;
    use crate::domain::{About, AlertKey};

    fn alert(event: AlertEvent, level: Level) -> AlertEntry {
        AlertEntry {
            number: 0,
            at: Timestamp::UNIX_EPOCH,
            key: AlertKey::new(AlertRule::UnverifiedPostbacks, About::Postbacks),
            event,
            level,
            words: "many".into(),
            operator: "asha".into(),
        }
    }

    #[rstest]
    #[case(None, &[], true)]
    #[case(Some(Level::Warning), &[], true)]
    #[case(Some(Level::Bad), &[], false)]
    #[case(None, &[AlertRule::UnverifiedPostbacks, AlertRule::LateTask], true)]
    #[case(None, &[AlertRule::LateTask], false)]
    fn only_what_is_wanted_counts(#[case] level: Option<Level>, #[case] rule: &[AlertRule], #[case] takes: bool) {
        let watch = Watch { level, rule: rule.to_vec(), ..Watch::default() };
        assert_eq!(watch.takes(&alert(AlertEvent::Raised, Level::Warning)), takes);
        assert!(!watch.takes(&alert(AlertEvent::Reminded, Level::Bad)), "it was told already");
    }

    #[rstest]
    #[case("90s", Some(90))]
    #[case("10m", Some(600))]
    #[case("1h30m", Some(5_400))]
    #[case("0s", None)]
    #[case("-5s", None)]
    #[case("5", None)]
    #[case("soon", None)]
    fn a_time_is_read_as_people_write_it(#[case] text: &str, #[case] seconds: Option<u64>) {
        assert_eq!(span(text).ok().map(|span| span.as_secs()), seconds);
    }
}
