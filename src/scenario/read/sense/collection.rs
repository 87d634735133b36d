//! What contradicts itself in a collection.

use super::super::super::format::{Collection, Field, Item};
use super::super::Fault;
use super::Site;

pub(super) fn look(collection: &Collection, site: &Site<'_>, out: &mut Vec<Fault>) {
    let origins = ["rows", "file", "pairs"];
    let said: Vec<&str> = origins.into_iter().filter(|key| site.has(key)).collect();
    if let [first, second, ..] = said.as_slice() {
        let message = format!("there are both `{first}` and `{second}`: rows come from one place");
        out.push(site.join(second).contradiction(message).with_help(format!("leave `{first}` or `{second}` out")));
    }
    if let Some(origin) = said.iter().find(|origin| **origin != "pairs") {
        for key in ["size", "partition", "newest", "scenes", "groups"].into_iter().filter(|key| site.has(key)) {
            let message = format!("`{key}` is for rows that are made, and these are there: `{origin}`");
            out.push(site.join(key).contradiction(message).with_help(format!("leave `{key}` or `{origin}` out")));
        }
    }
    collection.item.iter().for_each(|item| look_at_item(item, &site.join("item"), out));
    if let Some(time) = &collection.time
        && time.start.is_some()
        && time.gap.is_some()
    {
        let message = "with a `start` the number of rows says how far apart they are, and `gap` says it, too";
        out.push(site.join("time").join("gap").contradiction(message).with_help("leave `gap` or `start` out"));
    }
    let fields = &site.join("fields");
    for (name, field) in &collection.fields {
        look_at_field(field, &fields.join(name), out);
    }
}

fn look_at_item(item: &Item, site: &Site<'_>, out: &mut Vec<Fault>) {
    if item.of.is_some() && item.schema.is_some() {
        let message = "there are both `of` and `schema`: a row is one of them";
        out.push(site.join("schema").contradiction(message).with_help("leave `of` or `schema` out"));
    }
    if item.at.is_some() && item.of.is_none() {
        let message = "`at` is a place in the reply of an operation, and there is no `of`";
        out.push(site.join("at").contradiction(message).with_help("write `of: GET /users`"));
    }
    if item.of.is_none() && item.schema.is_none() {
        let fault = Fault::error("scenario-key-missing", site.at.clone(), "`item` needs `of` or `schema`");
        out.push(fault.with_help("an operation with such rows, `of: GET /users`, or a JSON Schema"));
    }
}

fn look_at_field(field: &Field, site: &Site<'_>, out: &mut Vec<Fault>) {
    let Field::Made(made) = field else { return };
    if made.by.is_some() && made.after.is_none() && made.before.is_none() {
        let message = "`by` says how far after or before another time, and there is neither";
        out.push(site.join("by").contradiction(message).with_help("write `after: ts`"));
    }
}
