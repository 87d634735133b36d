//! Collections and lists against a document: what is bound of good files, and what is told of bad ones.

mod good;
mod wrong;

use std::fs;
use std::path::PathBuf;

use super::{Bound, LastGood, load};
use crate::base::{Defects, Severity};
use crate::contract::Contract;
use crate::spec::{Limits, Source, load as load_documents};

/// The document that they are bound to.
const DOCUMENT: &str = r##"
openapi: 3.1.0
info: { title: chat, version: "1" }
paths:
  /users:
    get:
      operationId: users
      parameters:
        - { name: count, in: query, schema: { type: integer } }
        - { name: sort, in: query, schema: { type: string } }
      responses:
        "200":
          description: users
          content:
            application/json:
              schema:
                type: object
                properties:
                  users: { type: array, items: { $ref: "#/components/schemas/user" } }
                  count: { type: integer }
                  offset: { type: integer }
                  total: { type: integer }
              example:
                users: [{ _id: aA0bB1, name: Ada, created: "2020-01-01T00:00:00.000Z" }, { _id: 7 }, { _id: xY9zZ8, name: Bob }]
        "400": { description: bad, content: { application/json: { schema: { type: object } } } }
        "404": { description: none, content: { application/json: { schema: { type: object } } } }
  /users/{id}:
    get:
      operationId: user
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        "200": { description: a user, content: { application/json: { schema: { $ref: "#/components/schemas/user" } } } }
        "404": { description: none }
  /both:
    get:
      operationId: both
      responses:
        "200":
          description: two lists
          content:
            application/json:
              schema:
                type: object
                properties:
                  some: { type: array, items: { type: object, properties: { id: { type: integer } } } }
                  others: { type: array, items: { type: object, properties: { key: { type: string, format: uuid } } } }
  /text:
    get: { operationId: text, responses: { "200": { description: text, content: { text/plain: { schema: { type: string } } } } } }
components:
  schemas:
    user:
      type: object
      required: [_id]
      properties:
        _id: { type: string }
        name: { type: string }
        created: { type: string, format: date-time }
        last: { type: object, properties: { ts: { type: string, format: date-time } } }
"##;

/// Files of a folder, loaded; what is told, a line each: `file /pointer code: message (help)`.
struct Loaded {
    bound: Bound,
    told: Vec<String>,
}

/// A folder with a document and scenarios, which may be loaded several times.
struct Bench {
    folder: tempfile::TempDir,
    good: LastGood,
}

impl Bench {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), good: LastGood::default() }
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    }

    fn load(&mut self, names: &[&str]) -> Loaded {
        let document = self.write("document.yaml", DOCUMENT);
        let limits = Limits::default();
        let mut documents = load_documents(&[Source::Path(document)], &limits).unwrap();
        let mut defects = Defects::default();
        let contract = Contract::compile(&documents.documents, documents.schemas.clone(), &mut defects);
        let paths: Vec<PathBuf> = names.iter().map(|name| self.folder.path().join(name)).collect();
        let mut defects = Defects::default();
        let bound = load(&paths, &contract, &mut documents.files, &limits, &mut defects, &mut self.good);
        let told = defects.iter().filter(|defect| defect.severity >= Severity::Warning).map(|defect| {
            let file = documents.files.at(defect.at.file).unwrap().name.clone();
            let file = file.rsplit('/').next().unwrap().trim_end_matches(".yaml").to_owned();
            let help = defect.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
            let code = defect.code.trim_start_matches("scenario-");
            format!("{file} {} {code}: {}{help}", defect.at.pointer, defect.message)
        });
        Loaded { told: told.collect(), bound }
    }
}
