//! A run as a numbered list.

use super::words::{place, sentence};
use super::{Cast, comes_back, shown};
use crate::base::Sources;
use crate::verdict::{Step, Trace};
use std::fmt::Write;

/// The steps, numbered, each with its line of source; then who waits for what. With a line end.
#[must_use]
pub fn render(sources: &Sources, trace: &Trace) -> String {
    let cast = Cast::of(trace);
    let shown = shown(trace);
    let mut text = String::new();
    if !shown.is_empty() {
        text.push_str("How it happens:\n");
    }
    let width = shown.len().to_string().len();
    for (number, (_, step)) in (1_usize..).zip(&shown) {
        let _ = writeln!(
            text,
            "  {number:>width$}. {}",
            on_its_line(sources, &cast, step)
        );
    }
    text.push_str(&ending(sources, &cast, trace, &shown));
    text
}

/// What comes after the steps: where the run comes back to, and who waits for what.
pub(super) fn ending(
    sources: &Sources,
    cast: &Cast,
    trace: &Trace,
    shown: &[(usize, &Step)],
) -> String {
    let mut text = String::new();
    if let Some(back) = comes_back(trace, shown) {
        let _ = writeln!(text, "  And again from step {}, for ever.", back + 1);
    }
    if !trace.standing.is_empty() {
        text.push_str("Then:\n");
    }
    for step in &trace.standing {
        let _ = writeln!(text, "  {}", on_its_line(sources, cast, step));
    }
    text
}

fn on_its_line(sources: &Sources, cast: &Cast, step: &Step) -> String {
    let sentence = sentence(sources, cast, step);
    match place(sources, step.span) {
        Some(place) => format!("{sentence}  ({place})"),
        None => sentence,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{run, sample_with_run};

    #[test]
    fn each_step_stands_on_its_line() {
        let (sample, trace) = sample_with_run();
        assert_eq!(
            render(&sample.sources, &trace),
            "\
How it happens:
  1. client → Shop: buy( id = 1 ), which starts a session
  2. Shop takes the branch `price`  (buyer.ol:3)
  3. Shop → Bank: pay  (buyer.ol:3)
  4. Bank → Shop: answer of pay
Then:
  Shop waits for `paid` from Bank  (buyer.ol:3)
"
        );
    }

    #[test]
    fn a_run_that_never_ends_says_where_it_comes_back() {
        let mut trace = run();
        trace.loop_from = Some(1);
        let text = render(&Sources::default(), &trace);
        assert!(
            text.contains("  And again from step 2, for ever.\n"),
            "{text}"
        );
        assert_eq!(render(&Sources::default(), &Trace::default()), "");
    }
}
