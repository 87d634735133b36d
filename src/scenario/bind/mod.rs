//! From scenario files to rules that are bound to a contract.
//!
//! Everything that a rule names is looked up here, once; what does not exist is an error at its place, with what was probably meant.
//! Invariant: a file with an error is left out whole (its last good version, where there was one, stays), and the others go on.

mod census;
mod collection;
mod effect;
mod faults;
mod list;
mod load;
mod names;
mod reach;
mod shadow;
mod shown;
mod sources;
mod strike;
#[cfg(test)]
mod tests;
mod vars;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use indexmap::IndexMap;

use super::condition::Condition;
use super::effect::Effect;
use super::format::{self, OneOrMany, Waiver, When};
use super::language::Reader;
use super::read::{self, Written};
use super::rule::{Aspects, Candidate, Candidates, Rule, RuleKey, Rules, ScenarioInfo};
use crate::base::{Defect, Defects, Place, Pointer, Severity};
use crate::contract::{Contract, OperationId};
use crate::spec::{Files, Target, locate_all, positions};
use census::Census;
use effect::Ground;
pub use load::{Bound, LastGood, load};
use reach::{Reach, Unknown};
use shown::{Defined, Shown};
use sources::Sources;

/// A rule and where it stands among those of an operation.
struct Ranked {
    reach: Reach,
    rule: usize,
}

struct Binder<'b> {
    contract: &'b Contract,
    /// What collections there are in all files.
    census: Census,
    ranked: Vec<Ranked>,
    rules: Rules,
    /// The collections that were bound, each with the file that has it.
    definitions: IndexMap<Arc<str>, Defined>,
}

/// The parts that rules and limits have in common.
struct Entry<'e> {
    name: Option<&'e str>,
    on: &'e OneOrMany<String>,
    when: Option<&'e When>,
    place: Place,
    waivers: Vec<Waiver>,
}

impl Binder<'_> {
    /// Binds one file; `false` if it has an error, and nothing of it is kept then.
    fn bind(
        &mut self,
        written: &Written,
        path: &Path,
        files: &Files,
        sources: &mut Sources,
        defects: &mut Defects,
    ) -> bool {
        let scenario = &written.scenario;
        let root = Place::new(written.file, Pointer::root());
        if scenario.document.as_ref().is_some_and(|title| !names::is_served(title, self.contract)) {
            let at = root.join("for");
            let title = scenario.document.as_deref().unwrap_or_default();
            let message = format!("no document with the title `{title}` is served: the scenario is passed over");
            defects.note("scenario-elsewhere", Severity::Note, &at, message);
            return true;
        }
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let name: Arc<str> = scenario.name.clone().unwrap_or(stem).into();
        let (rules, ranked, definitions) = (self.rules.list.len(), self.ranked.len(), self.definitions.len());
        names::check_scenario(&name, scenario.name.is_some(), &self.rules, &root, defects);
        let index = self.rules.scenarios.len();
        let lines = Lines::of(written, files);
        let mut named = BTreeSet::new();
        let mut head =
            |entry: &Entry<'_>| Head { key: key(&name, entry, &mut named), scenario: index, label: lines.label(entry) };
        let waivers = |own: &[Waiver]| scenario.allow.iter().chain(own).copied().collect();
        let file = files.at(written.file).map(|file| file.name.clone()).unwrap_or_default();
        let vars = vars::compile(&scenario.vars, &root, defects);
        if let Some(text) = files.node(&root).filter(|_| written.is_sound) {
            vars::check_names(text, &scenario.vars, &root, defects);
        }
        self.collections(scenario, (path, &file), &root, sources, defects);
        for (rule, number) in scenario.rules.iter().zip(&written.numbers.rules) {
            let (place, waivers) = (root.join("rules").nth(*number), waivers(&rule.allow));
            let entry = Entry { name: rule.name.as_deref(), on: &rule.on, when: rule.when.as_ref(), place, waivers };
            self.rule(rule, &entry, head(&entry), path, sources, defects);
        }
        for (limit, number) in scenario.limits.iter().zip(&written.numbers.limits) {
            let (place, waivers) = (root.join("limits").nth(*number), waivers(&limit.allow));
            let entry = Entry { name: limit.name.as_deref(), on: &limit.on, when: limit.when.as_ref(), place, waivers };
            self.limit(limit, &entry, head(&entry), path, sources, defects);
        }
        for (list, number) in scenario.lists.iter().zip(&written.numbers.lists) {
            let (place, waivers) = (root.join("lists").nth(*number), waivers(&list.allow));
            let entry = Entry { name: list.name.as_deref(), on: &list.on, when: list.when.as_ref(), place, waivers };
            let shown = Shown::List(list);
            self.shown(&shown, &entry, head(&entry), (path, &scenario.vars), sources, defects);
        }
        for (one, number) in scenario.items.iter().zip(&written.numbers.items) {
            let (place, waivers) = (root.join("items").nth(*number), waivers(&one.allow));
            let entry = Entry { name: one.name.as_deref(), on: &one.on, when: one.when.as_ref(), place, waivers };
            let shown = Shown::One(one);
            self.shown(&shown, &entry, head(&entry), (path, &scenario.vars), sources, defects);
        }
        if !written.is_sound || defects.iter().any(|defect| defect.severity == Severity::Error) {
            self.rules.list.truncate(rules);
            self.ranked.truncate(ranked);
            self.definitions.truncate(definitions);
            return false;
        }
        self.rules.scenarios.push(ScenarioInfo {
            name,
            about: scenario.about.clone(),
            file,
            active: scenario.active,
            settings: scenario.settings.clone(),
            rules: self.rules.list.len() - rules,
            collections: self.definitions.keys().skip(definitions).cloned().collect(),
            vars,
        });
        true
    }

    fn rule(
        &mut self,
        written: &format::Rule,
        entry: &Entry<'_>,
        head: Head,
        path: &Path,
        sources: &mut Sources,
        defects: &mut Defects,
    ) {
        let reached = self.reach(entry, defects);
        let condition = self.condition(entry, &reached, defects);
        let strike = strike::strike(written, &head.key.scenario, &entry.place, defects);
        let operations: Vec<OperationId> = reached.iter().filter_map(|reach| reach.operation).collect();
        let folder = path.parent().unwrap_or_else(|| Path::new(""));
        let mut effects = Vec::new();
        let steps = written.then.iter().map(|then| (then, entry.place.join("then")));
        let sequence = written.sequence.iter().enumerate();
        let sequence = sequence.map(|(step, then)| (then, entry.place.join("sequence").nth(step)));
        for (then, place) in steps.chain(sequence) {
            let (contract, allow) = (self.contract, entry.waivers.as_slice());
            let ground = Ground { contract, operations: &operations, folder, allow, reader: Reader::Call, place };
            effects.extend(effect::compile(then, &ground, sources, defects));
        }
        let mut strike = strike;
        strike.steps = effects.len();
        strike.counts = effects.iter().any(Effect::counts);
        let said = effects.iter().map(Effect::aspects);
        let aspects = said.fold(Aspects::default(), Aspects::or);
        let Head { key, scenario, label } = head;
        let (rate, dress, standard) = (None, None, format::Standard::None);
        let place = entry.place.clone();
        self.keep(
            Rule { key, label, scenario, condition, strike, rate, effects, standard, dress, aspects, place },
            reached,
        );
    }

    fn limit(
        &mut self,
        written: &format::Limit,
        entry: &Entry<'_>,
        head: Head,
        path: &Path,
        sources: &mut Sources,
        defects: &mut Defects,
    ) {
        let reached = self.reach(entry, defects);
        let condition = self.condition(entry, &reached, defects);
        let rate = strike::rate(&written.rate, &entry.place.join("rate"), defects);
        let operations: Vec<OperationId> = reached.iter().filter_map(|reach| reach.operation).collect();
        let folder = path.parent().unwrap_or_else(|| Path::new(""));
        let (contract, allow) = (self.contract, entry.waivers.as_slice());
        let mut compile = |then: &format::Then, place: Place| {
            let ground = Ground { contract, operations: &operations, folder, allow, reader: Reader::Call, place };
            effect::compile(then, &ground, sources, defects)
        };
        let usual = format::Then::Status(TOO_MANY);
        let (then, place) = match &written.then {
            Some(then) => (then, entry.place.join("then")),
            None => (&usual, entry.place.clone()),
        };
        let refusal = compile(then, place).map(|mut effect| {
            effect.status.get_or_insert(TOO_MANY);
            effect
        });
        let headers = format::Effect { headers: written.headers.clone(), ..format::Effect::default() };
        let dress = (!written.headers.is_empty())
            .then(|| compile(&format::Then::Effect(Box::new(headers)), entry.place.clone()))
            .flatten();
        let Head { key, scenario, label } = head;
        let (standard, effects) = (written.standard, refusal.into_iter().collect());
        let (strike, aspects, place) = (super::Strike::default(), Aspects::default(), entry.place.clone());
        let rate = Some(rate);
        self.keep(
            Rule { key, label, scenario, condition, strike, rate, effects, standard, dress, aspects, place },
            reached,
        );
    }

    fn keep(&mut self, rule: Rule, reached: Vec<Reach>) {
        let index = self.rules.list.len();
        self.rules.list.push(rule);
        self.ranked.extend(reached.into_iter().map(|reach| Ranked { reach, rule: index }));
    }

    /// The operations that `on` means.
    fn reach(&self, entry: &Entry<'_>, defects: &mut Defects) -> Vec<Reach> {
        let mut all: Vec<Reach> = Vec::new();
        let is_list = matches!(entry.on, OneOrMany::Many(_));
        for (number, text) in entry.on.as_slice().iter().enumerate() {
            let at = entry.place.join("on");
            let at = if is_list { at.nth(number) } else { at };
            match reach::reach(text, self.contract) {
                Ok(reached) => all.extend(reached),
                Err(Unknown { message, help }) => {
                    let (code, severity) = ("scenario-operation-unknown", Severity::Error);
                    defects.push(Defect { code, severity, at, message, help });
                }
            }
        }
        // Of several that mean the same operation the most specific counts; two concrete paths of one are two.
        for reach in &mut all {
            reach.rank.is_conditional = entry.when.is_some();
        }
        all.sort_by_key(|reach| (reach.operation, std::cmp::Reverse(reach.rank)));
        all.dedup_by(|later, first| {
            later.operation == first.operation && (first.path.is_none() || later.path.is_none())
        });
        all
    }

    fn condition(&self, entry: &Entry<'_>, reached: &[Reach], defects: &mut Defects) -> Condition {
        let Some(when) = entry.when else { return Condition::default() };
        let at = entry.place.join("when");
        names::check_when(when, reached, self.contract, &at, defects);
        Condition::compile(when).unwrap_or_else(|faults| {
            for (pointer, fault) in faults {
                let (code, severity, at) = ("scenario-condition", Severity::Error, below(&at, &pointer));
                defects.push(Defect { code, severity, at, message: fault.message, help: fault.help });
            }
            Condition::default()
        })
    }

    /// All rules by operation, limits first, the most specific rule before the others.
    fn finish(self, defects: &mut Defects) -> Rules {
        let Self { contract, mut ranked, mut rules, definitions, .. } = self;
        shown::define(definitions, contract, &mut rules);
        let is_limit = |ranked: &Ranked| rules.list.get(ranked.rule).is_some_and(|rule| rule.rate.is_some());
        ranked.sort_by_key(|ranked| {
            let is_limit = is_limit(ranked);
            // Limits are not more or less specific: they are all looked at, in their order.
            (!is_limit, std::cmp::Reverse((!is_limit).then_some(ranked.reach.rank)), ranked.rule)
        });
        rules.of_operation.resize_with(contract.operations().len(), Candidates::default);
        for Ranked { reach, rule } in ranked {
            let candidates = match reach.operation {
                None => Some(&mut rules.of_nothing),
                Some(id) => rules.of_operation.get_mut(id.index()),
            };
            if let (Some(Candidates { list, sieve }), Some(bound)) = (candidates, rules.list.get(rule)) {
                let needs = sieve.admit(bound.condition.demands());
                list.push(Candidate { rule, path: reach.path, needs });
            }
        }
        shadow::tell(&rules, contract, defects);
        rules
    }
}

/// The status of a refusal that says none (RFC 6585 §4).
const TOO_MANY: u16 = 429;

/// What a rule is called.
struct Head {
    key: RuleKey,
    scenario: usize,
    label: String,
}

/// What counts are kept under. A nameless rule is known by what it is for.
fn key(scenario: &Arc<str>, entry: &Entry<'_>, taken: &mut BTreeSet<String>) -> RuleKey {
    let base = entry.name.map_or_else(|| entry.on.as_slice().join(", "), str::to_owned);
    let numbered = (1..).map(|number| if number == 1 { base.clone() } else { format!("{base} #{number}") });
    let rule = numbered.into_iter().find(|name| taken.insert(name.clone())).unwrap_or(base);
    RuleKey { scenario: Arc::clone(scenario), rule: rule.into() }
}

/// The place that a pointer leads to from another place.
fn below(at: &Place, pointer: &Pointer) -> Place {
    pointer.steps().fold(at.clone(), |at, step| at.join(&step))
}

/// The lines on which the rules of a file stand.
struct Lines {
    file: String,
    lines: BTreeMap<Pointer, usize>,
}

impl Lines {
    fn of(written: &Written, files: &Files) -> Self {
        let Some(file) = files.at(written.file) else { return Self { file: String::new(), lines: BTreeMap::new() } };
        let list = |key: &str, numbers: &[usize]| {
            numbers.iter().map(|index| Pointer::root().join(key).nth(*index)).collect::<Vec<_>>()
        };
        let read::Numbers { rules, limits, lists, items } = &written.numbers;
        let entries = [("rules", rules), ("limits", limits), ("lists", lists), ("items", items)];
        let pointers: Vec<Pointer> = entries.into_iter().flat_map(|(key, numbers)| list(key, numbers)).collect();
        let located = locate_all(&file.text, file.syntax, &pointers, Target::Value);
        let starts: Vec<usize> = located.iter().map(|one| one.as_ref().map_or(0, |one| one.span.start)).collect();
        let lines = positions(&file.text, &starts).into_iter().map(|position| position.line);
        Self { file: file.name.clone(), lines: pointers.into_iter().zip(lines).collect() }
    }

    /// As people call a rule: `errors.yaml:12 (missing-room)`.
    fn label(&self, entry: &Entry<'_>) -> String {
        let line = self.lines.get(&entry.place.pointer).copied().unwrap_or_default();
        let name = entry.name.map(|name| format!(" ({name})")).unwrap_or_default();
        format!("{}:{line}{name}", self.file)
    }
}
