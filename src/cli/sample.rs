//! `standin sample`: generated bodies of an operation, one a line.

use super::args::SampleArgs;
use super::exit::{CliError, Exit};
use super::{load, report, settings};
use crate::base::nearest;
use crate::contract::Operation;
use crate::schema::{Later, Sampler, Shapes, Side, Variety};

pub(super) fn sample(args: &SampleArgs) -> Result<Exit, CliError> {
    let world = load::documents(settings::sources(&args.paths)?, settings::limits(&args.load))?.world;
    let Some(operation) = world.contract.named(&args.operation) else {
        let near =
            nearest(&args.operation, world.contract.operations().iter().map(|operation| operation.name.as_str()));
        let hint = near
            .map(|near| format!("did you mean `{near}`?"))
            .or_else(|| Some("`standin routes` lists them".to_owned()));
        return Err(CliError::usage(format!("there is no operation `{}`", args.operation), hint));
    };
    let Some(schema) = schema(operation, args.status) else {
        let statuses: Vec<String> = operation.promises.iter().map(|promise| promise.status.to_string()).collect();
        let hint = format!("documented: {}", statuses.join(", "));
        return Err(CliError::usage(
            format!("`{}` documents no body with a schema for that status", operation.name),
            Some(hint),
        ));
    };
    let (seed, drawn) = settings::seed(&args.seed);
    if let Some(drawn) = drawn {
        report::say(&format!("seed: {drawn}"));
    }
    let clock = jiff::Timestamp::now();
    let today = args.now.unwrap_or_default().today(clock, clock);
    let schemas = world.contract.schemas();
    let shapes = Shapes::learn(schemas, world.contract.examples());
    let sampler = Sampler::new(schemas).speaking(args.locale).shaped(&shapes).dated(Later::of(today));
    for index in 0..args.count {
        let sampled =
            sampler.sample(schema, seed.child(&operation.name).nth(index), Side::Response, Variety::Generated);
        report::print(&sampled.value.to_string())?;
    }
    Ok(Exit::Well)
}

fn schema(operation: &Operation, status: Option<u16>) -> Option<crate::schema::SchemaId> {
    let promises = operation.promises.iter();
    let promise = match status {
        Some(status) => {
            promises.filter(|promise| promise.status.covers(status)).min_by_key(|promise| promise.status)?
        }
        None => promises
            .clone()
            .filter(|promise| promise.status.is_success())
            .min_by_key(|promise| promise.status)
            .or(operation.promises.first())?,
    };
    promise.content.iter().find_map(|content| content.schema)
}
