//! Randomness is addressed, not consumed: a [`Seed`] names a place in the data, and the same place has the
//! same value in any order, on any thread, on any machine. Nothing here keeps state.

use std::fmt;

use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};
use siphasher::sip128::{Hasher128, SipHasher13};
use std::hash::Hasher;

/// The address of a random value. Derived by SipHash-1-3 (128 bit) keyed with the parent, so that siblings are unrelated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Seed([u8; 16]);

impl Seed {
    /// The root of a world, from the number the user gave.
    #[must_use]
    pub fn new(number: u64) -> Self {
        let mut key = [0; 16];
        for (slot, byte) in key.iter_mut().zip(number.to_le_bytes()) {
            *slot = byte;
        }
        Self(key).child("standin")
    }

    /// The root of a world named by text (`Prefer: seed=…` takes any text): a decimal number means that number.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        text.parse().map_or_else(|_| Self([0; 16]).child(text), Self::new)
    }

    /// The seed of the part called `step`.
    #[must_use]
    pub fn child(self, step: &str) -> Self {
        self.derive(step.as_bytes(), 0)
    }

    /// The seed of the part numbered `index`.
    #[must_use]
    pub fn nth(self, index: u64) -> Self {
        self.derive(&index.to_le_bytes(), 1)
    }

    /// The seed of attempt `number` at this part; the first, 0, is the part's own. `kind` keeps attempts of different kinds apart.
    #[must_use]
    pub fn attempt(self, kind: &str, number: u64) -> Self {
        if number == 0 { self } else { self.child(kind).nth(number) }
    }

    /// The generator for the value at this address. `ChaCha8` has a documented, portable stream.
    #[must_use]
    pub fn rng(self) -> ChaCha8Rng {
        let mut key = [0; 32];
        for (slot, byte) in key.iter_mut().zip(self.0) {
            *slot = byte;
        }
        ChaCha8Rng::from_seed(key)
    }

    /// A number in `[0, 1)` at this address, with 53 random bits.
    #[must_use]
    pub fn share(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
        let bits = (self.rng().next_u64() >> 11) as f64;
        bits / 9_007_199_254_740_992.0
    }

    /// Its bits, for arithmetic that mixes many places under one seed faster than seeds are derived.
    #[must_use]
    pub fn words(self) -> [u64; 2] {
        let bits = u128::from_le_bytes(self.0);
        #[expect(clippy::cast_possible_truncation, reason = "each half is meant")]
        [bits as u64, (bits >> 64) as u64]
    }

    /// `kind` keeps `child("1")` and `nth(1)` apart.
    fn derive(self, bytes: &[u8], kind: u8) -> Self {
        let mut hasher = SipHasher13::new_with_key(&self.0);
        hasher.write(&[kind]);
        hasher.write(bytes);
        Self(hasher.finish128().as_bytes())
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_pinned() {
        // A change here changes every generated value of every user: it needs a new minor version.
        let seed = Seed::new(7).child("users").nth(3);
        assert_eq!(
            (seed.to_string().as_str(), seed.rng().next_u64()),
            ("d73fec6d359e3d8970afc77cacbb0a16", 9_307_042_892_981_388_956)
        );
    }

    #[test]
    fn numbers_and_their_text_name_the_same_world() {
        assert_eq!(Seed::from_text("7"), Seed::new(7));
        assert_ne!(Seed::from_text("seven"), Seed::new(7));
        assert_ne!(Seed::new(1).child("1"), Seed::new(1).nth(1));
    }
}
