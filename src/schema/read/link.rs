//! References: `$ref` in every dialect, `$dynamicRef` (2020-12) and `$recursiveRef` (2019-09) by the scope they are reached in.

use serde_json::Value;

use super::lenient::Node;
use super::scope::Scope;
use super::{Reader, Target, facets};
use crate::base::{Defects, Place, Severity, kind};
use crate::schema::model::{Schema, SchemaId};

impl<'r> Reader<'r> {
    /// A schema before 2019-09 that has a `$ref`: nothing beside it counts but what says nothing about validity.
    pub(super) fn lone_reference<'v>(&mut self, node: &Node<'v, '_>, reference: &str, defects: &mut Defects) -> Schema
    where
        'r: 'v,
    {
        let link = self.follow(node, reference, defects);
        if let Some(ignored) = node.map.keys().find(|key| node.dialect.is_borrowed() && facets::is_constraint(key)) {
            let message = format!("`{ignored}` beside `$ref` counts only since OpenAPI 3.1; ignoring it");
            defects.note("ref-siblings", Severity::Note, &node.at.join(ignored), message);
        }
        let mut schema = Schema::any(node.at.clone());
        schema.link = link;
        schema.access = node.access(defects);
        schema.notes = self.notes(node, defects);
        if node.nullable(defects) { self.or_null(schema) } else { schema }
    }

    /// A schema with all its keywords, references among them.
    pub(super) fn linked<'v>(&mut self, node: &Node<'v, '_>, defects: &mut Defects) -> Schema
    where
        'r: 'v,
    {
        let mut links = Vec::new();
        for key in ["$ref", "$dynamicRef", "$recursiveRef"] {
            match node.get(key) {
                None => {}
                Some(Value::String(reference)) => links.extend(match key {
                    "$ref" => self.follow(node, reference, defects),
                    "$dynamicRef" => self.follow_dynamic(node, reference, reference.split_once('#'), defects),
                    _ => self.follow_dynamic(node, reference, Some((reference, "")), defects),
                }),
                Some(other) => {
                    let message = format!("`{key}` must be a text, not {}; ignoring it", kind(other));
                    defects.note("ref-not-text", Severity::Warning, &node.at.join(key), message);
                }
            }
        }
        let mut schema = self.keywords(node, defects);
        let mut links = links.into_iter();
        schema.link = links.next();
        schema.logic = match (schema.logic, links.as_slice()) {
            (logic, []) => logic,
            (logic, others) => {
                let mut logic = logic.unwrap_or_default();
                logic.all_of.extend(others);
                Some(logic)
            }
        };
        schema
    }

    /// The schema that a reference leads to, read later; `None` (and a defect) if it leads nowhere.
    pub(super) fn follow(&mut self, node: &Node<'_, '_>, reference: &str, defects: &mut Defects) -> Option<SchemaId> {
        let target = self.target(node.at, reference, defects)?;
        Some(self.later(target, node.scope))
    }

    /// The schema that a dynamic reference means here: the outermost in scope with the anchor that it leads to, if what it leads to has a
    /// dynamic anchor of that name (`named`: the reference at its `#`). Otherwise it is a reference like any other.
    fn follow_dynamic(
        &mut self,
        node: &Node<'_, '_>,
        reference: &str,
        named: Option<(&str, &str)>,
        defects: &mut Defects,
    ) -> Option<SchemaId> {
        let target = self.target(node.at, reference, defects)?;
        let anchors = self.resolve.dynamic(&target.place);
        let named = named.map(|(_, name)| name).filter(|name| {
            let anchor = anchors.and_then(|anchors| anchors.get(*name));
            anchor == Some(&target.place.pointer)
        });
        // The resource that it leads to is the innermost of the scope.
        let scope = match anchors {
            Some(anchors) => self.scopes.entered(node.scope, target.place.file, anchors, self.arena.len()),
            None => node.scope,
        };
        let outermost = named.and_then(|name| self.scopes.outermost(scope, name));
        let outermost = outermost.and_then(|place| self.resolve.at(place));
        Some(match outermost {
            Some(outermost) => self.later(outermost, node.scope),
            None => self.later(target, node.scope),
        })
    }

    fn target(&mut self, from: &Place, reference: &str, defects: &mut Defects) -> Option<Target<'r>> {
        match self.resolve.resolve(from, reference) {
            Ok(target) => Some(target),
            Err(reason) => {
                let message = format!("`$ref` to `{reference}` leads nowhere ({reason}); reading it as anything");
                defects.note("dangling-ref", Severity::Error, &from.join("$ref"), message);
                None
            }
        }
    }

    /// The number of the schema at `target`, which is read when its turn comes.
    fn later(&mut self, target: Target<'r>, scope: Scope) -> SchemaId {
        let (id, scope, is_new) = self.reserve(&target.place, scope);
        if is_new {
            self.queue.push_back((id, target, scope));
        }
        id
    }
}
