//! The palette: every command that works where one is, found by typing parts of its name or its words.

mod view;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use strum::IntoEnumIterator;

use crate::keymap::Keymap;
use crate::message::{Command, Context, Group, Ids, Step};
use crate::state::State;
use crate::ui::field::{Kind, TextField};
use crate::ui::{Area, Canvas, Editable};

use super::Overlay;

/// One command to choose.
pub struct Choice {
    command: Command,
    keys: String,
}

/// The palette of one place.
pub struct PaletteOverlay {
    choices: Vec<Choice>,
    /// The choices that match what is typed, the best first.
    found: Vec<usize>,
    selected: usize,
    field: TextField,
}

impl PaletteOverlay {
    /// The palette of the contexts `beneath`, where there are so many panes.
    pub fn new(beneath: &[Context], panes: usize, keymap: &Keymap) -> Self {
        let here = |command: &Command| {
            let offered = |context: &Context| {
                beneath.contains(context) && !matches!(context, Context::Movement | Context::Columns | Context::Text)
            };
            let is_there = command.pane().is_none_or(|pane| pane < panes);
            command.contexts().iter().any(offered)
                && is_there
                && !matches!(command, Command::Palette | Command::Back | Command::Interrupt)
        };
        // The commands of where one is come before those that are everywhere, and what does something before what looks.
        let nearness = |command: &Command| beneath.iter().position(|context| command.contexts().contains(context));
        let mut commands: Vec<Command> = Command::iter().filter(here).collect();
        commands.sort_by_key(|command| (nearness(command), command.group() != Group::Act));
        let choices: Vec<Choice> = commands
            .into_iter()
            .map(|command| {
                let keys: Vec<String> = keymap.chords(beneath, command).iter().map(ToString::to_string).collect();
                Choice { command, keys: keys.join(" ") }
            })
            .collect();
        let mut palette = Self { found: Vec::new(), selected: 0, field: TextField::new(Kind::Plain), choices };
        palette.search();
        palette
    }

    fn search(&mut self) {
        self.selected = 0;
        // Names are found by some of their letters; words only by whole parts of them, or everything would match.
        let typed = self.field.text();
        let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
        let in_words = Pattern::new(typed, CaseMatching::Ignore, Normalization::Smart, AtomKind::Substring);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let mut found: Vec<(u32, usize)> = self
            .choices
            .iter()
            .enumerate()
            .filter_map(|(at, choice)| {
                let name = pattern.score(Utf32Str::new(choice.command.name(), &mut buffer), &mut matcher);
                let words = in_words.score(Utf32Str::new(choice.command.words(), &mut buffer), &mut matcher);
                // A name that matches counts more than words that do.
                name.map(|score| score * 2).max(words).map(|score| (score, at))
            })
            .collect();
        found.sort_by_key(|(score, at)| (std::cmp::Reverse(*score), *at));
        self.found = found.into_iter().map(|(_, at)| at).collect();
    }
}

impl Overlay for PaletteOverlay {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Palette, Context::Text]
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn run(&mut self, command: Command, _state: &State, _ids: &mut Ids) -> Vec<Step> {
        match command {
            Command::Back => return vec![Step::Close],
            Command::Up | Command::Down => {
                self.selected = command.moved(self.selected, self.found.len(), 1).unwrap_or_default();
            }
            Command::Choose => {
                let chosen = self.found.get(self.selected).map(|at| self.choices[*at].command);
                return chosen.map_or_else(Vec::new, |command| vec![Step::Close, Step::Run(command)]);
            }
            _ => {
                self.field.edit(command);
                self.search();
            }
        }
        Vec::new()
    }

    fn insert(&mut self, text: &str) {
        // A command has no name that cannot be pasted here: what the field does not take is no search either.
        let _ = self.field.type_in(text);
        self.search();
    }

    fn draw(&self, canvas: &mut Canvas<'_>, screen: Area, _state: &State, keymap: &Keymap) {
        view::draw(self, canvas, screen, keymap);
    }
}
