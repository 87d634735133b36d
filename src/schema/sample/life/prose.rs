//! What people write: messages, descriptions, reviews, reasons, reports of faults. Sentences with slots that fit each other,
//! so that any filling makes sense; in other languages than English whole sentences.

use rand::rngs::ChaCha8Rng;

use super::locale::Locale;
use super::speech::speech;
use crate::schema::sample::draw;

/// What kind of text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::schema) enum Prose {
    /// One line of a conversation.
    Chat,
    /// One sentence about something.
    Note,
    /// Two or three sentences about something.
    Paragraph,
    /// An opinion of something bought.
    Review,
    /// What went wrong, as programs say it.
    Fault,
    /// What a person says of themselves.
    Biography,
    /// What is good about a product.
    Product,
    /// What somebody who orders something asks for.
    Wish,
}

const CHAT: &[&str] = &[
    "Can you {do} {by}?",
    "I'll {do} {by}.",
    "Thanks, that worked!",
    "I just {did}, have a look when you get a chance.",
    "Sounds good, let's talk {by}.",
    "Did anyone {do} already?",
    "Good morning! Who can {do}?",
    "Running five minutes late, please start without me.",
    "We {did} and everything looks fine so far.",
    "No worries, I can {do} {by}.",
    "Quick question: should we {do} before the release?",
    "Great, I {did} this morning.",
    "I'm out {by}, but Sarah can {do}.",
    "Could somebody {do}? I'm stuck in a meeting.",
    "Done. I {did} and let the client know.",
    "Let's {do} first and decide about the rest later.",
    "Sorry, I missed this. I'll {do} {by}.",
    "The customer asked us to {do} {by}.",
];
const NOTE: &[&str] = &[
    "The team {did} after the last review.",
    "Remember to {do} {by}.",
    "We {did} and nothing else changed.",
    "Used to {do} once a week.",
    "Please {do} {by}.",
    "Someone has to {do} before this goes live.",
    "The client would like us to {do} {by}.",
    "Nobody {did} yet, so it is still open.",
    "It is enough to {do} once a month.",
    "They {did} without any problems.",
];
const DO: &[&str] = &[
    "update the slides",
    "check the invoice",
    "review the pull request",
    "send the contract",
    "book the meeting room",
    "call the supplier",
    "test the new build",
    "share the notes",
    "order more paper",
    "reply to the customer",
    "move the deadline",
    "write the summary",
    "sign the form",
    "prepare the demo",
    "clean up the list",
    "confirm the appointment",
    "look at the numbers",
    "fix the broken link",
];
const DID: &[&str] = &[
    "updated the slides",
    "checked the invoice",
    "reviewed the pull request",
    "sent the contract",
    "booked the meeting room",
    "called the supplier",
    "tested the new build",
    "shared the notes",
    "ordered more paper",
    "replied to the customer",
    "moved the deadline",
    "wrote the summary",
    "signed the form",
    "prepared the demo",
    "cleaned up the list",
    "confirmed the appointment",
    "looked at the numbers",
    "fixed the broken link",
];
const BY: &[&str] = &[
    "today",
    "tomorrow",
    "after lunch",
    "this afternoon",
    "by Friday",
    "next week",
    "on Monday",
    "before noon",
    "tomorrow morning",
    "at the end of the week",
];
const REVIEW: &[&str] = &[
    "Arrived quickly and works exactly as described.",
    "Good quality for the price, I would buy it again.",
    "It does the job, but the instructions could be clearer.",
    "My second one, and I still like it as much as the first.",
    "Smaller than expected, otherwise fine.",
    "Friendly staff, clean rooms and a great breakfast.",
    "Stopped working after two weeks, support replaced it at once.",
    "Exactly what I was looking for.",
    "The colour is a little darker than in the pictures.",
    "Easy to set up and very reliable so far.",
];
const FAULT: &[&str] = &[
    "The request could not be processed.",
    "The resource was not found.",
    "A required field is missing.",
    "The value is out of range.",
    "You do not have permission to do this.",
    "The token has expired.",
    "Too many requests, please try again later.",
    "The file is too large.",
    "The connection timed out.",
    "An entry with this name already exists.",
];
const BIOGRAPHY: &[&str] = &[
    "Likes long walks, strong coffee and short meetings.",
    "Works with computers by day and with wood by night.",
    "Photographer, runner, and mother of two.",
    "Has lived in four countries and cooks in five languages.",
    "Building things for the web since 2009.",
    "Writes about food, travel and everything in between.",
    "Engineer by training, gardener at heart.",
    "Always looking for the next good book.",
    "Plays the cello, badly but with joy.",
    "Helps small companies to grow.",
];
const WISH: &[&str] = &[
    "Please leave the parcel with the neighbours.",
    "Gift wrapping, please.",
    "Please call before delivery.",
    "Ring twice, the bell is quiet.",
    "Deliver to the back door.",
    "No substitutes, please.",
    "Send the invoice by email only.",
    "The entrance is in the courtyard.",
    "Please deliver after 5 pm.",
    "It is a birthday present, so no prices on the note.",
];
const PRODUCT: &[&str] = &[
    "Made from {of}, light and durable.",
    "A {how} companion for everyday use.",
    "Designed to last, with a {how} finish.",
    "{Of}, easy to clean and made to be repaired.",
    "Fits every home and every pocket.",
    "Our bestseller, now in a {how} new version.",
    "Ships flat and is set up in minutes.",
    "Comes with a two-year warranty.",
];
const OF: &[&str] =
    &["recycled aluminium", "solid oak", "organic cotton", "stainless steel", "soft leather", "natural bamboo"];
const HOW: &[&str] = &["compact", "comfortable", "matte", "practical", "quiet", "reliable", "simple"];

/// A text of that kind.
pub(in crate::schema) fn write(kind: Prose, locale: Locale, rng: &mut ChaCha8Rng) -> String {
    if let Some(sentences) = speech(locale) {
        let count = if kind == Prose::Paragraph { 2 } else { 1 };
        let joint = if matches!(locale, Locale::JaJp | Locale::ZhCn | Locale::ZhTw) { "" } else { " " };
        return several(rng, sentences, count, joint);
    }
    match kind {
        Prose::Chat => several(rng, CHAT, 1, " "),
        Prose::Note => several(rng, NOTE, 1, " "),
        Prose::Paragraph => {
            let count = draw::size(rng, 2..=3);
            several(rng, NOTE, count, " ")
        }
        Prose::Review => several(rng, REVIEW, 2, " "),
        Prose::Fault => several(rng, FAULT, 1, " "),
        Prose::Biography => several(rng, BIOGRAPHY, 1, " "),
        Prose::Product => several(rng, PRODUCT, 2, " "),
        Prose::Wish => several(rng, WISH, 1, " "),
    }
}

/// So many of the sentences, no one twice, with their slots filled.
fn several(rng: &mut ChaCha8Rng, sentences: &[&str], count: usize, joint: &str) -> String {
    let mut left = sentences.to_vec();
    let mut text = String::new();
    for _ in 0..count.min(sentences.len()) {
        if !text.is_empty() {
            text.push_str(joint);
        }
        let sentence = left.swap_remove(draw::index(rng, left.len()));
        fill(rng, sentence, &mut text);
    }
    text
}

fn fill(rng: &mut ChaCha8Rng, sentence: &str, text: &mut String) {
    let mut rest = sentence;
    while let Some((before, slot, after)) = slot(rest) {
        text.push_str(before);
        match slot {
            "do" => text.push_str(draw::word(rng, DO)),
            "did" => text.push_str(draw::word(rng, DID)),
            "by" => text.push_str(draw::word(rng, BY)),
            "how" => text.push_str(draw::word(rng, HOW)),
            "of" => text.push_str(draw::word(rng, OF)),
            _ => text.push_str(&super::title::capitalised(draw::word(rng, OF))),
        }
        rest = after;
    }
    text.push_str(rest);
}

fn slot(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (slot, after) = rest.split_once('}')?;
    Some((before, slot, after))
}
