//! The health of the feeds in the header: which answer, which do not, since when, and what to do.

use ratatui::style::Style;

use crate::domain::FeedKind;
use crate::state::{Feed, Health, State};
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
    let all = state
        .connections()
        .flat_map(|connection| connection.feeds.iter().map(move |(kind, feed)| (connection, *kind, feed)));
    let worst = all
        .filter(|(.., feed)| feed.trouble.is_some())
        .min_by_key(|(_, kind, feed)| (*kind, feed.trouble.as_ref().map(|trouble| trouble.since)));
    if let Some((connection, kind, feed)) = worst {
        let whose = if several { format!("{} ", connection.info.id) } else { String::new() };
        canvas.label(
            area,
            Align::Right,
            &format!("{} {whose}{kind} {}", glyphs.stale, trouble(feed, state)),
            theme.bad,
        );
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

/// What is wrong with a feed, since when, and when it asks again.
fn trouble(feed: &Feed, state: &State) -> String {
    let Some(trouble) = &feed.trouble else { return String::new() };
    let age =
        feed.age(state.now).map_or_else(|| "never answered".to_owned(), |age| format!("{} old", format::age(age)));
    let since = format::age(state.now.duration_since(trouble.since));
    let next = match feed.next.map(|next| next.duration_since(state.now)) {
        Some(left) if left.is_positive() => format!(", again in {}", format::duration_short(left)),
        _ => ", asking again".to_owned(),
    };
    format!("{age}: {} (for {since}{next})", trouble.fault)
}
