//! The operations on dates and times that are written down.

use super::super::super::fault::Fault;
use super::super::super::value::Value;
use super::super::date::{Format, Language, greenwich, local};
use super::super::request::{caused, exception, field, has, text};
use super::super::{Host, Outcome};
use jiff::Zoned;

/// What dates are written in when nothing else is said.
const DATE: &str = "dd/MM/yyyy";
/// What moments are written in.
const MOMENT: &str = "dd/MM/yyyy HH:mm:ss";
/// What moments are read in, seconds before minutes as the class has it.
const MOMENT_READ: &str = "dd/MM/yyyy HH:ss:mm";
/// What timestamps are read in.
const TIMESTAMP: &str = "dd/MM/yyyy kk:mm:ss";
/// What times are read in.
const TIME: &str = "kk:mm:ss";

/// An operation; `None` when there is no such.
pub(super) fn carry_out(operation: &str, request: &Value, host: &dyn Host) -> Option<Outcome> {
    Some(match operation {
        "getCurrentDateTime" => Ok(written(request, &local(host.now()))),
        "getDateTime" => {
            let moment = local(request.as_long());
            let text = written(request, &moment);
            // A format that cannot be read is reported by nobody, and nothing is answered.
            Ok(if text.is_defined() {
                time_fields(date_fields(text, &moment), &moment)
            } else {
                text
            })
        }
        "getCurrentDateValues" => Ok(date_fields(Value::VOID, &local(host.now()))),
        "getDateValues" => moment_of(request, DATE, "InvalidDate", host)
            .map(|moment| date_fields(Value::VOID, &moment)),
        "getDateTimeValues" => date_time_values(request, host),
        "getTimeValues" => read_or(TIME, &request.as_string(), "InvalidTime", host)
            .map(|moment| time_fields(Value::VOID, &local(moment))),
        "getDateDiff" => difference(request, host).map(Value::from),
        "getTimeDiff" => time_difference(request, host).map(Value::from),
        "getTimeFromMilliSeconds" => Ok(time_fields(Value::VOID, &greenwich(request.as_long()))),
        "getTimestampFromString" => read_or(
            &format_of(request, TIMESTAMP),
            &request.as_string(),
            "InvalidTimestamp",
            host,
        )
        .map(Value::from),
        _ => return None,
    })
}

/// The format of a request: an empty one counts as none.
fn format_of(request: &Value, default: &str) -> String {
    let format = text(request, "format");
    if format.is_empty() {
        default.to_owned()
    } else {
        format.to_string()
    }
}

fn written(request: &Value, moment: &Zoned) -> Value {
    Format::new(&format_of(request, MOMENT))
        .map_or(Value::VOID, |format| format.write(moment).into())
}

/// Reads a moment; the error is that of the format.
pub(super) fn read(format: &str, text: &str, host: &dyn Host) -> Result<Option<i64>, Fault> {
    let format =
        Format::new(format).map_err(|error| exception("IllegalArgumentException", error))?;
    Ok(format.read(text, &local(host.now())))
}

fn read_or(format: &str, text: &str, name: &str, host: &dyn Host) -> Result<i64, Fault> {
    read(format, text, host)?.ok_or_else(|| unreadable(text, name))
}

fn unreadable(text: &str, name: &str) -> Fault {
    caused(
        name,
        "ParseException",
        format!("Unparseable date: \"{text}\""),
    )
}

fn moment_of(request: &Value, default: &str, name: &str, host: &dyn Host) -> Result<Zoned, Fault> {
    read_or(
        &format_of(request, default),
        &request.as_string(),
        name,
        host,
    )
    .map(local)
}

fn date_time_values(request: &Value, host: &dyn Host) -> Outcome {
    let language = match &*text(request, "language") {
        "it" => Language::Italian,
        _ => Language::English,
    };
    let format = Format::new(&format_of(request, MOMENT_READ))
        .map_err(|error| exception("IllegalArgumentException", error))?
        .in_language(language);
    let written = request.as_string();
    let moment = format
        .read(&written, &local(host.now()))
        .ok_or_else(|| unreadable(&written, "InvalidDate"))?;
    let moment = local(moment);
    Ok(time_fields(date_fields(Value::VOID, &moment), &moment))
}

/// Whole days from the second date to the first.
fn difference(request: &Value, host: &dyn Host) -> Result<i32, Fault> {
    let format = if has(request, "format") {
        text(request, "format").to_string()
    } else {
        DATE.to_owned()
    };
    let date = |name| {
        read_or(
            &format,
            &field(request, name).as_string(),
            "InvalidDate",
            host,
        )
    };
    let days = (date("date1")? - date("date2")?) / (1000 * 60 * 60 * 24);
    Ok(Value::from(days).as_int())
}

/// Milliseconds from the second time to the first.
fn time_difference(request: &Value, host: &dyn Host) -> Result<i64, Fault> {
    let time = |name| read_or(TIME, &field(request, name).as_string(), "InvalidDate", host);
    Ok(time("time1")? - time("time2")?)
}

fn date_fields(value: Value, moment: &Zoned) -> Value {
    let year = i32::from(moment.year());
    value
        .with("day", i32::from(moment.day()))
        .with("month", i32::from(moment.month()))
        // A year before Christ is counted up again.
        .with("year", if year > 0 { year } else { 1 - year })
}

fn time_fields(value: Value, moment: &Zoned) -> Value {
    value
        .with("hour", i32::from(moment.hour()))
        .with("minute", i32::from(moment.minute()))
        .with("second", i32::from(moment.second()))
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{call, fault, value};
    use super::*;

    const CLASS: &str = "joliex.util.TimeService";

    fn ints(value: &Value, names: &[&str]) -> Vec<i32> {
        names
            .iter()
            .map(|name| field(value, name).as_int())
            .collect()
    }

    #[test]
    fn dates_are_taken_apart() {
        let values = value(CLASS, "getDateValues", &"14/11/2023".into());
        assert_eq!(ints(&values, &["day", "month", "year"]), [14, 11, 2023]);
        let request = Value::from("2023-11-14").with("format", "yyyy-MM-dd");
        let values = value(CLASS, "getDateValues", &request);
        assert_eq!(ints(&values, &["day", "month", "year"]), [14, 11, 2023]);
        let wrong = fault(CLASS, "getDateValues", &"today".into());
        assert_eq!(
            (wrong.name.as_str(), &*wrong.value.as_string()),
            ("InvalidDate", "Unparseable date: \"today\"")
        );
        let values = value(CLASS, "getTimeValues", &"24:05:06".into());
        assert_eq!(ints(&values, &["hour", "minute", "second"]), [0, 5, 6]);
        let values = value(CLASS, "getTimeFromMilliSeconds", &3_723_000.into());
        assert_eq!(ints(&values, &["hour", "minute", "second"]), [1, 2, 3]);
        // The class reads seconds before minutes.
        let values = value(CLASS, "getDateTimeValues", &"14/11/2023 10:20:30".into());
        assert_eq!(ints(&values, &["hour", "minute", "second"]), [10, 30, 20]);
        let request = Value::from("3 maggio 2020")
            .with("format", "d MMMM yyyy")
            .with("language", "it");
        assert_eq!(
            ints(&value(CLASS, "getDateTimeValues", &request), &["month"]),
            [5]
        );
    }

    #[test]
    fn differences_count_whole_days() {
        let request = Value::VOID
            .with("date1", "01/03/2024")
            .with("date2", "28/02/2024");
        assert_eq!(value(CLASS, "getDateDiff", &request).as_int(), 2);
        let request = Value::VOID
            .with("time1", "10:00:00")
            .with("time2", "09:59:59");
        assert_eq!(value(CLASS, "getTimeDiff", &request).as_long(), 1000);
        let request = Value::VOID.with("date1", "x").with("date2", "y");
        assert_eq!(fault(CLASS, "getDateDiff", &request).name, "InvalidDate");
    }

    #[test]
    fn moments_are_written_and_read() {
        let moment = 1_700_000_000_000i64;
        let request = Value::from(moment).with("format", "yyyy-MM-dd HH:mm:ss");
        let text = value(CLASS, "getDateTime", &request);
        let request = Value::from(text.as_string()).with("format", "yyyy-MM-dd HH:mm:ss");
        assert_eq!(
            value(CLASS, "getTimestampFromString", &request).as_long(),
            moment
        );
        assert_eq!(ints(&text, &["year", "month", "second"]), [2023, 11, 20]);
        let wrong = Value::from(moment).with("format", "foo");
        assert!(!value(CLASS, "getDateTime", &wrong).is_defined());
        assert_eq!(
            fault(
                CLASS,
                "getTimestampFromString",
                &Value::from("1").with("format", "foo")
            )
            .name,
            "IllegalArgumentException"
        );
        assert_eq!(
            fault(CLASS, "getTimestampFromString", &"x".into()).name,
            "InvalidTimestamp"
        );
        assert!(
            call(CLASS, "getCurrentDateTime", &Value::VOID)
                .unwrap()
                .as_string()
                .starts_with(['0', '3'])
        );
    }
}
