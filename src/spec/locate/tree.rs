//! Turns the steps of many pointers into one tree, so that a single walk through a document follows all of them. It knows nothing of
//! documents. Invariant: node 0 is the root, and a parent's number is smaller than its children's.

use std::collections::BTreeMap;

/// The number of the node that no step leads to.
pub(super) const ROOT: usize = 0;

/// The nodes that are looked for, with all that lie on the way to them.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    parent: usize,
    level: usize,
    children: BTreeMap<String, usize>,
}

impl Default for Tree {
    fn default() -> Self {
        Self { nodes: vec![Node::default()] }
    }
}

impl Tree {
    /// The number of the node that `steps` lead to, which from now on is looked for.
    pub(super) fn insert(&mut self, steps: &[String]) -> usize {
        let mut at = ROOT;
        for step in steps {
            let next = self.nodes.len();
            let Some(node) = self.nodes.get_mut(at) else {
                break;
            };
            let level = node.level + 1;
            // Not `entry`: most steps are there already, and it wants a string of its own.
            if let Some(&child) = node.children.get(step) {
                at = child;
            } else {
                node.children.insert(step.clone(), next);
                self.nodes.push(Node { parent: at, level, children: BTreeMap::new() });
                at = next;
            }
        }
        at
    }

    /// The member `step` of `node`.
    pub(super) fn member(&self, node: usize, step: &str) -> Option<usize> {
        self.nodes.get(node)?.children.get(step).copied()
    }

    /// The element `index` of `node`.
    pub(super) fn element(&self, node: usize, index: usize) -> Option<usize> {
        let children = &self.nodes.get(node)?.children;
        if children.is_empty() { None } else { children.get(&index.to_string()).copied() }
    }

    /// How many steps `node` is from the root.
    pub(super) fn level(&self, node: usize) -> usize {
        self.nodes.get(node).map_or(0, |node| node.level)
    }

    /// The parent of every node, by number; the root is its own.
    pub(super) fn parents(&self) -> impl ExactSizeIterator<Item = usize> + '_ {
        self.nodes.iter().map(|node| node.parent)
    }
}
