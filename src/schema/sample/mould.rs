//! What a list of schemas comes to: their conjunction, and what follows from it alone. The rows of a list have it in common, so it is
//! found once for each value that is made. Nothing in it depends on seeds, demands or places.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use super::choice::component;
use super::proposal::Proposal;
use crate::schema::bounds::{Grain, Window, is_numeric};
use crate::schema::entity::Described;
use crate::schema::merge::{Conjunction, Term};
use crate::schema::model::NumberFacet;
use crate::schema::pattern::Pattern;
use crate::schema::type_set::TypeSet;

/// A list of schemas, looked through.
#[derive(Debug)]
pub(super) struct Mould<'s> {
    /// All of them together.
    pub(super) all: Conjunction<'s>,
    /// The thing that they describe.
    pub(super) described: Option<&'s Described>,
    /// Whether some value is known not to exist.
    pub(super) is_hopeless: bool,
    kinds: OnceCell<Vec<Kind>>,
    wording: OnceCell<Wording<'s>>,
    window: OnceCell<Option<Window>>,
    outline: OnceCell<Outline<'s>>,
}

/// What a string has to be.
#[derive(Debug)]
pub(super) struct Wording<'s> {
    /// The least and the greatest number of code points.
    pub(super) length: (u64, Option<u64>),
    pub(super) formats: Vec<&'s str>,
    pub(super) patterns: Vec<&'s Arc<Pattern>>,
}

/// What a value can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Array,
    Text,
    Number,
    Boolean,
    Null,
}

/// The properties that an object may have by name.
#[derive(Debug)]
pub(super) struct Outline<'s> {
    /// In the order of the document.
    pub(super) members: Vec<Property<'s>>,
    /// What the object is, if it is a component.
    pub(super) component: Option<String>,
    /// The number of properties that must be there.
    pub(super) required: usize,
    /// Whether the presence of a property never demands that of another.
    pub(super) is_independent: bool,
}

/// A property that is known by name and travels this way.
#[derive(Debug)]
pub(super) struct Property<'s> {
    pub(super) name: &'s str,
    /// What it has to satisfy.
    pub(super) terms: Vec<Term>,
    /// What it should satisfy besides: what others say who describe the same thing.
    pub(super) views: Vec<Term>,
    /// Whether it stands under `properties`.
    pub(super) is_declared: bool,
    /// Whether it stands under `required`.
    pub(super) is_required: bool,
}

impl<'s> Mould<'s> {
    /// What remains when the choices of a conjunction are made.
    pub(super) const fn of(all: Conjunction<'s>) -> Self {
        Self {
            all,
            described: None,
            is_hopeless: false,
            kinds: OnceCell::new(),
            wording: OnceCell::new(),
            window: OnceCell::new(),
            outline: OnceCell::new(),
        }
    }

    /// What a string has to be.
    pub(super) fn wording(&self) -> &Wording<'s> {
        let all = &self.all;
        let make = || Wording { length: all.length(), formats: all.formats(), patterns: all.patterns() };
        self.wording.get_or_init(make)
    }

    /// The numbers that are allowed, `None` if there are none.
    pub(super) fn window(&self) -> Option<Window> {
        *self.window.get_or_init(|| {
            let facets: Vec<&NumberFacet> = self.all.numbers().collect();
            Window::of(facets.iter().copied(), self.grain(), &self.all.formats())
        })
    }

    /// Whether a number may, must or must not have a fraction.
    pub(super) fn grain(&self) -> Grain {
        let fraction = TypeSet::NUMBER.without(TypeSet::INTEGER);
        match (self.all.types.meets(TypeSet::INTEGER), self.all.types.meets(fraction)) {
            (true, false) => Grain::Whole,
            (false, _) => Grain::Fraction,
            (true, true) => Grain::Any,
        }
    }

    /// Whether a value can have others inside.
    pub(super) fn nests(&self) -> bool {
        self.all.types.meets(TypeSet::OBJECT.or(TypeSet::ARRAY))
    }

    /// The kinds of value that are allowed, the likeliest first.
    pub(super) fn kinds(&self) -> &[Kind] {
        self.kinds.get_or_init(|| self.ordered(false))
    }

    /// The same for a whole body: one of which nothing is said is an object.
    pub(super) fn ordered(&self, is_body: bool) -> Vec<Kind> {
        let all = &self.all;
        let kinds = [
            (Kind::Object, TypeSet::OBJECT),
            (Kind::Array, TypeSet::ARRAY),
            (Kind::Text, TypeSet::STRING),
            (Kind::Number, TypeSet::NUMBER),
            (Kind::Boolean, TypeSet::BOOLEAN),
            (Kind::Null, TypeSet::NULL),
        ];
        let allowed = kinds.into_iter().filter(|(_, types)| all.types.meets(*types));
        let mut kinds: Vec<Kind> = allowed.map(|(kind, _)| kind).collect();
        kinds.sort_by_key(|kind| match kind {
            kind if says(all, *kind) => 0,
            Kind::Object if is_body && all.types == TypeSet::ANY => 1,
            Kind::Text => 2,
            Kind::Number => 3,
            Kind::Boolean => 4,
            Kind::Object => 5,
            Kind::Array => 6,
            Kind::Null => 7,
        });
        kinds
    }
}

/// Whether a schema says anything of values of that kind.
fn says(all: &Conjunction<'_>, kind: Kind) -> bool {
    match kind {
        Kind::Object => all.objects().next().is_some(),
        Kind::Array => all.arrays().next().is_some(),
        Kind::Text => all.texts().any(|text| {
            let sized = text.pattern.is_some() || text.min_length.or(text.max_length).is_some();
            let encoded = text.content_encoding.is_some() || text.content_media_type.is_some();
            sized || encoded || text.format.as_deref().is_some_and(|format| !is_numeric(format))
        }),
        Kind::Number => all.numbers().next().is_some(),
        Kind::Boolean | Kind::Null => false,
    }
}

impl<'s> Proposal<'s> {
    /// The properties that an object of that mould may have by name.
    pub(super) fn outline<'m>(&self, mould: &'m Mould<'s>) -> &'m Outline<'s> {
        mould.outline.get_or_init(|| self.outlined(mould))
    }

    fn outlined(&self, mould: &Mould<'s>) -> Outline<'s> {
        let all = &mould.all;
        let names = all.names();
        let declared: BTreeSet<&str> = all.declared().collect();
        let required: BTreeSet<&str> = all.required().collect();
        let depended: Vec<&str> =
            all.objects().flat_map(|object| object.dependent_required.values().flatten().map(String::as_str)).collect();
        let mut seen = BTreeSet::new();
        let mut members: Vec<Property<'s>> = Vec::new();
        for name in all.declared().chain(all.required()).chain(depended.iter().copied()) {
            if !seen.insert(name) {
                continue;
            }
            let terms = all.property(name);
            if self.is_hidden(&terms) || !(names.is_empty() || self.holds(&names, &Value::String(name.to_owned()))) {
                continue;
            }
            let (is_declared, is_required) = (declared.contains(name), required.contains(name));
            let views = self.views(mould, name, &terms);
            members.push(Property { name, terms, views, is_declared, is_required });
        }
        let component = all.parts().iter().rev().find_map(|(id, _)| component(self.arena, *id));
        let required = members.iter().filter(|member| member.is_required).count();
        Outline { members, component, required, is_independent: depended.is_empty() }
    }

    /// A property in the views of all who describe the same thing, `terms` among them: in the same order whoever asks. Of what has parts
    /// a list tells less on purpose, so only scalars are made to agree.
    fn views(&self, mould: &Mould<'s>, name: &str, terms: &[Term]) -> Vec<Term> {
        let entity = mould.described.and_then(|described| self.story?.entities.at(described.entity));
        let Some(entity) = entity.filter(|entity| entity.views.len() > 1) else { return Vec::new() };
        let nests = TypeSet::OBJECT.or(TypeSet::ARRAY);
        if Conjunction::of(self.arena, terms).types.meets(nests) {
            return Vec::new();
        }
        let mut views: Vec<Term> = Vec::new();
        for view in &entity.views {
            let told = Conjunction::of(self.arena, &[Term::Is(*view)]).property(name);
            let both: Vec<Term> = views.iter().chain(&told).copied().collect();
            if !Conjunction::of(self.arena, &both).is_bottom() {
                let new: Vec<Term> = told.into_iter().filter(|term| !views.contains(term)).collect();
                views.extend(new);
            }
        }
        // A view that does not go with the others is left to itself.
        if terms.iter().all(|term| views.contains(term)) && views.len() > terms.len() { views } else { Vec::new() }
    }
}
