//! Which parameter of an operation says the page, the order, or which rows: by name and type.

use serde_json::Value;

use super::site::RowSite;
use super::{expression, member};
use crate::collection::Dialect;
use crate::contract::entity::plain;
use crate::contract::{Operation, Part};
use crate::scenario::format::{Comparator, Zero};
use crate::scenario::list::{Amount, Parameter, Says, SortBy, Where};
use crate::schema::{SchemaArena, SchemaId, TypeSet};

/// How many rows a page has where nobody says.
const USUAL: u64 = 20;
/// How many it has at most where the document does not say: a client that asks for more than it gets takes the page for the last one.
const MOST: u64 = 1_000;

/// What a parameter says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Limit,
    Offset,
    Page,
    Cursor,
    Before,
    After,
    Sort,
    Direction,
}

/// What parameters are called, plain, and what they say; of several with one role the first in this table. Those that are marked may mean
/// something else: they count only where their schema says that they are numbers.
const NAMES: [(Role, bool, &[&str]); 10] = [
    (
        Role::Limit,
        false,
        &[
            "limit",
            "perpage",
            "pagesize",
            "pagelimit",
            "maxresults",
            "maxitems",
            "itemsperpage",
            "resultsperpage",
            "numresults",
        ],
    ),
    (Role::Limit, true, &["count", "size", "take", "top", "first", "max", "results", "rows", "num", "n", "pagelength"]),
    (Role::Offset, false, &["offset", "skip", "startindex", "startat", "pageoffset", "firstresult"]),
    (Role::Offset, true, &["start", "from", "begin"]),
    (Role::Page, true, &["page", "pagenumber", "pagenum", "pageno", "pageindex", "currentpage", "p"]),
    (
        Role::Cursor,
        false,
        &[
            "cursor",
            "pagetoken",
            "nextpagetoken",
            "nexttoken",
            "continuationtoken",
            "continuation",
            "continue",
            "marker",
            "nextcursor",
            "pagecursor",
            "scrollid",
            "exclusivestartkey",
            "startingtoken",
        ],
    ),
    (Role::Before, false, &["endingbefore", "before", "beforeid", "pagebefore", "maxid", "untilid"]),
    (
        Role::After,
        false,
        &["startingafter", "after", "afterid", "pageafter", "sinceid", "since", "lastid", "startafter", "afterkey"],
    ),
    (Role::Sort, false, &["sort", "sortby", "orderby", "ordering", "sortfield", "sortkey", "order"]),
    (
        Role::Direction,
        false,
        &["direction", "sortdir", "sortdirection", "sortorder", "orderdir", "orderdirection", "order", "dir"],
    ),
];

/// What the parameters of an operation say of its rows.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    pub(super) offset: Option<Parameter>,
    pub(super) page: Option<Parameter>,
    pub(super) limit: Option<Parameter>,
    pub(super) cursor: Option<Parameter>,
    pub(super) before: Option<Parameter>,
    pub(super) after: Option<Parameter>,
    pub(super) sort: Option<SortBy>,
    pub(super) conditions: Vec<Where>,
    /// What the first row, and the first page, is called: 0 or 1.
    pub(super) first_row: u64,
    pub(super) first_page: u64,
    /// All of it in words.
    pub(super) told: Vec<String>,
}

/// A parameter, or a member of one.
struct Candidate {
    /// As people write it.
    name: String,
    plain: String,
    reads: String,
    schema: Option<SchemaId>,
}

impl Parameters {
    /// Looks through the query parameters of an operation. `is_linked`: its reply says where the next page begins.
    pub(super) fn find(arena: &SchemaArena, operation: &Operation, site: &RowSite, is_linked: bool) -> Self {
        let mut open = candidates(arena, operation);
        let mut take = |role: Role| take(arena, &mut open, role);
        let (limit, offset, page) = (take(Role::Limit), take(Role::Offset), take(Role::Page));
        let (cursor, before, after) = (take(Role::Cursor), take(Role::Before), take(Role::After));
        let sort = take(Role::Sort).filter(|one| !is_direction(arena, one.schema));
        let direction = if sort.is_some() { take(Role::Direction) } else { None };
        let mut found = Self { first_row: 0, first_page: 1, ..Self::default() };
        found.offset = offset.as_ref().and_then(|one| {
            found.first_row = u64::from(begins(arena, one.schema) == Some(1));
            let text = if found.first_row == 1 { format!("{} - 1", one.reads) } else { one.reads.clone() };
            found.tell("offset", one);
            parameter(&text)
        });
        found.page = page.as_ref().and_then(|one| {
            found.first_page = u64::from(begins(arena, one.schema) != Some(0));
            let text = if found.first_page == 0 { format!("{} + 1", one.reads) } else { one.reads.clone() };
            found.tell("page", one);
            parameter(&text)
        });
        // `after` is a cursor where the reply gives one, else the key of a row.
        let has_keys = !site.key.is_empty();
        let (cursor, after) = match (cursor, after) {
            (None, Some(after)) if is_linked || !has_keys => (Some(after), None),
            others => others,
        };
        found.cursor = cursor.as_ref().and_then(|one| found.plain("cursor", one));
        found.before = before.filter(|_| has_keys).as_ref().and_then(|one| found.plain("before", one));
        found.after = after.filter(|_| has_keys).as_ref().and_then(|one| found.plain("after", one));
        let is_paged = limit.is_some() || found.is_paged();
        found.limit = if is_paged { found.limited(arena, site, limit.as_ref()) } else { None };
        found.sort = sort.as_ref().and_then(|one| found.sorted(one, direction.as_ref()));
        found.conditions = open.iter().filter_map(|one| found.filtered(arena, site, one)).collect();
        found
    }

    /// Whether anything says which rows.
    pub(super) const fn is_paged(&self) -> bool {
        self.limit.is_some()
            || self.offset.is_some()
            || self.page.is_some()
            || self.cursor.is_some()
            || self.before.is_some()
            || self.after.is_some()
    }

    fn tell(&mut self, role: &str, one: &Candidate) {
        self.told.push(format!("{role} `{}`", one.name));
    }

    fn plain(&mut self, role: &str, one: &Candidate) -> Option<Parameter> {
        self.tell(role, one);
        parameter(&one.reads)
    }

    fn limited(&mut self, arena: &SchemaArena, site: &RowSite, one: Option<&Candidate>) -> Option<Parameter> {
        let schema = one.and_then(|one| one.schema);
        let most = [maximum(arena, schema), site.most(arena)].into_iter().flatten().min();
        let default = schema.and_then(|id| default(arena, id)).and_then(Value::as_u64);
        let default = default.filter(|default| *default > 0).unwrap_or(USUAL).min(most.unwrap_or(MOST));
        let most = most.unwrap_or(MOST).max(default);
        match one {
            Some(one) => self.told.push(format!("limit `{}` (default {default}, most {most})", one.name)),
            None => self.told.push(format!("limit {default}")),
        }
        // Without a parameter there is nothing to read, and the default holds.
        let from = expression(one.map_or("none", |one| one.reads.as_str()))?;
        let (default, max) = (Some(Amount::Number(default)), Some(Amount::Number(most)));
        Some(Parameter { from, default, max, zero: Some(Zero::Default), refuse: None })
    }

    fn sorted(&mut self, one: &Candidate, direction: Option<&Candidate>) -> Option<SortBy> {
        self.tell("order", one);
        if let Some(direction) = direction {
            self.tell("direction", direction);
        }
        let direction = direction.and_then(|one| expression(&one.reads));
        Some(SortBy { from: expression(&one.reads)?, is_mongo: false, direction, refuse: None })
    }

    /// A parameter that is called like a member of the rows.
    fn filtered(&mut self, arena: &SchemaArena, site: &RowSite, one: &Candidate) -> Option<Where> {
        let names = arena.property_names(site.thing);
        let exact = names.iter().find(|name| **name == one.name);
        let name = exact.or_else(|| names.iter().find(|name| plain(name) == one.plain))?;
        let types = arena.property(site.thing, name).map(|id| arena.meant_types(id))?;
        if types.meets(TypeSet::OBJECT) {
            return None;
        }
        self.tell("filter", one);
        let several = one.schema.is_some_and(|id| arena.types(id).without(TypeSet::NULL) == TypeSet::ARRAY);
        let is = if several { Comparator::In } else { Comparator::Eq };
        let path: Vec<&str> = site.inner.iter().map(String::as_str).chain([name.as_str()]).collect();
        let says = Says::Field {
            from: expression(&one.reads)?,
            field: path.join(".").into(),
            is,
            split: None,
            dialect: Dialect::default(),
        };
        Some(Where { condition: None, says, refuse: None })
    }
}

/// The query parameters, and the members of those that are objects (`page[size]`).
fn candidates(arena: &SchemaArena, operation: &Operation) -> Vec<Candidate> {
    let in_query = operation.parameters.iter().filter(|one| one.part == Part::Query && !one.whole_query);
    let of = |one: &crate::contract::Parameter| {
        let reads = member("query", &one.name);
        let inside = one.schema.map(|id| arena.property_names(id)).unwrap_or_default();
        let is_object = one.schema.is_some_and(|id| arena.meant_types(id).without(TypeSet::NULL) == TypeSet::OBJECT);
        if !is_object {
            return vec![Candidate { name: one.name.clone(), plain: plain(&one.name), reads, schema: one.schema }];
        }
        let inner = |name: &String| Candidate {
            name: format!("{}[{name}]", one.name),
            plain: plain(&format!("{}{name}", one.name)),
            reads: member(&reads, name),
            schema: one.schema.and_then(|id| arena.property(id, name)),
        };
        inside.iter().map(inner).collect()
    };
    in_query.flat_map(of).collect()
}

/// Takes the candidate with that role, the likeliest of several.
fn take(arena: &SchemaArena, open: &mut Vec<Candidate>, role: Role) -> Option<Candidate> {
    let number = matches!(role, Role::Limit | Role::Offset | Role::Page);
    let fits = |one: &Candidate, is_vague: bool| {
        let types = one.schema.map_or(TypeSet::ANY, |id| arena.types(id));
        let is_moment = one.schema.is_some_and(|id| is_moment(arena, id));
        match (number, is_vague) {
            // `count=true` asks for a total.
            (true, true) => types.meets(TypeSet::NUMBER) && types != TypeSet::ANY,
            (true, false) => types.meets(TypeSet::NUMBER.or(TypeSet::STRING)),
            (false, _) => !is_moment && types.meets(TypeSet::NUMBER.or(TypeSet::STRING).or(TypeSet::ARRAY)),
        }
    };
    let rows = NAMES.iter().filter(|(of, ..)| *of == role);
    let names = rows.flat_map(|(_, is_vague, names)| names.iter().map(move |name| (*name, *is_vague)));
    let at = names
        .into_iter()
        .find_map(|(name, is_vague)| open.iter().position(|one| one.plain == name && fits(one, is_vague)))?;
    Some(open.remove(at))
}

fn parameter(text: &str) -> Option<Parameter> {
    Some(Parameter { from: expression(text)?, default: None, max: None, zero: None, refuse: None })
}

/// A schema and what it is a mere reference to.
fn both(arena: &SchemaArena, id: SchemaId) -> [SchemaId; 2] {
    [id, arena.target(id)]
}

fn default(arena: &SchemaArena, id: SchemaId) -> Option<&Value> {
    both(arena, id).into_iter().find_map(|id| arena.at(id).notes.as_deref()?.default.as_ref())
}

fn maximum(arena: &SchemaArena, id: Option<SchemaId>) -> Option<u64> {
    let facet = |id| arena.at(id).number.as_deref();
    both(arena, id?).into_iter().find_map(|id| facet(id)?.maximum.as_ref()?.as_u64()).filter(|most| *most > 0)
}

/// What the first page or row is called, as its default or its least value tells.
fn begins(arena: &SchemaArena, id: Option<SchemaId>) -> Option<u64> {
    let id = id?;
    let least = |id| arena.at(id).number.as_deref()?.minimum.as_ref()?.as_u64();
    let default = default(arena, id).and_then(Value::as_u64);
    default.or_else(|| both(arena, id).into_iter().find_map(least)).filter(|first| *first < 2)
}

fn is_moment(arena: &SchemaArena, id: SchemaId) -> bool {
    let format = both(arena, id).into_iter().find_map(|id| arena.at(id).text.as_deref()?.format.as_deref());
    format.is_some_and(|format| format.starts_with("date"))
}

/// Whether it says no more than up or down.
fn is_direction(arena: &SchemaArena, id: Option<SchemaId>) -> bool {
    let values = id.and_then(|id| both(arena, id).into_iter().find_map(|id| arena.at(id).values.as_ref()));
    let is_one = |value: &Value| {
        let word = value.as_str().map(plain);
        word.is_some_and(|word| ["asc", "desc", "ascending", "descending"].contains(&word.as_str()))
    };
    values.is_some_and(|values| !values.is_empty() && values.iter().all(is_one))
}
