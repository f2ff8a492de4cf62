//! `joliex.util.MathService`.

use super::super::value::{Basic, Value};
use super::request::{exception, field, has, int};
use super::{Answer, Host, Native, Outcome};

/// The service.
pub(super) struct Math;

impl Native for Math {
    fn call(&mut self, operation: &str, request: &Value, host: &mut dyn Host) -> Option<Answer> {
        Some(match operation {
            "pi" => Answer::Value(std::f64::consts::PI.into()),
            "random" => Answer::Value(unit_interval(host.random()).into()),
            "abs" => Answer::Value(request.as_int().wrapping_abs().into()),
            "pow" => {
                let base = field(request, "base").as_double();
                Answer::Value(power(base, field(request, "exponent").as_double()).into())
            }
            "summation" => {
                Answer::Value(summation(int(request, "from"), int(request, "to")).into())
            }
            "round" => round(request).into(),
            _ => return None,
        })
    }
}

/// A number from 0 up to, but not, 1: the upper 53 bits.
#[allow(clippy::cast_precision_loss, reason = "53 bits fit a double")]
fn unit_interval(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1u64 << 53) as f64
}

/// `Math.pow`: unlike C's, a power of ±1 with an infinite exponent, and any with NaN for exponent, is NaN.
fn power(base: f64, exponent: f64) -> f64 {
    if exponent.is_nan() || (base.abs() == 1.0 && exponent.is_infinite()) {
        return f64::NAN;
    }
    base.powf(exponent)
}

/// The sum in 32 bits that wrap around. Where Java would go on forever (up to the greatest int), the sum of one round.
#[allow(
    clippy::cast_possible_truncation,
    reason = "the sum wraps around, as adding one by one does"
)]
fn summation(from: i32, to: i32) -> i32 {
    if from > to {
        return 0;
    }
    let (from, to) = (i64::from(from), i64::from(to));
    let doubled = i128::from(to - from + 1) * i128::from(from + to);
    (doubled / 2) as i32
}

fn round(request: &Value) -> Outcome {
    let decimals = if has(request, "decimals") {
        int(request, "decimals")
    } else {
        0
    };
    let number = request.as_double();
    let scale = power(10.0, f64::from(decimals));
    let scaled = number * scale;
    if scaled != f64::INFINITY {
        return Ok((round_half_up(scaled) / scale).into());
    }
    if number.is_infinite() {
        return Err(exception(
            "NumberFormatException",
            "Character I is neither a decimal digit number, decimal point, nor \"e\" notation exponential mark.",
        ));
    }
    // So large a scale that there is nothing behind it to round.
    Ok(Value::new(Basic::Double(number)))
}

/// `Math.round`: to the nearest long, halves upwards, what is beyond the longs to the last of them.
#[allow(
    clippy::cast_precision_loss,
    reason = "that is what dividing a long by a double does"
)]
fn round_half_up(number: f64) -> f64 {
    let floor = number.floor();
    let rounded = if number - floor >= 0.5 {
        floor + 1.0
    } else {
        floor
    };
    // A cast saturates and turns NaN into 0, as Java's does.
    (rounded as i64) as f64
}

#[cfg(test)]
mod tests {
    use super::super::testing::{fault, value};
    use super::*;

    fn math(operation: &str, request: &Value) -> Value {
        value("joliex.util.MathService", operation, request)
    }

    fn rounded(number: f64, decimals: i32) -> f64 {
        math("round", &Value::from(number).with("decimals", decimals)).as_double()
    }

    #[test]
    fn rounds_halves_upwards() {
        assert_eq!(rounded(2.5, 0), 3.0);
        assert_eq!(rounded(-2.5, 0), -2.0);
        assert_eq!(rounded(2.345, 2), 2.35);
        assert_eq!(rounded(1234.0, -2), 1200.0);
        assert_eq!(rounded(0.499_999_999_999_999_94, 0), 0.0);
        assert_eq!(rounded(1e300, 20), 1e300);
        assert_eq!(math("round", &Value::from(1.5)).as_double(), 2.0);
        assert_eq!(rounded(1e30, 0), 9_223_372_036_854_775_807_i64 as f64);
        assert_eq!(rounded(f64::NAN, 0), 0.0);
        let request = Value::from(f64::INFINITY);
        assert_eq!(
            fault("joliex.util.MathService", "round", &request).name,
            "NumberFormatException"
        );
    }

    #[test]
    fn the_rest_is_as_in_java() {
        assert_eq!(math("abs", &Value::from(-4)).as_int(), 4);
        assert_eq!(math("abs", &Value::from(i32::MIN)).as_int(), i32::MIN);
        let request = Value::VOID.with("base", 2.0).with("exponent", 10.0);
        assert_eq!(math("pow", &request).as_double(), 1024.0);
        let request = Value::VOID
            .with("base", 1.0)
            .with("exponent", f64::INFINITY);
        assert!(math("pow", &request).as_double().is_nan());
        let request = Value::VOID.with("from", 2).with("to", 5);
        assert_eq!(math("summation", &request).as_int(), 14);
        let request = Value::VOID.with("from", 5).with("to", 2);
        assert_eq!(math("summation", &request).as_int(), 0);
        let drawn = math("random", &Value::VOID).as_double();
        assert!((0.0..1.0).contains(&drawn));
    }
}
