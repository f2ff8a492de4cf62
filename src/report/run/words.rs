//! The words for one step, the same in every drawing.

use super::{Cast, doer, ends, shown};
use crate::base::{Source, Sources, Span};
use crate::verdict::{Step, StepKind, Trace};

/// How much of the source a step quotes.
const QUOTED: usize = 60;

/// Each step that people are shown, in a sentence; then each place where somebody is left standing.
pub(in crate::report) fn tell<'a>(sources: &Sources, trace: &'a Trace) -> Vec<(String, &'a Step)> {
    let cast = Cast::of(trace);
    let steps = shown(trace).into_iter().map(|(_, step)| step);
    steps
        .chain(&trace.standing)
        .map(|step| (sentence(sources, &cast, step), step))
        .collect()
}

/// One line for a list: who does what, without the place.
pub(super) fn sentence(sources: &Sources, cast: &Cast, step: &Step) -> String {
    match ends(step) {
        Some((from, to)) => {
            let starts = match step.kind {
                StepKind::Start => ", which starts a session",
                _ => "",
            };
            let (from, to) = (cast.name(from), cast.name(to));
            format!("{from} → {to}: {}{starts}", message(step))
        }
        None => format!("{} {}", cast.name(doer(step)), act(sources, cast, step)),
    }
}

/// What travels.
pub(super) fn message(step: &Step) -> String {
    let operation = subject(step);
    let values = step.values.as_deref().map(plain);
    let with = values.map_or(String::new(), |values| format!("( {values} )"));
    match step.kind {
        StepKind::Reply => format!("answer of {operation}{with}"),
        StepKind::Fault => format!("fault {operation}{with}"),
        _ => format!("{operation}{with}"),
    }
}

/// What one does alone.
pub(super) fn act(sources: &Sources, cast: &Cast, step: &Step) -> String {
    let named = |before: &str| match step.subject {
        Some(_) => format!("{before} `{}`", subject(step)),
        None => before.trim_end_matches(" with").to_owned(),
    };
    let with = |text: String| match step.values.as_deref().map(plain) {
        Some(values) => format!("{text} ({values})"),
        None => text,
    };
    match step.kind {
        StepKind::Start => with(named("starts with")),
        StepKind::Send => with(named("sends")),
        StepKind::Receive => with(named("takes")),
        StepKind::Reply => with(named("answers")),
        // A message that is refused, by the fault among the values; else a fault that is thrown.
        StepKind::Fault => match step.values.as_deref().map(plain) {
            Some(fault) => format!("meets `{fault}` at `{}`", subject(step)),
            None => named("throws"),
        },
        StepKind::Timeout => with(named("times out with")),
        StepKind::End => match step.values.as_deref() {
            Some("init") => "has done its `init`".to_owned(),
            _ => with(named("ends")),
        },
        StepKind::Internal => match (step.values.as_deref(), quote(sources, step.span)) {
            (Some("acquire"), _) => named("takes the lock"),
            (Some("release"), _) => named("gives back the lock"),
            (Some("signal"), _) => named("gives the signal"),
            (_, Some(text)) => with(format!("does `{text}`")),
            (_, None) => with(named("goes on with")),
        },
        StepKind::Choice if step.subject.is_some() && step.values.is_some() => {
            let value = step.values.as_deref().map(plain).unwrap_or_default();
            format!("finds that `{}` is {value}", subject(step))
        }
        StepKind::Choice => {
            let condition = quote(sources, step.span)
                .or_else(|| step.subject.map(|subject| plain(&subject)))
                .map(|text| format!("`{text}`"));
            match (condition, step.values.as_deref().map(plain)) {
                (Some(condition), Some(outcome)) => format!("finds {condition} {outcome}"),
                (Some(condition), None) => format!("takes the branch {condition}"),
                (None, Some(outcome)) => format!("takes a branch ({outcome})"),
                (None, None) => "takes a branch".to_owned(),
            }
        }
        StepKind::Wait => match (step.subject, step.to) {
            (None, None) => with("waits".to_owned()),
            (None, Some(to)) => with(format!("waits for {}", cast.name(to))),
            (Some(_), None) => match step.values.as_deref().map(plain) {
                Some(several) => format!("waits for one of {several}"),
                None => named("waits for"),
            },
            (Some(_), Some(to)) => with(format!("{} from {}", named("waits for"), cast.name(to))),
        },
    }
}

/// `shop.ol:14`; `None` for what lies nowhere.
pub(in crate::report) fn place(sources: &Sources, span: Span) -> Option<String> {
    let source: &Source = sources.get(span.source)?;
    let line = source.position(span.start).line;
    Some(format!("{}:{line}", plain(source.name())))
}

fn subject(step: &Step) -> String {
    step.subject
        .map_or_else(|| "a message".to_owned(), |subject| plain(&subject))
}

/// The source under a span, on one line, not too long.
pub(in crate::report) fn quote(sources: &Sources, span: Span) -> Option<String> {
    let text = sources.text(span);
    if text.trim().is_empty() {
        return None;
    }
    // No more is looked at than can be shown: a span may be a whole file.
    let start: String = text.chars().take(4 * QUOTED).collect();
    let whole = start.len() == text.len();
    let text = plain(&start);
    if text.chars().count() <= QUOTED && whole {
        return Some(text);
    }
    let cut: String = text.chars().take(QUOTED - 1).collect();
    Some(format!("{}…", cut.trim_end()))
}

/// A text on one line, without what a terminal would obey: control characters and marks of direction.
pub(in crate::report) fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let obeyed = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let text = words.join(" ").replace(obeyed, "\u{fffd}");
    if text.is_empty() {
        "?".to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::step;

    /// The words of a step of Shop, on the whole of `text`.
    fn words(text: &str, step: &Step) -> String {
        let mut sources = Sources::default();
        let id = sources.add("a.ol", text);
        let step = Step {
            span: Span::new(id, 0, text.len()),
            ..step.clone()
        };
        sentence(&sources, &Cast::of(&Trace::default()), &step)
    }

    #[test]
    fn choices_are_told_by_their_source() {
        let mut choice = step(StepKind::Choice, "Shop", None);
        assert_eq!(words("x\n\t > 0", &choice), "Shop takes the branch `x > 0`");
        assert_eq!(words("", &choice), "Shop takes a branch");
        choice.values = Some("false".to_owned());
        assert_eq!(words("x > 0", &choice), "Shop finds `x > 0` false");
        let long = words(&"x + ".repeat(1_000_000), &choice);
        assert!(long.chars().count() < 90, "{long}");
    }

    #[test]
    fn every_kind_has_words() {
        let kinds = [
            (StepKind::Receive, "Shop takes `pay`"),
            (StepKind::Fault, "Shop throws `pay`"),
            (StepKind::Timeout, "Shop times out with `pay`"),
            (StepKind::Wait, "Shop waits for `pay`"),
            (StepKind::Internal, "Shop goes on with `pay`"),
        ];
        for (kind, expected) in kinds {
            let step = Step {
                subject: Some("pay".into()),
                ..step(kind, "Shop", None)
            };
            assert_eq!(words("", &step), expected);
        }
        assert_eq!(words("", &step(StepKind::End, "Shop", None)), "Shop ends");
        assert_eq!(
            words("", &step(StepKind::Start, "Shop", None)),
            "Shop starts"
        );
        assert_eq!(
            words("", &step(StepKind::Wait, "Shop", Some("Bank"))),
            "Shop waits for Bank"
        );
    }
}
