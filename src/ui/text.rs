//! Text measured in terminal cells: its width, cutting, padding and wrapping, never inside a grapheme.

use std::borrow::Cow;

use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;

/// Where a text stands in a space wider than itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Align {
    /// At the left: words.
    #[default]
    Left,
    /// At the right: numbers.
    Right,
    /// In the middle.
    Centre,
}

impl Align {
    /// How many of `spare` cells stand before the text.
    #[must_use]
    pub const fn before(self, spare: u16) -> u16 {
        match self {
            Self::Left => 0,
            Self::Right => spare,
            Self::Centre => spare / 2,
        }
    }
}

/// Whether every byte of `text` is one printable ASCII character: then bytes, graphemes and cells are the same.
pub(super) fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| (0x20..0x7f).contains(&b))
}

/// The graphemes of `text` that take up cells, each with its byte position and its width; the others are never drawn.
pub(super) fn cells(text: &str) -> impl DoubleEndedIterator<Item = (usize, &str, u16)> {
    text.grapheme_indices(true).filter_map(|(at, grapheme)| {
        if grapheme.contains(char::is_control) {
            return None;
        }
        let width = grapheme.cell_width();
        (width > 0).then_some((at, grapheme, width))
    })
}

/// `text` in ASCII, as many cells wide as it is: letters without their accents, signs by what is like them, and a
/// question mark for what has nothing like it.
pub(super) fn ascii(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for (_, grapheme, width) in cells(text) {
        let width = usize::from(width);
        if grapheme.is_ascii() {
            plain.push_str(grapheme);
            continue;
        }
        let like = match grapheme {
            "•" | "◆" => "*",
            "…" => "~",
            "·" | "–" | "—" | "−" => "-",
            "→" | "›" => ">",
            "←" | "‹" => "<",
            "×" | "✗" => "x",
            "✓" => "+",
            "\u{a0}" => " ",
            other => {
                other.chars().next().filter(|c| is_latin(*c)).and_then(deunicode::deunicode_char).unwrap_or_default()
            }
        };
        let fits = like.len() == width && like.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
        if fits { plain.push_str(like) } else { plain.extend(std::iter::repeat_n('?', width)) }
    }
    plain
}

/// Whether it is a Latin letter or a sign of Latin script: letters of others, one by one, would read as other words.
fn is_latin(c: char) -> bool {
    matches!(c, ' '..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{2000}'..='\u{206f}')
}

/// How many cells `text` takes up.
#[must_use]
pub fn width(text: &str) -> usize {
    if is_plain(text) { text.len() } else { cells(text).map(|(_, _, width)| usize::from(width)).sum() }
}

/// The longest beginning of `text` that takes up at most `room` cells.
#[must_use]
pub fn head(text: &str, room: usize) -> &str {
    if is_plain(text) {
        return &text[..text.len().min(room)];
    }
    let mut used = 0;
    for (at, _, width) in cells(text) {
        used += usize::from(width);
        if used > room {
            return &text[..at];
        }
    }
    text
}

/// The longest end of `text` that takes up at most `room` cells.
#[must_use]
pub fn tail(text: &str, room: usize) -> &str {
    if is_plain(text) {
        return &text[text.len().saturating_sub(room)..];
    }
    let mut used = 0;
    for (at, grapheme, width) in cells(text).rev() {
        used += usize::from(width);
        if used > room {
            return &text[at + grapheme.len()..];
        }
    }
    text
}

/// `text` in at most `room` cells: whole where it fits, else its beginning and `ellipsis`.
#[must_use]
pub fn fit<'a>(text: &'a str, room: usize, ellipsis: &str) -> Cow<'a, str> {
    if width(text) <= room {
        return Cow::Borrowed(text);
    }
    match room.checked_sub(width(ellipsis)) {
        Some(left) => Cow::Owned(format!("{}{ellipsis}", head(text, left))),
        None => Cow::Borrowed(head(text, room)),
    }
}

/// `text` in exactly `room` cells: cut like [`fit`] where it is too long, padded with spaces where it is too short.
#[must_use]
pub fn pad(text: &str, room: usize, align: Align, ellipsis: &str) -> String {
    let text = fit(text, room, ellipsis);
    let spare = room - width(&text);
    let before = match align {
        Align::Left => 0,
        Align::Right => spare,
        Align::Centre => spare / 2,
    };
    format!("{:before$}{text}{:after$}", "", "", after = spare - before)
}

/// `text` in lines of at most `room` cells, broken between words; a longer word is broken where it must be. Line
/// breaks in it are kept; no line begins or ends with a space that a break made needless. Nothing for no room.
#[must_use]
pub fn wrap(text: &str, room: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    if room == 0 {
        return lines;
    }
    for paragraph in text.split('\n') {
        let mut rest = paragraph.trim_end();
        loop {
            let fits = head(rest, room);
            if fits.len() == rest.len() {
                lines.push(rest);
                break;
            }
            // The word that does not fit starts the next line, unless it is the only one: then it is broken.
            let after = &rest[fits.len()..];
            let end = if after.starts_with(' ') { Some(fits.len()) } else { fits.rfind(' ') };
            let cut = match end.filter(|&end| !fits[..end].trim().is_empty()) {
                Some(end) => end,
                // A grapheme wider than the room is skipped: it can be drawn nowhere.
                None if fits.is_empty() => {
                    let Some(first) = rest.graphemes(true).next() else { break };
                    rest = &rest[first.len()..];
                    continue;
                }
                None => fits.len(),
            };
            lines.push(rest[..cut].trim_end());
            rest = rest[cut..].trim_start();
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("", 0)]
    #[case("PHONEPE", 7)]
    #[case("王小明", 6)]
    // A vowel sign above or below takes no cell, one beside takes its own.
    #[case("कुमार", 4)]
    #[case("e\u{301}", 1)]
    #[case("a\u{7}b", 2)]
    #[case("₹••••3210", 9)]
    fn widths_are_what_a_terminal_shows(#[case] text: &str, #[case] cells: usize) {
        assert_eq!(width(text), cells);
    }

    #[rstest]
    #[case("withdrawals", 11, "withdrawals")]
    #[case("withdrawals", 10, "withdrawa…")]
    #[case("withdrawals", 1, "…")]
    #[case("withdrawals", 0, "")]
    // Half a wide character is never shown.
    #[case("王小明", 5, "王小…")]
    #[case("王小明", 4, "王…")]
    fn what_does_not_fit_ends_in_an_ellipsis(#[case] text: &str, #[case] room: usize, #[case] shown: &str) {
        assert_eq!(fit(text, room, "…"), shown);
    }

    #[rstest]
    #[case("plain", "plain")]
    #[case("José Peña", "Jose Pena")]
    #[case("e\u{301}t", "et")]
    #[case("••••3210", "****3210")]
    #[case("a → b … c – d", "a > b ~ c - d")]
    // What a terminal without Unicode cannot show is told to be there, in as many cells.
    #[case("王小明", "??????")]
    #[case("कुमार", "????")]
    #[case("👩‍💻 ok", "?? ok")]
    #[case("₹5", "?5")]
    fn ascii_is_as_wide_as_what_it_stands_for(#[case] text: &str, #[case] plain: &str) {
        let shown = ascii(text);
        assert!(shown.is_ascii());
        assert_eq!(width(&shown), width(text));
        assert_eq!(shown, plain);
    }

    #[rstest]
    #[case("👍", 2)]
    #[case("👍🏽", 2)]
    #[case("👩‍💻", 2)]
    #[case("🇮🇳", 2)]
    #[case("नमस्ते", 4)]
    #[case("한글", 4)]
    #[case("ｱｲ", 2)]
    #[case("Ａ", 2)]
    #[case("a\u{200d}b", 2)]
    fn emoji_and_other_scripts_have_the_width_of_what_is_drawn(#[case] text: &str, #[case] cells: usize) {
        assert_eq!(width(text), cells, "{text:?}");
        // Cut anywhere, it is never more than its room and never half a character.
        for room in 0..=cells {
            let cut = fit(text, room, "…");
            assert!(width(&cut) <= room, "{cut:?} in {room}");
            assert!(text.starts_with(cut.trim_end_matches('…')), "{cut:?}");
        }
    }

    #[test]
    fn padding_aligns_by_cells_and_not_by_bytes() {
        assert_eq!(pad("王", 4, Align::Right, "…"), "  王");
        assert_eq!(pad("₹5", 5, Align::Left, "…"), "₹5   ");
        assert_eq!(pad("ab", 5, Align::Centre, "…"), " ab  ");
    }

    #[test]
    fn the_tail_keeps_the_end() {
        assert_eq!(tail("abcdef", 2), "ef");
        assert_eq!(tail("ab王", 1), "");
        assert_eq!(tail("ab王", 3), "b王");
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("a\n\nb", 9), ["a", "", "b"]);
        assert_eq!(wrap("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(wrap("王小明", 3), ["王", "小", "明"]);
        assert_eq!(wrap("x", 0), Vec::<&str>::new());
    }

    proptest! {
        #[test]
        fn nothing_is_ever_wider_than_its_room(text in "\\PC{0,40}|[a-z ]{0,40}", room in 0_usize..30) {
            prop_assert!(width(&fit(&text, room, "…")) <= room);
            prop_assert!(width(head(&text, room)) <= room);
            prop_assert!(width(tail(&text, room)) <= room);
            prop_assert_eq!(width(&pad(&text, room, Align::Centre, "…")), room);
            for line in wrap(&text, room) {
                prop_assert!(width(line) <= room);
            }
        }

        #[test]
        fn ascii_keeps_every_width(text in "\\PC{0,40}") {
            let plain = ascii(&text);
            prop_assert!(plain.is_ascii());
            prop_assert_eq!(width(&plain), width(&text));
        }

        #[test]
        fn wrapping_loses_no_word(text in "[a-z]{1,12}( [a-z]{1,12}){0,8}", room in 1_usize..30) {
            let letters = |text: &str| text.replace(' ', "");
            prop_assert_eq!(letters(&wrap(&text, room).concat()), letters(&text));
        }
    }
}
