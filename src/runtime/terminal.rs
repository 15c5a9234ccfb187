//! The terminal: taken over as a whole, and given back as it was, whatever happens.

use std::io::{self, Stdout, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste, EnableFocusChange,
    EnableMouseCapture,
};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{cursor, execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use crate::app::App;
use crate::domain::{DesktopKind, Text};
use crate::message::Notice;

use super::{Keyboard, Screen, job};

/// Whether the terminal is ours at the moment.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether it was ours, and will be again.
static LENT: AtomicBool = AtomicBool::new(false);

/// The operator's terminal, given back when this is dropped.
pub struct TerminalScreen {
    terminal: Terminal<CrosstermBackend<Stdout>>,
    keyboard: Keyboard,
    /// Whether the mouse is ours while the terminal is.
    mouse: bool,
}

impl TerminalScreen {
    /// Takes the terminal over: raw, on the alternate screen, with bracketed paste and reports of the focus, with the
    /// mouse where that is wanted. Its events are the keyboard's from then on.
    ///
    /// # Errors
    /// Where there is no terminal, or it refuses.
    pub fn take(keyboard: Keyboard, mouse: bool) -> io::Result<Self> {
        let taken = take(mouse).and_then(|()| Terminal::new(CrosstermBackend::new(io::stdout())));
        match taken {
            Ok(terminal) => {
                keyboard.take();
                Ok(Self { terminal, keyboard, mouse })
            }
            Err(error) => {
                give_back();
                Err(error)
            }
        }
    }
}

impl Drop for TerminalScreen {
    fn drop(&mut self) {
        give_back();
    }
}

/// Takes the terminal over.
fn take(mouse: bool) -> io::Result<()> {
    // The theme knows how many colours there may be, and it is the operator's where it has any despite `NO_COLOR`.
    crossterm::style::force_color_output(true);
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let mut out = io::stdout();
    execute!(out, EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange, cursor::Hide)?;
    if mouse { execute!(out, EnableMouseCapture) } else { Ok(()) }
}

/// Gives the terminal back, once. What fails is passed over: the terminal may be gone.
pub fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let mut out = io::stdout();
        let _ = execute!(
            out,
            EndSynchronizedUpdate,
            DisableMouseCapture,
            DisableFocusChange,
            DisableBracketedPaste,
            LeaveAlternateScreen,
            cursor::Show
        );
        let _ = disable_raw_mode();
    }
}

/// What the terminal is sent so that it rings and has the desktop tell of it.
fn sequences(notice: &Notice) -> String {
    let words = Text::new(&notice.words).as_str().replace(';', ",");
    // Whatever stands in it, nothing in it ends the sequence, or parts it where it is parted by semicolons.
    let mut told = match notice.desktop {
        // A number before the first semicolon would be one of ConEmu's commands.
        Some(DesktopKind::Osc9) => format!("\x1b]9;paytop: {words}\x1b\\"),
        Some(DesktopKind::Osc777) => format!("\x1b]777;notify;paytop;{words}\x1b\\"),
        None => String::new(),
    };
    if notice.bell {
        told.push('\x07');
    }
    told
}

/// Whether the terminal is ours at the moment.
fn is_taken() -> bool {
    TAKEN.load(Ordering::SeqCst)
}

/// Whether the shell or an editor has the terminal, and gives it back.
pub fn is_lent() -> bool {
    LENT.load(Ordering::SeqCst)
}

impl Screen for TerminalScreen {
    fn draw(&mut self, app: &App) -> io::Result<()> {
        if !is_taken() {
            return Ok(());
        }
        // One update for the terminal: no half-drawn frame is ever shown.
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| app.draw(frame))?;
        execute!(self.terminal.backend_mut(), EndSynchronizedUpdate)
    }

    fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(self.terminal.backend_mut(), CopyToClipboard::to_clipboard_from(text))?;
        self.terminal.backend_mut().flush()
    }

    fn notify(&mut self, notice: &Notice) -> io::Result<()> {
        let told = sequences(notice);
        if !told.is_empty() {
            let out = self.terminal.backend_mut();
            out.write_all(told.as_bytes())?;
            io::Write::flush(out)?;
        }
        Ok(())
    }

    fn size(&self) -> io::Result<(u16, u16)> {
        crossterm::terminal::size()
    }

    fn capture_mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse = on;
        let out = self.terminal.backend_mut();
        match (is_taken(), on) {
            (false, _) => Ok(()),
            (true, true) => execute!(out, EnableMouseCapture),
            (true, false) => execute!(out, DisableMouseCapture),
        }
    }

    fn suspend(&mut self) -> io::Result<bool> {
        if !job::has_shell() {
            return Ok(false);
        }
        self.let_go();
        job::stop()?;
        Ok(true)
    }

    fn let_go(&mut self) {
        LENT.store(true, Ordering::SeqCst);
        self.keyboard.let_go();
        give_back();
    }

    fn take_again(&mut self) -> io::Result<()> {
        // Whoever had it meanwhile may have left it in any mode: what is set is set anew.
        let _ = disable_raw_mode();
        take(self.mouse)?;
        LENT.store(false, Ordering::SeqCst);
        self.keyboard.take();
        // A new one knows of nothing that was drawn; to clear the old one would ask the terminal where its cursor is, and
        // the answer would come as keys.
        self.terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(words: &str, bell: bool, desktop: Option<DesktopKind>) -> String {
        sequences(&Notice { alerts: Vec::new(), words: words.into(), bell, desktop })
    }

    #[test]
    fn the_desktop_is_told_by_the_sequence_that_is_wanted() {
        assert_eq!(told("low", false, None), "");
        assert_eq!(told("low", true, None), "\x07");
        assert_eq!(told("low", false, Some(DesktopKind::Osc9)), "\x1b]9;paytop: low\x1b\\");
        assert_eq!(told("low", true, Some(DesktopKind::Osc777)), "\x1b]777;notify;paytop;low\x1b\\\x07");
    }

    #[test]
    fn no_words_break_out_of_a_sequence() {
        let told = told("a\x1b\\b\x07c\u{9c}d;e\n", false, Some(DesktopKind::Osc777));
        assert_eq!(told, "\x1b]777;notify;paytop;a\\bcd,e \x1b\\");
    }
}
