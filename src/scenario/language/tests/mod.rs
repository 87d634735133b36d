//! What expressions and templates say of calls, what is said of those that are wrong, and what hostile ones come to.

pub(in crate::scenario) mod beside;
mod hostile;
mod javascript;
mod rows;
mod table;
mod typed;
mod wrong;

use serde_json::{Map, Value, json};

use crate::base::Seed;
use crate::contract::Call;
use crate::scenario::Asked;
use crate::scenario::expression::Scope;
use crate::scenario::ledger::Session;
use crate::scenario::rate::Taken;
use crate::schema::Locale;

/// What stands around a template in a test.
pub(in crate::scenario) struct Setting {
    pub(in crate::scenario) call: Call,
    pub(in crate::scenario) settings: Map<String, Value>,
    pub(in crate::scenario) seed: Seed,
    pub(in crate::scenario) hit: u64,
}

impl Setting {
    /// A call that says something of everything.
    pub(in crate::scenario) fn usual() -> Self {
        let target = "/api/v1/dm/7%20a?count=150&q=%22%7D%2C%7B%22admin%22%3A%22&tag=a&tag=b&flag=true&price=1.50";
        let mut call = Call::new(http::Method::POST, target);
        for (name, value) in [
            ("content-type", "application/json"),
            ("x-auth-token", "t0k"),
            ("cookie", "sid=abc; theme=dark"),
            ("accept", "text/html"),
            ("accept", "text/plain"),
        ] {
            let (name, value) = (http::HeaderName::from_static(name), http::HeaderValue::from_static(value));
            call.headers.append(name, value);
        }
        let body = json!({
            "user": { "name": "Zoë \"Z\"", "age": 41, "tags": ["x", "y", "z"] },
            "items": [{ "id": 3, "price": 2.5, "ok": true }, { "id": 1, "price": 4, "ok": false }, { "id": 2, "price": 1, "ok": true }],
            "z": null, "a": 1, "big": 18_446_744_073_709_551_615_u64, "when": "2023-11-01T23:20:57.357Z"
        });
        call.body = body.to_string().into();
        call.peer = "10.0.0.7".parse().ok();
        let settings = json!({ "strict": true, "limits": { "dm": 3 }, "name": "lift" });
        let Value::Object(settings) = settings else { unreachable!() };
        Self { call, settings, seed: Seed::new(7), hit: 2 }
    }

    /// Does something with the scope of it.
    pub(in crate::scenario) fn scope<T>(&self, work: impl FnOnce(&Scope<'_>) -> T) -> T {
        let asked = Asked::nowhere(&self.call);
        let session = Session::alone(&[]);
        let taken = Taken {
            is_allowed: false,
            limit: 10,
            remaining: 0,
            reset: std::time::Duration::from_millis(4_200),
            retry_after: std::time::Duration::from_millis(999),
        };
        work(&Scope {
            asked: &asked,
            settings: &self.settings,
            session: &session,
            hit: self.hit,
            rate: Some(&taken),
            seed: self.seed,
            locale: Locale::En,
            clock: "2026-11-21T17:39:23.12Z".parse().unwrap(),
            beside: crate::scenario::Beside::default(),
        })
    }
}
