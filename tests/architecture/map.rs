//! What ARCHITECTURE.md names is there: files, folders and functions.

use std::fs;
use std::path::Path;

use super::{ROOMS, files, src};

const PAGE: &str = include_str!("../../ARCHITECTURE.md");

/// What the paths it names begin with.
const TOP: [&str; 5] = ["src/", "tests/", "benches/", "assets/", "examples/"];

/// What stands between backticks, fenced blocks left out.
fn quoted() -> impl Iterator<Item = &'static str> {
    let prose = PAGE.split("```").step_by(2);
    prose.flat_map(|part| part.split('`').skip(1).step_by(2))
}

#[test]
fn every_path_it_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let paths: Vec<&str> = quoted().filter(|text| TOP.iter().any(|top| text.starts_with(top))).collect();
    assert!(paths.len() > 30, "{paths:?}");
    let missing: Vec<&&str> = paths.iter().filter(|path| !root.join(path).exists()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_function_it_names_exists() {
    let sources: String = files(&src()).iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let functions: Vec<&str> = quoted().filter_map(|text| text.strip_suffix("()")).collect();
    assert!(functions.len() > 15, "{functions:?}");
    let is_missing = |path: &&&str| {
        let name = path.rsplit("::").next().unwrap_or(path);
        !["(", "<"].iter().any(|after| sources.contains(&format!("fn {name}{after}")))
    };
    let missing: Vec<&&str> = functions.iter().filter(is_missing).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn its_map_has_every_room_that_is_there_and_no_other() {
    let map = PAGE.split("```").nth(1).unwrap();
    let rooms: Vec<&str> =
        map.lines().filter_map(|line| line.strip_prefix("  ")?.split_once('/')).map(|found| found.0).collect();
    for (room, _) in ROOMS {
        let is_there = src().join(room).is_dir();
        assert_eq!(rooms.contains(room), is_there, "{room}: is it there, and does the map say so?");
    }
}
