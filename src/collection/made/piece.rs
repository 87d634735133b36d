//! A member of a row in the form in which it was cheapest to make: written already, a number of milliseconds, a value of somebody else.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::Value;

use super::moment;
use super::recipe::{Known, write};

/// A member of a row.
#[derive(Debug)]
pub(super) enum Piece<'p> {
    /// It is not there.
    Absent,
    Known(&'p Known),
    Shared(Arc<Known>),
    /// A time, in milliseconds since 1970.
    Moment(i64),
    Lent(&'p Value),
    Fresh(Value),
}

impl<'p> Piece<'p> {
    pub(super) fn of(value: Option<Value>) -> Self {
        value.map_or(Self::Absent, Self::Fresh)
    }

    pub(super) fn lent(value: Option<&'p Value>) -> Self {
        value.map_or(Self::Absent, Self::Lent)
    }

    /// The same, for as long as this one is.
    pub(super) fn lend(&self) -> Piece<'_> {
        match self {
            Self::Absent => Piece::Absent,
            Self::Known(known) => Piece::Known(known),
            Self::Shared(known) => Piece::Known(known),
            Self::Moment(millis) => Piece::Moment(*millis),
            Self::Lent(value) => Piece::Lent(value),
            Self::Fresh(value) => Piece::Lent(value),
        }
    }

    /// The same, for as long as anybody likes.
    pub(super) fn owned(self) -> Piece<'static> {
        match self {
            Self::Absent => Piece::Absent,
            Self::Known(known) => Piece::Fresh(known.value.clone()),
            Self::Shared(known) => Piece::Shared(known),
            Self::Moment(millis) => Piece::Moment(millis),
            Self::Lent(value) => Piece::Fresh(value.clone()),
            Self::Fresh(value) => Piece::Fresh(value),
        }
    }

    pub(super) fn value(self) -> Option<Value> {
        match self {
            Self::Absent => None,
            Self::Known(known) => Some(known.value.clone()),
            Self::Shared(known) => Some(known.value.clone()),
            Self::Moment(millis) => Some(moment::value(millis)),
            Self::Lent(value) => Some(value.clone()),
            Self::Fresh(value) => Some(value),
        }
    }

    /// The value, to be looked at.
    pub(super) fn look(&self) -> Option<Cow<'_, Value>> {
        Some(match self {
            Self::Absent => return None,
            Self::Known(known) => Cow::Borrowed(&known.value),
            Self::Shared(known) => Cow::Borrowed(&known.value),
            Self::Moment(millis) => Cow::Owned(moment::value(*millis)),
            Self::Lent(value) => Cow::Borrowed(*value),
            Self::Fresh(value) => Cow::Borrowed(value),
        })
    }

    /// The moment that it says.
    pub(super) fn millis(&self) -> Option<i64> {
        match self {
            Self::Moment(millis) => Some(*millis),
            other => moment::read(other.look()?.as_ref()),
        }
    }

    pub(super) const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Writes it as JSON; nothing if it is not there.
    pub(super) fn write(&self, into: &mut Vec<u8>) {
        match self {
            Self::Absent => {}
            Self::Known(known) => into.extend_from_slice(&known.json),
            Self::Shared(known) => into.extend_from_slice(&known.json),
            Self::Moment(millis) => {
                into.push(b'"');
                into.extend_from_slice(&moment::text(*millis));
                into.push(b'"');
            }
            Self::Lent(value) => write(value, into),
            Self::Fresh(value) => write(value, into),
        }
    }
}
