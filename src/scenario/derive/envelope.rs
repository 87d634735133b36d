//! What stands beside the rows of a reply, and what each of it says of the page: members of the body, and headers.

use http::HeaderName;

use super::parameters::Parameters;
use super::site::RowSite;
use crate::contract::Operation;
use crate::contract::entity::plain;
use crate::scenario::effect::{Change, Path, Step};
use crate::scenario::list::{plain_members, usual_members};
use crate::scenario::template::Template;
use crate::schema::{SchemaArena, SchemaId, TypeSet};

/// What tells of the page.
#[derive(Debug, Default)]
pub(super) struct Envelope {
    /// The expressions for members of the body.
    pub(super) set: Vec<(Path, String)>,
    /// The headers.
    pub(super) headers: Vec<(HeaderName, Change)>,
    /// Whether `Link` is among them.
    pub(super) links: bool,
    /// Whether any of it tells how many rows there are.
    pub(super) wants_total: bool,
    /// In words, what clients look for.
    pub(super) told: Vec<String>,
}

/// Members whose names mean something only here: what they are called, plain, of which type, and what they say.
const MORE: [(&str, TypeSet, &str); 14] = [
    ("startat", TypeSet::NUMBER, "page.offset"),
    ("startindex", TypeSet::NUMBER, "page.offset"),
    ("start", TypeSet::NUMBER, "page.offset"),
    ("maxresults", TypeSet::NUMBER, "page.limit"),
    ("size", TypeSet::NUMBER, "page.limit"),
    ("number", TypeSet::NUMBER, "page.number"),
    ("nextpage", TypeSet::NUMBER, "page.number + 1 if page.more else none"),
    ("prevpage", TypeSet::NUMBER, "page.number - 1 if page.number > 1 else none"),
    ("previouspage", TypeSet::NUMBER, "page.number - 1 if page.number > 1 else none"),
    ("nextoffset", TypeSet::NUMBER, "page.offset + page.count if page.more else none"),
    ("islast", TypeSet::BOOLEAN, "not page.more"),
    ("islastpage", TypeSet::BOOLEAN, "not page.more"),
    ("first", TypeSet::BOOLEAN, "page.offset == 0"),
    ("empty", TypeSet::BOOLEAN, "page.count == 0"),
];
/// Members that hold the address of another page, and which.
const ADDRESSES: [(&str, &str); 16] = [
    ("next", "next"),
    ("nexturl", "next"),
    ("nexturi", "next"),
    ("nextlink", "next"),
    ("nextpageurl", "next"),
    ("odatanextlink", "next"),
    ("previous", "prev"),
    ("prev", "prev"),
    ("prevurl", "prev"),
    ("previousurl", "prev"),
    ("prevpageurl", "prev"),
    ("previouspageurl", "prev"),
    ("first", "first"),
    ("firstpageurl", "first"),
    ("last", "last"),
    ("lastpageurl", "last"),
];
/// Members that say where the next page begins, besides those that everybody knows.
const CURSORS: [&str; 4] = ["cursor", "marker", "nextmarker", "endingcursor"];
/// Headers, plain, and what they say.
const HEADERS: [(&str, &str); 14] = [
    ("xtotalcount", "page.total"),
    ("xtotal", "page.total"),
    ("totalcount", "page.total"),
    ("xtotalitems", "page.total"),
    ("xpaginationtotalcount", "page.total"),
    ("xtotalpages", "page.pages"),
    ("xpagecount", "page.pages"),
    ("xpage", "page.number"),
    ("xperpage", "page.limit"),
    ("xpagesize", "page.limit"),
    ("xlimit", "page.limit"),
    ("xoffset", "page.offset"),
    ("xnextcursor", "page.next"),
    ("xnextpage", "page.number + 1 if page.more else \"\""),
];

/// Whether a body says where the next page begins.
pub(super) fn has_cursor(arena: &SchemaArena, body: SchemaId) -> bool {
    let members = plain_members(arena, body);
    let usual = usual_members(&members);
    usual.iter().any(|(_, said)| *said == "page.next")
        || members.iter().any(|(path, types)| types.meets(TypeSet::STRING) && CURSORS.contains(&name(path).as_str()))
}

/// Looks through the members of the body and the headers of the success.
pub(super) fn find(arena: &SchemaArena, operation: &Operation, site: &RowSite, parameters: &Parameters) -> Envelope {
    let mut found = Envelope::default();
    let members = if site.path.is_empty() { Vec::new() } else { plain_members(arena, site.body) };
    let usual = usual_members(&members);
    for (path, types) in &members {
        let known = usual.iter().find(|(of, _)| of == path).map(|(_, said)| (*said).to_owned());
        let Some(said) = known.or_else(|| further(arena, site, path, *types, parameters)) else { continue };
        let said = begun(&said, parameters);
        found.tell(&said, path);
        found.set.push((path.clone(), fitted(&said, *types, is_required(arena, site.body, path))));
    }
    let promise = operation.success();
    for header in promise.into_iter().flat_map(|promise| &promise.headers) {
        let plain = plain(&header.name);
        if plain == "link" {
            found.links = true;
            found.wants_total = true;
            found.told.push("pages in `Link`".to_owned());
        } else if let Some((_, said)) = HEADERS.iter().find(|(known, _)| *known == plain)
            && let Ok(template) = Template::compile(&format!("{{{{ {} }}}}", begun(said, parameters)))
            && let Ok(name) = HeaderName::from_bytes(header.name.as_bytes())
        {
            found.wants_total |= is_of_total(said);
            if *said == "page.total" {
                found.told.push(format!("total in `{}`", header.name));
            }
            found.headers.push((name, Change::Set(vec![template])));
        }
    }
    found
}

impl Envelope {
    fn tell(&mut self, said: &str, path: &Path) {
        self.wants_total |= is_of_total(said);
        let word = match said {
            "page.total" => "total",
            "page.next" => "next cursor",
            "page.more" => "whether there are more",
            "page.links.next" => "next page",
            _ => return,
        };
        self.told.push(format!("{word} at {path}"));
    }
}

fn is_of_total(said: &str) -> bool {
    ["page.total", "page.pages", "page.last", "page.links.last"].iter().any(|total| said.contains(total))
}

/// What a member says that means something only here.
fn further(
    arena: &SchemaArena,
    site: &RowSite,
    path: &Path,
    types: TypeSet,
    parameters: &Parameters,
) -> Option<String> {
    let last = name(path);
    let is_text = types.meets(TypeSet::STRING);
    if is_text && CURSORS.contains(&last.as_str()) && parameters.cursor.is_some() {
        return Some("page.next".to_owned());
    }
    // HAL has the address one step deeper: `_links.next.href`.
    let named =
        if last == "href" { path.0.len().checked_sub(2).map(|at| word(path.0.get(at))) } else { Some(last.clone()) };
    if let Some((_, page)) = ADDRESSES.iter().find(|(known, _)| is_text && Some(*known) == named.as_deref()) {
        let is_address = last == "href"
            || is_address(arena, site.body, path)
            || path.0.iter().any(|step| word(Some(step)) == "links");
        return match (*page, parameters.cursor.is_some() && !is_address) {
            ("next", true) => Some("page.next".to_owned()),
            ("prev", true) => Some("page.previous".to_owned()),
            (_, true) => None,
            (page, false) => Some(format!("page.links.{page}")),
        };
    }
    let known = MORE.iter().find(|(known, of, _)| *known == last && types.meets(*of));
    known.map(|(_, _, said)| (*said).to_owned())
}

/// The same where the first page or the first row is called otherwise.
fn begun(said: &str, parameters: &Parameters) -> String {
    match said {
        "page.number" if parameters.first_page == 0 => "page.number - 1".to_owned(),
        "page.offset" if parameters.first_row == 1 => "page.offset + 1".to_owned(),
        said => said.to_owned(),
    }
}

/// The same where the member may not be null.
fn fitted(said: &str, types: TypeSet, is_required: bool) -> String {
    let is_open = ["page.next", "page.previous", "page.links", "else none"].iter().any(|open| said.contains(open));
    if !is_open || types.contains(TypeSet::NULL) {
        return said.to_owned();
    }
    let nothing = match (is_required, types.meets(TypeSet::STRING)) {
        (false, _) => "omit",
        (true, true) => "\"\"",
        (true, false) => "0",
    };
    format!("({said}) or {nothing}")
}

/// Whether a member has to be there.
fn is_required(arena: &SchemaArena, body: SchemaId, path: &Path) -> bool {
    let Some((Step::Member(last), rest)) = path.0.split_last() else { return false };
    let of = rest.iter().try_fold(body, |id, step| match step {
        Step::Member(name) => arena.property(id, name),
        Step::Every => None,
    });
    of.is_some_and(|of| arena.requires(of, last))
}

/// Whether a member is documented as an address.
fn is_address(arena: &SchemaArena, body: SchemaId, path: &Path) -> bool {
    let id = path.0.iter().try_fold(body, |id, step| match step {
        Step::Member(name) => arena.property(id, name),
        Step::Every => None,
    });
    let format = id.and_then(|id| {
        [id, arena.target(id)].into_iter().find_map(|id| arena.at(id).text.as_deref()?.format.as_deref())
    });
    format.is_some_and(|format| ["uri", "url", "uri-reference", "iri"].contains(&format)) || name(path).ends_with("url")
}

fn name(path: &Path) -> String {
    word(path.0.last())
}

fn word(step: Option<&Step>) -> String {
    match step {
        Some(Step::Member(name)) => plain(name),
        _ => String::new(),
    }
}
