//! Fewer orders of a task succeed than is usual for its account. Chance alone makes eight of ten of what usually is nine:
//! it is raised only where even the best rate that goes with what was seen is lower.

use super::{Found, is_off, of_accounts};
use crate::domain::{AccountKey, AlertRule, Level, Ratio, WithdrawTask, wilson_upper};
use crate::state::{Connection, Row, Standing, State};

const RULE: AlertRule = AlertRule::LowSuccess;

/// Fewer orders than that say nothing.
const ORDERS_AT_LEAST: u64 = 10;

/// How sure it has to be before it is raised, in standard deviations: 95 of 100 times.
const RAISED: f64 = 1.96;

/// How near it has to come before it is over: 68 of 100 times. What lies between the two changes nothing.
const OVER: f64 = 1.0;

/// How it stands with the success of every task.
pub fn check(state: &State, found: &mut Found) {
    let Some(floor) = state.alert_settings.success_floor else { return is_off(RULE, state, found) };
    of_accounts(RULE, state, found, |connection, row, _| match &row.account.task {
        Some(task) => of_task(connection, row, task, floor, state),
        None => Standing::Well,
    });
}

fn of_task(connection: &Connection, row: &Row, task: &WithdrawTask, floor: Ratio, state: &State) -> Standing {
    if task.orders < ORDERS_AT_LEAST {
        return Standing::Unknown;
    }
    if task.succeeded >= task.orders {
        return Standing::Well;
    }
    let key = AccountKey { connection: connection.info.id.clone(), account: row.account.id.clone() };
    let baseline = state.baseline(&key, &task.id);
    let usual = f64::from(baseline.unwrap_or(floor).basis_points()) / 10_000.0;
    let words = || {
        let (title, rate) = (row.account.title(), task.success_rate());
        let usual = match baseline {
            Some(baseline) => format!("{baseline} is usual for it"),
            None => format!("at least {floor} is wanted"),
        };
        let (succeeded, orders) = (task.succeeded, task.orders);
        format!("{title} at {}: {rate} of its orders succeed ({succeeded} of {orders}), and {usual}.", key.connection)
    };
    if wilson_upper(task.succeeded, task.orders, RAISED) < usual {
        Standing::Raised(Level::Warning, words())
    } else if wilson_upper(task.succeeded, task.orders, OVER) < usual {
        Standing::Between(words())
    } else {
        Standing::Well
    }
}
