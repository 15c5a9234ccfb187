//! The drawing kit: how things look and where they go, without knowing what the program is about beyond
//! [`domain`](crate::domain)'s nouns.
//!
//! Panes draw with nothing else. A [`Canvas`] is the paper: it clips to its area, so nothing a pane does can reach
//! its neighbours. A [`Theme`] gives every colour by its role, [`Glyphs`] every symbol by its meaning; a kit part
//! (table, field, form, window, gauge...) is plain data with a `draw`. Models that take typing (`field`, `form`) get
//! method calls, never keys, and are tested without a terminal.

mod area;
mod badge;
mod canvas;
mod chart;
mod edit;
mod facts;
pub mod field;
mod filter;
pub mod form;
pub mod format;
mod gauge;
mod glyphs;
mod hints;
pub mod page;
mod sparkline;
mod styles;
pub mod table;
mod tabs;
pub mod text;
mod toast;
mod tone;
mod window;

pub use area::Area;
pub use badge::{Badge, badge};
pub use canvas::{Canvas, Notes, Run};
pub use chart::{Chart, Scale};
pub use edit::Editable;
pub use facts::{Fact, facts};
pub use filter::filter_line;
pub use gauge::gauge;
pub use glyphs::Glyphs;
pub use hints::{Hint, hints, hints_that_fit};
pub use sparkline::sparkline;
pub use styles::{Depth, Faint, Hue, LEGIBLE, Paint, Theme, ThemeError};
pub use tabs::{tab_at, tabs, tabs_widths};
pub use text::Align;
pub use toast::{tall_toast, toast, toast_rows};
pub use tone::Tone;
pub use window::Window;

#[cfg(test)]
mod testing;
