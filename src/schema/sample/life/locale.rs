//! The languages that generated data can be in: those that the word lists know.

use std::fmt;
use std::str::FromStr;

/// A language and the country that people, places and numbers are from. English is at home in several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// Arabic, Saudi Arabia.
    ArSa,
    /// Welsh.
    CyGb,
    /// German.
    DeDe,
    /// English.
    #[default]
    En,
    /// Persian.
    FaIr,
    /// French.
    FrFr,
    /// Italian.
    ItIt,
    /// Japanese.
    JaJp,
    /// Dutch.
    NlNl,
    /// Portuguese, Brazil.
    PtBr,
    /// Portuguese, Portugal.
    PtPt,
    /// Turkish.
    TrTr,
    /// Chinese, simplified.
    ZhCn,
    /// Chinese, traditional.
    ZhTw,
}

/// Every locale with its code.
const CODES: [(&str, Locale); 14] = [
    ("ar_SA", Locale::ArSa),
    ("cy_GB", Locale::CyGb),
    ("de_DE", Locale::DeDe),
    ("en", Locale::En),
    ("fa_IR", Locale::FaIr),
    ("fr_FR", Locale::FrFr),
    ("it_IT", Locale::ItIt),
    ("ja_JP", Locale::JaJp),
    ("nl_NL", Locale::NlNl),
    ("pt_BR", Locale::PtBr),
    ("pt_PT", Locale::PtPt),
    ("tr_TR", Locale::TrTr),
    ("zh_CN", Locale::ZhCn),
    ("zh_TW", Locale::ZhTw),
];

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = CODES.iter().find(|(_, locale)| locale == self).map_or("en", |(code, _)| code);
        f.write_str(code)
    }
}

/// A word that names no known locale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLocale(String);

impl fmt::Display for UnknownLocale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known: Vec<&str> = CODES.iter().map(|(code, _)| *code).collect();
        write!(f, "there is no data for the locale `{}`; known: {}", self.0, known.join(", "))
    }
}

impl std::error::Error for UnknownLocale {}

impl FromStr for Locale {
    type Err = UnknownLocale;

    /// `de_DE`, `de-de` or `de`; every English is `en`.
    fn from_str(word: &str) -> Result<Self, UnknownLocale> {
        let wanted = word.trim().replace('-', "_");
        let language = wanted.split('_').next().unwrap_or_default();
        let is = |code: &str| code.eq_ignore_ascii_case(&wanted);
        let speaks = |code: &str| {
            let bare = language.len() == wanted.len() || code == "en";
            bare && code.split('_').next().is_some_and(|own| own.eq_ignore_ascii_case(language))
        };
        let found = CODES.iter().find(|(code, _)| is(code)).or_else(|| CODES.iter().find(|(code, _)| speaks(code)));
        found.map(|(_, locale)| *locale).ok_or_else(|| UnknownLocale(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_is_read_in_every_spelling() {
        for (word, locale) in [
            ("de_DE", Some(Locale::DeDe)),
            ("de-de", Some(Locale::DeDe)),
            ("pt", Some(Locale::PtBr)),
            ("zh-TW", Some(Locale::ZhTw)),
            ("en-GB", Some(Locale::En)),
            ("de_AT", None),
            ("klingon", None),
            ("", None),
        ] {
            assert_eq!(word.parse::<Locale>().ok(), locale, "{word}");
        }
    }

    #[test]
    fn an_unknown_one_is_told_with_the_list() {
        let message = "xx".parse::<Locale>().unwrap_err().to_string();
        assert!(
            message.starts_with("there is no data for the locale `xx`; known: ar_SA, cy_GB, de_DE, en, "),
            "{message}"
        );
        for (code, locale) in CODES {
            assert_eq!(locale.to_string(), code);
        }
    }
}
