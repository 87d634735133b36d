//! The smallest honest things: an MP4 without tracks (ISO/IEC 14496-12), a WebAssembly module without content.

use super::Recipe;
use super::picture::long;

/// The filler is a box that is free.
pub(super) fn mp4(recipe: &Recipe) -> Option<Vec<u8>> {
    let mut head = vec![0; 12];
    // A thousand ticks a second, none of them used; speed and volume of one.
    for field in [1000_u32, 0, 0x0001_0000, 0x0100_0000, 0, 0] {
        head.extend(field.to_be_bytes());
    }
    // The matrix that leaves pictures as they are.
    for field in [0x0001_0000_u32, 0, 0, 0, 0x0001_0000, 0, 0, 0, 0x4000_0000] {
        head.extend(field.to_be_bytes());
    }
    head.extend([0; 24]);
    head.extend(1_u32.to_be_bytes());
    let mut bytes = boxed(*b"ftyp", b"isom\0\0\x02\0isomiso2mp41");
    if recipe.filler > 0 {
        bytes.extend(boxed(*b"free", &vec![0; recipe.filler.checked_sub(8)?]));
    }
    bytes.extend(boxed(*b"moov", &boxed(*b"mvhd", &head)));
    Some(bytes)
}

fn boxed(name: [u8; 4], data: &[u8]) -> Vec<u8> {
    [&long(data.len() + 8).to_be_bytes()[..], &name, data].concat()
}

/// The filler is a section without a name; its length always has five bytes.
pub(super) fn wasm(recipe: &Recipe) -> Option<Vec<u8>> {
    let mut bytes = b"\0asm\x01\0\0\0".to_vec();
    if recipe.filler > 0 {
        let length = recipe.filler.checked_sub(6).filter(|length| *length > 0)?;
        let group = |shift: u32| u8::try_from(length >> shift & 0x7f).unwrap_or_default() | 0x80;
        bytes.extend([0, group(0), group(7), group(14), group(21), group(28) & 0x7f]);
        bytes.resize(bytes.len() + length, 0);
    }
    Some(bytes)
}
