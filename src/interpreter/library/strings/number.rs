//! Numbers by the patterns of `java.text.DecimalFormat`, halves rounded to even digits. Exponents (`0.#E0`) are refused.

use super::super::super::fault::Fault;
use super::super::super::value::{Basic, Value};
use super::locale::Locale;
use super::message::illegal;

/// More digits than a double can have in front of its point.
const MOST_DIGITS: usize = 340;

/// A pattern that has been read.
#[derive(Default)]
pub(super) struct Decimal {
    prefix: String,
    suffix: String,
    /// What stands around negative numbers, if not a sign and the prefix.
    negative: Option<(String, String)>,
    /// How many digits are grouped; 0 for no groups.
    grouping: usize,
    least_whole: usize,
    least_fraction: usize,
    most_fraction: usize,
    /// Whether it is a part of a hundred or of a thousand.
    factor: Option<f64>,
}

impl Decimal {
    /// With groups, and up to so many digits of a fraction.
    pub(super) fn plain(fraction: usize) -> Self {
        Self {
            grouping: 3,
            least_whole: 1,
            most_fraction: fraction,
            ..Self::default()
        }
    }

    /// Parts of a hundred.
    pub(super) fn percent(locale: &Locale) -> Self {
        Self {
            suffix: format!("{}%", locale.percent),
            factor: Some(100.0),
            ..Self::plain(0)
        }
    }

    /// Money.
    pub(super) fn currency(locale: &Locale) -> Self {
        let (prefix, suffix) = if locale.behind {
            (String::new(), format!("\u{a0}{}", locale.sign))
        } else {
            (locale.sign.to_owned(), String::new())
        };
        Self {
            prefix,
            suffix,
            least_fraction: 2,
            ..Self::plain(2)
        }
    }

    /// Reads a pattern.
    pub(super) fn read(pattern: &str) -> Result<Self, String> {
        let (positive, negative) = halves(pattern);
        let mut decimal = Self::half(&positive, pattern)?;
        if let Some(negative) = negative {
            let negative = Self::half(&negative, pattern)?;
            decimal.negative = Some((negative.prefix, negative.suffix));
        }
        Ok(decimal)
    }

    fn half(half: &str, pattern: &str) -> Result<Self, String> {
        let mut decimal = Self::default();
        let (mut quoted, mut point, mut behind) = (false, false, false);
        let (mut digits, mut since_comma) = (false, None::<usize>);
        for character in half.chars() {
            let around = if behind {
                &mut decimal.suffix
            } else {
                &mut decimal.prefix
            };
            if character == '\'' {
                quoted = !quoted;
                continue;
            }
            let number = !quoted && matches!(character, '#' | '0' | ',' | '.');
            if number && behind {
                return Err(format!(
                    "Unquoted special character '{character}' in pattern \"{pattern}\""
                ));
            }
            match character {
                '0' | '#' if number => {
                    digits = true;
                    if point {
                        decimal.most_fraction += 1;
                        decimal.least_fraction += usize::from(character == '0');
                    } else {
                        decimal.least_whole += usize::from(character == '0');
                        since_comma = since_comma.map(|count| count + 1);
                    }
                }
                ',' if number => since_comma = Some(0),
                '.' if number && point => {
                    return Err(format!(
                        "Multiple decimal separators in pattern \"{pattern}\""
                    ));
                }
                '.' if number => point = true,
                'E' if !quoted && digits && !behind => {
                    return Err(format!("Malformed exponential pattern \"{pattern}\""));
                }
                other => {
                    if !quoted && matches!(other, '%' | '‰') {
                        decimal.factor = Some(if other == '%' { 100.0 } else { 1000.0 });
                    }
                    if digits && !behind {
                        behind = true;
                        decimal.suffix.push(other);
                    } else {
                        around.push(other);
                    }
                }
            }
        }
        decimal.grouping = since_comma.unwrap_or(0);
        if decimal.least_whole == 0 && decimal.most_fraction == 0 {
            decimal.least_whole = usize::from(point);
        }
        Ok(decimal)
    }

    /// A number in this format.
    pub(super) fn write(&self, value: &Value, locale: &Locale) -> Result<String, Fault> {
        if self.most_fraction > MOST_DIGITS || self.least_whole > MOST_DIGITS {
            return Err(illegal("too many digits"));
        }
        let (negative, digits) = match (&value.basic, self.factor) {
            (Basic::Int(_) | Basic::Long(_), None) => {
                let number = value.as_long();
                (number < 0, number.unsigned_abs().to_string())
            }
            (_, factor) => {
                let number = value.as_double() * factor.unwrap_or(1.0);
                if number.is_nan() {
                    return Ok("NaN".to_owned());
                }
                let digits = if number.is_infinite() {
                    "∞".to_owned()
                } else {
                    format!("{:.*}", self.most_fraction, number.abs())
                };
                (number.is_sign_negative(), digits)
            }
        };
        let number = self.digits(&digits, locale);
        Ok(match (&self.negative, negative) {
            (_, false) => format!("{}{number}{}", self.prefix, self.suffix),
            (Some((prefix, suffix)), true) => format!("{prefix}{number}{suffix}"),
            (None, true) => format!("-{}{number}{}", self.prefix, self.suffix),
        })
    }

    /// Digits with their groups and their point.
    fn digits(&self, digits: &str, locale: &Locale) -> String {
        if digits == "∞" {
            return digits.to_owned();
        }
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let whole = whole.trim_start_matches('0');
        let whole = format!("{whole:0>width$}", width = self.least_whole);
        let mut out = String::new();
        for (index, digit) in whole.chars().enumerate() {
            let left = whole.len() - index;
            if index > 0 && self.grouping > 0 && left.is_multiple_of(self.grouping) {
                out.push_str(locale.group);
            }
            out.push(digit);
        }
        let fraction = fraction.trim_end_matches('0');
        let fraction = format!("{fraction:0<width$}", width = self.least_fraction);
        if fraction.is_empty() {
            if out.is_empty() {
                out.push('0');
            }
            return out;
        }
        out + locale.point + &fraction
    }
}

/// The pattern of positive numbers, and that of negative ones behind a semicolon.
fn halves(pattern: &str) -> (String, Option<String>) {
    let mut quoted = false;
    for (at, character) in pattern.char_indices() {
        match character {
            '\'' => quoted = !quoted,
            ';' if !quoted => {
                return (pattern[..at].to_owned(), Some(pattern[at + 1..].to_owned()));
            }
            _ => {}
        }
    }
    (pattern.to_owned(), None)
}
