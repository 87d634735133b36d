//! Files, and readers of them that are not ours where the house has one.

use std::io::Read as _;

use super::*;

const ALL: [&str; 30] = [
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/bmp",
    "image/x-icon",
    "image/svg+xml",
    "application/pdf",
    "application/zip",
    "application/gzip",
    "application/x-tar",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "audio/wav",
    "audio/mpeg",
    "video/mp4",
    "application/wasm",
    "text/plain",
    "text/html",
    "application/xhtml+xml",
    "text/markdown",
    "text/css",
    "text/javascript",
    "text/csv",
    "text/yaml",
    "application/json",
    "application/xml",
    "text/rtf",
    "text/calendar",
    "application/x-unknown",
];

fn media(name: &str) -> MediaType {
    MediaType::parse(name)
}

fn natural(name: &str, seed: u64) -> Vec<u8> {
    file(&media(name), Seed::new(seed), 0..=LARGEST)
}

#[test]
fn files_begin_as_their_formats_do() {
    for (name, start) in [
        ("image/png", &b"\x89PNG\r\n\x1a\n"[..]),
        ("image/jpeg", b"\xff\xd8\xff\xe0"),
        ("image/gif", b"GIF89a"),
        ("image/webp", b"RIFF"),
        ("image/bmp", b"BM"),
        ("image/x-icon", b"\0\0\x01\0"),
        ("image/svg+xml", b"<svg "),
        ("application/pdf", b"%PDF-1.4"),
        ("application/zip", b"PK\x03\x04"),
        ("application/gzip", b"\x1f\x8b"),
        ("audio/wav", b"RIFF"),
        ("audio/mpeg", b"ID3"),
        ("application/wasm", b"\0asm"),
        ("text/html", b"<!DOCTYPE html>"),
    ] {
        assert!(natural(name, 1).starts_with(start), "{name}");
    }
}

#[test]
fn the_same_seed_gives_the_same_file_and_another_seed_another_one() {
    for name in ALL {
        assert_eq!(natural(name, 1), natural(name, 1), "{name}");
        let is_constant = ["application/wasm", "video/mp4"].contains(&name);
        assert!(is_constant || natural(name, 1) != natural(name, 2), "{name}");
    }
}

#[test]
fn every_size_is_kept() {
    for name in ALL {
        let usual = natural(name, 3).len();
        for sizes in
            [0..=0, 1..=1, 5..=9, 40..=60, 200..=200, 999..=1001, 5000..=5000, usual + 1..=usual + 1, 70_000..=70_001]
        {
            let file = file(&media(name), Seed::new(3), sizes.clone());
            assert!(sizes.contains(&file.len()), "{name} {sizes:?} {}", file.len());
        }
    }
}

#[test]
fn filled_files_are_still_files() {
    for name in ALL.iter().filter(|name| **name != "application/x-unknown") {
        let usual = natural(name, 3);
        let more = usual.len() + 1000;
        let filled = made(&media(name), Seed::new(3), more..=more);
        assert_eq!(filled.map(|file| file.len()), Some(more), "{name}");
    }
}

#[test]
fn archives_and_pictures_can_be_unpacked() {
    let mut text = String::new();
    flate2::read::GzDecoder::new(&*natural("application/gzip", 1)).read_to_string(&mut text).unwrap();
    assert!(text.ends_with('\n') && text.contains("\n\n"));
    let tar = natural("application/x-tar", 1);
    assert_eq!((tar.len() % 512, &tar[..10], &tar[257..262]), (0, &b"README.txt"[..], &b"ustar"[..]));
    let png = natural("image/png", 1);
    let at = png.windows(4).position(|name| name == b"IDAT").unwrap();
    let size = u32::from_be_bytes(png[at - 4..at].try_into().unwrap()) as usize;
    let mut rows = Vec::new();
    flate2::read::ZlibDecoder::new(&png[at + 4..at + 4 + size]).read_to_end(&mut rows).unwrap();
    assert_eq!(rows.len(), 112 * 15);
}

#[test]
fn the_cross_references_of_a_pdf_lead_to_its_objects() {
    for size in [0, 1, 2, 500] {
        let pdf = pdf::pdf(&Recipe { seed: Seed::new(1), scale: 0, filler: size }).unwrap();
        let text = String::from_utf8_lossy(&pdf[15..]);
        let text = format!("{}{text}", "-".repeat(15));
        let start: usize =
            text.split("startxref\n").nth(1).and_then(|rest| rest.lines().next()).unwrap().parse().unwrap();
        assert!(pdf[start..].starts_with(b"xref\n"));
        for (number, line) in
            (1..).zip(text.split("65535 f \n").nth(1).unwrap().lines().take_while(|line| line.ends_with("n ")))
        {
            let at: usize = line[..10].parse().unwrap();
            assert!(pdf[at..].starts_with(format!("{number} 0 obj").as_bytes()), "{line}");
        }
    }
}

#[test]
fn what_is_binary() {
    for (name, expected) in [
        ("image/png", true),
        ("image/svg+xml", false),
        ("application/pdf", true),
        ("application/octet-stream", true),
        ("application/epub+zip", true),
        ("application/json", false),
        ("text/csv", false),
        ("model/gltf+json", false),
    ] {
        assert_eq!(is_binary(&media(name)), expected, "{name}");
    }
}
