//! What the members of a reply beside its rows usually say: `total`, `offset`, `next_cursor`, and the expression for each.
//!
//! It judges by names and types alone, and asks nobody. Invariant: of two members that could mean the same each gets its own.

use crate::contract::entity::plain;
use crate::scenario::effect::{Path, Step};
use crate::schema::{SchemaArena, SchemaId, TypeSet};

/// Envelopes are not looked into deeper.
const DEPTH: usize = 3;

/// What members are called that are numbers, plain, and what each says.
const NUMBERS: [(&str, &str); 33] = [
    ("total", "page.total"),
    ("totalcount", "page.total"),
    ("totalitems", "page.total"),
    ("totalresults", "page.total"),
    ("totalrecords", "page.total"),
    ("totalelements", "page.total"),
    ("totalrows", "page.total"),
    ("totalhits", "page.total"),
    ("totalentries", "page.total"),
    ("totalsize", "page.total"),
    ("recordcount", "page.total"),
    ("resultcount", "page.total"),
    ("itemcount", "page.total"),
    ("offset", "page.offset"),
    ("skip", "page.offset"),
    ("limit", "page.limit"),
    ("perpage", "page.limit"),
    ("pagesize", "page.limit"),
    ("pagelimit", "page.limit"),
    ("itemsperpage", "page.limit"),
    ("page", "page.number"),
    ("currentpage", "page.number"),
    ("pagenumber", "page.number"),
    ("pages", "page.pages"),
    ("pagecount", "page.pages"),
    ("totalpages", "page.pages"),
    ("numpages", "page.pages"),
    ("lastpage", "page.pages"),
    ("numberofpages", "page.pages"),
    ("numberofelements", "page.count"),
    ("pageitems", "page.count"),
    ("returned", "page.count"),
    ("currentcount", "page.count"),
];
/// The same of those that are true or false.
const FLAGS: [(&str, &str); 9] = [
    ("hasmore", "page.more"),
    ("hasnext", "page.more"),
    ("hasnextpage", "page.more"),
    ("more", "page.more"),
    ("moreavailable", "page.more"),
    ("last", "not page.more"),
    ("hasprevious", "page.offset > 0"),
    ("hasprev", "page.offset > 0"),
    ("haspreviouspage", "page.offset > 0"),
];
/// The same of those that are texts.
const TEXTS: [(&str, &str); 11] = [
    ("nextcursor", "page.next"),
    ("nextpagecursor", "page.next"),
    ("nextpagetoken", "page.next"),
    ("nexttoken", "page.next"),
    ("endcursor", "page.next"),
    ("continuationtoken", "page.next"),
    ("cursornext", "page.next"),
    ("previouscursor", "page.previous"),
    ("prevcursor", "page.previous"),
    ("previouspagetoken", "page.previous"),
    ("prevpagetoken", "page.previous"),
];
/// What is the total where nothing else is, and else the number of rows on the page.
const COUNT: &str = "count";

/// The members among these that usually tell of a page, each with the expression for it.
#[must_use]
pub fn usual_members(members: &[(Path, TypeSet)]) -> Vec<(Path, &'static str)> {
    let said = |path: &Path, types: TypeSet| {
        let Some(Step::Member(name)) = path.0.last() else { return None };
        let name = plain(name);
        let find =
            |table: &[(&str, &'static str)]| table.iter().find(|(known, _)| *known == name).map(|(_, said)| *said);
        let number = || find(&NUMBERS).filter(|_| types.meets(TypeSet::NUMBER));
        let flag = || find(&FLAGS).filter(|_| types.meets(TypeSet::BOOLEAN));
        let text = || find(&TEXTS).filter(|_| types.meets(TypeSet::STRING));
        number().or_else(flag).or_else(text)
    };
    let has_total = members.iter().any(|(path, types)| said(path, *types) == Some("page.total"));
    let is_count = |path: &Path, types: TypeSet| {
        let name = path.0.last().map(|step| if let Step::Member(name) = step { plain(name) } else { String::new() });
        name.as_deref() == Some(COUNT) && types.meets(TypeSet::NUMBER)
    };
    let expression = |(path, types): &(Path, TypeSet)| {
        let count = if has_total { "page.count" } else { "page.total" };
        let said = said(path, *types).or_else(|| is_count(path, *types).then_some(count))?;
        Some((path.clone(), said))
    };
    members.iter().filter_map(expression).collect()
}

/// The members of a reply that have no parts and stand in no list, with what they may be.
#[must_use]
pub fn plain_members(arena: &SchemaArena, body: SchemaId) -> Vec<(Path, TypeSet)> {
    let mut found = Vec::new();
    gather(arena, body, &mut Vec::new(), &mut found);
    found
}

fn gather(arena: &SchemaArena, id: SchemaId, at: &mut Vec<Step>, found: &mut Vec<(Path, TypeSet)>) {
    for name in arena.property_names(id) {
        let Some(member) = arena.property(id, &name) else { continue };
        let types = arena.meant_types(member);
        at.push(Step::Member(name));
        let has_parts = types.meets(TypeSet::OBJECT.or(TypeSet::ARRAY));
        if !has_parts {
            found.push((Path(at.clone()), types));
        } else if types.without(TypeSet::NULL) == TypeSet::OBJECT && at.len() < DEPTH {
            gather(arena, member, at, found);
        }
        at.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_members_mean() {
        let (number, text, flag) = (TypeSet::NUMBER, TypeSet::STRING, TypeSet::BOOLEAN);
        for (members, expected) in [
            (vec![("/count", number), ("/offset", number), ("/total", number)], "page.count page.offset page.total"),
            (vec![("/count", number), ("/next", text)], "page.total"),
            (vec![("/meta/total_count", number), ("/meta/per_page", number)], "page.total page.limit"),
            (
                vec![("/totalElements", number), ("/totalPages", number), ("/last", flag)],
                "page.total page.pages not page.more",
            ),
            (vec![("/response_metadata/next_cursor", text), ("/has_more", flag)], "page.next page.more"),
            (vec![("/total", text), ("/success", flag), ("/name", text)], ""),
        ] {
            let members: Vec<_> = members.iter().map(|(path, types)| (Path::parse(path).unwrap(), *types)).collect();
            let said: Vec<&str> = usual_members(&members).iter().map(|(_, said)| *said).collect();
            assert_eq!(said.join(" "), expected, "{members:?}");
        }
    }
}
