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

#[test]
fn what_cannot_be_compiled_is_told_with_its_place() {
    for (template, expected) in [
        ("{{ qurey.count }}", ""),
        ("a\nbé {{ foo }}", ""),
        ("{{ uuid }}", ""),
        ("{{ count }}", ""),
        ("{{ query.count | uper }}", ""),
        ("{{ query.count | uuid }}", ""),
        ("{{ body is definde }}", ""),
        ("{{ fakee('x') }}", ""),
        ("{{ upper(query.a) }}", ""),
        ("{{ query.a.upper() }}", ""),
        ("{{ fake('person.fristName') }}", ""),
        ("{{ fake('zzz') }}", ""),
        ("{{ fake() }}", ""),
        ("{{ random(1) }}", ""),
        ("{{ now.mss }}", ""),
        ("{{ rate.resets }}", ""),
        ("{{ method.name }}", ""),
        ("{% for x in body %}{{ loop.indx }}{% endfor %}", ""),
        ("{% for x in body %}{{ loop }}{% endfor %}", ""),
        ("{{ loop.index }}", ""),
        ("{% for item in body %}{{ itme }}{% endfor %}", ""),
        ("{% for item in body %}{% endfor %}{{ item }}", ""),
        ("{{ body | map('uper') }}", ""),
        ("{{ body | selectattr('a', 'gtt', 1) }}", ""),
        ("{% include 'x' %}", ""),
        ("{% extends 'x' %}", ""),
        ("{% macro x() %}{% endmacro %}", ""),
        ("{% set x %}a{% endset %}", ""),
        ("{% filter upper %}a{% endfilter %}", ""),
        ("{% for x in body recursive %}{% endfor %}", ""),
        ("{{ query.a", ""),
        ("{{ query. }}", ""),
        ("{{ 1 + }}", ""),
        ("{% if %}{% endif %}", ""),
        ("{% if hit %}", ""),
        ("{{ 'a }}", ""),
        ("{{ uuid(*body) }}", ""),
    ] {
        let error = Template::compile(template).expect_err(template);
        assert_eq!(told(&error), expected, "{template}");
    }
    for (expression, expected) in
        [("qurey.count > 1", ""), ("query.count >", ""), ("", ""), ("a = 1", ""), ("{{ query.count }}", "")]
    {
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
        ("{{ body.user * 2 }}", ""),
        ("{{ 1 // 0 }}", ""),
        ("{{ 2 ** 200 }}", ""),
        ("{{ random(6, 1) }}", ""),
        ("{{ pick([]) }}", ""),
        ("{{ range(100000) }}", ""),
        ("{{ hex(5000) }}", ""),
        ("{{ fake(query.count) }}", ""),
        ("{{ query.count | plus('2h') }}", ""),
        ("{{ now | plus('soon') }}", ""),
        ("{{ now | plus }}", ""),
        ("{{ now | strftime('%') }}", ""),
        ("{{ body.user | round }}", ""),
        ("{% for x in 5 %}{% endfor %}", ""),
        ("{% set a, b = [1] %}", ""),
        ("{{ body.user.tags[::0] }}", ""),
        ("{{ body.user.tags | map(query.count) }}", ""),
    ] {
        let compiled = Template::compile(template).unwrap_or_else(|error| panic!("{template}: {error:?}"));
        let error = setting.scope(|scope| compiled.text(scope)).expect_err(template);
        assert_eq!(told(&error), expected, "{template}");
    }
}
