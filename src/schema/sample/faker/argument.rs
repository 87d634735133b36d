//! The arguments of a faker method: by position, or as members of one object.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

use crate::schema::format::WINDOW;
use crate::schema::later::Later;

/// The arguments of one call.
#[derive(Clone, Copy)]
pub(super) struct Arguments<'a>(pub(super) &'a [Value]);

impl<'a> Arguments<'a> {
    /// The argument of that name in an options object, else the one at that position.
    pub(super) fn named(self, name: &str, position: usize) -> Option<&'a Value> {
        let options = self.0.iter().find_map(|argument| argument.as_object());
        options
            .and_then(|options| options.get(name))
            .or_else(|| self.0.get(position).filter(|value| !value.is_object()))
    }

    pub(super) fn at(self, position: usize) -> Option<&'a Value> {
        self.0.get(position)
    }

    /// An integer by name or position.
    pub(super) fn integer(self, name: &str, position: usize) -> Option<i64> {
        let value = self.named(name, position)?;
        #[expect(clippy::cast_possible_truncation, reason = "a bound that is cut off is still a bound")]
        value.as_i64().or_else(|| value.as_f64().map(|number| number as i64))
    }

    pub(super) fn real(self, name: &str, position: usize) -> Option<f64> {
        self.named(name, position)?.as_f64()
    }

    pub(super) fn text(self, name: &str, position: usize) -> Option<&'a str> {
        self.named(name, position)?.as_str()
    }

    /// A number of characters or words that is not absurd.
    pub(super) fn size(self, name: &str, usual: usize) -> usize {
        self.most(name, usual, 4096)
    }

    /// A number of sentences or paragraphs that is not absurd.
    pub(super) fn passages(self, name: &str, usual: usize) -> usize {
        self.most(name, usual, 64)
    }

    fn most(self, name: &str, usual: usize, most: usize) -> usize {
        self.integer(name, 0).and_then(|size| usize::try_from(size).ok()).unwrap_or(usual).min(most)
    }

    /// A moment in Unix seconds: a number of milliseconds, a timestamp or a date.
    pub(super) fn moment(self, name: &str, position: usize) -> Option<i64> {
        match self.named(name, position)? {
            Value::Number(millis) => millis.as_i64().map(|millis| millis.div_euclid(1000)),
            Value::String(text) => {
                let moment = text.parse::<Timestamp>().ok().map(Timestamp::as_second);
                moment.or_else(|| {
                    let date: Date = text.get(..10).unwrap_or(text).parse().ok()?;
                    Some(date.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second())
                })
            }
            _ => None,
        }
    }

    /// The moments between two, or all there are.
    pub(super) fn between(self, later: Later) -> std::ops::RangeInclusive<i64> {
        let low = self.moment("from", 0).unwrap_or(WINDOW.start() + later.seconds());
        low..=self.moment("to", 1).unwrap_or(WINDOW.end() + later.seconds()).max(low)
    }
}
