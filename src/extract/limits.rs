//! The limits of the exploration that a program is certain to meet, told at the line that meets them: parallel parts that
//! are more than a session may have threads, and programs that begin by themselves and are more than there is room for.
//!
//! What is beyond a limit is held back, and no verdict rests on it; see `papers/semantics.md`, *What is bounded*.

use super::compiler::Compiler;
use crate::automata::network::step::MOST_THREADS;
use crate::automata::network::{Assumption, Behaviour, Network};
use crate::base::{Code, Span};
use crate::explore::network::MOST_SLOTS;
use crate::program::Program;
use crate::syntax::jolie::tree::{Process, ProcessKind};
use crate::syntax::jolie::walk;
use crate::system::System;

impl Compiler<'_> {
    /// Of parallel parts, those in them counted: that they are too many.
    pub fn assume_of_width(&mut self, parts: &[Process], origin: Span) {
        let each: Vec<usize> = parts.iter().map(threads).collect();
        let inside = each.iter().any(|count| *count > MOST_THREADS);
        let all = each.iter().sum::<usize>() + 1;
        // Parts that are too many by themselves have been told of.
        if all > MOST_THREADS && !inside {
            let message = format!(
                "these are {all} threads at once, and a session is followed up to {MOST_THREADS}: what begins here is not judged"
            );
            self.assume(Code::Q0901, origin, message);
        }
    }
}

/// How many threads a behaviour is at most, definitions left out.
fn threads(process: &Process) -> usize {
    let (mut most, mut all) = (1, 0);
    walk::each_child(process, &mut |child| {
        let inside = threads(child);
        most = most.max(inside);
        all += inside;
    });
    match &process.kind {
        ProcessKind::Parallel(_) => all + 1,
        _ => most,
    }
}

/// Of a system with more programs that begin by themselves than there is room for: which is the first without.
pub(super) fn assume(program: &Program, system: &System, network: &mut Network) {
    let instances = network.instances.iter();
    let mut begins = instances
        .map(|instance| &network[instance.behaviour])
        .enumerate()
        .filter(|(_, behaviour)| Behaviour::begins_by_itself(behaviour));
    let Some((index, _)) = begins.nth(usize::from(MOST_SLOTS)) else {
        return;
    };
    let Some(running) = system.instances.get(index) else {
        return;
    };
    let embedding = running.parent.and_then(|(parent, at)| {
        let parent = system.instances.get(parent)?;
        program[parent.service].embeds.get(at)
    });
    let assumption = Assumption {
        code: Code::Q0901,
        span: embedding.map_or(program[running.service].span, |embedding| embedding.span),
        message: format!(
            "`{}` is with this one more than {MOST_SLOTS} services that begin by themselves, for which there is room: \
             this one and those after it are taken not to begin",
            running.name
        ),
    };
    network.assumptions.push(assumption);
}
