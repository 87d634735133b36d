//! Work in pieces, on all cores: numbered pieces are taken one after the other by threads that live no longer than the work.
//!
//! It knows no rows. Invariant: each piece is done once, and all are done on return.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Does the pieces `0..pieces` on up to so many threads, this one among them.
pub(super) fn share(threads: usize, pieces: usize, work: &(dyn Fn(usize) + Sync)) {
    let next = AtomicUsize::new(0);
    let take = || {
        loop {
            let piece = next.fetch_add(1, Ordering::Relaxed);
            if piece >= pieces {
                return;
            }
            work(piece);
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads.min(pieces) {
            scope.spawn(take);
        }
        take();
    });
}
