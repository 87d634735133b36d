//! What is wrong with responses and examples.

use super::{Entry, entry};

pub(super) const RESPONSE: &[Entry] = &[
    entry("responses-missing", "no response documented", "200 without a body", "document at least one response"),
    entry("response-null", "a response that is null", "read as one without a body", "write a `description` at least"),
    entry(
        "status-unknown",
        "a key of `responses` that is no status",
        "left out",
        "write a status (`404`), a range (`4XX`) or `default`",
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
];
