//! The handset drawn.

use crate::domain::FeedKind;
use crate::keymap::Keymap;
use crate::message::Command;
use crate::state::{Health, State};
use crate::ui::table::viewport;
use crate::ui::{Align, Area, Canvas, Window, format};

use super::HandsetOverlay;
use crate::overlays::{Overlay, as_hints, keys, text_width};

/// The rows of one message: where it is from, what it says, a space.
const ROWS: u16 = 3;

/// Draws the handset.
pub fn draw(overlay: &HandsetOverlay, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
    let messages = overlay.messages(state);
    // Only an SMS that waits can be sent.
    let sendable = messages.get(overlay.at(state)).is_some_and(|message| message.sent == Some(false));
    let commands: &[Command] = if sendable { &[Command::SendSms, Command::Back] } else { &[Command::Back] };
    let keys = keys(keymap, overlay.contexts(), commands);
    let hints = as_hints(&keys);
    let rows = u16::try_from(messages.len().max(1)).unwrap_or(u16::MAX).saturating_mul(ROWS);
    let window = Window {
        title: "Sandbox handset: what the account holders see",
        hints: &hints,
        width: text_width(screen, 72),
        height: rows.min(screen.height.saturating_sub(6)).max(3),
        ..Window::default()
    };
    let inner = window.draw(canvas, screen);
    let (theme, glyphs) = (canvas.theme(), canvas.glyphs());
    let feed = state.feed(&overlay.connection, FeedKind::Handset);
    if messages.is_empty() {
        let words = match feed.map(crate::state::Feed::health) {
            Some(Health::Failed | Health::Stale) => "The sandbox does not answer; it is asked again.",
            Some(Health::Loading) => "Asking for the messages\u{2026}",
            _ => "No messages. They arrive when an OTP is sent or an SMS authorisation is started.",
        };
        canvas.paragraph(inner, Align::Left, words, theme.muted);
        return;
    }
    let shown = usize::from(inner.height / ROWS).max(1);
    let top = viewport(overlay.at(state), 0, shown, messages.len());
    let mut rest = inner;
    for (at, message) in messages.iter().enumerate().skip(top).take(shown) {
        let (place, below) = rest.cut_top(ROWS);
        rest = below;
        if at == overlay.at(state) {
            canvas.fill(place.cut_top(2).0, theme.selected);
        }
        let (what, style) = match message.sent {
            None => ("received from", theme.info),
            Some(false) => ("to send to", theme.warning),
            Some(true) => ("sent to", theme.good),
        };
        let when = format::moment(message.at, state.now, &state.zone, state.times);
        let account = message.account.to_string();
        let head = [
            (when.as_str(), theme.muted),
            ("  ", theme.text),
            (account.as_str(), theme.strong),
            ("  ", theme.text),
            (what, style),
            (" ", theme.text),
            // The handset is the sandbox's own: its numbers belong to nobody.
            (message.phone.full(), theme.text),
        ];
        canvas.runs(place, Align::Left, &head);
        let line = place.cut_top(1).1;
        canvas.runs(
            line,
            Align::Left,
            &[(glyphs.prompt, theme.muted), (" ", theme.text), (message.text.as_str(), theme.text)],
        );
    }
}
