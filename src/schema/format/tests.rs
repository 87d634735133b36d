//! Every format, judged and generated.

use super::*;
use crate::base::Seed;

#[test]
fn every_generated_text_holds_and_fits() {
    for format in table::FORMATS {
        for name in format.names {
            for seed in 0..100 {
                let text = generate(name, &mut Seed::new(seed).rng(), 0..=usize::MAX);
                let text = text.unwrap_or_else(|| panic!("`{name}` with seed {seed}"));
                assert!(holds(name, &text) != Some(false), "`{name}`: {text:?}");
            }
        }
    }
}

#[test]
fn lengths_are_kept_wherever_a_text_of_the_format_can_have_them() {
    for (format, windows) in [
        ("date-time", &[20..=20, 24..=24, 22..=30, 0..=20][..]),
        ("duration", &[0..=4, 10..=20]),
        ("email", &[0..=3, 5..=5, 0..=8, 10..=14, 30..=30, 100..=120, 254..=254]),
        ("hostname", &[1..=1, 5..=5, 11..=11, 12..=12, 13..=13, 64..=64, 200..=253]),
        ("uri", &[3..=3, 8..=8, 19..=19, 20..=20, 21..=24, 500..=500, 2000..=3000]),
        ("uri-reference", &[0..=0, 1..=1, 2..=2, 10..=10, 300..=300]),
        ("iri", &[8..=8, 40..=40, 400..=500]),
        ("uri-template", &[1..=1, 6..=6, 20..=20, 100..=120]),
        ("json-pointer", &[0..=0, 1..=1, 5..=5, 100..=100]),
        ("relative-json-pointer", &[1..=1, 3..=3, 100..=100]),
        ("ipv4", &[0..=8, 11..=12]),
        ("ipv6", &[2..=2, 3..=3, 14..=14, 39..=39]),
        ("byte", &[0..=0, 4..=4, 6..=9, 1000..=1010]),
        ("base64url", &[0..=0, 2..=2, 8..=9, 1000..=1000]),
        ("binary", &[0..=0, 1..=1, 5..=5, 10_000..=10_000]),
        ("password", &[1..=1, 8..=8, 64..=64]),
        ("int64", &[1..=1, 18..=18]),
        ("decimal", &[1..=1, 4..=4, 12..=12]),
        ("slug", &[1..=1, 50..=50]),
        ("regex", &[0..=0, 3..=3, 9..=9, 40..=40]),
        ("country-code", &[2..=2, 3..=3]),
        ("html", &[2..=2, 8..=8, 90..=100]),
    ] {
        for lengths in windows {
            for seed in 0..30 {
                let text = generate(format, &mut Seed::new(seed).rng(), lengths.clone());
                let text = text.unwrap_or_else(|| panic!("`{format}` in {lengths:?} with seed {seed}"));
                assert!(lengths.contains(&text.chars().count()), "`{format}` in {lengths:?}: {text:?}");
            }
        }
    }
}

#[test]
fn what_cannot_fit_and_what_is_unknown_is_none() {
    let mut rng = Seed::new(1).rng();
    for (format, lengths) in
        [("uuid", 0..=35), ("date", 11..=20), ("ipv4", 16..=20), ("hostname", 254..=300), ("email", 0..=2)]
    {
        assert_eq!(generate(format, &mut rng, lengths), None, "`{format}`");
    }
    assert_eq!(generate("swagger", &mut rng, 0..=9), None);
    assert_eq!((holds("swagger", "x"), holds("url", "x")), (None, None));
}

#[test]
fn names_are_read_in_any_case() {
    assert_eq!(holds("Date-Time", "2024-02-30T00:00:00Z"), Some(false));
    assert_eq!(holds("UUID", "2eb8aa08-AA98-11EA-b4aa-73b441d16380"), Some(true));
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn formats_are_judged_by_their_rfcs() {
    let table: &[(&str, &[&str], &[&str])] = &[
        (
            "date-time",
            &[
                "1963-06-19T08:30:06.283185Z",
                "1990-12-31T15:59:60.123-08:00",
                "1998-12-31T23:59:60z",
                "1963-06-19t08:30:06+01:00",
            ],
            &[
                "1990-02-31T15:59:59Z",
                "1998-12-31T23:58:60Z",
                "1963-06-19 08:30:06Z",
                "1963-06-19T08:30:06",
                "1963-06-19T08:30:06.Z",
                "١963-06-19T00:00:00Z",
                "1963-06-19T24:00:00Z",
                "2020-01-01T00:00:00+24:00",
                "",
                "T",
            ],
        ),
        (
            "date",
            &["2020-02-29", "0000-01-01"],
            &["2021-02-29", "2020-1-1", "20200101", "2020-13-01", "+2020-1-01", "1963-06-1৪"],
        ),
        (
            "time",
            &["08:30:06Z", "23:59:60Z", "01:29:60+01:30", "08:30:06.28-08:00"],
            &["08:30:06", "8:30:06Z", "22:59:60Z", "08:30:06.Z", "08:30Z", "08:30:06+8:00", "24:00:00Z"],
        ),
        (
            "duration",
            &["P4DT12H30M5S", "PT0S", "P4Y", "P2W", "P1YT1H", "PT36H"],
            &["P", "PT", "P1", "4DT1H", "P1D2H", "P2D1Y", "P1Y2W", "PT1D", "P1.5D", "P২Y", "P1YT", "P2S", "PT1H1S"],
        ),
        (
            "email",
            &[
                "joe.bloggs@example.com",
                "te~st@example.com",
                "\"joe bl\\\"oggs\"@example.com",
                "a@[127.0.0.1]",
                "a@[IPv6:::1]",
                "a@b",
            ],
            &[
                "2962",
                ".test@example.com",
                "te..st@example.com",
                "a@b@c",
                "a b@example.com",
                "a@",
                "@b",
                "a@-b.com",
                "jörg@example.com",
            ],
        ),
        ("idn-email", &["실례@실례.테스트", "joe@example.com"], &["2962", "@b"]),
        (
            "hostname",
            &["www.example.com", "a", "xn--4gbwdl.xn--wgbh1c", "1host"],
            &["-a.com", "a-.com", "not_valid", "a..b", "a.", "", "XN--aa---", "a1--b", "exämple.com"],
        ),
        (
            "idn-hostname",
            &["실례.테스트", "example.com", "l·l.com", "ア・イ", "बु\u{94d}\u{200d}न", "\u{6fd}"],
            &["-> $1.00", "〮실례", "a·l", "・a", "क\u{200d}", "ب٠۰", "-ü", "Ünder", ""],
        ),
        (
            "ipv4",
            &["192.168.0.1"],
            &["127.0.0.0.1", "256.1.1.1", "127.0", "087.10.0.1", "1.2.3.4 ", "0x7f000001", "1২7.0.0.1"],
        ),
        (
            "ipv6",
            &["::1", "::ffff:192.168.0.1", "1:2:3:4:5:6:7:8"],
            &["12345::", ":2:3", "1::2::3", "fe80::1%eth0", "::1/64", ":::1"],
        ),
        (
            "uri",
            &[
                "http://foo.bar/?baz=qux#quux",
                "urn:oasis:names",
                "http://[::1]:80/",
                "mailto:a@b.c",
                "tel:+1-816",
                "http://u:p@h.com",
                "x://[v7.a]",
            ],
            &[
                "//foo.bar",
                "/abc",
                "\\\\WINDOWS\\x",
                "abc",
                "http:// shouldfail.com",
                ":// should fail",
                "bar,baz:foo",
                "http://a/%zz",
                "https://[@example.org/test.txt",
                "http://a:b:c/",
                "http://é",
                "a:#b#c",
                "http://x/[y]",
            ],
        ),
        ("uri-reference", &["/abc", "abc", "#frag", "", "//a/b", "?q"], &["\\\\W", "#a\\b", "1:b", "é"]),
        ("iri", &["http://ƒøø.ßår/?∂éœ=πîx#πîüx", "http://a.b"], &["/abc", "âππ", "http://2001:0db8:85a3:0000"]),
        ("iri-reference", &["/âππ", "#ƒrägmênt"], &["\\\\WINDOWS\\filëßåré", "a b"]),
        (
            "uuid",
            &["2EB8AA08-aa98-11ea-b4aa-73B441D16380"],
            &[
                "2eb8aa08aa9811eab4aa73b441d16380",
                "2eb8aa08-aa98-11ea-b4aa73b441d16380",
                "{2eb8aa08-aa98-11ea-b4aa-73b441d16380}",
                "2eb8aa08-aa98-11ea-b4ga-73b441d16380",
            ],
        ),
        (
            "uri-template",
            &["http://example.com/dictionary/{term:1}/{term}", "{?q,lang*}", "", "a%20b"],
            &["a{b", "a}b", "{}", "{x:0}", "a b", "{a..b}", "%2"],
        ),
        ("json-pointer", &["", "/foo/0", "/a~1b/~0"], &["a", "/a~", "/~2", "#/a"]),
        (
            "relative-json-pointer",
            &["0", "1/foo", "0#", "120/a", "1+1/a"],
            &["", "/a", "-1/a", "01/a", "0##", "1foo", "1+0"],
        ),
        ("regex", &["([abc])+\\s+$", ""], &["^(abc]", "[a-z", "\\Z"]),
        ("byte", &["", "YQ==", "YWI", "YWJj", "-_-_"], &["Y", "Y===", "a b="]),
        ("semver", &["1.2.3", "1.0.0-alpha.1+b-7"], &["1.2", "01.2.3", "1.0.0-", "1.0.0-01"]),
        ("http-date", &["Sun, 06 Nov 1994 08:49:37 GMT"], &["1994-11-06", "Mon, 06 Nov 1994 08:49:37 GMT"]),
        ("sf-string", &["\"a \\\" b\""], &["a", "\"a", "\"\\n\""]),
        ("int64", &["-9223372036854775808"], &["9223372036854775808", "+1", "1.0"]),
        ("cidr", &["10.0.0.0/8", "::/0"], &["10.0.0.0", "10.0.0.0/33", "10.0.0.0/+8"]),
        ("iban", &["GB82WEST12345698765432"], &["GB83WEST12345698765432", "GB82 WEST"]),
        ("mac", &["02:00:5e:10:00:01", "02-00-5E-10-00-01"], &["02:00:5e:10:00", "020:0:5e:10:00:01"]),
    ];
    for (format, good, bad) in table {
        for text in *good {
            assert_eq!(holds(format, text), Some(true), "`{format}`: {text:?}");
        }
        for text in *bad {
            assert_eq!(holds(format, text), Some(false), "`{format}`: {text:?}");
        }
    }
}

#[test]
fn the_texts_are_pinned() {
    let texts = ["date-time", "email", "uri", "uuid", "hostname", "duration"]
        .map(|format| generate(format, &mut Seed::new(7).rng(), 0..=usize::MAX).unwrap());
    assert_eq!(
        texts,
        [
            "2024-03-19T16:30:12.827Z",
            "harbor.beacon@example.com",
            "https://example.com/harbor/beacon/field",
            "94ecfe25-8687-49c0-be94-e359ea82cfae",
            "willow.example.com",
            "P1D"
        ]
    );
}
