//! Dates as `java.text.SimpleDateFormat` writes and reads them, in the time zone of the machine.
//!
//! The calendar is the Gregorian one for all times (Java's is Julian before 1582), and goes from year -9999 to 9999.
//! Time zones are written by their abbreviation, also where Java spells them out.

mod names;
mod pattern;
mod read;
mod write;

pub(super) use names::Language;
pub(super) use pattern::Format;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// A moment, given in milliseconds since 1970, where the machine is.
pub(super) fn local(milliseconds: i64) -> Zoned {
    moment(milliseconds).to_zoned(TimeZone::system())
}

/// A moment in Greenwich.
pub(super) fn greenwich(milliseconds: i64) -> Zoned {
    moment(milliseconds).to_zoned(TimeZone::UTC)
}

fn moment(milliseconds: i64) -> Timestamp {
    let last = if milliseconds < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    };
    Timestamp::from_millisecond(milliseconds).unwrap_or(last)
}

#[cfg(test)]
mod tests;
