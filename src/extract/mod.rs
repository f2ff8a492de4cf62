//! From programs to networks: who sends what, when, and who waits for it.
//!
//! In come a [`Program`] and a [`System`] of it; out comes a [`Network`]: for each running service its code as an
//! automaton, and where its messages go. Of the data only what `flow` tracks is there. The translation
//! is stated in `papers/semantics.md`; what cannot be followed is an [`Assumption`](network::Assumption) of the
//! network. Calls of definitions stay calls, so that code is as long as its source, whatever calls what.

mod assumptions;
mod compact;
mod compiler;
mod expressions;
mod handlers;
mod inputs;
mod instances;
mod limits;
mod loops;
mod outputs;
mod processes;
mod quotients;
mod services;
mod split;
#[cfg(test)]
mod tests;

pub use split::{Decision, split};

use crate::automata::network::{self, Delivery, Network};
use crate::base::Span;
use crate::flow::{self, Flow};
use crate::program::{Program, ServiceId, Table};
use crate::system::{Destination, Running, System, Usage};
use inputs::Inputs;
use rustc_hash::FxHashMap;

/// Reads the network off a system of `program`. Never fails: what is missing in the program is left out, and what
/// cannot be followed is assumed and said so in [`Network::assumptions`].
#[must_use]
pub fn extract(program: &Program, system: &System) -> Network {
    extracted(program, system, &flow::analyse(program, system))
}

/// As [`extract`], but how often loops turn that are counted is not followed: what holds of it holds of the system. `None`
/// where nothing is counted.
#[must_use]
pub fn extract_uncounted(program: &Program, system: &System) -> Option<Network> {
    let flow = flow::analyse_uncounted(program, system)?;
    Some(extracted(program, system, &flow))
}

fn extracted(program: &Program, system: &System, flow: &Flow) -> Network {
    let mut network = Network {
        operations: flow.operations().to_vec(),
        constants: flow.constants().to_vec(),
        delivery: Delivery::Mailbox,
        ..Network::default()
    };
    let mut known: FxHashMap<ServiceId, Vec<network::BehaviourId>> = FxHashMap::default();
    let mut inputs: Vec<Inputs> = Vec::with_capacity(system.instances.len());
    let mut behaviours = Vec::with_capacity(system.instances.len());
    let lone = matches!(&*system.instances, [one] if one.inputs.values().all(|usage| *usage != Usage::Bound));
    for (index, running) in system.instances.iter().enumerate() {
        let variables = flow.variables(index);
        let compiled = services::compile(program, running.service, flow, &variables, lone);
        let same = known.entry(running.service).or_default();
        let found = same
            .iter()
            .find(|id| network[**id] == compiled.behaviour)
            .copied();
        let id = found.unwrap_or_else(|| {
            let id = network::BehaviourId(number(network.behaviours.len()));
            network.behaviours.push(compiled.behaviour);
            network.assumptions.extend(compiled.assumptions);
            network.chosen.extend(compiled.chosen);
            same.push(id);
            id
        });
        behaviours.push(id);
        inputs.push(compiled.inputs);
    }
    network
        .assumptions
        .extend(system.assumptions.iter().cloned());
    instances::add(program, system, flow, &behaviours, &inputs, &mut network);
    limits::assume(program, system, &mut network);
    network
}

/// The behaviour of one service alone, everything around it being open: a network of one instance.
#[must_use]
pub fn behaviour_of(program: &Program, service: ServiceId) -> Network {
    let declared = &program[service];
    let outputs = declared.output_ports.keys();
    let ports = declared.input_ports.keys();
    let running = Running {
        name: declared.name,
        service,
        parent: None,
        root: 0,
        targets: outputs
            .map(|name| (*name, Destination::Environment))
            .collect::<Table<_>>(),
        inputs: ports.map(|name| (*name, Usage::Open)).collect::<Table<_>>(),
        listens: Table::default(),
    };
    let system = System {
        name: declared.name.to_string(),
        files: vec![program[declared.module].source],
        assumptions: Vec::new(),
        instances: vec![running],
    };
    extract(program, &system)
}

/// An index as the four bytes that identifiers are.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// Whether a declaration stands in one of the standard packages or includes.
fn is_standard(program: &Program, span: Span) -> bool {
    program.standard.contains(&span.source)
}
