//! Rules against a document: what their effects make of its answers.

mod any;
mod table;

use std::time::Duration;

use http::{HeaderName, HeaderValue, Method};
use serde_json::{Value, json};

use crate::base::{Defects, MediaType, Place, Seed};
use crate::contract::{Call, Contract};
use crate::respond::fill::Occasion;
use crate::respond::prefer::Prefer;
use crate::respond::reply::{Body, Reply};
use crate::respond::trace::Trace;
use crate::respond::world::{AnswerOptions, World};
use crate::scenario::format::CookieParts;
use crate::scenario::{
    Asked, Aspects, Blueprint, BodyFile, Change, Condition, Effect, Path, Redirect, Rule, RuleKey, Scope, Step, Strike,
    Struck, Template, Visit,
};
use crate::spec::{Limits, Source, load};

const DOCUMENT: &str = r##"
openapi: 3.1.0
info: { title: pets, version: "1" }
paths:
  /pets:
    get:
      operationId: list
      parameters: [{ name: limit, in: query, schema: { type: integer } }]
      responses:
        "200":
          description: pets
          content:
            application/json:
              schema:
                type: object
                properties:
                  count: { type: integer }
                  pets: { type: array, items: { $ref: "#/components/schemas/pet" } }
              example: { count: 2, pets: [{ id: 7, name: Rex, tag: old }, { id: 8, name: Ada, tag: new }] }
            application/xml: { schema: { type: object, properties: { count: { type: integer } } } }
  /pets/{id}:
    get:
      operationId: show
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      responses:
        "200":
          description: a pet
          headers: { x-served: { schema: { type: string }, example: document } }
          content:
            application/json: { schema: { $ref: "#/components/schemas/pet" }, example: { id: 7, name: Rex, tag: old } }
        "404":
          description: none
          content:
            application/json:
              schema: { type: object, properties: { error: { type: string } } }
              examples:
                gone: { value: { error: it is gone } }
                never: { value: { error: it never was } }
        "422": { description: bad, content: { application/json: { example: { error: invalid } } } }
components:
  schemas:
    pet:
      type: object
      required: [id, name]
      properties:
        id: { type: integer, minimum: 1, maximum: 1000000 }
        name: { type: string }
        tag: { type: string, enum: [old, new] }
"##;

fn world() -> World {
    let source = Source::Text { name: "pets.yaml".to_owned(), text: DOCUMENT.to_owned() };
    let loaded = load(&[source], &Limits::default()).unwrap();
    let contract = Contract::compile(&loaded.documents, loaded.schemas, &mut Defects::default());
    World::new(contract, AnswerOptions::default())
}

fn rule() -> Rule {
    Rule {
        key: RuleKey { scenario: "test".into(), rule: "one".into() },
        label: "test.yaml:3 (one)".to_owned(),
        scenario: 0,
        condition: Condition::default(),
        strike: Strike::default(),
        rate: None,
        effects: Vec::new(),
        dress: None,
        aspects: Aspects::default(),
        standard: crate::scenario::format::Standard::None,
        place: Place::default(),
    }
}

/// What a rule makes of a call, and of a 404 where the call leads nowhere.
fn answered(world: &World, effect: &Effect, target: &str, headers: &[(&'static str, &'static str)]) -> (Reply, Trace) {
    let mut call = Call::new(Method::GET, target);
    for (name, value) in headers {
        call.headers.insert(*name, HeaderValue::from_static(value));
    }
    let (rule, visit, mut trace) = (rule(), Visit::alone(&crate::scenario::LedgerOptions::default()), Trace::default());
    let struck = Struck { rule: &rule, effect, number: 1, taken: None };
    let settings = serde_json::Map::new();
    let routed = world.contract.route(&call.method, &call.path);
    let scope = |asked| Scope {
        asked,
        settings: &settings,
        session: &visit.session,
        hit: 1,
        rate: None,
        seed: Seed::new(1),
        locale: world.options.locale,
        clock: visit.clock,
        beside: crate::scenario::Beside::default(),
    };
    let crate::contract::Routed::Matched(found) = routed else {
        let asked = Asked::nowhere(&call);
        let to = super::To::Astray(world, &call, &Reply::empty(404));
        let reply = super::ruled(to, &struck, &scope(&asked), &mut trace);
        return (reply, trace);
    };
    let (id, captures) = &found[0];
    let operation = world.contract.operation(*id).unwrap();
    let inputs = operation.read(&call, captures, world.contract.schemas());
    let asked = Asked::of(&call, operation, captures, &inputs);
    let prefer = Prefer::read(&call).unwrap();
    let occasion = Occasion {
        world,
        call: &call,
        operation,
        inputs: &inputs,
        prefer: &prefer,
        stage: None,
        later: crate::schema::Later::NONE,
        is_complaint: false,
        order: None,
    };
    let reply = super::ruled(super::To::Operation(&occasion), &struck, &scope(&asked), &mut trace);
    (reply, trace)
}

fn template(text: &str) -> Template {
    Template::compile(text).unwrap()
}

#[expect(clippy::unnecessary_wraps, reason = "it is what effects hold")]
fn blueprint(value: &Value) -> Option<Blueprint> {
    Some(Blueprint::compile(value).unwrap())
}

fn path(text: &str) -> Path {
    let step = |step: &str| if step == "*" { Step::Every } else { Step::Member(step.to_owned()) };
    Path(text.split('/').skip(1).map(step).collect())
}

fn value(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body.bytes()).unwrap_or(Value::Null)
}

#[test]
fn the_trace_knows_what_of_the_document_was_sent() {
    let world = world();
    for (effect, promise, example) in [
        (Effect { example: Some("never".to_owned()), ..Effect::default() }, Some("404"), Some("never")),
        (Effect::default(), Some("200"), Some("")),
        (Effect { status: Some(503), ..Effect::default() }, None, None),
    ] {
        let (_, trace) = answered(&world, &effect, "/pets/7", &[]);
        assert_eq!((trace.promise.as_deref(), trace.example.as_deref()), (promise, example), "{effect:?}");
    }
}

#[test]
fn a_list_becomes_as_long_as_is_wanted_with_keys_of_its_own() {
    let world = world();
    for (repeat, wanted) in [((None, 40), 40), ((Some(path("/pets")), 2_500), 2_500), ((None, 0), 0)] {
        let effect = Effect { repeat: vec![repeat], ..Effect::default() };
        let (reply, trace) = answered(&world, &effect, "/pets", &[]);
        let body = value(&reply);
        let pets = body["pets"].as_array().unwrap();
        assert_eq!(pets.len(), wanted, "{trace:?}");
        let keys: std::collections::BTreeSet<i64> = pets.iter().map(|pet| pet["id"].as_i64().unwrap()).collect();
        assert_eq!(keys.len(), wanted, "keys are there twice");
        assert_eq!(body["count"], 2, "the total is the author's");
        if let Some(first) = pets.first() {
            assert_eq!(first["name"], "Rex", "the example goes first");
        }
        let again = answered(&world, &effect, "/pets", &[]).0;
        assert_eq!(again.body, reply.body, "the same rule gave two answers");
    }
}

#[test]
fn copies_follow_where_no_schema_says_what_an_item_is() {
    let world = world();
    let body = blueprint(&json!({ "rows": [{ "id": 1, "a": "x" }, { "id": 2, "a": "y" }], "none": [] }));
    let effect = Effect {
        status: Some(299),
        body,
        repeat: vec![(Some(path("/rows")), 5), (Some(path("/none")), 5)],
        ..Effect::default()
    };
    let (reply, trace) = answered(&world, &effect, "/pets", &[]);
    let body = value(&reply);
    let column = |name: &str| body["rows"].as_array().unwrap().iter().map(|row| row[name].clone()).collect::<Vec<_>>();
    assert_eq!(column("a"), ["x", "y", "x", "y", "x"].map(Value::from));
    assert_eq!(column("id").iter().map(Value::to_string).collect::<std::collections::BTreeSet<_>>().len(), 5);
    assert_eq!(body["none"], json!([]));
    assert!(trace.steps.iter().any(|step| step.contains("nothing says what an item is")), "{trace:?}");
}

#[test]
fn lists_end_where_memory_would() {
    let world = world();
    let body = blueprint(&json!({ "rows": ["x".repeat(1 << 20)], "ones": [1] }));
    let repeat = vec![(Some(path("/rows")), u64::MAX), (Some(path("/ones")), u64::MAX)];
    let effect = Effect { status: Some(299), body, repeat, ..Effect::default() };
    let (reply, trace) = answered(&world, &effect, "/pets", &[]);
    assert!(reply.body.len() < 70 << 20, "{}", reply.body.len());
    assert!(trace.steps.iter().any(|step| step.contains("more would be over 64 MiB")), "{trace:?}");
}

#[test]
fn the_head_is_the_rules() {
    let world = world();
    let header = |name: &'static str, change| (HeaderName::from_static(name), change);
    let parts = |value: &str| CookieParts {
        value: value.to_owned(),
        path: None,
        domain: None,
        max_age: Some(crate::scenario::format::Span(Duration::from_hours(1))),
        http_only: true,
        secure: false,
        same_site: None,
    };
    let effect = Effect {
        headers: vec![
            header("x-served", Change::Remove),
            header("x-one", Change::Set(vec![template("1")])),
            header("x-many", Change::Set(vec![template("a"), template("b")])),
            header("x-many", Change::Add(template("c"))),
            header("x-split", Change::Set(vec![template("a\r\nset-cookie: evil=1")])),
            header("x-many", Change::Add(template("{{ query.none or omit }}"))),
            header("x-omitted", Change::Set(vec![template("{{ 'a' if query.none else omit }}")])),
            header("x-half", Change::Set(vec![template("{{ query.none or omit }}; more"), template("whole")])),
        ],
        cookies: vec![
            ("token".to_owned(), Some((template("a b;\r\nc"), parts("")))),
            ("omitted".to_owned(), Some((template("{{ query.none or omit }}"), parts("")))),
            ("old".to_owned(), None),
        ],
        redirect: Some(Redirect(template("/a b?x=1\r\n%20"))),
        ..Effect::default()
    };
    let (reply, trace) = answered(&world, &effect, "/pets/7", &[]);
    let all = |name: &str| reply.headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect::<Vec<_>>();
    assert_eq!(reply.status, 302);
    assert_eq!(all("location"), ["/a%20b?x=1%0D%0A%20"]);
    assert_eq!(all("x-one"), ["1"]);
    assert_eq!(all("x-many"), ["a", "b", "c"]);
    assert!(all("x-served").is_empty() && all("x-split").is_empty());
    assert!(all("x-omitted").is_empty() && all("x-half") == ["whole"]);
    assert_eq!(
        all("set-cookie"),
        [
            "token=a%20b%3B%0D%0Ac; Path=/; Max-Age=3600; HttpOnly",
            "old=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"
        ]
    );
    assert!(trace.steps.iter().any(|step| step.starts_with("header: `x-split` is left out")), "{trace:?}");
}

#[test]
fn templates_are_filled_and_cost_no_more_than_their_part() {
    let world = world();
    let header = |name: &'static str, text: &str| (HeaderName::from_static(name), Change::Set(vec![template(text)]));
    let quote = "/pets/7?name=%22%7D,%22x%22:%7B%0D%0Aset-cookie:%20a=b";
    let body = blueprint(&json!({ "id": "{{ path.id | int }}", "name": "{{ query.name }}" }));
    let headers = vec![header("x-name", "{{ query.name }}"), header("x-id", "{{ path.id }}")];
    let (reply, trace) = answered(&world, &Effect { body, headers, ..Effect::default() }, quote, &[]);
    assert_eq!(value(&reply), json!({ "id": 7, "name": "\"},\"x\":{\r\nset-cookie: a=b" }));
    assert!(!reply.headers.contains_key("x-name") && !reply.headers.contains_key("set-cookie"), "{:?}", reply.headers);
    assert_eq!(reply.headers["x-id"], "7");
    assert!(trace.steps.iter().any(|step| step.starts_with("header: `x-name` is left out")), "{trace:?}");
    // What cannot run makes an answer that says so; a header alone is left out.
    let endless = "{% for a in range(10000) %}{% for b in range(10000) %}x{% endfor %}{% endfor %}";
    let effect = Effect { body: blueprint(&json!({ "name": endless })), ..Effect::default() };
    let (reply, trace) = answered(&world, &effect, "/pets/7", &[]);
    let body = value(&reply);
    assert_eq!((reply.status.as_u16(), &body["rule"]), (500, &json!("test.yaml:3 (one)")), "{trace:?}");
    assert!(
        body["detail"].as_str().unwrap().starts_with("the rule test.yaml:3 (one) cannot be followed: `body`: "),
        "{body}"
    );
    let effect = Effect { headers: vec![header("x-endless", endless)], ..Effect::default() };
    let (reply, trace) = answered(&world, &effect, "/pets/7", &[]);
    assert_eq!(reply.status, 200);
    assert!(trace.steps.iter().any(|step| step.starts_with("header: `x-endless` is left out")), "{trace:?}");
}

#[test]
fn the_media_type_is_the_documented_one_or_the_rules() {
    let world = world();
    let object = || blueprint(&json!({ "count": 1 }));
    let text = || blueprint(&json!("count"));
    let typed = |name: &str| Some(MediaType::parse(name));
    let xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><root><count>1</count></root>";
    for (what, effect, headers, expected, body) in [
        ("documented", Effect { body: object(), ..Effect::default() }, &[][..], "application/json", r#"{"count":1}"#),
        (
            "accepted",
            Effect { body: object(), ..Effect::default() },
            &[("accept", "application/xml")],
            "application/xml",
            xml,
        ),
        (
            "not acceptable",
            Effect { body: object(), ..Effect::default() },
            &[("accept", "image/png")],
            "application/json",
            r#"{"count":1}"#,
        ),
        (
            "said",
            Effect { body: object(), content_type: typed("application/xml"), ..Effect::default() },
            &[],
            "application/xml",
            xml,
        ),
        (
            "its own",
            Effect { body: text(), content_type: typed("text/html; charset=utf-8"), ..Effect::default() },
            &[],
            "text/html; charset=utf-8",
            "count",
        ),
        (
            "a text where JSON is due",
            Effect { body: text(), ..Effect::default() },
            &[],
            "application/json",
            "\"count\"",
        ),
        (
            "a text where nothing is due",
            Effect { status: Some(299), body: text(), ..Effect::default() },
            &[],
            "text/plain; charset=utf-8",
            "count",
        ),
        (
            "a file",
            Effect { file: Some(BodyFile::Held("a;b".into())), content_type: typed("text/csv"), ..Effect::default() },
            &[],
            "text/csv",
            "a;b",
        ),
    ] {
        let (reply, trace) = answered(&world, &effect, "/pets", headers);
        let found = reply.headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let written = String::from_utf8_lossy(&reply.body.bytes()).into_owned();
        assert_eq!((found, written.as_str()), (expected, body), "{what}: {trace:?}");
    }
    let streamed = BodyFile::Streamed { path: "/tmp/film.mp4".into(), bytes: 9 };
    let effect = Effect { file: Some(streamed), content_type: typed("video/mp4"), ..Effect::default() };
    let reply = answered(&world, &effect, "/pets", &[]).0;
    assert_eq!(reply.body, Body::File("/tmp/film.mp4".into(), 9));
}
