//! `standin schema`: the JSON Schema of scenario files, for the documents that are loaded.

use super::args::SchemaArgs;
use super::exit::{CliError, Exit};
use super::{load, report, settings};
use crate::scenario;

pub(super) fn schema(args: &SchemaArgs) -> Result<Exit, CliError> {
    let world = load::documents(settings::sources(&args.paths)?, settings::limits(&args.load))?.world;
    report::print(&scenario::schema(&world.contract).to_string())?;
    Ok(Exit::Well)
}
