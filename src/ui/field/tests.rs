//! The field as a whole.

use proptest::prelude::*;
use rstest::rstest;
use secrecy::ExposeSecret;

use super::*;
use crate::ui::testing::{Sheet, survives_every_size};

fn typed(kind: Kind, text: &str) -> TextField {
    let mut field = TextField::new(kind);
    for c in text.chars() {
        field.insert(c);
    }
    field
}

#[test]
fn typing_and_moving() {
    let mut field = typed(Kind::Plain, "helo");
    field.left();
    assert!(field.insert('l'));
    assert_eq!(field.text(), "hello");
    field.home();
    field.delete();
    field.end();
    field.backspace();
    assert_eq!(field.text(), "ell");
    field.home();
    field.backspace();
    field.left();
    field.end();
    field.delete();
    field.right();
    assert_eq!(field.text(), "ell", "at the ends there is nothing to remove");
}

#[test]
fn graphemes_are_removed_whole() {
    let mut field = typed(Kind::Plain, "ae\u{301}");
    assert_eq!(field.len(), 2);
    field.backspace();
    assert_eq!(field.text(), "a");
}

#[rstest]
#[case("pay to bank", "pay to ")]
#[case("pay to  ", "pay ")]
#[case("pay", "")]
#[case("", "")]
fn the_word_before_the_cursor_goes(#[case] before: &str, #[case] after: &str) {
    let mut field = typed(Kind::Plain, before);
    field.delete_word();
    assert_eq!(field.text(), after);
}

#[rstest]
#[case(Kind::Digits, "98a7-6", "9876")]
// An amount keeps what was typed: without its sign it would be another amount.
#[case(Kind::Amount, "-1,500.50x", "-1,500.50x")]
#[case(Kind::Plain, "a\u{1b}[1m\u{202e}b", "a[1mb")]
fn what_does_not_belong_cannot_be_typed(#[case] kind: Kind, #[case] keys: &str, #[case] text: &str) {
    assert_eq!(typed(kind, keys).text(), text);
}

#[rstest]
#[case(Kind::Plain, "one\ntwo\n", Ok("one two"))]
#[case(Kind::Plain, "a\u{1b}]52;c;x\u{7}b", Ok("a]52;c;xb"))]
#[case(Kind::Plain, "\u{1b}\n", Err(PasteError::Nothing))]
#[case(Kind::Digits, " 123 456\n", Ok("123456"))]
#[case(Kind::Digits, "98765-43210", Ok("9876543210"))]
// A code out of a sentence could be the wrong one.
#[case(Kind::Digits, "Your code is 123456, valid for 5 min", Err(PasteError::NotDigits))]
// Never another amount than was pasted.
#[case(Kind::Amount, "-500", Ok("-500"))]
#[case(Kind::Amount, "1e3", Ok("1e3"))]
#[case(Kind::Amount, "1,500.00\n", Ok("1,500.00"))]
fn pasting(#[case] kind: Kind, #[case] pasted: &str, #[case] result: Result<&str, PasteError>) {
    let mut field = TextField::new(kind);
    assert_eq!(field.paste(pasted), result.map(|_| ()));
    assert_eq!(field.text(), result.unwrap_or(""));
}

#[test]
fn what_is_too_long_is_not_cut_to_something_else() {
    let mut field = TextField::new(Kind::SecretDigits).with_max(6);
    assert_eq!(field.paste("1234567"), Err(PasteError::TooLong(6)));
    assert!(field.is_empty());
    assert_eq!(field.paste("123456"), Ok(()));
    assert!(!field.insert('7'));
    assert_eq!(field.take_secret().expose_secret(), "123456");
}

#[test]
fn a_secret_is_given_out_once_and_never_printed() {
    let mut field = typed(Kind::Secret, "hunter2");
    assert_eq!(field.text(), "");
    assert!(!format!("{field:?}").contains("hunter2"));
    assert!(!format!("{field:?}").contains('7'), "nor is its length told");
    assert_eq!(field.take_secret().expose_secret(), "hunter2");
    assert!(field.is_empty());
    assert_eq!(field.take_secret().expose_secret(), "");
}

#[test]
fn a_secret_never_moves_in_memory_while_it_grows() {
    let mut field = TextField::new(Kind::Secret).with_max(40);
    field.insert('x');
    let place = field.text.as_ptr();
    for _ in 1..40 {
        field.insert('🔑');
    }
    assert_eq!(field.len(), 40);
    assert_eq!(field.text.as_ptr(), place);
    field.clear();
    field.insert('y');
    assert_eq!(field.text.as_ptr(), place, "clearing keeps the room");
}

#[test]
fn words_of_a_secret_do_not_show_by_deleting_them() {
    let mut field = typed(Kind::Secret, "correct horse");
    field.delete_word();
    assert!(field.is_empty());
}

#[test]
fn plain_fields_do_not_print_their_content_either() {
    assert!(!format!("{:?}", typed(Kind::Digits, "9876543210")).contains("3210"));
}

fn drawn(field: &TextField, width: u16) -> Sheet {
    let mut sheet = Sheet::new(width, 1);
    sheet.draw(|canvas| field.draw(canvas, canvas.bounds(), true));
    sheet
}

fn cursor_cells(sheet: &Sheet) -> Vec<u16> {
    (0..sheet.buffer.area.width).filter(|x| Some(sheet.cell(*x, 0).bg) == sheet.theme.cursor.bg).collect()
}

#[test]
fn the_cursor_stands_behind_what_was_typed() {
    let sheet = drawn(&typed(Kind::Plain, "abc"), 12);
    assert_eq!(sheet.row(0), " abc        ");
    assert_eq!(cursor_cells(&sheet), [4]);
}

#[test]
fn a_secret_is_drawn_as_dots() {
    let sheet = drawn(&typed(Kind::Secret, "hunter2"), 12);
    assert_eq!(sheet.row(0), " •••••••    ");
}

#[test]
fn a_long_text_scrolls_with_the_cursor() {
    let mut field = typed(Kind::Plain, "abcdefghijklmnop");
    let sheet = drawn(&field, 12);
    assert_eq!(sheet.row(0), " …ijklmnop  ");
    assert_eq!(cursor_cells(&sheet), [10]);
    field.home();
    let sheet = drawn(&field, 12);
    assert_eq!(sheet.row(0), " abcdefghi… ");
    assert_eq!(cursor_cells(&sheet), [1]);
}

#[test]
fn an_empty_field_says_what_goes_there() {
    let field = TextField::new(Kind::Amount).with_placeholder("1,500.00");
    let sheet = drawn(&field, 12);
    assert_eq!(sheet.row(0), " 1,500.00   ");
    assert_eq!(cursor_cells(&sheet), [1]);
}

#[test]
fn it_stays_in_its_area() {
    for text in ["", "abc", "a long text that does not fit", "王小明王小明王小明"] {
        let field = typed(Kind::Plain, text).with_placeholder("a placeholder");
        survives_every_size(|canvas, area| {
            field.draw_labelled(canvas, area, "Holder's name", Some("needed"), true);
        });
    }
}

#[derive(Clone, Debug)]
enum Edit {
    Insert(char),
    Paste(String),
    Backspace,
    Delete,
    DeleteWord,
    Left,
    Right,
    Home,
    End,
}

fn any_edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        any::<char>().prop_map(Edit::Insert),
        prop::sample::select(vec!['e', '\u{301}', '🇮', '🇳', '👩', '\u{94d}', 'क', ' ']).prop_map(Edit::Insert),
        "\\PC{0,6}".prop_map(Edit::Paste),
        Just(Edit::Backspace),
        Just(Edit::Delete),
        Just(Edit::DeleteWord),
        Just(Edit::Left),
        Just(Edit::Right),
        Just(Edit::Home),
        Just(Edit::End),
    ]
}

proptest! {
    #[test]
    fn the_cursor_is_always_between_graphemes(
        edits in prop::collection::vec(any_edit(), 0..60), secret: bool, width in 0_u16..20,
    ) {
        let mut field = TextField::new(if secret { Kind::Secret } else { Kind::Plain }).with_max(30);
        for edit in edits {
            match edit {
                Edit::Insert(c) => { field.insert(c); }
                Edit::Paste(text) => { let _ = field.paste(&text); }
                Edit::Backspace => field.backspace(),
                Edit::Delete => field.delete(),
                Edit::DeleteWord => field.delete_word(),
                Edit::Left => field.left(),
                Edit::Right => field.right(),
                Edit::Home => field.home(),
                Edit::End => field.end(),
            }
            let at_end = field.cursor == field.text.len();
            prop_assert!(at_end || field.text.grapheme_indices(true).any(|(at, _)| at == field.cursor));
            prop_assert!(field.text.chars().count() <= 30);
            prop_assert!(!field.text.chars().any(char::is_control));
            if width > 0 {
                prop_assert!(!cursor_cells(&drawn(&field, width)).is_empty(), "the cursor is in view");
            }
        }
    }
}
