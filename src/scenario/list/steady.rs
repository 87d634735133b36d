//! Whether the same call always gets the same rows, and whether it matters how many calls there were before.

use super::{Also, Amount, List, One, Parameter, ProjectionBy, Says, SortBy, Source, Where};
use crate::scenario::effect::Effect;
use crate::scenario::expression::Expression;
use crate::scenario::template::{Blueprint, Template};

/// Something that is worked out for a call.
enum Part<'l> {
    Expression(&'l Expression),
    Template(&'l Template),
    Blueprint(&'l Blueprint),
    Effect(&'l Effect),
}

impl Part<'_> {
    fn is_steady(&self) -> bool {
        match self {
            Self::Expression(expression) => expression.is_steady(),
            Self::Template(template) => template.is_steady(),
            Self::Blueprint(blueprint) => blueprint.is_steady(),
            Self::Effect(effect) => effect.is_steady(),
        }
    }

    fn counts(&self) -> bool {
        match self {
            Self::Expression(expression) => expression.reads_hit(),
            Self::Template(template) => template.counts(),
            Self::Blueprint(blueprint) => blueprint.counts(),
            Self::Effect(effect) => effect.counts(),
        }
    }
}

impl List {
    /// Whether the same call always gets the same: nothing reads a setting, a counter, the hour.
    #[must_use]
    pub fn is_steady(&self) -> bool {
        self.parts().iter().all(Part::is_steady)
    }

    /// Whether each call has to have a number of its own.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.parts().iter().any(Part::counts)
    }

    fn parts(&self) -> Vec<Part<'_>> {
        let mut parts = Vec::new();
        self.source.parts(&mut parts);
        parts.extend(self.set.iter().map(|(_, expression)| Part::Expression(expression)));
        let Self { offset, page, limit, cursor, before, after, around, .. } = self;
        for parameter in [offset, page, limit, cursor, before, after, around].into_iter().flatten() {
            parameter.parts(&mut parts);
        }
        if let Some(sort) = &self.sort {
            sort.parts(&mut parts);
        }
        for condition in &self.conditions {
            condition.parts(&mut parts);
        }
        if let Some(projection) = &self.projection {
            projection.parts(&mut parts);
        }
        for narrow in &self.narrow {
            narrow.items.parts(&mut parts);
        }
        parts.extend(self.each.iter().map(|(_, blueprint)| Part::Blueprint(blueprint)));
        for also in self.also.values() {
            also.parts(&mut parts);
        }
        parts
    }
}

impl One {
    /// Whether the same call always gets the same: nothing reads a setting, a counter, the hour.
    #[must_use]
    pub fn is_steady(&self) -> bool {
        self.parts().iter().all(Part::is_steady)
    }

    /// Whether each call has to have a number of its own.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.parts().iter().any(Part::counts)
    }

    fn parts(&self) -> Vec<Part<'_>> {
        let mut parts = vec![Part::Expression(&self.key)];
        self.source.parts(&mut parts);
        parts.extend(self.missing.as_deref().map(Part::Effect));
        if let Some(projection) = &self.projection {
            projection.parts(&mut parts);
        }
        for narrow in &self.narrow {
            narrow.items.parts(&mut parts);
        }
        parts
    }
}

impl Source {
    fn parts<'l>(&'l self, parts: &mut Vec<Part<'l>>) {
        parts.extend(self.partition.as_ref().map(Part::Expression));
        parts.extend(self.size.as_deref().map(Part::Template));
        parts.extend(self.missing.as_deref().map(Part::Effect));
    }
}

impl Parameter {
    fn parts<'l>(&'l self, parts: &mut Vec<Part<'l>>) {
        parts.push(Part::Expression(&self.from));
        for amount in [&self.default, &self.max].into_iter().flatten() {
            if let Amount::Expression(expression) = amount {
                parts.push(Part::Expression(expression));
            }
        }
        parts.extend(self.refuse.as_deref().map(Part::Effect));
    }
}

impl SortBy {
    fn parts<'l>(&'l self, parts: &mut Vec<Part<'l>>) {
        parts.push(Part::Expression(&self.from));
        parts.extend(self.direction.as_ref().map(Part::Expression));
        parts.extend(self.refuse.as_deref().map(Part::Effect));
    }
}

impl Where {
    fn parts<'l>(&'l self, parts: &mut Vec<Part<'l>>) {
        parts.extend(self.condition.as_ref().map(Part::Expression));
        match &self.says {
            Says::Always(_) => {}
            Says::Filter(blueprint, _) => parts.push(Part::Blueprint(blueprint)),
            Says::Mongo(from, _) | Says::Field { from, .. } => parts.push(Part::Expression(from)),
        }
        parts.extend(self.refuse.as_deref().map(Part::Effect));
    }
}

impl ProjectionBy {
    fn parts<'l>(&'l self, parts: &mut Vec<Part<'l>>) {
        parts.extend(self.from.as_ref().map(Part::Expression));
        parts.extend(self.condition.as_ref().map(Part::Expression));
        parts.extend(self.refuse.as_deref().map(Part::Effect));
    }
}

impl Also {
    fn parts<'l>(&'l self, parts: &mut Vec<Part<'l>>) {
        parts.extend(self.condition.as_ref().map(Part::Expression));
        for condition in &self.conditions {
            condition.parts(parts);
        }
    }
}
