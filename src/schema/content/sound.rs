//! Sound: WAV with a short tone, MP3 with a moment of silence.

use super::picture::long;
use super::{Recipe, draw, prose};

/// Samples a second.
const RATE: u32 = 8000;

/// PCM of eight bits: a triangle, since whole numbers are the same on every platform. The filler is silence.
pub(super) fn wav(recipe: &Recipe) -> Option<Vec<u8>> {
    let half = i64::try_from(draw::size(&mut recipe.seed.child("tone").rng(), 6..=14)).ok()?;
    let length = 2000_i64 >> (recipe.scale * 2);
    let height = |at: i64| 128 + ((at % (2 * half) - half).abs() * 2 - half) * 48 / half;
    let mut samples: Vec<u8> = (0..length).map(|at| u8::try_from(height(at)).unwrap_or(128)).collect();
    samples.resize(samples.len().next_multiple_of(2) + recipe.filler, 128);
    if samples.len() % 2 == 1 {
        return None;
    }
    let mut bytes = b"RIFF".to_vec();
    bytes.extend(long(samples.len() + 36).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    bytes.extend([RATE, RATE].map(u32::to_le_bytes).concat());
    bytes.extend(b"\x01\0\x08\0data");
    bytes.extend(long(samples.len()).to_le_bytes());
    bytes.extend(samples);
    Some(bytes)
}

/// MPEG-1 layer III, 32 kbit/s, 44.1 kHz, mono: frames in which nothing is coded, after a title (ID3v2.3), behind which the filler stands.
pub(super) fn mp3(recipe: &Recipe) -> Option<Vec<u8>> {
    const FRAME: usize = 104;
    let title = prose::title(recipe.seed);
    let length = title.len() + 1;
    let tag = 10 + length + recipe.filler;
    let mut bytes = b"ID3\x03\0\0".to_vec();
    bytes.extend([21, 14, 7, 0].map(|shift| u8::try_from(tag >> shift & 0x7f).unwrap_or_default()));
    bytes.extend(b"TIT2");
    bytes.extend(long(length).to_be_bytes());
    bytes.extend([0, 0, 0]);
    bytes.extend(title.into_bytes());
    bytes.resize(bytes.len() + recipe.filler, 0);
    for _ in 0..(16 >> recipe.scale) {
        let end = bytes.len() + FRAME;
        bytes.extend([0xff, 0xfb, 0x10, 0xc4]);
        bytes.resize(end, 0);
    }
    Some(bytes)
}
