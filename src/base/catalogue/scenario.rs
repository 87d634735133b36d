//! What is wrong with scenario files.

use super::{Entry, entry};

pub(super) const SCENARIO: &[Entry] = &[
    entry(
        "scenario-unreadable",
        "a scenario file that cannot be read, or is neither YAML nor JSON",
        "left out",
        "correct the text where it is pointed at",
    ),
    entry(
        "scenario-version-missing",
        "a file among the scenarios that does not say `standin: 1`",
        "left out; only a warning where nobody named it",
        "write `standin: 1` in its first line, or keep it elsewhere",
    ),
    entry(
        "scenario-key-unknown",
        "a key that the scenario format does not have",
        "the file is left out",
        "correct the key; `standin schema` makes editors complete them",
    ),
    entry(
        "scenario-key-missing",
        "something in a scenario without a key that it needs",
        "the file is left out",
        "add the key",
    ),
    entry(
        "scenario-value",
        "a value in a scenario that is not what is due there",
        "the file is left out",
        "write what is due",
    ),
    entry(
        "scenario-contradiction",
        "parts of a scenario that exclude each other",
        "the file is left out; only a warning where it is harmless",
        "keep one of them",
    ),
    entry(
        "scenario-body-text",
        "JSON inside of a text as a scenario's body",
        "sent as the text that it is",
        "write the body as YAML, without quotes around the whole",
    ),
    entry("scenario-empty", "a scenario without rules, limits, lists and collections", "nothing", "add `rules`"),
];
