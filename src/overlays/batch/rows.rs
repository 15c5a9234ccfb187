//! What is said of a line.

use crate::domain::batch::{Line, Standing};
use crate::domain::{IntentState, mask_digits};
use crate::state::{Intents, LineState};
use crate::ui::Tone;

/// What is said of a line: a word, how that is meant, and more.
pub struct Said {
    pub word: &'static str,
    pub tone: Tone,
    pub words: String,
}

/// How a line of a file that is looked at stands.
pub fn stands(line: &Line, standing: Standing<'_>) -> Said {
    let (word, tone, words) = match standing {
        Standing::Faulty => ("faulty", Tone::Bad, line.faults.to_string()),
        Standing::Open => match line.same_as {
            Some(first) => ("to send", Tone::Warning, format!("pays the same as line {first}")),
            None => ("to send", Tone::Neutral, String::new()),
        },
        Standing::Repeated(repeat) => {
            let words = format!("batch {} line {}: {}", repeat.batch, repeat.line, repeat.state.told_of_payout());
            ("sent already", Tone::Warning, words)
        }
        Standing::Refused(begun) | Standing::Left(begun) => return became(&begun.state),
    };
    Said { word, tone, words: mask_digits(&words) }
}

/// What became by now of a line of a batch that is being sent, or was.
pub fn happened(state: &LineState, intents: &Intents) -> Said {
    match (state, state.became(intents)) {
        (_, Some(state)) => became(state),
        (LineState::Held(held), None) => Said { word: "held", tone: Tone::Warning, words: held.words() },
        (LineState::Leaving | LineState::Became(..), None) => {
            Said { word: "on its way", tone: Tone::Info, words: "waiting for the answer".to_owned() }
        }
    }
}

/// What became of a payout: what was taken on is not paid yet.
fn became(state: &IntentState) -> Said {
    let (word, tone) = match state {
        IntentState::Done { .. } => ("taken on", Tone::Info),
        state => (state.word(), Tone::from(state)),
    };
    Said { word, tone, words: mask_digits(&state.told_of_payout()) }
}
