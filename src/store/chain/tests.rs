//! The chain by itself: whatever is done to its entries is found at the first of them that is not what it was.

use proptest::prelude::*;

use super::*;

/// Entries with these texts, chained.
fn chained(texts: &[(String, Option<String>, i64)]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (text, maybe, at) in texts {
        let mut entry = Entry {
            at: *at,
            run: "run".to_owned(),
            intent: text.clone(),
            state: "planned".to_owned(),
            connection: maybe.clone(),
            account: None,
            currency: maybe.clone(),
            amount: Some(text.clone()),
            body: format!("{{\"words\":\"{text}\"}}"),
            ..Entry::default()
        };
        let head = entries.last().map(|last| Anchor { count: last.seq, hash: last.hash.clone() });
        link(&mut entry, head.as_ref());
        entries.push(entry);
    }
    entries
}

fn walk(entries: &[Entry], anchor: Option<Anchor>) -> Result<Option<Anchor>, Break> {
    let mut chain = Chain::new(anchor);
    entries.iter().try_for_each(|entry| chain.step(entry))?;
    chain.end()
}

/// The number of the entry that a break names.
fn named(broken: &Break) -> u64 {
    match broken {
        Break::Missing { expected, .. } => *expected,
        Break::Changed(seq) | Break::Unlinked(seq) | Break::Replaced(seq) => *seq,
        Break::Cut { count, .. } => count + 1,
    }
}

fn anchor(entries: &[Entry]) -> Anchor {
    let last = entries.last().unwrap();
    Anchor { count: last.seq, hash: last.hash.clone() }
}

fn chains() -> impl Strategy<Value = Vec<Entry>> {
    let text = ("[a-c]{0,3}", proptest::option::of("[a-c]{0,2}"), -5..5_i64);
    prop::collection::vec(text, 2..12).prop_map(|texts| chained(&texts))
}

/// Where a text may be edited: another letter, one more, one less, one moved to the next column.
fn texts(entry: &mut Entry) -> [&mut String; 6] {
    let Entry { run, intent, state, body, previous, hash, .. } = entry;
    [run, intent, state, body, previous, hash]
}

fn options(entry: &mut Entry) -> [&mut Option<String>; 4] {
    let Entry { connection, account, currency, amount, .. } = entry;
    [connection, account, currency, amount]
}

proptest! {
    #[test]
    fn a_chain_holds(entries in chains()) {
        prop_assert_eq!(walk(&entries, None).unwrap(), Some(anchor(&entries)));
        for count in 1..=entries.len() {
            prop_assert!(walk(&entries, Some(anchor(&entries[..count]))).is_ok());
        }
    }

    #[test]
    fn any_edit_of_any_column_is_found_where_it_is(
        mut entries in chains(),
        at in any::<prop::sample::Index>(),
        column in 0..12_usize,
        edit in "[a-d]{0,3}",
    ) {
        let at = at.index(entries.len());
        let before = entries[at].clone();
        let entry = &mut entries[at];
        match column {
            0 => entry.seq = entry.seq.wrapping_add(1 + edit.len() as u64),
            1 => entry.at ^= 1 + i64::try_from(edit.len()).unwrap(),
            2..8 => texts(entry)[column - 2].push_str(&edit),
            _ => {
                let text = options(entry).into_iter().nth(column - 8).unwrap();
                *text = if text.as_ref() == Some(&edit) { None } else { Some(edit) };
            }
        }
        if *entry == before {
            prop_assert!(walk(&entries, None).is_ok());
        } else {
            prop_assert_eq!(named(&walk(&entries, None).unwrap_err()), before.seq);
        }
    }

    #[test]
    fn nothing_moves_from_one_column_to_the_next(entries in chains(), at in any::<prop::sample::Index>()) {
        let at = at.index(entries.len());
        let mut moved = entries.clone();
        let Entry { run, intent, .. } = &mut moved[at];
        intent.insert(0, run.pop().unwrap());
        prop_assert_eq!(walk(&moved, None), Err(Break::Changed(entries[at].seq)));
        let mut swapped = entries.clone();
        let Entry { connection, account, .. } = &mut swapped[at];
        std::mem::swap(connection, account);
        prop_assert_eq!(walk(&swapped, None).is_err(), swapped != entries);
    }

    #[test]
    fn an_entry_written_anew_with_a_hash_that_fits_breaks_the_next(
        mut entries in chains(),
        at in any::<prop::sample::Index>(),
    ) {
        let at = at.index(entries.len() - 1);
        entries[at].amount = Some("another".to_owned());
        entries[at].hash = digest(&entries[at]);
        let broken = walk(&entries, None).unwrap_err();
        prop_assert_eq!(broken, Break::Unlinked(entries[at + 1].seq));
    }

    #[test]
    fn a_removal_is_found(mut entries in chains(), at in any::<prop::sample::Index>()) {
        let kept = anchor(&entries);
        let at = at.index(entries.len());
        let removed = entries.remove(at);
        let broken = walk(&entries, Some(kept)).unwrap_err();
        prop_assert_eq!(named(&broken), removed.seq);
        if at < entries.len() {
            prop_assert!(walk(&entries, None).is_err(), "even without an anchor");
        }
    }

    #[test]
    fn what_is_renumbered_after_a_removal_is_found(mut entries in chains(), at in any::<prop::sample::Index>()) {
        let at = at.index(entries.len() - 1);
        let removed = entries.remove(at);
        for entry in &mut entries[at..] {
            entry.seq -= 1;
        }
        prop_assert_eq!(named(&walk(&entries, None).unwrap_err()), removed.seq);
    }

    #[test]
    fn a_swap_is_found(
        mut entries in chains(),
        one in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
        renumbered in any::<bool>(),
    ) {
        let (one, other) = (one.index(entries.len()), other.index(entries.len()));
        prop_assume!(one != other);
        let first = one.min(other) as u64 + 1;
        entries.swap(one, other);
        if renumbered {
            for (number, entry) in (1..).zip(&mut entries) {
                entry.seq = number;
            }
        }
        prop_assert_eq!(named(&walk(&entries, None).unwrap_err()), first);
    }

    #[test]
    fn an_insertion_or_duplication_is_found(
        mut entries in chains(),
        at in any::<prop::sample::Index>(),
        from in any::<prop::sample::Index>(),
        renumbered in any::<bool>(),
    ) {
        let kept = anchor(&entries);
        let (at, from) = (at.index(entries.len()), from.index(entries.len()));
        let inserted = entries[from].clone();
        entries.insert(at, inserted);
        if renumbered {
            for (number, entry) in (1..).zip(&mut entries) {
                entry.seq = number;
            }
        }
        let broken = walk(&entries, Some(kept)).unwrap_err();
        // In front of the very entry it is a copy of, the copy is that entry, and the next one is too much.
        let first = if from == at { at + 2 } else { at + 1 };
        prop_assert_eq!(named(&broken), first as u64);
    }

    #[test]
    fn a_tail_that_was_cut_is_found_by_an_anchor(entries in chains(), left in any::<prop::sample::Index>()) {
        let left = left.index(entries.len());
        let cut = walk(&entries[..left], Some(anchor(&entries)));
        prop_assert_eq!(cut, Err(Break::Cut { count: left as u64, anchor: entries.len() as u64 }));
        prop_assert!(walk(&entries[..left], None).is_ok(), "and by nothing else");
    }

    #[test]
    fn a_chain_written_anew_is_found_by_an_anchor(entries in chains(), at in any::<prop::sample::Index>()) {
        let at = at.index(entries.len());
        let kept = anchor(&entries);
        let mut anew: Vec<Entry> = Vec::new();
        for (number, entry) in entries.iter().enumerate() {
            let mut entry = entry.clone();
            if number == at {
                entry.body = "another".to_owned();
            }
            link(&mut entry, anew.last().map(|last| Anchor { count: last.seq, hash: last.hash.clone() }).as_ref());
            anew.push(entry);
        }
        prop_assert!(walk(&anew, None).is_ok());
        prop_assert_eq!(walk(&anew, Some(kept.clone())), Err(Break::Replaced(kept.count)));
    }

    #[test]
    fn an_anchor_is_read_as_it_is_printed(entries in chains()) {
        let printed = anchor(&entries);
        prop_assert_eq!(format!(" {printed}\n").parse(), Ok(printed.clone()));
        prop_assert_eq!(printed.to_string().to_uppercase().parse(), Ok(printed));
    }
}

#[test]
fn the_hash_is_that_of_the_parts_with_their_lengths() {
    // By another program: sha256 over "paytop journal 1" and, for each part, 1, its length as eight bytes and itself, or
    // 0 where there is none.
    let mut entry = Entry {
        at: 1_772_452_800_000_000,
        run: "r".into(),
        intent: "i".into(),
        state: "planned".into(),
        connection: Some("live".into()),
        amount: Some("1500.5".into()),
        body: "{}".into(),
        ..Entry::default()
    };
    link(&mut entry, None);
    assert_eq!(entry.previous, NOTHING);
    assert_eq!(entry.hash, "1a1aefd032f971b527348da401b812c53277e9c65578880689eea10ff583dedd");
}

#[test]
fn what_is_no_anchor_is_told() {
    for text in ["", "12", "12:", ":abc", "12:abc", &format!("x:{NOTHING}"), &format!("12:{NOTHING}0")] {
        assert!(text.parse::<Anchor>().is_err(), "{text}");
    }
}
