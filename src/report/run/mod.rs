//! A run, drawn for people: a numbered list ([`list`]), a sequence chart for terminals ([`chart`]), or a sequence
//! diagram of Mermaid ([`mermaid`]).
//!
//! In comes a [`Trace`]; out comes text. Internal steps that have nothing to say are left out, and so is one that
//! repeats the step before it; choices stay. Sessions are numbered only where a service has several.

pub mod chart;
pub mod list;
pub mod mermaid;
mod words;

use crate::base::{Name, Sources};
use crate::verdict::{Actor, Step, StepKind, Trace};
use rustc_hash::{FxHashMap, FxHashSet};
pub(super) use words::{place, plain, quote, tell};

/// How the text report draws a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drawing {
    /// A numbered list, each step on its line of source.
    #[default]
    List,
    /// A column a participant; the list where that is too wide.
    Chart,
    /// A `sequenceDiagram` for Markdown.
    Mermaid,
    /// Not at all.
    Nothing,
}

/// The run as text with a line end, empty for [`Drawing::Nothing`].
#[must_use]
pub fn draw(sources: &Sources, trace: &Trace, drawing: Drawing) -> String {
    match drawing {
        Drawing::List => list::render(sources, trace),
        Drawing::Chart => {
            chart::render(sources, trace).unwrap_or_else(|| list::render(sources, trace))
        }
        Drawing::Mermaid => format!("```mermaid\n{}```\n", mermaid::render(sources, trace)),
        Drawing::Nothing => String::new(),
    }
}

/// The steps that people are shown, with their index in the run.
fn shown(trace: &Trace) -> Vec<(usize, &Step)> {
    let mut shown: Vec<(usize, &Step)> = Vec::new();
    for (index, step) in trace.steps.iter().enumerate() {
        let silent = step.kind == StepKind::Internal
            && ((step.subject.is_none() && step.values.is_none())
                || shown.last().is_some_and(|(_, last)| *last == step));
        if !silent {
            shown.push((index, step));
        }
    }
    shown
}

/// Where a run that goes on for ever comes back to: the position among the steps that are shown.
fn comes_back(trace: &Trace, shown: &[(usize, &Step)]) -> Option<usize> {
    let from = trace.loop_from?;
    shown.iter().position(|(index, _)| *index >= from)
}

/// Who takes part, and how each is called.
struct Cast {
    /// In the order in which they appear.
    actors: Vec<Actor>,
    /// Services of which several sessions take part.
    several: FxHashSet<Name>,
}

impl Cast {
    fn of(trace: &Trace) -> Self {
        let steps = shown(trace).into_iter().map(|(_, step)| step);
        let mut seen = FxHashSet::default();
        let mut sessions: FxHashMap<Name, u32> = FxHashMap::default();
        let mut cast = Self {
            actors: Vec::new(),
            several: FxHashSet::default(),
        };
        for actor in steps
            .chain(&trace.standing)
            .flat_map(|step| std::iter::once(step.from).chain(step.to))
        {
            if let Some(session) = actor.session {
                let first = *sessions.entry(actor.name).or_insert(session);
                if first != session {
                    cast.several.insert(actor.name);
                }
            }
            if seen.insert(actor) {
                cast.actors.push(actor);
            }
        }
        cast
    }

    /// `Shop`, or `Shop #2` where several sessions of it take part.
    fn name(&self, actor: Actor) -> String {
        match actor.session {
            Some(session) if self.several.contains(&actor.name) => {
                format!("{} #{session}", plain(&actor.name))
            }
            _ => plain(&actor.name),
        }
    }

    /// The participants by what they are called, each once: the service as such and its only session are one.
    fn columns(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for actor in &self.actors {
            let name = self.name(*actor);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The column of an actor.
    fn column(&self, columns: &[String], actor: Actor) -> usize {
        let name = self.name(actor);
        let found = columns.iter().position(|column| *column == name);
        found.unwrap_or_default()
    }
}

/// For a step that travels: its two ends; a message that is taken does not travel once more.
fn ends(step: &Step) -> Option<(Actor, Actor)> {
    match step.kind {
        StepKind::Start | StepKind::Send | StepKind::Reply | StepKind::Fault => {
            Some((step.from, step.to?))
        }
        _ => None,
    }
}

/// Who does a step that does not travel.
fn doer(step: &Step) -> Actor {
    match step.kind {
        StepKind::Receive => step.to.unwrap_or(step.from),
        _ => step.from,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{run, step};

    #[test]
    fn silent_steps_are_left_out_and_choices_stay() {
        let mut steps = run();
        let kinds: Vec<_> = shown(&steps).iter().map(|(_, step)| step.kind).collect();
        assert_eq!(
            kinds,
            [
                StepKind::Start,
                StepKind::Choice,
                StepKind::Send,
                StepKind::Reply
            ]
        );
        let lock = Step {
            subject: Some("lock".into()),
            ..step(StepKind::Internal, "Shop", None)
        };
        steps.steps = vec![lock.clone(), lock];
        assert_eq!(shown(&steps).len(), 1);
    }

    #[test]
    fn sessions_are_numbered_where_there_are_several() {
        let mut trace = run();
        assert_eq!(Cast::of(&trace).columns(), ["client", "Shop", "Bank"]);
        let mut other = step(StepKind::Start, "client", Some("Shop"));
        other.to = other.to.map(|to| Actor {
            session: Some(2),
            ..to
        });
        trace.steps.push(other);
        assert_eq!(
            Cast::of(&trace).columns(),
            ["client", "Shop #1", "Bank", "Shop #2"]
        );
    }

    #[test]
    fn each_drawing_is_another() {
        let sources = Sources::default();
        let draw = |drawing| draw(&sources, &run(), drawing);
        assert!(draw(Drawing::List).starts_with("How it happens:\n"));
        assert!(draw(Drawing::Chart).contains('│'));
        assert!(draw(Drawing::Mermaid).starts_with("```mermaid\nsequenceDiagram\n"));
        assert_eq!(draw(Drawing::Nothing), "");
    }
    use proptest::prelude::*;

    const KINDS: [StepKind; 10] = [
        StepKind::Start,
        StepKind::Send,
        StepKind::Receive,
        StepKind::Reply,
        StepKind::Fault,
        StepKind::Internal,
        StepKind::Choice,
        StepKind::Timeout,
        StepKind::End,
        StepKind::Wait,
    ];

    /// Letters, what Mermaid and terminals read, wide characters, marks, and whole words that are keywords.
    fn name() -> impl Strategy<Value = String> {
        let odd =
            "([a-z]|[ #;:%<>\"`{}@&|+-]|[é漢😀]|\u{301}|\u{200b}|\u{202e}|\n|\u{0}|\u{1b}){0,12}";
        prop_oneof![odd, Just("end".to_owned()), Just("participant".to_owned())]
    }

    fn any_step() -> impl Strategy<Value = Step> {
        let actor = || {
            (name(), proptest::option::of(0_u32..3)).prop_map(|(name, session)| Actor {
                name: name.as_str().into(),
                session,
            })
        };
        let words = (proptest::option::of(name()), proptest::option::of(name()));
        let kind = (0..KINDS.len()).prop_map(|index| KINDS[index]);
        let to = proptest::option::of(actor());
        (kind, actor(), to, words).prop_map(|(kind, from, to, (subject, values))| Step {
            kind,
            from,
            to,
            subject: subject.as_deref().map(Into::into),
            values,
            span: crate::base::Span::NOWHERE,
        })
    }

    proptest! {
        /// Whatever the names, every drawing is made, and nothing in it moves the cursor or begins a line of its own.
        #[test]
        fn any_run_is_drawn(
            steps in proptest::collection::vec(any_step(), 0..8),
            standing in proptest::collection::vec(any_step(), 0..3),
            loop_from in proptest::option::of(0_usize..9),
        ) {
            let trace = Trace { steps, loop_from, standing };
            let sources = Sources::default();
            for drawing in [Drawing::List, Drawing::Chart, Drawing::Mermaid] {
                let text = draw(&sources, &trace, drawing);
                prop_assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text}");
            }
            if let Some(chart) = chart::render(&sources, &trace) {
                let steps = chart.lines().take_while(|line| *line != "Then:");
                for line in steps {
                    prop_assert!(unicode_width::UnicodeWidthStr::width(line) <= 100, "{line}");
                }
            }
            let diagram = mermaid::render(&sources, &trace);
            let lines = 1 + Cast::of(&trace).columns().len() + shown(&trace).len() + trace.standing.len();
            let back = comes_back(&trace, &shown(&trace)).is_some();
            prop_assert_eq!(diagram.lines().count(), lines + 2 * usize::from(back));
        }

        /// Each operation stands in every drawing.
        #[test]
        fn every_operation_is_named(operations in proptest::collection::vec("[a-zA-Z_][a-zA-Z0-9_]{0,20}", 1..8)) {
            let mut trace = Trace::default();
            for operation in &operations {
                let mut send = step(StepKind::Send, "Shop", Some("Bank"));
                send.subject = Some(operation.as_str().into());
                trace.steps.push(send);
            }
            for drawing in [Drawing::List, Drawing::Chart, Drawing::Mermaid] {
                let text = draw(&Sources::default(), &trace, drawing);
                for operation in &operations {
                    prop_assert!(text.contains(operation.as_str()), "{text}");
                }
            }
        }
    }
}
