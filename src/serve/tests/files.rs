//! Bodies that are files.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::server;

/// More than is read whole.
const LARGE: usize = (4 << 20) + 5;

/// The head and the body of the answer whose body is the file at `path`, of which the scenario was told that it has `told` bytes.
async fn get(server: SocketAddr, path: &Path, told: usize, query: &str) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(server).await.unwrap();
    let path = path.display();
    let request = format!("GET /file{path}{query} HTTP/1.1\r\nX-Length: {told}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    stream.read_to_end(&mut head).await.unwrap();
    let body = head.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
    let body = head.split_off(body);
    (String::from_utf8(head).unwrap(), body)
}

fn promised(head: &str) -> usize {
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    length.unwrap_or_else(|| panic!("{head}")).parse().unwrap()
}

#[tokio::test]
async fn a_file_is_sent_as_long_as_it_is_now() {
    let server = server().await;
    let folder = tempfile::tempdir().unwrap();
    let content: Vec<u8> = (0..=255).cycle().take(LARGE).collect();
    let path = folder.path().join("body");
    for length in [300_000, LARGE] {
        std::fs::write(&path, &content[..length]).unwrap();
        for told in [0, length, length - 1, length + 1] {
            for (query, share, sent) in [
                ("", length, length),
                ("?delay=\"1ms\"", length, length),
                ("?fault=\"malformed\"", length / 2, length / 2),
                ("?delay=\"1ms\"&fault=\"malformed\"", length / 2, length / 2),
                ("?fault={\"cut\":\"50%\"}", length, length.div_ceil(2)),
            ] {
                let (head, body) = get(server.address, &path, told, query).await;
                assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
                assert_eq!(promised(&head), share, "{told} {query}");
                assert!(body.len().abs_diff(sent) <= 1 && body[..] == content[..body.len()], "{told} {query}");
            }
        }
    }
    server.stop().await;
}

#[tokio::test]
async fn a_file_that_is_gone_is_a_500_and_no_torn_answer() {
    let server = server().await;
    let folder = tempfile::tempdir().unwrap();
    for (path, query) in [("gone", ""), ("gone", "?delay=\"1ms\""), ("gone", "?fault={\"cut\":\"50%\"}"), ("", "")] {
        let (head, body) = get(server.address, &folder.path().join(path), 9, query).await;
        assert!(head.starts_with("HTTP/1.1 500 "), "{path} {query}: {head}");
        let body = String::from_utf8(body).unwrap();
        assert!(promised(&head) == body.len() && body.contains("cannot be read"), "{head}{body}");
        assert!(!body.contains(&folder.path().display().to_string()), "where it is nobody needs to know: {body}");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_answer_is_torn_while_its_file_is_saved() {
    let server = server().await;
    let folder = tempfile::tempdir().unwrap();
    let (renamed, in_place) = (folder.path().join("renamed"), folder.path().join("in-place"));
    let content = |save: usize| vec![b'a' + u8::try_from(save % 26).unwrap(); 300_000 + save % 7 * 100_000];
    let save = |save: usize| {
        let beside = folder.path().join("beside");
        std::fs::write(&beside, content(save)).unwrap();
        std::fs::rename(&beside, &renamed).unwrap();
        std::fs::write(&in_place, content(save)).unwrap();
    };
    let calls = |path: &PathBuf| {
        let (address, path) = (server.address, path.clone());
        let call = move |_| {
            let path = path.clone();
            async move { get(address, &path, 1, "").await }
        };
        (0..10).map(call).collect::<JoinSet<_>>()
    };
    for round in 0..20 {
        save(round);
        let (whole, halved) = (calls(&renamed), calls(&in_place));
        // The calls are under way on other threads.
        tokio::task::block_in_place(|| save(round + 1));
        for (head, body) in whole.join_all().await {
            assert!(head.starts_with("HTTP/1.1 200 ") && promised(&head) == body.len(), "{round}: {head}");
            assert!(body.iter().all(|byte| *byte == body[0]), "{round}: {head}");
        }
        // A machine may be so busy that half a save looks like all of it; then that half is what is promised.
        for (head, body) in halved.join_all().await {
            assert!(head.starts_with("HTTP/1.1 200 ") && promised(&head) == body.len(), "{round}: {head}");
        }
    }
    server.stop().await;
}
