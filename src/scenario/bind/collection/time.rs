//! The time that grows from row to row: from its words to a timeline.

use serde_json::Value;

use super::Binding;
use crate::base::Place;
use crate::collection::{Time, Timeline};
use crate::scenario::format::{self, Span};
use crate::schema::STANDSTILL;

/// How far apart rows are where nobody says it.
const USUAL_GAP: i64 = 600_000;
/// How near rows come to each other at least.
const USUAL_LEAST: i64 = 2;
/// How much rows come in bursts.
const USUAL_BURSTS: f64 = 0.6;

impl Binding<'_> {
    /// The timeline; of rows that are newer the oldest says when it ends, unless it ends before.
    pub(super) fn time(&mut self, newest: &[Value]) -> Option<Time> {
        let written = self.written.time.as_ref()?;
        let at = self.at.join("time");
        if written.field.is_empty() {
            self.faults.tell("scenario-key-missing", &at, "`time` needs `field`".to_owned(), None);
        }
        let least = written.least.map_or(USUAL_LEAST, millis);
        let gap = written.gap.map_or(USUAL_GAP, millis);
        if gap < least.max(1) {
            let message = "the mean time from row to row is less than the least";
            self.faults.refuse(&at.join("gap"), message, "make `gap` longer, or `least` shorter".to_owned());
        }
        let of_row = |row: &Value| row.get(&written.field)?.as_str()?.parse::<jiff::Timestamp>().ok();
        let oldest = newest.iter().filter_map(of_row).min().map(jiff::Timestamp::as_millisecond);
        let end = self.moment(written.end.as_deref().filter(|end| *end != "now"), &at.join("end"));
        let start = self.moment(written.start.as_deref(), &at.join("start"));
        let follows = written.end.as_deref() == Some("now") || (end.is_none() && oldest.is_none());
        let end = match (end, oldest.map(|oldest| oldest - least)) {
            (Some(end), Some(before)) => end.min(before),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => STANDSTILL.as_millisecond(),
        };
        if start.is_some_and(|start| start >= end) {
            self.faults.refuse(&at.join("start"), "no time is left between `start` and `end`", None);
        }
        let bursts = written.bursts.unwrap_or(USUAL_BURSTS);
        if !(0.0..=1.0).contains(&bursts) {
            self.faults.refuse(&at.join("bursts"), format!("`{bursts}` is not from 0 to 1"), None);
        }
        // Counted from the end, whenever that is.
        let from = if follows { end } else { 0 };
        let (gap, start) = (start.is_none().then_some(gap), start.unwrap_or(end) - from);
        let is_even = written.hours.is_empty() && written.weekend.is_none();
        let hours = if is_even { Ok(Vec::new()) } else { Timeline::hours_of(&written.hours, written.weekend) };
        let key = if written.hours.is_empty() { "weekend" } else { "hours" };
        let hours = self.understood(hours, &at.join(key));
        let offset = self.understood(written.offset.as_deref().map_or(Ok(0), Timeline::offset_of), &at.join("offset"));
        let scene = self.written.scenes.as_ref().map_or(1, |scenes| scenes.rows.max(1));
        let line = Timeline { start, end: end - from, least, bursts, hours, offset, scene };
        Some(Time { field: written.field.as_str().into(), line, follows, gap })
    }

    fn moment(&mut self, written: Option<&str>, at: &Place) -> Option<i64> {
        let text = written?;
        let moment = text.parse().map(jiff::Timestamp::as_millisecond).ok();
        if moment.is_none() {
            let help = "write it as in RFC 3339: `2023-11-01T23:20:57Z`".to_owned();
            self.faults.refuse(at, format!("`{text}` is no moment"), help);
        }
        moment
    }

    /// What is read from words, or nothing of it where they cannot be, which is told.
    fn understood<T: Default>(&mut self, read: Result<T, String>, at: &Place) -> T {
        read.unwrap_or_else(|message| {
            self.faults.refuse(at, message, None);
            T::default()
        })
    }
}

/// A span in milliseconds.
pub(super) fn millis(span: Span) -> i64 {
    i64::try_from(span.0.as_millis()).unwrap_or(i64::MAX)
}

/// How far from another time: `30ms..110ms`, or `5s`. `Err` says what is wrong.
pub(super) fn between(text: &str) -> Result<(i64, i64), String> {
    let (low, high) = text.split_once("..").unwrap_or((text, text));
    let (low, high) = (millis(format::Span::parse(low)?), millis(format::Span::parse(high)?));
    if low > high { Err(format!("`{text}` begins with the longer span")) } else { Ok((low, high)) }
}
