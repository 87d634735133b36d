//! Real documents that lie beside the repository on the founders' machines: each loads, and each operation answers with a documented
//! status and a body that fits. Other documents of the same kinds are tried with the checkers there.

use std::path::{Path, PathBuf};

use standin::base::Defects;
use standin::contract::{Call, Contract};
use standin::respond::{AnswerOptions, Validation, World, address, answer};
use standin::schema::Side;
use standin::spec::{self, Limits, Source};

use crate::support::shared;

#[test]
fn every_operation_of_every_document_is_answered_within_its_contract() {
    let documents = match shared("corpus/docs") {
        Some(folder) => entries(&folder),
        None => vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("spec/rocketchat-dm.json")],
    };
    let mut faults = Vec::new();
    std::thread::scope(|scope| {
        let workers: Vec<_> = documents.iter().map(|path| scope.spawn(|| faults_of(path))).collect();
        for worker in workers {
            faults.extend(worker.join().unwrap());
        }
    });
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn faults_of(path: &Path) -> Vec<String> {
    let name = path.display();
    let loaded = match spec::load(&[Source::Path(path.to_path_buf())], &Limits::default()) {
        Ok(loaded) => loaded,
        Err(error) => return vec![format!("{name}: {error}")],
    };
    let contract = Contract::compile(&loaded.documents, loaded.schemas, &mut Defects::default());
    // What a good request looks like is the other checkers' business; here every operation is to be reached.
    let options = AnswerOptions { validation: Validation::Off, ..AnswerOptions::default() };
    let world = World::new(contract, options);
    let mut faults = Vec::new();
    for operation in world.contract.operations() {
        let target = address(&world, operation);
        let plan = answer(&world, &Call::new(operation.method.clone(), &target));
        let status = plan.reply.status.as_u16();
        let mut fault = |what: String| faults.push(format!("{name}: {} {target}: {what}", operation.method));
        // Of several variants of one address the one that the call fits answers.
        let answering =
            plan.trace.operation.as_deref().and_then(|name| world.contract.named(name)).unwrap_or(operation);
        let Some(promise) = answering.promises.iter().find(|promise| promise.status.covers(status)) else {
            fault(format!("status {status} is not documented"));
            continue;
        };
        let media = plan.reply.headers.get("content-type").and_then(|media| media.to_str().ok()).unwrap_or_default();
        let content = promise.content.iter().find(|content| content.media_type.as_str() == media);
        if let Some(schema) = content.and_then(|content| content.schema.filter(|_| content.media_type.is_json())) {
            let body = serde_json::from_slice(&plan.reply.body.bytes()).unwrap_or_default();
            let mismatches = world.contract.schemas().mismatches(schema, Side::Response, &body);
            if let Some(first) = mismatches.first() {
                fault(format!("{} {}", first.at, first.message));
            }
        }
    }
    faults
}

/// The documents that the catalogue of the collection names.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let catalogue = std::fs::read_to_string(folder.join("../catalogue.json")).unwrap();
    let catalogue: serde_json::Value = serde_json::from_str(&catalogue).unwrap();
    let rows = catalogue.as_array().cloned().or_else(|| catalogue.get("documents")?.as_array().cloned()).unwrap();
    rows.iter().map(|row| folder.join(row["entry"].as_str().unwrap())).collect()
}
