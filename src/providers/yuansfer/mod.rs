//! Yuansfer payouts: payees, their bank accounts, and transfers (the Yuansfer payouts document). So far its signatures.

pub mod sign;
