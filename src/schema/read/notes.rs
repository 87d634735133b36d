//! What says nothing about validity: titles, examples, defaults, the discriminator, XML names, methods of faker.

use indexmap::IndexMap;
use serde_json::Value;

use super::Reader;
use super::lenient::Node;
use crate::base::{Defect, Defects, Severity};
use crate::schema::model::{Discriminator, Notes, Xml, XmlText};
use crate::schema::sample::{Faker, NotFollowed};

const KEYS: [&str; 10] =
    ["title", "description", "example", "x-example", "examples", "default", "discriminator", "xml", "x-faker", "faker"];

impl Reader<'_> {
    pub(super) fn notes(&mut self, node: &Node<'_, '_>, defects: &mut Defects) -> Option<Box<Notes>> {
        if !KEYS.iter().any(|key| node.has(key)) {
            return None;
        }
        Some(Box::new(Notes {
            title: node.text("title", defects).map(str::to_owned),
            description: node.text("description", defects).map(str::to_owned),
            examples: examples(node),
            default: node.get("default").cloned(),
            discriminator: self.discriminator(node, defects),
            faker: faker(node, defects),
            xml: node.get("xml").and_then(Value::as_object).map(|xml| {
                let text = |key: &str| xml.get(key).and_then(Value::as_str).map(str::to_owned);
                let flag = |key: &str| xml.get(key).and_then(Value::as_bool).unwrap_or_default();
                // 3.2 says with `nodeType` what `attribute` and `wrapped` said before.
                let is = |kind: &str| xml.get("nodeType").and_then(Value::as_str) == Some(kind);
                Xml {
                    name: text("name"),
                    namespace: text("namespace"),
                    prefix: text("prefix"),
                    attribute: flag("attribute") || is("attribute"),
                    wrapped: flag("wrapped") || is("element"),
                    text: [("text", XmlText::Plain), ("cdata", XmlText::Section)]
                        .into_iter()
                        .find_map(|(kind, text)| is(kind).then_some(text)),
                }
            }),
        }))
    }

    /// A text in Swagger 2.0, an object since; what a mapping names is read as a reference or as a component's name.
    fn discriminator(&mut self, node: &Node<'_, '_>, defects: &mut Defects) -> Option<Discriminator> {
        let value = node.get("discriminator")?;
        if let Some(property) = value.as_str() {
            return Some(Discriminator { property: property.to_owned(), mapping: IndexMap::new() });
        }
        let property = value.get("propertyName")?.as_str()?.to_owned();
        let at = node.at.join("discriminator").join("mapping");
        let mut mapping = IndexMap::new();
        for (key, target) in value.get("mapping").and_then(Value::as_object).into_iter().flatten() {
            let Some(target) = target.as_str() else { continue };
            let by_name =
                format!("{}{}", node.dialect.component_prefix(), target.replace('~', "~0").replace('/', "~1"));
            let reference = if self.resolve.resolve(node.at, &by_name).is_ok() { by_name.as_str() } else { target };
            if self.resolve.resolve(node.at, reference).is_err() {
                let message = format!("`{target}` names no schema; ignoring that entry of `mapping`");
                defects.note("mapping-dangling", Severity::Warning, &at.join(key), message);
                continue;
            }
            mapping.extend(self.follow(node, reference, defects).map(|id| (key.clone(), id)));
        }
        Some(Discriminator { property, mapping })
    }
}

/// `x-faker`, or `faker`, which is a keyword only if it reads like one.
fn faker(node: &Node<'_, '_>, defects: &mut Defects) -> Option<Faker> {
    let key = if node.map.contains_key("x-faker") { "x-faker" } else { "faker" };
    let at = node.at.join(key);
    match Faker::read(node.map.get(key)?) {
        Ok(faker) => Some(faker),
        Err(NotFollowed::Shape) => {
            let message =
                format!("`{key}` must be the name of a method, or an object with one as its only key; ignoring it");
            defects.note("keyword-value", Severity::Warning, &at, message);
            None
        }
        Err(NotFollowed::Unknown(name, near)) => {
            let message = format!("`{name}` is no method that standin knows; ignoring it");
            let help = near.map(|near| format!("did you mean `{near}`?"));
            defects.push(Defect { code: "x-faker-unknown", severity: Severity::Note, at, message, help });
            None
        }
    }
}

/// `example`, `x-example`, then `examples`: a list of values by JSON Schema, a map as parameters have it by habit.
fn examples(node: &Node<'_, '_>) -> Vec<Value> {
    let mut examples: Vec<Value> = ["example", "x-example"].iter().filter_map(|key| node.get(key)).cloned().collect();
    match node.get("examples") {
        Some(Value::Array(list)) => examples.extend(list.iter().cloned()),
        Some(Value::Object(map)) => examples.extend(map.values().filter_map(|example| example.get("value")).cloned()),
        _ => {}
    }
    examples
}
