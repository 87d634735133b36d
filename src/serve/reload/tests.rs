//! Files that are saved badly, and what is served and told of it: nothing is watched, every reload is asked for.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::json;

use super::*;
use crate::serve::{HostOptions, Service, Setup, Watching};
use crate::spec::Source;

/// A document with one operation, whose answer refers to a part beside it.
fn document(path: &str) -> String {
    let schema = json!({ "$ref": "parts.yaml#/thing" });
    let answer = json!({ "description": "one", "content": { "application/json": { "schema": schema } } });
    json!({
        "openapi": "3.1.0",
        "info": { "title": path, "version": "1" },
        "paths": { path: { "get": { "responses": { "200": answer } } } },
    })
    .to_string()
}

/// A folder with files in it, and what keeps a server up to date with them.
pub(super) struct Bench {
    folder: tempfile::TempDir,
    reloader: Reloader,
}

impl Bench {
    /// Serves `documents` and the folder `scenarios`.
    pub(super) fn new(documents: &[&str], files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for (name, text) in files {
            fs::create_dir_all(path(name).parent().unwrap()).unwrap();
            fs::write(path(name), text).unwrap();
        }
        let mut setup = Setup::new(documents.iter().map(|name| Source::Path(path(name))).collect());
        setup.scenarios = vec![path("scenarios")];
        fs::create_dir_all(path("scenarios")).unwrap();
        let made = setup.make().unwrap();
        let service = Service::made(setup, made, HostOptions::default());
        let (_, reloader) = service.reloading(Watching::Off, Arc::new(|_| {})).start("");
        Self { folder, reloader: reloader.unwrap() }
    }

    /// Saves a file, or removes it.
    pub(super) fn save(&self, name: &str, text: Option<&str>) {
        let path = self.folder.path().join(name);
        match text {
            Some(text) => fs::write(path, text).unwrap(),
            None if path.is_dir() => fs::remove_dir_all(path).unwrap(),
            None => fs::remove_file(path).unwrap(),
        }
    }

    pub(super) async fn reload(&mut self) {
        self.reloader.reload().await;
    }

    /// The operations in service, and the rules.
    pub(super) fn served(&self) -> String {
        let world = &self.reloader.host.live.current().world;
        let operations = world.contract.operations().iter().map(|operation| operation.name.clone());
        operations.chain(world.rules.rules().iter().map(|rule| rule.key.to_string())).collect::<Vec<_>>().join(", ")
    }

    /// What is told to be wrong, without the folder; nothing if all is well.
    pub(super) fn trouble(&self) -> String {
        let lines = self.reloader.host.live.trouble().map(|trouble| trouble.lines.clone()).unwrap_or_default();
        let real = self.folder.path().canonicalize().unwrap();
        lines.join("\n").replace(&format!("{}/", real.display()), "")
    }

    /// The body files in service.
    fn bodies(&self) -> String {
        let world = &self.reloader.host.live.current().world;
        let effects = world.rules.rules().iter().flat_map(|rule| &rule.effects);
        let held = effects.filter_map(|effect| match &effect.file {
            Some(BodyFile::Held(bytes)) => Some(String::from_utf8_lossy(bytes).into_owned()),
            _ => None,
        });
        held.collect()
    }

    /// What `GET /a` promises of its answer.
    fn holds(&self, value: &serde_json::Value) -> bool {
        let world = &self.reloader.host.live.current().world;
        let promise = world.contract.operations()[0].success().unwrap();
        world.contract.schemas().holds(promise.content[0].schema.unwrap(), crate::schema::Side::Response, value)
    }
}

#[tokio::test(start_paused = true)]
async fn a_document_that_cannot_be_read_any_more_costs_nothing() {
    let (a, b) = (document("/a"), document("/b"));
    for (what, named, name, broken, served, trouble) in [
        ("half of a part", "api", "api/parts.yaml", Some("thing: {"), "GET /a, GET /b", "api/parts.yaml:1:9: "),
        (
            "a part that is gone",
            "api/a.json",
            "api/parts.yaml",
            None,
            "GET /a",
            "api/parts.yaml: cannot be read: no such file",
        ),
        ("half of one of a folder", "api", "api/b.json", Some(&b[..99]), "GET /a, GET /b", "api/b.json:1:"),
        (
            "one of a folder that has no paths",
            "api",
            "api/b.json",
            Some(r#"{"openapi":"3.1.0"}"#),
            "GET /a, GET /b",
            "api/b.json: has no `paths`",
        ),
        ("half of the only one", "api/a.json", "api/a.json", Some(&a[..99]), "GET /a", "api/a.json:1:"),
        ("one of a folder that is removed", "api", "api/b.json", None, "GET /a", ""),
        ("half of what nobody refers to", "api", "api/other.json", Some("{"), "GET /a, GET /b", "api/other.json:1:"),
    ] {
        let part = "thing: { type: integer }\n";
        let files = [
            ("api/a.json", a.as_str()),
            ("api/b.json", &b),
            ("api/parts.yaml", part),
            ("api/other.json", r#"{"a":1}"#),
        ];
        let mut bench = Bench::new(&[named], &files);
        assert_eq!(bench.trouble(), "", "{what}");
        bench.save(name, broken);
        for _ in 0..2 {
            bench.reload().await;
            assert_eq!(bench.served(), served, "{what}");
            assert!(bench.holds(&json!(1)) && !bench.holds(&json!("text")), "{what}");
            assert!(
                bench.trouble().starts_with(trouble) && bench.trouble().is_empty() == trouble.is_empty(),
                "{what}: {}",
                bench.trouble()
            );
        }
        let text = files.iter().find(|(file, _)| *file == name).unwrap().1;
        bench.save(name, Some(text));
        bench.reload().await;
        assert_eq!(bench.trouble(), "", "{what}");
        assert_eq!(bench.served(), if named == "api" { "GET /a, GET /b" } else { "GET /a" }, "{what}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_broken_from_the_beginning_is_served_as_far_as_it_goes_until_it_is_mended() {
    let bench = |part| Bench::new(&["api/a.json"], &[("api/a.json", &*document("/a")), ("api/other.yaml", part)]);
    let mut bench = bench("");
    let part = bench.folder.path().canonicalize().unwrap().join("api/parts.yaml");
    let watched = |bench: &Bench| -> Vec<PathBuf> { bench.reloader.setup.clone().make().unwrap().watched };
    assert!(watched(&bench).contains(&part), "a part that is not there yet is watched");
    assert!(bench.holds(&json!("text")));
    bench.save("api/parts.yaml", Some("thing: {"));
    bench.reload().await;
    assert!(bench.holds(&json!("text")) && watched(&bench).contains(&part));
    bench.save("api/parts.yaml", Some("thing: { type: integer }"));
    bench.reload().await;
    assert!(!bench.holds(&json!("text")));
}

#[tokio::test(start_paused = true)]
async fn a_scenario_stays_as_it_was_whatever_breaks_under_it() {
    let document = |paths: &[&str], name: &str| {
        let schema = json!({ "type": "object", "properties": { "name": { "type": name } } });
        let answer = json!({ "description": "one", "content": { "application/json": { "schema": schema } } });
        let operation = json!({ "get": { "responses": { "200": answer } } });
        let paths = paths.iter().map(|path| ((*path).to_owned(), operation.clone()));
        let paths = serde_json::Value::Object(paths.collect());
        json!({ "openapi": "3.1.0", "info": { "title": "t", "version": "1" }, "paths": paths }).to_string()
    };
    let rules = "{ standin: 1, rules: [{ name: file, on: GET /a, then: { file: a.json } }, { name: other, on: GET /b, then: { body: { name: x } } }] }";
    let (body, api) = (r#"{"name":"old"}"#, document(&["/a", "/b"], "string"));
    let (less, others) = (document(&["/a"], "string"), document(&["/c"], "string"));
    let (strict, less_strict) = (document(&["/a", "/b"], "integer"), document(&["/a"], "integer"));
    let files = [("api.json", &*api), ("scenarios/s.yaml", rules), ("scenarios/a.json", body)];
    let (all, half) = ("GET /a, GET /b, s/file, s/other", r#"{"name":"ne"#);
    for (what, saves, served, troubles) in [
        ("half of a body", vec![("scenarios/a.json", Some(half))], all, vec!["scenario-body-invalid"]),
        ("a body that is gone", vec![("scenarios/a.json", None)], all, vec!["scenario-file-missing"]),
        ("half of a scenario", vec![("scenarios/s.yaml", Some(&rules[..99]))], all, vec!["scenario-unreadable"]),
        (
            "half of a scenario, whose body is gone as well",
            vec![("scenarios/s.yaml", Some(&rules[..99])), ("scenarios/a.json", None)],
            all,
            vec!["scenario-unreadable"],
        ),
        (
            "a schema that a body breaks, and the other one as well",
            vec![("api.json", Some(&*strict))],
            all,
            vec!["scenario-body-invalid", "scenario-body-invalid"],
        ),
        (
            "an operation that is gone",
            vec![("api.json", Some(&less))],
            "GET /a, s/file",
            vec!["scenario-operation-unknown", "s.yaml: `other` is not served: it cannot be bound any more"],
        ),
        (
            "an operation that is gone, a schema that is broken and a body that is gone",
            vec![("api.json", Some(&less_strict)), ("scenarios/a.json", None)],
            "GET /a, s/file",
            vec!["scenario-file-missing", "scenario-operation-unknown", "`other` is not served"],
        ),
        (
            "operations that are all gone",
            vec![("api.json", Some(&others))],
            "GET /c",
            vec!["scenario-operation-unknown", "scenario-operation-unknown", "s.yaml: none of it is served"],
        ),
        ("a scenario that is removed", vec![("scenarios/s.yaml", None)], "GET /a, GET /b", vec![]),
        ("a folder that is removed", vec![("scenarios", None)], "GET /a, GET /b", vec!["scenario-unreadable"]),
    ] {
        let mut bench = Bench::new(&["api.json"], &files);
        assert_eq!(
            (bench.served().as_str(), bench.bodies().as_str(), bench.trouble().as_str()),
            (all, body, ""),
            "{what}"
        );
        for (name, text) in saves {
            bench.save(name, text);
            bench.reload().await;
        }
        for _ in 0..2 {
            assert_eq!(bench.served(), served, "{what}: {}", bench.trouble());
            assert_eq!(bench.bodies(), if served.contains("s/file") { body } else { "" }, "{what}");
            let told = bench.trouble();
            let is_told = told.lines().count() == troubles.len()
                && told.lines().zip(&troubles).all(|(line, word)| line.contains(word));
            assert!(is_told, "{what}: {told}");
            bench.reload().await;
        }
        fs::create_dir_all(bench.folder.path().join("scenarios")).unwrap();
        for (name, text) in files {
            bench.save(name, Some(&text.replace("old", "new")));
        }
        bench.reload().await;
        assert_eq!((bench.served().as_str(), bench.trouble().as_str()), (all, ""), "{what}");
        assert_eq!(bench.bodies(), r#"{"name":"new"}"#, "{what}");
    }
}

#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn a_folder_of_scenarios_that_may_not_be_read_for_a_while_keeps_them() {
    use std::os::unix::fs::PermissionsExt;
    let rule = "{ standin: 1, rules: [{ name: one, on: GET /a, then: 404 }] }";
    let mut bench = Bench::new(&["api.json"], &[("api.json", &*document("/a")), ("scenarios/s.yaml", rule)]);
    let folder = bench.folder.path().join("scenarios");
    let allow = |mode| fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).unwrap();
    allow(0);
    let is_hidden = fs::read_dir(&folder).is_err();
    bench.reload().await;
    let (served, trouble) = (bench.served(), bench.trouble());
    allow(0o755);
    assert_eq!(served, "GET /a, s/one", "{trouble}");
    // The superuser may read everything.
    assert_eq!(trouble.contains("permission denied"), is_hidden, "{trouble}");
    bench.reload().await;
    assert_eq!((bench.served().as_str(), bench.trouble().as_str()), ("GET /a, s/one", ""));
}
