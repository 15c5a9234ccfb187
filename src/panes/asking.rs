//! What a provider is asked to find out what became of an intent.

use crate::domain::{ChangeKind, FeedKind, Intent, InvoiceId, OrderQuery, Read};
use crate::message::Question;
use crate::state::State;

/// The question that shows what became of an intent; `None` where no provider has one.
pub fn about(intent: &Intent, state: &State) -> Option<Question> {
    let (what, read) = match intent.kind {
        ChangeKind::CreateWithdrawal => {
            ("withdrawal's status", Read::Orders(OrderQuery::Withdrawals(vec![intent.id.to_string().into()])))
        }
        ChangeKind::Transfer => ("transfer's status", Read::Transfers(vec![InvoiceId::of(intent.id)])),
        _ => {
            let connection = state.connection(&intent.connection)?;
            (connection.info.has(FeedKind::Accounts) && intent.account.is_some())
                .then_some(("account list", Read::Accounts))?
        }
    };
    Some(Question { what, connection: intent.connection.clone(), read })
}
