//! The name of a numeric property → a number of the size that such things have, or one that the thing's other numbers agree
//! with.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::telling::Telling;
use super::{Hint, Maker, rules, split};
use crate::schema::sample::draw;
use crate::schema::sample::life::{Bill, Quota, Stage, ends};

/// What makes a number.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::schema) enum Quantity {
    /// Between the two, as so many hundredths or the like.
    Span {
        low: i64,
        high: i64,
        decimals: u32,
    },
    /// One end of a range: the lower or the upper one, of what.
    End {
        upper: bool,
        of: String,
        low: i64,
        high: i64,
        decimals: u32,
    },
    /// A year between the two, as told at the end of 2025.
    Year(i64, i64),
    /// A moment in Unix seconds, or in milliseconds.
    Moment(Stage),
    Age,
    BirthYear,
    Latitude,
    Longitude,
    /// An amount of money that adds up.
    Bill(Bill),
    /// A count that adds up.
    Quota(Quota),
    /// A price, `….99` more often than not.
    Price,
    /// One of few usual sizes.
    Usual(&'static [i64]),
}

use Quantity::{Age, BirthYear, Latitude, Longitude, Moment, Price, Usual};

const fn whole(low: i64, high: i64) -> Quantity {
    Quantity::Span { low, high, decimals: 0 }
}

const fn decimal(low: i64, high: i64, decimals: u32) -> Quantity {
    Quantity::Span { low, high, decimals }
}

/// Endings of names, as words in lower case, comma between them.
static QUANTITIES: &[(&str, Quantity)] = &[
    ("age", Age),
    ("birth year, year of birth", BirthYear),
    ("year, fiscal year, season, model year", Quantity::Year(2018, 2025)),
    ("expiry year, exp year, expiration year", Quantity::Year(2026, 2031)),
    ("month, expiry month, exp month", whole(1, 12)),
    ("day, day of month", whole(1, 28)),
    ("hour", whole(0, 23)),
    ("minute, second", whole(0, 59)),
    ("week, week number", whole(1, 52)),
    ("price, unit price, cost, fee, list price, base price, sale price, charge, shipping, shipping cost", Price),
    ("subtotal, sub total, net amount, net", Quantity::Bill(Bill::Subtotal)),
    ("tax, tax amount, vat amount, total tax", Quantity::Bill(Bill::Tax)),
    (
        "amount, total price, total amount, grand total, amount due, amount paid, order total, total cost, gross, gross amount",
        Quantity::Bill(Bill::Total),
    ),
    ("balance, revenue, budget, spend, available balance, total fees, income, turnover", decimal(50, 5000, 2)),
    ("salary, annual income", whole(28_000, 120_000)),
    ("fees, discount amount, refund amount, tip", decimal(1, 40, 2)),
    ("discount, discount percentage, tax rate, vat rate, commission", whole(5, 30)),
    (
        "percentage, percent, pct, progress, completion, percent complete, humidity, battery, rh, clouds, battery level",
        whole(0, 100),
    ),
    ("rating, stars, average rating, rating average", decimal(3, 5, 1)),
    (
        "score, confidence, probability, similarity, ratio, top p, relevance, alpha, opacity, confidence score",
        decimal(0, 1, 2),
    ),
    ("rate, exchange rate, factor, multiplier", decimal(0, 3, 2)),
    ("latitude, lat", Latitude),
    ("longitude, lng, lon, long", Longitude),
    ("altitude, elevation, distance", decimal(1, 900, 1)),
    ("accuracy, radius, precision", whole(1, 50)),
    ("temperature, temp, dewpt, app temp", decimal(-5, 30, 1)),
    ("speed, wind spd, wind speed", decimal(0, 30, 1)),
    ("heading, bearing, angle, direction", whole(0, 359)),
    ("pressure, pres, slp", decimal(980, 1040, 1)),
    ("weight, weight kg", decimal(1, 25, 1)),
    ("port", Usual(&[80, 443, 3000, 5432, 8080, 8443])),
    ("page, page number, current page, pageno", whole(1, 3)),
    ("page count, pages, total pages", whole(3, 20)),
    ("page size, per page, page limit, pagesize, max results, items per page", Usual(&[10, 20, 25, 50, 100])),
    ("offset, skip", Usual(&[0, 0, 10, 20, 50])),
    (
        "retry, retries, attempt, attempts, retry count, depth, level, failed, errors, error count, failures, failure count",
        whole(0, 5),
    ),
    (
        "size, file size, bytes, content length, size bytes, filesize, size in bytes, disk, data size",
        whole(1_200, 900_000),
    ),
    ("length", whole(5, 240)),
    ("width, image width, original width", Usual(&[640, 800, 1024, 1280, 1920])),
    ("height, image height, original height", Usual(&[480, 600, 720, 768, 1080])),
    ("thumb width, thumb height, thumbnail width, thumbnail height", Usual(&[64, 128, 160, 320])),
    (
        "count, hits, likes, views, votes, followers, members, usage, unread, hearts, replies, comments, shares, clicks, \
         plays, downloads, followers count, reply count, comment count, view count, stargazers count, forks, watchers",
        whole(0, 250),
    ),
    (
        "total, total count, total results, total items, total elements, totalcount, num results, total records",
        Quantity::Quota(Quota::Whole),
    ),
    (
        "completed, used, processed, succeeded, done, consumed, success count, completed count, used count",
        Quantity::Quota(Quota::Used),
    ),
    ("remaining, left, available, remaining count, free, pending", Quantity::Quota(Quota::Left)),
    ("limit, quota, capacity", Quantity::Quota(Quota::Limit)),
    ("quantity, qty", Usual(&[1, 1, 1, 2, 2, 3, 4, 5])),
    ("stock, inventory, seats, stock level, in stock", whole(0, 120)),
    (
        "index, position, order, rank, sort, priority, sequence, line, row, column, sort order, ordinal, sequence number, display order",
        whole(1, 20),
    ),
    ("id, user id, number, no, num, uid, gid", whole(1, 99_999)),
    ("expires in, ttl, max age", Usual(&[300, 900, 3600, 7200, 86_400])),
    ("duration, timeout, seconds, duration seconds, interval, delay, runtime, wait, timeout seconds", whole(10, 1800)),
    ("minutes, duration minutes", Usual(&[15, 30, 45, 60, 90])),
    ("ms, millis, milliseconds, latency, duration ms, elapsed, took, response time, latency ms", whole(5, 900)),
    ("hours, days, weeks, months", whole(1, 30)),
    ("years, experience", whole(1, 20)),
    ("status code, http status, http code, httpstatus", Usual(&[200, 200, 201, 204])),
    ("error code", Usual(&[400, 401, 403, 404, 409, 500])),
    ("version, revision, generation, v", whole(1, 12)),
    ("zip, zip code, zipcode, postal code", whole(10_000, 99_950)),
    ("cpu, cpus, cores, vcpus, cpu count, number of cores, threads", Usual(&[1, 2, 4, 8, 16])),
    ("memory, ram, memory mb", Usual(&[512, 1024, 2048, 4096, 8192])),
    ("memory gb, memory in gb, disk gb", Usual(&[4, 8, 16, 32, 64])),
    ("replicas, instances, nodes, workers, pods, node count", whole(1, 8)),
    ("bitrate", Usual(&[96, 128, 192, 256, 320])),
    ("children, bedrooms, bathrooms, rooms, guests, adults, floors", whole(1, 4)),
    ("red, green, blue", whole(0, 255)),
    ("code, status", Usual(&[200, 200, 201, 204])),
    ("type, kind, category, group, state, tier, grade, priority id", whole(1, 6)),
    ("exit code", Usual(&[0, 0, 0, 1])),
    ("quality, health, strength, volume, fitness", whole(40, 100)),
    ("top, left, right, bottom, x, y, z, margin, padding", whole(0, 800)),
    ("prefix length, netmask bits", Usual(&[16, 20, 24, 28])),
    ("line number, start line, end line, line no", whole(1, 400)),
    ("average, mean, median, avg", decimal(10, 90, 1)),
    ("vlan, vlan id", whole(2, 400)),
    ("scale, zoom, zoom level", whole(1, 10)),
    ("threshold, step, step size", whole(1, 50)),
    ("flag, is", Usual(&[0, 1])),
    ("calories", whole(80, 700)),
    (
        "created, created at, date, time, timestamp, ts, epoch, at, date create, iat, created time, create time, \
         timestamp ms, time ms, at ms, epoch ms, creation time, added at, created date, date created, creation date",
        Moment(Stage::Created),
    ),
    ("nbf, started at, start time, starttime, start timestamp, start date, started, begin", Moment(Stage::Start)),
    (
        "updated, updated at, modified, modified at, last set, last modified, last updated, update time, last seen, last login",
        Moment(Stage::Updated),
    ),
    ("end time, endtime, ended at, finished at, completed at, end timestamp, end date, finished", Moment(Stage::End)),
    ("closed at, resolved at, archived at, canceled at, cancelled at", Moment(Stage::Closed)),
    ("deleted at", Moment(Stage::Deleted)),
    ("due, due date, due at", Moment(Stage::Due)),
    (
        "expires, expires at, expiration, exp, expiry, expiration time, expiry date, expiration date, valid until",
        Moment(Stage::Expires),
    ),
];

/// Only ever looked into, never walked.
static INDEX: LazyLock<BTreeMap<&str, &Quantity>> = LazyLock::new(|| {
    QUANTITIES.iter().flat_map(|(names, quantity)| names.split(", ").map(move |name| (name, quantity))).collect()
});

const LOWER: [&str; 5] = ["min", "minimum", "low", "lower", "lowest"];
const UPPER: [&str; 5] = ["max", "maximum", "high", "upper", "highest"];

/// What a number of that name is. `None` when the name says nothing.
pub(super) fn quantity(hint: &Hint<'_>) -> Option<Quantity> {
    let words = split::words(hint.name);
    if words.len() > 1 && words.first().is_some_and(|first| matches!(first.as_str(), "is" | "has" | "can")) {
        return Some(Usual(&[0, 1]));
    }
    if let Some(end) = end(&words) {
        return Some(end);
    }
    // What is a time as a text is one as a number, if its name says more than one word of it.
    let known = |ending: &String| match INDEX.get(ending.as_str()) {
        Some(quantity) => Some((*quantity).clone()),
        None if ending.contains(' ') => match rules::by_name(std::slice::from_ref(ending)) {
            Some(Maker::At(stage, _)) => Some(Moment(stage)),
            _ => None,
        },
        None => None,
    };
    if let Some(found) = split::endings(hint.name).iter().find_map(known) {
        return Some(found);
    }
    let said = hint.description.to_lowercase();
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| said.contains(phrase));
    if says(&["unix timestamp", "unix time", "epoch", "seconds since", "milliseconds since"]) {
        Some(Moment(Stage::Created))
    } else if says(&["in percent", "percentage"]) {
        Some(whole(0, 100))
    } else if says(&["in cents", "minor unit", "smallest currency unit"]) {
        Some(Quantity::Bill(Bill::Total))
    } else if says(&["number of", "count of", "how many"]) {
        Some(whole(0, 60))
    } else {
        None
    }
}

/// One end of a range, if the first or the last word of the name says so and others say of what, or none does.
fn end(words: &[String]) -> Option<Quantity> {
    if let [word] = words
        && let Some(axis @ ("x" | "y" | "z")) = word.get(..1)
        && let Some(side @ ("min" | "max")) = word.get(1..)
    {
        return Some(Quantity::End { upper: side == "max", of: axis.to_owned(), low: 0, high: 800, decimals: 0 });
    }
    let at = [0, words.len().checked_sub(1)?].into_iter().find_map(|at| {
        let word = words.get(at)?.as_str();
        let upper = UPPER.contains(&word);
        (upper || LOWER.contains(&word)).then_some((at, upper))
    });
    let (at, upper) = at?;
    let mut stem = words.to_vec();
    stem.remove(at);
    let of = stem.join(" ");
    let (low, high, decimals) = match split::endings(&of).iter().find_map(|ending| INDEX.get(ending.as_str())) {
        Some(Quantity::Span { low, high, decimals }) => (*low, *high, *decimals),
        Some(Price) => (5, 250, 2),
        Some(Age) => (18, 65, 0),
        _ => (1, 100, 0),
    };
    Some(Quantity::End { upper, of, low, high, decimals })
}

/// How a number is meant: what its name does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::schema) struct Scale {
    /// Times are told in milliseconds.
    pub(in crate::schema) millis: bool,
    /// Money is told in hundredths.
    pub(in crate::schema) cents: bool,
}

impl Quantity {
    /// The number, with the decimals that such numbers have (the caller rounds for an integer).
    pub(in crate::schema) fn make(&self, of: &mut Telling<'_>, scale: Scale) -> f64 {
        let parts = |number: i64, decimals: u32| real(number) / real(10_i64.saturating_pow(decimals));
        let money = |cents: i64| if scale.cents { real(cents) } else { parts(cents, 2) };
        match self {
            Self::Span { low, high, decimals } => {
                let fine = 10_i64.saturating_pow(*decimals);
                parts(draw::between(of.rng, low.saturating_mul(fine)..=high.saturating_mul(fine)), *decimals)
            }
            Self::End { upper, of: stem, low, high, decimals } => {
                let fine = 10_i64.saturating_pow(*decimals);
                let (lower, higher) = ends(of.thing.own, stem, (low.saturating_mul(fine), high.saturating_mul(fine)));
                parts(if *upper { higher } else { lower }, *decimals)
            }
            Self::Moment(stage) => {
                let millis = of.thing.millis(*stage);
                real(if scale.millis { millis } else { millis.div_euclid(1000) })
            }
            Self::Year(first, last) => real(draw::between(of.rng, *first..=*last) + of.thing.later.years()),
            Self::Age => real(of.person().age()),
            Self::BirthYear => f64::from(of.person().birthday().year()),
            Self::Latitude => of.place().coordinates().0,
            Self::Longitude => of.place().coordinates().1,
            Self::Bill(line) => money(line.cents(of.thing.own)),
            Self::Quota(part) => real(part.count(of.thing.own)),
            Self::Price => {
                let ending = draw::pick(of.rng, &[99, 99, 99, 50, 0, 95, 49]).copied().unwrap_or(0);
                money(draw::between(of.rng, 4..=249) * 100 + ending)
            }
            Self::Usual(sizes) => real(draw::pick(of.rng, sizes).copied().unwrap_or(1)),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "all of these numbers stay below 2^53")]
const fn real(number: i64) -> f64 {
    number as f64
}
