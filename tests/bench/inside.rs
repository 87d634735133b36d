//! The steps of an answer in this process, one by one: where the time goes.

use std::fmt::Write;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use http::Method;
use standin::base::Seed;
use standin::contract::{Call, Contract};
use standin::respond::{AnswerOptions, World, answer};
use standin::schema::{Sampler, Side, Variety};
use standin::spec::{self, Limits, Source};

use crate::load::Target;
use crate::whole::median;
use crate::{DOCUMENT, Effort, GENERATED, STATIC};

/// A table of Markdown.
pub fn table(effort: Effort) -> String {
    let (fixed, dynamic) = (world(false), world(true));
    let schemas = dynamic.contract.schemas();
    let operation = dynamic.contract.named("listMembers").unwrap();
    let schema = operation.promises[0].content[0].schema.unwrap();
    let sample = |number| {
        Sampler::new(schemas).sample(schema, Seed::new(1).nth(number), Side::Response, Variety::Generated).value
    };
    let value = sample(0);
    let get = |path: &str| Call::new(Method::GET, path);
    let rows = [
        ("load and compile the document", of(effort, |_| world(true))),
        ("`answer`, a documented example", of(effort, |_| answer(&fixed, &get(STATIC)))),
        ("`answer`, generated, the same URL", of(effort, |_| answer(&dynamic, &get(GENERATED)))),
        (
            "`answer`, generated, another URL each time",
            of(effort, |number| answer(&dynamic, &get(&Target::Fresh.path(0, number)))),
        ),
        ("`Sampler::sample` alone", of(effort, sample)),
        ("`Schemas::holds` alone", of(effort, |_| schemas.holds(schema, Side::Response, &value))),
        ("serialisation alone", of(effort, |_| value.to_string())),
    ];
    let mut table = String::from("| step | µs |\n|---|---:|\n");
    for (name, time) in rows {
        writeln!(table, "| {name} | {:.1} |", time * 1e6).unwrap();
    }
    table
}

fn world(dynamic: bool) -> World {
    let document = Source::Path(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(DOCUMENT));
    let mut loaded = spec::load(&[document], &Limits::default()).unwrap();
    let contract = Contract::compile(&loaded.documents, loaded.schemas, &mut loaded.defects);
    World::new(contract, AnswerOptions { dynamic, ..AnswerOptions::default() })
}

/// Seconds for one run: the median of batches that are shorter than what the system gives a thread at a time, so that in most of
/// them nobody else ran.
fn of<T>(effort: Effort, mut run: impl FnMut(u64) -> T) -> f64 {
    const BATCH: Duration = Duration::from_micros(500);
    let (begun, mut number, mut batches) = (Instant::now(), 0, Vec::new());
    while begun.elapsed() < effort.row {
        let (start, first) = (Instant::now(), number);
        while start.elapsed() < BATCH {
            black_box(run(number));
            number += 1;
        }
        batches.push(start.elapsed().as_secs_f64() / (number - first) as f64);
    }
    median(batches.into_iter()).unwrap_or_default()
}
