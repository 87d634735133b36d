//! What descriptions say when the name says nothing.

use super::{Call, Format, OneOf, Rule};
use crate::schema::sample::life::{Layout, Prose, Stage};
use crate::schema::sample::names::text::Maker::At;
use crate::schema::sample::names::text::{some_words, text_id};

pub(super) static RULES: &[Rule] = &[
    ("comma-separated, comma separated, comma-delimited, comma delimited", Call(|of| some_words(of, 2, 3).join(","))),
    ("unix timestamp, unix time, epoch seconds, seconds since, unix epoch", At(Stage::Created, Layout::Epoch)),
    ("milliseconds since, epoch milliseconds", At(Stage::Created, Layout::Millis)),
    ("yyyy-mm-dd hh:mm", At(Stage::Created, Layout::Plain)),
    (
        "iso 8601, iso8601, iso-8601, rfc 3339, rfc3339, date and time, timestamp, date/time, datetime, time when",
        At(Stage::Created, Layout::DateTime),
    ),
    ("yyyy-mm-dd, the date, date of, date when, date on which", At(Stage::Created, Layout::Date)),
    ("hh:mm", At(Stage::Created, Layout::Clock)),
    ("iso 4217, iso-4217, currency code, three-letter currency", Call(|of| of.currency())),
    (
        "alpha-2, two-letter country, 2-letter country, iso 3166, iso-3166, country code",
        Call(|of| of.place().country_code().to_owned()),
    ),
    ("alpha-3, three-letter country", Call(|of| of.place().country_code3().to_owned())),
    ("iso 639, language code, two-letter language", Call(|of| of.language())),
    ("bcp 47, bcp-47, language tag", Call(|of| of.place().language_tag())),
    ("email address, e-mail address", Call(|of| of.person().email())),
    ("e.164", Call(|of| of.place().bare_phone())),
    ("phone number", Call(|of| of.phone())),
    ("uuid, guid, universally unique, globally unique", Format("uuid")),
    ("base64", Format("byte")),
    ("ip address", Format("ipv4")),
    ("mime type, content type, media type", OneOf(&["application/json", "application/pdf", "image/png", "text/plain"])),
    ("hex color, hexadecimal color, color code", Format("hex-color")),
    ("time zone, timezone", Call(|of| of.place().zone().to_owned())),
    ("file name, filename", Call(super::super::text::file_name)),
    ("https://, http://, the url, a url, url of, url to, link to, uri of, url for", Call(|of| of.url())),
    ("first name, given name", Call(|of| of.person().first.to_owned())),
    ("last name, surname, family name", Call(|of| of.person().last.to_owned())),
    ("full name, name of the user, name of the person, user's name", Call(|of| of.person().full())),
    ("name of the company, company name", Call(|of| of.company().name)),
    ("error message, error description", Call(|of| of.prose(Prose::Fault))),
    ("identifier, unique id, the id of, id of the", Call(text_id)),
    ("free text, human-readable, human readable, description of", Call(|of| of.prose(Prose::Note))),
];
