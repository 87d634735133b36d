//! What must hold of every schema, tried on arbitrary ones: samples are valid by an engine that has never seen our normal form, merging
//! follows the laws of sets, and nothing moves a value but what speaks of it.
//!
//! `schemas` makes schemas of all keywords, most of them satisfiable; `around` makes schemas that are, since they grow around a value.

mod around;
mod laws;
mod samples;
mod schemas;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngSeed;
use serde_json::Value;
use standin::schema::{Dialect, Formats, Sampled, SchemaId, Schemas, Side, Variety};

const VARIETIES: [Variety; 2] = [Variety::Documented, Variety::Generated];

/// The same cases on every run; `PROPTEST_CASES` makes them more, or fewer.
fn config(cases: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(cases);
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..ProptestConfig::default() }
}

/// A schema as we read it.
struct Read {
    schemas: Arc<Schemas>,
    id: SchemaId,
    /// Whether it was read as it is written: what a repair makes of it is not what another engine reads.
    is_plain: bool,
}

impl Read {
    fn new(schema: &Value) -> Self {
        let (schemas, id, defects) =
            Schemas::of_json_schema(schema, Dialect::Draft202012, &BTreeMap::new(), Formats::Asserted);
        Self { schemas, id, is_plain: defects.is_empty() }
    }

    fn sample(&self, seed: u64, side: Side, variety: Variety) -> Sampled {
        standin::schema::Sampler::new(&self.schemas).sample(self.id, standin::base::Seed::new(seed), side, variety)
    }

    fn holds(&self, value: &Value) -> bool {
        self.schemas.holds(self.id, Side::Response, value)
    }
}

/// An engine of its own on the schema as it is written.
fn oracle(schema: &Value) -> jsonschema::Validator {
    let options = jsonschema::options().with_draft(jsonschema::Draft::Draft202012);
    options.should_validate_formats(true).build(schema).unwrap_or_else(|error| panic!("{error}: {schema}"))
}

/// The first of many findings, one a line.
fn told(findings: &[String]) -> String {
    findings.iter().take(12).fold(format!("{} in all\n", findings.len()), |mut text, finding| {
        let _ = writeln!(text, "  {finding}");
        text
    })
}
