//! A file of payouts: asked for, shown line by line with every line's faults, confirmed as a whole, and watched while it is
//! sent. Closing the window stops nothing; opening it again shows how far it is.

mod rows;
mod view;

use std::cell::Cell;
use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::ConnectionId;
use crate::domain::batch::{
    BatchId, BatchOrder, Consents, Line, LineKind, MOST_A_MINUTE, Question, Standing, Tally, Wants, Which,
};
use crate::keymap::Keymap;
use crate::message::{
    Command, Confirm, Context, Ids, Level, Open, ReviewWanted, Reviewed, Source, Step, Ticket, Typed, Yes,
};
use crate::state::{BatchRun, State};
use crate::ui::field::{Kind, TextField};
use crate::ui::form::{Choice, Choosable, Entry, Form};
use crate::ui::{Area, Canvas, Editable};

use super::Overlay;

/// A field of the form that asks for the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Connection,
    Path,
    Rate,
}

/// The rate that stands there at first.
const RATE: u32 = 30;

/// How far it is.
enum Stage {
    /// The file is asked for.
    Asking,
    /// It is read and held against the journal.
    Reading(Ticket),
    /// It is looked at.
    Looking(Looking),
    /// It is being sent, or was.
    Sending(BatchId),
}

/// A file that is looked at.
struct Looking {
    file: Reviewed,
    wants: Wants,
    /// The places in the file of the lines that are shown.
    shown: Vec<usize>,
    only_faulty: bool,
    tally: Tally,
}

impl Looking {
    fn new(file: Reviewed, wants: Wants, only_faulty: bool) -> Self {
        let tally = file.review.tally(&file.sheet, wants);
        let is_shown = |at: &usize| !only_faulty || !file.sheet.lines[*at].faults.is_empty();
        let shown = (0..file.sheet.lines.len()).filter(is_shown).collect();
        Self { file, wants, shown, only_faulty, tally }
    }
}

/// The window of a file of payouts.
pub struct BatchOverlay {
    form: Form<Field>,
    stage: Stage,
    /// What is wrong, or what to do.
    said: Option<(Level, String)>,
    selected: usize,
    /// How many rows were in view when it was last drawn.
    page: Cell<usize>,
}

impl BatchOverlay {
    /// The window of the batch that is being sent; else one that asks for a file, of this connection where it is named.
    pub fn new(connection: Option<&ConnectionId>, state: &State) -> Self {
        let paying =
            |id: &ConnectionId| state.connection(id).and_then(|known| LineKind::of(known.info.provider)).is_some();
        let all = state.connections().map(|known| &known.info.id).filter(|id| paying(id));
        let names = all.map(|id| Choosable::new(id.as_str(), id.as_str()));
        let mut choice = Choice::new(names.collect());
        if let Some(connection) = connection {
            choice.choose(connection.as_str());
        }
        let several = choice.options().len() > 1;
        let path = TextField::new(Kind::Plain).with_max(1_024).with_placeholder("such as payouts.csv");
        let rate = TextField::new(Kind::Digits).with_max(3).with_text(&RATE.to_string());
        let mut form = Form::new(vec![
            Entry::choice(Field::Connection, "connection", choice).required(),
            Entry::text(Field::Path, "file", path)
                .required()
                .with_help("a CSV file; typed, or dropped on the terminal"),
            Entry::text(Field::Rate, "at most", rate).required().with_help("payouts a minute, one after the other"),
        ]);
        form.focus(if several { Field::Connection } else { Field::Path });
        let running = state.batch.as_ref().filter(|batch| batch.is_running());
        let shown = running.map_or(Stage::Asking, |batch| Stage::Sending(batch.id.clone()));
        Self { form, stage: shown, said: None, selected: 0, page: Cell::new(1) }
    }

    fn connection(&self) -> Option<ConnectionId> {
        self.form.chosen(Field::Connection).map(ConnectionId::new)
    }

    fn rate(&self) -> Option<u32> {
        self.form.text(Field::Rate).parse().ok().filter(|rate| (1..=MOST_A_MINUTE).contains(rate))
    }

    /// What is wrong with the file, as its field says it, and whole.
    fn wrong(&self) -> Option<(&str, &str)> {
        let path = self.form.entries().iter().find(|entry| entry.id == Field::Path)?;
        let (_, whole) = self.said.as_ref()?;
        Some((path.error.as_deref()?, whole))
    }

    /// The batch this window watches: the one that was being sent as it opened, or was confirmed from here.
    fn watched<'s>(&self, state: &'s State) -> Option<&'s BatchRun> {
        state.batch.as_ref().filter(|batch| match &self.stage {
            Stage::Sending(id) => batch.id == *id,
            Stage::Looking(looking) => Arc::ptr_eq(&batch.sheet, &looking.file.sheet),
            Stage::Asking | Stage::Reading(_) => false,
        })
    }

    /// How many rows there are to move over.
    fn len(&self, state: &State) -> usize {
        match &self.stage {
            Stage::Looking(looking) => looking.shown.len(),
            Stage::Sending(_) => self.watched(state).map_or(0, |batch| batch.order.len()),
            Stage::Asking | Stage::Reading(_) => 0,
        }
    }

    /// Has the file read.
    fn submit(&mut self, ids: &mut Ids) -> Vec<Step> {
        self.said = None;
        self.form.clear_errors();
        self.form.check_required();
        if self.rate().is_none() {
            self.form.set_error(Field::Rate, &format!("1 to {MOST_A_MINUTE}"));
        }
        if self.form.focus_first_error() {
            return Vec::new();
        }
        let path = self.form.text(Field::Path).to_owned();
        self.ask_for(Source::Path(path), false, ids)
    }

    fn ask_for(&mut self, source: Source, again: bool, ids: &mut Ids) -> Vec<Step> {
        let Some(connection) = self.connection() else { return Vec::new() };
        let ticket = ids.ticket();
        self.said = None;
        self.stage = Stage::Reading(ticket);
        vec![Step::ReviewBatch(Box::new(ReviewWanted { ticket, connection, source, again }))]
    }

    /// Asks for the yes, in full words.
    fn ask(&mut self, state: &State) -> Vec<Step> {
        let Stage::Looking(Looking { file, wants, .. }) = &self.stage else { return Vec::new() };
        let Some((connection, rate)) = self.connection().zip(self.rate()) else { return Vec::new() };
        let Some(info) = state.connection(&connection).map(|known| &known.info) else { return Vec::new() };
        let (sheet, review) = (&file.sheet, &file.review);
        let elsewhere = review.sendings.iter().any(|sending| sending.is_elsewhere);
        let hinders = if info.read_only {
            Some("This connection is read-only: nothing can be sent".to_owned())
        } else if !sheet.is_sound() {
            Some(format!("{} of {} lines have faults: mend the file first", sheet.faulty, sheet.lines.len()))
        } else if elsewhere {
            Some("Another paytop is sending this file right now".to_owned())
        } else if state.batch.as_ref().is_some_and(BatchRun::is_running) {
            Some("Another batch is being sent: wait for it, or stop it".to_owned())
        } else {
            None
        };
        if let Some(words) = hinders {
            self.said = Some((Level::Warning, words));
            return Vec::new();
        }
        let question = Question::new(sheet, review, *wants, info, rate);
        if question.lines == 0 {
            self.said = Some((Level::Info, "Nothing is left to send".to_owned()));
            return Vec::new();
        }
        let despite = if wants.repeats { review.repeated(sheet).into_iter().collect() } else { Vec::new() };
        let order = BatchOrder {
            sheet: Arc::clone(sheet),
            id: review.id.clone(),
            which: review.which,
            lines: question.lines,
            per_minute: rate,
            consents: Consents { retry_refused: wants.refused, despite },
            operator: state.operator.clone(),
            shown: Vec::new(),
        };
        let confirm = Confirm {
            title: format!("Send {}, {}?", sheet.count_words(question.lines), file.to_send(*wants)),
            body: question.paragraphs.clone(),
            list: Vec::new(),
            danger: true,
            yes: "send".into(),
            typed: to_type(&question),
            shown: Vec::new(),
            yes_does: Yes::Batch(Box::new(order)),
        };
        vec![Step::Open(Open::Confirm(confirm))]
    }

    /// Wants something else beyond what is plain.
    fn want(&mut self, change: impl FnOnce(&mut Wants), there: impl FnOnce(&Tally) -> usize, nothing: &str) {
        let Stage::Looking(looking) = &mut self.stage else { return };
        if there(&looking.tally) == 0 {
            self.said = Some((Level::Info, nothing.to_owned()));
            return;
        }
        let mut wants = looking.wants;
        change(&mut wants);
        *looking = Looking::new(looking.file.clone(), wants, looking.only_faulty);
        self.said = None;
    }

    /// Looks at it as another sending of the whole file, or goes back to the one that is.
    fn again(&mut self, ids: &mut Ids) -> Vec<Step> {
        let Stage::Looking(Looking { file, .. }) = &self.stage else { return Vec::new() };
        let sheet = Arc::clone(&file.sheet);
        match file.review.which {
            Which::First => {
                self.said = Some((Level::Info, "This file was never sent here".to_owned()));
                Vec::new()
            }
            Which::Resume => self.ask_for(Source::Read(sheet), true, ids),
            Which::Again => self.ask_for(Source::Read(sheet), false, ids),
        }
    }

    /// Shows the lines with faults alone, or all.
    fn filter(&mut self) {
        let Stage::Looking(looking) = &mut self.stage else { return };
        if looking.file.sheet.is_sound() {
            self.said = Some((Level::Info, "No line has a fault".to_owned()));
            return;
        }
        *looking = Looking::new(looking.file.clone(), looking.wants, !looking.only_faulty);
        self.selected = 0;
    }

    /// Where it goes back to.
    fn back(&mut self) -> Vec<Step> {
        match self.stage {
            Stage::Looking(_) | Stage::Reading(_) => {
                self.stage = Stage::Asking;
                (self.said, self.selected) = (None, 0);
                Vec::new()
            }
            Stage::Asking | Stage::Sending(_) => vec![Step::Close],
        }
    }
}

impl Reviewed {
    /// The sums of what is to be sent.
    fn to_send(&self, wants: Wants) -> String {
        self.review.tally(&self.sheet, wants).to_send.words()
    }
}

/// What has to be typed: the name of what is repeated, the counts of what is out of the ordinary, the count of the lines
/// and the sums that are large.
fn to_type(question: &Question) -> Vec<Typed> {
    let mut typed: Vec<Typed> = question.again.clone().map(Typed::Word).into_iter().collect();
    let counts = [
        (question.repeats, " repeats"),
        (question.retries, " refused"),
        (question.duplicates, " duplicates"),
        (question.lines, ""),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    typed.extend(counts.map(|(count, what)| Typed::Word(format!("{count}{what}"))));
    typed.extend(question.sums.iter().cloned().map(Typed::Amount));
    typed
}

impl Overlay for BatchOverlay {
    fn contexts(&self) -> &'static [Context] {
        match self.stage {
            Stage::Asking => &[Context::Form, Context::Text],
            _ => &[Context::Batch, Context::Movement],
        }
    }

    fn is_typing(&self) -> bool {
        matches!(self.stage, Stage::Asking)
    }

    fn run(&mut self, command: Command, state: &State, ids: &mut Ids) -> Vec<Step> {
        // The batch that was confirmed from here is on its way.
        if let (Stage::Looking(_), Some(batch)) = (&self.stage, self.watched(state)) {
            self.stage = Stage::Sending(batch.id.clone());
            self.selected = 0;
        }
        match (command, &self.stage) {
            (Command::Back, _) => return self.back(),
            (Command::Submit, Stage::Asking) if self.form.is_last() => return self.submit(ids),
            (Command::Submit | Command::NextField, Stage::Asking) => self.form.next(),
            (Command::PreviousField, Stage::Asking) => self.form.previous(),
            (_, Stage::Asking) => self.form.edit(command),
            (Command::SendBatch, Stage::Looking(_)) => return self.ask(state),
            (Command::SendAgain, Stage::Looking(_)) => return self.again(ids),
            (Command::FaultyLines, _) => self.filter(),
            (Command::RetryRefused, _) => {
                self.want(|wants| wants.refused = !wants.refused, |tally| tally.refused, "No line was refused");
            }
            (Command::SendRepeats, _) => {
                let nothing = "No other file has sent any of it";
                self.want(|wants| wants.repeats = !wants.repeats, |tally| tally.repeated, nothing);
            }
            (Command::StopBatch, Stage::Sending(_)) if self.watched(state).is_some_and(BatchRun::is_running) => {
                return vec![Step::StopBatch];
            }
            _ => {
                if let Some(to) = command.moved(self.selected, self.len(state), self.page.get()) {
                    self.selected = to;
                }
            }
        }
        Vec::new()
    }

    fn insert(&mut self, text: &str) {
        self.form.type_in(text);
    }

    fn reviewed(&mut self, ticket: Ticket, result: &Result<Reviewed, String>) {
        if !matches!(self.stage, Stage::Reading(waits) if waits == ticket) {
            return;
        }
        self.selected = 0;
        match result {
            Ok(file) => self.stage = Stage::Looking(Looking::new(file.clone(), Wants::default(), false)),
            Err(why) => {
                self.stage = Stage::Asking;
                self.form.focus(Field::Path);
                // At the field, until that is changed; its path stands there already.
                let path = format!("cannot read {}: ", self.form.text(Field::Path).trim());
                self.form.set_error(Field::Path, why.strip_prefix(path.as_str()).unwrap_or(why));
                self.said = Some((Level::Bad, why.clone()));
            }
        }
    }

    fn wake_at(&self, state: &State) -> Option<Timestamp> {
        self.watched(state).filter(|batch| batch.is_running()).and_then(|_| state.next_tick())
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
        view::draw(self, canvas, screen, state, keymap);
    }
}

/// How a line stands, for what is drawn.
fn standing(file: &Reviewed, at: usize) -> (&Line, Standing<'_>) {
    let line = &file.sheet.lines[at];
    (line, file.review.standing(line))
}
