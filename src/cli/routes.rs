//! `standin routes`: the operations that would be served.

use serde_json::{Value, json};

use super::args::{FormatArg, RoutesArgs};
use super::exit::{CliError, Exit};
use super::{load, report, settings};
use crate::contract::Operation;

pub(super) fn routes(args: &RoutesArgs) -> Result<Exit, CliError> {
    let mut world = load::documents(settings::sources(&args.paths)?, settings::limits(&args.load))?.world;
    world.options.list_size = args.list_size;
    let operations = world.contract.operations();
    if args.format == FormatArg::Json {
        let list: Vec<Value> =
            world.contract.ids().map(|(id, operation)| row(operation, world.list_told(id).as_deref())).collect();
        report::print(&format!("{:#}", Value::Array(list)))?;
        return Ok(Exit::Well);
    }
    let width = operations.iter().map(|operation| operation.template.len()).max().unwrap_or_default().min(60);
    for (id, operation) in world.contract.ids() {
        report::print(&format!("{:<8}{:<width$}  {}", operation.method.as_str(), operation.template, operation.name))?;
        if let Some(told) = world.list_told(id) {
            report::print(&format!("{:<8}list: {told}", ""))?;
        }
    }
    Ok(Exit::Well)
}

fn row(operation: &Operation, list: Option<&str>) -> Value {
    json!({
        "method": operation.method.as_str(),
        "path": operation.template,
        "prefixes": operation.prefixes,
        "operation": operation.name,
        "summary": operation.summary,
        "tags": operation.tags,
        "statuses": operation.promises.iter().map(|promise| promise.status.to_string()).collect::<Vec<_>>(),
        "list": list,
        "left": operation.left,
    })
}
