//! What rules cannot do without: names in the query, headers, cookies. They are looked for once for each call, so that a rule for other calls
//! costs the comparison of two numbers.
//!
//! Invariant: a rule that the sieve holds back would not strike either if it were asked.

use http::HeaderName;

use super::asked::Asked;

/// The most names that are looked for; rules that need further ones are asked always.
const MOST: usize = u128::BITS as usize;

/// A name that has to be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Demand {
    /// In the query.
    Query(String),
    /// Among the headers.
    Header(HeaderName),
    /// Among the cookies.
    Cookie(String),
}

impl Demand {
    fn is_met(&self, asked: &Asked<'_>) -> bool {
        match self {
            Self::Query(name) => asked.call.query.is_some() && asked.query().iter().any(|(found, _)| found == name),
            Self::Header(name) => asked.call.headers.contains_key(name),
            Self::Cookie(name) => {
                asked.call.headers.contains_key(http::header::COOKIE)
                    && asked.cookies().iter().any(|(found, _)| found == name)
            }
        }
    }
}

/// The names that the rules of one operation need.
#[derive(Debug, Default)]
pub(super) struct Sieve {
    demands: Vec<Demand>,
}

/// Names by their numbers in a sieve.
pub(super) type Names = u128;

impl Sieve {
    /// Takes up what a rule needs; its names.
    pub(super) fn admit(&mut self, demands: impl IntoIterator<Item = Demand>) -> Names {
        let mut names = 0;
        for demand in demands {
            let known = self.demands.iter().position(|known| *known == demand);
            let number = known.unwrap_or(self.demands.len());
            if number < MOST {
                if known.is_none() {
                    self.demands.push(demand);
                }
                names |= 1 << number;
            }
        }
        names
    }

    /// The names that a call has.
    pub(super) fn names(&self, asked: &Asked<'_>) -> Names {
        let met = self.demands.iter().enumerate().filter(|(_, demand)| demand.is_met(asked));
        met.fold(0, |names, (number, _)| names | 1 << number)
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderValue, Method};

    use super::*;
    use crate::contract::Call;

    #[test]
    fn what_a_call_has_is_seen_and_further_names_are_let_through() {
        let mut sieve = Sieve::default();
        let query = |number: usize| Demand::Query(format!("q{number}"));
        let header = || Demand::Header(HeaderName::from_static("x-a"));
        let first = sieve.admit([query(0), header()]);
        assert_eq!((first, sieve.admit([header(), query(0)])), (0b11, 0b11));
        assert_eq!(sieve.admit([Demand::Cookie("q0".to_owned())]), 0b100);
        for (target, cookie, expected) in [
            ("/?q0=1", None, 0b01),
            ("/?q1=q0", None, 0b00),
            ("/?q0", Some("a=1; q0=2"), 0b101),
            ("/", Some("q0"), 0b100),
        ] {
            let mut call = Call::new(Method::GET, target);
            if let Some(cookie) = cookie {
                call.headers.insert("cookie", HeaderValue::from_static(cookie));
            }
            assert_eq!(sieve.names(&Asked::nowhere(&call)), expected, "{target} {cookie:?}");
        }
        let last = (1..200).map(|number| sieve.admit([query(number)])).last();
        assert_eq!(last, Some(0), "there is no room for it");
    }
}
