//! All tests of the program as a whole, in one binary: they share their support and are linked once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::format_push_string,
    reason = "a test that cannot go on fails"
)]

mod architecture;
mod bad_day;
mod cases;
mod corpus;
mod defects;
mod determinism;
mod files;
mod mongo;
mod program;
mod properties;
mod readme;
mod reload;
mod scenario;
mod support;
