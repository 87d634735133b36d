//! Patterns, matched and generated, with `regress` as the oracle.

use super::*;
use crate::base::Seed;

fn compile(source: &str) -> Pattern {
    Pattern::compile(source).unwrap_or_else(|error| panic!("`{source}`: {error}"))
}

#[test]
fn matching_follows_ecma_262() {
    for (source, text, expected) in [
        ("b", "abc", true),
        ("^b", "abc", false),
        ("^a$", "a\n", false),
        ("^.$", "🐲", true),
        ("^.$", "\u{2028}", false),
        (r"^\d$", "٣", false),
        (r"^\p{Nd}$", "٣", true),
        (r"^\p{Script=Greek}+$", "αβγ", true),
        (r"^\w$", "é", false),
        (r"^\s$", "\u{feff}", true),
        (r"^\u{1F432}\uD83D\uDC32$", "🐲🐲", true),
        (r"^[\uD83D\uDC32-\u{1F433}]$", "🐳", true),
        (r"^\cC\x41\0$", "\u{3}A\0", true),
        (r"^[\b\cA\-\]]+$", "\u{8}\u{1}-]", true),
        (r"^[^]$", "\n", true),
        (r"[]", "anything", false),
        (r"^[a&&b[]+$", "&[", true),
        (r"^[\w-.]+$", "a-.", true),
        (r"^a{,2}$", "a{,2}", true),
        (r"^{x}]$", "{x}]", true),
        (r"^\-\_\@\/$", "-_@/", true),
        (r"\bé", "aé", true),
        (r"^(?=.*\d)(?!x)[a-z\d]{3}$", "ab1", true),
        (r"^(?=.*\d)(?!x)[a-z\d]{3}$", "xb1", false),
        (r"(?<=\$)\d+(?<!0)$", "cost: $25", true),
        (r"^(a|b)\1$", "bb", true),
        (r"^(a|b)\1$", "ab", false),
        (r"^(?<q>['x])y\k<q>$", "'y'", true),
        (r"^(?:(a)|b)*\1$", "ab", true),
        (r"^\1(a)$", "a", true),
        (r"^\8\101$", "8A", true),
        (r"^(?i:straße)$", "STRAßE", true),
        (r"^(?s:.)$", "\n", true),
        (r"^(a*)*$", "aaab", false),
        (r"(?=(a*))\1b", "aaab", true),
        (r"^(?:a?){1000000000}(?!b)$", "aa", true),
        (r"^(a+?)(?!x)(b)$", "aab", true),
    ] {
        assert_eq!(compile(source).is_match(text), expected, "`{source}` on {text:?}");
    }
}

#[test]
fn errors_say_what_is_wrong() {
    for (source, expected) in [
        ("[a-z", "unclosed `[`"),
        ("(a", "unclosed group"),
        ("a)", "unmatched `)`"),
        ("*", "nothing to repeat"),
        ("a+++", "nothing to repeat"),
        ("^*", "nothing to repeat"),
        ("a{2,1}", "numbers out of order in `{2,1}`"),
        ("[z-a]", "range out of order in `[z-a]`"),
        ("a\\", "`\\` at the end"),
        (r"\A[a-z]+\z", r"`\A` is not ECMA-262, use `^`"),
        (r"^a\Z", r"`\Z` is not ECMA-262, use `$`"),
        (r"^(?P<y>\d{4})$", "unknown group `(?P<`, ECMA-262 writes named groups `(?<name>…)`"),
        ("(?i)a", "unknown group `(?i)`, ECMA-262 has no flags for the rest of a pattern"),
        (r"(?<a>x)\k<b>", "no group is named `b`"),
        (r"\p{Klingon}", "unknown Unicode property `Klingon`"),
    ] {
        assert_eq!(Pattern::compile(source).map(|_| ()), Err(PatternError(expected.to_owned())), "`{source}`");
    }
}

/// Real patterns, and hard ones: each must give a text for every seed.
const GENERATED: [(&str, RangeInclusive<usize>); 34] = [
    ("^[a-z]+$", 0..=usize::MAX),
    ("^[a-z]+$", 100..=100),
    ("^[a-z]{1,63}$", 60..=usize::MAX),
    (r"^\d{10}\.\d{6}$", 0..=usize::MAX),
    ("^[UW][A-Z0-9]{8,}$", 0..=9),
    ("^[UW][A-Z0-9]{2,}$|^$", 0..=0),
    (r"^([01]\d|2[0-3]):?([0-5]\d)$", 4..=4),
    ("abc", 10..=12),
    ("foo$", 10..=12),
    (r"\bfoo\b", 8..=8),
    ("^(ab)*$", 5..=7),
    (r"^([a-z]+)-\1$", 0..=30),
    (r"^(?=.*[A-Z])(?=.*\d)(?=.*[@$!%*?&])[A-Za-z\d@$!%*?&]{8,32}$", 12..=20),
    (r"^(?!.*\.\.)[a-z.]{3,9}$", 0..=usize::MAX),
    (r"(?<=\$)\d+", 0..=usize::MAX),
    (r"^\p{L}+$", 3..=3),
    (r"^\P{ASCII}+$", 3..=3),
    (r"^\p{Lu}\p{Ll}+$", 0..=usize::MAX),
    (r"^\W$", 0..=usize::MAX),
    (r"^\s*$", 4..=4),
    (r"^[\s\S]*$", 1000..=1000),
    (r"^\cC$", 0..=usize::MAX),
    ("^🐲*$", 2..=3),
    (r"^(a{2}|b{3}|c{5})$", 5..=5),
    (r"^(?:[a-z]+\.)*[a-z]+@[a-z]+\.(com|org)$", 40..=50),
    (r"^#?([a-f0-9]{6}|[a-f0-9]{3})$", 0..=4),
    (r"^([a-zA-Z0-9](([a-zA-Z0-9-]){0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]{2,}$", 0..=253),
    (r"^(([^<>()[\]\\.,;:\s@']+)@(\w+\.)+\w{2,4})$", 0..=usize::MAX),
    (r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", 0..=usize::MAX),
    (r"^(-?(?:[1-9][0-9]*)?[0-9]{4})-(1[0-2]|0[1-9])$", 0..=7),
    (r"^\+?[1-9]\d{1,14}$", 0..=usize::MAX),
    (r"^.*$", 0..=0),
    (r"^(?=[A-Z]{3}).{3,8}$", 0..=usize::MAX),
    (r"^arn:aws:iam::\d{12}:role/.+$", 0..=usize::MAX),
];

#[test]
fn generated_texts_match_and_fit() {
    for (source, lengths) in GENERATED {
        let pattern = compile(source);
        for seed in 0..100 {
            let text = pattern.generate(&mut Seed::new(seed).rng(), lengths.clone());
            let text = text.unwrap_or_else(|| panic!("`{source}` in {lengths:?} with seed {seed}"));
            assert!(pattern.is_match(&text) && lengths.contains(&text.chars().count()), "`{source}`: {text:?}");
        }
    }
}

#[test]
fn what_cannot_be_is_none() {
    for (source, lengths) in [
        (".^", 0..=usize::MAX),
        ("[]", 0..=usize::MAX),
        ("^a{3}$", 0..=2),
        ("^a{3}$", 4..=9),
        ("^(ab)*$", 3..=3),
        ("a{1000000000}", 0..=usize::MAX),
        ("(((a{1000}){1000}){1000}){1000}", 0..=usize::MAX),
        ("((a{0,9999}){9999}){9999}", 1_000_000_000..=usize::MAX),
    ] {
        assert_eq!(compile(source).generate(&mut Seed::new(1).rng(), lengths), None, "`{source}`");
    }
}

#[test]
fn hostile_patterns_end() {
    let deep = format!("{}a{}", "(".repeat(5000), ")".repeat(5000));
    assert!(Pattern::compile(&deep).is_err());
    assert!(Pattern::compile(&"a".repeat(20_000)).is_err());
    assert!(Pattern::compile(&r"\p{L}".repeat(1000)).is_err());
    let text = "a".repeat(5000);
    for source in
        [r"^(a+)+\1$(?!x)b", r"^(?:a|a)*(?=b)$", r"(?<=a*)b", r"^((a?)*)*\2c", "(?:(?:a{1,9999}){9999}){9999}b"]
    {
        compile(source).is_match(&text);
        compile(source).generate(&mut Seed::new(1).rng(), 0..=usize::MAX);
    }
    let alternatives = vec!["[a-z]+"; 2000].join("|");
    assert!(compile(&format!("^(?:{alternatives})*(?=x)")).is_match(&text));
}

#[test]
fn our_matcher_agrees_with_regress() {
    for (source, lengths) in GENERATED {
        let pattern = compile(source);
        let judge = regress::Regex::with_flags(source, "u").or_else(|_| regress::Regex::new(source)).unwrap();
        for seed in 0..20 {
            let text = pattern.generate(&mut Seed::new(seed).rng(), lengths.clone()).unwrap();
            let chars: Vec<char> = text.chars().collect();
            let mut changed = chars.clone();
            changed.rotate_left(chars.len().min(1));
            for chars in [chars, changed] {
                let text: String = chars.iter().collect();
                let expected = judge.find(&text).is_some();
                assert_eq!(pattern.is_match(&text), expected, "`{source}` on {text:?}");
                assert_eq!(backtrack::search(&pattern.tree, &chars), Some(expected), "`{source}` on {text:?}");
            }
        }
    }
}

#[test]
fn the_texts_are_pinned() {
    for (source, expected) in [
        ("^[a-z]+$", "yaebyhx"),
        (r"^\d{10}\.\d{6}$", "6827095208.199904"),
        ("^[UW][A-Z0-9]{8,}$", "UWMDOTZ204UTHRR"),
        (r"(?<=\$)\d+", "$827095208"),
        (r"^(?=.*[A-Z])(?=.*\d).{8,}$", "hzg4uctJo"),
    ] {
        assert_eq!(compile(source).generate(&mut Seed::new(7).rng(), 0..=usize::MAX).unwrap(), expected, "`{source}`");
    }
}
