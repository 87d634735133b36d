//! CSV (RFC 4180) and tab-separated values: a list of objects has a head of their names, a list of lists has none; what is nested is JSON.

use csv::{QuoteStyle, Terminator, WriterBuilder};
use indexmap::IndexSet;
use serde_json::Value;

use super::Manner;
use crate::base::{MediaType, plain_text};
use crate::schema::{SchemaArena, SchemaId};

/// The most cells of a table. Rows without names in common have a column for every name: their table would be the square of what they say.
const CELLS: usize = 1 << 20;

/// What stands between the cells, if bodies of that media type are tables.
pub(super) fn delimiter(media_type: &MediaType) -> Option<u8> {
    match media_type.essence() {
        "text/csv" | "application/csv" | "text/x-csv" | "text/comma-separated-values" => Some(b','),
        "text/tab-separated-values" | "text/tsv" => Some(b'\t'),
        _ => None,
    }
}

/// The table. An object that holds one list of objects is that list; any other is a row.
pub(super) fn write(value: &Value, media_type: &MediaType, manner: &Manner<'_>) -> String {
    let arena = manner.schemas.arena();
    let (rows, row) = rows(value, manner);
    let has_head = media_type.parameter("header").is_none_or(|header| !header.eq_ignore_ascii_case("absent"));
    let columns = columns(rows, arena, row);
    let mut writer = WriterBuilder::new()
        .delimiter(delimiter(media_type).unwrap_or(b','))
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Necessary)
        .flexible(true)
        .from_writer(Vec::new());
    // Writing to memory does not fail.
    if has_head && !columns.is_empty() {
        let _ = writer.write_record(&columns);
    }
    for row in rows {
        let _ = match row {
            Value::Object(members) => {
                writer.write_record(columns.iter().map(|name| members.get(name).map(cell).unwrap_or_default()))
            }
            Value::Array(cells) => writer.write_record(cells.iter().map(cell)),
            scalar => writer.write_record([cell(scalar)]),
        };
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// The rows and the schema of one of them.
fn rows<'v>(value: &'v Value, manner: &Manner<'_>) -> (&'v [Value], Option<SchemaId>) {
    let arena = manner.schemas.arena();
    match value {
        Value::Array(items) => (items, manner.item(0)),
        Value::Object(members) => {
            let mut lists = members.iter().filter_map(|(name, member)| Some((name, member.as_array()?)));
            match (lists.next(), lists.next()) {
                (Some((name, items)), None) if items.iter().any(Value::is_object) => {
                    let list = manner.schema.and_then(|id| arena.property(id, name));
                    (items, list.and_then(|list| arena.element(list, 0)))
                }
                _ => (std::slice::from_ref(value), manner.schema),
            }
        }
        other => (std::slice::from_ref(other), None),
    }
}

/// The names of the columns: in the order of the schema, then those that only the rows know. Empty where no row is an object.
fn columns(rows: &[Value], arena: &SchemaArena, row: Option<SchemaId>) -> IndexSet<String> {
    let present: IndexSet<&String> = rows.iter().filter_map(Value::as_object).flat_map(|row| row.keys()).collect();
    let declared = row.map(|row| arena.property_names(row)).unwrap_or_default();
    let declared = declared.into_iter().filter(|name| present.contains(name));
    let most = (CELLS / rows.len().max(1)).max(1);
    declared.chain(present.iter().map(|name| (*name).clone())).take(most).collect()
}

fn cell(value: &Value) -> String {
    if value.is_null() { String::new() } else { plain_text(value) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rows_without_common_names_make_no_square() {
        let rows: Vec<Value> = (0..20_000).map(|index| json!({ (format!("n{index}")): index })).collect();
        let columns = columns(&rows, &SchemaArena::default(), None);
        assert!(columns.len() * rows.len() <= CELLS, "{}", columns.len());
        assert_eq!(columns.first().map(String::as_str), Some("n0"));
    }
}
