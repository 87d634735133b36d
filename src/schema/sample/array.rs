//! Arrays: how many items, which of them satisfy `contains`, and that no two are the same where they must not be.

use std::collections::HashSet;

use serde_json::Value;

use super::Variety;
use super::demand::{Demands, meet};
use super::draw;
use super::proposal::{Outcome, Proposal};
use super::scope::{Effort, Scope};
use crate::base::Seed;
use crate::schema::merge::{Conjunction, Term, same};
use crate::schema::model::SchemaId;

/// The greatest number of items where the schema does not say.
const USUAL: u64 = 3;
/// The greatest number of items that is made; a schema that wants more stays unsatisfied.
const MOST: u64 = 4_096;
/// How often an item is made anew because it stands in the array already.
const TRIES: u64 = 24;
/// The nodes that an item of a list that must be long may have.
const NODES: u64 = 8;
/// The item after which a list that cannot be made is given up.
const LOST: u64 = 64;

/// How many items, and which are bound to what.
struct Plan {
    least: u64,
    count: u64,
    unique: bool,
    /// Schemas under `contains`, each with its first item, the item after its last, and whether others may be like it.
    contains: Vec<(SchemaId, u64, u64, bool)>,
    /// Whether no number of items is right.
    broken: bool,
}

impl<'s> Proposal<'s> {
    /// An array that satisfies `all`.
    pub(super) fn array(
        &mut self,
        all: &Conjunction<'s>,
        demands: &Demands<'s>,
        seed: Seed,
        scope: &Scope<'_>,
    ) -> Outcome {
        let plan = self.items(all, demands, seed, scope);
        self.refuel(plan.least.saturating_mul(NODES));
        let mut items = Items::default();
        let mut sound = !plan.broken;
        for index in 0..plan.count {
            let terms = item_terms(all, demands, &plan, index);
            let share = scope.limit.saturating_sub(self.spent) / (plan.count - index);
            let mut below = scope.below(self.arena, (&terms, true), self.spent, self.spent + share);
            below.lists = scope.lists.saturating_add(1);
            below.crowd = scope.crowd.saturating_mul(plan.count);
            below.character = scope.character.item(seed, index, seed.nth(index));
            let optional = index >= plan.least;
            if optional && self.is_spent() {
                break;
            }
            if index > 0 && optional && self.examples_end(&terms, &mut below, index) {
                break;
            }
            match self.item(&terms, &plan, seed.nth(index), &mut below, (&mut items, index)) {
                Ok(item) if optional && self.says_nothing_new(&terms, &items.list, &item) => break,
                Ok(item) => items.push(item, plan.unique),
                Err(_) if optional => break,
                Err(item) => {
                    sound = false;
                    items.push(item, plan.unique);
                }
            }
            // One more of what cannot be made tells nothing new.
            if !sound && index >= LOST {
                break;
            }
        }
        let mut items = items.list;
        if demands.repeat
            && let (Some(first), Some(last)) = (items.first().cloned(), items.last_mut())
        {
            *last = first;
        }
        if sound { Ok(Value::Array(items)) } else { Err(Value::Array(items)) }
    }

    /// One item, made anew as long as it stands in the array already and must not.
    fn item(
        &mut self,
        terms: &[Term],
        plan: &Plan,
        seed: Seed,
        scope: &mut Scope<'_>,
        (items, index): (&mut Items, u64),
    ) -> Outcome {
        if let Some(domain) = &mut items.domain {
            return domain.pop().ok_or(Value::Null);
        }
        let described = self.described(terms);
        let mut last = None;
        for attempt in 0..if plan.unique || described.is_some() { TRIES } else { 1 } {
            scope.turn = index + attempt;
            let seed = seed.attempt("/unique", attempt);
            if attempt > 0 {
                scope.character = scope.character.another(seed, attempt);
            }
            let item = self.node(terms, seed, scope)?;
            let is_there = described.is_some_and(|described| described.is_among(&items.list, &item));
            if !(is_there || plan.unique && items.has(&item)) {
                return Ok(item);
            }
            last = Some(item);
        }
        let last = last.unwrap_or(Value::Null);
        if !plan.unique || !items.has(&last) {
            // Where there are fewer keys than rows, one thing stands in the list twice.
            return Ok(last);
        }
        let Some(mut domain) = self.domain(terms, &mut seed.child("/domain").rng()) else { return Err(last) };
        domain.retain(|value| !items.has(value) && self.holds(terms, value));
        let next = domain.pop().ok_or(last);
        if plan.contains.is_empty() {
            items.domain = Some(domain);
        }
        next
    }

    /// Whether an item made of the author's words repeats what the list says, its key aside.
    fn says_nothing_new(&self, terms: &[Term], items: &[Value], item: &Value) -> bool {
        self.variety == Variety::Documented
            && match self.described(terms) {
                Some(described) => items.iter().any(|other| described.is_same_but_for_key(other, item)),
                None => contains(items, item),
            }
    }

    /// Whether the author gave examples of items, and fewer than this: then the array is as long as the author made it.
    fn examples_end(&self, terms: &[Term], scope: &mut Scope<'_>, index: u64) -> bool {
        let all = Conjunction::of(self.arena, terms);
        if self.variety == Variety::Generated || all.values.is_some() {
            return false;
        }
        scope.turn = index;
        if self.documented(terms, &all, scope).is_some() {
            return false;
        }
        scope.turn = 0;
        self.documented(terms, &all, scope).is_some()
    }

    fn items(&self, all: &Conjunction<'s>, demands: &Demands<'s>, seed: Seed, scope: &Scope<'_>) -> Plan {
        let mut range = all.count();
        meet(&mut range, demands.count.0, demands.count.1);
        let prefix = all.arrays().map(|array| array.prefix.len()).max().unwrap_or(0);
        let closed = (0..=prefix).find(|index| Conjunction::of(self.arena, &all.item(*index)).is_bottom());
        meet(&mut range, 0, closed.and_then(|index| u64::try_from(index).ok()));
        let contained: Vec<(SchemaId, u64, bool)> = all
            .arrays()
            .filter_map(|array| Some((array.contains?, array.min_contains.unwrap_or(1), array.max_contains.is_some())))
            .collect();
        let each: u64 = contained.iter().fold(0, |sum, (_, least, _)| sum.saturating_add(*least));
        let together = contained.iter().map(|(_, least, _)| *least).max().unwrap_or(0);
        let apart = range.1.is_none_or(|most| each <= most);
        let least = range.0.max(if apart { each } else { together });
        let most = range.1.unwrap_or(u64::MAX);
        let rest = all.item(prefix);
        let usual = if scope.effort == Effort::Least || scope.repeats(self.arena, &rest) {
            0
        } else if prefix > 0 {
            u64::try_from(prefix).unwrap_or(0)
        } else {
            1 + draw::below(&mut seed.child("/count").rng(), USUAL)
        };
        let count = usual.max(least).min(most).min(MOST);
        // They stand at the end, where a prefix does not reach.
        let mut next = count;
        let mut bound = |(id, least, strict): (SchemaId, u64, bool)| {
            let to = if apart { next } else { count };
            let from = to.saturating_sub(least);
            next = from;
            (id, from, to, !strict)
        };
        Plan {
            least,
            count,
            unique: all.arrays().any(|array| array.unique),
            contains: contained.into_iter().map(&mut bound).collect(),
            broken: least > most || least > MOST,
        }
    }
}

fn item_terms(all: &Conjunction<'_>, demands: &Demands<'_>, plan: &Plan, index: u64) -> Vec<Term> {
    let mut terms = all.item(usize::try_from(index).unwrap_or(usize::MAX));
    terms.extend(&demands.each);
    if index == 0 {
        terms.extend(&demands.first);
    }
    for (id, from, to, free) in &plan.contains {
        if (*from..*to).contains(&index) {
            terms.push(Term::Is(*id));
        } else if !free {
            terms.push(Term::Not(*id));
        }
    }
    terms
}

fn contains(items: &[Value], item: &Value) -> bool {
    items.iter().any(|other| same(other, item))
}

/// The items made so far.
#[derive(Default)]
struct Items {
    list: Vec<Value>,
    /// The same where no two may be, written so that what is the same reads the same.
    written: HashSet<String>,
    /// All that is left to make, where that is little and has been listed.
    domain: Option<Vec<Value>>,
}

impl Items {
    fn push(&mut self, item: Value, unique: bool) {
        if unique {
            self.written.insert(canonical(&item));
        }
        self.list.push(item);
    }

    /// Whether a list of which no two items are the same has this one.
    fn has(&self, item: &Value) -> bool {
        self.written.contains(&canonical(item))
    }
}

/// JSON in which `1` and `1.0`, and members in any order, are the same.
fn canonical(value: &Value) -> String {
    match value {
        Value::Number(number) => match number.as_f64() {
            // Integers that a double holds exactly are written alike, whichever way they came.
            Some(double) if double.fract() == 0.0 && double.abs() < 9e15 => format!("{double:.0}"),
            _ => number.to_string(),
        },
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Value::Object(members) => {
            let mut members: Vec<String> =
                members.iter().map(|(name, value)| format!("{name:?}:{}", canonical(value))).collect();
            members.sort_unstable();
            format!("{{{}}}", members.join(","))
        }
        other => other.to_string(),
    }
}
