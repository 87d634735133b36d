//! Texts that would take for ever, all memory or all stack: each one ends, soon, with an error or with something small.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::Setting;
use crate::scenario::{Blueprint, Expression, Template};

#[test]
fn what_costs_too_much_ends() {
    let mut setting = Setting::usual();
    setting.call.body =
        json!({ "long": "a".repeat(900_000), "many": (0..50_000).collect::<Vec<_>>() }).to_string().into();
    let doubled = |first: &str, step: &str| format!("{{% set a = {first} %}}{}{{{{ a | length }}}}", step.repeat(60));
    let loops = "{% for x in range(10000) %}".repeat(4) + "x" + &"{% endfor %}".repeat(4);
    let many = |text: &str| format!("{{% for x in range(10000) %}}{text}{{% endfor %}}");
    for template in [
        loops,
        many("{{ body.long }}"),
        many("{{ body.many | sort | length }}"),
        many("{{ body.long | upper | length }}"),
        many("{{ body.many == body.many }}"),
        many("{{ body.long in body.long }}"),
        many(&"x".repeat(1000)),
        many("{{ range(10000) | length }}"),
        doubled("'a'", "{% set a = a ~ a %}"),
        doubled("'a'", "{% set a = a + a %}"),
        doubled("[1]", "{% set a = a + a %}"),
        doubled("[1]", "{% set a = [a, a] %}") + "{{ a }}",
        doubled("'ab'", "{% set a = a | replace('a', a) %}"),
        doubled("'ab'", "{% set a = [a, a, a] | join(a) %}"),
        doubled("'ab'", "{% set a = a | base64 %}"),
        doubled("'ab'", "{% set a = a | json %}") + "{{ a }}" + &many("{{ body.long | json }}"),
        "{{ range(1, 9999999999999) }}".to_owned(),
        "{{ body.long * 100000000 }}".to_owned(),
        "{{ 'a' * 100000000 }}".to_owned(),
        "{{ 9 ** 9 ** 9 }}".to_owned(),
        "{{ body.long ~ body.long }}".to_owned(),
        many("{{ body.many | map('string') | join }}"),
        many("{{ body.many | groupby('x') | length }}"),
        many("{{ body.long | split('') | length }}"),
    ] {
        let compiled = Template::compile(&template).unwrap_or_else(|error| panic!("{template}: {error:?}"));
        let began = Instant::now();
        let made = setting.scope(|scope| compiled.text(scope));
        assert!(began.elapsed() < Duration::from_secs(20), "{template} took {:?}", began.elapsed());
        assert!(made.is_err(), "{template} makes {} bytes", made.unwrap().len());
    }
    let expression =
        Expression::compile("body.many | map('string') | map('string') | map('string') | length > 1").unwrap();
    assert!(!setting.scope(|scope| expression.is_true(scope)), "too much is false");
    let blueprint = Blueprint::compile(&Value::Array(vec!["{{ body }}".into(); 40])).unwrap();
    let error = setting.scope(|scope| blueprint.value(scope)).expect_err("40 MB");
    assert_eq!(error.message, "it makes more than 16 MiB of text");
}

#[test]
fn deep_and_long_texts_are_refused_or_work_on_a_small_stack() {
    let texts = [
        format!("{{{{ 1{} }}}}", " + 1".repeat(150)),
        format!("{{{{ 1{} }}}}", " + 1".repeat(20_000)),
        format!("{{{{ body{} }}}}", ".a".repeat(190)),
        format!("{{{{ body{} }}}}", ".a".repeat(15_000)),
        format!("{{{{ {}1{} }}}}", "(".repeat(180), ")".repeat(180)),
        format!("{{{{ {}1{} }}}}", "[".repeat(10_000), "]".repeat(10_000)),
        format!("{{{{ {}1 }}}}", "-".repeat(390)),
        format!("{{{{ {}1 }}}}", "not ".repeat(390)),
        format!("{{{{ 1{} }}}}", " if 1 else 1".repeat(95)),
        format!("{{{{ 1{} }}}}", " if 1".repeat(190)),
        format!("{{{{ 1{} }}}}", " | upper".repeat(190)),
        format!("{{{{ 1{} }}}}", "()".repeat(150)),
        format!("{}x{}", "{% if 1 %}".repeat(1_000), "{% endif %}".repeat(1_000)),
        format!("{}x{}", "{% for x in [1] %}".repeat(100), "{% endfor %}".repeat(100)),
        format!("{{% if 0 %}}{}{{% endif %}}", "{% elif 0 %}".repeat(2_000)),
        format!("{{% if 0 %}}{}{{% endif %}}", "{% elif 0 %}".repeat(100)),
        format!("{}x{}", "{% if 1 %}".repeat(145), "{% endif %}".repeat(145)),
        format!("{}x{}", "{% with x = 1 %}".repeat(145), "{% endwith %}".repeat(145)),
        "{{ 1 }}".repeat(20_000),
    ];
    // The stack of a worker of the server.
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(move || {
        for text in texts {
            if let Ok(template) = Template::compile(&text) {
                let _ = Setting::usual().scope(|scope| template.text(scope));
            }
        }
    });
    thread.unwrap().join().unwrap();
}

/// What templates are made of.
const PIECES: &[&str] = &[
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "{{ ",
    " }}",
    "{% for x in ",
    " %}",
    "{% endfor %}",
    "{% if ",
    "{% endif %}",
    "{% set x = ",
    "{% else %}",
    "{% raw %}",
    "{% endraw %}",
    "-",
    "body",
    "query",
    ".",
    "[",
    "]",
    "(",
    ")",
    "|",
    "~",
    "+",
    "*",
    "**",
    "/",
    "//",
    "%",
    "==",
    "<",
    ">=",
    " in ",
    " not ",
    " is ",
    " and ",
    " or ",
    " if ",
    " else ",
    "1",
    "0",
    "-1",
    "9223372036854775807",
    "1e308",
    "1.5",
    "'a'",
    "\"",
    "'",
    "true",
    "none",
    "x",
    "loop.index",
    "items",
    "now",
    "hit",
    "range(3)",
    "uuid()",
    "fake('name.name')",
    "random(1,2)",
    "pick",
    "hex",
    "base64",
    "upper",
    "int",
    "float",
    "round",
    "abs",
    "join",
    "map",
    "select",
    "sort",
    "first",
    "default",
    "replace",
    "split",
    "plus",
    "strftime",
    "tojson",
    "sum",
    "items",
    "dictsort",
    "groupby",
    "unique",
    "odd",
    "defined",
    ":",
    ",",
    "{",
    "}",
    " ",
    "\n",
    "=",
    "\\",
    "é",
    "🎉",
    "\u{0}",
];

/// Texts out of the pieces that templates are made of.
fn pieces() -> impl Strategy<Value = String> {
    let piece =
        prop_oneof![prop::sample::select(PIECES).prop_map(str::to_owned), any::<char>().prop_map(String::from),];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics_or_hangs(text in pieces()) {
        let setting = Setting::usual();
        for text in [text.clone(), format!("{{{{ {text} }}}}"), format!("{{% for x in body.items %}}{{{{ x {text} }}}}{{% endfor %}}")] {
            if let Ok(template) = Template::compile(&text) {
                let _ = setting.scope(|scope| template.text(scope));
            }
            if let Ok(blueprint) = Blueprint::compile(&json!({ "a": text })) {
                let _ = setting.scope(|scope| blueprint.value(scope));
            }
        }
        if let Ok(expression) = Expression::compile(&text) {
            setting.scope(|scope| expression.is_true(scope));
        }
    }
}
