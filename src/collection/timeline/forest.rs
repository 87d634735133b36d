//! How a whole is shared out among scenes: halved again and again, the more unevenly the fewer scenes are left.
//!
//! Scenes are covered by perfect binary trees, the largest first, as the bits of their count say; in each, a node gives its left half a share
//! that is hashed from where the halves meet. That makes quiet weeks, busy days and bursts within them (a multiplicative cascade).
//! Invariant: shares of all scenes add up to the whole exactly.

use crate::base::Seed;
use crate::collection::mix::{Mixer, part};

/// Up to 2 to the power of this many scenes, halves are as uneven as they get.
const BURST: u32 = 5;
/// How uneven the most uneven halves are: the smaller has a hundredth at least.
const UNEVEN: f64 = 0.98;
const HALF: u64 = 1 << 63;
/// What tells these hashes from others under the same seed.
const PURPOSE: u64 = 0x7469_6d65;

/// A whole, and whom it is shared among.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Forest {
    mixer: Mixer,
    scenes: u64,
    /// By the height of a node, how far a share may be from half, in 2^64ths.
    uneven: Vec<u64>,
    /// By height; of those that are there.
    trees: Vec<Option<Node>>,
}

/// Some scenes in turn, and what they share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Node {
    /// The first of them; there are 2 to the power of `height`.
    pub(super) first: u64,
    pub(super) height: u32,
    /// What all scenes before them have.
    pub(super) before: u64,
    pub(super) share: u64,
}

impl Forest {
    /// Shares `whole` among so many scenes, 2^62 at most; `bursts` from 0, evenly, to 1.
    pub(super) fn new(seed: Seed, scenes: u64, whole: u64, bursts: f64) -> Self {
        let bursts = if bursts.is_finite() { bursts.clamp(0.0, 1.0) } else { 0.0 };
        let uneven = (0..=64).map(|height| spread(bursts, height)).collect();
        let mut forest = Self { mixer: Mixer::new(seed, PURPOSE), scenes, uneven, trees: vec![None; 64] };
        let (mut first, mut before) = (0, 0);
        for height in (0..64_u32).rev().filter(|height| scenes & (1 << height) != 0) {
            let (size, left) = (1_u64 << height, scenes - first);
            let share = match left - size {
                0 => whole - before,
                rest => part(whole - before, forest.share(first + size, even_share(size, rest), height + 1)),
            };
            if let Some(tree) = forest.trees.get_mut(height as usize) {
                *tree = Some(Node { first, height, before, share });
            }
            (first, before) = (first + size, before + share);
        }
        forest
    }

    /// The tree that a scene is in.
    pub(super) fn tree(&self, scene: u64) -> Option<Node> {
        // The highest bit in which a scene differs from their count is the tree's.
        let height = (scene < self.scenes).then(|| (scene ^ self.scenes).ilog2())?;
        self.trees.get(height as usize).copied().flatten()
    }

    /// The trees, from the first scene on.
    pub(super) fn trees(&self) -> impl Iterator<Item = Node> {
        self.trees.iter().rev().copied().flatten()
    }

    /// A scene as a node of its own, or the node of that height around it.
    pub(super) fn node(&self, scene: u64, height: u32) -> Option<Node> {
        let mut node = self.tree(scene)?;
        while node.height > height {
            let [left, right] = self.halves(node);
            node = if scene < right.first { left } else { right };
        }
        Some(node)
    }

    /// Both halves of a node that has two.
    pub(super) fn halves(&self, node: Node) -> [Node; 2] {
        let height = node.height.saturating_sub(1);
        let middle = node.first + (1 << height);
        let share = part(node.share, self.share(middle, HALF, node.height));
        [
            Node { height, share, ..node },
            Node { first: middle, height, before: node.before + share, share: node.share - share },
        ]
    }

    /// What the scenes before `middle` get of what they share with those behind, in 2^64ths; `even` if all got the same.
    fn share(&self, middle: u64, even: u64, height: u32) -> u64 {
        let spread = self.uneven.get(height as usize).copied().unwrap_or_default();
        // Both halves of what may be given away: as far to one side as to the other, and never beyond the smaller share.
        let spread = if even == HALF { spread } else { part(spread, even.min(0_u64.wrapping_sub(even)) << 1) };
        even - spread + part(spread << 1, self.mixer.at(middle))
    }
}

/// How far a share may be from half, in 2^64ths: less than 2^63.
fn spread(bursts: f64, height: u32) -> u64 {
    let damped = f64::from(BURST) / f64::from(height.max(BURST));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "0 to 2^63"
    )]
    let spread = (bursts * UNEVEN * damped * HALF as f64) as u64;
    spread
}

/// The share of `size` scenes beside `rest` others, fewer than they, in 2^64ths.
fn even_share(size: u64, rest: u64) -> u64 {
    let share = (u128::from(size) << 64) / (u128::from(size) + u128::from(rest));
    u64::try_from(share).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up() {
        for scenes in [0, 1, 2, 3, 5, 7, 8, 100, 1023, 1025] {
            for bursts in [0.0, 0.6, 1.0, f64::NAN, 7.0] {
                let forest = Forest::new(Seed::new(scenes), scenes, 1_000_003, bursts);
                let mut before = 0;
                for scene in 0..scenes {
                    let node = forest.node(scene, 0).unwrap();
                    assert_eq!((node.first, node.height, node.before), (scene, 0, before), "{scenes} {bursts}");
                    before += node.share;
                }
                assert_eq!(before, if scenes == 0 { 0 } else { 1_000_003 }, "{scenes} {bursts}");
                assert_eq!(forest.node(scenes, 0), None);
            }
        }
    }

    #[test]
    fn without_bursts_all_get_the_same() {
        for scenes in [1_u64, 3, 7, 96, 1000] {
            let forest = Forest::new(Seed::new(1), scenes, scenes << 20, 0.0);
            for scene in 0..scenes {
                let share = forest.node(scene, 0).unwrap().share;
                assert!(share.abs_diff(1 << 20) <= 64, "{scenes}: {scene} has {share}");
            }
        }
    }
}
