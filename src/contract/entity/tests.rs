//! Paths and replies as documents have them → the things that are found in them.

use serde_json::{Value, json};

use crate::base::Defects;
use crate::contract::Contract;
use crate::spec::{Limits, Source, load};

fn compile(paths: &Value) -> Contract {
    let text = json!({ "openapi": "3.1.0", "info": { "title": "t", "version": "1" }, "paths": paths, "components": { "schemas": {
        "User": { "type": "object", "properties": { "id": { "type": "integer" }, "login": { "type": "string" } } },
        "Meta": { "type": "object", "properties": { "metadata": { "type": "object", "properties": { "name": { "type": "string" } } } } },
    } } });
    let loaded =
        load(&[Source::Text { name: "test.json".to_owned(), text: text.to_string() }], &Limits::default()).unwrap();
    Contract::compile(&loaded.documents, loaded.schemas, &mut Defects::default())
}

fn get(schema: &Value) -> Value {
    json!({ "get": { "responses": { "200": { "description": "d", "content": { "application/json": { "schema": schema } } } } } })
}

fn user() -> Value {
    json!({ "$ref": "#/components/schemas/User" })
}

/// The way to the things, from a row to the thing, and to the key.
fn site(contract: &Contract, path: &str) -> Option<String> {
    let site = contract.named(&format!("GET {path}"))?.subject.as_ref()?.site.as_ref()?;
    Some(format!("{} | {} | {}", site.path.join("."), site.inner.join("."), site.key.join(".")))
}

#[test]
fn things_are_found_where_replies_have_them() {
    let array = |item: Value| json!({ "type": "array", "items": item });
    let object = |name: &str, member: Value| json!({ "type": "object", "properties": { name: member, "count": { "type": "integer" } } });
    for (list, item, path, expected) in [
        (array(user()), user(), "/users/{id}", (" |  | id", " |  | id")),
        (object("users", array(user())), object("user", user()), "/users/{userId}", ("users |  | id", "user |  | id")),
        (
            object("data", object("items", array(user()))),
            user(),
            "/users/{user-id}",
            ("data.items |  | id", " |  | id"),
        ),
        (
            object("_embedded", object("users", array(user()))),
            user(),
            "/users/{id}",
            ("_embedded.users |  | id", " |  | id"),
        ),
        (
            array(object("user", user())),
            object("data", user()),
            "/users/{username}",
            (" | user | login", "data |  | login"),
        ),
        (
            object("items", array(json!({ "$ref": "#/components/schemas/Meta" }))),
            json!({ "$ref": "#/components/schemas/Meta" }),
            "/pods/{name}",
            ("items |  | metadata.name", " |  | metadata.name"),
        ),
    ] {
        let (collection, _) = path.rsplit_once('/').unwrap();
        let contract = compile(&json!({ collection: get(&list), path: get(&item) }));
        let found = (site(&contract, collection), site(&contract, path));
        assert_eq!(found, (Some(expected.0.to_owned()), Some(expected.1.to_owned())), "{path} {list}");
        let subject =
            |path: &str| contract.named(&format!("GET {path}")).unwrap().subject.clone().unwrap().family.unwrap();
        assert_eq!(subject(collection), subject(path));
        assert!(contract.family(subject(path)).unwrap().entity.is_some());
    }
}

#[test]
fn a_path_names_things_and_their_owners() {
    let paths = json!({
        "/users/{id}": get(&user()),
        "/users/{id}/posts/{post_id}/": get(&json!({ "type": "object" })),
        "/{owner}/{repo}/raw/{path}.txt": get(&json!({ "type": "object" })),
    });
    let contract = compile(&paths);
    let steps = |path: &str| {
        let steps = &contract.named(&format!("GET {path}")).unwrap().steps;
        let step =
            |step: &super::Step| format!("{}:{}{}", step.parameter, step.noun, if step.is_last { "!" } else { "" });
        steps.iter().map(step).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(steps("/users/{id}/posts/{post_id}/"), "id:user post_id:post!");
    assert_eq!(steps("/{owner}/{repo}/raw/{path}.txt"), "repo:repo");
}

#[test]
fn a_schema_that_two_collections_share_describes_one_kind_of_thing() {
    let contract = compile(&json!({ "/teams/{team}/users/{id}": get(&user()), "/users/{id}": get(&user()) }));
    let family = |path: &str| contract.named(&format!("GET {path}")).unwrap().subject.clone().unwrap().family.unwrap();
    let entity = |path: &str| contract.family(family(path)).unwrap().entity;
    assert_eq!(entity("/users/{id}"), entity("/teams/{team}/users/{id}"));
    let name = contract.entities().at(entity("/users/{id}").unwrap()).map(|entity| entity.name.clone());
    assert_eq!(name.as_deref(), Some("/users"));
}
