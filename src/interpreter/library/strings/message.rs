//! One argument of `java.text.MessageFormat`: `number`, `date` and `time` with their styles. `choice` is refused.

use super::super::super::fault::Fault;
use super::super::super::value::{Basic, Value};
use super::super::date::{Format, local};
use super::super::request::exception;
use super::locale::Locale;
use super::number::Decimal;

/// A value written in a format, such as `number,percent`.
pub(super) fn write(value: &Value, format: &str, locale: &Locale) -> Result<String, Fault> {
    let (kind, style) = match format.split_once(',') {
        Some((kind, style)) => (kind, Some(style)),
        None => (format, None),
    };
    let style = style.unwrap_or_default();
    let plain = style.trim().to_ascii_lowercase();
    match kind.trim().to_ascii_lowercase().as_str() {
        "number" => {
            let decimal = match plain.as_str() {
                "" => Decimal::plain(3),
                "integer" => Decimal::plain(0),
                "percent" => Decimal::percent(locale),
                "currency" => Decimal::currency(locale),
                _ => Decimal::read(style).map_err(illegal)?,
            };
            match &value.basic {
                Basic::Void => Ok("null".to_owned()),
                Basic::Int(_) | Basic::Long(_) | Basic::Double(_) => decimal.write(value, locale),
                _ => Err(illegal("Cannot format given Object as a Number")),
            }
        }
        kind @ ("date" | "time") => {
            let pattern = pattern_of(kind, &plain).unwrap_or(style);
            let format = Format::new(pattern).map_err(illegal)?;
            match &value.basic {
                Basic::Void => Ok("null".to_owned()),
                Basic::Int(_) | Basic::Long(_) | Basic::Double(_) => {
                    Ok(format.write(&local(value.as_long())))
                }
                _ => Err(illegal("Cannot format given Object as a Date")),
            }
        }
        kind => Err(illegal(format!("unknown format type: {kind}"))),
    }
}

/// The pattern of a style, in English.
fn pattern_of(kind: &str, style: &str) -> Option<&'static str> {
    Some(match (kind, style) {
        ("date", "short") => "M/d/yy",
        ("date", "" | "medium") => "MMM d, y",
        ("date", "long") => "MMMM d, y",
        ("date", "full") => "EEEE, MMMM d, y",
        ("time", "short") => "h:mm\u{202f}a",
        ("time", "" | "medium") => "h:mm:ss\u{202f}a",
        ("time", "long") => "h:mm:ss\u{202f}a z",
        ("time", "full") => "h:mm:ss\u{202f}a zzzz",
        _ => return None,
    })
}

pub(super) fn illegal(message: impl Into<String>) -> Fault {
    exception("IllegalArgumentException", message)
}
