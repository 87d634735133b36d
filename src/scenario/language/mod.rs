//! The language of `if:` and `{{ … }}`: from a text to a tree that was looked through, and from a tree and a scope to a value.
//!
//! ```text
//! text ─minijinja's parser─▶ its tree ─compile─▶ tree ─run(Scope, Cost)─▶ value ─exchange─▶ JSON or text
//! ```
//! Syntax, values and most filters are minijinja's; the walk through the tree is ours, because a scope is borrowed and read only where it
//! is looked at, because what a text may cost has to be counted in steps *and* bytes (`a ~ a`, forty times over, is few instructions), and
//! because a name that nobody knows has to be told when it is read. Invariant: whatever a text says and a client sends, a run ends
//! within its [`Cost`](cost::Cost), and no step of it has an effect.

mod aside;
mod compile;
mod cost;
mod date;
mod ecmascript;
mod exchange;
mod filter;
mod formula;
mod function;
mod lookup;
mod moment;
mod names;
mod operate;
mod root;
mod run;
mod scope;
mod source;
#[cfg(test)]
pub(super) mod tests;
mod tree;

pub(super) use compile::{compile_expression, compile_template};
pub(super) use cost::Cost;
pub use formula::RowFormula;
pub(super) use root::Root;
pub use root::{Mention, Reader};
pub(super) use run::Run;
pub(super) use tree::{Expr, Program, Stmt};
