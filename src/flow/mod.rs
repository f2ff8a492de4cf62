//! Values through a behaviour: which variables matter, and what becomes of them.
//!
//! In come a [`Program`] and a [`System`] of it; out comes a [`Flow`]: the operations of the system with the parts of
//! their messages that are kept, and for each running service its tracked variables ([`Variables`]) and what every
//! step of its behaviour makes of them. Tracked is the cone of guards, correlation variables and locations, and
//! nothing else: the definition is in `papers/semantics.md`.
//!
//! It departs from Jolie where a path is computed (read it is lost, written it forgets what may be meant), where a name
//! has several meanings, in what `spawn … in` collects, and in counters, which are followed to a small limit.

mod change;
mod demand;
mod element;
mod facts;
mod faults;
mod locations;
pub mod origin;
mod parallel;
mod path;
mod reader;
mod resize;
pub mod shape;
mod source;
#[cfg(test)]
mod tests;
mod value;
mod variables;
mod worth;

pub use faults::{ALIAS, ARITHMETIC, Awaited};
pub use variables::{Rounds, Variables};

use crate::automata::network::{
    Cell, CellId, Constant, Operation, OperationId, Place, Term, Value,
};
use crate::base::Name;
use crate::program::{Program, Service};
use crate::system::System;
use demand::{Demand, Layouts, Part, outside};
use locations::Locations;
use path::{Aliases, peopled, sized, written};
use reader::{Constants, Known, Looker, cell};
use rustc_hash::{FxHashMap, FxHashSet};
use value::Evaluator;
use variables::{InstanceFlow, ServiceFlow};

/// What becomes of values in a system.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    operations: Vec<Operation>,
    layouts: Layouts,
    constants: Constants,
    locations: Locations,
    services: Vec<ServiceFlow>,
    instances: Vec<InstanceFlow>,
    /// What stands for an instance that is not there.
    nobody: (ServiceFlow, InstanceFlow),
}

/// How often what is not worth tracking is taken away: each time less may be needed.
const ROUNDS: usize = 4;

/// Which variables of a system matter, and what becomes of them.
#[must_use]
pub fn analyse(program: &Program, system: &System) -> Flow {
    followed(program, system, Demand::new(program, system))
}

/// As [`analyse`], but no counter and no size of a vector is followed: loops turn as often as they like. `None` where
/// there is none.
#[must_use]
pub fn analyse_uncounted(program: &Program, system: &System) -> Option<Flow> {
    let mut demand = Demand::new(program, system);
    demand.run();
    let counters = worth::counters(&demand);
    if counters.is_empty() {
        return None;
    }
    for (part, key) in counters {
        demand.parts[part].known.denied.insert(key);
    }
    Some(followed(program, system, demand))
}

fn followed(program: &Program, system: &System, mut demand: Demand<'_>) -> Flow {
    for round in 0..ROUNDS {
        demand.run();
        let worth::Worth { worthless, chosen } = worth::worth(&demand);
        for (part, key) in chosen {
            demand.parts[part].known.chosen.insert(key);
        }
        if worthless.is_empty() || round + 1 == ROUNDS {
            break;
        }
        for (part, key) in worthless {
            demand.parts[part].known.denied.insert(key);
        }
    }
    share_limits(&mut demand);
    let mut flow = Flow::default();
    let Demand {
        mut parts,
        layouts,
        constants,
        locations,
        runtime,
        ..
    } = demand;
    flow.operations = layouts
        .iter()
        .map(|(name, layout)| Operation {
            name: *name,
            request: layout.request.iter().map(|key| written(key)).collect(),
            response: layout.response.iter().map(|key| written(key)).collect(),
        })
        .collect();
    (flow.layouts, flow.constants, flow.locations) = (layouts, constants, locations);
    // A long travels as far as messages do.
    let longs = parts.iter().any(|part| part.known.longs);
    for part in &mut parts {
        part.known.longs = longs;
    }
    for (instance, running) in system.instances.iter().enumerate() {
        let at = parts.iter().position(|part| part.id == running.service);
        let at = at.unwrap_or(parts.len());
        let mut found = InstanceFlow {
            service: at,
            outside: outside(system, &program[running.service], instance),
            local: runtime.then(|| locations::local(program, system, instance)),
            initial: Vec::new(),
        };
        if let Some(part) = parts.get(at) {
            found.initial = initial(program, system, &flow, part, instance);
        }
        flow.instances.push(found);
    }
    flow.services = parts.into_iter().map(service).collect();
    flow
}

/// Who is sent the size of a vector counts as far as its sender.
fn share_limits(demand: &mut Demand<'_>) {
    let mut changed = true;
    while changed {
        changed = false;
        for ((direction, operation), contents) in &demand.contents {
            let Some(layout) = demand.layouts.get(operation) else {
                continue;
            };
            if !layout
                .keys(*direction)
                .iter()
                .any(|key| sized(key).is_some())
            {
                continue;
            }
            let senders = contents
                .iter()
                .map(|(part, ..)| demand.parts[*part].known.limit);
            let limit = senders.max().unwrap_or(0);
            for part in &mut demand.parts {
                let meets = part.facts.operations.contains(operation);
                if meets && part.known.limit < limit {
                    part.known.limit = limit;
                    changed = true;
                }
            }
        }
    }
}

fn service(part: Part<'_>) -> ServiceFlow {
    let mut by_first: FxHashMap<Name, Vec<usize>> = FxHashMap::default();
    for (index, key) in part.known.keys.iter().enumerate() {
        if let Some(first) = key.first() {
            by_first.entry(*first).or_default().push(index);
        }
    }
    let cells = part.known.keys.iter().map(|key| Cell {
        name: written(key),
        place: match key.first() {
            Some(first) if first == "global" => Place::Global,
            _ => Place::Session,
        },
    });
    ServiceFlow {
        cells: cells.collect(),
        sets: part.service.correlation_sets.clone(),
        ports: part.service.output_ports.keys().copied().collect(),
        aliases: part.facts.aliases,
        known: part.known,
        by_first,
    }
}

/// What variables of an instance hold when it starts: its parameter, `args`, and the locations of its ports, of input
/// ports below `global.inputPorts`.
fn initial(
    program: &Program,
    system: &System,
    flow: &Flow,
    part: &Part<'_>,
    instance: usize,
) -> Vec<(CellId, Value)> {
    let parameter = part.service.parameter.map(|(name, _)| name.name);
    let mut found = Vec::new();
    for key in &part.known.keys {
        let Some((first, rest)) = key.split_first() else {
            continue;
        };
        if sized(key).or(peopled(key)).is_some() {
            let known = part.known.given.contains(first);
            let value = if known { Value::LOST } else { Value::int(0) };
            found.extend(cell(&part.known, key).map(|cell| (cell, value)));
            continue;
        }
        let port = part.service.output_ports.get(first);
        let listening = listening(program, system, instance, key);
        let value = match port.filter(|_| rest == [Name::from("location")]) {
            Some(port) => locations::initial(program, system, &flow.locations, instance, port),
            None if listening.is_some() => listening,
            None if Some(*first) == parameter => Some(given(program, system, flow, instance, rest)),
            None => part.known.given.contains(first).then_some(Value::FREE),
        };
        if let (Some(cell), Some(value)) = (cell(&part.known, key), value) {
            found.push((cell, value));
        }
    }
    found
}

/// What Jolie keeps of the input ports below `global.inputPorts`: the location of each (`OOITBuilder`); of the rest
/// nothing is known. `None` of other variables.
fn listening(program: &Program, system: &System, instance: usize, key: &[Name]) -> Option<Value> {
    let (global, ports) = (Name::from("global"), Name::from("inputPorts"));
    match key.strip_prefix(&[global, ports])? {
        [port, location] if *location == "location" => {
            Some(locations::listening(program, system, instance, *port))
        }
        _ => Some(Value::LOST),
    }
}

/// What the parameter of an instance holds: what the embedding writes down; the user's choice at the top.
fn given(program: &Program, system: &System, flow: &Flow, instance: usize, rest: &[Name]) -> Value {
    let Some(running) = system.instances.get(instance) else {
        return Value::LOST;
    };
    let Some((parent, embedding)) = running.parent else {
        return Value::FREE;
    };
    let parent: Option<&Service> = system
        .instances
        .get(parent)
        .map(|parent| &program[parent.service]);
    let Some(embed) = parent.and_then(|parent| parent.embeds.get(embedding)) else {
        return Value::LOST;
    };
    let Some(argument) = &embed.argument else {
        return Value::UNDEFINED;
    };
    let mut looker = Looker {
        known: &Known::default(),
        constants: &flow.constants,
        locations: &flow.locations,
        outside: &FxHashSet::default(),
        local: None,
    };
    let mut evaluator = Evaluator {
        aliases: &Aliases::default(),
        with: &[],
        read: &mut looker,
    };
    match evaluator.part(argument, rest) {
        Term::Value(value) => value,
        _ => Value::LOST,
    }
}

impl Flow {
    /// The operations of the system, by [`OperationId`].
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The operation of this name; every operation that a service of the system sends, receives or offers is there.
    #[must_use]
    pub fn operation(&self, name: Name) -> Option<OperationId> {
        let index = self.layouts.get_index_of(&name)?;
        u32::try_from(index).ok().map(OperationId)
    }

    /// The texts and doubles that values name.
    #[must_use]
    pub fn constants(&self) -> &[Constant] {
        &self.constants.list
    }

    /// The variables of the running service at this place of [`System::instances`]; none for a place beyond.
    #[must_use]
    pub fn variables(&self, instance: usize) -> Variables<'_> {
        let found = self.instances.get(instance).and_then(|instance| {
            let service = self.services.get(instance.service)?;
            Some((service, instance))
        });
        let (service, instance) = found.unwrap_or((&self.nobody.0, &self.nobody.1));
        Variables {
            flow: self,
            service,
            instance,
        }
    }
}
