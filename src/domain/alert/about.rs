//! What an alert is about: something on the screen that can be gone to.

use crate::domain::{AccountKey, ConnectionId, Currency, FeedKind, IntentId, Purse, WalletKey};

/// What an alert is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum About {
    /// An account.
    Account(AccountKey),
    /// A balance.
    Purse(Purse),
    /// A feed of a connection.
    Feed(ConnectionId, FeedKind),
    /// A connection as a whole.
    Connection(ConnectionId),
    /// A change that was sent.
    Change(ConnectionId, IntentId),
    /// The postbacks that come here.
    Postbacks,
    /// A limit of a currency at a connection.
    Limit(ConnectionId, Currency, LimitSpan),
}

/// Over which time a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::Display, strum::EnumString)]
#[strum(serialize_all = "lowercase")]
pub enum LimitSpan {
    /// A day, from midnight on.
    Day,
    /// The last hour.
    Hour,
}

impl About {
    /// At which connection it is, where it is at one.
    #[must_use]
    pub fn connection(&self) -> Option<&ConnectionId> {
        match self {
            Self::Account(key) => Some(&key.connection),
            Self::Purse(purse) => Some(purse.connection()),
            Self::Feed(connection, _)
            | Self::Connection(connection)
            | Self::Change(connection, _)
            | Self::Limit(connection, ..) => Some(connection),
            Self::Postbacks => None,
        }
    }

    /// What it is there, in a word or two.
    #[must_use]
    pub fn subject(&self) -> String {
        match self {
            Self::Account(key) => key.account.to_string(),
            Self::Purse(purse) => purse.to_string(),
            Self::Feed(_, feed) => feed.to_string(),
            Self::Connection(_) => "connection".to_owned(),
            Self::Change(_, id) => id.short(),
            Self::Postbacks => "postbacks".to_owned(),
            Self::Limit(_, currency, span) => format!("{currency} a {span}"),
        }
    }

    /// The words it can be read from again.
    #[must_use]
    pub fn parts(&self) -> Vec<String> {
        let parts: [Option<String>; 4] = match self {
            Self::Account(key) => {
                [Some("account".into()), Some(key.connection.to_string()), Some(key.account.to_string()), None]
            }
            Self::Purse(Purse::Wallet(WalletKey { connection, wallet, currency })) => [
                Some("wallet".into()),
                Some(connection.to_string()),
                Some(wallet.to_string()),
                Some(currency.to_string()),
            ],
            Self::Purse(Purse::Currency(connection, currency)) => {
                [Some("currency".into()), Some(connection.to_string()), Some(currency.to_string()), None]
            }
            Self::Feed(connection, feed) => {
                [Some("feed".into()), Some(connection.to_string()), Some(feed.to_string()), None]
            }
            Self::Connection(connection) => [Some("connection".into()), Some(connection.to_string()), None, None],
            Self::Change(connection, id) => {
                [Some("change".into()), Some(connection.to_string()), Some(id.to_string()), None]
            }
            Self::Postbacks => [Some("postbacks".into()), None, None, None],
            Self::Limit(connection, currency, span) => {
                [Some(format!("limit-{span}")), Some(connection.to_string()), Some(currency.to_string()), None]
            }
        };
        parts.into_iter().flatten().collect()
    }

    /// What these words mean; `None` where that is nothing known here.
    #[must_use]
    pub fn of_parts(parts: &[&str]) -> Option<Self> {
        let connection = ConnectionId::new(parts.get(1).copied().unwrap_or_default());
        Some(match parts {
            ["account", _, account] => Self::Account(AccountKey { connection, account: (*account).into() }),
            ["wallet", _, wallet, currency] => Self::Purse(Purse::Wallet(WalletKey {
                connection,
                wallet: (*wallet).into(),
                currency: Currency::new(currency),
            })),
            ["currency", _, currency] => Self::Purse(Purse::Currency(connection, Currency::new(currency))),
            ["feed", _, feed] => Self::Feed(connection, feed.parse().ok()?),
            ["connection", _] => Self::Connection(connection),
            ["change", _, id] => Self::Change(connection, IntentId(id.parse().ok()?)),
            ["postbacks"] => Self::Postbacks,
            [limit, _, currency] => {
                let span = limit.strip_prefix("limit-")?.parse().ok()?;
                Self::Limit(connection, Currency::new(currency), span)
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn what_is_written_of_it_is_read_again() {
        let shop = ConnectionId::new("shop / \"one\"");
        let wallet = WalletKey { connection: shop.clone(), wallet: "paytm, \"a\"".into(), currency: Currency::inr() };
        let all = [
            About::Account(AccountKey { connection: shop.clone(), account: "a/1".into() }),
            About::Purse(Purse::Wallet(wallet)),
            About::Purse(Purse::Currency(shop.clone(), Currency::new("BDT"))),
            About::Feed(shop.clone(), FeedKind::Balances),
            About::Connection(shop.clone()),
            About::Change(shop.clone(), IntentId::new(Timestamp::UNIX_EPOCH, [7; 10])),
            About::Postbacks,
            About::Limit(shop.clone(), Currency::inr(), LimitSpan::Day),
            About::Limit(shop, Currency::inr(), LimitSpan::Hour),
        ];
        for about in all {
            let parts = about.parts();
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            assert_eq!(About::of_parts(&parts), Some(about));
        }
        for nothing in [&[][..], &["account"], &["feed", "shop", "gossip"], &["limit-year", "shop", "INR"], &["x", "y"]]
        {
            assert_eq!(About::of_parts(nothing), None);
        }
    }
}
