//! `contentEncoding`: how bytes are written as text (RFC 2045 §6, RFC 4648).

use std::ops::RangeInclusive;

use data_encoding::{BASE32, BASE32HEX, BASE64, BASE64URL, HEXUPPER};

/// A way of writing bytes as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// `7bit`, `8bit`, `binary`, or none: the bytes are the text.
    Identity,
    /// `base64`.
    Base64,
    /// `base64url`.
    Base64Url,
    /// `base32`.
    Base32,
    /// `base32hex`.
    Base32Hex,
    /// `base16`.
    Base16,
    /// `quoted-printable`.
    QuotedPrintable,
}

impl Encoding {
    /// The encoding of that name, in whatever case.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "" | "7bit" | "8bit" | "binary" => Self::Identity,
            "base64" => Self::Base64,
            "base64url" => Self::Base64Url,
            "base32" => Self::Base32,
            "base32hex" => Self::Base32Hex,
            "base16" | "hex" => Self::Base16,
            "quoted-printable" => Self::QuotedPrintable,
            _ => return None,
        })
    }

    /// The bytes as text; `None` if they are none.
    #[must_use]
    pub fn encode(self, bytes: &[u8]) -> Option<String> {
        Some(match self {
            Self::Identity => String::from_utf8(bytes.to_vec()).ok()?,
            Self::Base64 => BASE64.encode(bytes),
            Self::Base64Url => BASE64URL.encode(bytes),
            Self::Base32 => BASE32.encode(bytes),
            Self::Base32Hex => BASE32HEX.encode(bytes),
            Self::Base16 => HEXUPPER.encode(bytes),
            Self::QuotedPrintable => quoted_printable::encode_to_str(bytes),
        })
    }

    /// How many bytes give a text of a length inside `lengths`; `None` if none do.
    #[must_use]
    pub fn sizes(self, lengths: RangeInclusive<usize>) -> Option<RangeInclusive<usize>> {
        let (text, bytes) = match self {
            // Of quoted text only trying tells.
            Self::Identity | Self::QuotedPrintable => return Some(lengths),
            Self::Base64 | Self::Base64Url => (4, 3),
            Self::Base32 | Self::Base32Hex => (8, 5),
            Self::Base16 => (2, 1),
        };
        // Texts are padded to whole groups; the first byte of a group makes it one.
        let least = lengths.start().div_ceil(text).checked_sub(1).map_or(0, |full| full.saturating_mul(bytes) + 1);
        let most = (lengths.end() / text).saturating_mul(bytes);
        (least <= most).then_some(least..=most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sizes_are_those_whose_texts_have_the_length() {
        let all = [Encoding::Base64, Encoding::Base64Url, Encoding::Base32, Encoding::Base32Hex, Encoding::Base16];
        for encoding in all {
            for (low, high) in [(0, 0), (0, 3), (1, 4), (4, 4), (5, 8), (8, 8), (9, 40), (17, 17)] {
                let inside =
                    |size: &usize| (low..=high).contains(&encoding.encode(&vec![7; *size]).unwrap_or_default().len());
                let expected: Vec<usize> = (0..64).filter(inside).collect();
                let sizes: Vec<usize> = encoding.sizes(low..=high).into_iter().flatten().collect();
                assert_eq!(sizes, expected, "{encoding:?} {low} {high}");
            }
        }
    }

    #[test]
    fn names() {
        for (name, expected) in [
            ("BASE64", Some("AP8=")),
            ("base64url", Some("AP8=")),
            ("base32", Some("AD7Q====")),
            ("base16", Some("00FF")),
            ("quoted-printable", Some("=00=FF")),
            ("x-uuencode", None),
        ] {
            assert_eq!(Encoding::parse(name).and_then(|how| how.encode(&[0, 255])).as_deref(), expected, "{name}");
        }
    }
}
