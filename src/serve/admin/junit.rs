//! Coverage as `JUnit` XML, which continuous integration shows: a suite for each operation, a test for each documented status, skipped if
//! no call got it. Nothing fails: what should have been called only the tests know.

use std::fmt::Write;

use quick_xml::escape::escape;

use super::coverage::Coverage;

/// The report.
pub(super) fn of(coverage: &Coverage) -> String {
    let name = match coverage.session.as_deref() {
        None | Some("") => "coverage".to_owned(),
        Some(session) => format!("coverage of {session}"),
    };
    let (mut suites, mut all, mut all_skipped) = (String::new(), 0, 0);
    for row in &coverage.rows {
        let mut tests = vec![("called".to_owned(), row.calls, "no call")];
        tests.extend(row.statuses.iter().map(|status| (status.pattern.clone(), status.calls, "no call got it")));
        let skipped = tests.iter().filter(|(_, calls, _)| *calls == 0).count();
        // Writing to a text cannot fail.
        let _ = writeln!(
            suites,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"0\" errors=\"0\" skipped=\"{skipped}\" time=\"0\">",
            text(&row.address),
            tests.len(),
        );
        for (test, calls, reason) in &tests {
            let head = format!("    <testcase classname=\"{}\" name=\"{}\" time=\"0\"", text(&row.name), text(test));
            let rest = if *calls == 0 {
                format!(">\n      <skipped message=\"{reason}\"/>\n    </testcase>\n")
            } else {
                "/>\n".to_owned()
            };
            suites.push_str(&head);
            suites.push_str(&rest);
        }
        suites.push_str("  </testsuite>\n");
        all += tests.len();
        all_skipped += skipped;
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\" tests=\"{all}\" failures=\"0\" errors=\"0\" skipped=\"{all_skipped}\" time=\"0\">\n{suites}</testsuites>\n",
        text(&name)
    )
}

/// A text as the value of an attribute: characters that XML 1.0 does not have are replaced.
fn text(text: &str) -> String {
    let allowed = |letter: char| matches!(letter, '\t' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    let text: String = text.chars().map(|letter| if allowed(letter) { letter } else { '\u{fffd}' }).collect();
    escape(&text).into_owned()
}
