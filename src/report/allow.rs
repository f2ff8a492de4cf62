//! `// quadrille: allow(CODE) because …` excuses findings of that code in the source.
//!
//! The comment excuses what begins on its own line, or else on the next line that is not a comment itself. Codes are written as `Q0311` or `unimplemented-operation`,
//! several with commas. Without a reason it excuses nothing and is Q0603; when it excuses nothing it is Q0604.
//! What makes the input unusable is never excused.

use super::comment::{Comment, line_comments};
use super::{makes_unusable, undecided};
use crate::base::{Code, Diagnostic, Source, SourceId, Sources, Span};

const HELP: &str = "write `// quadrille: allow(CODE) because` and the reason";

/// A comment that asks to excuse something.
struct Allow<'a> {
    /// The whole comment.
    span: Span,
    /// The codes as they are written, with their places.
    codes: Vec<(&'a str, Span)>,
    /// Whether a reason is given.
    reason: bool,
    /// Its line.
    line: usize,
    /// The next line that is not only a comment.
    next: usize,
}

/// Takes away what comments excuse, and adds what is wrong with the comments themselves.
///
/// Only comments in sources that were `asked` for are held to be of use, and only when everything could be judged.
pub fn apply(
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
    asked: impl Fn(SourceId) -> bool,
) {
    let judged = !diagnostics
        .iter()
        .any(|one| makes_unusable(one) || undecided(one));
    let mut complaints = Vec::new();
    for (id, source) in sources.iter() {
        for allow in allows(id, source) {
            if !allow.reason {
                if asked(id) {
                    complaints.push(without_reason(&allow));
                }
                continue;
            }
            for (text, span) in &allow.codes {
                let excused = excuse(source, id, diagnostics, &allow, text);
                if !excused && judged && asked(id) {
                    complaints.push(unused(text, *span));
                }
            }
        }
    }
    diagnostics.append(&mut complaints);
}

/// Takes away the findings that `code` of this comment excuses; whether there was one.
fn excuse(
    source: &Source,
    id: SourceId,
    diagnostics: &mut Vec<Diagnostic>,
    allow: &Allow<'_>,
    code: &str,
) -> bool {
    let Ok(code) = code.parse::<Code>() else {
        return false;
    };
    [allow.line, allow.next].into_iter().any(|line| {
        let before = diagnostics.len();
        diagnostics.retain(|one| {
            let span = one.primary.span;
            let excused = one.code == code
                && span.source == id
                && source.position(span.start).line == line
                && !makes_unusable(one)
                && !undecided(one);
            !excused
        });
        diagnostics.len() < before
    })
}

fn without_reason(allow: &Allow<'_>) -> Diagnostic {
    Diagnostic::new(
        Code::Q0603,
        allow.span,
        "an `allow` without a reason excuses nothing",
    )
    .label("why is it allowed?")
    .help(HELP)
}

fn unused(text: &str, span: Span) -> Diagnostic {
    match text.parse::<Code>() {
        Ok(code) => Diagnostic::new(
            Code::Q0604,
            span,
            format!("no finding of {code} ({}) to excuse here", code.name()),
        )
        .help("remove it, or move it to the line of the finding or the line before"),
        Err(_) => Diagnostic::new(
            Code::Q0604,
            span,
            format!("`{text}` is no code, and excuses nothing"),
        )
        .help("`quadrille explain --all` prints every code"),
    }
}

fn allows(id: SourceId, source: &Source) -> Vec<Allow<'_>> {
    let text = source.text();
    if !text.contains("quadrille:") {
        return Vec::new();
    }
    line_comments(text)
        .into_iter()
        .filter_map(|comment| allow(id, source, comment))
        .collect()
}

/// Reads `quadrille: allow(A, B) because …`; `None` for any other comment.
fn allow<'a>(id: SourceId, source: &'a Source, comment: Comment<'a>) -> Option<Allow<'a>> {
    let written = comment.text.trim_start().strip_prefix("quadrille:")?;
    let written = written
        .trim_start()
        .strip_prefix("allow")?
        .trim_start()
        .strip_prefix('(')?;
    let (codes, after) = written.split_once(')')?;
    let place = |start: usize, length: usize| Span::new(id, start, start + length);
    let mut at = comment.end - written.len();
    let codes = codes.split(',').map(|code| {
        let start = at + (code.len() - code.trim_start().len());
        at += code.len() + 1;
        (code.trim(), place(start, code.trim().len()))
    });
    let line = source.position(place(comment.start, 0).start).line;
    Some(Allow {
        span: place(comment.start, comment.end - comment.start),
        codes: codes.collect(),
        reason: has_reason(after),
        line,
        next: next_line(source, line),
    })
}

/// Whether `because` and at least a word follow.
fn has_reason(after: &str) -> bool {
    after
        .trim_start()
        .strip_prefix("because")
        .is_some_and(|reason| {
            reason.starts_with(|first: char| !first.is_alphanumeric())
                && reason.contains(char::is_alphanumeric)
        })
}

/// The first line after `line` that is not only a comment.
fn next_line(source: &Source, line: usize) -> usize {
    let comment = |line: &usize| source.line(*line).trim_start().starts_with("//");
    (line + 1..).find(|line| !comment(line)).unwrap_or(line + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes and lines that are left of one finding of each code in `found`, at the first `HERE` of the text.
    fn left(text: &str, found: &[Code]) -> Vec<(Code, usize)> {
        let mut sources = Sources::default();
        let id = sources.add("a.ol", text);
        let here = text.find("HERE").unwrap();
        let mut diagnostics: Vec<_> = found
            .iter()
            .map(|code| Diagnostic::new(*code, Span::new(id, here, here + 4), "x"))
            .collect();
        apply(&sources, &mut diagnostics, |_| true);
        let source = sources.get(id).unwrap();
        let line = |one: &Diagnostic| source.position(one.primary.span.start).line;
        diagnostics
            .iter()
            .map(|one| (one.code, line(one)))
            .collect()
    }

    #[test]
    fn excuses_its_own_line_and_the_next() {
        let one = [Code::Q0311];
        let own = "HERE // quadrille: allow(Q0311) because it is offered to nobody yet";
        assert_eq!(left(own, &one), []);
        let next = "// quadrille: allow( unimplemented-operation ) because of tests\n  HERE";
        assert_eq!(left(next, &one), []);
        let stacked =
            "// quadrille: allow(q0311) because a\n// quadrille: allow(Q0601) because b\nHERE";
        assert_eq!(left(stacked, &[Code::Q0311, Code::Q0601]), []);
        let several = "//quadrille:allow(Q0311,Q0601) because it is so\nHERE";
        assert_eq!(left(several, &[Code::Q0311, Code::Q0601]), []);
    }

    #[test]
    fn excuses_nothing_elsewhere() {
        let far = "// quadrille: allow(Q0311) because x\n\nHERE";
        assert_eq!(
            left(far, &[Code::Q0311]),
            [(Code::Q0311, 3), (Code::Q0604, 1)]
        );
        let other = "HERE // quadrille: allow(Q0601) because x";
        assert_eq!(
            left(other, &[Code::Q0311]),
            [(Code::Q0311, 1), (Code::Q0604, 1)]
        );
        let inside = "a = \"// quadrille: allow(Q0311) because x\" HERE";
        assert_eq!(left(inside, &[Code::Q0311]), [(Code::Q0311, 1)]);
        let unknown = "HERE // quadrille: allow(Q9999) because x";
        assert_eq!(left(unknown, &[]), [(Code::Q0604, 1)]);
    }

    #[test]
    fn without_a_reason_it_excuses_nothing() {
        for reason in ["", "because", "because …", "becausewhat", "since x"] {
            let text = format!("HERE // quadrille: allow(Q0311) {reason}");
            assert_eq!(
                left(&text, &[Code::Q0311]),
                [(Code::Q0311, 1), (Code::Q0603, 1)],
                "{reason}"
            );
        }
    }

    #[test]
    fn what_makes_the_input_unusable_is_never_excused() {
        let text = "HERE // quadrille: allow(Q0001, Q0311) because x";
        assert_eq!(left(text, &[Code::Q0001]), [(Code::Q0001, 1)]);
    }

    #[test]
    fn comments_of_files_that_were_not_asked_for_are_not_judged() {
        let mut sources = Sources::default();
        sources.add(
            "library.iol",
            "// quadrille: allow(Q0311) because x\n// quadrille: allow(Q0311)",
        );
        let mut diagnostics = Vec::new();
        apply(&sources, &mut diagnostics, |_| false);
        assert_eq!(diagnostics, []);
        apply(&sources, &mut diagnostics, |_| true);
        assert_eq!(diagnostics.len(), 2);
        assert_eq!(sources.text(diagnostics[0].primary.span), "Q0311");
    }
}
