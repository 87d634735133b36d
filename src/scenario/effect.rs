//! What a rule does to an answer, with everything compiled and looked up.

use std::fmt;
use std::path::PathBuf;

use bytes::Bytes;
use http::HeaderName;

use super::format::{CookieParts, Delay, Fault};
use super::list::{List, One};
use super::rule::Aspects;
use super::template::{Blueprint, Template};
use crate::base::MediaType;

/// What is done to an answer.
#[derive(Debug, Default)]
pub struct Effect {
    /// The status.
    pub status: Option<u16>,
    /// The name of a documented example.
    pub example: Option<String>,
    /// The media type.
    pub content_type: Option<MediaType>,
    /// The body.
    pub body: Option<Blueprint>,
    /// A file that is the body.
    pub file: Option<BodyFile>,
    /// Rows of a collection that are the body, or stand in it.
    pub list: Option<Box<List>>,
    /// One row of a collection that is the body, or stands in it.
    pub one: Option<Box<One>>,
    /// A merge patch over the body.
    pub patch: Option<Blueprint>,
    /// Parts that are left out.
    pub drop: Vec<Path>,
    /// How long lists become; a list without path is the body's only one.
    pub repeat: Vec<(Option<Path>, u64)>,
    /// Changes of headers.
    pub headers: Vec<(HeaderName, Change)>,
    /// Cookies to keep, or to forget.
    pub cookies: Vec<(String, Option<(Template, CookieParts)>)>,
    /// Where the client is sent.
    pub redirect: Option<Redirect>,
    /// Whether it says in so many words that the document answers.
    pub pass: bool,
    /// How late the answer is.
    pub delay: Option<Delay>,
    /// What goes wrong on the wire.
    pub fault: Option<Fault>,
    /// Settings to change.
    pub set: Vec<(String, Blueprint)>,
    /// What is added to counters.
    pub count: Vec<(String, i64)>,
}

/// The most items that a list is given.
pub const MOST_ITEMS: usize = 100_000;

/// An address to send the client to.
#[derive(Debug)]
pub struct Redirect(pub Template);

/// What becomes of a header.
#[derive(Debug)]
pub enum Change {
    /// It is set to these values.
    Set(Vec<Template>),
    /// One more is sent.
    Add(Template),
    /// It is left out.
    Remove,
}

/// A file that is a body.
#[derive(Clone, Debug)]
pub enum BodyFile {
    /// Small enough to be held.
    Held(Bytes),
    /// Read while it is sent.
    Streamed {
        /// Where it is: inside the scenario's folder, links followed.
        path: PathBuf,
        /// Its length when it was bound.
        bytes: u64,
    },
}

/// A JSON Pointer in which `*` stands for every item or member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path(pub Vec<Step>);

impl Path {
    /// Reads a JSON Pointer (RFC 6901) whose step `*` is [`Step::Every`]. `None` if it is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if !(text.is_empty() || text.starts_with('/')) {
            return None;
        }
        let steps = text.split('/').skip(1).map(|step| match step {
            "*" => Step::Every,
            member => Step::Member(member.replace("~1", "/").replace("~0", "~")),
        });
        Some(Self(steps.collect()))
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|step| match step {
            Step::Member(name) => write!(f, "/{}", name.replace('~', "~0").replace('/', "~1")),
            Step::Every => f.write_str("/*"),
        })
    }
}

/// A step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A member, or an item by its number.
    Member(String),
    /// All of them.
    Every,
}

impl Effect {
    /// What it has a say in.
    #[must_use]
    pub fn aspects(&self) -> Aspects {
        let answer = self.status.is_some()
            || self.example.is_some()
            || self.content_type.is_some()
            || self.body.is_some()
            || self.file.is_some()
            || self.list.is_some()
            || self.one.is_some()
            || self.patch.is_some()
            || !self.drop.is_empty()
            || !self.repeat.is_empty()
            || !self.headers.is_empty()
            || !self.cookies.is_empty()
            || self.redirect.is_some()
            || self.pass;
        Aspects { answer, delay: self.delay.is_some(), fault: self.fault.is_some() }
    }

    /// Whether each call has to have a number of its own: something is drawn for it, or its number is told.
    #[must_use]
    pub fn counts(&self) -> bool {
        let headers = self.headers.iter().any(|(_, change)| match change {
            Change::Set(values) => values.iter().any(Template::counts),
            Change::Add(value) => value.counts(),
            Change::Remove => false,
        });
        let blueprints = self.set.iter().map(|(_, value)| value).chain(&self.body).chain(&self.patch);
        let cookies = self.cookies.iter().filter_map(|(_, cookie)| cookie.as_ref());
        headers
            || blueprints.into_iter().any(Blueprint::counts)
            || cookies.into_iter().any(|(value, _)| value.counts())
            || self.list.as_ref().is_some_and(|list| list.counts())
            || self.one.as_ref().is_some_and(|one| one.counts())
            || self.redirect.iter().any(|redirect| redirect.0.counts())
            || self.delay.as_ref().is_some_and(|delay| !delay.is_fixed())
    }

    /// Whether the same call always gets the same from it.
    #[must_use]
    pub fn is_steady(&self) -> bool {
        let steady = |template: &Template| template.is_steady();
        let headers = self.headers.iter().all(|(_, change)| match change {
            Change::Set(values) => values.iter().all(steady),
            Change::Add(value) => value.is_steady(),
            Change::Remove => true,
        });
        let blueprints = self.body.iter().chain(&self.patch).all(Blueprint::is_steady);
        let cookies = self.cookies.iter().filter_map(|(_, cookie)| cookie.as_ref()).all(|(value, _)| value.is_steady());
        headers
            && blueprints
            && cookies
            && self.list.as_ref().is_none_or(|list| list.is_steady())
            && self.one.as_ref().is_none_or(|one| one.is_steady())
            && self.redirect.iter().all(|redirect| redirect.0.is_steady())
            && self.set.is_empty()
            && self.count.is_empty()
            && self.delay.is_none()
            && self.fault.is_none()
    }
}
