//! Operations as documents have them → the lists that are found.
