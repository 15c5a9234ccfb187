//! The form of a withdrawal order: an amount, checked before anything is asked; then a question in full words.

use crate::domain::{AccountKey, Change, CollectionType, Currency, Intent, Money};
use crate::keymap::Keymap;
use crate::message::{Command, Confirm, Context, Ids, Level, Open, Planned, Shown, Step, Yes};
use crate::state::State;
use crate::ui::field::{Kind, TextField};
use crate::ui::form::{Entry, Form};
use crate::ui::{Area, Canvas, Editable};

use super::paying::{TooLarge, already, most, to_type};
use super::view;
use crate::overlays::Overlay;

/// The one field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount;

/// The order form of one account.
pub struct OrderForm {
    pub(super) key: AccountKey,
    pub(super) form: Form<Amount>,
    /// The amount that was last refused for being too large.
    refused: TooLarge,
}

impl OrderForm {
    /// The form for the account `key`.
    pub fn new(key: AccountKey, state: &State) -> Self {
        let amount = TextField::new(Kind::Amount).with_max(24);
        let most =
            state.connection(&key.connection).and_then(|connection| most(&connection.info.limits, &Currency::inr()));
        let entry = Entry::text(Amount, "amount in INR", amount).required().with_help(&most.unwrap_or_default());
        Self { key, form: Form::new(vec![entry]), refused: TooLarge::default() }
    }

    /// Asks for the yes, in full words.
    fn ask(&mut self, state: &State, ids: &mut Ids) -> Vec<Step> {
        let amount = match Money::parse(self.form.text(Amount), Currency::inr()) {
            Ok(amount) => amount,
            Err(error) => {
                self.form.set_error(Amount, &error.to_string());
                return Vec::new();
            }
        };
        let (Some(row), Some(connection)) = (state.row(&self.key), state.connection(&self.key.connection)) else {
            let words = format!("Nothing was sent: {} is no longer in the list", self.key.account);
            return vec![Step::Close, Step::Tell(Level::Warning, words)];
        };
        let limits = &connection.info.limits;
        if let Some((why, short)) = self.refused.check(limits, &amount) {
            self.form.set_error(Amount, &short);
            let planned = Planned::new(self.key.connection.clone(), self.order(amount));
            return why.map(|why| Step::Refuse { id: ids.intent(), planned, why }).into_iter().collect();
        }
        let account = &row.account;
        let production = if connection.info.is_production() { " (PRODUCTION)" } else { "" };
        let mut body = Vec::new();
        let open: Vec<&Intent> = state.intents.open_like(&self.key, &amount).collect();
        body.extend(already("order", &open, state));
        if !state.is_fresh(&self.key) {
            body.push("What is shown of the account is STALE: the provider has not answered lately.".to_owned());
        }
        body.push(format!("{amount} is withdrawn from {} at {}{production}.", account.title(), self.key.connection));
        body.push(
            "The order is sent once. Should its answer be lost, it is unconfirmed and is not sent again by itself."
                .to_owned(),
        );
        let confirm = Confirm {
            title: format!("Withdraw {amount}?"),
            body,
            list: Vec::new(),
            danger: true,
            yes: "withdraw".into(),
            typed: to_type(&open, limits.wants_typing(&amount).then(|| amount.clone())),
            shown: vec![Shown { key: self.key.clone(), account: account.clone(), fresh: state.is_fresh(&self.key) }],
            yes_does: Yes::Send(vec![Planned {
                despite: open.iter().map(|open| open.id).collect(),
                ..Planned::new(self.key.connection.clone(), self.order(amount))
            }]),
        };
        vec![Step::Close, Step::Open(Open::Confirm(confirm))]
    }

    fn order(&self, amount: Money) -> Change {
        Change::CreateOrder { account: self.key.account.clone(), collection: CollectionType::Card, amount }
    }
}

impl Overlay for OrderForm {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Form, Context::Text]
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn run(&mut self, command: Command, state: &State, ids: &mut Ids) -> Vec<Step> {
        match command {
            Command::Back => vec![Step::Close],
            Command::Submit => self.ask(state, ids),
            _ => {
                self.form.edit(command);
                Vec::new()
            }
        }
    }

    fn insert(&mut self, text: &str) {
        self.form.type_in(text);
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
        view::order(self, canvas, screen, state, keymap);
    }
}
