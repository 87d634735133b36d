//! Keys that are texts: which characters may stand at each of their places, and how a number chooses them.
//!
//! The places are the digits of a number in mixed radix. They make up two numbers, so that no division has 128 bits; what is beyond 2^63 for
//! each is filled from a hash of the row's number, and checked on the way back. Invariant: a text of the shape that no number has is none's.

use std::sync::Arc;

use super::permutation::Permutation;
use crate::base::Seed;
use crate::collection::mix::{Mixer, part};

/// The largest half of a permutation.
const HALF: u64 = 1 << 63;
/// Up to here one number has all places.
const NARROW: u128 = 1 << 62;

/// Characters in their order.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Alphabet {
    symbols: Vec<char>,
    /// The place of each ASCII character; 255 where it is none of them.
    ranks: [u8; 128],
}

impl Alphabet {
    /// Of these characters; what is repeated counts once.
    pub(super) fn new(characters: &str) -> Self {
        let mut alphabet = Self { symbols: Vec::new(), ranks: [u8::MAX; 128] };
        for symbol in characters.chars() {
            if alphabet.rank(symbol).is_none() {
                let rank = u8::try_from(alphabet.symbols.len()).unwrap_or(u8::MAX);
                if let Some(slot) = alphabet.ranks.get_mut(symbol as usize) {
                    *slot = rank;
                }
                alphabet.symbols.push(symbol);
            }
        }
        alphabet
    }

    fn len(&self) -> u64 {
        self.symbols.len() as u64
    }

    fn rank(&self, symbol: char) -> Option<u64> {
        match self.ranks.get(symbol as usize) {
            Some(&u8::MAX) | None => self.symbols.iter().position(|known| *known == symbol).map(|rank| rank as u64),
            Some(&rank) => Some(u64::from(rank)),
        }
    }

    fn symbol(&self, rank: u64) -> Option<char> {
        self.symbols.get(usize::try_from(rank).ok()?).copied()
    }
}

/// What may stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// This character.
    Constant(char),
    /// One of these.
    One(Arc<Alphabet>),
}

/// A place, and what chooses its character.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Digit {
    Constant(char),
    /// A digit of the left or right number.
    Left(Arc<Alphabet>),
    Right(Arc<Alphabet>),
    /// A hash.
    Filled(Arc<Alphabet>),
}

/// Texts of one shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Text {
    digits: Vec<Digit>,
    /// `None`: there is no such text.
    permutation: Option<Permutation>,
    is_narrow: bool,
    left: Fraction,
    right: Fraction,
    /// How many bytes a key has at most.
    bytes: usize,
}

impl Text {
    pub(super) fn new(places: Vec<Place>) -> Self {
        let radices = places.iter().map(|place| match place {
            Place::Constant(_) => 1,
            Place::One(alphabet) => alphabet.len(),
        });
        let total = radices.fold(1_u128, |total, radix| total.saturating_mul(u128::from(radix)));
        let is_narrow = total <= NARROW;
        let most_left = if is_narrow { total } else { total.min(1 << 126).isqrt() };
        let (mut left, mut right, mut is_left) = (1_u64, 1_u64, true);
        let mut digits = Vec::with_capacity(places.len());
        for place in places {
            digits.push(match place {
                Place::Constant(symbol) => Digit::Constant(symbol),
                Place::One(alphabet) => {
                    let grown = |half: u64| half.checked_mul(alphabet.len());
                    is_left = is_left && grown(left).is_some_and(|grown| u128::from(grown) <= most_left);
                    match (grown(left), grown(right)) {
                        (Some(grown), _) if is_left => {
                            left = grown;
                            Digit::Left(alphabet)
                        }
                        (_, Some(grown)) if grown <= HALF => {
                            right = grown;
                            Digit::Right(alphabet)
                        }
                        _ => Digit::Filled(alphabet),
                    }
                }
            });
        }
        let permutation = match total {
            0 => None,
            _ if is_narrow => Some(Permutation::of_numbers(left)),
            _ => Some(Permutation::of_pairs(left, right)),
        };
        let bytes = digits.iter().map(Digit::bytes).sum();
        Self { digits, permutation, is_narrow, left: Fraction::of(left), right: Fraction::of(right), bytes }
    }

    pub(super) fn room(&self) -> u128 {
        self.permutation.as_ref().map_or(0, Permutation::room)
    }

    pub(super) fn key(&self, seed: Seed, number: u128) -> Option<String> {
        let permutation = self.permutation.as_ref()?;
        let (mut left, mut right) = permutation.forth(Mixer::new(seed, MIXED), number)?;
        if self.is_narrow {
            (left, right) = (u64::try_from(permutation.join(left, right)).ok()?, 0);
        }
        let (mut left, mut right) = (self.left.at(left), self.right.at(right));
        let mut filler = filler(seed, number);
        let mut text = String::with_capacity(self.bytes);
        for digit in &self.digits {
            text.push(match digit {
                Digit::Constant(symbol) => *symbol,
                Digit::Left(alphabet) => alphabet.symbol(taken(&mut left, alphabet.len()))?,
                Digit::Right(alphabet) => alphabet.symbol(taken(&mut right, alphabet.len()))?,
                Digit::Filled(alphabet) => alphabet.symbol(part(alphabet.len(), filler()))?,
            });
        }
        Some(text)
    }

    pub(super) fn number(&self, seed: Seed, key: &str) -> Option<u128> {
        let permutation = self.permutation.as_ref()?;
        let (mut left, mut right, mut is_filled) = (0_u64, 0_u64, false);
        let mut symbols = key.chars();
        for digit in &self.digits {
            let symbol = symbols.next()?;
            match digit {
                Digit::Constant(expected) if *expected == symbol => {}
                Digit::Constant(_) => return None,
                Digit::Left(alphabet) => left = left * alphabet.len() + alphabet.rank(symbol)?,
                Digit::Right(alphabet) => right = right * alphabet.len() + alphabet.rank(symbol)?,
                Digit::Filled(alphabet) => {
                    alphabet.rank(symbol)?;
                    is_filled = true;
                }
            }
        }
        if symbols.next().is_some() {
            return None;
        }
        if self.is_narrow {
            (left, right) = permutation.split(u128::from(left))?;
        }
        let number = permutation.back(Mixer::new(seed, MIXED), (left, right))?;
        (!is_filled || self.key(seed, number)? == key).then_some(number)
    }
}

impl Digit {
    /// How many bytes it has at most.
    fn bytes(&self) -> usize {
        match self {
            Self::Constant(symbol) => symbol.len_utf8(),
            Self::Left(alphabet) | Self::Right(alphabet) | Self::Filled(alphabet) => {
                alphabet.symbols.iter().map(|symbol| symbol.len_utf8()).max().unwrap_or_default()
            }
        }
    }
}

/// Purposes of mixing.
const MIXED: u64 = 0x6b65_7973;
const FILLED: u64 = 0x6669_6c6c;

/// The hashes for the places beyond both numbers, one after the other.
fn filler(seed: Seed, number: u128) -> impl FnMut() -> u64 {
    let mixer = Mixer::new(seed, FILLED);
    #[expect(clippy::cast_possible_truncation, reason = "a hash of what tells neighbours apart is enough")]
    let mut place = (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    move || {
        place = place.wrapping_add(1);
        mixer.at(place)
    }
}

/// Numbers below a bound, 2^63 at most, as fractions of it in 2^64ths: digits of these are multiplied out, the first one first, where
/// dividing takes many times as long.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fraction {
    /// 2^128 by the bound, rounded up; 0 for the bound 1.
    unit: u128,
}

impl Fraction {
    fn of(bound: u64) -> Self {
        Self { unit: (u128::MAX / u128::from(bound.max(1))).wrapping_add(1) }
    }

    /// The fraction, too large by 1.5 of 2^64 at most: less than what the last digit is worth, so that all digits are exact.
    fn at(&self, number: u64) -> u64 {
        let share = u128::from(number).wrapping_mul(self.unit) >> 64;
        u64::try_from(share).unwrap_or(u64::MAX).wrapping_add(1)
    }
}

/// Takes the first digit off a fraction.
fn taken(from: &mut u64, radix: u64) -> u64 {
    let digit = part(*from, radix);
    *from = from.wrapping_mul(radix);
    digit
}
