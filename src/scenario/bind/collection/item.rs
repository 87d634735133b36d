//! What a row is: the schema of the items of a documented list, or one that the scenario writes; and the rows that examples show.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::base::{Severity, descend, nearest};
use crate::contract::{Content, Contract, Operation};
use crate::scenario::bind::effect::lists_of;
use crate::scenario::bind::reach;
use crate::scenario::effect::{Path, Step};
use crate::scenario::format;
use crate::schema::{Dialect, Formats, SchemaArena, SchemaId, Schemas, Side, TypeSet};

/// What a row is.
#[derive(Clone, Debug)]
pub(in crate::scenario::bind) struct Item {
    /// Where the schema is one of.
    pub(super) schemas: Arc<Schemas>,
    /// The schema.
    pub(super) id: SchemaId,
    /// Whether the scenario writes it.
    pub(super) is_own: bool,
    /// The rows that the documented examples show and that fit, in their order.
    pub(super) examples: Vec<Value>,
}

/// Why there is no such item.
pub(in crate::scenario::bind) struct Unknown {
    /// The key of `item` that says it.
    pub(super) key: &'static str,
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Item {
    /// Looks an item up; `None` if nothing is said.
    pub(in crate::scenario::bind) fn find(
        written: &format::Item,
        contract: &Contract,
    ) -> Result<Option<Self>, Unknown> {
        if let Some(schema) = &written.schema {
            let none = BTreeMap::new();
            let (schemas, id, defects) =
                Schemas::of_json_schema(schema, Dialect::Draft202012, &none, Formats::Asserted);
            if let Some(defect) = defects.iter().find(|defect| defect.severity > Severity::Note) {
                let at = if defect.at.pointer.as_str().is_empty() { "it" } else { defect.at.pointer.as_str() };
                // What documents are read as all the same is of no use here.
                let what = defect.message.split("; ").next().unwrap_or_default();
                let message = format!("this is no JSON Schema: at `{at}`, {what}");
                return Err(Unknown { key: "schema", code: "scenario-collection", message, help: defect.help.clone() });
            }
            if let Some(problem) = schemas.check(id, Side::Response).problem() {
                let message = format!("this is no JSON Schema: {problem}");
                return Err(Unknown { key: "schema", code: "scenario-collection", message, help: None });
            }
            return Ok(Some(Self { schemas, id, is_own: true, examples: Vec::new() }));
        }
        let Some(of) = &written.of else { return Ok(None) };
        let reached = reach::reach(of, contract).map_err(|unknown| {
            let reach::Unknown { message, help } = unknown;
            Unknown { key: "of", code: "scenario-operation-unknown", message, help }
        })?;
        let mut first = None;
        for operation in reached.iter().filter_map(|reach| contract.operation(reach.operation?)) {
            match Self::of(operation, written.at.as_deref(), contract.schemas()) {
                Ok(item) => return Ok(Some(item)),
                Err(unknown) => first = first.or(Some(unknown)),
            }
        }
        let none = || Unknown {
            key: "of",
            code: "scenario-collection",
            message: format!("`{of}` is no operation, and has no reply"),
            help: None,
        };
        Err(first.unwrap_or_else(none))
    }

    /// The items of a list in the success of an operation.
    fn of(operation: &Operation, at: Option<&str>, schemas: &Arc<Schemas>) -> Result<Self, Unknown> {
        let arena = schemas.arena();
        let refuse = |key, message: String, help| Unknown { key, code: "scenario-collection", message, help };
        let Some((content, body)) = json(operation) else {
            let message = format!("the success of `{}` has no JSON that is documented", operation.name);
            return Err(refuse("of", message, Some("write the item's schema under `schema`".to_owned())));
        };
        let path = match at {
            Some(at) => Path::parse(at).ok_or_else(|| {
                refuse("at", format!("`{at}` is no JSON Pointer"), Some(format!("it begins with a slash: `/{at}`")))
            })?,
            None => only(operation, arena, body).map_err(|lists| {
                let name = &operation.name;
                match lists.first() {
                    None => refuse("of", format!("the success of `{name}` has no list"), None),
                    Some(first) => {
                        let all: Vec<String> = lists.iter().map(|list| format!("`{list}`")).collect();
                        let message = format!("the success of `{name}` has several lists: {}", all.join(", "));
                        refuse("of", message, Some(format!("say which: `at: {first}`")))
                    }
                }
            })?,
        };
        let list = follow(arena, body, &path).filter(|id| arena.types(*id).meets(TypeSet::ARRAY));
        let Some(id) = list.and_then(|list| arena.element(list, 0)) else {
            let mut lists = Vec::new();
            lists_of(arena, body, &mut Vec::new(), &mut lists);
            let lists: Vec<String> = lists.iter().map(Path::to_string).collect();
            let (written, name) = (path.to_string(), &operation.name);
            let help = match nearest(&written, lists.iter().map(String::as_str)) {
                Some(near) => Some(format!("did you mean `{near}`?")),
                None => (!lists.is_empty()).then(|| format!("its lists: {}", lists.join(", "))),
            };
            return Err(refuse("at", format!("`{written}` is no list in the success of `{name}`"), help));
        };
        let names = path.0.iter().filter_map(|step| if let Step::Member(name) = step { Some(name) } else { None });
        let shown = content.examples.iter().filter_map(|example| descend(&example.value, names.clone()));
        let rows = shown.filter_map(Value::as_array).flatten();
        let examples = rows.filter(|row| row.is_object() && schemas.holds(id, Side::Response, row)).cloned().collect();
        Ok(Self { schemas: Arc::clone(schemas), id, is_own: false, examples })
    }

    /// The members that the schema declares.
    pub(in crate::scenario::bind) fn names(&self) -> Vec<String> {
        self.schemas.arena().property_names(self.id)
    }

    /// The schema of a member.
    pub(in crate::scenario::bind) fn member(&self, name: &str) -> Option<SchemaId> {
        self.schemas.arena().property(self.id, name)
    }

    /// The dotted paths of members that are moments.
    pub(in crate::scenario::bind) fn dates(&self) -> Vec<String> {
        let mut found = Vec::new();
        dates(self.schemas.arena(), self.id, "", DEEPEST, &mut found);
        found
    }
}

/// How deep in a row moments are looked for.
const DEEPEST: usize = 4;
/// More moments than any row has.
const MOST: usize = 64;

fn dates(arena: &SchemaArena, id: SchemaId, at: &str, depth: usize, found: &mut Vec<String>) {
    let (Some(deeper), true) = (depth.checked_sub(1), found.len() < MOST) else { return };
    let types = arena.types(id);
    if types.meets(TypeSet::ARRAY)
        && types != TypeSet::ANY
        && let Some(element) = arena.element(id, 0)
    {
        return dates(arena, element, at, deeper, found);
    }
    for name in arena.property_names(id) {
        let Some(member) = arena.property(id, &name) else { continue };
        let path = if at.is_empty() { name } else { format!("{at}.{name}") };
        let text = arena.at(arena.target(member)).text.as_ref();
        if text.and_then(|text| text.format.as_deref()) == Some("date-time") {
            found.push(path);
        } else {
            dates(arena, member, &path, deeper, found);
        }
    }
}

/// The JSON of an operation's success, and its schema.
pub(in crate::scenario::bind) fn json(operation: &Operation) -> Option<(&Content, SchemaId)> {
    let content = &operation.success()?.content;
    let is_json = |content: &&Content| content.media_type.is_json() || content.media_type.essence() == "*/*";
    let content = content.iter().find(is_json)?;
    Some((content, content.schema?))
}

/// The only list of a reply, or the one that paths say is meant; else all of them.
pub(in crate::scenario::bind) fn only(
    operation: &Operation,
    arena: &SchemaArena,
    body: SchemaId,
) -> Result<Path, Vec<Path>> {
    let site = operation.subject.as_ref().filter(|subject| subject.is_list).and_then(|subject| subject.site.as_ref());
    if let Some(site) = site {
        return Ok(Path(site.path.iter().cloned().map(Step::Member).collect()));
    }
    let mut lists = Vec::new();
    lists_of(arena, body, &mut Vec::new(), &mut lists);
    match lists.len() {
        1 => lists.pop().ok_or_else(Vec::new),
        _ => Err(lists),
    }
}

/// The schema at a path.
fn follow(arena: &SchemaArena, id: SchemaId, path: &Path) -> Option<SchemaId> {
    path.0.iter().try_fold(id, |id, step| match step {
        Step::Every => arena.element(id, 0),
        Step::Member(name) => match name.parse::<usize>() {
            Ok(index) if arena.types(id).meets(TypeSet::ARRAY) => arena.element(id, index),
            _ => arena.property(id, name),
        },
    })
}
