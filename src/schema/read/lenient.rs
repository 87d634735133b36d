//! Reads single keywords, tolerant of values of the wrong JSON type where what was meant loses nothing.

use serde_json::{Map, Number, Value};

use super::scope::Scope;
use crate::base::{Defects, Place, Severity, kind};
use crate::schema::dialect::Dialect;
use crate::schema::merge::same;
use crate::schema::model::Schema;
use crate::schema::type_set::TypeSet;

/// One schema object in a document.
pub(super) struct Node<'v, 'n> {
    pub(super) map: &'v Map<String, Value>,
    pub(super) at: &'n Place,
    pub(super) dialect: Dialect,
    pub(super) scope: Scope,
}

impl<'v> Node<'v, '_> {
    /// What stands under a keyword, if the dialect knows it.
    pub(super) fn get(&self, key: &str) -> Option<&'v Value> {
        self.map.get(key).filter(|_| self.dialect.knows(key))
    }

    /// Whether a keyword that the dialect knows is there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// A flag: a boolean, or one written as text.
    pub(super) fn flag(&self, key: &str, defects: &mut Defects) -> bool {
        match self.get(key) {
            None | Some(Value::Null) => false,
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) if matches!(text.as_str(), "true" | "false") => {
                let message = format!("`{key}` is the text `\"{text}\"`; reading it as a boolean");
                defects.note("boolean-as-text", Severity::Warning, &self.at.join(key), message);
                text == "true"
            }
            Some(other) => {
                self.ignored(key, "a boolean", other, defects);
                false
            }
        }
    }

    /// A number, or one written as text.
    pub(super) fn number(&self, key: &str, defects: &mut Defects) -> Option<Number> {
        match self.get(key)? {
            Value::Null => None,
            Value::Number(number) => Some(number.clone()),
            Value::String(text) => {
                let number = serde_json::from_str::<Number>(text.trim()).ok();
                if number.is_some() {
                    let message = format!("`{key}` is the text `\"{text}\"`; reading it as a number");
                    defects.note("number-as-text", Severity::Warning, &self.at.join(key), message);
                } else {
                    self.ignored(key, "a number", &Value::String(text.clone()), defects);
                }
                number
            }
            other => {
                self.ignored(key, "a number", other, defects);
                None
            }
        }
    }

    /// A count: a whole number from zero up.
    pub(super) fn count(&self, key: &str, defects: &mut Defects) -> Option<u64> {
        let number = self.number(key, defects)?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range: checked in the guard")]
        let count = number
            .as_u64()
            .or_else(|| number.as_f64().filter(|x| x.fract() == 0.0 && (0.0..9e15).contains(x)).map(|x| x as u64));
        if count.is_none() {
            self.ignored(key, "a whole number from zero up", &Value::Number(number), defects);
        }
        count
    }

    /// A text.
    pub(super) fn text(&self, key: &str, defects: &mut Defects) -> Option<&'v str> {
        match self.get(key)? {
            Value::String(text) => Some(text),
            Value::Null => None,
            other => {
                self.ignored(key, "a text", other, defects);
                None
            }
        }
    }

    /// A list of texts, none twice.
    pub(super) fn texts(&self, key: &str, defects: &mut Defects) -> Vec<String> {
        match self.get(key) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(items)) => {
                let mut texts: Vec<String> = Vec::with_capacity(items.len());
                for text in items.iter().filter_map(Value::as_str) {
                    if !texts.iter().any(|known| known == text) {
                        texts.push(text.to_owned());
                    }
                }
                texts
            }
            // `required: true` on a property means the property; its parent reads that (see `facets::object`).
            Some(Value::Bool(_)) if key == "required" => Vec::new(),
            Some(Value::String(flag)) if key == "required" && matches!(flag.as_str(), "true" | "false") => Vec::new(),
            Some(other) => {
                self.ignored(key, "a list of texts", other, defects);
                Vec::new()
            }
        }
    }

    /// The types that `type` leaves.
    pub(super) fn types(&self, defects: &mut Defects) -> TypeSet {
        let written: Vec<&Value> = match self.get("type") {
            None | Some(Value::Null) => return TypeSet::ANY,
            Some(Value::Array(types)) => {
                if self.dialect.is_borrowed() {
                    let message = "a list under `type` came with OpenAPI 3.1; reading it as one";
                    defects.note("type-list", Severity::Note, &self.at.join("type"), message);
                }
                types.iter().collect()
            }
            Some(one) => vec![one],
        };
        let mut types = TypeSet::NONE;
        for value in &written {
            let name = value.as_str().unwrap_or_default();
            if let Some(named) = TypeSet::named(name) {
                types = types.or(named);
            } else if let Some(meant) = meant_by(name) {
                if !(name == "file" && self.dialect == Dialect::Swagger2) {
                    let message = format!("`{name}` is no type; reading it as `{}`", meant.names().join("`, `"));
                    defects.note("type-unknown", Severity::Warning, &self.at.join("type"), message);
                }
                types = types.or(meant);
            } else {
                let message = format!("`{name}` is no type; reading it as any type");
                defects.note("type-unknown", Severity::Warning, &self.at.join("type"), message);
                return TypeSet::ANY;
            }
        }
        if types.is_empty() { TypeSet::ANY } else { types }
    }

    /// The values that `enum` and `const` leave; none at all if they exclude each other.
    pub(super) fn values(&self, defects: &mut Defects) -> Option<Vec<Value>> {
        let listed = self.listed(defects);
        let Some(value) = self.get("const") else { return listed };
        let allowed = listed.is_none_or(|listed| listed.iter().any(|other| same(other, value)));
        Some(if allowed { vec![value.clone()] } else { Vec::new() })
    }

    fn listed(&self, defects: &mut Defects) -> Option<Vec<Value>> {
        match self.get("enum")? {
            Value::Array(values) if !values.is_empty() => Some(values.clone()),
            Value::Null => None,
            one @ (Value::String(_) | Value::Number(_) | Value::Bool(_)) => {
                let message = "`enum` must be a list; reading the one value as a list of one";
                defects.note("enum-not-list", Severity::Warning, &self.at.join("enum"), message);
                Some(vec![one.clone()])
            }
            _ => {
                let message = "`enum` must be a list of at least one value; ignoring it";
                defects.note("enum-not-list", Severity::Warning, &self.at.join("enum"), message);
                None
            }
        }
    }

    fn ignored(&self, key: &str, expected: &str, found: &Value, defects: &mut Defects) {
        let found = if found.is_number() { found.to_string() } else { kind(found).to_owned() };
        let message = format!("`{key}` must be {expected}, not {found}; ignoring it");
        defects.note("keyword-value", Severity::Warning, &self.at.join(key), message);
    }
}

/// What a word that is no JSON type was meant as; `None` where nothing certain was meant.
fn meant_by(name: &str) -> Option<TypeSet> {
    Some(match name.to_ascii_lowercase().as_str() {
        "float" | "double" | "decimal" | "number" => TypeSet::NUMBER,
        "int" | "int32" | "int64" | "long" | "short" | "integer" | "bigint" => TypeSet::INTEGER,
        "bool" | "boolean" => TypeSet::BOOLEAN,
        "str" | "string" | "text" | "date" | "datetime" | "date-time" | "uuid" | "email" | "url" | "uri" | "file"
        | "binary" | "byte" => TypeSet::STRING,
        "list" | "array" => TypeSet::ARRAY,
        "map" | "dict" | "hash" | "object" => TypeSet::OBJECT,
        "nil" | "none" => TypeSet::NULL,
        _ => return None,
    })
}

/// Where no value of an `enum` has the declared `type`, the values are what the author looked at: the type goes.
pub(super) fn let_values_win(schema: &mut Schema, defects: &mut Defects) {
    let Some(values) = &schema.values else { return };
    let mut real = values.iter().filter(|value| !value.is_null()).peekable();
    if real.peek().is_none() || real.any(|value| schema.types.contains(TypeSet::of(value))) {
        return;
    }
    let names = schema.types.names().join("`, `");
    let message = format!("no value of `enum` is of type `{names}`; the values win");
    defects.note("enum-type", Severity::Warning, &schema.origin.join("enum"), message);
    schema.types = TypeSet::ANY;
}
