//! `paytop alerts list`: each alert from the time it was raised to the time it was over, with what was done about it.

use clap::Args;
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser as _;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use strum::VariantNames;

use super::super::output::{self, Field, Format, Records, Row};
use super::super::{Console, Exit, journal_place};
use crate::config::Config;
use crate::domain::{AlertEpisode, AlertRule, AlertStep, Level};
use crate::message::Times;
use crate::runtime::{Clock, SystemClock};
use crate::store::RunId;
use crate::ui::format;

/// What a person reads in a line.
const LINE: &[&str] = &["raised", "level", "rule", "connection", "about", "state", "words"];

/// What a program reads.
const ALERT: &[&str] =
    &["raised", "level", "rule", "connection", "kind", "about", "words", "state", "operator", "until", "over", "steps"];

/// How many entries an episode usually has.
const ENTRIES: usize = 4;

/// `paytop alerts list`.
#[derive(Debug, Args)]
pub struct List {
    /// How many, beside those that stand
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=2_500))]
    most: u16,
    /// Only those that stand
    #[arg(long)]
    standing: bool,
    /// Only those of these rules; several with commas
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rule())]
    rule: Vec<AlertRule>,
    /// Only those of at least this level
    #[arg(long, value_name = "LEVEL", value_parser = level())]
    level: Option<Level>,
    /// Those of the embedded sandbox
    #[arg(long)]
    sandbox: bool,
    /// The form of the result
    #[arg(short, long, value_enum, default_value_t, value_name = "FORMAT")]
    output: Format,
}

/// Reads a rule by its name.
pub(in crate::cli) fn rule() -> impl clap::builder::TypedValueParser<Value = AlertRule> {
    PossibleValuesParser::new(AlertRule::VARIANTS).try_map(|name| name.parse::<AlertRule>())
}

/// Reads a level that an alert can have.
pub(in crate::cli) fn level() -> impl clap::builder::TypedValueParser<Value = Level> {
    PossibleValuesParser::new(["warning", "unconfirmed", "bad"]).try_map(|name| name.parse::<Level>())
}

impl List {
    pub(super) async fn run(self, config: Option<&Config>, console: &mut dyn Console) -> Exit {
        let clock = SystemClock::default();
        let moment = clock.moment();
        let store = journal_place::open(config, self.sandbox, RunId::new(moment.now, moment.chance));
        let most = usize::from(self.most);
        let found = store.alerts(0, most.saturating_mul(ENTRIES)).await;
        journal_place::close(store.as_ref()).await;
        let entries = match found {
            Ok(entries) => entries,
            Err(fault) => {
                console.say(&format!("{fault}. {}", fault.advice()));
                return Exit::Unreachable;
            }
        };
        let mut over = 0;
        let meant = |episode: &AlertEpisode| {
            (self.rule.is_empty() || self.rule.contains(&episode.key.rule))
                && self.level.is_none_or(|least| episode.level >= least)
                && (!self.standing || episode.over.is_none())
        };
        let mut listed: Vec<AlertEpisode> = AlertEpisode::of(&entries).into_iter().rev().filter(meant).collect();
        listed.retain(|episode| {
            over += usize::from(episode.over.is_some());
            episode.over.is_none() || over <= most
        });
        let zone = config.and_then(|config| config.ui.time_zone.clone()).unwrap_or_else(TimeZone::system);
        let (names, rows) = match self.output {
            Format::Table => (LINE, listed.iter().map(|episode| line(episode, moment.now, &zone)).collect()),
            Format::Json | Format::Csv => (ALERT, listed.iter().map(|episode| row(episode, moment.now)).collect()),
        };
        match output::write(console.out(), self.output, &Records::Many { names, rows }) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Exit::Unreachable,
            _ => Exit::Done,
        }
    }
}

/// A time as a program reads it.
pub(in crate::cli) fn utc(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// What it is now, with by whom and until when.
fn state(episode: &AlertEpisode, now: Timestamp, zone: &TimeZone) -> String {
    let word = episode.state(now);
    match (&episode.over, &episode.handling) {
        (Some(over), _) => format!("{word} {}", format::moment(*over, now, zone, Times::Clock)),
        (None, Some(handling)) if word != "standing" => {
            let until = match (handling.acknowledged, handling.until) {
                (true, _) => String::new(),
                (false, Some(until)) => format!(" until {}", format::moment(until, now, zone, Times::Clock)),
                (false, None) => " until over".to_owned(),
            };
            format!("{word}{until} by {}", handling.by)
        }
        _ => word.to_owned(),
    }
}

fn line(episode: &AlertEpisode, now: Timestamp, zone: &TimeZone) -> Row {
    let key = &episode.key;
    Row::default()
        .with("raised", Some(format::moment(episode.since, now, zone, Times::Clock)))
        .with("level", Some(episode.level.to_string()))
        .with("rule", Some(key.rule.to_string()))
        .with("connection", key.about.connection().map(ToString::to_string))
        .with("about", Some(key.about.subject()))
        .with("state", Some(state(episode, now, zone)))
        .with("words", &episode.words)
}

fn row(episode: &AlertEpisode, now: Timestamp) -> Row {
    let key = &episode.key;
    let handling = episode.handling.as_ref();
    let mut row = Row::default()
        .with("raised", Some(utc(episode.since)))
        .with("level", Some(episode.level.to_string()))
        .with("rule", Some(key.rule.to_string()))
        .with("connection", key.about.connection().map(ToString::to_string))
        .with("kind", key.about.parts().into_iter().next())
        .with("about", Some(key.about.subject()))
        .with("words", &episode.words)
        .with("state", Some(episode.state(now).to_owned()))
        .with("operator", handling.map(|handling| handling.by.to_string()))
        .with("until", handling.and_then(|handling| handling.until).map(utc))
        .with("over", episode.over.map(utc));
    row.0.push(("steps", Field::List(episode.steps.iter().map(step).collect())));
    row
}

fn step(step: &AlertStep) -> Row {
    Row::default().with("at", Some(utc(step.at))).with("event", step.event.name()).with("operator", &step.operator)
}
