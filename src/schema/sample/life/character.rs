//! What a value is a part of: the seeds of the thing, of its person and of its place, and what kind of thing it is.

use super::{Company, File, Locale, Person, Place, Stage};
use crate::base::Seed;
use crate::schema::later::Later;

/// Kinds of things whose members mean something of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::schema) enum Noun {
    /// Nothing is known of it.
    #[default]
    Other,
    Person,
    Company,
    Address,
    Country,
    Product,
    Message,
    Article,
    Task,
    Event,
    File,
    Order,
    Fault,
    Label,
    Project,
    Plan,
}

/// Words for members that are the same thing again: what stands in `user.profile` is that of the user.
const SAME: &[&str] = &[
    "profile",
    "name",
    "names",
    "contact",
    "contact_info",
    "contactinfo",
    "details",
    "personal_info",
    "personalinfo",
    "personal",
    "attributes",
    "data",
    "address",
    "addresses",
    "billing",
    "billing_details",
    "billing_address",
    "billingaddress",
    "shipping",
    "shipping_address",
    "shippingaddress",
    "location",
    "info",
    "user_info",
    "userinfo",
    "links",
    "_links",
    "contactdetails",
    "contact_details",
    "demographics",
    "geo",
    "coordinates",
    "position",
    "home",
];

/// Words for who an order is for: who it is sent to.
const BUYER: &[&str] = &["customer", "buyer", "shopper", "client", "recipient", "payer"];

/// The thing that a value belongs to.
#[derive(Clone, Copy, Debug)]
pub(in crate::schema) struct Character {
    /// The seed of the thing itself.
    pub(in crate::schema) own: Seed,
    /// The seed of who and where it is: its own, or that of the thing around it.
    pub(in crate::schema) bearer: Seed,
    /// What kind of thing it is.
    pub(in crate::schema) noun: Noun,
    /// Whether it says of itself where it is.
    pub(in crate::schema) located: bool,
    /// The list that it is a scalar item of, and its position there.
    pub(in crate::schema) list: Option<(Seed, u64)>,
    /// The language of all of it.
    pub(in crate::schema) locale: Locale,
    /// How much later than usual its moments are.
    pub(in crate::schema) later: Later,
}

impl Character {
    /// The root of a value.
    pub(in crate::schema) const fn new(seed: Seed, locale: Locale, later: Later) -> Self {
        Self { own: seed, bearer: seed, noun: Noun::Other, located: false, list: None, locale, later }
    }

    /// What the members of the object with that seed and name belong to, where the object is in `self`.
    pub(in crate::schema) fn object(&self, seed: Seed, name: &str, noun: Noun, located: bool) -> Self {
        let is_in = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(name));
        let same = self.list.is_none() && (is_in(SAME) || self.noun == Noun::Order && is_in(BUYER));
        let bearer = if same { self.bearer } else { seed };
        Self { own: seed, bearer, noun, located, list: None, ..*self }
    }

    /// What item `index` of the list with that seed is, `item` being the seed of the item.
    pub(in crate::schema) const fn item(&self, list: Seed, index: u64, item: Seed) -> Self {
        Self { own: item, bearer: item, list: Some((list, index)), ..*self }
    }

    /// Another item in its place.
    pub(in crate::schema) fn another(&self, item: Seed, attempt: u64) -> Self {
        let list = self.list.map(|(list, index)| (list, index.wrapping_add(attempt)));
        Self { own: item, bearer: item, list, ..*self }
    }

    /// The same thing with other words: for another attempt.
    pub(in crate::schema) fn again(&self, attempt: u64) -> Self {
        let seed = |seed: Seed| seed.attempt("/again", attempt);
        let list = self.list.map(|(list, index)| (seed(list), index));
        Self { own: seed(self.own), bearer: seed(self.bearer), list, ..*self }
    }

    /// Who it is, or whose.
    pub(in crate::schema) fn person(&self) -> Person {
        Person::of(self.bearer, self.locale)
    }

    /// Which company it is, or whose.
    pub(in crate::schema) fn company(&self) -> Company {
        Company::of(self.bearer, self.locale)
    }

    /// Which file it is.
    pub(in crate::schema) fn file(&self) -> File {
        File::of(self.own, self.later)
    }

    /// When it is in that stage of its life, in milliseconds since 1970.
    pub(in crate::schema) fn millis(&self, stage: Stage) -> i64 {
        stage.millis(self.own) + self.later.millis()
    }

    /// Where it is.
    pub(in crate::schema) fn place(&self) -> Place {
        Place::of(self.bearer, self.locale)
    }
}
