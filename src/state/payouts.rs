//! Payouts that a provider has taken on, or may have, and whose end it has not told: which are asked for, and what an
//! answer settles. Finding nothing settles nothing: the request may still arrive.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use crate::domain::{
    Ability, ChangeKind, ConnectionId, End, Event, Found, How, Inquiry, Intent, IntentId, IntentState, InvoiceId,
    OrderQuery, OrderStatus, Read, Report, Rows, Settlement, Text, TransferFound, WithdrawalPostback, WithdrawalStatus,
    mask_digits,
};

use super::{Changes, Connection, State};

/// The most payouts that are asked for at once; the unconfirmed ones come first, then the newest. Where there are more, a
/// quarter of the places goes round among all others.
const AT_ONCE: usize = 200;

/// The same of transfers, each of which is a request of its own.
const TRANSFERS_AT_ONCE: usize = 50;

/// How long after it was sent a payout is asked for at the shorter interval.
const NEAR: SignedDuration = SignedDuration::from_mins(15);

/// How long a transfer that was paid is asked for still: so late a bank may send it back.
const LATE: SignedDuration = SignedDuration::from_hours(10 * 24);

/// The most of those that are asked for at once, beside what has no end; each is asked for in its turn.
const LATE_AT_ONCE: usize = 10;

/// What the last look at a payout whose end is not known found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// When it was asked for.
    pub asked: Timestamp,
    /// What was found.
    pub found: Seen,
}

/// What a look at a payout found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// The provider knows it, and this is its status, which is not final.
    Pending(Text),
    /// The provider has nothing to tell of it, in its own words.
    Nothing(Text),
    /// The provider tells of something else by its id, in plain words: somebody has to look.
    Other(String),
}

impl Seen {
    /// What was found, in words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Pending(status) if status.is_empty() => "pending".to_owned(),
            Self::Pending(status) => format!("pending (status {status})"),
            Self::Nothing(words) if words.is_empty() => "nothing told yet".to_owned(),
            Self::Nothing(words) => format!("nothing told yet ({words})"),
            Self::Other(words) => words.clone(),
        }
    }
}

/// What the looks at payouts found.
#[derive(Clone, Debug, Default)]
pub struct Payouts {
    looks: HashMap<IntentId, Look>,
    /// When each was last asked for whose end is not known, or that was paid and may still come back.
    asked: HashMap<IntentId, Timestamp>,
}

impl Payouts {
    /// What the last look at a payout found; `None` where it was not looked at, or its end is known.
    #[must_use]
    pub fn get(&self, id: IntentId) -> Option<&Look> {
        self.looks.get(&id)
    }

    /// Until when a transfer that was paid is asked for still; `None` where that cannot be told.
    #[must_use]
    pub fn may_come_back_until(&self, intent: &Intent) -> Option<Timestamp> {
        intent.may_come_back().then(|| intent.since().checked_add(LATE).ok()).flatten()
    }

    /// A paid transfer may have come back: it is asked for next.
    fn ask_soon(&mut self, id: IntentId) {
        self.asked.remove(&id);
    }

    fn take(&mut self, id: IntentId, look: Look) -> bool {
        let differs = self.looks.get(&id).is_none_or(|known| known.found != look.found);
        self.looks.insert(id, look);
        differs
    }
}

impl State {
    /// What is asked of a provider about payouts whose end it has not told; `None` where there are none.
    pub(super) fn payouts_question(&self, connection: &Connection) -> Option<Read> {
        let mut open: Vec<&Intent> = self.intents.awaiting_end(&connection.info.id).collect();
        open.sort_by_key(|intent| !intent.is_unconfirmed());
        // What another provider took on before, by a connection of this name, is not asked of this one.
        let transfers = connection.info.can(Ability::Transfers);
        open.retain(|intent| (intent.kind == ChangeKind::Transfer) == transfers);
        if transfers {
            let late = self.late_transfers(connection);
            let open = self.in_turn(open, TRANSFERS_AT_ONCE - late.len());
            let mut ids: Vec<InvoiceId> = open.iter().map(|intent| InvoiceId::of(intent.id)).chain(late).collect();
            ids.sort();
            return (!ids.is_empty()).then_some(Read::Transfers(ids));
        }
        let open = self.in_turn(open, AT_ONCE);
        let mut ids: Vec<Text> = open.iter().map(|intent| intent.id.to_string().as_str().into()).collect();
        // In an order of their own, so that the same payouts are the same question.
        ids.sort_by(|a, b| a.as_str().cmp(b.as_str()));
        (!ids.is_empty()).then_some(Read::Orders(OrderQuery::Withdrawals(ids)))
    }

    /// The first of these, and of those beyond the places there are the longest not asked for: none waits for ever for
    /// the end of others.
    fn in_turn<'i>(&self, mut open: Vec<&'i Intent>, places: usize) -> Vec<&'i Intent> {
        if open.len() > places {
            let going_round = places / 4;
            open[places - going_round..].sort_by_key(|intent| self.payouts.asked.get(&intent.id));
            open.truncate(places);
        }
        open
    }

    /// Takes note of what was just answered: what is asked for now, the answer not taken up yet.
    fn note_asked(&mut self, connection: &ConnectionId, asked: Timestamp) {
        let question = self.connection(connection).and_then(|connection| self.payouts_question(connection));
        let ids: Vec<IntentId> = match &question {
            Some(Read::Transfers(ids)) => ids.iter().filter_map(|id| id.as_str().parse().ok().map(IntentId)).collect(),
            Some(Read::Orders(OrderQuery::Withdrawals(ids))) => {
                ids.iter().filter_map(|id| id.as_str().parse().ok().map(IntentId)).collect()
            }
            _ => Vec::new(),
        };
        self.payouts.asked.extend(ids.into_iter().map(|id| (id, asked)));
    }

    /// The transfers that were paid lately and whose turn it is to be asked for, the longest not asked for first. While the
    /// feed asks at the shorter interval for others, each waits for the longer one all the same.
    fn late_transfers(&self, connection: &Connection) -> Vec<InvoiceId> {
        let ago = |time: SignedDuration| self.now.checked_sub(time).unwrap_or(Timestamp::MIN);
        let interval = SignedDuration::try_from(connection.info.polling.idle / 2).unwrap_or(SignedDuration::MAX);
        let (since, due, hurries) = (ago(LATE), ago(interval), self.is_payout_near(connection));
        let last = |intent: &Intent| self.payouts.asked.get(&intent.id).copied();
        let is_due = |intent: &&Intent| !hurries || last(intent).is_none_or(|last| last <= due);
        let paid = self.intents.newest_first().filter(|intent| intent.connection == connection.info.id);
        let paid = paid.filter(|intent| intent.may_come_back() && intent.since() >= since);
        let mut late: Vec<&Intent> = paid.filter(is_due).collect();
        late.sort_by_key(|intent| last(intent));
        late.into_iter().take(LATE_AT_ONCE).map(|intent| InvoiceId::of(intent.id)).collect()
    }

    /// A transfer that was paid may have come back: it is asked for next.
    pub fn ask_soon(&mut self, id: IntentId) {
        self.payouts.ask_soon(id);
    }

    /// Whether the end of a payout may be near: one is unconfirmed, or was sent not long ago.
    pub(super) fn is_payout_near(&self, connection: &Connection) -> bool {
        let since = self.now.checked_sub(NEAR).unwrap_or(Timestamp::MIN);
        let is_near = |intent: &Intent| intent.is_unconfirmed() || intent.planned() >= since;
        self.intents.awaiting_end(&connection.info.id).any(is_near)
    }

    /// Takes up what a provider tells of orders that were asked for.
    pub(super) fn merge_orders(&mut self, id: &ConnectionId, rows: &Rows<OrderStatus>, asked: Timestamp) -> Changes {
        let mut changes = Changes::default();
        self.note_asked(id, asked);
        for row in &rows.rows {
            let Ok(intent) = row.id.as_str().parse().map(IntentId) else { continue };
            let Some(known) = self.intents.get(intent).filter(|known| known.connection == *id) else { continue };
            if !known.awaits_end() {
                continue;
            }
            match end_by(row, known) {
                Ok(end) => self.end(intent, end, &mut changes),
                Err(found) => changes.other |= self.payouts.take(intent, Look { asked, found }),
            }
        }
        changes
    }

    /// Takes up what a provider tells of transfers that were asked for.
    pub(super) fn merge_transfers(&mut self, id: &ConnectionId, found: &[Inquiry], asked: Timestamp) -> Changes {
        let mut changes = Changes::default();
        self.note_asked(id, asked);
        for row in found {
            let Ok(intent) = row.invoice.as_str().parse().map(IntentId) else { continue };
            let Some(known) = self.intents.get(intent).filter(|known| known.connection == *id) else { continue };
            if known.may_come_back() {
                self.payouts.asked.insert(intent, asked);
                match end_by_inquiry(row, known) {
                    Some(Ok(Ending::Reports(report))) if report.end == End::Paid => {}
                    Some(Ok(Ending::Reports(report))) if report.end == End::Failed => {
                        let words = format!("it was paid, and the provider tells {} of it now", report.status);
                        changes.other |= self.payouts.take(intent, Look { asked, found: Seen::Other(words) });
                    }
                    Some(Ok(end)) => self.end(intent, end, &mut changes),
                    Some(Err(found)) => changes.other |= self.payouts.take(intent, Look { asked, found }),
                    None => {}
                }
                continue;
            }
            if !known.awaits_end() || known.kind != ChangeKind::Transfer {
                continue;
            }
            match end_by_inquiry(row, known) {
                Some(Ok(end)) => self.end(intent, end, &mut changes),
                Some(Err(found)) => changes.other |= self.payouts.take(intent, Look { asked, found }),
                None => {}
            }
        }
        changes
    }

    /// Writes down the end of a payout that its provider told.
    fn end(&mut self, id: IntentId, end: Ending, changes: &mut Changes) {
        let now = self.now;
        match end {
            Ending::Settles(settlement) => {
                if self.intents.found(id, settlement.clone(), now) {
                    changes.settled.push((id, settlement));
                }
            }
            Ending::Reports(report) => {
                if self.intents.reported(id, report.clone(), now) {
                    changes.reported.push((id, report));
                }
            }
        }
        self.payouts.looks.remove(&id);
        self.payouts.asked.remove(&id);
        changes.other = true;
    }
}

/// What the end of a payout makes of its intent, once its provider has told it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It was unconfirmed, and this settles it.
    Settles(Settlement),
    /// It had been taken on, and this is reported of it.
    Reports(Report),
}

impl Ending {
    /// What is told of a payout makes this of its intent; `reference` is the provider's own id of it.
    fn of(intent: &Intent, report: Report, happened: bool, reference: Option<Text>) -> Self {
        if !intent.is_unconfirmed() {
            return Self::Reports(report);
        }
        Self::Settles(Settlement {
            happened: Some(happened),
            how: How::Inquiry,
            by: super::evidence::PROGRAM.into(),
            evidence: format!("asked for by its id, the provider tells: {}", report.told()),
            reference,
        })
    }
}

/// What an answer tells of a payout that awaits its end: that end, or what else was seen. What is of another amount than
/// was sent, or to another account, is nobody's end.
///
/// # Errors
/// What was seen, where it is no end.
pub fn end_by(row: &OrderStatus, intent: &Intent) -> Result<Ending, Seen> {
    let postback = match &row.found {
        Found::Nothing(words) => return Err(Seen::Nothing(words.clone())),
        Found::Postback(postback) => postback,
    };
    let Some(told) = postback.withdrawal() else {
        return Err(Seen::Other("by its id the provider tells of a deposit".to_owned()));
    };
    if told.id != row.id {
        return Err(Seen::Other(format!("asked for it, the provider tells of {} instead", told.id)));
    }
    if let Some(sent) = intent.amount.as_ref().filter(|sent| **sent != told.amount) {
        return Err(Seen::Other(format!("the provider tells of {} by its id, and {sent} was sent", told.amount)));
    }
    if is_another_account(told, intent) {
        return Err(Seen::Other("by its id the provider tells of a withdrawal to another account".to_owned()));
    }
    let (end, happened) = end_of(told).ok_or_else(|| Seen::Pending(told.status.number().into()))?;
    let words = told.comment.as_ref().filter(|comment| !comment.is_empty());
    let words = words.map(|comment| mask_digits(comment.as_str()).as_str().into());
    let report = Report { end, status: told.status.number().into(), words };
    Ok(Ending::of(intent, report, happened, None))
}

/// Whether it is told of another account than was sent to: by the last four characters, which are all that is kept of one.
fn is_another_account(told: &WithdrawalPostback, intent: &Intent) -> bool {
    let ending = |number: &str| {
        let kept: Vec<char> = number.chars().filter(char::is_ascii_alphanumeric).collect();
        let from = kept.len().checked_sub(4)?;
        Some(kept[from..].iter().collect::<String>().to_ascii_uppercase())
    };
    let sent = intent.asked_for("account_number").and_then(ending);
    let told = told.account_number.as_ref().and_then(|number| ending(&number.to_string()));
    sent.zip(told).is_some_and(|(sent, told)| sent != told)
}

/// The same of a transfer, by its inquiry; `None` where it could not be asked.
#[must_use]
pub fn end_by_inquiry(row: &Inquiry, intent: &Intent) -> Option<Result<Ending, Seen>> {
    let transfer = match &row.found {
        TransferFound::Transfer(transfer) => transfer,
        TransferFound::Unknown(words) => return Some(Err(Seen::Nothing(words.clone()))),
        TransferFound::Fault(_) => return None,
    };
    if let Some(sent) = intent.amount.as_ref().filter(|sent| **sent != transfer.amount) {
        let words = format!("the provider tells of {} by its id, and {sent} was sent", transfer.amount);
        return Some(Err(Seen::Other(words)));
    }
    if let Some(told) =
        transfer.payee.as_ref().filter(|told| intent.account.as_ref().is_some_and(|sent| sent.0 != told.0))
    {
        return Some(Err(Seen::Other(format!("by its id the provider tells of a transfer to another payee, {told}"))));
    }
    if let Some(told) = &transfer.account
        && intent.asked_for("accountToken").is_some_and(|sent| sent != told.0.as_str())
    {
        let words = "by its id the provider tells of a transfer to another account of the payee".to_owned();
        return Some(Err(Seen::Other(words)));
    }
    let status: Text = transfer.status.word().into();
    Some(match (transfer.status.end(), transfer.status.happened()) {
        (Some(end), Some(happened)) => {
            let number = Some(transfer.number.clone()).filter(|number| !number.is_empty());
            Ok(Ending::of(intent, Report { end, status, words: None }, happened, number))
        }
        _ => Err(Seen::Pending(status)),
    })
}

/// Why one of many transfers could not be asked for, in words.
pub(super) fn not_asked(row: &Inquiry) -> Option<Text> {
    match &row.found {
        TransferFound::Fault(fault) => Some(mask_digits(&format!("transfer: {fault}")).as_str().into()),
        TransferFound::Transfer(_) | TransferFound::Unknown(_) => None,
    }
}

fn end_of(told: &WithdrawalPostback) -> Option<(End, bool)> {
    match told.status {
        WithdrawalStatus::Processed => Some((End::Paid, true)),
        WithdrawalStatus::Rejected => Some((End::Failed, false)),
        WithdrawalStatus::Pending(_) => None,
    }
}

impl super::Intents {
    /// The payouts of a connection whose end their provider has not told, newest first.
    pub fn awaiting_end(&self, connection: &ConnectionId) -> impl Iterator<Item = &Intent> {
        let connection = connection.clone();
        self.newest_first().filter(move |intent| intent.connection == connection && intent.awaits_end())
    }

    /// Writes down what a provider told of the end of something. Says whether that may follow what is known.
    pub(super) fn reported(&mut self, id: IntentId, report: Report, now: Timestamp) -> bool {
        let next = IntentState::Reported(report);
        let Some(intent) = self.get_mut(id).filter(|intent| intent.state().may_become(&next)) else { return false };
        intent.timeline.push(Event { at: now, state: next });
        true
    }
}

#[cfg(test)]
mod tests;
