//! Whether a schema leaves everything but the size to the media type: then a body is a file of that type, and no value of the schema.

use std::ops::RangeInclusive;

use super::{Encoding, LARGEST};
use crate::base::MediaType;
use crate::schema::merge::{Conjunction, Term};
use crate::schema::model::{SchemaArena, SchemaId};
use crate::schema::type_set::TypeSet;

/// What a schema says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// `contentMediaType`.
    pub media_type: Option<MediaType>,
    /// Whether it says that the bytes are no text (`format: binary`).
    pub is_binary: bool,
    /// `minLength` and `maxLength`, in bytes.
    pub sizes: RangeInclusive<usize>,
}

/// What is said of a file by a schema that allows any string, or anything; without a schema nothing is said. `None` if the schema speaks of
/// values: by other types, by a list of them, by a pattern, a format or an encoding.
#[must_use]
pub fn blob(arena: &SchemaArena, schema: Option<SchemaId>) -> Option<Blob> {
    let terms: Vec<Term> = schema.map(Term::Is).into_iter().collect();
    let all = Conjunction::of(arena, &terms);
    let types = all.types.without(TypeSet::NULL);
    let says_nothing = || {
        let other = [all.objects().count(), all.arrays().count(), all.numbers().count()];
        types == TypeSet::ANY.without(TypeSet::NULL) && other == [0; 3]
    };
    if !(types == TypeSet::STRING || says_nothing())
        || all.values.is_some()
        || !all.groups.is_empty()
        || !all.patterns().is_empty()
    {
        return None;
    }
    let is_plain = |name: &str| Encoding::parse(name) == Some(Encoding::Identity);
    if !all.texts().filter_map(|text| text.content_encoding.as_deref()).all(is_plain)
        || !all.formats().iter().all(|format| matches!(*format, "binary" | "file" | "string" | ""))
    {
        return None;
    }
    let size = |bound: u64| usize::try_from(bound).unwrap_or(usize::MAX);
    let (least, most) = all.length();
    let (least, most) = (size(least), most.map_or(LARGEST, size));
    let media_type = all.texts().find_map(|text| text.content_media_type.as_deref()).map(MediaType::parse);
    let is_binary = all.formats().iter().any(|format| matches!(*format, "binary" | "file"));
    (least <= most).then_some(Blob { media_type, is_binary, sizes: least..=most })
}
