//! The question before a withdrawal leaves: what it is, in full words, and what speaks against it.

use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::domain::{
    AccountKey, Change, ConnectionId, Currency, FeedKind, Intent, IntentState, Money, WithdrawalRequest,
};
use crate::message::{Confirm, Yes};
use crate::overlays::form::draft::Payment;
use crate::overlays::form::paying::{already, before, limits, to_type};
use crate::state::{Connection, Health, State};
use crate::ui::format;

/// What there is to pay from in one currency.
pub struct Wallets {
    /// All of it.
    sum: Money,
    /// What is under way already.
    under_way: Money,
    /// When that was told.
    told: Timestamp,
    /// Whether that is old.
    stale: bool,
}

impl Wallets {
    /// What lies in a connection's wallets; `None` where it was not told, or there is no wallet of that currency.
    pub fn of(connection: &ConnectionId, currency: &Currency, state: &State) -> Option<Self> {
        let found = state.connection(connection)?;
        let told = found.balances.told()?;
        let own = found.balances.rows().iter().filter(|balance| balance.money.currency == *currency);
        let amounts: Vec<Decimal> = own.map(|balance| balance.money.amount).collect();
        let sum = amounts.iter().try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(*amount))?;
        let is_under_way = |intent: &&Intent| {
            let taken = matches!(intent.state(), IntentState::Done { .. }) && intent.awaits_end();
            intent.connection == *connection && intent.kind.is_payout() && (intent.is_open() || taken)
        };
        let open = state.intents.newest_first().filter(is_under_way).filter(|intent| !intent.is_test());
        let open = open.filter_map(|intent| intent.amount.as_ref()).filter(|amount| amount.currency == *currency);
        let under_way = open.fold(Decimal::ZERO, |sum, amount| sum.saturating_add(amount.amount));
        let feed = found.feeds.get(&FeedKind::Balances);
        (!amounts.is_empty()).then(|| Self {
            sum: Money::new(sum, currency.clone()),
            under_way: Money::new(under_way, currency.clone()),
            told,
            stale: feed.is_none_or(|feed| feed.health() != Health::Fresh),
        })
    }

    /// When it was told, where that is not just now.
    fn when(&self, state: &State) -> String {
        let at = format::clock(self.told, &state.zone);
        if self.stale { format!(" (STALE, of {at})") } else { String::new() }
    }

    /// What there is, in words.
    pub fn words(&self, state: &State) -> String {
        let under_way = if self.under_way.amount.is_zero() {
            String::new()
        } else {
            format!(", {} is under way", self.under_way.digits())
        };
        format!("{} in the wallets{}{under_way}", self.sum, self.when(state))
    }

    /// The same in short: what is left for another.
    pub fn left(&self) -> String {
        let left = Money::new(self.sum.amount.saturating_sub(self.under_way.amount), self.sum.currency.clone());
        format!("{} is left: {} less what is under way", left.digits(), self.sum.digits())
    }

    /// What speaks against paying this much from it.
    fn warning(&self, amount: &Money, state: &State) -> Option<String> {
        let wanted = self.under_way.amount.saturating_add(amount.amount);
        let lacks = (wanted > self.sum.amount).then(|| {
            format!("There may be too little: {}. The provider refuses what is more than there is.", self.words(state))
        });
        let old = self.stale.then(|| {
            format!(
                "What is known of the balances is STALE: the provider has not told them since {}.",
                format::clock(self.told, &state.zone)
            )
        });
        lacks.or(old)
    }
}

/// Whose account it goes to, as the journal knows it.
fn key(request: &WithdrawalRequest, connection: &Connection) -> AccountKey {
    AccountKey { connection: connection.info.id.clone(), account: request.payee() }
}

/// What is asked for beside amount and account, a line each; long numbers by their last four digits.
fn details(request: &WithdrawalRequest) -> Vec<String> {
    let name = |name: &'static str| match name {
        "label" => "user",
        "account_name" => "holder's name",
        "account_email" => "holder's email",
        "payments_method" => "payment method",
        "payments_provider" => "payment provider",
        "bank_code" => "bank code",
        "branch_code" => "branch code",
        "bank_code_in_payments_system" => "bank code there",
        other => other,
    };
    let is_told = |field: &str| ["payment_system", "amount", "is_test", "account_number", "iban"].contains(&field);
    let rest = request.summary().into_iter().filter(|(field, _)| !is_told(field));
    rest.map(|(field, value)| format!("{}: {value}", name(field))).collect()
}

impl Payment for WithdrawalRequest {
    fn amount(&self) -> &Money {
        &self.amount
    }

    fn twins<'a>(&'a self, connection: &Connection, state: &'a State) -> Vec<&'a Intent> {
        state.intents.open_like(&key(self, connection), &self.amount).collect()
    }

    fn question(&self, connection: &Connection, state: &State) -> Confirm {
        let info = &connection.info;
        let twins = self.twins(connection, state);
        let wallets = Wallets::of(&info.id, &self.amount.currency, state);
        let production = if info.is_production() { " (PRODUCTION)" } else { "" };
        let amount = &self.amount;
        let mut body = Vec::new();
        body.extend(already("withdrawal", &twins, state));
        body.extend(before("account", &key(self, connection), amount, state));
        if !self.is_test {
            match &wallets {
                Some(wallets) => body.extend(wallets.warning(amount, state)),
                None => body.push(format!("What lies in the wallets in {} is not known.", amount.currency)),
            }
        }
        let what = match (self.is_test, info.is_production()) {
            (true, _) => "It is a TEST: no money goes out.",
            (false, true) => "REAL money goes out.",
            (false, false) => "The connection is a sandbox: no real money moves.",
        };
        body.push(format!("{amount} is paid to {} at {}{production}. {what}", self.payee(), info.id));
        body.extend(info.limits.of(&amount.currency).and_then(|limit| limits(limit, amount, connection, state)));
        body.push(
            "It is sent once. Should its answer be lost, it is unconfirmed and is looked up by its id, and it is not sent \
             again by itself."
                .to_owned(),
        );
        Confirm {
            title: if self.is_test { format!("TEST: pay {amount}?") } else { format!("Pay {amount}?") },
            body,
            list: details(self),
            danger: !self.is_test,
            yes: "pay".into(),
            typed: to_type(&twins, info.limits.wants_typing(amount).then(|| amount.clone())),
            shown: Vec::new(),
            yes_does: Yes::Send(Vec::new()),
        }
    }

    fn change(self) -> Change {
        Change::CreateWithdrawal(Box::new(self))
    }
}
