//! What the provider is answered: the word `success` once the notification is on disk, and anything else to have it sent
//! again.

use super::super::super::hook::{Answered, Taken};
use crate::domain::PostbackFault;

pub(super) fn answer(taken: &Taken<'_>) -> Answered {
    let (status, body) = match taken {
        Taken::Kept => (200, "success"),
        Taken::Refused(PostbackFault::Signature) => (403, "incorrect signature"),
        Taken::Refused(PostbackFault::Receiving(_)) => (400, "not received whole"),
        Taken::Refused(PostbackFault::Empty) => (400, "empty"),
        Taken::Refused(PostbackFault::Fields(_)) => (400, "not enough fields"),
        Taken::Refused(PostbackFault::Validation(_)) => (400, "not valid"),
        Taken::Refused(PostbackFault::Integrity(_)) => (400, "it contradicts itself"),
        Taken::Unkept => (503, "it could not be kept here, send it again"),
    };
    Answered { status, content_type: "text/plain; charset=utf-8", body: body.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_kept_hears_the_word() {
        let text = || "x".into();
        let faults = [
            PostbackFault::Receiving(text()),
            PostbackFault::Validation(text()),
            PostbackFault::Fields(text()),
            PostbackFault::Empty,
            PostbackFault::Signature,
            PostbackFault::Integrity(text()),
        ];
        let refused = faults.iter().map(|fault| answer(&Taken::Refused(fault)));
        for told in refused.chain([answer(&Taken::Unkept)]) {
            assert!(told.status >= 400 && !told.body.contains("success"), "{told:?}");
        }
        let told = answer(&Taken::Kept);
        assert_eq!((told.status, &*told.body), (200, "success"));
    }
}
