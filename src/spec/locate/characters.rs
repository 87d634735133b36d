//! Turns byte offsets of a text into numbers of characters and back, without counting from the beginning each time.
//! Invariant: any offset and any number have an answer; offsets given lie on character boundaries.

/// How many bytes lie between two counts: few enough to count in no time, enough for the table to be small beside the text.
const BLOCK: usize = 256;

/// A text whose characters are counted.
pub(super) struct Characters<'t> {
    text: &'t str,
    /// How many characters begin before each block of bytes.
    counts: Vec<usize>,
}

impl<'t> Characters<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut count = 0;
        let counts = text.as_bytes().chunks(BLOCK).map(|block| {
            let before = count;
            count += beginning_in(block);
            before
        });
        Self { text, counts: counts.collect() }
    }

    /// How many characters begin before byte `offset`.
    pub(super) fn before(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        // An offset at the very end may have no block to lie in.
        let block = (offset / BLOCK).min(self.counts.len().saturating_sub(1));
        let counted = self.counts.get(block).copied().unwrap_or(0);
        counted + beginning_in(self.text.as_bytes().get(block * BLOCK..offset).unwrap_or_default())
    }

    /// The byte that character `number`, counted from 0, begins with; the end of the text behind its last.
    pub(super) fn offset(&self, number: usize) -> usize {
        let block = self.counts.partition_point(|&count| count <= number).saturating_sub(1);
        let missing = number - self.counts.get(block).copied().unwrap_or(0);
        let bytes = self.text.as_bytes().iter().enumerate().skip(block * BLOCK);
        let mut beginnings = bytes.filter(|&(_, &byte)| begins_character(byte));
        beginnings.nth(missing).map_or(self.text.len(), |(offset, _)| offset)
    }
}

/// How many characters begin in `bytes`.
fn beginning_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| begins_character(byte)).count()
}

/// Whether `byte` is no continuation byte of UTF-8 (RFC 3629 §3).
const fn begins_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_and_numbers_are_those_counted_from_the_beginning() {
        for text in ["", "a", "é", &"a".repeat(BLOCK), &"é".repeat(BLOCK), &"aé😀\n".repeat(300)] {
            let characters = Characters::new(text);
            let ends = [(text.len(), ' ')];
            for (number, (offset, _)) in text.char_indices().chain(ends).enumerate() {
                assert_eq!((characters.before(offset), characters.offset(number)), (number, offset), "{text:?}");
            }
            assert_eq!(
                (characters.before(usize::MAX), characters.offset(usize::MAX)),
                (text.chars().count(), text.len())
            );
        }
    }
}
