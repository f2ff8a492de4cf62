//! The typing of Montesi & Carbone (ICSOC 2011), as far as it says that no message fits two sessions: in comes a set, out
//! comes what proves it.
//!
//! A set is safe when one of its variables is fresh in each session: every write puts what `new` has just made there. The
//! typing counts what a start message provides as fresh too, which holds of Jolie for another reason: a start message with the
//! values of a live session goes to that session and starts none. So a set is safe as well when nothing but start
//! messages writes its variables, if equality can tell their values apart, which is asked elsewhere (`ambiguous`).

use super::Asked;
use crate::base::Name;
use crate::flow::origin::Source;

/// Why no message fits two sessions.
pub(super) enum Proof {
    /// Each session makes its own value of this variable.
    Fresh(Vec<Name>),
    /// Only messages that start sessions set the variables, and one that fits a live session starts none.
    Started,
}

/// What proves a set, when something does.
pub(super) fn prove(asked: &Asked<'_, '_>) -> Option<Proof> {
    let given = &asked.followed.given;
    let variables = asked.set.variables.iter();
    let paths: Vec<Vec<Name>> = variables.filter_map(|one| one.path.names()).collect();
    if !given.iter().any(|one| paths.contains(&one.variable)) {
        return Some(Proof::Started);
    }
    let fresh = |path: &Vec<Name>| {
        let mut own = given.iter().filter(|one| one.variable == *path).peekable();
        own.peek().is_some()
            && own.all(|one| one.origins.all(|from| matches!(from, Source::Fresh(_))))
    };
    paths.into_iter().find(fresh).map(Proof::Fresh)
}
