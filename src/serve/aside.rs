//! Work that takes long on a thread that many connections share: they are handed to another one before it begins.
//!
//! It does no such work. Invariant: work is done at once and once, whatever it is called on; only where there is a worker to relieve is one.

use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::task::block_in_place;

/// Does work that takes long. Relieving a worker takes some microseconds, so what is quick is better done without.
pub(super) fn aside(work: &mut dyn FnMut()) {
    match Handle::try_current().map(|handle| handle.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => block_in_place(work),
        _ => work(),
    }
}
