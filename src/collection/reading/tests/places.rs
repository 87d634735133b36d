//! Where pages begin and end.

use super::*;

/// A page: its first number, how many rows, how many before, whether more come.
type Seen = (Option<u64>, u64, u64, bool);

fn page(rows: &Arc<Fake>, reading: &Reading) -> Result<Seen, ReadingError> {
    let page = read(Arc::clone(rows) as Arc<dyn Rows>, reading, &Indexes::default())?;
    assert_eq!((page.previous.is_some(), page.next.is_some()), (page.offset > 0, page.has_more));
    Ok((page.numbers(0).next(), page.len(), page.offset, page.has_more))
}

#[test]
fn pages_begin_where_they_are_asked_to() {
    let rows = Arc::new(rows(1_000));
    let third = r#"{"third": true}"#;
    let at = |number| json!(time(number));
    let text = |number| json!(moment(time(number)));
    // Rows 0, 3, 6 … match `third`: 334 of them.
    for (filter_text, sort_text, skip, limit, expected) in [
        ("{}", "{}", Skip::Nothing, 10, Ok((Some(999), 10, 0, true))),
        ("{}", "{}", Skip::Nothing, 0, Ok((None, 0, 0, true))),
        ("{}", "{}", Skip::Rows(995), 10, Ok((Some(4), 5, 995, false))),
        ("{}", "{}", Skip::Rows(1_000), 10, Ok((None, 0, 1_000, false))),
        ("{}", "{}", Skip::Rows(u64::MAX), u64::MAX, Ok((None, 0, 1_000, false))),
        ("{}", "{}", Skip::After(json!("k500")), 10, Ok((Some(499), 10, 500, true))),
        ("{}", "{}", Skip::Before(json!("k500")), 10, Ok((Some(510), 10, 489, true))),
        ("{}", "{}", Skip::Around(json!("k500")), 10, Ok((Some(505), 10, 494, true))),
        ("{}", "{}", Skip::Around(json!("k998")), 10, Ok((Some(999), 10, 0, true))),
        ("{}", "{}", Skip::Around(json!("k1")), 10, Ok((Some(6), 7, 993, false))),
        ("{}", "{}", Skip::Before(json!("k999")), 10, Ok((None, 0, 0, true))),
        ("{}", "{}", Skip::Before(json!("k995")), 10, Ok((Some(999), 4, 0, true))),
        ("{}", "{}", Skip::After(json!("k0")), 10, Ok((None, 0, 1_000, false))),
        ("{}", r#"{"ts": 1}"#, Skip::After(json!("k500")), 10, Ok((Some(501), 10, 501, true))),
        ("{}", r#"{"ts": 1}"#, Skip::Before(json!("k500")), 10, Ok((Some(490), 10, 490, true))),
        ("{}", "{}", Skip::After(at(500)), 10, Ok((Some(499), 10, 500, true))),
        ("{}", "{}", Skip::After(text(500)), 10, Ok((Some(499), 10, 500, true))),
        ("{}", "{}", Skip::After(json!(time(500).to_string())), 10, Ok((Some(499), 10, 500, true))),
        ("{}", "{}", Skip::Before(at(500)), 10, Ok((Some(510), 10, 489, true))),
        ("{}", "{}", Skip::Around(at(500)), 10, Ok((Some(505), 10, 494, true))),
        // A moment at which nothing is: between two rows, also when it is between two milliseconds.
        ("{}", "{}", Skip::After(json!(time(500) + 1)), 10, Ok((Some(500), 10, 499, true))),
        ("{}", "{}", Skip::After(json!(1_468_000_500_300.5)), 10, Ok((Some(500), 10, 499, true))),
        ("{}", "{}", Skip::Before(json!(time(500) - 1)), 10, Ok((Some(509), 10, 490, true))),
        ("{}", "{}", Skip::After(json!(0)), 10, Ok((None, 0, 1_000, false))),
        ("{}", "{}", Skip::After(json!(i64::MAX)), 10, Ok((Some(999), 10, 0, true))),
        ("{}", "{}", Skip::After(json!("2016-07-08T05:46:41+02:00")), 10, Ok((None, 0, 1_000, false))),
        ("{}", "{}", Skip::After(json!("k1000")), 10, Err(ReadingError::NoRow)),
        ("{}", "{}", Skip::After(json!(["k1"])), 10, Err(ReadingError::NoRow)),
        ("{}", "{}", Skip::After(json!(1e300)), 10, Err(ReadingError::NoRow)),
        (third, "{}", Skip::After(json!("k500")), 10, Ok((Some(498), 10, 167, true))),
        (third, "{}", Skip::After(json!("k501")), 10, Ok((Some(498), 10, 167, true))),
        (third, "{}", Skip::Before(json!("k500")), 10, Ok((Some(528), 10, 157, true))),
        (third, "{}", Skip::Before(json!("k501")), 10, Ok((Some(531), 10, 156, true))),
        (third, "{}", Skip::Around(at(500)), 10, Ok((Some(513), 10, 162, true))),
        (third, "{}", Skip::Rows(330), 10, Ok((Some(9), 4, 330, false))),
        (third, "{}", Skip::Rows(400), 10, Ok((None, 0, 334, false))),
        (third, r#"{"n": -1}"#, Skip::After(json!("k500")), 10, Ok((Some(498), 10, 167, true))),
        (third, r#"{"n": 1}"#, Skip::After(json!("k500")), 10, Ok((Some(501), 10, 167, true))),
        (third, r#"{"n": 1}"#, Skip::Before(json!("k501")), 10, Ok((Some(471), 10, 157, true))),
        (third, r#"{"n": 1}"#, Skip::After(at(500)), 10, Err(ReadingError::NoRow)),
    ] {
        for wants_total in [true, false] {
            let (filter, sort) = (filter(filter_text), sort(sort_text));
            let reading =
                Reading { filter, sort, skip: skip.clone(), limit: Some(limit), wants_total, ..Reading::default() };
            assert_eq!(page(&rows, &reading), expected, "{filter_text} {sort_text} {skip:?} {limit} {wants_total}");
        }
    }
}

#[test]
fn rows_without_a_time_begin_with_the_first_and_know_no_moments() {
    let rows = Arc::new(Fake { has_time: false, dates: Vec::new(), ..rows(100) });
    for (skip, expected) in [
        (Skip::Nothing, Ok((Some(0), 10, 0, true))),
        (Skip::After(json!("k50")), Ok((Some(51), 10, 51, true))),
        (Skip::Before(json!("k50")), Ok((Some(40), 10, 40, true))),
        (Skip::After(json!(time(50))), Err(ReadingError::NoRow)),
    ] {
        let reading = Reading { skip, limit: Some(10), ..Reading::default() };
        assert_eq!(page(&rows, &reading), expected, "{reading:?}");
    }
}

#[test]
fn a_cursor_that_was_changed_or_is_of_another_list_is_refused() {
    let given = Arc::new(rows(1_000));
    let reading = Reading { limit: Some(10), ..Reading::default() };
    let cursor = |rows: &Arc<Fake>, reading: &Reading| {
        let page = read(Arc::clone(rows) as Arc<dyn Rows>, reading, &Indexes::default()).unwrap();
        page.next.unwrap()
    };
    let own = cursor(&given, &reading);
    let with = |cursor: &str| Reading { skip: Skip::Cursor(cursor.to_owned()), ..reading.clone() };
    assert_eq!(page(&given, &with(&own)), Ok((Some(989), 10, 10, true)));
    // A limit may change from page to page.
    assert_eq!(page(&given, &Reading { limit: Some(3), ..with(&own) }), Ok((Some(989), 3, 10, true)));
    let mut wrong = vec![String::new(), "x".into(), "AAAA".into(), own.repeat(2), format!("{own}="), own[1..].into()];
    for place in 0..own.len() {
        let mut bytes = own.clone().into_bytes();
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        wrong.push(String::from_utf8(bytes).unwrap());
    }
    let elsewhere = fake(1_000, &["_id", "ts"], true, |number, _| Some(json!(format!("x{number}"))));
    wrong.extend([
        cursor(&Arc::new(rows(999)), &reading),
        cursor(&Arc::new(elsewhere), &reading),
        cursor(&given, &Reading { filter: filter(r#"{"third": true}"#), ..reading.clone() }),
        cursor(&given, &Reading { sort: sort(r#"{"ts": 1}"#), ..reading.clone() }),
    ]);
    for cursor in wrong {
        assert_eq!(page(&given, &with(&cursor)), Err(ReadingError::Cursor), "{cursor}");
    }
}

#[test]
fn rows_are_written_as_they_are_with_commas_between() {
    let rows = Arc::new(fake(3, &["_id", "b"], false, |number, member| {
        Some(if member == "b" { json!([number]) } else { json!(format!("k{number}")) })
    }));
    let all = [r#"{"_id":"k0","b":[0]}"#, r#"{"_id":"k1","b":[1]}"#, r#"{"_id":"k2","b":[2]}"#].join(",");
    let mut page = read(rows, &Reading::default(), &Indexes::default()).unwrap();
    for most in [0, 1, 20, 21, 22, 1_000] {
        let (mut written, mut place, mut steps) = (Vec::new(), Some(0), 0);
        while let Some(at) = place {
            place = page.write(at, most, &mut written);
            steps += 1;
        }
        assert_eq!(String::from_utf8(written).unwrap(), all, "{most}");
        assert_eq!(
            steps,
            match most {
                0..=20 => 3,
                21 | 22 => 2,
                _ => 1,
            },
            "{most}"
        );
    }
    page.projection = Projection::mongo(&json!({"b": 1, "_id": 0})).unwrap();
    let mut written = Vec::new();
    assert_eq!(page.write(1, 1_000, &mut written), None);
    assert_eq!(String::from_utf8(written).unwrap(), r#",{"b":[1]},{"b":[2]}"#);
    assert_eq!((page.row(2), page.row(3)), (Some(json!({"b": [2]})), None));
}
