//! Who uses each input port: a partner inside the system, the world outside, or standard packages alone.
//!
//! A port that some output port reaches is judged with that partner, and so is one whose location its service gives
//! away where another service of the system binds an output port for all its operations at run time. Of the others, one
//! that listens is open. A local port is reached by its embedder alone, by those who are given its location, and by the Java services that the
//! service embeds: so it is closed where none of these is there, and where only Java services call, what they call is
//! known.

use super::Usage;
use super::address::{Place, address};
use super::bind::{Link, Net};
use crate::base::Name;
use crate::program::standard::{Callback, CalledOperation, callbacks};
use crate::program::{EmbedTarget, InputPort, OutputPort, Program, Service, ServiceKind, Table};
use crate::syntax::jolie::tree::{ExecutionMode, ExpressionKind, Literal};
use crate::syntax::jolie::walk;
use rustc_hash::FxHashSet;

/// For each node, who uses its input ports.
pub(super) fn usages(net: &Net) -> Vec<Table<Usage>> {
    let mut reached: FxHashSet<(usize, Name)> = FxHashSet::default();
    let mut calls: Vec<Vec<usize>> = vec![Vec::new(); net.nodes.len()];
    for (node, calls) in calls.iter_mut().enumerate() {
        for port in net.service(node).output_ports.keys() {
            if let Link::Ports(to, ports) = net.link(node, *port) {
                reached.extend(ports.iter().map(|port| (*to, *port)));
                calls.push(*to);
            }
        }
    }
    let of = |node: usize| {
        let ports = net.service(node).input_ports.values();
        let usage = |port: &InputPort| {
            let bound = reached.contains(&(node, port.name.name));
            if bound || is_called_by_location(net, node, port) {
                Usage::Bound
            } else {
                unreached(net, node, port)
            }
        };
        ports.map(|port| (port.name.name, usage(port))).collect()
    };
    let mut found: Vec<Table<Usage>> = (0..net.nodes.len()).map(of).collect();
    open_rings(net, &calls, &mut found);
    found
}

/// Opens the ports of services that only those call whom nobody starts: a service that calls itself, or a ring of them,
/// has its clients outside.
fn open_rings(net: &Net, calls: &[Vec<usize>], found: &mut [Table<Usage>]) {
    let mut alive = vec![false; net.nodes.len()];
    let starts = |node: usize| {
        let service = net.service(node);
        let by_itself = service.execution == ExecutionMode::Single && service.main.is_some();
        by_itself || calls_at_start(service)
    };
    let called = |usages: &Table<Usage>| usages.values().any(|usage| *usage != Usage::Bound);
    for node in 0..alive.len() {
        if starts(node) || found.get(node).is_some_and(called) {
            reach(calls, node, &mut alive);
        }
    }
    for node in 0..alive.len() {
        if alive.get(node) != Some(&false) {
            continue;
        }
        reach(calls, node, &mut alive);
        let mut after = vec![false; net.nodes.len()];
        for callee in calls.get(node).into_iter().flatten() {
            reach(calls, *callee, &mut after);
        }
        let ring = after.get(node) == Some(&true);
        let Some(usages) = found.get_mut(node).filter(|_| ring) else {
            continue;
        };
        for port in net.service(node).input_ports.values() {
            if let Some(usage) = usages
                .get_mut(&port.name.name)
                .filter(|_| !is_local(net, node, port))
            {
                *usage = Usage::Open;
            }
        }
    }
}

/// Whether `init` sends anything, as far as can be seen: by itself, or by a definition of the service.
fn calls_at_start(service: &Service) -> bool {
    let definitions = service.definitions.values();
    let definitions = definitions.map(|definition| &*definition.body);
    let mut sends = false;
    for process in service.init.iter().map(|init| &**init).chain(definitions) {
        walk::sends(process, &mut |_| sends = true);
    }
    sends && !service.init.is_empty()
}

/// Everybody whom a service calls, directly or not, is alive with it.
fn reach(calls: &[Vec<usize>], from: usize, alive: &mut [bool]) {
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        if let Some(alive) = alive.get_mut(node).filter(|alive| !**alive) {
            *alive = true;
            open.extend(calls.get(node).into_iter().flatten());
        }
    }
}

fn unreached(net: &Net, node: usize, port: &InputPort) -> Usage {
    let service = net.service(node);
    let text = net.written(node, port.location.as_ref());
    let place = text.and_then(|text| address(&text, true));
    let computed = port.location.is_some() && place.is_none() && !is_local(net, node, port);
    let named = place.is_some_and(|address| matches!(address.place, Place::Local(_)));
    if computed || !(named || is_local(net, node, port)) {
        return Usage::Open;
    }
    if is_called_back(net, node, port) {
        return Usage::Callbacks;
    }
    let embedder = net.nodes[node].parent;
    let closed = embedder.is_some_and(|(parent, embed)| {
        let embeds = &net.service(parent).embeds;
        // A port that its embedder has, and that leads elsewhere, may still be called over it.
        embeds.get(embed).is_some_and(|embed| embed.port.is_none())
    });
    if closed && !service.sends("getLocalLocation") {
        Usage::Bound
    } else {
        Usage::Open
    }
}

/// Whether a service of the system is given the location of the port, as far as can be seen, to call it there.
fn is_called_by_location(net: &Net, node: usize, port: &InputPort) -> bool {
    let binds = |output: &OutputPort| {
        let mut operations = port.operations.keys();
        output.rebound && operations.all(|name| output.operations.contains_key(name))
    };
    let mut others = (0..net.nodes.len()).filter(|other| *other != node);
    !port.operations.is_empty()
        && others.any(|other| net.service(other).output_ports.values().any(binds))
        && gives(net, node, port)
}

/// Whether a service has the location of one of its input ports as a value.
fn gives(net: &Net, node: usize, port: &InputPort) -> bool {
    let service = net.service(node);
    if is_local(net, node, port) {
        return service.sends("getLocalLocation");
    }
    let text = net.written(node, port.location.as_ref());
    let written = text.is_some_and(|text| texts(service).contains(text.as_str()));
    written || reads_location(service, port.name.name)
}

/// Whether a service reads `Port.location`, a variable that every input port has.
fn reads_location(service: &Service, port: Name) -> bool {
    let mut reads = false;
    for process in service.behaviours() {
        walk::paths(process, &mut |path| {
            let names = path.names().unwrap_or_default();
            reads |= matches!(&*names, [first, second] if *first == port && *second == "location");
        });
    }
    reads
}

fn is_local(net: &Net, node: usize, port: &InputPort) -> bool {
    let text = net.written(node, port.location.as_ref());
    text.is_some_and(|text| text == "local")
}

/// Whether all operations of a local port are such as standard services call, after the service registered for them;
/// a port of a standard include file is there for nothing else.
fn is_called_back(net: &Net, node: usize, port: &InputPort) -> bool {
    let (program, service) = (net.program, net.service(node));
    if program.standard.contains(&port.name.span.source) {
        return true;
    }
    if port.operations.is_empty() || !port.aggregates.is_empty() {
        return false;
    }
    let rows = registered(program, service);
    let texts = if rows
        .iter()
        .any(|row| matches!(row.called, CalledOperation::Named { .. }))
    {
        texts(service)
    } else {
        FxHashSet::default()
    };
    let is_called = |operation: &Name| {
        rows.iter().any(|row| match row.called {
            CalledOperation::Fixed(name) => *operation == name,
            CalledOperation::Named { default, .. } => {
                *operation == default || texts.contains(operation.as_str())
            }
        })
    };
    // One interface may be offered twice: at the port that others call, and for what is called back.
    let others = service.input_ports.values();
    let others: Vec<&InputPort> = others.filter(|other| !is_local(net, node, other)).collect();
    let offered = |operation: &Name| {
        let mut others = others.iter();
        others.any(|other| other.operations.contains_key(operation))
    };
    let mut operations = port.operations.keys();
    operations.all(|operation| is_called(operation) || offered(operation))
        && port.operations.keys().any(is_called)
}

/// The calls back for which a service registers at what it embeds.
fn registered(program: &Program, service: &Service) -> Vec<&'static Callback> {
    let mut sent: FxHashSet<(Name, Name)> = FxHashSet::default();
    service.each_send(&mut |output| {
        sent.insert((output.port.name, output.operation.name));
    });
    let mut rows = Vec::new();
    for embed in &service.embeds {
        let Some(port) = embed.port else {
            continue;
        };
        let called = match &embed.target {
            EmbedTarget::Service(id) => match &program[*id].kind {
                // The class is kept as it is written, in quotes or not.
                ServiceKind::Foreign(Some(class)) => callbacks(class.trim_matches('"')),
                _ => &[],
            },
            EmbedTarget::Foreign(path) => callbacks(path),
            EmbedTarget::Missing(_) => &[],
        };
        let registers = |row: &&Callback| sent.contains(&(port.name, Name::from(row.registering)));
        rows.extend(called.iter().filter(registers));
    }
    rows
}

/// Every text that stands in a service: an operation to be called is named by one.
fn texts(service: &Service) -> FxHashSet<&str> {
    let mut texts = FxHashSet::default();
    for process in service.behaviours() {
        walk::expressions(process, &mut |expression| {
            if let ExpressionKind::Literal(Literal::String(text)) = &expression.kind {
                texts.insert(text.as_str());
            }
        });
    }
    texts
}
