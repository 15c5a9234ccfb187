//! A drawn buffer as an SVG. Blocks, lines and braille are shapes, so that bars and borders close up in every viewer;
//! other characters are text, placed on the grid whatever font there is.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// The width of a cell; fonts of 14 pixels are about as wide.
const WIDTH: f32 = 8.4;
/// The height of a cell.
const HEIGHT: f32 = 18.0;
/// What is left free around the screen.
const MARGIN: f32 = 10.0;

/// The picture of a buffer.
pub fn of(buffer: &Buffer) -> String {
    let area = buffer.area;
    let (width, height) = (f32::from(area.width) * WIDTH, f32::from(area.height) * HEIGHT);
    let ground = hex(buffer[(0, area.height / 2)].bg).unwrap_or_else(|| "#000000".into());
    let mut svg = String::new();
    let (full_width, full_height) = (width + 2.0 * MARGIN, height + 2.0 * MARGIN);
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {full_width} {full_height}\" \
         font-family=\"ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace\" \
         font-size=\"14\" xml:space=\"preserve\">\n\
         <clipPath id=\"screen\"><rect width=\"{full_width}\" height=\"{full_height}\" rx=\"8\"/></clipPath>\n\
         <g clip-path=\"url(#screen)\">\n\
         <rect width=\"{full_width}\" height=\"{full_height}\" fill=\"{ground}\"/>"
    );
    for y in 0..area.height {
        let row: Vec<&Cell> = (0..area.width).map(|x| &buffer[(x, y)]).collect();
        grounds(&mut svg, &row, (y, area.height), &ground);
        texts(&mut svg, &row, y);
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

fn left(x: usize) -> f32 {
    MARGIN + f32::from(u16::try_from(x).unwrap_or(u16::MAX)) * WIDTH
}

fn top(y: u16) -> f32 {
    MARGIN + f32::from(y) * HEIGHT
}

fn hex(color: Color) -> Option<String> {
    match color {
        Color::Rgb(r, g, b) => Some(format!("#{r:02x}{g:02x}{b:02x}")),
        _ => None,
    }
}

/// The cell's text and ground, the other way round where it is reversed.
fn colours(cell: &Cell) -> (Option<String>, Option<String>) {
    let (fg, bg) = (hex(cell.fg), hex(cell.bg));
    if cell.modifier.contains(Modifier::REVERSED) { (bg, fg) } else { (fg, bg) }
}

/// One rectangle for each run of cells on the same ground, but for the picture's own. At the edges of the screen it
/// goes on to the edge of the picture.
fn grounds(svg: &mut String, row: &[&Cell], (y, rows): (u16, u16), picture: &str) {
    let above = if y == 0 { 0.0 } else { top(y) };
    let below = if y + 1 == rows { top(rows) + MARGIN } else { top(y + 1) };
    let mut x = 0;
    for run in row.chunk_by(|a, b| colours(a).1 == colours(b).1) {
        let end = x + run.len();
        if let Some(ground) = colours(run[0]).1.filter(|ground| ground != picture) {
            let from = if x == 0 { 0.0 } else { left(x) };
            let to = if end == row.len() { left(end) + MARGIN } else { left(end) };
            rect(svg, from, above, to - from, below - above, &ground);
        }
        x = end;
    }
}

fn rect(svg: &mut String, x: f32, y: f32, width: f32, height: f32, fill: &str) {
    // A hair more than the cell, or seams would show where it meets the next one.
    let width = width + 0.1;
    let _ =
        writeln!(svg, "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{width:.2}\" height=\"{height:.2}\" fill=\"{fill}\"/>");
}

/// The characters of a row: runs of plain ones as one text, shapes as shapes, each other sign by itself.
fn texts(svg: &mut String, row: &[&Cell], y: u16) {
    let is_plain = |cell: &Cell| cell.symbol().is_ascii();
    let alike =
        |a: &&Cell, b: &&Cell| is_plain(a) && is_plain(b) && colours(a).0 == colours(b).0 && a.modifier == b.modifier;
    let mut x = 0;
    for run in row.chunk_by(alike) {
        let fill = colours(run[0]).0.unwrap_or_else(|| "#808080".into());
        let text: String = run.iter().map(|cell| cell.symbol()).collect();
        let is_shape = run.len() == 1 && shape(svg, text.chars().next().unwrap_or(' '), left(x), top(y), &fill);
        if !is_shape {
            for (at, words) in spaced(&text) {
                write_text(svg, words, run[0].modifier, x + at, y, &fill);
            }
        }
        x += run.len();
    }
}

/// A text without the gaps of two spaces or more, and where each piece of it begins: no font can shift what stands
/// after a gap.
fn spaced(text: &str) -> Vec<(usize, &str)> {
    let mut at = 0;
    let pieces = text.split("  ").map(|piece| {
        let begins = at + piece.chars().take_while(|c| *c == ' ').count();
        at += piece.chars().count() + 2;
        (begins, piece.trim())
    });
    pieces.filter(|(_, piece)| !piece.is_empty()).collect()
}

fn write_text(svg: &mut String, text: &str, modifier: Modifier, x: usize, y: u16, fill: &str) {
    let count = text.chars().count();
    let mut attributes = if count == 1 {
        format!("x=\"{:.2}\" text-anchor=\"middle\"", left(x) + WIDTH / 2.0)
    } else {
        format!("x=\"{:.2}\" textLength=\"{:.2}\"", left(x), left(count) - left(0))
    };
    for (flag, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.6\""),
    ] {
        if modifier.contains(flag) {
            attributes.push_str(attribute);
        }
    }
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let baseline = top(y) + HEIGHT * 0.74;
    let _ = writeln!(svg, "<text {attributes} y=\"{baseline:.2}\" fill=\"{fill}\">{text}</text>");
}

/// Draws what is better drawn than written. Says whether it was.
fn shape(svg: &mut String, sign: char, x: f32, y: f32, fill: &str) -> bool {
    let part = |from: char| f32::from(u16::try_from(u32::from(sign) - u32::from(from)).unwrap_or(0) + 1) / 8.0;
    let (middle, centre) = (x + WIDTH / 2.0, y + HEIGHT / 2.0);
    let (right, bottom) = (x + WIDTH, y + HEIGHT);
    let round = 4.0;
    let path = match sign {
        '▁'..='█' => {
            let height = HEIGHT * part('▁');
            rect(svg, x, bottom - height, WIDTH, height, fill);
            return true;
        }
        '▉'..='▏' => {
            rect(svg, x, y, WIDTH * (1.0 - part('▉')), HEIGHT, fill);
            return true;
        }
        '\u{2800}'..='\u{28ff}' => {
            braille(svg, u32::from(sign) - 0x2800, x, y, fill);
            return true;
        }
        '─' => format!("M{x:.2} {centre:.2}H{right:.2}"),
        '│' | '┃' => format!("M{middle:.2} {y:.2}V{bottom:.2}"),
        '╭' => format!(
            "M{middle:.2} {bottom:.2}V{:.2}q0 {:.2} {:.2} {:.2}H{right:.2}",
            centre + round,
            -round,
            round,
            -round
        ),
        '╮' => {
            format!("M{middle:.2} {bottom:.2}V{:.2}q0 {:.2} {:.2} {:.2}H{x:.2}", centre + round, -round, -round, -round)
        }
        '╰' => {
            format!("M{middle:.2} {y:.2}V{:.2}q0 {:.2} {:.2} {:.2}H{right:.2}", centre - round, round, round, round)
        }
        '╯' => format!("M{middle:.2} {y:.2}V{:.2}q0 {:.2} {:.2} {:.2}H{x:.2}", centre - round, round, -round, round),
        _ => return false,
    };
    let weight = if sign == '┃' { 3.0 } else { 1.2 };
    let _ = writeln!(svg, "<path d=\"{path}\" stroke=\"{fill}\" stroke-width=\"{weight}\" fill=\"none\"/>");
    true
}

/// The eight dots of a braille sign: three rows left, three right, then the fourth row.
fn braille(svg: &mut String, dots: u32, x: f32, y: f32, fill: &str) {
    const PLACES: [(f32, f32); 8] =
        [(0.0, 0.0), (0.0, 1.0), (0.0, 2.0), (1.0, 0.0), (1.0, 1.0), (1.0, 2.0), (0.0, 3.0), (1.0, 3.0)];
    for (bit, (across, down)) in PLACES.iter().enumerate() {
        if dots >> bit & 1 == 1 {
            let (x, y) = (x + (across + 0.5) * WIDTH / 2.0, y + (down + 0.5) * HEIGHT / 4.0);
            let _ = writeln!(svg, "<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"1.3\" fill=\"{fill}\"/>");
        }
    }
}
