//! Turns YAML 1.2 into one JSON value: a composer over the events of `saphyr_parser`, with aliases, merge keys (`<<`) and limits.
//! Keys are text as written, so `200:` and `null:` are names. It keeps no positions; `locate` finds them again from the text.
//! Invariant: it never recurses, and nothing is built, copied or expanded before it is counted against the limits.

mod anchor;
mod message;
mod open;
mod scalar;

use std::borrow::Cow;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};
use serde_json::Value;

use super::text::{Remarks, SyntaxError, TextLimits, weight};
use anchor::{Anchors, Size};
use message::{at, complex_key, lone, second_document};
use open::{Content, Key, Open};

/// The key that takes in the members of other mappings, where it is written plainly.
pub(super) const MERGE: &str = "<<";

/// Reads the one document of `text`; empty documents around it do not count.
pub(super) fn compose(text: &str, limits: &TextLimits) -> Result<(Value, Remarks), SyntaxError> {
    let mut composer = Composer {
        limits,
        open: Vec::new(),
        root: None,
        next: None,
        anchors: Anchors::default(),
        weight: 0,
        remarks: Remarks::default(),
    };
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, span)) => composer.event(event, span.start)?,
            Err(error) => return Err(composer.next.map_or_else(|| message::translated(&error, text), second_document)),
        }
    }
    match composer.root {
        Some(value) => Ok((value, composer.remarks)),
        None => Err(SyntaxError::at(text, 0, "nothing but comments and blanks", None)),
    }
}

struct Composer<'l> {
    limits: &'l TextLimits,
    /// The containers around the next node, outermost first.
    open: Vec<Open>,
    root: Option<Value>,
    /// Where another document begins behind the one that was read.
    next: Option<Marker>,
    anchors: Anchors,
    /// The weight of everything placed so far.
    weight: usize,
    remarks: Remarks,
}

impl Composer<'_> {
    fn event(&mut self, event: Event<'_>, start: Marker) -> Result<(), SyntaxError> {
        if let Some(next) = self.next.filter(|_| is_content(&event)) {
            return Err(second_document(next));
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => self.scalar(text, style, anchor, tag.as_deref(), start),
            Event::Alias(id) => self.alias(id, start),
            Event::SequenceStart(anchor, _) => self.open(Content::sequence(), anchor, start),
            Event::MappingStart(anchor, _) => self.open(Content::mapping(), anchor, start),
            Event::SequenceEnd | Event::MappingEnd => self.close(start),
            Event::DocumentStart(_) => {
                self.next = self.root.is_some().then_some(start);
                Ok(())
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
        }
    }

    fn scalar(
        &mut self,
        text: Cow<'_, str>,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        start: Marker,
    ) -> Result<(), SyntaxError> {
        let plain = style == ScalarStyle::Plain;
        if self.open.is_empty() {
            return if plain && text.is_empty() {
                Ok(())
            } else {
                Err(lone(&scalar::resolve(text, style, tag), start))
            };
        }
        let size = Size { weight: weight(text.len()), height: 0 };
        self.count(size.weight, start)?;
        if !self.awaits_key() {
            return self.place(scalar::resolve(text, style, tag), size, anchor, start);
        }
        if anchor != 0 {
            let value = scalar::resolve(Cow::Borrowed(&text), style, tag);
            self.anchors.keep(anchor, &value, size, self.limits).map_err(|why| at(start, why, None))?;
        }
        let merges = plain && tag.is_none() && text == MERGE;
        self.key(if merges { Key::Merge } else { Key::Name(text.into_owned()) });
        Ok(())
    }

    fn alias(&mut self, id: usize, start: Marker) -> Result<(), SyntaxError> {
        let Some(size) = self.anchors.size(id) else {
            let help = "a value cannot hold itself: describe recursion with `$ref`";
            return Err(at(start, "an alias inside of what it repeats", Some(help)));
        };
        if self.open.len() + size.height > self.limits.depth() {
            return Err(at(start, self.limits.too_deep(), None));
        }
        self.count(size.weight, start)?;
        let value = self.anchors.copy(id, self.limits).map_err(|why| at(start, why, None))?;
        if !self.awaits_key() {
            return self.place(value, size, 0, start);
        }
        match value {
            Value::Array(_) | Value::Object(_) => Err(complex_key(start)),
            Value::String(name) => {
                self.key(Key::Name(name));
                Ok(())
            }
            scalar => {
                self.key(Key::Name(scalar.to_string()));
                Ok(())
            }
        }
    }

    fn open(&mut self, content: Content, anchor: usize, start: Marker) -> Result<(), SyntaxError> {
        if self.awaits_key() {
            return Err(complex_key(start));
        }
        if self.open.len() >= self.limits.depth() {
            return Err(at(start, self.limits.too_deep(), None));
        }
        self.open.push(Open { content, anchor, weight_before: self.weight, height: 0 });
        self.count(1, start)
    }

    fn close(&mut self, end: Marker) -> Result<(), SyntaxError> {
        let Some(closed) = self.open.pop() else {
            return Ok(());
        };
        let size = Size { weight: self.weight - closed.weight_before, height: closed.height + 1 };
        self.place(closed.content.into_value(), size, closed.anchor, end)
    }

    /// Puts a finished node where it belongs: into the innermost open container, or at the root.
    fn place(&mut self, value: Value, size: Size, anchor: usize, start: Marker) -> Result<(), SyntaxError> {
        self.anchors.keep(anchor, &value, size, self.limits).map_err(|why| at(start, why, None))?;
        let Some(parent) = self.open.last_mut() else {
            self.root = Some(value);
            return Ok(());
        };
        parent.height = parent.height.max(size.height);
        if let Some(key) = parent.content.put(value) {
            self.remarks.duplicate(&key, || open::pointer(&self.open, &key));
        }
        Ok(())
    }

    fn count(&mut self, weight: usize, start: Marker) -> Result<(), SyntaxError> {
        self.weight = self.weight.saturating_add(weight);
        if self.weight > self.limits.max_nodes { Err(at(start, self.limits.too_large(), None)) } else { Ok(()) }
    }

    fn awaits_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { content: Content::Mapping { key: None, .. }, .. }))
    }

    fn key(&mut self, name: Key) {
        if let Some(Open { content: Content::Mapping { key, .. }, .. }) = self.open.last_mut() {
            *key = Some(name);
        }
    }
}

/// Whether a document with this event in it has something to say.
fn is_content(event: &Event<'_>) -> bool {
    match event {
        Event::Scalar(text, style, ..) => !text.is_empty() || *style != ScalarStyle::Plain,
        Event::Alias(_) | Event::SequenceStart(..) | Event::MappingStart(..) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use serde_json::json;

    use super::*;

    fn read(text: &str) -> Result<Value, String> {
        compose(text, &TextLimits::default()).map(|(value, _)| value).map_err(|error| error.to_string())
    }

    #[test]
    fn documents_become_values() {
        for (text, expected) in [
            ("a: 1\nb: [x, 'y', \"z\\u00e9\"]\n", json!({"a": 1, "b": ["x", "y", "zé"]})),
            ("a: 1\r\nb:\r\n  - c\r\n", json!({"a": 1, "b": ["c"]})),
            ("a: 1\t# c\nb: x\ty\nc: [1,\t2 ]\n", json!({"a": 1, "b": "x\ty", "c": [1, 2]})),
            ("---\na: 1\n...\n", json!({"a": 1})),
            ("---\n---\na: 1\n---\n# end\n", json!({"a": 1})),
            ("%YAML 1.1\n---\na: no\n", json!({"a": "no"})),
            ("a:\nb: ~\n? c\n", json!({"a": null, "b": null, "c": null})),
            (
                "a: '1'\nb: \"true\"\nc: |\n  x\n  y\nd: >-\n  x\n  y\n",
                json!({"a": "1", "b": "true", "c": "x\ny\n", "d": "x y"}),
            ),
            (
                "200: a\nnull: b\ntrue: c\n1.50: d\n~: e\n0x1F: f\n",
                json!({"200": "a", "null": "b", "true": "c", "1.50": "d", "~": "e", "0x1F": "f"}),
            ),
            (": a\n", json!({"": "a"})),
            (
                "a: !!str 1\nb: !!int '3'\nc: !!float 3\nd: !!bool 'true'\ne: !!null ''\n",
                json!({"a": "1", "b": 3, "c": 3.0, "d": true, "e": null}),
            ),
            (
                "a: !!int x\nb: !!bool yes\nc: !<tag:yaml.org,2002:str> 1\nd: ! 1\n",
                json!({"a": "x", "b": "yes", "c": "1", "d": "1"}),
            ),
            ("a: !custom 1\nb: !Ref [c]\nd: !!set {e, f}\n", json!({"a": 1, "b": ["c"], "d": {"e": null, "f": null}})),
            ("a: !!binary aGk=\nb: !!timestamp 2001-01-01\n", json!({"a": "aGk=", "b": "2001-01-01"})),
            ("a: &x 1\nb: *x\n", json!({"a": 1, "b": 1})),
            ("a: &x 1\nb: &x 2\nc: *x\n", json!({"a": 1, "b": 2, "c": 2})),
            ("a: &x\nb: *x\n", json!({"a": null, "b": null})),
            ("&k a: 1\nb: *k\n", json!({"a": 1, "b": "a"})),
            ("a: &x 200\n*x : b\n", json!({"a": 200, "200": "b"})),
            ("a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}\n", json!({"a": {"b": 1, "c": 2}, "d": {"b": 1, "c": 3}})),
            ("a: &x {b: 1, c: 2}\nd: {c: 3, <<: *x}\n", json!({"a": {"b": 1, "c": 2}, "d": {"c": 3, "b": 1}})),
            (
                "- &x {a: 1}\n- &y {a: 2, b: 2}\n- <<: [*x, *y]\n  c: 3\n",
                json!([{"a": 1}, {"a": 2, "b": 2}, {"a": 1, "b": 2, "c": 3}]),
            ),
            ("a: {<<: {b: 1}}\n", json!({"a": {"b": 1}})),
            ("a: {'<<': 1}\n", json!({"a": {"<<": 1}})),
            ("a: {<<: 1}\n", json!({"a": {"<<": 1}})),
            (
                "a: &x {b: 1}\nc: &y {<<: *x, d: 2}\ne: {<<: *y}\n",
                json!({"a": {"b": 1}, "c": {"b": 1, "d": 2}, "e": {"b": 1, "d": 2}}),
            ),
            ("[a: 1, {b, c: }]\n", json!([{"a": 1}, {"b": null, "c": null}])),
            ("- - 1\n  - 2\n-\n- a: b\n", json!([[1, 2], null, {"a": "b"}])),
            (
                "url: http://x/y#z\ntime: 12:30\nq: a?b=c&d\n",
                json!({"url": "http://x/y#z", "time": "12:30", "q": "a?b=c&d"}),
            ),
        ] {
            assert_eq!(read(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_says_why_and_where() {
        for (text, expected) in [
            ("# only\n", "nothing but comments and blanks at line 1, column 1"),
            ("---\n", "nothing but comments and blanks at line 1, column 1"),
            ("just words", "the document is one string, not a mapping at line 1, column 1"),
            ("\n 42", "the document is one number, not a mapping at line 2, column 2"),
            ("null", "the document is null, not a mapping at line 1, column 1"),
            ("a: 1\n---\nb: 2\n", "a second YAML document begins here at line 2, column 1"),
            ("a: 1\n---\nb: '\n", "a second YAML document begins here at line 2, column 1"),
            ("a: 1\n--- c\n", "a second YAML document begins here at line 2, column 1"),
            ("é: {[a]: b}\n", "a collection as a key at line 1, column 5"),
            ("a: !x!y\n", "a tag whose prefix is not declared at line 1, column 4"),
            ("a: {{name}}\n", "a collection as a key at line 1, column 5"),
            ("a: &x {b: 1}\n*x : c\n", "a collection as a key at line 2, column 1"),
            ("a: &x [1, *x]\n", "an alias inside of what it repeats at line 1, column 11"),
            ("a: *x\n", "an alias of an anchor that is not defined before it at line 1, column 4"),
            ("é: @x\n", "a value cannot begin with `@` at line 1, column 4"),
            ("é: %d\n", "a value cannot begin with `%` at line 1, column 4"),
            ("a: b: c\n", "a `:` where no mapping can begin at line 1, column 5"),
            ("a:\n\tb: 1\n", "tabs disallowed within this context (block indentation) at line 2, column 2"),
            ("a:\t1\n", "a tab behind `:` at line 1, column 4"),
            ("a: 'x\n", "a quote that is never closed at line 1, column 4"),
            ("a: 1\nb\nc: 2\n", "a line without `:` at line 3, column 1"),
            ("a: [é", "expected `,` or `]` at line 1, column 6"),
            ("a: [1, 2\n", "expected `,` or `]` at line 2, column 1"),
        ] {
            assert_eq!(read(text), Err(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn bombs_are_refused_before_they_go_off() {
        let laughs = |fill: &str| {
            let rows =
                (1..10).map(|row| format!("l{row}: &l{row} [{}]\n", vec![format!("*l{}", row - 1); 10].join(",")));
            format!("l0: &l0 {fill}\n{}", rows.collect::<String>())
        };
        let chain = (1..2000).map(|n| format!("- &a{n} [{}*a{}{}]\n", "[".repeat(200), n - 1, "]".repeat(200)));
        for (text, expected) in [
            (laughs("[lol, lol, lol]"), "anchors and aliases repeat more than 500000 nodes"),
            (laughs(&"x".repeat(100_000)), "anchors and aliases repeat more than 500000 nodes"),
            (format!("- &a0 x\n{}", chain.collect::<String>()), "nested deeper than 256 levels"),
        ] {
            let started = Instant::now();
            let error = read(&text).err();
            assert!(started.elapsed() < Duration::from_secs(2));
            assert!(error.as_deref().is_some_and(|error| error.starts_with(expected)), "{error:?}");
        }
    }

    #[test]
    fn depth_and_size_end_where_the_limits_say() {
        let limits = TextLimits { max_depth: 3, max_nodes: 10, ..TextLimits::default() };
        for (text, expected) in [
            ("[[[1]]]", None),
            ("a:\n - b: 1", None),
            ("[[[[1]]]]", Some("nested deeper than 3 levels at line 1, column 4")),
            ("- &x [[1]]\n- *x", None),
            ("- &x [[1]]\n- [*x]", Some("nested deeper than 3 levels at line 2, column 4")),
            ("[1,2,3,4,5,6,7,8,9]", None),
            ("[1,2,3,4,5,6,7,8,9,0]", Some("larger than 10 nodes at line 1, column 20")),
            ("{a: 1, b: 2, c: 3, d: 4, e: 5}", Some("larger than 10 nodes at line 1, column 29")),
        ] {
            assert_eq!(compose(text, &limits).err().map(|error| error.to_string()).as_deref(), expected, "{text}");
        }
        let deep = |open: &str| read(&open.repeat(100_000)).err();
        assert_eq!(deep("- ").as_deref(), Some("nested deeper than 256 levels at line 1, column 513"));
        for open in ["[", "{a: "] {
            let error = deep(open).unwrap_or_default();
            assert!(error.starts_with("nested deeper than 255 levels in flow style"), "{error}");
        }
        let block: String = (0..300).flat_map(|level| [" ".repeat(level), "a:\n".to_owned()]).collect();
        assert_eq!(read(&block), Err("nested deeper than 256 levels at line 257, column 257".to_owned()));
    }
}
