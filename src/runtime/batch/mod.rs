//! Batches at work: a file read, held against the journal, and sent. The dashboard and the command line share this.

mod file;
mod hand;
mod review;
mod send;

pub(super) use hand::Batches;

pub use file::read_file;
pub use review::review;
pub use send::send_batch;
