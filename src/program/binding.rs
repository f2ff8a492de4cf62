//! Who answers an output port: in come a program, a service and one of its output ports; out comes the partner, when
//! there is certainly one.
//!
//! Jolie binds the port of an `embed … in P`, `embed … as P` or `embedded { Jolie: … in P }` to the `local` input
//! ports of the embedded service together, whatever location the port declares. Another port is bound to the input
//! port at the same literal location, within one directory and when exactly one service there listens at it: programs
//! of different directories often use the same location for different things. A port that the service may bind anew
//! has no certain partner, since each message goes to wherever the port is bound when it is sent.

use super::{
    EmbedTarget, InputPort, Location, Operation, OutputPort, Program, Service, ServiceId,
    ServiceKind, Table,
};
use crate::base::{Name, Span};

/// The service behind an output port.
#[derive(Clone, Debug)]
pub struct Partner<'a> {
    /// The service.
    pub service: ServiceId,
    /// What its ports offer there, aggregated operations included.
    pub operations: Table<&'a Operation>,
    /// The input ports, by name.
    pub ports: Vec<Name>,
    /// Whether a message of any other operation is refused: the port redirects nothing and its protocol maps nothing.
    pub strict: bool,
    /// Where the two are bound: the embedding, or the location of the input port.
    pub at: Span,
    /// What is to be said there.
    pub why: &'static str,
}

/// The service that certainly answers `port` of `service`, with what it offers there; `None` when that is not known,
/// or when it is not written in Jolie.
#[must_use]
pub fn partner<'a>(
    program: &'a Program,
    service: ServiceId,
    port: &OutputPort,
) -> Option<Partner<'a>> {
    if port.rebound {
        return None;
    }
    let embeds = &program[service].embeds;
    let mut bound = embeds
        .iter()
        .filter(|embed| embed.port.is_some_and(|bound| bound.name == port.name.name));
    match (bound.next(), bound.next()) {
        (Some(embed), None) => match embed.target {
            EmbedTarget::Service(target) => embedded(program, target, embed.span),
            EmbedTarget::Foreign(_) | EmbedTarget::Missing(_) => None,
        },
        (None, _) => located(program, service, port),
        (Some(_), Some(_)) => None,
    }
}

fn embedded(program: &Program, target: ServiceId, at: Span) -> Option<Partner<'_>> {
    let service = &program[target];
    if matches!(service.kind, ServiceKind::Foreign(_)) {
        return None;
    }
    // A location that is computed may turn out to be local.
    if service
        .input_ports
        .values()
        .any(|port| !matches!(port.location, Some(Location::Literal(..))))
    {
        return None;
    }
    let local = |port: &&InputPort| literal(port) == Some("local");
    let ports: Vec<&InputPort> = service.input_ports.values().filter(local).collect();
    Some(gather(program, target, &ports, at, "embedded here"))
}

fn located<'a>(program: &'a Program, client: ServiceId, port: &OutputPort) -> Option<Partner<'a>> {
    let Some(Location::Literal(location, _)) = &port.location else {
        return None;
    };
    if location == "local" || location.is_empty() {
        return None;
    }
    let directory = directory(program, client);
    let mut found: Vec<(ServiceId, &InputPort, Span)> = Vec::new();
    for module in program.modules.iter().filter(|module| !module.standard) {
        for id in &module.services {
            for input in program[*id].input_ports.values() {
                if let Some(Location::Literal(other, span)) = &input.location
                    && other == location
                    && self::directory(program, *id) == directory
                {
                    found.push((*id, input, *span));
                }
            }
        }
    }
    match found.as_slice() {
        [(id, input, span)] if port.protocol == input.protocol => Some(gather(
            program,
            *id,
            &[input],
            *span,
            "listens at the same location",
        )),
        _ => None,
    }
}

fn gather<'a>(
    program: &Program,
    service: ServiceId,
    ports: &[&'a InputPort],
    at: Span,
    why: &'static str,
) -> Partner<'a> {
    let mut operations: Table<&'a Operation> = Table::default();
    for port in ports {
        operations.extend(offered(port));
    }
    let plain = |port: &&InputPort| is_strict(program, service, port);
    Partner {
        service,
        operations,
        ports: ports.iter().map(|port| port.name.name).collect(),
        strict: ports.iter().all(plain),
        at,
        why,
    }
}

/// What an input port offers, aggregated operations included.
pub fn offered(port: &InputPort) -> impl Iterator<Item = (Name, &Operation)> {
    let aggregated = port.aggregates.iter().flat_map(|part| &part.operations);
    let all = port.operations.iter().chain(aggregated);
    all.map(|(name, operation)| (*name, operation))
}

/// Whether an input port of `service` refuses whatever it does not offer: it redirects nothing, its protocol maps
/// nothing, and all that it names was found.
#[must_use]
pub fn is_strict(program: &Program, service: ServiceId, port: &InputPort) -> bool {
    let protocol = port
        .protocol
        .is_none_or(|protocol| protocol == "sodep" || protocol == "sodeps");
    port.redirects.is_empty() && protocol && port.complete && program[service].complete
}

fn literal(port: &InputPort) -> Option<&str> {
    match &port.location {
        Some(Location::Literal(location, _)) => Some(location),
        _ => None,
    }
}

fn directory(program: &Program, service: ServiceId) -> &str {
    let service: &Service = &program[service];
    let name = &program[service.module].name;
    name.rsplit_once('/').map_or("", |(directory, _)| directory)
}
