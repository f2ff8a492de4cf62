//! `quadrille run --replay CODE[:LINE]`: makes the run of a finding happen, step by step.

use super::output;
use super::run::{TraceFormat, tell_waiting};
use crate::base::Sources;
use crate::interpreter::machine::{self, StartError};
use crate::interpreter::replay::{Cast, Reproduction, attempted, reproduce};
use crate::interpreter::trace::Trace;
use crate::interpreter::value::Value;
use crate::program::Loaded;
use crate::report::Status;
use crate::system::System;
use crate::verdict::{Failure, Verdict};
use anyhow::anyhow;
use std::io;
use std::sync::Arc;

/// Which finding.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    code: String,
    line: Option<usize>,
}

impl std::str::FromStr for Wanted {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (code, line) = match text.split_once(':') {
            None => (text, None),
            Some((code, line)) => {
                let number = line.parse().map_err(|_| format!("`{line}` is no line"))?;
                (code, Some(number))
            }
        };
        Ok(Self {
            code: code.to_ascii_uppercase(),
            line,
        })
    }
}

impl Wanted {
    fn is(&self, failure: &Failure, sources: &Sources) -> bool {
        let span = failure.diagnostic.primary.span;
        let source = sources.get(span.source);
        let line = source.map(|source| source.position(span.start).line);
        failure.diagnostic.code.id() == self.code
            && self.line.is_none_or(|wanted| line == Some(wanted))
    }
}

/// Makes the run of a finding happen and writes down its events; 1 when it does, 3 when it could not be made to.
///
/// # Errors
/// When there is no such finding, or the programs cannot be started.
pub(super) fn replay(
    loaded: Loaded,
    (systems, verdicts): (&[System], &[Verdict]),
    wanted: &Wanted,
    settings: &machine::Settings,
    parameter: &Value,
    format: TraceFormat,
) -> anyhow::Result<Status> {
    let found = verdicts.iter().find_map(|verdict| {
        let failure = verdict
            .failure()
            .filter(|failure| wanted.is(failure, &loaded.sources))?;
        Some((
            failure,
            systems
                .iter()
                .find(|system| system.name == verdict.system)?,
        ))
    });
    let Some((failure, system)) = found else {
        let runs = verdicts.iter().filter_map(Verdict::failure);
        let mut codes: Vec<&str> = runs.map(|failure| failure.diagnostic.code.id()).collect();
        codes.sort_unstable();
        codes.dedup();
        let known = if codes.is_empty() {
            "none has a run".to_owned()
        } else {
            codes.join(", ")
        };
        return Err(anyhow!("no such finding with a run; there are: {known}"));
    };
    let (program, sources) = (Arc::new(loaded.program), Arc::new(loaded.sources));
    let cast = Cast {
        program: &program,
        sources: &sources,
        system,
        parameter,
    };
    let (trace, blamed) = (&failure.trace, failure.diagnostic.primary.span);
    let unusable = |error: StartError| match error {
        StartError::Fault(fault) => anyhow!("{}: {}", fault.name, fault.value.as_string()),
        StartError::Findings(findings) => {
            let messages: Vec<&str> = findings
                .iter()
                .map(|finding| finding.message.as_str())
                .collect();
            anyhow!("{}", messages.join("; "))
        }
    };
    let made = reproduce(cast, trace, blamed, settings).map_err(unusable)?;
    let observer = Box::new(Trace::new(format.into(), Box::new(io::stdout())));
    attempted(cast, trace, blamed, settings, made.attempt, Some(observer)).map_err(unusable)?;
    Ok(told(&made, trace.steps.len()))
}

/// Says how far the run happens.
fn told(made: &Reproduction, steps: usize) -> Status {
    if made.happens {
        output::complain(if made.waiting.is_empty() {
            "it happens; nobody waits for somebody else in the end"
        } else {
            "it happens; these wait for somebody else in the end:"
        });
    } else {
        let reached = made.steps;
        output::complain(&format!(
            "it does not happen with values of our own for who is not there: {reached} of {steps} steps were made"
        ));
    }
    tell_waiting(&made.waiting);
    if made.happens {
        Status::Fails
    } else {
        Status::Undecided
    }
}
