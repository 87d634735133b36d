//! Nothing that a rule can say makes us panic.

use http::HeaderName;
use proptest::prelude::*;
use serde_json::Value;

use super::{answered, template, world};
use crate::base::MediaType;
use crate::respond::world::World;
use crate::scenario::{Blueprint, Change, Effect, Path, Redirect, Step, Template};

/// Any JSON that is not too large.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-z*{}%\"\r\n]{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let members = prop::collection::btree_map("pets|name|id|rows|[a-z0-9*]{0,3}", inner.clone(), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            members.prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn any_path() -> impl Strategy<Value = Path> {
    let step =
        prop_oneof![Just(Step::Every), "pets|name|id|0|1|99999999999999999999|[a-z0-9*]{0,3}".prop_map(Step::Member),];
    prop::collection::vec(step, 0..4).prop_map(Path)
}

fn any_effect() -> impl Strategy<Value = Effect> {
    let text = || "[ -~\r\n\u{e4}]{0,12}".prop_map(|text| Template::compile(&text).unwrap_or_else(|_| template("x")));
    let made = |value: Option<Value>| value.and_then(|value| Blueprint::compile(&value).ok());
    let bodies = (
        prop::option::of(200_u16..600),
        prop::option::of("gone|never|[a-z]{0,3}"),
        prop::option::of(any_value()).prop_map(made),
        prop::option::of(any_value()).prop_map(made),
        prop::collection::vec(any_path(), 0..3),
        prop::collection::vec((prop::option::of(any_path()), 0_u64..30), 0..3),
    );
    let types = prop_oneof![
        "application/json",
        "application/xml",
        "text/csv",
        "multipart/form-data",
        "application/cbor",
        "[ -~]{0,8}"
    ];
    let heads = (prop::option::of(types), prop::option::of(text()), prop::collection::vec(text(), 0..3), any::<bool>());
    (bodies, heads).prop_map(
        |((status, example, body, patch, drop, repeat), (content_type, redirect, headers, pass))| Effect {
            status,
            example,
            body,
            patch,
            drop,
            repeat,
            content_type: content_type.map(|name| MediaType::parse(&name)),
            redirect: redirect.map(Redirect),
            headers: headers.into_iter().map(|value| (HeaderName::from_static("x-any"), Change::Add(value))).collect(),
            pass,
            ..Effect::default()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_rule_makes_us_panic(effects in prop::collection::vec(any_effect(), 8)) {
        static WORLD: std::sync::LazyLock<World> = std::sync::LazyLock::new(world);
        for (effect, target) in effects.iter().flat_map(|effect| ["/pets", "/pets/7", "/none"].map(|target| (effect, target))) {
            let (reply, trace) = answered(&WORLD, effect, target, &[]);
            if effect.status.is_some() && reply.status != 500 {
                prop_assert_eq!(Some(reply.status.as_u16()), effect.status, "{:?}", trace);
            }
        }
    }
}
