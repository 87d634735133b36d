//! From a method and a raw path to an operation: a trie over path segments.
//!
//! A segment of text is preferred to a mixed one, that with more text to one with less, any to a bare variable; if the preferred way
//! leads nowhere *for this method*, the next is tried. Segments are compared percent-decoded, so an encoded slash stays inside a
//! variable. No kept router takes two variables in one segment and looks at the method while it searches.

use std::collections::BTreeMap;

use http::Method;
use percent_encoding::percent_decode_str;

use super::operation::OperationId;
use super::template::{self, Segment};

/// The texts of a path's variables, percent-encoded as they came, by name.
pub type Captures = BTreeMap<String, String>;

/// Where a path leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Routed {
    /// To operations of that method; several if they differ in the query of their path keys, are variants, or match the same paths.
    Matched(Vec<(OperationId, Captures)>),
    /// To a path that has other methods.
    WrongMethod(Vec<Method>),
    /// Nowhere.
    Unknown,
}

/// The trie.
#[derive(Debug, Default)]
pub(super) struct Router {
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    literals: BTreeMap<String, usize>,
    /// Mixed segments, those with the most text first.
    mixed: Vec<(Segment, usize)>,
    variable: Option<usize>,
    rest: Option<usize>,
    /// The operations that end here, with the names of their variables in order.
    leaf: Vec<Leaf>,
}

#[derive(Clone, Debug)]
struct Leaf {
    method: Method,
    operation: OperationId,
    names: Vec<String>,
    rank: Rank,
}

/// What tells operations with the same method and shape apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Rank {
    /// The number of conditions on the query; operations with more are asked first.
    pub(super) conditions: usize,
    /// Whether it is one of several variants.
    pub(super) is_variant: bool,
    /// Whether it is mounted under the path of a server; a bare path that is the same goes before it.
    pub(super) is_prefixed: bool,
}

impl Router {
    pub(super) fn new() -> Self {
        Self { nodes: vec![Node::default()] }
    }

    /// Adds a route. `Err` names the operation that has the same method, shape and conditions already; both stay, and the call decides.
    pub(super) fn add(
        &mut self,
        method: &Method,
        path: &str,
        operation: OperationId,
        rank: Rank,
    ) -> Result<(), OperationId> {
        let segments = template::segments(path);
        let mut at = 0;
        for segment in &segments {
            at = self.child(at, segment);
        }
        let names = segments.iter().flat_map(Segment::names).map(str::to_owned).collect();
        let Some(node) = self.nodes.get_mut(at) else { return Ok(()) };
        let twin =
            |leaf: &&Leaf| leaf.method == *method && leaf.rank == rank && rank.conditions == 0 && !rank.is_variant;
        let twin = node.leaf.iter().find(twin).map(|leaf| leaf.operation);
        if twin == Some(operation) {
            return Ok(());
        }
        node.leaf.push(Leaf { method: method.clone(), operation, names, rank });
        node.leaf.sort_by_key(|leaf| std::cmp::Reverse(leaf.rank.conditions));
        twin.map_or(Ok(()), Err)
    }

    fn child(&mut self, at: usize, segment: &Segment) -> usize {
        let new = self.nodes.len();
        let Some(node) = self.nodes.get_mut(at) else { return at };
        let child = match segment {
            Segment::Literal(text) => *node.literals.entry(text.clone()).or_insert(new),
            Segment::Variable(_) => *node.variable.get_or_insert(new),
            Segment::Rest(_) => *node.rest.get_or_insert(new),
            Segment::Mixed(_) => {
                let shape = segment.shape();
                if let Some((_, child)) = node.mixed.iter().find(|(known, _)| *known == shape) {
                    *child
                } else {
                    node.mixed.push((shape, new));
                    node.mixed.sort_by_key(|(segment, _)| std::cmp::Reverse(segment.literal_bytes()));
                    new
                }
            }
        };
        if child == new {
            self.nodes.push(Node::default());
        }
        child
    }

    /// Finds the operations for a method and a raw path.
    pub(super) fn route(&self, method: &Method, path: &str) -> Routed {
        let raw: Vec<&str> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
        let decoded: Vec<_> = raw.iter().map(|segment| percent_decode_str(segment).decode_utf8_lossy()).collect();
        let mut search =
            Search { router: self, method, raw: &raw, decoded: &decoded, captures: Vec::new(), allow: Vec::new() };
        if let Some(found) = search.descend(0, 0) {
            return Routed::Matched(found);
        }
        if search.allow.is_empty() { Routed::Unknown } else { Routed::WrongMethod(search.allow) }
    }
}

struct Search<'r> {
    router: &'r Router,
    method: &'r Method,
    raw: &'r [&'r str],
    decoded: &'r [std::borrow::Cow<'r, str>],
    captures: Vec<String>,
    allow: Vec<Method>,
}

impl Search<'_> {
    fn descend(&mut self, at: usize, depth: usize) -> Option<Vec<(OperationId, Captures)>> {
        let node = self.router.nodes.get(at)?;
        let (Some(raw), Some(decoded)) = (self.raw.get(depth), self.decoded.get(depth)) else {
            return self.arrive(node);
        };
        if let Some(child) = node.literals.get(decoded.as_ref())
            && let Some(found) = self.descend(*child, depth + 1)
        {
            return Some(found);
        }
        for (segment, child) in &node.mixed {
            let Segment::Mixed(parts) = segment else { continue };
            // Text that the client needlessly encoded is compared decoded; what is captured then is encoded anew.
            let captures = template::capture(parts, raw)
                .map(|captures| captures.into_iter().map(str::to_owned).collect::<Vec<_>>())
                .or_else(|| {
                    Some(template::capture(parts, decoded)?.into_iter().map(|text| text.replace('%', "%25")).collect())
                });
            if let Some(found) = captures.and_then(|captures| self.with(captures, *child, depth + 1)) {
                return Some(found);
            }
        }
        if let Some(child) = node.variable
            && !raw.is_empty()
            && let Some(found) = self.with(vec![(*raw).to_owned()], child, depth + 1)
        {
            return Some(found);
        }
        let rest = self.raw.get(depth..).unwrap_or_default().join("/");
        node.rest.filter(|_| !rest.is_empty()).and_then(|child| self.with(vec![rest], child, self.raw.len()))
    }

    fn with(&mut self, captures: Vec<String>, child: usize, depth: usize) -> Option<Vec<(OperationId, Captures)>> {
        let mark = self.captures.len();
        self.captures.extend(captures);
        let found = self.descend(child, depth);
        self.captures.truncate(mark);
        found
    }

    fn arrive(&mut self, node: &Node) -> Option<Vec<(OperationId, Captures)>> {
        let name = |leaf: &Leaf| leaf.names.iter().cloned().zip(self.captures.iter().cloned()).collect::<Captures>();
        let found: Vec<_> = node
            .leaf
            .iter()
            .filter(|leaf| leaf.method == *self.method)
            .map(|leaf| (leaf.operation, name(leaf)))
            .collect();
        if !found.is_empty() {
            return Some(found);
        }
        for leaf in &node.leaf {
            if !self.allow.contains(&leaf.method) {
                self.allow.push(leaf.method.clone());
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn router(routes: &[(&str, &str)]) -> Router {
        let mut router = Router::new();
        for (index, (method, path)) in routes.iter().enumerate() {
            router.add(&method.parse().unwrap(), path, OperationId::new(index), Rank::default()).unwrap();
        }
        router
    }

    #[test]
    fn precedence_and_backtracking() {
        let router = router(&[
            ("GET", "/users/{id}"),
            ("GET", "/users/me"),
            ("GET", "/users/{id}.json"),
            ("GET", "/a/{x}/b"),
            ("GET", "/{y}/c/b"),
            ("POST", "/x/{a}/c"),
            ("GET", "/x/b/{d}"),
            ("GET", "/compare/{base}...{head}"),
            ("POST", "/v1/{name}:cancel"),
            ("GET", "/files/{path+}"),
            ("GET", "/"),
        ]);
        for (method, path, expected) in [
            ("GET", "/users/me", Some((1, vec![]))),
            ("GET", "/users/7", Some((0, vec![("id", "7")]))),
            ("GET", "/users/7.json", Some((2, vec![("id", "7")]))),
            ("GET", "/users/a%2Fb", Some((0, vec![("id", "a%2Fb")]))),
            ("GET", "/users/%6De", Some((1, vec![]))),
            ("GET", "/a/1/b", Some((3, vec![("x", "1")]))),
            ("GET", "/a/c/b", Some((3, vec![("x", "c")]))),
            ("GET", "/z/c/b", Some((4, vec![("y", "z")]))),
            ("POST", "/x/b/c", Some((5, vec![("a", "b")]))),
            ("GET", "/compare/main...topic", Some((7, vec![("base", "main"), ("head", "topic")]))),
            ("POST", "/v1/ops%2F7%3Acancel", Some((8, vec![("name", "ops/7")]))),
            ("GET", "/files/a/b/c.txt", Some((9, vec![("path", "a/b/c.txt")]))),
            ("GET", "/", Some((10, vec![]))),
            ("GET", "/users/", None),
            ("GET", "/users", None),
            ("GET", "//users/me", None),
        ] {
            let routed = router.route(&method.parse().unwrap(), path);
            let expected = expected.map(|(index, captures)| {
                let captures = captures.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
                vec![(OperationId::new(index), captures)]
            });
            assert_eq!(routed, expected.map_or(Routed::Unknown, Routed::Matched), "{method} {path}");
        }
        assert_eq!(router.route(&Method::PUT, "/users/me"), Routed::WrongMethod(vec![Method::GET]));
    }
}
