//! The name of a numeric property → a number of the size that such things have.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rand::rngs::ChaCha8Rng;

use super::{Hint, split};
use crate::schema::sample::draw;

/// Where the numbers of a kind lie, and how many decimals they have.
struct Span {
    /// Endings of names, as words in lower case, comma between them.
    names: &'static str,
    low: i64,
    high: i64,
    decimals: u32,
}

const fn whole(names: &'static str, low: i64, high: i64) -> Span {
    Span { names, low, high, decimals: 0 }
}

const fn decimal(names: &'static str, low: i64, high: i64, decimals: u32) -> Span {
    Span { names, low, high, decimals }
}

static SPANS: &[Span] = &[
    whole("age", 18, 79),
    whole("year, expiry year, exp year", 2020, 2030),
    whole("month, expiry month, exp month", 1, 12),
    whole("day, day of month", 1, 28),
    whole("hour", 0, 23),
    whole("minute, second", 0, 59),
    whole("week", 1, 52),
    decimal(
        "price, amount, cost, total price, total amount, subtotal, balance, fee, fees, revenue, salary, \
     tax, unit price, charge, discount amount",
        1,
        500,
        2,
    ),
    decimal("discount, percentage, percent, pct, progress, completion, humidity, battery, rh, clouds", 0, 100, 0),
    decimal("rating, stars, average rating", 1, 5, 1),
    decimal("score, confidence, probability, similarity, weight, ratio, top p", 0, 1, 2),
    decimal("rate, exchange rate", 0, 10, 2),
    decimal("latitude, lat", -85, 85, 6),
    decimal("longitude, lng, lon, long", -180, 180, 6),
    decimal("altitude, elevation, distance, height cm", 0, 2500, 1),
    decimal("temperature, temp, dewpt, app temp", -10, 35, 1),
    decimal("speed, wind spd, wind speed", 0, 30, 1),
    decimal("pressure, pres, slp", 980, 1040, 1),
    whole("port", 1024, 49_151),
    whole("page, page number, current page, page count, pages, total pages", 1, 20),
    whole("page size, per page, limit, page limit", 10, 100),
    whole("offset, skip, retry, retries, attempt, attempts, depth, level", 0, 10),
    whole("size, file size, bytes, length, content length, size bytes", 128, 500_000),
    whole("width, image width, thumb width", 64, 1920),
    whole("height, image height, thumb height", 64, 1080),
    whole(
        "count, total, total count, num, hits, likes, views, votes, followers, members, usage, unread, \
     hearts",
        0,
        250,
    ),
    whole("quantity, qty, stock, inventory, seats, capacity", 1, 100),
    whole("index, position, order, rank, sort, priority, sequence, line, row, column", 1, 50),
    whole("id, user id, number, no", 1, 99_999),
    whole(
        "duration, duration minutes, minutes, timeout, ttl, seconds, duration seconds, interval, delay, \
     expires in",
        1,
        3600,
    ),
    whole("ms, millis, milliseconds, latency, duration ms, elapsed, took", 5, 2500),
    whole("hours, days, weeks, months, years", 1, 30),
    whole("status code, http status, http code, status", 200, 204),
    whole("version, revision, generation, v", 1, 12),
    whole("zip, zip code, zipcode, postal code", 10_000, 99_950),
    whole(
        "at, timestamp, ts, created, updated, modified, date, time, epoch, expires, expiration, exp, \
     iat, nbf, date create, last set, start time, end time",
        1_577_836_800,
        1_767_225_599,
    ),
    whole("timestamp ms, time ms, at ms, epoch ms", 1_577_836_800_000, 1_767_225_599_999),
    whole("cpu, cpus, cores, replicas, instances, nodes, workers, threads", 1, 16),
];

/// Only ever looked into, never walked.
static INDEX: LazyLock<BTreeMap<&str, &Span>> =
    LazyLock::new(|| SPANS.iter().flat_map(|span| span.names.split(", ").map(move |name| (name, span))).collect());

/// A number for the hint, with the decimals that such numbers have (the caller rounds for an integer). `None` when the
/// name says nothing.
pub fn lifelike_number(hint: &Hint<'_>, rng: &mut ChaCha8Rng) -> Option<f64> {
    let endings = split::endings(hint.name);
    let span = endings.iter().find_map(|ending| INDEX.get(ending.as_str()))?;
    let parts = 10_i64.saturating_pow(span.decimals);
    let drawn = draw::between(rng, span.low.saturating_mul(parts)..=span.high.saturating_mul(parts));
    #[expect(clippy::cast_precision_loss, reason = "the spans stay below 2^53")]
    let (drawn, parts) = (drawn as f64, parts as f64);
    Some(drawn / parts)
}
