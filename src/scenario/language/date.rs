//! Texts that say when, as JavaScript reads them: from `2026-11-21`, `2026-11-21T17:39:23.120+01:00`, `Sat, 21 Nov 2026 17:39:23 GMT`,
//! `Nov 21, 2026 5:39 PM` to milliseconds since 1970.
//!
//! The first two are the format of ECMA-262 (section 21.4.1.32), the others what all engines also take. Where none is said the time zone
//! is UTC: the same on every machine. Invariant: all is whole numbers, and what is no date is nothing.

/// The farthest moment from 1970, in milliseconds (ECMA-262, section 21.4.1.1).
const FARTHEST: i64 = 8_640_000_000_000_000;
const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A number of milliseconds, its fraction cut off.
pub(super) fn of_number(millis: f64) -> Option<i64> {
    #[expect(clippy::cast_precision_loss, reason = "it is a number of JavaScript")]
    let is_near = millis.abs() <= FARTHEST as f64;
    #[expect(clippy::cast_possible_truncation, reason = "a fraction is what is cut off")]
    is_near.then_some(millis as i64)
}

/// What `Date.parse` makes of a text.
pub(super) fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    let said = Said::standard(text).or_else(|| Said::usual(text))?;
    said.millis().filter(|millis| millis.abs() <= FARTHEST)
}

/// What a text says of a moment.
#[derive(Debug, Default)]
struct Said {
    year: i64,
    /// From 1.
    month: i64,
    day: i64,
    /// Since midnight, in milliseconds.
    time: i64,
    /// How much later than UTC it is told, in milliseconds.
    offset: i64,
}

impl Said {
    fn millis(&self) -> Option<i64> {
        let Self { year, month, day, time, offset } = *self;
        let fits = (1..=12).contains(&month) && (1..=days_of(year, month)).contains(&day) && (0..=DAY).contains(&time);
        fits.then(|| days_since_1970(year, month, day) * DAY + time - offset)
    }

    /// `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, each with or without `THH:mm`, `:ss`, `.sss`, `Z` or `+HH:mm`; years of six digits have a sign.
    fn standard(text: &str) -> Option<Self> {
        let (date, time) = match text.split_once(['T', 't', ' ']) {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let (year, mut rest) = date.split_at_checked(if date.starts_with(['+', '-']) { 7 } else { 4 })?;
        // `-000000` is refused by the standard.
        if !year.trim_start_matches(['+', '-']).bytes().all(|byte| byte.is_ascii_digit()) || year == "-000000" {
            return None;
        }
        let (mut month, mut day) = (1, 1);
        for part in [&mut month, &mut day] {
            if !rest.is_empty() {
                let (digits, behind) = rest.strip_prefix('-')?.split_at_checked(2)?;
                (*part, rest) = (two_digits(digits)?, behind);
            }
        }
        if !rest.is_empty() {
            return None;
        }
        let said = Self { year: year.parse().ok()?, month, day, ..Self::default() };
        let Some(time) = time else { return Some(said) };
        let (clock, offset) = zone(time)?;
        Some(Self { time: standard_clock(clock)?, offset, ..said })
    }

    /// Days, months and years in the orders that people write them in.
    fn usual(text: &str) -> Option<Self> {
        let text = without_comments(text);
        let (mut month, mut numbers, mut time, mut offset) = (None, Vec::new(), None, 0);
        let mut is_slashed = false;
        for word in text.split([' ', ',', '\t']).filter(|word| !word.is_empty()) {
            let lower = word.to_ascii_lowercase();
            let begins = |names: &[&str]| {
                let short = lower.get(..3)?;
                let is_word = lower.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'.');
                names.iter().position(|name| is_word && *name == short)
            };
            if let Some(index) = begins(&MONTHS) {
                month = Some(i64::try_from(index).ok()? + 1);
            } else if begins(&WEEKDAYS).is_some() {
            } else if word.contains(':') && time.is_none() {
                let (clock, later) = zone(word)?;
                (time, offset) = (Some(usual_clock(clock)?), later);
            } else if let ("am" | "pm", Some(told)) = (lower.as_str(), time) {
                if !(HOUR..HOUR * 13).contains(&told) {
                    return None;
                }
                time = Some(told % (12 * HOUR) + if lower == "pm" { 12 * HOUR } else { 0 });
            } else if let Some(later) = named_zone(&lower) {
                offset = later;
            } else if word.contains('/') && numbers.is_empty() {
                is_slashed = true;
                numbers = word.split('/').map(whole).collect::<Option<Vec<_>>>()?;
            } else if month.is_none() || word.bytes().all(|byte| byte.is_ascii_digit()) {
                numbers.push(whole(word)?);
            } else {
                return None;
            }
        }
        let (year, month, day) = match (month, numbers.as_slice()) {
            (Some(month), [day, year]) if *day <= 31 => (*year, month, *day),
            (Some(month), [year, day]) => (*year, month, *day),
            (Some(month), [year]) if *year > 31 => (*year, month, 1),
            (None, [year, month, day]) if is_slashed && *year > 31 => (*year, *month, *day),
            (None, [month, day, year]) if is_slashed => (*year, *month, *day),
            _ => return None,
        };
        // Years of two digits, as in RFC 2822, section 4.3, and in all engines.
        let year = match year {
            0..=49 => year + 2000,
            50..=99 => year + 1900,
            _ => year,
        };
        Some(Self { year, month, day, time: time.unwrap_or_default(), offset })
    }
}

/// `17:39:23.12+01:00` without its time zone, and how much later that is than UTC.
fn zone(time: &str) -> Option<(&str, i64)> {
    if let Some(clock) = time.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    match time.rfind(['+', '-']) {
        Some(at) => Some((time.get(..at)?, signed_zone(time.get(at..)?)?)),
        None => Some((time, 0)),
    }
}

/// `+01:00`, `-0530`.
fn signed_zone(text: &str) -> Option<i64> {
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let digits = text.get(1..)?.replace(':', "");
    let (hours, minutes) = (two_digits(digits.get(..2)?)?, two_digits(digits.get(2..).filter(|_| digits.len() == 4)?)?);
    (hours < 24 && minutes < 60).then(|| sign * (hours * HOUR + minutes * MINUTE))
}

/// `gmt`, `utc`, `+0100`, `gmt+0100`, and the names of RFC 2822, section 4.3.
fn named_zone(word: &str) -> Option<i64> {
    let west = match word {
        "gmt" | "utc" | "ut" | "z" => 0,
        "edt" => 4,
        "est" | "cdt" => 5,
        "cst" | "mdt" => 6,
        "mst" | "pdt" => 7,
        "pst" => 8,
        _ => {
            let rest = word.strip_prefix("gmt").or_else(|| word.strip_prefix("utc")).unwrap_or(word);
            return if rest.starts_with(['+', '-']) { signed_zone(rest) } else { None };
        }
    };
    Some(-west * HOUR)
}

/// `HH:mm`, `HH:mm:ss`, `HH:mm:ss.sss`; midnight at the end of a day is `24:00`.
fn standard_clock(clock: &str) -> Option<i64> {
    let (clock, fraction) = match clock.split_once(['.', ',']) {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (clock, None),
    };
    let parts: Vec<_> = clock.split(':').map(two_digits).collect::<Option<_>>()?;
    let (hours, minutes, seconds) = match parts.as_slice() {
        [hours, minutes] if fraction.is_none() => (*hours, *minutes, 0),
        [hours, minutes, seconds] => (*hours, *minutes, *seconds),
        _ => return None,
    };
    let millis = match fraction {
        Some(digits) if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) => return None,
        Some(digits) => format!("{digits:0<3}").get(..3)?.parse().ok()?,
        None => 0,
    };
    let time = hours * HOUR + minutes * MINUTE + seconds * SECOND + millis;
    ((hours < 24 || time == DAY) && minutes < 60 && seconds < 60).then_some(time)
}

/// As [`standard_clock`], where the hour may have one digit.
fn usual_clock(clock: &str) -> Option<i64> {
    if clock.find(':') == Some(1) { standard_clock(&format!("0{clock}")) } else { standard_clock(clock) }
}

/// What stands in brackets is a comment: `(Central European Time)`.
fn without_comments(text: &str) -> String {
    let mut deep = 0_usize;
    let outside = text.chars().filter(|letter| {
        match letter {
            '(' => deep += 1,
            ')' => deep = deep.saturating_sub(1),
            _ => return deep == 0,
        }
        false
    });
    outside.collect()
}

fn two_digits(text: &str) -> Option<i64> {
    (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// A number of at most six digits.
fn whole(text: &str) -> Option<i64> {
    (text.len() <= 6 && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

const fn days_of(year: i64, month: i64) -> i64 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The number of a day (Howard Hinnant, `days_from_civil`): years begin in March, so that the leap day is the last one.
const fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}
