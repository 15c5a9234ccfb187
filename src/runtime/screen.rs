//! Where the app is drawn. The loop knows only this: the terminal is one, a test's buffer another.

use std::io;

use crate::app::App;
use crate::message::Notice;

/// Something to draw on.
pub trait Screen {
    /// Draws the app as it is now.
    ///
    /// # Errors
    /// Where the terminal is gone.
    fn draw(&mut self, app: &App) -> io::Result<()>;

    /// Puts a text into the operator's clipboard; nobody can know whether it arrives.
    ///
    /// # Errors
    /// Where the terminal is gone.
    fn copy(&mut self, text: &str) -> io::Result<()>;

    /// Tells of alerts, as the notice wants it.
    ///
    /// # Errors
    /// Where the terminal is gone.
    fn notify(&mut self, notice: &Notice) -> io::Result<()>;

    /// Columns and rows.
    ///
    /// # Errors
    /// Where the terminal is gone.
    fn size(&self) -> io::Result<(u16, u16)>;

    /// Has the mouse's uses told, or leaves the mouse to the terminal.
    ///
    /// # Errors
    /// Where the terminal is gone.
    fn capture_mouse(&mut self, _on: bool) -> io::Result<()> {
        Ok(())
    }

    /// Gives the terminal back and stops the program until the shell lets it go on; `false`, with nothing done, where
    /// no shell could.
    ///
    /// # Errors
    /// Where the system refuses.
    fn suspend(&mut self) -> io::Result<bool> {
        Ok(false)
    }

    /// Leaves the terminal to another program: nothing is drawn and nothing is read.
    fn let_go(&mut self) {}

    /// Takes the terminal over again. Nothing that was drawn is there any more.
    ///
    /// # Errors
    /// Where the terminal is gone.
    fn take_again(&mut self) -> io::Result<()> {
        Ok(())
    }
}
