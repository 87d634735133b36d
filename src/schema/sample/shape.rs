//! Examples of a text → the shape that they have in common: prefixes and separators as they stand, everything else as runs of
//! an alphabet with the lengths that were seen. `cus_NffrFeUfNV2Hib` is `cus_` and 14 letters and digits. What has no
//! alphabet of its own (words, sentences) has no shape.

use rand::rngs::ChaCha8Rng;

use super::draw;
use crate::schema::format;

/// Draws before an example may come out again.
const TRIES: usize = 4;
/// Longer texts are no keys.
const LONGEST: usize = 256;

/// A part of a shape.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Fixed(String),
    Run {
        alphabet: &'static str,
        least: usize,
        most: usize,
    },
    /// A text of a format.
    Of(&'static str),
}

/// The shape of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::schema) struct Shape {
    parts: Vec<Part>,
    /// What it was learnt from: not to be said again.
    seen: Vec<String>,
}

const DIGITS: &str = "0123456789";
/// From the narrowest on; the last holds for every letter and digit of ASCII.
const ALPHABETS: [&str; 8] = [
    DIGITS,
    "0123456789abcdef",
    "0123456789ABCDEF",
    "0123456789ABCDEFGHJKMNPQRSTVWXYZ",
    "0123456789abcdefghijklmnopqrstuvwxyz",
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
];

impl Shape {
    /// The shape of all `examples`, `None` if they have none in common.
    pub(in crate::schema) fn learn<'e>(examples: impl IntoIterator<Item = &'e str>) -> Option<Self> {
        let mut seen: Vec<String> = Vec::new();
        for example in examples {
            if !seen.iter().any(|other| other == example) {
                seen.push(example.to_owned());
            }
        }
        // Which of its digits are free, a UUID says itself.
        if !seen.is_empty() && seen.iter().all(|text| format::holds("uuid", text) == Some(true)) {
            return Some(Self { parts: vec![Part::Of("uuid")], seen });
        }
        let rows: Vec<Vec<&str>> = seen.iter().map(|text| pieces(text)).collect();
        let first = rows.first()?;
        let usable =
            |row: &Vec<&str>| row.len() == first.len() && row.iter().map(|piece| piece.len()).sum::<usize>() <= LONGEST;
        if !rows.iter().all(usable) {
            return None;
        }
        let last = first.len().checked_sub(1)?;
        let parts: Option<Vec<Part>> = (0..first.len())
            .map(|at| {
                let column: Vec<&str> = rows.iter().filter_map(|row| row.get(at).copied()).collect();
                part(&column, at == last)
            })
            .collect();
        let shape = Self { parts: parts?, seen };
        shape.is_tight().then_some(shape)
    }

    /// Whether there is enough chance in it to make keys that differ.
    fn is_tight(&self) -> bool {
        let room: usize = self.parts.iter().map(|part| if let Part::Run { most, .. } = part { *most } else { 0 }).sum();
        room >= 3
    }

    /// A text of that shape, none of those it was learnt from if it can be helped.
    pub(in crate::schema) fn make(&self, rng: &mut ChaCha8Rng) -> String {
        let mut text = self.drawn(rng);
        for _ in 0..TRIES {
            if !self.seen.contains(&text) {
                break;
            }
            text = self.drawn(rng);
        }
        text
    }

    fn drawn(&self, rng: &mut ChaCha8Rng) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Fixed(fixed) => text.push_str(fixed),
                Part::Of(name) => text.extend(format::generate(name, rng, 0..=LONGEST)),
                Part::Run { alphabet, least, most } => {
                    let size = draw::size(rng, *least..=*most);
                    text.push_str(&draw::letters(rng, alphabet, size));
                }
            }
        }
        text
    }
}

/// The text cut where letters or digits end and where they begin.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut inside = None;
    for (at, c) in text.char_indices() {
        let letter = c.is_ascii_alphanumeric();
        if inside.is_some_and(|inside| inside != letter) {
            pieces.extend(text.get(start..at));
            start = at;
        }
        inside = Some(letter);
    }
    pieces.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    pieces
}

/// What the pieces at one place have in common.
fn part(column: &[&str], is_last: bool) -> Option<Part> {
    let first = *column.first()?;
    let same = column.iter().all(|piece| *piece == first);
    let is_word = |piece: &&str| {
        let letters =
            piece.bytes().all(|byte| byte.is_ascii_lowercase()) || piece.bytes().all(|byte| byte.is_ascii_uppercase());
        letters || (piece.len() <= 3 && piece.bytes().all(|byte| byte.is_ascii_alphabetic()))
    };
    let is_year = |piece: &&str| {
        piece.len() == 4
            && (piece.starts_with("19") || piece.starts_with("20"))
            && !piece.contains(|c: char| !c.is_ascii_digit())
    };
    let separator = !first.starts_with(|c: char| c.is_ascii_alphanumeric());
    if separator
        || (same && (column.len() > 1 || (!is_last && (is_word(&first) || is_year(&first) || first.len() < 3))))
    {
        return same.then(|| Part::Fixed(first.to_owned()));
    }
    // Words that differ are a vocabulary, not an alphabet.
    if column.iter().any(|piece| is_word(piece) && piece.len() < 16)
        && !column.iter().any(|piece| piece.contains(|c: char| c.is_ascii_digit()))
    {
        return None;
    }
    let holds = |alphabet: &&str| column.iter().all(|piece| piece.chars().all(|c| alphabet.contains(c)));
    // Few digits say nothing about the letters that may come.
    let alphabet = ALPHABETS.iter().find(|alphabet| holds(alphabet))?;
    let least = column.iter().map(|piece| piece.len()).min()?;
    let most = column.iter().map(|piece| piece.len()).max()?;
    Some(Part::Run { alphabet, least, most })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Seed;

    #[test]
    fn keys_look_like_their_examples() {
        for (examples, pattern) in [
            (vec!["cus_NffrFeUfNV2Hib"], "^cus_[0-9A-Za-z]{14}$"),
            (vec!["5fRTXMt7DMJbpPJfh"], "^[0-9A-Za-z]{17}$"),
            (vec!["ORD-2023-0001"], "^ORD-2023-[0-9]{4}$"),
            (
                vec!["a1b2c3d4-e5f6-7890-abcd-ef1234567890"],
                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
            ),
            (vec!["01ARZ3NDEKTSV4RRFFQ69G5FAV"], "^[0-9A-HJKMNP-TV-Z]{26}$"),
            (vec!["175928847299117063"], "^[0-9]{18}$"),
            (vec!["arn:aws:iam::123456789012:user/a1b2c3d4"], "^arn:aws:iam::[0-9]{12}:user/[0-9a-f]{8}$"),
            (vec!["C012AB3CD", "C024BE91L"], "^[0-9A-Z]{9}$"),
            (vec!["inv_12", "inv_4711"], "^inv_[0-9]{2,4}$"),
        ] {
            let shape = Shape::learn(examples.iter().copied()).unwrap_or_else(|| panic!("{examples:?}"));
            let pattern = regex::Regex::new(pattern).unwrap();
            for seed in 0..30 {
                let text = shape.make(&mut Seed::new(seed).rng());
                assert!(pattern.is_match(&text) && !examples.contains(&text.as_str()), "{examples:?}: {text}");
            }
        }
    }

    #[test]
    fn words_have_no_shape() {
        for examples in
            [vec!["admin"], vec!["USD"], vec!["a-b"], vec!["hello world"], vec![""], vec!["x_1", "x-1"], vec![]]
        {
            assert_eq!(Shape::learn(examples.iter().copied()), None, "{examples:?}");
        }
    }
}
