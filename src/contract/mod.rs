//! The compiled promise: what may be asked and what is answered, with nothing left to look up by name at request time.
//! Knows calls, not sockets; documented replies, not which of them to send.

mod call;
pub mod entity;
mod example;
mod operation;
mod parameter;
pub mod payload;
mod prefix;
mod promise;
mod read;
mod router;
mod security;
pub mod style;
mod template;
mod violation;

use std::collections::BTreeMap;
use std::sync::Arc;

use http::Method;
use serde_json::Value;

pub use call::Call;
pub use example::Example;
pub use operation::{Body, BodyContent, Operation, OperationId};
pub use parameter::Parameter;
pub use promise::{Content, ContentId, Header, Link, PartHeaders, PartTypes, Promise};
pub use read::Inputs;
pub use router::{Captures, Routed};
pub use security::{KeyPlace, Requirement, Scheme};
pub use violation::{Kind, Part, Violation};

use crate::base::{Defects, Severity};
use crate::schema::{Entities, SchemaId, Schemas};
use crate::spec::Document;
use entity::{Family, FamilyId};
use router::{Rank, Router};

/// All operations that are served together.
#[derive(Debug)]
pub struct Contract {
    operations: Vec<Operation>,
    router: Router,
    schemas: Arc<Schemas>,
    content_count: usize,
    found: entity::Found,
}

impl Contract {
    /// Compiles documents. Never fails: what two operations both claim goes to the first, with a defect.
    #[must_use]
    pub fn compile(documents: &[Document], schemas: Arc<Schemas>, defects: &mut Defects) -> Self {
        let mut operations: Vec<Operation> = Vec::new();
        let mut names = std::collections::BTreeSet::new();
        for document in documents {
            for frame in &document.operations {
                let mut operation = Operation::compile(frame, document, schemas.arena(), defects);
                if !names.insert(operation.name.clone()) {
                    operation.name = format!("{} {}", operation.method, operation.template);
                    names.insert(operation.name.clone());
                }
                operations.push(operation);
            }
        }
        let contents = operations
            .iter_mut()
            .flat_map(|operation| &mut operation.promises)
            .flat_map(|promise| &mut promise.content);
        let mut content_count = 0;
        for content in contents {
            content.id = ContentId::new(content_count);
            content_count += 1;
        }
        let router = mount(&operations, defects);
        let found = entity::find(&mut operations, schemas.arena());
        Self { operations, router, schemas, content_count, found }
    }

    /// The operations, in the order of the documents.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The operations with their numbers.
    pub fn ids(&self) -> impl Iterator<Item = (OperationId, &Operation)> {
        self.operations.iter().enumerate().map(|(index, operation)| (OperationId::new(index), operation))
    }

    /// The operation with that number.
    #[must_use]
    pub fn operation(&self, id: OperationId) -> Option<&Operation> {
        self.operations.get(id.index())
    }

    /// The operation of that name, or of that method and path (`GET /users/{id}`).
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Operation> {
        let (method, path) = name.split_once(' ').unwrap_or_default();
        let address = |operation: &&Operation| {
            operation.method.as_str().eq_ignore_ascii_case(method) && operation.template == path
        };
        self.operations.iter().find(|operation| operation.name == name).or_else(|| self.operations.iter().find(address))
    }

    /// How many documented bodies there are.
    #[must_use]
    pub const fn content_count(&self) -> usize {
        self.content_count
    }

    /// The schemas of the operations.
    #[must_use]
    pub const fn schemas(&self) -> &Arc<Schemas> {
        &self.schemas
    }

    /// What the schemas describe, as far as paths tell.
    #[must_use]
    pub const fn entities(&self) -> &Entities {
        &self.found.entities
    }

    /// The operations on the collection with that number.
    #[must_use]
    pub fn family(&self, id: FamilyId) -> Option<&Family> {
        self.found.family(id)
    }

    /// The documented examples of whole replies, each with its schema.
    pub fn examples(&self) -> impl Iterator<Item = (SchemaId, &Value)> {
        let promises = self.operations.iter().flat_map(|operation| &operation.promises);
        promises
            .flat_map(|promise| &promise.content)
            .filter_map(|content| Some((content.schema?, content)))
            .flat_map(|(schema, content)| content.examples.iter().map(move |example| (schema, example.value.as_ref())))
    }

    /// Where a method and a raw path lead; of several operations [`Self::meant`] leaves those that the query allows.
    #[must_use]
    pub fn route(&self, method: &Method, path: &str) -> Routed {
        self.router.route(method, path)
    }

    /// Which of the operations that a path leads to may be meant by the call's query: those whose conditions are met (the ones
    /// with most conditions first), else the last, which demands least. More than one is left of variants and of operations that match the same paths.
    pub fn meant<'r>(&self, found: &'r [(OperationId, Captures)], call: &Call) -> Vec<&'r (OperationId, Captures)> {
        if found.len() < 2 {
            return found.iter().collect();
        }
        let query = style::Query::parse(call.query.as_deref().unwrap_or_default());
        let is_met = |(name, value): &(String, Option<String>)| match value {
            Some(value) => query.first(name).as_deref() == Some(value),
            None => query.has(name),
        };
        let conditions = |id: OperationId| self.operation(id).map(|operation| &operation.conditions);
        let mut meant: Vec<&(OperationId, Captures)> =
            found.iter().filter(|(id, _)| conditions(*id).is_some_and(|all| all.iter().all(is_met))).collect();
        if meant.is_empty() {
            meant.extend(found.last());
        }
        self.keep_told(&mut meant, &query, call);
        let most = meant.first().and_then(|(id, _)| conditions(*id)).map(Vec::len);
        meant.retain(|(id, _)| conditions(*id).map(Vec::len) == most);
        meant
    }

    /// Of variants (`/#Action=Start`) keeps those that the call names by query, header or form: some services have a thousand at one path.
    fn keep_told(&self, meant: &mut Vec<&(OperationId, Captures)>, query: &style::Query<'_>, call: &Call) {
        let token = |id: OperationId| self.operation(id).and_then(|operation| operation.token.as_ref());
        if meant.len() < 2 || !meant.iter().any(|(id, _)| token(*id).is_some()) {
            return;
        }
        let is_form = call.content_type().is_some_and(|media_type| media_type.is_form());
        let fields: BTreeMap<_, _> =
            if is_form { form_urlencoded::parse(&call.body).collect() } else { BTreeMap::new() };
        let is_told = |(name, value): &(String, String)| {
            query.first(name).as_deref() == Some(value)
                || call.header(name) == Some(value)
                || fields.get(name.as_str()).is_some_and(|field| field == value)
        };
        if meant.iter().any(|(id, _)| token(*id).is_some_and(is_told)) {
            meant.retain(|(id, _)| token(*id).is_some_and(is_told));
        } else {
            meant.truncate(MOST_VARIANTS);
        }
    }
}

/// Of variants that nothing tells apart, those that are read to see which the call fits.
const MOST_VARIANTS: usize = 16;

/// Mounts every operation under its bare path, then under the paths of its servers, so that a bare path is never taken by a server's.
fn mount(operations: &[Operation], defects: &mut Defects) -> Router {
    let mut router = Router::new();
    for (index, operation) in operations.iter().enumerate() {
        let id = OperationId::new(index);
        if let Err(first) = router.add(&operation.method, &operation.template, id, rank(operation)) {
            defects.note(
                "route-taken",
                Severity::Warning,
                &operation.place,
                taken(operations.get(first.index()), operation),
            );
        }
    }
    for (index, operation) in operations.iter().enumerate() {
        for prefix in &operation.prefixes {
            let path = format!("{prefix}{}", operation.template);
            // A bare path that is the same goes before it; two servers that make the same path are nobody's fault.
            let rank = Rank { is_prefixed: true, ..rank(operation) };
            let Err(first) = router.add(&operation.method, &path, OperationId::new(index), rank) else { continue };
            // Within one document the author sees both keys; of two documents served together perhaps only one.
            let first = operations.get(first.index()).filter(|first| first.place.file != operation.place.file);
            if let Some(first) = first.filter(|first| first.template == path) {
                let message = format!(
                    "`{path}`, with the path of the server, is `{}` of `{}`; this one answers under `{}` alone",
                    first.template, first.document, operation.template
                );
                defects.note("route-taken", Severity::Note, &operation.place, message);
            }
        }
    }
    router
}

/// What is told of an operation whose requests go to another one.
fn taken(first: Option<&Operation>, operation: &Operation) -> String {
    let Some(first) = first else { return "another operation matches the same requests".to_owned() };
    let whose =
        if first.place.file == operation.place.file { String::new() } else { format!(" of `{}`", first.document) };
    let own = operation.prefixes.iter().find(|prefix| !first.prefixes.contains(prefix));
    let template = &first.template;
    match own {
        Some(prefix) => format!(
            "`{template}`{whose} matches the same requests; only under `{prefix}{}` this one is always meant, else the one that a request fits",
            operation.template
        ),
        None => format!(
            "`{template}`{whose} matches the same requests; of the two the one that a request fits answers, else the first"
        ),
    }
}

fn rank(operation: &Operation) -> Rank {
    Rank { conditions: operation.conditions.len(), is_variant: operation.variant.is_some(), is_prefixed: false }
}
