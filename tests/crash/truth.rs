//! The provider's ledger held against the journal. Every order of a storm has an amount of its own, so that both can
//! be told by it.

use std::collections::BTreeMap;

use paytop::domain::{Intent, IntentState};
use paytop::store::{Chain, Entry};

/// What really happened, and what the journal says of it.
#[derive(Debug)]
pub struct Truth {
    /// How often the provider acted on each amount.
    acted: BTreeMap<u32, usize>,
    /// What the journal says of each amount: the intents' states in a word.
    written: BTreeMap<u32, Vec<&'static str>>,
}

impl Truth {
    /// Holds them against each other: fails where money moved twice or unwritten, or the journal claims what is not so.
    pub fn new(ledger: impl Iterator<Item = u32>, intents: &[Intent], entries: &[Entry]) -> Self {
        let mut acted: BTreeMap<u32, usize> = BTreeMap::new();
        for amount in ledger {
            *acted.entry(amount).or_default() += 1;
        }
        let mut written: BTreeMap<u32, Vec<&'static str>> = BTreeMap::new();
        for intent in intents {
            let amount = intent.amount.as_ref().unwrap().amount.try_into().unwrap();
            written.entry(amount).or_default().push(intent.state().word());
        }
        for (amount, times) in &acted {
            let words = written.get(amount).unwrap_or_else(|| panic!("{amount} moved and the journal knows nothing"));
            let may = words.iter().filter(|word| **word != "rejected").count();
            assert!(*times <= may, "{amount} moved {times} times, and the journal says {words:?}");
        }
        for (amount, words) in &written {
            let sure = words.iter().filter(|word| **word == "done").count();
            let times = acted.get(amount).copied().unwrap_or_default();
            assert!(times >= sure, "the journal says {words:?} of {amount}, which moved {times} times");
        }
        for intent in intents {
            let words: Vec<&str> = intent.timeline.iter().map(|event| event.state.word()).collect();
            let pairs = intent.timeline.windows(2);
            let is_sound = pairs.clone().all(|pair| pair[0].state.may_become(&pair[1].state));
            assert!(is_sound && intent.timeline[0].state == IntentState::Planned, "{words:?}");
        }
        let mut chain = Chain::new(None);
        for entry in entries {
            chain.step(entry).unwrap();
        }
        Self { acted, written }
    }

    /// How often the provider acted on an amount.
    pub fn moved(&self, amount: u32) -> usize {
        self.acted.get(&amount).copied().unwrap_or_default()
    }

    /// How often it acted in all.
    pub fn moved_in_all(&self) -> usize {
        self.acted.values().sum()
    }

    /// The sum of all it acted on.
    pub fn sum(&self) -> u64 {
        self.acted.iter().map(|(amount, times)| u64::from(*amount) * *times as u64).sum()
    }

    /// What the journal says of an amount.
    pub fn says(&self, amount: u32) -> &[&'static str] {
        self.written.get(&amount).map_or(&[], Vec::as_slice)
    }

    /// How many intents are in this state.
    pub fn count(&self, word: &str) -> usize {
        self.written.values().flatten().filter(|written| **written == word).count()
    }
}
