//! How serious a word is.

/// How serious a word is.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[strum(serialize_all = "lowercase")]
pub enum Level {
    /// Something went as wanted.
    Good,
    /// Something to know.
    Info,
    /// Something to look at.
    Warning,
    /// Nobody knows whether something happened.
    Unconfirmed,
    /// Something went wrong.
    Bad,
}
