//! The report for people, like rustc's: code and headline, the lines on both sides of a communication, notes, help.

use super::run::{draw, place, plain};
use super::{Report, codes_of, summary};
use crate::base::{Code, Diagnostic, Label, Severity, Source, SourceId, Sources};
use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Renderer, Snippet, normalize_untrusted_str,
};
use std::fmt::Write;
use std::ops::Range;

/// Everything on every finding, where to read more, and the summary.
///
/// With `styled` it holds the escape sequences of colours; without, none.
#[must_use]
pub fn render(report: &Report<'_>, styled: bool) -> String {
    let mut text = findings(report, styled);
    text.push_str(&ending(report));
    text
}

/// Everything on every finding: what [`render`] begins with.
#[must_use]
pub fn findings(report: &Report<'_>, styled: bool) -> String {
    let mut text = String::new();
    for finding in &report.findings {
        text.push_str(&diagnostic(report.sources, &finding.diagnostic, styled));
        text.push_str("\n\n");
        if let Some(trace) = &finding.trace {
            let run = draw(report.sources, trace, report.drawing);
            text.push_str(&run);
            text.push_str(if run.is_empty() { "" } else { "\n" });
        }
    }
    text
}

/// What is assumed and not decided, where to read more, and the summary: what [`render`] ends with, apart because the summary tells the time that
/// everything before it took.
#[must_use]
pub fn ending(report: &Report<'_>) -> String {
    let mut text = assumed(report) + &undecided(report);
    if let Some(more) = where_to_read(&codes_of(&report.findings)) {
        let _ = writeln!(text, "{more}");
    }
    let _ = match &report.error {
        Some(error) => writeln!(text, "error: {error}"),
        None => writeln!(text, "{}", summary(report)),
    };
    text
}

/// What could not be followed: `Assumed: … (shop.ol:4) [Q0801]`, a line each, as far as they are few.
fn assumed(report: &Report<'_>) -> String {
    let mut assumptions = report.systems.iter().flat_map(|system| &system.assumptions);
    let mut text = String::new();
    for one in assumptions.by_ref().take(ASSUMED) {
        let place = place(report.sources, one.span).map_or(String::new(), |at| format!(" ({at})"));
        let _ = writeln!(
            text,
            "Assumed: {}{place} [{}]",
            plain(&one.message),
            one.code
        );
    }
    match assumptions.count() {
        0 => {}
        more => {
            let _ = writeln!(text, "and {more} more, all in --format json");
        }
    }
    text
}

/// How many assumptions are written out.
const ASSUMED: usize = 10;

/// `Not decided: …`, a line each.
fn undecided(report: &Report<'_>) -> String {
    let mut text = String::new();
    for judged in &report.verdicts {
        if let Some(why) = &judged.undecided {
            let _ = writeln!(
                text,
                "Not decided: {}: {}",
                plain(&judged.question()),
                plain(why)
            );
        }
    }
    text
}

/// One diagnostic, without a line end.
#[must_use]
pub fn diagnostic(sources: &Sources, diagnostic: &Diagnostic, styled: bool) -> String {
    let (level, id) = (level(diagnostic.severity), diagnostic.code.id());
    let title = level.primary_title(diagnostic.message.as_str()).id(id);
    let mut group = Group::with_title(title);
    for part in parts(sources, diagnostic) {
        group = group.element(part.snippet());
    }
    let remarks = nowhere(sources, diagnostic);
    let notes = remarks.iter().chain(&diagnostic.notes);
    for note in notes {
        group = group.element(remark(Level::NOTE, note));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(remark(Level::HELP, help));
    }
    let renderer = if styled {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    renderer.render(&[group])
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

fn remark<'a>(level: Level<'a>, text: &str) -> Element<'a> {
    level.message(normalize_untrusted_str(text)).into()
}

/// What one source has to show: the lines from the first label to the last.
struct Part<'a> {
    source: &'a Source,
    labels: Vec<(AnnotationKind, Range<usize>, &'a str)>,
}

/// The primary label's source first, then the others in the order of their labels.
fn parts<'a>(sources: &'a Sources, diagnostic: &'a Diagnostic) -> Vec<Part<'a>> {
    let primary = std::iter::once((AnnotationKind::Primary, &diagnostic.primary));
    let related = diagnostic
        .related
        .iter()
        .map(|label| (AnnotationKind::Context, label));
    let mut parts: Vec<(SourceId, Part<'a>)> = Vec::new();
    for (kind, label) in primary.chain(related) {
        let Some(source) = shown(sources, label) else {
            continue;
        };
        let range = within(source.text(), label.span.start, label.span.end);
        let entry = (kind, range, label.message.as_str());
        match parts.iter_mut().find(|(id, _)| *id == label.span.source) {
            Some((_, part)) => part.labels.push(entry),
            None => parts.push((
                label.span.source,
                Part {
                    source,
                    labels: vec![entry],
                },
            )),
        }
    }
    parts.into_iter().map(|(_, part)| part).collect()
}

/// The source that a label lies in, when it has text to show.
fn shown<'a>(sources: &'a Sources, label: &Label) -> Option<&'a Source> {
    sources
        .get(label.span.source)
        .filter(|source| !source.text().is_empty())
}

/// What is said of places that have no text to show.
fn nowhere(sources: &Sources, diagnostic: &Diagnostic) -> Vec<String> {
    std::iter::once(&diagnostic.primary)
        .chain(&diagnostic.related)
        .filter(|label| shown(sources, label).is_none())
        .filter_map(|label| {
            let name = sources.get(label.span.source).map(Source::name);
            match (name, label.message.as_str()) {
                (None, "") => None,
                (None, message) => Some(message.to_owned()),
                (Some(name), "") => Some(format!("in {name}")),
                (Some(name), message) => Some(format!("{message}, in {name}")),
            }
        })
        .collect()
}

impl<'a> Part<'a> {
    fn snippet(&self) -> Snippet<'a, Annotation<'a>> {
        let text: &'a str = self.source.text();
        let first = self.labels.iter().map(|(_, range, _)| range.start).min();
        let last = self.labels.iter().map(|(_, range, _)| range.end).max();
        let start = text[..first.unwrap_or(0)]
            .rfind('\n')
            .map_or(0, |at| at + 1);
        let end = last.unwrap_or(text.len());
        let end = text[end..].find('\n').map_or(text.len(), |at| end + at);
        // A return before the line end that is cut off belongs to it, unless a label reaches over it.
        let end = end - usize::from(text[..end].ends_with('\r') && last < Some(end));
        let line = self
            .source
            .position(u32::try_from(start).unwrap_or(u32::MAX))
            .line;
        let annotations = self.labels.iter().map(|(kind, range, message)| {
            let label = (!message.is_empty()).then(|| normalize_untrusted_str(message));
            (*kind)
                .span(range.start - start..range.end - start)
                .label(label)
        });
        Snippet::source(&text[start..end])
            .path(normalize_untrusted_str(self.source.name()))
            .line_start(line)
            .annotations(annotations)
    }
}

/// The range of bytes, moved into the text and onto the borders of characters.
fn within(text: &str, start: u32, end: u32) -> Range<usize> {
    let border = |offset: u32| {
        let offset = (offset as usize).min(text.len());
        (0..=offset)
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(0)
    };
    let start = border(start);
    start..border(end).max(start)
}

/// `Read more: quadrille explain Q0311`, for the codes of a report.
fn where_to_read(codes: &[Code]) -> Option<String> {
    let ids: Vec<&str> = codes.iter().map(|code| code.id()).collect();
    match ids.as_slice() {
        [] => None,
        [id] => Some(format!("Read more: quadrille explain {id}")),
        _ => Some(format!(
            "Read more: quadrille explain CODE, for {}",
            ids.join(", ")
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Span;
    use crate::report::Choices;
    use crate::report::sample::{sample, sample_with_run};

    fn lines(text: &str) -> Vec<&str> {
        text.lines().map(str::trim_end).collect()
    }

    #[test]
    fn shows_both_sides_of_a_communication() {
        let sample = sample();
        let text = diagnostic(&sample.sources, &sample.diagnostics[1], false);
        let expected = "\
error[Q0313]: `price` is one-way, and is awaited like a request-response
 --> buyer.ol:3:14
  |
3 |     price@Shop( \"😀 tea\" )( price )
  |                 ^^^^^^^^^^^^^^^^^^^ an answer is awaited here
  |
 ::: lib/the shop.iol:2:13
  |
2 |     OneWay: price( string )
  |             --------------- declared one-way here
  |
  = note: a one-way has no answer
  = help: declare `price` under RequestResponse";
        assert_eq!(lines(&text), lines(expected));
    }

    #[test]
    fn what_lies_nowhere_is_said_without_lines() {
        let sample = sample();
        let text = diagnostic(&sample.sources, &sample.diagnostics[0], false);
        assert_eq!(
            lines(&text),
            [
                "error[Q0101]: cannot read bank.ol: no such file",
                " |",
                " = help: check the path"
            ]
        );
    }

    #[test]
    fn spans_beyond_the_text_and_inside_a_character_are_shown_all_the_same() {
        let mut sources = Sources::default();
        let id = sources.add("a.ol", "é\r\nb");
        for (start, end) in [
            (0, 0),
            (1, 1),
            (1, 2),
            (2, 5),
            (5, 5),
            (4, 99),
            (99, 99),
            (5, 2),
        ] {
            let finding =
                Diagnostic::new(Code::Q0001, Span::new(id, start, end), "x").label("here");
            let text = diagnostic(&sources, &finding, false);
            assert!(text.contains("here"), "{start}..{end}: {text}");
        }
    }

    proptest::proptest! {
        /// Whatever the text and wherever the labels, there is a report and no panic, with and without colours.
        #[test]
        fn any_text_with_any_labels_is_shown(
            text in "([a-z \\t{}]|[éß😀漢\u{301}]|\\n|\\r\\n|\u{0}|\u{200b}){0,60}",
            other in "[a-z\\n]{0,8}",
            spans in proptest::collection::vec((0_usize..2, 0_usize..100, 0_usize..100, "[a-zé\\n]{0,6}"), 1..6),
        ) {
            let mut sources = Sources::default();
            let ids = [sources.add("a.ol", text), sources.add("b.ol", other)];
            let at = |(file, start, end, _): &(usize, usize, usize, String)| Span::new(ids[*file], *start, *end);
            let first = Diagnostic::new(Code::Q0001, at(&spans[0]), "headline").label(spans[0].3.clone());
            let finding = spans[1..].iter().fold(first, |finding, one| finding.related(at(one), one.3.clone()));
            for styled in [false, true] {
                assert!(diagnostic(&sources, &finding, styled).contains("headline"));
            }
            let report = Report::new(&sources, vec![finding], Vec::new(), &Choices::default(), |_| true);
            assert!(crate::report::json::render(&report).starts_with('{'));
            assert!(crate::report::sarif::render(&report).starts_with('{'));
            assert!(crate::report::junit::render(&report).unwrap().starts_with('<'));
        }
    }

    #[test]
    fn line_ends_of_windows_are_not_shown() {
        let mut sources = Sources::default();
        let id = sources.add("a.ol", "a\r\nb\r\n");
        for place in [0, 3] {
            let finding = Diagnostic::new(Code::Q0001, Span::new(id, place, place + 1), "x");
            let text = diagnostic(&sources, &finding, false);
            assert!(!text.contains(['\r', '\u{240d}']), "{text}");
        }
    }

    #[test]
    fn colours_only_when_styled() {
        let sample = sample();
        let report = sample.report();
        assert!(!render(&report, false).contains('\u{1b}'));
        assert!(render(&report, true).contains('\u{1b}'));
        assert!(
            render(&report, false)
                .contains("Read more: quadrille explain CODE, for Q0101, Q0311, Q0313")
        );
    }

    #[test]
    fn no_escape_sequence_of_a_source_reaches_the_terminal() {
        let mut sources = Sources::default();
        let id = sources.add("\u{1b}[31m.ol", "x = \"\u{1b}[31m\"");
        let finding = Diagnostic::new(Code::Q0001, Span::new(id, 0, 3), "got \u{1b}[31m")
            .label("\u{1b}[31m")
            .note("\u{1b}[31m")
            .help("\u{1b}[31m");
        assert!(!diagnostic(&sources, &finding, false).contains('\u{1b}'));
    }
    #[test]
    fn a_finding_is_followed_by_its_run_and_what_is_open_is_said() {
        let (sample, _) = sample_with_run();
        let text = render(&sample.judged(), false);
        let warning = text.find("warning[Q0312]: Shop may wait for ever").unwrap();
        let run = text
            .find("\n\nHow it happens:\n  1. client → Shop: buy")
            .unwrap();
        let error = text.find("error[Q0312]: Shop waits for ever").unwrap();
        assert!(warning < run && run < error, "{text}");
        assert_eq!(text.matches("How it happens:").count(), 2);
        assert!(
            text.contains(
                "Not decided: reception-safety of Shop in shop: 10 000 states were seen\n"
            ),
            "{text}"
        );
        let choices = Choices {
            drawing: crate::report::Drawing::Nothing,
            ..Choices::default()
        };
        let text = render(&sample.judged_with(&choices), false);
        assert!(!text.contains("How it happens"), "{text}");
    }

    #[test]
    fn assumptions_are_written_out_while_they_are_few() {
        let sample = sample();
        let mut report = sample.report();
        let one = crate::automata::network::Assumption {
            code: Code::Q0901,
            span: sample.diagnostics[1].primary.span,
            message: "anybody may answer".to_owned(),
        };
        report.systems.push(crate::report::System {
            assumptions: vec![one; ASSUMED + 2],
            ..Default::default()
        });
        let text = ending(&report);
        assert!(text.starts_with("Assumed: anybody may answer (buyer.ol:3) [Q0901]\n"));
        assert!(
            text.contains("\nand 2 more, all in --format json\n"),
            "{text}"
        );
    }
}
