//! One line for each call, for people or for machines.

use std::fmt;

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

use super::args::LogArg;
use crate::serve::CALL;

/// Sets the log up for the whole process; a second call changes nothing.
pub(super) fn init(format: LogArg, is_verbose: bool) {
    if format == LogArg::Off {
        return;
    }
    let lines = Lines { format, is_verbose };
    let builder =
        tracing_subscriber::fmt().with_max_level(Level::INFO).with_writer(anstream::stderr).event_format(lines);
    // Only a program that embeds this one may have set a log up before.
    let _ = builder.try_init();
}

struct Lines {
    format: LogArg,
    is_verbose: bool,
}

impl<S, N> FormatEvent<S, N> for Lines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, _: &FmtContext<'_, S, N>, mut writer: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let now = Timestamp::now();
        if self.format == LogArg::Json {
            let mut line = json!({ "time": now.to_string(), "level": event.metadata().level().as_str(), "target": event.metadata().target() });
            if let Value::Object(members) = &mut line {
                members.extend(fields.0);
            }
            return writeln!(writer, "{line}");
        }
        let time = now.strftime("%H:%M:%S");
        if event.metadata().target() != CALL {
            let level = event.metadata().level().as_str().to_ascii_lowercase();
            return writeln!(writer, "{time} {level}: {}", fields.text("message"));
        }
        write!(writer, "{time} {} {} -> {}", fields.text("method"), fields.text("path"), fields.text("status"))?;
        let media = fields.text("media");
        if !media.is_empty() {
            write!(writer, " {media}")?;
        }
        let steps = fields.text("steps");
        let ms = fields.0.get("ms").and_then(Value::as_f64).unwrap_or_default();
        write!(writer, " {} B {ms:.1} ms", fields.text("bytes"))?;
        let find = |kind: &str| steps.split("; ").find_map(|step| step.strip_prefix(kind));
        if let Some(fault) = find("fault: ") {
            write!(writer, ", {fault}")?;
        }
        // What is wrong with a call, or the rule that decides it, says more than what it got for that.
        let told = find("violation: ").or_else(|| find("rule: ")).or_else(|| find("body: "));
        writeln!(writer, "{}", told.map(|told| format!(" [{told}]")).unwrap_or_default())?;
        if self.is_verbose {
            for step in steps.split("; ").filter(|step| !step.is_empty()) {
                writeln!(writer, "         {step}")?;
            }
        }
        Ok(())
    }
}

/// The fields of an event as JSON.
#[derive(Default)]
struct Fields(Map<String, Value>);

impl Fields {
    fn text(&self, key: &str) -> String {
        match self.0.get(key) {
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        }
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}").into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.0.insert(field.name().to_owned(), value.into());
    }
}
