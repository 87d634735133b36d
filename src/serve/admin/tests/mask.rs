//! No secret of a call leaves the admin interface, by any door.

use bytes::Bytes;

use super::*;
use crate::base::MediaType;
use crate::serve::admin::mask::{Mask, Secrets};
use crate::serve::admin::mask_body::Bodies;

/// The same word in all of them, so that one search finds every leak.
const SECRET: &str = "hunter2-very-secret";

#[test]
fn secrets_are_nowhere() {
    let host = host();
    let basic = format!("Basic {}", {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.encode(format!("me:{SECRET}"))
    });
    let bearer = format!("Bearer {SECRET}");
    let cookie = format!("theme=dark; sid={SECRET}");
    let referer = format!("https://me:{SECRET}@host/path?access_token={SECRET}&page=2");
    let json = format!(
        r#"{{"user":"me","Password":"{SECRET}","deep":[{{"api_key":"{SECRET}"}}],"tokens":3,"secret":["{SECRET}",{{"a":"{SECRET}"}}]}}"#
    );
    let form = format!("user=me&client_secret={SECRET}&x=1");
    let form_type = [("content-type", "application/x-www-form-urlencoded")];
    let json_type = [("content-type", "application/json")];
    make(
        &host,
        &format!("GET /rooms?api-key={SECRET}&count=many"),
        &[("authorization", &bearer), ("cookie", &cookie)],
        "",
    );
    make(&host, "GET /rooms", &[("authorization", &basic), ("referer", &referer), ("x-auth-token", SECRET)], "");
    make(&host, "POST /login", &[("x-house-pass-phrase", SECRET), json_type[0]], &json);
    make(&host, "POST /login", &form_type, &form);
    make(&host, "POST /login", &json_type, &format!(r#"{{"password":"{SECRET}"#));
    make(&host, &format!("POST /reset/{SECRET}"), &[], "");
    make(&host, &format!("POST /reset/{SECRET}?when=now"), &[], "");
    make(&host, &format!("HEAD /reset/{SECRET}"), &[], "");
    let fragment = format!("https://host/#access_token={SECRET}&state=1");
    make(&host, &format!("DELETE /reset/{SECRET}"), &[("referer", &fragment)], "");
    let fragment = format!("https://host/?page=2#/callback?id_token={SECRET}&state=2");
    make(&host, "GET /rooms", &[("referer", &fragment)], "");
    ask(&host, "PUT /sessions/bell", r#"{"scenarios":["errors"]}"#);
    let ring = [("x-standin-session", "bell"), ("x-bell", "1"), ("authorization", &*bearer)];
    assert_eq!(make(&host, "GET /rooms/7", &ring, ""), 200);
    let (_, bell) = ask(&host, "GET /sessions/bell", "");
    assert!(!bell.to_string().contains(SECRET), "{bell:#}");
    assert!(at(&bell, "/states/0/per").contains("***") && at(&bell, "/settings/token") == "***", "{bell:#}");
    let mut doors: Vec<String> =
        (1..=11).flat_map(|number| [format!("/calls/{number}"), format!("/calls/{number}/curl")]).collect();
    doors.extend(["/calls", "/calls.har", "/calls.curl", "/coverage", "/sessions", "/scenarios"].map(str::to_owned));
    doors.extend(["/settings", "/settings/token", "/scenarios/errors"].map(|door| format!("{door}?session=bell")));
    for door in doors {
        let text = text(&ask_with(&host, &format!("GET {door}"), &[], ""));
        assert!(!text.contains(SECRET) && !text.contains("made-of-secrets"), "{door}: {text}");
        assert!(!text.contains(basic.split(' ').nth(1).unwrap()), "{door}: {text}");
    }
    let near = r#"{"operation":"listRooms","when":{"header":{"authorization":"no","x-auth-token":"no"}},"count":9}"#;
    let (_, verdict) = ask(&host, "POST /verify", near);
    assert_eq!(at(&verdict, "/pass"), "false");
    assert!(!verdict.to_string().contains(SECRET), "{verdict:#}");
    // What is no secret stays.
    for (door, kept) in [
        ("/calls/1", "theme=***; sid=***"),
        ("/calls/1", "Bearer ***"),
        ("/calls/1", "/rooms?api-key=***&count=many"),
        ("/calls/2", "https://***@host/path?access_token=***&page=2"),
        ("/calls/3", r#""tokens": 3"#),
        ("/calls/3", r#""user": "me""#),
        ("/calls/3", r#""authToken": "***""#),
        ("/calls/4", "user=me&client_secret=***&x=1"),
        ("/calls/6", "/reset/***"),
        ("/calls/8", "/reset/***"),
        ("/calls/9", "https://host/#access_token=***&state=1"),
        ("/calls/10", "https://host/?page=2#/callback?id_token=***&state=2"),
    ] {
        let text = text(&ask_with(&host, &format!("GET {door}"), &[], ""));
        assert!(text.contains(kept), "{door}: {kept}\n{text}");
    }
}

#[test]
fn bodies_of_every_kind() {
    let mask = Mask::default();
    for (media, body, expected) in [
        ("application/json", r#"{ "token" : "x" , "a":1 }"#, r#"{ "token" : "***" , "a":1 }"#),
        ("application/json", r#"{"a":{"password":12345}}"#, r#"{"a":{"password":"***"}}"#),
        (
            "application/json",
            r#"{"password":true,"secret":null,"token":""}"#,
            r#"{"password":true,"secret":null,"token":""}"#,
        ),
        ("application/json", r#"{"password":"a\"b\\","b":2}"#, r#"{"password":"***","b":2}"#),
        ("application/json", r#"{"p\u0061ssword":"x"}"#, r#"{"p\u0061ssword":"***"}"#),
        ("application/json", r#"{"token":{"value":"x","expires":60}}"#, r#"{"token":{"value":"***","expires":60}}"#),
        ("application/json", r#"{"a":"b","token":"cut in the mid"#, r#"{"a":"b","token":"***"#),
        ("application/json", r#"{"a":"b","token":"cut\"#, r#"{"a":"b","token":"***\"#),
        ("application/json", r#"{"secret":{"a":{"b":"x","c":["y"]}}}"#, r#"{"secret":{"a":{"b":"***","c":["***"]}}}"#),
        ("application/json", r#"{"a":1,"pin": 1234, "b"#, r#"{"a":1,"pin": "***", "b"#),
        ("application/json", r#"{"a":[1],"tokenList": ["x","y"#, r#"{"a":[1],"tokenList": ***"#),
        ("application/jsonl", "{\"token\":\"x\"}\n{\"token\":\"y\"}\n", "{\"token\":\"***\"}\n{\"token\":\"***\"}\n"),
        ("text/plain", r#"{"password":"x"}"#, r#"{"password":"***"}"#),
        ("application/x-www-form-urlencoded", "a=1&password=p%20q&b", "a=1&password=***&b"),
        ("application/x-www-form-urlencoded", "user[password]=x", "user[password]=***"),
        ("application/xml", "<a><password>x</password><b>y</b></a>", "<a><password>***</password><b>y</b></a>"),
        ("application/xml", "<a s:token=\"x\" b=\"y\"/>", "<a s:token=\"***\" b=\"y\"/>"),
        ("application/xml", "<a><n:secret id=\"1\">cut", "<a><n:secret id=\"1\">***"),
        (
            "multipart/form-data; boundary=b",
            "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nx\r\n--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ny\r\n--b--\r\n",
            "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n***\r\n--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ny\r\n--b--\r\n",
        ),
        ("application/octet-stream", "password", "password"),
    ] {
        let mut secrets = Secrets::default();
        let media_type = MediaType::parse(media);
        let masked = Bodies { mask: &mask }.mask(Some(&media_type), &Bytes::from(body), &mut secrets);
        assert_eq!(String::from_utf8_lossy(&masked), expected, "{media} {body}");
    }
}

#[test]
fn sentences_lose_the_secrets_that_they_quote() {
    let mut secrets = Secrets::default();
    for secret in ["abcdef", "bcde", "xy"] {
        secrets.hide(secret);
    }
    for (text, expected) in [
        ("`abcdef` is too long", "`***` is too long"),
        ("bcde and abcdef", "*** and ***"),
        ("`xy` is not what xylophones want", "`***` is not what xylophones want"),
    ] {
        assert_eq!(secrets.strike_out(text), expected);
    }
}
