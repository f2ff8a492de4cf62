//! Services with one thing changed.

use super::Tape;
use super::service::{Body, Branch, Service, Statement};
use super::session::{FAULTS, ONE_WAYS};

/// What is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    DropSend,
    DropCall,
    RepeatSend,
    SwapSends,
    SwapInputs,
    SendAnother,
    SendElsewhere,
    AwaitAnother,
    DropInputBranch,
    AddInputBranch,
    DropWay,
    AddWay,
    AddSameWay,
    InputFirst,
    OutputFirst,
    AnswerByFault,
    AnswerByReply,
    EndEarly,
    WaitMore,
    DropHandler,
    DoNothing,
}

impl Change {
    pub const ALL: [Self; 21] = [
        Self::DropSend,
        Self::DropCall,
        Self::RepeatSend,
        Self::SwapSends,
        Self::SwapInputs,
        Self::SendAnother,
        Self::SendElsewhere,
        Self::AwaitAnother,
        Self::DropInputBranch,
        Self::AddInputBranch,
        Self::DropWay,
        Self::AddWay,
        Self::AddSameWay,
        Self::InputFirst,
        Self::OutputFirst,
        Self::AnswerByFault,
        Self::AnswerByReply,
        Self::EndEarly,
        Self::WaitMore,
        Self::DropHandler,
        Self::DoNothing,
    ];
}

/// The service with this change at one of the places where it can be made; `None` where there is none. `others` are the
/// other roles.
pub fn mutate(
    service: &Service,
    change: Change,
    others: &[String],
    tape: &mut Tape<'_>,
) -> Option<Service> {
    let extra = tape.below(ONE_WAYS.len());
    let counted = |wanted: Option<usize>| {
        let mut changed = service.clone();
        let mut walk = Walk {
            change,
            others,
            extra,
            wanted,
            found: 0,
            told: None,
        };
        walk.body(&mut changed.main, 0);
        for body in &mut changed.loops {
            // A loop may stand inside of a request.
            walk.body(body, 1);
        }
        let found = walk.found;
        if let Some(told) = walk.told {
            let bodies = std::iter::once(&mut changed.main).chain(&mut changed.loops);
            bodies.for_each(|body| relabel(body, &told));
        }
        (changed, found)
    };
    let (_, places) = counted(None);
    if places == 0 {
        return None;
    }
    let (changed, _) = counted(Some(tape.below(places)));
    (changed != *service).then_some(changed)
}

struct Walk<'w> {
    change: Change,
    others: &'w [String],
    extra: usize,
    /// The place that is changed.
    wanted: Option<usize>,
    found: usize,
    /// The outcome of a request that is told otherwise.
    told: Option<Told>,
}

/// A request, one of its outcomes, and by which fault that is told, if any.
type Told = (usize, usize, Option<String>);

impl Walk<'_> {
    /// Whether this is the place.
    fn here(&mut self) -> bool {
        self.found += 1;
        self.wanted.is_some_and(|wanted| wanted + 1 == self.found)
    }

    /// `requests` says how many requests are being answered.
    fn body(&mut self, body: &mut Body, requests: usize) {
        for at in 0..body.len() {
            if self.at(body, at, requests) {
                return;
            }
        }
        if requests == 0 && !body.is_empty() {
            let change = self.change;
            if change == Change::EndEarly && self.here() {
                body.clear();
                return;
            }
            if change == Change::AddWay && self.here() {
                let whole = std::mem::take(body);
                body.push(Statement::Decide(vec![whole, Vec::new()]));
                return;
            }
        }
        if requests == 0 && body.is_empty() && self.change == Change::WaitMore && self.here() {
            body.push(Statement::Input(vec![self.extra_branch(Vec::new())]));
            return;
        }
        for statement in body {
            self.inside(statement, requests);
        }
    }

    fn inside(&mut self, statement: &mut Statement, requests: usize) {
        match statement {
            Statement::Call { then, faults, .. } => {
                self.body(then, requests);
                for (_, body) in faults {
                    self.body(body, requests);
                }
            }
            Statement::Input(branches) => {
                for branch in branches {
                    self.body(&mut branch.then, requests);
                    let Some(request) = &mut branch.request else {
                        continue;
                    };
                    self.body(&mut request.body, requests + 1);
                    for (_, after) in &mut request.outcomes {
                        self.body(after, requests);
                    }
                }
            }
            Statement::Decide(ways) => {
                for way in ways {
                    self.body(way, requests);
                }
            }
            _ => {}
        }
    }

    fn extra_branch(&self, then: Body) -> Branch {
        Branch {
            operation: ONE_WAYS[self.extra].to_owned(),
            request: None,
            then,
        }
    }

    /// Changes what stands at a place, or counts it; whether it was changed.
    fn at(&mut self, body: &mut Body, at: usize, requests: usize) -> bool {
        let change = self.change;
        let fits = fits(change, body, at, requests, self.others);
        if !fits || !self.here() {
            return false;
        }
        match change {
            Change::DropSend => {
                body.remove(at);
            }
            Change::RepeatSend => body.insert(at, body[at].clone()),
            Change::SwapSends => body.swap(at, at + 1),
            Change::DoNothing => body.insert(at, Statement::Nothing),
            Change::AddSameWay => {
                let rest = body.split_off(at);
                body.push(Statement::Decide(vec![rest.clone(), rest]));
            }
            Change::OutputFirst | Change::InputFirst | Change::SwapInputs => {
                exchange(change, body, at);
            }
            _ => self.statement(&mut body[at]),
        }
        if change == Change::DropCall
            && let Statement::Call { then, .. } = body[at].clone()
        {
            body.splice(at..=at, then);
        }
        true
    }

    /// Changes one statement.
    fn statement(&mut self, statement: &mut Statement) {
        let another = |operation: &mut String| {
            let at = ONE_WAYS.iter().position(|known| known == operation);
            let next = (at.unwrap_or(0) + 1 + self.extra % (ONE_WAYS.len() - 1)) % ONE_WAYS.len();
            ONE_WAYS[next].clone_into(operation);
        };
        match (self.change, statement) {
            (Change::SendAnother, Statement::Send { operation, .. }) => another(operation),
            (Change::SendElsewhere, Statement::Send { to, .. } | Statement::Call { to, .. }) => {
                let others: Vec<&String> =
                    self.others.iter().filter(|other| *other != to).collect();
                *to = others[self.extra % others.len()].clone();
            }
            (Change::AwaitAnother, Statement::Input(branches)) => {
                let at = self.extra % branches.len();
                if branches[at].request.is_none() {
                    let mut operation = branches[at].operation.clone();
                    another(&mut operation);
                    if branches.iter().all(|known| known.operation != operation) {
                        branches[at].operation = operation;
                    }
                }
            }
            (Change::DropInputBranch, Statement::Input(branches)) => {
                branches.remove(self.extra % branches.len());
            }
            (Change::AddInputBranch, Statement::Input(branches)) => {
                let extra = self.extra_branch(Vec::new());
                if branches
                    .iter()
                    .all(|known| known.operation != extra.operation)
                {
                    branches.push(extra);
                }
            }
            (Change::DropWay, Statement::Decide(ways)) => {
                ways.remove(self.extra % ways.len());
            }
            (Change::DropHandler, Statement::Call { faults, .. }) => {
                faults.remove(self.extra % faults.len());
            }
            (Change::AnswerByFault | Change::AnswerByReply, Statement::Input(branches)) => {
                self.told = answer_otherwise(self.change, branches, self.extra);
            }
            _ => {}
        }
    }
}

/// Whether a change can be made at a place.
fn fits(change: Change, body: &Body, at: usize, requests: usize, others: &[String]) -> bool {
    let after = body.get(at + 1);
    match (change, &body[at]) {
        (Change::DropSend | Change::RepeatSend | Change::SendAnother, Statement::Send { .. })
        | (Change::DropCall, Statement::Call { .. }) => true,
        (Change::SendElsewhere, Statement::Send { .. } | Statement::Call { .. }) => {
            others.len() > 1
        }
        (Change::SwapSends, Statement::Send { .. }) => {
            matches!(after, Some(Statement::Send { .. }))
        }
        (Change::InputFirst, Statement::Send { .. }) => {
            let Some(Statement::Input(branches)) = after else {
                return false;
            };
            branches.iter().all(|branch| branch.request.is_none())
        }
        (Change::SwapInputs | Change::OutputFirst, Statement::Input(branches)) => {
            let [branch] = branches.as_slice() else {
                return false;
            };
            let next = branch.then.first();
            branch.request.is_none()
                && match (change, next) {
                    (Change::OutputFirst, Some(Statement::Send { .. })) => true,
                    (Change::SwapInputs, Some(Statement::Input(inner))) => {
                        inner.len() == 1 && inner[0].request.is_none()
                    }
                    _ => false,
                }
        }
        (Change::AwaitAnother | Change::AddInputBranch, Statement::Input(_)) => true,
        (Change::DropInputBranch, Statement::Input(branches)) => branches.len() > 1,
        (Change::DropWay, Statement::Decide(_)) => true,
        // Who answers a request by a fault of another call answers by that fault.
        (Change::DropHandler, Statement::Call { faults, .. }) => {
            !faults.is_empty() && requests == 0
        }
        (Change::AnswerByFault | Change::AnswerByReply, Statement::Input(branches)) => {
            branches.iter().any(|branch| branch.request.is_some())
        }
        (Change::AddSameWay | Change::DoNothing, _) => true,
        _ => false,
    }
}

/// Exchanges an input and what follows it, or an output with an input behind it.
fn exchange(change: Change, body: &mut Body, at: usize) {
    match change {
        Change::InputFirst => {
            let send = body.remove(at);
            if let Some(Statement::Input(branches)) = body.get_mut(at) {
                for branch in branches {
                    branch.then.insert(0, send.clone());
                }
            }
        }
        Change::OutputFirst => {
            let first = match &mut body[at] {
                Statement::Input(branches) => branches[0].then.remove(0),
                _ => return,
            };
            body.insert(at, first);
        }
        _ => {
            if let Statement::Input(branches) = &mut body[at]
                && let [branch] = branches.as_mut_slice()
                && let Some(Statement::Input(inner)) = branch.then.first_mut()
            {
                std::mem::swap(&mut branch.operation, &mut inner[0].operation);
            }
        }
    }
}

/// Answers a request by a fault in place of a reply, or the other way, and goes on as before.
fn answer_otherwise(change: Change, branches: &mut [Branch], extra: usize) -> Option<Told> {
    let by_fault = change == Change::AnswerByFault;
    let requests = branches
        .iter_mut()
        .filter_map(|branch| branch.request.as_mut());
    for request in requests {
        let mut outcomes = request.outcomes.iter();
        let outcome = outcomes.position(|(fault, _)| fault.is_none() == by_fault);
        if let Some(outcome) = outcome {
            let fault = by_fault.then(|| FAULTS[extra % FAULTS.len()].to_owned());
            request.outcomes[outcome].0.clone_from(&fault);
            return Some((request.number, outcome, fault));
        }
    }
    None
}

/// Answers one outcome of a request otherwise, wherever it is answered.
fn relabel(body: &mut Body, told: &Told) {
    for statement in body {
        match statement {
            Statement::Answer {
                request,
                outcome,
                fault,
            } if (*request, *outcome) == (told.0, told.1) => fault.clone_from(&told.2),
            Statement::Call { then, faults, .. } => {
                relabel(then, told);
                faults.iter_mut().for_each(|(_, body)| relabel(body, told));
            }
            Statement::Input(branches) => {
                for branch in branches {
                    relabel(&mut branch.then, told);
                    let requests = branch.request.iter_mut();
                    requests.for_each(|request| {
                        relabel(&mut request.body, told);
                        let outcomes = request.outcomes.iter_mut();
                        outcomes.for_each(|(_, body)| relabel(body, told));
                    });
                }
            }
            Statement::Decide(ways) => ways.iter_mut().for_each(|way| relabel(way, told)),
            _ => {}
        }
    }
}
