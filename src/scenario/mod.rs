//! Scenarios: files beside the document that change what it answers. From their text to rules that are bound to a contract, and from a
//! call to what the rules say of it.
//!
//! ```text
//! text ─read─▶ format::Scenario ─bind─▶ Rules ─choose(Asked, Visit)─▶ Verdict { answer, delay, fault }
//!                                                    │
//!                                        Session (counts, states, settings) of the Ledger
//! ```
//! It knows contracts and calls, no sockets, and no clock: a [`Visit`] says when a call comes. Invariants: whatever a rule names was
//! looked up when it was bound; a value that a call lacks makes a condition false, never an error; every lock is held for one draw.

mod asked;
mod bind;
mod choose;
mod condition;
pub mod derive;
mod effect;
mod expression;
pub mod format;
mod language;
mod ledger;
mod list;
mod now;
mod pace;
mod pattern;
mod publish;
mod rate;
mod read;
mod rule;
mod selector;
mod sieve;
mod strike;
mod template;

pub use asked::Asked;
pub use bind::{Bound, LastGood, load};
pub use choose::{Question, Struck, Verdict, Visit};
pub use condition::Condition;
pub use effect::{BodyFile, Change, Effect, MOST_ITEMS, Path, Redirect, Step};
pub use expression::{Beside, Data, Expression, ExpressionError, Scope, Sizing};
pub use language::{Mention, Reader, RowFormula};
pub use ledger::{Full, Ledger, LedgerOptions, Opened, Session, SessionView};
pub use list::{Also, Amount, List, One, Parameter, ProjectionBy, Refused, Says, SortBy, Source, Wanted, Where};
pub use now::{NotATime, Now};
pub use pace::{Chunks, Pace};
pub use pattern::PathGlob;
pub use publish::schema;
pub use rate::{Rate, Taken};
pub use read::{Content, recognise};
pub use rule::{Aspects, Rule, RuleKey, Rules, ScenarioInfo};
pub use selector::Selector;
pub use strike::{Drawn, Missed, State, Strike, Window};
pub use template::{Blueprint, ROW_MARK, ROWS_MARK, Template, is_omitted};
