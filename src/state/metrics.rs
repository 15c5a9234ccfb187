//! The state as metrics, in Prometheus' text format. Labels are names from the config and of feeds, payment systems and
//! currencies; no account, phone or secret is among them, and no amount passes through a float.

use std::fmt::{self, Write as _};

use jiff::Timestamp;
use rust_decimal::Decimal;

use super::{Connection, Feed, Health, State};
use crate::domain::{ChangeKind, Currency, FeedKind, IntentState, mask_digits};
use crate::message::Level;

/// The most wallets of a connection that are told: a broken server could name any number.
const WALLETS: usize = 500;

/// The levels that alerts have.
const LEVELS: [(Level, &str); 3] = [(Level::Info, "info"), (Level::Warning, "warning"), (Level::Bad, "bad")];

/// A metric's samples, under its help and type.
struct Metric<'o> {
    out: &'o mut String,
    name: &'static str,
}

impl<'o> Metric<'o> {
    fn new(out: &'o mut String, name: &'static str, kind: &str, help: &str) -> Self {
        let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}");
        Self { out, name }
    }

    fn sample(&mut self, labels: &[(&str, &str)], value: impl fmt::Display) {
        self.suffixed("", labels, value);
    }

    fn suffixed(&mut self, suffix: &str, labels: &[(&str, &str)], value: impl fmt::Display) {
        let _ = write!(self.out, "{}{suffix}", self.name);
        for (at, (name, value)) in labels.iter().enumerate() {
            let value = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            let _ = write!(self.out, "{}{name}=\"{value}\"", if at == 0 { '{' } else { ',' });
        }
        let _ = writeln!(self.out, "{} {value}", if labels.is_empty() { "" } else { "}" });
    }
}

/// Everything that is known at `now`, as metrics.
#[must_use]
pub fn prometheus(state: &State, now: Timestamp) -> String {
    let mut out = String::new();
    let info = "The version of paytop.";
    Metric::new(&mut out, "paytop_build_info", "gauge", info).sample(&[("version", env!("CARGO_PKG_VERSION"))], 1);
    feeds(&mut out, state, now);
    work(&mut out, state);
    wallets(&mut out, state);
    changes(&mut out, state);
    out
}

fn feeds(out: &mut String, state: &State, now: Timestamp) {
    let all = || {
        state.connections().flat_map(|connection| {
            connection.feeds.iter().map(move |(kind, feed)| (connection, kind.to_string(), feed))
        })
    };
    let seconds = |millis: u128| format!("{}.{:03}", millis / 1_000, millis % 1_000);
    let mut metric = Metric::new(out, "paytop_feed_up", "gauge", "Whether the last question of the feed was answered.");
    for (connection, kind, feed) in all() {
        let environment = connection.info.environment.to_string();
        let labels = [
            ("connection", connection.info.id.as_str()),
            ("provider", connection.info.provider),
            ("environment", environment.as_str()),
            ("feed", kind.as_str()),
        ];
        metric.sample(&labels, u8::from(feed.health() == Health::Fresh));
    }
    let mut each = |name, kind, help, value: &dyn Fn(&Feed) -> Option<String>| {
        let mut metric = Metric::new(out, name, kind, help);
        for (connection, kind, feed) in all() {
            if let Some(value) = value(feed) {
                metric.sample(&[("connection", connection.info.id.as_str()), ("feed", &kind)], value);
            }
        }
    };
    each("paytop_feed_questions_total", "counter", "Questions the feed has asked.", &|feed| {
        Some(feed.attempts.sums().asked.to_string())
    });
    each("paytop_feed_faults_total", "counter", "Questions of the feed that had no usable answer.", &|feed| {
        Some(feed.attempts.sums().faults.to_string())
    });
    each("paytop_feed_bad_rows", "gauge", "Rows of the feed's last answer that could not be read.", &|feed| {
        Some(feed.bad_rows.len().to_string())
    });
    each("paytop_feed_age_seconds", "gauge", "How old the feed's last usable answer is.", &|feed| {
        feed.age(now).map(|age| age.as_secs().to_string())
    });
    let help = "How long the feed's answers took; the quantiles are of the last questions that are kept.";
    let mut metric = Metric::new(out, "paytop_feed_latency_seconds", "summary", help);
    for (connection, kind, feed) in all() {
        let id = connection.info.id.as_str();
        for (quantile, per_cent) in [("0.5", 50), ("0.95", 95)] {
            if let Some(latency) = feed.attempts.percentile(per_cent) {
                let labels = [("connection", id), ("feed", &kind), ("quantile", quantile)];
                metric.sample(&labels, seconds(latency.as_millis()));
            }
        }
        let sums = feed.attempts.sums();
        let labels = [("connection", id), ("feed", kind.as_str())];
        metric.suffixed("_sum", &labels, seconds(sums.latency.as_millis()));
        metric.suffixed("_count", &labels, sums.asked - sums.faults);
    }
}

fn work(out: &mut String, state: &State) {
    let told = || state.having(FeedKind::Accounts).filter(|connection| is_told(connection, FeedKind::Accounts));
    let mut metric = Metric::new(out, "paytop_accounts", "gauge", "Tool accounts, by whether withdrawals are on.");
    for connection in told() {
        let (id, totals) = (connection.info.id.as_str(), &connection.totals);
        metric.sample(&[("connection", id), ("withdrawals", "on")], totals.enabled);
        metric.sample(&[("connection", id), ("withdrawals", "off")], totals.accounts - totals.enabled);
    }
    let mut each = |name, help, value: &dyn Fn(&Connection) -> String| {
        let mut metric = Metric::new(out, name, "gauge", help);
        for connection in told() {
            metric.sample(&[("connection", connection.info.id.as_str())], value(connection));
        }
    };
    each("paytop_tasks", "Running withdraw tasks.", &|of| of.totals.tasks.to_string());
    each("paytop_tasks_planned_rupees", "What the running tasks are to withdraw.", &|of| of.totals.amount.to_string());
    each("paytop_tasks_withdrawn_rupees", "What the running tasks have withdrawn.", &|of| {
        of.totals.withdrawn.to_string()
    });
    each("paytop_tasks_orders", "Orders of the running tasks.", &|of| of.totals.orders.to_string());
    each("paytop_tasks_orders_succeeded", "Orders of the running tasks that succeeded.", &|of| {
        of.totals.succeeded.to_string()
    });
}

fn wallets(out: &mut String, state: &State) {
    let help = "What lies in a wallet, in its own currency.";
    let mut metric = Metric::new(out, "paytop_balance", "gauge", help);
    for connection in state.having(FeedKind::Balances) {
        for wallet in connection.balances.rows().iter().take(WALLETS) {
            let name = mask_digits(wallet.wallet.as_str());
            let labels = [
                ("connection", connection.info.id.as_str()),
                ("wallet", name.as_str()),
                ("currency", wallet.money.currency.code()),
            ];
            metric.sample(&labels, wallet.money.amount);
        }
    }
}

fn changes(out: &mut String, state: &State) {
    let help = "Changes in the journal of which nobody knows what became.";
    let mut metric = Metric::new(out, "paytop_unconfirmed_changes", "gauge", help);
    for connection in state.connections() {
        let id = &connection.info.id;
        let open = state.intents.newest_first().filter(|intent| intent.is_unconfirmed() && intent.connection == *id);
        metric.sample(&[("connection", id.as_str())], open.count());
    }
    let under_way = open_payouts(state);
    let help = "Payouts made by paytop whose end is not known.";
    let mut metric = Metric::new(out, "paytop_payouts_under_way", "gauge", help);
    for (connection, kind, currency, count, _) in &under_way {
        let labels = [("connection", connection.as_str()), ("kind", *kind), ("currency", currency.code())];
        metric.sample(&labels, count);
    }
    let help = "What may still leave by payouts made by paytop, in their own currency.";
    let mut metric = Metric::new(out, "paytop_payouts_under_way_amount", "gauge", help);
    for (connection, kind, currency, _, amount) in &under_way {
        let labels = [("connection", connection.as_str()), ("kind", *kind), ("currency", currency.code())];
        metric.sample(&labels, amount);
    }
    let mut metric = Metric::new(out, "paytop_alerts", "gauge", "Alerts that stand, by level.");
    for (level, name) in LEVELS {
        metric.sample(
            &[("level", name)],
            state.alerts.listed(state.now).iter().filter(|alert| alert.level == level).count(),
        );
    }
    let help = "Whether the journal can be written: else nothing can be changed.";
    Metric::new(out, "paytop_journal_writable", "gauge", help).sample(&[], u8::from(state.journal_fault.is_none()));
}

/// The payouts that are under way, summed up by connection, kind and currency.
fn open_payouts(state: &State) -> Vec<(String, &'static str, Currency, u64, Decimal)> {
    let mut sums: Vec<(String, &'static str, Currency, u64, Decimal)> = Vec::new();
    let open = state.intents.newest_first().filter(|intent| {
        intent.is_under_way()
            && !matches!(intent.state(), IntentState::Planned)
            && state.connection(&intent.connection).is_some()
    });
    for (intent, money) in open.filter_map(|intent| Some((intent, intent.amount.as_ref()?))) {
        let kind = if intent.kind == ChangeKind::Transfer { "transfer" } else { "withdrawal" };
        let connection = intent.connection.as_str();
        let found = sums
            .iter_mut()
            .find(|(of, what, currency, ..)| of == connection && *what == kind && *currency == money.currency);
        match found {
            Some((.., count, sum)) => (*count, *sum) = (*count + 1, sum.saturating_add(money.amount)),
            None => sums.push((connection.to_owned(), kind, money.currency.clone(), 1, money.amount)),
        }
    }
    sums
}

/// Whether a feed has ever told what it is for: what was not told is no zero.
fn is_told(connection: &Connection, kind: FeedKind) -> bool {
    connection.feeds.get(&kind).is_some_and(|feed| feed.answered.is_some())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{Decimal, FeedKind, State, prometheus};
    use crate::domain::{Data, Fault};
    use crate::message::Reply;
    use crate::state::testing::*;

    /// The samples by name and labels; fails where a line is no metric.
    fn samples(text: &str) -> HashMap<String, String> {
        let mut kinds = HashMap::new();
        let mut all = HashMap::new();
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("# TYPE ") {
                let (name, kind) = rest.split_once(' ').unwrap();
                assert!(kinds.insert(name.to_owned(), kind.to_owned()).is_none(), "{name} is typed twice");
                continue;
            }
            if line.starts_with("# HELP ") {
                continue;
            }
            let (key, value) = line.rsplit_once(' ').unwrap();
            assert!(Decimal::from_str_exact(value).is_ok(), "{line}");
            let name = key.split('{').next().unwrap();
            let base = kinds.keys().any(|known| {
                name == known || ["_sum", "_count"].iter().any(|suffix| name == format!("{known}{suffix}"))
            });
            assert!(base, "{line} has no type");
            assert!(all.insert(key.to_owned(), value.to_owned()).is_none(), "{line} is there twice");
        }
        for (name, kind) in kinds {
            assert_eq!(name.ends_with("_total"), kind == "counter", "{name} is a {kind}");
        }
        all
    }

    fn state() -> State {
        let mut state = State::new(vec![sandbox(DESK), wallets("shop")], india(), "asha".into(), at(10));
        state.merge(accounts(1, at(0), vec![running(upi("a1"), 400, 1_000), upi("a2")]));
        state.merge(accounts(2, at(5), vec![running(upi("a1"), 500, 1_000), upi("a2")]));
        state.merge(answer(FeedKind::Tools, 1, at(5), Err(Fault::NotFound(404))));
        let told = Data::Balances(vec![balance("pay\"tm 9876543210", 123_450, "INR")].into());
        state.merge(Reply { connection: id("shop"), ..answer(FeedKind::Balances, 1, at(5), Ok(told)) });
        state
    }

    #[test]
    fn what_is_known_is_told_with_its_units() {
        let all = samples(&prometheus(&state(), at(10)));
        let of = |key: &str| all.get(key).map_or("nothing", String::as_str);
        let desk = r#"connection="desk""#;
        assert_eq!(of(&format!("paytop_feed_questions_total{{{desk},feed=\"accounts\"}}")), "2");
        assert_eq!(of(&format!("paytop_feed_faults_total{{{desk},feed=\"tools\"}}")), "1");
        assert_eq!(of(&format!("paytop_feed_latency_seconds{{{desk},feed=\"accounts\",quantile=\"0.95\"}}")), "0.040");
        assert_eq!(of(&format!("paytop_feed_latency_seconds_sum{{{desk},feed=\"accounts\"}}")), "0.080");
        assert_eq!(of(&format!("paytop_feed_age_seconds{{{desk},feed=\"accounts\"}}")), "5");
        assert_eq!(of(&format!("paytop_accounts{{{desk},withdrawals=\"on\"}}")), "1");
        assert_eq!(of(&format!("paytop_tasks_withdrawn_rupees{{{desk}}}")), "500");
        assert_eq!(of(&format!("paytop_unconfirmed_changes{{{desk}}}")), "0");
        assert_eq!(of("paytop_journal_writable"), "1");
    }

    #[test]
    fn no_number_of_a_person_is_a_label_and_what_is_odd_is_escaped() {
        let text = prometheus(&state(), at(10));
        assert!(!text.contains("9876543210"), "{text}");
        assert!(text.contains(r#"wallet="pay\"tm "#) && text.contains("} 1234.50"), "{text}");
    }

    #[test]
    fn what_was_not_told_is_no_zero() {
        let empty = State::new(vec![sandbox(DESK), wallets("shop")], india(), "asha".into(), at(0));
        let all = samples(&prometheus(&empty, at(0)));
        assert!(all.keys().all(|key| !key.starts_with("paytop_accounts") && !key.starts_with("paytop_balance")));
        assert_eq!(
            all[r#"paytop_feed_up{connection="desk",provider="withdraw-tool",environment="sandbox",feed="accounts"}"#],
            "0"
        );
    }
}
