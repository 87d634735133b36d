//! One place from one seed: the city with its state, postcode, country, currency, time zone and coordinates, the street and
//! the telephone number there. Towns of the locale's own countries mostly, called what they call themselves there.

use super::city::{CITIES, City};
use super::country::{Country, country};
use super::locale::Locale;
use super::tongue::tongue;
use crate::base::Seed;
use crate::schema::sample::draw;

/// Where something is.
pub(in crate::schema) struct Place {
    city: &'static City,
    country: &'static Country,
    seed: Seed,
    /// Whether names are those that the place has at home.
    at_home: bool,
}

impl Place {
    /// The place of that seed.
    pub(in crate::schema) fn of(seed: Seed, locale: Locale) -> Self {
        let seed = seed.child("/place");
        let rng = &mut seed.rng();
        let home = tongue(locale).home;
        let abroad = locale == Locale::En && draw::chance(rng, 20);
        let near = |city: &&City| abroad || home.contains(&city.country);
        let count = CITIES.iter().filter(near).count();
        let city = CITIES.iter().filter(near).nth(draw::index(rng, count)).unwrap_or(&CITIES[0]);
        Self { city, country: country(city.country), seed, at_home: locale != Locale::En }
    }

    pub(in crate::schema) fn city(&self) -> &'static str {
        if self.at_home { self.city.own } else { self.city.name }
    }

    /// The state, province or region.
    pub(in crate::schema) fn state(&self) -> &'static str {
        if self.at_home { self.city.own_state } else { self.city.state }
    }

    pub(in crate::schema) const fn state_code(&self) -> &'static str {
        self.city.state_code
    }

    pub(in crate::schema) fn country(&self) -> &'static str {
        if self.at_home { self.country.own } else { self.country.name }
    }

    /// ISO 3166-1 with two letters.
    pub(in crate::schema) const fn country_code(&self) -> &'static str {
        self.country.code
    }

    /// ISO 3166-1 with three letters.
    pub(in crate::schema) const fn country_code3(&self) -> &'static str {
        self.country.code3
    }

    pub(in crate::schema) const fn continent(&self) -> &'static str {
        self.country.continent
    }

    /// ISO 4217.
    pub(in crate::schema) const fn currency(&self) -> &'static str {
        self.country.currency
    }

    /// ISO 639-1.
    pub(in crate::schema) const fn language(&self) -> &'static str {
        self.country.language
    }

    /// BCP 47.
    pub(in crate::schema) fn language_tag(&self) -> String {
        format!("{}-{}", self.country.language, self.country.code)
    }

    /// The name of the time zone in the IANA database.
    pub(in crate::schema) const fn zone(&self) -> &'static str {
        self.city.zone
    }

    pub(in crate::schema) const fn calling_code(&self) -> &'static str {
        self.country.calling
    }

    pub(in crate::schema) fn postcode(&self) -> String {
        filled(self.city.postcode, self.seed.child("/postcode"))
    }

    /// With the calling code.
    pub(in crate::schema) fn phone(&self) -> String {
        format!("+{} {}", self.country.calling, filled(self.country.phone, self.seed.child("/phone")))
    }

    /// E.164.
    pub(in crate::schema) fn bare_phone(&self) -> String {
        let digits: String = self.phone().chars().filter(char::is_ascii_digit).collect();
        format!("+{digits}")
    }

    /// The name of the street.
    pub(in crate::schema) fn street_name(&self) -> &'static str {
        draw::word(&mut self.seed.child("/street").rng(), self.country.streets)
    }

    /// The number of the house.
    pub(in crate::schema) fn house(&self) -> i64 {
        draw::between(&mut self.seed.child("/house").rng(), 1..=240)
    }

    /// Street and number in the order of the country.
    pub(in crate::schema) fn street(&self) -> String {
        let (street, house) = (self.street_name(), self.house());
        if self.country.number_first { format!("{house} {street}") } else { format!("{street} {house}") }
    }

    /// All of it on one line.
    pub(in crate::schema) fn address(&self) -> String {
        let postcode = self.postcode();
        match self.country.code {
            "US" | "CA" | "AU" => format!("{}, {}, {} {postcode}", self.street(), self.city(), self.city.state_code),
            "GB" | "IE" | "NZ" | "IN" | "SG" => format!("{}, {} {postcode}", self.street(), self.city()),
            _ => format!("{}, {postcode} {}", self.street(), self.city()),
        }
    }

    /// City and country, as people say where they are.
    pub(in crate::schema) fn named(&self) -> String {
        format!("{}, {}", self.city(), if self.country.code == "US" { self.city.state_code } else { self.country() })
    }

    /// Latitude and longitude in degrees, somewhere in the city.
    pub(in crate::schema) fn coordinates(&self) -> (f64, f64) {
        let rng = &mut self.seed.child("/coordinates").rng();
        let mut near = |degrees: f64| {
            let shifted = degrees + (draw::unit(rng) - 0.5) / 20.0;
            (shifted * 1e6).round() / 1e6
        };
        (near(self.city.at.0), near(self.city.at.1))
    }
}

/// A pattern with its digits and letters drawn.
fn filled(pattern: &str, seed: Seed) -> String {
    let rng = &mut seed.rng();
    let mut fill = |c| match c {
        '#' => char::from(b'0' + u8::try_from(draw::below(rng, 10)).unwrap_or(0)),
        '^' => char::from(b'2' + u8::try_from(draw::below(rng, 8)).unwrap_or(0)),
        other => other,
    };
    pattern.chars().map(&mut fill).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::format::holds;

    #[test]
    fn a_place_agrees_with_itself() {
        for seed in 0..300 {
            let place = Place::of(Seed::new(seed), Locale::En);
            assert_eq!(place.country.code, place.city.country, "{}", place.city.name);
            for (format, text) in [
                ("country-code", place.country_code()),
                ("currency", place.currency()),
                ("language", &place.language_tag()),
                ("e.164", &place.bare_phone()),
            ] {
                assert_eq!(holds(format, text), Some(true), "{format}: {text}");
            }
            let (latitude, longitude) = place.coordinates();
            assert!((latitude - place.city.at.0).abs() < 0.1 && (longitude - place.city.at.1).abs() < 0.1);
        }
    }

    #[test]
    fn a_locale_is_at_home() {
        for (locale, code) in [(Locale::DeDe, "DE"), (Locale::JaJp, "JP"), (Locale::PtBr, "BR"), (Locale::FaIr, "IR")] {
            for seed in 0..20 {
                assert_eq!(Place::of(Seed::new(seed), locale).country_code(), code);
            }
        }
    }
}
