//! The table as a whole.

use rust_decimal::Decimal;

use super::*;
use crate::domain::{Money, Ratio};
use crate::ui::Tone;
use crate::ui::testing::{Sheet, plain, survives_every_size};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Id,
    Progress,
    Amount,
}

fn columns() -> Vec<Column<Of>> {
    vec![
        Column::new(Of::Id, "Account", 8, 0),
        Column::new(Of::Progress, "Progress", 12, 2).flexible(6, 14, 30),
        Column::new(Of::Amount, "Amount", 12, 1).right().flexible(9, 12, 14),
    ]
}

fn write(index: usize, row: &mut RowPen<'_, '_, Of>) {
    if index == 1 {
        row.mark();
    }
    row.cells(|id, cell| match id {
        Of::Id => cell.text(&format!("account-{index}"), plain()),
        Of::Progress => cell.progress(Ratio::of_counts(1, 2), Tone::Neutral),
        Of::Amount => cell.amount(&Money::inr(Decimal::from(1_234_567)), plain()),
    });
}

fn drawn(table: &Table<'_, Of>, width: u16, height: u16) -> Sheet {
    let mut sheet = Sheet::new(width, height);
    sheet.draw(|canvas| table.draw(canvas, canvas.bounds(), write));
    sheet
}

#[test]
fn titles_and_cells_stand_in_the_same_columns() {
    let columns = columns();
    let table = Table { selected: Some(0), ..Table::new(&columns, 2, "") };
    // Gutter 3, columns 8 + 14 + 12, gaps of 2, scrollbar 2.
    let sheet = drawn(&table, 43, 3);
    assert_eq!(sheet.row(0), "   Account   Progress              Amount  ");
    assert_eq!(sheet.row(1), "▌  account…  ████      50 %  12,34,567.00  ");
    assert_eq!(sheet.row(2), " ◆ account…  ████      50 %  12,34,567.00  ");
}

#[test]
fn only_the_rows_in_view_are_asked_for() {
    let columns = columns();
    let table = Table { offset: 500_000, ..Table::new(&columns, 1_000_000, "") };
    let mut asked = Vec::new();
    Sheet::new(60, 11).draw(|canvas| table.draw(canvas, canvas.bounds(), |index, _| asked.push(index)));
    assert_eq!(asked, (500_000..500_010).collect::<Vec<_>>());
}

#[test]
fn the_selected_row_is_painted_to_its_ends() {
    let columns = columns();
    let table = Table { selected: Some(1), ..Table::new(&columns, 3, "") };
    let sheet = drawn(&table, 43, 4);
    let ground = sheet.theme.selected.bg;
    for x in 0..43 {
        let is_bar = sheet.cell(x, 2).symbol() == "█" || Some(sheet.cell(x, 2).bg) == sheet.theme.gauge_track.bg;
        assert!(is_bar || Some(sheet.cell(x, 2).bg) == ground, "column {x}");
        assert_ne!(Some(sheet.cell(x, 1).bg), ground);
    }
    let idle = drawn(&Table { focused: false, ..table }, 43, 4);
    assert_eq!(Some(idle.cell(0, 2).bg), idle.theme.selected_idle.bg);
}

#[test]
fn the_sorted_column_has_an_arrow_and_the_column_cursor_a_line() {
    let columns = columns();
    let table = Table {
        sort: Some((Of::Amount, Order::Descending)),
        cursor: Some(Of::Progress),
        ..Table::new(&columns, 2, "")
    };
    let sheet = drawn(&table, 43, 3);
    assert_eq!(sheet.row(0), "   Account   Progress             ▾Amount  ");
    let underlined: String = (0..43)
        .filter(|x| sheet.cell(*x, 0).modifier.contains(ratatui::style::Modifier::UNDERLINED))
        .map(|x| sheet.cell(x, 0).symbol().to_owned())
        .collect();
    assert_eq!(underlined, "Progress");
}

#[test]
fn cells_stand_in_their_columns_whatever_script_is_before_them() {
    const NAMES: [&str; 8] =
        ["Asha", "王小明王小明王小明", "José e\u{301}", "कुमार", "नमस्ते नमस्ते", "👩‍💻👩‍💻 dev", "🇮🇳 IN", "👍🏽"];
    let columns = columns();
    let mut sheet = Sheet::new(43, 9);
    sheet.draw(|canvas| {
        Table::new(&columns, NAMES.len(), "").draw(canvas, canvas.bounds(), |index, row| {
            row.cells(|id, cell| match id {
                Of::Id => cell.text(NAMES[index], plain()),
                Of::Progress => cell.text("|", plain()),
                Of::Amount => cell.amount(&Money::inr(Decimal::from(5)), plain()),
            });
        });
    });
    for row in 1..=8 {
        assert_eq!(sheet.cell(13, row).symbol(), "|", "{:?}", sheet.row(row));
        assert_eq!(sheet.cell(40, row).symbol(), "0", "{:?}", sheet.row(row));
    }
    assert_eq!(sheet.cell(3, 2).symbol(), "王");
    assert!(sheet.row(2).contains('…'), "cut: {:?}", sheet.row(2));
}

#[test]
fn the_title_of_a_column_tells_what_its_cells_are_in() {
    let columns = columns();
    let titled = |unit: &str, width| {
        let table = Table::new(&columns, 1, "").with_unit(Of::Amount, Some(unit.to_owned()));
        drawn(&table, width, 2).row(0)
    };
    assert_eq!(titled("IST", 43), "   Account   Progress          Amount IST  ");
    assert_eq!(
        titled("UTC+0545", 43),
        "   Account   Progress            UTC+0545  ",
        "that matters more than the word"
    );
}

#[test]
fn narrow_tables_keep_whole_amounts_and_drop_the_bar() {
    let columns = columns();
    // Room for 8 + 9 and one gap: the paise are zero and may go.
    let sheet = drawn(&Table::new(&columns, 1, ""), 23, 2);
    assert_eq!(sheet.row(1), "   account… 12,34,567  ");
}

#[test]
fn amounts_of_a_narrow_column_line_up() {
    let columns = [Column::new(Of::Amount, "Amount", 12, 0).right().flexible(9, 12, 12)];
    let mut sheet = Sheet::new(9 + 5, 4);
    let amounts = ["1234567", "49382", "75.50"].map(|text| Money::inr(Decimal::from_str_exact(text).unwrap()));
    sheet.draw(|canvas| {
        let table = Table::new(&columns, 3, "");
        table.draw(canvas, canvas.bounds(), |index, row| row.cells(|_, cell| cell.amount(&amounts[index], plain())));
    });
    assert_eq!(sheet.row(1), "   12,34,567  ");
    assert_eq!(sheet.row(2), "      49,382  ", "it would fit with its paise, but would not line up");
    assert_eq!(sheet.row(3), "       75.50  ");
}

#[test]
fn the_scrollbar_touches_the_ends_at_the_ends() {
    let columns = columns();
    let thumb = |offset| {
        let sheet = drawn(&Table { offset, ..Table::new(&columns, 100, "") }, 43, 11);
        (1..11).filter(|y| sheet.cell(42, *y).symbol() == "┃").collect::<Vec<_>>()
    };
    assert_eq!(thumb(0), [1]);
    assert_eq!(thumb(90), [10]);
    assert!(thumb(1)[0] > 1, "not at the top once something is above");
    let all = drawn(&Table::new(&columns, 10, ""), 43, 11);
    assert!((0..11).all(|y| all.cell(42, y).symbol() == " "), "none where all rows are in view");
}

#[test]
fn an_empty_table_says_so() {
    let columns = columns();
    let sheet = drawn(&Table::new(&columns, 0, "No accounts yet\nn adds one"), 43, 8);
    assert!(sheet.text().contains("No accounts yet") && sheet.text().contains("n adds one"));
}

#[test]
fn a_click_hits_what_is_drawn_there() {
    let columns = columns();
    let table = Table { offset: 4, ..Table::new(&columns, 6, "") };
    let area = Area::new(10, 5, 43, 8);
    assert_eq!(table.hit(area, 14, 5), Some(Hit::Title(Of::Id)));
    assert_eq!(table.hit(area, 50, 5), Some(Hit::Title(Of::Amount)));
    assert_eq!(table.hit(area, 10, 5), None, "the gutter has no title");
    assert_eq!(table.hit(area, 30, 6), Some(Hit::Row(4)));
    assert_eq!(table.hit(area, 30, 7), Some(Hit::Row(5)));
    assert_eq!(table.hit(area, 30, 8), None, "below the last row");
    assert_eq!(table.hit(area, 9, 6), None);
    assert_eq!(table.rows_in(area), 7);
}

#[test]
fn it_stays_in_its_area() {
    let columns = columns();
    for len in [0, 3, 500] {
        let table = Table {
            selected: Some(1),
            sort: Some((Of::Amount, Order::Ascending)),
            cursor: Some(Of::Amount),
            ..Table::new(&columns, len, "No accounts yet\nn adds one")
        };
        survives_every_size(|canvas, area| table.draw(canvas, area, write));
    }
}
