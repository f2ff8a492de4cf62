//! What a service of `service` does, one step after the other, and whether that is what a role does: the definition of
//! refinement of `papers/sessions.md`, on automata that are small and need no data.

use super::service::{Body, Service, Statement};
use quadrille::automata::label::Phase;
use quadrille::automata::local::{Direction, Local, LocalEdge, LocalId};
use std::collections::{BTreeMap, BTreeSet};

/// Where a service is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    node: usize,
    /// Whether it waits for the answer of the call there.
    calls: bool,
    /// The requests that it answers, innermost last: the node of the input, and its branch.
    requests: Vec<(usize, usize)>,
}

/// A step that is seen: `!` or `?`, the operation, the phase.
pub type Seen = (Direction, String, Part);

/// A phase.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    OneWay,
    Request,
    Reply,
    Fault(String),
}

impl Part {
    pub fn of(phase: Phase) -> Self {
        match phase {
            Phase::OneWay => Self::OneWay,
            Phase::Request => Self::Request,
            Phase::Reply => Self::Reply,
            Phase::Fault(fault) => Self::Fault(fault.to_string()),
        }
    }
}

#[derive(Clone, Debug)]
enum Node {
    /// Nothing more; inside of a request that is never so.
    End,
    Silent(Vec<usize>),
    Send(String, String, usize),
    Call(String, String, usize, Vec<(String, usize)>),
    /// Operations, whether they are requests, where they lead, and to where after which outcome.
    Input(Vec<(String, bool, usize, Vec<usize>)>),
    Answer(usize, Option<String>),
    /// A fault that nobody handles.
    Dead,
}

/// The steps of a service.
pub struct Steps {
    nodes: Vec<Node>,
    start: usize,
}

/// A step: what is seen of it, if anything, to whom where it is sent, and where it leads.
type Step = (Option<Seen>, Option<String>, Place);

impl Steps {
    pub fn of(service: &Service) -> Self {
        let count = service.loops.len();
        let mut steps = Self {
            // The loops come first, then the end and the fault that nobody handles.
            nodes: vec![Node::Silent(Vec::new()); count],
            start: 0,
        };
        steps.nodes.extend([Node::End, Node::Dead]);
        for (number, body) in service.loops.iter().enumerate() {
            let entry = steps.body(body, count);
            steps.nodes[number] = Node::Silent(vec![entry]);
        }
        steps.start = steps.body(&service.main, count);
        steps
    }

    fn add(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// Where a body begins that `end` follows.
    fn body(&mut self, body: &Body, end: usize) -> usize {
        let mut next = end;
        for statement in body.iter().rev() {
            next = self.statement(statement, next);
        }
        next
    }

    fn statement(&mut self, statement: &Statement, next: usize) -> usize {
        let node = match statement {
            Statement::Send { to, operation } => Node::Send(to.clone(), operation.clone(), next),
            Statement::Call {
                to,
                operation,
                then,
                faults,
            } => {
                let then = self.body(then, next);
                let faults = faults.iter();
                let faults = faults.map(|(fault, body)| (fault.clone(), self.body(body, next)));
                let faults = faults.collect();
                Node::Call(to.clone(), operation.clone(), then, faults)
            }
            Statement::Input(branches) => {
                let branches = branches.iter().map(|branch| {
                    let operation = branch.operation.clone();
                    match &branch.request {
                        None => (operation, false, self.body(&branch.then, next), Vec::new()),
                        Some(request) => {
                            // Every way through the body answers.
                            let body = self.body(&request.body, next);
                            let outcomes = request.outcomes.iter();
                            let after = outcomes.map(|(_, after)| self.body(after, next));
                            let after = after.collect();
                            (operation, true, body, after)
                        }
                    }
                });
                Node::Input(branches.collect())
            }
            Statement::Decide(ways) => {
                Node::Silent(ways.iter().map(|way| self.body(way, next)).collect())
            }
            Statement::Back(number) => return *number,
            Statement::Answer { outcome, fault, .. } => Node::Answer(*outcome, fault.clone()),
            Statement::Nothing => Node::Silent(vec![next]),
        };
        self.add(node)
    }

    pub fn first(&self) -> Place {
        Place {
            node: self.start,
            calls: false,
            requests: Vec::new(),
        }
    }

    /// Everything that a service may do.
    pub fn next(&self, place: &Place) -> Vec<Step> {
        let at = |node: usize| Place {
            node,
            calls: false,
            requests: place.requests.clone(),
        };
        let seen = |direction, operation: &String, part| Some((direction, operation.clone(), part));
        match &self.nodes[place.node] {
            Node::End | Node::Dead => Vec::new(),
            Node::Silent(ways) => ways.iter().map(|way| (None, None, at(*way))).collect(),
            Node::Send(to, operation, next) => {
                let seen = seen(Direction::Send, operation, Part::OneWay);
                vec![(seen, Some(to.clone()), at(*next))]
            }
            Node::Call(to, operation, ..) if !place.calls => {
                let seen = seen(Direction::Send, operation, Part::Request);
                let waits = Place {
                    calls: true,
                    ..place.clone()
                };
                vec![(seen, Some(to.clone()), waits)]
            }
            Node::Call(_, operation, then, faults) => {
                let answer = seen(Direction::Receive, operation, Part::Reply);
                let mut found = vec![(answer, None, at(*then))];
                for fault in super::session::FAULTS {
                    let handled = faults.iter().find(|(known, _)| known == fault);
                    let dead = || {
                        self.nodes
                            .iter()
                            .position(|node| matches!(node, Node::Dead))
                    };
                    let to = handled.map_or_else(|| dead().unwrap(), |(_, to)| *to);
                    let part = Part::Fault(fault.to_owned());
                    found.push((seen(Direction::Receive, operation, part), None, at(to)));
                }
                found
            }
            Node::Input(branches) => {
                let all = branches.iter().enumerate();
                all.map(|(number, (operation, request, to, _))| {
                    let mut next = at(*to);
                    let part = match request {
                        true => {
                            next.requests.push((place.node, number));
                            Part::Request
                        }
                        false => Part::OneWay,
                    };
                    (seen(Direction::Receive, operation, part), None, next)
                })
                .collect()
            }
            Node::Answer(outcome, fault) => self.answer(place, *outcome, fault.as_deref()),
        }
    }

    /// The innermost request is answered.
    fn answer(&self, place: &Place, outcome: usize, fault: Option<&str>) -> Vec<Step> {
        let mut next = place.clone();
        let Some((input, branch)) = next.requests.pop() else {
            return Vec::new();
        };
        let Node::Input(branches) = &self.nodes[input] else {
            return Vec::new();
        };
        let (operation, _, _, after) = &branches[branch];
        next.node = after[outcome];
        let part = fault.map_or(Part::Reply, |fault| Part::Fault(fault.to_owned()));
        let seen = (Direction::Send, operation.clone(), part);
        vec![(Some(seen), None, next)]
    }

    /// Whether it does what the role does: `None`, or what is wrong, at the first place that is found.
    pub fn deviates(&self, local: &Local) -> Option<String> {
        let mut known = BTreeMap::new();
        let mut edges: Vec<Vec<usize>> = Vec::new();
        let mut rests = Vec::new();
        let mut waiting = vec![(self.first(), local.start())];
        known.insert(waiting[0].clone(), 0);
        let mut all = waiting.clone();
        edges.push(Vec::new());
        rests.push(false);
        while let Some(pair) = waiting.pop() {
            let number = known[&pair];
            let (place, role) = pair;
            if let Some(wrong) = self.wrong(&place, role, local) {
                return Some(wrong);
            }
            let next = self.next(&place);
            rests[number] = next.is_empty() || next.iter().any(|(seen, ..)| seen.is_some());
            for (seen, to, after) in next {
                let role_after = match &seen {
                    None => Some(role),
                    Some(seen) => taken(local, role, seen, to.as_deref()),
                };
                let Some(role_after) = role_after else {
                    continue;
                };
                let pair = (after, role_after);
                let fresh = known.len();
                let target = *known.entry(pair.clone()).or_insert(fresh);
                if target == fresh {
                    all.push(pair.clone());
                    waiting.push(pair);
                    edges.push(Vec::new());
                    rests.push(false);
                }
                if seen.is_none() {
                    edges[target].push(number);
                }
            }
        }
        // From everywhere silent steps can come to where something is seen, or nothing happens.
        let mut open: Vec<usize> = (0..rests.len()).filter(|number| rests[*number]).collect();
        while let Some(number) = open.pop() {
            for from in edges[number].clone() {
                if !std::mem::replace(&mut rests[from], true) {
                    open.push(from);
                }
            }
        }
        let lost = rests.iter().position(|rest| !rest)?;
        (!local.is_accepting(all[lost].1)).then(|| "goes on for ever".to_owned())
    }

    /// What is wrong at one place.
    pub fn wrong(&self, place: &Place, role: LocalId, local: &Local) -> Option<String> {
        let next = self.next(place);
        for (seen, to, _) in &next {
            let Some(seen) = seen else { continue };
            if seen.0 == Direction::Send && taken(local, role, seen, to.as_deref()).is_none() {
                return Some(format!("{seen:?} is not the role's"));
            }
        }
        let moves = |(seen, ..): &Step| match seen {
            None => true,
            Some((direction, ..)) => *direction == Direction::Send,
        };
        if next.iter().any(moves) {
            return None;
        }
        let edges = local.edges(role);
        for edge in edges {
            let action = edge.action;
            let operation = action.label.operation.to_string();
            let seen = (action.direction, operation, Part::of(action.label.phase));
            let met = next.iter().any(|(own, ..)| own.as_ref() == Some(&seen));
            if action.direction == Direction::Receive && !met {
                return Some(format!("{seen:?} is not taken"));
            }
            if action.direction == Direction::Send && !local.is_accepting(role) {
                return Some(format!("does not come to {seen:?}"));
            }
        }
        None
    }

    /// The places after a run, with the state of the role; nothing when it is no run of both.
    pub fn after(&self, run: &[Seen], local: &Local) -> Option<(BTreeSet<Place>, LocalId)> {
        let mut places = self.closed(BTreeSet::from([self.first()]));
        let mut role = local.start();
        for seen in run {
            let all = places.iter().flat_map(|place| self.next(place));
            let own = all.filter(|(own, ..)| own.as_ref() == Some(seen));
            let after: BTreeSet<Place> = own.map(|(_, _, after)| after).collect();
            role = taken(local, role, seen, None)?;
            places = self.closed(after);
        }
        (!places.is_empty()).then_some((places, role))
    }

    fn closed(&self, mut places: BTreeSet<Place>) -> BTreeSet<Place> {
        let mut open: Vec<Place> = places.iter().cloned().collect();
        while let Some(place) = open.pop() {
            for (seen, _, after) in self.next(&place) {
                if seen.is_none() && places.insert(after.clone()) {
                    open.push(after);
                }
            }
        }
        places
    }
}

/// Where the role is after a step, when it has it. Who begins the session may begin another when it is over.
fn taken(local: &Local, role: LocalId, seen: &Seen, to: Option<&str>) -> Option<LocalId> {
    let begins = |edge: &LocalEdge| edge.action.direction == Direction::Send;
    let start = local.start();
    let again = local.edges(start).iter().all(begins) && local.is_accepting(role) && role != start;
    let here = edge_of(local, role, seen, to);
    here.or_else(|| edge_of(local, start, seen, to).filter(|_| again))
}

fn edge_of(local: &Local, role: LocalId, seen: &Seen, to: Option<&str>) -> Option<LocalId> {
    let mut edges = local.edges(role).iter();
    let found = edges.find(|edge| {
        let action = edge.action;
        let partner = local.role_name(action.partner);
        action.direction == seen.0
            && action.label.operation == seen.1.as_str()
            && Part::of(action.label.phase) == seen.2
            && to.is_none_or(|to| partner == to)
    });
    found.map(|edge| edge.target)
}
