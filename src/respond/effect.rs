//! What a rule does to an answer.

use super::fill::Occasion;
use super::reply::Reply;
use super::trace::Trace;
use crate::contract::Call;
use crate::scenario::{Effect, Scope, Struck};

/// The reply that a rule asks for, where its operation is known.
pub(super) fn reply(occasion: &Occasion<'_>, struck: &Struck<'_>, scope: &Scope<'_>, trace: &mut Trace) -> Reply {
    let _ = (struck, scope);
    super::choose(occasion, trace)
}

/// The same for a call that leads to no operation: `usual` is the answer that it has without the rule.
pub(super) fn over(usual: Reply, call: &Call, struck: &Struck<'_>, scope: &Scope<'_>, trace: &mut Trace) -> Reply {
    let _ = (call, struck, scope, trace);
    usual
}

/// Lays an effect's headers (and nothing else of it) on a reply.
pub(super) fn headers(reply: &mut Reply, effect: &Effect, scope: &Scope<'_>, trace: &mut Trace) {
    let _ = (reply, effect, scope, trace);
}
