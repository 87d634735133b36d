//! Calls and coverage in the formats of others: HAR, shell commands, `JUnit`, text.

use super::*;

#[test]
fn coverage_counts_what_has_left_the_journal() {
    let host = host();
    make(&host, "GET /rooms?count=1", &[], "");
    make(&host, "GET /rooms", &[("prefer", "example=none")], "");
    make(&host, "GET /rooms", &[("prefer", "code=401"), ("x-client", "web")], "");
    make(&host, "GET /rooms/7", &[], "");
    make(&host, "GET /nowhere", &[], "");
    make(&host, "POST /rooms", &[("x-standin-session", "one"), ("content-type", "application/json")], "{}");
    ask(&host, "DELETE /calls", "");
    let (_, json) = ask(&host, "GET /coverage", "");
    for (pointer, expected) in [
        ("/calls", "5"),
        ("/nowhere", "1"),
        ("/totals/operations", r#"{"touched":2,"of":5,"percent":40}"#),
        ("/totals/statuses", r#"{"touched":3,"of":7,"percent":42}"#),
        ("/totals/examples", r#"{"touched":3,"of":4,"percent":75}"#),
        ("/totals/parameters", r#"{"touched":3,"of":4,"percent":75}"#),
        ("/operations/0/statuses/0/examples/0", r#"{"name":"all","mediaType":"application/json","calls":1}"#),
        ("/operations/0/statuses/0/examples/1/calls", "1"),
        ("/operations/0/statuses/1/calls", "1"),
        ("/operations/0/parameters/1", r#"{"in":"header","name":"x-client","sent":true}"#),
    ] {
        assert_eq!(at(&json, pointer), expected, "{pointer} {json:#}");
    }
    // 422 is not documented: it is told, and it is no status that was touched.
    let (_, one) = ask(&host, "GET /coverage?session=one", "");
    assert_eq!(at(&one, "/operations/1/undocumented"), r#"[{"status":422,"calls":1}]"#);
    assert_eq!(at(&one, "/totals/statuses/touched"), "0");
    let (_, text) = ask(&host, "GET /coverage?format=text", "");
    let expected = [
        "coverage of everyone's session: 5 calls, 1 of them to no operation\n\noperations     2 of 5      40 %\n",
        "\n✓ GET /rooms  listRooms  3 calls\n  ✓ 200  2 calls\n    ✓ example `all`  1 call\n",
        "\n· POST /rooms  makeRoom\n  · 201\n",
    ];
    for part in expected {
        assert!(text.as_str().unwrap().contains(part), "{part}\n{}", text.as_str().unwrap());
    }
    for (accept, media) in [
        ("application/xml", "application/xml"),
        ("text/plain", "text/plain; charset=utf-8"),
        ("*/*", "application/json"),
        ("text/html, application/xml;q=0.9, */*;q=0.8", "application/json"),
    ] {
        let reply = ask_with(&host, "GET /coverage", &[("accept", accept)], "");
        assert_eq!(reply.headers["content-type"], media, "{accept}");
    }
}

#[test]
fn a_report_is_what_continuous_integration_reads() {
    use quick_xml::events::Event as Xml;
    let host = host();
    make(&host, "GET /rooms", &[], "");
    let report = text(&ask_with(&host, "GET /coverage?format=junit", &[], ""));
    let mut reader = quick_xml::Reader::from_str(&report);
    let (mut suites, mut cases, mut skipped, mut totals) = (0, 0, 0, Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Xml::Start(tag) | Xml::Empty(tag) => {
                let attribute = |name: &str| {
                    let found = tag.try_get_attribute(name).unwrap().unwrap_or_else(|| panic!("{name}: {report}"));
                    found.unescape_value().unwrap().into_owned()
                };
                match tag.name().as_ref() {
                    b"testsuites" => totals.extend([attribute("tests"), attribute("skipped")]),
                    b"testsuite" => {
                        suites += 1;
                        assert!(
                            !attribute("name").is_empty() && attribute("failures") == "0" && attribute("errors") == "0"
                        );
                    }
                    b"testcase" => {
                        cases += 1;
                        assert!(
                            !attribute("classname").is_empty()
                                && !attribute("name").is_empty()
                                && attribute("time") == "0"
                        );
                    }
                    b"skipped" => skipped += 1,
                    other => panic!("{}", String::from_utf8_lossy(other)),
                }
            }
            Xml::Eof => break,
            _ => {}
        }
    }
    // Five operations and their seven statuses, of which two and one were touched.
    assert_eq!((suites, cases, skipped, totals), (5, 12, 10, vec!["12".to_owned(), "10".to_owned()]));
}

#[test]
fn an_archive_has_what_the_format_demands() {
    let host = host();
    make(&host, "GET /rooms?count=1&x=a%20b", &[("host", "localhost:4010"), ("cookie", "a=b")], "");
    make(&host, "POST /login", &[("content-type", "application/x-www-form-urlencoded")], "user=me&password=x");
    let (_, archive) = ask(&host, "GET /calls.har", "");
    for (pointer, expected) in [
        ("/log/version", "1.2"),
        ("/log/creator/name", "standin"),
        ("/log/entries/0/startedDateTime", "2026-11-21T12:00:00.5Z"),
        ("/log/entries/0/time", "1.5"),
        ("/log/entries/0/timings", r#"{"send":0,"wait":1.5,"receive":0}"#),
        ("/log/entries/0/cache", "{}"),
        ("/log/entries/0/request/url", "http://localhost:4010/rooms?count=1&x=a%20b"),
        ("/log/entries/0/request/queryString/1", r#"{"name":"x","value":"a b"}"#),
        ("/log/entries/0/request/cookies/0", r#"{"name":"a","value":"***"}"#),
        ("/log/entries/0/request/headersSize", "-1"),
        ("/log/entries/0/request/bodySize", "0"),
        ("/log/entries/0/response/status", "200"),
        ("/log/entries/0/response/statusText", "OK"),
        ("/log/entries/0/response/content/mimeType", "application/json"),
        ("/log/entries/0/response/redirectURL", ""),
        ("/log/entries/0/comment", "call 1, listRooms"),
        ("/log/entries/1/request/postData/mimeType", "application/x-www-form-urlencoded"),
        ("/log/entries/1/request/postData/params/1", r#"{"name":"password","value":"***"}"#),
        ("/log/entries/1/request/postData/text", "user=me&password=***"),
    ] {
        assert_eq!(at(&archive, pointer), expected, "{pointer}");
    }
}

#[test]
fn a_command_says_what_cannot_be_sent_again() {
    let journal = crate::serve::JournalOptions { max_body_bytes: 4, ..Default::default() };
    let host = host_with(HostOptions { journal, ..HostOptions::default() });
    make(&host, "POST /rooms", &[("content-type", "text/plain")], "123456");
    make(&host, "HEAD /rooms", &[], "");
    make(&host, "GET /rooms", &[("authorization", "Bearer x"), ("accept", "")], "");
    let (_, script) = ask(&host, "GET /calls.curl", "");
    assert_eq!(
        script.as_str().unwrap(),
        "# of the body the first 4 of 6 bytes are known\n\
         curl --globoff --path-as-is --header 'content-type: text/plain' --data-raw 1234 http://localhost:4010/rooms\n\n\
         curl --globoff --path-as-is --head http://localhost:4010/rooms\n\n\
         # replace *** by your own secrets\n\
         curl --globoff --path-as-is --header 'authorization: Bearer ***' --header 'accept;' http://localhost:4010/rooms\n"
    );
}

/// A shell runs the command with a `curl` that prints what it is given: nothing that a client sends is run, and nothing is lost.
#[cfg(unix)]
#[test]
fn the_shell_sees_what_the_client_sent() {
    use std::process::Command;
    let host = host();
    let evil = "a'b\"c$(touch /tmp/pwned)`id`\\\n!&|;<>*?[x]{y}~#%\u{e9}";
    make(
        &host,
        "POST /rooms?q='$(id)'[1-3]{a,b}",
        &[("x-evil", "it's $HOME `id` \\"), ("content-type", "text/plain")],
        evil,
    );
    make(&host, "PUT /rooms", &[], "\u{0}\u{1}binary");
    let run = |number: u32| {
        let command = text(&ask_with(&host, &format!("GET /calls/{number}/curl"), &[], ""));
        let script = format!(
            "curl() {{ for word in \"$@\"; do printf '[%s]' \"$word\"; [ \"$word\" = @- ] && cat; done; }}\n{command}"
        );
        let output = Command::new("sh").args(["-c", &script]).output().unwrap();
        assert!(output.stderr.is_empty(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let first = run(1);
    for part in [
        "[x-evil: it's $HOME `id` \\]".to_owned(),
        format!("[--data-raw][{evil}]"),
        "[http://localhost:4010/rooms?q='$(id)'[1-3]{a,b}]".to_owned(),
    ] {
        assert!(first.contains(&part), "{part}\n{first}");
    }
    let second = run(2);
    assert!(
        second.contains("[--request][PUT]")
            && second.contains("[content-type:]")
            && second.contains("[@-]\u{0}\u{1}binary"),
        "{second}"
    );
}
