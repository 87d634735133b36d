//! Turns the keywords for numbers of a conjunction into a [`Window`]: a grid of decimals between two ends. All arithmetic
//! is on scaled integers, so that `multipleOf: 0.01` means what it says and nothing is lost beyond 2^53. It does not draw:
//! which point of the window is taken is the sampler's choice. Invariant: a window is never empty.

use serde_json::{Number, Value};

use super::decimal::{DIGITS, Decimal, FAR, least_common};
use super::model::NumberFacet;

/// How many different values a window of fractions should have before its grid is fine enough.
const CHOICES: i128 = 20;

/// The number of values that an unremarkable number is one of where only one end is known.
const CROWD: i128 = 1000;

/// Whether a fraction is allowed, wanted or refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grain {
    /// Integers only.
    Whole,
    /// Numbers with a fraction or without.
    Any,
    /// Numbers with a fraction only.
    Fraction,
}

/// The numbers `k × step / 10^scale` for every `k` from `low` to `high`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    step: i128,
    scale: u32,
    /// The least `k`.
    pub(crate) low: i128,
    /// The greatest `k`.
    pub(crate) high: i128,
}

impl Window {
    /// The numbers that satisfy all `facets`, `None` if there are none. `format` narrows it (`int32`, `int64`) where that
    /// leaves something: a format never makes a schema unsatisfiable.
    pub(crate) fn of<'a>(
        facets: impl Iterator<Item = &'a NumberFacet> + Clone,
        grain: Grain,
        formats: &[&str],
    ) -> Option<Self> {
        let plain = Self::within(facets.clone(), grain, None)?;
        let range = formats.iter().find_map(|format| match *format {
            "int32" => Some((i128::from(i32::MIN), i128::from(i32::MAX))),
            "int64" => Some((i128::from(i64::MIN), i128::from(i64::MAX))),
            "uint32" => Some((0, i128::from(u32::MAX))),
            "uint64" => Some((0, i128::from(u64::MAX))),
            _ => None,
        });
        match range {
            Some(range) => Self::within(facets, grain, Some(range)).or(Some(plain)),
            None => Some(plain),
        }
    }

    fn within<'a>(
        facets: impl Iterator<Item = &'a NumberFacet> + Clone,
        grain: Grain,
        range: Option<(i128, i128)>,
    ) -> Option<Self> {
        let mut low = End::closed(-FAR);
        let mut high = End::closed(FAR);
        let mut steps = Vec::new();
        for facet in facets {
            for (number, open) in [(&facet.minimum, false), (&facet.exclusive_minimum, true)] {
                low = low.raised(number.as_ref(), open);
            }
            for (number, open) in [(&facet.maximum, false), (&facet.exclusive_maximum, true)] {
                high = high.lowered(number.as_ref(), open);
            }
            steps.extend(facet.multiple_of.as_ref().map(Decimal::of));
        }
        if let Some((least, most)) = range {
            low = if low.at.less(Decimal::whole(least)) { End::closed(least) } else { low };
            high = if Decimal::whole(most).less(high.at) { End::closed(most) } else { high };
        }
        if grain == Grain::Whole {
            steps.push(Decimal::whole(1));
        }
        let mut scale = steps.iter().map(|step| step.scale).max().unwrap_or(0);
        let step = steps.iter().try_fold(1, |all, step| least_common(all, step.at(scale)?));
        // Without `multipleOf` the grid is ours: two decimals, finer where the ends are closer than that.
        if steps.is_empty() {
            scale = 2;
            while scale < DIGITS && Self::between(low, high, 1, scale).is_none_or(|window| window.width() < CHOICES) {
                scale += 1;
            }
            if low.at.same(high.at) {
                scale = low.at.scale;
            }
            return Self::between(low, high, 1, scale);
        }
        Self::between(low, high, step?, scale)
    }

    fn between(low: End, high: End, step: i128, scale: u32) -> Option<Self> {
        let least = low.at.clamped(scale);
        let most = high.at.clamped(scale);
        let mut from = least.div_euclid(step);
        // The floor of the low end is below it, or on it and excluded.
        let on = least % step == 0 && low.at.is_on(scale);
        if !on || low.open {
            from += 1;
        }
        let mut to = most.div_euclid(step);
        if high.open && most % step == 0 && high.at.is_on(scale) {
            to -= 1;
        }
        (from <= to).then_some(Self { step, scale, low: from, high: to })
    }

    /// The number of values in it.
    pub(crate) const fn width(self) -> i128 {
        self.high - self.low + 1
    }

    /// The part of it that an unremarkable number comes from: 1 to 1000, else what is nearest to its smaller end.
    pub(crate) fn likely(self) -> Self {
        let narrow = Self { low: self.low.max(self.floor(0) + 1), high: self.high.min(self.floor(1000)), ..self };
        if narrow.low <= narrow.high && (narrow.width() >= CHOICES || narrow.width() == self.width()) {
            narrow
        } else if self.low > -CROWD * CROWD || self.high == self.low {
            Self { high: self.high.min(self.low.saturating_add(CROWD)), ..self }
        } else {
            Self { low: self.low.max(self.high.saturating_sub(CROWD)), ..self }
        }
    }

    /// The `k` of the greatest value that is not above `number`, whether or not it lies in the window.
    fn floor(self, number: i128) -> i128 {
        let scaled = 10_i128.checked_pow(self.scale).and_then(|factor| number.checked_mul(factor));
        scaled.map_or(self.low, |scaled| scaled.div_euclid(self.step))
    }

    /// Whether value `k` is an integer.
    pub(crate) fn is_whole(self, k: i128) -> bool {
        k.checked_mul(self.step).is_none_or(|scaled| scaled % 10_i128.pow(self.scale.min(38)) == 0)
    }

    /// The `k` of the greatest value that is not above `number`, `None` if that lies outside.
    pub(crate) fn nearest(self, number: f64) -> Option<i128> {
        let decimal = Decimal::of(&Number::from_f64(number)?);
        let k = decimal.floor(self.scale)?.div_euclid(self.step);
        (self.low..=self.high).contains(&k).then_some(k)
    }

    /// Value `k`: an integer as an integer as far as `u64` goes, everything else as the nearest `f64`.
    pub(crate) fn value(self, k: i128) -> Value {
        let scaled = k.saturating_mul(self.step);
        let factor = 10_i128.pow(self.scale.min(38));
        if scaled % factor == 0 {
            let whole = scaled / factor;
            if let Ok(number) = i64::try_from(whole) {
                return number.into();
            }
            if let Ok(number) = u64::try_from(whole) {
                return number.into();
            }
        }
        // Text is the way from a decimal to the nearest double that rounds once only.
        let nearest = format!("{scaled}e-{}", self.scale).parse::<f64>().unwrap_or(0.0);
        Number::from_f64(nearest).map_or(Value::Null, Value::Number)
    }
}

/// Whether a `format` speaks of numbers (the registry of `OpenAPI`), so that it says nothing of strings.
pub(crate) fn is_numeric(format: &str) -> bool {
    matches!(format, "int32" | "int64" | "uint32" | "uint64" | "float" | "double" | "decimal")
}

/// One end of a window.
#[derive(Clone, Copy, Debug)]
struct End {
    at: Decimal,
    open: bool,
}

impl End {
    const fn closed(number: i128) -> Self {
        Self { at: Decimal::whole(number), open: false }
    }

    fn raised(self, number: Option<&Number>, open: bool) -> Self {
        match number.map(Decimal::of) {
            Some(at) if self.at.less(at) || (open && self.at.same(at)) => Self { at, open },
            _ => self,
        }
    }

    fn lowered(self, number: Option<&Number>, open: bool) -> Self {
        match number.map(Decimal::of) {
            Some(at) if at.less(self.at) || (open && self.at.same(at)) => Self { at, open },
            _ => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn facet(value: &Value) -> NumberFacet {
        let at = |name: &str| value.get(name).and_then(Value::as_number).cloned();
        NumberFacet {
            minimum: at("minimum"),
            exclusive_minimum: at("exclusiveMinimum"),
            maximum: at("maximum"),
            exclusive_maximum: at("exclusiveMaximum"),
            multiple_of: at("multipleOf"),
        }
    }

    #[test]
    fn both_ends_of_a_window_are_exact() {
        for (schema, grain, ends) in [
            (json!({"minimum": 1, "maximum": 10}), Grain::Whole, Some((json!(1), json!(10)))),
            (json!({"minimum": 0.5, "exclusiveMaximum": 3}), Grain::Whole, Some((json!(1), json!(2)))),
            (json!({"exclusiveMinimum": 0, "exclusiveMaximum": 1}), Grain::Whole, None),
            (json!({"exclusiveMinimum": 0, "exclusiveMaximum": 1}), Grain::Any, Some((json!(0.01), json!(0.99)))),
            (json!({"minimum": 0.001, "maximum": 0.002}), Grain::Any, Some((json!(0.001), json!(0.002)))),
            (json!({"minimum": 7.25, "maximum": 7.25}), Grain::Any, Some((json!(7.25), json!(7.25)))),
            (json!({"minimum": 5, "maximum": 4}), Grain::Any, None),
            (
                json!({"multipleOf": 0.01, "minimum": 4.001, "maximum": 4.119}),
                Grain::Any,
                Some((json!(4.01), json!(4.11))),
            ),
            (json!({"multipleOf": 2.5, "minimum": 1, "maximum": 11}), Grain::Whole, Some((json!(5), json!(10)))),
            (json!({"multipleOf": 7, "exclusiveMinimum": 0, "maximum": 20}), Grain::Any, Some((json!(7), json!(14)))),
            (json!({"minimum": -9, "maximum": -8.5}), Grain::Whole, Some((json!(-9), json!(-9)))),
            (
                json!({"minimum": 18_446_744_073_709_551_614_u64, "maximum": 18_446_744_073_709_551_615_u64}),
                Grain::Whole,
                Some((json!(18_446_744_073_709_551_614_u64), json!(18_446_744_073_709_551_615_u64))),
            ),
            (
                json!({"minimum": 9_007_199_254_740_993_i64, "maximum": 9_007_199_254_740_993_i64}),
                Grain::Whole,
                Some((json!(9_007_199_254_740_993_i64), json!(9_007_199_254_740_993_i64))),
            ),
            (json!({"minimum": 1e25, "maximum": 1e25}), Grain::Whole, Some((json!(1e25), json!(1e25)))),
        ] {
            let facets = [facet(&schema)];
            let window = Window::of(facets.iter(), grain, &[]);
            assert_eq!(window.map(|w| (w.value(w.low), w.value(w.high))), ends, "{schema}");
        }
    }

    #[test]
    fn formats_narrow_but_never_empty_a_window() {
        let beyond = [facet(&json!({"minimum": 3_000_000_000_u64}))];
        assert!(Window::of(beyond.iter(), Grain::Whole, &["int32"]).is_some());
        let open = [facet(&json!({"minimum": 2_147_483_647}))];
        assert_eq!(Window::of(open.iter(), Grain::Whole, &["int32"]).map(Window::width), Some(1));
    }

    #[test]
    fn extreme_numbers_end() {
        for schema in [
            json!({"minimum": 1e308, "maximum": 1.5e308}),
            json!({"multipleOf": 1e-300}),
            json!({"multipleOf": 1e300}),
            json!({"minimum": 5e-324, "maximum": 1e-323}),
            json!({"multipleOf": 123_456.789, "minimum": 0.1e-9}),
        ] {
            let facets = [facet(&schema)];
            for grain in [Grain::Whole, Grain::Any, Grain::Fraction] {
                if let Some(window) = Window::of(facets.iter(), grain, &["int64"]) {
                    window.value(window.low);
                    window.value(window.high);
                    assert!(window.width() > 0);
                }
            }
        }
    }

    #[test]
    fn a_number_is_moved_to_the_grid_below_it() {
        let facets = [facet(&json!({"multipleOf": 0.25, "minimum": 0}))];
        let window = Window::of(facets.iter(), Grain::Any, &[]).unwrap();
        for (number, moved) in
            [(0.3, Some(json!(0.25))), (17.99, Some(json!(17.75))), (-1.0, None), (7.0, Some(json!(7)))]
        {
            assert_eq!(window.nearest(number).map(|k| window.value(k)), moved, "{number}");
        }
    }
}
