//! Names of properties and the values they get.

use super::*;
use crate::base::Seed;
use crate::schema::format::holds;

fn hint<'a>(name: &'a str, parent: &'a str) -> Hint<'a> {
    Hint { name, parent, description: "" }
}

#[test]
fn names_give_what_they_promise() {
    for (name, format) in [
        ("email", "email"),
        ("shopperEmail", "email"),
        ("user_emails", "email"),
        ("createdAt", "date-time"),
        ("content_modified_at", "date-time"),
        ("start_date", "date"),
        ("dateOfBirth", "date"),
        ("avatarUrl", "uri"),
        ("image_72", "uri"),
        ("returnUrl", "uri"),
        ("shopperIP", "ipv4"),
        ("countryCode", "country-code"),
        ("currency", "currency"),
        ("apiVersion", "semver"),
        ("uuid", "uuid"),
        ("host", "hostname"),
        ("shopperLocale", "language"),
    ] {
        for seed in 0..50 {
            let text = lifelike(&hint(name, ""), &mut Seed::new(seed).rng(), 0..=usize::MAX);
            let text = text.unwrap_or_else(|| panic!("`{name}`"));
            assert_eq!(holds(format, &text), Some(true), "`{name}`: {text:?}");
        }
    }
}

#[test]
fn a_bare_name_is_that_of_its_parent() {
    let of = |parent| lifelike(&hint("name", parent), &mut Seed::new(3).rng(), 0..=99).unwrap();
    assert_eq!(
        [of("Customer"), of("ShippingCity"), of("uploaded_file"), of("")],
        ["Miguel Barton", "Bartonburgh", "thistle-marble.jpg", "Thistle Marble Canvas"]
    );
}

#[test]
fn the_description_speaks_when_the_name_does_not() {
    let hint = Hint { name: "foo", parent: "", description: "When it happened, in ISO 8601." };
    let text = lifelike(&hint, &mut Seed::new(1).rng(), 0..=99).unwrap();
    assert_eq!(holds("date-time", &text), Some(true));
    assert_eq!(lifelike(&Hint { description: "", ..hint }, &mut Seed::new(1).rng(), 0..=99), None);
}

#[test]
fn a_text_outside_its_lengths_is_never_returned() {
    for name in ["email", "city", "description", "id", "url", "name", "code", "password"] {
        for seed in 0..50 {
            for lengths in [0..=3, 5..=8, 20..=30, 300..=400] {
                let text = lifelike(&hint(name, "user"), &mut Seed::new(seed).rng(), lengths.clone());
                assert!(text.is_none_or(|text| lengths.contains(&text.chars().count())), "`{name}`");
            }
        }
    }
}

#[test]
fn plain_words_fit_any_window() {
    for lengths in [0..=0, 1..=1, 0..=3, 2..=2, 7..=9, 40..=40, 0..=usize::MAX, 10_000..=10_000, 10_000..=usize::MAX] {
        for seed in 0..100 {
            let text = words(&mut Seed::new(seed).rng(), lengths.clone());
            assert!(lengths.contains(&text.chars().count()), "{lengths:?}: {}", text.len());
            assert_eq!(text.trim(), text);
        }
    }
}

#[test]
fn numbers_have_the_size_of_their_kind() {
    for (name, low, high) in [
        ("age", 18.0, 79.0),
        ("unitPrice", 1.0, 500.0),
        ("unread_count", 0.0, 250.0),
        ("lat", -85.0, 85.0),
        ("pageSize", 10.0, 100.0),
        ("user_id", 1.0, 99_999.0),
        ("created_at", 1_577_836_800.0, 1_767_225_599.0),
        ("port", 1024.0, 49_151.0),
    ] {
        for seed in 0..50 {
            let number = lifelike_number(&hint(name, ""), &mut Seed::new(seed).rng()).unwrap();
            assert!((low..=high).contains(&number), "`{name}`: {number}");
        }
    }
    assert_eq!(lifelike_number(&hint("foo", ""), &mut Seed::new(1).rng()), None);
}

#[test]
fn the_values_are_pinned() {
    let texts = ["firstName", "email", "city", "companyName", "title", "message", "id", "created_at"]
        .map(|name| lifelike(&hint(name, ""), &mut Seed::new(7).rng(), 0..=999).unwrap());
    assert_eq!(
        texts,
        [
            "Cali",
            "cali@example.org",
            "Lake Felipa Parkerfurt",
            "Rolfson LLC",
            "Willow Harbor",
            "She kept the harbor just in time.",
            "4ec69c5b64ca",
            "2024-03-19T16:30:12.827Z"
        ]
    );
    let numbers = ["price", "year", "latitude"].map(|name| lifelike_number(&hint(name, ""), &mut Seed::new(7).rng()));
    assert_eq!(numbers, [Some(12.62), Some(2026.0), Some(38.069_765)]);
    assert_eq!(words(&mut Seed::new(7).rng(), 0..=99), "willow harbor");
}

#[test]
fn no_ending_stands_twice() {
    for (table, rules) in [("names", rules::RULES), ("parents", rules::NAMED)] {
        let mut endings: Vec<&str> = rules.iter().flat_map(|(endings, _)| endings.split(", ")).collect();
        endings.sort_unstable();
        let twice: Vec<&str> = endings.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        assert_eq!(twice, [""; 0], "{table}");
    }
}

#[test]
fn every_rule_makes_texts() {
    for (endings, maker) in rules::RULES.iter().chain(rules::NAMED).chain(rules::PHRASES) {
        let text = maker.make(&mut Seed::new(5).rng(), &(0..=usize::MAX));
        assert!(text.is_some_and(|text| !text.is_empty()), "{endings}");
    }
}
