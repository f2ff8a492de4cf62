//! The running services of a network: whom their output ports reach, and who may use their inputs.
//!
//! Where a message ends has been followed by `system` through aggregation and redirection; here it becomes an input.
//! The environment answers a call by what its operation declares at that output port; the operations of the standard
//! packages are taken to succeed, since almost any of them can fail and nobody would read the findings.

use super::inputs::Inputs;
use super::{is_standard, number};
use crate::automata::network::{
    Access, BehaviourId, InputId, Instance, InstanceId, Network, OperationId, Route, Target,
};
use crate::base::Name;
use crate::flow::Flow;
use crate::program::standard::{Callback, CalledOperation, Recipient, callbacks};
use crate::program::{self, EmbedTarget, Program, Service, ServiceKind};
use crate::syntax::jolie::tree::{Expression, ExpressionKind, Key, Literal, Path};
use crate::syntax::jolie::tree::{ProcessKind, TreeValue};
use crate::syntax::jolie::walk;
use crate::system::{Destination, Endpoint, Running, System, Usage};
use rustc_hash::FxHashSet;

struct Builder<'a> {
    program: &'a Program,
    system: &'a System,
    flow: &'a Flow,
    inputs: &'a [Inputs],
}

/// Adds the instances of a system whose behaviours are translated.
pub(super) fn add(
    program: &Program,
    system: &System,
    flow: &Flow,
    behaviours: &[BehaviourId],
    inputs: &[Inputs],
    network: &mut Network,
) {
    let builder = Builder {
        program,
        system,
        flow,
        inputs,
    };
    let id = |index: usize| InstanceId(number(index));
    for (index, running) in system.instances.iter().enumerate() {
        let Some(behaviour) = behaviours.get(index) else {
            continue;
        };
        let ports = network[*behaviour].ports.iter();
        network.instances.push(Instance {
            name: running.name,
            behaviour: *behaviour,
            root: id(running.root),
            targets: ports
                .map(|port| builder.target(running, port.name))
                .collect(),
            access: builder.access(index, running),
            remote: builder.service(running).input_ports.values().any(|port| {
                port.location
                    .as_ref()
                    .is_some_and(program::Location::leaves)
            }),
            initial: flow.variables(index).initial(),
        });
    }
    for (index, running) in system.instances.iter().enumerate() {
        for (instance, input) in builder.behind(index, running) {
            let access = network.instances.get_mut(instance.0 as usize);
            if let Some(access) = access.and_then(|found| found.access.get_mut(input.index())) {
                *access = Access::Open;
            }
        }
    }
    let met = builder.met_inside(network);
    close_what_is_met_inside(network, &met);
    network.unseen = builder.listening_anywhere();
}

impl Builder<'_> {
    /// The operations that output ports which are bound while the system runs offer: their partner is inside, and clients
    /// outside do not play that part as well.
    fn met_inside(&self, network: &Network) -> FxHashSet<OperationId> {
        let mut met = FxHashSet::default();
        for (running, instance) in self.system.instances.iter().zip(&network.instances) {
            let ports = &self.service(running).output_ports;
            let bound = network[instance.behaviour]
                .ports
                .iter()
                .filter(|port| port.location.is_some());
            for port in bound.filter_map(|port| ports.get(&port.name)) {
                met.extend(
                    port.operations
                        .keys()
                        .filter_map(|name| self.flow.operation(*name)),
                );
            }
        }
        met
    }

    /// The inputs of programs whose location is left to who starts them: there may be more of these programs than are
    /// here, and others whom they meet.
    fn listening_anywhere(&self) -> Vec<(InstanceId, InputId)> {
        let mut found = Vec::new();
        for (index, running) in self.system.instances.iter().enumerate() {
            let ports = self.service(running).input_ports.values();
            let left = ports.filter(|port| {
                running.parent.is_none()
                    && matches!(port.location, Some(program::Location::Computed(_)))
            });
            for operation in left.flat_map(|port| port.operations.keys()) {
                let inputs = self.inputs.get(index);
                let input = inputs.and_then(|inputs| inputs.own.get(operation));
                found.extend(input.map(|input| (InstanceId(number(index)), *input)));
            }
        }
        found
    }
}

fn close_what_is_met_inside(network: &mut Network, met: &FxHashSet<OperationId>) {
    let behaviours = &network.behaviours;
    for instance in &mut network.instances {
        let inputs = &behaviours[instance.behaviour.0 as usize].inputs;
        for (access, input) in instance.access.iter_mut().zip(inputs) {
            if *access == Access::Open && met.contains(&input.operation) {
                *access = Access::Closed;
            }
        }
    }
}

impl Builder<'_> {
    fn service(&self, running: &Running) -> &Service {
        &self.program[running.service]
    }

    fn target(&self, running: &Running, port: Name) -> Target {
        match running.targets.get(&port) {
            Some(Destination::Nobody) => Target::Nobody,
            Some(Destination::Service {
                instance,
                ports,
                operations,
            }) => {
                let route = |(name, endpoint): (&Name, &Endpoint)| {
                    let operation = self.flow.operation(*name)?;
                    let route = match endpoint {
                        Endpoint::Environment => Route::Environment,
                        Endpoint::Instance(end) => {
                            let ports = if end == instance {
                                ports.as_slice()
                            } else {
                                &[]
                            };
                            let input = self.input(*end, ports, *name)?;
                            Route::Input(InstanceId(number(*end)), input)
                        }
                    };
                    Some((operation, route))
                };
                Target::Port(operations.iter().filter_map(route).collect())
            }
            Some(Destination::Environment) | None => Target::Environment,
        }
    }

    /// The input of an instance that a message for one of its ports ends at.
    fn input(&self, instance: usize, ports: &[Name], operation: Name) -> Option<InputId> {
        let inputs = self.inputs.get(instance)?;
        let running = self.system.instances.get(instance)?;
        let declared = &self.service(running).input_ports;
        let courier = |port: &Name| inputs.couriers.get(&(*port, operation)).copied();
        let own = |port: &Name| {
            let offers = declared.get(port)?.operations.contains_key(&operation);
            offers.then(|| inputs.own.get(&operation).copied())?
        };
        let named = ports
            .iter()
            .find_map(|port| own(port).or_else(|| courier(port)));
        named
            .or_else(|| inputs.own.get(&operation).copied())
            .or_else(|| declared.keys().find_map(courier))
    }

    /// Which inputs of an instance the environment may use.
    fn access(&self, index: usize, running: &Running) -> Vec<Access> {
        let Some(inputs) = self.inputs.get(index) else {
            return Vec::new();
        };
        let service = self.service(running);
        let mut access = vec![Access::Closed; inputs.list.len()];
        let mut allow = |input: Option<&InputId>, new: Access| {
            if let Some(old) = input.and_then(|input| access.get_mut(input.index()))
                && *old != Access::Open
            {
                *old = new;
            }
        };
        let called = called_back(self.program, service);
        for (name, port) in &service.input_ports {
            let open = matches!(running.inputs.get(name), Some(Usage::Open));
            for operation in port.operations.keys() {
                if open {
                    allow(inputs.own.get(operation), Access::Open);
                } else if called.contains(*operation) {
                    allow(inputs.own.get(operation), Access::Callback);
                }
            }
            for ((at, _), input) in &inputs.couriers {
                if open && at == name {
                    allow(Some(input), Access::Open);
                }
            }
        }
        access
    }

    /// The inputs that the environment reaches through open ports of this instance: aggregated and redirected ones.
    fn behind(&self, index: usize, running: &Running) -> Vec<(InstanceId, InputId)> {
        let Some(inputs) = self.inputs.get(index) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for (name, port) in &self.service(running).input_ports {
            if !matches!(running.inputs.get(name), Some(Usage::Open)) {
                continue;
            }
            let kept = |operation: Name| {
                port.operations.contains_key(&operation)
                    || inputs.couriers.contains_key(&(*name, operation))
            };
            for item in &port.aggregates {
                for output in &item.ports {
                    self.ends(
                        running,
                        output.name,
                        &|operation| !kept(operation),
                        &mut found,
                    );
                }
            }
            for (_, output) in &port.redirects {
                self.ends(running, output.name, &|_| true, &mut found);
            }
        }
        found
    }

    fn ends(
        &self,
        running: &Running,
        output: Name,
        wanted: &dyn Fn(Name) -> bool,
        found: &mut Vec<(InstanceId, InputId)>,
    ) {
        let Target::Port(routes) = self.target(running, output) else {
            return;
        };
        for (operation, route) in routes {
            let name = self.flow.operations().get(operation.0 as usize);
            if let Route::Input(instance, input) = route
                && name.is_some_and(|operation| wanted(operation.name))
            {
                found.push((instance, input));
            }
        }
    }
}

/// The operations that standard services may call in a service.
struct CalledBack {
    names: FxHashSet<Name>,
    /// Whether one of the names is computed: any operation may be meant.
    any: bool,
}

impl CalledBack {
    fn contains(&self, operation: Name) -> bool {
        self.any || self.names.contains(&operation)
    }
}

fn called_back(program: &Program, service: &Service) -> CalledBack {
    let mut found = CalledBack {
        names: FxHashSet::default(),
        any: false,
    };
    let registers = registers(service);
    for key in partners(program, service) {
        for callback in callbacks(&key).iter().filter(|one| registers(one)) {
            match callback.called {
                CalledOperation::Fixed(name) => {
                    found.names.insert(Name::from(name));
                }
                CalledOperation::Named { field, default, .. } => {
                    found.names.insert(Name::from(default));
                    named(service, Name::from(field), &mut found);
                }
            }
        }
    }
    found
}

/// Whether a service may register for a call back: by itself, or because its ports let others through to what it embeds.
/// Who is called at a location may have been registered by another.
fn registers(service: &Service) -> impl Fn(&Callback) -> bool {
    let mut sent: FxHashSet<Name> = FxHashSet::default();
    service.each_send(&mut |output| {
        sent.insert(output.operation.name);
    });
    let mut ports = service.input_ports.values();
    let through = ports.any(|port| !port.aggregates.is_empty() || !port.redirects.is_empty());
    move |callback| {
        through
            || callback.recipient != Recipient::Embedder
            || sent.contains(&Name::from(callback.registering))
    }
}

/// What a service uses that may call it back: what it embeds, and the output ports of standard packages.
fn partners(program: &Program, service: &Service) -> Vec<String> {
    let mut found = Vec::new();
    for embed in &service.embeds {
        match &embed.target {
            EmbedTarget::Service(id) => {
                let embedded = &program[*id];
                found.push(embedded.name.to_string());
                if let ServiceKind::Foreign(Some(class)) = &embedded.kind {
                    found.push(class.clone());
                }
            }
            EmbedTarget::Foreign(name) | EmbedTarget::Missing(name) => found.push(name.clone()),
        }
    }
    for port in service.output_ports.values() {
        if is_standard(program, port.name.span) {
            found.push(port.name.name.to_string());
        }
    }
    found
}

/// The names that a service puts into a field of this name, wherever it does.
fn named(service: &Service, field: Name, found: &mut CalledBack) {
    for process in service.behaviours() {
        walk::processes(process, &mut |part| {
            if let ProcessKind::Assign { path, value, .. } = &part.kind
                && ends_with(path, field)
            {
                found.name(value);
            }
        });
        walk::expressions(process, &mut |part| {
            if let ExpressionKind::Tree(_, entries) = &part.kind {
                for entry in entries.iter().filter(|entry| ends_with(&entry.path, field)) {
                    match &entry.value {
                        TreeValue::Assign(value) | TreeValue::Copy(value) => found.name(value),
                        TreeValue::Alias(_) => found.any = true,
                    }
                }
            }
        });
    }
}

impl CalledBack {
    fn name(&mut self, value: &Expression) {
        match &value.kind {
            ExpressionKind::Literal(Literal::String(text)) => {
                self.names.insert(Name::from(text.as_str()));
            }
            ExpressionKind::Group(inner) => self.name(inner),
            _ => self.any = true,
        }
    }
}

/// Whether a path ends in a field. One whose name is computed is taken for the key of a table.
fn ends_with(path: &Path, field: Name) -> bool {
    let last = path.segments.last().map(|last| &last.key);
    matches!(last, Some(Key::Name(name)) if name.name == field)
}
