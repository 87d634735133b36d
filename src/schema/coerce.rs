//! Turns text into the values a schema asks for, where that loses nothing: `"3"` where an integer is due, `"true"` where a boolean is,
//! JSON given as text where an object is. Used for what requests carry and for examples whose numbers were published as text.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;
use serde_json::{Map, Number, Value};

use super::check::Schemas;
use super::model::{ObjectFacet, SchemaArena, SchemaId, Side};
use super::type_set::TypeSet;

/// What may be turned into what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coercion {
    /// Text becomes numbers, booleans, null, and where objects or lists are due what JSON in it says: for what came over the wire as text.
    Wire,
    /// The same, with `True` and `FALSE` read too, and JSON even where nothing is said of the type; only a value that is not valid as it
    /// stands is touched.
    Mend,
}

impl Schemas {
    /// The value as the schema asks for it; parts that cannot be turned stay as they are, for the check to name.
    #[must_use]
    pub fn coerce(&self, id: SchemaId, side: Side, value: Value, coercion: Coercion) -> Value {
        Coercer { schemas: self, side, coercion }.value(id, value, 64)
    }

    /// The value without the members that do not travel `side` (`readOnly`, `writeOnly`).
    #[must_use]
    pub fn hide(&self, id: SchemaId, side: Side, value: Value) -> Value {
        self.hide_within(id, side, value, 64)
    }

    fn hide_within(&self, id: SchemaId, side: Side, value: Value, depth: u8) -> Value {
        let arena = self.arena();
        match value {
            Value::Object(members) if depth > 0 => {
                let keep = |(name, member): (String, Value)| match property(arena, id, &name) {
                    Some(schema) if side.hides(arena.access(schema)) => None,
                    Some(schema) => Some((name, self.hide_within(schema, side, member, depth - 1))),
                    None => Some((name, member)),
                };
                Value::Object(members.into_iter().filter_map(keep).collect())
            }
            Value::Array(items) if depth > 0 => {
                let keep = |(index, item)| match element(arena, id, index) {
                    Some(schema) => self.hide_within(schema, side, item, depth - 1),
                    None => item,
                };
                Value::Array(items.into_iter().enumerate().map(keep).collect())
            }
            other => other,
        }
    }
}

struct Coercer<'s> {
    schemas: &'s Schemas,
    side: Side,
    coercion: Coercion,
}

impl Coercer<'_> {
    fn value(&self, id: SchemaId, value: Value, depth: u8) -> Value {
        let arena = self.schemas.arena();
        if depth == 0 || (self.coercion == Coercion::Mend && self.schemas.holds(id, self.side, &value)) {
            return value;
        }
        match value {
            Value::String(text) => self.text(id, text, depth),
            Value::Array(items) => {
                let items = self.spelled_out(id, items);
                let read = |(index, item)| match element(arena, id, index) {
                    Some(schema) => self.value(schema, item, depth - 1),
                    None => item,
                };
                Value::Array(items.into_iter().enumerate().map(read).collect())
            }
            Value::Object(members) => {
                let read = |(name, member): (String, Value)| match property(arena, id, &name) {
                    Some(schema) => {
                        let member = self.value(schema, member, depth - 1);
                        (name, member)
                    }
                    None => (name, member),
                };
                Value::Object(members.into_iter().map(read).collect::<Map<_, _>>())
            }
            other => other,
        }
    }

    /// The items of a list that came as one text in JSON (`ids=[1,2]`), where an item cannot be such a text.
    fn spelled_out(&self, id: SchemaId, items: Vec<Value>) -> Vec<Value> {
        let arena = self.schemas.arena();
        let [Value::String(text)] = items.as_slice() else { return items };
        let is_text = element(arena, id, 0).is_none_or(|item| types(arena, item).contains(TypeSet::STRING));
        if is_text || self.coercion != Coercion::Wire || !text.trim_start().starts_with('[') {
            return items;
        }
        serde_json::from_str(text).unwrap_or(items)
    }

    /// The first reading of the text that is valid; where none is, the reading as the declared type, so that the complaint fits.
    fn text(&self, id: SchemaId, text: String, depth: u8) -> Value {
        let types = types(self.schemas.arena(), id);
        let holds = |value: &Value| self.schemas.holds(id, self.side, value);
        let mut fallback = None;
        for value in readings(&text, types, self.coercion) {
            let value = if value.is_object() || value.is_array() { self.value(id, value, depth - 1) } else { value };
            if holds(&value) {
                return value;
            }
            fallback.get_or_insert(value);
        }
        let as_text = Value::String(text);
        if types.contains(TypeSet::STRING) || self.coercion == Coercion::Mend {
            as_text
        } else {
            fallback.unwrap_or(as_text)
        }
    }
}

/// What a text can mean for a schema that allows `types`, text itself last, but first where nothing is said of the type.
fn readings(text: &str, types: TypeSet, coercion: Coercion) -> Vec<Value> {
    let mut readings = Vec::new();
    if types.meets(TypeSet::NUMBER) {
        readings.extend(number(text));
    }
    if types.contains(TypeSet::BOOLEAN) {
        match text {
            "true" => readings.push(Value::Bool(true)),
            "false" => readings.push(Value::Bool(false)),
            "True" | "TRUE" if coercion == Coercion::Mend => readings.push(Value::Bool(true)),
            "False" | "FALSE" if coercion == Coercion::Mend => readings.push(Value::Bool(false)),
            _ => {}
        }
    }
    if types.contains(TypeSet::NULL) && (text == "null" || (text.is_empty() && coercion == Coercion::Wire)) {
        readings.push(Value::Null);
    }
    let is_container = text.trim_start().starts_with(['{', '[']);
    if is_container && types.meets(TypeSet::OBJECT.or(TypeSet::ARRAY)) {
        readings.extend(serde_json::from_str::<Value>(text).ok());
    }
    if types == TypeSet::ANY {
        // Nothing is said about the type: over the wire a text is a text.
        readings.retain(|value| coercion == Coercion::Mend || !(value.is_object() || value.is_array()));
        readings.insert(0, Value::String(text.to_owned()));
    } else if types.contains(TypeSet::STRING) {
        readings.push(Value::String(text.to_owned()));
    }
    readings
}

/// A JSON number written as text; blanks, `+1`, `1.`, hexadecimal and the like are text.
fn number(text: &str) -> Option<Value> {
    if text.trim().len() != text.len() {
        return None;
    }
    let number: Number = serde_json::from_str(text).ok()?;
    Some(Value::Number(number))
}

/// The types that a schema leaves, looking through references and `allOf`, and over the branches of `anyOf` and `oneOf`. Every schema is
/// looked at once, however many ways lead to it.
fn types_within(arena: &SchemaArena, id: SchemaId, known: &mut BTreeMap<SchemaId, TypeSet>) -> TypeSet {
    if let Some(types) = known.get(&id) {
        return *types;
    }
    let schema = arena.at(id);
    let mut left = schema.types;
    if let Some(values) = &schema.values {
        left = left.and(values.iter().map(TypeSet::of).fold(TypeSet::NONE, TypeSet::or));
    }
    for part in schema.link.iter().chain(schema.logic.iter().flat_map(|logic| &logic.all_of)) {
        left = left.and(types_within(arena, *part, known));
    }
    for branches in schema.logic.iter().flat_map(|logic| [&logic.any_of, &logic.one_of]).filter(|list| !list.is_empty())
    {
        left = left.and(branches.iter().map(|id| types_within(arena, *id, known)).fold(TypeSet::NONE, TypeSet::or));
    }
    known.insert(id, left);
    left
}

fn types(arena: &SchemaArena, id: SchemaId) -> TypeSet {
    let schema = arena.at(id);
    if schema.link.is_none() && schema.logic.is_none() && schema.values.is_none() {
        return schema.types;
    }
    types_within(arena, id, &mut BTreeMap::new())
}

/// The schema and the parts that apply to the same value: references, `allOf`, and branches, in the order of the document, none twice.
fn parts(arena: &SchemaArena, id: SchemaId) -> Vec<SchemaId> {
    let mut parts = Vec::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        parts.push(id);
        let schema = arena.at(id);
        if let Some(logic) = &schema.logic {
            open.extend([logic.otherwise, logic.then].into_iter().flatten());
            let combined = [&logic.one_of, &logic.any_of, &logic.all_of];
            open.extend(combined.into_iter().flat_map(|list| list.iter().rev()));
        }
        open.extend(schema.link);
    }
    parts
}

/// The schema of the property `name`, if one is declared or all others have one.
fn property(arena: &SchemaArena, id: SchemaId, name: &str) -> Option<SchemaId> {
    let declared = |object: &ObjectFacet| {
        let by_pattern = || object.patterns.iter().find(|(pattern, _)| pattern.is_match(name)).map(|(_, id)| id);
        object.properties.get(name).or_else(by_pattern).copied()
    };
    if let Some(found) = arena.at(id).object.as_deref().and_then(declared) {
        return Some(found);
    }
    let parts = parts(arena, id);
    let facets = || parts.iter().filter_map(|part| arena.at(*part).object.as_deref());
    facets().find_map(declared).or_else(|| facets().find_map(|object| object.additional))
}

/// The schema of element `index`.
fn element(arena: &SchemaArena, id: SchemaId, index: usize) -> Option<SchemaId> {
    let parts = parts(arena, id);
    let mut arrays = parts.iter().filter_map(|part| arena.at(*part).array.as_deref());
    arrays.find_map(|array| array.prefix.get(index).copied().or(array.items))
}

impl SchemaArena {
    /// The types that a schema leaves, looking through references and combinators.
    #[must_use]
    pub fn types(&self, id: SchemaId) -> TypeSet {
        types(self, id)
    }

    /// The schema of the property `name`, looking through references and combinators.
    #[must_use]
    pub fn property(&self, id: SchemaId, name: &str) -> Option<SchemaId> {
        property(self, id, name)
    }

    /// The schema of element `index` of an array, looking through references and combinators.
    #[must_use]
    pub fn element(&self, id: SchemaId, index: usize) -> Option<SchemaId> {
        element(self, id, index)
    }

    /// Whether a property must be there, looking through references and `allOf`.
    #[must_use]
    pub fn requires(&self, id: SchemaId, name: &str) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            let schema = self.at(id);
            if schema.object.as_ref().is_some_and(|object| object.required.iter().any(|known| known == name)) {
                return true;
            }
            let parts = schema.link.iter().chain(schema.logic.iter().flat_map(|logic| &logic.all_of));
            open.extend(parts.filter(|part| seen.insert(**part)));
        }
        false
    }

    /// The types that a schema means: those it leaves, or, where it leaves all, those that its other keywords are about.
    #[must_use]
    pub fn meant_types(&self, id: SchemaId) -> TypeSet {
        let types = self.types(id);
        let schema = self.at(self.target(id));
        match (types == TypeSet::ANY, schema.object.is_some(), schema.array.is_some()) {
            (true, true, false) => TypeSet::OBJECT,
            (true, false, true) => TypeSet::ARRAY,
            _ => types,
        }
    }

    /// The names of all declared properties, looking through references and combinators, in order.
    #[must_use]
    pub fn property_names(&self, id: SchemaId) -> Vec<String> {
        let mut names = IndexSet::new();
        for part in parts(self, id) {
            names.extend(self.at(part).object.iter().flat_map(|object| object.properties.keys()));
        }
        names.into_iter().cloned().collect()
    }
}
