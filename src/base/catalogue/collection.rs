//! What is wrong with collections of scenarios, and with what shows them.

use super::{Entry, entry};

pub(super) const COLLECTION: &[Entry] = &[
    entry(
        "scenario-collection",
        "a collection whose rows cannot be made as it says",
        "the file is left out",
        "correct what is pointed at",
    ),
    entry(
        "scenario-collection-unknown",
        "a name that no collection of any scenario has",
        "the file is left out",
        "write the name of a collection, or define it under `collections`",
    ),
    entry(
        "scenario-list",
        "a list or an item that does not fit its collection or its reply",
        "the file is left out",
        "correct what is pointed at",
    ),
];
