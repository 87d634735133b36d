//! `standin schema`: the JSON Schema of scenario files, for the documents that are loaded.

use super::args::SchemaArgs;
use super::exit::{CliError, Exit};
use super::{load, report, settings};
use crate::scenario;

pub(super) fn schema(args: &SchemaArgs) -> Result<Exit, CliError> {
    let ready = load::ready(&settings::sources(&args.paths)?, &settings::limits(&args.load))?;
    report::print(&scenario::schema(&ready.contract).to_string())?;
    Ok(Exit::Well)
}
