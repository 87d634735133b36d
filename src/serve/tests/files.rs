//! Bodies that are files.

use std::io::Write;

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::server;

#[tokio::test]
async fn a_file_is_sent_as_long_as_it_was_promised() {
    let server = server().await;
    let content: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&content).unwrap();
    let path = file.path().display().to_string();
    let nowhere = format!("{path}.missing");
    for (path, query, promised, sent) in [
        (&path, "", 300_000, 300_000),
        (&path, "", 200_000, 200_000),
        (&path, "", 0, 0),
        (&path, "?fault={\"cut\":\"50%\"}", 300_000, 150_000),
        // It has become shorter since, or is gone.
        (&path, "", 300_001, 300_000),
        (&nowhere, "", 10, 0),
    ] {
        let mut stream = server.connect().await;
        let request = format!("GET /file{path}{query} HTTP/1.1\r\nX-Length: {promised}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut reply = Vec::new();
        stream.read_to_end(&mut reply).await.unwrap();
        let body = reply.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
        let head = str::from_utf8(&reply[..body]).unwrap();
        assert!(head.contains(&format!("content-length: {promised}\r\n")), "{head}");
        assert!(reply[body..] == content[..sent], "{path} {promised}: {} bytes", reply.len() - body);
    }
    server.stop().await;
}
