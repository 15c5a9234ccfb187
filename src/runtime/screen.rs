//! Where the app is drawn. The loop knows only this: the terminal is one, a test's buffer another.

use std::io;

use crate::app::App;

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

    /// Columns and rows.
    ///
    /// # Errors
    /// Where the terminal is gone.
    fn size(&self) -> io::Result<(u16, u16)>;
}
