//! What is wrong with a text, the root of a document, and its references.

use super::{Entry, entry};

pub(super) const DOCUMENT: &[Entry] = &[
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
        "security-unsatisfiable",
        "two schemes that both want `Authorization` in one requirement",
        "every request is refused",
        "write them as two entries of the list, if either will do",
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
        "ref-kind",
        "a `$ref` to a component of another kind",
        "read as what is due there",
        "refer to a component of the kind that is due, or describe it in place",
    ),
    entry(
        "external-value",
        "an `externalValue` that cannot be read",
        "the example is left out",
        "put the file beside the document, or the value under `value`",
    ),
];
