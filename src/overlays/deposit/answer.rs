//! What came of a form: what the provider did, what to do next, and what can be copied.

use crate::domain::{Activated, Fault, IntentId, Receipt, WebAddress};
use crate::message::{DepositAsk, DepositStep, Level};

/// What came of it.
pub struct Answer {
    /// How it went.
    pub level: Level,
    /// What happened, and what to do next, a paragraph each.
    pub words: Vec<String>,
    /// What it is found by.
    pub id: Option<String>,
    /// What that id is.
    pub id_is: &'static str,
    /// Where the user goes to pay.
    pub address: Option<WebAddress>,
}

const CUSTOM: &str = "custom id";

impl Answer {
    /// What was done.
    pub fn of(receipt: &Receipt, intent: IntentId, ask: &DepositAsk) -> Self {
        let custom = |level, words: &[&str]| Self {
            level,
            words: words.iter().map(|words| (*words).to_owned()).collect(),
            id: Some(intent.to_string()),
            id_is: CUSTOM,
            address: None,
        };
        let later = "Once enough is collected it is credited, and its postback is found by the custom id.";
        match receipt {
            Receipt::Transaction { identifier } => Self {
                level: Level::Good,
                words: vec![
                    format!("The transaction by {} is created.", ask.system.name),
                    "The user pays now. What they are told when paying is activated afterwards.".to_owned(),
                ],
                id: Some(identifier.to_string()),
                id_is: "transaction's number",
                address: None,
            },
            Receipt::Activated(Activated::Accepted) => {
                custom(Level::Good, &["The provider knows the payment and accepted it.", later])
            }
            Receipt::Activated(activated @ Activated::CheckStarted { .. }) => {
                let told = format!("Not done yet, and no failure: {}.", activated.words());
                custom(
                    Level::Info,
                    &[&told, "The money is credited once the check is over; nothing is to be repeated."],
                )
            }
            Receipt::Activated(activated @ Activated::PossibleCreated { .. }) => {
                let told = format!("Taken: {}.", activated.words());
                custom(Level::Info, &[&told, "Somebody looks for the payment; nothing is to be repeated."])
            }
            Receipt::Payment { redirect: Some(address) } => Self {
                address: Some(address.clone()),
                ..custom(Level::Good, &["The payment is created. The user pays at this address:"])
            },
            Receipt::Payment { redirect: None } => {
                let none = "The payment is created. The provider named no address to go on at.";
                custom(Level::Good, &[none, later])
            }
            other => custom(Level::Good, &[&other.words()]),
        }
    }

    /// Nobody knows what became of it.
    pub fn unconfirmed(fault: &Fault, intent: IntentId, ask: &DepositAsk) -> Self {
        let how = match ask.step {
            DepositStep::Create => "A transaction that was created twice does no harm as long as it is paid once.",
            _ => "Look it up in Postbacks by its custom id; finding nothing settles nothing.",
        };
        Self {
            level: Level::Unconfirmed,
            words: vec![
                format!("UNCONFIRMED: {fault}. It may have been done, and it is not sent again."),
                how.to_owned(),
                "It stands in the journal, where it is settled once it is known.".to_owned(),
            ],
            id: (ask.step != DepositStep::Create).then(|| intent.to_string()),
            id_is: CUSTOM,
            address: None,
        }
    }
}
