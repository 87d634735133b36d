//! Rows that are made, as those who read them see them.
