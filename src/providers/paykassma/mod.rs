//! Paykassma: withdrawals, deposits and their postbacks (the Paykassma API document). So far its signatures.

pub mod sign;
