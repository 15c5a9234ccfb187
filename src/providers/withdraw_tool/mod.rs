//! The withdraw-tool API: tool accounts, their withdraw tasks, OTP and SMS authorisation.

pub mod sandbox;
