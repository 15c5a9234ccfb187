//! What the provider is answered: `{"status":"ok"}`, or one of the document's codes, as the HTTP status too. Whatever is
//! not ok is sent again later.

use std::borrow::Cow;

use super::super::super::hook::{Answered, Taken};
use crate::domain::PostbackFault;

pub(super) fn answer(taken: &Taken<'_>) -> Answered {
    let (status, body) = match taken {
        Taken::Kept => (200, Cow::Borrowed(r#"{"status":"ok"}"#)),
        Taken::Refused(fault) => refusal(fault),
        // It holds, and is not here: the document's "data integrity" is the one code for what is not the sender's.
        Taken::Unkept => refused(503, "data integrity: it could not be kept here, send it again"),
    };
    Answered { status, content_type: "application/json", body }
}

fn refusal(fault: &PostbackFault) -> (u16, Cow<'static, str>) {
    match fault {
        PostbackFault::Receiving(_) => refused(400, "error receiving"),
        PostbackFault::Validation(_) => refused(401, "validation"),
        PostbackFault::Fields(_) => refused(500, "not enough fields"),
        PostbackFault::Empty => refused(501, "empty"),
        PostbackFault::Signature => refused(502, "incorrect signature"),
        PostbackFault::Integrity(_) => refused(503, "data integrity"),
    }
}

fn refused(code: u16, words: &str) -> (u16, Cow<'static, str>) {
    (code, format!(r#"{{"status":"error","code":{code},"message":"{words}"}}"#).into())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    // The document's codes.
    #[rstest]
    #[case(PostbackFault::Receiving("x".into()), 400)]
    #[case(PostbackFault::Validation("x".into()), 401)]
    #[case(PostbackFault::Fields("x".into()), 500)]
    #[case(PostbackFault::Empty, 501)]
    #[case(PostbackFault::Signature, 502)]
    #[case(PostbackFault::Integrity("x".into()), 503)]
    fn every_fault_has_the_documents_code(#[case] fault: PostbackFault, #[case] code: u16) {
        let told = answer(&Taken::Refused(&fault));
        let body: serde_json::Value = serde_json::from_str(&told.body).unwrap();
        assert_eq!((told.status, body["code"].as_u64()), (code, Some(code.into())));
        assert_eq!(body["status"], "error");
    }

    #[test]
    fn only_what_is_kept_is_ok() {
        assert_eq!(answer(&Taken::Kept).body, r#"{"status":"ok"}"#);
        assert_eq!((answer(&Taken::Kept).status, answer(&Taken::Unkept).status), (200, 503));
    }
}
