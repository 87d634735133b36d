//! The bytes of media types: from a seed and a range of sizes to a real file, small and valid: pictures, documents, archives, sound,
//! text. What no maker is known for is plain octets. It reads nothing and knows no values: what an object looks like as CSV or XML is not
//! its business. Invariant: the same seed gives the same bytes, and the size is inside the range.

#![expect(clippy::unnecessary_wraps, reason = "makers are of one type; some of their formats can always be filled up")]

mod archive;
mod blob;
mod encoding;
mod film;
mod jpeg;
mod office;
mod pdf;
mod picture;
mod png;
mod prose;
mod sound;
mod webp;

use std::ops::RangeInclusive;

use rand::Rng as _;

pub use blob::{Blob, blob};
pub use encoding::Encoding;

use super::sample::draw;
use crate::base::{MediaType, Seed};

/// The largest file that is made, in bytes: a schema that wants more stays unsatisfied.
pub const LARGEST: usize = 4 << 20;
/// How many sizes a maker has.
const SCALES: u8 = 4;
/// How many ways of filling a file up are tried: some formats cannot grow by a few bytes or by an odd number.
const FILLINGS: usize = 64;

/// What a file is made from.
#[derive(Clone, Copy, Debug)]
struct Recipe {
    seed: Seed,
    /// 0 is the usual size; greater is smaller.
    scale: u8,
    /// How many bytes that mean nothing are in it.
    filler: usize,
}

/// Makes a file, exactly `filler` bytes longer than without a filler; `None` if the format cannot be.
type Make = fn(&Recipe) -> Option<Vec<u8>>;

/// A file of that media type with a size inside `sizes`. A range such as `image/*` gives octets.
#[must_use]
pub fn file(media_type: &MediaType, seed: Seed, sizes: RangeInclusive<usize>) -> Vec<u8> {
    made(media_type, seed, sizes.clone()).unwrap_or_else(|| octets(seed, sizes))
}

/// The same as text; `None` for media types that are not text, or of which nothing is known.
#[must_use]
pub fn text(media_type: &MediaType, seed: Seed, lengths: RangeInclusive<usize>) -> Option<String> {
    if is_binary(media_type) {
        return None;
    }
    String::from_utf8(made(media_type, seed, lengths)?).ok()
}

/// Whether files of that media type are bytes, not text.
#[must_use]
pub fn is_binary(media_type: &MediaType) -> bool {
    const NAMED: [&str; 22] = [
        "application/octet-stream",
        "application/pdf",
        "application/zip",
        "application/x-zip-compressed",
        "application/gzip",
        "application/x-gzip",
        "application/x-tar",
        "application/x-gtar",
        "application/x-compressed-tar",
        "application/x-7z-compressed",
        "application/x-bzip2",
        "application/vnd.rar",
        "application/java-archive",
        "application/vnd.android.package-archive",
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "application/ogg",
        "application/wasm",
        "application/x-protobuf",
        "application/protobuf",
        "application/x-binary",
    ];
    let essence = media_type.essence();
    let of_class = ["image/", "audio/", "video/", "font/", "application/vnd.openxmlformats-officedocument."];
    let is_text = media_type.is_xml() || media_type.is_json();
    !is_text
        && (NAMED.contains(&essence)
            || of_class.iter().any(|class| essence.starts_with(class))
            || ["+zip", "+gzip"].iter().any(|suffix| essence.ends_with(suffix)))
}

/// Whether there is a maker for that media type.
#[must_use]
pub fn is_known(media_type: &MediaType) -> bool {
    maker(media_type).is_some()
}

/// What the names of files of that media type end with, without the dot; `bin` where nobody says.
#[must_use]
pub fn extension(media_type: &MediaType) -> &str {
    let essence = media_type.essence();
    let (class, subtype) = essence.split_once('/').unwrap_or_default();
    match essence {
        "image/jpeg" | "image/jpg" => "jpg",
        "image/svg+xml" => "svg",
        "image/x-icon" | "image/vnd.microsoft.icon" => "ico",
        "audio/mpeg" => "mp3",
        "text/plain" => "txt",
        "text/markdown" => "md",
        "text/javascript" => "js",
        "text/calendar" => "ics",
        "text/vcard" => "vcf",
        "text/tab-separated-values" => "tsv",
        "application/gzip" | "application/x-gzip" => "gz",
        "application/x-tar" => "tar",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation" => "pptx",
        "application/vnd.ms-excel" => "xls",
        "application/msword" => "doc",
        "application/pdf" | "application/zip" | "application/json" | "application/xml" | "application/wasm"
        | "application/yaml" | "application/rtf" => subtype,
        _ if matches!(class, "image" | "audio" | "video" | "font" | "text")
            && subtype.bytes().all(|byte| byte.is_ascii_alphanumeric()) =>
        {
            subtype
        }
        _ if media_type.is_json() => "json",
        _ if media_type.is_xml() => "xml",
        _ => "bin",
    }
}

fn maker(media_type: &MediaType) -> Option<Make> {
    Some(match media_type.essence() {
        "image/png" | "image/x-png" => png::png,
        "image/jpeg" | "image/jpg" | "image/pjpeg" => jpeg::jpeg,
        "image/gif" => picture::gif,
        "image/webp" => webp::webp,
        "image/bmp" | "image/x-ms-bmp" => picture::bmp,
        "image/x-icon" | "image/vnd.microsoft.icon" => picture::ico,
        "image/svg+xml" => picture::svg,
        "application/pdf" => pdf::pdf,
        "application/zip" | "application/x-zip-compressed" | "application/java-archive" => archive::zip,
        "application/gzip" | "application/x-gzip" => archive::gzip,
        "application/x-tar" => archive::tar,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => office::docx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => office::xlsx,
        "audio/wav" | "audio/x-wav" | "audio/wave" | "audio/vnd.wave" => sound::wav,
        "audio/mpeg" | "audio/mp3" => sound::mp3,
        "video/mp4" | "audio/mp4" | "application/mp4" => film::mp4,
        "application/wasm" => film::wasm,
        _ => return prose::maker(media_type),
    })
}

/// The largest of its files that is not too large, filled up if it is too small.
fn made(media_type: &MediaType, seed: Seed, sizes: RangeInclusive<usize>) -> Option<Vec<u8>> {
    let make = maker(media_type)?;
    let (least, most) = (*sizes.start(), (*sizes.end()).min(LARGEST));
    for scale in 0..SCALES {
        let bare = Recipe { seed, scale, filler: 0 };
        let plain = make(&bare).filter(|plain| plain.len() <= most);
        let Some(plain) = plain else { continue };
        if plain.len() >= least {
            return Some(plain);
        }
        let (short, room) = (least - plain.len(), most - plain.len());
        let fillings = (short..=room).take(FILLINGS).filter_map(|filler| make(&Recipe { filler, ..bare }));
        if let Some(filled) = fillings.into_iter().find(|filled| sizes.contains(&filled.len())) {
            return Some(filled);
        }
    }
    None
}

/// Bytes without a meaning.
fn octets(seed: Seed, sizes: RangeInclusive<usize>) -> Vec<u8> {
    let (least, most) = sizes.into_inner();
    let mut rng = seed.child("octets").rng();
    let mut bytes =
        vec![0; draw::size(&mut rng, 96..=256).clamp(least.min(LARGEST), most.min(LARGEST).max(least.min(LARGEST)))];
    rng.fill_bytes(&mut bytes);
    bytes
}

#[cfg(test)]
mod tests;
