//! A withdraw tool: the kind of app or bank an account can be opened at.

use super::{Text, ToolId};

/// One entry of the tool list (withdraw-tool API, section 1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tool {
    /// Bank app id.
    pub id: ToolId,
    /// Its name, for people.
    pub name: Text,
    /// The name of its icon file; may be empty.
    pub icon: Text,
    /// Whether it can be used; `false` means coming soon.
    pub enabled: bool,
    /// What an account's `type` says for it, such as PHONEPE.
    pub kind: Text,
    /// Its place in the provider's order.
    pub sort: i64,
}
