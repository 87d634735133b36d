//! One file from one seed: its name, its extension and its media type.

use crate::base::Seed;
use crate::schema::later::Later;
use crate::schema::sample::draw;

const STEMS: [&str; 18] = [
    "agenda",
    "annual-report",
    "backup",
    "budget",
    "contract",
    "customers",
    "export",
    "inventory",
    "invoice",
    "logo",
    "minutes",
    "notes",
    "orders",
    "photo",
    "presentation",
    "price-list",
    "scan",
    "summary",
];
const KINDS: [(&str, &str); 6] = [
    ("csv", "text/csv"),
    ("jpg", "image/jpeg"),
    ("json", "application/json"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("txt", "text/plain"),
];

/// What a file is called.
pub(in crate::schema) struct File {
    stem: &'static str,
    year: i64,
    /// Without the dot.
    pub(in crate::schema) extension: &'static str,
    pub(in crate::schema) media_type: &'static str,
}

impl File {
    /// The file of that seed.
    pub(in crate::schema) fn of(seed: Seed, later: Later) -> Self {
        let rng = &mut seed.child("/file").rng();
        let (extension, media_type) = draw::pick(rng, &KINDS).copied().unwrap_or(("txt", "text/plain"));
        let (stem, year) = (draw::word(rng, &STEMS), draw::between(rng, 2021..=2025) + later.years());
        Self { stem, year, extension, media_type }
    }

    /// With the extension.
    pub(in crate::schema) fn name(&self) -> String {
        format!("{}-{}.{}", self.stem, self.year, self.extension)
    }

    /// As people write it.
    pub(in crate::schema) fn title(&self) -> String {
        super::title::capitalised(&format!("{} {}", self.stem.replace('-', " "), self.year))
    }
}
