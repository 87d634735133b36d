//! Laws: merging does not depend on order and nesting, `true` adds nothing and `false` leaves nothing, a new part moves no other, and what
//! travels one way only is never met going the other.

use http::Method;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use standin::base::Defects;
use standin::contract::{Call, Contract};
use standin::respond::{AnswerOptions, World, answer};
use standin::schema::{Fit, Side, Variety};
use standin::spec::{self, Limits, Source};

use super::schemas::NAMES;
use super::{Read, VARIETIES, config, oracle, schemas};

proptest! {
    #![proptest_config(config(64))]

    #[test]
    fn merging_does_not_depend_on_order_and_nesting(a in schemas::plain(), b in schemas::plain(), seed in any::<u64>()) {
        let written = [json!({ "allOf": [a, b] }), json!({ "allOf": [b, a] }), json!({ "allOf": [{ "allOf": [a] }, { "allOf": [true, b] }] })];
        let read = written.each_ref().map(Read::new);
        let oracle = oracle(&written[0]);
        for (one, variety) in read.iter().flat_map(|one| VARIETIES.map(|variety| (one, variety))) {
            let sampled = one.sample(seed, Side::Response, variety);
            for (other, written) in read.iter().zip(&written) {
                prop_assert_eq!(sampled.fit != Fit::Empty, other.holds(&sampled.value), "{} seed {} {:?}", written, seed, sampled);
            }
            if one.is_plain {
                prop_assert_eq!(sampled.fit != Fit::Empty, oracle.is_valid(&sampled.value), "{} seed {} {:?}", written[0], seed, sampled);
            }
        }
    }

    #[test]
    fn true_adds_nothing_and_false_leaves_nothing(a in schemas::plain(), seed in any::<u64>()) {
        let (alone, with) = (Read::new(&a), Read::new(&json!({ "allOf": [a, true] })));
        for variety in VARIETIES {
            let (one, other) = (alone.sample(seed, Side::Response, variety), with.sample(seed, Side::Response, variety));
            prop_assert_eq!(one.fit != Fit::Empty, with.holds(&one.value), "{} seed {} {:?}", a, seed, one);
            prop_assert_eq!(other.fit != Fit::Empty, alone.holds(&other.value), "{} seed {} {:?}", a, seed, other);
            let none = Read::new(&json!({ "allOf": [a, false] })).sample(seed, Side::Response, variety);
            prop_assert_eq!(none.fit, Fit::Empty, "{} seed {}", a, seed);
        }
    }

    #[test]
    fn a_new_property_leaves_its_siblings_alone(
        members in prop::collection::vec(schemas::plain(), NAMES.len()),
        added in schemas::plain(),
        place in 0..=NAMES.len(),
        seed in any::<u64>(),
    ) {
        let few: Vec<(String, Value)> = NAMES.iter().map(|name| (*name).to_owned()).zip(members).collect();
        let mut many = few.clone();
        many.insert(place, ("added".to_owned(), added));
        let object = |members: &[(String, Value)]| {
            json!({ "type": "object", "properties": members.iter().cloned().collect::<Map<_, _>>() })
        };
        let (few, many) = (object(&few), object(&many));
        for variety in VARIETIES {
            let before = Read::new(&few).sample(seed, Side::Response, variety);
            let mut after = Read::new(&many).sample(seed, Side::Response, variety);
            // Where a whole object had to be made anew, no member is where it was.
            if before.fit == Fit::Exact && after.fit == Fit::Exact {
                after.value.as_object_mut().unwrap().shift_remove("added");
                prop_assert_eq!(before.value, after.value, "{} seed {} {:?}", many, seed, variety);
            }
        }
    }

    #[test]
    fn a_new_operation_leaves_the_others_alone(one in schemas::plain(), added in schemas::plain(), variety in 0..2_u8) {
        let operation = |schema: &Value| {
            json!({ "get": { "responses": { "200": { "description": "it", "content": { "application/json": { "schema": schema } } } } } })
        };
        let few = json!({ "/one/{id}": operation(&one) });
        let many = json!({ "/added": operation(&added), "/one/{id}": operation(&one), "/one/{id}/added": operation(&added) });
        let reply = |paths: &Value| {
            let plan = answer(&world(paths, variety == 1), &Call::new(Method::GET, "/one/7"));
            (plan.reply.status, plan.reply.headers, plan.reply.body.bytes().into_owned())
        };
        prop_assert_eq!(reply(&few), reply(&many), "{} {}", one, added);
    }

    #[test]
    fn what_travels_one_way_is_not_met_going_the_other(ways in prop::collection::vec((0..3_u8, any::<bool>()), NAMES.len()), seed in any::<u64>()) {
        let property = |way: u8| match way {
            0 => json!({ "type": "integer" }),
            1 => json!({ "type": "integer", "readOnly": true }),
            _ => json!({ "type": "integer", "writeOnly": true }),
        };
        let named = || NAMES.into_iter().zip(&ways);
        let schema = json!({
            "type": "object",
            "properties": named().map(|(name, (way, _))| (name.to_owned(), property(*way))).collect::<Map<_, _>>(),
            "required": named().filter(|(_, (_, required))| *required).map(|(name, _)| name).collect::<Vec<_>>(),
        });
        let read = Read::new(&schema);
        let having = |unwanted: u8| named().filter(move |(_, (way, _))| *way == unwanted).map(|(name, _)| name);
        for variety in VARIETIES {
            for (side, unwanted) in [(Side::Response, 2), (Side::Request, 1)] {
                let sampled = read.sample(seed, side, variety);
                prop_assert!(sampled.fit == Fit::Exact, "{} seed {} {:?}", schema, seed, sampled);
                for name in having(unwanted) {
                    prop_assert!(sampled.value.get(name).is_none(), "{} seed {} {:?}", schema, seed, sampled);
                }
            }
        }
        // A request need not have what only the server writes.
        let full = read.sample(seed, Side::Request, Variety::Generated).value;
        prop_assert!(read.schemas.holds(read.id, Side::Request, &full), "{} seed {}", schema, seed);
    }
}

/// A world of these paths.
fn world(paths: &Value, dynamic: bool) -> World {
    let document = json!({ "openapi": "3.1.0", "info": { "title": "t", "version": "1" }, "paths": paths });
    let source = Source::Text { name: "t.json".to_owned(), text: document.to_string() };
    let loaded = spec::load(&[source], &Limits::default()).unwrap();
    let contract = Contract::compile(&loaded.documents, loaded.schemas, &mut Defects::default());
    World::new(contract, AnswerOptions { dynamic, ..AnswerOptions::default() })
}
