//! The body of a documented reply that rows stand in: the rule's own, the documented example or a sample, without the rows that it has itself.

use super::insert::Insert;
use crate::base::MediaType;
use crate::base::Seed;
use crate::contract::Content;
use crate::respond::encode::{self, Manner};
use crate::respond::fill::{Occasion, Refusal};
use crate::respond::negotiate;
use crate::respond::reply::Reply;
use crate::respond::trace::Trace;
use crate::respond::world::Face;

impl Occasion<'_> {
    /// Writes the body.
    pub(in crate::respond) fn with_rows(
        &self,
        insert: &Insert<'_>,
        reply: &mut Reply,
        content: &Content,
        seed: Seed,
        trace: &mut Trace,
    ) -> Result<(), Refusal> {
        let accept = self.accepted();
        let media_type = MediaType::parse(&negotiate::concrete(&content.media_type, accept.as_deref(), false));
        let subject = self.operation.subject.as_ref();
        let is_all = || encode::is_sequence(&media_type) || insert.is_all(subject);
        let envelope = match self.ordered_body() {
            None if is_all() => None,
            _ => self.value(content, seed, trace)?,
        };
        let envelope = envelope.map(|made| made.value).unwrap_or_default();
        let marks = self.order.and_then(|order| order.marks());
        let is_prism = self.world.options.face == Face::Prism;
        let manner = Manner::of(content, self.world.contract.schemas(), seed, false, is_prism);
        insert.encode((envelope, marks), subject, &media_type, &manner, trace)?.dress(reply);
        Ok(())
    }
}
