//! All tests of the program as a whole, in one binary: they share their support and are linked once.

mod architecture;
mod bad_day;
mod corpus;
mod determinism;
mod program;
mod support;
