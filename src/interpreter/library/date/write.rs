//! Writing a moment by a pattern.

use super::pattern::{Format, Item};
use jiff::Zoned;
use std::fmt::Write;

impl Format {
    /// The moment as text.
    pub(in super::super) fn write(&self, moment: &Zoned) -> String {
        let mut out = String::new();
        for item in &self.items {
            match item {
                Item::Literal(character) => out.push(*character),
                Item::Field(letter, count) => self.field(&mut out, *letter, *count, moment),
            }
        }
        out
    }

    fn field(&self, out: &mut String, letter: char, count: usize, moment: &Zoned) {
        let named = |names: &[(&'static str, &'static str)], index: i64| {
            let index = usize::try_from(index).unwrap_or_default();
            let (full, short) = names.get(index).copied().unwrap_or_default();
            if count >= 4 { full } else { short }
        };
        let weekday = i64::from(moment.weekday().to_monday_zero_offset());
        let hour = i64::from(moment.hour());
        match letter {
            'G' => out.push_str(if moment.year() > 0 { "AD" } else { "BC" }),
            'M' | 'L' if count >= 3 => {
                out.push_str(named(self.language.months(), i64::from(moment.month()) - 1));
            }
            'E' => out.push_str(named(self.language.days(), weekday)),
            'a' => out.push_str(if hour < 12 { "AM" } else { "PM" }),
            'z' => out.push_str(&zone_name(moment)),
            'Z' => offset(out, moment, "", 2),
            'X' if moment.offset().seconds() == 0 => out.push('Z'),
            'X' => offset(out, moment, if count == 3 { ":" } else { "" }, count),
            'y' | 'Y' => {
                let year = if letter == 'y' {
                    i64::from(moment.year())
                } else {
                    week(moment).0
                };
                // Before Christ the years count up again.
                let year = if year > 0 { year } else { 1 - year };
                let shown = if count == 2 { year % 100 } else { year };
                padded(out, shown, count);
            }
            _ => padded(out, number(letter, moment, weekday, hour), count),
        }
    }
}

/// A field that is a number.
fn number(letter: char, moment: &Zoned, weekday: i64, hour: i64) -> i64 {
    let day = i64::from(moment.day());
    match letter {
        'M' | 'L' => i64::from(moment.month()),
        'w' => week(moment).1,
        'W' => week_of(day, weekday),
        'D' => i64::from(moment.day_of_year()),
        'd' => day,
        'F' => (day - 1) / 7 + 1,
        'u' => weekday + 1,
        'H' => hour,
        'k' if hour == 0 => 24,
        'k' => hour,
        'K' => hour % 12,
        'h' if hour % 12 == 0 => 12,
        'h' => hour % 12,
        'm' => i64::from(moment.minute()),
        's' => i64::from(moment.second()),
        'S' => i64::from(moment.millisecond()),
        _ => 0,
    }
}

/// The week of a month or a year in which its day lies: weeks begin on Sundays, and the first one may be short.
fn week_of(day: i64, weekday: i64) -> i64 {
    let from_sunday = (weekday + 1) % 7;
    (day - 1 + 6 - from_sunday) / 7 + 1
}

/// The year that the week belongs to, and which week it is of that year.
fn week(moment: &Zoned) -> (i64, i64) {
    let weekday = i64::from(moment.weekday().to_monday_zero_offset());
    let (year, day) = (i64::from(moment.year()), i64::from(moment.day_of_year()));
    let left = i64::from(moment.days_in_year()) - day;
    let from_sunday = (weekday + 1) % 7;
    if left < 6 - from_sunday {
        return (year + 1, 1);
    }
    (year, week_of(day, weekday))
}

fn padded(out: &mut String, number: i64, count: usize) {
    // Writing to a string does not fail.
    let _ = write!(out, "{number:0count$}");
}

fn zone_name(moment: &Zoned) -> String {
    let zone = moment.time_zone();
    zone.to_offset_info(moment.timestamp())
        .abbreviation()
        .to_owned()
}

/// `+0100`, or only the hours.
fn offset(out: &mut String, moment: &Zoned, between: &str, parts: usize) {
    let seconds = moment.offset().seconds();
    let minutes = seconds.abs() / 60;
    let sign = if seconds < 0 { '-' } else { '+' };
    let _ = write!(out, "{sign}{:02}", minutes / 60);
    if parts > 1 {
        let _ = write!(out, "{between}{:02}", minutes % 60);
    }
}
