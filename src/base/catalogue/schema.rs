//! What is wrong with schemas.

use super::{Entry, entry};

pub(super) const SCHEMA: &[Entry] = &[
    entry(
        "schema-unsatisfiable",
        "a schema that no value satisfies",
        "a body is sent that breaks it; an optional property is left out",
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
    entry(
        "keyword-misplaced",
        "a keyword that says nothing of values of the schema's type",
        "ignored, as the standard says",
        "correct the `type`, or move the keyword to where it applies (`items`)",
    ),
    entry("format-is-type", "a type written as a `format`", "ignored, as the standard says", "write it under `type`"),
    entry(
        "required-undeclared",
        "`required` names what `properties` lacks",
        "anything is sent under that name",
        "describe it under `properties`, or correct the name",
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
        "x-faker-unknown",
        "a method of `x-faker` that is not known",
        "ignored: the value is made by name and schema",
        "write a method of the faker library, such as `name.firstName`",
    ),
    entry(
        "mapping-dangling",
        "a discriminator's mapping to nothing",
        "that entry is ignored",
        "name a schema that is there",
    ),
    entry(
        "mapping-refused",
        "a discriminator's mapping to a schema that refuses the value",
        "no such value is sent",
        "correct the mapping, or the `const` or `enum` of the property",
    ),
];
