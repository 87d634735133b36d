//! Lists in rows of which a call gets some items.

use std::ops::Range;
use std::sync::Arc;

use serde_json::{Value, json};

use super::{list, shown};
use crate::base::Seed;
use crate::collection::{Dialect, Filter, Page, Projection, Rows};
use crate::respond::list::body::Progress;
use crate::respond::reply::Body;
use crate::scenario::Effect;

/// Rows of which some are starred, and some say so in words.
#[derive(Debug)]
struct Starred(u64);

impl Starred {
    fn row(number: u64) -> Value {
        let mut row = json!({ "id": number, "text": if number.is_multiple_of(5) { "\"stars\": none" } else { "" } });
        if number.is_multiple_of(7) {
            row["stars"] = if number.is_multiple_of(2) {
                json!([{ "id": "you" }, { "id": "me" }])
            } else {
                json!([{ "id": "you" }])
            };
        }
        row
    }
}

impl Rows for Starred {
    fn count(&self) -> u64 {
        self.0
    }

    fn row(&self, number: u64) -> Value {
        Self::row(number)
    }

    fn cost(&self, _: &[Arc<str>]) -> u64 {
        1
    }

    fn lacks(&self, _: &str) -> bool {
        false
    }

    fn identity(&self) -> Seed {
        Seed::new(2)
    }
}

#[test]
fn a_long_page_whose_lists_are_narrowed_is_streamed_and_is_what_its_pages_are() {
    let mine = Filter::compile(&json!({ "id": "me" }), &Dialect::default()).unwrap();
    let narrowed = Projection::default().narrowing("stars", mine);
    let rows: Arc<dyn Rows> = Arc::new(Starred(5_000));
    let of = |numbers: Range<u64>, projection: &Projection| {
        let mut page = Page::of(Arc::clone(&rows), numbers.collect());
        page.projection = projection.clone();
        page
    };
    let streamed = |projection: &Projection| {
        let (reply, _) = shown("/bare", &[], (&list(), &Effect::default()), &of(0..5_000, projection), None);
        let Body::Rows(body) = &reply.body else { panic!("it is held") };
        let (mut bytes, mut from) = (Vec::new(), Some(Progress::default()));
        while let Some(progress) = from {
            from = body.write(progress, 4_096, &mut bytes);
        }
        String::from_utf8(bytes).unwrap()
    };
    let never = narrowed.clone().without(&["text".to_owned()]);
    for (projection, has_text) in [(&narrowed, true), (&never, false)] {
        let pages = (0..50).map(|page| {
            let page = of(page * 100..(page + 1) * 100, projection);
            let (reply, _) = shown("/bare", &[], (&list(), &Effect::default()), &page, None);
            let bytes = String::from_utf8(reply.body.bytes().to_vec()).unwrap();
            bytes.strip_prefix('[').unwrap().strip_suffix(']').unwrap().to_owned()
        });
        let pages: Vec<_> = pages.collect();
        let bytes = streamed(projection);
        assert_eq!(bytes, format!("[{}]", pages.join(",")));
        let sent: Vec<Value> = serde_json::from_str(&bytes).unwrap();
        let expected = (0..5_000).map(|number| {
            let mut row = Starred::row(number);
            if let Some(stars) = row.get_mut("stars") {
                *stars = if number.is_multiple_of(2) { json!([{ "id": "me" }]) } else { json!([]) };
            }
            if !has_text {
                row.as_object_mut().unwrap().shift_remove("text");
            }
            row
        });
        assert_eq!(sent, expected.collect::<Vec<_>>());
    }
    // Without a narrowing everybody's are sent.
    assert!(streamed(&Projection::default()).contains("you") && !streamed(&narrowed).contains("you"));
}
