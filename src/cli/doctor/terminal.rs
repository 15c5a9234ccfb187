//! The terminal, by what it says of itself: whether there is one, its size, colours, symbols and clipboard. Nothing is
//! asked of it: its answers would come as keys.

use super::finding::Finding;
use crate::cli::exit::Exit;
use crate::config::{Surroundings, Terminal};
use crate::ui::Depth;

/// What can be seen of it without asking the environment.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Whether keys come from it.
    pub keys: bool,
    /// Whether it is what is written to.
    pub screen: bool,
    /// Its columns and rows.
    pub size: Option<(u16, u16)>,
}

/// The smallest screen on which a row is told in full words.
const SMALLEST: (u16, u16) = (50, 15);

/// What is said of it.
pub fn look(seen: Seen, surroundings: &Surroundings) -> Vec<Finding> {
    let text = |name: &str| surroundings.variable(name).and_then(|value| value.into_string().ok()).unwrap_or_default();
    let told = Terminal::of(surroundings);
    vec![terminal(seen, &text("TERM"), told), colours(told), symbols(told, &text), clipboard(&text)]
}

fn terminal(seen: Seen, term: &str, told: Terminal) -> Finding {
    const NAME: &str = "terminal";
    if !seen.keys || !seen.screen {
        let advice = "Run this in the terminal you work in, with nothing piped, to have that looked at too.";
        return Finding::look(NAME, "input or output is no terminal here".into(), advice);
    }
    if term.is_empty() || told.is_dumb {
        let found = if term.is_empty() { "TERM is not set".to_owned() } else { "TERM is dumb".to_owned() };
        let advice = "The dashboard cannot be drawn here: use another terminal. `paytop --plain` works in any.";
        return Finding::broken(NAME, found, advice, Exit::Usage);
    }
    match seen.size {
        None => Finding::look(NAME, format!("{term}, which does not tell its size"), "Use a terminal that does."),
        Some((width, height)) if width < SMALLEST.0 || height < SMALLEST.1 => {
            let (most, rows) = SMALLEST;
            let advice = format!("Make it at least {most} columns by {rows} rows; 120 by 40 shows everything.");
            Finding::look(NAME, format!("{term}, {width} columns by {height} rows"), &advice)
        }
        Some((width, height)) => Finding::works(NAME, format!("{term}, {width} columns by {height} rows")),
    }
}

fn colours(told: Terminal) -> Finding {
    const NAME: &str = "colours";
    const ADVICE: &str = "Where that is not so, set COLORTERM=truecolor if the terminal has them all.";
    if told.no_color {
        let advice = "Unset it for colours. With it the theme is mono, unless another one is chosen.";
        return Finding::look(NAME, "NO_COLOR is set".into(), advice);
    }
    match told.depth {
        Depth::True => Finding::works(NAME, "all of them".into()),
        Depth::Indexed => Finding::works(NAME, "256 of them, says TERM".into()),
        Depth::Sixteen => Finding::look(NAME, "16 of them, as nothing says that there are more".into(), ADVICE),
        Depth::Mono => Finding::look(NAME, "none, says TERM".into(), ADVICE),
    }
}

fn symbols(told: Terminal, text: &dyn Fn(&str) -> String) -> Finding {
    const NAME: &str = "symbols";
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().map(|name| (name, text(name)));
    let locale = locale.into_iter().find(|(_, value)| !value.is_empty());
    let words = locale.map_or_else(|| "no locale is set".to_owned(), |(name, value)| format!("{name} is {value}"));
    if told.unicode {
        // No program can see the font.
        return Finding::works(NAME, format!("{words}; these are a bar, two dots and a sign: ▌ ● ○ ⚠"));
    }
    let advice = "ASCII is drawn. Set LANG to a UTF-8 locale, such as C.UTF-8, or [ui] glyphs = \"unicode\", for more.";
    Finding::look(NAME, format!("{words}, so nothing but ASCII is safe"), advice)
}

fn clipboard(text: &dyn Fn(&str) -> String) -> Finding {
    const NAME: &str = "clipboard";
    let (found, advice) = if !text("TMUX").is_empty() {
        (
            "inside tmux, which passes a copy (OSC 52) on only where it is told to",
            "Put `set -g set-clipboard on` into tmux.conf, then copy an id with y and paste it to see.",
        )
    } else if !text("STY").is_empty() {
        ("inside screen, which passes no copy (OSC 52) on", "Use tmux, or select text with shift and the mouse.")
    } else if text("TERM_PROGRAM") == "Apple_Terminal" {
        ("Terminal.app takes no copy (OSC 52)", "Use another terminal, or select text with the mouse.")
    } else if !text("VTE_VERSION").is_empty() {
        ("this terminal is built on VTE, which usually takes no copy (OSC 52)", "Select text with shift and the mouse.")
    } else {
        (
            "by OSC 52; no terminal tells whether it takes a copy",
            "Copy an id with y and paste it somewhere to see. Where nothing comes, allow OSC 52 in its settings.",
        )
    };
    Finding::look(NAME, found.into(), advice)
}
