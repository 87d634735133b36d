//! The admin API.

/// Who may use the admin API, and where it is.
#[derive(Clone, Debug)]
pub struct AdminOptions {
    /// Whether there is one.
    pub enabled: bool,
    /// The path that it lies under: `/_standin`.
    pub prefix: String,
    /// What callers have to send as `Authorization: Bearer`; without one only this machine may call.
    pub token: Option<String>,
}

impl Default for AdminOptions {
    fn default() -> Self {
        Self { enabled: true, prefix: "/_standin".to_owned(), token: None }
    }
}
