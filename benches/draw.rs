//! A 200x50 frame, next to its floor: a bare ratatui `Table` of the same visible rows. The whole frame of the app must
//! stay within twice the floor, and neither it nor the kit's table may grow with the number of rows there are.

mod support;

use divan::{Bencher, black_box};
use paytop::app::App;
use paytop::domain::Money;
use paytop::ui::table::{Column, Table};
use paytop::ui::{Canvas, Glyphs, Theme, format};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Constraint;
use ratatui::style::Style;
use ratatui::text::Span;
use ratatui::widgets::{Cell, Row, Table as BareTable, Widget};

use support::{SCREEN, SIZES, app};

/// How many columns the kit's table and its floor have.
const COLUMNS: usize = 14;

fn main() {
    divan::main();
}

fn dark() -> Theme {
    Theme::by_name("dark").expect("dark is bundled")
}

/// A terminal that draws into memory. Comparing frames and writing them out costs both sides the same and is left out.
fn terminal() -> Terminal<TestBackend> {
    Terminal::new(TestBackend::new(SCREEN.width, SCREEN.height)).expect("memory takes every frame")
}

#[divan::bench(args = SIZES)]
fn app_frame(bencher: Bencher<'_, '_>, accounts: usize) {
    let (app, mut terminal) = (app(accounts), terminal());
    bencher.bench_local(|| {
        terminal.current_buffer_mut().reset();
        app.draw(&mut terminal.get_frame());
        black_box(terminal.current_buffer_mut());
    });
}

/// How many accounts are in view in the app's frame.
fn rows_in_view(app: &App) -> usize {
    let mut terminal = terminal();
    app.draw(&mut terminal.get_frame());
    let buffer = terminal.current_buffer_mut();
    let begins = |y| (0..8).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    let is_id = |text: &str| text.strip_prefix('a').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    (0..SCREEN.height).filter(|y| begins(*y).split_whitespace().any(is_id)).count()
}

/// The columns of the accounts in view, as a plain program would write them.
fn plain_cells(app: &App, count: usize) -> Vec<Vec<String>> {
    let state = app.state();
    let rows = state.rows().take(count);
    rows.map(|(_, row)| {
        let account = &row.account;
        let mut cells = vec![
            account.id.to_string(),
            account.tool.as_str().to_owned(),
            account.collection.as_str().to_owned(),
            account.phone.masked(),
            format!("OTP {} SMS {}", account.otp_auth, account.sms_auth),
            if account.enabled { "on" } else { "off" }.to_owned(),
        ];
        if let Some(task) = &account.task {
            cells.extend([
                "█".repeat(usize::try_from(task.progress().basis_points().min(10_000) / 1_250).unwrap_or(0)),
                format::percent(task.progress()),
                Money::inr(task.withdrawn).digits(),
                Money::inr(task.amount).digits(),
                format!("{}/{}", task.succeeded, task.orders),
                format::percent(task.success_rate()),
                task.running(state.now).map(format::duration_short).unwrap_or_default(),
                task.left_by_plan(state.now).map(format::left_or_late).unwrap_or_default(),
                task.left_by_pace(state.now).map(format::duration_short).unwrap_or_default(),
                "on time".to_owned(),
            ]);
        }
        cells
    })
    .collect()
}

#[divan::bench]
fn app_frame_floor_bare_ratatui_table(bencher: Bencher<'_, '_>) {
    const WIDTHS: [u16; 16] = [6, 10, 5, 10, 14, 6, 8, 6, 14, 14, 8, 7, 8, 10, 8, 10];
    let (app, mut terminal) = (app(100), terminal());
    let text: Style = dark().text;
    let count = rows_in_view(&app);
    assert!((20..50).contains(&count), "{count} rows are in view");
    bencher.bench_local(|| {
        terminal.current_buffer_mut().reset();
        let rows = plain_cells(&app, count)
            .into_iter()
            .map(|cells| Row::new(cells.into_iter().map(|content| Cell::from(Span::styled(content, text)))));
        let table =
            BareTable::new(rows, WIDTHS.map(Constraint::Length)).header(Row::new(["Column"; 16])).style(dark().base);
        terminal.get_frame().render_widget(table, SCREEN);
        black_box(terminal.current_buffer_mut());
    });
}

/// What both tables below write into a cell.
fn content(row: usize, column: usize) -> String {
    format!("cell {row} {column}")
}

#[divan::bench(args = SIZES)]
fn kit_table(bencher: Bencher<'_, '_>, rows: usize) {
    let theme = dark();
    let columns: Vec<Column<usize>> = (0..COLUMNS).map(|id| Column::new(id, "Column", 12, 0)).collect();
    let table = Table { selected: Some(3), offset: rows / 2, ..Table::new(&columns, rows, "") };
    let mut buffer = Buffer::empty(SCREEN);
    bencher.bench_local(|| {
        buffer.reset();
        let mut canvas = Canvas::new(&mut buffer, &theme, &Glyphs::UNICODE);
        canvas.fill(canvas.bounds(), theme.base);
        table.draw(&mut canvas, SCREEN.into(), |index, row| {
            row.cells(|id, cell| cell.text(&content(index, id), theme.text));
        });
        black_box(&buffer);
    });
}

#[divan::bench]
fn kit_table_floor_bare_ratatui_table(bencher: Bencher<'_, '_>) {
    let theme = dark();
    let text: Style = theme.text;
    let mut buffer = Buffer::empty(SCREEN);
    bencher.bench_local(|| {
        buffer.reset();
        let rows: Vec<Row<'_>> = (0..usize::from(SCREEN.height) - 1)
            .map(|row| Row::new((0..COLUMNS).map(move |column| Cell::from(Span::styled(content(row, column), text)))))
            .collect();
        BareTable::new(rows, [Constraint::Length(12); COLUMNS])
            .header(Row::new(["Column"; COLUMNS]))
            .style(theme.base)
            .render(SCREEN, &mut buffer);
        black_box(&buffer);
    });
}
