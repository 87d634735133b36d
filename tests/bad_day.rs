//! Bad input gets a clear message and an exit code, and nothing else happens.

use std::net::TcpListener;

use crate::support::{self, Served, standin, standin_with_input};

const GOOD: &str = "openapi: 3.0.0\ninfo: { title: t, version: '1' }\npaths:\n  /healthy:\n    get:\n      responses:\n        '200': { description: ok, content: { application/json: { schema: { type: object, properties: { id: { type: integer } } } } } }\n";

/// A document that cannot be read, the message about it, and what the program says to do.
struct Case {
    symptom: &'static str,
    content: Vec<u8>,
    says: &'static str,
}

#[test]
fn documents_that_cannot_be_read() {
    let case = |symptom, content: &str, says| Case { symptom, content: content.as_bytes().to_vec(), says };
    let deep = format!("openapi: 3.0.0\npaths: {}{}", "[".repeat(100_000), "]".repeat(100_000));
    let bomb = {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let below = format!("*a{}", level - 1);
            text.push_str(&format!("a{level}: &a{level} [{}]\n", vec![below; 10].join(", ")));
        }
        format!("openapi: 3.0.0\npaths: {{}}\n{text}")
    };
    let cases = [
        case("an empty document", "", "empty"),
        case("a PDF", "%PDF-1.7\n1 0 obj\n", "PDF"),
        case("a page", "<!DOCTYPE html><html><body>no</body></html>", "HTML"),
        case("no API at all", "name: x\nversion: 1\n", "is no OpenAPI document"),
        case("no paths", "openapi: 3.0.0\ninfo: { title: t, version: '1' }\n", "has no `paths`"),
        case("broken YAML", "openapi: 3.0.0\npaths:\n  /a: [\n", ":"),
        case("broken JSON", "{ \"openapi\": \"3.0.0\", \"paths\": { ", ":"),
        case("deep nesting", &deep, "nest"),
        case("an alias bomb", &bomb, "alias"),
        Case { symptom: "bytes", content: vec![0, 159, 146, 150, 0, 1, 2, 3], says: "binary" },
    ];
    for Case { symptom, content, says } in cases {
        let (_folder, path) = support::file("in.yaml", content);
        for command in ["check", "serve", "routes"] {
            let output = standin(&[command, &path]);
            let told = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{symptom} ({command}): {told}");
            assert!(
                told.contains("error: ") && told.contains("in.yaml") && told.contains(says),
                "{symptom} ({command}): {told}"
            );
            assert!(!told.contains("panicked"), "{symptom} ({command}): {told}");
        }
    }
}

#[test]
fn files_that_are_not_there_or_too_large() {
    let output = standin(&["check", "/nowhere/at-all.yaml"]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(told.contains("/nowhere/at-all.yaml: cannot be read: no such file") && told.contains("hint: "), "{told}");

    let (folder, path) = support::file("large.yaml", "");
    std::fs::File::options().write(true).open(&path).unwrap().set_len(200 << 20).unwrap();
    let output = standin(&["serve", &path]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(told.contains("is too large: 200 MiB") && told.contains("--max-document"), "{told}");
    drop(folder);

    let empty = tempfile::tempdir().unwrap();
    let output = standin(&["serve", &empty.path().display().to_string()]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && told.contains("holds no OpenAPI document"), "{told}");
}

#[test]
fn references_do_not_leave_the_folder() {
    for reference in
        ["/etc/passwd", "../../../../../../../../etc/passwd", "file:///etc/passwd", "https://example.com/x.json"]
    {
        let document = GOOD
            .replace("{ type: object, properties: { id: { type: integer } } }", &format!("{{ $ref: '{reference}' }}"));
        let (_folder, path) = support::file("in.yaml", document);
        let output = standin(&["check", &path]);
        let told = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(1), "{reference}: {told}");
        assert!(told.contains("error[dangling-ref]") && !told.contains("root:"), "{reference}: {told}");
    }
}

#[test]
fn loops_of_references_are_cut() {
    let document = "openapi: 3.0.0\ninfo: { title: t, version: '1' }\npaths:\n  /loop:\n    get:\n      responses:\n        '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } }\n        '400': { $ref: '#/components/responses/R' }\ncomponents:\n  schemas: { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } }\n  responses: { R: { $ref: '#/components/responses/R' } }\n";
    let (_folder, path) = support::file("in.yaml", document);
    let output = standin(&["check", &path]);
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(told.contains("[ref-loop]"), "{told}");
    let server = Served::start(&["serve", &path, "--port", "0", "--log", "off"]);
    assert_eq!(server.fetch("/loop", &[]).status, 200);
}

#[test]
fn a_port_that_is_taken() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = standin(&["serve", "--port", &port]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{told}");
    assert!(told.contains("address already in use") && told.contains("--port 0"), "{told}");
}

#[test]
fn a_folder_with_one_broken_document_serves_the_others() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("good.yaml"), GOOD).unwrap();
    std::fs::write(folder.path().join("broken.yaml"), "openapi: 3.0.0\npaths: [").unwrap();
    let path = folder.path().display().to_string();
    let output = standin(&["check", &path]);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let server = Served::start(&["serve", &path, "--port", "0", "--log", "off"]);
    assert_eq!(server.fetch("/healthy", &[]).status, 200);
}

#[test]
fn a_document_on_standard_input() {
    let output = standin_with_input(&["routes", "-"], GOOD);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "GET     /healthy  GET /healthy\n");
    let output = standin_with_input(&["routes", "-"], "");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn words_that_make_no_sense() {
    for (words, code, says) in [
        (&["serve", "--no-such-flag"][..], 2, "unexpected argument"),
        (&["sample", "get-nothing"], 2, "there is no operation `get-nothing`"),
        (&["explain", "GET", "/x", "-H", "nonsense"], 2, "is no header"),
        (&["serve", "--cors", "not an origin", "--port", "0"], 2, "origin"),
        (&["serve", "--tls-cert", "/nowhere.pem", "--tls-key", "/nowhere.pem", "--port", "0"], 3, "/nowhere.pem"),
    ] {
        let output = standin(words);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{words:?}: {told}");
        assert!(told.contains(says), "{words:?}: {told}");
    }
}
