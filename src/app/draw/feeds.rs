//! The health of the feeds in the header: which answer, which do not, since when, and what to do.

use crate::domain::FeedKind;
use crate::state::{Connection, Feed, Health, State, Trouble};
use crate::ui::{Align, Area, Canvas, Glyphs, format, text};
use jiff::SignedDuration;

use super::coarse_age;

/// Draws the feeds in the first row of `area`, as fully as there is room: each by name with its age, the worst trouble
/// in its own words; each by name; each connection; how many are fresh.
pub fn draw(canvas: &mut Canvas<'_>, area: Area, state: &State) {
    if area.is_empty() {
        return;
    }
    let theme = canvas.theme();
    let glyphs = *canvas.glyphs();
    if state.paused {
        let ages = state
            .connections()
            .flat_map(|connection| connection.feeds.iter())
            .filter(|(kind, _)| matches!(kind, FeedKind::Accounts | FeedKind::Balances))
            .filter_map(|(_, feed)| feed.age(state.now));
        let old = ages.max().map_or_else(String::new, |age| format!(", data {} old", coarse_age(age)));
        let words = [format!("{} polling is paused{old}", glyphs.paused), format!("{} paused{old}", glyphs.paused)];
        let fitting = words.iter().find(|words| text::width(words) <= usize::from(area.width));
        canvas.label(area, Align::Right, fitting.map_or("paused", String::as_str), theme.warning);
        return;
    }
    let told = |aged: bool| -> String {
        let feeds =
            state.connections().flat_map(|connection| connection.feeds.iter().map(move |feed| (connection, feed)));
        let words = feeds.filter(|(_, (kind, feed))| is_told(**kind, feed));
        words
            .map(|(connection, (kind, feed))| chunk(connection, *kind, feed, aged, state, &glyphs))
            .collect::<Vec<_>>()
            .join("  ")
    };
    let mut lines = Vec::new();
    if let Some((_, kind, feed)) = worst(state) {
        lines.push(format!(
            "{}: {}",
            told(true),
            if is_told(kind, feed) { trouble(feed, state) } else { String::new() }
        ));
    }
    lines.extend([told(true), told(false), by_connection(state, &glyphs), count(state, &glyphs)]);
    let fitting = lines.iter().find(|line| text::width(line) <= usize::from(area.width));
    // One fault is a hiccup; more of them, or one that stays, are trouble.
    let lasts = |feed: &Feed| feed.trouble.as_ref().is_some_and(|trouble| trouble.times > 1 || lasts(feed, trouble));
    let mut feeds = state.connections().flat_map(|connection| connection.feeds.values());
    let style = match worst(state) {
        Some((.., feed)) if lasts(feed) => theme.bad,
        Some(_) => theme.warning,
        None if feeds.any(|feed| feed.health() == Health::Stale || !feed.bad_rows.is_empty()) => theme.warning,
        None => theme.muted,
    };
    canvas.label(area, Align::Right, fitting.map_or("", String::as_str), style);
}

/// The handset is asked only while its window is open, and payouts while there are open ones; their age says nothing,
/// their trouble does.
fn is_told(kind: FeedKind, feed: &Feed) -> bool {
    !matches!(kind, FeedKind::Handset | FeedKind::Payouts) || feed.trouble.is_some()
}

/// A feed by name, told by its glyph and, where `aged`, by its age; one in trouble always says how old it is.
fn chunk(connection: &Connection, kind: FeedKind, feed: &Feed, aged: bool, state: &State, glyphs: &Glyphs) -> String {
    let name = if state.has_several(kind) { format!("{}/{kind}", connection.info.id) } else { kind.to_string() };
    let age = feed.age(state.now).filter(|_| aged).map_or_else(String::new, |age| format!(" {}", coarse_age(age)));
    match feed.health() {
        _ if feed.trouble.is_some() => format!("{} {name} {}", glyphs.stale, old(feed, state)),
        Health::Loading => format!("{} {name} loading", glyphs.working),
        Health::Fresh if feed.bad_rows.is_empty() => format!("{} {name}{age}", glyphs.on),
        Health::Fresh => format!("{} {name}: {} bad rows", glyphs.warning, feed.bad_rows.len()),
        Health::Stale | Health::Failed => format!("{} {name}{age}", glyphs.stale),
    }
}

/// Each connection by name: fresh as a whole, or how old its accounts are.
fn by_connection(state: &State, glyphs: &Glyphs) -> String {
    let words = state.connections().map(|connection| {
        let id = &connection.info.id;
        let troubled = connection.feeds.iter().find(|(kind, feed)| is_told(**kind, feed) && feed.trouble.is_some());
        if let Some((kind, feed)) = troubled {
            return format!("{} {id} {kind} {}", glyphs.stale, old(feed, state));
        }
        let mut told = connection.feeds.iter().filter(|(kind, feed)| is_told(**kind, feed));
        format!("{} {id}", if told.all(|(_, feed)| is_fresh(feed)) { glyphs.on } else { glyphs.working })
    });
    words.collect::<Vec<_>>().join("  ")
}

fn is_fresh(feed: &Feed) -> bool {
    feed.health() == Health::Fresh
}

/// How many feeds are fresh.
fn count(state: &State, glyphs: &Glyphs) -> String {
    let feeds = state.connections().flat_map(|connection| connection.feeds.iter());
    let told = feeds.filter(|(kind, feed)| is_told(**kind, feed));
    let (good, all) = told.fold((0, 0), |(good, all), (_, feed)| (good + usize::from(is_fresh(feed)), all + 1));
    format!("{} {good}/{all} feeds", if good == all { glyphs.on } else { glyphs.stale })
}

/// The feed whose trouble matters most: the accounts before others, the longest first.
fn worst(state: &State) -> Option<(&Connection, FeedKind, &Feed)> {
    let all = state
        .connections()
        .flat_map(|connection| connection.feeds.iter().map(move |(kind, feed)| (connection, *kind, feed)));
    all.filter(|(.., feed)| feed.trouble.is_some())
        .min_by_key(|(_, kind, feed)| (*kind, feed.trouble.as_ref().map(|trouble| trouble.since)))
}

/// The worst trouble in full words with what to do, once it is more than a hiccup; else what is wrong with single
/// rows.
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
    let trouble = feed.trouble.as_ref().filter(|trouble| trouble.times > 1 || lasts(feed, trouble))?;
    let whose = if state.has_several(kind) { format!("{} ", connection.info.id) } else { String::new() };
    // How old that makes what is shown stands in the header. Where it is narrow, what to do leaves before since when.
    let (fault, timing) = (&trouble.fault, timing(feed, trouble, state));
    Some(format!("{whose}{kind}: {fault}, {timing}. {}", fault.advice()))
}

/// Whether a single fault is no hiccup: the feed asks again only after a while, as the provider may have wanted.
fn lasts(feed: &Feed, trouble: &Trouble) -> bool {
    feed.next.is_none_or(|next| next.duration_since(trouble.since) > SignedDuration::from_secs(15))
}

/// How old what is shown is.
fn old(feed: &Feed, state: &State) -> String {
    match feed.age(state.now).map(|age| format::age(state.shown(age))) {
        None => "not there yet".to_owned(),
        Some(age) if age.ends_with("now") => age,
        Some(age) => format!("{age} old"),
    }
}

/// What is wrong with a feed, since when, and when it asks again.
fn trouble(feed: &Feed, state: &State) -> String {
    feed.trouble
        .as_ref()
        .map_or_else(String::new, |trouble| format!("{} ({})", trouble.fault, timing(feed, trouble, state)))
}

/// Since when something is wrong with a feed, and when it asks again.
fn timing(feed: &Feed, trouble: &Trouble, state: &State) -> String {
    let since = format::age(state.shown(state.now.duration_since(trouble.since)));
    let next = match feed.next.map(|next| next.duration_since(state.now)) {
        Some(left) if left.is_positive() && !state.reduced_motion => {
            format!(", again in {}", format::duration_short(left))
        }
        Some(left) if left.is_positive() => {
            feed.next.map_or_else(String::new, |next| format!(", again at {}", format::clock(next, &state.zone)))
        }
        _ => ", asking again".to_owned(),
    };
    format!("for {since}{next}")
}
