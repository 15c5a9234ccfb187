//! Why a key would do nothing but say so: told in the list of what can be done with a row before it is pressed.

use crate::message::Step;

/// The words of steps that do nothing but say why nothing is done.
pub fn why_not(steps: &[Step]) -> Option<String> {
    let words = |step: &Step| match step {
        Step::Tell(_, words) => Some(words.clone()),
        _ => None,
    };
    let said: Option<Vec<String>> = steps.iter().map(words).collect();
    said.filter(|said| !said.is_empty()).map(|said| said.join(" "))
}
