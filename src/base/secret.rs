//! Names that say that their value is nobody's business: `Authorization`, `api_key`, `resetToken`.
//!
//! It goes by names, not by looks, and is the one list of them: what the admin interface masks, and what sentences do not quote, is the same.

/// Parts of names, without case and marks, that tell of secrets.
const PARTS: [&str; 16] = [
    "token",
    "secret",
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    "apikey",
    "accesskey",
    "privatekey",
    "authorization",
    "credential",
    "signature",
    "cookie",
    "sessionid",
    "jwt",
];
/// Whole names, without case and marks, that do; as a part they stand in words like `author`, `footprint` and `sessions`.
const WHOLE: [&str; 9] = ["auth", "xauth", "session", "sid", "otp", "totp", "otpcode", "pass", "pin"];
/// Names that do not, though they look like it.
const HARMLESS: [&str; 8] = [
    "tokens",
    "tokentype",
    "maxtokens",
    "passwordlessenabled",
    "cookieconsent",
    "setcookienames",
    "signaturealgorithm",
    "expiresintoken",
];

/// Whether a name says that its value is not to be shown.
#[must_use]
pub fn is_secret(name: &str) -> bool {
    let plain: String = name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let plain = plain.as_str();
    !HARMLESS.contains(&plain) && (WHOLE.contains(&plain) || PARTS.iter().any(|part| plain.contains(part)))
}

#[cfg(test)]
mod tests {
    use super::is_secret;

    #[test]
    fn names_tell() {
        for (name, expected) in [
            ("password", true),
            ("userPassword", true),
            ("X-Auth-Token", true),
            ("Authorization", true),
            ("auth", true),
            ("X-Auth", true),
            ("api_key", true),
            ("API-Key", true),
            ("apikey", true),
            ("client_secret", true),
            ("resetCredentials", true),
            ("session", true),
            ("session_id", true),
            ("sid", true),
            ("pin", true),
            ("pass", true),
            ("otp", true),
            ("signature", true),
            ("passphrase", true),
            ("token_type", false),
            ("max_tokens", false),
            ("passenger", false),
            ("pinned", false),
            ("footprint", false),
            ("sessions", false),
            ("x-standin-session", false),
            ("name", false),
            ("key", false),
            ("author", false),
            ("inside", false),
        ] {
            assert_eq!(is_secret(name), expected, "{name}");
        }
    }
}
