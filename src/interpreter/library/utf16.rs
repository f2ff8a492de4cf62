//! Lengths and places in strings, which count UTF-16 units. Half of a surrogate pair becomes U+FFFD: a string here is
//! made of whole characters.

/// How many units a text has.
pub(super) fn length(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.encode_utf16().count()
}

/// The length as the `int` that Java says it in.
pub(super) fn int_length(text: &str) -> i32 {
    i32::try_from(length(text)).unwrap_or(i32::MAX)
}

/// The units from one place to another, both inside the text and in order.
pub(super) fn slice(text: &str, begin: usize, end: usize) -> String {
    if text.is_ascii() {
        return text.get(begin..end).unwrap_or_default().to_owned();
    }
    let units = text.encode_utf16().skip(begin).take(end - begin);
    char::decode_utf16(units)
        .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// A part of a text from one place to another, or what Java says when there is none.
pub(super) fn substring(text: &str, begin: i32, end: i32) -> Result<String, String> {
    let length = int_length(text);
    match (usize::try_from(begin), usize::try_from(end)) {
        (Ok(first), Ok(last)) if begin <= end && end <= length => Ok(slice(text, first, last)),
        _ => Err(format!(
            "Range [{begin}, {end}) out of bounds for length {length}"
        )),
    }
}

/// The place of a byte.
pub(super) fn place(text: &str, byte: usize) -> i32 {
    int_length(text.get(..byte).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_units() {
        assert_eq!(length("aé😀"), 4);
        assert_eq!(substring("aé😀z", 1, 4).unwrap(), "é😀");
        assert_eq!(substring("a😀", 0, 2).unwrap(), "a\u{fffd}");
        assert_eq!(
            substring("abc", 2, 1).unwrap_err(),
            "Range [2, 1) out of bounds for length 3"
        );
        assert!(substring("abc", -1, 1).is_err() && substring("abc", 0, 4).is_err());
        assert_eq!(place("😀b", 4), 2);
    }
}
