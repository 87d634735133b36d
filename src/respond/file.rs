//! Bodies that are no values: where nothing but a media type and perhaps a size is documented, the reply is a file of that type.

use super::fill::Occasion;
use super::negotiate;
use super::trace::Trace;
use super::world::{Examples, Face};
use crate::base::{MediaType, Seed};
use crate::contract::Content;
use crate::schema::content::{self, Blob};

/// A body made for its media type.
pub(super) struct File {
    pub(super) media_type: String,
    pub(super) bytes: Vec<u8>,
}

impl Occasion<'_> {
    /// The file that a documented body is, if it is one and no example is to be sent.
    pub(super) fn file(&self, content: &Content, seed: Seed, trace: &mut Trace) -> Option<File> {
        let is_prism = self.world.options.face == Face::Prism;
        if is_prism || self.prefer.example.is_some() || self.has_example(content) {
            return None;
        }
        let blob = content::blob(self.world.contract.schemas().arena(), content.schema)?;
        let accept = self.call.joined_header("accept");
        let name = negotiate::concrete(&content.media_type, accept.as_deref(), true);
        let media_type = MediaType::parse(&name);
        let bytes = bytes(&media_type, &blob, content.schema.is_some(), seed)?;
        trace.note(format!("body: a file of {} bytes, made with seed {seed}", bytes.len()));
        Some(File { media_type: name, bytes })
    }

    /// Whether the author's own words are to be sent, and there are some.
    pub(super) fn has_example(&self, content: &Content) -> bool {
        let is_dynamic = self.prefer.dynamic.unwrap_or(self.world.options.dynamic);
        let is_wanted = !(is_dynamic || self.world.options.examples == Examples::Ignored) || content.schema.is_none();
        is_wanted && !self.world.examples(content).is_empty()
    }
}

/// The bytes of that media type, unless a value of the schema says more.
pub(super) fn bytes(media_type: &MediaType, blob: &Blob, has_schema: bool, seed: Seed) -> Option<Vec<u8>> {
    let is_markup = media_type.is_json() || media_type.is_xml() || media_type.is_form() || media_type.is_multipart();
    if content::is_binary(media_type) || (blob.is_binary && !media_type.is_text() && !is_markup) {
        let known = |media: &MediaType| content::is_binary(media) || content::is_known(media);
        let of = blob.media_type.clone().filter(known).unwrap_or_else(|| media_type.clone());
        return Some(content::file(&of, seed, blob.sizes.clone()));
    }
    // What is text by a schema is lifelike as a value already; XML of a value has the name of its schema.
    let is_value = media_type.is_json()
        || (has_schema && (media_type.is_xml() || media_type.essence() == "text/plain"))
            && media_type.essence() != "image/svg+xml";
    let text = (!is_value).then(|| content::text(media_type, seed, blob.sizes.clone()))?;
    text.map(String::into_bytes)
}
