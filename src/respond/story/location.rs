//! `Location` of what was created: the address of the thing that the body shows.

use serde_json::Value;

use crate::base::{Seed, descend, plain_text};
use crate::contract::style::escape;
use crate::contract::{Header, Promise};
use crate::respond::fill::Occasion;
use crate::respond::reply::Reply;
use crate::schema::Side;
use http::Method;

impl Occasion<'_> {
    /// Points a documented `Location` at the thing that a POST to its collection created.
    pub(in crate::respond) fn locate(&self, reply: &mut Reply, promise: &Promise, body: Option<&Value>, seed: Seed) {
        let header = promise.headers.iter().find(|header| header.name.eq_ignore_ascii_case("location"));
        let (Some(header), true) = (header, self.operation.method == Method::POST) else { return };
        let Some(key) = self.created(body, seed) else { return };
        let path = format!("{}/{}", self.call.path.trim_end_matches('/'), escape(&plain_text(&key)));
        let host = self.call.header("host").unwrap_or("localhost");
        let absolute = format!("http://{host}{path}");
        let schemas = self.world.contract.schemas();
        let holds = |text: &String| {
            let value = Value::String(text.clone());
            header.schema.is_none_or(|id| schemas.holds(id, Side::Response, &value))
        };
        let is_absolute = is_absolute(header);
        let texts = if is_absolute { [absolute, path] } else { [path, absolute] };
        if let Some(text) = texts.into_iter().find(holds) {
            reply.set("location", &text);
        }
    }

    /// The key of what was created: that of the body, else one that the path of an item takes.
    fn created(&self, body: Option<&Value>, seed: Seed) -> Option<Value> {
        let subject = self.operation.subject.as_ref().filter(|subject| !subject.is_list)?;
        let contract = &self.world.contract;
        let family = contract.family(subject.family?)?;
        family.item?;
        if let (Some(body), Some(site)) = (body, subject.site.as_ref().filter(|site| !site.key.is_empty())) {
            return descend(body, site.path.iter().chain(&site.key)).cloned();
        }
        let schema = *contract.entities().at(family.entity?)?.demands.first()?;
        Some(self.world.sampler(self.later).sample(schema, seed.child("key"), Side::Request, self.variety()).value)
    }
}

/// Whether the author shows whole addresses.
fn is_absolute(header: &Header) -> bool {
    header.examples.iter().any(|example| example.value.as_str().is_some_and(|text| text.contains("://")))
}
