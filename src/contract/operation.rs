//! One operation, compiled from its frame.

use http::Method;
use serde_json::Value;

use super::entity::{Step, Subject};
use super::example::Example;
use super::parameter::{self, Parameter};
use super::payload::{Encoding, PropertyEncoding};
use super::promise::Promise;
use super::security::{KeyPlace, Requirement, Scheme};
use super::style::{Shape, Style};
use super::violation::Part;
use crate::base::{Defects, MediaType, Place, Severity, StatusPattern};
use crate::schema::{SchemaArena, SchemaId};
use crate::spec::{Document, Examples, OperationFrame, Version, extension};

/// The number of an operation in its contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationId(u32);

impl OperationId {
    pub(super) fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The position in the contract.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// One operation: what may be asked and what is promised.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `operationId`, if it is there and no other operation's too, else method and path.
    pub name: String,
    /// The method.
    pub method: Method,
    /// The path template.
    pub template: String,
    /// What the query must hold for this one to be meant: names, with values where the path key had them.
    pub conditions: Vec<(String, Option<String>)>,
    /// The fragment of its path key: of several variants the first that a call fits is meant.
    pub variant: Option<String>,
    /// What a call says that means this variant (`#Action=Start`): a name, and its value.
    pub token: Option<(String, String)>,
    /// The paths it is mounted under besides the bare one: the paths of its servers.
    pub prefixes: Vec<String>,
    /// The title of its document.
    pub document: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its summary.
    pub summary: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// The body it takes.
    pub body: Option<Body>,
    /// The credentials it asks for: alternatives; empty for none.
    pub security: Vec<Requirement>,
    /// Its documented replies.
    pub promises: Vec<Promise>,
    /// Why nothing of it could be read, if so: it answers 501.
    pub left: Option<String>,
    /// The things that its path names, in order.
    pub steps: Vec<Step>,
    /// The things that its success tells of, if they have paths.
    pub subject: Option<Subject>,
    /// Where it stands.
    pub place: Place,
}

/// The body that an operation takes.
#[derive(Clone, Debug)]
pub struct Body {
    /// Whether it must be there.
    pub required: bool,
    /// The forms it may have, in the order of the document.
    pub content: Vec<BodyContent>,
}

/// One form that a body may have.
#[derive(Clone, Debug)]
pub struct BodyContent {
    /// Its media type, perhaps a range.
    pub media_type: MediaType,
    /// What it may be.
    pub schema: Option<SchemaId>,
    /// What a form decoder has to expect.
    pub shape: Shape,
    /// How the members of a form are written.
    pub encoding: Encoding,
    /// Its examples, in the order of the document.
    pub examples: Vec<Example>,
}

impl Operation {
    pub(super) fn compile(
        frame: &OperationFrame,
        document: &Document,
        arena: &SchemaArena,
        defects: &mut Defects,
    ) -> Self {
        let method = Method::from_bytes(frame.method.as_bytes()).unwrap_or(Method::GET);
        let mut operation = Self {
            name: format!("{method} {}", frame.template),
            method,
            template: frame.template.clone(),
            conditions: conditions(frame.query.as_deref().unwrap_or_default()),
            variant: frame.variant.clone(),
            token: frame.variant.as_deref().and_then(token),
            prefixes: Vec::new(),
            document: document.title.clone(),
            tags: Vec::new(),
            summary: None,
            deprecated: false,
            parameters: Vec::new(),
            body: None,
            security: Vec::new(),
            promises: Vec::new(),
            left: None,
            steps: Vec::new(),
            subject: None,
            place: frame.place.clone(),
        };
        match &frame.operation {
            Ok(written) => operation.fill(written, document, arena, defects),
            Err(reason) => operation.left = Some(reason.clone()),
        }
        operation
    }

    /// Whether its query may hold names that are not documented one by one: a parameter that is the whole query, or an object spread over it.
    #[must_use]
    pub fn takes_any_query(&self) -> bool {
        let spread = |parameter: &Parameter| parameter.explode && matches!(parameter.shape, Shape::Object { .. });
        let of_query = self.parameters.iter().filter(|parameter| parameter.part == Part::Query);
        of_query.into_iter().any(|parameter| parameter.whole_query || spread(parameter))
    }

    /// The documented reply for a status: as such, by its range, or by `default`.
    #[must_use]
    pub fn promised(&self, status: u16) -> Option<&Promise> {
        let patterns = [StatusPattern::Exact(status), StatusPattern::Range(status / 100), StatusPattern::Default];
        patterns.into_iter().find_map(|pattern| self.promises.iter().find(|promise| promise.status == pattern))
    }

    /// The reply for a good call: the lowest success, else `default`, else the first. What only announces a reply (1xx) is none.
    #[must_use]
    pub fn success(&self) -> Option<&Promise> {
        let successes = self.promises.iter().filter(|promise| promise.status.is_success());
        successes
            .min_by_key(|promise| promise.status)
            .or_else(|| self.promises.iter().find(|promise| promise.status == StatusPattern::Default))
            .or_else(|| self.promises.iter().find(|promise| promise.status.representative() >= 200))
    }

    /// Whether a query parameter of that name is a key that a security scheme asks for.
    pub(super) fn is_key(&self, name: &str) -> bool {
        let mut schemes = self.security.iter().flat_map(|requirement| &requirement.0);
        schemes.any(|scheme| matches!(scheme, Scheme::ApiKey(super::security::KeyPlace::Query, key) if key == name))
    }

    /// Whether credentials are sent there: a key that a security scheme asks for, or a parameter that carries some.
    #[must_use]
    pub fn takes_credentials(&self, part: Part, name: &str) -> bool {
        let mut schemes = self.security.iter().flat_map(|requirement| &requirement.0);
        let is_there = |place: KeyPlace| match place {
            KeyPlace::Header => part == Part::Header,
            KeyPlace::Query => part == Part::Query,
            KeyPlace::Cookie => part == Part::Cookie,
        };
        let is_name = |known: &str| if part == Part::Header { known.eq_ignore_ascii_case(name) } else { known == name };
        let mut parameters = self.parameters.iter().filter(|parameter| parameter.is_credential);
        schemes.any(|scheme| matches!(scheme, Scheme::ApiKey(place, key) if is_there(*place) && is_name(key)))
            || parameters.any(|parameter| parameter.part == part && is_name(&parameter.name))
    }

    fn fill(
        &mut self,
        written: &openapiv3::Operation,
        document: &Document,
        arena: &SchemaArena,
        defects: &mut Defects,
    ) {
        if let Some(id) = written.operation_id.as_ref().filter(|id| !id.is_empty()) {
            self.name.clone_from(id);
        }
        self.tags.clone_from(&written.tags);
        self.summary.clone_from(&written.summary);
        self.deprecated = written.deprecated;
        self.prefixes = super::prefix::prefixes(&written.servers);
        self.promises = Promise::compile_all(&written.responses, arena, &document.examples);
        let parameters = written.parameters.iter().filter_map(openapiv3::ReferenceOr::as_item);
        self.parameters =
            parameters.map(|parameter| Parameter::compile(parameter, arena, &document.examples)).collect();
        // OpenAPI 3, Parameter Object: definitions of these header parameters are ignored.
        if document.version > Version::V2 {
            let reserved = ["accept", "content-type", "authorization"];
            self.parameters.retain(|parameter| {
                parameter.part != Part::Header || !reserved.contains(&parameter.name.to_ascii_lowercase().as_str())
            });
        }
        self.body = written
            .request_body
            .as_ref()
            .and_then(|body| body.as_item())
            .map(|body| Body::compile(body, arena, &document.examples));
        let scheme = |name: &String| document.security_schemes.get(name).map(Scheme::compile);
        let requirements = written.security.iter().flatten();
        for name in written.security.iter().flatten().flat_map(|requirement| requirement.keys()) {
            if !document.security_schemes.contains_key(name) && !document.left_schemes.contains(name) {
                let message = format!("the security scheme `{name}` is not declared; asking for nothing");
                defects.note("security-scheme-undeclared", Severity::Error, &self.place, message);
            }
        }
        self.security = requirements.map(|one| Requirement(one.keys().filter_map(scheme).collect())).collect();
        self.find_credentials();
    }

    /// Marks header parameters that carry credentials, where a 401 is documented and no scheme asks for anything.
    fn find_credentials(&mut self) {
        let documents_401 = self.promises.iter().any(|promise| promise.status == StatusPattern::Exact(401));
        if !documents_401 || self.security.iter().any(|requirement| !requirement.0.is_empty()) {
            return;
        }
        let headers = || |parameter: &&mut Parameter| parameter.part == Part::Header && parameter.required;
        let mut any = false;
        for parameter in self.parameters.iter_mut().filter(headers()) {
            parameter.is_credential = parameter::names_credentials(&parameter.name);
            any |= parameter.is_credential;
        }
        for parameter in self.parameters.iter_mut().filter(headers()) {
            parameter.is_credential |= any && parameter::names_user(&parameter.name);
        }
    }
}

impl Body {
    fn compile(body: &openapiv3::RequestBody, arena: &SchemaArena, values: &Examples) -> Self {
        let content = body.content.iter().map(|(name, media)| {
            let schema = parameter::schema_id(media.schema.as_ref(), arena);
            BodyContent {
                media_type: MediaType::parse(name),
                schema,
                shape: schema.map_or(Shape::Any, |id| parameter::shape(arena, id)),
                encoding: encoding(media),
                examples: Example::compile_all(&media.examples, values),
            }
        });
        Self { required: body.required, content: content.collect() }
    }
}

/// The `encoding` of a media type.
pub(super) fn encoding(media: &openapiv3::MediaType) -> Encoding {
    let properties = media.encoding.iter().map(|(name, encoding)| (name.clone(), property_encoding(encoding)));
    Encoding { properties: properties.collect() }
}

fn property_encoding(encoding: &openapiv3::Encoding) -> PropertyEncoding {
    let flag = |key: &str| encoding.extensions.get(key).and_then(Value::as_bool);
    let style = encoding.extensions.get(extension::STYLE).and_then(Value::as_str).and_then(Style::parse);
    let style = style.unwrap_or(Style::Form);
    PropertyEncoding {
        style,
        explode: flag(extension::EXPLODE).unwrap_or_else(|| style.default_explode()),
        // Only what was written is enforced: hardly anybody encodes what the default asks to.
        allow_reserved: flag(extension::ALLOW_RESERVED).unwrap_or(true),
        content_type: encoding.content_type.clone(),
    }
}

/// What a fragment such as `Action=Start` says, with or without a slash before it.
fn token(fragment: &str) -> Option<(String, String)> {
    let (name, value) = fragment.trim_start_matches('/').split_once('=')?;
    (!name.is_empty() && !value.is_empty()).then(|| (name.to_owned(), value.to_owned()))
}

/// The conditions in the query of a path key: `a=1` demands that value, `a={b}` and `a` that the name is there.
fn conditions(query: &str) -> Vec<(String, Option<String>)> {
    let pairs = form_urlencoded::parse(query.as_bytes());
    let condition = |value: &str| (!value.is_empty() && !value.contains('{')).then(|| value.to_owned());
    pairs
        .filter(|(name, _)| !name.is_empty() && !name.contains('{'))
        .map(|(name, value)| (name.into_owned(), condition(&value)))
        .collect()
}
