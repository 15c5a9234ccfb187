//! JSON as PHP sees it: what `json_decode` makes of a body, what a value is as a text, what `json_encode` writes, and
//! how `ksort` orders keys. Checked against PHP 8.2; the defaults of `php.ini` hold (`precision` 14,
//! `serialize_precision` -1).

mod ksort;
mod number;
mod read;
mod text;
mod value;
mod write;

pub use self::ksort::{follows, ksort};
pub use self::read::{DEPTH, read};
pub use self::text::{Join, join_all};
pub use self::value::{Map, Value};
pub use self::write::write;
