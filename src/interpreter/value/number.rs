//! Doubles as Jolie writes and reads them, which is as Java does.

/// A double as text: the shortest digits that read back as it, with one digit behind the point at least; from ten
/// million up and below a thousandth with an exponent.
#[must_use]
pub fn double_text(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    let magnitude = value.abs();
    if value == 0.0 || (1e-3..1e7).contains(&magnitude) {
        return format!("{value:?}");
    }
    let text = format!("{value:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let point = if digits.contains('.') { "" } else { ".0" };
    format!("{digits}{point}E{exponent}")
}

/// A text as a double: spaces around it are allowed, and one of Java's suffixes after it.
#[must_use]
pub(super) fn parse_double(text: &str) -> Option<f64> {
    let text = text.trim_matches(|character: char| character <= ' ');
    match text.trim_start_matches(['+', '-']) {
        "NaN" => return Some(f64::NAN),
        "Infinity" if text.starts_with('-') => return Some(f64::NEG_INFINITY),
        "Infinity" => return Some(f64::INFINITY),
        _ => {}
    }
    let digits = text.strip_suffix(['d', 'D', 'f', 'F']).unwrap_or(text);
    let plain = |byte: u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
    digits.bytes().all(plain).then(|| digits.parse().ok())?
}

/// A text as a whole number, as `Integer.parseInt` and `Long.parseLong` read it: a sign and digits.
#[must_use]
pub(super) fn parse_whole(text: &str) -> Option<i64> {
    text.trim_matches(|character: char| character <= ' ')
        .parse()
        .ok()
}
