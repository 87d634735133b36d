//! The schemas of the schemas: what `$ref: https://json-schema.org/draft/2020-12/schema` leads to without asking another machine.

use std::sync::LazyLock;

use referencing::meta;
use serde_json::Value;

/// Draft 4 as published: the copy at hand leaves out what it says of `enum`.
static DRAFT4: LazyLock<Value> = LazyLock::new(|| {
    let mut schema = Value::clone(&meta::DRAFT4);
    if let Some(Value::Object(keyword)) = schema.pointer_mut("/properties/enum") {
        keyword.insert("minItems".to_owned(), 1.into());
        keyword.insert("uniqueItems".to_owned(), true.into());
    }
    schema
});

/// The metaschema of that absolute URI, with a fragment or without.
#[must_use]
pub fn metaschema(uri: &str) -> Option<&'static Value> {
    Some(match uri.split('#').next().unwrap_or_default() {
        "http://json-schema.org/draft-04/schema" => &DRAFT4,
        "http://json-schema.org/draft-06/schema" => &meta::DRAFT6,
        "http://json-schema.org/draft-07/schema" => &meta::DRAFT7,
        "https://json-schema.org/draft/2019-09/schema" => &meta::DRAFT201909,
        "https://json-schema.org/draft/2019-09/meta/applicator" => &meta::DRAFT201909_APPLICATOR,
        "https://json-schema.org/draft/2019-09/meta/content" => &meta::DRAFT201909_CONTENT,
        "https://json-schema.org/draft/2019-09/meta/core" => &meta::DRAFT201909_CORE,
        "https://json-schema.org/draft/2019-09/meta/format" => &meta::DRAFT201909_FORMAT,
        "https://json-schema.org/draft/2019-09/meta/meta-data" => &meta::DRAFT201909_META_DATA,
        "https://json-schema.org/draft/2019-09/meta/validation" => &meta::DRAFT201909_VALIDATION,
        "https://json-schema.org/draft/2020-12/schema" => &meta::DRAFT202012,
        "https://json-schema.org/draft/2020-12/meta/applicator" => &meta::DRAFT202012_APPLICATOR,
        "https://json-schema.org/draft/2020-12/meta/content" => &meta::DRAFT202012_CONTENT,
        "https://json-schema.org/draft/2020-12/meta/core" => &meta::DRAFT202012_CORE,
        "https://json-schema.org/draft/2020-12/meta/format-annotation" => &meta::DRAFT202012_FORMAT_ANNOTATION,
        "https://json-schema.org/draft/2020-12/meta/format-assertion" => &meta::DRAFT202012_FORMAT_ASSERTION,
        "https://json-schema.org/draft/2020-12/meta/meta-data" => &meta::DRAFT202012_META_DATA,
        "https://json-schema.org/draft/2020-12/meta/unevaluated" => &meta::DRAFT202012_UNEVALUATED,
        "https://json-schema.org/draft/2020-12/meta/validation" => &meta::DRAFT202012_VALIDATION,
        _ => return None,
    })
}
