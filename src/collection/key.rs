//! Keys that look drawn and are counted: from the number of a row to its key, and back.

use serde_json::Value;

use crate::base::Seed;

/// What keys look like.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyShape {}

impl KeyShape {
    /// Whole numbers from `first` on.
    #[must_use]
    pub fn numbers(_first: i64) -> Self {
        Self {}
    }

    /// So many of these characters.
    #[must_use]
    pub fn characters(_characters: &str, _length: u8) -> Self {
        Self {}
    }

    /// Like an example: a UUID for a UUID, else letters and digits for letters and digits, in their places.
    #[must_use]
    pub fn like(_example: &Value) -> Self {
        Self {}
    }

    /// How many keys there are.
    #[must_use]
    pub fn room(&self) -> u128 {
        0
    }

    /// The key of a number. Numbers beyond the room have none.
    #[must_use]
    pub fn key(&self, _seed: Seed, _number: u128) -> Option<Value> {
        None
    }

    /// The number of a key.
    #[must_use]
    pub fn number(&self, _seed: Seed, _key: &Value) -> Option<u128> {
        None
    }
}
