//! `poll`, `timeouts` and `otp`: how often is asked, how long is waited, how long a code is valid.

use std::time::Duration;

use super::reader::{Gather, Section, human};
use super::show::Origin;
use crate::domain::{Environment, Polling};

const DAY: Duration = Duration::from_hours(24);

/// How long one request may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Timeouts {
    /// Until the connection stands.
    pub(super) connect: Duration,
    /// Until the whole answer is there.
    pub(super) total: Duration,
}

/// How OTPs behave at a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Otp {
    /// How long one is valid.
    pub(super) validity: Duration,
    /// How long to wait before another is asked for.
    pub(super) cool_down: Duration,
}

/// The durations of one table, each with its limits.
struct Durations<'v, 't> {
    table: Option<Section<'v, 't>>,
    key: String,
}

impl<'v, 't> Durations<'v, 't> {
    fn open(section: &Section<'v, 't>, name: &str, valid: &[&str], gather: &mut Gather) -> Self {
        let expected = format!("a table, such as {{ {} = \"5s\" }}", valid[0]);
        let table = section.get(name, gather).and_then(|value| value.section(&expected, valid, gather));
        Self { table, key: section.path(name) }
    }

    /// The duration of `name`, or `default`.
    fn get(&self, name: &str, default: Duration, least: Duration, most: Duration, gather: &mut Gather) -> Duration {
        let Some(value) = self.table.as_ref().and_then(|table| table.get(name, gather)) else {
            gather.note(&format!("{}.{name}", self.key), human(default), Origin::Default);
            return default;
        };
        let duration = value.duration(least, most, gather).unwrap_or(default);
        gather.note(&value.key, human(duration), value.origin());
        duration
    }

    /// `name` must not be less than `other`, where it was given.
    fn not_less(&self, name: &str, duration: Duration, other: &str, least: Duration, gather: &mut Gather) {
        let value = self.table.as_ref().and_then(|table| table.get(name, gather));
        if let Some(value) = value
            && duration < least
        {
            let expected = format!("at least {other}, which is {}", human(least));
            value.wrong(&expected, &human(duration), gather);
        }
    }
}

/// Reads `poll`. A production server is never asked more than once a second.
pub(super) fn poll(section: &Section, environment: Environment, gather: &mut Gather) -> Polling {
    let least = match environment {
        Environment::Production => Duration::from_secs(1),
        Environment::Sandbox => Duration::from_millis(100),
    };
    let default = Polling::default();
    let table = Durations::open(section, "poll", &["active", "idle"], gather);
    let active = table.get("active", default.active, least, DAY, gather);
    // Someone who slows the active polls down means the idle ones as well.
    let idle = table.get("idle", default.idle.max(active), least, DAY, gather);
    table.not_less("idle", idle, "active", active, gather);
    Polling { active, idle }
}

/// Reads `timeouts`.
pub(super) fn timeouts(section: &Section, gather: &mut Gather) -> Timeouts {
    let table = Durations::open(section, "timeouts", &["connect", "total"], gather);
    let (least, most) = (Duration::from_millis(100), Duration::from_mins(10));
    let connect = table.get("connect", Duration::from_secs(5), least, most, gather);
    let total = table.get("total", Duration::from_secs(20).max(connect), least, most, gather);
    table.not_less("total", total, "connect", connect, gather);
    Timeouts { connect, total }
}

/// Reads `otp`, where the provider has any.
pub(super) fn otp(section: &Section, has_otp: bool, gather: &mut Gather) -> Otp {
    if !has_otp {
        return Otp { validity: Duration::ZERO, cool_down: Duration::ZERO };
    }
    let table = Durations::open(section, "otp", &["validity", "cool_down"], gather);
    let most = Duration::from_hours(1);
    let validity = table.get("validity", Duration::from_mins(5), Duration::from_secs(10), most, gather);
    let cool_down = table.get("cool_down", Duration::from_secs(30), Duration::ZERO, most, gather);
    Otp { validity, cool_down }
}
