//! What every room above needs and what knows nothing of them: positions, defects, seeds, media types, statuses, suggestions.

mod catalogue;
mod defect;
mod kind;
mod media;
mod pointer;
mod seed;
mod status;
mod suggest;

pub use catalogue::Entry;
pub use defect::{Defect, Defects, Severity};
pub use kind::kind;
pub use media::MediaType;
pub use pointer::{FileId, MOVED_FROM, MOVED_FROM_FILE, Place, Pointer};
pub use seed::Seed;
pub use status::StatusPattern;
pub use suggest::nearest;
