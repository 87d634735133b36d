//! What is wrong with responses and examples.

use super::{Entry, entry};

pub(super) const RESPONSE: &[Entry] = &[
    entry("responses-missing", "no response documented", "200 without a body", "document at least one response"),
    entry("response-null", "a response that is null", "read as one without a body", "write a `description` at least"),
    entry(
        "status-unknown",
        "a key of `responses` that is no status",
        "read as the status that it begins with, else left out",
        "write a status (`404`), a range (`4XX`) or `default`",
    ),
    entry("status-duplicate", "one status twice, written in two ways", "the first counts", "keep one of the two"),
    entry(
        "body-never-sent",
        "a body of a reply that never has one (204, 304)",
        "none is sent",
        "use another status, or remove the body",
    ),
    entry(
        "examples-list",
        "`examples` as a list where a map is due",
        "named by their numbers",
        "give each example a name, and its value under `value`",
    ),
    entry("examples-not-map", "`examples` that is no map", "ignored", "write examples by name, each with a `value`"),
    entry(
        "example-without-value",
        "an example without `value`",
        "the whole is the value",
        "put the value under `value`",
    ),
    entry(
        "example-not-value",
        "a `$ref` or an Example Object in the place of an example's value",
        "followed; its value is read",
        "write the value itself, or refer to it from `examples`",
    ),
    entry(
        "example-coerced",
        "numbers and booleans of an example written as text",
        "coerced, since that makes it valid and loses nothing",
        "write numbers and booleans without quotes",
    ),
    entry(
        "example-invalid",
        "an example that breaks its schema",
        "the failing parts are replaced by samples",
        "correct the example, or the schema",
    ),
    entry(
        "schema-example-invalid",
        "an example inside a schema that breaks it",
        "not used",
        "correct the example, or the schema",
    ),
    entry("default-invalid", "a `default` that breaks its schema", "not used", "correct the default, or the schema"),
];
