//! What is written where: in comes a step of a behaviour, out go its writes, each a [`Target`] with a [`Source`].

use super::path::{Asked, Key, Place, first_computed, indexed, raw};
use crate::base::Name;
use crate::syntax::jolie::tree::{
    AssignOperator, Expression, ExpressionKind, Literal, Path, Process, ProcessKind, Send,
    TreeEntry, TreeValue,
};
use crate::syntax::jolie::walk::{Node, walk};

/// What is written.
#[derive(Clone, Debug)]
pub(super) enum Target<'p> {
    /// What a path leads to.
    Path(&'p Path),
    /// What stands for the answer of a solicit-response in an expression.
    Answer(Asked),
    /// The location of an output port.
    Location(Name),
    /// The location of any output port.
    Locations,
}

/// What becomes of it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source<'p> {
    /// `= e`, `+= e`: the value of the root alone.
    Assign(AssignOperator, &'p Expression),
    /// `<< e`: the tree.
    Copy(&'p Expression),
    /// `++`, `--`
    Step {
        /// By one up.
        up: bool,
    },
    /// `undef`
    Undefine,
    /// `undef` of an element: those behind it move up.
    Remove,
    /// The message of an operation.
    Request(Name),
    /// The answer of an operation.
    Response(Name),
    /// What stands for the answer of a solicit-response, where that goes into an element whose index is computed.
    Answered(Asked),
    /// The number of a body of `spawn`.
    Index,
    /// What nobody follows.
    Unknown,
}

/// The writes that a behaviour makes by itself, before what lies below it.
pub(super) fn of_process<'p>(process: &'p Process, visit: &mut dyn FnMut(Target<'p>, Source<'p>)) {
    match &process.kind {
        ProcessKind::Assign {
            path,
            operator,
            value,
        } => visit(Target::Path(path), Source::Assign(*operator, value)),
        ProcessKind::Copy { path, links, value } => {
            // Links that are copied as links would be second names.
            let source = if *links {
                Source::Unknown
            } else {
                Source::Copy(value)
            };
            visit(Target::Path(path), source);
        }
        ProcessKind::Step(step) => {
            visit(Target::Path(&step.path), Source::Step { up: step.up });
        }
        ProcessKind::Undefine(path) => {
            let source = if indexed(path) {
                Source::Remove
            } else {
                Source::Undefine
            };
            visit(Target::Path(path), source);
        }
        ProcessKind::Send(send) if send.operation.name == "setOutputPort" => set_port(send, visit),
        ProcessKind::Send(send) => {
            if let Some((target, asked)) = answered_element(send) {
                visit(Target::Path(target), Source::Answered(asked));
                visit(Target::Answer(asked), Source::Undefine);
            }
        }
        _ => {}
    }
}

/// Where the answer of a solicit-response goes, and what stands for it until it is there: when that is an element whose
/// index is computed.
pub(super) fn answered_element(send: &Send) -> Option<(&Path, Asked)> {
    let target = send.solicit.as_ref()?.target.as_ref()?;
    first_computed(target)?;
    Some((target, Asked::new(send.operation, send.port, send.span)))
}

/// The writes that an expression makes by itself.
pub(super) fn of_expression<'p>(
    expression: &'p Expression,
    visit: &mut dyn FnMut(Target<'p>, Source<'p>),
) {
    match &expression.kind {
        ExpressionKind::Assign(path, value) => visit(
            Target::Path(path),
            Source::Assign(AssignOperator::Set, value),
        ),
        ExpressionKind::Step(step) => {
            visit(Target::Path(&step.path), Source::Step { up: step.up });
        }
        // The answer is read by what the expression is a part of, and gone after that.
        ExpressionKind::Solicit {
            operation, port, ..
        } => {
            let asked = Asked::new(*operation, *port, expression.span);
            visit(Target::Answer(asked), Source::Undefine);
        }
        _ => {}
    }
}

/// The writes of all expressions below a node, behaviours below it left out.
pub(super) fn inside<'p>(node: Node<'p>, visit: &mut dyn FnMut(Target<'p>, Source<'p>)) {
    let mut first = true;
    walk(node, &mut |node| {
        let top = std::mem::take(&mut first);
        match node {
            Node::Expression(expression) => of_expression(expression, visit),
            Node::Process(_) | Node::Receive(_) if !top => return false,
            _ => {}
        }
        true
    });
}

/// `setOutputPort@Runtime( { .name = "P" .location = e } )`
fn set_port<'p>(send: &'p Send, visit: &mut dyn FnMut(Target<'p>, Source<'p>)) {
    let entries = match send.argument.as_ref().map(|argument| &argument.kind) {
        Some(ExpressionKind::Tree(_, entries)) => entries.as_slice(),
        _ => &[],
    };
    let name = entry(entries, "name").map(|name| &name.kind);
    match (name, entry(entries, "location")) {
        (Some(ExpressionKind::Literal(Literal::String(name))), Some(location)) => visit(
            Target::Location(Name::from(name)),
            Source::Assign(AssignOperator::Set, location),
        ),
        _ => visit(Target::Locations, Source::Unknown),
    }
}

fn entry<'p>(entries: &'p [TreeEntry], name: &str) -> Option<&'p Expression> {
    let key: Key = vec![Name::from(name)];
    let mut found = entries.iter().filter(|entry| {
        entry.path.segments.first().is_some_and(|first| {
        matches!(&first.key, crate::syntax::jolie::tree::Key::Name(found) if found.name == name)
    })
    });
    match (found.next(), found.next()) {
        (Some(entry), None) if below_root(&entry.path) == Place::Exact(key) => match &entry.value {
            TreeValue::Assign(value) | TreeValue::Copy(value) => Some(value),
            TreeValue::Alias(_) => None,
        },
        _ => None,
    }
}

/// Where the path of an entry leads, from the root of its tree.
pub(super) fn below_root(path: &Path) -> Place {
    // Whatever it starts with, it is read below the root (`InlineTreeExpression`).
    raw(path, &[])
}
