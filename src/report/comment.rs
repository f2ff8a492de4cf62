//! The line comments of a Jolie source: `//` outside strings and block comments.

/// One `//` comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Comment<'a> {
    /// The byte of its first slash.
    pub start: usize,
    /// The byte after its last that is not white space.
    pub end: usize,
    /// What stands between the slashes and `end`.
    pub text: &'a str,
}

/// The line comments of `source`, in order.
pub(super) fn line_comments(source: &str) -> Vec<Comment<'_>> {
    let mut comments = Vec::new();
    let mut at = if source.starts_with("#!") {
        line_end(source, 0)
    } else {
        0
    };
    while let Some(found) = source[at..].find(['"', '/']) {
        let start = at + found;
        let rest = &source[start..];
        at = if rest.starts_with("//") {
            let end = line_end(source, start);
            let whole = source[start..end].trim_end();
            comments.push(Comment {
                start,
                end: start + whole.len(),
                text: whole.trim_start_matches('/'),
            });
            end
        } else if rest.starts_with("/*") {
            after(source, start + 2, "*/")
        } else if rest.starts_with('"') {
            string_end(source, start + 1)
        } else {
            start + 1
        };
    }
    comments
}

fn line_end(source: &str, from: usize) -> usize {
    source[from..]
        .find('\n')
        .map_or(source.len(), |length| from + length)
}

fn after(source: &str, from: usize, closing: &str) -> usize {
    source[from..]
        .find(closing)
        .map_or(source.len(), |length| from + length + closing.len())
}

fn string_end(source: &str, from: usize) -> usize {
    let mut escaped = false;
    for (offset, byte) in source[from..].bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return from + offset + 1,
            _ => {}
        }
    }
    source.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<&str> {
        line_comments(source)
            .into_iter()
            .map(|one| one.text)
            .collect()
    }

    #[test]
    fn strings_and_block_comments_hold_no_line_comments() {
        let source =
            "#! /bin//x\nl = \"socket://a\\\"//b\" // one\n/* // no\n*/ /// two\r\na / b //";
        assert_eq!(texts(source), [" one", " two", ""]);
        assert_eq!(texts("\"open // é"), [""; 0]);
        assert_eq!(texts("/* open // é"), [""; 0]);
    }
}
