//! What a refusal says of an id that the provider knows already: no provider has a code for that.

use crate::domain::Text;

/// The words of which a refusal for that has one.
const WORDS: [&str; 4] = ["already", "been taken", "duplicate", "unique"];

/// Whether a refusal says so. Of a payout that is no refusal: each id is given once, so it was sent before, by another
/// machine or by a journal that was restored since. It may have been paid, and by another id it would be paid twice.
pub(super) fn is_known(text: &Text) -> bool {
    let text = text.as_str().to_ascii_lowercase();
    WORDS.iter().any(|word| text.contains(word))
}

/// What is told of it, then.
pub(super) fn told(words: &str) -> Text {
    format!("{words}: it may have been sent before").into()
}
