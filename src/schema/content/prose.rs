//! Text in the notations that have a media type: a title and a sentence, as HTML, Markdown, CSV, a calendar … All of it is ASCII. The
//! filler is blanks where they mean nothing.

use super::{Make, Recipe, draw};
use crate::base::{MediaType, Seed};
use crate::schema::sample::names;

/// A few words.
pub(super) fn title(seed: Seed) -> String {
    capital(&names::words(&mut seed.child("title").rng(), 16..=28))
}

/// A sentence without its full stop.
pub(super) fn sentence(seed: Seed) -> String {
    capital(&names::words(&mut seed.child("sentence").rng(), 48..=80))
}

/// Some number that people would write down.
pub(super) fn number(seed: Seed) -> i64 {
    draw::between(&mut seed.child("number").rng(), 1..=999)
}

fn capital(text: &str) -> String {
    // The last word may have been cut.
    let mut letters = text.rsplit_once(' ').map_or(text, |(whole, _)| whole).chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

/// What makes texts of that media type.
pub(super) fn maker(media_type: &MediaType) -> Option<Make> {
    Some(match media_type.essence() {
        "text/plain" => |recipe| text(recipe, "", "{s}.", "\n", "{s}"),
        "text/html" => |recipe| {
            let page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{t}</title></head>\n<body>\n<h1>{t}</h1>\n<p>{s}.</p>\n";
            text(recipe, page, "", "</body>\n</html>\n", "<p>{t}</p>")
        },
        "application/xhtml+xml" => |recipe| {
            let page = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>{t}</title></head><body><p>{s}.</p>";
            text(recipe, page, "", "</body></html>\n", "<p xmlns=\"http://www.w3.org/1999/xhtml\">{t}</p>")
        },
        "text/markdown" | "text/x-markdown" => |recipe| text(recipe, "# {t}\n\n", "{s}.", "\n", "{t}"),
        "text/css" => |recipe| text(recipe, "body {\n  color: #222;\n  margin: {n}px;\n", "", "}\n", "a{}"),
        "text/javascript" | "application/javascript" | "application/x-javascript" => {
            |recipe| text(recipe, "export const title = \"{t}\";\nexport const count = {n};", "", "\n", "0;")
        }
        "text/csv" => |recipe| text(recipe, "name,count\r\n{t},{n}", "", "\r\n", "{n}"),
        "text/tab-separated-values" => |recipe| text(recipe, "name\tcount\n{t}\t{n}", "", "\n", "{n}"),
        "text/yaml" | "application/yaml" | "text/x-yaml" | "application/x-yaml" => {
            |recipe| text(recipe, "name: {t}\ncount: {n}\n", "", "", "{n}")
        }
        "application/json" => |recipe| text(recipe, "{\"name\":\"{t}\",\"count\":{n}", "", "}", "{n}"),
        "application/xml" | "text/xml" => |recipe| {
            let page = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<document><title>{t}</title><count>{n}</count>";
            text(recipe, page, "", "</document>\n", "<a/>")
        },
        "text/rtf" | "application/rtf" => |recipe| text(recipe, "{\\rtf1\\ansi {t}\\par {s}.", "", "}", "{\\rtf1 }"),
        "text/calendar" => |recipe| {
            let day = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//standin//EN\r\nBEGIN:VEVENT\r\nUID:{n}@example.com\r\nDTSTAMP:20240102T090000Z\r\nDTSTART:20240109T090000Z\r\nDTEND:20240109T100000Z\r\nSUMMARY:{t}";
            text(recipe, day, "", "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "")
        },
        "text/vcard" | "text/x-vcard" => |recipe| {
            let card = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ada Lovelace\r\nEMAIL:ada{n}@example.com\r\nNOTE:{s}";
            text(recipe, card, "", "\r\nEND:VCARD\r\n", "")
        },
        _ => return None,
    })
}

/// The three parts one after the other, the filler before the last; at the smallest scale what is `least` that still is of the notation.
fn text(recipe: &Recipe, head: &str, middle: &str, end: &str, least: &str) -> Option<Vec<u8>> {
    if recipe.scale > 0 && least.is_empty() {
        return None;
    }
    let parts = if recipe.scale > 0 { [least, "", ""] } else { [head, middle, end] };
    let seed = recipe.seed;
    let mut title = title(seed);
    if recipe.scale > 1 {
        title.truncate(1);
    }
    let told = |text: &str| {
        let text = text.replace("{t}", &title).replace("{n}", &number(seed).to_string());
        text.replace("{s}", if recipe.scale > 0 { &title } else { "{s}" })
    };
    let [head, middle, end] = parts.map(told).map(|text| text.replace("{s}", &sentence(seed)));
    Some([head, middle, " ".repeat(recipe.filler), end].concat().into_bytes())
}
