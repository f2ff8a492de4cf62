//! The mark by which a finding is known again in a later version of the same file.
//!
//! It is made of the code, the file, the text of the line with its white space made even, and the ordinal among
//! findings that agree in all of these. So it survives lines that are added, removed or moved around it, and
//! changes when the line itself does.

use super::{Finding, file_of};
use crate::base::{Diagnostic, Sources};
use rustc_hash::FxHashMap;

/// Gives each diagnostic its fingerprint. The order matters: equal lines are told apart by their order.
#[must_use]
pub fn mark(sources: &Sources, diagnostics: Vec<Diagnostic>) -> Vec<Finding> {
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    diagnostics
        .into_iter()
        .map(|diagnostic| {
            let subject = subject(sources, &diagnostic);
            let ordinal = seen.entry(subject.clone()).or_default();
            let fingerprint = format!("{:016x}", hash(&format!("{subject}\0{ordinal}")));
            *ordinal += 1;
            Finding {
                diagnostic,
                fingerprint,
                trace: None,
            }
        })
        .collect()
}

/// What a fingerprint is made of, but for the ordinal; the headline stands in for a line that does not exist.
fn subject(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let span = diagnostic.primary.span;
    let line = match sources.get(span.source) {
        Some(source) => source.line(source.position(span.start).line),
        None => &diagnostic.message,
    };
    let words: Vec<&str> = line.split_whitespace().collect();
    let file = file_of(sources, span).unwrap_or_default();
    format!("{}\0{file}\0{}", diagnostic.code.id(), words.join(" "))
}

/// FNV-1a over 64 bits: fingerprints are kept in files, so the hash must never change with a library.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Code, Span};

    fn marks(text: &str, words: &[&str]) -> Vec<String> {
        let mut sources = Sources::default();
        let id = sources.add("a.ol", text);
        let mut from = 0;
        let diagnostics = words
            .iter()
            .map(|word| {
                let start = from + text[from..].find(word).unwrap();
                from = start + word.len();
                Diagnostic::new(Code::Q0601, Span::new(id, start, from), "x")
            })
            .collect();
        mark(&sources, diagnostics)
            .into_iter()
            .map(|finding| finding.fingerprint)
            .collect()
    }

    #[test]
    fn survives_lines_that_move_and_indentation() {
        assert_eq!(
            marks("x = 1\n", &["x"]),
            marks("// more\n\n\tx  =  1\n", &["x"])
        );
    }

    #[test]
    fn changes_with_the_line_and_tells_equal_lines_apart() {
        assert_ne!(marks("x = 1\n", &["x"]), marks("x = 2\n", &["x"]));
        let two = marks("x = 1\nx = 1\n", &["x", "x"]);
        assert_ne!(two[0], two[1]);
        assert_eq!(two[0], marks("x = 1\n", &["x"])[0]);
    }

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(hash(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash("foobar"), 0x8594_4171_f739_67e8);
    }
}
