//! From an expression and a scope to a value. Invariant: the walk is as deep as the tree, in small frames.

use std::borrow::Cow;
use std::sync::Arc;

use minijinja::value::Value;
use regex::Regex;
use serde_json::Value as Json;

use super::super::ecmascript::matches;
use super::super::exchange::{is_list, is_nothing, lift, settle, surface, weight};
use super::super::filter::{self, Given};
use super::super::function::Function;
use super::super::lookup::Lookup;
use super::super::operate::{calculate, compare};
use super::super::root::Root;
use super::super::tree::{Arguments, Comparison, Expr, Operator, Site, Turn};
use super::{Made, Run};
use crate::base::Seed;
use crate::scenario::expression::ExpressionError;
use crate::schema::Faker;

impl Run<'_> {
    /// The value of an expression. As deep as the tree, so each kind of node has a small frame of its own.
    pub(in crate::scenario) fn value(&mut self, expression: &Expr) -> Made<Value> {
        self.cost.steps(1)?;
        match expression {
            Expr::Constant(value) => Ok(value.clone()),
            Expr::Local(name) => Ok(self.local(name)),
            Expr::Turn(turn) => Ok(self.turn(*turn)),
            Expr::Read(root, keys) => self.read(*root, keys),
            Expr::Member(parts) => self.both(parts).map(|(of, key)| member(&of, &key)),
            Expr::Slice(parts) => self.slice(&parts.0, &parts.1),
            Expr::Not(of) => self.value(of).map(|value| Value::from(!value.is_true())),
            Expr::Negative(of) => self.negative(of),
            Expr::And(parts) => self.either(parts, false),
            Expr::Or(parts) => self.either(parts, true),
            Expr::Calculate(operator, parts) => {
                self.both(parts).and_then(|(left, right)| calculate(*operator, &left, &right, self.cost))
            }
            Expr::Compare(first, others) => self.compare(first, others),
            Expr::Choice(parts) => self.choice(parts),
            Expr::Filter(name, of, given) => self.filtered(name, of, given),
            Expr::Test(name, of, given) => self.tested(name, of, given),
            Expr::Fake(faker, site) => self.faked(faker, *site),
            Expr::Call(function, given, site) => self.called(*function, given, *site),
            Expr::Look(lookup, given) => self.looked_up(*lookup, given),
            Expr::Matches(of, pattern) => self.matched(of, pattern),
            Expr::List(items) => self.values(items).map(Value::from),
            Expr::Map(members) => self.object(members),
        }
    }

    fn local(&self, name: &Arc<str>) -> Value {
        let found = self.locals.iter().rev().find(|(known, _)| known == name);
        found.map_or(Value::UNDEFINED, |(_, value)| value.clone())
    }

    fn read(&mut self, root: Root, keys: &[Expr]) -> Made<Value> {
        let keys = self.values(keys)?;
        let found = self.scope.read(root, &keys);
        found.map_or(Ok(Value::UNDEFINED), |found| lift(&found, self.cost))
    }

    fn both(&mut self, parts: &(Expr, Expr)) -> Made<(Value, Value)> {
        Ok((self.value(&parts.0)?, self.value(&parts.1)?))
    }

    fn negative(&mut self, of: &Expr) -> Made<Value> {
        let value = self.value(of)?;
        calculate(Operator::Subtract, &Value::from(0), &value, self.cost)
    }

    /// The first of two values if it is as true as is asked for, else the second.
    fn either(&mut self, parts: &(Expr, Expr), enough: bool) -> Made<Value> {
        let left = self.value(&parts.0)?;
        if left.is_true() == enough { Ok(left) } else { self.value(&parts.1) }
    }

    fn compare(&mut self, first: &Expr, others: &[(Comparison, Expr)]) -> Made<Value> {
        let mut left = self.value(first)?;
        for (by, right) in others {
            let right = self.value(right)?;
            if !compare(*by, &left, &right, self.cost)? {
                return Ok(Value::from(false));
            }
            left = right;
        }
        Ok(Value::from(true))
    }

    fn choice(&mut self, (test, yes, no): &(Expr, Expr, Option<Expr>)) -> Made<Value> {
        match (self.value(test)?.is_true(), no) {
            (true, _) => self.value(yes),
            (false, Some(no)) => self.value(no),
            (false, None) => Ok(Value::UNDEFINED),
        }
    }

    fn filtered(&mut self, name: &'static str, of: &Expr, given: &Arguments) -> Made<Value> {
        let (of, given) = (self.value(of)?, self.given(given)?);
        if name == "map" {
            self.map(&of, &given)
        } else {
            filter::filter(name, of, given, &mut self.library, self.cost)
        }
    }

    fn tested(&mut self, name: &'static str, of: &Expr, given: &Arguments) -> Made<Value> {
        let (of, given) = (self.value(of)?, self.given(given)?);
        filter::test(name, of, given, &mut self.library, self.cost).map(Value::from)
    }

    fn faked(&mut self, faker: &Faker, site: Site) -> Made<Value> {
        let seed = self.site(site);
        lift(&faker.sample(seed, self.scope.locale, self.scope.later()), self.cost)
    }

    fn called(&mut self, function: Function, given: &Arguments, site: Site) -> Made<Value> {
        let given = self.values(&given.by_position)?;
        let seed = self.site(site);
        function.call(&given, (seed, self.scope.locale, self.scope.later()), self.cost)
    }

    fn looked_up(&mut self, lookup: Lookup, given: &Arguments) -> Made<Value> {
        let given = self.values(&given.by_position)?;
        lookup.call(&given, self.scope, self.cost)
    }

    fn matched(&mut self, of: &Expr, pattern: &Regex) -> Made<Value> {
        let of = self.value(of)?;
        matches(&of, pattern, self.cost)
    }

    fn object(&mut self, members: &[(Expr, Expr)]) -> Made<Value> {
        let pairs = members.iter().map(|(name, value)| Ok((self.value(name)?, self.value(value)?)));
        pairs.collect::<Made<Vec<_>>>().map(Value::from_pairs)
    }

    /// The value of an expression as JSON, if it has one; what is read as it is goes as it is.
    pub(in crate::scenario) fn json(&mut self, expression: &Expr) -> Made<Option<Json>> {
        let json = if let Expr::Read(root, keys) = expression {
            let keys = self.values(keys)?;
            self.scope.read(*root, &keys).map(Cow::into_owned)
        } else {
            let value = self.value(expression)?;
            if value.is_undefined() { None } else { Some(settle(&value, self.cost)?) }
        };
        self.cost.room(json.as_ref().map_or(0, weight))?;
        Ok(json)
    }

    fn values(&mut self, expressions: &[Expr]) -> Made<Vec<Value>> {
        expressions.iter().map(|expression| self.value(expression)).collect()
    }

    fn given(&mut self, arguments: &Arguments) -> Made<Given> {
        let by_position = self.values(&arguments.by_position)?;
        let mut by_name = Vec::with_capacity(arguments.by_name.len());
        for (name, value) in &arguments.by_name {
            by_name.push((name.clone(), self.value(value)?));
        }
        Ok(Given { by_position, by_name })
    }

    /// `map(attribute="name")`, `map("upper")`: of each item a member, or what a filter makes of it.
    fn map(&mut self, of: &Value, given: &Given) -> Made<Value> {
        let items = self.items(of)?;
        if let Some(attribute) = given.argument(usize::MAX, "attribute") {
            let otherwise = given.argument(usize::MAX, "default").cloned().unwrap_or_default();
            let member = |item: Value| item.get_item(attribute).ok().filter(|member| !member.is_undefined());
            return Ok(items.into_iter().map(|item| member(item).unwrap_or_else(|| otherwise.clone())).collect());
        }
        let name = given.by_position.first().and_then(Value::as_str).unwrap_or_default();
        let known = filter::FILTERS.iter().find(|known| **known == name && name != "map");
        let known = known.ok_or_else(|| {
            let help = "write `map(attribute=\"name\")` or `map(\"upper\")`";
            ExpressionError::new("`map` needs an attribute or the name of a filter").with_help(help)
        })?;
        let rest = given.by_position.get(1..).unwrap_or_default();
        let made = items.into_iter().map(|item| {
            let given = Given { by_position: rest.to_vec(), by_name: given.by_name.clone() };
            filter::filter(known, item, given, &mut self.library, self.cost)
        });
        Ok(Value::from(made.collect::<Made<Vec<_>>>()?))
    }

    /// The seed of one call: of the place where it is written, and of how often it was made before.
    fn site(&mut self, site: usize) -> Seed {
        let Some(count) = self.drawn.get_mut(site) else { return self.seed };
        let before = *count;
        *count += 1;
        self.seed.child(self.text).nth(u64::try_from(site).unwrap_or_default()).nth(before)
    }

    fn turn(&self, turn: Turn) -> Value {
        let (index, length) = self.turns.last().copied().unwrap_or_default();
        match turn {
            Turn::Index => Value::from(index + 1),
            Turn::Index0 => Value::from(index),
            Turn::Left => Value::from(length.saturating_sub(index)),
            Turn::Left0 => Value::from(length.saturating_sub(index + 1)),
            Turn::First => Value::from(index == 0),
            Turn::Last => Value::from(index + 1 == length),
            Turn::Length => Value::from(length),
        }
    }

    /// `text[2:5]`, `list[-3:]`: characters of a text, items of a list.
    fn slice(&mut self, of: &Expr, bounds: &[Option<Expr>; 3]) -> Made<Value> {
        let of = self.value(of)?;
        let mut numbers = [None; 3];
        for (slot, bound) in numbers.iter_mut().zip(bounds) {
            let Some(bound) = bound else { continue };
            let bound = self.value(bound)?;
            if !is_nothing(&bound) {
                let whole = bound.as_i64().ok_or_else(|| ExpressionError::new("`[from:to]` needs whole numbers"))?;
                *slot = Some(whole);
            }
        }
        let [from, to, step] = numbers;
        let step = usize::try_from(step.unwrap_or(1)).ok().filter(|step| *step > 0);
        let step = step.ok_or_else(|| {
            ExpressionError::new("the third number in `[from:to:step]` is above zero")
                .with_help("`reverse` turns a list round")
        })?;
        self.cost.steps(surface(&of))?;
        let between = |length: usize| {
            let position = |bound: i64| {
                let distance = usize::try_from(bound.unsigned_abs()).unwrap_or(usize::MAX);
                if bound < 0 { length.saturating_sub(distance) } else { distance.min(length) }
            };
            let from = from.map_or(0, position);
            (from, to.map_or(length, position).saturating_sub(from))
        };
        if let Some(text) = of.as_str() {
            self.cost.bytes(text.len())?;
            let (skipped, taken) = between(text.chars().count());
            return Ok(Value::from(text.chars().skip(skipped).take(taken).step_by(step).collect::<String>()));
        }
        let items = self.items(&of)?;
        let (skipped, taken) = between(items.len());
        Ok(items.into_iter().skip(skipped).take(taken).step_by(step).collect())
    }
}

/// A part of a value: a member by name, an item by its number; those below zero count from the end.
fn member(of: &Value, key: &Value) -> Value {
    let position = is_list(of).then(|| key.as_i64().or_else(|| key.as_str()?.parse().ok())).flatten();
    let Some(position) = position else { return of.get_item(key).unwrap_or_default() };
    let length = of.len().and_then(|length| i64::try_from(length).ok()).unwrap_or_default();
    let position = if position < 0 { position.saturating_add(length) } else { position };
    let position = usize::try_from(position).ok();
    position.and_then(|position| of.get_item_by_index(position).ok()).unwrap_or_default()
}
