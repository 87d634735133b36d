//! Bodies that are no values come over the wire as they are: whole, of the size that the schema says, the same every time.

use crate::support::{Served, file};

/// A document with a path for each media type and range of sizes.
fn document(rows: &[(&str, usize, usize, &[u8])]) -> String {
    let mut text = "openapi: 3.1.0\ninfo: { title: t, version: '1' }\npaths:\n".to_owned();
    for (index, (media, least, most, _)) in rows.iter().enumerate() {
        text.push_str(&format!(
            "  /{index}: {{ get: {{ responses: {{ '200': {{ description: d, content: {{ {media}: {{ schema: {{ type: string, format: binary, minLength: {least}, maxLength: {most} }} }} }} }} }} }} }}\n"
        ));
    }
    text
}

#[test]
fn files_have_their_size_and_begin_as_their_formats_do() {
    let rows: [(&str, usize, usize, &[u8]); 10] = [
        ("image/png", 0, 4096, b"\x89PNG\r\n\x1a\n"),
        ("image/png", 5000, 5000, b"\x89PNG\r\n\x1a\n"),
        ("image/png", 3, 3, b""),
        ("image/jpeg", 100_001, 100_001, b"\xff\xd8\xff\xe0"),
        ("application/pdf", 2000, 2001, b"%PDF-1.4\n"),
        ("application/zip", 300, 300, b"PK\x03\x04"),
        ("application/octet-stream", 77, 77, b""),
        ("application/vnd.acme", 78, 79, b""),
        ("audio/wav", 4000, 4001, b"RIFF"),
        ("image/svg+xml", 2000, 2000, b"<svg "),
    ];
    let (_folder, path) = file("files.yaml", document(&rows));
    let server = Served::start(&["serve", &path, "--port", "0", "--seed", "7", "--log", "off"]);
    for (index, (media, least, most, start)) in rows.iter().enumerate() {
        let reply = server.fetch(&format!("/{index}"), &[]);
        assert_eq!((reply.status, reply.header("content-type")), (200, Some(*media)));
        let length = reply.body.len();
        assert!((*least..=*most).contains(&length) && reply.body.starts_with(start), "{media} {length}");
        assert_eq!(reply.body, server.fetch(&format!("/{index}"), &[]).body, "{media}");
        assert_ne!(reply.body, server.fetch(&format!("/{index}?__seed=8"), &[]).body, "{media}");
    }
}
