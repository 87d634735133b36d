//! Turns byte offsets into lines and columns, as editors show them. It knows nothing of what is written there.
//! Invariant: any text and any offset have an answer; many offsets cost one pass through the text together.

use super::characters::Characters;
use crate::spec::text::without_mark;

/// A place as editors show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Counted from 1; lines end with `\n`, `\r\n` or `\r`.
    pub line: usize,
    /// Counted from 1, in characters; a byte order mark counts for nothing.
    pub column: usize,
}

/// The line and column of byte `offset`; what lies behind the end is the end, and within a character its beginning.
#[must_use]
pub fn position(text: &str, offset: usize) -> Position {
    // What lies behind need not be measured, but for the character that tells whether a `\r` ends its line.
    let end = text.ceil_char_boundary(offset.saturating_add(1));
    Lines::new(text.get(..end).unwrap_or(text)).position(offset)
}

/// The line and column of each of `offsets`, as [`position`] gives it.
#[must_use]
pub fn positions(text: &str, offsets: &[usize]) -> Vec<Position> {
    let lines = Lines::new(text);
    offsets.iter().map(|&offset| lines.position(offset)).collect()
}

/// A text with the beginnings of its lines.
struct Lines<'t> {
    text: &'t str,
    characters: Characters<'t>,
    /// The byte each line begins with, that of the first line being no news.
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        // A `\r\n` counts once, at its `\n`; what an offset cuts of it belongs to the line it ends.
        let ends_line = |index: usize, byte: u8| match byte {
            b'\n' => true,
            b'\r' => bytes.get(index + 1) != Some(&b'\n'),
            _ => false,
        };
        let ends = bytes.iter().enumerate().filter(|&(index, &byte)| ends_line(index, byte));
        Self { text, characters: Characters::new(text), starts: ends.map(|(index, _)| index + 1).collect() }
    }

    fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let ended = self.starts.partition_point(|&start| start <= offset);
        let start = ended.checked_sub(1).and_then(|last| self.starts.get(last)).copied().unwrap_or(0);
        let line = self.text.get(start..offset).unwrap_or_default();
        let unmarked = offset - without_mark(line).len();
        let column = self.characters.before(offset) - self.characters.before(unmarked) + 1;
        Position { line: ended + 1, column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters() {
        let text = "\u{feff}aé😀b\r\nc\rd\n";
        for (character, expected) in
            [('a', (1, 1)), ('😀', (1, 3)), ('b', (1, 4)), ('\r', (1, 5)), ('c', (2, 1)), ('d', (3, 1))]
        {
            let Position { line, column } = position(text, text.find(character).unwrap());
            assert_eq!((line, column), expected, "{character:?}");
        }
        for (offset, expected) in
            [(0, (1, 1)), (1, (1, 1)), (5, (1, 2)), (7, (1, 3)), (text.len(), (4, 1)), (usize::MAX, (4, 1))]
        {
            let Position { line, column } = position(text, offset);
            assert_eq!((line, column), expected, "{offset}");
        }
    }

    #[test]
    fn many_positions_are_those_of_each() {
        let long = "é\r\n\rb\u{feff}\n\u{feff}😀 ".repeat(300);
        for text in ["", "\n", "\r", "\r\n", "\u{feff}", "\u{feff}\n\u{feff}x\r\ry", "é😀", &long] {
            let offsets: Vec<usize> = (0..=text.len() + 2).rev().chain([usize::MAX, 0]).collect();
            let each: Vec<Position> = offsets.iter().map(|&offset| position(text, offset)).collect();
            assert_eq!(positions(text, &offsets), each, "{text:?}");
        }
    }
}
