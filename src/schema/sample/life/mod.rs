//! What the parts of one thing agree on: who it is ([`Person`], [`Company`]), where ([`Place`]), when ([`Stage`]), and what is
//! written in it ([`Prose`]). Everything is computed from the seed of the thing each time it is asked for, so that no member
//! depends on whether another one is there. Schemas are not read here.

mod character;
mod city;
mod company;
mod country;
mod file;
mod locale;
mod moment;
mod person;
mod place;
mod prose;
mod speech;
mod sum;
mod title;
mod tongue;
mod trade;

pub use locale::{Locale, UnknownLocale};

pub(in crate::schema) use character::{Character, Noun};
pub(in crate::schema) use company::Company;
pub(in crate::schema) use file::File;
pub(in crate::schema) use moment::{Layout, Stage};
pub(in crate::schema) use person::Person;
pub(in crate::schema) use place::Place;
pub(in crate::schema) use prose::{Prose, write};
pub(in crate::schema) use sum::{Bill, Quota, ends};
pub(in crate::schema) use title::title;
pub(in crate::schema) use trade::{department, job, product};
