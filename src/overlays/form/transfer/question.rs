//! The question before a transfer leaves: what it is, in full words, and what speaks against it.

use crate::domain::{
    AccountKey, Change, Intent, KnownPayee, Money, PayeeKey, PayoutAccount, TransferRequest, mask_digits,
};
use crate::message::{Confirm, Yes};
use crate::overlays::form::draft::Payment;
use crate::overlays::form::paying::{already, before, limits, to_type};
use crate::state::{Connection, State};

/// Whose it is, as the journal knows them.
fn key(request: &TransferRequest, connection: &Connection) -> AccountKey {
    AccountKey { connection: connection.info.id.clone(), account: request.subject_of() }
}

/// The payee, where they are remembered here.
fn known<'a>(request: &TransferRequest, connection: &Connection, state: &'a State) -> Option<&'a KnownPayee> {
    state.payees.get(&PayeeKey { connection: connection.info.id.clone(), no: request.payee.clone() })
}

/// What is known of the payee and the account that speaks against it.
fn doubts(request: &TransferRequest, known: Option<&KnownPayee>) -> Vec<String> {
    let Some(known) = known else {
        return vec!["The payee is not remembered here: compare the customer number before you say yes.".to_owned()];
    };
    let mut doubts = Vec::new();
    let title = known.title();
    match &known.payee.status {
        Some(status) if status.is_activated() => {}
        Some(status) => doubts.push(format!("{title} is {status} and not activated: the provider may refuse.")),
        None => doubts.push(format!("{title} was not looked up yet: whether they can be paid is not known.")),
    }
    match (known.account(&request.account), &known.accounts) {
        (None, Some(_)) => doubts.push(format!(
            "The account {} is none of those that are known of {title}: compare its token before you say yes.",
            request.account
        )),
        (None, None) => {
            doubts.push(format!("Which accounts {title} has is not known here: compare the token before you say yes."));
        }
        (Some(account), _) => {
            if !account.status.is_activated() {
                doubts.push(format!("The account is {} and not activated: the provider may refuse.", account.status));
            }
            if let Some(held) = account.currency.as_ref().filter(|held| **held != request.amount.currency) {
                doubts.push(format!(
                    "The account is held in {held}, and this is in {}: the provider may refuse.",
                    request.amount.currency
                ));
            }
        }
    }
    doubts
}

/// What is said with it, a line each; long numbers by their last four digits.
fn details(request: &TransferRequest) -> Vec<String> {
    let said = [("subject", &request.subject), ("note", &request.note), ("description", &request.description)];
    let line = |(name, text): (&str, &Option<crate::domain::Text>)| {
        text.as_ref().map(|text| format!("{name}: {}", mask_digits(text.as_str())))
    };
    said.into_iter().filter_map(line).collect()
}

/// Who gets it and on which account, in full.
fn whom(request: &TransferRequest, known: Option<&KnownPayee>) -> String {
    let payee = match known.map(KnownPayee::title).filter(|title| *title != request.payee.to_string()) {
        Some(title) => format!("{title} (customer number {})", request.payee),
        None => format!("the payee with the customer number {}", request.payee),
    };
    let masked = known.and_then(|known| known.account(&request.account)).map(PayoutAccount::masked);
    match masked.filter(|masked| !masked.is_empty()) {
        Some(masked) => format!("{payee}, to the account {masked} (token {})", request.account),
        None => format!("{payee}, to the account with the token {}", request.account),
    }
}

impl Payment for TransferRequest {
    fn amount(&self) -> &Money {
        &self.amount
    }

    fn twins<'a>(&'a self, connection: &Connection, state: &'a State) -> Vec<&'a Intent> {
        state.intents.open_like(&key(self, connection), &self.amount).collect()
    }

    fn question(&self, connection: &Connection, state: &State) -> Confirm {
        let info = &connection.info;
        let known = known(self, connection, state);
        let twins = self.twins(connection, state);
        let amount = &self.amount;
        let production = if info.is_production() { " (PRODUCTION)" } else { "" };
        let mut body = Vec::new();
        body.extend(already("transfer", &twins, state));
        body.extend(before("payee", &key(self, connection), amount, state));
        body.extend(doubts(self, known));
        let what = if info.is_production() {
            "REAL money goes out."
        } else {
            "The connection is a sandbox: no real money moves."
        };
        body.push(format!("{amount} is transferred to {} at {}{production}. {what}", whom(self, known), info.id));
        body.extend(info.limits.of(&amount.currency).and_then(|limit| limits(limit, amount, connection, state)));
        body.push(
            "It is sent once. Should its answer be lost, it is unconfirmed and is looked up by its invoice id, and it is \
             not sent again by itself."
                .to_owned(),
        );
        Confirm {
            title: format!("Transfer {amount}?"),
            body,
            list: details(self),
            danger: true,
            yes: "transfer".into(),
            typed: to_type(&twins, info.limits.wants_typing(amount).then(|| amount.clone())),
            shown: Vec::new(),
            yes_does: Yes::Send(Vec::new()),
        }
    }

    fn change(self) -> Change {
        Change::Transfer(Box::new(self))
    }
}
