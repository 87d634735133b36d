//! What authors say of hours and offsets, read: spans of a day such as `08:00-12:30`, and `+02:00`.

use indexmap::IndexMap;

use super::Timeline;

const DAY: usize = 1440;
/// What minutes weigh of which nothing is said.
const QUIET: f64 = 0.02;

impl Timeline {
    /// The weights of a week's hours from spans of a day, such as `08:00-12:30` or `22:00-02:00`, and their weights; the later of two spans
    /// holds where they overlap, and all other times weigh 0.02. `weekend` is what a Saturday and a Sunday weigh beside other days. An hour
    /// weighs what its minutes do on average. No spans: every hour of a day alike.
    ///
    /// # Errors
    /// A span that cannot be read, a weight that is negative or no number, or nothing that weighs anything.
    pub fn hours_of(spans: &IndexMap<String, f64>, weekend: Option<f64>) -> Result<Vec<f64>, String> {
        let mut minutes = vec![if spans.is_empty() { 1.0 } else { QUIET }; DAY];
        for (text, weight) in spans {
            let (begin, end) = span(text)?;
            if !weight.is_finite() || *weight < 0.0 {
                return Err(format!("the weight of the hours `{text}` is no number from 0 on: {weight}"));
            }
            for minute in 0..=(end + DAY - begin - 1) % DAY {
                if let Some(slot) = minutes.get_mut((begin + minute) % DAY) {
                    *slot = *weight;
                }
            }
        }
        let weekend = weekend.unwrap_or(1.0);
        if !weekend.is_finite() || weekend < 0.0 {
            return Err(format!("the weight of the weekend is no number from 0 on: {weekend}"));
        }
        let day: Vec<f64> = minutes.chunks(60).map(|hour| hour.iter().sum::<f64>() / 60.0).collect();
        let week: Vec<f64> = [1.0, 1.0, 1.0, 1.0, 1.0, weekend, weekend]
            .iter()
            .flat_map(|factor| day.iter().map(move |hour| hour * factor))
            .collect();
        if week.iter().all(|weight| *weight <= 0.0) {
            return Err("no hour of the week weighs anything".to_owned());
        }
        Ok(week)
    }

    /// How much later than UTC a place's hours are told, in milliseconds: `+02:00`, `-05:30`, `Z`.
    ///
    /// # Errors
    /// What is no such text, or more than 18 hours.
    pub fn offset_of(text: &str) -> Result<i64, String> {
        let wrong = || format!("an offset from UTC looks like `+02:00`: {text}");
        if text == "Z" {
            return Ok(0);
        }
        let (sign, clock) = match text.split_at_checked(1) {
            Some(("+", clock)) => (1, clock),
            Some(("-", clock)) => (-1, clock),
            _ => return Err(wrong()),
        };
        let minutes = minute(clock).filter(|minutes| *minutes <= 18 * 60).ok_or_else(wrong)?;
        i64::try_from(minutes).map(|minutes| sign * minutes * 60_000).map_err(|_| wrong())
    }
}

/// The minutes of a day at which a span begins and ends.
fn span(text: &str) -> Result<(usize, usize), String> {
    let wrong = || format!("a span of hours looks like `08:00-12:30`: {text}");
    let (begin, end) = text.split_once('-').ok_or_else(wrong)?;
    let begin = minute(begin.trim()).filter(|minute| *minute < DAY).ok_or_else(wrong)?;
    let end = minute(end.trim()).ok_or_else(wrong)?;
    if begin == end {
        return Err(format!("this span of hours ends where it begins: {text}"));
    }
    Ok((begin, end))
}

/// The minute that `HH:MM` says, up to `24:00`.
fn minute(text: &str) -> Option<usize> {
    let (hours, minutes) = text.split_once(':')?;
    let two_digits = |text: &str| {
        let is_pair = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_pair.then(|| text.parse::<usize>().ok()).flatten()
    };
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes).filter(|minutes| *minutes < 60)?);
    Some(hours * 60 + minutes).filter(|minute| *minute <= DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_become_hours() {
        for (spans, weekend, hours) in [
            (vec![], None, vec![(0, 1.0), (23, 1.0), (167, 1.0)]),
            (vec![], Some(0.5), vec![(0, 1.0), (5 * 24, 0.5)]),
            (vec![("08:00-12:30", 1.0)], None, vec![(7, 0.02), (8, 1.0), (11, 1.0), (12, 0.51), (13, 0.02)]),
            (vec![("22:00-02:00", 3.0)], None, vec![(21, 0.02), (22, 3.0), (1, 3.0), (2, 0.02), (7 * 24 - 1, 3.0)]),
            (
                vec![("00:00-24:00", 2.0), ("10:00 - 11:00", 0.0)],
                Some(2.0),
                vec![(9, 2.0), (10, 0.0), (130, 0.0), (131, 4.0)],
            ),
        ] {
            let spans = spans.into_iter().map(|(span, weight)| (span.to_owned(), weight)).collect();
            let week = Timeline::hours_of(&spans, weekend).unwrap();
            assert_eq!(week.len(), 168);
            for (hour, expected) in hours {
                assert!((week[hour] - expected).abs() < 1e-9, "{spans:?} {weekend:?}: hour {hour} is {}", week[hour]);
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        for (span, weight, weekend, expected) in [
            ("8-12", 1.0, None, "a span of hours looks like `08:00-12:30`: 8-12"),
            ("08:00-24:01", 1.0, None, "a span of hours looks like `08:00-12:30`: 08:00-24:01"),
            ("24:00-08:00", 1.0, None, "a span of hours looks like `08:00-12:30`: 24:00-08:00"),
            ("08:60-09:00", 1.0, None, "a span of hours looks like `08:00-12:30`: 08:60-09:00"),
            ("+8:00-09:00", 1.0, None, "a span of hours looks like `08:00-12:30`: +8:00-09:00"),
            ("08:00-08:00", 1.0, None, "this span of hours ends where it begins: 08:00-08:00"),
            ("08:00-09:00", -1.0, None, "the weight of the hours `08:00-09:00` is no number from 0 on: -1"),
            ("08:00-09:00", f64::NAN, None, "the weight of the hours `08:00-09:00` is no number from 0 on: NaN"),
            ("08:00-09:00", 1.0, Some(-0.5), "the weight of the weekend is no number from 0 on: -0.5"),
            ("00:00-24:00", 0.0, None, "no hour of the week weighs anything"),
        ] {
            let spans = [(span.to_owned(), weight)].into_iter().collect();
            assert_eq!(Timeline::hours_of(&spans, weekend), Err(expected.to_owned()));
        }
    }

    #[test]
    fn offsets() {
        for (text, expected) in [
            ("+02:00", Some(7_200_000)),
            ("-05:30", Some(-19_800_000)),
            ("Z", Some(0)),
            ("+18:00", Some(64_800_000)),
            ("+18:01", None),
            ("2:00", None),
            ("+0200", None),
            ("", None),
            ("é2:00", None),
        ] {
            assert_eq!(Timeline::offset_of(text).ok(), expected, "{text}");
        }
    }
}
