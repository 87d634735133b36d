//! Data files: what rows they have, what is wrong with them, and how little is kept of them.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::rows::DataFile;
use super::{FileFault, Format};
use crate::collection::rows::Rows;

/// A folder with one file in it.
struct File {
    _folder: TempDir,
    path: PathBuf,
}

impl File {
    fn new(name: &str, text: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        Self { _folder: folder, path }
    }

    fn open(&self, key: Option<&str>, time: Option<&str>) -> Result<DataFile, FileFault> {
        DataFile::open(&self.path, None, key, time, "things")
    }

    fn rows(&self) -> Vec<Value> {
        all(&self.open(None, None).unwrap())
    }
}

fn all(file: &DataFile) -> Vec<Value> {
    (0..file.count()).map(|number| file.row(number)).collect()
}

#[test]
fn rows_are_what_the_file_says() {
    for (name, text, expected) in [
        ("a.json", "", json!([])),
        ("a.json", " \n ", json!([])),
        ("a.json", "[]", json!([])),
        ("a.json", "[ ]\n", json!([])),
        ("a.json", "\u{feff}[1]", json!([1])),
        ("a.json", r#"[{"a":1},{"a":2}]"#, json!([{"a": 1}, {"a": 2}])),
        (
            "a.json",
            " [\n {\"a\": \"],}\\\"\"} ,\n null, [[]], \"x,\" , -1.5e3]\n",
            json!([{"a": "],}\""}, null, [[]], "x,", -1500.0]),
        ),
        ("a.json", r#"{"total":2,"x":{"y":[1]},"items":[{"a":1}],"z":"[]"}"#, json!([{"a": 1}])),
        ("a.JSON", r#"{"items" : [ ] }"#, json!([])),
        ("a.ndjson", "", json!([])),
        ("a.ndjson", "{\"a\":1}\n\n  \r\n{\"a\":\"ü\"}\r\n[2]", json!([{"a": 1}, {"a": "ü"}, [2]])),
        ("a.jsonl", "\u{feff}1\n2\n", json!([1, 2])),
        ("a.csv", "", json!([])),
        ("a.csv", "a,b\n", json!([])),
        ("a.csv", "\u{feff}a,b\r\n1,x\r\n2,\r\n", json!([{"a": 1, "b": "x"}, {"a": 2, "b": ""}])),
        ("a.csv", "a,b\n\"x, \"\"y\"\"\nz\",2.5\n\n,\n", json!([{"a": "x, \"y\"\nz", "b": 2.5}, {"a": ""}])),
        // Columns are of one kind: what does not read back as it is written, is text.
        (
            "a.csv",
            "number,zip,price,flag,mixed,none\n-1,007,1.50,true,1,\n,12,2,,true,\n20,,3,false,,",
            json!([
                {"number": -1, "zip": "007", "price": "1.50", "flag": true, "mixed": "1", "none": ""},
                {"zip": "12", "price": "2", "mixed": "true", "none": ""},
                {"number": 20, "zip": "", "price": "3", "flag": false, "mixed": "", "none": ""},
            ]),
        ),
    ] {
        let file = File::new(name, text);
        assert_eq!(Value::from(file.rows()), expected, "{name}: {text}");
        let file = file.open(None, None).unwrap();
        assert_eq!(file.row(file.count()), Value::Null, "{name}: {text}");
        let members = ["b".into(), "a".into(), "flag".into()];
        let mut written = Vec::new();
        for number in 0..=file.count() {
            let mut row = file.row(number);
            if let Some(row) = row.as_object_mut() {
                row.retain(|name, _| members.contains(&Arc::from(name.as_str())));
            }
            assert_eq!(file.part(number, &members), row, "{name}: {text}");
            file.write(number, &mut written);
            written.push(b'\n');
        }
        let expected = expected.as_array().unwrap().iter().chain([&Value::Null]);
        let expected = expected.fold(String::new(), |mut text, row| {
            writeln!(text, "{row}").unwrap();
            text
        });
        assert_eq!(String::from_utf8(written).unwrap(), expected, "{name}: {text}");
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let deep = format!("[{}{}]", "[".repeat(200), "]".repeat(200));
    for (name, text, key, expected) in [
        ("a.txt", "", None, "the format of this data file is not known"),
        ("a.json", "7", None, "1:1: the file holds no list"),
        ("a.json", "{\"a\":\n{}}", None, "the object has no list"),
        ("a.json", "{\"a\":[],\n \"b\":[]}", None, "2:2: the object has a second list"),
        (
            "a.json",
            "[1,\n \"ü\",2 3]",
            None,
            "2:8: this is no JSON: something else stands where `,` or `]` is expected",
        ),
        ("a.json", "[1,]", None, "1:4: this is no JSON: something else stands where a value is expected"),
        ("a.json", "[1", None, "1:3: this is no JSON: the file ends where `,` or `]` is expected"),
        ("a.json", "[{\"a\":1},\n{\"a\":tru}]", None, "2:9: this is no JSON: expected ident"),
        ("a.json", "[\n{\"a\":", None, "2:5: this is no JSON: end of file while parsing a value"),
        (
            "a.json",
            "[1]\n x",
            None,
            "2:2: this is no JSON: something else stands where the end of the file is expected",
        ),
        (
            "a.json",
            "{a:[]}",
            None,
            "1:2: this is no JSON: something else stands where the name of a member is expected",
        ),
        ("a.json", "{\"a\" []}", None, "1:6: this is no JSON: something else stands where a colon is expected"),
        ("a.json", &deep, None, "1:129: this is no JSON: recursion limit exceeded"),
        ("a.json", "[{},\n 5]", Some("id"), "2:2: a row is no object, but a number"),
        ("a.ndjson", "{\"a\":1}\n{\"a\":1} {}", None, "2:9: this is no JSON: trailing characters"),
        ("a.ndjson", "{\"a\":1}\n\n{\"a\":", None, "3:5: this is no JSON: end of file while parsing a value"),
        ("a.ndjson", "{\"a\":\n1}", None, "1:5: this is no JSON: end of the row while parsing a value"),
        ("a.csv", "a,,c", None, "1: column 2 has no name"),
        ("a.csv", "a,b,a\n", None, "1: two columns have the same name: a"),
        ("a.csv", "a,b\n1,2\n\n3\n", None, "4: this record has 1 cells, where the header has 2"),
        ("a.csv", "a,b\r\n1,\"\n2\"\r\n3\r\n", None, "4: this record has 1 cells, where the header has 2"),
        ("a.json", "\u{feff}[}", None, "1:2: this is no JSON: something else stands where a value is expected"),
    ] {
        let fault = File::new(name, text).open(key, None).unwrap_err();
        assert_eq!(fault.to_string(), expected, "{name}: {text}");
    }
    let fault = File::new("a.csv", b"a,b\n1,\xff\n").open(None, None).unwrap_err();
    assert_eq!(fault.to_string(), "2: this record is no UTF-8");
    let missing = DataFile::open("/nowhere/a.json".as_ref(), None, None, None, "").unwrap_err();
    assert!(missing.message.starts_with("the file cannot be read: "), "{missing}");
    let said = DataFile::open(&File::new("a.txt", "1\n2").path, Some(Format::Ndjson), None, None, "").unwrap();
    assert_eq!(all(&said), [1, 2]);
}

/// A log of so many lines, whose times grow by a second; two lines have the same.
fn log(count: u64) -> String {
    let mut text = String::new();
    for number in 0..count {
        let time = jiff::Timestamp::from_second(i64::try_from(1_700_000_000 + number / 2).unwrap()).unwrap();
        let words = "word ".repeat(usize::try_from(number % 17).unwrap());
        writeln!(text, r#"{{"_id":"k{}","n":{number},"ts":"{time}","msg":"{words}"}}"#, number * 7).unwrap();
    }
    text
}

#[test]
fn of_a_large_file_a_hundredth_is_kept() {
    let text = log(200_000);
    let file = File::new("a.ndjson", &text);
    let rows = file.open(Some("_id"), Some("ts")).unwrap();
    assert!(rows.index_bytes() * 100 <= text.len(), "{} of {}", rows.index_bytes(), text.len());
    assert_eq!((rows.count(), rows.key(), rows.time()), (200_000, Some("_id"), Some("ts")));
    assert_eq!(rows.dates(), [Arc::from("ts")]);
    assert!(rows.lacks("u") && rows.lacks("u.name") && !rows.lacks("msg") && !rows.lacks("msg.md"));
    let begin = 1_700_000_000_000;
    for number in (0..200_000_u64).step_by(9973).chain([1, 199_999]) {
        assert_eq!(rows.row(number)["n"], number);
        assert_eq!(rows.part(number, &["n".into(), "x".into()]), json!({ "n": number }));
        assert_eq!(rows.find(&json!(format!("k{}", number * 7))), Some(number));
        let millis = begin + i64::try_from(number / 2 * 1000).unwrap();
        assert_eq!(rows.before(millis), number / 2 * 2, "{number}");
        assert_eq!(rows.before(millis + 1), number / 2 * 2 + 2, "{number}");
    }
    for key in [json!("k1"), json!("k1400000"), json!(7), json!(null)] {
        assert_eq!(rows.find(&key), None, "{key}");
    }
    assert_eq!((rows.before(i64::MIN), rows.before(i64::MAX)), (0, 200_000));
    assert!(rows.index_bytes() <= text.len() / 100 + 200_000 * 8, "{}", rows.index_bytes());
}

#[test]
fn a_time_that_does_not_grow_is_none() {
    for (rows, time) in [
        (
            json!([{"t": "2024-01-01T00:00:00Z"}, {"t": "2024-01-01T01:00:00+01:00"}, {"t": "2024-01-02T00:00:00Z"}]),
            Some("t"),
        ),
        (json!([{"t": "2024-01-02T00:00:00Z"}, {"t": "2024-01-01T00:00:00Z"}]), None),
        (json!([{"t": "2024-01-02T00:00:00Z"}, {}]), None),
        (json!([{"t": "yesterday"}]), None),
        (json!([]), Some("t")),
    ] {
        let file = File::new("a.json", rows.to_string()).open(None, Some("t")).unwrap();
        assert_eq!(file.time(), time, "{rows}");
        let noon = 1_704_067_200_000 + 43_200_000;
        assert_eq!(file.before(noon), if time.is_some() { file.count().saturating_sub(1) } else { 0 }, "{rows}");
    }
}

#[test]
fn members_that_are_moments_are_dates() {
    let rows = json!([
        {"at": "2024-01-01T00:00:00Z", "u": {"seen": null, "name": "2024"}, "day": "2024-01-01"},
        {"at": "2024-01-01T00:00:00Z", "u": {"seen": "2024-01-01T00:00:00.5+02:00"}, "odd": "2024-01-01T00:00:00Z"},
        {"at": null, "odd": 7},
    ]);
    let file = File::new("a.json", rows.to_string()).open(None, None).unwrap();
    assert_eq!(file.dates(), [Arc::from("at"), Arc::from("u.seen")]);
}

#[test]
fn a_number_and_the_text_that_says_it_are_one_key() {
    for (name, text) in [
        ("a.csv", "id,n\n7,0\n8,1\n8,2\n,3\n"),
        ("a.ndjson", "{\"id\":7,\"n\":0}\n{\"id\":\"8\",\"n\":1}\n{\"id\":8,\"n\":2}\n{\"n\":3}\n"),
    ] {
        let file = File::new(name, text).open(Some("id"), None).unwrap();
        for (key, expected) in [(json!(7), Some(0)), (json!("7"), Some(0)), (json!("8"), Some(1)), (json!(""), None)] {
            assert_eq!(file.find(&key), expected, "{name} {key}");
        }
    }
}

#[test]
fn a_file_that_changes_has_no_torn_rows() {
    let text = log(5000);
    for change in [text[..text.len() / 2].to_owned(), text.replace("word", "other"), String::new()] {
        let file = File::new("a.ndjson", &text);
        let rows = file.open(Some("_id"), Some("ts")).unwrap();
        let first = rows.row(0);
        fs::write(&file.path, change).unwrap();
        assert_eq!(rows.row(0), first, "it was read before");
        for number in [2500, 4999] {
            assert_eq!(rows.row(number), Value::Null);
        }
        assert_eq!(rows.find(&json!("k34993")), None);
    }
    // Another file in its place is another file: this one is still there.
    let file = File::new("a.ndjson", &text);
    let rows = file.open(None, None).unwrap();
    let other = file.path.with_extension("new");
    fs::write(&other, "1\n").unwrap();
    if fs::rename(&other, &file.path).is_ok() {
        assert_eq!(rows.row(4999)["n"], 4999);
    }
}

#[test]
fn the_same_bytes_are_the_same_rows() {
    let identity = |name: &str, text: &str, key: Option<&str>| {
        let file = File::new(name, text);
        let rows = file.open(key, None).unwrap();
        rows.identity()
    };
    let own = identity("a.json", "[{}]", None);
    assert_eq!(identity("b.json", "[{}]", None), own);
    for other in
        [identity("a.json", "[{} ]", None), identity("a.ndjson", "[{}]", None), identity("a.json", "[{}]", Some("id"))]
    {
        assert_ne!(other, own);
    }
}

#[test]
fn rows_longer_than_what_is_read_at_once() {
    let rows: Vec<_> = [300_000, 3, 5000, 600_000, 0].map(|length| json!({ "a": "ä\"".repeat(length) })).into();
    let lines: Vec<_> = rows.iter().map(Value::to_string).collect();
    let table: Vec<_> =
        rows.iter().map(|row| format!("{:?}", row["a"].as_str().unwrap()).replace("\\\"", "\"\"")).collect();
    for (name, text) in [
        ("a.json", format!("{:#}", Value::from(rows.clone()))),
        ("a.ndjson", lines.join("\n")),
        ("a.csv", format!("a\n{}\n", table.join("\n"))),
    ] {
        assert_eq!(File::new(name, text).rows(), rows, "{name}");
    }
}

/// Any JSON.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        "[\\[\\]{}\",:\\\\ \n]{0,9}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        let members = proptest::collection::vec((".{0,5}", inner.clone()), 0..5);
        prop_oneof![
            proptest::collection::vec(inner, 0..5).prop_map(Value::from),
            members.prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_list_is_read(rows in proptest::collection::vec(value(), 0..200)) {
        let list = Value::from(rows.clone());
        let lines: Vec<_> = rows.iter().map(Value::to_string).collect();
        for (name, text) in [
            ("a.json", list.to_string()),
            ("a.json", format!("{list:#}")),
            ("a.json", json!({ "a": { "b": [] }, "list": list }).to_string()),
            ("a.ndjson", lines.join("\n")),
        ] {
            prop_assert_eq!(&File::new(name, &text).rows(), &rows, "{}", text);
        }
    }

    #[test]
    fn any_table_is_read(cells in proptest::collection::vec(("x.{0,9}", "x[\",\r\n ]{0,5}"), 0..200)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["a", "b"]).unwrap();
        for (one, other) in &cells {
            writer.write_record([one, other]).unwrap();
        }
        let text = writer.into_inner().unwrap();
        let rows: Vec<_> = cells.iter().map(|(one, other)| json!({ "a": one, "b": other })).collect();
        prop_assert_eq!(File::new("a.csv", text).rows(), rows);
    }
}
