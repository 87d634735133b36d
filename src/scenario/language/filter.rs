//! Filters and tests: minijinja's, but for those whose result may be much larger than what they are given, and those that would fail for
//! what a call lacks. Invariant: a filter of nothing is nothing, unless it says what nothing is.

use std::sync::LazyLock;

use minijinja::value::{Kwargs, Value};
use minijinja::{Environment, State, UndefinedBehavior};

use super::cost::Cost;
use super::ecmascript;
use super::exchange::{is_list, is_nothing, look_through, print, printed, surface};
use super::function::Function;
use super::moment;
use super::operate::{Amount, compare, read_amount};
use super::tree::Comparison;
use crate::base::Seed;
use crate::scenario::expression::ExpressionError;
use crate::schema::{Later, Locale};

/// The filters that there are; `map` is the run's, since it calls others.
pub(super) const FILTERS: &[&str] = &[
    "abs",
    "base64",
    "bool",
    "capitalize",
    "count",
    "d",
    "date",
    "default",
    "dictsort",
    "ecma_int",
    "ecma_number",
    "first",
    "float",
    "fromjson",
    "groupby",
    "http",
    "int",
    "items",
    "join",
    "json",
    "keys",
    "last",
    "length",
    "lines",
    "list",
    "lower",
    "map",
    "matches",
    "max",
    "millis",
    "min",
    "ms",
    "plus",
    "reject",
    "rejectattr",
    "replace",
    "reverse",
    "round",
    "s",
    "select",
    "selectattr",
    "sha256",
    "sort",
    "split",
    "strftime",
    "string",
    "sum",
    "title",
    "tojson",
    "trim",
    "unique",
    "upper",
    "values",
];

/// The tests that there are.
pub(super) const TESTS: &[&str] = &[
    "boolean",
    "defined",
    "divisibleby",
    "endingwith",
    "eq",
    "equalto",
    "even",
    "false",
    "float",
    "ge",
    "greaterthan",
    "gt",
    "in",
    "integer",
    "iterable",
    "le",
    "lessthan",
    "lower",
    "lt",
    "mapping",
    "ne",
    "none",
    "number",
    "odd",
    "sequence",
    "startingwith",
    "string",
    "true",
    "undefined",
    "upper",
];

/// minijinja's filters and tests, for texts that are no markup.
static LIBRARY: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut library = Environment::new();
    library.set_undefined_behavior(UndefinedBehavior::Chainable);
    library
});

/// The library, opened when it is first needed.
#[derive(Default)]
pub(super) struct Library(Option<State<'static, 'static>>);

impl Library {
    fn state(&mut self) -> &mut State<'static, 'static> {
        self.0.get_or_insert_with(|| LIBRARY.empty_state())
    }
}

/// What a filter or a test is given besides the value.
pub(super) struct Given {
    pub(super) by_position: Vec<Value>,
    pub(super) by_name: Vec<(String, Value)>,
}

impl Given {
    /// An argument by its position or its name.
    pub(super) fn argument(&self, position: usize, name: &str) -> Option<&Value> {
        let named = self.by_name.iter().find(|(known, _)| known == name).map(|(_, value)| value);
        self.by_position.get(position).or(named)
    }

    /// As minijinja takes them, behind the value.
    fn behind(self, value: Value) -> Vec<Value> {
        let mut arguments = vec![value];
        arguments.extend(self.by_position);
        if !self.by_name.is_empty() {
            let named: Kwargs = self.by_name.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
            arguments.push(Value::from(named));
        }
        arguments
    }
}

/// What a filter makes of a value.
pub(super) fn filter(
    name: &'static str,
    value: Value,
    given: Given,
    library: &mut Library,
    cost: &mut Cost,
) -> Result<Value, ExpressionError> {
    cost.steps(surface(&value))?;
    let written = |function: Function, cost: &mut Cost| {
        function.call(std::slice::from_ref(&value), (Seed::new(0), Locale::default(), Later::NONE), cost)
    };
    match name {
        "default" | "d" => {
            let falsy_too = given.argument(1, "boolean").is_some_and(Value::is_true);
            let missing = is_nothing(&value) || (falsy_too && !value.is_true());
            let otherwise = || given.argument(0, "default_value").cloned().unwrap_or_else(|| Value::from(""));
            Ok(if missing { otherwise() } else { value })
        }
        "json" | "tojson" => written(Function::Json, cost),
        "string" => Ok(Value::from(printed(&value, cost)?)),
        "bool" => Ok(Value::from(value.is_true())),
        "length" | "count" if is_nothing(&value) => Ok(Value::from(0)),
        "list" if is_nothing(&value) => Ok(Value::from(Vec::<Value>::new())),
        _ if is_nothing(&value) => Ok(Value::UNDEFINED),
        "base64" => written(Function::Base64, cost),
        "int" | "float" => number(name, &value, &given),
        "join" => join(&value, &given, cost).map(Value::from),
        "replace" => replace(&value, &given, cost).map(Value::from),
        "ecma_int" | "ecma_number" | "fromjson" | "keys" | "matches" | "millis" | "sha256" | "values" => {
            ecmascript::filter(name, &value, given.argument(0, "pattern"), cost)
        }
        "plus" | "ms" | "s" | "date" | "http" | "strftime" => moment::filter(name, &value, given.argument(0, "by")),
        _ => {
            look_through(&value, cost)?;
            if let Some(text) = value.as_str() {
                // A letter in another case is at most three; a text may become a list of letters.
                cost.bytes(text.len().saturating_mul(3))?;
                cost.steps(if matches!(name, "split" | "lines" | "list" | "unique" | "sort") {
                    text.len()
                } else {
                    0
                })?;
            }
            let made = library.state().apply_filter(name, &given.behind(value));
            let made = made.map_err(|error| failed(name, &error))?;
            // Lists that are made while somebody looks at them would be made anew each time.
            Ok(if is_list(&made) { made.try_iter().into_iter().flatten().collect() } else { made })
        }
    }
}

/// Whether a value is what a test asks for; a value that the test cannot be made with is not.
pub(super) fn test(
    name: &'static str,
    value: Value,
    given: Given,
    library: &mut Library,
    cost: &mut Cost,
) -> Result<bool, ExpressionError> {
    cost.steps(surface(&value))?;
    let comparison = match name {
        "defined" => return Ok(!value.is_undefined()),
        "undefined" => return Ok(value.is_undefined()),
        "none" => return Ok(value.is_none()),
        "eq" | "equalto" => Comparison::Equal,
        "ne" => Comparison::Unequal,
        "lt" | "lessthan" => Comparison::Less,
        "le" => Comparison::AtMost,
        "gt" | "greaterthan" => Comparison::Greater,
        "ge" => Comparison::AtLeast,
        "in" => Comparison::In,
        _ => return Ok(library.state().perform_test(name, &given.behind(value)).unwrap_or_default()),
    };
    compare(comparison, &value, given.argument(0, "other").unwrap_or(&Value::UNDEFINED), cost)
}

/// The number that a value is or says, else the argument, else nothing.
fn number(name: &str, value: &Value, given: &Given) -> Result<Value, ExpressionError> {
    let truth = |value: &Value| (value == &Value::from(true) || value == &Value::from(false)).then(|| value.is_true());
    let amount = read_amount(value).or_else(|| truth(value).map(|yes| Amount::Whole(yes.into())));
    match amount {
        #[expect(clippy::cast_possible_truncation, reason = "a fraction is what is cut off; what is too large is told")]
        Some(Amount::Real(number)) if name == "int" => Amount::Whole(number.trunc() as i128).value(),
        Some(amount) if name == "float" => Amount::Real(amount.real()).value(),
        Some(amount) => amount.value(),
        None => Ok(given.argument(0, "default").cloned().unwrap_or(Value::UNDEFINED)),
    }
}

fn join(value: &Value, given: &Given, cost: &mut Cost) -> Result<String, ExpressionError> {
    let between = given.argument(0, "d").map(|between| printed(between, cost)).transpose()?.unwrap_or_default();
    let attribute = given.argument(1, "attribute");
    let mut text = String::new();
    for (index, item) in value.try_iter().map_err(|error| failed("join", &error))?.enumerate() {
        if index > 0 {
            cost.bytes(between.len())?;
            text.push_str(&between);
        }
        let item = attribute.map_or_else(|| item.clone(), |attribute| item.get_item(attribute).unwrap_or_default());
        print(&item, &mut text, cost)?;
    }
    Ok(text)
}

fn replace(value: &Value, given: &Given, cost: &mut Cost) -> Result<String, ExpressionError> {
    let text = printed(value, cost)?;
    let (Some(old), Some(new)) = (given.argument(0, "old"), given.argument(1, "new")) else {
        return Err(
            ExpressionError::new("`replace` needs two texts").with_help("write `value | replace(\"old\", \"new\")`")
        );
    };
    let (old, new) = (printed(old, cost)?, printed(new, cost)?);
    cost.bytes(text.len().saturating_add(text.matches(&old).count().saturating_mul(new.len())))?;
    Ok(text.replace(&old, &new))
}

fn failed(name: &str, error: &minijinja::Error) -> ExpressionError {
    let reason = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    ExpressionError::new(format!("the filter `{name}` fails: {reason}"))
}
