//! What is wrong with which calls a scenario's rules are for, and when.

use super::{Entry, entry};

pub(super) const RULE: &[Entry] = &[
    entry(
        "scenario-name",
        "a name of a scenario that another one has, or that no header can hold",
        "the file is left out",
        "give it a `name` of its own, of letters, digits, `-`, `_` and `.`",
    ),
    entry(
        "scenario-elsewhere",
        "a scenario `for` a document that is not served",
        "passed over",
        "nothing, unless the title is misspelled",
    ),
    entry(
        "scenario-operation-unknown",
        "a rule for an operation, path or tag that the documents do not have",
        "the file is left out",
        "`standin routes` lists the operations",
    ),
    entry(
        "scenario-parameter-unknown",
        "a condition on a parameter that no operation of the rule has",
        "of a path, the file is left out; of a query, only a warning",
        "write the parameter as the document does",
    ),
    entry(
        "scenario-condition",
        "a pattern, pointer, path or expression that cannot be used",
        "the file is left out",
        "correct it",
    ),
    entry(
        "scenario-never",
        "conditions that no call can meet",
        "the file is left out",
        "correct the condition, or remove the rule",
    ),
    entry(
        "scenario-shadowed",
        "a rule behind another one that always decides first",
        "it never strikes",
        "make it more specific, put it first, or remove it",
    ),
];
