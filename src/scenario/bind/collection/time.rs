//! The time that grows from row to row: from its words to a timeline.

use indexmap::IndexMap;
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
        if follows && oldest.is_some() {
            let message = "rows with times of their own cannot be the newest where time goes on".to_owned();
            let help = "leave `end` out: time then ends where those rows begin".to_owned();
            self.faults.refuse(&at.join("end"), message, help);
        }
        let before = oldest.map(|oldest| oldest - least);
        let end = match (end, before) {
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
        let hours = self.hours(&written.hours, written.weekend, &at);
        let offset = written.offset.as_deref().map_or(0, |text| self.offset(text, &at.join("offset")));
        let scene = self.written.scenes.as_ref().map_or(1, |scenes| scenes.rows.max(1));
        let line = Timeline { start, end: end - from, least, bursts, hours, offset, scene };
        Some(Time { field: written.field.as_str().into(), line, follows, gap })
    }

    fn moment(&mut self, written: Option<&str>, at: &Place) -> Option<i64> {
        let text = written?;
        match text.parse::<jiff::Timestamp>() {
            Ok(moment) => Some(moment.as_millisecond()),
            Err(_) => {
                let help = "write it as in RFC 3339: `2023-11-01T23:20:57Z`".to_owned();
                self.faults.refuse(at, format!("`{text}` is no moment"), help);
                None
            }
        }
    }

    /// The weights of the hours of a week; none where all are alike.
    fn hours(&mut self, written: &IndexMap<String, f64>, weekend: Option<f64>, at: &Place) -> Vec<f64> {
        Timeline::hours_of(written, weekend).unwrap_or_else(|message| {
            self.faults.refuse(&at.join("hours"), message, "write `08:00-12:30: 1`".to_owned());
            Vec::new()
        })
    }

    /// How much later than UTC, in milliseconds.
    fn offset(&mut self, text: &str, at: &Place) -> i64 {
        Timeline::offset_of(text).unwrap_or_else(|message| {
            self.faults.refuse(at, message, "write `+02:00`".to_owned());
            0
        })
    }
}

fn millis(span: Span) -> i64 {
    i64::try_from(span.0.as_millis()).unwrap_or(i64::MAX)
}

/// How far from another time: `30ms..110ms`, or `5s`. `Err` says what is wrong.
pub(super) fn between(text: &str) -> Result<(i64, i64), String> {
    let (low, high) = text.split_once("..").unwrap_or((text, text));
    let (low, high) = (millis(format::Span::parse(low)?), millis(format::Span::parse(high)?));
    if low > high { Err(format!("`{text}` begins with the longer span")) } else { Ok((low, high)) }
}
