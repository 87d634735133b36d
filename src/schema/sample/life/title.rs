//! What things are called: tasks, articles, events, projects, and whatever else has a title.

use rand::rngs::ChaCha8Rng;

use super::character::Noun;
use super::locale::Locale;
use super::prose::{self, Prose};
use super::trade::product;
use crate::schema::sample::draw;

const VERBS: &[&str] =
    &["Add", "Clean up", "Document", "Fix", "Improve", "Migrate", "Plan", "Remove", "Review", "Test", "Update"];
const OBJECTS: &[&str] = &[
    "the billing page",
    "the checkout",
    "the contact form",
    "the daily report",
    "the export",
    "the import job",
    "the login page",
    "the mobile menu",
    "the newsletter",
    "the onboarding",
    "the search",
    "the sign-up form",
    "the user settings",
    "the weekly backup",
];
const ARTICLES: &[&str] = &[
    "A Beginner's Guide to {}",
    "Everything You Need to Know About {}",
    "How We Rethought {}",
    "Lessons from {}",
    "Ten Questions About {}",
    "The Future of {}",
    "What Nobody Tells You About {}",
    "Why {} Matters",
];
const SUBJECTS: &[&str] = &[
    "City Gardens",
    "Electric Bikes",
    "Good Coffee",
    "Home Offices",
    "Local Food",
    "Modern Libraries",
    "Night Trains",
    "Open Data",
    "Public Transport",
    "Remote Work",
    "Renewable Energy",
    "Slow Travel",
    "Small Shops",
    "Wooden Houses",
];
const EVENTS: &[&str] = &[
    "Autumn Conference",
    "Book Club",
    "City Marathon",
    "Design Workshop",
    "Jazz Night",
    "Open Day",
    "Product Launch",
    "Quarterly Review",
    "Spring Festival",
    "Summer Party",
    "Team Lunch",
    "Weekly Stand-up",
    "Wine Tasting",
    "Yoga in the Park",
];
const PROJECTS: &[&str] = &[
    "Customer Portal",
    "Data Platform",
    "Green Office",
    "Inventory System",
    "Mobile App",
    "New Intranet",
    "Office Move",
    "Payment Gateway",
    "Retail Campaign",
    "Support Center",
    "Website Relaunch",
    "Winter Catalogue",
];
const FAULTS: &[&str] = &[
    "Bad request",
    "Conflict",
    "Forbidden",
    "Internal error",
    "Invalid input",
    "Not found",
    "Service unavailable",
    "Timeout",
    "Unauthorized",
    "Validation failed",
];
const PLANS: &[&str] = &["Basic", "Business", "Enterprise", "Family", "Free", "Premium", "Pro", "Starter", "Team"];

/// What a thing of that kind is called.
pub(in crate::schema) fn title(noun: Noun, locale: Locale, rng: &mut ChaCha8Rng) -> String {
    if locale != Locale::En && noun != Noun::Fault {
        return prose::write(Prose::Note, locale, rng).trim_end_matches(['.', '。']).to_owned();
    }
    match noun {
        Noun::Task | Noun::Message => format!("{} {}", draw::word(rng, VERBS), draw::word(rng, OBJECTS)),
        Noun::Event => draw::word(rng, EVENTS).to_owned(),
        Noun::Project => draw::word(rng, PROJECTS).to_owned(),
        Noun::Product | Noun::Order => product(rng),
        Noun::Fault => draw::word(rng, FAULTS).to_owned(),
        Noun::Plan => draw::word(rng, PLANS).to_owned(),
        _ => draw::word(rng, ARTICLES).replace("{}", draw::word(rng, SUBJECTS)),
    }
}

/// The text with its first letter large.
pub(in crate::schema) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
