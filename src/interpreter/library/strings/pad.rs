//! Joining, padding and cutting into pieces.

use super::super::super::value::Value;
use super::super::request::{check_length, elements, exception, int, out_of_memory, text};
use super::super::{Outcome, utf16};
use super::answer_of;

/// `join`: the pieces with the delimiter between them.
pub(super) fn join(request: &Value) -> Outcome {
    let delimiter = text(request, "delimiter");
    let mut joined = String::new();
    for (index, piece) in elements(request, "piece").iter().enumerate() {
        if index > 0 {
            joined.push_str(&delimiter);
        }
        joined.push_str(&piece.as_string());
        check_length(joined.len())?;
    }
    Ok(joined.into())
}

/// `leftPad` and `rightPad`: filled up to a length with the first character of another string.
pub(super) fn pad(request: &Value, left: bool) -> Outcome {
    let string = request.as_string();
    let missing = i64::from(int(request, "length")) - i64::from(utf16::int_length(&string));
    let Some(missing) = usize::try_from(missing).ok().filter(|missing| *missing > 0) else {
        return Ok(string.into());
    };
    let Some(character) = text(request, "char").chars().next() else {
        return Err(exception(
            "StringIndexOutOfBoundsException",
            "Index 0 out of bounds for length 0",
        ));
    };
    check_length(string.len().saturating_add(missing.saturating_mul(4)))?;
    // Half of a character is none.
    let character = if character.len_utf16() == 1 {
        character
    } else {
        '?'
    };
    let padding: String = std::iter::repeat_n(character, missing).collect();
    Ok(if left {
        format!("{padding}{string}")
    } else {
        format!("{string}{padding}")
    }
    .into())
}

/// `splitByLength`: pieces of a length, the last one perhaps shorter. Without a length Java makes empty pieces until its
/// memory is full.
pub(super) fn split_by_length(request: &Value) -> Outcome {
    let string = request.as_string();
    let length = int(request, "length");
    let whole = utf16::int_length(&string);
    if length <= 0 && whole > length {
        return Err(match (length, whole) {
            (0, 0) => return Ok(answer_of("result", vec![String::new()])),
            (0, _) => out_of_memory(),
            _ => exception(
                "StringIndexOutOfBoundsException",
                format!("Range [0, {length}) out of bounds for length {whole}"),
            ),
        });
    }
    let mut pieces = Vec::new();
    let (mut piece, mut units) = (String::new(), 0);
    for character in string.chars() {
        let width = i32::from(character.len_utf16() == 2) + 1;
        if units + width > length && units > 0 && (width == 1 || units == length) {
            pieces.push(std::mem::take(&mut piece));
            units = 0;
        }
        if units + width > length {
            // The piece ends inside of a character.
            piece.push(char::REPLACEMENT_CHARACTER);
            pieces.push(std::mem::take(&mut piece));
            piece.push(char::REPLACEMENT_CHARACTER);
            units = 1;
        } else {
            piece.push(character);
            units += width;
        }
    }
    pieces.push(piece);
    Ok(answer_of("result", pieces))
}
