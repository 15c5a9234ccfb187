//! The form as a whole.

use secrecy::ExposeSecret;

use ratatui::style::Style;

use super::*;
use crate::ui::Area;
use crate::ui::field::Kind;
use crate::ui::testing::{Sheet, survives_every_size};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Tool,
    Phone,
    Pin,
    Ifsc,
}

fn form() -> Form<Of> {
    let tools = vec![
        Choosable::new("PHONEPE", "PhonePe"),
        Choosable::new("PAYTM", "PayTM"),
        Choosable::new("FREECHARGE", "FreeCharge").disabled("coming soon"),
    ];
    Form::new(vec![
        Entry::choice(Of::Tool, "Tool", Choice::new(tools)).required(),
        Entry::text(Of::Phone, "Phone", TextField::new(Kind::Digits)).required().with_help("ten digits"),
        Entry::text(Of::Pin, "UPI PIN", TextField::new(Kind::SecretDigits)).required(),
        Entry::text(Of::Ifsc, "IFSC", TextField::new(Kind::Plain)),
    ])
}

fn focus(form: &Form<Of>) -> Option<Of> {
    form.focused().map(|entry| entry.id)
}

#[test]
fn the_focus_goes_round_and_skips_what_is_hidden() {
    let mut form = form();
    form.show(Of::Pin, false);
    assert_eq!(focus(&form), Some(Of::Tool));
    form.next();
    form.next();
    assert_eq!(focus(&form), Some(Of::Ifsc));
    assert!(form.is_last());
    form.next();
    assert_eq!(focus(&form), Some(Of::Tool));
    form.previous();
    assert_eq!(focus(&form), Some(Of::Ifsc));
    form.show(Of::Ifsc, false);
    assert_eq!(focus(&form), Some(Of::Tool), "hiding the focused one moves on");
}

#[test]
fn a_form_without_anything_shown_survives() {
    let mut form = form();
    for id in [Of::Tool, Of::Phone, Of::Pin, Of::Ifsc] {
        form.show(id, false);
    }
    assert_eq!(focus(&form), None);
    form.next();
    form.left();
    assert!(!form.insert('1'));
    form.paste("1");
    assert_eq!(form.height(), 0);
    Form::<Of>::new(Vec::new()).next();
}

#[test]
fn typing_goes_to_the_focused_entry() {
    let mut form = form();
    assert!(!form.insert('9'), "a choice takes no typing");
    form.focus(Of::Phone);
    form.paste("98765 43210");
    form.focus(Of::Pin);
    form.insert('1');
    form.insert('x');
    assert_eq!(form.text(Of::Phone), "9876543210");
    assert_eq!(form.text(Of::Pin), "", "secrets are taken, not read");
    assert_eq!(form.take_secret(Of::Pin).unwrap().expose_secret(), "1");
    assert!(form.take_secret(Of::Pin).is_none());
}

#[test]
fn what_is_hidden_gives_nothing() {
    let mut form = form();
    form.focus(Of::Phone);
    form.paste("123");
    form.show(Of::Phone, false);
    assert_eq!(form.text(Of::Phone), "");
    assert!(form.take_secret(Of::Phone).is_none());
    form.show(Of::Tool, false);
    assert_eq!(form.chosen(Of::Tool), None);
}

#[test]
fn what_cannot_be_chosen_has_no_value() {
    let mut form = form();
    assert_eq!(form.chosen(Of::Tool), Some("PHONEPE"));
    form.left();
    form.right();
    assert_eq!(form.chosen(Of::Tool), Some("PAYTM"));
    form.right();
    form.right();
    assert_eq!(form.chosen(Of::Tool), None);
    form.check_required();
    assert!(form.entries()[0].error.is_some());
    form.home();
    assert_eq!(form.chosen(Of::Tool), Some("PHONEPE"));
    assert_eq!(form.entries()[0].error, None);
}

#[test]
fn the_first_error_gets_the_focus() {
    let mut form = form();
    form.focus(Of::Ifsc);
    form.check_required();
    assert!(form.focus_first_error());
    assert_eq!(focus(&form), Some(Of::Phone));
    form.insert('9');
    assert_eq!(form.focused().unwrap().error, None, "typing takes the error away");
    form.paste("not digits");
    assert!(form.focused().unwrap().error.is_some(), "what cannot be pasted is said");
    form.clear_errors();
    assert!(!form.focus_first_error());
    form.set_error(Of::Ifsc, "unknown branch");
    assert!(form.focus_first_error());
    assert_eq!(focus(&form), Some(Of::Ifsc));
}

#[test]
fn a_form_never_prints_what_was_typed() {
    let mut form = form();
    form.focus(Of::Phone);
    form.paste("9876543210");
    assert!(!format!("{form:?}").contains("9876543210"));
}

#[test]
fn labels_and_inputs_stand_in_columns() {
    let mut form = form();
    form.focus(Of::Phone);
    form.paste("9876543210");
    form.set_error(Of::Pin, "needed");
    let mut sheet = Sheet::new(60, form.height());
    sheet.draw(|canvas| form.draw(canvas, canvas.bounds()));
    let rows: Vec<String> = sheet.text().split('\n').map(str::to_owned).collect();
    assert_eq!(rows[0], "Tool *      ‹ PhonePe ›   PayTM     FreeCharge (coming soon)");
    assert_eq!(rows[2], "Phone *     9876543210");
    assert_eq!(rows[3], "            ten digits");
    assert_eq!(rows[5], "            ✗ needed");
    assert_eq!(rows[6], "IFSC");
}

#[test]
fn where_it_is_narrow_what_is_chosen_stays_in_view() {
    let mut form = form();
    form.end();
    let mut sheet = Sheet::new(40, 2);
    sheet.draw(|canvas| form.draw(canvas, canvas.bounds()));
    assert!(sheet.row(0).contains("‹ FreeCharge (coming"), "{}", sheet.row(0));
}

#[test]
fn where_it_is_narrow_fewer_words_tell_all_there_is_to_choose() {
    let money = vec![Choosable::new("real", "real money"), Choosable::new("test", "TEST: nothing goes out").or("TEST")];
    let mut form = Form::new(vec![Entry::choice(Of::Tool, "money", Choice::new(money))]);
    let row = |form: &Form<Of>, width| {
        let mut sheet = Sheet::new(width, 2);
        sheet.draw(|canvas| form.draw(canvas, canvas.bounds()));
        sheet.row(0)
    };
    assert_eq!(row(&form, 60).trim_end(), "money   ‹ real money ›   TEST: nothing goes out");
    assert_eq!(row(&form, 34).trim_end(), "money   ‹ real money ›   TEST");
    form.end();
    assert_eq!(row(&form, 34).trim_end(), "money     real money   ‹ TEST ›");
}

#[test]
fn where_it_is_low_the_focus_stays_in_view() {
    let mut form = form();
    form.focus(Of::Ifsc);
    let mut sheet = Sheet::new(40, 4);
    sheet.draw(|canvas| form.draw(canvas, canvas.bounds()));
    assert!(sheet.text().contains("IFSC"), "{}", sheet.text());
}

#[test]
fn where_it_is_low_it_tells_how_many_are_not_in_view() {
    let mut form = form();
    let mut sheet = Sheet::new(40, 5);
    let mut drawn = |form: &Form<Of>| {
        sheet.draw(|canvas| {
            canvas.fill(canvas.bounds(), Style::new());
            form.draw(canvas, canvas.bounds());
        });
        sheet.text()
    };
    let shown = drawn(&form);
    assert!(shown.contains("Tool") && shown.contains("Phone"), "{shown}");
    assert!(shown.ends_with("▾ 2 more below") && !shown.contains("above"), "{shown}");
    form.focus(Of::Pin);
    let shown = drawn(&form);
    assert!(shown.starts_with("▴ 2 more above") && shown.contains("UPI PIN"), "{shown}");
    assert!(shown.ends_with("▾ 1 more below"), "{shown}");
    form.focus(Of::Ifsc);
    let shown = drawn(&form);
    assert!(shown.starts_with("▴ 2 more above") && shown.contains("IFSC") && !shown.contains("below"), "{shown}");
    let mut sheet = Sheet::new(40, 8);
    sheet.draw(|canvas| form.draw(canvas, canvas.bounds()));
    assert!(!sheet.text().contains("more"), "all of it fits: {}", sheet.text());
}

#[test]
fn a_click_finds_the_entry() {
    let form = form();
    let area = Area::new(5, 5, 40, 8);
    assert_eq!(form.hit(area, 6, 5), Some(Of::Tool));
    assert_eq!(form.hit(area, 6, 8), Some(Of::Phone));
    assert_eq!(form.hit(area, 4, 8), None);
}

#[test]
fn it_stays_in_its_area() {
    let mut form = form();
    for id in [Of::Tool, Of::Phone, Of::Ifsc] {
        form.focus(id);
        form.end();
        form.set_error(id, "a long sentence about what is wrong with this one");
        survives_every_size(|canvas, area| form.draw(canvas, area));
    }
}
