//! What is said of texts that cannot be compiled, and of those that fail.

use serde_json::json;

use super::Setting;
use crate::scenario::{Blueprint, Expression, ExpressionError, Template};

fn told(error: &ExpressionError) -> String {
    match &error.help {
        Some(help) => format!("{}; {help}", error.message),
        None => error.message.clone(),
    }
}

/// Templates, and what is said of each.
const TEMPLATES: &[(&str, &str)] = &[
    ("{{ qurey.count }}", "`qurey` is not known here, at column 4; did you mean `query`?"),
    (
        "a\nbé {{ foo }}",
        "`foo` is not known here, at line 2, column 7; there are `body`, `client`, `cookie`, `counters`, `header`, `hit`, `method`, `now`, `omit`, `operation`, `path`, `queries`, `query`, `rate`, `request`, `session`, `settings`, `vars`, `violations`; texts are written in quotes",
    ),
    ("{{ uuid }}", "`uuid` is a function, at column 4; write `uuid()`"),
    ("{{ count }}", "`count` is not known here, at column 4; did you mean `counters`?"),
    ("{{ query.count | uper }}", "there is no filter `uper`, at column 18; did you mean `upper`?"),
    ("{{ query.count | uuid }}", "there is no filter `uuid`, at column 18; it is a function: write `uuid()`"),
    ("{{ body is definde }}", "there is no test `definde`, at column 12; did you mean `defined`?"),
    ("{{ fakee('x') }}", "there is no function `fakee`, at column 4; did you mean `fake`?"),
    ("{{ upper(query.a) }}", "there is no function `upper`, at column 4; it is a filter: write `value | upper`"),
    ("{{ query.a.upper() }}", "values have no function `upper`, at column 12; it is a filter: write `value | upper`"),
    (
        "{{ fake('person.fristName') }}",
        "`person.fristName` is no method of `fake`, at column 4; did you mean `person.firstName`?",
    ),
    (
        "{{ fake('zzz') }}",
        "`zzz` is no method of `fake`, at column 4; they are those of `x-faker`: `person.firstName`, `internet.email`",
    ),
    ("{{ fake() }}", r#"`fake` is not called like this, at column 4; write `fake("person.firstName")`"#),
    ("{{ random(1) }}", "`random` is not called like this, at column 4; write `random(1, 6)`"),
    ("{{ now.mss }}", "`now` has no `mss`, at column 8; did you mean `now.ms`?"),
    ("{{ rate.resets }}", "`rate` has no `resets`, at column 9; did you mean `rate.reset`?"),
    ("{{ method.name }}", "`method` has no `name`, at column 11; it has no members"),
    (
        "{% for x in body %}{{ loop.indx }}{% endfor %}",
        "`loop` has no `indx`, at column 28; did you mean `loop.index`?",
    ),
    ("{% for x in body %}{{ loop }}{% endfor %}", "`loop` stands for nothing itself, at column 23; write `loop.index`"),
    (
        "{{ loop.index }}",
        "`loop` is not known here, at column 4; there are `body`, `client`, `cookie`, `counters`, `header`, `hit`, `method`, `now`, `omit`, `operation`, `path`, `queries`, `query`, `rate`, `request`, `session`, `settings`, `vars`, `violations`; texts are written in quotes",
    ),
    ("{% for item in body %}{{ itme }}{% endfor %}", "`itme` is not known here, at column 26; did you mean `item`?"),
    (
        "{% for item in body %}{% endfor %}{{ item }}",
        "`item` is not known here, at column 38; there are `body`, `client`, `cookie`, `counters`, `header`, `hit`, `method`, `now`, `omit`, `operation`, `path`, `queries`, `query`, `rate`, `request`, `session`, `settings`, `vars`, `violations`; texts are written in quotes",
    ),
    ("{{ body | map('uper') }}", "there is no filter `uper`, at column 16; did you mean `upper`?"),
    ("{{ body | selectattr('a', 'gtt', 1) }}", "there is no test `gtt`, at column 28; did you mean `gt`?"),
    (
        "{% include 'x' %}",
        "`{% include %}` is not part of the language, at column 4; there are `if`, `for`, `set` and `with`",
    ),
    (
        "{% extends 'x' %}",
        "`{% extends %}` is not part of the language, at column 4; there are `if`, `for`, `set` and `with`",
    ),
    (
        "{% macro x() %}{% endmacro %}",
        "`{% macro %}` is not part of the language, at column 4; there are `if`, `for`, `set` and `with`",
    ),
    (
        "{% set x %}a{% endset %}",
        "`{% set … endset %}` is not part of the language, at column 4; there are `if`, `for`, `set` and `with`",
    ),
    (
        "{% filter upper %}a{% endfilter %}",
        "`{% filter %}` is not part of the language, at column 4; there are `if`, `for`, `set` and `with`",
    ),
    (
        "{% for x in body recursive %}{% endfor %}",
        "`{% for … recursive %}` is not part of the language, at column 4; there are `if`, `for`, `set` and `with`",
    ),
    ("{{ query.a", "unexpected end of input, expected end of variable block, at column 10"),
    ("{{ query. }}", "unexpected end of variable block, expected identifier or integer, at column 11"),
    ("{{ 1 + }}", "unexpected end of variable block, at column 8"),
    ("{% if %}{% endif %}", "unexpected end of block, at column 7"),
    ("{% if hit %}", "unexpected end of input, expected end of block, at column 11"),
    ("{{ 'a }}", "unexpected end of string, at column 9"),
    ("{{ uuid(*body) }}", "`*` before an argument is not part of the language, at column 4"),
    ("{{ 1 if query.a && query.b }}", "unexpected character, at column 17; write `and`"),
    ("{{ query.a || query.b }}", "unexpected `|`, expected identifier, at column 13; write `or`"),
    ("{{ !query.a }}", "unexpected character, at column 4; write `not`"),
    ("{{ query.a === 1 }}", "unexpected `=`, at column 14; write `==`"),
    ("{{ query.a ? 1 : 2 }}", "unexpected character, at column 12; write `a if test else b`"),
    ("{{ [1, 2 }}", "unexpected `}`, expected `,`, at column 10"),
    ("{% do body() %}", "`{% do %}` is not part of the language, at column 4; there are `if`, `for`, `set` and `with`"),
    ("{% set body.a = 1 %}", "a value is kept under a name, at column 13; write `{% set name = … %}`"),
    ("{% set [] = 1 %}", "unexpected `[`, expected identifier, at column 8"),
];

#[test]
fn what_cannot_be_compiled_is_told_with_its_place() {
    for (template, expected) in TEMPLATES {
        let error = Template::compile(template).expect_err(template);
        assert_eq!(told(&error), *expected, "{template}");
    }
    for (expression, expected) in [
        ("qurey.count > 1", "`qurey` is not known here, at column 1; did you mean `query`?"),
        ("query.count >", "unexpected end of input, expected expression, at column 13"),
        ("", "unexpected end of input, expected expression, at column 1"),
        ("a = 1", "unexpected input after expression, at column 3; write `==`, or `{% set name = … %}`"),
        (
            "{{ query.count }}",
            "an expression stands without `{{ }}`; write `query.count > 100`; objects with objects in them need a space: `{ {`",
        ),
    ] {
        let error = Expression::compile(expression).expect_err(expression);
        assert_eq!(told(&error), expected, "{expression}");
    }
}

#[test]
fn all_wrong_texts_of_a_blueprint_are_told_with_their_places() {
    let blueprint = json!({ "a": ["{{ 1 }}", "{{ qurey }}"], "b/c": { "d": "{{ x | }}" }, "e": "fine" });
    let errors = Blueprint::compile(&blueprint).expect_err("two are wrong");
    let places: Vec<_> = errors.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(places, ["/a/1", "/b~1c/d"]);
}

#[test]
fn what_fails_says_why() {
    let setting = Setting::usual();
    for (template, expected) in [
        ("{{ body.user * 2 }}", "`*` needs numbers: here is an object"),
        ("{{ 1 // 0 }}", "a division by zero"),
        ("{{ 2 ** 200 }}", "a number is too large"),
        ("{{ random(6, 1) }}", "`random` needs two numbers, the smaller one first"),
        ("{{ pick([]) }}", "`pick` needs a list with items"),
        ("{{ range(100000) }}", "`range` makes at most 10000 numbers"),
        ("{{ hex(5000) }}", "`hex` needs a number from 0 to 4096"),
        (
            "{{ fake(query.count) }}",
            "`150` is no method of `fake`; they are those of `x-faker`: `person.firstName`, `internet.email`",
        ),
        ("{{ query.count | plus('2h') }}", "here is no moment of RFC 3339; `now` is one"),
        ("{{ now | plus('soon') }}", "`soon` is no span of time; write `2h`, `-5m`, `1 day`"),
        (
            "{{ now | plus }}",
            r#"`plus` needs a text; write `now | plus("2h")`, `now | plus("-1 day")`, `now | strftime("%H:%M")`"#,
        ),
        (
            "{{ now | strftime('%') }}",
            "`strftime` fails: strftime formatting failed: invalid format string, expected byte after `%`, but found end of format string",
        ),
        ("{{ body.user | round }}", "the filter `round` fails: cannot round value (map)"),
        ("{% for x in 5 %}{% endfor %}", "this needs a list: here is a number"),
        ("{% set a, b = [1] %}", "2 names for a list of 1"),
        (
            "{{ body.user.tags[::0] }}",
            "the third number in `[from:to:step]` is above zero; `reverse` turns a list round",
        ),
        (
            "{{ body.user.tags | map(query.count) }}",
            r#"`map` needs an attribute or the name of a filter; write `map(attribute="name")` or `map("upper")`"#,
        ),
    ] {
        let compiled = Template::compile(template).unwrap_or_else(|error| panic!("{template}: {error:?}"));
        let error = setting.scope(|scope| compiled.text(scope)).expect_err(template);
        assert_eq!(told(&error), expected, "{template}");
    }
}
