//! Path templates, split into segments that can be compared and matched.

use percent_encoding::percent_decode_str;

/// A segment of a path template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Segment {
    /// Text, percent-decoded.
    Literal(String),
    /// `{name}` and nothing else.
    Variable(String),
    /// `{name+}` or `{+name}` as the last segment: the rest of the path, slashes included (RFC 6570 §3.2.3, as API gateways use it).
    Rest(String),
    /// Text and variables mixed: `{base}...{head}`, `{id}.json`, `{name}:cancel`.
    Mixed(Vec<Part>),
}

/// A part of a mixed segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Text.
    Literal(String),
    /// A variable.
    Variable(String),
}

/// Splits a template at its slashes. A slash inside braces does not count.
pub(super) fn segments(template: &str) -> Vec<Segment> {
    let mut texts = vec![String::new()];
    let mut depth = 0_usize;
    for character in template.strip_prefix('/').unwrap_or(template).chars() {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '/' if depth == 0 => {
                texts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = texts.last_mut() {
            last.push(character);
        }
    }
    let last = texts.len().saturating_sub(1);
    texts.iter().enumerate().map(|(index, text)| segment(text, index == last)).collect()
}

fn segment(text: &str, is_last: bool) -> Segment {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((literal, after)) = rest.split_once('{') {
        let Some((variable, tail)) = after.split_once('}') else { break };
        if !literal.is_empty() {
            parts.push(Part::Literal(decode(literal)));
        }
        parts.push(Part::Variable(variable.to_owned()));
        rest = tail;
    }
    if !rest.is_empty() || parts.is_empty() {
        parts.push(Part::Literal(decode(rest)));
    }
    match parts.as_slice() {
        [Part::Literal(literal)] => Segment::Literal(literal.clone()),
        [Part::Variable(variable)] => {
            let takes_slashes = variable.starts_with('+') || variable.ends_with('+') || variable.ends_with('*');
            let name = bare(variable);
            if takes_slashes && is_last { Segment::Rest(name) } else { Segment::Variable(name) }
        }
        _ => Segment::Mixed(parts.into_iter().map(named).collect()),
    }
}

fn named(part: Part) -> Part {
    match part {
        Part::Variable(variable) => Part::Variable(bare(&variable)),
        literal @ Part::Literal(_) => literal,
    }
}

/// The name without RFC 6570 operators and modifiers.
fn bare(variable: &str) -> String {
    variable.trim_start_matches(['+', ';', '.', '/', '#', '?', '&']).trim_end_matches(['*', '+']).to_owned()
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

impl Segment {
    /// How much of it is text: of two segments that match, the one with more text is meant.
    pub(super) fn literal_bytes(&self) -> usize {
        match self {
            Self::Literal(text) => text.len(),
            Self::Variable(_) | Self::Rest(_) => 0,
            Self::Mixed(parts) => {
                let text = |part: &Part| if let Part::Literal(text) = part { text.len() } else { 0 };
                parts.iter().map(text).sum()
            }
        }
    }

    /// The same segment whatever its variables are called.
    pub(super) fn shape(&self) -> Self {
        match self {
            Self::Literal(text) => Self::Literal(text.clone()),
            Self::Variable(_) => Self::Variable(String::new()),
            Self::Rest(_) => Self::Rest(String::new()),
            Self::Mixed(parts) => Self::Mixed(
                parts
                    .iter()
                    .map(|part| match part {
                        Part::Literal(text) => Part::Literal(text.clone()),
                        Part::Variable(_) => Part::Variable(String::new()),
                    })
                    .collect(),
            ),
        }
    }

    /// The names of its variables, in order.
    pub(super) fn names(&self) -> Vec<&str> {
        match self {
            Self::Literal(_) => Vec::new(),
            Self::Variable(name) | Self::Rest(name) => vec![name],
            Self::Mixed(parts) => parts
                .iter()
                .filter_map(|part| if let Part::Variable(name) = part { Some(name.as_str()) } else { None })
                .collect(),
        }
    }
}

/// The texts that the variables of a mixed segment stand for in `text`, if it matches. A variable takes as much as it can and leaves at
/// least one character to each of the others; of two with nothing between them the second begins at the last dot, if there is one
/// (`{name}{extension}`).
pub(super) fn capture<'t>(parts: &[Part], text: &'t str) -> Option<Vec<&'t str>> {
    // From the right: the last place of each text is also what leaves most to the variable before it, so nothing is tried twice.
    let (mut parts, mut rest, mut captures) = (parts, text, Vec::new());
    while let [before @ .., last] = parts {
        parts = before;
        if let Part::Literal(literal) = last {
            rest = rest.strip_suffix(literal.as_str())?;
            continue;
        }
        let tail = rest.char_indices().next_back()?.0;
        let cut = match before {
            [] => 0,
            [Part::Literal(literal)] if rest.starts_with(literal.as_str()) && literal.len() <= tail => literal.len(),
            [Part::Literal(_)] => return None,
            [.., Part::Literal(literal)] => rest.get(..tail)?.rfind(literal.as_str())? + literal.len(),
            [.., Part::Variable(_)] => rest.rfind('.').filter(|dot| *dot > 0).unwrap_or(tail),
        };
        captures.push(rest.get(cut..)?);
        rest = rest.get(..cut)?;
    }
    captures.reverse();
    rest.is_empty().then_some(captures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixed_segments() {
        for (template, text, expected) in [
            ("{base}...{head}", "main...topic", Some(vec!["main", "topic"])),
            ("{id}.json", "7.json", Some(vec!["7"])),
            ("{id}.json", ".json", None),
            ("{name}:cancel", "a:b:cancel", Some(vec!["a:b"])),
            ("f(x='{y}',z={z})", "f(x='1',z=2)", Some(vec!["1", "2"])),
            ("a-{b}", "a-", None),
            ("{y}-{m}-{d}.json", &"-".repeat(10_000), None),
            ("{lat}.{format}", "71.4.xml", Some(vec!["71.4", "xml"])),
            ("{name}{extension}", "a.b.json", Some(vec!["a.b", ".json"])),
        ] {
            let Segment::Mixed(parts) = segment(template, true) else { panic!("{template} is mixed") };
            assert_eq!(capture(&parts, text), expected, "{template} {text}");
        }
    }

    #[test]
    fn operators_and_rests() {
        assert_eq!(segments("/a/{+path}"), [Segment::Literal("a".into()), Segment::Rest("path".into())]);
        assert_eq!(segments("/{key+}/x").first(), Some(&Segment::Variable("key".into())));
        assert_eq!(segments("/%7Ba"), [Segment::Literal("{a".into())]);
    }
}
