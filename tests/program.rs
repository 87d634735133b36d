//! The program as its users meet it: the seed's own document, what it prints, its commands, its protocols.

use std::io::{Read, Write};

use serde_json::json;

use crate::support::{self, Request, Served, shared, standin};

const CREDENTIALS: [(&str, &str); 2] = [("X-Auth-Token", "t"), ("X-User-Id", "u")];

#[test]
fn the_direct_message_api_as_its_publisher_renders_it() {
    let server = Served::start(&["serve", "--port", "0", "--log", "off"]);
    for path in ["/api/v1/dm.messages", "/api/v1/im.messages"] {
        let reply = server.fetch(&format!("{path}?roomId=x"), &CREDENTIALS);
        assert_eq!(reply.status, 200, "{}", reply.text());
        let body = reply.json();
        assert_eq!(
            (&body["count"], &body["offset"], &body["total"], &body["success"]),
            (&json!(3), &json!(0), &json!(3), &json!(true))
        );
        assert_eq!(body["messages"][2]["msg"], "Hi buddy");
    }
    let unauthorized = json!({ "status": "error", "message": "You must be logged in to do this." });
    for headers in
        [&CREDENTIALS[..0], &CREDENTIALS[..1], &CREDENTIALS[1..], &[("X-Auth-Token", ""), ("X-User-Id", "u")][..]]
    {
        let reply = server.fetch("/api/v1/dm.messages?roomId=x", headers);
        assert_eq!((reply.status, reply.json()), (401, unauthorized.clone()));
    }
    let reply = server.fetch("/api/v1/dm.messages?roomId=x&count=abc", &CREDENTIALS);
    assert_eq!((reply.status, reply.json()["success"].clone()), (400, json!(false)));
    let prefer = [CREDENTIALS[0], CREDENTIALS[1], ("Prefer", "code=400, example=Invalid Channel")];
    let reply = server.fetch("/api/v1/dm.messages?roomId=x", &prefer);
    assert_eq!((reply.status, reply.json()["error"].clone()), (400, json!("[invalid-channel]")));
    let reply = server.fetch("/api/v1/dm.history?roomId=x&count=abc", &CREDENTIALS);
    assert_eq!((reply.status, reply.json()["error"].clone()), (400, json!("must be number [invalid-params]")));
}

#[test]
fn the_paper_as_it_was_published() {
    let Some(paper) = shared("seeds/001_5661455469495f0a.txt") else { return };
    let paper = std::fs::read_to_string(paper).unwrap();
    let (start, end) = (paper.find("{\n").unwrap(), paper.rfind("}\n").unwrap() + 1);
    let (_folder, path) = support::file("paper.json", &paper[start..end]);
    let output = standin(&["check", &path]);
    let told = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert_eq!(told.matches("warning[boolean-as-text]").count(), 7, "{told}");
    assert!(told.contains("paper.json:326:27") || told.contains("example-coerced"), "{told}");
    let server = Served::start(&["serve", &path, "--port", "0", "--log", "off"]);
    let reply = server.fetch("/api/v1/dm.messages?roomId=x", &CREDENTIALS);
    assert_eq!((reply.status, reply.json()["count"].clone()), (200, json!(3)));
    assert_eq!(server.fetch("/api/v1/dm.messages?roomId=x", &[]).status, 401);
    let prefer = [CREDENTIALS[0], CREDENTIALS[1], ("Prefer", "code=400, example=Invalid Channel")];
    assert_eq!(server.fetch("/api/v1/dm.messages", &prefer).json()["errorType"], "invalid-channel");
}

#[test]
fn scenarios_on_the_command_line() {
    let flags = ["serve", "--port", "0", "--log", "off", "--scenario", "errors", "--why", "--admin-path", "/admin"];
    let server = Served::start(&flags);
    let reply = server.fetch("/api/v1/im.history?roomId=not-a-number", &CREDENTIALS);
    assert_eq!((reply.status, reply.json()["errorType"].clone()), (400, json!("invalid-params")));
    let why = reply.header("x-standin-why").unwrap_or_default();
    assert!(why.contains("rule: scenarios/errors.yaml:") && why.contains("(not-a-number)"), "{why}");
    let health = server.fetch("/admin/health", &[]);
    assert_eq!((health.status, health.json()["status"].clone()), (200, json!("ok")));
    assert_eq!(server.fetch("/_standin/health", &[]).status, 404);
    let from = [("X-Standin-Session", "one"), CREDENTIALS[0], CREDENTIALS[1]];
    assert_eq!(server.fetch("/api/v1/im.history?roomId=invalid-channel", &from).status, 400);
    let calls = server.fetch("/admin/calls?session=one", &[]).json();
    assert_eq!(calls["calls"].as_array().map(Vec::len), Some(1), "{calls}");
    let late = Served::start(&["serve", "--port", "0", "--log", "off", "--delay", "30ms", "--no-admin"]);
    let begun = std::time::Instant::now();
    assert_eq!(late.fetch("/api/v1/im.messages?roomId=x", &CREDENTIALS).status, 200);
    assert!(begun.elapsed().as_millis() >= 30);
    assert_eq!(late.fetch("/_standin/health", &[]).status, 404);
    for (words, told) in [
        (["serve", "--scenario", "eror"], "did you mean `errors`?"),
        (["serve", "--delay", "soon"], "is no span of time"),
        (["serve", "--admin-path", "admin"], "is no path"),
    ] {
        let output = standin(&words);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && said.contains(told), "{words:?}: {said}");
    }
}

#[test]
fn every_printed_address_works() {
    for document in ["spec/rocketchat-dm.json", "tests/documents/shop.yaml"] {
        let server = Served::start(&["serve", document, "--port", "0", "--log", "off"]);
        let output = standin(&["routes", document, "--format", "json"]);
        let routes: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(!routes.as_array().unwrap().is_empty());
        for route in routes.as_array().unwrap() {
            let target = route["path"].as_str().unwrap().replace("{userId}", "7").replace("{id}", "7");
            let request =
                Request { method: route["method"].as_str().unwrap(), target: &target, headers: &[], body: b"" };
            let status = server.send(&request).status;
            assert!(![404, 405, 500, 501].contains(&status), "{status} {target}");
        }
    }
}

#[test]
fn raw_characters_in_a_query_are_taken() {
    let server = Served::start(&["serve", "--port", "0", "--log", "off"]);
    for query in ["sort={\"ts\":-1}", "query={\"a\":{\"$lt\":1}}", "fields={\"msg\":1|}", "query=<a>", "query=a\\b^c`d"]
    {
        let reply = server.fetch(&format!("/api/v1/dm.messages?roomId=x&{query}"), &CREDENTIALS);
        assert_eq!(reply.status, 200, "{query}: {}", reply.text());
    }
}

#[cfg(unix)]
#[test]
fn it_stops_when_it_is_told_to() {
    let server = Served::start(&["serve", "--port", "0", "--log", "off"]);
    assert_eq!(server.fetch("/api/v1/login", &[]).status, 405);
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn every_flag_has_an_environment_variable() {
    for command in ["serve", "mock", "check", "routes", "sample", "explain"] {
        let output = standin(&[command, "--help"]);
        let help = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut flags: Vec<String> = Vec::new();
        for line in help.lines().map(str::trim_start) {
            if line.starts_with("--") || (line.starts_with('-') && line.contains(", --")) {
                flags.push(line.to_owned());
            } else if let Some(flag) = flags.last_mut() {
                flag.push_str(line);
            }
        }
        flags.retain(|flag| !flag.contains("--help") && !flag.contains("--version"));
        let without: Vec<&String> =
            flags.iter().filter(|flag| !flag.replace(' ', "").contains("[env:STANDIN_")).collect();
        assert!(!flags.is_empty() && without.is_empty(), "{command}: {without:#?}");
    }
}

#[test]
fn explain_tells_why() {
    let output = standin(&[
        "explain",
        "GET",
        "http://x/api/v1/dm.messages?roomId=x",
        "-H",
        "X-Auth-Token: t",
        "-H",
        "X-User-Id: u",
    ]);
    let told = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0));
    for part in ["operation: GET /api/v1/dm.messages", "body: example `Example`, text coerced", "200 OK", "\"count\":3"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn samples_are_one_a_line_and_differ() {
    let output = standin(&["sample", "GET /api/v1/dm.history", "--count", "5", "--seed", "7"]);
    let told = String::from_utf8_lossy(&output.stdout);
    let lines: std::collections::BTreeSet<&str> = told.lines().collect();
    assert_eq!(lines.len(), 5, "{told}");
    let again = standin(&["sample", "GET /api/v1/dm.history", "--count", "5", "--seed", "7"]);
    assert_eq!(output.stdout, again.stdout);
}

#[test]
fn the_ready_line_of_prism() {
    let server = Served::start(&["mock", "-p", "0", "spec/rocketchat-dm.json"]);
    let reply = server.fetch("/api/v1/nothing", &[]);
    assert_eq!(
        (reply.status, reply.json()["type"].clone()),
        (404, json!("https://stoplight.io/prism/errors#NO_PATH_MATCHED_ERROR"))
    );
}

/// Serves texts by path, for as long as the test lives.
fn elsewhere(files: &'static [(&'static str, &'static str)]) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = [0; 4096];
            let length = stream.read(&mut head).unwrap();
            let path = String::from_utf8_lossy(&head[..length]).split(' ').nth(1).unwrap_or_default().to_owned();
            let (status, text) = match files.iter().find(|(name, _)| *name == path) {
                Some((_, text)) => ("200 OK", *text),
                None => ("404 Not Found", ""),
            };
            let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", text.len());
            stream.write_all(&[head.as_bytes(), text.as_bytes()].concat()).unwrap();
        }
    });
    format!("http://{address}")
}

#[test]
fn documents_on_other_machines_are_read_only_when_allowed() {
    let url = elsewhere(&[
        (
            "/specs/api.yaml",
            "openapi: 3.1.0\ninfo: { title: t, version: '1' }\npaths:\n  /users: { $ref: 'parts/users.yaml#/item' }\n",
        ),
        (
            "/specs/parts/users.yaml",
            "item: { get: { operationId: users, responses: { '200': { description: all } } } }\n",
        ),
    ]);
    let document = format!("{url}/specs/api.yaml");
    let output = standin(&["routes", &document]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && told.contains("--allow-remote"), "{told}");
    let output = standin(&["routes", &document, "--allow-remote"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "GET     /users  users\n");
    let missing = standin(&["routes", &format!("{url}/nothing.yaml"), "--allow-remote"]);
    assert!(missing.status.code() == Some(2) && String::from_utf8_lossy(&missing.stderr).contains("404"));
}

#[test]
fn examples_in_files_beside_the_document_are_sent() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ada.json"), r#"{ "name": "Ada" }"#).unwrap();
    let document = "openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths:\n  /user:\n    get:\n      responses:\n        '200':\n          description: one\n          content: { application/json: { examples: { ada: { externalValue: ./ada.json } } } }\n";
    let path = folder.path().join("api.yaml").display().to_string();
    std::fs::write(&path, document).unwrap();
    let server = Served::start(&["serve", &path, "--port", "0", "--log", "off"]);
    assert_eq!(server.fetch("/user", &[]).text(), r#"{"name":"Ada"}"#);
}

#[test]
fn a_folder_of_documents_shares_one_port() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["users", "orders"] {
        let document = format!(
            "openapi: 3.0.3\ninfo: {{ title: t, version: '1' }}\npaths: {{ /{name}: {{ get: {{ responses: {{ '204': {{ description: none }} }} }} }} }}\n"
        );
        std::fs::write(folder.path().join(format!("{name}.yaml")), document).unwrap();
    }
    std::fs::write(folder.path().join("notes.json"), "{}").unwrap();
    let server = Served::start(&["serve", &folder.path().display().to_string(), "--port", "0", "--log", "off"]);
    for target in ["/users", "/orders"] {
        assert_eq!(server.fetch(target, &[]).status, 204, "{target}");
    }
}

#[test]
fn calls_are_logged_for_machines() {
    let (mut child, address) = support::with_log(&["serve", "--port", "0", "--log", "json"]);
    let request = Request { method: "GET", target: "/api/v1/nothing?a=1", headers: &[], body: b"" };
    assert_eq!(support::send(&address, &request).status, 404);
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stderr.take().unwrap()));
    let line = lines.find_map(|line| line.ok().filter(|line| line.starts_with('{'))).unwrap();
    let _ = child.kill();
    let _ = child.wait();
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(
        (&line["method"], &line["path"], &line["status"]),
        (&json!("GET"), &json!("/api/v1/nothing?a=1"), &json!(404))
    );
}
