//! The withdraw-tool client against a stub written from the document alone: what it sends, what it understands, and
//! what it makes of everything that can go wrong on the way.

mod answers;
mod anything;
mod faults;
mod requests;
mod stub;
