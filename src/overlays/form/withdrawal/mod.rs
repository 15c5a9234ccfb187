//! The form of a withdrawal: the payment system first, then what that wants. What is wrong is told at its field before
//! anything is asked; then a question in full words. The form stays open beneath it, so that what the provider refuses
//! is told at its field too, with everything still there.

mod fields;
mod question;

use crate::domain::{
    AccountNumber, ConnectionId, IntentId, Money, Outcome, Rejection, Text, WithdrawalRequest, mask_digits,
};
use crate::keymap::Keymap;
use crate::message::{Command, Context, Ids, Level, Step};
use crate::state::State;
use crate::ui::{Area, Canvas, Editable};

use super::draft::Draft;
use super::paying::show;
use super::view;
use crate::overlays::Overlay;
use question::Wallets;

pub use fields::Field;

/// The form of a withdrawal.
pub struct WithdrawalForm {
    pub(super) draft: Draft<Field>,
}

impl WithdrawalForm {
    /// The form of a withdrawal from `connection`, or from another that is chosen in it; filled in as far as the
    /// journal keeps it where it is `like` an earlier one.
    pub fn new(connection: ConnectionId, like: Option<IntentId>, state: &State) -> Self {
        let form = fields::form(&connection, state);
        let mut this = Self { draft: Draft::new(connection, form) };
        this.follow(state);
        if let Some(like) = like.and_then(|id| state.intents.get(id)) {
            fields::fill_in(&mut this.draft.form, like);
            this.follow(state);
            this.draft.form.focus(Field::Digits);
            this.draft.form.focus(Field::Account);
        }
        this
    }

    /// Shows the fields that the payment system wants, and what is to be said of them.
    fn follow(&mut self, state: &State) {
        let draft = &mut self.draft;
        draft.follow_connection(Field::Connection);
        let usual = fields::follow_system(&mut draft.form);
        draft.suggest(Field::Currency, usual);
        let currency = draft.currency(Field::Currency);
        let limits = state.connection(&draft.connection).map(|connection| connection.info.limits.clone());
        let note = Wallets::of(&draft.connection, &currency, state)
            .map_or_else(|| "what lies in the wallets is not known".to_owned(), |wallets| wallets.words(state));
        fields::explain_amount(&mut draft.form, &limits.unwrap_or_default(), &currency, &note);
    }

    /// Whether it is a test.
    pub(super) fn is_test(&self) -> bool {
        self.draft.form.chosen(Field::Test) == Some(fields::TEST)
    }

    /// What was typed, where it can be sent; else what is wrong is told at its field.
    fn request(&mut self) -> Option<WithdrawalRequest> {
        let is_test = self.is_test();
        let draft = &mut self.draft;
        draft.form.clear_errors();
        draft.said = None;
        let currency = draft.currency(Field::Currency);
        let given = |field| {
            let text = draft.form.text(field);
            (!text.is_empty()).then(|| Text::new(text))
        };
        let number = |field| draft.form.secret(field).map(AccountNumber::new);
        let amount = Money::parse(draft.form.text(Field::Amount), currency.clone());
        let mut request = WithdrawalRequest {
            comment: given(Field::Comment),
            account_number: number(Field::Digits).or_else(|| number(Field::Account)),
            account_name: given(Field::Name),
            account_email: given(Field::Email),
            payments_method: given(Field::Method),
            payments_provider: given(Field::Provider),
            bank_code: given(Field::BankCode),
            branch_code: given(Field::BranchCode),
            bank_code_in_system: given(Field::SystemCode),
            iban: number(Field::Iban),
            ..WithdrawalRequest::new(
                fields::system(&draft.form).as_str().into(),
                Money::new(1_000_000.into(), currency.clone()),
                draft.form.text(Field::Label).into(),
                is_test,
            )
        };
        // An amount that is none says so in its own words; the rest is checked all the same.
        let amount_error = match amount {
            Ok(amount) => {
                request.amount = amount;
                None
            }
            Err(error) => Some(error.to_string()),
        };
        let mut errors = request.check().err().unwrap_or_default();
        if let Some(words) = amount_error {
            errors.add("amount", words.as_str());
        }
        show(&mut draft.form, &errors, fields::of_name);
        (!draft.form.focus_first_error() && errors.is_empty()).then_some(request)
    }

    /// Tells why it was refused, at its fields as far as they are named.
    fn tell_rejection(&mut self, rejection: &Rejection, state: &State) {
        let why = match rejection {
            Rejection::Invalid { fields, text, .. } => {
                let others = show(&mut self.draft.form, fields, fields::of_name);
                let text = (!text.is_empty()).then(|| mask_digits(text.as_str()));
                let rest: Vec<String> = text.into_iter().chain(others).collect();
                let wallets = Wallets::of(&self.draft.connection, &self.draft.currency(Field::Currency), state);
                if fields.is_insufficient_balance() {
                    // Its own words are kept where nothing is known beside them.
                    if let Some(wallets) = &wallets {
                        self.draft.form.set_error(Field::Amount, &wallets.left());
                    }
                    self.draft.form.focus_first_error();
                    let known = wallets.map_or_else(String::new, |wallets| format!(": {}", wallets.words(state)));
                    self.draft.said = Some((Level::Bad, format!("Nothing was paid: Insufficient balance{known}.")));
                    return;
                }
                self.draft.form.focus_first_error();
                if rest.is_empty() {
                    "the provider does not accept what is marked.".to_owned()
                } else {
                    rest.join("; ")
                }
            }
            rejection => rejection.words(),
        };
        let words = format!("Nothing was paid: {why}");
        self.draft.said = Some((Level::Bad, words));
    }
}

impl Overlay for WithdrawalForm {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Form, Context::Text]
    }

    fn is_typing(&self) -> bool {
        !self.draft.is_sent()
    }

    fn run(&mut self, command: Command, state: &State, ids: &mut Ids) -> Vec<Step> {
        if command == Command::Back {
            return self.draft.leave(Field::Currency);
        }
        self.draft.stay();
        if self.draft.press(command) {
            let Some(request) = self.request() else { return Vec::new() };
            return self.draft.ask(request, Field::Amount, state, ids);
        }
        self.follow(state);
        Vec::new()
    }

    fn edited(&self) -> Option<&str> {
        self.draft.form.focused_text().filter(|_| self.is_typing())
    }

    fn insert(&mut self, text: &str) {
        self.draft.stay();
        self.draft.form.type_in(text);
        // What a choice shows follows at once; the rest with the next key.
        fields::follow_system(&mut self.draft.form);
    }

    fn planned(&mut self, intent: IntentId) {
        self.draft.planned(intent);
    }

    fn outcome(&mut self, intent: IntentId, outcome: &Outcome, state: &State, _ids: &mut Ids) -> Option<Vec<Step>> {
        Some(self.draft.outcome(intent, outcome, state)?.unwrap_or_else(|rejection| {
            self.tell_rejection(rejection, state);
            Vec::new()
        }))
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
        view::withdrawal(self, canvas, screen, state, keymap);
    }
}
