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
