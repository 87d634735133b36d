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
    /// What its author can do.
    pub fix: &'static str,
}

impl Entry {
    /// The kind of that code.
    #[must_use]
    pub fn of(code: &str) -> Option<&'static Self> {
        CATALOGUE.iter().find(|entry| entry.code == code)
    }
}

const fn entry(code: &'static str, found: &'static str, done: &'static str, fix: &'static str) -> Entry {
    Entry { code, found, done, fix }
}

/// All kinds of defects, by where in a document they are found.
pub const CATALOGUE: &[Entry] = &[
    // The text.
    entry(
        "json-not-strict",
        "JSON with trailing commas or comments",
        "read all the same",
        "remove trailing commas and comments, or name the file `.yaml`",
    ),
    entry("key-duplicate", "the same key twice in one object", "the last counts", "keep one of the two"),
    // The document.
    entry(
        "version-missing",
        "neither `openapi` nor `swagger`",
        "read as OpenAPI 3.0",
        "add `openapi: 3.1.0`, or the version it is written in",
    ),
    entry("version-not-text", "the version is a number", "read as text", "put it in quotes"),
    entry(
        "version-unknown",
        "a version that does not exist",
        "read as OpenAPI 3.2",
        "write `2.0`, `3.0.x`, `3.1.x` or `3.2.x`",
    ),
    entry(
        "paths-not-object",
        "`paths` is no object",
        "there are no operations",
        "write paths as keys: `/users: { get: … }`",
    ),
    entry(
        "no-operations",
        "no operation anywhere",
        "nothing of the document is served",
        "describe operations under `paths`",
    ),
    entry("server-without-url", "a server without `url`", "left out", "give the server a `url`"),
    entry(
        "host-is-url",
        "`host` holds a whole URL",
        "taken apart",
        "write only the host, and the rest under `schemes` and `basePath`",
    ),
    entry("base-path-is-url", "`basePath` holds a whole URL", "taken apart", "write only the path"),
    entry("base-path-slash", "`basePath` does not begin with a slash", "given one", "begin it with `/`"),
    entry(
        "security-not-list",
        "`security` is no list",
        "read as a list of one, or ignored",
        "write a list: `- schemeName: []`",
    ),
    entry(
        "security-scheme-unknown",
        "a security scheme of an unknown kind",
        "asks for nothing",
        "write `apiKey`, `http`, `oauth2` or `openIdConnect`",
    ),
    entry(
        "security-scheme-unreadable",
        "a security scheme without what its kind needs",
        "asks for nothing",
        "add what is missing",
    ),
    entry(
        "security-scheme-undeclared",
        "a security scheme that is not declared",
        "asks for nothing",
        "declare it under `components.securitySchemes` (2.0: `securityDefinitions`)",
    ),
    entry(
        "flow-unknown",
        "an OAuth flow of an unknown kind",
        "read as one of another kind",
        "write `implicit`, `password`, `application` or `accessCode`",
    ),
    // References.
    entry(
        "dangling-ref",
        "a `$ref` to nothing, in use",
        "a schema is read as anything; any other part is left out",
        "correct the reference, or add what it should point at",
    ),
    entry(
        "ref-loop",
        "references that lead back to themselves",
        "cut where the loop closes",
        "let one of the references point at a real description",
    ),
    entry(
        "ref-chain",
        "more than 100 references one behind the other",
        "cut there: read as anything",
        "refer to the last of them",
    ),
    entry("ref-not-text", "a `$ref` that is no text", "ignored", "write a text: `$ref: \"#/components/schemas/Name\"`"),
    entry(
        "ref-siblings",
        "constraints beside `$ref` before OpenAPI 3.1",
        "ignored, as the standard says",
        "move them into `allOf` beside the reference, or write the document as OpenAPI 3.1",
    ),
    entry(
        "ref-for-map",
        "a `$ref` in the place of a whole map of schemas",
        "followed",
        "refer from each member instead",
    ),
    entry(
        "external-value",
        "an `externalValue` that cannot be read",
        "the example is left out",
        "put the file beside the document, or the value under `value`",
    ),
    // Paths and operations.
    entry("path-null", "a path item that is null", "it has no operations", "describe its operations, or remove it"),
    entry("path-without-slash", "a path that does not begin with a slash", "given one", "begin it with `/`"),
    entry("path-colon-parameter", "a path parameter written `:id`", "read as `{id}`", "write the parameter in braces"),
    entry(
        "path-query-or-fragment",
        "a path key with a query or a fragment",
        "the query is a condition, the fragment a variant",
        "describe the query as parameters of one operation",
    ),
    entry(
        "path-parameter-undeclared",
        "a `{name}` in the path that no parameter declares",
        "read as a text",
        "declare it: `- { name: …, in: path, required: true, schema: { type: string } }`",
    ),
    entry(
        "path-parameter-unused",
        "a path parameter that the path does not name",
        "left out",
        "name it in the path, or remove it",
    ),
    entry(
        "path-parameter-optional",
        "a path parameter that is not marked `required`",
        "required, as it must be",
        "add `required: true`",
    ),
    entry(
        "route-taken",
        "two operations for the same requests",
        "the one that a request fits answers, else the first",
        "describe the two as one path",
    ),
    entry("method-case", "a method in upper case", "read in lower case", "write the method in lower case"),
    entry("method-unknown", "a method that HTTP cannot write", "left out", "write a word without blanks: `COPY`"),
    entry("method-query", "the method `query` before OpenAPI 3.2", "served", "write the document as OpenAPI 3.2"),
    entry(
        "operation-unreadable",
        "an operation that is no object",
        "answers 501",
        "describe the operation as an object",
    ),
    entry("operation-duplicate", "one method of one path twice", "the first counts", "keep one of the two"),
    entry(
        "operation-id-duplicate",
        "one `operationId` on two operations",
        "the second goes by method and path",
        "give each operation its own `operationId`",
    ),
    entry("piece-not-object", "a part that is no object", "left out", "write an object there"),
    // Parameters and bodies.
    entry(
        "parameters-not-list",
        "`parameters` is no list",
        "there are none",
        "write a list: `- { name: …, in: query }`",
    ),
    entry("parameter-duplicate", "one parameter twice in a list", "the first counts", "keep one of the two"),
    entry(
        "parameter-unreadable",
        "a parameter without `name` or with an unknown `in`",
        "left out",
        "write `in: path`, `query`, `header` or `cookie`, and a `name`",
    ),
    entry(
        "parameter-without-schema",
        "a parameter of OpenAPI 3 written as in 2.0",
        "its keywords are read as a schema",
        "put `type` and the like under `schema`",
    ),
    entry(
        "parameter-with-schema",
        "a parameter of Swagger 2.0 with a `schema`",
        "read from there",
        "in Swagger 2.0, write `type` and the like beside `in`",
    ),
    entry(
        "style-unknown",
        "a `style` that is not for this kind of parameter",
        "the default style",
        "choose a style that is for this location, or leave it out",
    ),
    entry(
        "collection-format-unknown",
        "an unknown `collectionFormat`",
        "read as `csv`",
        "write `csv`, `ssv`, `tsv`, `pipes` or `multi`",
    ),
    entry(
        "collection-format-nested",
        "a `collectionFormat` inside another list",
        "ignored: OpenAPI 3 cannot say it",
        "write the inner lists as texts",
    ),
    entry(
        "body-and-form",
        "a body and form fields in one operation",
        "both are accepted",
        "describe the body in one of the two ways",
    ),
    entry("body-duplicate", "two body parameters", "the first counts", "keep one of the two"),
    entry("body-without-schema", "a body parameter without `schema`", "anything is accepted", "add a `schema`"),
    entry(
        "form-media-type-missing",
        "form fields where no form is consumed",
        "the form is accepted too",
        "add `application/x-www-form-urlencoded` or `multipart/form-data` to `consumes`",
    ),
    entry("file-misplaced", "`type: file` where no file can be", "read as a text", "send files as form data"),
    entry(
        "content-not-object",
        "`content` is no object",
        "there is none",
        "write media types as keys: `application/json: { schema: … }`",
    ),
    // Responses and examples.
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
    // Schemas.
    entry(
        "schema-unsatisfiable",
        "a body's schema that no value satisfies",
        "a body is sent that breaks it",
        "loosen what contradicts itself",
    ),
    entry(
        "schema-not-object",
        "a schema that is neither an object nor a boolean",
        "read as anything",
        "write a schema: `{ type: string }`",
    ),
    entry(
        "boolean-as-text",
        "a flag written as text: `\"required\": \"true\"`",
        "read as a boolean",
        "write it without quotes",
    ),
    entry(
        "number-as-text",
        "a bound written as text: `\"minLength\": \"3\"`",
        "read as a number",
        "write it without quotes",
    ),
    entry(
        "keyword-value",
        "a keyword with a value of the wrong kind",
        "ignored",
        "correct the value, or remove the keyword",
    ),
    entry("map-not-object", "`properties` or a like map that is no object", "ignored", "write schemas by name"),
    entry("combiner-not-list", "`allOf`, `anyOf` or `oneOf` that is no list", "ignored", "write a list of schemas"),
    entry(
        "required-not-list",
        "`required: true` on a property",
        "the property is required",
        "write `required: [name, …]` beside `properties`",
    ),
    entry(
        "type-unknown",
        "a type that is none of the seven",
        "read as what was meant, else as any type",
        "write `string`, `number`, `integer`, `boolean`, `array`, `object` or `null`",
    ),
    entry(
        "type-list",
        "a list of types before OpenAPI 3.1",
        "read as one",
        "write `nullable: true` beside one type, or the document as OpenAPI 3.1",
    ),
    entry(
        "nullable-since-3.1",
        "`nullable` since OpenAPI 3.1",
        "read as `null` among the types",
        "write `type: [string, \"null\"]`",
    ),
    entry(
        "exclusive-flag",
        "a boolean `exclusiveMinimum` since OpenAPI 3.1",
        "read with the bound beside it",
        "write the bound itself: `exclusiveMinimum: 0`",
    ),
    entry(
        "items-list",
        "a list under `items`",
        "read as `prefixItems`",
        "write one schema for all items, or `prefixItems` in OpenAPI 3.1",
    ),
    entry(
        "enum-not-list",
        "an `enum` that is no list, or empty",
        "one value is read as a list of one; else ignored",
        "write a list of values",
    ),
    entry(
        "enum-type",
        "an `enum` of which no value has the declared type",
        "the values win",
        "correct the type, or the values",
    ),
    entry(
        "pattern-slashes",
        "a pattern written `/…/`",
        "read between the slashes",
        "write the pattern without slashes",
    ),
    entry(
        "pattern-dialect",
        "a pattern in the words of Perl, Python or Java",
        "read in those of ECMA-262",
        "write `^`, `$`, `(?<name>…)`, and no flags in front",
    ),
    entry("pattern-invalid", "a pattern that is no ECMA-262 regular expression", "ignored", "correct the pattern"),
    entry(
        "mapping-dangling",
        "a discriminator's mapping to nothing",
        "that entry is ignored",
        "name a schema that is there",
    ),
];
