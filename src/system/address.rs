//! Locations: in come those that ports write, out come addresses that are equal when they are the same place.
//!
//! A socket listens at its port, whatever host its location names (`SocketListener.java` binds the port alone), so
//! `localhost`, `127.0.0.1` and the other names of this host are one. `…/!/Name` leads to the resource `Name` of an
//! input port that redirects. A location computed from the service's parameter is known when the embedding writes it.

use super::tree::Node;
use crate::program::{Location, Program};
use crate::syntax::jolie::tree::{Expression, ExpressionKind, Literal, Path, TreeValue};

/// Where a message goes, or is awaited.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// A port of this host.
    Socket(u16),
    /// `local://name`: within one running program only.
    Local(String),
    /// Anything else, by its text.
    Other(String),
}

/// A place, and the resource there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// The place.
    pub(super) place: Place,
    /// What stands behind `/!/`.
    pub(super) resource: Option<String>,
}

/// Where messages to a location go, and whether that is a resource behind it; `None` where nobody listens.
#[must_use]
pub fn destination(location: &str) -> Option<(Place, bool)> {
    let found = address(location, false)?;
    Some((found.place, found.resource.is_some()))
}

/// The address that a location is; `None` for `local`, which nobody reaches by it, and for what is no location.
pub(super) fn address(text: &str, listens: bool) -> Option<Address> {
    let (base, resource) = match text.split_once("/!/") {
        Some((base, resource)) => (base, Some(resource.trim_end_matches('/').to_owned())),
        None => (text, None),
    };
    let base = base.trim_end_matches('/');
    if base.is_empty() || base == "local" {
        return None;
    }
    let place = if let Some(name) = base.strip_prefix("local://") {
        Place::Local(name.to_owned())
    } else {
        let socket = base.strip_prefix("socket://");
        match socket.and_then(|rest| port_here(rest, listens)) {
            Some(port) => Place::Socket(port),
            None => Place::Other(base.to_owned()),
        }
    };
    Some(Address { place, resource })
}

fn port_here(text: &str, listens: bool) -> Option<u16> {
    let (host, port) = text.rsplit_once(':')?;
    let here = ["localhost", "127.0.0.1", "0.0.0.0", "[::1]", "[::]"];
    let named = here.iter().any(|name| host.eq_ignore_ascii_case(name));
    (listens || named).then(|| port.parse().ok())?
}

/// The text of a location as a running service knows it: written, or computed from what its embedder gave it.
pub(super) fn written(
    program: &Program,
    nodes: &[Node],
    node: usize,
    location: &Location,
) -> Option<String> {
    match location {
        Location::Literal(text, _) => Some(text.clone()),
        Location::Computed(expression) => text(program, nodes, node, expression, STEPS),
    }
}

/// More steps than this through expressions and embedders are taken for no end.
const STEPS: usize = 64;

fn text(
    program: &Program,
    nodes: &[Node],
    node: usize,
    expression: &Expression,
    steps: usize,
) -> Option<String> {
    let steps = steps.checked_sub(1)?;
    match &expression.kind {
        ExpressionKind::Literal(Literal::String(text)) => Some(text.clone()),
        ExpressionKind::Group(inner) => text(program, nodes, node, inner, steps),
        ExpressionKind::Path(path) => parameter(program, nodes, node, path, steps),
        _ => None,
    }
}

/// The text that the embedder gives at a path of the parameter.
fn parameter(
    program: &Program,
    nodes: &[Node],
    node: usize,
    path: &Path,
    steps: usize,
) -> Option<String> {
    let names = path.names()?;
    let (first, below) = names.split_first()?;
    let (parameter, _) = program[nodes[node].service].parameter.as_ref()?;
    let (parent, embed) = nodes[node].parent?;
    let embed = program[nodes[parent].service].embeds.get(embed)?;
    let given = embed
        .argument
        .as_ref()
        .filter(|_| parameter.name == *first)?;
    let mut given = given;
    while let ExpressionKind::Group(inner) = &given.kind {
        given = inner;
    }
    match (&given.kind, below) {
        (ExpressionKind::Tree(_, entries), [_, ..]) => {
            let mut written = entries
                .iter()
                .filter(|entry| entry.path.names().is_none_or(|names| names == below));
            let value = match (written.next(), written.next()) {
                (Some(entry), None) => match &entry.value {
                    TreeValue::Assign(value) | TreeValue::Copy(value) => value,
                    TreeValue::Alias(_) => return None,
                },
                _ => return None,
            };
            text(program, nodes, parent, value, steps)
        }
        (ExpressionKind::Tree(..), []) => None,
        (ExpressionKind::Path(given), _) => {
            // `embed S( p )`, handed on: the same path below the embedder's own parameter.
            let mut whole = given.clone();
            whole.segments.extend(path.segments.iter().skip(1).cloned());
            self::parameter(program, nodes, parent, &whole, steps.checked_sub(1)?)
        }
        (_, []) => text(program, nodes, parent, given, steps),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_this_host_are_one_place() {
        let place = |text: &str| address(text, false).map(|address| address.place);
        assert_eq!(place("socket://localhost:8000"), Some(Place::Socket(8000)));
        assert_eq!(place("socket://127.0.0.1:8000/"), Some(Place::Socket(8000)));
        assert_ne!(
            place("socket://example.org:8000"),
            Some(Place::Socket(8000))
        );
        assert_eq!(place("local"), None);
        assert_eq!(place(""), None);
        assert_eq!(place("local://A"), Some(Place::Local("A".to_owned())));
        let heard = address("socket://example.org:8000", true);
        assert_eq!(heard.map(|heard| heard.place), Some(Place::Socket(8000)));
    }

    #[test]
    fn a_resource_stands_behind_a_mark() {
        let found = address("socket://localhost:8000/!/Sum/", false).unwrap();
        assert_eq!(found.place, Place::Socket(8000));
        assert_eq!(found.resource.as_deref(), Some("Sum"));
    }
}
