//! The screen: header, pane, bottom line, and the overlays above them.
//!
//! ```text
//!  paytop  SANDBOX   0 Overview  1 Accounts  2 Journal    ● accounts 3s  ● tools 12s    14:05 IST
//!  (the pane)
//!  t withdrawals  o OTP  m SMS  / filter  ? help                (or a word that was said)
//! ```

mod feeds;
mod followers;
mod locked;
mod notices;
mod tour;

use jiff::{SignedDuration, Timestamp};
use ratatui::Frame;
use ratatui::buffer::Buffer;

use crate::message::{Chord, Command, Mouse, PaneId};
use crate::state::State;
use crate::ui::{self, Align, Area, Badge, Canvas, Notes, Tone, format};

use super::App;
use super::toasts::Toast;
use super::undo::seconds_left;

/// The most rows a word at the bottom takes.
const TOAST_ROWS: u16 = 6;

/// Header, pane and bottom line.
pub fn layout(screen: Area) -> (Area, Area, Area) {
    let (header, rest) = screen.cut_top(u16::from(screen.height > 2));
    let (bottom, pane) = rest.cut_bottom(u16::from(screen.height > 1));
    (header, pane, bottom)
}

/// Where overlays may stand: the header, with its badge, is never covered, and the bottom line is left to what is said,
/// which then covers no keys.
pub fn overlay_area(screen: Area) -> Area {
    let (_, pane, bottom) = layout(screen);
    if pane.height < LEAST_OVERLAY { Area { height: pane.height + bottom.height, ..pane } } else { pane }
}

/// The rows an overlay needs at least; where there are fewer it has the bottom line too.
const LEAST_OVERLAY: u16 = 6;

/// When the header changes by time alone: the clock does, at the next minute; a feed in trouble counts seconds, where they may
/// move.
pub fn wake_at(state: &State, frozen: Option<Timestamp>) -> Option<Timestamp> {
    let in_trouble = !state.paused
        && !state.reduced_motion
        && state.connections().any(|connection| connection.feeds.values().any(|feed| feed.trouble.is_some()));
    // How long the screen is held still counts seconds in its first minute.
    let counts = !state.reduced_motion && frozen.is_some_and(|since| state.now.duration_since(since).as_mins() < 1);
    let step = if in_trouble || counts { 1 } else { 60 };
    let now = state.now.as_second();
    Timestamp::from_second(now - now.rem_euclid(step) + step).ok()
}

/// The tab under the mouse.
pub fn tab_at(app: &App, header: Area, mouse: Mouse) -> Option<usize> {
    ui::tab_at(tabs_area(app, header), &titles(app), app.shown, mouse.column, mouse.row)
}

fn titles(app: &App) -> Vec<&'static str> {
    app.panes.iter().map(|pane| pane.id().title()).collect()
}

/// What a badge says of where the connections lead.
fn badge(state: &State) -> Badge {
    let production = state.connections().filter(|connection| connection.info.is_production()).count();
    match (production, state.connections().count()) {
        (0, _) => Badge::Sandbox,
        (some, all) if some == all => Badge::Production,
        _ => Badge::Mixed,
    }
}

/// What is said where nothing can be changed at all.
const READ_ONLY: &str = " read-only";
const READ_ONLY_WIDTH: u16 = 10;

/// Whether every connection may only read.
fn is_read_only(state: &State) -> bool {
    state.connections().all(|connection| connection.info.read_only)
}

/// The room of the badge, with what is said beside it.
fn badge_width(state: &State) -> u16 {
    let badge = u16::try_from(badge(state).text().len()).unwrap_or(0);
    badge + if is_read_only(state) { READ_ONLY_WIDTH } else { 0 }
}

/// Where the name of the program stands; it leaves first.
fn brand_width(header: Area) -> u16 {
    if header.width >= 70 { 8 } else { 0 }
}

/// The least room the feeds are told in.
const FEEDS_WIDTH: u16 = 14;

fn tabs_area(app: &App, header: Area) -> Area {
    let rest = header.cut_left(brand_width(header) + badge_width(&app.state) + 2).1;
    let notices = notices::least(&app.state, app.frozen_since(), &app.look.glyphs, &app.look.theme);
    let room = rest.width.saturating_sub(notices);
    // With a space behind them.
    let [full, short] = ui::tabs_widths(&titles(app), app.shown).map(|width| width.saturating_add(1));
    // That all feeds answer is worth more than the names of tabs that are not in view.
    let wanted = if full.saturating_add(FEEDS_WIDTH) <= room { full } else { short };
    rest.cut_left(wanted.min(room)).0
}

impl App {
    /// Draws everything.
    pub fn draw(&self, frame: &mut Frame<'_>) {
        self.draw_on(frame.buffer_mut(), &Notes::default());
    }

    /// The key whose hint is under the mouse. It is looked for in a picture of its own: a click is rare, and a frame is not.
    pub(super) fn key_at(&self, mouse: Mouse) -> Option<Chord> {
        let (mut picture, notes) = (Buffer::empty(self.screen.into()), Notes::default());
        self.draw_on(&mut picture, &notes);
        notes.key_at(mouse.column, mouse.row)?.parse().ok()
    }

    fn draw_on(&self, buffer: &mut Buffer, notes: &Notes) {
        let mut canvas = Canvas::new(buffer, &self.look.theme, &self.look.glyphs).noting(notes);
        let screen = canvas.bounds();
        if screen.is_empty() {
            return;
        }
        canvas.fill(screen, self.look.theme.base);
        let (header, pane, bottom) = layout(screen);
        self.draw_header(&mut canvas, header);
        if let Some(lock) = &self.lock {
            self.draw_lock(&mut canvas, overlay_area(screen), lock);
            return;
        }
        let toast = self.toasts.shown(self.state.now).map(|toast| self.said(toast));
        if self.overlays.is_empty() {
            self.draw_pane(&mut canvas, pane);
            self.draw_tour(&mut canvas, pane);
            self.draw_followers(&mut canvas, pane);
            match toast {
                // A long word takes more rows from the pane rather than being cut at its end.
                Some(toast) => draw_toast(&mut canvas, bottom, pane, &toast),
                None => self.draw_bottom(&mut canvas, bottom),
            }
            return;
        }
        let room = overlay_area(screen);
        self.draw_overlays(&mut canvas, pane, bottom, room);
        self.draw_followers(&mut canvas, room);
        // A word that is said stays readable above whatever is open, and so do the keys of that: where a window leaves
        // too little below it, it is drawn lower for as long.
        let Some(toast) = toast else { return };
        let missing = toast_rows(screen, &toast.words).saturating_sub(bottom.bottom().saturating_sub(notes.bottom()));
        if missing > 0 && room.height > LEAST_OVERLAY + missing {
            notes.clear();
            self.draw_overlays(&mut canvas, pane, bottom, room.cut_bottom(missing).1);
        }
        draw_toast(&mut canvas, bottom, pane.cut_top(notes.bottom().saturating_sub(pane.y)).1, &toast);
    }

    fn draw_pane(&self, canvas: &mut Canvas<'_>, pane: Area) {
        self.panes[self.shown].draw(&mut canvas.within(pane), pane, self.seen());
    }

    /// The pane, and the overlays above it in their room.
    fn draw_overlays(&self, canvas: &mut Canvas<'_>, pane: Area, bottom: Area, room: Area) {
        canvas.fill(pane, self.look.theme.base);
        self.draw_pane(canvas, pane);
        // What is open has its own keys in its border; those of the pane would do nothing.
        canvas.fill(bottom, self.look.theme.bar);
        let first = self.overlays.iter().rposition(|overlay| overlay.stands_alone()).unwrap_or(0);
        for overlay in &self.overlays[first..] {
            overlay.draw(canvas, room, &self.state, &self.keymap);
        }
    }

    fn draw_header(&self, canvas: &mut Canvas<'_>, area: Area) {
        if area.is_empty() {
            return;
        }
        let theme = canvas.theme();
        canvas.fill(area, theme.bar);
        let (brand, rest) = area.cut_left(brand_width(area));
        canvas.label(brand, Align::Left, " paytop", theme.title);
        ui::badge(canvas, rest.x, rest.y, rest.width, badge(&self.state));
        let tabs = tabs_area(self, area);
        if is_read_only(&self.state) {
            let x = rest.x.saturating_add(badge_width(&self.state)).saturating_sub(READ_ONLY_WIDTH);
            canvas.text(x, rest.y, READ_ONLY_WIDTH, READ_ONLY, theme.warning);
        }
        ui::tabs(canvas, tabs, &titles(self), self.shown);
        let mut right = Area { x: tabs.right(), width: area.right().saturating_sub(tabs.right()), ..area };
        let clock = format!("  {} ", format::clock_short(self.state.now, &self.state.zone));
        let width = u16::try_from(clock.len()).unwrap_or(0);
        if right.width >= width + 12 + notices::least(&self.state, self.frozen_since(), canvas.glyphs(), theme) {
            let (place, before) = right.cut_right(width);
            canvas.label(place, Align::Right, &clock, theme.muted);
            right = before;
        }
        let right = notices::draw(canvas, right, &self.state, self.frozen_since());
        feeds::draw(canvas, right.cut_left(1).1, &self.state);
    }

    /// What a word at the bottom says, with the key that undoes it and for how long.
    fn said(&self, toast: &Toast) -> Toast {
        let left =
            toast.undo.and_then(|until| seconds_left(until, self.state.now)).filter(|_| self.overlays.is_empty());
        let key = self.keymap.chords(&self.pane_contexts(), Command::Undo);
        let words = match (left, key.first()) {
            (Some(_), Some(key)) if self.state.reduced_motion => format!("{}. {key} undoes it", toast.words),
            (Some(left), Some(key)) => format!("{}. {key} undoes it ({left} s)", toast.words),
            _ => toast.words.clone(),
        };
        Toast { words, ..toast.clone() }
    }

    /// The keys of the pane, and what is wrong for long.
    fn draw_bottom(&self, canvas: &mut Canvas<'_>, area: Area) {
        if area.is_empty() {
            return;
        }
        canvas.fill(area, canvas.theme().bar);
        let keys = self.keymap.hints(&self.pane_contexts(), &self.panes[self.shown].hints(self.seen()));
        let hints: Vec<_> = keys.iter().map(|(key, word)| (key.as_str(), *word)).collect();
        // The ways to everything else are always in view.
        let help = self.keymap.hints(&self.pane_contexts(), &[Command::Palette, Command::Help]);
        let help: Vec<_> = help.iter().map(|(key, word)| (key.as_str(), *word)).collect();
        let (place, rest) = area.cut_right(ui::hints_that_fit(&help, area.width).1 + 1);
        ui::hints(canvas, place, &help);
        // The journal says it itself, in full.
        let elsewhere = self.panes[self.shown].id() != PaneId::Journal;
        if let Some(fault) = self.state.journal_fault.as_ref().filter(|_| elsewhere) {
            ui::toast(canvas, rest.cut_right(1).1, Tone::Bad, &fault.consequence());
            return;
        }
        if let Some(words) = feeds::lasting_trouble(&self.state) {
            // It may last, and what the pane's first keys do has to be known meanwhile: they keep up to half of the room.
            let room = rest.cut_right(1).1;
            let (place, trouble) = room.cut_right(ui::hints_that_fit(&hints, room.width / 2).1);
            ui::hints(canvas, place, &hints);
            ui::toast(canvas, trouble.cut_right(2).1, Tone::Warning, &words);
            return;
        }
        ui::hints(canvas, rest.cut_left(1).1.cut_right(1).1, &hints);
    }
}

/// How many rows a word at the bottom may take at most.
fn most_rows(screen: Area) -> u16 {
    TOAST_ROWS.min(screen.height / 2)
}

/// How many rows this word takes.
fn toast_rows(screen: Area, words: &str) -> u16 {
    ui::toast_rows(screen.width, words).min(most_rows(screen))
}

/// A word that is said: in the bottom line, and in rows that are `free` above it.
fn draw_toast(canvas: &mut Canvas<'_>, bottom: Area, free: Area, toast: &Toast) {
    let above = free.cut_bottom(most_rows(canvas.bounds()).saturating_sub(bottom.height)).0;
    let place = if above.is_empty() { bottom } else { Area { height: above.height + bottom.height, ..above } };
    ui::tall_toast(canvas, place, Tone::from(toast.level), &toast.words);
}

/// How old something is, in steps that do not tick while nothing moves: seconds are told by a feed in trouble alone.
fn coarse_age(age: SignedDuration) -> String {
    if age.as_mins() < 1 { "now".to_owned() } else { format::age(age) }
}
