//! What texts become.

use serde_json::{Value, json};

use super::Setting;
use crate::base::Seed;
use crate::scenario::expression::Scope;
use crate::scenario::rate::Taken;
use crate::scenario::{Blueprint, Expression, Template};

fn text(template: &str, setting: &Setting) -> String {
    let compiled = Template::compile(template).unwrap_or_else(|error| panic!("{template}: {error:?}"));
    setting.scope(|scope| compiled.text(scope)).unwrap_or_else(|error| panic!("{template}: {error:?}"))
}

fn value(blueprint: &Value, setting: &Setting) -> Value {
    let compiled = Blueprint::compile(blueprint).unwrap_or_else(|errors| panic!("{blueprint}: {errors:?}"));
    setting.scope(|scope| compiled.value(scope)).unwrap_or_else(|error| panic!("{blueprint}: {error:?}"))
}

#[test]
fn texts_are_filled_with_what_the_call_says() {
    let setting = Setting::usual();
    for (template, expected) in [
        ("plain { text } 100%", "plain { text } 100%"),
        ("{{ method }} {{ request.path }}", "POST /api/v1/dm/7%20a"),
        ("{{ query.count }}|{{ query.nothing }}|{{ query.nothing.deeper[3] }}|", "150|||"),
        ("{{ queries.tag }} {{ query.tag }} {{ queries.tag | join('+') }}", r#"["a","b"] a a+b"#),
        ("{{ header.x_auth_token }} {{ header['X-Auth-Token'] }} {{ header.accept }}", "t0k t0k text/html, text/plain"),
        ("{{ cookie.sid }} {{ cookie.theme }}", "abc dark"),
        ("{{ client }} {{ session }} {{ hit }} {{ counters.visits }}", "10.0.0.7  2 0"),
        ("{{ body.user.name }} is {{ body.user.age }}", "Zoë \"Z\" is 41"),
        ("{{ body.user }}", r#"{"name":"Zoë \"Z\"","age":41,"tags":["x","y","z"]}"#),
        ("{{ body.items[-1].id }}{{ body.items[0].price }}{{ body.items.1.id }}", "22.51"),
        (
            "{{ body.z }}|{{ none }}|{{ true }}|{{ 1.0 }}|{{ 1 / 2 }}|{{ body.big }}",
            "||true|1.0|0.5|18446744073709551615",
        ),
        ("{{ settings.limits.dm + 1 }} {{ settings.name }} {{ settings.nothing }}", "4 lift "),
        (
            "{{ rate.limit }} {{ rate.remaining }} {{ rate.reset }} {{ rate.retry_after }} {{ rate.reset_at }}",
            "10 0 5 1 1795282767320",
        ),
        (
            "{{ now }} {{ now.ms }} {{ now.s }} {{ now.date }}",
            "2026-11-21T17:39:23.120Z 1795282763120 1795282763 2026-11-21",
        ),
        ("{{ now.http }}", "Sat, 21 Nov 2026 17:39:23 GMT"),
        ("{{ now | plus('2h') }} {{ now | plus('-1 day') | date }}", "2026-11-21T19:39:23.120Z 2026-11-20"),
        ("{{ body.when | plus('1m 30s') }} {{ body.when | ms }}", "2023-11-01T23:22:27.357Z 1698880857357"),
        ("{{ now | strftime('%H:%M') }} {{ 0 | plus('1s') }}", "17:39 1970-01-01T00:00:01.000Z"),
        ("<b>&{{ '<&>' }}</b>", "<b>&<&></b>"),
        ("line\n{{ 1 }}\n", "line\n1\n"),
        ("{% raw %}{{ as it is }}{% endraw %}", "{{ as it is }}"),
        ("{% if query.count > 100 %}many{% elif hit %}some{% else %}few{% endif %}", "many"),
        (
            "{% for item in body.items if item.ok %}{{ loop.index }}/{{ loop.length }}:{{ item.id }}{{ ',' if not loop.last }}{% endfor %}",
            "1/2:3,2/2:2",
        ),
        ("{% for x in body.nothing %}x{% else %}none{% endfor %}", "none"),
        (
            "{% for name, item in body.user | items %}{{ name }}={{ item }};{% endfor %}",
            r#"name=Zoë "Z";age=41;tags=["x","y","z"];"#,
        ),
        (
            "{% for x in range(3) %}{% for y in range(x) %}{{ x }}{{ y }}{{ loop.first }} {% endfor %}{% endfor %}",
            "10true 20true 21false ",
        ),
        (
            "{% set n = query.count | int %}{% set n = n + 1 %}{{ n }}{% with n = 5 %}{{ n }}{% endwith %}{{ n }}",
            "1515151",
        ),
        ("{% set body = body.user %}{{ body.age }}", "41"),
        ("{% set x = 1 %}{% for y in [1, 2] %}{% set x = y %}{% endfor %}{{ x }}", "1"),
        ("{% if hit %}{% set x = 'in' %}{% endif %}{{ x }}", "in"),
        ("{% set a, b = [1, 2] %}{{ b }}{{ a }}", "21"),
        ("{{ body.items | map(attribute='id') | sort }} {{ body.items | sum(attribute='price') }}", "[1,2,3] 7.5"),
        ("{{ body.items | selectattr('ok') | map(attribute='id') | list }}", "[3,2]"),
        (
            "{{ body.user.tags | map('upper') | join }} {{ body.user.tags | length }} {{ body.nothing | length }}",
            "XYZ 3 0",
        ),
        ("{{ body.user.name | upper | replace('\"', '') }} {{ 'a b' | title }} {{ ' x ' | trim }}", "ZOË Z A B x"),
        (
            "{{ body.user.tags[1:] }} {{ 'abcdef'[1:-1:2] }} {{ body.user.tags | reverse }}",
            r#"["y","z"] bd ["z","y","x"]"#,
        ),
        ("{{ query.nothing | default('none') }} {{ body.z | default(3) }} {{ '' | default('x', true) }}", "none 3 x"),
        (
            "{{ 'abc' | int }}|{{ '12.9' | int }}|{{ 'x' | int(5) }}|{{ 3 | float }}|{{ query.price | float }}",
            "|12|5|3.0|1.5",
        ),
        (
            "{{ 7 // 2 }} {{ 7 % 4 }} {{ 2 ** 10 }} {{ -hit }} {{ 1 + 2 * 3 }} {{ 'a' ~ 1 ~ none }} {{ 'a' + 'b' }} {{ [1] + [2] }}",
            "3 3 1024 -2 7 a1 ab [1,2]",
        ),
        ("{{ query.nothing + 1 }}|{{ -query.nothing }}|{{ query.nothing | upper }}", "||"),
        (
            "{{ query.count + 1 }} {{ query.count == 150 }} {{ query.count == '150' }} {{ query.price == 1.5 }}",
            "151 true true true",
        ),
        (
            "{{ true == 1 }} {{ none == query.nothing }} {{ 'b' > 'a' }} {{ [1, 2] == [1, 2] }} {{ [] > 1 }}",
            "false true true true false",
        ),
        ("{{ base64('hello') }} {{ {'a': [1, 'b']} | tojson }} {{ json('<\"') }}", r#"aGVsbG8= {"a":[1,"b"]} "<\"""#),
        (
            "{{ 'yes' if 'b' in queries.tag else 'no' }} {{ 'name' in body.user }} {{ 'uth' in header.x_auth_token }}",
            "yes true false",
        ),
        ("{{ violations }} {{ operation }} {{ path }}", "[]  "),
        ("{{ {'b': 1, 'a': 2} }}", r#"{"b":1,"a":2}"#),
    ] {
        assert_eq!(text(template, &setting), expected, "{template}");
    }
}

#[test]
fn conditions_hold_only_for_what_is_there() {
    let setting = Setting::usual();
    for (expression, expected) in [
        ("settings.strict and query.count | int > 100", true),
        ("query.count > 100", true),
        ("query.count < 100", false),
        ("query.nothing > 100", false),
        ("query.nothing < 100", false),
        ("not query.nothing", true),
        ("query.nothing is defined", false),
        ("query.nothing is not defined", true),
        ("body.z is none", true),
        ("query.q > 5", false),
        ("'x' in body.user.tags", true),
        ("'x' not in body.user.tags", false),
        ("body.user.age in [40, 41]", true),
        ("1 < hit <= 2", true),
        ("body.items | length == 3", true),
        ("body.user.name is startingwith('Zo')", true),
        ("body.user.age is startingwith('Zo')", false),
        ("body.items | selectattr('price', 'gt', 2) | list | length == 2", true),
        ("header.authorization", false),
        ("method == 'POST' or query.nothing", true),
        ("1 / 0 > 1", false),
        ("body.user * 2", false),
        ("[1, 2] | sum == 3", true),
        ("random(1, 6) >= 1", true),
        ("query.count is odd", false),
        ("client == '10.0.0.7'", true),
    ] {
        let compiled = Expression::compile(expression).unwrap_or_else(|error| panic!("{expression}: {error:?}"));
        assert_eq!(setting.scope(|scope| compiled.is_true(scope)), expected, "{expression}");
    }
}

#[test]
fn a_value_keeps_its_type_and_a_quote_cannot_leave_its_text() {
    let setting = Setting::usual();
    let blueprint = json!({
        "count": "{{ query.count | int }}",
        "text": "{{ query.count }}",
        "said": "you said {{ query.q }}",
        "raw": " {{ query.q }} ",
        "missing": "{{ query.nothing }}",
        "user": "{{ body.user }}",
        "ids": "{{ body.items | map(attribute='id') | list }}",
        "half": "{{ 1 / 2 }}",
        "list": ["{{ body.a }}", 2, "{{ body.big }}", "{{ true }}", null],
        "{{ key }}": "keys are no templates",
        "two": "{{ 1 }}{{ 2 }}",
        "made": "{{ {'b': [1, {'c': none}]} }}",
    });
    let expected = json!({
        "count": 150,
        "text": "150",
        "said": "you said \"},{\"admin\":\"",
        "raw": "\"},{\"admin\":\"",
        "missing": null,
        "user": { "name": "Zoë \"Z\"", "age": 41, "tags": ["x", "y", "z"] },
        "ids": [3, 1, 2],
        "half": 0.5,
        "list": [1, 2, 18_446_744_073_709_551_615_u64, true, null],
        "{{ key }}": "keys are no templates",
        "two": "12",
        "made": { "b": [1, { "c": null }] },
    });
    let made = value(&blueprint, &setting);
    assert_eq!(made, expected);
    let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&made), names(&expected));
    assert_eq!(value(&json!("{{ body }}"), &setting), serde_json::from_slice::<Value>(&setting.call.body).unwrap());
    let constant = json!({ "a": [1, { "b": "no template } here" }] });
    assert_eq!(Blueprint::compile(&constant).unwrap().constant(), Some(&constant));
    assert!(Blueprint::compile(&blueprint).unwrap().constant().is_none());
}

#[test]
fn what_is_random_is_the_same_again_and_differs_from_place_to_place() {
    let blueprint = json!({
        "a": "{{ uuid() }}", "b": "{{ uuid() }}", "c": "{{ uuid() }}{{ uuid() }}",
        "d": "{% for x in range(3) %}{{ hex(8) }} {% endfor %}",
        "e": "{{ fake('person.firstName') }}", "f": "{{ fake('number.int', {'min': 5, 'max': 9}) }}",
        "g": "{{ random(1, 1000000) }}", "h": "{{ pick(['x', 'y']) }}", "i": "{{ random(0, 1.5) }}",
        "j": "{{ fake('random.' ~ 'number') }}"
    });
    let setting = Setting::usual();
    let made = value(&blueprint, &setting);
    assert_eq!(made, value(&blueprint, &setting));
    assert_ne!(made, value(&blueprint, &Setting { seed: Seed::new(8), ..Setting::usual() }));
    let part = |name: &str| made[name].as_str().unwrap().to_owned();
    assert_ne!(part("a"), part("b"));
    assert!(uuid::Uuid::parse_str(&part("a")).is_ok());
    let both = part("c");
    assert_ne!(both[..36], both[36..]);
    let hexes = part("d");
    let mut hexes: Vec<_> = hexes.split_whitespace().collect();
    assert!(hexes.iter().all(|hex| hex.len() == 8));
    hexes.dedup();
    assert_eq!(hexes.len(), 3);
    assert!((5..=9).contains(&made["f"].as_i64().unwrap()), "{made}");
    assert!((1..=1_000_000).contains(&made["g"].as_i64().unwrap()), "{made}");
    assert!(["x", "y"].contains(&made["h"].as_str().unwrap()), "{made}");
    assert!((0.0..1.5).contains(&made["i"].as_f64().unwrap()), "{made}");
    assert!(made["e"].as_str().is_some_and(|name| !name.is_empty()) && made["j"].is_i64(), "{made}");
}

#[test]
fn only_what_the_call_says_is_steady() {
    for (expression, expected) in [
        ("method == 'GET' and path.id and query.a and header.b and cookie.c and body.d", true),
        ("request.text and operation and violations and queries.a", true),
        ("uuid() and random(1, 2)", true),
        // Settings change seldom, and the ledger tells when.
        ("settings.strict", true),
        ("counters.visits > 1", false),
        ("session == 'a'", false),
        ("hit > 1", false),
        ("rate.limit", false),
        ("now.ms > 1", false),
        ("client == '::1'", false),
        ("query.a | default(counters.b)", false),
    ] {
        assert_eq!(Expression::compile(expression).unwrap().is_steady(), expected, "{expression}");
        let template = format!("{{% for x in [1] %}}{{{{ {expression} }}}}{{% endfor %}}");
        assert_eq!(Template::compile(&template).unwrap().is_steady(), expected, "{template}");
        assert_eq!(Blueprint::compile(&json!([{ "a": template }])).unwrap().is_steady(), expected, "{template}");
    }
}

#[test]
fn the_end_of_a_window_is_one_moment_however_both_parts_of_it_are_rounded() {
    let template = Template::compile("{{ rate.reset_at }}").unwrap();
    let began: jiff::Timestamp = "2026-11-21T17:39:23.1205Z".parse().unwrap();
    for passed in [0, 400, 600, 999, 1_000, 31_337] {
        let passed = std::time::Duration::from_micros(passed);
        let found = Setting::usual().scope(|scope| {
            let taken =
                Taken { reset: std::time::Duration::from_mins(1).saturating_sub(passed), ..*scope.rate.unwrap() };
            template.text(&Scope { rate: Some(&taken), clock: began + passed, ..*scope })
        });
        assert_eq!(found.unwrap(), "1795282823120", "{passed:?}");
    }
}
