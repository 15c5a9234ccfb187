//! The paytop binary: parses, calls the library, leaves with its exit code.

fn main() {}
