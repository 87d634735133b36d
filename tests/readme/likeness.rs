//! Whether a program printed what a page shows. A line `…` on the page stands for any number of lines, `…` inside a line for any text.

const ANYTHING: &str = "…";

/// `Err` is a difference to read: `-` the page, `+` the program, `…` the program where the page has an ellipsis.
pub fn compare(shown: &[&str], printed: &str) -> Result<(), String> {
    let shown = trimmed(shown.to_vec());
    let printed = trimmed(printed.lines().collect());
    let distances = distances(&shown, &printed);
    if distances[0][0] == 0 { Ok(()) } else { Err(difference(&shown, &printed, &distances)) }
}

/// Blank lines at the end say nothing.
fn trimmed(mut lines: Vec<&str>) -> Vec<&str> {
    while lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    lines
}

/// At `[i][j]`, how many lines have to go or come to make the page from its line `i` fit what was printed from line `j`.
fn distances(shown: &[&str], printed: &[&str]) -> Vec<Vec<usize>> {
    let mut table = vec![vec![0; printed.len() + 1]; shown.len() + 1];
    for i in (0..=shown.len()).rev() {
        for j in (0..=printed.len()).rev() {
            let (page, program) = (shown.get(i), printed.get(j));
            let is_anything = page == Some(&ANYTHING);
            let cost = usize::from(!is_anything);
            let without_page = page.map(|_| table[i + 1][j] + cost);
            let without_program = program.map(|_| table[i][j + 1] + cost);
            let both = page.zip(program).filter(|(page, program)| fits(page, program)).map(|_| table[i + 1][j + 1]);
            table[i][j] = [without_page, without_program, both].into_iter().flatten().min().unwrap_or(0);
        }
    }
    table
}

/// The lines that go or come, with two around them.
fn difference(shown: &[&str], printed: &[&str], distances: &[Vec<usize>]) -> String {
    const AROUND: usize = 2;
    let lines = aligned(shown, printed, distances);
    let is_near =
        |at: usize| lines.iter().skip(at.saturating_sub(AROUND)).take(at.min(AROUND) + 1 + AROUND).any(is_change);
    let near = lines.iter().enumerate().filter(|(at, _)| is_near(*at));
    near.map(|(_, (mark, line))| format!("{mark} {line}")).collect::<Vec<_>>().join("\n")
}

fn is_change((mark, _): &(char, &str)) -> bool {
    ['-', '+'].contains(mark)
}

/// Both side by side. An ellipsis takes as few lines as it can.
fn aligned<'t>(shown: &[&'t str], printed: &[&'t str], distances: &[Vec<usize>]) -> Vec<(char, &'t str)> {
    let mut lines = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < shown.len() || j < printed.len() {
        let here = distances[i][j];
        match (shown.get(i), printed.get(j)) {
            (Some(page), Some(program))
                if *page != ANYTHING && fits(page, program) && distances[i + 1][j + 1] == here =>
            {
                lines.push((' ', *program));
                (i, j) = (i + 1, j + 1);
            }
            (Some(&ANYTHING), _) if distances[i + 1][j] == here => i += 1,
            (Some(&ANYTHING), program) => {
                lines.extend(program.map(|program| ('…', *program)));
                j += 1;
            }
            (Some(page), _) if distances[i + 1][j] + 1 == here => {
                lines.push(('-', *page));
                i += 1;
            }
            (_, program) => {
                lines.extend(program.map(|program| ('+', *program)));
                j += 1;
            }
        }
    }
    lines
}

/// Whether a line is as the page shows it.
fn fits(shown: &str, line: &str) -> bool {
    let Some((start, rest)) = shown.split_once(ANYTHING) else { return shown == line };
    let Some(mut left) = line.strip_prefix(start) else { return false };
    let mut parts: Vec<&str> = rest.split(ANYTHING).collect();
    let end = parts.pop().unwrap_or_default();
    for part in parts {
        let Some((_, behind)) = left.split_once(part) else { return false };
        left = behind;
    }
    left.ends_with(end)
}

#[test]
fn ellipses_stand_for_lines_and_for_text() {
    for (shown, printed, expected) in [
        ("a\nb", "a\nb\n\n", true),
        ("a\n…", "a", true),
        ("…\nb\n…", "a\nb\nc\nd", true),
        ("…\nb", "a\nb\nc", false),
        ("date: …\nx", "date: now\nx", true),
        ("{…,\"b\":…}", "{\"a\":1,\"b\":2}", true),
        ("{…,\"b\":…}", "{\"b\":2}", false),
        ("a…a", "a", false),
    ] {
        let shown: Vec<&str> = shown.lines().collect();
        assert_eq!(compare(&shown, printed).is_ok(), expected, "{shown:?} {printed:?}");
    }
    assert_eq!(compare(&["a", "…", "c", "d"], "a\nb\nc\ne"), Err("… b\n  c\n- d\n+ e".to_owned()));
}
