//! Tells whether a value is valid: the `jsonschema` crate behind our own face. Each schema is compiled once, when it is
//! first asked for, and shared by all that refer to it.

use std::sync::{Arc, OnceLock, Weak};

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::paths::Location;
use jsonschema::{Draft, Keyword, ValidationError, ValidationOptions, Validator};
use serde_json::{Map, Value};

use super::height::Heights;
use super::model::{SchemaArena, SchemaId, Side};
use super::pattern::Pattern;
use super::render::{self, LINK, PATTERN};
use super::sample::Senses;
use super::verdict::verdict;
use crate::base::{Pointer, plain_text};

/// All schemas of a world, with their checks. Cheap to share: clone the [`Arc`].
#[derive(Debug)]
pub struct Schemas {
    arena: SchemaArena,
    /// For each schema its check as a request and as a response.
    checks: Vec<[OnceLock<Box<Check>>; 2]>,
    heights: OnceLock<Heights>,
    formats: Formats,
    senses: Senses,
    /// The checks refer to each other through this; weak, or they would keep themselves alive.
    this: Weak<Self>,
}

/// Whether `format` is a rule for strings or a remark about them; JSON Schema leaves that to whoever checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Formats {
    /// A rule.
    #[default]
    Asserted,
    /// A remark: strings are made by it, but not checked.
    Noted,
}

/// Whether a value has more than [`HEAVY`] nodes; looks at no more of it than that.
fn is_heavy(value: &Value) -> bool {
    let mut open = vec![value];
    let mut seen = 0;
    while let Some(next) = open.pop() {
        seen += 1;
        if seen + open.len() > HEAVY {
            return true;
        }
        match next {
            Value::Array(items) if items.len() > HEAVY => return true,
            Value::Object(members) if members.len() > HEAVY => return true,
            Value::Array(items) => open.extend(items),
            Value::Object(members) => open.extend(members.values()),
            _ => {}
        }
    }
    false
}

/// The nodes of a value above which its errors are not gathered: each costs hundreds of bytes.
const HEAVY: usize = 10_000;

/// More mismatches than anybody reads.
const MOST_MISMATCHES: usize = 100;

/// One compiled schema.
#[derive(Debug)]
pub struct Check(Result<Validator, String>);

/// One way in which a value is not valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The node of the value.
    pub at: Pointer,
    /// The keyword that does not hold.
    pub keyword: String,
    /// The members it is about: those that are missing or too many; empty for most keywords.
    pub names: Vec<String>,
    /// What must be, in the words of AJV, which clients know: `must be integer`.
    pub message: String,
}

impl Schemas {
    /// Makes the checks possible; compiles none.
    #[must_use]
    pub fn new(arena: SchemaArena) -> Arc<Self> {
        Self::with_formats(arena, Formats::Asserted)
    }

    /// As [`Schemas::new`], with `format` meaning that.
    #[must_use]
    pub fn with_formats(arena: SchemaArena, formats: Formats) -> Arc<Self> {
        let checks = (0..arena.len()).map(|_| [OnceLock::new(), OnceLock::new()]).collect();
        let senses = Senses::new(arena.len());
        Arc::new_cyclic(|this| Self { arena, checks, heights: OnceLock::new(), formats, senses, this: this.clone() })
    }

    /// The schemas themselves.
    #[must_use]
    pub const fn arena(&self) -> &SchemaArena {
        &self.arena
    }

    /// The least nesting depth of a value of each schema; computed at the first call.
    pub(crate) fn heights(&self) -> &Heights {
        self.heights.get_or_init(|| Heights::of(&self.arena))
    }

    /// What the schemas mean at their places; each is worked out at its first sample.
    pub(in crate::schema) const fn senses(&self) -> &Senses {
        &self.senses
    }

    /// The check of a schema for values going `side`; compiled at the first call.
    #[must_use]
    pub fn check(&self, id: SchemaId, side: Side) -> &Check {
        static ANYTHING: Check = Check(Err(String::new()));
        let Some([request, response]) = self.checks.get(id.index()) else { return &ANYTHING };
        let slot = if side == Side::Request { request } else { response };
        slot.get_or_init(|| Box::new(self.compile(id, side)))
    }

    /// A schema as JSON Schema 2020-12, to be shown elsewhere: references are the keyword [`LINK`] with the number of a schema, patterns
    /// are left to a keyword of ours, descriptions are not there.
    #[must_use]
    pub fn written(&self, id: SchemaId, side: Side) -> Value {
        render::linked(&self.arena, id, side)
    }

    /// Whether a value is valid.
    #[must_use]
    pub fn holds(&self, id: SchemaId, side: Side, value: &Value) -> bool {
        self.arena.at(id).is_anything() || self.check(id, side).holds(value)
    }

    /// The ways in which a value is not valid, the first hundred of them.
    ///
    /// A failing reference is reported by the validator as one mark, and followed here: to collect what is behind it there would copy
    /// the value for every reference and every branch on the way (one document took all memory there is).
    #[must_use]
    pub fn mismatches(&self, id: SchemaId, side: Side, value: &Value) -> Vec<Mismatch> {
        let mut found = Vec::new();
        self.collect(id, side, value, &Pointer::root(), &mut found);
        found
    }

    fn collect(&self, id: SchemaId, side: Side, value: &Value, at: &Pointer, found: &mut Vec<Mismatch>) {
        let Ok(validator) = &self.check(id, side).0 else { return };
        // The validator gathers every error before it gives the first: of a huge value only one is asked for.
        let errors: Box<dyn Iterator<Item = ValidationError<'_>>> = if is_heavy(value) {
            Box::new(validator.validate(value).err().into_iter())
        } else {
            Box::new(validator.iter_errors(value))
        };
        for error in errors {
            if found.len() >= MOST_MISMATCHES {
                return;
            }
            let path = error.instance_path().as_str();
            let below = Pointer::from(format!("{at}{path}"));
            match linked(error.kind()).and_then(|index| self.arena.id(index)).zip(value.pointer(path)) {
                Some((target, part)) => self.collect(target, side, part, &below, found),
                None => found.push(Mismatch::from_error(&error, below)),
            }
        }
    }

    fn compile(&self, id: SchemaId, side: Side) -> Check {
        let schema = render::render(&self.arena, id, side);
        let schemas = self.this.clone();
        let link = move |value: &Value| -> Box<dyn for<'i> Keyword<'i>> {
            let id = value.as_u64().and_then(|index| usize::try_from(index).ok());
            Box::new(Linked { schemas: schemas.clone(), index: id.unwrap_or(usize::MAX), side })
        };
        let compiled = options()
            .should_validate_formats(self.formats == Formats::Asserted)
            .with_keyword(LINK, move |_: &Map<String, Value>, value: &Value, _: Location| Ok(link(value)))
            .build(&schema);
        Check(compiled.map_err(|error| error.to_string()))
    }
}

impl Check {
    /// Whether the value is valid. A schema that could not be compiled holds for everything.
    #[must_use]
    pub fn holds(&self, value: &Value) -> bool {
        self.0.as_ref().map_or(true, |validator| validator.is_valid(value))
    }

    /// Why the schema could not be compiled, if so: then nothing is checked.
    #[must_use]
    pub fn problem(&self) -> Option<&str> {
        self.0.as_ref().err().map(String::as_str)
    }
}

type KeywordResult<'a> = Result<Box<dyn for<'i> Keyword<'i>>, ValidationError<'a>>;

fn options() -> ValidationOptions<'static> {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .offline()
        .with_format("byte", |text| super::format::holds("byte", text).unwrap_or(true))
        // The crate checks these by IDNA only where a feature brings its tables along; ours are there.
        .with_format("idn-email", |text| super::format::holds("idn-email", text).unwrap_or(true))
        .with_format("idn-hostname", |text| super::format::holds("idn-hostname", text).unwrap_or(true))
        .with_keyword(PATTERN, |_: &Map<String, Value>, value: &Value, _: Location| -> KeywordResult<'_> {
            let pattern = Pattern::compile(value.as_str().unwrap_or_default());
            Ok(Box::new(Matches(pattern.map_err(|error| ValidationError::custom(error.to_string()))?)))
        })
}

/// The keyword [`LINK`]: the value is valid against another schema.
struct Linked {
    schemas: Weak<Schemas>,
    index: usize,
    side: Side,
}

impl<'i> Keyword<'i> for Linked {
    fn validate(&self, instance: &'i Value) -> Result<(), ValidationError<'i>> {
        // The mark that `Schemas::collect` follows.
        if self.is_valid(instance) { Ok(()) } else { Err(ValidationError::custom(self.index.to_string())) }
    }

    fn is_valid(&self, instance: &'i Value) -> bool {
        let Some(schemas) = self.schemas.upgrade() else { return true };
        let Some(id) = schemas.arena.id(self.index) else { return true };
        verdict(self.index, self.side, instance, || schemas.check(id, self.side).holds(instance))
    }
}

/// The number of the schema that a mark of [`Linked`] points at.
fn linked(kind: &ValidationErrorKind) -> Option<usize> {
    match kind {
        ValidationErrorKind::Custom { keyword, message } if keyword == LINK => message.parse().ok(),
        _ => None,
    }
}

/// The keyword [`PATTERN`]: the same engine decides here and in the sampler.
struct Matches(Pattern);

impl<'i> Keyword<'i> for Matches {
    fn validate(&self, instance: &'i Value) -> Result<(), ValidationError<'i>> {
        if self.is_valid(instance) {
            return Ok(());
        }
        Err(ValidationError::custom(format!("must match pattern \"{}\"", self.0.as_str())))
    }

    fn is_valid(&self, instance: &'i Value) -> bool {
        instance.as_str().is_none_or(|text| self.0.is_match(text))
    }
}

impl Mismatch {
    fn from_error(error: &ValidationError<'_>, at: Pointer) -> Self {
        let keyword = error.kind().keyword();
        let keyword = if keyword == PATTERN { "pattern" } else { keyword };
        Self {
            at,
            keyword: keyword.to_owned(),
            names: names(error.kind()),
            message: message(error.kind()).unwrap_or_else(|| error.to_string()),
        }
    }
}

/// The members that a failed keyword is about.
fn names(kind: &ValidationErrorKind) -> Vec<String> {
    match kind {
        ValidationErrorKind::Required { property } => vec![plain_text(property)],
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => unexpected.clone(),
        _ => Vec::new(),
    }
}

/// AJV's sentence for a failed keyword; `None` for the few it has no sentence for.
fn message(kind: &ValidationErrorKind) -> Option<String> {
    use ValidationErrorKind as Kind;
    let fewer = |limit: &u64, what: &str| format!("must NOT have fewer than {limit} {what}");
    let more = |limit: &u64, what: &str| format!("must NOT have more than {limit} {what}");
    Some(match kind {
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            format!("must NOT have additional properties; found {}", named(unexpected))
        }
        Kind::AdditionalItems { limit } => more(&(*limit as u64), "items"),
        Kind::AnyOf { .. } => "must match a schema in anyOf".to_owned(),
        Kind::OneOfMultipleValid { .. } | Kind::OneOfNotValid { .. } => {
            "must match exactly one schema in oneOf".to_owned()
        }
        Kind::Constant { expected_value } => format!("must be equal to constant {expected_value}"),
        Kind::Contains => "must contain at least 1 valid item(s)".to_owned(),
        Kind::Enum { options } => {
            let options: Vec<String> = options.as_array().into_iter().flatten().map(plain_text).collect();
            format!("must be equal to one of the allowed values: {}", options.join(", "))
        }
        Kind::Minimum { limit } => format!("must be >= {limit}"),
        Kind::Maximum { limit } => format!("must be <= {limit}"),
        Kind::ExclusiveMinimum { limit } => format!("must be > {limit}"),
        Kind::ExclusiveMaximum { limit } => format!("must be < {limit}"),
        Kind::MultipleOf { multiple_of } => format!("must be multiple of {multiple_of}"),
        Kind::MinLength { limit } => fewer(limit, "characters"),
        Kind::MaxLength { limit } => more(limit, "characters"),
        Kind::MinItems { limit } => fewer(limit, "items"),
        Kind::MaxItems { limit } => more(limit, "items"),
        Kind::MinProperties { limit } => fewer(limit, "properties"),
        Kind::MaxProperties { limit } => more(limit, "properties"),
        Kind::UniqueItems => "must NOT have duplicate items".to_owned(),
        Kind::Format { format } => format!("must match format \"{format}\""),
        Kind::Not { .. } => "must NOT be valid".to_owned(),
        Kind::Required { property } => format!("must have required property '{}'", plain_text(property)),
        Kind::PropertyNames { .. } => "property name must be valid".to_owned(),
        Kind::Type { kind: TypeKind::Single(one) } => format!("must be {one}"),
        Kind::Type { kind: TypeKind::Multiple(several) } => {
            format!("must be {}", several.iter().map(|one| one.to_string()).collect::<Vec<_>>().join(","))
        }
        Kind::FalseSchema => "must not be there".to_owned(),
        Kind::Custom { message, .. } => message.clone(),
        _ => return None,
    })
}

/// The first names of many, each of a length that can be read.
fn named(names: &[String]) -> String {
    const MOST: usize = 10;
    const LONGEST: usize = 100;
    let short = |name: &String| match name.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("'{}…'", name.get(..end).unwrap_or_default()),
        None => format!("'{name}'"),
    };
    let more = if names.len() > MOST { format!(" and {} more", names.len() - MOST) } else { String::new() };
    format!("{}{more}", names.iter().take(MOST).map(short).collect::<Vec<_>>().join(", "))
}
