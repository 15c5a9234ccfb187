//! The screen: header, pane, bottom line, and the overlays above them.
//!
//! ```text
//!  paytop  SANDBOX   1 Accounts  2 Journal          ● accounts 3s  ● tools 12s    14:05 IST
//!  (the pane)
//!  t withdrawals  o OTP  m SMS  / filter  ? help                (or a word that was said)
//! ```

mod feeds;
mod notices;

use jiff::{SignedDuration, Timestamp};
use ratatui::Frame;

use crate::message::{Command, Mouse, PaneId};
use crate::state::State;
use crate::ui::{self, Align, Area, Badge, Canvas, Tone, format};

use super::App;

/// The most rows a word at the bottom takes.
const TOAST_ROWS: u16 = 6;

/// Header, pane and bottom line.
pub fn layout(screen: Area) -> (Area, Area, Area) {
    let (header, rest) = screen.cut_top(u16::from(screen.height > 2));
    let (bottom, pane) = rest.cut_bottom(u16::from(screen.height > 1));
    (header, pane, bottom)
}

/// Where overlays may stand: the header, with its badge, is never covered.
pub fn below_header(screen: Area) -> Area {
    screen.cut_top(layout(screen).0.height).1
}

/// When the header changes by time alone: the clock does, at the next minute; a feed in trouble counts seconds.
pub fn wake_at(state: &State) -> Option<Timestamp> {
    let in_trouble = !state.paused
        && state.connections().any(|connection| connection.feeds.values().any(|feed| feed.trouble.is_some()));
    let step = if in_trouble { 1 } else { 60 };
    let now = state.now.as_second();
    Timestamp::from_second(now - now.rem_euclid(step) + step).ok()
}

/// The tab under the mouse.
pub fn tab_at(app: &App, header: Area, mouse: Mouse) -> Option<usize> {
    ui::tab_at(tabs_area(app, header), &titles(app), app.shown, mouse.column, mouse.row)
}

fn titles(app: &App) -> Vec<&'static str> {
    let title = |id| match id {
        PaneId::Accounts => "Accounts",
        PaneId::Journal => "Journal",
    };
    app.panes.iter().map(|pane| title(pane.id())).collect()
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

fn tabs_area(app: &App, header: Area) -> Area {
    let rest = header.cut_left(brand_width(header) + badge_width(&app.state) + 2).1;
    let wanted: usize = titles(app).iter().map(|title| title.len() + 4).sum();
    let notices = notices::least(&app.state, &app.look.glyphs, &app.look.theme);
    rest.cut_left(u16::try_from(wanted).unwrap_or(u16::MAX).min(rest.width.saturating_sub(notices))).0
}

impl App {
    /// Draws everything.
    pub fn draw(&self, frame: &mut Frame<'_>) {
        let mut canvas = Canvas::new(frame.buffer_mut(), &self.look.theme, &self.look.glyphs);
        let screen = canvas.bounds();
        if screen.is_empty() {
            return;
        }
        canvas.fill(screen, self.look.theme.base);
        let (header, pane, bottom) = layout(screen);
        self.draw_header(&mut canvas, header);
        self.panes[self.shown].draw(&mut canvas.within(pane), pane, &self.state);
        self.draw_bottom(&mut canvas, bottom);
        for overlay in &self.overlays {
            overlay.draw(&mut canvas, below_header(screen), &self.state, &self.keymap);
        }
        // A word that is said stays readable above whatever is open.
        if !self.overlays.is_empty() && self.toasts.shown(self.state.now).is_some() {
            self.draw_bottom(&mut canvas, bottom);
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
        if right.width >= width + 12 + notices::least(&self.state, canvas.glyphs(), theme) {
            let (place, before) = right.cut_right(width);
            canvas.label(place, Align::Right, &clock, theme.muted);
            right = before;
        }
        let right = notices::draw(canvas, right, &self.state);
        feeds::draw(canvas, right.cut_left(1).1, &self.state);
    }

    fn draw_bottom(&self, canvas: &mut Canvas<'_>, area: Area) {
        if area.is_empty() {
            return;
        }
        if let Some(toast) = self.toasts.shown(self.state.now) {
            let tone = Tone::from(toast.level);
            // A long word takes more rows from the pane rather than being cut at its end.
            let above = canvas.bounds().cut_bottom(TOAST_ROWS.min(canvas.bounds().height / 2)).0;
            ui::tall_toast(canvas, if above.height >= area.height { above } else { area }, tone, &toast.words);
            return;
        }
        canvas.fill(area, canvas.theme().bar);
        if !self.overlays.is_empty() {
            // What is open has its own keys in its border; these would do nothing.
            return;
        }
        let keys = self.keymap.hints(&self.pane_contexts(), &self.panes[self.shown].hints(&self.state));
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
            ui::toast(canvas, rest.cut_right(1).1, Tone::Warning, &words);
            return;
        }
        ui::hints(canvas, rest.cut_left(1).1.cut_right(1).1, &hints);
    }
}

/// How old something is, in steps that do not tick while nothing moves: seconds are told by a feed in trouble alone.
fn coarse_age(age: SignedDuration) -> String {
    if age.as_mins() < 1 { "now".to_owned() } else { format::age(age) }
}
