//! Parts of bodies that a rule names, to leave them out or to make them longer: whether any documented reply can have them.
//!
//! Schemas are open unless they say otherwise, so what they merely do not declare is told as a warning.

use serde_json::Value;

use super::Compiler;
use super::body::{promised, templates};
use crate::base::{Place, Pointer, descend, nearest};
use crate::contract::{Operation, Promise};
use crate::scenario::effect::{MOST_ITEMS, Path, Step};
use crate::scenario::format::{self, OneOrMany, Repeat, Waiver};
use crate::schema::{SchemaArena, SchemaId, TypeSet};

/// Envelopes are not looked into deeper.
const DEPTH: usize = 6;

/// Why a reply cannot have a part.
enum Miss {
    /// No such member is declared: where, its name, those that are, and whether others are forbidden.
    Undeclared(Pointer, String, Vec<String>, bool),
    /// The part above it has no parts.
    Plain(Pointer),
    /// It is there, and no list.
    NoList,
}

impl Miss {
    /// How much of the path is there.
    fn depth(&self, path: &Path) -> usize {
        match self {
            Self::Undeclared(at, ..) | Self::Plain(at) => at.steps().count(),
            Self::NoList => path.0.len(),
        }
    }
}

impl<'c> Compiler<'c> {
    pub(super) fn drops(&mut self, written: &format::Effect, at: &Place) -> Vec<Path> {
        let mut paths = Vec::new();
        for (index, text) in written.drop.as_slice().iter().enumerate() {
            let at = if matches!(written.drop, OneOrMany::Many(_)) { at.nth(index) } else { at.clone() };
            let Some(path) = self.path(text, &at) else { continue };
            if path.0.is_empty() {
                let help = Some("`body: null` sends nothing else than `null`".to_owned());
                self.error("scenario-value", &at, "the whole body cannot be left out of itself", help);
                continue;
            }
            self.check_part(&path, written, &at, false);
            paths.push(path);
        }
        paths
    }

    pub(super) fn repeats(&mut self, written: &format::Effect, at: &Place) -> Vec<(Option<Path>, u64)> {
        let mut lists = Vec::new();
        match &written.repeat {
            None => {}
            Some(Repeat::Only(wanted)) => {
                self.check_length(*wanted, at);
                if let Some(path) = self.check_only_list(written, at) {
                    self.check_bounds(&path, *wanted, written, at);
                }
                lists.push((None, *wanted));
            }
            Some(Repeat::At(map)) => {
                for (text, wanted) in map {
                    let at = at.join(text);
                    let Some(path) = self.path(text, &at) else { continue };
                    self.check_length(*wanted, &at);
                    self.check_part(&path, written, &at, true);
                    self.check_bounds(&path, *wanted, written, &at);
                    lists.push((Some(path), *wanted));
                }
            }
        }
        lists
    }

    fn path(&mut self, text: &str, at: &Place) -> Option<Path> {
        let path = Path::parse(text);
        if path.is_none() {
            let plain = text.trim_start_matches('$').trim_start_matches('.').replace('.', "/").replace("[*]", "/*");
            let help = Some(format!("it begins with a slash: `/{plain}`"));
            self.error("scenario-value", at, format!("`{text}` is no JSON Pointer"), help);
        }
        path
    }

    fn check_length(&mut self, wanted: u64, at: &Place) {
        if wanted > MOST_ITEMS as u64 {
            let message = format!("{wanted} items are more than a list is given: {MOST_ITEMS}");
            self.error("scenario-value", at, message, None);
        }
    }

    /// The replies that a rule changes: of its status, or any that is sent without it.
    fn replies(&self, status: Option<u16>) -> Vec<&'c Promise> {
        let of = |operation: &&'c Operation| match status {
            Some(status) => operation.promised(status).into_iter().collect::<Vec<_>>(),
            None => operation.promises.iter().collect(),
        };
        self.operations.iter().flat_map(of).collect()
    }

    /// Tells of a part that nothing has which is sent.
    pub(super) fn check_part(&mut self, path: &Path, written: &format::Effect, at: &Place, is_list: bool) {
        if let Some(body) = &written.body {
            return self.check_written(body, path, at);
        }
        if written.file.is_some() {
            return;
        }
        let arena = self.ground.contract.schemas().arena();
        let mut best: Option<((usize, bool, bool), &Promise, Miss)> = None;
        for promise in self.replies(written.status) {
            for content in &promise.content {
                let is_shown = content.examples.iter().any(|example| has(&example.value, &path.0));
                let Some(schema) = content.schema.filter(|_| !is_shown) else { return };
                let miss = match walk(arena, schema, &path.0, &Pointer::root()) {
                    Ok(Some(target)) if is_list && !arena.types(target).contains(TypeSet::ARRAY) => Miss::NoList,
                    Ok(_) => return,
                    Err(miss) => miss,
                };
                // What comes nearest is told, and what the success lacks rather than what some error lacks.
                let rank = (miss.depth(path), !matches!(miss, Miss::Plain(_)), promise.status.is_success());
                if best.as_ref().is_none_or(|(known, ..)| rank > *known) {
                    best = Some((rank, promise, miss));
                }
            }
        }
        let Some((_, promise, miss)) = best else { return };
        let of_one = match (self.operations.as_slice(), written.status) {
            ([one], Some(_)) => Some(format!("{} of `{}`", promise.status, one.name)),
            _ => None,
        };
        let of_any = match self.operations.as_slice() {
            [one] => format!("`{}`", one.name),
            _ => "the rule's operations".to_owned(),
        };
        let whose = of_one.clone().unwrap_or_else(|| format!("any reply of {of_any}"));
        let code = "scenario-property-unknown";
        match miss {
            Miss::Undeclared(_, name, known, is_closed) => {
                let message = match of_one {
                    Some(reply) => format!("`{path}`: {reply} has no `{name}`"),
                    None => format!("`{path}`: no reply of {of_any} has `{name}`"),
                };
                let help = Some(match nearest(&name, known.iter().map(String::as_str)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("documented: {}", known.join(", ")),
                });
                if is_closed { self.error(code, at, message, help) } else { self.warn(code, at, message, help) }
            }
            Miss::NoList => self.error(code, at, format!("`{path}` is no list in {whose}"), None),
            Miss::Plain(above) => {
                let above = if above.as_str().is_empty() { "the body".to_owned() } else { format!("`{above}`") };
                self.error(code, at, format!("`{path}`: {above} has no parts in {whose}"), None);
            }
        }
    }

    /// The same for a body that the rule writes.
    fn check_written(&mut self, body: &Value, path: &Path, at: &Place) {
        let mut open = Vec::new();
        templates(body, &Pointer::root(), &mut open);
        if open.is_empty() && !has(body, &path.0) {
            self.warn("scenario-property-unknown", at, format!("the body of the rule has no `{path}`"), None);
        }
    }

    /// Refuses a number for the only list of a body that has none, or several; gives the one.
    fn check_only_list(&mut self, written: &format::Effect, at: &Place) -> Option<Path> {
        let mut worst: Option<(String, Vec<Path>)> = None;
        let schemas = self.ground.contract.schemas();
        if let Some(body) = &written.body {
            let mut open = Vec::new();
            templates(body, &Pointer::root(), &mut open);
            let mut lists = Vec::new();
            lists_in(body, &mut Vec::new(), &mut lists);
            match lists.len() {
                1 => return lists.pop(),
                _ if !open.is_empty() => return None,
                _ => worst = Some(("the body of the rule".to_owned(), lists)),
            }
        }
        let operations = if worst.is_some() { Vec::new() } else { self.operations.clone() };
        for operation in operations {
            let promise = promised(operation, written.status)?;
            let rows = operation.subject.as_ref().filter(|subject| subject.is_list && written.status.is_none());
            if let Some(site) = rows.and_then(|subject| subject.site.as_ref()) {
                return Some(Path(site.path.iter().cloned().map(Step::Member).collect()));
            }
            for content in &promise.content {
                let mut lists = Vec::new();
                match (content.examples.first(), content.schema) {
                    (Some(example), _) => lists_in(&example.value, &mut Vec::new(), &mut lists),
                    (None, Some(schema)) => lists_of(schemas.arena(), schema, &mut Vec::new(), &mut lists),
                    (None, None) => return None,
                }
                if lists.len() == 1 {
                    return lists.pop();
                }
                worst.get_or_insert_with(|| (format!("{} of `{}`", promise.status, operation.name), lists));
            }
        }
        let (whose, lists) = worst?;
        let names: Vec<String> = lists.iter().map(|path| format!("`{path}`")).collect();
        let code = "scenario-property-unknown";
        match lists.first() {
            None => self.error(code, at, format!("{whose} has no list"), None),
            Some(first) => {
                let help = format!("say which: `repeat: {{ {first}: 200 }}`");
                self.error(code, at, format!("{whose} has several lists: {}", names.join(", ")), Some(help));
            }
        }
        None
    }

    /// Refuses more or fewer items than the schema of a list allows.
    fn check_bounds(&mut self, path: &Path, wanted: u64, written: &format::Effect, at: &Place) {
        if self.allows(Waiver::InvalidBody) {
            return;
        }
        let arena = self.ground.contract.schemas().arena();
        let mut told = None;
        for operation in &self.operations {
            let Some(promise) = promised(operation, written.status) else { continue };
            let schemas = promise.content.iter().filter_map(|content| content.schema);
            let lists = schemas.filter_map(|schema| walk(arena, schema, &path.0, &Pointer::root()).ok().flatten());
            for list in lists {
                let Some(array) = arena.at(arena.target(list)).array.as_deref() else { continue };
                let whose = format!("{} of `{}`", promise.status, operation.name);
                if let Some(most) = array.max_items.filter(|most| wanted > *most) {
                    told.get_or_insert(format!("{whose} has at most {most} items in this list, not {wanted}"));
                } else if let Some(least) = array.min_items.filter(|least| wanted < *least) {
                    told.get_or_insert(format!("{whose} has at least {least} items in this list, not {wanted}"));
                }
            }
        }
        if let Some(message) = told {
            let help = "`allow: [invalid-body]` says that it is meant".to_owned();
            self.error("scenario-body-invalid", at, message, Some(help));
        }
    }
}

/// Whether a value has a part at a path.
fn has(value: &Value, path: &[Step]) -> bool {
    let Some((step, rest)) = path.split_first() else { return true };
    match (step, value) {
        (Step::Every, Value::Array(items)) => items.iter().any(|item| has(item, rest)),
        (Step::Every, Value::Object(members)) => members.values().any(|member| has(member, rest)),
        (Step::Member(name), value) => descend(value, [name]).is_some_and(|part| has(part, rest)),
        (Step::Every, _) => false,
    }
}

/// The schema of a part; `None` where the schema is open. `Err` says why there cannot be such a part.
fn walk(arena: &SchemaArena, id: SchemaId, path: &[Step], at: &Pointer) -> Result<Option<SchemaId>, Miss> {
    let Some((step, rest)) = path.split_first() else { return Ok(Some(id)) };
    let types = arena.types(id);
    let below = |target: Option<SchemaId>, name: &str| match target {
        Some(target) => walk(arena, target, rest, &at.join(name)),
        None => Ok(None),
    };
    if !types.meets(TypeSet::OBJECT.or(TypeSet::ARRAY)) {
        return Err(Miss::Plain(at.clone()));
    }
    let names = arena.property_names(id);
    match step {
        Step::Every if types.contains(TypeSet::ARRAY) => below(arena.element(id, 0), "*"),
        Step::Every => {
            let mut first = None;
            for name in &names {
                match below(arena.property(id, name), name) {
                    Ok(found) => return Ok(found),
                    Err(miss) => first = first.or(Some(miss)),
                }
            }
            first.map_or(Ok(None), Err)
        }
        Step::Member(name) => {
            if types.contains(TypeSet::ARRAY) && (name.parse::<usize>().is_ok() || !types.contains(TypeSet::OBJECT)) {
                return match name.parse::<usize>() {
                    Ok(index) => below(arena.element(id, index), name),
                    Err(_) => {
                        Err(Miss::Undeclared(at.clone(), name.clone(), vec!["*".to_owned(), "0".to_owned()], true))
                    }
                };
            }
            let property = arena.property(id, name);
            let is_refused = property.is_some_and(|property| arena.types(property).is_empty());
            match property.filter(|_| !is_refused) {
                Some(property) => below(Some(property), name),
                None if is_refused || !names.is_empty() => {
                    Err(Miss::Undeclared(at.clone(), name.clone(), names, is_refused))
                }
                None => Ok(None),
            }
        }
    }
}

/// The lists in a value that stand in no other list.
fn lists_in(value: &Value, at: &mut Vec<Step>, found: &mut Vec<Path>) {
    match value {
        Value::Array(_) => found.push(Path(at.clone())),
        Value::Object(members) => {
            for (name, member) in members {
                at.push(Step::Member(name.clone()));
                lists_in(member, at, found);
                at.pop();
            }
        }
        _ => {}
    }
}

/// The lists that a schema declares and that stand in no other list.
pub(in crate::scenario::bind) fn lists_of(
    arena: &SchemaArena,
    id: SchemaId,
    at: &mut Vec<Step>,
    found: &mut Vec<Path>,
) {
    if arena.meant_types(id).without(TypeSet::NULL) == TypeSet::ARRAY {
        return found.push(Path(at.clone()));
    }
    if at.len() >= DEPTH {
        return;
    }
    for name in arena.property_names(id) {
        let Some(member) = arena.property(id, &name) else { continue };
        at.push(Step::Member(name));
        lists_of(arena, member, at, found);
        at.pop();
    }
}
