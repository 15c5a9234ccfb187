//! Writes the keymap's table into the README, between its marks: `cargo run --example keys`.

use std::path::Path;

use paytop::keymap::{Keymap, markdown};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path)?;
    let (before, rest) = readme.split_once("<!-- keys").ok_or("the table has no beginning")?;
    let (mark, rest) = rest.split_once("-->").ok_or("the mark of the beginning does not end")?;
    let (_, after) = rest.split_once("<!-- /keys -->").ok_or("the table has no end")?;
    let table = markdown(&Keymap::preset());
    std::fs::write(&path, format!("{before}<!-- keys{mark}-->\n\n{table}\n<!-- /keys -->{after}"))?;
    Ok(())
}
