//! One proposal for a whole value: walks the schemas down from the root, making each node from its merged shape. A node with
//! open choices is checked where it stands and made anew with other choices when it fails, so that one bad branch does not
//! cost the whole value. Invariant: it ends, by the fuel every node spends and by the depth at which nothing is made.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::Variety;
use super::demand::Demands;
use super::draw;
use super::learnt::Shapes;
use super::mould::{Kind, Mould};
use super::names::Telling;
use super::scope::{Effort, HARD_DEPTH, Scope};
use super::sense::Sense;
use super::thing::Story;
use crate::base::Seed;
use crate::schema::check::Schemas;
use crate::schema::height::{Heights, scalars};
use crate::schema::merge::{Conjunction, Group, Term, same};
use crate::schema::model::{Schema, SchemaArena, Side};
use crate::schema::type_set::TypeSet;

/// The number of nodes that one proposal may make, those it discards among them.
const FUEL: u64 = 12_000;
/// The number of nodes that a list may ask for that must be longer than that.
const MOST_FUEL: u64 = 40_000;
/// How often the choices of one node are made anew.
const ATTEMPTS: u64 = 20;
/// The same where there are so many branches that each attempt is work.
const FEW_ATTEMPTS: u64 = 8;
const MANY_BRANCHES: usize = 40;
/// How many bytes or code points of a text cost as much as one node.
pub(super) const CHUNK: u64 = 256;
/// The attempts that may fail while one value is made; after them every node has a single one. Branches that overlap and contain
/// themselves would else fail for seconds.
const MOST_FAILED: u32 = 300;
/// How often a method of faker is asked.
const FAKES: u64 = 4;

/// A value that should hold, or the nearest thing to it where nothing was found.
pub(super) type Outcome = Result<Value, Value>;

/// The making of one value.
#[derive(Debug)]
pub(super) struct Proposal<'s> {
    pub(super) schemas: &'s Schemas,
    pub(super) arena: &'s SchemaArena,
    pub(super) heights: &'s Heights,
    pub(super) side: Side,
    pub(super) variety: Variety,
    pub(super) story: Option<Story<'s>>,
    /// Which making of the value this is, from 0.
    pub(super) retry: u8,
    /// What the examples of the document taught.
    pub(super) shapes: Option<&'s Shapes>,
    /// The nodes made so far.
    pub(super) spent: u64,
    /// The nodes that may be made.
    fuel: u64,
    /// The attempts that failed.
    failed: u32,
    /// What no attempt satisfied: it gets one attempt only from then on.
    hopeless: BTreeSet<Vec<Term>>,
    /// What the lists of schemas come to that were met so far.
    moulds: HashMap<Vec<Term>, Rc<Mould<'s>>>,
    /// What schemas mean at places that are not their usual ones.
    senses: RefCell<Vec<Arc<Sense>>>,
}

impl<'s> Proposal<'s> {
    pub(super) fn new(schemas: &'s Schemas, side: Side, variety: Variety, story: Option<Story<'s>>) -> Self {
        let (arena, heights) = (schemas.arena(), schemas.heights());
        let (hopeless, moulds) = (BTreeSet::new(), HashMap::new());
        Self {
            schemas,
            arena,
            heights,
            side,
            variety,
            story,
            retry: 0,
            shapes: None,
            spent: 0,
            fuel: FUEL,
            failed: 0,
            hopeless,
            moulds,
            senses: RefCell::default(),
        }
    }

    /// What the schemas mean where they stand.
    pub(super) fn sense(&self, all: &Conjunction<'_>, scope: &Scope<'_>) -> Arc<Sense> {
        self.schemas.senses().of(self.arena, all, scope, &self.senses)
    }

    /// Begins anew, with new fuel; what was learnt of the schemas is kept.
    pub(super) const fn begin(&mut self, retry: u8) {
        (self.retry, self.spent, self.fuel) = (retry, 0, FUEL);
    }

    /// Sees to it that there is fuel for so many nodes more, as far as there may be.
    pub(super) fn refuel(&mut self, nodes: u64) {
        self.fuel = self.fuel.max(self.spent.saturating_add(nodes)).min(MOST_FUEL);
    }

    /// Forgets what failed elsewhere: a thing is made alike, whatever was made before it.
    pub(super) fn begin_thing(&mut self) {
        self.hopeless.clear();
    }

    /// What schemas that hold together come to.
    pub(super) fn mould(&mut self, terms: &[Term]) -> Rc<Mould<'s>> {
        if let Some(known) = self.moulds.get(terms) {
            return Rc::clone(known);
        }
        let mut mould = Mould::of(Conjunction::of(self.arena, terms));
        mould.described = self.described(terms);
        mould.is_hopeless = mould.all.is_bottom() || self.heights.all(terms).is_none();
        let mould = Rc::new(mould);
        self.moulds.insert(terms.to_vec(), Rc::clone(&mould));
        mould
    }

    /// A value that satisfies all `terms`.
    pub(super) fn node(&mut self, terms: &[Term], seed: Seed, scope: &Scope<'_>) -> Outcome {
        let mould = self.mould(terms);
        self.within(terms, &mould, seed, scope)
    }

    /// A value that satisfies all `terms`, whose mould is known, and perhaps narrower.
    pub(super) fn within(&mut self, terms: &[Term], mould: &Mould<'s>, seed: Seed, scope: &Scope<'_>) -> Outcome {
        let (all, described) = (&mould.all, mould.described);
        self.spent += 1;
        if self.is_spent() || scope.depth > HARD_DEPTH || mould.is_hopeless || all.is_bottom() {
            return Err(empty(all.types));
        }
        if let Some(value) = self.documented(terms, all, scope) {
            let value = match described {
                Some(described) => self.documented_thing(described, terms, all, value, scope),
                None => Some(value),
            };
            if let Some(value) = value {
                return Ok(value);
            }
        }
        if let Some(value) = self.faked(terms, all, seed, scope) {
            return Ok(value);
        }
        match described {
            Some(described) => self.thing(described, terms, mould, seed, scope),
            None => self.settled(terms, mould, seed, scope),
        }
    }

    /// A value with all open choices made, anew until they were right.
    pub(super) fn settled(&mut self, terms: &[Term], mould: &Mould<'s>, seed: Seed, scope: &Scope<'_>) -> Outcome {
        if mould.all.groups.is_empty() {
            return self.made(mould, &Demands::default(), seed, scope);
        }
        self.attempted(terms, &mould.all, seed, scope)
    }

    /// What `x-faker` makes, if it is there and holds.
    fn faked(&mut self, terms: &[Term], all: &Conjunction<'s>, seed: Seed, scope: &Scope<'_>) -> Option<Value> {
        if !all.parts().iter().any(|(_, schema)| schema.notes.as_ref().is_some_and(|notes| notes.faker.is_some())) {
            return None;
        }
        let sense = self.sense(all, scope);
        let faker = sense.faker.as_ref()?;
        (0..FAKES).find_map(|attempt| {
            let seed = seed.attempt("/fake", attempt);
            let mut telling = Telling { thing: scope.character.again(attempt), seed, rng: &mut seed.rng() };
            let value = faker.make(&mut telling);
            self.spent += value.as_str().map_or(0, |text| text.len() as u64 / CHUNK);
            [coerced(&value, all.types), Some(value)].into_iter().flatten().find(|value| self.holds(terms, value))
        })
    }

    /// Whether the fuel is used up.
    pub(super) const fn is_spent(&self) -> bool {
        self.spent > self.fuel
    }

    /// Whether the value satisfies all terms.
    pub(super) fn holds(&self, terms: &[Term], value: &Value) -> bool {
        terms.iter().all(|term| match term {
            Term::Is(id) => self.schemas.holds(*id, self.side, value),
            Term::Not(id) => !self.schemas.holds(*id, self.side, value),
        })
    }

    #[inline(never)]
    fn attempted(&mut self, terms: &[Term], all: &Conjunction<'s>, seed: Seed, scope: &Scope<'_>) -> Outcome {
        let branches: usize = all.groups.iter().map(Group::branches).sum();
        let attempts = match self.hopeless.contains(terms) {
            _ if self.failed >= MOST_FAILED => 1,
            true => 1,
            false if branches > MANY_BRANCHES => FEW_ATTEMPTS,
            false => ATTEMPTS,
        };
        let mut nearest = None;
        for attempt in 0..attempts {
            let seed = seed.attempt("/attempt", attempt);
            if let Some((settled, demands)) = self.settle(all, attempt, seed, scope) {
                let (Ok(value) | Err(value)) = self.made(&Mould::of(settled), &demands, seed, scope);
                if self.holds(terms, &value) {
                    return Ok(value);
                }
                nearest.get_or_insert(value);
            }
            self.failed += 1;
            if self.is_spent() {
                break;
            }
        }
        self.hopeless.insert(terms.to_vec());
        Err(nearest.unwrap_or_else(|| empty(all.types)))
    }

    /// A value for a conjunction that has no open choices left.
    fn made(&mut self, mould: &Mould<'s>, demands: &Demands<'s>, seed: Seed, scope: &Scope<'_>) -> Outcome {
        let all = &mould.all;
        if let Some(values) = &all.values {
            return self.listed(all, values, demands, seed, scope);
        }
        let mut nearest = None;
        for kind in self.kinds(mould, scope).iter() {
            let outcome = match kind {
                Kind::Object => self.object(mould, demands, seed, scope),
                Kind::Array => self.array(all, demands, seed, scope),
                Kind::Text => self.text(mould, demands, seed, scope),
                Kind::Number => self.number(mould, demands, seed, scope),
                Kind::Boolean => Ok(Value::Bool(draw::chance(&mut seed.rng(), self.sense(all, scope).likelihood))),
                Kind::Null => Ok(Value::Null),
            };
            match outcome {
                Ok(value) if demands.except.iter().any(|other| same(other, &value)) => {
                    // Of the scalars only a boolean has too few values for another attempt to find a better one.
                    match value {
                        Value::Bool(drawn) if !demands.except.iter().any(|other| **other == Value::Bool(!drawn)) => {
                            return Ok(Value::Bool(!drawn));
                        }
                        value => nearest.get_or_insert(value),
                    };
                }
                Ok(value) => return Ok(value),
                Err(value) => {
                    nearest.get_or_insert(value);
                }
            }
            if self.is_spent() {
                break;
            }
        }
        Err(nearest.unwrap_or_else(|| empty(all.types)))
    }

    /// One of the values of `enum`.
    fn listed(
        &self,
        all: &Conjunction<'s>,
        values: &[&'s Value],
        demands: &Demands<'s>,
        seed: Seed,
        scope: &Scope<'_>,
    ) -> Outcome {
        let allowed = |value: &&&Value| !demands.except.iter().any(|other| same(other, value));
        let (mut open, nulls): (Vec<&Value>, Vec<&Value>) =
            values.iter().filter(allowed).copied().partition(|value| !value.is_null());
        if !open.is_empty() {
            let drawn = match self.variety {
                Variety::Documented => 0,
                Variety::Generated => draw::index(&mut seed.rng(), open.len()),
            };
            let turn = usize::try_from(scope.turn).unwrap_or(0) % open.len();
            let start = (drawn + turn) % open.len();
            open.rotate_left(start);
        }
        open.extend(nulls);
        // Almost always nothing but the list speaks of the value; then the first one is right.
        let bare = |schema: &Schema| {
            schema.number.is_none() && schema.text.is_none() && schema.array.is_none() && schema.object.is_none()
        };
        let speaking = all.parts().iter().filter(|(_, schema)| !bare(schema));
        let speaking: Vec<Term> = speaking.map(|(id, _)| Term::Is(*id)).collect();
        let first = open.iter().find(|value| self.holds(&speaking, value)).or(open.first());
        first.map_or_else(|| Err(empty(all.types)), |value| Ok((*value).clone()))
    }

    /// The kinds of value that are allowed, the likeliest first.
    fn kinds<'m>(&self, mould: &'m Mould<'s>, scope: &Scope<'_>) -> Cow<'m, [Kind]> {
        let all = &mould.all;
        if scope.depth == 0 && all.types == TypeSet::ANY {
            return Cow::Owned(mould.ordered(true));
        }
        if scope.effort == Effort::Least && all.types.meets(scalars()) {
            let height = |kind: &Kind| match kind {
                Kind::Object => self.heights.object(all),
                Kind::Array => self.heights.array(all),
                _ => Some(0),
            };
            let mut kinds = mould.kinds().to_vec();
            kinds.sort_by_key(|kind| height(kind).unwrap_or(u32::MAX));
            return Cow::Owned(kinds);
        }
        Cow::Borrowed(mould.kinds())
    }
}

/// The value as text, or as the number or flag that it is the text of, where the type asks for that.
fn coerced(value: &Value, types: TypeSet) -> Option<Value> {
    if types.contains(TypeSet::of(value)) {
        return None;
    }
    match value {
        Value::String(text) => {
            serde_json::from_str::<Value>(text).ok().filter(|value| value.is_number() || value.is_boolean())
        }
        Value::Number(number) => Some(Value::String(number.to_string())),
        Value::Bool(flag) => Some(Value::String(flag.to_string())),
        _ => None,
    }
}

/// The emptiest value of the first of `types`.
pub(super) fn empty(types: TypeSet) -> Value {
    if types.meets(TypeSet::OBJECT) {
        Value::Object(Map::new())
    } else if types.meets(TypeSet::ARRAY) {
        Value::Array(Vec::new())
    } else if types.meets(TypeSet::STRING) {
        Value::String(String::new())
    } else if types.meets(TypeSet::NUMBER) {
        Value::from(0)
    } else if types.meets(TypeSet::BOOLEAN) {
        Value::Bool(false)
    } else {
        Value::Null
    }
}
