//! What is wrong with what the rules of scenarios answer.

use super::{Entry, entry};

pub(super) const EFFECT: &[Entry] = &[
    entry(
        "scenario-status-undocumented",
        "a status that the operation of a rule does not document",
        "sent, with the rule's body or the name of the status",
        "document it, or say that it is meant: `allow: [undocumented-status]`",
    ),
    entry(
        "scenario-example-unknown",
        "an example that no operation of a rule has",
        "the file is left out",
        "write the name of a documented example, or a `body`",
    ),
    entry(
        "scenario-body-invalid",
        "a body of a rule that breaks the schema of its reply",
        "the file is left out",
        "correct the body, or say that it is meant: `allow: [invalid-body]`",
    ),
    entry(
        "scenario-file-missing",
        "a body file that cannot be read",
        "the file is left out",
        "name it as seen from the folder of the scenario",
    ),
    entry(
        "scenario-file-outside",
        "a body file outside the folder of its scenario",
        "not read; the file is left out",
        "keep body files beside the scenario, or in folders below it",
    ),
    entry(
        "scenario-template",
        "a template that cannot be read, or names what no call has",
        "the file is left out",
        "correct what stands between `{{` and `}}`",
    ),
    entry(
        "scenario-property-unknown",
        "a part of a body that no documented reply has",
        "the file is left out; only a warning where the schema is open",
        "correct the JSON Pointer",
    ),
    entry(
        "scenario-header-invalid",
        "a header, cookie or media type that HTTP cannot write",
        "the file is left out",
        "correct its name or its value",
    ),
];
