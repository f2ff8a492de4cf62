//! The names of months and days.

/// A language that dates are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) enum Language {
    /// English
    #[default]
    English,
    /// Italian
    Italian,
}

/// Full and short names.
type Names<const COUNT: usize> = [(&'static str, &'static str); COUNT];

const ENGLISH_MONTHS: Names<12> = [
    ("January", "Jan"),
    ("February", "Feb"),
    ("March", "Mar"),
    ("April", "Apr"),
    ("May", "May"),
    ("June", "Jun"),
    ("July", "Jul"),
    ("August", "Aug"),
    ("September", "Sep"),
    ("October", "Oct"),
    ("November", "Nov"),
    ("December", "Dec"),
];

const ITALIAN_MONTHS: Names<12> = [
    ("gennaio", "gen"),
    ("febbraio", "feb"),
    ("marzo", "mar"),
    ("aprile", "apr"),
    ("maggio", "mag"),
    ("giugno", "giu"),
    ("luglio", "lug"),
    ("agosto", "ago"),
    ("settembre", "set"),
    ("ottobre", "ott"),
    ("novembre", "nov"),
    ("dicembre", "dic"),
];

const ENGLISH_DAYS: Names<7> = [
    ("Monday", "Mon"),
    ("Tuesday", "Tue"),
    ("Wednesday", "Wed"),
    ("Thursday", "Thu"),
    ("Friday", "Fri"),
    ("Saturday", "Sat"),
    ("Sunday", "Sun"),
];

const ITALIAN_DAYS: Names<7> = [
    ("lunedì", "lun"),
    ("martedì", "mar"),
    ("mercoledì", "mer"),
    ("giovedì", "gio"),
    ("venerdì", "ven"),
    ("sabato", "sab"),
    ("domenica", "dom"),
];

impl Language {
    /// The months, January first.
    pub(super) fn months(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::English => &ENGLISH_MONTHS,
            Self::Italian => &ITALIAN_MONTHS,
        }
    }

    /// The days of the week, Monday first.
    pub(super) fn days(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::English => &ENGLISH_DAYS,
            Self::Italian => &ITALIAN_DAYS,
        }
    }
}
