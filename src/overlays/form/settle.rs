//! The form that says what became of an unconfirmed change: it happened, by its reference, or it did not, for a
//! reason. Nothing is chosen beforehand, and a question in full words comes before it is written down.

use crate::domain::{ChangeKind, Environment, How, Intent, IntentId, Settlement, Text, mask_digits};
use crate::keymap::Keymap;
use crate::message::{Command, Confirm, Context, Ids, Level, Open, Step, Times, Yes};
use crate::state::{State, way_to_settle};
use crate::ui::field::{Kind, TextField};
use crate::ui::form::{Choice, Choosable, Entry, Form};
use crate::ui::format::moment;
use crate::ui::{Area, Canvas, Editable};

use super::view;
use crate::overlays::Overlay;

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Happened,
    Reference,
    Reason,
}

const YES: &str = "yes";
const NO: &str = "no";

/// How it is known where a reference alone was given.
const BY_REFERENCE: &str = "looked up by its reference";

/// The form of one unconfirmed change.
pub struct SettleForm {
    pub(super) id: IntentId,
    pub(super) form: Form<Field>,
}

impl SettleForm {
    /// The form of the change `id`.
    pub fn new(id: IntentId, state: &State) -> Self {
        let mut happened = Choice::new(vec![
            Choosable::new("", "not said yet").or("?").disabled(""),
            Choosable::new(YES, "it happened").or("happened"),
            Choosable::new(NO, "it did not happen").or("did not"),
        ]);
        // The operator says it, not the form.
        happened.first();
        let is_order = state.intents.get(id).is_some_and(|intent| intent.kind == ChangeKind::CreateOrder);
        let text = |max| TextField::new(Kind::Plain).with_max(max);
        let reference = Entry::text(Field::Reference, "reference", text(64)).with_help("the bank's id of it, as a UTR");
        let entries = vec![
            Entry::choice(Field::Happened, "outcome", happened).required().with_help("left and right say it"),
            if is_order { reference.required() } else { reference },
            Entry::text(Field::Reason, "known by", text(160)).with_help("such as: on today's statement"),
        ];
        let mut form = Self { id, form: Form::new(entries) };
        form.follow_choice();
        form
    }

    /// What did not happen has no reference.
    fn follow_choice(&mut self) {
        let said = self.form.chosen(Field::Happened).map(|said| said == YES);
        self.form.show(Field::Reference, said == Some(true));
    }

    /// What was said, where all that is needed was.
    fn settlement(&mut self, state: &State) -> Option<Settlement> {
        self.form.clear_errors();
        self.form.check_required();
        let said = self.form.chosen(Field::Happened).map(str::to_owned);
        if said.is_none() {
            self.form.set_error(Field::Happened, "say it with left and right");
        }
        let happened = said.as_deref() == Some(YES);
        let (reference, reason) = (typed(&self.form, Field::Reference), typed(&self.form, Field::Reason));
        // A reference says by itself how it is known.
        if reason.is_none() && reference.is_none() && !(happened && self.needs_reference()) {
            self.form.set_error(Field::Reason, "needed");
        }
        if self.form.focus_first_error() {
            return None;
        }
        Some(Settlement {
            happened: Some(happened),
            how: How::Operator,
            by: state.operator.clone(),
            // A phone or an account number has no place in the journal; the reference is kept as it is.
            evidence: reason.map_or_else(|| BY_REFERENCE.to_owned(), |reason| mask_digits(&reason)),
            reference: reference.map(Text::from),
        })
    }

    fn needs_reference(&self) -> bool {
        self.form.entries().iter().any(|entry| entry.id == Field::Reference && entry.required)
    }

    /// Asks for the yes, in full words.
    fn ask(&mut self, state: &State) -> Vec<Step> {
        let Some(intent) = state.intents.get(self.id).filter(|intent| intent.is_unconfirmed()).cloned() else {
            let words = "It is settled meanwhile: there is nothing more to say".to_owned();
            return vec![Step::Close, Step::Tell(Level::Info, words)];
        };
        let Some(settlement) = self.settlement(state) else { return Vec::new() };
        let confirm = question(&intent, settlement, state);
        vec![Step::Close, Step::Open(Open::Confirm(confirm))]
    }
}

/// What was typed, without the space around it; `None` where that is nothing.
fn typed(form: &Form<Field>, field: Field) -> Option<String> {
    let text = form.text(field).trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// What the change is, when it was decided on, and by whom.
pub(super) fn about(intent: &Intent, state: &State) -> String {
    // A withdrawal's words say already whom it is paid to.
    let is_told = intent.title.is_empty() || intent.words.contains(&format!(" to {}", intent.title));
    let whose = if is_told { String::new() } else { format!(" for {}", intent.title) };
    let production = if intent.environment == Environment::Production { " (PRODUCTION)" } else { "" };
    // The journal keeps what a question says: a time in it has to be true for ever.
    let when = moment(intent.planned(), state.now, &state.zone, Times::Clock);
    format!("{}{whose} at {}{production}, by {} at {when}.", intent.words, intent.connection, intent.operator)
}

/// The words on how it can be found out.
pub(super) fn way(intent: &Intent) -> &'static str {
    way_to_settle(intent.kind)
}

fn question(intent: &Intent, settlement: Settlement, state: &State) -> Confirm {
    let happened = settlement.happened == Some(true);
    let reference =
        settlement.reference.as_ref().map_or_else(String::new, |reference| format!(", by the reference {reference}"));
    let known = match settlement.evidence.as_str() {
        BY_REFERENCE => String::new(),
        evidence => format!(": {}", evidence.trim_end_matches('.')),
    };
    let (what, then) = match (happened, intent.amount.is_some()) {
        (true, true) => ("it happened", "It counts as paid: another one like it would be paid a second time."),
        (true, false) => ("it happened", "It counts as done."),
        (false, true) => (
            "it did NOT happen",
            "It counts as not paid, and the way is free to order it again. Should it have happened after all, that is \
             paid twice.",
        ),
        (false, false) => ("it did NOT happen", "It counts as not done, and the way is free to try it again."),
    };
    Confirm {
        title: format!("Settle {}: {what}?", intent.id.short()),
        body: vec![
            about(intent, state),
            format!("You say that {what}{reference}{known}."),
            then.to_owned(),
            format!("The journal keeps this under your name, {}; it cannot be taken back.", settlement.by),
        ],
        list: Vec::new(),
        danger: true,
        yes: "settle".into(),
        typed: Vec::new(),
        shown: Vec::new(),
        yes_does: Yes::Settle { id: intent.id, settlement },
    }
}

impl Overlay for SettleForm {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Form, Context::Text]
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn run(&mut self, command: Command, state: &State, _ids: &mut Ids) -> Vec<Step> {
        match command {
            Command::Back => return vec![Step::Close],
            Command::Submit if self.form.is_last() => return self.ask(state),
            Command::Submit | Command::NextField => self.form.next(),
            Command::PreviousField => self.form.previous(),
            _ => self.form.edit(command),
        }
        self.follow_choice();
        Vec::new()
    }

    fn edited(&self) -> Option<&str> {
        self.form.focused_text()
    }

    fn insert(&mut self, text: &str) {
        self.form.type_in(text);
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
        view::settle(self, canvas, screen, state, keymap);
    }
}
