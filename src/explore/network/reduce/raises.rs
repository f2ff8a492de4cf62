//! Which acts may raise a fault, as far as it can be read off the program, and which messages nobody refuses.

use crate::automata::network::{
    Act, Input, InputId, InstanceId, LocalPort, Mode, Network, OperationId, PortId, Route, Target,
};

/// What may raise a fault.
#[derive(Clone, Debug, Default)]
pub(super) struct Raises {
    /// For each instance whether it may answer by a fault: something in its code may raise one.
    answers: Vec<bool>,
    /// Whether whatever is sent may be lost.
    pub breaks: bool,
}

impl Raises {
    /// Of a network; `breaks` says whether whatever is sent may be lost.
    pub fn of(network: &Network, breaks: bool) -> Self {
        let mut found = Self {
            answers: vec![false; network.instances.len()],
            breaks,
        };
        loop {
            let before = found.clone();
            for (index, answers) in (0..).zip(&mut found.answers) {
                let instance = InstanceId(index);
                let mut nodes = network.behaviour_of(instance).nodes.iter();
                *answers = nodes.any(|node| before.act(network, instance, &node.act));
            }
            if found.answers == before.answers {
                return found;
            }
        }
    }

    /// Whether an act raises a fault, or what it sends may be refused or answered by one.
    pub fn act(&self, network: &Network, instance: InstanceId, act: &Act) -> bool {
        let (port, operation, called) = match act {
            Act::Throw { .. } => return true,
            Act::Send {
                port, operation, ..
            } => (*port, *operation, false),
            Act::Call {
                port, operation, ..
            } => (*port, *operation, true),
            _ => return false,
        };
        let Some(local) = network.behaviour_of(instance).ports.get(port.index()) else {
            return true;
        };
        if self.breaks || local.location.is_some() {
            return true;
        }
        match route(network, instance, port, operation) {
            Some(Route::Environment) => called && declares(local, operation),
            Some(Route::Input(callee, input)) => {
                let answers = self.answers.get(callee.0 as usize).copied();
                !starts(network, instance, callee, input) || called && answers.unwrap_or(true)
            }
            None => true,
        }
    }
}

/// Whether a server outside may answer an operation by a fault.
pub(super) fn declares(port: &LocalPort, operation: OperationId) -> bool {
    let mut faults = port.faults.iter();
    faults.any(|(of, faults)| *of == operation && !faults.is_empty())
}

fn route(
    network: &Network,
    instance: InstanceId,
    port: PortId,
    operation: OperationId,
) -> Option<Route> {
    match network[instance].targets.get(port.index())? {
        Target::Environment => Some(Route::Environment),
        Target::Port(routes) => {
            let found = routes.iter().find(|(offered, _)| *offered == operation);
            found.map(|(_, route)| *route)
        }
        Target::Nobody => None,
    }
}

/// Whether a message that `sender` sends to an input of `instance`, once that is initialised, always starts a session of
/// its own: the input has a starter and no correlation set, and the instance listens as long as `sender` runs.
pub(super) fn starts(
    network: &Network,
    sender: InstanceId,
    instance: InstanceId,
    input: InputId,
) -> bool {
    let behaviour = network.behaviour_of(instance);
    let queue = behaviour
        .inputs
        .get(input.index())
        .map(|input: &Input| input.queue);
    let mut starters = behaviour.starters();
    let starter = starters.find(|starter| starter.branch.input == input);
    let alone = starter.is_some_and(|starter| starter.courier || queue == Some(0));
    // Who runs in the program of the sender goes on until that is cut off, sender and all.
    let root = network[instance].root;
    let lives = root == network[sender].root || network.behaviour_of(root).mode != Mode::Single;
    alone && behaviour.mode == Mode::Concurrent && lives
}
