//! Pictures: a mark of five by five cells, mirrored, in two colours, as sites draw for people without a photo; and the formats that can
//! show it in a few lines: GIF, BMP, ICO, SVG.

use std::fmt::Write as _;

use super::png::png;
use super::{Recipe, draw};
use crate::base::Seed;

/// Cells from edge to edge, the margin included.
const CELLS: usize = 7;

/// A drawing in two colours.
pub(super) struct Mark {
    cells: [[bool; 3]; 5],
    /// Red, green, blue of what is drawn: each below that of the paper.
    pub(super) ink: [u8; 3],
    /// Red, green, blue of the ground.
    pub(super) paper: [u8; 3],
    /// Pixels from edge to edge.
    pub(super) side: usize,
}

impl Mark {
    /// The mark of a seed, with cells of that many pixels.
    pub(super) fn of(seed: Seed, cell: usize) -> Self {
        let mut rng = seed.child("mark").rng();
        let mut cells = [[false; 3]; 5];
        cells.iter_mut().flatten().for_each(|cell| *cell = draw::chance(&mut rng, 50));
        let ink = [(); 3].map(|()| u8::try_from(draw::below(&mut rng, 160)).unwrap_or(0) + 32);
        Self { cells, ink, paper: [0xf4, 0xf2, 0xf0], side: CELLS * cell }
    }

    /// Whether the pixel is drawn.
    pub(super) fn is_ink(&self, x: usize, y: usize) -> bool {
        let cell = self.side / CELLS;
        let inside = |at: usize| (at / cell).checked_sub(1).filter(|at| *at < 5);
        let (Some(column), Some(row)) = (inside(x), inside(y)) else { return false };
        self.cells.get(row).and_then(|row| row.get(column.min(4 - column))).copied().unwrap_or_default()
    }

    /// One bit a pixel, the highest first, set for paper; rows are padded to a multiple of `align` bytes.
    pub(super) fn row(&self, y: usize, align: usize) -> Vec<u8> {
        let mut bytes = vec![0_u8; self.side.div_ceil(8).next_multiple_of(align)];
        for x in (0..self.side).filter(|x| !self.is_ink(*x, y)) {
            bytes.iter_mut().skip(x / 8).take(1).for_each(|byte| *byte |= 0x80 >> (x % 8));
        }
        bytes
    }
}

/// Pixels of a cell.
pub(super) fn cell(scale: u8) -> usize {
    16 >> (scale * 2).min(4)
}

/// A length as formats have it: 32 bits.
pub(super) fn long(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// The same in 16 bits.
pub(super) fn short(length: usize) -> u16 {
    u16::try_from(length).unwrap_or(u16::MAX)
}

/// GIF 89a. Its compression is left aside: codes of eight bits, and the table is cleared before they would grow to nine.
pub(super) fn gif(recipe: &Recipe) -> Option<Vec<u8>> {
    const CLEAR: u8 = 0x80;
    const END: u8 = 0x81;
    let mark = Mark::of(recipe.seed, cell(recipe.scale).div_ceil(2));
    let side = short(mark.side).to_le_bytes();
    let mut bytes = b"GIF89a".to_vec();
    bytes.extend(side.iter().chain(&side).chain(&[0x80, 0, 0]).chain(&mark.ink).chain(&mark.paper));
    bytes.extend(comment(recipe.filler)?);
    bytes.extend([0x2c, 0, 0, 0, 0].iter().chain(&side).chain(&side).chain(&[0, 7]));
    let pixels = (0..mark.side).flat_map(|y| (0..mark.side).map(move |x| (x, y)));
    let pixels: Vec<u8> = pixels.map(|(x, y)| u8::from(!mark.is_ink(x, y))).collect();
    let mut codes: Vec<u8> = pixels.chunks(96).flat_map(|chunk| [&[CLEAR], chunk].concat()).collect();
    codes.push(END);
    codes.chunks(255).for_each(|block| bytes.extend([&[u8::try_from(block.len()).unwrap_or(0)], block].concat()));
    bytes.extend([0, 0x3b]);
    Some(bytes)
}

/// A comment extension of GIF that takes `size` bytes.
fn comment(size: usize) -> Option<Vec<u8>> {
    if size == 0 {
        return Some(Vec::new());
    }
    let mut bytes = vec![0x21, 0xfe];
    let mut left = size.checked_sub(3)?;
    while left > 0 {
        // No block may be left with a length alone.
        let block = if left == 257 { 255 } else { left.min(256) };
        bytes.push(u8::try_from(block.checked_sub(2)? + 1).ok()?);
        bytes.resize(bytes.len() + block - 1, b' ');
        left -= block;
    }
    bytes.push(0);
    Some(bytes)
}

/// BMP with a palette; the filler stands between it and the pixels.
pub(super) fn bmp(recipe: &Recipe) -> Option<Vec<u8>> {
    let mark = Mark::of(recipe.seed, cell(recipe.scale));
    let start = 14 + 40 + 8 + recipe.filler;
    let pixels: Vec<u8> = (0..mark.side).rev().flat_map(|y| mark.row(y, 4)).collect();
    let side = long(mark.side).to_le_bytes();
    let mut bytes = b"BM".to_vec();
    for field in [long(start + pixels.len()), 0, long(start), 40] {
        bytes.extend(field.to_le_bytes());
    }
    bytes.extend(side.iter().chain(&side).chain(&[1, 0, 1, 0]));
    for field in [0, long(pixels.len()), 2835, 2835, 2, 2] {
        bytes.extend(u32::to_le_bytes(field));
    }
    for [red, green, blue] in [mark.ink, mark.paper] {
        bytes.extend([blue, green, red, 0]);
    }
    bytes.resize(start, 0);
    bytes.extend(pixels);
    Some(bytes)
}

/// ICO around a PNG; the filler stands before it.
pub(super) fn ico(recipe: &Recipe) -> Option<Vec<u8>> {
    let start = 6 + 16 + recipe.filler;
    let picture = png(&Recipe { filler: 0, ..*recipe })?;
    let side = u8::try_from(CELLS * cell(recipe.scale)).ok()?;
    let mut bytes = vec![0, 0, 1, 0, 1, 0, side, side, 2, 0, 1, 0, 1, 0];
    bytes.extend(long(picture.len()).to_le_bytes().iter().chain(&long(start).to_le_bytes()));
    bytes.resize(start, 0);
    bytes.extend(picture);
    Some(bytes)
}

/// SVG; the filler is blanks before the last tag.
pub(super) fn svg(recipe: &Recipe) -> Option<Vec<u8>> {
    let mark = Mark::of(recipe.seed, 1);
    let side = CELLS * cell(recipe.scale);
    let hex = |colour: [u8; 3]| colour.iter().fold("#".to_owned(), |text, part| format!("{text}{part:02x}"));
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{side}\" height=\"{side}\" viewBox=\"0 0 {CELLS} {CELLS}\">\
         <rect width=\"{CELLS}\" height=\"{CELLS}\" fill=\"{}\"/><path fill=\"{}\" d=\"",
        hex(mark.paper),
        hex(mark.ink)
    );
    let drawn = (0..mark.side).flat_map(|y| (0..mark.side).map(move |x| (x, y))).filter(|(x, y)| mark.is_ink(*x, *y));
    for (x, y) in drawn {
        let _ = write!(text, "M{x} {y}h1v1h-1z");
    }
    text.push_str("\"/>");
    text.extend(std::iter::repeat_n(' ', recipe.filler));
    text.push_str("</svg>\n");
    Some(text.into_bytes())
}
