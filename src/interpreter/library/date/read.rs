//! Reading a moment by a pattern, as leniently as Java: what follows is not looked at, and fields may be too large.

use super::pattern::{Format, Item};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{SignedDuration, Zoned};

/// Two digits mean a year of the hundred that began so long ago.
const CENTURY_BEGAN: i64 = 80;

/// The fields that were read.
#[derive(Default)]
struct Fields {
    year: Option<i64>,
    before_christ: bool,
    month: Option<i64>,
    day: Option<i64>,
    day_of_year: Option<i64>,
    hour: Option<i64>,
    half_hour: Option<i64>,
    afternoon: Option<bool>,
    minute: i64,
    second: i64,
    millisecond: i64,
    offset: Option<i64>,
}

impl Format {
    /// Reads a moment, in milliseconds since 1970; `now` says which century two digits mean.
    pub(in super::super) fn read(&self, text: &str, now: &Zoned) -> Option<i64> {
        let mut fields = Fields::default();
        let mut rest = text;
        for (index, item) in self.items.iter().enumerate() {
            match item {
                Item::Literal(character) => rest = rest.strip_prefix(*character)?,
                Item::Field(letter, count) => {
                    let next = self.items.get(index + 1);
                    let width = next.is_some_and(is_number).then_some(*count);
                    rest = rest.trim_start_matches([' ', '\t']);
                    rest = match letter {
                        'M' | 'L' if *count >= 3 => {
                            let (month, rest) = named(rest, self.language.months())?;
                            fields.month = Some(month + 1);
                            rest
                        }
                        'E' => named(rest, self.language.days())?.1,
                        'G' => {
                            let (era, rest) = named(rest, &[("BC", "BC"), ("AD", "AD")])?;
                            fields.before_christ = era == 0;
                            rest
                        }
                        'a' => {
                            let (half, rest) = named(rest, &[("AM", "AM"), ("PM", "PM")])?;
                            fields.afternoon = Some(half == 1);
                            rest
                        }
                        'z' | 'Z' | 'X' => {
                            let (offset, rest) = zone(rest, *letter)?;
                            fields.offset = offset;
                            rest
                        }
                        _ => {
                            let (number, behind) = whole(rest, width)?;
                            let digits = rest.len() - behind.len();
                            let plain = rest.starts_with(|first: char| first.is_ascii_digit());
                            let ambiguous = *count <= 2 && digits == 2 && plain;
                            let number = match letter {
                                'y' | 'Y' if ambiguous => in_century(number, now),
                                _ => number,
                            };
                            fields.set(*letter, number);
                            behind
                        }
                    };
                }
            }
        }
        fields.moment()
    }
}

fn is_number(item: &Item) -> bool {
    match item {
        Item::Literal(_) => false,
        Item::Field('M' | 'L', count) => *count <= 2,
        Item::Field(letter, _) => !matches!(letter, 'E' | 'G' | 'a' | 'z' | 'Z' | 'X'),
    }
}

/// A whole number, of so many digits at most.
fn whole(text: &str, width: Option<usize>) -> Option<(i64, &str)> {
    let within = match width {
        Some(width) => text.get(..width)?,
        None => text,
    };
    let digits = within.strip_prefix('-').unwrap_or(within);
    let sign = within.len() - digits.len();
    let end = digits
        .find(|digit: char| !digit.is_ascii_digit())
        .unwrap_or(digits.len());
    // More digits than a long has are no date that anybody meant.
    let number = within.get(..sign + end)?.parse().ok()?;
    Some((number, text.get(sign + end..)?))
}

/// The place of the longest name that the text begins with, whatever its case.
fn named<'text>(text: &'text str, names: &[(&str, &str)]) -> Option<(i64, &'text str)> {
    let mut best: Option<(usize, usize)> = None;
    for (index, (full, short)) in names.iter().enumerate() {
        for name in [full, short] {
            let length: usize = text
                .chars()
                .take(name.chars().count())
                .map(char::len_utf8)
                .sum();
            let begins = text
                .get(..length)
                .is_some_and(|begin| begin.to_lowercase() == name.to_lowercase());
            if begins && best.is_none_or(|(longest, _)| length > longest) {
                best = Some((length, index));
            }
        }
    }
    let (length, index) = best?;
    Some((i64::try_from(index).ok()?, text.get(length..)?))
}

/// A time zone, as seconds east of Greenwich; none for the machine's own.
fn zone(text: &str, letter: char) -> Option<(Option<i64>, &str)> {
    if letter == 'X'
        && let Some(rest) = text.strip_prefix('Z')
    {
        return Some((Some(0), rest));
    }
    if letter != 'X' {
        for name in ["GMT", "UTC", "UT"] {
            if let Some(rest) = text.strip_prefix(name) {
                return Some(signed(rest).unwrap_or((Some(0), rest)));
            }
        }
        let letters = text
            .find(|letter: char| !letter.is_ascii_alphabetic())
            .unwrap_or(text.len());
        if letters > 1 {
            return Some((None, text.get(letters..)?));
        }
    }
    signed(text)
}

/// `+01`, `+0100` or `+01:00`.
fn signed(text: &str) -> Option<(Option<i64>, &str)> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let two = |at: usize| text.get(at..at + 2)?.parse::<u8>().ok().map(i64::from);
    let hours = two(1)?;
    let at = if text.get(3..4) == Some(":") { 4 } else { 3 };
    let (minutes, end) = two(at).map_or((0, 3), |minutes| (minutes, at + 2));
    Some((Some(sign * (hours * 3600 + minutes * 60)), text.get(end..)?))
}

/// The year that two digits mean.
fn in_century(digits: i64, now: &Zoned) -> i64 {
    let first = i64::from(now.year()) - CENTURY_BEGAN;
    let year = first - first.rem_euclid(100) + digits;
    if year < first { year + 100 } else { year }
}

impl Fields {
    fn set(&mut self, letter: char, number: i64) {
        match letter {
            'y' | 'Y' => self.year = Some(number),
            'M' | 'L' => self.month = Some(number),
            'd' => self.day = Some(number),
            'D' => self.day_of_year = Some(number),
            'H' => self.hour = Some(number),
            'k' => self.hour = Some(if number == 24 { 0 } else { number }),
            'K' => self.half_hour = Some(number),
            'h' => self.half_hour = Some(if number == 12 { 0 } else { number }),
            'm' => self.minute = number,
            's' => self.second = number,
            'S' => self.millisecond = number,
            // Weeks do not move a date that has a day.
            _ => {}
        }
    }

    /// The moment that the fields mean, those too large running over into the next.
    fn moment(&self) -> Option<i64> {
        let year = self.year.unwrap_or(1970);
        let year = if self.before_christ { 1 - year } else { year };
        let (month, day) = match self.day_of_year {
            Some(day) if self.month.is_none() => (0, day),
            _ => (
                self.month.unwrap_or(1).checked_sub(1)?,
                self.day.unwrap_or(1),
            ),
        };
        let year = year.checked_add(month.div_euclid(12))?;
        let month = i8::try_from(month.rem_euclid(12) + 1).ok()?;
        let first = Date::new(i16::try_from(year).ok()?, month, 1).ok()?;
        let hour = match (self.half_hour, self.hour) {
            (Some(half), None) => {
                half.checked_add(if self.afternoon == Some(true) { 12 } else { 0 })?
            }
            (_, hour) => hour.unwrap_or(0),
        };
        let parts = [
            (day.checked_sub(1)?, 86_400_000),
            (hour, 3_600_000),
            (self.minute, 60_000),
            (self.second, 1000),
            (self.millisecond, 1),
        ];
        let mut total = 0i64;
        for (count, unit) in parts {
            total = total.checked_add(count.checked_mul(unit)?)?;
        }
        let midnight = DateTime::from_parts(first, Time::midnight());
        let moment = midnight
            .checked_add(SignedDuration::from_millis(total))
            .ok()?;
        self.in_zone(moment)
    }

    /// Where an hour comes twice, the later one is meant; one that is left out is counted on from before.
    fn in_zone(&self, moment: DateTime) -> Option<i64> {
        let zoned = match self.offset {
            Some(seconds) => {
                let offset = Offset::from_seconds(i32::try_from(seconds).ok()?).ok()?;
                moment.to_zoned(TimeZone::fixed(offset)).ok()?
            }
            None => {
                let zoned = TimeZone::system().to_ambiguous_zoned(moment);
                match zoned.offset() {
                    AmbiguousOffset::Fold { .. } => zoned.later().ok()?,
                    _ => zoned.compatible().ok()?,
                }
            }
        };
        Some(zoned.timestamp().as_millisecond())
    }
}
