//! Turns the keys of `paths` into what a router needs: the template, with the query or fragment that untidy documents
//! append to it apart, colon parameters put in braces, and the names in braces. It knows nothing of how a template
//! matches. Invariant: what is not clearly meant otherwise stays as it is written.

/// A key of `paths` in its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathKey {
    /// The path template.
    pub template: String,
    /// What follows `?`, without it: `a={b}&c=d`. An expression of RFC 6570, `{?a,b}`, is written out: `a={a}&b={b}`.
    pub query: Option<String>,
    /// What follows `#`, without it; the name in `{#name}`.
    pub fragment: Option<String>,
}

/// Splits a key such as `/a?b={c}#variant`. A `?` or `#` between braces splits only where it is the operator of RFC 6570
/// (`/search{?q}`), not elsewhere (`/{id?}`). An empty query or fragment is none.
#[must_use]
pub fn split(key: &str) -> PathKey {
    let end = first_outside_braces(key, &['?', '#']);
    let (path, tail) = key.split_at(end);
    let (query, fragment) = tail.split_once('#').unwrap_or((tail, ""));
    let query = query.strip_prefix('?').unwrap_or(query);
    let (template, expressions) = trailing_expressions(path);
    let mut split = PathKey { template: template.to_owned(), query: some(query), fragment: some(fragment) };
    for expression in expressions {
        if let Some(name) = expression.strip_prefix('#') {
            split.fragment = split.fragment.or_else(|| some(name));
        } else {
            let pairs = names(expression).map(|name| format!("{name}={{{name}}}"));
            split.query = some(&split.query.into_iter().chain(pairs).collect::<Vec<_>>().join("&"));
        }
    }
    split
}

/// Puts segments such as `:id` in braces, where the whole segment is a colon and an identifier: `/users/:id` becomes
/// `/users/{id}`. `None` when there is none; `/v1/x:cancel` and `/{name}:verb` are not such. Takes the template only,
/// see [`split`].
#[must_use]
pub fn colon_parameters(path: &str) -> Option<String> {
    let braced = |segment: &str| segment.strip_prefix(':').filter(|name| is_identifier(name)).map(str::to_owned);
    if !path.split('/').any(|segment| braced(segment).is_some()) {
        return None;
    }
    let segments = path.split('/');
    let segments =
        segments.map(|segment| braced(segment).map_or_else(|| segment.to_owned(), |name| format!("{{{name}}}")));
    Some(segments.collect::<Vec<_>>().join("/"))
}

/// The names in braces, in order and as often as they occur. The operators of RFC 6570 (`+ # . / ; ? &`), the star of
/// explosion and the length of a prefix (`{name:3}`) do not belong to a name; `{a,b}` has two. Empty braces have none.
#[must_use]
pub fn placeholders(template: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = template;
    while let Some((head, tail)) = rest.split_once('}') {
        if let Some((_, expression)) = head.rsplit_once('{') {
            found.extend(names(expression).map(str::to_owned));
        }
        rest = tail;
    }
    found
}

/// The names of one expression, the text between a pair of braces.
fn names(expression: &str) -> impl Iterator<Item = &str> {
    const OPERATORS: [char; 7] = ['+', '#', '.', '/', ';', '?', '&'];
    let list = expression.trim().strip_prefix(OPERATORS).unwrap_or(expression);
    list.split(',').map(|name| bare(name.trim())).filter(|name| !name.is_empty())
}

/// A name without its modifier (RFC 6570 §2.4).
fn bare(name: &str) -> &str {
    let is_length = |length: &str| !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
    match name.rsplit_once(':') {
        Some((name, length)) if is_length(length) => name,
        _ => name.strip_suffix(['*', '+']).unwrap_or(name),
    }
}

/// The byte at which one of `delimiters` first occurs outside of braces, or the length of `text`. A brace that is never
/// closed is a letter.
fn first_outside_braces(text: &str, delimiters: &[char]) -> usize {
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(found) = rest.find(|letter| letter == '{' || delimiters.contains(&letter)) else { break };
        let (_, from) = rest.split_at(found);
        at += found;
        if !from.starts_with('{') {
            return at;
        }
        at += from.find('}').unwrap_or_default() + 1;
    }
    text.len()
}

/// The template without the expressions of queries and fragments at its end, and these in order without their braces.
fn trailing_expressions(path: &str) -> (&str, Vec<&str>) {
    let mut template = path;
    let mut expressions = Vec::new();
    while let Some((head, expression)) = template.strip_suffix('}').and_then(|inner| inner.rsplit_once('{')) {
        if !expression.starts_with(['?', '&', '#']) {
            break;
        }
        template = head;
        expressions.push(expression);
    }
    expressions.reverse();
    (template, expressions)
}

fn is_identifier(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_')
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_split() {
        for (key, template, query, fragment) in [
            ("/", "/", None, None),
            ("/a/{id}", "/a/{id}", None, None),
            ("/a?b={c}", "/a", Some("b={c}"), None),
            ("/a#variant", "/a", None, Some("variant")),
            ("/a?b={c}&d#v?w", "/a", Some("b={c}&d"), Some("v?w")),
            ("/a#v?w=1", "/a", None, Some("v?w=1")),
            ("/a?", "/a", None, None),
            ("/a/?#", "/a/", None, None),
            ("/a/{id?}/b", "/a/{id?}/b", None, None),
            ("/search{?q,limit*}", "/search", Some("q={q}&limit={limit}"), None),
            ("/search{?q}{&page}", "/search", Some("q={q}&page={page}"), None),
            ("/search{?q}?sort=up", "/search", Some("sort=up&q={q}"), None),
            ("/search{#part}", "/search", None, Some("part")),
            ("/a/{b", "/a/{b", None, None),
            ("/a/{b?c", "/a/{b", Some("c"), None),
            ("", "", None, None),
            ("/ü/{é}?ö", "/ü/{é}", Some("ö"), None),
        ] {
            let expected = PathKey {
                template: template.to_owned(),
                query: query.map(str::to_owned),
                fragment: fragment.map(str::to_owned),
            };
            assert_eq!(split(key), expected, "{key}");
        }
    }

    #[test]
    fn colons_become_braces_only_as_whole_segments() {
        for (path, expected) in [
            ("/users/:id", Some("/users/{id}")),
            ("/:id/x", Some("/{id}/x")),
            ("/:a/:b_2/{c}", Some("/{a}/{b_2}/{c}")),
            ("/{name}:verb", None),
            ("/v1/x:cancel", None),
            ("/v1/x/:cancel-it", None),
            ("/:1", None),
            ("/:", None),
            ("/:id.json", None),
            ("/:id:verb", None),
            ("/a", None),
        ] {
            assert_eq!(colon_parameters(path).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn placeholders_are_bare_names() {
        for (template, expected) in [
            ("/a/{id}/b/{other}", vec!["id", "other"]),
            ("/compare/{base}...{head}", vec!["base", "head"]),
            ("/{id}.json", vec!["id"]),
            ("/{+name}:verb", vec!["name"]),
            ("/{name*}/{;a}/{.a}/{;b*}", vec!["name", "a", "a", "b"]),
            ("/{a.b}/{c-d}", vec!["a.b", "c-d"]),
            ("/{ id }/{a,b}/{name:3}", vec!["id", "a", "b", "name"]),
            ("/{?q,limit}", vec!["q", "limit"]),
            ("/{a:b}", vec!["a:b"]),
            ("/{}/{a", vec![]),
            ("/a}/{b}", vec!["b"]),
            ("/{a{b}}", vec!["b"]),
        ] {
            assert_eq!(placeholders(template), expected, "{template}");
        }
    }
}
