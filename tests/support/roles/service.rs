//! Services made of what a role does.

use quadrille::automata::label::Phase;
use quadrille::automata::local::{Direction, Local, LocalEdge, LocalId};
use quadrille::base::Name;
use std::collections::{BTreeMap, BTreeSet};

/// Statements, one after the other. What follows a choice, a call or an input stands in its branches.
pub type Body = Vec<Statement>;

/// A statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    /// A one-way message.
    Send { to: String, operation: String },
    /// A request, with what follows its answer, and each of its faults that is handled.
    Call {
        to: String,
        operation: String,
        then: Body,
        faults: Vec<(String, Body)>,
    },
    /// One of these messages is awaited.
    Input(Vec<Branch>),
    /// One of these, whichever.
    Decide(Vec<Body>),
    /// Back to a loop.
    Back(usize),
    /// A request is answered: which one, and which of its outcomes that is, with the fault if it is one.
    Answer {
        request: usize,
        outcome: usize,
        fault: Option<String>,
    },
    /// Something that nobody sees.
    Nothing,
}

/// A message that is awaited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    pub operation: String,
    /// How it is answered, when it is a request.
    pub request: Option<Request>,
    /// What follows, of a one-way message.
    pub then: Body,
}

/// How a request is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub number: usize,
    /// What happens before the answer.
    pub body: Body,
    /// The fault that is answered, if any, and what follows.
    pub outcomes: Vec<(Option<String>, Body)>,
}

/// A service in a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    pub role: String,
    pub main: Body,
    pub loops: Vec<Body>,
}

/// The service that does what a role does; `None` where the role does what is not made here: it may stop where more may
/// come, or takes one operation of several roles at once.
pub fn service(local: &Local) -> Option<Service> {
    let mut maker = Maker {
        local,
        heads: heads(local),
        known: BTreeMap::new(),
        loops: Vec::new(),
        contexts: 0,
        depth: 0,
    };
    let main = maker.body(local.start(), &mut Context::default())?;
    // Jolie calls no definition before it stands there; inner ones come first.
    let loops = maker.loops.iter().enumerate();
    if loops
        .flat_map(|(own, body)| backs(body).map(move |to| (own, to)))
        .any(|(own, to)| to < own)
    {
        return None;
    }
    Some(Service {
        role: local.role_name(local.role).to_string(),
        main,
        loops: maker.loops,
    })
}

/// The loops that a body goes back to.
fn backs(body: &Body) -> impl Iterator<Item = usize> + '_ {
    let mut found = Vec::new();
    let mut open: Vec<&Body> = vec![body];
    while let Some(body) = open.pop() {
        for statement in body {
            match statement {
                Statement::Back(to) => found.push(*to),
                Statement::Call { then, faults, .. } => {
                    open.push(then);
                    open.extend(faults.iter().map(|(_, body)| body));
                }
                Statement::Input(branches) => {
                    open.extend(branches.iter().map(|branch| &branch.then));
                    let requests = branches.iter().flat_map(|branch| &branch.request);
                    for request in requests {
                        open.push(&request.body);
                        open.extend(request.outcomes.iter().map(|(_, body)| body));
                    }
                }
                Statement::Decide(ways) => open.extend(ways),
                _ => {}
            }
        }
    }
    found.into_iter()
}

/// Where loops begin.
fn heads(local: &Local) -> BTreeSet<LocalId> {
    fn walk(
        local: &Local,
        at: LocalId,
        (open, seen): (&mut Vec<LocalId>, &mut BTreeSet<LocalId>),
        heads: &mut BTreeSet<LocalId>,
    ) {
        if open.contains(&at) {
            heads.insert(at);
        }
        if !seen.insert(at) {
            return;
        }
        open.push(at);
        for edge in local.edges(at) {
            walk(local, edge.target, (open, seen), heads);
        }
        open.pop();
    }
    let mut heads = BTreeSet::new();
    let start = local.start();
    walk(
        local,
        start,
        (&mut Vec::new(), &mut BTreeSet::new()),
        &mut heads,
    );
    heads
}

/// The request that is being answered.
#[derive(Clone, Debug, Default)]
struct Context {
    number: usize,
    outcomes: Vec<(Option<String>, LocalId)>,
}

struct Maker<'l> {
    local: &'l Local,
    heads: BTreeSet<LocalId>,
    /// The loop that begins at a state, inside of a request or outside.
    known: BTreeMap<(LocalId, usize), usize>,
    loops: Vec<Body>,
    contexts: usize,
    depth: usize,
}

/// How deep statements stand in one another. Roles beyond that are left out, as are loops that begin inside of a request
/// and go on outside.
const DEEPEST: usize = 80;

impl Maker<'_> {
    fn body(&mut self, at: LocalId, context: &mut Context) -> Option<Body> {
        if self.depth > DEEPEST {
            return None;
        }
        if !self.heads.contains(&at) {
            self.depth += 1;
            let body = self.state(at, context);
            self.depth -= 1;
            return body;
        }
        let key = (at, context.number);
        if let Some(known) = self.known.get(&key) {
            return Some(vec![Statement::Back(*known)]);
        }
        let number = self.loops.len();
        self.known.insert(key, number);
        self.loops.push(Vec::new());
        self.loops[number] = self.state(at, context)?;
        Some(vec![Statement::Back(number)])
    }

    fn state(&mut self, at: LocalId, context: &mut Context) -> Option<Body> {
        let local = self.local;
        let edges = local.edges(at);
        let begins = at == local.start();
        let sends = |edge: &LocalEdge| edge.action.direction == Direction::Send;
        if edges.is_empty() {
            return local.is_accepting(at).then(Vec::new);
        }
        // Where a role may stop, only its first message may come.
        let listens = begins && !edges.iter().any(sends);
        if local.is_accepting(at) && !listens {
            return None;
        }
        match edges.iter().filter(|edge| sends(edge)).count() {
            0 => self.input(edges, context),
            all if all == edges.len() => {
                let ways: Option<Vec<Body>> = edges
                    .iter()
                    .map(|edge| self.output(edge, context))
                    .collect();
                let mut ways = ways?;
                match ways.len() {
                    1 => ways.pop(),
                    _ => Some(vec![Statement::Decide(ways)]),
                }
            }
            _ => None,
        }
    }

    fn output(&mut self, edge: &LocalEdge, context: &mut Context) -> Option<Body> {
        let to = self.local.role_name(edge.action.partner).to_string();
        let operation = edge.action.label.operation.to_string();
        match edge.action.label.phase {
            Phase::OneWay => {
                let mut body = vec![Statement::Send { to, operation }];
                body.extend(self.body(edge.target, context)?);
                Some(body)
            }
            Phase::Request => {
                let mut then = None;
                let mut faults = Vec::new();
                for answer in self.local.edges(edge.target) {
                    let after = self.body(answer.target, context)?;
                    match answer.action.label.phase {
                        Phase::Fault(fault) => faults.push((fault.to_string(), after)),
                        _ => then = Some(after),
                    }
                }
                Some(vec![Statement::Call {
                    to,
                    operation,
                    then: then?,
                    faults,
                }])
            }
            Phase::Reply | Phase::Fault(_) => {
                let fault = edge.action.label.phase.fault();
                let outcome = (fault.map(|fault: Name| fault.to_string()), edge.target);
                let known = context.outcomes.iter().position(|one| *one == outcome);
                let number = known.unwrap_or(context.outcomes.len());
                if known.is_none() {
                    context.outcomes.push(outcome);
                }
                Some(vec![Statement::Answer {
                    request: context.number,
                    outcome: number,
                    fault: fault.map(|fault| fault.to_string()),
                }])
            }
        }
    }

    fn input(&mut self, edges: &[LocalEdge], context: &mut Context) -> Option<Body> {
        let mut branches: Vec<Branch> = Vec::new();
        for edge in edges {
            let operation = edge.action.label.operation.to_string();
            if branches.iter().any(|known| known.operation == operation) {
                return None;
            }
            let mut branch = Branch {
                operation,
                request: None,
                then: Vec::new(),
            };
            match edge.action.label.phase {
                Phase::OneWay => branch.then = self.body(edge.target, context)?,
                Phase::Request => {
                    self.contexts += 1;
                    let number = self.contexts;
                    let mut inside = Context {
                        number,
                        outcomes: Vec::new(),
                    };
                    let body = self.body(edge.target, &mut inside)?;
                    let after = inside.outcomes.into_iter().map(|(fault, target)| {
                        let after = self.body(target, context)?;
                        Some((fault, after))
                    });
                    let after: Option<Vec<_>> = after.collect();
                    branch.request = Some(Request {
                        number,
                        body,
                        outcomes: after?,
                    });
                }
                _ => return None,
            }
            branches.push(branch);
        }
        Some(vec![Statement::Input(branches)])
    }
}
