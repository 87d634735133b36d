//! One property of an object, made alone: rows of long lists are read by the member. What the object is decides over its properties as it
//! does in the whole sample (who and where it is, what it is called); what the presence of one demands of another does not.

use serde_json::Value;

use super::mould::Mould;
use super::proposal::Proposal;
use super::scope::{Effort, Scope};
use super::{Character, RETRIES, Sampler, Variety};
use crate::base::Seed;
use crate::schema::merge::{Conjunction, Term};
use crate::schema::model::{SchemaId, Side};
use crate::schema::type_set::TypeSet;

/// A property that the objects of a schema may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// Its name.
    pub name: String,
    /// Whether it must be there.
    pub is_required: bool,
    /// Whether it is an RFC 3339 text, and nothing more is said of it.
    pub is_moment: bool,
}

impl Sampler<'_> {
    /// The properties of the objects that a schema describes, as they travel `side`, in the order of the document. `None` where it does not
    /// describe objects, or where a choice (`oneOf`, `if`) decides over them.
    #[must_use]
    pub fn properties(&self, id: SchemaId, side: Side) -> Option<Vec<Property>> {
        let all = Conjunction::of(self.schemas.arena(), &[Term::Is(id)]);
        if !all.groups.is_empty() || !all.types.meets(TypeSet::OBJECT) {
            return None;
        }
        let proposal = Proposal::new(self.schemas, side, Variety::Generated, None);
        let mould = Mould::of(all);
        let properties = proposal.outline(&mould).members.iter().map(|member| {
            let all = mould.all.joined(&member.terms);
            let is_moment = all.formats() == ["date-time"]
                && all.types.meets(TypeSet::STRING)
                && all.patterns().is_empty()
                && all.values.is_none()
                && all.groups.is_empty();
            Property { name: member.name.to_owned(), is_required: member.is_required, is_moment }
        });
        Some(properties.collect())
    }

    /// One of these properties; `seed` is that of the object. `None` where it has none of that name, or nothing satisfies it.
    #[must_use]
    pub fn property(&self, id: SchemaId, name: &str, seed: Seed, side: Side, variety: Variety) -> Option<Value> {
        let terms = [Term::Is(id)];
        let mut proposal = Proposal::new(self.schemas, side, variety, self.story);
        proposal.shapes = self.shapes;
        let mould = proposal.mould(&terms);
        let outline = proposal.outline(&mould);
        let property = outline.members.iter().find(|member| member.name == name)?;
        for (effort, retry) in (0..=RETRIES).map(|retry| (Effort::Full, retry)).chain([(Effort::Least, 0)]) {
            proposal.begin(retry);
            let seed = seed.attempt("/retry", retry.into());
            let root = Scope::root(&terms, effort, Character::new(seed, self.locale, self.later));
            let sense = proposal.sense(&mould.all, &root);
            let inner = proposal.mould(&property.terms);
            let limit = root.limit;
            let mut below = root.below(proposal.arena, (&property.terms, inner.nests()), 0, limit);
            (below.name, below.parent) = (property.name, outline.component.as_deref().unwrap_or_default());
            below.is_member = true;
            below.character = root.character.object(seed, "", sense.noun, sense.located);
            if let Ok(value) = proposal.within(&property.terms, &inner, seed.child(name), &below)
                && proposal.holds(&property.terms, &value)
            {
                return Some(value);
            }
        }
        None
    }
}
