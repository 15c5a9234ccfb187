//! What can go wrong between a question and its answer, in words an operator can act on.

use std::time::Duration;

use super::{FieldErrors, JournalFault, Text, mask_digits};

/// How far a request had come when it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// No byte of it had left.
    Connecting,
    /// It may have arrived.
    Answering,
}

/// Why there is no usable answer. Carries no URL, header or body: nothing secret can hide in one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No answer in time.
    #[error("no answer within {} s", .after.as_secs())]
    Timeout {
        /// How far it had come.
        phase: Phase,
        /// How long was waited.
        after: Duration,
    },
    /// No connection could be made.
    #[error("cannot connect: {0}")]
    Unreachable(Text),
    /// The connection broke after the request had begun to leave.
    #[error("connection lost: {0}")]
    ConnectionLost(Text),
    /// 401 or 403.
    #[error("not authorised (HTTP {0})")]
    Unauthorized(u16),
    /// 404 or 405.
    #[error("no such address at the provider (HTTP {0})")]
    NotFound(u16),
    /// 429.
    #[error("asked too often (HTTP 429)")]
    RateLimited {
        /// When the provider allows the next request (`Retry-After`).
        retry_after: Option<Duration>,
    },
    /// 5xx.
    #[error("provider error (HTTP {status})")]
    Server {
        /// The status.
        status: u16,
        /// When the provider allows the next request (`Retry-After`).
        retry_after: Option<Duration>,
    },
    /// 3xx: redirects are never followed.
    #[error("unexpected redirect (HTTP {0})")]
    Redirect(u16),
    /// Any other status that is no success.
    #[error("unexpected answer (HTTP {0})")]
    Status(u16),
    /// The body is no JSON at all, such as an HTML page.
    #[error("not JSON but {0}")]
    NotJson(Text),
    /// The body is JSON that breaks off or does not mean what the document says.
    #[error("unreadable answer: {0}")]
    Unreadable(Text),
    /// The body is larger than is read.
    #[error("answer larger than {} MiB", .0 / (1024 * 1024))]
    TooLarge(u64),
    /// 404 from a provider that answers so to whoever it does not know.
    #[error("{}", unknown_caller(*by_secret))]
    UnknownCaller {
        /// Whether the request carried a secret that may be the wrong one.
        by_secret: bool,
    },
    /// The provider refused, in its own words.
    #[error("{}", refused(code, text, ""))]
    Refused {
        /// The provider's code; empty where it gives none.
        code: Text,
        /// The provider's words.
        text: Text,
    },
    /// The provider refused for what is in the request, field by field.
    #[error("{}", refused(code, text, &fields.to_string()))]
    Invalid {
        /// The provider's code; empty where it gives none.
        code: Text,
        /// The provider's words on the whole; may be empty.
        text: Text,
        /// What is wrong with which field.
        fields: FieldErrors,
    },
    /// The provider does not know the caller, or what it sent was signed with another key; it says so itself.
    #[error("{}", not_let_in(code, text))]
    NotLetIn {
        /// The provider's code.
        code: Text,
        /// The provider's words, and what they mean.
        text: Text,
    },
    /// The provider says that something went wrong at its end, and so not whether anything was done.
    #[error("{}", trouble(code, text))]
    Trouble {
        /// The provider's code; empty where it gives none.
        code: Text,
        /// The provider's words, and what they mean.
        text: Text,
    },
    /// `success` and `errCode` say opposite things.
    #[error("contradictory answer: success is {success}, errCode is {code}")]
    Contradictory {
        /// `success`.
        success: bool,
        /// `errCode`.
        code: Text,
        /// `errMsg`.
        text: Text,
    },
    /// The connection may only read; nothing was sent.
    #[error("read-only: nothing was sent")]
    ReadOnly,
    /// paytop itself would not send it, and says why.
    #[error("{0}")]
    Withheld(Text),
    /// What is about to leave cannot be written down first; nothing was sent.
    #[error("{0}")]
    Journal(JournalFault),
    /// The provider has no such operation; nothing was sent.
    #[error("this provider has no such operation")]
    Unsupported,
    /// A secret of the connection could not be had, or the connection is not usable as configured; nothing was sent.
    #[error("{0}")]
    Unusable(Text),
}

/// What a 404 means where callers that are not known get one.
fn unknown_caller(by_secret: bool) -> String {
    let why = if by_secret {
        "wrong secret, or this IP address is not registered"
    } else {
        "this IP address is not registered, or base_url is wrong"
    };
    format!("not let in (HTTP 404): {why}")
}

fn not_let_in(code: &Text, text: &Text) -> String {
    format!("not let in (code {code}): {}", mask_digits(text.as_str()))
}

fn trouble(code: &Text, text: &Text) -> String {
    let text = mask_digits(text.as_str());
    if code.is_empty() {
        format!("trouble at the provider: {text}")
    } else {
        format!("trouble at the provider (code {code}): {text}")
    }
}

/// A refusal in the provider's words, without full phone or account numbers.
pub(super) fn refused(code: &Text, text: &Text, fields: &str) -> String {
    let text = mask_digits(text.as_str());
    let words = [text.as_str(), fields].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("; ");
    match (code.is_empty(), words.is_empty()) {
        (true, true) => "refused without a reason".to_owned(),
        (true, false) => format!("refused: {words}"),
        (false, _) => format!("refused with code {}: {words}", mask_digits(code.as_str())),
    }
}

impl Fault {
    /// Whether it is certain that no byte of the request left.
    #[must_use]
    pub fn never_sent(&self) -> bool {
        matches!(
            self,
            Self::Timeout { phase: Phase::Connecting, .. }
                | Self::Unreachable(_)
                | Self::ReadOnly
                | Self::Withheld(_)
                | Self::Journal(_)
                | Self::Unsupported
                | Self::Unusable(_)
        )
    }

    /// What the operator can do about it. It never promises that anything is sent again: feeds ask again by
    /// themselves and say so, changes never do.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Timeout { .. } | Self::ConnectionLost(_) => "Check the network if it stays.",
            Self::Unreachable(_) => "Check the network, base_url and any VPN.",
            Self::Unauthorized(_) => "Check the connection's headers and secrets; ask the provider if they expired.",
            Self::NotFound(_) => "Check base_url and paths of the connection.",
            Self::UnknownCaller { by_secret: true } => {
                "Check the connection's secret, and that the provider has registered this machine's IP address."
            }
            Self::UnknownCaller { by_secret: false } => {
                "Check base_url, and that the provider has registered this machine's IP address."
            }
            Self::RateLimited { .. } => "Wait as long as the provider asks; raise the poll intervals if it stays.",
            Self::Server { .. } => "The provider is in trouble; tell it if this stays.",
            Self::Redirect(_) => "Check base_url: the provider, or a captive portal, points elsewhere.",
            Self::Status(_) => "Check base_url and paths; ask the provider if it stays.",
            Self::NotJson(_) => "Check base_url: a web page, proxy or captive portal answers instead of the API.",
            Self::Unreadable(_) => "Tell the provider if it stays.",
            Self::TooLarge(_) => "Raise max_body_mib of the connection if the list really is that long.",
            Self::Refused { .. } => "The provider's words say why.",
            Self::Invalid { .. } => "Mend the fields it names.",
            Self::NotLetIn { .. } => "Check the connection's own numbers and secrets in the config.",
            Self::Trouble { .. } => "Look up what became of it before anything is sent again.",
            Self::Contradictory { .. } => "Ask the provider what it means.",
            Self::ReadOnly => "Start without --read-only and read_only to make changes.",
            Self::Withheld(_) => "paytop will not send it as things are.",
            Self::Journal(fault) => fault.advice(),
            Self::Unsupported => "Choose a connection of another provider.",
            Self::Unusable(_) => "Mend the connection in the config and start again.",
        }
    }

    /// How long the provider asked to be left alone.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RateLimited { retry_after } | Self::Server { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}
