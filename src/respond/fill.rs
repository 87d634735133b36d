//! The body of a reply: a named example, one bound to the call, the first that fits, the first mended, a sample; or nothing.

use serde_json::{Map, Value, json};

use super::derived::Stage;
use super::effect::{Ground, Order, Shape};
use super::encode::{self, Manner, NotText};
use super::fitting;
use super::headers::Setting;
use super::mend::{Means, Mended, Origin};
use super::negotiate::{self, Chosen};
use super::prefer::Prefer;
use super::problem::Problem;
use super::reply::Reply;
use super::story::{self, Source, Telling};
use super::trace::Trace;
use super::unsatisfied;
use super::world::{Examples, Face, World};
use crate::base::{MediaType, Seed};
use crate::contract::{Call, Content, Inputs, Operation};
use crate::schema::{Fit, Later, Sampled, SchemaId, Side, TypeSet, Variety};

/// Items of a stream whose length nobody documents.
const STREAM_ITEMS: u64 = 3;

/// A value to send.
pub(super) struct Made {
    pub(super) value: Value,
    source: Source,
    /// Whether it is known to hold for its schema; if not, the reply says so.
    fits: bool,
}

/// What a reply is made for.
#[derive(Clone, Copy)]
pub(super) struct Occasion<'c> {
    pub(super) world: &'c World,
    pub(super) call: &'c Call,
    pub(super) operation: &'c Operation,
    pub(super) inputs: &'c Inputs,
    pub(super) prefer: &'c Prefer,
    /// The call as rules see it, where lists may be made without one.
    pub(super) stage: Option<Stage<'c>>,
    /// What day it is for generated data.
    pub(super) later: Later,
    /// Whether the reply tells of what is wrong with the call.
    pub(super) is_complaint: bool,
    /// What a rule has to say about the body.
    pub(super) order: Option<&'c Order<'c>>,
}

/// A problem found on the way: what to send instead.
pub(super) struct Refusal {
    problem: Problem,
    detail: String,
    more: Map<String, Value>,
}

impl Refusal {
    pub(super) fn new(problem: Problem, detail: impl Into<String>) -> Self {
        Self { problem, detail: detail.into(), more: Map::new() }
    }

    /// What is sent instead.
    pub(super) fn reply(self, face: Face, trace: &mut Trace) -> Reply {
        trace.note(format!("refused: {}", self.detail));
        self.problem.reply(face, &self.detail, self.more)
    }
}

impl Occasion<'_> {
    /// The chosen reply with its body and headers.
    pub(super) fn reply(&self, chosen: Chosen<'_>, trace: &mut Trace) -> Result<Reply, Refusal> {
        let content = self.content(chosen, trace)?;
        self.with_body(chosen, content, trace)
    }

    /// The chosen reply with a body of that kind.
    pub(super) fn with_body(
        &self,
        chosen: Chosen<'_>,
        content: Option<&Content>,
        trace: &mut Trace,
    ) -> Result<Reply, Refusal> {
        let mut reply = Reply::empty(chosen.status);
        trace.promise = Some(chosen.promise.status.to_string());
        let seed = self.seed(chosen.status);
        let setting = Setting {
            schemas: self.world.contract.schemas(),
            seed,
            variety: self.variety(),
            later: self.later,
            path: &self.call.path,
            media_type: content.map(|content| &content.media_type),
            is_prism: self.world.options.face == Face::Prism,
        };
        super::headers::dress(&mut reply, chosen.promise, &setting);
        let body = match content {
            Some(content) => self.body(&mut reply, content, seed, trace)?,
            None => None,
        };
        if self.is_our_story(&reply) {
            self.locate(&mut reply, chosen.promise, body.as_ref(), seed);
        }
        Ok(reply)
    }

    /// The seed of what is sent with a status.
    pub(super) fn seed(&self, status: u16) -> Seed {
        story::seed(self.seed_root(), self.operation, self.inputs).nth(u64::from(status))
    }

    /// The root of all that is generated for this call.
    pub(super) fn seed_root(&self) -> Seed {
        self.prefer.seed.unwrap_or(self.world.options.seed)
    }

    /// Whether what is sent may be made to agree with the call: the author's words are left alone where the client wants just those.
    pub(super) fn is_our_story(&self, reply: &Reply) -> bool {
        let options = &self.world.options;
        options.face == Face::Standin
            && options.examples != Examples::Verbatim
            && self.prefer.example.is_none()
            && !self.is_complaint
            && self.ordered_body().is_none()
            && reply.status.is_success()
    }

    /// The body that a rule says.
    pub(super) fn ordered_body(&self) -> Option<&Value> {
        self.order.and_then(|order| order.body.as_ref())
    }

    /// What the client accepts; a rule that says what is sent stands above it.
    pub(super) fn accepted(&self) -> Option<String> {
        let ruled = self.order.and_then(|order| order.effect.content_type.as_ref());
        ruled.map(|media_type| media_type.as_str().to_owned()).or_else(|| self.call.joined_header("accept"))
    }

    /// The documented body to send, if any.
    pub(super) fn content<'c>(&self, chosen: Chosen<'c>, trace: &mut Trace) -> Result<Option<&'c Content>, Refusal> {
        // RFC 9110 §15: these never have a body, whatever is documented.
        if matches!(chosen.status, 204 | 205 | 304) || chosen.promise.content.is_empty() {
            if let (true, Some(name)) = (chosen.promise.content.is_empty(), &self.prefer.example) {
                return Err(self.no_example("no body", name, &[]));
            }
            trace.note("body: none documented");
            return Ok(None);
        }
        let accept = self.accepted();
        match negotiate::body(chosen.promise, accept.as_deref()) {
            Some(content) => Ok(Some(content)),
            // A complaint is better sent in another type than not at all, and so is what a rule wants sent.
            None if self.is_complaint || self.order.is_some() => Ok(chosen.promise.content.first()),
            None => {
                let accept = accept.unwrap_or_default();
                let known: Vec<&str> =
                    chosen.promise.content.iter().map(|content| content.media_type.as_str()).collect();
                Err(Refusal::new(
                    Problem::NotAcceptable,
                    match self.world.options.face {
                        Face::Standin => format!("`{accept}` is asked for; documented: {}", known.join(", ")),
                        Face::Prism => format!("Unable to find content for {accept}"),
                    },
                ))
            }
        }
    }

    /// Writes the body; gives the value it says.
    fn body(
        &self,
        reply: &mut Reply,
        content: &Content,
        seed: Seed,
        trace: &mut Trace,
    ) -> Result<Option<Value>, Refusal> {
        if let Some(insert) = self.order.and_then(|order| order.insert.as_ref()) {
            self.with_rows(insert, reply, content, seed, trace)?;
            return Ok(None);
        }
        let accept = self.accepted();
        let schemas = self.world.contract.schemas();
        let is_prism = self.world.options.face == Face::Prism;
        let manner = |is_sampled| Manner::of(content, schemas, seed, is_sampled, is_prism);
        if let Some(item) = self.item(content) {
            let sampler = self.world.sampler(self.later);
            let sample = |index| sampler.sample(item, seed.nth(index), Side::Response, self.variety());
            let sampled: Vec<_> = (0..STREAM_ITEMS).map(sample).collect();
            if let Some(empty) = sampled.iter().find(|sampled| sampled.fit == Fit::Empty) {
                unsatisfied::tell(self.world, item, &empty.value, reply, trace);
            }
            let mut items = Value::Array(sampled.into_iter().map(|sampled| sampled.value).collect());
            if let Some(order) = self.order {
                order.change(&mut items, &Ground::of(self, Shape::Items(item), seed), trace);
            }
            let encoded = encode::encode(&items, &content.media_type, &manner(true));
            encoded?.dress(reply);
            trace.note(format!("body: {STREAM_ITEMS} sampled items"));
            return Ok(None);
        }
        let file = if self.ordered_body().is_some() { None } else { self.file(content, seed, trace) };
        if let Some(file) = file {
            reply.set("content-type", &file.media_type);
            reply.body = file.bytes.into();
            return Ok(None);
        }
        let Some(Made { mut value, source, fits }) = self.value(content, seed, trace)? else {
            trace.note("body: neither example nor schema");
            return Ok(None);
        };
        if let Some(schema) = content.schema {
            let (schemas, operation, inputs) = (self.world.contract.schemas(), self.operation, self.inputs);
            let telling = Telling { schemas, operation, inputs, schema };
            if self.ordered_body().is_some() {
                // It was checked when the rule was bound, and is sent as it is.
            } else if !fits {
                unsatisfied::tell(self.world, schema, &value, reply, trace);
            } else if self.is_our_story(reply) {
                telling.agree(&mut value, self.listed(source).as_ref(), trace);
            } else if source == Source::Sample {
                telling.owners(&mut value);
            }
        }
        if let Some(order) = self.order {
            let shape = content.schema.map_or(Shape::Unknown, Shape::Whole);
            order.change(&mut value, &Ground::of(self, shape, seed), trace);
        }
        let is_text = value.is_string() || (is_prism && content.media_type.essence() == "*/*");
        let name = negotiate::concrete(&content.media_type, accept.as_deref(), is_text);
        let media_type = MediaType::parse(&name);
        let is_sampled = self.ordered_body().is_none() && !self.has_example(content);
        encode::encode(&value, &media_type, &manner(is_sampled))?.dress(reply);
        Ok(Some(value))
    }

    /// What each item of a streamed body may be, where no example says it all: by `itemSchema`, or by a schema that speaks of one item.
    fn item(&self, content: &Content) -> Option<SchemaId> {
        if self.ordered_body().is_some() {
            return None;
        }
        if content.item_schema.is_some() {
            return content.item_schema.filter(|_| content.examples.is_empty());
        }
        let schema = content.schema.filter(|_| encode::is_sequence(&content.media_type))?;
        let is_list = self.world.contract.schemas().arena().types(schema).contains(TypeSet::ARRAY);
        let is_ours = self.world.options.face == Face::Standin && self.prefer.example.is_none();
        (is_ours && !is_list && !self.has_example(content)).then_some(schema)
    }

    pub(super) fn value(&self, content: &Content, seed: Seed, trace: &mut Trace) -> Result<Option<Made>, Refusal> {
        if let Some(body) = self.ordered_body() {
            trace.note("body: as the rule says");
            return Ok(Some(Made { value: body.clone(), source: Source::Example, fits: true }));
        }
        let examples = self.world.examples(content);
        if let Some(name) = &self.prefer.example {
            let named = |example: &&Mended| example.origin == Origin::MediaType && example.name == *name;
            return match examples.iter().find(named) {
                Some(example) => self.example(example, content, trace).map(Some),
                None => Err(self.no_example(content.media_type.essence(), name, examples)),
            };
        }
        let by_fault = || self.is_complaint.then(|| fitting::error(examples, &self.inputs.violations)).flatten();
        let bound = || fitting::bound(examples, self.operation, self.inputs);
        let example = if self.is_generated(content) {
            None
        } else {
            by_fault()
                .or_else(bound)
                .filter(|example| self.is_sendable(example))
                .or_else(|| self.example_in_use(content))
        };
        match (example, content.schema) {
            (Some(example), _) => self.example(example, content, trace).map(Some),
            (None, Some(schema)) => Ok(Some(self.sample(schema, seed, trace))),
            (None, None) => Ok(None),
        }
    }

    /// Whether a body is generated whatever examples there are; without a schema there is nothing to generate from.
    pub(super) fn is_generated(&self, content: &Content) -> bool {
        let is_dynamic = self.prefer.dynamic.unwrap_or(self.world.options.dynamic);
        content.schema.is_some() && (is_dynamic || self.world.options.examples == Examples::Ignored)
    }

    fn is_sendable(&self, example: &Mended) -> bool {
        example.fits || self.world.options.examples == Examples::Verbatim
    }

    /// The example that a body is sent with where nothing speaks for another one.
    pub(super) fn example_in_use(&self, content: &Content) -> Option<&Mended> {
        if self.is_generated(content) {
            return None;
        }
        let examples = self.world.examples(content);
        let verbatim = self.world.options.examples == Examples::Verbatim;
        // One whose text was only coerced is what its author meant, and comes before a later one that was written well.
        let is_good = |example: &&Mended| verbatim || (example.fits && example.means != Means::Patched);
        let is_fit = |example: &&Mended| example.fits;
        let first = examples.iter().find(is_good).or_else(|| examples.iter().find(is_fit)).or(examples.first());
        first.filter(|example| self.is_sendable(example))
    }

    /// An example as it is to be sent. With `--errors`, one that breaks its schema as written is told of instead.
    fn example(&self, example: &Mended, content: &Content, trace: &mut Trace) -> Result<Made, Refusal> {
        let schemas = self.world.contract.schemas();
        let is_broken = example.change.is_some() || !example.fits;
        let broken = content.schema.filter(|_| self.world.options.errors && is_broken);
        if let Some(id) = broken {
            let list = schemas.mismatches(id, Side::Response, &example.written);
            let list = list.iter().map(|mismatch| {
                let mut location = vec!["response".to_owned(), "body".to_owned()];
                location.extend(mismatch.at.steps());
                let path = mismatch.at.steps().collect::<Vec<_>>().join(".");
                let subject = if path.is_empty() { String::new() } else { format!("property {path} ") };
                let message = format!("Response body {subject}{}", mismatch.message);
                json!({ "location": location, "severity": "Error", "code": mismatch.keyword, "message": message })
            });
            let more = Map::from_iter([("validation".to_owned(), list.collect())]);
            let detail = "Your request/response is not valid and the --errors flag is set, so Prism is generating this error for you.";
            let detail = if self.world.options.face == Face::Prism {
                detail
            } else {
                "the documented example breaks its schema"
            };
            return Err(Refusal { problem: Problem::BrokenReply, detail: detail.to_owned(), more });
        }
        if example.origin == Origin::MediaType {
            trace.example = Some(example.name.clone());
        }
        let name = match (example.origin, example.name.as_str()) {
            (Origin::Schema, _) => "the schema's example".to_owned(),
            (Origin::MediaType, "") => "the example".to_owned(),
            (Origin::MediaType, name) => format!("example `{name}`"),
        };
        if self.world.options.examples == Examples::Verbatim {
            trace.note(format!("body: {name}, as written"));
            return Ok(Made { value: Value::clone(&example.written), source: Source::Example, fits: !is_broken });
        }
        trace.note(match &example.change {
            None => format!("body: {name}"),
            Some(change) => format!("body: {name}, {change}"),
        });
        Ok(Made { value: Value::clone(&example.value), source: Source::Example, fits: example.fits })
    }

    fn sample(&self, schema: SchemaId, seed: Seed, trace: &mut Trace) -> Made {
        let named = story::named(&self.world.contract, self.operation, self.inputs);
        let sampler = self.world.sampler(self.later).telling(story::of(self.world, self.seed_root(), &named));
        let Sampled { mut value, fit } = sampler.sample(schema, seed, Side::Response, self.variety());
        trace.note(match fit {
            Fit::Exact => format!("body: sampled with seed {seed}"),
            fit => format!("body: sampled with seed {seed} ({fit})"),
        });
        let fits = fit != Fit::Empty;
        if self.world.options.face == Face::Prism && self.variety() == Variety::Generated {
            value = sorted(value);
        }
        Made { value, source: Source::Sample, fits }
    }

    fn no_example(&self, media_type: &str, name: &str, examples: &[Mended]) -> Refusal {
        let known: Vec<&str> =
            examples.iter().map(|example| example.name.as_str()).filter(|name| !name.is_empty()).collect();
        let detail = match self.world.options.face {
            Face::Standin if known.is_empty() => format!("there is no example `{name}`, nor any other with a name"),
            Face::Standin => format!("there is no example `{name}`; documented: {}", known.join(", ")),
            Face::Prism => format!("Response for contentType: {media_type} and exampleKey: {name} does not exist."),
        };
        Refusal::new(Problem::NotFound, detail)
    }

    pub(super) fn variety(&self) -> Variety {
        if self.prefer.dynamic.unwrap_or(self.world.options.dynamic) { Variety::Generated } else { Variety::Documented }
    }
}

impl From<NotText> for Refusal {
    fn from(NotText: NotText) -> Self {
        Self::new(Problem::TextOfObject, "Cannot serialise complex objects as text")
    }
}

/// Members in alphabetical order, as Prism writes generated objects.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<(String, Value)> =
                members.into_iter().map(|(name, value)| (name, sorted(value))).collect();
            members.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(members.into_iter().collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}
