//! Archives with one text in them: ZIP (APPNOTE.TXT), tar (POSIX ustar), gzip (RFC 1952).

use std::io::Write as _;

use flate2::{Compression, Crc, GzBuilder};

use super::picture::{long, short};
use super::{Recipe, prose};

/// The text in an archive; the filler is blank lines at its end.
fn readme(recipe: &Recipe) -> Vec<u8> {
    let mut text = format!("{}\n\n{}\n", prose::title(recipe.seed), prose::sentence(recipe.seed)).into_bytes();
    text.resize(text.len() + recipe.filler, b'\n');
    text
}

pub(super) fn zip(recipe: &Recipe) -> Option<Vec<u8>> {
    Some(zipped(&[("README.txt", readme(recipe))]))
}

/// A ZIP of these files, stored as they are, each of them on the first day that the format knows.
pub(super) fn zipped(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, data) in files {
        let mut sum = Crc::new();
        sum.update(data);
        let size = long(data.len());
        // Version 2.0, no flags, stored; midnight of 1980-01-01; checksum, both sizes, the length of the name, no extra field.
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        for field in [sum.sum(), size, size] {
            common.extend(field.to_le_bytes());
        }
        common.extend(short(name.len()).to_le_bytes().iter().chain(&[0, 0]));
        directory.extend([b"PK\x01\x02", &[20, 0][..], &common, &[0; 10]].concat());
        directory.extend(long(bytes.len()).to_le_bytes());
        directory.extend(name.as_bytes());
        bytes.extend([b"PK\x03\x04", &common[..], name.as_bytes(), data].concat());
    }
    let (start, count) = (long(bytes.len()), short(files.len()).to_le_bytes());
    bytes.extend(&directory);
    bytes.extend([&b"PK\x05\x06\0\0\0\0"[..], &count, &count].concat());
    bytes.extend([long(directory.len()), start].map(u32::to_le_bytes).concat());
    bytes.extend([0, 0]);
    bytes
}

/// The filler is the comment of its head.
pub(super) fn gzip(recipe: &Recipe) -> Option<Vec<u8>> {
    let mut head = GzBuilder::new();
    if let Some(length) = recipe.filler.checked_sub(1) {
        head = head.comment(vec![b' '; length]);
    }
    let mut encoder = head.write(Vec::new(), Compression::default());
    encoder.write_all(&readme(&Recipe { filler: 0, ..*recipe })).ok()?;
    encoder.finish().ok()
}

/// The filler is more of the zeros at its end.
pub(super) fn tar(recipe: &Recipe) -> Option<Vec<u8>> {
    let text = readme(&Recipe { filler: 0, ..*recipe });
    let mut head = [0_u8; 512];
    let mut put = |at: usize, text: &str| {
        head.iter_mut().skip(at).zip(text.bytes()).for_each(|(slot, byte)| *slot = byte);
    };
    // Name, mode, owner, group, size, time, a sum of blanks, an ordinary file, magic.
    put(0, "README.txt");
    put(100, "0000644\x000000000\x000000000\x00");
    put(124, &format!("{:011o}\x0000000000000\x00        0", text.len()));
    put(257, "ustar\x0000");
    let sum: u32 = head.iter().copied().map(u32::from).sum();
    head.iter_mut().skip(148).zip(format!("{sum:06o}\x00 ").bytes()).for_each(|(slot, byte)| *slot = byte);
    let mut bytes = [&head[..], &text].concat();
    bytes.resize(bytes.len().next_multiple_of(512) + 1024 + recipe.filler, 0);
    Some(bytes)
}
