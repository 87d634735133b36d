//! Names of properties and the values they get.

use super::*;
use crate::base::Seed;
use crate::schema::format::holds;
use crate::schema::sample::life::{Character, Locale};

fn told(hint: &Hint<'_>, formats: &[&str], seed: u64) -> Option<String> {
    let seed = Seed::new(seed);
    let thing = Character {
        noun: hint.noun,
        located: hint.located,
        ..Character::new(seed, Locale::En, crate::schema::Later::NONE)
    };
    let value = seed.child(hint.name);
    let mut telling = Telling { thing, seed: value, rng: &mut value.rng() };
    hint.text()?.make(&mut telling, formats, (0, 99), 0)
}

fn hint<'a>(name: &'a str, parent: &'a str, noun: Noun) -> Hint<'a> {
    Hint { name, parent, description: "", noun, located: false }
}

#[test]
fn names_give_what_they_promise() {
    for (name, format) in [
        ("email", "email"),
        ("shopperEmail", "email"),
        ("user_emails", "email"),
        ("cc", "email"),
        ("createdAt", "date-time"),
        ("content_modified_at", "date-time"),
        ("lastLogin", "date-time"),
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
            let text = told(&hint(name, "", Noun::Other), &[], seed).unwrap_or_else(|| panic!("`{name}`"));
            assert_eq!(holds(format, &text), Some(true), "`{name}`: {text:?}");
        }
    }
}

#[test]
fn every_member_of_a_person_tells_of_the_same_one() {
    for seed in 0..50 {
        let of = |name| told(&hint(name, "User", Noun::Person), &[], seed).unwrap();
        let (first, last) = (of("firstName"), of("last_name"));
        assert_eq!(of("fullName"), format!("{first} {last}"));
        assert_eq!([of("name"), of("displayName")], [of("fullName"), of("fullName")]);
        let email = of("email");
        assert!(email.starts_with(&format!("{}.{}@", first.to_lowercase(), last.to_lowercase())), "{email}");
        assert!(of("username").starts_with(&first.to_lowercase()[..1]));
        assert!(of("avatar").contains(&first.to_lowercase()));
    }
}

#[test]
fn every_time_of_a_thing_is_in_order() {
    for seed in 0..50 {
        let of = |name| told(&hint(name, "", Noun::Other), &["date-time"], seed).unwrap();
        for (before, after) in [
            ("created_at", "updatedAt"),
            ("createdOn", "deleted_at"),
            ("startTime", "end_time"),
            ("start_date", "end_date"),
            ("issued_at", "expires_at"),
            ("opened", "closed_at"),
            ("check_in", "check_out"),
            ("arrival", "departure"),
            ("valid_from", "valid_to"),
        ] {
            assert!(of(before) < of(after), "{before}: {} {after}: {}", of(before), of(after));
        }
    }
}

#[test]
fn a_general_name_is_that_of_what_it_is_in() {
    for (name, parent, noun, fits) in [
        ("name", "Customer", Noun::Person, (|text| text.contains(' ')) as fn(&str) -> bool),
        ("name", "uploaded_file", Noun::File, |text| text.contains('.')),
        ("name", "Role", Noun::Label, |text| !text.contains(' ')),
        ("type", "Address", Noun::Address, |text| ["home", "work", "mobile", "billing"].contains(&text)),
        ("addressType", "", Noun::Other, |text| ["home", "work", "mobile"].contains(&text)),
        ("status", "OrderDto", Noun::Order, |text| ["processing", "shipped", "delivered", "pending"].contains(&text)),
        ("message", "ApiError", Noun::Fault, |text| text.ends_with('.')),
        ("code", "Error", Noun::Fault, |text| text.chars().all(|c| c.is_ascii_lowercase() || c == '_')),
        ("first", "name", Noun::Person, |text| !text.contains(' ')),
        ("state", "issue", Noun::Task, |text| ["open", "in_progress", "closed"].contains(&text)),
    ] {
        for seed in 0..30 {
            let text = told(&hint(name, parent, noun), &[], seed).unwrap();
            assert!(fits(&text), "`{name}` of `{parent}`: {text}");
        }
    }
}

#[test]
fn the_description_speaks_when_the_name_does_not() {
    let hint = Hint { name: "foo", description: "When it happened, in ISO 8601.", ..Hint::default() };
    assert_eq!(holds("date-time", &told(&hint, &[], 1).unwrap()), Some(true));
    assert!(told(&Hint { description: "", ..hint }, &[], 1).is_none());
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

fn counted(name: &str, seed: u64) -> Option<f64> {
    let seed = Seed::new(seed);
    let value = seed.child(name);
    let quantity = hint(name, "", Noun::Other).quantity()?;
    let thing = Character::new(seed, Locale::En, crate::schema::Later::NONE);
    Some(quantity.make(&mut Telling { thing, seed: value, rng: &mut value.rng() }, Scale::default()))
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
        ("port", 80.0, 49_151.0),
    ] {
        for seed in 0..50 {
            let number = counted(name, seed).unwrap();
            assert!((low..=high).contains(&number), "`{name}`: {number}");
        }
    }
    assert_eq!(counted("foo", 1), None);
}

#[test]
fn numbers_that_belong_together_agree() {
    for seed in 0..50 {
        let of = |name| counted(name, seed).unwrap();
        for (less, more) in [
            ("minPrice", "maxPrice"),
            ("price_min", "price_max"),
            ("low", "high"),
            ("used", "limit"),
            ("completed", "total"),
            ("subtotal", "total_amount"),
            ("created_at", "updated_at"),
        ] {
            assert!(of(less) <= of(more), "{less}: {} {more}: {}", of(less), of(more));
        }
        assert!((of("subtotal") + of("tax") - of("grand_total")).abs() < 0.001);
    }
}

#[test]
fn flags_are_as_often_set_as_one_expects() {
    for (name, low, high) in
        [("is_deleted", 0, 10), ("archived", 0, 10), ("enabled", 90, 100), ("notEnabled", 0, 10), ("sweet", 50, 50)]
    {
        let likelihood = hint(name, "", Noun::Other).likelihood();
        assert!((low..=high).contains(&likelihood), "{name}: {likelihood}");
    }
}

#[test]
fn every_rule_makes_texts() {
    for (endings, maker) in rules::all() {
        let seed = Seed::new(5);
        let mut telling =
            Telling { thing: Character::new(seed, Locale::En, crate::schema::Later::NONE), seed, rng: &mut seed.rng() };
        let text = maker.make(&mut telling, &[], (0, 4096), 0);
        assert!(text.is_some_and(|text| !text.is_empty()), "{endings}");
    }
}
