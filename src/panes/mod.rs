//! The panes: one folder each, and the one list of them. A pane knows the state and draws with the kit; it never
//! knows another pane. What several of them need of an intent stands in files beside the folders.

mod accounts;
mod asking;
mod balances;
mod deposits;
mod detail;
mod journal;
mod listing;
mod overview;
mod payees;
mod payouts;
mod postbacks;
mod refusal;
mod search;
mod sheet;
mod table_layout;

use jiff::Timestamp;

pub use sheet::Scope;

use crate::domain::{AccountKey, Data, Fault};
use crate::message::{
    ColumnChoice, Command, Context, FoundRows, Ids, Layout, Level, Mouse, PaneId, PaneSession, Question, Record,
    RowActions, RowKey, Step, Ticket, Undo,
};
use crate::state::{Changes, State};
use crate::ui::{Area, Canvas};

/// A full screen of one kind of thing.
pub trait Pane {
    /// Which it is.
    fn id(&self) -> PaneId;

    /// Whether there is anything for it at these connections: else it has no tab.
    fn is_for(&self, _state: &State) -> bool {
        true
    }

    /// Where keys have their meaning now, top first; below these come the ones every pane has.
    fn context(&self) -> Context;

    /// Whether a text field of it takes what is typed.
    fn is_typing(&self) -> bool {
        false
    }

    /// The commands to hint at, the most needed first.
    fn hints(&self, state: &State) -> Vec<Command>;

    /// Carries a command out.
    fn run(&mut self, command: Command, state: &State, ids: &mut Ids) -> Vec<Step>;

    /// Takes a typed or pasted text into its field.
    fn insert(&mut self, _text: &str, _state: &State) {}

    /// The text in the field that takes what is typed, where it is one that may be edited outside.
    fn edited(&self) -> Option<&str> {
        None
    }

    /// Where it stands, for the next run to begin there: what is searched for, and what is selected.
    fn session(&self) -> PaneSession {
        PaneSession::default()
    }

    /// Begins where an earlier run was left.
    fn restore(&mut self, _session: &PaneSession, _state: &State) {}

    /// Takes a use of the mouse.
    fn mouse(&mut self, _mouse: Mouse, _state: &State) {}

    /// Takes up the answer to a question; one with another ticket than it waits for is not its own. It is told whether
    /// the pane is in view or not.
    fn reply(&mut self, _ticket: Ticket, _result: &Result<Data, Fault>, _state: &State) {}

    /// Looks at the state again: something changed.
    fn refresh(&mut self, changes: &Changes, state: &State);

    /// The rows that have every word of what is typed, by kind.
    fn find(&self, _typed: &str, _state: &State) -> Vec<FoundRows> {
        Vec::new()
    }

    /// Goes to a row, whatever filter hides it. Says whether it is there.
    fn go_to(&mut self, _row: &RowKey, _state: &State) -> bool {
        false
    }

    /// Copies what the selected row is known by, or says why there is nothing to copy.
    fn copy(&self, _state: &State) -> Step {
        Step::Tell(Level::Info, "There is nothing here to copy".into())
    }

    /// The questions that its provider is asked about the selected row, the one it is shown by first.
    fn questions(&self, _state: &State) -> Vec<Question> {
        Vec::new()
    }

    /// Its rows as values.
    fn records(&self, _scope: Scope, _state: &State) -> Vec<Record> {
        Vec::new()
    }

    /// The name of the column that is walked to.
    fn column(&self) -> &'static str {
        ""
    }

    /// What can be done with the selected row; `None` where none is.
    fn actions(&self, _state: &State) -> Option<RowActions> {
        None
    }

    /// What it is filtered by, empty where it is not; `None` where it has no filter.
    fn filter(&self) -> Option<&str> {
        None
    }

    /// Is filtered by this from now on.
    fn set_filter(&mut self, _filter: &str, _state: &State) {}

    /// What of that which the command is about is not as it was shown any more: `then` is what is shown, `now` what is.
    fn moved(&self, _command: Command, _then: &State, _now: &State) -> Option<String> {
        None
    }

    /// What undoing a switch of withdrawals comes to, where switching is its own.
    fn undo(&self, _undo: &Undo, _state: &State, _ids: &mut Ids) -> Option<Vec<Step>> {
        None
    }

    /// The columns of its table, to choose from.
    fn columns(&self, _state: &State) -> Vec<ColumnChoice> {
        Vec::new()
    }

    /// How its table is laid out and sorted, to be kept.
    fn layout(&self) -> Layout {
        Layout::default()
    }

    /// Lays its table out like this.
    fn arrange(&mut self, _layout: &Layout, _state: &State) {}

    /// Whether it shows how long the answers of feeds took, which differs with every one of them.
    fn shows_feeds(&self) -> bool {
        false
    }

    /// Has this much room from now on.
    fn resize(&mut self, area: Area, state: &State);

    /// When what it shows changes by time alone.
    fn wake_at(&self, state: &State) -> Option<Timestamp>;

    /// Draws itself into the room it was given.
    fn draw(&self, canvas: &mut Canvas<'_>, area: Area, state: &State);
}

/// What turning the withdrawals of an account on or off takes: a question always comes first.
#[must_use]
pub fn switch_withdrawals(key: &AccountKey, enabled: bool, state: &State, ids: &mut Ids) -> Vec<Step> {
    accounts::switch(std::slice::from_ref(key), enabled, true, state, ids)
}

/// Every pane there is something for, in the order of the tabs.
#[must_use]
pub fn all(state: &State) -> Vec<Box<dyn Pane>> {
    let all: [Box<dyn Pane>; 9] = [
        Box::<overview::OverviewPane>::default(),
        Box::<accounts::AccountsPane>::default(),
        Box::<balances::BalancesPane>::default(),
        Box::new(payouts::PayoutsPane::withdrawals()),
        Box::<postbacks::PostbacksPane>::default(),
        Box::<deposits::DepositsPane>::default(),
        Box::<payees::PayeesPane>::default(),
        Box::new(payouts::PayoutsPane::transfers()),
        Box::<journal::JournalPane>::default(),
    ];
    all.into_iter().filter(|pane| pane.is_for(state)).collect()
}
