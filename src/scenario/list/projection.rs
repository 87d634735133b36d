//! What a call says of the members that are sent. Invariant: what is never sent is left out, whatever the call says.

use serde_json::Value;

use super::parameter::{Said, json, said};
use super::{ProjectionBy, Refused};
use crate::collection::{FilterError, Projection};
use crate::scenario::expression::Scope;

/// Which members are sent.
///
/// # Errors
/// When the call says it in no way that can be read.
pub(super) fn projection<'l>(by: &'l ProjectionBy, scope: &Scope<'_>) -> Result<Projection, Refused<'l>> {
    let has_say = by.condition.as_ref().is_none_or(|condition| condition.is_true(scope));
    let refused = |otherwise: Refused<'l>| by.refuse.as_deref().map_or(otherwise, Refused::Said);
    let projection = match by.from.as_ref().filter(|_| has_say) {
        None => Projection::default(),
        Some(from) => match said(from, scope) {
            Said::Nothing => Projection::default(),
            Said::This(value) => {
                let misread = |error| refused(Refused::Filter(Some(from.text().to_owned()), error));
                read(by, value).map_err(misread)?
            }
            Said::Unreadable => {
                let why = "it cannot be worked out".to_owned();
                return Err(refused(Refused::Unreadable(from.text().to_owned(), why)));
            }
        },
    };
    Ok(projection.without(&by.never))
}

fn read(by: &ProjectionBy, value: Value) -> Result<Projection, FilterError> {
    if by.is_mongo {
        let mut fields = json(value)?;
        if let Value::Object(fields) = &mut fields {
            let is_left_out = |value: &Value| *value == false || value.as_f64() == Some(0.0);
            fields.retain(|name, value| !(by.always.contains(name) && is_left_out(value)));
        }
        return Ok(Projection::mongo(&fields)?.with(&by.always));
    }
    let names = |text: &str| -> Vec<String> {
        text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
    };
    let paths: Vec<String> = match &value {
        Value::String(text) => names(text),
        Value::Array(items) => items.iter().filter_map(Value::as_str).flat_map(names).collect(),
        _ => {
            let help = Some("write `id,name`".to_owned());
            return Err(FilterError { message: "the members to send are no text".to_owned(), help });
        }
    };
    Ok(if paths.is_empty() { Projection::default() } else { Projection::only(&paths).with(&by.always) })
}
