//! What is done to the files, drawn from a seed.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

/// Which file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Document,
    /// Of the document: it refers to it.
    Part,
    Scenario,
    /// Of the scenario: a rule sends it.
    Body,
}

/// The number of the deed that wrote it, from 1; 0 was there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub usize);

impl Kind {
    pub const ALL: [Self; 4] = [Self::Document, Self::Part, Self::Scenario, Self::Body];

    /// Below the test's folder.
    pub fn path(self) -> &'static str {
        match self {
            Self::Document => "api.yaml",
            Self::Part => "parts/answer.yaml",
            Self::Scenario => "scenarios/rules.yaml",
            Self::Body => "scenarios/bodies/answer.json",
        }
    }

    /// What tells the version in service.
    pub fn target(self) -> &'static str {
        match self {
            Self::Document => "/document",
            Self::Part => "/part",
            Self::Scenario => "/scenario",
            Self::Body => "/body",
        }
    }

    /// What its answers say that they are of.
    pub fn name(self) -> &'static str {
        self.path()
    }

    /// Whether its answers are those of rules: without the scenario the document answers.
    pub fn is_ruled(self) -> bool {
        matches!(self, Self::Scenario | Self::Body)
    }

    /// The answer of a version: long enough to be torn.
    pub fn body(self, version: Version) -> Value {
        json!({ "of": self.name(), "version": version.0, "again": vec![version.0; 200] })
    }

    /// The file: in the flow style of YAML, no beginning of which is whole.
    pub fn text(self, version: Version) -> String {
        self.value(version).to_string()
    }

    fn value(self, version: Version) -> Value {
        let response = |body: Value| {
            let schema = json!({ "type": "object", "properties": { "version": { "type": "integer" } } });
            let content = json!({ "application/json": { "schema": schema, "example": body } });
            json!({ "description": "which version answers", "content": content })
        };
        match self {
            Self::Document => {
                let operation = |response| json!({ "get": { "responses": { "200": response } } });
                let own = operation(response(self.body(version)));
                json!({
                    "openapi": "3.1.0",
                    "info": { "title": "versions", "version": version.0.to_string() },
                    "paths": {
                        "/document": own,
                        "/part": operation(json!({ "$ref": "parts/answer.yaml#/response" })),
                        "/scenario": own,
                        "/body": own,
                    },
                })
            }
            Self::Part => json!({ "response": response(self.body(version)) }),
            Self::Scenario => json!({
                "standin": 1,
                "rules": [
                    { "on": "GET /scenario", "then": { "body": self.body(version) } },
                    { "on": "GET /body", "then": { "file": "bodies/answer.json" } },
                ],
            }),
            Self::Body => self.body(version),
        }
    }

    /// Well-formed, and wrong: a scenario with that stays as it was, of a document the rest is served.
    fn wrong(self, version: Version) -> String {
        let mut value = self.value(version);
        match self {
            Self::Document => value["paths"]["/wrong"] = json!({ "get": { "responses": "none" } }),
            Self::Part => value["more"] = json!({ "$ref": "nowhere.yaml#/more" }),
            Self::Scenario => value["rules"][0]["on"] = json!("GET /nowhere"),
            Self::Body => value["version"] = json!("none"),
        }
        value.to_string()
    }
}

/// How a file is saved.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// Emptied, then written.
    Truncate,
    /// Written beside it, then renamed over it.
    Swap,
    /// Deleted, then created.
    Recreate,
    /// Written up to so many thousandths and left so.
    Broken(usize),
    /// Well-formed, and not what it should be.
    Wrong,
    /// Written up to so many thousandths, then the rest.
    MidWrite(usize),
}

/// One save.
#[derive(Clone, Copy, Debug)]
pub struct Deed {
    pub kind: Kind,
    version: Version,
    way: Way,
    /// Between its two halves.
    within: Duration,
    /// Before the next one.
    after: Duration,
}

/// So many deeds, the same ones for the same seed.
pub fn plan(deeds: usize, seed: u64) -> Vec<Deed> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    (1..=deeds)
        .map(|number| Deed {
            kind: Kind::ALL[rng.random_range(0..Kind::ALL.len())],
            version: Version(number),
            way: match rng.random_range(0..6) {
                0 => Way::Truncate,
                1 => Way::Swap,
                2 => Way::Recreate,
                3 => Way::Broken(rng.random_range(0..1_000)),
                4 => Way::Wrong,
                _ => Way::MidWrite(rng.random_range(0..1_000)),
            },
            // About as long as the quiet that ends a burst (20 ms): some halves are reloaded, some are not.
            within: Duration::from_millis(rng.random_range(0..30)),
            after: Duration::from_millis(rng.random_range(0..30)),
        })
        .collect()
}

impl Deed {
    /// Saves the file. The pauses are the writer's own: without them every deed would end before anybody can look.
    pub fn act(&self, folder: &Path) {
        let path = folder.join(self.kind.path());
        let text = self.kind.text(self.version);
        // Never all of it.
        let until = |thousandths: usize| text.len() * thousandths / 1_000;
        match self.way {
            Way::Truncate => {
                fs::write(&path, "").unwrap();
                sleep(self.within);
                fs::write(&path, &text).unwrap();
            }
            Way::Swap => {
                let beside = path.with_extension("tmp");
                fs::write(&beside, &text).unwrap();
                sleep(self.within);
                fs::rename(&beside, &path).unwrap();
            }
            Way::Recreate => {
                fs::remove_file(&path).unwrap();
                sleep(self.within);
                fs::write(&path, &text).unwrap();
            }
            Way::Broken(thousandths) => fs::write(&path, &text[..until(thousandths)]).unwrap(),
            Way::Wrong => fs::write(&path, self.kind.wrong(self.version)).unwrap(),
            Way::MidWrite(thousandths) => {
                let (first, rest) = text.split_at(until(thousandths));
                fs::write(&path, first).unwrap();
                sleep(self.within);
                OpenOptions::new().append(true).open(&path).unwrap().write_all(rest.as_bytes()).unwrap();
            }
        }
        sleep(self.after);
    }

    /// Whether its version is one that may answer.
    pub fn is_whole_in_the_end(&self) -> bool {
        match self.way {
            Way::Truncate | Way::Swap | Way::Recreate | Way::MidWrite(_) => true,
            Way::Broken(_) => false,
            Way::Wrong => !self.kind.is_ruled(),
        }
    }

    /// Whether the scenario is not there for a while.
    pub fn takes_the_scenario_away(&self) -> bool {
        self.kind == Kind::Scenario && matches!(self.way, Way::Recreate)
    }

    pub fn number(&self) -> usize {
        self.version.0
    }
}
