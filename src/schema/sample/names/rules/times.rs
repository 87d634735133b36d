//! Names of members that say when something happened, in the order of [`Stage`].

use super::{Call, Format, OneOf, Rule};
use crate::schema::sample::draw;
use crate::schema::sample::life::{Layout, Stage};
use crate::schema::sample::names::text::Maker::At;

pub(super) static RULES: &[Rule] = &[
    (
        "created at, created, created on, created time, createdtime, create time, creation time, creation date, \
         creationdate, creation timestamp, date created, datecreated, date added, added at, added, joined at, joined, \
         registered at, registered, registration time, signed up at, inserted at, opened at, opened, ordered at, placed at, \
         issued at, issued, received at, received, recorded at, reported at, requested at, submitted at, timestamp, \
         time stamp, datetime, date time, at, on, when, since, member since, last date, first seen, occurred at, \
         event time, uploaded at, generated at, logged at, observed at, create at, createdat",
        At(Stage::Created, Layout::DateTime),
    ),
    (
        "date, created date, createddate, create date, order date, issue date, invoice date, purchase date, entry date, \
         posting date, transaction date, booking date, value date, registration date, added date, report date, date issued, \
         trade date, as of date, effective date, release date, released, publication date, publish date, joined date",
        At(Stage::Created, Layout::Date),
    ),
    (
        "sent at, sent, published at, published, publish time, published date, date published, posted at, posted, \
         pushed at, paid at, confirmed at, accepted at, approved at, authorized at, activated at, activated, verified at, \
         processed at, captured at, delivered at, shipped at, committed at, authored at, scheduled at, queued at, read at",
        At(Stage::Sent, Layout::DateTime),
    ),
    (
        "start time, starttime, started at, started, start, starts at, starts on, start at, start date time, startdatetime, \
         begin, begins at, begin time, start timestamp, valid from, validfrom, from time, arrival, arrival time, \
         arrives at, check in, checkin, checked in at, effective from, time start, activation date, not before, \
         current period start, period start, launched at",
        At(Stage::Start, Layout::DateTime),
    ),
    (
        "start date, startdate, begin date, from date, date from, start on, start day, valid from date, check in date, \
         checkin date, arrival date, first day, date start, shipped date, shipping date, dispatch date, ship date",
        At(Stage::Start, Layout::Date),
    ),
    (
        "updated at, updated, updated on, updated time, update time, last updated, lastupdated, last update, lastupdate, \
         last update time, last updated at, date updated, modified at, modified, modified on, modified time, \
         last modified, lastmodified, last modified at, last modified time, last modified date time, modification time, \
         date modified, edited at, edited, changed at, last changed, last login, last login at, last sign in at, last seen, \
         last seen at, last active, last active at, last activity, last activity at, last used, last used at, last accessed, \
         last run, last sync, last synced at, last message at, refreshed at, synced at, last checked, lm, updatedat",
        At(Stage::Updated, Layout::DateTime),
    ),
    (
        "updated date, update date, modified date, modification date, last modified date, last updated date, revision date",
        At(Stage::Updated, Layout::Date),
    ),
    (
        "end time, endtime, ended at, ended, end, ends at, ends on, end at, end date time, enddatetime, finish, finished, \
         finished at, finish time, completed at, completed, completed on, completion time, complete time, end timestamp, \
         until, departure, departure time, departs at, check out, checkout at, checked out at, stopped at, \
         current period end, period end, completed date time, time end, stop time, to time",
        At(Stage::End, Layout::DateTime),
    ),
    (
        "end date, enddate, to date, date to, end on, end day, completion date, completed date, finish date, check out date, \
         checkout date, departure date, last day, date end, delivery date",
        At(Stage::End, Layout::Date),
    ),
    (
        "closed at, closed, closed on, resolved at, resolved, merged at, archived at, archived, cancelled at, canceled at, \
         failed at, suspended at, revoked at, disabled at, rejected at, blocked at, removed at",
        At(Stage::Closed, Layout::DateTime),
    ),
    ("closed date, close date, cancellation date, termination date", At(Stage::Closed, Layout::Date)),
    (
        "deleted at, deleted, deleted on, deletion time, deletion timestamp, trashed at, purged at, date deleted",
        At(Stage::Deleted, Layout::DateTime),
    ),
    (
        "due, due at, due time, deadline, remind at, next run, next run at, retry at, next billing at",
        At(Stage::Due, Layout::DateTime),
    ),
    (
        "due date, duedate, due on, payment date, payment due date, next billing date, renewal date",
        At(Stage::Due, Layout::Date),
    ),
    (
        "expires at, expires, expires on, expiry, expiration, expiration time, expiry time, expire time, expire at, \
         valid to, validto, valid until, valid till, not after, effective to, expiration date time, expired at, \
         token expires at",
        At(Stage::Expires, Layout::DateTime),
    ),
    (
        "expiration date, expirationdate, expiry date, expirydate, expire date, date of expiry, valid to date, best before",
        At(Stage::Expires, Layout::Date),
    ),
    ("ts, thread ts, event ts, message ts, latest, oldest", At(Stage::Created, Layout::Micros)),
    (
        "time, start hour, opening time, closing time, opens at, closes at, time of day, open time, close time, hour",
        Call(|of| format!("{:02}:{:02}", draw::between(of.rng, 7..=20), draw::between(of.rng, 0..=3) * 15)),
    ),
    ("duration, ttl, interval, time to live, lifetime, timeout", Format("duration")),
    (
        "month, month name",
        OneOf(&["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"]),
    ),
    ("weekday, day, day of week, week day", OneOf(&["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"])),
    (
        "period, frequency, recurrence, billing cycle, cycle, billing period, billing interval, repeat",
        OneOf(&["daily", "monthly", "weekly", "yearly"]),
    ),
    ("expiry month, exp month, expiration month", Call(|of| format!("{:02}", draw::between(of.rng, 1..=12)))),
    (
        "expiry year, exp year, expiration year",
        Call(|of| (draw::between(of.rng, 2026..=2031) + of.thing.later.years()).to_string()),
    ),
    (
        "year, model year, fiscal year",
        Call(|of| (draw::between(of.rng, 2018..=2025) + of.thing.later.years()).to_string()),
    ),
    ("cron, cron expression, schedule expression", OneOf(&["*/15 * * * *", "0 * * * *", "0 3 * * *", "30 6 * * 1"])),
    ("schedule", OneOf(&["daily", "hourly", "weekdays", "weekly"])),
    ("estimated delivery, eta, estimated arrival", At(Stage::Due, Layout::DateTime)),
];
