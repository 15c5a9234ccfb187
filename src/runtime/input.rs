//! From the terminal's events to messages.

use std::future::ready;
use std::io;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};
use futures_util::{Stream, StreamExt, stream};

use crate::message::{Chord, Key, Message, Mouse, MouseKind};

/// The messages a terminal's events make, and what else comes from `outside`. The stream ends when the terminal is gone.
pub fn messages(
    events: impl Stream<Item = io::Result<Event>>,
    outside: impl Stream<Item = Message>,
) -> impl Stream<Item = Message> {
    let mut late = LateAnswers::default();
    let events = events
        .take_while(|event| ready(event.is_ok()))
        .filter_map(move |event| ready(event.ok().and_then(|event| message(&event, &mut late))))
        .map(Some)
        .chain(stream::once(ready(None)));
    stream::select(events, outside.map(Some)).take_while(|message| ready(message.is_some())).filter_map(ready)
}

fn message(event: &Event, late: &mut LateAnswers) -> Option<Message> {
    match event {
        Event::Key(key) if key.kind == KeyEventKind::Release => None,
        Event::Key(key) => chord(*key).filter(|chord| !late.swallow(*chord)).map(Message::Key),
        Event::Paste(text) => Some(Message::Paste(text.clone())),
        Event::Resize(width, height) => Some(Message::Resized { width: *width, height: *height }),
        Event::Mouse(mouse) => {
            let kind = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => MouseKind::Click,
                MouseEventKind::ScrollUp => MouseKind::WheelUp,
                MouseEventKind::ScrollDown => MouseKind::WheelDown,
                _ => return None,
            };
            Some(Message::Mouse(Mouse { kind, column: mouse.column, row: mouse.row }))
        }
        Event::FocusGained => Some(Message::Focus(true)),
        Event::FocusLost => Some(Message::Focus(false)),
    }
}

/// The chord of a key event, in its one spelling.
fn chord(event: KeyEvent) -> Option<Chord> {
    let key = match event.code {
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::F(n) => Key::F(n),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Insert => Key::Insert,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        _ => return None,
    };
    let held = |modifier| event.modifiers.contains(modifier);
    let chord = Chord {
        key,
        ctrl: held(KeyModifiers::CONTROL),
        alt: held(KeyModifiers::ALT),
        shift: held(KeyModifiers::SHIFT),
    };
    Some(chord.normal())
}

/// Swallows a terminal's late answer to a query some program made before (`ESC ] 1 1 ; r g b : ...`), which arrives
/// as keys: without this, its letters would run commands.
#[derive(Debug, Default)]
struct LateAnswers {
    /// How many more keys may belong to the answer; the first of them is a 1 (OSC 10, 11 and 12).
    left: u8,
    /// Whether the last key was a lone Esc: an answer that arrives in two pieces begins like that.
    escaped: bool,
}

/// How many keys an answer has at most: `11;rgba:ffff/ffff/ffff/ffff`, and its end.
const LONGEST: u8 = 28;

impl LateAnswers {
    /// Whether the chord belongs to a late answer.
    fn swallow(&mut self, chord: Chord) -> bool {
        let escaped = std::mem::replace(&mut self.escaped, chord == Chord::plain(Key::Esc));
        if (chord.alt || escaped) && chord.key == Key::Char(']') {
            self.left = LONGEST;
            return true;
        }
        if self.left == 0 {
            return false;
        }
        let first = self.left == LONGEST;
        self.left -= 1;
        if first && chord.typed() != Some('1') {
            self.left = 0;
            return false;
        }
        let ends = (chord.alt && chord.key == Key::Char('\\')) || (chord.ctrl && chord.key == Key::Char('g'));
        let belongs =
            matches!(chord.typed(), Some('0'..='9' | 'a'..='f' | 'A'..='F' | ';' | ':' | '/' | '?' | '#' | 'r' | 'g'));
        if ends || !belongs {
            self.left = 0;
        }
        ends || belongs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(late: &mut LateAnswers, text: &str) -> String {
        text.chars().filter(|c| !late.swallow(Chord::char(*c))).collect()
    }

    #[test]
    fn a_late_colour_answer_runs_no_commands() {
        let mut late = LateAnswers::default();
        assert!(late.swallow(Chord { alt: true, ..Chord::char(']') }));
        assert_eq!(typed(&mut late, "11;rgb:1616/1818/1d1d"), "");
        assert!(late.swallow(Chord { alt: true, ..Chord::char('\\') }));
        assert_eq!(typed(&mut late, "dq"), "dq", "keys after it count again");
        // The longest there is.
        assert!(late.swallow(Chord { alt: true, ..Chord::char(']') }));
        assert_eq!(typed(&mut late, "10;rgba:ffff/ffff/ffff/ffff"), "");
    }

    #[test]
    fn an_answer_in_two_pieces_runs_no_commands_either() {
        let mut late = LateAnswers::default();
        assert!(!late.swallow(Chord::plain(Key::Esc)), "nobody can tell yet");
        assert_eq!(typed(&mut late, "]11;rgb:1616/1818/1d1d"), "");
    }

    #[test]
    fn keys_that_belong_to_no_answer_end_it() {
        let mut late = LateAnswers::default();
        assert!(late.swallow(Chord { alt: true, ..Chord::char(']') }));
        assert_eq!(typed(&mut late, "11;q11"), "q11");
    }

    #[test]
    fn shifted_letters_have_one_spelling() {
        let event = KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT);
        assert_eq!(chord(event), Some(Chord::char('G')));
        let event = KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT);
        assert_eq!(chord(event), Some(Chord::plain(Key::BackTab)));
    }
}
