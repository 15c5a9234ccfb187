//! The file drawn: the form that asks for it, its lines, and how far its sending is.
//!
//! ```text
//! ┌ 5 withdrawals in batch 4cc8c484 at shop ──────────────────────────────────┐
//! │ The whole file: INR 1,500.00 in 5 withdrawals                             │
//! │ 4 to send, INR 1,200.00; 1 sent already by other files and left out       │
//! │                                                                           │
//! │   line  payee                  amount  state         words                │
//! │      2  paytm ••••••1001   INR 100.00  · to send                          │
//! │      3  paytm ••••••1002   INR 200.00  ! sent already  batch 236addb7 ... │
//! │                                                                           │
//! │ what is said of the selected line, whole                                  │
//! └ enter send  f faults  esc back ───────────────────────────────────────────┘
//! ```

use std::sync::LazyLock;

use crate::domain::Ratio;
use crate::domain::batch::{BatchEnd, Line, Which};
use crate::keymap::Keymap;
use crate::message::{Command, Context};
use crate::state::{BatchCounts, BatchRun, State};
use crate::ui::format::{count, duration_short};
use crate::ui::table::{Column, RowPen, Table, viewport};
use crate::ui::{Align, Area, Canvas, Tone, Window, gauge, text};

use super::rows::{Said, happened, stands};
use super::{BatchOverlay, Looking, Stage, standing};
use crate::overlays::{Overlay, as_hints, keys, text_width};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ColumnId {
    Line,
    Payee,
    Amount,
    State,
    Words,
}

static COLUMNS: LazyLock<[Column<ColumnId>; 5]> = LazyLock::new(|| {
    [
        Column::new(ColumnId::Line, "line", 6, 0).right(),
        Column::new(ColumnId::Payee, "payee", 16, 2).flexible(14, 16, 18),
        Column::new(ColumnId::Amount, "amount", 16, 1).flexible(16, 16, 18).right(),
        Column::new(ColumnId::State, "state", 15, 0).flexible(15, 15, 20),
        Column::new(ColumnId::Words, "words", 30, 3).flexible(14, 30, u16::MAX),
    ]
});

/// The cells of the form's labels, and of what stands before the words at a field.
const LABELS: u16 = 19;

/// The widest window.
const WIDTH: u16 = 120;

/// Draws the window.
pub fn draw(overlay: &BatchOverlay, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
    match (&overlay.stage, overlay.watched(state)) {
        (_, Some(batch)) => draw_sending(overlay, canvas, screen, (state, keymap), batch),
        (Stage::Looking(looking), None) => draw_looking(overlay, canvas, screen, (state, keymap), looking),
        (Stage::Asking | Stage::Reading(_) | Stage::Sending(_), None) => draw_asking(overlay, canvas, screen, keymap),
    }
}

fn draw_asking(overlay: &BatchOverlay, canvas: &mut Canvas<'_>, screen: Area, keymap: &Keymap) {
    let is_reading = matches!(overlay.stage, Stage::Reading(_));
    let commands = if is_reading { &[Command::Back][..] } else { &[Command::Submit, Command::Back] };
    let keys = keys(keymap, overlay.contexts(), commands);
    let enter = if overlay.form.is_last() { "read it" } else { "next field" };
    let hints = as_hints(&keys).into_iter().enumerate();
    let hints: Vec<_> =
        hints.map(|(at, (key, word))| (key, if at == 0 && !is_reading { enter } else { word })).collect();
    let width = text_width(screen, 72);
    // What its field has no room for is said whole below.
    let room = usize::from(width.saturating_sub(LABELS));
    let wrong = overlay.wrong().filter(|(at_field, _)| text::width(at_field) > room);
    let (words, tone) = match (wrong, is_reading) {
        (_, true) => ("Reading the file, and looking it up in the journal\u{2026}".to_owned(), Tone::Info),
        (Some((_, whole)), _) => (whole.to_owned(), Tone::Bad),
        (None, _) => (
            "Every line is shown and checked first. Nothing is sent before you have confirmed it.".into(),
            Tone::Neutral,
        ),
    };
    let said = u16::try_from(text::wrap(&words, usize::from(width)).len()).unwrap_or(2).clamp(2, 6);
    let form = overlay.form.height();
    let window = Window {
        title: "Send a file of payouts",
        hints: &hints,
        width,
        height: form.saturating_add(said).saturating_add(2),
        ..Window::default()
    };
    let inner = window.draw(canvas, screen);
    let theme = canvas.theme();
    let (below, above) = inner.cut_bottom(said);
    overlay.form.draw(canvas, above.cut_top(u16::from(above.height > form)).1);
    let style = if tone == Tone::Neutral { theme.muted } else { tone.style(theme) };
    canvas.paragraph(below, Align::Left, &words, style);
}

/// A window as large as there is room, and the rows its table has in it.
fn large(canvas: &mut Canvas<'_>, screen: Area, title: &str, hints: &[(&str, &str)], tone: Tone) -> Area {
    let window =
        Window { title, hints, width: text_width(screen, WIDTH), height: screen.height.saturating_sub(2), tone };
    window.draw(canvas, screen)
}

fn draw_looking(
    overlay: &BatchOverlay,
    canvas: &mut Canvas<'_>,
    screen: Area,
    (state, keymap): (&State, &Keymap),
    looking: &Looking,
) {
    let (sheet, review) = (&looking.file.sheet, &looking.file.review);
    let mut commands = vec![Command::SendBatch, Command::Back];
    commands.extend((!sheet.is_sound()).then_some(Command::FaultyLines));
    commands.extend((looking.tally.refused > 0).then_some(Command::RetryRefused));
    commands.extend((looking.tally.repeated > 0).then_some(Command::SendRepeats));
    commands.extend((review.which != Which::First).then_some(Command::SendAgain));
    let keys = keys(keymap, overlay.contexts(), &commands);
    let hints = as_hints(&keys);
    let (name, connection) = (review.id.name(), &review.id.connection);
    let production = state.connection(connection).is_some_and(|known| known.info.is_production());
    let place = if production { format!("{connection} (PRODUCTION)") } else { connection.to_string() };
    let title = format!("{} in batch {name} at {place}", sheet.count_words(sheet.lines.len()));
    let inner = large(canvas, screen, &title, &hints, if production { Tone::Bad } else { Tone::Neutral });
    let theme = canvas.theme();
    let above = [summed(looking), stood(looking)];
    let mut rest = inner;
    for (words, tone) in above {
        let taken = canvas.paragraph(rest.cut_top(2.min(rest.height)).0, Align::Left, &words, tone.style(theme));
        rest = rest.cut_top(taken).1;
    }
    let (below, table) = rest.cut_top(u16::from(rest.height > 8)).1.cut_bottom(2.min(rest.height / 3));
    let selected = overlay.selected.min(looking.shown.len().saturating_sub(1));
    let rows = Rows { selected, len: looking.shown.len() };
    let said = |at: usize| {
        let (line, standing) = standing(&looking.file, looking.shown[at]);
        (line, stands(line, standing))
    };
    let words = rows.draw(overlay, canvas, table, said);
    draw_below(overlay, canvas, below, &words);
}

/// The sums of the file.
fn summed(looking: &Looking) -> (String, Tone) {
    let sheet = &looking.file.sheet;
    let blank = if sheet.blank > 0 { format!(" ({} empty lines left out)", sheet.blank) } else { String::new() };
    (format!("{}{blank}", sheet.sums_words()), Tone::Neutral)
}

/// How its lines stand.
fn stood(looking: &Looking) -> (String, Tone) {
    let tally = &looking.tally;
    if tally.faulty > 0 {
        let all = looking.file.sheet.lines.len();
        return (
            format!("{} of {all} lines have FAULTS: nothing is sent before they are mended.", tally.faulty),
            Tone::Bad,
        );
    }
    let wants = looking.wants;
    let mut told = vec![match looking.file.review.which {
        Which::Again => format!("{} to send ONCE MORE, {}", count(tally.sends as u64), tally.to_send.words()),
        Which::First | Which::Resume => format!("{} to send, {}", count(tally.sends as u64), tally.to_send.words()),
    }];
    let tests = looking.file.sheet.tests();
    let counts = [
        (
            tests,
            if tests == 1 {
                "of the lines a TEST, which pays nothing"
            } else {
                "of the lines TESTS, which pay nothing"
            },
        ),
        (tally.duplicates, "of them pay the same as a line above"),
        (tally.done, "taken on or paid"),
        (tally.unconfirmed, "UNCONFIRMED or on their way, never sent again"),
        (tally.undone, "taken on and come to nothing"),
        (tally.refused, if wants.refused { "refused, TRIED AGAIN" } else { "refused, left out" }),
        (
            tally.repeated,
            if wants.repeats { "sent by other files, sent ONCE MORE" } else { "sent by other files, left out" },
        ),
    ];
    told.extend(counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
    let plain = wants == crate::domain::batch::Wants::default() && tally.duplicates == 0 && tally.unconfirmed == 0;
    let tone = if plain && looking.file.review.which != Which::Again { Tone::Info } else { Tone::Warning };
    (format!("{}.", told.join("; ")), tone)
}

fn draw_sending(
    overlay: &BatchOverlay,
    canvas: &mut Canvas<'_>,
    screen: Area,
    (state, keymap): (&State, &Keymap),
    batch: &BatchRun,
) {
    let contexts: &[Context] = &[Context::Batch, Context::Movement];
    let commands: &[Command] = if batch.is_running() { &[Command::StopBatch, Command::Back] } else { &[Command::Back] };
    let keys = keys(keymap, contexts, commands);
    let hints: Vec<(&str, &str)> = as_hints(&keys)
        .into_iter()
        .map(|(key, word)| (key, if word == "back" && batch.is_running() { "close, it goes on" } else { word }))
        .collect();
    let production = state.connection(&batch.id.connection).is_some_and(|known| known.info.is_production());
    let place = if production { " (PRODUCTION)" } else { "" };
    let title = format!("Batch {} at {}{place}", batch.id.name(), batch.id.connection);
    let inner = large(canvas, screen, &title, &hints, if production { Tone::Bad } else { Tone::Neutral });
    let theme = canvas.theme();
    let (left, all) = (batch.left(), batch.to_send);
    let (line, rest) = inner.cut_top(1);
    let longer = duration_short(batch.takes_still());
    let how = match (&batch.end, batch.stopping) {
        (None, true) => "stopping after the line that is on its way".to_owned(),
        (None, false) => format!("at most {} a minute, {longer} more at least", batch.per_minute),
        (Some(_), _) => format!("began {} ago", duration_short(batch.began.duration_until(state.now))),
    };
    canvas.label(line, Align::Left, &format!("{left} of {all} have left; {how}"), theme.text);
    let (bar, rest) = rest.cut_top(1);
    let counts = batch.counts(&state.intents);
    let tone = how_it_goes(counts);
    let ratio = Ratio::of_counts(left as u64, all.max(1) as u64);
    gauge(canvas, bar, ratio, tone);
    let (line, rest) = rest.cut_top(1);
    canvas.label(line, Align::Left, &counts.words(), tone.style(theme));
    let mut rest = rest;
    if let Some(end) = &batch.end {
        let style = if matches!(end, BatchEnd::Through) { tone.style(theme) } else { theme.warning };
        let taken = canvas.paragraph(rest.cut_top(3.min(rest.height)).0, Align::Left, &end.words(), style);
        rest = rest.cut_top(taken).1;
    }
    let (below, table) = rest.cut_top(u16::from(rest.height > 8)).1.cut_bottom(2.min(rest.height / 3));
    let rows = Rows { selected: overlay.selected.min(batch.order.len().saturating_sub(1)), len: batch.order.len() };
    // The last one on top.
    let said = |at: usize| {
        let number = batch.order[batch.order.len() - 1 - at];
        let place = batch.sheet.lines.partition_point(|line| line.number < number);
        (&batch.sheet.lines[place], happened(&batch.lines[&number], &state.intents))
    };
    let words = rows.draw(overlay, canvas, table, said);
    draw_below(overlay, canvas, below, &words);
}

/// How a batch goes, by the worst of it: what was taken on is under way, and well only once it is paid.
fn how_it_goes(counts: BatchCounts) -> Tone {
    match counts {
        BatchCounts { unconfirmed: 1.., .. } => Tone::Unconfirmed,
        BatchCounts { failed: 1.., .. } | BatchCounts { returned: 1.., .. } => Tone::Bad,
        BatchCounts { refused: 1.., .. } | BatchCounts { held: 1.., .. } => Tone::Warning,
        BatchCounts { paid: 0, .. } | BatchCounts { taken_on: 1.., .. } => Tone::Info,
        _ => Tone::Good,
    }
}

/// What is said of the selected line, whole; or what is wrong.
fn draw_below(overlay: &BatchOverlay, canvas: &mut Canvas<'_>, below: Area, words: &str) {
    let theme = canvas.theme();
    match &overlay.said {
        Some((level, said)) => canvas.paragraph(below, Align::Left, said, Tone::from(*level).style(theme)),
        None => canvas.paragraph(below, Align::Left, words, theme.muted),
    };
}

/// The rows of a table of lines.
struct Rows {
    selected: usize,
    len: usize,
}

impl Rows {
    /// Draws the rows in view; answers what is said of the selected one.
    fn draw<'l>(
        &self,
        overlay: &BatchOverlay,
        canvas: &mut Canvas<'_>,
        area: Area,
        said: impl Fn(usize) -> (&'l Line, Said),
    ) -> String {
        let mut table = Table::new(&COLUMNS[..], self.len, "No line has left yet");
        let page = table.rows_in(area).max(1);
        overlay.page.set(page);
        table.offset = viewport(self.selected, self.selected.saturating_sub(page / 2), page, self.len);
        table.selected = (self.len > 0).then_some(self.selected);
        table.draw(canvas, area, |at, row| {
            let (line, said) = said(at);
            draw_row(row, line, &said);
        });
        if self.len == 0 {
            return String::new();
        }
        let (line, said) = said(self.selected);
        let words = if said.words.is_empty() { said.word } else { &said.words };
        let whom = if line.payee.is_empty() { String::new() } else { format!(", {}", payee(line)) };
        let test = if line.is_test { ", TEST" } else { "" };
        format!("Line {}{test}{whom}: {words}", line.number)
    }
}

fn draw_row(row: &mut RowPen<'_, '_, ColumnId>, line: &Line, said: &Said) {
    let (theme, glyphs) = (row.canvas().theme(), row.canvas().glyphs());
    let style = said.tone.style(theme);
    let glyph = if said.tone == Tone::Info { glyphs.working } else { said.tone.glyph(glyphs) };
    row.cells(|column, cell| match column {
        ColumnId::Line => cell.number(&line.number.to_string(), theme.muted),
        ColumnId::Payee => cell.text(&payee(line), theme.text),
        ColumnId::Amount => cell.number(line.amount.as_str(), theme.strong),
        ColumnId::State => {
            // Here, as this column is shown however narrow it is.
            let test = if line.is_test { "TEST " } else { "" };
            cell.runs(&[(glyph, style), (" ", style), (test, theme.warning), (said.word, style)]);
        }
        ColumnId::Words => cell.text(&said.words, style),
    });
}

/// Who gets it: the last four digits, and no more of what hides the others than tells that there are some.
fn payee(line: &Line) -> String {
    let mut short = String::new();
    for c in line.payee.as_str().chars() {
        if c != HIDDEN || !short.ends_with(ENOUGH) {
            short.push(c);
        }
    }
    short
}

/// What stands for a hidden digit, and for any number of them.
const HIDDEN: char = '\u{2022}';
const ENOUGH: &str = "\u{2022}\u{2022}";
