//! The tools accounts can be opened at.

/// A tool of the world.
#[derive(Debug, PartialEq, Eq)]
pub struct ToolEntry {
    /// Its id.
    pub id: &'static str,
    /// What an account's `type` says for it.
    pub kind: &'static str,
    /// Its name, for people.
    pub name: &'static str,
    /// The name of its icon file.
    pub icon: &'static str,
    /// Whether it can be used; `false` is coming soon.
    pub enabled: bool,
    /// The banks whose UPI ids its users have.
    pub handles: &'static [&'static str],
}

/// Every tool, in the order they are shown; those that can be used first.
pub static TOOLS: [ToolEntry; 9] = [
    tool("1", "PHONEPE", "PhonePe", "phonepe.png", true, &["ybl", "ibl", "axl"]),
    tool("2", "PAYTM", "Paytm", "paytm.png", true, &["paytm", "ptyes"]),
    tool("3", "FREECHARGE", "Freecharge", "freecharge.png", true, &["freecharge"]),
    tool("4", "MOBIKWIK", "MobiKwik", "mobikwik.png", true, &["ikwik"]),
    tool("5", "AIRTEL", "Airtel Thanks", "airtel.png", true, &["airtel", "apl"]),
    tool("6", "AMAZONPAY", "Amazon Pay", "amazonpay.png", false, &["apl"]),
    tool("7", "GPAY", "Google Pay", "gpay.png", false, &["okaxis", "oksbi"]),
    tool("8", "BHIM", "BHIM", "bhim.png", false, &["upi"]),
    tool("9", "JIO", "JioMoney", "jio.png", false, &["jio"]),
];

/// How many of [`TOOLS`] can be used.
pub const USABLE: usize = 5;

const fn tool(
    id: &'static str,
    kind: &'static str,
    name: &'static str,
    icon: &'static str,
    enabled: bool,
    handles: &'static [&'static str],
) -> ToolEntry {
    ToolEntry { id, kind, name, icon, enabled, handles }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_that_can_be_used_come_first() {
        assert!(TOOLS[..USABLE].iter().all(|tool| tool.enabled));
        assert!(TOOLS[USABLE..].iter().all(|tool| !tool.enabled));
    }
}
