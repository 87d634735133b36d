//! Effects against a document: every fault with its place, its words and its help.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::{Ground, Sources, compile};
use crate::base::{Defects, FileId, Place, Pointer};
use crate::contract::{Contract, OperationId};
use crate::scenario::effect::{BodyFile, Effect};
use crate::scenario::format::{Then, Waiver};
use crate::spec::{Limits, Source, load};

const DOCUMENT: &str = r##"
openapi: 3.1.0
info: { title: pets, version: "1" }
paths:
  /pets:
    get:
      operationId: list
      responses:
        "200":
          description: pets
          content:
            application/json:
              schema:
                type: object
                properties:
                  count: { type: integer }
                  pets: { type: array, maxItems: 50, items: { $ref: "#/components/schemas/pet" } }
                  tags: { type: array, items: { type: string } }
        5XX: { description: broken }
  /pets/{id}:
    get:
      operationId: show
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      responses:
        "200":
          description: a pet
          content:
            application/json: { schema: { $ref: "#/components/schemas/pet" }, example: { id: 7, name: Rex } }
            text/plain: { schema: { type: string } }
        "404":
          description: none
          content:
            application/problem+json:
              schema: { type: object, properties: { error: { type: string } } }
              examples:
                gone: { value: { error: it is gone } }
                never: { value: { error: it never was } }
components:
  schemas:
    pet:
      type: object
      required: [id, name]
      additionalProperties: false
      properties:
        id: { type: integer }
        name: { type: string }
        owner: { type: object, properties: { name: { type: string } } }
"##;

fn contract() -> Contract {
    let source = Source::Text { name: "pets.yaml".to_owned(), text: DOCUMENT.to_owned() };
    let loaded = load(&[source], &Limits::default()).unwrap();
    Contract::compile(&loaded.documents, loaded.schemas, &mut Defects::default())
}

/// The effect, what is wrong with it (a line each), and the files it reads.
fn bound(
    contract: &Contract,
    operations: &[&str],
    then: &Value,
    (folder, allow): (&Path, &[Waiver]),
) -> (Option<Effect>, Vec<String>, Vec<String>) {
    let is_meant = |index: &usize| operations.contains(&contract.operations()[*index].name.as_str());
    let ids = (0..contract.operations().len()).filter(is_meant);
    let operations: Vec<OperationId> = ids
        .map(|index| {
            let operation = &contract.operations()[index];
            let path = operation.template.replace("{id}", "7");
            match contract.route(&operation.method, &path) {
                crate::contract::Routed::Matched(found) => found[0].0,
                other => panic!("{other:?}"),
            }
        })
        .collect();
    let place = Place::new(FileId(0), Pointer::root());
    let ground =
        Ground { contract, operations: &operations, folder, allow, reader: crate::scenario::Reader::Call, place };
    let then: Then = serde_json::from_value(then.clone()).unwrap();
    let (mut sources, mut defects) = (Sources::default(), Defects::default());
    let effect = compile(&then, &ground, &mut sources, &mut defects);
    let line = |defect: crate::base::Defect| {
        let help = defect.help.map(|help| format!(" ({help})")).unwrap_or_default();
        let code = defect.code.trim_start_matches("scenario-").to_owned();
        let severity = if defect.severity == crate::base::Severity::Error { "" } else { "warning: " };
        format!("{severity}{} {code}: {}{help}", defect.at.pointer, defect.message)
    };
    let sources = sources.paths.iter().map(|path| path.strip_prefix(folder).unwrap().display().to_string());
    (effect, defects.into_sorted().into_iter().map(line).collect(), sources.collect())
}

#[test]
fn what_the_document_says_otherwise_is_told_where_it_stands() {
    let contract = contract();
    let both = &["list", "show"][..];
    let mut faults = Vec::new();
    let meant = "`allow: [invalid-body]` says that it is meant";
    for (operations, then, expected) in vec![
        (&["show"][..], json!(404), vec![]),
        (&["list"], json!(503), vec![]),
        (&["show"], json!("pass"), vec![]),
        (
            &["show"],
            json!(418),
            vec!["warning:  status-undocumented: status 418 is not documented for `show`; documented: 200, 404 (`allow: [undocumented-status]` says that it is meant)".to_owned()],
        ),
        (both, json!({ "status": 503 }), vec![]),
        (both, json!({ "status": 429 }), vec![]),
        (&[], json!({ "status": 418 }), vec![]),
        (
            both,
            json!({ "status": 404 }),
            vec!["warning: /status status-undocumented: status 404 is not documented for 1 of 2 operations; one of them is `list`, documented there: 200, 5XX (`allow: [undocumented-status]` says that it is meant)".to_owned()],
        ),
        (both, json!({ "status": 418 }), vec!["warning: /status status-undocumented: status 418 is not documented for any operation of the rule (`allow: [undocumented-status]` says that it is meant)".to_owned()]),
        (&["show"], json!({ "example": "gone" }), vec![]),
        (both, json!({ "status": 404, "example": "never" }), vec!["warning: /status status-undocumented: status 404 is not documented for 1 of 2 operations; one of them is `list`, documented there: 200, 5XX (`allow: [undocumented-status]` says that it is meant)".to_owned()]),
        (&["show"], json!({ "status": 404, "example": "gonne" }), vec!["/example example-unknown: there is no example `gonne` of status 404 for `show` (did you mean `gone`?)".to_owned()]),
        (&["show"], json!({ "status": 200, "example": "gone" }), vec!["/example example-unknown: there is no example `gone` of status 200 for `show` (it is an example of status 404)".to_owned()]),
        (&["show"], json!({ "example": "x" }), vec!["/example example-unknown: there is no example `x` for `show` (documented: `gone`, `never`)".to_owned()]),
        (&["show"], json!({ "body": { "id": 1, "name": "a" } }), vec![]),
        (&["show"], json!({ "body": { "id": "1", "nmae": "a" } }), vec![
            format!("/body body-invalid: the body is no 200 of `show`: it must have required property 'name' ({meant})"),
            format!("/body/id body-invalid: the body is no 200 of `show`: `/id` must be integer ({meant})"),
            "/body/nmae body-invalid: the body is no 200 of `show`: it must NOT have additional properties; found 'nmae' (did you mean `name`?)".to_owned(),
        ]),
        (&["show"], json!({ "status": 404, "body": { "error": 1 } }), vec![format!("/body/error body-invalid: the body is no 404 of `show`: `/error` must be string ({meant})")]),
        (&["show"], json!({ "content-type": "text/plain", "body": "anything" }), vec![]),
        (&["show"], json!({ "patch": { "owner": { "name": "Ada" } } }), vec![]),
        (&["show"], json!({ "patch": { "owner": { "name": 7 }, "onwer": 1 } }), vec![
            format!("/patch/owner/name body-invalid: the body is no 200 of `show`: `/owner/name` must be string ({meant})"),
            "/patch/onwer body-invalid: the body is no 200 of `show`: it must NOT have additional properties; found 'onwer' (did you mean `owner`?)".to_owned(),
        ]),
        (&["show"], json!({ "drop": "/name" }), vec![]),
        (&["show"], json!({ "drop": ["/name", "/error", "/nam", "/owner/nmae", "name"] }), vec![
            "/drop/2 property-unknown: `/nam`: no reply of `show` has `nam` (did you mean `name`?)".to_owned(),
            "warning: /drop/3 property-unknown: `/owner/nmae`: no reply of `show` has `nmae` (did you mean `name`?)".to_owned(),
            "/drop/4 value: `name` is no JSON Pointer (it begins with a slash: `/name`)".to_owned(),
        ]),
        (&["show"], json!({ "drop": "/id/x", "status": 200 }), vec!["/drop property-unknown: `/id/x`: `/id` has no parts in 200 of `show`".to_owned()]),
        (&["list"], json!({ "drop": ["/pets/*/name", "/pets/0/owner"] }), vec![]),
        (&["list"], json!({ "repeat": 40 }), vec![]),
        (&["list"], json!({ "repeat": { "/pets": 40, "/tags": 100, "/count": 3, "/petz": 1 } }), vec![
            "/repeat/~1count property-unknown: `/count` is no list in any reply of `list`".to_owned(),
            "warning: /repeat/~1petz property-unknown: `/petz`: no reply of `list` has `petz` (did you mean `pets`?)".to_owned(),
        ]),
        (&["list"], json!({ "repeat": { "/pets": 60 } }), vec![format!("/repeat/~1pets body-invalid: 200 of `list` has at most 50 items in this list, not 60 ({meant})")]),
        (&["list"], json!({ "repeat": { "/tags": 200_000 } }), vec!["/repeat/~1tags value: 200000 items are more than a list is given: 100000".to_owned()]),
        (&["show"], json!({ "repeat": 4 }), vec!["/repeat property-unknown: 200 of `show` has no list".to_owned()]),
        (&["show"], json!({ "status": 404, "body": { "a": [], "b": [] }, "repeat": 4 }), vec!["/repeat property-unknown: the body of the rule has several lists: `/a`, `/b` (say which: `repeat: { /a: 200 }`)".to_owned()]),
        (&["show"], json!({ "status": 404, "body": { "a": [1] }, "repeat": 4, "drop": "/b" }), vec!["warning: /drop property-unknown: the body of the rule has no `/b`".to_owned()]),
        (&["show"], json!({ "headers": { "retry-after": 2, "x-a": ["1", "2"], "x-b": { "add": "c" }, "etag": null } }), vec![]),
        (&["show"], json!({ "headers": { "x a": "1", "content-length": 3, "x-b": "a\nb" } }), vec![
            "/headers/x a header-invalid: `x a` cannot be the name of a header (names have letters, digits and hyphens)".to_owned(),
            "/headers/content-length header-invalid: `content-length` says how an answer is framed, and is written by the server (`fault: wrong-length` promises more than is sent, `fault: { cut: 50% }` sends less)".to_owned(),
            "/headers/x-b header-invalid: the value of a header cannot hold line breaks and other control characters (it has to be one line)".to_owned(),
        ]),
        (&["show"], json!({ "cookies": { "a": "1", "b": null, "c": { "value": "1", "path": "/x", "max-age": "1h" } } }), vec![]),
        (&["show"], json!({ "cookies": { "a b": "1", "c": { "value": "1", "path": "/;x" } } }), vec![
            "/cookies/a b header-invalid: `a b` cannot be the name of a cookie (names have letters, digits, `-` and `_`)".to_owned(),
            "/cookies/c/path header-invalid: the `path` of a cookie cannot hold `;`, and nothing but ASCII".to_owned(),
        ]),
        (&["show"], json!({ "content-type": "json" }), vec!["/content-type header-invalid: `json` is no media type (did you mean `application/json`?)".to_owned()]),
        (&["show"], json!({ "body": { "id": "{{ path.id | int }}", "name": "a {{ query.name }}" } }), vec![]),
        (&["show"], json!({ "body": "{{ settings.pet }}" }), vec![]),
        (&["show"], json!({ "patch": { "owner": "{{ settings.owner }}" } }), vec![]),
        (&["show"], json!({ "body": { "id": "{{ path.id }}", "nmae": "{{ query.name }}" } }), vec![
            format!("/body body-invalid: the body is no 200 of `show`: it must have required property 'name' ({meant})"),
            "/body/nmae body-invalid: the body is no 200 of `show`: it must NOT have additional properties; found 'nmae' (did you mean `name`?)".to_owned(),
        ]),
        (&["show"], json!({ "redirect": "/elsewhere" }), vec!["warning: /redirect status-undocumented: status 302 is not documented for `show`; documented: 200, 404 (`allow: [undocumented-status]` says that it is meant)".to_owned()]),
    ] {
        let (effect, found, _) = bound(&contract, operations, &then, (Path::new("/nowhere"), &[]));
        if found != expected {
            faults.push(format!("{then}\n  found    {found:#?}\n  expected {expected:#?}"));
        }
        let is_sound = expected.iter().all(|line| line.starts_with("warning: "));
        assert_eq!(effect.is_some(), is_sound, "{then}");
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_template_that_cannot_run_is_told_at_its_place() {
    let contract = contract();
    let bad = "{{ query. }}";
    for (then, places) in [
        (json!({ "body": { "name": ["x", bad], "id": bad } }), &["/body/name/1", "/body/id"][..]),
        (json!({ "patch": { "name": bad } }), &["/patch/name"]),
        (
            json!({ "headers": { "x-a": bad, "x-b": [bad], "x-c": { "add": bad } } }),
            &["/headers/x-a", "/headers/x-b/0", "/headers/x-c/add"],
        ),
        (json!({ "cookies": { "a": bad, "b": { "value": bad } } }), &["/cookies/a", "/cookies/b/value"]),
        (json!({ "status": 200, "redirect": bad }), &["/redirect"]),
        (json!({ "set": { "n": { "a": bad } } }), &["/set/n/a"]),
    ] {
        let (effect, found, _) = bound(&contract, &["show"], &then, (Path::new("/nowhere"), &[]));
        let at: Vec<&str> = found.iter().filter_map(|line| line.split_once(" template: ")).map(|(at, _)| at).collect();
        assert_eq!(at, places, "{then}: {found:?}");
        assert!(effect.is_none(), "{then}");
    }
}

#[test]
fn what_is_done_on_purpose_is_not_told() {
    let contract = contract();
    let waivers = [Waiver::InvalidBody, Waiver::UndocumentedStatus];
    for then in [
        json!(418),
        json!({ "body": { "id": "1" } }),
        json!({ "patch": { "id": "1" } }),
        json!({ "status": 404, "body": "no JSON" }),
    ] {
        let (effect, found, _) = bound(&contract, &["show"], &then, (Path::new("/nowhere"), &waivers));
        assert!(effect.is_some() && found.is_empty(), "{then}: {found:?}");
    }
}

#[test]
fn a_body_file_is_found_in_its_folder_and_nowhere_else() {
    let contract = contract();
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("scenarios");
    fs::create_dir_all(folder.join("bodies")).unwrap();
    let write = |name: &str, text: &[u8]| fs::write(folder.join(name), text).unwrap();
    write("../secret.json", b"{}");
    write("bodies/rex.json", br#"{ "id": 7, "name": "Rex" }"#);
    write("bodies/bad.json", br#"{ "id": "7", "name": "Rex" }"#);
    write("bodies/torn.json", b"{ \"id\": ");
    write("bodies/pets.csv", b"id,name\n7,Rex\n");
    write("bodies/gone.JSON", br#"{ "error": "gone" }"#);
    write("bodies/film.mp4", &vec![0; 300_000]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../secret.json", folder.join("link.json")).unwrap();
        std::os::unix::fs::symlink("bodies/rex.json", folder.join("near.json")).unwrap();
    }
    let meant = "(`allow: [invalid-body]` says that it is meant)";
    let outside = "(keep files beside the scenario, or in folders below it)";
    for (then, media_type, expected) in [
        (json!({ "file": "bodies/rex.json" }), "application/json", None),
        #[cfg(unix)]
        (json!({ "file": "near.json" }), "application/json", None),
        (json!({ "file": "./bodies/pets.csv" }), "text/csv; charset=utf-8", None),
        (json!({ "file": "bodies/gone.JSON", "status": 404 }), "application/problem+json", None),
        (json!({ "file": "bodies/film.mp4" }), "video/mp4", None),
        (json!({ "file": "bodies/torn.json", "content-type": "text/plain" }), "text/plain", None),
        (
            json!({ "file": "bodies/bad.json" }),
            "",
            Some(format!("/file body-invalid: the file is no 200 of `show`: `/id` must be integer {meant}")),
        ),
        (
            json!({ "file": "bodies/torn.json" }),
            "",
            Some(format!(
                "/file body-invalid: `bodies/torn.json` is no JSON: EOF while parsing a value at line 1 column 8 {meant}"
            )),
        ),
        (
            json!({ "file": "bodies/rx.json" }),
            "",
            Some(
                "/file file-missing: `bodies/rx.json` cannot be read: no such file (did you mean `bodies/rex.json`?)"
                    .to_owned(),
            ),
        ),
        (
            json!({ "file": "bodies" }),
            "",
            Some("/file file-missing: `bodies` cannot be read: it is a folder".to_owned()),
        ),
        (
            json!({ "file": "../secret.json" }),
            "",
            Some(format!("/file file-outside: `../secret.json` leads out of the folder of the scenario {outside}")),
        ),
        (
            json!({ "file": "/etc/passwd" }),
            "",
            Some(format!("/file file-outside: `/etc/passwd` leads out of the folder of the scenario {outside}")),
        ),
        #[cfg(unix)]
        (
            json!({ "file": "link.json" }),
            "",
            Some(format!(
                "/file file-outside: `link.json` is a link that leads out of the folder of the scenario {outside}"
            )),
        ),
    ] {
        let (effect, found, sources) = bound(&contract, &["show"], &then, (&folder, &[]));
        assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{then}");
        let Some(effect) = effect else { continue };
        assert_eq!(effect.content_type.as_ref().map(crate::base::MediaType::as_str), Some(media_type), "{then}");
        assert_eq!(sources.len(), 1, "{then}");
        let is_large = then["file"] == "bodies/film.mp4";
        assert_eq!(matches!(effect.file, Some(BodyFile::Streamed { bytes: 300_000, .. })), is_large, "{then}");
    }
    // A file that is not there yet is looked out for, one outside is not.
    let sources = |name: &str| bound(&contract, &["show"], &json!({ "file": name }), (&folder, &[])).2;
    assert_eq!(sources("bodies/later.json"), ["bodies/later.json"]);
    assert!(sources("../secret.json").is_empty());
}
