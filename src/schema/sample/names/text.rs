//! The name of a text property → who makes its text, and the makers that no other room has.

use super::rules;
use super::telling::Telling;
use super::{Hint, WORDS, noun, split};
use crate::schema::format;
use crate::schema::sample::draw;
use crate::schema::sample::life::{Layout, Noun, Stage, product};

/// What makes a text.
#[derive(Clone, Copy, Debug)]
pub(in crate::schema) enum Maker {
    /// A text of a format.
    Format(&'static str),
    /// One of a list.
    OneOf(&'static [&'static str]),
    /// Whatever the function tells.
    Call(fn(&mut Telling<'_>) -> String),
    /// The same for what has a short form, too: it is told how long a text may be.
    Short(fn(&mut Telling<'_>, usize) -> String),
    /// A moment in the life of the thing, in that layout where no format asks for another.
    At(Stage, Layout),
}

/// Words that say little by themselves: inside something they are looked up together with its name.
const GENERAL: &[&str] = &[
    "name",
    "first",
    "last",
    "full",
    "title",
    "type",
    "kind",
    "status",
    "state",
    "code",
    "id",
    "label",
    "text",
    "body",
    "content",
    "msg",
    "comment",
    "description",
    "summary",
    "detail",
    "details",
    "message",
    "field",
    "source",
    "param",
    "path",
    "target",
    "pointer",
    "reason",
    "from",
    "to",
    "number",
    "next",
    "prev",
    "related",
    "self",
    "display",
    "formatted",
    "family",
    "alpha2",
    "iata",
];

/// The maker of the longest ending of the name that has one: inside what it is in, then alone; else of a phrase in the
/// description.
pub(super) fn maker(hint: &Hint<'_>) -> Option<Maker> {
    let endings = split::endings(hint.name);
    if let Some(found) = rules::in_context(&endings) {
        return Some(found);
    }
    let last = endings.last().map(String::as_str).unwrap_or_default();
    let alone = split::words(hint.name).len() <= 1;
    if alone && GENERAL.contains(&last) {
        if last == "state" && hint.located {
            return Some(Maker::Call(|of| of.region()));
        }
        let within = split::endings(&format!("{} {}", split::bare(hint.parent), hint.name));
        let within: Vec<String> = within.into_iter().filter(|ending| ending.contains(' ')).collect();
        if let Some(found) = rules::in_context(&within) {
            return Some(found);
        }
        if let Some(found) = by_noun(last, hint.noun) {
            return Some(found);
        }
    }
    if last == "name" && !alone && rules::by_name(endings.get(..endings.len() - 1).unwrap_or_default()).is_none() {
        return Some(named(hint.name));
    }
    rules::by_name(&endings).or_else(|| rules::by_phrase(&hint.description.to_lowercase()))
}

/// Who makes the name of what stands before the word: `policyName`.
fn named(name: &str) -> Maker {
    let words = split::words(name);
    let (noun, _) = noun(&words.get(..words.len().saturating_sub(1)).unwrap_or_default().join(" "), std::iter::empty());
    match noun {
        Noun::Person => Maker::Call(|of| of.other().full()),
        Noun::Company => Maker::Call(|of| of.company().name),
        Noun::Product => Maker::Call(|of| product(of.rng)),
        Noun::File => Maker::Call(file_name),
        Noun::Label => Maker::Call(slug),
        Noun::Project | Noun::Task | Noun::Event => Maker::OneOf(&[
            "Customer Portal",
            "Data Platform",
            "Green Office",
            "Mobile App",
            "Office Move",
            "Website Relaunch",
        ]),
        Noun::Plan => Maker::OneOf(&["Basic", "Business", "Enterprise", "Free", "Premium", "Pro"]),
        _ => Maker::Call(words_title),
    }
}

/// What a general word means in a thing of that kind.
fn by_noun(word: &str, noun: Noun) -> Option<Maker> {
    Some(match (word, noun) {
        ("first", Noun::Person) => Maker::Call(|of| of.person().first.to_owned()),
        ("last" | "family", Noun::Person) => Maker::Call(|of| of.person().last.to_owned()),
        ("code", Noun::Country) => Maker::Call(|of| of.place().country_code().to_owned()),
        ("code" | "type" | "reason" | "id", Noun::Fault) => Maker::OneOf(&[
            "forbidden",
            "internal_error",
            "invalid_request",
            "not_found",
            "rate_limited",
            "unauthorized",
        ]),
        ("summary" | "detail" | "details" | "description" | "text", Noun::Fault) => Maker::Call(|of| of.described()),
        ("comment" | "description" | "summary", Noun::Message) => Maker::Call(|of| of.written()),
        ("from" | "to", Noun::Message) => Maker::Call(|of| of.other().email()),
        ("from", _) => Maker::At(Stage::Start, Layout::Date),
        ("to", _) => Maker::At(Stage::End, Layout::Date),
        ("type", Noun::Address) => Maker::OneOf(&["home", "work", "billing"]),
        ("type", Noun::Message) => Maker::OneOf(&["file", "image", "text", "text"]),
        ("type", Noun::File) => Maker::OneOf(&["document", "image", "video"]),
        ("type", Noun::Person) => Maker::OneOf(&["guest", "member", "member", "staff"]),
        ("label", Noun::Address) => Maker::OneOf(&["Home", "Office", "Summer house"]),
        _ => return None,
    })
}

impl Maker {
    /// A text that should, but need not, have a length inside `lengths`; each attempt may tell it in another way.
    pub(in crate::schema) fn make(
        self,
        of: &mut Telling<'_>,
        formats: &[&str],
        (low, high): (usize, usize),
        attempt: u64,
    ) -> Option<String> {
        const LAYOUTS: [Layout; 5] = [Layout::DateTime, Layout::Date, Layout::Plain, Layout::Epoch, Layout::Clock];
        match self {
            Self::Format(format) => format::generate_on(of.thing.later, format, of.rng, low..=high),
            Self::OneOf(texts) => Some(of.one_of(texts).to_owned()),
            Self::Call(call) => Some(call(of)),
            Self::Short(call) => Some(call(of, high)),
            Self::At(stage, layout) => {
                let asked = formats.iter().find_map(|format| Layout::of(format));
                let other = attempt.checked_sub(1).and_then(|n| LAYOUTS.get(usize::try_from(n).ok()?)).copied();
                let layout = asked.or(other).unwrap_or(layout);
                Some(layout.text(of.thing.millis(stage), low > 20))
            }
        }
    }
}

pub(super) fn some_words(of: &mut Telling<'_>, few: usize, many: usize) -> Vec<&'static str> {
    (0..draw::size(of.rng, few..=many)).map(|_| draw::word(of.rng, &WORDS)).collect()
}

pub(super) fn words_title(of: &mut Telling<'_>) -> String {
    let words = some_words(of, 2, 2);
    words.into_iter().map(capitalised).collect::<Vec<_>>().join(" ")
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

pub(super) fn image_url(of: &mut Telling<'_>) -> String {
    format!("https://example.com/images/{}.png", draw::letters(of.rng, "0123456789abcdef", 8))
}

pub(super) fn file_name(of: &mut Telling<'_>) -> String {
    of.file().name()
}

pub(super) fn text_id(of: &mut Telling<'_>) -> String {
    draw::letters(of.rng, "0123456789abcdef", 12)
}

pub(super) fn upper_code(of: &mut Telling<'_>) -> String {
    draw::letters(of.rng, "ABCDEFGHJKLMNPQRSTUVWXYZ", 3) + &draw::letters(of.rng, "123456789", 3)
}

pub(super) fn slug(of: &mut Telling<'_>) -> String {
    if of.thing.list.is_some() {
        return of.word().to_owned();
    }
    some_words(of, 1, 2).join("-")
}

/// Hundredths as an amount.
pub(super) fn money(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}
