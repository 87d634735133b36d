//! The keywords of numbers, texts, arrays and objects.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::{Number, Value};

use super::Reader;
use super::lenient::Node;
use crate::base::{Defects, Severity};
use crate::schema::dialect::Dialect;
use crate::schema::model::{ArrayFacet, NumberFacet, ObjectFacet, Schema, SchemaId, TextFacet};
use crate::schema::pattern::Pattern;
use crate::schema::type_set::TypeSet;

const NUMBER_KEYS: [&str; 5] = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
const TEXT_KEYS: [&str; 7] =
    ["minLength", "maxLength", "pattern", "format", "contentEncoding", "contentMediaType", "contentSchema"];
const ARRAY_KEYS: [&str; 9] = [
    "items",
    "prefixItems",
    "minItems",
    "maxItems",
    "uniqueItems",
    "contains",
    "minContains",
    "maxContains",
    "unevaluatedItems",
];
const OBJECT_KEYS: [&str; 11] = [
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "propertyNames",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "unevaluatedProperties",
];
const OTHER_CONSTRAINTS: [&str; 8] = ["type", "enum", "const", "allOf", "anyOf", "oneOf", "not", "if"];

/// Whether a keyword says something about validity.
pub(super) fn is_constraint(key: &str) -> bool {
    [&NUMBER_KEYS[..], &TEXT_KEYS, &ARRAY_KEYS, &OBJECT_KEYS, &OTHER_CONSTRAINTS].iter().any(|keys| keys.contains(&key))
}

fn has_any(node: &Node<'_, '_>, keys: &[&str]) -> bool {
    keys.iter().any(|key| node.has(key))
}

/// The keywords of numbers. Draft 4 writes exclusive bounds as flags, later drafts as numbers; both are read in every dialect.
pub(super) fn number(node: &Node<'_, '_>, types: TypeSet, defects: &mut Defects) -> Option<Box<NumberFacet>> {
    let is_int32 = node.get("format").and_then(Value::as_str) == Some("int32") && !types.contains(TypeSet::STRING);
    if !is_int32 && !has_any(node, &NUMBER_KEYS) {
        return None;
    }
    let mut facet = NumberFacet {
        minimum: node.number("minimum", defects),
        maximum: node.number("maximum", defects),
        multiple_of: node.number("multipleOf", defects).filter(|step| step.as_f64().is_some_and(|step| step > 0.0)),
        ..NumberFacet::default()
    };
    match node.get("exclusiveMinimum") {
        Some(Value::Bool(true)) => facet.exclusive_minimum = facet.minimum.take(),
        Some(Value::Bool(false)) => {}
        _ => facet.exclusive_minimum = node.number("exclusiveMinimum", defects),
    }
    match node.get("exclusiveMaximum") {
        Some(Value::Bool(true)) => facet.exclusive_maximum = facet.maximum.take(),
        Some(Value::Bool(false)) => {}
        _ => facet.exclusive_maximum = node.number("exclusiveMaximum", defects),
    }
    if node.dialect == Dialect::Draft202012
        && let Some(key) = ["exclusiveMinimum", "exclusiveMaximum"]
            .into_iter()
            .find(|key| node.get(key).is_some_and(Value::is_boolean))
    {
        let message = format!("`{key}` is a number since OpenAPI 3.1; reading the flag with the bound beside it");
        defects.note("exclusive-flag", Severity::Warning, &node.at.join(key), message);
    }
    if is_int32 {
        let within = |bound: &Number| bound.as_f64().is_some_and(|x| x.abs() <= 2_147_483_648.0);
        if !facet.minimum.as_ref().is_some_and(within) && facet.exclusive_minimum.is_none() {
            facet.minimum = Some(i32::MIN.into());
        }
        if !facet.maximum.as_ref().is_some_and(within) && facet.exclusive_maximum.is_none() {
            facet.maximum = Some(i32::MAX.into());
        }
    }
    Some(Box::new(facet))
}

/// The keywords of strings.
pub(super) fn text(node: &Node<'_, '_>, defects: &mut Defects) -> Option<Box<TextFacet>> {
    let is_file = node.get("type").and_then(Value::as_str) == Some("file");
    if !is_file && !has_any(node, &TEXT_KEYS) {
        return None;
    }
    Some(Box::new(TextFacet {
        min_length: node.count("minLength", defects),
        max_length: node.count("maxLength", defects),
        pattern: node.text("pattern", defects).and_then(|source| pattern(node, "pattern", source, defects)),
        format: if is_file { Some("binary".to_owned()) } else { node.text("format", defects).map(str::to_owned) },
        content_encoding: node.text("contentEncoding", defects).map(str::to_owned),
        content_media_type: node.text("contentMediaType", defects).map(str::to_owned),
        content_schema: None,
    }))
}

/// Compiles a pattern. `/…/` is how JavaScript writes it; with anchors inside it could never match as it stands.
fn pattern(node: &Node<'_, '_>, key: &str, source: &str, defects: &mut Defects) -> Option<Arc<Pattern>> {
    let bare = literal(source);
    if bare.is_some() {
        let message = format!("`{source}` is written as a JavaScript literal; reading the pattern between the slashes");
        defects.note("pattern-slashes", Severity::Warning, &node.at.join(key), message);
    }
    let source_of = bare.as_deref().unwrap_or(source);
    let error = match Pattern::compile(source_of) {
        Ok(pattern) => return Some(Arc::new(pattern)),
        Err(error) => error,
    };
    let translated = in_ecma_words(source_of);
    if let Ok(pattern) = Pattern::compile(&translated) {
        let message = format!("`{source}` is written in another dialect than ECMA-262; reading `{translated}`");
        defects.note("pattern-dialect", Severity::Warning, &node.at.join(key), message);
        return Some(Arc::new(pattern));
    }
    let message = format!("`{source}` is no ECMA-262 regular expression ({error}); ignoring it");
    defects.note("pattern-invalid", Severity::Error, &node.at.join(key), message);
    None
}

/// What stands in a JavaScript literal: `/…/`, with flags only if anchors show that it is one. Of the flags one changes what matches: `i`.
fn literal(source: &str) -> Option<String> {
    let (bare, flags) = source.strip_prefix('/')?.rsplit_once('/')?;
    let is_flags = flags.bytes().all(|flag| b"dgimsuvy".contains(&flag));
    let is_anchored = bare.starts_with('^') || bare.ends_with('$');
    if bare.is_empty() || !is_flags || !(flags.is_empty() || is_anchored) {
        return None;
    }
    Some(if flags.contains('i') { format!("(?i:{bare})") } else { bare.to_owned() })
}

/// What Perl, Python and Java write in their own way and ECMA-262 has another word for: `\A`, `\z`, `(?P<name>…)`, a leading `(?i)`.
/// Nothing is changed inside a class, nor after a backslash that is itself escaped.
fn in_ecma_words(source: &str) -> String {
    let (flagged, source) = match source.strip_prefix("(?i)") {
        Some(rest) => (true, rest),
        None => (false, source),
    };
    let mut text = String::with_capacity(source.len() + 4);
    let mut rest = source;
    let mut in_class = false;
    while let Some(character) = rest.chars().next() {
        let outside = |word: &str| !in_class && rest.starts_with(word);
        let (taken, written) = if outside("\\A") {
            (2, "^")
        } else if outside("\\z") || outside("\\Z") {
            (2, "$")
        } else if outside("(?P<") {
            (4, "(?<")
        } else if character == '\\' {
            let escaped = rest.chars().take(2).map(char::len_utf8).sum();
            (escaped, rest.get(..escaped).unwrap_or_default())
        } else {
            match character {
                '[' => in_class = true,
                ']' => in_class = false,
                _ => {}
            }
            (character.len_utf8(), rest.get(..character.len_utf8()).unwrap_or_default())
        };
        text.push_str(written);
        rest = rest.get(taken..).unwrap_or_default();
    }
    if flagged { format!("(?i:{text})") } else { text }
}

impl<'r> Reader<'r> {
    /// The keywords of arrays. A list under `items` is what `prefixItems` was before 2020-12, with `additionalItems` for the rest.
    pub(super) fn array<'v>(&mut self, node: &Node<'v, '_>, defects: &mut Defects) -> Option<Box<ArrayFacet>>
    where
        'r: 'v,
    {
        if !has_any(node, &ARRAY_KEYS) {
            return None;
        }
        let mut facet = ArrayFacet {
            prefix: self.list(node, "prefixItems", defects),
            min_items: node.count("minItems", defects),
            max_items: node.count("maxItems", defects),
            unique: node.flag("uniqueItems", defects),
            contains: self.sub(node, "contains", defects),
            min_contains: node.count("minContains", defects),
            max_contains: node.count("maxContains", defects),
            unevaluated: self.sub(node, "unevaluatedItems", defects),
            contains_leaves_unevaluated: node.dialect == Dialect::Draft201909,
            ..ArrayFacet::default()
        };
        if node.get("items").is_some_and(Value::is_array) {
            if node.dialect.is_borrowed() || node.dialect == Dialect::Draft202012 {
                let message = "a list under `items` is called `prefixItems` since OpenAPI 3.1; reading it as that";
                defects.note("items-list", Severity::Note, &node.at.join("items"), message);
            }
            facet.prefix = self.list(node, "items", defects);
            facet.items = self.sub(node, "additionalItems", defects);
        } else if !node.get("items").is_some_and(Value::is_null) {
            facet.items = self.sub(node, "items", defects);
        }
        Some(Box::new(facet))
    }

    /// The keywords of objects.
    pub(super) fn object<'v>(&mut self, node: &Node<'v, '_>, defects: &mut Defects) -> Option<Box<ObjectFacet>>
    where
        'r: 'v,
    {
        if !has_any(node, &OBJECT_KEYS) {
            return None;
        }
        let mut facet = ObjectFacet {
            properties: self
                .map(node, "properties", defects)
                .into_iter()
                .map(|(name, id)| (name.clone(), id))
                .collect(),
            required: node.texts("required", defects),
            additional: self.additional(node, defects),
            names: self.sub(node, "propertyNames", defects),
            min_properties: node.count("minProperties", defects),
            max_properties: node.count("maxProperties", defects),
            dependent_schemas: self
                .map(node, "dependentSchemas", defects)
                .into_iter()
                .map(|(name, id)| (name.clone(), id))
                .collect(),
            dependent_required: dependent_required(node, "dependentRequired"),
            unevaluated: self.sub(node, "unevaluatedProperties", defects),
            ..ObjectFacet::default()
        };
        for (source, id) in self.map(node, "patternProperties", defects) {
            facet.patterns.extend(pattern(node, "patternProperties", source, defects).map(|pattern| (pattern, id)));
        }
        self.dependencies(node, &mut facet, defects);
        required_by_flag(node, &mut facet, defects);
        Some(Box::new(facet))
    }

    /// `additionalProperties`; a value that is no schema is ignored.
    fn additional<'v>(&mut self, node: &Node<'v, '_>, defects: &mut Defects) -> Option<SchemaId>
    where
        'r: 'v,
    {
        let value = node.get("additionalProperties")?;
        if matches!(value, Value::Object(_) | Value::Bool(_)) {
            return self.sub(node, "additionalProperties", defects);
        }
        let message = "`additionalProperties` must be a schema or a boolean; ignoring it";
        defects.note("keyword-value", Severity::Warning, &node.at.join("additionalProperties"), message);
        None
    }

    /// `dependencies` is what `dependentRequired` and `dependentSchemas` were before 2019-09.
    fn dependencies<'v>(&mut self, node: &Node<'v, '_>, facet: &mut ObjectFacet, defects: &mut Defects)
    where
        'r: 'v,
    {
        let Some(map) = node.get("dependencies").and_then(Value::as_object) else { return };
        facet.dependent_required.extend(dependent_required(node, "dependencies"));
        let at = node.at.join("dependencies");
        for (name, value) in map.iter().filter(|(_, value)| !value.is_array()) {
            let target = super::Target { place: at.join(name), value, dialect: node.dialect };
            facet.dependent_schemas.insert(name.clone(), self.schema(target, node.scope, defects));
        }
    }
}

/// `required: true` inside a property: draft 3's way, which many still write. It says that the parent requires it.
fn required_by_flag(node: &Node<'_, '_>, facet: &mut ObjectFacet, defects: &mut Defects) {
    let Some(properties) = node.get("properties").and_then(Value::as_object) else { return };
    for (name, property) in properties {
        let Some(flag @ (Value::Bool(_) | Value::String(_))) = property.get("required") else { continue };
        let at = node.at.join("properties").join(name).join("required");
        let message =
            format!("`required` must be a list in the object that has `{name}`; reading the flag as an entry there");
        defects.note("required-not-list", Severity::Warning, &at, message);
        let demanded = flag.as_bool().unwrap_or(flag.as_str() == Some("true"));
        if demanded && !facet.required.contains(name) {
            facet.required.push(name.clone());
        }
    }
}

fn dependent_required(node: &Node<'_, '_>, key: &str) -> IndexMap<String, Vec<String>> {
    let Some(map) = node.get(key).and_then(Value::as_object) else { return IndexMap::new() };
    let names = |list: &Value| Some(list.as_array()?.iter().filter_map(Value::as_str).map(str::to_owned).collect());
    map.iter().filter_map(|(name, list)| Some((name.clone(), names(list)?))).collect()
}

impl Schema {
    /// Whether the schema says nothing at all about validity.
    #[must_use]
    pub fn is_anything(&self) -> bool {
        self.types == TypeSet::ANY
            && self.values.is_none()
            && self.number.is_none()
            && self.text.is_none()
            && self.array.is_none()
            && self.object.is_none()
            && self.logic.is_none()
            && self.link.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_dialects_are_translated_outside_classes_and_escapes() {
        for (source, expected) in [
            (r"\A[a-z]+\z", r"^[a-z]+$"),
            (r"\A\\Admin\z", r"^\\Admin$"),
            (r"\A[\Zx]+\Z", r"^[\Zx]+$"),
            (r"(?i)a(?P<b>c)", r"(?i:a(?<b>c))"),
        ] {
            assert_eq!(in_ecma_words(source), expected, "{source}");
        }
    }
}
