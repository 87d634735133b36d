//! Every kind of defect there is, in one table: what is found and what is done about it.
//!
//! Each row has a fixture in `tests/defects/<code>/` and a row in README; a test holds the three together.

/// One kind of defect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its code: stable, kebab-case.
    pub code: &'static str,
    /// What is found in a document.
    pub found: &'static str,
    /// What is done about it.
    pub done: &'static str,
}

const fn entry(code: &'static str, found: &'static str, done: &'static str) -> Entry {
    Entry { code, found, done }
}

/// All kinds of defects, by where in a document they are found.
pub const CATALOGUE: &[Entry] = &[
    // The text.
    entry("json-not-strict", "JSON with trailing commas or comments", "read all the same"),
    entry("key-duplicate", "the same key twice in one object", "the last counts"),
    // The document.
    entry("version-missing", "neither `openapi` nor `swagger`", "read as OpenAPI 3.0"),
    entry("version-not-text", "the version is a number", "read as text"),
    entry("version-unknown", "a version that does not exist", "read as OpenAPI 3.2"),
    entry("paths-not-object", "`paths` is no object", "there are no operations"),
    entry("no-operations", "no operation anywhere", "nothing of the document is served"),
    entry("server-without-url", "a server without `url`", "left out"),
    entry("host-is-url", "`host` holds a whole URL", "taken apart"),
    entry("base-path-is-url", "`basePath` holds a whole URL", "taken apart"),
    entry("base-path-slash", "`basePath` does not begin with a slash", "given one"),
    entry("security-not-list", "`security` is no list", "read as a list of one, or ignored"),
    entry("security-scheme-unknown", "a security scheme of an unknown kind", "asks for nothing"),
    entry("security-scheme-unreadable", "a security scheme without what its kind needs", "asks for nothing"),
    entry("security-scheme-undeclared", "a security scheme that is not declared", "asks for nothing"),
    entry("flow-unknown", "an OAuth flow of an unknown kind", "read as one of another kind"),
    // References.
    entry("dangling-ref", "a `$ref` to nothing, in use", "a schema is read as anything; any other part is left out"),
    entry("ref-loop", "references that lead back to themselves", "cut where the loop closes"),
    entry("ref-not-text", "a `$ref` that is no text", "ignored"),
    entry("ref-siblings", "constraints beside `$ref` before OpenAPI 3.1", "ignored, as the standard says"),
    entry("ref-for-map", "a `$ref` in the place of a whole map of schemas", "followed"),
    entry("external-value", "an `externalValue` that cannot be read", "the example is left out"),
    // Paths and operations.
    entry("path-null", "a path item that is null", "it has no operations"),
    entry("path-without-slash", "a path that does not begin with a slash", "given one"),
    entry("path-colon-parameter", "a path parameter written `:id`", "read as `{id}`"),
    entry(
        "path-query-or-fragment",
        "a path key with a query or a fragment",
        "the query is a condition, the fragment a variant",
    ),
    entry("path-parameter-undeclared", "a `{name}` in the path that no parameter declares", "read as a text"),
    entry("path-parameter-unused", "a path parameter that the path does not name", "left out"),
    entry("path-parameter-optional", "a path parameter that is not marked `required`", "required, as it must be"),
    entry("route-taken", "two operations for the same requests", "the one that a request fits answers, else the first"),
    entry("method-case", "a method in upper case", "read in lower case"),
    entry("method-query", "the method `query` before OpenAPI 3.2", "served"),
    entry("operation-unreadable", "an operation that is no object", "answers 501"),
    entry("operation-duplicate", "one method of one path twice", "the first counts"),
    entry("operation-id-duplicate", "one `operationId` on two operations", "the second goes by method and path"),
    entry("piece-not-object", "a part that is no object", "left out"),
    // Parameters and bodies.
    entry("parameters-not-list", "`parameters` is no list", "there are none"),
    entry("parameter-duplicate", "one parameter twice in a list", "the first counts"),
    entry("parameter-unreadable", "a parameter without `name` or with an unknown `in`", "left out"),
    entry(
        "parameter-without-schema",
        "a parameter of OpenAPI 3 written as in 2.0",
        "its keywords are read as a schema",
    ),
    entry("parameter-with-schema", "a parameter of Swagger 2.0 with a `schema`", "read from there"),
    entry("style-unknown", "a `style` that is not for this kind of parameter", "the default style"),
    entry("collection-format-unknown", "an unknown `collectionFormat`", "read as `csv`"),
    entry("collection-format-nested", "a `collectionFormat` inside another list", "ignored: OpenAPI 3 cannot say it"),
    entry("body-and-form", "a body and form fields in one operation", "both are accepted"),
    entry("body-duplicate", "two body parameters", "the first counts"),
    entry("body-without-schema", "a body parameter without `schema`", "anything is accepted"),
    entry("form-media-type-missing", "form fields where no form is consumed", "the form is accepted too"),
    entry("file-misplaced", "`type: file` where no file can be", "read as a text"),
    entry("content-not-object", "`content` is no object", "there is none"),
    // Responses and examples.
    entry("responses-missing", "no response documented", "200 without a body"),
    entry("response-null", "a response that is null", "read as one without a body"),
    entry("status-unknown", "a key of `responses` that is no status", "left out"),
    entry("examples-list", "`examples` as a list where a map is due", "named by their numbers"),
    entry("examples-not-map", "`examples` that is no map", "ignored"),
    entry("example-without-value", "an example without `value`", "the whole is the value"),
    entry(
        "example-coerced",
        "numbers and booleans of an example written as text",
        "coerced, since that makes it valid and loses nothing",
    ),
    entry("example-invalid", "an example that breaks its schema", "the failing parts are replaced by samples"),
    // Schemas.
    entry("schema-not-object", "a schema that is neither an object nor a boolean", "read as anything"),
    entry("boolean-as-text", "a flag written as text: `\"required\": \"true\"`", "read as a boolean"),
    entry("number-as-text", "a bound written as text: `\"minLength\": \"3\"`", "read as a number"),
    entry("keyword-value", "a keyword with a value of the wrong kind", "ignored"),
    entry("map-not-object", "`properties` or a like map that is no object", "ignored"),
    entry("combiner-not-list", "`allOf`, `anyOf` or `oneOf` that is no list", "ignored"),
    entry("required-not-list", "`required: true` on a property", "the property is required"),
    entry("type-unknown", "a type that is none of the seven", "read as what was meant, else as any type"),
    entry("type-list", "a list of types before OpenAPI 3.1", "read as one"),
    entry("nullable-since-3.1", "`nullable` since OpenAPI 3.1", "read as `null` among the types"),
    entry("exclusive-flag", "a boolean `exclusiveMinimum` since OpenAPI 3.1", "read with the bound beside it"),
    entry("items-list", "a list under `items`", "read as `prefixItems`"),
    entry("enum-not-list", "an `enum` that is no list, or empty", "one value is read as a list of one; else ignored"),
    entry("enum-type", "an `enum` of which no value has the declared type", "the values win"),
    entry("pattern-slashes", "a pattern written `/…/`", "read between the slashes"),
    entry("pattern-invalid", "a pattern that is no ECMA-262 regular expression", "ignored"),
    entry("mapping-dangling", "a discriminator's mapping to nothing", "that entry is ignored"),
];
