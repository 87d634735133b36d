//! How the properties of a form body are written (OAS 3.x, Encoding Object). Headers of parts are not looked at.

use std::collections::BTreeMap;

use crate::base::MediaType;
use crate::contract::style::{Coding, Shape, Style};

/// The `encoding` of a media type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encoding {
    /// By the name of the property; one that is not listed is written in the default way.
    pub properties: BTreeMap<String, PropertyEncoding>,
}

/// The Encoding Object of one property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PropertyEncoding {
    /// `form` unless it is given.
    pub style: Style,
    /// [`Style::default_explode`] unless it is given.
    pub explode: bool,
    /// Whether reserved characters may be sent raw.
    pub allow_reserved: bool,
    /// A media type, a range, or several of them with commas between.
    pub content_type: Option<String>,
}

impl PropertyEncoding {
    /// What stands between the items when a value of `shape` is written as one text.
    pub(super) fn delimiters(&self, shape: &Shape, coding: Coding) -> Option<&[&'static str]> {
        let is_one_text = !self.explode && self.style != Style::DeepObject;
        (is_one_text && matches!(shape, Shape::Array | Shape::Object { .. })).then(|| self.style.delimiters(coding))
    }

    /// Whether the values are JSON texts.
    pub(super) fn is_json(&self) -> bool {
        self.content_type.as_deref().is_some_and(|text| MediaType::parse(text).is_json())
    }
}
