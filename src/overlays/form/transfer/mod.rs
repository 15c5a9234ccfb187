//! The form of a transfer: who gets it and on which of their accounts, chosen among those who are remembered or typed.
//! What is wrong is told at its field before anything is asked; then a question in full words. The form stays open
//! beneath it, so that what the provider refuses is told in it too, with everything still there.

mod fields;
mod question;

use crate::domain::{
    ConnectionId, Currency, IntentId, KnownPayee, Money, Outcome, PayeeNo, Rejection, RetCode, Text, TransferRequest,
    mask_digits,
};
use crate::keymap::Keymap;
use crate::message::{Command, Context, Ids, Level, Step};
use crate::overlays::Overlay;
use crate::state::State;
use crate::ui::{Area, Canvas, Editable};

use super::draft::Draft;
use super::paying::show;
use super::view;

pub use fields::Field;

/// The form of a transfer.
pub struct TransferForm {
    pub(super) draft: Draft<Field>,
    /// Who is remembered at the connection, by name.
    known: Vec<KnownPayee>,
}

impl TransferForm {
    /// The form of a transfer from `connection`, or from another that is chosen in it, to `payee` where one is told;
    /// filled in as the journal keeps it where it is `like` an earlier one.
    pub fn new(connection: ConnectionId, payee: Option<PayeeNo>, like: Option<IntentId>, state: &State) -> Self {
        let form = fields::form(&connection, state);
        let mut this = Self { draft: Draft::new(connection, form), known: Vec::new() };
        this.follow(state);
        if let Some(payee) = payee {
            fields::choose_payee(&mut this.draft.form, &payee, &this.known);
            this.draft.form.focus(Field::Token);
            this.draft.form.focus(Field::Account);
        }
        if let Some(like) = like.and_then(|id| state.intents.get(id)) {
            fields::fill_in(&mut this.draft.form, like, &this.known);
            this.draft.form.focus(Field::Amount);
        }
        this.follow(state);
        this
    }

    /// Shows what there is to choose from, and what is to be said of it.
    fn follow(&mut self, state: &State) {
        self.draft.follow_connection(Field::Connection);
        self.known = fields::remembered(&self.draft.connection, state);
        self.follow_choices();
        let limits = state.connection(&self.draft.connection).map(|connection| connection.info.limits.clone());
        let currency = self.draft.currency(Field::Currency);
        fields::explain_amount(&mut self.draft.form, &limits.unwrap_or_default(), &currency);
    }

    /// The same where nothing but the form itself can have changed.
    fn follow_choices(&mut self) {
        let form = &mut self.draft.form;
        fields::follow(form, &self.known);
        let token = fields::token(form);
        let account = token.and_then(|token| fields::payee(form, &self.known)?.account(&token));
        let held = account.and_then(|account| account.currency.as_ref());
        self.draft.suggest(Field::Currency, held.map_or("", Currency::code));
    }

    /// What was typed, where it can be sent; else what is wrong is told at its field.
    fn request(&mut self) -> Option<TransferRequest> {
        let draft = &mut self.draft;
        draft.form.clear_errors();
        draft.said = None;
        let given = |field| {
            let text = draft.form.text(field);
            (!text.is_empty()).then(|| Text::new(text))
        };
        let currency = draft.currency(Field::Currency);
        let amount = Money::parse(draft.form.text(Field::Amount), currency.clone());
        let token = fields::token(&draft.form);
        let closed = token.is_none();
        let request = TransferRequest {
            subject: given(Field::Subject),
            note: given(Field::Note),
            description: given(Field::Description),
            // Something that is right stands where something is none; that is told in its own words.
            ..TransferRequest::new(
                fields::number(&draft.form),
                token.unwrap_or_else(|| "-".into()),
                amount.clone().unwrap_or_else(|_| Money::new(1.into(), currency)),
            )
        };
        let mut errors = request.check().err().unwrap_or_default();
        if let Err(error) = amount {
            errors.add("amount", error.to_string());
        }
        if closed {
            errors.add("accountToken", "nothing can be paid there: choose another, or look the payee up again");
        }
        let others = show(&mut draft.form, &errors, |form, name| fields::of_name(form, name));
        if !others.is_empty() {
            draft.said = Some((Level::Bad, others.join("; ")));
        }
        (!draft.form.focus_first_error() && errors.is_empty()).then_some(request)
    }

    /// Tells why it was refused, at its fields as far as they are named, and that trying again is safe.
    fn tell_rejection(&mut self, rejection: &Rejection) {
        let words = match rejection {
            Rejection::Invalid { fields, .. } if !fields.is_empty() => {
                let others = show(&mut self.draft.form, fields, |form, name| fields::of_name(form, name));
                if others.is_empty() { "what is marked is not accepted".to_owned() } else { others.join("; ") }
            }
            rejection => {
                let words = mask_digits(&rejection.words());
                for field in fields::named_in(&self.draft.form, &words) {
                    self.draft.form.set_error(field, "not accepted");
                }
                if let Rejection::Refused { code, .. } = rejection
                    && RetCode::of(code.as_str()) == Some(RetCode::BalanceTooLow)
                {
                    self.draft.form.set_error(Field::Amount, "more than there is on the merchant's balance");
                }
                words
            }
        };
        self.draft.form.focus_first_error();
        let words = words.trim_end_matches('.');
        self.draft.said = Some((Level::Bad, format!("Nothing was paid: {words}. Trying again is safe.")));
    }
}

impl Overlay for TransferForm {
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
        self.follow(state);
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
        // What a choice shows follows at once; another connection's payees with the next key.
        self.follow_choices();
    }

    fn planned(&mut self, intent: IntentId) {
        self.draft.planned(intent);
    }

    fn outcome(&mut self, intent: IntentId, outcome: &Outcome, state: &State, _ids: &mut Ids) -> Option<Vec<Step>> {
        Some(self.draft.outcome(intent, outcome, state)?.unwrap_or_else(|rejection| {
            self.tell_rejection(rejection);
            Vec::new()
        }))
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
        view::transfer(self, canvas, screen, state, keymap);
    }
}
