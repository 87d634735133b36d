//! What every room above needs and what knows nothing of them: positions, defects, seeds, media types, statuses, suggestions.

mod catalogue;
mod defect;
mod media;
mod pointer;
mod secret;
mod seed;
mod status;
mod suggest;
mod value;

pub use catalogue::Entry;
pub use defect::{Defect, Defects, Severity};
pub use media::MediaType;
pub use pointer::{FileId, MOVED_FROM, MOVED_FROM_FILE, Place, Pointer};
pub use secret::is_secret;
pub use seed::Seed;
pub use status::StatusPattern;
pub use suggest::nearest;
pub use value::{descend, descend_mut, kind, merge_patch, plain_text};
