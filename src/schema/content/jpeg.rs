//! JPEG (ITU-T T.81, baseline): every block of eight by eight pixels has one colour, so that nothing but its mean is coded. The filler is
//! comment segments.

use super::Recipe;
use super::picture::{Mark, short};

/// Code lengths of the means: all twelve categories have four bits.
const MEANS: [u8; 28] = [0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
/// Of what differs from the mean there is one code: nothing more in this block.
const REST: [u8; 17] = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
/// A segment holds this much besides its length.
const SEGMENT: usize = 65_533;

pub(super) fn jpeg(recipe: &Recipe) -> Option<Vec<u8>> {
    // A pixel of this mark is a block.
    let mark = Mark::of(recipe.seed, if recipe.scale == 0 { 2 } else { 1 });
    let side = short(mark.side * 8).to_be_bytes();
    let mut bytes = vec![0xff, 0xd8];
    segment(&mut bytes, 0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    comments(&mut bytes, recipe.filler)?;
    // A step of eight makes a mean of eight by eight pixels its colour.
    segment(&mut bytes, 0xdb, &[&[0][..], &[8; 64]].concat());
    segment(&mut bytes, 0xc0, &[&[8][..], &side, &side, &[3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]].concat());
    segment(&mut bytes, 0xc4, &[&[0][..], &MEANS, &[0x10], &REST].concat());
    segment(&mut bytes, 0xda, &[3, 1, 0, 2, 0, 3, 0, 0, 63, 0]);
    let mut bits = Bits::default();
    let (ink, paper) = (means(mark.ink), means(mark.paper));
    let mut before = [0; 3];
    for (y, x) in (0..mark.side).flat_map(|y| (0..mark.side).map(move |x| (y, x))) {
        let colour = if mark.is_ink(x, y) { ink } else { paper };
        for (mean, before) in colour.into_iter().zip(&mut before) {
            bits.difference(mean - *before);
            // The one code of the rest.
            bits.push(0, 1);
            *before = mean;
        }
    }
    bytes.extend(bits.finish());
    bytes.extend([0xff, 0xd9]);
    Some(bytes)
}

fn segment(bytes: &mut Vec<u8>, name: u8, data: &[u8]) {
    bytes.extend([0xff, name]);
    bytes.extend(short(data.len() + 2).to_be_bytes());
    bytes.extend(data);
}

/// Comment segments that take `size` bytes.
fn comments(bytes: &mut Vec<u8>, size: usize) -> Option<()> {
    let mut left = size;
    while left > 0 {
        // No segment may be left without room for its own length.
        let data = left.checked_sub(4)?.min(SEGMENT - 4);
        segment(bytes, 0xfe, &vec![b' '; data]);
        left -= data + 4;
    }
    Some(())
}

/// Luminance and both chrominances around zero (ITU-T T.871), in whole numbers.
fn means([red, green, blue]: [u8; 3]) -> [i32; 3] {
    let (red, green, blue) = (i32::from(red), i32::from(green), i32::from(blue));
    [
        (299 * red + 587 * green + 114 * blue) / 1000 - 128,
        (-169 * red - 331 * green + 500 * blue) / 1000,
        (500 * red - 419 * green - 81 * blue) / 1000,
    ]
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    open: u32,
    count: u32,
}

impl Bits {
    /// The category of the difference in four bits, and the difference in as many as that says; negative ones are one less.
    fn difference(&mut self, difference: i32) {
        let size = 32 - difference.unsigned_abs().leading_zeros();
        self.push(size, 4);
        let value = if difference < 0 { difference - 1 } else { difference };
        self.push(value.cast_unsigned() & ((1 << size) - 1), size);
    }

    fn push(&mut self, value: u32, size: u32) {
        self.open = self.open << size | value;
        self.count += size;
        while self.count >= 8 {
            self.count -= 8;
            let byte = u8::try_from(self.open >> self.count & 0xff).unwrap_or_default();
            self.bytes.push(byte);
            if byte == 0xff {
                self.bytes.push(0);
            }
        }
        self.open &= 0xff;
    }

    /// The last byte is filled with ones.
    fn finish(mut self) -> Vec<u8> {
        let missing = (8 - self.count % 8) % 8;
        self.push((1 << missing) - 1, missing);
        self.bytes
    }
}
