//! placeholder
pub mod base;
pub mod cli;
pub mod contract;
pub mod respond;
pub mod schema;
pub mod serve;
pub mod spec;
