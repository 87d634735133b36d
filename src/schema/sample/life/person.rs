//! One person from one seed: the names, the handle, the mail address and the birthday that belong together.

use deunicode::deunicode;
use jiff::civil::Date;

use super::locale::Locale;
use super::tongue::tongue;
use crate::base::Seed;
use crate::schema::sample::draw;

/// Domains that are nobody's (RFC 2606).
const DOMAINS: [&str; 3] = ["example.com", "example.net", "example.org"];
/// The year that ages are told in: the last of the window that all times come from.
const TODAY: i64 = 2025;

/// Who somebody is.
pub(in crate::schema) struct Person {
    /// The given name.
    pub(in crate::schema) first: &'static str,
    /// The name of the family.
    pub(in crate::schema) last: &'static str,
    locale: Locale,
    style: u64,
    number: i64,
    domain: &'static str,
    born: (i64, i64, i64),
}

impl Person {
    /// The person of that seed.
    pub(in crate::schema) fn of(seed: Seed, locale: Locale) -> Self {
        let rng = &mut seed.child("/person").rng();
        let words = tongue(locale);
        Self {
            first: draw::word(rng, words.first),
            last: draw::word(rng, words.last),
            locale,
            style: draw::below(rng, 6),
            number: draw::between(rng, 2..=99),
            domain: draw::word(rng, &DOMAINS),
            born: (draw::between(rng, 1955..=2005), draw::between(rng, 1..=12), draw::between(rng, 1..=28)),
        }
    }

    /// Both names in the order of the language.
    pub(in crate::schema) fn full(&self) -> String {
        let words = tongue(self.locale);
        let (before, after) = if words.family_first { (self.last, self.first) } else { (self.first, self.last) };
        format!("{before}{}{after}", words.joint)
    }

    /// What the person is called in a system: ASCII, in lower case.
    pub(in crate::schema) fn handle(&self) -> String {
        let (first, last) = (ascii(self.first), ascii(self.last));
        let initial = |name: &str| name.chars().next().map(String::from).unwrap_or_default();
        match self.style {
            0 => format!("{}{last}", initial(&first)),
            1 => format!("{first}_{last}"),
            2 => format!("{first}{}", self.number),
            3 => format!("{first}{}", initial(&last)),
            4 => format!("{first}{last}"),
            _ => format!("{first}.{last}"),
        }
    }

    /// The mail address.
    pub(in crate::schema) fn email(&self) -> String {
        format!("{}.{}@{}", ascii(self.first), ascii(self.last), self.domain)
    }

    /// The name as a part of an address.
    pub(in crate::schema) fn slug(&self) -> String {
        format!("{}-{}", ascii(self.first), ascii(self.last))
    }

    /// The first letters.
    pub(in crate::schema) fn initials(&self) -> String {
        let first = |name: &str| ascii(name).chars().next().map(|c| c.to_ascii_uppercase());
        first(self.first).into_iter().chain(first(self.last)).collect()
    }

    /// The day of birth.
    pub(in crate::schema) fn birthday(&self) -> Date {
        let (year, month, day) = self.born;
        let date = i16::try_from(year).ok().zip(i8::try_from(month).ok()).zip(i8::try_from(day).ok());
        date.and_then(|((year, month), day)| Date::new(year, month, day).ok()).unwrap_or(Date::ZERO)
    }

    /// The age in years.
    pub(in crate::schema) const fn age(&self) -> i64 {
        TODAY - self.born.0
    }
}

/// A word in small ASCII letters.
pub(super) fn ascii(word: &str) -> String {
    let plain: String =
        deunicode(word).chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    if plain.is_empty() { "user".to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_has_an_address_in_ascii() {
        for locale in [Locale::En, Locale::DeDe, Locale::JaJp, Locale::ArSa, Locale::ZhTw, Locale::FaIr] {
            for seed in 0..40 {
                let person = Person::of(Seed::new(seed), locale);
                let email = person.email();
                assert_eq!(crate::schema::format::holds("email", &email), Some(true), "{email}");
                assert!(person.handle().is_ascii() && !person.handle().contains(' '), "{}", person.handle());
                assert!(person.full().contains(person.first) && person.full().contains(person.last));
            }
        }
    }
}
