//! The UPI ids of an account: asked for when the window opens, one is chosen and set.

mod view;

use crate::domain::{AccountKey, Change, Data, Fault, IntentId, Outcome, Read, Rows, UpiId};
use crate::keymap::Keymap;
use crate::message::{Command, Context, Ids, Level, Planned, Step, Ticket};
use crate::state::State;
use crate::ui::{Area, Canvas};

use super::Overlay;

/// How far the list is.
enum List {
    Loading,
    Failed(Fault),
    Here(Rows<UpiId>),
}

/// The UPI ids of one account.
pub struct UpiIdsOverlay {
    key: AccountKey,
    list: List,
    ticket: Option<Ticket>,
    selected: usize,
    setting: Option<IntentId>,
    /// What became of the last one that was set.
    said: Option<(Level, String)>,
}

impl UpiIdsOverlay {
    /// The ids of the account `key`.
    pub fn new(key: AccountKey) -> Self {
        Self { key, list: List::Loading, ticket: None, selected: 0, setting: None, said: None }
    }

    fn ids(&self) -> &[UpiId] {
        match &self.list {
            List::Here(list) => &list.rows,
            List::Loading | List::Failed(_) => &[],
        }
    }

    fn choose(&mut self, ids: &mut Ids) -> Vec<Step> {
        let Some(upi) = self.ids().get(self.selected).cloned().filter(|_| self.setting.is_none()) else {
            return Vec::new();
        };
        let id = ids.intent();
        self.setting = Some(id);
        let change = Change::SetUpi { account: self.key.account.clone(), upi: Some(upi) };
        vec![Step::Change { id, planned: Planned::new(self.key.connection.clone(), change) }]
    }

    fn ask(&mut self, ids: &mut Ids) -> Vec<Step> {
        let ticket = ids.ticket();
        self.ticket = Some(ticket);
        self.list = List::Loading;
        let read = Read::UpiIds { account: self.key.account.clone() };
        vec![Step::Read { connection: self.key.connection.clone(), read, ticket }]
    }
}

impl Overlay for UpiIdsOverlay {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Picker, Context::Movement]
    }

    fn start(&mut self, _state: &State, ids: &mut Ids) -> Vec<Step> {
        self.ask(ids)
    }

    fn run(&mut self, command: Command, state: &State, ids: &mut Ids) -> Vec<Step> {
        match command {
            Command::Back => vec![Step::Close],
            Command::Choose if matches!(self.list, List::Failed(_)) => self.ask(ids),
            Command::Choose if state.connection(&self.key.connection).is_some_and(|found| found.info.read_only) => {
                vec![Step::Tell(Level::Warning, "This connection is read-only: nothing was sent".into())]
            }
            Command::Choose => self.choose(ids),
            _ => {
                if let Some(to) = command.moved(self.selected, self.ids().len(), 10) {
                    self.selected = to;
                }
                Vec::new()
            }
        }
    }

    fn outcome(&mut self, intent: IntentId, outcome: &Outcome, state: &State, _ids: &mut Ids) -> Option<Vec<Step>> {
        if self.setting != Some(intent) {
            return None;
        }
        self.setting = None;
        let words = state.intents.get(intent).map_or("", |intent| &intent.words);
        self.said = Some(match outcome {
            Outcome::Done(_) => (Level::Good, format!("{words}: done")),
            Outcome::Rejected(rejection) => (Level::Bad, format!("{words}: {}", rejection.words())),
            Outcome::Unconfirmed(fault) => {
                (Level::Warning, format!("{words}: UNCONFIRMED ({fault}). Setting it again does no harm."))
            }
        });
        Some(Vec::new())
    }

    fn reply(&mut self, ticket: Ticket, result: &Result<Data, Fault>) {
        if self.ticket != Some(ticket) {
            return;
        }
        self.ticket = None;
        self.list = match result {
            Ok(Data::UpiIds(list)) => List::Here(list.clone()),
            Ok(_) => List::Failed(Fault::Unreadable("an answer to another question".into())),
            Err(fault) => List::Failed(fault.clone()),
        };
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
        view::draw(self, canvas, screen, state, keymap);
    }
}
