//! What is answered: one row a rule.

use serde_json::{Value, json};

use super::{answered, blueprint, path, value, world};
use crate::scenario::Effect;

#[test]
fn the_answer_is_the_rules() {
    let world = world();
    let none = Effect::default;
    let problem = json!({ "type": "about:blank", "title": "Service Unavailable", "status": 503 });
    let rex = json!({ "id": 7, "name": "Rex", "tag": "old" });
    let named = |name: &str| Some(name.to_owned());
    for (what, effect, target, status, body) in vec![
        ("nothing", none(), "/pets/7", 200, rex.clone()),
        ("pass", Effect { pass: true, ..none() }, "/pets/7", 200, rex.clone()),
        ("pass, and a violation", Effect { pass: true, ..none() }, "/pets/x", 422, json!({ "error": "invalid" })),
        ("status", Effect { status: Some(404), ..none() }, "/pets/7", 404, json!({ "error": "it is gone" })),
        ("status above a violation", Effect { status: Some(200), ..none() }, "/pets/x", 200, rex.clone()),
        (
            "status above the client's",
            Effect { status: Some(404), ..none() },
            "/pets/7?__code=422",
            404,
            json!({ "error": "it is gone" }),
        ),
        ("status that is not documented", Effect { status: Some(503), ..none() }, "/pets/7", 503, problem),
        ("success that is not documented", Effect { status: Some(202), ..none() }, "/pets/7", 202, Value::Null),
        (
            "example of that status",
            Effect { status: Some(404), example: named("never"), ..none() },
            "/pets/7",
            404,
            json!({ "error": "it never was" }),
        ),
        (
            "example by itself",
            Effect { example: named("never"), ..none() },
            "/pets/7",
            404,
            json!({ "error": "it never was" }),
        ),
        (
            "example that another operation has",
            Effect { example: named("never"), ..none() },
            "/pets?limit=1",
            200,
            json!({ "count": 2, "pets": [{ "id": 7, "name": "Rex", "tag": "old" }, { "id": 8, "name": "Ada", "tag": "new" }] }),
        ),
        (
            "body",
            Effect { body: blueprint(&json!({ "id": 1, "name": "x" })), ..none() },
            "/pets/7",
            200,
            json!({ "id": 1, "name": "x" }),
        ),
        (
            "body with a status of its own",
            Effect { status: Some(418), body: blueprint(&json!([1])), ..none() },
            "/pets/7",
            418,
            json!([1]),
        ),
        (
            "body where none can be",
            Effect { status: Some(204), body: blueprint(&json!([1])), ..none() },
            "/pets/7",
            204,
            Value::Null,
        ),
        (
            "patch",
            Effect { patch: blueprint(&json!({ "name": "Max", "tag": null, "extra": { "a": 1 } })), ..none() },
            "/pets/7",
            200,
            json!({ "id": 7, "name": "Max", "extra": { "a": 1 } }),
        ),
        (
            "patch of an error",
            Effect { patch: blueprint(&json!({ "more": 1 })), ..none() },
            "/pets/x",
            422,
            json!({ "error": "invalid", "more": 1 }),
        ),
        (
            "patch of a problem",
            Effect { status: Some(503), patch: blueprint(&json!({ "type": null, "title": null })), ..none() },
            "/pets/7",
            503,
            json!({ "status": 503 }),
        ),
        (
            "drop",
            Effect { drop: vec![path("/tag"), path("/absent/deep")], ..none() },
            "/pets/7",
            200,
            json!({ "id": 7, "name": "Rex" }),
        ),
        (
            "drop in every item",
            Effect { drop: vec![path("/pets/*/name"), path("/pets/1"), path("/count")], ..none() },
            "/pets",
            200,
            json!({ "pets": [{ "id": 7, "tag": "old" }] }),
        ),
        (
            "a shorter list",
            Effect { repeat: vec![(None, 1)], ..none() },
            "/pets",
            200,
            json!({ "count": 2, "pets": [{ "id": 7, "name": "Rex", "tag": "old" }] }),
        ),
        ("no list", Effect { repeat: vec![(None, 1)], ..none() }, "/pets/7", 200, rex.clone()),
        (
            "body of a call that leads nowhere",
            Effect { body: blueprint(&json!({ "here": true })), ..none() },
            "/none",
            200,
            json!({ "here": true }),
        ),
        (
            "status of a call that leads nowhere",
            Effect { status: Some(410), ..none() },
            "/none",
            410,
            json!({ "type": "about:blank", "title": "Gone", "status": 410 }),
        ),
    ] {
        let (reply, trace) = answered(&world, &effect, target, &[]);
        assert_eq!((reply.status.as_u16(), value(&reply)), (status, body), "{what}: {trace:?}");
    }
}
