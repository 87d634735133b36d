//! A description → the values that it names: `One of: a, b, c`, `Example: foo`. Only what stands out as a value is taken; what
//! it is good for, the schema says.

/// Values that are all there are, by the description.
pub(super) fn listed(description: &str) -> Vec<String> {
    const PHRASES: [&str; 12] = [
        "one of:",
        "one of the following",
        "one of",
        "possible values",
        "allowed values",
        "valid values",
        "available values",
        "accepted values",
        "supported values",
        "can be either",
        "can be one of",
        "values are",
    ];
    let lower = description.to_lowercase();
    // Lower case may have another length; then the places do not agree.
    if lower.len() != description.len() {
        return Vec::new();
    }
    let found = PHRASES.iter().find_map(|phrase| lower.find(phrase).map(|at| (phrase, at + phrase.len())));
    let Some((phrase, rest)) = found.and_then(|(phrase, at)| Some((phrase, description.get(at..)?))) else {
        return Vec::new();
    };
    let mut quoted = marked(rest);
    if quoted.len() < 2 {
        let line = if phrase.ends_with(':') {
            rest
        } else {
            let Some((_, line)) = rest.split_once(':').filter(|(before, _)| before.len() < 24) else {
                return Vec::new();
            };
            line
        };
        let line = line.split(['\n', ';']).next().unwrap_or_default();
        let line = line.split(". ").next().unwrap_or_default().trim().trim_end_matches('.');
        let words = line.replace(" or ", ",").replace(" and ", ",").replace('|', ",");
        quoted = words.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect();
    }
    let plain = |word: &String| word.chars().count() <= 40 && !word.contains([' ', '(', ')', '<', '{']);
    if (2..=40).contains(&quoted.len()) && quoted.iter().all(plain) { quoted } else { Vec::new() }
}

/// One value, by the description.
pub(super) fn instance(description: &str) -> Option<String> {
    const PHRASES: [&str; 8] =
        ["example:", "examples:", "e.g.:", "e.g.,", "e.g.", "for example,", "for example:", "for example"];
    let lower = description.to_lowercase();
    if lower.len() != description.len() {
        return None;
    }
    let rest =
        PHRASES.iter().find_map(|phrase| lower.find(phrase).and_then(|at| description.get(at + phrase.len()..)))?;
    let rest = rest.trim_start();
    let mark = rest.chars().next().filter(|c| matches!(c, '`' | '"' | '\''));
    let word = match mark {
        Some(mark) => rest.get(1..)?.split(mark).next()?,
        None => rest.split([' ', '\n', ',', ')', ';']).next()?.trim_end_matches(['.', ':']),
    };
    let article =
        matches!(word.to_lowercase().as_str(), "" | "a" | "an" | "the" | "if" | "when" | "to" | "in" | "you" | "this");
    (!article && word.chars().count() <= 80).then(|| word.to_owned())
}

/// The texts in backticks or quotes.
fn marked(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for mark in ['`', '"', '\''] {
        let mut rest = text;
        while let Some((_, after)) = rest.split_once(mark) {
            let Some((word, after)) = after.split_once(mark) else { break };
            if !word.is_empty() && !found.iter().any(|other| other == word) {
                found.push(word.to_owned());
            }
            rest = after;
        }
        if found.len() > 1 {
            break;
        }
        found.clear();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_as_people_write_them() {
        for (description, values) in [
            ("One of: open, paid, void.", vec!["open", "paid", "void"]),
            ("The state. Possible values: `open`, `paid` or `void`.", vec!["open", "paid", "void"]),
            ("Can be one of 'all', \"none\" or 'some'", vec!["all", "some"]),
            ("Allowed values are: red|green|blue", vec!["red", "green", "blue"]),
            ("One of the best things there are.", vec![]),
            ("Plain words.", vec![]),
            ("İ one of: a, b", vec![]),
        ] {
            assert_eq!(listed(description), values, "{description}");
        }
    }

    #[test]
    fn one_value_is_read_as_people_write_it() {
        for (description, value) in [
            ("The name, e.g. `main`.", Some("main")),
            ("Example: foo-bar.", Some("foo-bar")),
            ("The code (for example \"A B\").", Some("A B")),
            ("For example, a house.", None),
            ("Nothing.", None),
        ] {
            assert_eq!(instance(description).as_deref(), value, "{description}");
        }
    }
}
