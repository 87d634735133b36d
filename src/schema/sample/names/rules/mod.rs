//! The rules of [`super::text`] as data, by what they are about: endings of names (words in lower case, comma between them)
//! and what makes a text for each. Outside [`context`] no ending stands twice.

mod context;
mod net;
mod people;
mod phrases;
mod places;
mod times;
mod trade;
mod words;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::text::Maker;
pub(super) use super::text::Maker::{Call, Format, OneOf, Short};

/// Endings, and what makes a text for them.
pub(super) type Rule = (&'static str, Maker);

/// By the ending of the property's name.
const TABLES: [&[Rule]; 6] = [people::RULES, places::RULES, times::RULES, trade::RULES, net::RULES, words::RULES];

/// The makers of tables by ending. Only ever looked into, never walked.
type Index = BTreeMap<&'static str, Maker>;

fn index(tables: &[&'static [Rule]]) -> Index {
    let rules = tables.iter().flat_map(|table| table.iter());
    rules.flat_map(|(endings, maker)| endings.split(", ").map(move |ending| (ending, *maker))).collect()
}

static BY_NAME: LazyLock<Index> = LazyLock::new(|| index(&TABLES));
static IN_CONTEXT: LazyLock<Index> = LazyLock::new(|| index(&[context::RULES]));

/// The maker of the first of the endings that has one.
pub(super) fn by_name(endings: &[String]) -> Option<Maker> {
    endings.iter().find_map(|ending| BY_NAME.get(ending.as_str()).copied())
}

/// The same where a general name is meant inside something.
pub(super) fn in_context(endings: &[String]) -> Option<Maker> {
    endings.iter().find_map(|ending| IN_CONTEXT.get(ending.as_str()).copied())
}

/// The maker of the first phrase that the description (in lower case) contains.
pub(super) fn by_phrase(description: &str) -> Option<Maker> {
    let said = |(phrases, _): &&Rule| phrases.split(", ").any(|phrase| description.contains(phrase));
    phrases::RULES.iter().find(said).map(|(_, maker)| *maker)
}

#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = &'static Rule> {
    TABLES.into_iter().flatten().chain(context::RULES).chain(phrases::RULES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_ending_stands_twice() {
        for (table, rules) in [("names", TABLES.as_slice()), ("context", &[context::RULES])] {
            let mut endings: Vec<&str> =
                rules.iter().copied().flatten().flat_map(|(endings, _)| endings.split(", ")).collect();
            endings.sort_unstable();
            let twice: Vec<&str> = endings.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
            assert_eq!(twice, [""; 0], "{table}");
        }
    }
}
