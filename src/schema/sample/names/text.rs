//! The name of a text property → who makes its text: the search through the rules, and the makers that no crate has.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use fake::Fake;
use fake::faker::name::raw as person;
use fake::locales::EN;
use rand::rngs::ChaCha8Rng;

use super::rules::{NAMED, PHRASES, RULES, Rule};
use super::{Hint, WORDS, split};
use crate::schema::format;
use crate::schema::sample::draw;

/// What makes a text.
#[derive(Clone, Copy)]
pub(super) enum Maker {
    /// A text of a format.
    Format(&'static str),
    OneOf(&'static [&'static str]),
    Call(fn(&mut ChaCha8Rng) -> String),
}

impl Maker {
    /// A text that should, but need not, have a length inside `lengths`.
    pub(super) fn make(self, rng: &mut ChaCha8Rng, lengths: &RangeInclusive<usize>) -> Option<String> {
        match self {
            Self::Format(format) => format::generate(format, rng, lengths.clone()),
            Self::OneOf(texts) => draw::pick(rng, texts).map(|text| (*text).to_owned()),
            Self::Call(call) => Some(call(rng)),
        }
    }
}

/// The makers of a table by ending. Only ever looked into, never walked.
type Index = BTreeMap<&'static str, Maker>;

fn index(rules: &'static [Rule]) -> Index {
    rules.iter().flat_map(|(endings, maker)| endings.split(", ").map(|ending| (ending, *maker))).collect()
}

static BY_NAME: LazyLock<Index> = LazyLock::new(|| index(RULES));
static BY_PARENT: LazyLock<Index> = LazyLock::new(|| index(NAMED));

/// The maker of the longest ending of the name that has one, else of a phrase in the description.
pub(super) fn maker(hint: &Hint<'_>) -> Option<Maker> {
    let find =
        |index: &Index, name: &str| split::endings(name).iter().find_map(|ending| index.get(ending.as_str()).copied());
    if hint.name.eq_ignore_ascii_case("name") {
        return find(&BY_PARENT, hint.parent).or(Some(Maker::Call(title)));
    }
    find(&BY_NAME, hint.name).or_else(|| {
        let description = hint.description.to_lowercase();
        let said = |(phrases, _): &&Rule| phrases.split(", ").any(|phrase| description.contains(phrase));
        PHRASES.iter().find(said).map(|(_, maker)| *maker)
    })
}

pub(super) fn some_words(rng: &mut ChaCha8Rng, few: usize, many: usize) -> Vec<&'static str> {
    (0..draw::size(rng, few..=many)).map(|_| draw::word(rng, &WORDS)).collect()
}

pub(super) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

pub(super) fn title(rng: &mut ChaCha8Rng) -> String {
    some_words(rng, 2, 3).into_iter().map(capitalised).collect::<Vec<_>>().join(" ")
}

pub(super) fn full_name(rng: &mut ChaCha8Rng) -> String {
    person::Name(EN).fake_with_rng(rng)
}

pub(super) fn sentence(rng: &mut ChaCha8Rng) -> String {
    const OPENINGS: [&str; 8] = [
        "The team moved",
        "We finally found",
        "Nobody expected",
        "Please check",
        "She kept",
        "It began with",
        "They are waiting for",
        "Everyone remembers",
    ];
    const ENDS: [&str; 8] = [
        "before the meeting",
        "near the station",
        "this morning",
        "without any trouble",
        "as planned",
        "on the second attempt",
        "just in time",
        "after the update",
    ];
    let opening = draw::word(rng, &OPENINGS);
    let things = some_words(rng, 1, 2).join(" ");
    format!("{opening} the {things} {}.", draw::word(rng, &ENDS))
}

pub(super) fn paragraph(rng: &mut ChaCha8Rng) -> String {
    let count = draw::size(rng, 2..=3);
    (0..count).map(|_| sentence(rng)).collect::<Vec<_>>().join(" ")
}

pub(super) fn image_url(rng: &mut ChaCha8Rng) -> String {
    format!("https://example.com/images/{}.png", draw::letters(rng, "0123456789abcdef", 8))
}

pub(super) fn file_name(rng: &mut ChaCha8Rng) -> String {
    const EXTENSIONS: [&str; 8] = ["csv", "docx", "jpg", "json", "pdf", "png", "txt", "zip"];
    format!("{}.{}", some_words(rng, 1, 2).join("-"), draw::word(rng, &EXTENSIONS))
}

pub(super) fn short_id(rng: &mut ChaCha8Rng) -> String {
    draw::letters(rng, "0123456789abcdef", 12)
}

pub(super) fn upper_code(rng: &mut ChaCha8Rng) -> String {
    draw::letters(rng, "ABCDEFGHJKLMNPQRSTUVWXYZ", 3) + &draw::letters(rng, "123456789", 3)
}

pub(super) fn user_name(rng: &mut ChaCha8Rng) -> String {
    let name: String = person::FirstName(EN).fake_with_rng(rng);
    format!("{}{}", name.to_lowercase(), draw::between(rng, 1..=99))
}

pub(super) fn slug(rng: &mut ChaCha8Rng) -> String {
    some_words(rng, 1, 2).join("-")
}
