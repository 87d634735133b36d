//! Collections: lists of any length, of which a row is made when somebody looks at it.
//!
//! ```text
//! Definition ─open(partition, size, seed, end)─▶ Rows ─read(Reading)─▶ Page { rows, total, more }
//!                                                 │
//!                                            Indexes (filters and orders that were asked for, bounded)
//! ```
//! It knows values and schemas, no calls and no documents. Row *i* is a function of the seed, the collection, the partition and *i*; any
//! member of it can be made alone. Invariants: pages that follow each other are the list, no row twice and none missing; totals are exact;
//! what would cost more than its budget is refused, never served late or wrong.

mod datum;
mod definition;
mod file;
mod filter;
mod key;
mod made;
mod mix;
mod opens;
mod page;
mod reading;
mod rows;
mod sort;
mod timeline;

pub use definition::{
    Collections, Definition, Field, Formula, Group, Key, Make, Opening, Origin, PartitionBy, Scenes, Script,
    Standpoint, Take, Time,
};
pub use file::{FileFault, Format, open as open_file};
pub use filter::{Dialect, FieldTest, Filter, FilterError, Projection};
pub use key::KeyShape;
pub use opens::Opens;
pub use page::Page;
pub use reading::{Aside, Budget, IndexInfo, Indexes, Reading, ReadingError, Skip, read};
pub use rows::{MOST_ROWS, Rows};
pub use sort::{Order, Sort, SortKey};
pub use timeline::{Moments, Span, Timeline};
