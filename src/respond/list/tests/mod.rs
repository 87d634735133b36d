//! Rows in replies: where they stand, what else is told of the page, and how they are sent.

mod narrowed;
mod table;

use std::sync::Arc;

use http::{HeaderName, HeaderValue, Method};
use serde_json::{Map, Value, json};

use super::body::{Progress, RowBody};
use super::envelope::cut;
use crate::base::{Defects, Place, Seed};
use crate::collection::{Page, Reading, Rows, Sort};
use crate::contract::{Call, Contract, Routed};
use crate::respond::effect::To;
use crate::respond::fill::Occasion;
use crate::respond::prefer::Prefer;
use crate::respond::reply::{Body, Reply};
use crate::respond::trace::Trace;
use crate::respond::world::{AnswerOptions, World};
use crate::scenario::{
    Asked, Aspects, Condition, Effect, Expression, List, Parameter, Rule, RuleKey, Scope, Source as From, Strike,
    Struck, Visit, Wanted,
};
use crate::spec::{Limits, Source, load};

const DOCUMENT: &str = r#"
openapi: 3.1.0
info: { title: messages, version: "1" }
paths:
  /messages:
    get:
      operationId: messages
      responses:
        "200":
          description: messages
          content:
            application/json:
              schema:
                type: object
                properties:
                  ok: { type: boolean }
                  messages: { type: array, items: { type: object } }
                  total: { type: integer }
              example: { ok: true, messages: [{ id: 1 }, { id: 2 }], total: 2 }
            application/xml: { schema: { type: object } }
            text/csv: { schema: { type: array, items: { type: object } } }
            application/x-ndjson: { schema: { type: object } }
        "400": { description: bad, content: { application/json: { example: { error: bad } } } }
  /spoken:
    get:
      operationId: spoken
      responses:
        "200": { description: all, content: { application/json: { schema: { type: array, items: { type: object } } } } }
        "400":
          description: bad
          content:
            application/json:
              examples:
                page: { value: { error: "the page is bad" } }
                where: { value: { error: "cannot read `where`" } }
                position: { value: { error: "invalid_cursor" } }
  /bare:
    get:
      operationId: bare
      responses:
        "200": { description: all, content: { application/json: { schema: { type: array, items: { type: object } } } } }
  /silent:
    get: { operationId: silent, responses: { "200": { description: nothing is said } } }
  /one:
    get:
      operationId: one
      responses:
        "200": { description: one, content: { application/json: { example: { ok: true, message: { id: 1, text: a } } } } }
"#;

/// Rows that say their number.
#[derive(Debug)]
struct Numbers(u64);

impl Rows for Numbers {
    fn count(&self) -> u64 {
        self.0
    }

    fn row(&self, number: u64) -> Value {
        json!({ "id": number })
    }

    fn key(&self) -> Option<&str> {
        Some("id")
    }

    fn find(&self, key: &Value) -> Option<u64> {
        key.as_u64()
    }

    fn cost(&self, _: &[Arc<str>]) -> u64 {
        1
    }

    fn lacks(&self, _: &str) -> bool {
        false
    }

    fn identity(&self) -> Seed {
        Seed::new(1)
    }
}

fn page(count: u64) -> Page {
    Page::of(Arc::new(Numbers(count)), (0..count).collect())
}

fn world() -> World {
    let source = Source::Text { name: "messages.yaml".to_owned(), text: DOCUMENT.to_owned() };
    let loaded = load(&[source], &Limits::default()).unwrap();
    let contract = Contract::compile(&loaded.documents, loaded.schemas, &mut Defects::default());
    World::new(contract, AnswerOptions::default())
}

/// A list that says nothing but what it is of.
fn list() -> List {
    List {
        source: From { collection: "messages".into(), partition: None, size: None, missing: None },
        into: None,
        set: Vec::new(),
        links: false,
        offset: None,
        page: None,
        limit: None,
        cursor: None,
        before: None,
        after: None,
        around: None,
        sort: None,
        usual_sort: Sort::default(),
        conditions: Vec::new(),
        projection: None,
        narrow: Vec::new(),
        each: Vec::new(),
        also: indexmap::IndexMap::new(),
        wants_total: true,
        wants_links: false,
    }
}

fn parameter(from: &str) -> Parameter {
    Parameter { from: Expression::compile(from).unwrap(), default: None, max: None, zero: None, refuse: None }
}

/// What `answer` makes of a call.
fn with(
    target: &str,
    headers: &[(&'static str, &'static str)],
    effect: &Effect,
    answer: impl FnOnce(To<'_>, &Struck<'_>, &Scope<'_>, &mut Trace) -> Reply,
) -> (Reply, Trace) {
    let world = world();
    let mut call = Call::new(Method::GET, target);
    for (name, value) in headers {
        call.headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    let rule = Rule {
        key: RuleKey { scenario: "test".into(), rule: "list".into() },
        label: "test.yaml:3 (list)".to_owned(),
        scenario: 0,
        condition: Condition::default(),
        strike: Strike::default(),
        rate: None,
        effects: Vec::new(),
        dress: None,
        aspects: Aspects::default(),
        standard: crate::scenario::format::Standard::None,
        place: Place::default(),
    };
    let (visit, mut trace, settings) =
        (Visit::alone(&crate::scenario::LedgerOptions::default()), Trace::default(), Map::new());
    let struck = Struck { rule: &rule, effect, number: 1, taken: None };
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
    let Routed::Matched(found) = world.contract.route(&call.method, &call.path) else {
        let asked = Asked::nowhere(&call);
        let to = To::Astray(&world, &call, &Reply::empty(404));
        let reply = answer(to, &struck, &scope(&asked), &mut trace);
        return (reply, trace);
    };
    let (id, captures) = &found[0];
    let operation = world.contract.operation(*id).unwrap();
    let inputs = operation.read(&call, captures, world.contract.schemas());
    let asked = Asked::of(&call, operation, captures, &inputs);
    let prefer = Prefer::read(&call).unwrap();
    let occasion = Occasion {
        world: &world,
        call: &call,
        operation,
        inputs: &inputs,
        prefer: &prefer,
        stage: None,
        later: crate::schema::Later::NONE,
        is_complaint: false,
        order: None,
    };
    let reply = answer(To::Operation(&occasion), &struck, &scope(&asked), &mut trace);
    (reply, trace)
}

/// What a list makes of a call that wants this page.
fn shown(
    target: &str,
    headers: &[(&'static str, &'static str)],
    (list, effect): (&List, &Effect),
    page: &Page,
    limit: Option<u64>,
) -> (Reply, Trace) {
    let reading = Reading { limit, ..Reading::default() };
    let wanted = Wanted { rows: Arc::clone(page.rows()), partition: Some(json!({ "_id": "r1" })), reading };
    with(target, headers, effect, |to, struck, scope, trace| {
        super::shown(to, list, &wanted, page, struck, scope, trace)
    })
}

#[test]
fn an_envelope_is_cut_where_rows_stand() {
    let way = |text: &str| text.split('/').skip(1).map(str::to_owned).collect::<Vec<_>>();
    for (value, places, expected) in [
        (json!(null), vec![""], vec!["", ""]),
        (json!({ "a": 1, "b": [9], "c": "x" }), vec!["/b"], vec![r#"{"a":1,"b":"#, r#","c":"x"}"#]),
        (json!({ "b": 0 }), vec!["/b"], vec![r#"{"b":"#, "}"]),
        (json!({ "a": { "b": 1 }, "c": {} }), vec!["/a/b"], vec![r#"{"a":{"b":"#, r#"},"c":{}}"#]),
        (json!([1, { "x": 2 }, 3]), vec!["/1/x"], vec![r#"[1,{"x":"#, "},3]"]),
        (json!({ "a": 0, "b": 0 }), vec!["/a", "/b"], vec![r#"{"a":"#, r#","b":"#, "}"]),
        (json!({ "a": 1 }), vec![], vec![r#"{"a":1}"#]),
        (json!({ "a": 1 }), vec!["/b"], vec![r#"{"a":1}"#]),
        (json!({}), vec!["/b"], vec!["{}"]),
    ] {
        let places: Vec<_> = places.into_iter().map(way).collect();
        let pieces: Vec<String> =
            cut(&value, &places).into_iter().map(|piece| String::from_utf8(piece).unwrap()).collect();
        assert_eq!(pieces, expected, "{value} {places:?}");
    }
}

#[test]
fn a_body_is_the_same_in_pieces_of_any_size() {
    let envelope = json!({ "a": 0, "rows": 0, "again": 0 });
    for count in [0, 1, 2, 40] {
        for places in [vec![vec!["rows".to_owned()]], vec![vec!["rows".to_owned()], vec!["again".to_owned()]], vec![]] {
            let mut expected = envelope.clone();
            let rows: Vec<Value> = (0..count).map(|id| json!({ "id": id })).collect();
            for place in &places {
                expected[&place[0]] = Value::Array(rows.clone());
            }
            for most in [1, 7, 100, 1 << 20] {
                let body = RowBody::new(cut(&envelope, &places), page(count));
                let (mut bytes, mut from, mut frames) = (Vec::new(), Some(Progress::default()), 0);
                while let Some(progress) = from {
                    let before = bytes.len();
                    from = body.write(progress, most, &mut bytes);
                    assert!(from.is_none() || bytes.len() >= before + most.min(1), "nothing was written");
                    frames += 1;
                }
                assert_eq!(
                    String::from_utf8(bytes.clone()).unwrap(),
                    expected.to_string(),
                    "{count} {places:?} {most}"
                );
                assert!(frames == 1 || most < bytes.len(), "{frames} frames of {most}");
                let about = body.length();
                assert!(about.abs_diff(bytes.len() as u64) <= 2 + count * 2, "{about} for {}", bytes.len());
            }
        }
    }
    let broken = RowBody::new(cut(&envelope, &[vec!["rows".to_owned()]]), page(3)).broken();
    let mut bytes = Vec::new();
    assert_eq!(broken.write(Progress::default(), 1 << 20, &mut bytes), None);
    assert!(serde_json::from_slice::<Value>(&bytes).is_err());
}

#[test]
fn a_long_page_is_made_while_it_is_sent() {
    for (count, is_streamed) in [(1_000, false), (1_001, true)] {
        let (reply, trace) = shown("/messages", &[], (&list(), &Effect::default()), &page(count), None);
        assert_eq!(matches!(reply.body, Body::Rows(_)), is_streamed, "{count}");
        let value: Value = serde_json::from_slice(&reply.body.bytes()).unwrap();
        assert_eq!(value["messages"].as_array().unwrap().len() as u64, count);
        assert_eq!(trace.steps.iter().any(|step| step == "body: rows are made while it is sent"), is_streamed);
    }
    // Nobody who looks at a body gets all of a long one.
    let (reply, _) = shown("/messages", &[], (&list(), &Effect::default()), &page(100_000), None);
    let (bytes, about) = (reply.body.bytes().len(), reply.body.len());
    assert!(bytes < 70_000 && about > 900_000, "{bytes} of {about}");
}

#[test]
fn what_cannot_be_streamed_is_refused_when_it_is_long() {
    let csv = [("accept", "text/csv")];
    for (count, status) in [(10_000, 200), (10_001, 422)] {
        let (reply, _) = shown("/messages", &csv, (&list(), &Effect::default()), &page(count), None);
        assert_eq!(reply.status.as_u16(), status, "{count}");
    }
}

#[test]
fn links_lead_to_the_other_pages() {
    let mut page = page(50);
    (page.offset, page.total, page.has_more) = (100, Some(210), true);
    (page.next, page.previous) = (Some("n/1".to_owned()), None);
    let link = |change: &dyn Fn(&mut List), target: &str| {
        let mut list = List { links: true, ..list() };
        change(&mut list);
        let (reply, _) = shown(target, &[("host", "api.test")], (&list, &Effect::default()), &page, Some(50));
        reply.headers.get("link").map(|link| link.to_str().unwrap().to_owned())
    };
    let at = |query: &str, relation: &str| format!("<http://api.test/messages?{query}>; rel=\"{relation}\"");
    let by_offset = link(&|list| list.offset = Some(parameter("query.offset | int")), "/messages?offset=100&q=a");
    let offsets = [("0", "first"), ("50", "prev"), ("150", "next"), ("200", "last")];
    let offsets = offsets.map(|(offset, relation)| at(&format!("offset={offset}&q=a"), relation));
    assert_eq!(by_offset, Some(offsets.join(", ")));
    let by_page = link(&|list| list.page = Some(parameter("query.page")), "/messages?q=a&page=3");
    let pages = [("1", "first"), ("2", "prev"), ("4", "next"), ("5", "last")];
    assert_eq!(by_page, Some(pages.map(|(page, relation)| at(&format!("q=a&page={page}"), relation)).join(", ")));
    let by_cursor = link(&|list| list.cursor = Some(parameter("query.cursor")), "/messages");
    assert_eq!(by_cursor, Some(at("cursor=n%2F1", "next")));
    assert_eq!(link(&|list| list.offset = Some(parameter("body.offset")), "/messages"), None);
    assert_eq!(link(&|_| {}, "/messages"), None);
}
