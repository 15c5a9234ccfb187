//! The health of the feeds in the header: which answer, which do not, since when, and what to do.

use ratatui::style::Style;

use crate::domain::FeedKind;
use crate::state::{Connection, Feed, Health, State, Trouble};
use crate::ui::{Align, Area, Canvas, format};

use super::coarse_age;

/// Draws the feeds in the first row of `area`: in short while all is well, and the worst trouble in full words.
pub fn draw(canvas: &mut Canvas<'_>, area: Area, state: &State) {
    if area.is_empty() {
        return;
    }
    let theme = canvas.theme();
    let glyphs = *canvas.glyphs();
    if state.paused {
        let words = format!("{} polling is paused", glyphs.paused);
        canvas.label(area, Align::Right, &words, theme.warning);
        return;
    }
    let several = state.has_several_connections();
    if let Some((connection, kind, feed)) = worst(state) {
        let whose = if several { format!("{} ", connection.info.id) } else { String::new() };
        let short = format!("{} {whose}{kind} {}", glyphs.stale, old(feed, state));
        let long = format!("{short}: {}", trouble(feed, state));
        let fits = crate::ui::text::width(&long) <= usize::from(area.width);
        // One fault is a hiccup; more of them are trouble.
        let style =
            if feed.trouble.as_ref().is_some_and(|trouble| trouble.times > 1) { theme.bad } else { theme.warning };
        canvas.label(area, Align::Right, if fits { &long } else { &short }, style);
        return;
    }
    for aged in [true, false] {
        let (line, style) = healthy(state, several, aged, canvas);
        if crate::ui::text::width(&line) <= usize::from(area.width) {
            canvas.label(area, Align::Right, &line, style);
            return;
        }
    }
    // No room for names: how many are fresh.
    let feeds = state.connections().flat_map(|connection| connection.feeds.iter()).filter(|(kind, _)| is_told(**kind));
    let (good, count) =
        feeds.fold((0, 0), |(good, count), (_, feed)| (good + usize::from(feed.health() == Health::Fresh), count + 1));
    let (glyph, style) = if good == count { (glyphs.on, theme.muted) } else { (glyphs.stale, theme.warning) };
    canvas.label(area, Align::Right, &format!("{glyph} {good}/{count} feeds"), style);
}

/// The handset is asked only while its window is open; its age says nothing.
fn is_told(feed: FeedKind) -> bool {
    feed != FeedKind::Handset
}

/// Each feed by name while none is in trouble, with its age where `aged`.
fn healthy(state: &State, several: bool, aged: bool, canvas: &Canvas<'_>) -> (String, Style) {
    let (theme, glyphs) = (canvas.theme(), canvas.glyphs());
    let mut words: Vec<String> = Vec::new();
    for connection in state.connections() {
        for (kind, feed) in &connection.feeds {
            if !is_told(*kind) {
                continue;
            }
            let name = if several { format!("{}/{kind}", connection.info.id) } else { kind.to_string() };
            let age =
                feed.age(state.now).filter(|_| aged).map_or_else(String::new, |age| format!(" {}", coarse_age(age)));
            words.push(match feed.health() {
                Health::Loading => format!("{} {name} loading", glyphs.working),
                Health::Fresh if feed.bad_rows.is_empty() => format!("{} {name}{age}", glyphs.on),
                Health::Fresh => format!("{} {name}: {} bad rows", glyphs.warning, feed.bad_rows.len()),
                Health::Stale | Health::Failed => format!("{} {name}{age}", glyphs.stale),
            });
        }
    }
    let trouble = words.iter().any(|word| word.starts_with(glyphs.stale) || word.starts_with(glyphs.warning));
    (words.join("  "), if trouble { theme.warning } else { theme.muted })
}

/// The feed whose trouble matters most: the accounts before others, the longest first.
fn worst(state: &State) -> Option<(&Connection, FeedKind, &Feed)> {
    let all = state
        .connections()
        .flat_map(|connection| connection.feeds.iter().map(move |(kind, feed)| (connection, *kind, feed)));
    all.filter(|(.., feed)| feed.trouble.is_some())
        .min_by_key(|(_, kind, feed)| (*kind, feed.trouble.as_ref().map(|trouble| trouble.since)))
}

/// The worst trouble in full words with what to do, once it is more than a single fault; else what is wrong with
/// single rows.
pub fn lasting_trouble(state: &State) -> Option<String> {
    fault_words(state).or_else(|| {
        let feeds = state.connections().flat_map(|connection| connection.feeds.iter());
        let (kind, feed) = feeds.into_iter().find(|(_, feed)| !feed.bad_rows.is_empty())?;
        let (first, count) = (feed.bad_rows.first()?, feed.bad_rows.len());
        let more = if count > 1 { format!(" (and {} more)", count - 1) } else { String::new() };
        Some(format!("{kind}: could not be read: {first}{more}. Tell the provider if it stays."))
    })
}

fn fault_words(state: &State) -> Option<String> {
    let (connection, kind, feed) = worst(state).filter(|_| !state.paused)?;
    let trouble = feed.trouble.as_ref().filter(|trouble| trouble.times > 1)?;
    let whose = if state.has_several_connections() { format!("{} ", connection.info.id) } else { String::new() };
    // How old that makes what is shown stands in the header.
    Some(format!("{whose}{kind}: {}. {} ({})", trouble.fault, trouble.fault.advice(), timing(feed, trouble, state)))
}

/// How old what is shown is.
fn old(feed: &Feed, state: &State) -> String {
    feed.age(state.now).map_or_else(|| "not there yet".to_owned(), |age| format!("{} old", format::age(age)))
}

/// What is wrong with a feed, since when, and when it asks again.
fn trouble(feed: &Feed, state: &State) -> String {
    feed.trouble
        .as_ref()
        .map_or_else(String::new, |trouble| format!("{} ({})", trouble.fault, timing(feed, trouble, state)))
}

/// Since when something is wrong with a feed, and when it asks again.
fn timing(feed: &Feed, trouble: &Trouble, state: &State) -> String {
    let since = format::age(state.now.duration_since(trouble.since));
    let next = match feed.next.map(|next| next.duration_since(state.now)) {
        Some(left) if left.is_positive() => format!(", again in {}", format::duration_short(left)),
        _ => ", asking again".to_owned(),
    };
    format!("for {since}{next}")
}
