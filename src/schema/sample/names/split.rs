//! A name in any convention → its words in lower case: `userID`, `user_id`, `user-ids` are `user id`, `user id`, `user ids`.

/// The words of `name`. Digits stay with the letters before them.
pub(super) fn words(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().take(MAX_NAME).collect();
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    for (at, c) in chars.iter().enumerate() {
        if !c.is_alphanumeric() {
            open = false;
            continue;
        }
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let after = chars.get(at + 1);
        // `userId` splits before the capital, `HTTPServer` before the last one of a run.
        let begins =
            c.is_uppercase() && before.is_some_and(|b| !b.is_uppercase() || after.is_some_and(|a| a.is_lowercase()));
        if !open || begins {
            words.push(String::new());
        }
        open = true;
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
    }
    words
}

/// Longer names say no more.
const MAX_NAME: usize = 200;

/// The endings of a name, longest first, of three words at most: as they stand, then without a number and a plural.
pub(super) fn endings(name: &str) -> Vec<String> {
    let words = words(name);
    let plain = |word: &str| {
        let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
        word.strip_suffix('s').filter(|rest| rest.len() > 2 && !rest.ends_with('s')).unwrap_or(word).to_owned()
    };
    // `image_72` and `addressLine2` are an image and an address line.
    let numbered = words.last().is_some_and(|word| word.chars().all(|c| c.is_ascii_digit()));
    let named = words.len() - usize::from(numbered && words.len() > 1);
    let words = words.get(..named).unwrap_or_default();
    let mut endings = Vec::new();
    for len in (1..=words.len().min(3)).rev() {
        let tail = words.get(words.len() - len..).unwrap_or_default();
        endings.push(tail.join(" "));
        if let Some((last, head)) = tail.split_last() {
            let mut singular = head.to_vec();
            singular.push(plain(last));
            endings.push(singular.join(" "));
        }
    }
    endings.dedup();
    endings
}

/// Words at the end of names of schemas that say how the thing is packed, not what it is.
const PACKING: [&str; 29] = [
    "dto",
    "response",
    "request",
    "model",
    "input",
    "output",
    "resource",
    "schema",
    "object",
    "info",
    "information",
    "data",
    "details",
    "detail",
    "summary",
    "entity",
    "list",
    "result",
    "record",
    "row",
    "body",
    "payload",
    "view",
    "create",
    "update",
    "base",
    "full",
    "read",
    "attributes",
];

/// A name in words, without the packing: `UserResponseDto` is `user`.
pub(super) fn bare(name: &str) -> String {
    let mut words = words(name);
    while words.len() > 1 && words.last().is_some_and(|word| is_packing(word)) {
        words.pop();
    }
    words.join(" ")
}

fn is_packing(word: &str) -> bool {
    PACKING.contains(&word) || (word.len() < 4 && word.starts_with('v') && word.ends_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_convention_gives_the_same_words() {
        for (name, expected) in [
            ("firstName", "first name"),
            ("FirstName", "first name"),
            ("first_name", "first name"),
            ("first-name", "first name"),
            ("userID", "user id"),
            ("HTTPServerURL", "http server url"),
            ("x.y z", "x y z"),
            ("ipv4Address", "ipv4 address"),
            ("__v", "v"),
            ("größeÄndern", "größe ändern"),
            ("", ""),
        ] {
            assert_eq!(words(name).join(" "), expected, "{name}");
        }
    }

    #[test]
    fn endings_come_longest_first_and_lose_numbers_and_plurals() {
        assert_eq!(endings("my_image_72"), ["my image", "image"]);
        assert_eq!(endings("userEmails"), ["user emails", "user email", "emails", "email"]);
        assert_eq!(endings("address2"), ["address2", "address"]);
        assert_eq!(endings("42"), ["42", ""]);
    }
}
