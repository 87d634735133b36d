//! How a request can break the contract.

use crate::base::Pointer;

/// The part of a request that is at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The path.
    Path,
    /// The query.
    Query,
    /// The headers.
    Header,
    /// The cookies.
    Cookie,
    /// The body.
    Body,
}

impl Part {
    /// The word used in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Body => "body",
        }
    }
}

/// What kind of answer a violation asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Credentials are missing or malformed: 401.
    Credentials,
    /// The body is of a media type that is not documented: 415.
    MediaType,
    /// The body is longer than the server allows: 413.
    TooLarge,
    /// The body cannot be parsed as what it says it is: 400.
    Syntax,
    /// A value is missing or not what its schema asks for: 422, 400.
    Value,
}

/// One way in which a request breaks the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// What kind of answer it asks for.
    pub kind: Kind,
    /// The part of the request.
    pub part: Part,
    /// The parameter's name; none for the body as a whole.
    pub name: Option<String>,
    /// The node inside the parameter's value or the body.
    pub at: Pointer,
    /// The keyword that does not hold (`type`, `required`, …).
    pub code: String,
    /// A sentence a person can act on.
    pub message: String,
}

impl Violation {
    /// The path to the fault as a list of names: `["query", "filter", "age"]`.
    #[must_use]
    pub fn location(&self) -> Vec<String> {
        let mut location = vec![self.part.as_str().to_owned()];
        location.extend(self.name.clone());
        location.extend(self.at.steps());
        location
    }
}
