//! The media types that operations take and give where they do not say so themselves.

use super::Map;
use super::member::texts;
use crate::base::{Defects, Place};

/// Media types as they are written, parameters included. Empty means that nothing is declared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Defaults {
    /// What requests may carry.
    pub consumes: Vec<String>,
    /// What responses may carry.
    pub produces: Vec<String>,
}

impl Defaults {
    /// Reads `consumes` and `produces` of the document, whose root is `at`.
    #[must_use]
    pub fn of(document: &Map, at: &Place, defects: &mut Defects) -> Self {
        Self::default().overridden_by(document, at, defects)
    }

    /// The media types of an operation: its own lists replace these, and an empty list clears (Swagger 2.0,
    /// Operation Object).
    #[must_use]
    pub fn overridden_by(&self, operation: &Map, at: &Place, defects: &mut Defects) -> Self {
        Self {
            consumes: texts(operation, "consumes", at, defects).unwrap_or_else(|| self.consumes.clone()),
            produces: texts(operation, "produces", at, defects).unwrap_or_else(|| self.produces.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_operation_replaces_clears_or_inherits() {
        let at = Place::default();
        let mut defects = Defects::default();
        let document = json!({ "consumes": ["application/json"], "produces": "application/json; charset=utf-8" });
        let defaults = Defaults::of(document.as_object().unwrap(), &at, &mut defects);
        assert_eq!(defaults.produces, ["application/json; charset=utf-8"]);
        assert_eq!(defects.iter().map(|defect| defect.at.pointer.as_str()).collect::<Vec<_>>(), ["/produces"]);
        for (operation, consumes, produces) in [
            (json!({}), vec!["application/json"], vec!["application/json; charset=utf-8"]),
            (json!({ "consumes": [], "produces": ["text/plain"] }), vec![], vec!["text/plain"]),
            (json!({ "consumes": null }), vec!["application/json"], vec!["application/json; charset=utf-8"]),
        ] {
            let own = defaults.overridden_by(operation.as_object().unwrap(), &at, &mut defects);
            assert_eq!((own.consumes, own.produces), (strings(consumes), strings(produces)), "{operation}");
        }
    }

    fn strings(texts: Vec<&str>) -> Vec<String> {
        texts.into_iter().map(str::to_owned).collect()
    }
}
