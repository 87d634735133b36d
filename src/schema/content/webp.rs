//! WebP, lossless (RFC 9649): each channel has two values, and each value is one bit. The filler stands behind the picture's bits.

use super::Recipe;
use super::picture::{Mark, cell, long};

pub(super) fn webp(recipe: &Recipe) -> Option<Vec<u8>> {
    let mark = Mark::of(recipe.seed, cell(recipe.scale));
    let mut bits = Bits::default();
    bits.push(0x2f, 8);
    let side = long(mark.side) - 1;
    // Width, height, no alpha, version 0; no transform, no cache of colours, one group of codes.
    for (value, size) in [(side, 14), (side, 14), (0, 1), (0, 3), (0, 1), (0, 1), (0, 1)] {
        bits.push(value, size);
    }
    let ([red, green, blue], [light_red, light_green, light_blue]) = (mark.ink, mark.paper);
    for (ink, paper) in [(green, light_green), (red, light_red), (blue, light_blue)] {
        // A simple code of two values of eight bits; the smaller one is 0.
        for (value, size) in [(1, 1), (1, 1), (1, 1), (u32::from(ink), 8), (u32::from(paper), 8)] {
            bits.push(value, size);
        }
    }
    // Simple codes of one value, which take no bits: opaque, and no distance.
    for (value, size) in [(1, 1), (0, 1), (1, 1), (0xff, 8), (1, 1), (0, 1), (0, 1), (0, 1)] {
        bits.push(value, size);
    }
    for (x, y) in (0..mark.side).flat_map(|y| (0..mark.side).map(move |x| (x, y))) {
        bits.push(if mark.is_ink(x, y) { 0 } else { 0b111 }, 3);
    }
    let mut data = bits.finish();
    data.resize(data.len().next_multiple_of(2) + recipe.filler, 0);
    if data.len() % 2 == 1 {
        return None;
    }
    let mut bytes = b"RIFF".to_vec();
    bytes.extend(long(data.len() + 12).to_le_bytes());
    bytes.extend(b"WEBPVP8L");
    bytes.extend(long(data.len()).to_le_bytes());
    bytes.extend(data);
    Some(bytes)
}

/// Bits, the lowest first.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    open: u32,
    count: u32,
}

impl Bits {
    fn push(&mut self, value: u32, size: u32) {
        self.open |= value << self.count;
        self.count += size;
        while self.count >= 8 {
            self.bytes.push(u8::try_from(self.open & 0xff).unwrap_or_default());
            self.open >>= 8;
            self.count -= 8;
        }
    }

    fn finish(mut self) -> Vec<u8> {
        self.push(0, (8 - self.count % 8) % 8);
        self.bytes
    }
}
