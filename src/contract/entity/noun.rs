//! The words of paths and properties, compared as people read them: `/user-accounts` holds user accounts, `userAccountId` and
//! `user_account_id` are the id of one.

/// The letters and digits of a name, in lower case.
pub fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a property of that name usually tells one thing from another.
pub fn tells_apart(name: &str) -> bool {
    let plain = plain(name);
    let usual = ["key", "slug", "name", "code", "number", "login", "username", "title"];
    usual.contains(&plain.as_str()) || plain.ends_with("id")
}

/// What one of the things is called whose plural stands in a path, plain.
pub(super) fn singular(plural: &str) -> String {
    let plural = plain(plural);
    let without = |ending: &str| plural.strip_suffix(ending).filter(|rest| rest.len() > 1).map(str::to_owned);
    if let Some(rest) = without("ies") {
        return format!("{rest}y");
    }
    for ending in ["sses", "xes", "ches", "shes", "zzes"] {
        if plural.ends_with(ending) {
            return without("es").unwrap_or(plural);
        }
    }
    if plural.ends_with("ss") || plural.ends_with("us") || plural.ends_with("is") {
        return plural;
    }
    without("s").unwrap_or(plural)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals() {
        for (plural, one) in [
            ("users", "user"),
            ("user-accounts", "useraccount"),
            ("companies", "company"),
            ("addresses", "address"),
            ("boxes", "box"),
            ("branches", "branch"),
            ("status", "status"),
            ("analysis", "analysis"),
            ("dm.messages", "dmmessage"),
            ("s", "s"),
            ("", ""),
        ] {
            assert_eq!(singular(plural), one, "{plural}");
        }
    }
}
