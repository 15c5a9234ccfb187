//! A 200x50 frame of the kit's table, next to its floor: a bare ratatui `Table` of the same visible rows. The first
//! must stay within twice the second, and must not grow with the number of rows there are.

use divan::{Bencher, black_box};
use paytop::ui::table::{Column, Table};
use paytop::ui::{Canvas, Glyphs, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::style::Style;
use ratatui::text::Span;
use ratatui::widgets::{Cell, Row, Table as BareTable, Widget};

/// The screen.
const SCREEN: Rect = Rect::new(0, 0, 200, 50);

/// How many columns both tables have.
const COLUMNS: usize = 14;

fn main() {
    divan::main();
}

fn dark() -> Theme {
    Theme::by_name("dark").expect("dark is bundled")
}

/// What both write into a cell.
fn content(row: usize, column: usize) -> String {
    format!("cell {row} {column}")
}

#[divan::bench(args = [100, 1_000, 10_000, 100_000])]
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
fn bare_ratatui_table_of_the_visible_rows(bencher: Bencher<'_, '_>) {
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
