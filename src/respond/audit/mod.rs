//! Looks at what a document promises before anybody asks for it: at examples that break their schemas, at schemas that no value
//! satisfies, at what is written where it means nothing. It reports, and changes nothing.

mod examples;
mod inside;
mod keywords;
mod mappings;
mod operations;
mod unsatisfiable;

use super::world::World;
use crate::base::Defects;
use crate::spec::Files;

/// Records what a start tells of: documented examples of parameters and replies that break their schemas, at the node that does.
pub fn audit(world: &World, defects: &mut Defects) {
    examples::of_replies(world, defects);
}

/// Records everything else too. It samples and checks all that is in use: for `check`, not for a start.
pub fn audit_closely(world: &World, files: &Files, defects: &mut Defects) {
    audit(world, defects);
    examples::of_requests(world, defects);
    inside::audit(world, files, defects);
    keywords::audit(world, files, defects);
    mappings::audit(world, defects);
    operations::audit(world, defects);
    unsatisfiable::audit(world, defects);
}
