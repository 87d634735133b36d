//! From a tree and a scope to a value, or to text. Invariant: nothing is kept between two runs.

use std::borrow::Cow;
use std::sync::Arc;

use minijinja::value::{Value, ValueKind};
use serde_json::Value as Json;

use super::cost::Cost;
use super::exchange::{is_list, is_nothing, kind, lift, print, settle, surface, weight};
use super::filter::{self, Given, Library};
use super::function::Function;
use super::operate::{calculate, compare};
use super::scope::Root;
use super::tree::{Arguments, Comparison, Expr, Loop, Operator, Program, Site, Stmt, Target, Turn};
use crate::base::Seed;
use crate::scenario::expression::{ExpressionError, Scope};
use crate::schema::Faker;

type Made<T> = Result<T, ExpressionError>;

/// One run of one program.
pub(in crate::scenario) struct Run<'r> {
    scope: &'r Scope<'r>,
    cost: &'r mut Cost,
    /// The address of the text in the data: every call of a function has its own below it.
    seed: Seed,
    /// How often each call of a function was made.
    drawn: Vec<u64>,
    locals: Vec<(Arc<str>, Value)>,
    /// Where the innermost block begins among the locals.
    block: usize,
    /// Of each loop: which turn it is, of how many.
    turns: Vec<(usize, usize)>,
    library: Library,
}

impl<'r> Run<'r> {
    /// A run that draws below `seed`.
    pub(in crate::scenario) fn new(program: &Program, scope: &'r Scope<'r>, seed: Seed, cost: &'r mut Cost) -> Self {
        let drawn = vec![0; program.sites];
        Self { scope, cost, seed, drawn, locals: Vec::new(), block: 0, turns: Vec::new(), library: Library::default() }
    }

    /// Writes everything.
    pub(in crate::scenario) fn write(&mut self, body: &[Stmt], into: &mut String) -> Made<()> {
        for statement in body {
            self.cost.steps(1)?;
            let before = into.len();
            match statement {
                Stmt::Text(text) => {
                    self.cost.room(text.len())?;
                    into.push_str(text);
                }
                Stmt::Emit(value) => {
                    let value = self.value(value)?;
                    print(&value, into, self.cost)?;
                    self.cost.room(into.len() - before)?;
                }
                Stmt::If(test, yes, no) => {
                    let way = if self.value(test)?.is_true() { yes } else { no };
                    self.write(way, into)?;
                }
                Stmt::Set(target, value) => {
                    let value = self.value(value)?;
                    self.keep(target, value)?;
                }
                Stmt::With(names, body) => {
                    // The values are those outside.
                    let values = names.iter().map(|(_, value)| self.value(value)).collect::<Made<Vec<_>>>()?;
                    self.inside(|run| {
                        names.iter().zip(values).try_for_each(|((target, _), value)| run.keep(target, value))?;
                        run.write(body, into)
                    })?;
                }
                Stmt::For(each) => self.each(each, into)?,
            }
        }
        Ok(())
    }

    fn each(&mut self, each: &Loop, into: &mut String) -> Made<()> {
        let items = self.value(&each.items)?;
        let mut items = self.items(&items)?;
        if let Some(only) = &each.only {
            let mut kept = Vec::new();
            for item in items {
                let meant = self.inside(|run| {
                    run.keep(&each.target, item.clone())?;
                    Ok(run.value(only)?.is_true())
                })?;
                kept.extend(meant.then_some(item));
            }
            items = kept;
        }
        if items.is_empty() {
            return self.inside(|run| run.write(&each.otherwise, into));
        }
        self.turns.push((0, items.len()));
        for (turn, item) in items.into_iter().enumerate() {
            if let Some(last) = self.turns.last_mut() {
                last.0 = turn;
            }
            self.inside(|run| {
                run.keep(&each.target, item)?;
                run.write(&each.body, into)
            })?;
        }
        self.turns.pop();
        Ok(())
    }

    /// What a loop goes through: items of a list, names of an object; nothing has none.
    fn items(&mut self, value: &Value) -> Made<Vec<Value>> {
        self.cost.steps(surface(value))?;
        match value.kind() {
            _ if is_nothing(value) => Ok(Vec::new()),
            _ if is_list(value) => Ok(value.try_iter().into_iter().flatten().collect()),
            ValueKind::Map => Ok(value.try_iter().into_iter().flatten().collect()),
            _ => Err(ExpressionError::new(format!("this needs a list: here is {}", kind(value)))),
        }
    }

    /// A block whose names end with it.
    fn inside<T>(&mut self, work: impl FnOnce(&mut Self) -> Made<T>) -> Made<T> {
        let outer = std::mem::replace(&mut self.block, self.locals.len());
        let done = work(self);
        self.locals.truncate(self.block);
        self.block = outer;
        done
    }

    fn keep(&mut self, target: &Target, value: Value) -> Made<()> {
        match target {
            Target::Name(name) => {
                let known = self.locals.iter_mut().skip(self.block).find(|(known, _)| known == name);
                match known {
                    Some(known) => known.1 = value,
                    None => self.locals.push((Arc::clone(name), value)),
                }
                Ok(())
            }
            Target::Parts(parts) => {
                let items = self.items(&value)?;
                if items.len() != parts.len() {
                    let message = format!("{} names for a list of {}", parts.len(), items.len());
                    return Err(ExpressionError::new(message));
                }
                parts.iter().zip(items).try_for_each(|(part, item)| self.keep(part, item))
            }
        }
    }

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
        lift(&faker.sample(seed, self.scope.locale), self.cost)
    }

    fn called(&mut self, function: Function, given: &Arguments, site: Site) -> Made<Value> {
        let given = self.values(&given.by_position)?;
        let seed = self.site(site);
        function.call(&given, (seed, self.scope.locale), self.cost)
    }

    fn object(&mut self, members: &[(Expr, Expr)]) -> Made<Value> {
        let pairs = members.iter().map(|(name, value)| Ok((self.value(name)?, self.value(value)?)));
        pairs.collect::<Made<Vec<_>>>().map(Value::from_pairs)
    }

    /// The value of an expression as JSON; what is read as it is goes as it is.
    pub(in crate::scenario) fn json(&mut self, expression: &Expr) -> Made<Json> {
        if let Expr::Read(root, keys) = expression {
            let keys = self.values(keys)?;
            let found = self.scope.read(*root, &keys).unwrap_or(Cow::Owned(Json::Null));
            self.cost.room(weight(&found))?;
            return Ok(found.into_owned());
        }
        let value = self.value(expression)?;
        let json = settle(&value, self.cost)?;
        self.cost.room(weight(&json))?;
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
        self.seed.nth(u64::try_from(site).unwrap_or_default()).nth(before)
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
