//! Which output ports may be bound anew: in comes a service, out come its output ports with the mark
//! [`OutputPort::rebound`](super::OutputPort::rebound).
//!
//! To Jolie the declared location and protocol of an output port are the first values of the variables `P.location`
//! and `P.protocol`, and every message that is sent reads them again (`OutputPort.java`). So whatever writes to a path
//! that starts with the name of the port may send its messages elsewhere, and so may the operation `setOutputPort` of
//! the standard service `Runtime`, which takes the name of the port as a value.

use super::Service;
use crate::base::Name;
use crate::syntax::jolie::tree::{Key, Path, PathRoot};
use crate::syntax::jolie::writes::writes;
use rustc_hash::FxHashSet;

/// Marks the output ports of a service, whose behaviours are all in place.
pub(super) fn mark(service: &mut Service) {
    if service.output_ports.is_empty() {
        return;
    }
    let mut written: FxHashSet<Name> = FxHashSet::default();
    let mut any = service.sends("setOutputPort");
    for process in service.behaviours() {
        writes(process, &mut |path| match first(path) {
            First::Name(name) => {
                written.insert(name);
            }
            First::Computed => any = true,
            First::Elsewhere => {}
        });
    }
    for (name, port) in &mut service.output_ports {
        port.rebound = any || written.contains(name);
    }
}

enum First {
    Name(Name),
    Computed,
    /// Not a variable of the session, or one below a `with`, which counts as written itself.
    Elsewhere,
}

fn first(path: &Path) -> First {
    match (path.root, path.segments.first().map(|first| &first.key)) {
        (PathRoot::Local, Some(Key::Name(name))) => First::Name(name.name),
        (PathRoot::Local, Some(Key::Computed(_))) => First::Computed,
        _ => First::Elsewhere,
    }
}
