//! A page of words: labels at the left, words beside them that go on below where they are long, and a search in it.

use super::{Align, Area, Canvas, Tone, text};

/// How words are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// As usual.
    Plain,
    /// What matters.
    Strong,
    /// What matters less.
    Muted,
    /// With a meaning.
    Tone(Tone),
}

/// A label, where it begins something, and words beside it; without a label and with `wide` they take the whole width
/// and are never broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What the words are about; empty where they go on with what stands above.
    pub label: &'static str,
    /// The words.
    pub words: String,
    /// How they are written.
    pub ink: Ink,
    /// Whether they are a line of a table or of code: over the whole width, as it is.
    pub wide: bool,
}

impl Entry {
    /// Words beside a label.
    #[must_use]
    pub fn new(label: &'static str, words: impl Into<String>, ink: Ink) -> Self {
        Self { label, words: words.into(), ink, wide: false }
    }

    /// A line over the whole width.
    #[must_use]
    pub fn wide(words: impl Into<String>, ink: Ink) -> Self {
        Self { label: "", words: words.into(), ink, wide: true }
    }
}

/// One line of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    label: &'static str,
    words: String,
    ink: Ink,
    wide: bool,
}

impl Line {
    /// Whether it has these words in it, in small or capital letters. Nothing is found by no words.
    #[must_use]
    pub fn has(&self, words: &str) -> bool {
        let words = words.trim().to_lowercase();
        !words.is_empty() && (self.words.to_lowercase().contains(&words) || self.label.contains(&words))
    }
}

/// Entries as lines of this width with so much room for the labels: what does not fit goes on below, and each block
/// begins after a gap where there is one above it.
#[must_use]
pub fn lines(blocks: &[Vec<Entry>], labels: u16, width: u16) -> Vec<Line> {
    let room = usize::from(width.saturating_sub(labels));
    let mut lines = Vec::new();
    for block in blocks.iter().filter(|block| !block.is_empty()) {
        if !lines.is_empty() {
            lines.push(Line { label: "", words: String::new(), ink: Ink::Plain, wide: false });
        }
        for Entry { label, words, ink, wide } in block {
            if *wide {
                lines.push(Line { label: "", words: words.clone(), ink: *ink, wide: true });
                continue;
            }
            for (at, part) in text::wrap(words, room).into_iter().enumerate() {
                let label = if at == 0 { label } else { "" };
                lines.push(Line { label, words: part.to_owned(), ink: *ink, wide: false });
            }
        }
    }
    lines
}

/// Draws what fits of the lines, from line `top` on; lines that have `sought` in them stand out.
pub fn draw(canvas: &mut Canvas<'_>, area: Area, lines: &[Line], labels: u16, top: usize, sought: &str) {
    let theme = canvas.theme();
    for (line, row) in lines.iter().skip(top).zip(area.rows()) {
        let (label, words) = row.cut_left(if line.wide { 0 } else { labels });
        canvas.label(label, Align::Left, line.label, theme.muted);
        let style = match line.ink {
            Ink::Plain => theme.text,
            Ink::Strong => theme.strong,
            Ink::Muted => theme.muted,
            Ink::Tone(tone) => tone.style(theme),
        };
        canvas.label(words, Align::Left, &line.words, style);
        if line.has(sought) {
            canvas.restyle(row, theme.selected_idle);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::{Sheet, survives_every_size};

    fn page() -> Vec<Vec<Entry>> {
        vec![
            vec![Entry::new("state", "done, and told in so many words", Ink::Strong)],
            vec![],
            vec![Entry::wide("{ \"amount\": 5 }", Ink::Plain), Entry::new("id", "b4", Ink::Tone(Tone::Good))],
        ]
    }

    #[test]
    fn words_go_on_below_and_blocks_stand_apart() {
        let lines = lines(&page(), 7, 24);
        let mut sheet = Sheet::new(24, 5);
        sheet.draw(|canvas| draw(canvas, canvas.bounds(), &lines, 7, 0, ""));
        let shown: Vec<String> = sheet.text().lines().map(|line| line.trim_end().to_owned()).collect();
        assert_eq!(shown, ["state  done, and told in", "       so many words", "", "{ \"amount\": 5 }", "id     b4"]);
    }

    #[test]
    fn a_line_is_found_by_a_part_of_it_and_nothing_by_nothing() {
        let lines = lines(&page(), 7, 60);
        assert!(lines[0].has("SO MANY") && lines[0].has("stat") && !lines[0].has("amount"));
        assert!(lines[2].has("amount") && lines.iter().all(|line| !line.has("  ")));
    }

    #[test]
    fn it_stays_in_its_area() {
        let lines = lines(&page(), 7, 20);
        survives_every_size(|canvas, area| draw(canvas, area, &lines, 7, 1, "b4"));
    }
}
