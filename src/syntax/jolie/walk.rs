//! Walks over behaviours: in comes a node of a tree, out go the nodes below it, in the order of the source.
//!
//! [`Node`] is what can be met. [`children`] gives what lies directly below a node, [`walk`] everything that lies
//! below it, [`processes`], [`receives`], [`sends`], [`expressions`] and [`paths`] only one kind. Handlers, the
//! indices in paths and the guards of choices are all reached; types are not nodes. The parser bounds the depth of
//! trees, so walks may recurse.

use super::tree::{
    Branch, Expression, ExpressionKind, Handler, Identifier, Key, Path, Process, ProcessKind,
    Receive, Send, TreeValue,
};
use crate::base::Span;

macro_rules! walker {
    ($node:ident, $children:ident, $process:ident, $choice:ident, $handlers:ident, $receive:ident,
     $expression:ident, $path:ident, $($m:tt)?) => {
        /// The nodes directly below a node, in the order of the source.
        pub fn $children<'a>(node: $node<'a>, visit: &mut dyn FnMut($node<'a>)) {
            match node {
                $node::Process(process) => $process(process, visit),
                $node::Receive(receive) => $receive(receive, visit),
                $node::Expression(expression) => $expression(expression, visit),
                $node::Path(path) => $path(path, visit),
            }
        }

        fn $choice<'a>(branches: &'a $($m)? Vec<Branch>, visit: &mut dyn FnMut($node<'a>)) {
            for branch in branches {
                visit($node::Receive(&$($m)? branch.guard));
                if let Some(body) = &$($m)? branch.body {
                    visit($node::Process(body));
                }
            }
        }

        fn $handlers<'a>(handlers: &'a $($m)? Vec<Handler>, visit: &mut dyn FnMut($node<'a>)) {
            for handler in handlers {
                visit($node::Process(&$($m)? handler.body));
            }
        }

        fn $receive<'a>(receive: &'a $($m)? Receive, visit: &mut dyn FnMut($node<'a>)) {
            if let Some(target) = &$($m)? receive.target {
                visit($node::Path(target));
            }
            if let Some(reply) = &$($m)? receive.reply {
                let reply = &$($m)? **reply;
                if let Some(value) = &$($m)? reply.value {
                    visit($node::Expression(value));
                }
                if let Some(body) = &$($m)? reply.body {
                    visit($node::Process(body));
                }
            }
        }

        #[allow(clippy::too_many_lines)] // one arm a kind: a table
        fn $process<'a>(process: &'a $($m)? Process, visit: &mut dyn FnMut($node<'a>)) {
            match &$($m)? process.kind {
                ProcessKind::Parallel(parts) | ProcessKind::Sequence(parts) => {
                    for part in parts {
                        visit($node::Process(part));
                    }
                }
                ProcessKind::Block(body)
                | ProcessKind::Synchronized { body, .. }
                | ProcessKind::Scope { body, .. } => visit($node::Process(body)),
                ProcessKind::Choice(branches) => $choice(branches, visit),
                ProcessKind::ProvideUntil { provide, until } => {
                    $choice(provide, visit);
                    $choice(until, visit);
                }
                ProcessKind::Receive(receive) => visit($node::Receive(receive)),
                ProcessKind::Send(send) => {
                    if let Some(argument) = &$($m)? send.argument {
                        visit($node::Expression(argument));
                    }
                    if let Some(solicit) = &$($m)? send.solicit {
                        let solicit = &$($m)? **solicit;
                        if let Some(target) = &$($m)? solicit.target {
                            visit($node::Path(target));
                        }
                        $handlers(&$($m)? solicit.handlers, visit);
                    }
                }
                ProcessKind::Forward { request, response, .. } => {
                    if let Some(request) = request {
                        visit($node::Path(request));
                    }
                    if let Some(Some(response)) = response {
                        visit($node::Path(response));
                    }
                }
                ProcessKind::Assign { path, value, .. } | ProcessKind::Copy { path, value, .. } => {
                    visit($node::Path(path));
                    visit($node::Expression(value));
                }
                ProcessKind::Alias { path, target } => {
                    visit($node::Path(path));
                    visit($node::Path(target));
                }
                ProcessKind::Step(step) => visit($node::Path(&$($m)? step.path)),
                ProcessKind::Undefine(path) => visit($node::Path(path)),
                ProcessKind::With { path, body } => {
                    visit($node::Path(path));
                    visit($node::Process(body));
                }
                ProcessKind::Spawn { index, bound, result, body } => {
                    visit($node::Path(index));
                    visit($node::Expression(bound));
                    if let Some(result) = result {
                        visit($node::Path(result));
                    }
                    visit($node::Process(body));
                }
                ProcessKind::For { init, condition, post, body } => {
                    visit($node::Process(init));
                    visit($node::Expression(condition));
                    visit($node::Process(post));
                    visit($node::Process(body));
                }
                ProcessKind::ForIn { item: key, array: target, body }
                | ProcessKind::Foreach { key, target, body } => {
                    visit($node::Path(key));
                    visit($node::Path(target));
                    visit($node::Process(body));
                }
                ProcessKind::While { condition, body } => {
                    visit($node::Expression(condition));
                    visit($node::Process(body));
                }
                ProcessKind::If { branches, otherwise } => {
                    for (condition, body) in branches {
                        visit($node::Expression(condition));
                        visit($node::Process(body));
                    }
                    if let Some(otherwise) = otherwise {
                        visit($node::Process(otherwise));
                    }
                }
                ProcessKind::Install(handlers) => $handlers(handlers, visit),
                ProcessKind::Throw { value, .. } => {
                    if let Some(value) = value {
                        visit($node::Expression(value));
                    }
                }
                ProcessKind::Compensate(_)
                | ProcessKind::CurrentHandler
                | ProcessKind::LinkIn(_)
                | ProcessKind::LinkOut(_)
                | ProcessKind::Nothing
                | ProcessKind::Exit
                | ProcessKind::Call(_) => {}
            }
        }

        #[allow(clippy::too_many_lines)] // one arm a kind: a table
        fn $expression<'a>(expression: &'a $($m)? Expression, visit: &mut dyn FnMut($node<'a>)) {
            match &$($m)? expression.kind {
                ExpressionKind::Or(parts) | ExpressionKind::And(parts) => {
                    for part in parts {
                        visit($node::Expression(part));
                    }
                }
                ExpressionKind::Compare(_, left, right) => {
                    visit($node::Expression(left));
                    visit($node::Expression(right));
                }
                ExpressionKind::Sum(first, rest) => {
                    visit($node::Expression(first));
                    rest.into_iter().for_each(|(_, operand)| visit($node::Expression(operand)));
                }
                ExpressionKind::Product(first, rest) => {
                    visit($node::Expression(first));
                    rest.into_iter().for_each(|(_, operand)| visit($node::Expression(operand)));
                }
                ExpressionKind::InstanceOf(inner, _)
                | ExpressionKind::Not(inner)
                | ExpressionKind::Cast(_, inner)
                | ExpressionKind::Group(inner) => visit($node::Expression(inner)),
                ExpressionKind::Path(path)
                | ExpressionKind::Size(path)
                | ExpressionKind::Frozen(path)
                | ExpressionKind::IsDefined(path)
                | ExpressionKind::IsType(_, path) => visit($node::Path(path)),
                ExpressionKind::Assign(path, value) => {
                    visit($node::Path(path));
                    visit($node::Expression(value));
                }
                ExpressionKind::Step(step) => visit($node::Path(&$($m)? step.path)),
                ExpressionKind::Solicit { argument: Some(argument), .. } => {
                    visit($node::Expression(argument));
                }
                ExpressionKind::If(condition, yes, no) => {
                    visit($node::Expression(condition));
                    visit($node::Expression(yes));
                    visit($node::Expression(no));
                }
                ExpressionKind::Tree(root, entries) => {
                    if let Some(root) = root {
                        visit($node::Expression(root));
                    }
                    for entry in entries {
                        visit($node::Path(&$($m)? entry.path));
                        match &$($m)? entry.value {
                            TreeValue::Assign(value) | TreeValue::Copy(value) => {
                                visit($node::Expression(value));
                            }
                            TreeValue::Alias(path) => visit($node::Path(path)),
                        }
                    }
                }
                ExpressionKind::Solicit { argument: None, .. }
                | ExpressionKind::Literal(_)
                | ExpressionKind::Fresh => {}
            }
        }

        fn $path<'a>(path: &'a $($m)? Path, visit: &mut dyn FnMut($node<'a>)) {
            for segment in &$($m)? path.segments {
                if let Key::Computed(key) = &$($m)? segment.key {
                    visit($node::Expression(key));
                }
                if let Some(index) = &$($m)? segment.index {
                    visit($node::Expression(index));
                }
            }
        }
    };
}

/// A part of a behaviour.
#[derive(Clone, Copy, Debug)]
pub enum Node<'a> {
    /// A behaviour; one that is an input has that input below it as a [`Node::Receive`].
    Process(&'a Process),
    /// An input: a statement, or the guard of a choice.
    Receive(&'a Receive),
    /// An expression.
    Expression(&'a Expression),
    /// A path, read or written.
    Path(&'a Path),
}

/// A part of a behaviour, to be changed.
#[derive(Debug)]
pub enum NodeMut<'a> {
    /// A behaviour.
    Process(&'a mut Process),
    /// An input: a statement, or the guard of a choice.
    Receive(&'a mut Receive),
    /// An expression.
    Expression(&'a mut Expression),
    /// A path, read or written.
    Path(&'a mut Path),
}

walker!(
    Node,
    children,
    process_children,
    choice_children,
    handler_children,
    receive_children,
    expression_children,
    path_children,
);
walker!(
    NodeMut,
    children_mut,
    process_children_mut,
    choice_children_mut,
    handler_children_mut,
    receive_children_mut,
    expression_children_mut,
    path_children_mut,
    mut
);

/// Visits a node and what lies below it, parents first; below a node for which `visit` returns `false` nothing is.
pub fn walk<'a>(node: Node<'a>, visit: &mut dyn FnMut(Node<'a>) -> bool) {
    if visit(node) {
        children(node, &mut |child| walk(child, visit));
    }
}

/// Visits a behaviour and every one inside it, parents first: branches, bodies of replies and handlers included.
pub fn processes<'a>(process: &'a Process, visit: &mut dyn FnMut(&'a Process)) {
    walk(Node::Process(process), &mut |node| {
        if let Node::Process(found) = node {
            visit(found);
        }
        // Behaviours never lie below expressions and paths.
        matches!(node, Node::Process(_) | Node::Receive(_))
    });
}

/// Visits every input inside a behaviour, guards of choices included.
pub fn receives<'a>(process: &'a Process, visit: &mut dyn FnMut(&'a Receive)) {
    walk(Node::Process(process), &mut |node| {
        if let Node::Receive(found) = node {
            visit(found);
        }
        matches!(node, Node::Process(_) | Node::Receive(_))
    });
}

/// Visits every expression inside a behaviour, those in paths and replies included, parents first.
pub fn expressions<'a>(process: &'a Process, visit: &mut dyn FnMut(&'a Expression)) {
    walk(Node::Process(process), &mut |node| {
        if let Node::Expression(found) = node {
            visit(found);
        }
        true
    });
}

/// Visits every path inside a behaviour, read or written.
pub fn paths<'a>(process: &'a Process, visit: &mut dyn FnMut(&'a Path)) {
    walk(Node::Process(process), &mut |node| {
        if let Node::Path(found) = node {
            visit(found);
        }
        true
    });
}

/// An output: a statement, or a solicit-response in an expression.
#[derive(Clone, Copy, Debug)]
pub struct Output<'a> {
    /// The operation.
    pub operation: Identifier,
    /// The output port.
    pub port: Identifier,
    /// The message; `None` is an empty one.
    pub argument: Option<&'a Expression>,
    /// Whether an answer is awaited.
    pub solicit: bool,
    /// The statement, when it is one and not part of an expression.
    pub statement: Option<&'a Send>,
    /// The whole output.
    pub span: Span,
}

/// The output that a node is by itself; `None` for every other node.
#[must_use]
pub fn output(node: Node<'_>) -> Option<Output<'_>> {
    match node {
        Node::Process(Process {
            kind: ProcessKind::Send(send),
            ..
        }) => Some(Output {
            operation: send.operation,
            port: send.port,
            argument: send.argument.as_ref(),
            solicit: send.solicit.is_some(),
            statement: Some(send),
            span: send.span,
        }),
        Node::Expression(Expression {
            kind:
                ExpressionKind::Solicit {
                    operation,
                    port,
                    argument,
                },
            span,
        }) => Some(Output {
            operation: *operation,
            port: *port,
            argument: argument.as_deref(),
            solicit: true,
            statement: None,
            span: *span,
        }),
        _ => None,
    }
}

/// Visits every output inside a behaviour, those in expressions included.
pub fn sends<'a>(process: &'a Process, visit: &mut dyn FnMut(Output<'a>)) {
    walk(Node::Process(process), &mut |node| {
        if let Some(found) = output(node) {
            visit(found);
        }
        true
    });
}

/// The behaviours directly below a behaviour: parts, branches, bodies of replies, handlers.
pub fn each_child<'a>(process: &'a Process, visit: &mut dyn FnMut(&'a Process)) {
    children(Node::Process(process), &mut |node| match node {
        Node::Process(child) => visit(child),
        Node::Receive(_) => children(node, &mut |inner| {
            if let Node::Process(child) = inner {
                visit(child);
            }
        }),
        Node::Expression(_) | Node::Path(_) => {}
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Name;
    use crate::syntax::jolie::tree::{PathRoot, Reply, Segment};

    fn identifier(name: &str) -> Identifier {
        Identifier {
            name: Name::from(name),
            span: Span::NOWHERE,
        }
    }

    fn path(name: &str, index: Option<Expression>) -> Path {
        Path {
            root: PathRoot::Local,
            segments: vec![Segment {
                key: Key::Name(identifier(name)),
                index: index.map(Box::new),
            }],
            span: Span::NOWHERE,
        }
    }

    fn process(kind: ProcessKind) -> Process {
        Process {
            kind,
            span: Span::NOWHERE,
        }
    }

    /// `[ buy( x[ ask@Shop() ] )( y ) { nullProcess } ] { exit }`
    fn choice() -> Process {
        let ask = Expression {
            kind: ExpressionKind::Solicit {
                operation: identifier("ask"),
                port: identifier("Shop"),
                argument: None,
            },
            span: Span::NOWHERE,
        };
        let guard = Receive {
            operation: identifier("buy"),
            target: Some(path("x", Some(ask))),
            reply: Some(Box::new(Reply {
                value: Some(Expression {
                    kind: ExpressionKind::Path(path("y", None)),
                    span: Span::NOWHERE,
                }),
                body: Some(process(ProcessKind::Nothing)),
            })),
            span: Span::NOWHERE,
        };
        process(ProcessKind::Choice(vec![Branch {
            guard,
            body: Some(process(ProcessKind::Exit)),
            span: Span::NOWHERE,
        }]))
    }

    #[test]
    fn everything_in_a_choice_is_reached_in_order() {
        let choice = choice();
        let mut kinds = Vec::new();
        processes(&choice, &mut |found| {
            kinds.push(std::mem::discriminant(&found.kind))
        });
        let expected = [&choice.kind, &ProcessKind::Nothing, &ProcessKind::Exit];
        assert_eq!(kinds, expected.map(std::mem::discriminant));
        let mut names = Vec::new();
        paths(&choice, &mut |found| names.extend(found.names()));
        assert_eq!(names, [vec![Name::from("y")]]);
        let mut solicits = 0;
        sends(&choice, &mut |found| solicits += usize::from(found.solicit));
        assert_eq!(solicits, 1);
        let mut inputs = Vec::new();
        receives(&choice, &mut |found| inputs.push(found.operation.name));
        assert_eq!(inputs, [Name::from("buy")]);
        let mut below = 0;
        each_child(&choice, &mut |_| below += 1);
        assert_eq!(below, 2);
    }

    #[test]
    fn nodes_can_be_changed_in_place() {
        fn rename(node: NodeMut<'_>) {
            match node {
                NodeMut::Path(path) => {
                    for segment in &mut path.segments {
                        segment.key = Key::Name(identifier("z"));
                    }
                    children_mut(NodeMut::Path(path), &mut rename);
                }
                other => children_mut(other, &mut rename),
            }
        }
        let mut choice = choice();
        rename(NodeMut::Process(&mut choice));
        let mut names = Vec::new();
        paths(&choice, &mut |found| {
            if let Key::Name(name) = &found.segments[0].key {
                names.push(name.name);
            }
        });
        assert_eq!(names, [Name::from("z"), Name::from("z")]);
    }
}
