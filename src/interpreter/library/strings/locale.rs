//! How numbers are written in a language. Those that are not listed write them as English does.

/// A language, and perhaps a country.
pub(super) struct Locale {
    /// Between thousands.
    pub(super) group: &'static str,
    /// Before the fraction.
    pub(super) point: &'static str,
    /// Before the percent sign.
    pub(super) percent: &'static str,
    /// The sign of money.
    pub(super) sign: &'static str,
    /// Whether it goes behind the number.
    pub(super) behind: bool,
}

impl Locale {
    /// The locale of a tag such as `en-US`.
    pub(super) fn new(tag: &str) -> Self {
        let tag = tag.to_ascii_lowercase();
        let (language, country) = tag.split_once('-').unwrap_or((&tag, ""));
        let (group, point) = match language {
            "de" if country == "ch" => ("’", "."),
            "de" | "it" | "es" | "nl" | "da" | "id" | "tr" | "pt" | "el" | "hr" | "ro" => {
                (".", ",")
            }
            "fr" => ("\u{202f}", ","),
            "sv" | "nb" | "no" | "fi" | "cs" | "pl" | "ru" | "uk" | "hu" | "sk" | "bg" => {
                ("\u{a0}", ",")
            }
            _ => (",", "."),
        };
        let percent = match language {
            "de" if country == "ch" => "",
            "de" | "es" | "da" | "sv" | "nb" | "no" | "fi" | "cs" | "ru" | "sk" | "ro" => "\u{a0}",
            "fr" => "\u{202f}",
            _ => "",
        };
        let sign = match country {
            "us" => "$",
            "gb" => "£",
            "de" | "fr" | "it" | "es" | "fi" | "at" | "be" | "pt" | "ie" => "€",
            "dk" => "kr.",
            "se" => "kr",
            _ => "¤",
        };
        let behind = !percent.is_empty()
            || matches!(language, "it" | "pl" | "uk" | "hu" | "bg" | "el" | "hr");
        Self {
            group,
            point,
            percent,
            sign,
            behind,
        }
    }
}
