//! Rows, or a row, that stand in a body: from an envelope as a value to a body as bytes.

use std::sync::Arc;

use serde_json::Value;

use super::body::{Progress, RowBody};
use super::each::Each;
use super::envelope::{Way, cut, put, take, way};
use super::site;
use crate::base::MediaType;
use crate::collection::Page;
use crate::contract::entity::Subject;
use crate::respond::encode::{self, Encoded, Manner};
use crate::respond::fill::Refusal;
use crate::respond::problem::Problem;
use crate::respond::reply::Body;
use crate::respond::trace::Trace;
use crate::scenario::Path;

/// The most rows that are made before they are sent, in bytes and by number: of a page above it, rows are made while it is sent.
const HELD_BYTES: usize = 1 << 20;
const HELD_ROWS: u64 = 1_000;
/// The most rows that may be values: where they are not sent as JSON.
pub(super) const MOST_VALUES: u64 = 10_000;

/// What stands in a body.
pub(super) enum What<'p> {
    /// The rows of a page, as they are.
    Page(&'p Page),
    /// The same with members that are made anew for the call.
    Each(Each<'p>),
    /// One row.
    Row(Value),
}

/// What stands in a body, and where.
pub(in crate::respond) struct Insert<'i> {
    what: What<'i>,
    into: Option<Way>,
    set: Vec<(Way, Option<Value>)>,
}

impl<'i> Insert<'i> {
    /// At the place that is said, or where the reply has it; with other members.
    pub(super) fn new(what: What<'i>, into: Option<&Path>, set: Vec<(&Path, Option<Value>)>) -> Self {
        let set = set.into_iter().map(|(path, value)| (way(path), value)).collect();
        Self { what, into: into.map(way), set }
    }

    /// Whether nothing of a documented body would be left around it.
    pub(in crate::respond) fn is_all(&self, subject: Option<&Subject>) -> bool {
        let site = || site::documented(self.is_row(), subject).is_some_and(<[_]>::is_empty);
        self.into.as_ref().map_or_else(site, Vec::is_empty)
    }

    /// The reply's body: `envelope` with this in it. `marks` are the places that a rule's own body has for it; `subject` is what the
    /// operation tells of.
    pub(in crate::respond) fn encode(
        &self,
        (mut envelope, marks): (Value, Option<&[Way]>),
        subject: Option<&Subject>,
        media_type: &MediaType,
        manner: &Manner<'_>,
        trace: &mut Trace,
    ) -> Result<Encoded, Refusal> {
        if encode::is_sequence(media_type) && !self.is_row() {
            let rows = Value::Array(self.values()?);
            trace.note("body: the rows, one by one");
            return encoded(&rows, media_type, manner);
        }
        let places = match (&self.into, marks) {
            (Some(into), _) => vec![into.clone()],
            (None, Some(marks)) => marks.to_vec(),
            (None, None) => vec![site::find(&envelope, self.row(), subject)],
        };
        for (way, value) in &self.set {
            match value {
                Some(value) => put(&mut envelope, way, value.clone()),
                None => take(&mut envelope, way),
            }
        }
        if media_type.is_json() && !self.is_row() {
            for place in &places {
                put(&mut envelope, place, Value::Null);
            }
            let pieces = cut(&envelope, &places);
            let body = match &self.what {
                What::Page(page) => held(RowBody::new(pieces, (*page).clone()), trace),
                What::Each(each) => joined(&pieces, &each.bytes()?),
                What::Row(_) => Body::default(),
            };
            return Ok(Encoded { body, media_type: media_type.as_str().to_owned() });
        }
        let value = match self.row() {
            Some(row) => row.clone(),
            None => Value::Array(self.values()?),
        };
        for place in &places {
            put(&mut envelope, place, value.clone());
        }
        encoded(&envelope, media_type, manner)
    }

    fn row(&self) -> Option<&Value> {
        if let What::Row(row) = &self.what { Some(row) } else { None }
    }

    fn is_row(&self) -> bool {
        self.row().is_some()
    }

    /// The rows as values.
    fn values(&self) -> Result<Vec<Value>, Refusal> {
        match &self.what {
            What::Page(page) | What::Each(Each { page, .. }) if page.len() > MOST_VALUES => Err(Refusal::new(
                Problem::TooManyRows,
                format!(
                    "{} rows are asked for in a media type that they cannot be streamed in, and {MOST_VALUES} are the most; ask for \
                     JSON, or for fewer",
                    page.len()
                ),
            )),
            What::Page(page) => Ok(page.values().collect()),
            What::Each(each) => each.values(),
            What::Row(row) => Ok(vec![row.clone()]),
        }
    }
}

/// The pieces of an envelope with rows between them.
fn joined(pieces: &[Vec<u8>], rows: &[u8]) -> Body {
    let rows = [b"[", rows, b"]"].concat();
    pieces.join(rows.as_slice()).into()
}

/// A body whose rows are made at once, if they are few and small.
fn held(body: RowBody, trace: &mut Trace) -> Body {
    if body.rows() <= HELD_ROWS {
        let mut bytes = Vec::new();
        if body.write(Progress::default(), HELD_BYTES, &mut bytes).is_none() {
            return bytes.into();
        }
    }
    trace.note("body: rows are made while it is sent");
    Body::Rows(Arc::new(body))
}

fn encoded(value: &Value, media_type: &MediaType, manner: &Manner<'_>) -> Result<Encoded, Refusal> {
    Ok(encode::encode(value, media_type, manner)?)
}
