//! The wizards drawn.

use jiff::SignedDuration;

use crate::domain::{AccountKey, Change, FeedKind};
use crate::keymap::Keymap;
use crate::message::{Command, Context};
use crate::state::State;
use crate::ui::{Align, Area, Canvas, Tone, Window, format};

use super::Said;
use super::otp::{self, OtpWizard};
use super::sms::{self, SmsWizard};
use crate::overlays::{Overlay, height, text_width};

/// What a step of a wizard shows.
struct Sheet<'a> {
    title: String,
    /// What is going on, and what to do.
    words: Vec<String>,
    said: &'a Said,
    /// The rows for fields or facts, between the words and what is said.
    room: u16,
    keys: Vec<(String, &'static str)>,
}

/// Draws a sheet; answers where its fields or facts go.
fn draw(sheet: &Sheet<'_>, canvas: &mut Canvas<'_>, screen: Area) -> Area {
    let width = text_width(screen, 64);
    let hints: Vec<_> = sheet.keys.iter().map(|(key, word)| (key.as_str(), *word)).collect();
    // Two rows are kept for what is said, so that the window does not jump when something is.
    let wanted = height(&sheet.words, width).saturating_add(sheet.room).saturating_add(5);
    let window = Window { title: &sheet.title, hints: &hints, width, height: wanted, ..Window::default() };
    let inner = window.draw(canvas, screen);
    let theme = canvas.theme();
    let mut rest = inner.cut_top(u16::from(inner.height >= wanted)).1;
    for paragraph in &sheet.words {
        let taken = canvas.paragraph(rest, Align::Left, paragraph, theme.text);
        rest = rest.cut_top(taken + 1).1;
    }
    let (fields, below) = rest.cut_top(sheet.room);
    if let Some((level, words)) = sheet.said {
        let below = if below.height > 2 { below.cut_top(1).1 } else { below };
        canvas.paragraph(below, Align::Left, words, Tone::from(*level).style(theme));
    }
    fields
}

fn title(what: &str, key: &AccountKey, state: &State) -> String {
    let whose = state.row(key).map_or_else(|| key.account.to_string(), |row| row.account.title());
    let several = if state.has_several(FeedKind::Accounts) { format!(" at {}", key.connection) } else { String::new() };
    format!("{what}: {whose}{several}")
}

/// The words on what follows the authorisation.
fn afterwards(then: Option<&Change>) -> Option<String> {
    then.map(|change| format!("The provider wants this first. Once it is there, paytop goes on to {}.", change.words()))
}

/// The keys of a wizard's step; a sandbox has its handset too.
fn keys(
    contexts: &[Context],
    commands: &[Command],
    key: &AccountKey,
    state: &State,
    keymap: &Keymap,
) -> Vec<(String, &'static str)> {
    let has_handset = state.feed(&key.connection, FeedKind::Handset).is_some();
    // Where it is narrow, the last ones are left out: going on and going back stay.
    let split = usize::from(commands.first() == Some(&Command::Submit));
    let mut all = commands[..split].to_vec();
    all.push(Command::Back);
    if has_handset {
        all.push(Command::Handset);
    }
    all.extend(&commands[split..]);
    keymap.hints(contexts, &all)
}

/// Draws the OTP wizard.
pub fn otp(wizard: &OtpWizard, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
    let mut words: Vec<String> = Vec::new();
    let mut commands = vec![Command::Submit];
    let mut room = 0;
    match &wizard.phase {
        otp::Phase::Ready => {
            words.extend(afterwards(wizard.then.as_deref()));
            words.push("An OTP is sent to the account holder's phone. Have them at hand to tell you the code.".into());
        }
        otp::Phase::Sending(..) => {
            words.push("Asking the provider to send the OTP\u{2026}".into());
            commands.clear();
        }
        otp::Phase::Waiting(..) => {
            words.push("The OTP is on its way. Type the code as the account holder reads it to you.".into());
            commands.push(Command::Resend);
            room = 3;
        }
        otp::Phase::Confirming(..) => {
            words.push("Asking the provider whether the code is right\u{2026}".into());
            commands.clear();
            room = 3;
        }
    }
    let sheet = Sheet {
        title: title("Authorise by OTP", &wizard.key, state),
        words,
        said: &wizard.said,
        room,
        keys: keys(wizard.contexts(), &commands, &wizard.key, state, keymap),
    };
    let fields = draw(&sheet, canvas, screen);
    if let otp::Phase::Waiting(..) = &wizard.phase {
        let theme = canvas.theme();
        let (line, below) = fields.cut_top(1);
        let (label, input) = line.cut_left(6);
        canvas.label(label, Align::Left, "code", theme.muted);
        wizard.code.draw(canvas, input.cut_left(14).0, true);
        let validity = wizard.validity(state);
        let cool_down = wizard.cool_down(state);
        let mut times = Vec::new();
        if validity > SignedDuration::ZERO {
            times.push(format!("usually valid {}", until(validity, "for", "until", state)));
        } else if !wizard.refused {
            times.push("its usual time is over".to_owned());
        }
        if cool_down > SignedDuration::ZERO {
            times.push(format!("another {}", until(cool_down, "in", "at", state)));
        } else {
            times.push("another can be sent now".to_owned());
        }
        canvas.label(below.cut_top(1).1, Align::Left, &times.join("   "), theme.muted);
    }
}

/// How long something lasts still, counted down; until when, where nothing is to count seconds.
fn until(left: SignedDuration, lasts: &str, ends: &str, state: &State) -> String {
    match state.now.checked_add(left) {
        Ok(end) if state.reduced_motion => format!("{ends} {}", format::clock(end, &state.zone)),
        _ => format!("{lasts} {}", format::countdown(left)),
    }
}

/// Draws the SMS wizard.
pub fn sms(wizard: &SmsWizard, canvas: &mut Canvas<'_>, screen: Area, state: &State, keymap: &Keymap) {
    let mut words: Vec<String> = Vec::new();
    let mut commands = vec![Command::Submit];
    let mut room = 0;
    match &wizard.phase {
        sms::Phase::Ready => {
            words.extend(afterwards(wizard.then.as_deref()));
            words.push(
                "The account holder sends an SMS from their phone; the provider says which text to which number."
                    .into(),
            );
            room = 2;
        }
        sms::Phase::Starting(_) => {
            words.push("Asking the provider for the text and the number\u{2026}".into());
            commands.clear();
        }
        sms::Phase::Shown(_) => {
            words.push("Have the account holder send this SMS from their phone, then go on.".into());
            commands.extend([Command::CopyPhone, Command::CopyText, Command::Resend]);
            room = 4;
        }
        sms::Phase::Confirming(..) => {
            words.push("Asking the provider whether the SMS arrived\u{2026}".into());
            commands.clear();
            room = 4;
        }
    }
    let sheet = Sheet {
        title: title("Authorise by SMS", &wizard.key, state),
        words,
        said: &wizard.said,
        room,
        keys: keys(wizard.contexts(), &commands, &wizard.key, state, keymap),
    };
    let fields = draw(&sheet, canvas, screen);
    let theme = canvas.theme();
    match &wizard.phase {
        sms::Phase::Ready => {
            let (line, below) = fields.cut_top(1);
            let (label, input) = line.cut_left(7);
            canvas.label(label, Align::Left, "phone", theme.muted);
            wizard.other.draw(canvas, input.cut_left(18).0, true);
            let own = format!("empty: the account's own, {}", wizard.phone.masked());
            canvas.label(below, Align::Left, &own, theme.muted);
        }
        sms::Phase::Shown(shown) | sms::Phase::Confirming(_, shown) => {
            canvas.label(fields, Align::Left, "to", theme.muted);
            canvas.label(fields.cut_left(6).1, Align::Left, shown.target.full(), theme.strong);
            let text = fields.cut_top(1).1;
            canvas.label(text, Align::Left, "text", theme.muted);
            canvas.paragraph(text.cut_left(6).1, Align::Left, shown.text.as_str(), theme.strong);
        }
        sms::Phase::Starting(_) => {}
    }
}
