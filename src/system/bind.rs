//! Whom each output port reaches: in comes a group of roots, out comes the system that they are.
//!
//! An output port bound by an embedding reaches the `local` input ports of what is embedded, all together (Jolie has
//! one local listener a service, which merges them: `CommCore.addLocalInputPort`). Any other reaches the input port at
//! its location: that of its own program before those of others, and of several the one that covers its operations.
//! Behind `/!/Name` it reaches what the output port reaches to which that name is redirected.

use super::address::{Address, Place, address, written};
use super::endpoint;
use super::group::{Group, directory, stem};
use super::tree::{INSTANCES, Node, grow};
use super::usage;
use super::{Destination, Running, System};
use crate::automata::network::Assumption;
use crate::base::{Code, Name, SourceId, Span};
use crate::program::binding::offered;
use crate::program::{
    EmbedTarget, InputPort, Location, Module, OutputPort, Program, Service, ServiceKind, Table,
};
use rustc_hash::FxHashSet;

/// What an output port leads to, before operations are followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// Nobody that is known.
    Environment,
    /// Certainly nobody.
    Nobody,
    /// Input ports of a node.
    Ports(usize, Vec<Name>),
    /// What this output port of a node leads to: a redirection.
    Redirected(usize, Name),
}

/// The nodes of a system and their links.
#[derive(Debug)]
pub(super) struct Net<'a> {
    /// The program.
    pub(super) program: &'a Program,
    /// What runs.
    pub(super) nodes: Vec<Node>,
    /// For each node, what its output ports lead to.
    pub(super) links: Vec<Table<Link>>,
}

impl<'a> Net<'a> {
    /// The service of a node.
    pub(super) fn service(&self, node: usize) -> &'a Service {
        &self.program[self.nodes[node].service]
    }

    /// What an output port leads to, redirections followed; one that leads back to itself leads nowhere known.
    pub(super) fn link(&self, node: usize, port: Name) -> &Link {
        let (mut node, mut port) = (node, port);
        let mut seen = FxHashSet::default();
        while seen.insert((node, port)) {
            match self.links[node].get(&port) {
                Some(Link::Redirected(next, name)) => (node, port) = (*next, *name),
                Some(link) => return link,
                None => break,
            }
        }
        &Link::Environment
    }

    /// The module of the program that a node belongs to.
    fn home(&self, node: usize) -> &'a Module {
        let root = self.nodes[node].root;
        &self.program[self.service(root).module]
    }

    /// The text of a location, where it is known.
    pub(super) fn written(&self, node: usize, location: Option<&Location>) -> Option<String> {
        written(self.program, &self.nodes, node, location?)
    }
}

/// An input port that listens somewhere.
struct Listener<'a> {
    place: Place,
    node: usize,
    port: &'a InputPort,
}

/// The system that a group is.
pub(super) fn system(program: &Program, group: Group) -> System {
    let mut assumptions = Vec::new();
    let mut net = Net {
        program,
        nodes: Vec::new(),
        links: Vec::new(),
    };
    for root in &group.roots {
        if let Some(span) = grow(program, root.service, &mut net.nodes) {
            assumptions.push(Assumption {
                code: Code::Q0901,
                span,
                message: format!(
                    "`{}` is with this one more than {INSTANCES} services, which is as many as are looked at: this one and \
                     those after it are left out",
                    program[root.service].name
                ),
            });
        }
    }
    let names = names(&net);
    let listeners = listeners(&net);
    for node in 0..net.nodes.len() {
        let mut links = Table::default();
        for port in net.service(node).output_ports.values() {
            let link = link(&net, &group, &listeners, node, port, &mut assumptions);
            links.insert(port.name.name, link);
        }
        net.links.push(links);
    }
    overridden(&mut net, &group, &names);
    let usages = usage::usages(&net);
    let instances = usages.into_iter().zip(names).enumerate();
    let instances = instances.map(|(node, (inputs, name))| Running {
        name,
        service: net.nodes[node].service,
        parent: net.nodes[node].parent,
        root: net.nodes[node].root,
        targets: targets(&net, node),
        inputs,
        listens: listens(&net, node),
    });
    System {
        name: group.name.clone(),
        instances: instances.collect(),
        files: files(&net),
        assumptions,
    }
}

/// Where the input ports of a node listen, as far as that is known.
fn listens(net: &Net, node: usize) -> Table<Place> {
    let ports = net.service(node).input_ports.values();
    let known = ports.filter_map(|port| {
        let text = net.written(node, port.location.as_ref())?;
        Some((port.name.name, address(&text, true)?.place))
    });
    known.collect()
}

/// Whether everything was found that an output port and the input ports that it reaches name.
fn is_known(net: &Net, node: usize, ports: &[Name], from: &OutputPort) -> bool {
    let inputs = &net.service(node).input_ports;
    let known = |name: &Name| inputs.get(name).is_some_and(|port| port.complete);
    from.complete && ports.iter().all(known)
}

fn targets(net: &Net, node: usize) -> Table<Destination> {
    let ports = net.service(node).output_ports.values();
    let target = |port: &OutputPort| match net.link(node, port.name.name) {
        Link::Environment | Link::Redirected(..) => Destination::Environment,
        Link::Nobody => Destination::Nobody,
        // What is not known of a port may be what is called.
        Link::Ports(instance, ports) if !is_known(net, *instance, ports, port) => {
            Destination::Environment
        }
        Link::Ports(instance, ports) => Destination::Service {
            instance: *instance,
            ports: ports.clone(),
            operations: endpoint::operations(net, *instance, ports, port),
        },
    };
    ports.map(|port| (port.name.name, target(port))).collect()
}

/// The files of the services that run, each once.
fn files(net: &Net) -> Vec<SourceId> {
    let mut files = Vec::new();
    let roots = (0..net.nodes.len()).filter(|node| net.nodes[*node].root == *node);
    for node in roots.chain(0..net.nodes.len()) {
        let source = net.program[net.service(node).module].source;
        if !files.contains(&source) {
            files.push(source);
        }
    }
    files
}

/// The names of instances: those of the services, the file's for one `Main` among others, numbered where alike.
fn names(net: &Net) -> Vec<Name> {
    let mains = (0..net.nodes.len()).filter(|node| net.service(*node).name == "Main");
    let several = mains.count() > 1;
    let mut taken: FxHashSet<String> = FxHashSet::default();
    let mut names = Vec::with_capacity(net.nodes.len());
    for node in 0..net.nodes.len() {
        let service = net.service(node);
        let plain = if several && service.name == "Main" {
            stem(&net.program[service.module])
        } else {
            service.name.as_str()
        };
        let mut name = plain.to_owned();
        let mut number = 2;
        while !taken.insert(name.clone()) {
            name = format!("{plain} {number}");
            number += 1;
        }
        names.push(Name::from(&name));
    }
    names
}

fn listeners<'a>(net: &Net<'a>) -> Vec<Listener<'a>> {
    let mut listeners = Vec::new();
    for node in 0..net.nodes.len() {
        for port in net.service(node).input_ports.values() {
            let text = net.written(node, port.location.as_ref());
            if let Some(Address { place, .. }) = text.and_then(|text| address(&text, true)) {
                listeners.push(Listener { place, node, port });
            }
        }
    }
    listeners
}

fn link(
    net: &Net,
    group: &Group,
    listeners: &[Listener],
    node: usize,
    port: &OutputPort,
    assumptions: &mut Vec<Assumption>,
) -> Link {
    let service = net.service(node);
    let mut embeds = service.embeds.iter().enumerate();
    let bound = |(_, embed): &(usize, &crate::program::Embed)| {
        embed.port.is_some_and(|bound| bound.name == port.name.name)
    };
    let first = embeds.by_ref().find(bound);
    match (first, embeds.find(bound)) {
        (Some((position, embed)), None) => match embed.target {
            EmbedTarget::Service(_) => embedded(net, node, position),
            EmbedTarget::Foreign(_) | EmbedTarget::Missing(_) => Link::Environment,
        },
        (Some(_), Some(_)) => Link::Environment,
        (None, _) if port.location.is_none() => {
            // An internal service may name ports of the services before it, which its program binds.
            let certain = service.complete && port.complete && !port.rebound;
            if certain && service.kind != ServiceKind::Internal {
                Link::Nobody
            } else {
                Link::Environment
            }
        }
        (None, _) => located(net, group, listeners, node, port, assumptions),
    }
}

/// The local input ports of what a node embeds.
fn embedded(net: &Net, node: usize, position: usize) -> Link {
    let child = net
        .nodes
        .iter()
        .position(|child| child.parent == Some((node, position)));
    let Some(child) = child else {
        return Link::Environment;
    };
    let mut local = Vec::new();
    for port in net.service(child).input_ports.values() {
        match net.written(child, port.location.as_ref()) {
            Some(text) if text == "local" => local.push(port.name.name),
            Some(_) => {}
            // A location that is computed may turn out to be local.
            None => return Link::Environment,
        }
    }
    if local.is_empty() {
        return Link::Environment;
    }
    Link::Ports(child, local)
}

fn located(
    net: &Net,
    group: &Group,
    listeners: &[Listener],
    node: usize,
    port: &OutputPort,
    assumptions: &mut Vec<Assumption>,
) -> Link {
    let text = net.written(node, port.location.as_ref());
    let Some(Address { place, resource }) = text.and_then(|text| address(&text, false)) else {
        return Link::Environment;
    };
    let home = net.home(node);
    let root = net.nodes[node].root;
    let may_hear = |listener: &&Listener| {
        let own = net.nodes[listener.node].root == root;
        let apart = !group.declared && directory(net.home(listener.node)) != directory(home);
        listener.place == place && (own || !(apart || matches!(place, Place::Local(_))))
    };
    let mut found: Vec<&Listener> = listeners.iter().filter(may_hear).collect();
    let own = |listener: &&Listener| net.nodes[listener.node].root == root;
    if found.iter().any(own) {
        found.retain(own);
    }
    if found.len() > 1 && resource.is_none() {
        let covers = |listener: &&Listener| {
            let offered: FxHashSet<Name> = offered(listener.port).map(|(name, _)| name).collect();
            port.operations.keys().all(|name| offered.contains(name))
        };
        if found.iter().any(covers) {
            found.retain(covers);
        }
    }
    match (found.as_slice(), resource) {
        ([only], None) if only.port.protocol == port.protocol => {
            Link::Ports(only.node, vec![only.port.name.name])
        }
        ([only], Some(resource)) => {
            let mut redirects = only.port.redirects.iter();
            let to = redirects.find(|(name, _)| name.name == resource.as_str());
            match to {
                Some((_, to)) => Link::Redirected(only.node, to.name),
                // What the only one who listens there does not redirect is refused.
                None if !port.rebound && redirects_alone(net.service(only.node)) => Link::Nobody,
                None => Link::Environment,
            }
        }
        ([_, _, ..], _) => {
            assumptions.push(ambiguous(port, &found));
            Link::Environment
        }
        _ => Link::Environment,
    }
}

/// Whether the redirections of a service are those that are written, and nobody adds any at run time.
fn redirects_alone(service: &Service) -> bool {
    service.complete && !service.sends("setRedirection")
}

fn ambiguous(port: &OutputPort, found: &[&Listener]) -> Assumption {
    let names: Vec<String> = found
        .iter()
        .map(|listener| format!("`{}`", listener.port.name.name))
        .collect();
    Assumption {
        code: Code::Q0804,
        span: location_span(port),
        message: format!(
            "port `{}` may reach any of the input ports {}, which listen at one location",
            port.name.name,
            names.join(", ")
        ),
    }
}

fn location_span(port: &OutputPort) -> Span {
    match &port.location {
        Some(Location::Literal(_, span)) => *span,
        Some(Location::Computed(expression)) => expression.span,
        None => port.name.span,
    }
}

/// Puts the bindings of `quadrille.toml` over those found.
fn overridden(net: &mut Net, group: &Group, names: &[Name]) {
    for bind in group.settings.iter().flat_map(|system| &system.binds) {
        let node = |name: &str| names.iter().position(|other| other == name);
        let (Some(from), Some(to)) = (node(&bind.from.0), node(&bind.to.0)) else {
            continue;
        };
        let input = Name::from(&bind.to.1);
        let known = net.service(to).input_ports.contains_key(&input);
        if let Some(link) = net.links[from].get_mut(&Name::from(&bind.from.1))
            && known
        {
            *link = Link::Ports(to, vec![input]);
        }
    }
}
