//! The embedded provider server: a real HTTP server that behaves like the providers do, over a simulated world with
//! its own clock, faults on demand, and a handset that receives the OTPs and SMSs of every account holder.
//!
//! - [`world`]: the simulated world, pure: the same seed, steps and requests give the same world.
//! - [`Clock`] and [`Shared`]: how real time becomes the world's, whenever somebody asks.
//! - [`Half`] and [`HALVES`]: what each provider puts in: its routes and credentials.
//! - [`json`] and [`form`]: how the halves read requests and write amounts.
//! - [`Faults`]: latency, refusals to work, cut connections and garbage, before and after the provider acts.
//! - [`PostbackAddress`]: where the postbacks of what came to its end are sent, where anybody wants them.
//! - The sandbox's own endpoints, which need no credentials: `GET /`, `GET /sandbox/handset`,
//!   `POST /sandbox/handset/send`, `GET /sandbox/orders`, `GET /sandbox/withdrawals`, `GET /sandbox/payees` and
//!   `GET /sandbox/transfers`.

mod clock;
mod faults;
pub mod form;
mod halves;
pub mod json;
mod options;
mod own;
mod postman;
mod serve;
mod shared;
pub mod world;

pub use clock::Clock;
pub use halves::{Credential, HALVES, Half};
pub use options::{AccountCount, Faults, Options, OptionsError, Rate, Speed};
pub use postman::{Letter, Manner, NoPostbackAddress, PostbackAddress};
pub use serve::Sandbox;
pub use shared::Shared;
