//! The functions that look into collections: a row by its key or its members, how many rows there are, another row beside this one.
//!
//! Invariant: a look costs what is left of the run's cost, and what a call lacks finds nothing.

use std::borrow::Cow;
use std::sync::Arc;

use minijinja::value::Value;
use serde_json::{Map, Value as Json, json};

use super::cost::Cost;
use super::exchange::{is_list, is_nothing, kind, lift, settle, surface};
use crate::base::nearest;
use crate::collection::{Definition, Dialect, Filter, Indexes, Opening, PartitionBy, Reading, Rows, read};
use crate::scenario::expression::{Beside, Data, ExpressionError, Scope};
use crate::scenario::template::Template;

/// A function that looks something up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) enum Lookup {
    At,
    Find,
    Total,
}

/// Names, and how each is called.
pub(super) const LOOKUPS: &[(&str, Lookup, &str)] = &[
    ("at", Lookup::At, "at(group.leader, \"ts\")"),
    ("find", Lookup::Find, "find(\"users\", key)"),
    ("total", Lookup::Total, "total(\"users\")"),
];

/// The most rows that are looked through for one with certain members.
const MOST_ROWS: u64 = 10_000;
/// Among fewer rows nothing is kept of who was looked for: names that clients choose would push out what takes long to make.
const FEW_ROWS: u64 = 2_000;

type Made<T> = Result<T, ExpressionError>;

impl Lookup {
    /// How few and how many arguments it takes.
    pub(super) const fn arguments(self) -> (usize, usize) {
        match self {
            Self::At => (2, 2),
            Self::Find => (2, 3),
            Self::Total => (1, 2),
        }
    }

    /// Calls it.
    pub(super) fn call(self, arguments: &[Value], scope: &Scope<'_>, cost: &mut Cost) -> Made<Value> {
        let argument = |index: usize| arguments.get(index).unwrap_or(&Value::UNDEFINED);
        let (first, second) = (argument(0), argument(1));
        match self {
            Self::At => at(first, second, scope, cost),
            Self::Find => {
                let collection = name(first, "find")?;
                let partition = arguments.get(2).map(|key| settle(key, cost)).transpose()?;
                let key = settle(second, cost)?;
                let row = find(collection, &key, partition.as_ref(), scope, cost)?;
                row.map_or(Ok(Value::UNDEFINED), |row| lift(&row, cost))
            }
            Self::Total => {
                let partition = arguments.get(1).map(|key| settle(key, cost)).transpose()?;
                let rows = rows(name(first, "total")?, partition.as_ref(), scope)?;
                Ok(rows.map_or(Value::UNDEFINED, |rows| Value::from(rows.count())))
            }
        }
    }
}

/// The name of a collection.
fn name<'v>(value: &'v Value, function: &str) -> Made<&'v str> {
    value.as_str().ok_or_else(|| {
        let error =
            ExpressionError::new(format!("`{function}` needs the name of a collection: here is {}", kind(value)));
        error.with_help(format!("write `{function}(\"users\", …)`"))
    })
}

/// A member of one row beside the one that is made, or of several.
fn at(number: &Value, path: &Value, scope: &Scope<'_>, cost: &mut Cost) -> Made<Value> {
    if is_nothing(number) || is_nothing(path) {
        return Ok(Value::UNDEFINED);
    }
    let Some(from) = scope.beside.standpoint else { return Ok(Value::UNDEFINED) };
    let needs = || ExpressionError::new("`at` needs a number of a row, or a list of them, and a path");
    let path = path.as_str().ok_or_else(needs)?;
    let member = |number: &Value, cost: &mut Cost| {
        let number = number.as_i64().and_then(|number| u64::try_from(number).ok()).ok_or_else(needs)?;
        from.at(number, path).map_or(Ok(Value::UNDEFINED), |member| lift(&member, cost))
    };
    if !is_list(number) {
        return member(number, cost);
    }
    cost.steps(surface(number))?;
    let members = number.try_iter().into_iter().flatten().map(|number| member(&number, cost));
    let there = members.filter(|member| !member.as_ref().is_ok_and(Value::is_undefined));
    Ok(Value::from(there.collect::<Made<Vec<_>>>()?))
}

/// A row by its key, or the first that has these members, as it is sent.
fn find(
    collection: &str,
    key: &Json,
    partition: Option<&Json>,
    scope: &Scope<'_>,
    cost: &mut Cost,
) -> Made<Option<Json>> {
    if key.is_null() {
        return Ok(None);
    }
    if let Some(from) = scope.beside.standpoint {
        if key.is_object() || partition.is_some() {
            let error = ExpressionError::new("rows are found by their keys alone where a row is made");
            return Err(error.with_help("write `find(\"users\", key)`"));
        }
        return Ok(from.find(collection, key));
    }
    let Some(rows) = rows(collection, partition, scope)? else { return Ok(None) };
    match (key, scope.beside.data) {
        (Json::Object(members), Some(data)) => first_with(members, rows, data.indexes, cost),
        (key, _) => Ok(rows.find(key).map(|number| rows.row(number))),
    }
}

/// The first row that has these members, hidden ones too, by dotted path. Who was looked for among many is kept, so that looking again costs
/// nothing.
fn first_with(
    members: &Map<String, Json>,
    rows: Arc<dyn Rows>,
    indexes: &Indexes,
    cost: &mut Cost,
) -> Made<Option<Json>> {
    // A null would find rows that lack the member, and a call that lacks something has to find nothing.
    if members.values().any(Json::is_null) {
        return Ok(None);
    }
    let count = rows.count();
    if count > MOST_ROWS {
        let message = format!("`find` looks for members among {MOST_ROWS} rows at most: here are {count}");
        return Err(ExpressionError::new(message).with_help("find it by its key"));
    }
    cost.steps(usize::try_from(count).unwrap_or(usize::MAX))?;
    // What a client sends is a value, though it look like an operator.
    let filter = members.iter().map(|(path, value)| (path.clone(), json!({ "$eq": value }))).collect();
    let dialect = Dialect { dates: rows.dates().to_vec(), ..Dialect::default() };
    let filter = Filter::compile(&Json::Object(filter), &dialect)
        .map_err(|error| ExpressionError { message: error.message, help: error.help })?;
    // Where no total is asked for, rows are looked at until one is found.
    let reading = Reading { filter, limit: Some(1), wants_total: count >= FEW_ROWS, ..Reading::default() };
    let page = read(rows, &reading, indexes).map_err(|error| ExpressionError::new(error.to_string()))?;
    Ok(page.row(0))
}

/// The rows of a collection that a template names. Nothing where there is no such partition.
fn rows(collection: &str, partition: Option<&Json>, scope: &Scope<'_>) -> Made<Option<Arc<dyn Rows>>> {
    let Some(data) = scope.beside.data else { return Ok(None) };
    let Some(definition) = data.collections.definitions.get(collection) else {
        let known = data.collections.definitions.keys().map(|name| &**name);
        let error = ExpressionError::new(format!("there is no collection `{collection}`"));
        return Err(match nearest(collection, known) {
            Some(meant) => error.with_help(format!("did you mean `{meant}`?")),
            None => error,
        });
    };
    Ok(data.opened(definition, partition, None, scope).map(|(_, rows)| rows))
}

/// Rows, and whose they are.
pub(in crate::scenario) type Opened = (Option<Json>, Arc<dyn Rows>);

impl Data<'_> {
    /// The rows of a collection that no scenario defines, and of a partition if it has any.
    pub(in crate::scenario) fn elsewhere(
        &self,
        collection: &str,
        partition: Option<&Json>,
        scope: &Scope<'_>,
    ) -> Option<Arc<dyn Rows>> {
        let (seed, now, locale) = (self.root, self.now, scope.locale);
        self.collections.open(&Opening { collection, partition, size: None, seed, now, locale })
    }

    /// The rows of a partition; `size` says how many, if it is not the collection's own. `None` where there is no such partition.
    pub(in crate::scenario) fn opened(
        &self,
        definition: &Definition,
        partition: Option<&Json>,
        size: Option<&Template>,
        scope: &Scope<'_>,
    ) -> Option<Opened> {
        let is_parted = definition.partition != PartitionBy::Nothing;
        let mut opening = Opening {
            collection: &definition.name,
            partition: if is_parted { Some(partition.filter(|key| !key.is_null())?) } else { None },
            size: None,
            seed: self.root,
            now: self.now,
            locale: scope.locale,
        };
        let whose = if is_parted { Some(self.collections.partition(&opening)?) } else { None };
        let beside = Beside { partition: whose.as_ref(), ..scope.beside };
        let own = self.sizes.get(&definition.name);
        // The settings of who asks, over those of the scenario that has the collection.
        let settings = match own.map(|sizing| &sizing.settings).filter(|declared| !declared.is_empty()) {
            Some(declared) => {
                let mut all = declared.clone();
                all.extend(scope.settings.iter().map(|(name, value)| (name.clone(), value.clone())));
                Cow::Owned(all)
            }
            None => Cow::Borrowed(scope.settings),
        };
        let size = size.or_else(|| own.map(|sizing| &*sizing.template));
        if size.is_some_and(|size| !size.is_steady()) {
            scope.asked.disturb();
        }
        let text = size.and_then(|size| size.text(&Scope { settings: &settings, beside, ..*scope }).ok());
        // What says no number leaves the collection's own.
        opening.size = text.and_then(|text| text.trim().parse().ok());
        let rows = self.collections.open(&opening)?;
        Some((whose, rows))
    }
}
