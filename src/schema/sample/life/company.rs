//! One company from one seed: its name, its domain.

use super::locale::Locale;
use super::person::ascii;
use super::tongue::tongue;
use crate::base::Seed;
use crate::schema::sample::draw;

const HEADS: [&str; 40] = [
    "Alder",
    "Apex",
    "Atlas",
    "Beacon",
    "Blue River",
    "Bright",
    "Cedar",
    "Clearwater",
    "Cobalt",
    "Compass",
    "Copper",
    "Crown",
    "Delta",
    "Elm Street",
    "Evergreen",
    "Fairfield",
    "First Light",
    "Granite",
    "Greenleaf",
    "Harbor",
    "Highland",
    "Horizon",
    "Ironbridge",
    "Keystone",
    "Lakeside",
    "Lighthouse",
    "Maple",
    "Meridian",
    "Northwind",
    "Oakwood",
    "Orbit",
    "Pioneer",
    "Redwood",
    "Riverside",
    "Silverline",
    "Stonegate",
    "Summit",
    "Sunrise",
    "Vertex",
    "Westfield",
];
const TRADES: [&str; 16] = [
    "Analytics",
    "Builders",
    "Consulting",
    "Design",
    "Energy",
    "Foods",
    "Health",
    "Labs",
    "Logistics",
    "Media",
    "Partners",
    "Robotics",
    "Software",
    "Solutions",
    "Systems",
    "Trading",
];

/// What a company is called.
pub(in crate::schema) struct Company {
    /// The name with its legal form.
    pub(in crate::schema) name: String,
    stem: String,
}

impl Company {
    /// The company of that seed.
    pub(in crate::schema) fn of(seed: Seed, locale: Locale) -> Self {
        let rng = &mut seed.child("/company").rng();
        let words = tongue(locale);
        let form = draw::word(rng, words.forms);
        let family = draw::word(rng, words.last);
        let (head, trade) = (draw::word(rng, &HEADS), draw::word(rng, &TRADES));
        let by_trade = locale == Locale::En && draw::chance(rng, 70);
        let (name, stem) = match locale {
            _ if by_trade => (format!("{head} {trade}"), format!("{head} {trade}")),
            Locale::JaJp | Locale::ArSa | Locale::FaIr => (format!("{form} {family}"), family.to_owned()),
            Locale::ZhCn | Locale::ZhTw => (format!("{family}氏{form}"), family.to_owned()),
            _ => (format!("{family} {form}"), family.to_owned()),
        };
        Self { name, stem }
    }

    /// Its domain, below a top level that is nobody's (RFC 2606).
    pub(in crate::schema) fn domain(&self) -> String {
        format!("{}.example", ascii(&self.stem))
    }
}
