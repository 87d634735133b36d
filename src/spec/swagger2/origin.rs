//! The marks that keep positions known: which node of the document an object was made from.

use serde_json::Value;

use super::Map;
use crate::base::{FileId, MOVED_FROM as AT, MOVED_FROM_FILE as FILE, Place};

/// Beside an `example`: the escaped JSON pointer of its value, in the file of the object that the `example` belongs to.
pub const EXAMPLE_AT: &str = "x-standin-example-at";

/// Whether `member` belongs to this program and so cannot be the author's.
pub(super) fn is_mark(member: &str) -> bool {
    member.starts_with("x-standin-")
}

/// An object made from `at` inside a piece of the file `home`: nothing but its mark.
pub(super) fn made_from(at: &Place, home: FileId) -> Map {
    let mut object = Map::new();
    object.insert(AT.to_owned(), Value::from(at.pointer.as_str()));
    if at.file != home {
        object.insert(FILE.to_owned(), Value::from(at.file.0));
    }
    object
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Pointer;
    use serde_json::json;

    #[test]
    fn a_mark_names_its_file_only_where_it_must() {
        let at = Place::new(FileId(2), Pointer::root().join("a/b"));
        assert_eq!(Value::from(made_from(&at, FileId(2))), json!({ "x-standin-at": "/a~1b" }));
        assert_eq!(Value::from(made_from(&at, FileId(0))), json!({ "x-standin-at": "/a~1b", "x-standin-file": 2 }));
    }
}
