//! The health of the feeds in the header: which answer, which do not, since when, and what to do.

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
    let mut words: Vec<String> = Vec::new();
    for connection in state.connections() {
        for (kind, feed) in &connection.feeds {
            // The handset is asked only while its window is open; its age says nothing.
            if *kind == crate::domain::FeedKind::Handset {
                continue;
            }
            let name = if several { format!("{}/{kind}", connection.info.id) } else { kind.to_string() };
            let age = feed.age(state.now).map_or_else(String::new, coarse_age);
            words.push(match feed.health() {
                Health::Loading => format!("{} {name} loading", glyphs.working),
                Health::Fresh if feed.bad_rows.is_empty() => format!("{} {name} {age}", glyphs.on),
                Health::Fresh => format!("{} {name}: {} bad rows", glyphs.warning, feed.bad_rows.len()),
                Health::Stale | Health::Failed => format!("{} {name} {age}", glyphs.stale),
            });
        }
    }
    let line = words.join("  ");
    let style = if words.iter().any(|word| word.starts_with(glyphs.stale) || word.starts_with(glyphs.warning)) {
        theme.warning
    } else {
        theme.muted
    };
    if crate::ui::text::width(&line) <= usize::from(area.width) {
        canvas.label(area, Align::Right, &line, style);
    } else {
        let fresh = state.connections().flat_map(|connection| connection.feeds.values());
        let (mut good, mut count) = (0, 0);
        for feed in fresh {
            count += 1;
            good += usize::from(feed.health() == Health::Fresh);
        }
        let glyph = if good == count { glyphs.on } else { glyphs.stale };
        canvas.label(area, Align::Right, &format!("{glyph} {good}/{count} feeds"), style);
    }
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
