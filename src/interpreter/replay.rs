//! Whether a reported run happens: the machine is led along it, with values made up for who is not there.
//!
//! In come the programs of a system and a run; out comes the attempt that went furthest. Where the run hangs on what
//! clients say, several attempts are made, each with other values.

use super::machine::{InstanceId, Machine, Observer, Replayed, Settings, StartError, Waiting};
use super::sample::Choices;
use super::value::Value;
use crate::base::{Name, Sources, Span};
use crate::program::Program;
use crate::system::System;
use crate::verdict::{StepKind, Trace};
use std::sync::Arc;

/// How many attempts are made.
pub const ATTEMPTS: u64 = 200;

/// The programs of a system, and what they begin with.
#[derive(Clone, Copy, Debug)]
pub struct Cast<'a> {
    /// The programs.
    pub program: &'a Arc<Program>,
    /// Their texts.
    pub sources: &'a Arc<Sources>,
    /// What runs.
    pub system: &'a System,
    /// Its parameter.
    pub parameter: &'a Value,
}

/// How far a run happens.
#[derive(Clone, Debug)]
pub struct Reproduction {
    /// Which attempt it was: the choices of its values.
    pub attempt: u64,
    /// How many steps were made.
    pub steps: usize,
    /// Whether all were, and who is reported to wait does.
    pub happens: bool,
    /// Who waits in the end.
    pub waiting: Vec<Waiting>,
}

/// Makes a run happen that ends where `blamed` lies; the first attempt in which it does, else the one that goes furthest.
///
/// # Errors
///
/// When the programs cannot be started.
pub fn reproduce(
    cast: Cast<'_>,
    trace: &Trace,
    blamed: Span,
    settings: &Settings,
) -> Result<Reproduction, StartError> {
    let mut best: Option<Reproduction> = None;
    for attempt in 0..ATTEMPTS {
        let made = attempted(cast, trace, blamed, settings, attempt, None)?;
        if made.happens {
            return Ok(made);
        }
        if best.as_ref().is_none_or(|best| made.steps > best.steps) {
            best = Some(made);
        }
    }
    Ok(best.unwrap_or_else(|| Reproduction {
        attempt: 0,
        steps: 0,
        happens: false,
        waiting: Vec::new(),
    }))
}

/// One attempt to make a run happen; an observer is told what happens.
///
/// # Errors
///
/// When the programs cannot be started.
pub fn attempted(
    cast: Cast<'_>,
    trace: &Trace,
    blamed: Span,
    settings: &Settings,
    attempt: u64,
    observer: Option<Box<dyn Observer>>,
) -> Result<Reproduction, StartError> {
    let settings = Settings {
        seed: Some(0),
        timeout: None,
        ..settings.clone()
    };
    let nowhere = || Box::new(std::io::sink());
    let mut machine = Machine::new(settings, nowhere(), nowhere());
    if let Some(observer) = observer {
        machine.observe(observer);
    }
    machine.lead(Choices::new(attempt).with(trace));
    let mut names: Vec<(Name, InstanceId)> = Vec::new();
    for running in &cast.system.instances {
        let instance = match running.parent {
            None => {
                let sources = Arc::clone(cast.sources);
                let parameter = cast.parameter.clone();
                Some(machine.start(cast.program, sources, running.service, parameter)?)
            }
            Some((parent, embedding)) => names.get(parent).and_then(|(_, parent)| {
                let embedded = machine.embedded(*parent);
                embedded.get(embedding).copied()
            }),
        };
        // Whoever is not found makes no step.
        names.push((running.name, instance.unwrap_or(InstanceId(u32::MAX))));
    }
    let Replayed { steps, waiting } = machine.replay(trace, names);
    let place = |span: Span| {
        let source = cast.sources.get(span.source)?;
        Some(format!(
            "{}:{}",
            source.name(),
            source.position(span.start).line
        ))
    };
    let blamed = place(blamed);
    let is_wait = trace
        .standing
        .iter()
        .any(|one| one.kind == StepKind::Wait && place(one.span) == blamed);
    let waits = waiting
        .iter()
        .any(|one| Some(&one.place) == blamed.as_ref());
    Ok(Reproduction {
        attempt,
        steps,
        happens: steps == trace.steps.len() && (waits || !is_wait),
        waiting,
    })
}
