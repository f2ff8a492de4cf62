//! Where messages end: in come the input ports that an output port reaches, out comes for each operation the service
//! that handles it.
//!
//! An input port handles its own operations itself (`CommCore.handleMessage`). One that it aggregates goes on to the
//! output port that is aggregated, unless a courier of the port stands for it: then the courier receives it, and what
//! it forwards is its own matter.

use super::Endpoint;
use super::bind::{Link, Net};
use crate::base::Name;
use crate::program::binding::{is_strict, offered};
use crate::program::{CourierGuard, InputPort, OutputPort, Program, Service, Table};

/// Longer chains of aggregation are taken for circles.
const STEPS: usize = 64;

/// Where the operations end that `ports` of a node take from an output port.
pub(super) fn operations(
    net: &Net,
    node: usize,
    ports: &[Name],
    from: &OutputPort,
) -> Table<Endpoint> {
    let mut ends = Table::default();
    let service = net.service(node);
    let inputs: Vec<&InputPort> = ports
        .iter()
        .filter_map(|name| service.input_ports.get(name))
        .collect();
    for (operation, _) in inputs.iter().flat_map(|port| offered(port)) {
        if !ends.contains_key(&operation) {
            ends.insert(operation, end(net, node, ports, operation));
        }
    }
    let strict = inputs
        .iter()
        .all(|port| is_strict(net.program, net.nodes[node].service, port));
    if !strict {
        for operation in from.operations.keys() {
            ends.entry(*operation).or_insert(Endpoint::Environment);
        }
    }
    ends
}

/// Where a message of `operation` ends that comes in at one of the `ports` of a node.
pub(super) fn end(net: &Net, node: usize, ports: &[Name], operation: Name) -> Endpoint {
    let (mut node, mut ports) = (node, ports);
    for _ in 0..STEPS {
        let service = net.service(node);
        let inputs = ports
            .iter()
            .filter_map(|name| service.input_ports.get(name));
        let inputs: Vec<&InputPort> = inputs.collect();
        if inputs
            .iter()
            .any(|port| port.operations.contains_key(&operation))
        {
            return Endpoint::Instance(node);
        }
        let Some(port) = inputs
            .into_iter()
            .find(|port| offered(port).any(|(name, _)| name == operation))
        else {
            return Endpoint::Environment;
        };
        if has_courier(net.program, service, port, operation) {
            return Endpoint::Instance(node);
        }
        let Some(next) = aggregated(service, port, operation) else {
            return Endpoint::Environment;
        };
        match net.link(node, next) {
            Link::Ports(next, names) => (node, ports) = (*next, names),
            _ => return Endpoint::Environment,
        }
    }
    Endpoint::Environment
}

/// The output port to which an aggregated operation goes: the last that has it, as in Jolie's table of them; `None`
/// when it is one of several that are aggregated together, and the operation alone does not say which.
fn aggregated(service: &Service, port: &InputPort, operation: Name) -> Option<Name> {
    let mut parts = port.aggregates.iter().rev();
    let part = parts.find(|part| part.operations.contains_key(&operation))?;
    let has = |name: &Name| {
        let output = service.output_ports.get(name);
        output.is_some_and(|output| output.operations.contains_key(&operation))
    };
    let mut names = part.ports.iter().map(|port| port.name).filter(has);
    match (names.next(), names.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// Whether a courier of an input port stands for an aggregated operation.
fn has_courier(program: &Program, service: &Service, port: &InputPort, operation: Name) -> bool {
    let couriers = service.couriers.iter();
    let mut branches = couriers
        .filter(|courier| courier.port.name == port.name.name)
        .flat_map(|courier| &courier.branches);
    branches.any(|branch| match branch.guard {
        CourierGuard::Operation(name) => name.name == operation,
        CourierGuard::Interface(_, Some(id)) => program[id]
            .operations
            .get(&operation)
            .is_some_and(|found| found.is_request_response() == branch.request_response),
        CourierGuard::Interface(_, None) => false,
    })
}
