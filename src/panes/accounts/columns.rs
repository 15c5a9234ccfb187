//! The columns of the accounts as data: what each is, how wide it wants to be, how it sorts and what a filter finds.

use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp};

use crate::domain::{AuthStatus, CollectionType, Money, Standing, UpiId};
use crate::message::Cell;
use crate::panes::sheet;
use crate::state::{Connection, Row, State, Withdrawals};
use crate::ui::format;
use crate::ui::table::{Column, SortKey};

/// A column of the accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum ColumnId {
    /// Whose account it is.
    Connection,
    /// Its id.
    Id,
    /// Its tool.
    Tool,
    /// UPI or CARD.
    Kind,
    /// The holder's phone.
    Phone,
    /// OTP, SMS and overall authorisation.
    Authorised,
    /// The withdrawals switch.
    Withdrawals,
    /// How far the task is.
    Progress,
    /// What is withdrawn.
    Withdrawn,
    /// Of what.
    Amount,
    /// Orders that succeeded, of those assigned.
    Orders,
    /// How many succeeded.
    Success,
    /// How long it runs, of its estimate.
    Running,
    /// What is left by plan, or how late it is.
    Plan,
    /// What is left by pace.
    Pace,
    /// Where progress was made.
    Trend,
    /// Late, stalled or complete.
    Standing,
}

/// The columns for one or for several connections.
pub fn columns(several: bool) -> &'static [Column<ColumnId>] {
    if several { &ALL[..] } else { &ALL[1..] }
}

/// Every column. The lowest priority stays longest where it is narrow.
static ALL: LazyLock<[Column<ColumnId>; 17]> = LazyLock::new(|| {
    [
        Column::new(ColumnId::Connection, "connection", 12, 1).flexible(8, 12, 18),
        Column::new(ColumnId::Id, "id", 5, 0).flexible(4, 5, 12),
        Column::new(ColumnId::Tool, "tool", 10, 2).flexible(7, 10, 12),
        Column::new(ColumnId::Kind, "kind", 4, 9),
        Column::new(ColumnId::Phone, "phone", 6, 5).flexible(6, 6, 10),
        Column::new(ColumnId::Authorised, "authorised", 10, 7),
        Column::new(ColumnId::Withdrawals, "on/off", 6, 1).flexible(6, 6, 13),
        Column::new(ColumnId::Progress, "progress", 13, 1).flexible(12, 13, 24),
        Column::new(ColumnId::Withdrawn, "withdrawn", 12, 4).flexible(12, 12, 15).right(),
        Column::new(ColumnId::Amount, "planned", 12, 6).flexible(9, 12, 15).right(),
        Column::new(ColumnId::Orders, "orders", 9, 10).right(),
        Column::new(ColumnId::Success, "success", 7, 8).right(),
        Column::new(ColumnId::Running, "running", 11, 14).right(),
        Column::new(ColumnId::Plan, "by plan", 10, 11).right(),
        Column::new(ColumnId::Pace, "by pace", 7, 12).right(),
        Column::new(ColumnId::Trend, "trend", 8, 13).flexible(8, 8, 20),
        Column::new(ColumnId::Standing, "standing", 10, 2),
    ]
});

/// The words for the withdrawals switch; one of four letters at most where it is `narrow`.
pub fn switch_word(withdrawals: Withdrawals, narrow: bool) -> &'static str {
    match withdrawals {
        Withdrawals::Enabling { .. } if narrow => "on…",
        Withdrawals::Disabling { .. } if narrow => "off…",
        Withdrawals::Unconfirmed { wanted: true, .. } if narrow => "on?",
        Withdrawals::Unconfirmed { wanted: false, .. } if narrow => "off?",
        Withdrawals::Off => "off",
        Withdrawals::On => "on",
        Withdrawals::Enabling { .. } => "enabling",
        Withdrawals::Disabling { .. } => "disabling",
        Withdrawals::Unconfirmed { wanted: true, .. } => "on, unsure",
        Withdrawals::Unconfirmed { wanted: false, .. } => "off, unsure",
    }
}

/// The word for how a task stands.
pub fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Complete => "complete",
        Standing::OnTime => "on time",
        Standing::Late => "late",
        Standing::Stalled => "stalled",
    }
}

/// Whether everything an account needs to be authorised is there.
pub fn is_authorised(row: &Row) -> bool {
    match &row.account.status {
        Some(status) => *status == AuthStatus::Authorized,
        None => row.account.otp_auth && row.account.sms_auth,
    }
}

/// What a row sorts by in a column.
pub fn sort_key(column: ColumnId, connection: &Connection, row: &Row, state: &State) -> SortKey {
    let account = &row.account;
    let task = account.task.as_ref();
    let number = SortKey::number;
    match column {
        ColumnId::Connection => SortKey::natural(connection.info.id.as_str()),
        ColumnId::Id => SortKey::natural(account.id.as_str()),
        ColumnId::Tool => SortKey::natural(account.tool.as_str()),
        ColumnId::Kind => SortKey::natural(account.collection.as_str()),
        ColumnId::Phone => SortKey::natural(account.phone.full()),
        ColumnId::Authorised => {
            let count = u8::from(account.otp_auth) + u8::from(account.sms_auth) + u8::from(is_authorised(row));
            SortKey::Number(count.into())
        }
        ColumnId::Withdrawals => SortKey::natural(switch_word(row.withdrawals, false)),
        ColumnId::Progress => number(task.map(|task| task.progress().basis_points().into())),
        ColumnId::Withdrawn => number(task.map(|task| task.withdrawn)),
        ColumnId::Amount => number(task.map(|task| task.amount)),
        ColumnId::Orders => number(task.map(|task| task.orders.into())),
        ColumnId::Success => number(task.map(|task| task.success_rate().basis_points().into())),
        ColumnId::Running => number(task.and_then(|task| task.running(state.now)).map(|span| span.as_secs().into())),
        ColumnId::Plan => number(task.and_then(|task| task.left_by_plan(state.now)).map(|span| span.as_secs().into())),
        ColumnId::Pace => number(task.and_then(|task| task.left_by_pace(state.now)).map(|span| span.as_secs().into())),
        ColumnId::Trend => number(row.history.samples().last().map(|sample| sample.at.as_second().into())),
        ColumnId::Standing => number(row.standing(state.now).map(|standing| (standing as u8).into())),
    }
}

/// What a row says in a column, as a value; none where that is no value, as a trend.
pub fn value(column: ColumnId, connection: &Connection, row: &Row, state: &State) -> Option<Cell> {
    let account = &row.account;
    let task = account.task.as_ref();
    let span =
        |span: Option<SignedDuration>| span.map_or(Cell::Empty, |span| sheet::words(format::duration_short(span)));
    Some(match column {
        ColumnId::Connection => sheet::words(connection.info.id.as_str()),
        ColumnId::Id => sheet::words(account.id.as_str()),
        ColumnId::Tool => sheet::words(account.tool.as_str()),
        ColumnId::Kind => sheet::words(account.collection.as_str()),
        ColumnId::Phone => sheet::words(account.phone.masked()),
        ColumnId::Authorised => {
            let parts = [(account.otp_auth, "OTP"), (account.sms_auth, "SMS"), (is_authorised(row), "overall")];
            let given: Vec<&str> = parts.iter().filter(|(given, _)| *given).map(|(_, by)| *by).collect();
            sheet::words(given.join(" "))
        }
        ColumnId::Withdrawals => sheet::words(switch_word(row.withdrawals, false)),
        ColumnId::Progress => task.map_or(Cell::Empty, |task| sheet::percent(task.progress())),
        ColumnId::Withdrawn => sheet::number(task.map(|task| task.withdrawn)),
        ColumnId::Amount => sheet::number(task.map(|task| task.amount)),
        ColumnId::Orders => {
            task.map_or(Cell::Empty, |task| sheet::words(format!("{} of {}", task.succeeded, task.orders)))
        }
        ColumnId::Success => task.map_or(Cell::Empty, |task| sheet::percent(task.success_rate())),
        ColumnId::Running => span(task.and_then(|task| task.running(state.now))),
        ColumnId::Plan => {
            let left = task.and_then(|task| task.left_by_plan(state.now));
            left.map_or(Cell::Empty, |left| sheet::words(format::left_or_late(left)))
        }
        ColumnId::Pace => span(task.and_then(|task| task.left_by_pace(state.now))),
        ColumnId::Trend => return None,
        ColumnId::Standing => sheet::words(row.standing(state.now).map_or("", standing_word)),
    })
}

/// What tells an account from others, in small letters: its ids and its phone, its tool and its connection.
pub fn identifying(connection: &Connection, row: &Row) -> String {
    let account = &row.account;
    let mut words = vec![
        connection.info.id.as_str(),
        account.id.as_str(),
        account.tool.as_str(),
        account.collection.as_str(),
        account.phone.full(),
    ];
    words.extend(account.task.as_ref().map(|task| task.id.as_str()));
    words.extend(row.upi_ids.iter().flat_map(|(_, ids)| ids).map(UpiId::full));
    words.join("\n").to_lowercase()
}

/// Everything a filter can find in a row, in small letters: what any column shows, and the whole phone.
pub fn searchable(connection: &Connection, row: &Row) -> String {
    let account = &row.account;
    let mut words = vec![
        connection.info.id.to_string(),
        account.id.to_string(),
        account.tool.to_string(),
        account.collection.to_string(),
        account.phone.full().to_owned(),
        switch_word(row.withdrawals, false).to_owned(),
        if account.otp_auth { "otp" } else { "no-otp" }.to_owned(),
        if account.sms_auth { "sms" } else { "no-sms" }.to_owned(),
    ];
    words.extend(account.status.as_ref().map(|status| status.as_str().to_owned()));
    if let Some(task) = &account.task {
        let amount = |amount| Money::inr(amount).digits();
        words.extend([task.id.to_string(), "running".into(), amount(task.withdrawn), amount(task.amount)]);
        words.extend([task.withdrawn.normalize().to_string(), task.amount.normalize().to_string()]);
        words.extend([task.progress().to_string(), format!("{}/{}", task.succeeded, task.orders)]);
        words.push(task.success_rate().to_string());
    } else if account.collection == CollectionType::Upi {
        words.push("idle".into());
    }
    words.join(" ").to_lowercase()
}

/// What a filter can find in a row beyond [`searchable`], and what changes by time alone: how its task stands and what
/// the clocks of its columns show. In small letters.
pub fn searchable_now(row: &Row, now: Timestamp) -> String {
    let (Some(task), Some(standing)) = (&row.account.task, row.standing(now)) else { return String::new() };
    let clocks = [
        task.running(now).map(format::duration_short),
        task.left_by_plan(now).map(format::left_or_late),
        task.left_by_pace(now).map(format::duration_short),
    ];
    let mut words = standing_word(standing).to_owned();
    for clock in clocks.into_iter().flatten() {
        words.push(' ');
        words.push_str(&clock);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standings_sort_by_how_bad_they_are() {
        let order = [Standing::Complete, Standing::OnTime, Standing::Late, Standing::Stalled];
        assert!(order.windows(2).all(|pair| (pair[0] as u8) < (pair[1] as u8)));
    }
}
