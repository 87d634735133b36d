//! PNG (W3C PNG, third edition): one bit a pixel with a palette; the filler is a comment chunk.

use std::io::Write as _;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

use super::Recipe;
use super::picture::{Mark, cell, long};

/// What a chunk has besides its data: length, name, checksum.
const AROUND: usize = 12;
/// The keyword of the comment.
const KEYWORD: &[u8] = b"Comment\0";

pub(super) fn png(recipe: &Recipe) -> Option<Vec<u8>> {
    let mark = Mark::of(recipe.seed, cell(recipe.scale));
    let side = long(mark.side).to_be_bytes();
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut bytes, *b"IHDR", &[&side[..], &side, &[1, 3, 0, 0, 0]].concat());
    chunk(&mut bytes, *b"PLTE", &[mark.ink, mark.paper].concat());
    if recipe.filler > 0 {
        let blanks = recipe.filler.checked_sub(AROUND + KEYWORD.len())?;
        chunk(&mut bytes, *b"tEXt", &[KEYWORD, &vec![b' '; blanks]].concat());
    }
    let mut pixels = ZlibEncoder::new(Vec::new(), Compression::default());
    for y in 0..mark.side {
        // Each row begins with its filter: none.
        pixels.write_all(&[0]).and_then(|()| pixels.write_all(&mark.row(y, 1))).ok()?;
    }
    chunk(&mut bytes, *b"IDAT", &pixels.finish().ok()?);
    chunk(&mut bytes, *b"IEND", &[]);
    Some(bytes)
}

fn chunk(bytes: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    let mut sum = Crc::new();
    sum.update(&name);
    sum.update(data);
    for part in [&long(data.len()).to_be_bytes()[..], &name, data, &sum.sum().to_be_bytes()] {
        bytes.extend(part);
    }
}
