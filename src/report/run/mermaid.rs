//! A run as a `sequenceDiagram` of Mermaid.

use super::words::{act, message};
use super::{Cast, comes_back, doer, ends, shown};
use crate::base::Sources;
use crate::verdict::{StepKind, Trace};
use std::fmt::Write;

/// The diagram, with a line end.
#[must_use]
pub fn render(sources: &Sources, trace: &Trace) -> String {
    let cast = Cast::of(trace);
    let shown = shown(trace);
    let columns = cast.columns();
    let column = |actor| cast.column(&columns, actor);
    let back = comes_back(trace, &shown);
    let mut text = String::from("sequenceDiagram\n");
    for (index, name) in columns.iter().enumerate() {
        let _ = writeln!(text, "    participant p{index} as {}", entities(name));
    }
    for (number, (_, step)) in shown.iter().enumerate() {
        if back == Some(number) {
            text.push_str("    loop for ever\n");
        }
        let _ = match ends(step) {
            Some((from, to)) => writeln!(
                text,
                "    p{}{}p{}: {}",
                column(from),
                arrow(step.kind),
                column(to),
                entities(&message(step))
            ),
            None => writeln!(
                text,
                "    Note over p{}: {}",
                column(doer(step)),
                entities(&act(sources, &cast, step))
            ),
        };
    }
    if back.is_some() {
        text.push_str("    end\n");
    }
    for step in &trace.standing {
        let words = entities(&act(sources, &cast, step));
        let _ = writeln!(text, "    Note over p{}: {words}", column(doer(step)));
    }
    text
}

fn arrow(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Reply => "-->>",
        StepKind::Fault => "--x",
        _ => "->>",
    }
}

/// A text for after a colon or `as`: Mermaid knows entities and no escapes, so all that could mean something to it
/// becomes one.
fn entities(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | ',' | '(' | ')' | '=' | '…')
        {
            escaped.push(c);
        } else {
            // Writing into a string does not fail.
            let _ = write!(escaped, "#{};", u32::from(c));
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::sample_with_run;

    #[test]
    fn is_a_sequence_diagram() {
        let (sample, mut trace) = sample_with_run();
        assert_eq!(
            render(&sample.sources, &trace),
            "\
sequenceDiagram
    participant p0 as client
    participant p1 as Shop
    participant p2 as Bank
    p0->>p1: buy( id = 1 )
    Note over p1: takes the branch #96;price#96;
    p1->>p2: pay
    p2-->>p1: answer of pay
    Note over p1: waits for #96;paid#96; from Bank
"
        );
        trace.loop_from = Some(1);
        let text = render(&sample.sources, &trace);
        assert_eq!(text.matches("    loop ").count(), 1);
        assert_eq!(text.matches("    end\n").count(), 1);
    }

    #[test]
    fn what_mermaid_would_read_is_an_entity() {
        assert_eq!(
            entities("a;b#c:d%%<e>\"\n"),
            "a#59;b#35;c#58;d#37;#37;#60;e#62;#34;#10;"
        );
    }
}
