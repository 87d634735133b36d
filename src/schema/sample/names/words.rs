//! Plain words of any length asked for: the text of last resort.

use std::ops::RangeInclusive;

use rand::rngs::ChaCha8Rng;

use crate::schema::sample::draw;

/// Short, common, in lower case, at home in any field.
pub(in crate::schema) const WORDS: [&str; 64] = [
    "amber", "anchor", "apple", "arrow", "autumn", "basket", "beacon", "birch", "bridge", "bright", "canvas", "cedar",
    "circle", "clover", "copper", "coral", "corner", "cotton", "crystal", "dawn", "delta", "ember", "falcon",
    "feather", "fern", "field", "forest", "garden", "harbor", "hazel", "horizon", "island", "ivory", "juniper",
    "lantern", "lemon", "linen", "maple", "marble", "meadow", "mirror", "morning", "north", "ocean", "olive", "orchid",
    "paper", "pebble", "pine", "prairie", "quartz", "quiet", "river", "saffron", "silver", "spruce", "stone", "summer",
    "thistle", "timber", "valley", "velvet", "willow", "winter",
];

/// Longest text, in code points; a longer one that is asked for ends here.
const MAX_LENGTH: usize = 1 << 20;

/// Words with a length in code points inside `lengths`: two or three of them where the window allows. A range that starts
/// beyond 1,048,576 is not met.
pub fn words(rng: &mut ChaCha8Rng, lengths: RangeInclusive<usize>) -> String {
    let (low, high) = (*lengths.start(), (*lengths.end()).min(MAX_LENGTH));
    let mut text = String::new();
    let wanted = draw::size(rng, 8..=16).clamp(low.min(high), high);
    while text.len() < wanted {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(draw::word(rng, &WORDS));
    }
    // The words are ASCII: octets are code points.
    text.truncate(high);
    if text.ends_with(' ') {
        text.pop();
        text.push('s');
    }
    text
}
