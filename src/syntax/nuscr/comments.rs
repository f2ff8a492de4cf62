//! Comments of nuScr: `// …`, `(*) …` to the end of the line, `/* … */`, and `(* … *)`, which nest.

/// A text with spaces in place of its comments; or where a comment begins that does not end.
pub(super) fn blanked(text: &str) -> Result<String, usize> {
    let mut rest = text;
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") || rest.starts_with("(*)") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            let inside = rest.get(2..).unwrap_or("");
            inside.find("*/").ok_or(at)? + 4
        } else if rest.starts_with("(*") && !rest.starts_with("(*#") {
            nested(rest).ok_or(at)?
        } else {
            let length = match first {
                '"' => string(rest),
                _ => first.len_utf8(),
            };
            let (kept, after) = rest.split_at(length);
            result.push_str(kept);
            (rest, at) = (after, at + length);
            continue;
        };
        let (comment, after) = rest.split_at(length);
        result.extend(comment.bytes().map(|byte| match byte {
            b'\n' => '\n',
            _ => ' ',
        }));
        (rest, at) = (after, at + length);
    }
    Ok(result)
}

/// How long a string at the beginning of a text is, within its line.
fn string(text: &str) -> usize {
    let inside = text.get(1..).unwrap_or("");
    match inside.find(['"', '\n']) {
        Some(end) if inside[end..].starts_with('"') => end + 2,
        _ => 1,
    }
}

/// How long a comment is that may hold others.
fn nested(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("(*)") {
            at += 3;
        } else if rest.starts_with("(*") {
            open += 1;
            at += 2;
        } else if rest.starts_with("*)") {
            open -= 1;
            at += 2;
            if open == 0 {
                return Some(at);
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_blanked_where_they_stand() {
        let text = "(*# P #*) a // b\nc (* d (* e *) (*) é *) f /* g\n */ h (*) i\n\"// (*\" j";
        let blank = blanked(text).unwrap_or_default();
        assert_eq!(blank.len(), text.len());
        let words: Vec<&str> = blank.split_whitespace().collect();
        assert_eq!(
            words,
            ["(*#", "P", "#*)", "a", "c", "f", "h", "\"//", "(*\"", "j"]
        );
        assert_eq!(blanked("a (* (* *)"), Err(2));
        assert_eq!(blanked("/* "), Err(0));
    }
}
