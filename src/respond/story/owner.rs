//! Path parameters show in bodies: `/users/{id}` as `id` or `_id`, `/users/{id}/posts` as the `userId` of every post.

use serde_json::{Map, Value};

use super::{Telling, lay};
use crate::contract::Part;
use crate::contract::entity::{Step, plain};
use crate::schema::{SchemaId, Side, readings};

/// What the owner is called by its works, if it is a person.
const BY_WORK: [&str; 4] = ["author", "owner", "creator", "user"];
/// What a collection of persons holds.
const PERSONS: [&str; 6] = ["user", "member", "account", "person", "author", "customer"];
/// Endings of parameters that name things.
const ENDINGS: [&str; 4] = ["id", "key", "slug", "name"];

impl Telling<'_> {
    /// Writes the path's values into the things of a body, where those have a property for them and stay valid.
    pub(in crate::respond) fn owners(&self, body: &mut Value) {
        for ((_, parameter), value) in self.inputs.parameters.iter().filter(|((part, _), _)| *part == Part::Path) {
            let step = self.operation.steps.iter().find(|step| step.parameter == *parameter);
            let last = self.operation.template.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            let is_last = last.contains(&format!("{{{parameter}}}"));
            let names = Names::of(parameter, step, is_last);
            match self.subject() {
                Some(subject) if subject.is_list => {
                    let Some(site) = &subject.site else { continue };
                    self.rows(body, (&site.path, &site.inner, site.schema), &names, value);
                }
                _ => self.one(body, &names, value),
            }
        }
    }

    /// Every row of a list.
    fn rows(&self, body: &mut Value, site: (&[String], &[String], SchemaId), names: &Names<'_>, value: &Value) {
        let (path, inner, schema) = site;
        let count = lay::at(body, path).and_then(|rows| rows.as_array()).map_or(0, Vec::len);
        self.change(body, |body| {
            let mut any = None;
            for index in 0..count {
                let row = lay::at(body, path)?.get_mut(index)?;
                if lay::at(row, inner).is_some_and(|thing| self.write(thing, schema, names, value)) {
                    any = Some(());
                }
            }
            any
        });
    }

    /// The body itself, else what it wraps (`{ "data": { "id": … } }`); where its thing is known to stand, first.
    fn one(&self, body: &mut Value, names: &Names<'_>, value: &Value) {
        let site = self.subject().and_then(|subject| subject.site.as_ref());
        let mut places: Vec<Vec<String>> = Vec::new();
        if let Some(site) = site {
            places.push(site.path.clone());
            // A key that stands deeper has its siblings there.
            if let Some((_, about)) = site.key.split_last().filter(|(_, about)| !about.is_empty()) {
                places.push(site.path.iter().chain(about).cloned().collect());
            }
        }
        places.push(Vec::new());
        places.extend(wrappers(body).into_iter().map(|name| vec![name]));
        let arena = self.schemas.arena();
        for place in places {
            let Some(schema) = place.iter().try_fold(self.schema, |id, step| arena.property(id, step)) else {
                continue;
            };
            let mut is_there = false;
            self.change(body, |body| {
                is_there = self.write(lay::at(body, &place)?, schema, names, value);
                is_there.then_some(())
            });
            if is_there {
                return;
            }
        }
    }

    /// Writes the value into the first member of a thing that can have it. Whether there is one.
    fn write(&self, thing: &mut Value, schema: SchemaId, names: &Names<'_>, value: &Value) -> bool {
        let Value::Object(members) = thing else { return false };
        for name in names.among(members) {
            let Some(id) = self.schemas.arena().property(schema, &name) else { continue };
            let fits = |value: &Value| self.schemas.holds(id, Side::Response, value);
            if let (Some(member), Some(value)) = (members.get_mut(&name), readings(value).find(fits)) {
                *member = value;
                return true;
            }
        }
        false
    }
}

/// The properties that a path parameter may show as.
struct Names<'n> {
    parameter: &'n str,
    /// Plain, the best first.
    others: Vec<String>,
    /// Whether the parameter's own name is that of another thing's key.
    is_foreign: bool,
}

impl<'n> Names<'n> {
    fn of(parameter: &'n str, step: Option<&Step>, is_last: bool) -> Self {
        let lower = plain(parameter);
        let ending = ENDINGS.into_iter().find(|ending| lower.ends_with(ending));
        let mut others = vec![lower.clone()];
        if is_last {
            others.extend(ending.map(str::to_owned));
            others.extend(lower.ends_with("gid").then(|| "gid".to_owned()));
            return Self { parameter, others, is_foreign: false };
        }
        let is_foreign = ENDINGS.contains(&lower.as_str());
        if is_foreign {
            others.clear();
        }
        if let Some(step) = step {
            let ending = ending.unwrap_or("id");
            let is_person = PERSONS.contains(&step.noun.as_str());
            let nouns = [step.noun.as_str()].into_iter().chain(BY_WORK.into_iter().filter(|_| is_person));
            others.extend(nouns.map(|noun| format!("{noun}{ending}")));
        }
        Self { parameter, others, is_foreign }
    }

    /// Those that are there, the best first.
    fn among(&self, members: &Map<String, Value>) -> Vec<String> {
        let exact = members.keys().filter(|name| !self.is_foreign && *name == self.parameter);
        let alike = self.others.iter().flat_map(|wanted| members.keys().filter(move |name| plain(name) == *wanted));
        exact.chain(alike).cloned().collect()
    }
}

/// The members of a body that may hold the thing itself.
fn wrappers(body: &Value) -> Vec<String> {
    let Value::Object(members) = body else { return Vec::new() };
    let objects: Vec<&String> = members.iter().filter(|(_, value)| value.is_object()).map(|(key, _)| key).collect();
    let usual = ["data", "item", "result", "response", "payload", "metadata"];
    let is_wrapper = |key: &&String| objects.len() == 1 || usual.contains(&key.as_str());
    objects.iter().filter(|key| is_wrapper(key)).map(|key| (*key).clone()).collect()
}
