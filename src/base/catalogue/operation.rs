//! What is wrong with paths, operations, parameters and bodies.

use super::{Entry, entry};

pub(super) const OPERATION: &[Entry] = &[
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
        "body-parameter",
        "a body or form field among the parameters since OpenAPI 3.0",
        "read as the `requestBody`",
        "describe it under `requestBody`",
    ),
    entry(
        "body-on-get",
        "a request body of GET or HEAD",
        "read where it is sent",
        "use query parameters, or the method POST",
    ),
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
    entry(
        "media-type-unknown",
        "a key of `content` that is no media type",
        "read as what was meant, else left out",
        "write one media type: `application/json`",
    ),
    entry(
        "schema-without-media-type",
        "a schema beside `content`, or in it without a media type",
        "read as `application/json`",
        "write `content: { application/json: { schema: … } }`",
    ),
];
