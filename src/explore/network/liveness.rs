//! Which variables of a session may still be read: those that may not are forgotten, so that sessions which differ in
//! them alone are one.
//!
//! In come the code of a behaviour and a session of it; out comes the session without its dead variables. Liveness is the
//! least fixed point over the code: a variable is live where a node reads it, and where it is live behind the node and not
//! set by it. What else may run is in the session itself: the frames of its threads say where each goes on, and which
//! handlers and compensations are installed. A session and the one without its dead variables have the same steps, so that
//! forgetting them is a bisimulation; `papers/semantics.md`, *Reduction*. Variables of the service and those that messages
//! are correlated by are never dead, and no variable is while `init` runs: sessions begin with what it leaves.

use super::reduce::{branch, next_of};
use crate::automata::network::session::Phase;
use crate::automata::network::{
    Act, Behaviour, CellId, Frame, InputBranch, Installed, Location, PortId, Session, Term, Thread,
    ThreadState, Value,
};

/// A set of variables.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cells(Box<[u64]>);

impl Cells {
    fn none(cells: usize) -> Self {
        Self(vec![0; cells.div_ceil(64)].into())
    }

    fn insert(&mut self, cell: CellId) {
        if let Some(word) = self.0.get_mut(cell.index() / 64) {
            *word |= 1 << (cell.index() % 64);
        }
    }

    fn remove(&mut self, cell: CellId) {
        if let Some(word) = self.0.get_mut(cell.index() / 64) {
            *word &= !(1 << (cell.index() % 64));
        }
    }

    fn contains(&self, cell: usize) -> bool {
        let word = self.0.get(cell / 64);
        word.is_some_and(|word| word & (1 << (cell % 64)) != 0)
    }

    fn add(&mut self, other: &Self) {
        for (own, other) in self.0.iter_mut().zip(&other.0) {
            *own |= other;
        }
    }

    fn read<'t>(&mut self, terms: impl IntoIterator<Item = &'t Term>) {
        let cells = terms.into_iter().flat_map(Term::cells);
        cells.for_each(|cell| self.insert(cell));
    }
}

/// The variables of a behaviour that are live at each of its locations.
#[derive(Debug)]
pub(super) struct Liveness {
    by_location: Box<[Cells]>,
    /// Those that messages are correlated by.
    always: Cells,
    /// Of a behaviour without variables nothing is to be forgotten.
    cells: usize,
}

impl Liveness {
    pub fn of(behaviour: &Behaviour) -> Self {
        let cells = behaviour.cells.len();
        let mut always = Cells::none(cells);
        for cell in behaviour.sets.iter().flatten() {
            always.insert(*cell);
        }
        let nodes = if cells == 0 { 0 } else { behaviour.nodes.len() };
        let mut found = Self {
            by_location: vec![Cells::none(cells); nodes].into(),
            always,
            cells,
        };
        let mut changes = true;
        while changes {
            changes = false;
            // Code is made from its end to its start.
            for index in 0..nodes {
                let live = found.before(behaviour, &behaviour.nodes[index].act);
                if live != found.by_location[index] {
                    found.by_location[index] = live;
                    changes = true;
                }
            }
        }
        found
    }

    /// What is live before an act.
    fn before(&self, behaviour: &Behaviour, act: &Act) -> Cells {
        let mut live = Cells::none(self.cells);
        act.locations(&mut |next| self.reach(*next, &mut live));
        match act {
            Act::Set { values, .. } => {
                values.iter().for_each(|(cell, _)| live.remove(*cell));
                live.read(values.iter().map(|(_, term)| term));
            }
            Act::Branch { condition, .. } => live.read([condition]),
            Act::Spawn { copies, .. } => live.read([copies]),
            Act::Send { port, payload, .. } => send(behaviour, *port, payload, &mut live),
            Act::Call {
                port,
                payload,
                response,
                ..
            } => {
                response
                    .iter()
                    .for_each(|binding| live.remove(binding.cell));
                send(behaviour, *port, payload, &mut live);
            }
            Act::Receive { branches } => {
                live = Cells::none(self.cells);
                for branch in branches {
                    live.add(&self.received(branch));
                }
            }
            _ => {}
        }
        live
    }

    /// What is live before a message is taken.
    fn received(&self, branch: &InputBranch) -> Cells {
        let mut live = Cells::none(self.cells);
        self.reach(branch.body, &mut live);
        self.answer(branch, &mut live);
        branch
            .bindings
            .iter()
            .for_each(|binding| live.remove(binding.cell));
        live
    }

    fn answer(&self, branch: &InputBranch, live: &mut Cells) {
        if let Some(reply) = &branch.reply {
            live.read(&reply.payload);
            self.reach(reply.next, live);
        }
    }

    fn reach(&self, at: Location, live: &mut Cells) {
        if let Some(found) = self.by_location.get(at.index()) {
            live.add(found);
        }
    }

    /// Forgets the variables of a session that are dead.
    pub fn forget(&self, behaviour: &Behaviour, session: &mut Session) {
        if self.cells == 0 || session.phase == Phase::Init {
            return;
        }
        let mut live = self.always.clone();
        for thread in session.threads.iter().flatten() {
            self.thread(behaviour, thread, &mut live);
        }
        for (cell, value) in session.cells.iter_mut().enumerate() {
            if !live.contains(cell) {
                *value = Value::UNDEFINED;
            }
        }
    }

    fn thread(&self, behaviour: &Behaviour, thread: &Thread, live: &mut Cells) {
        let act = behaviour.nodes.get(thread.at.index()).map(|node| &node.act);
        match (&thread.state, act) {
            (ThreadState::Joining { .. }, Some(Act::Fork { next, .. }))
            | (ThreadState::Spawning { .. }, Some(Act::Spawn { next, .. })) => {
                self.reach(*next, live);
            }
            (ThreadState::Raising(_), _) => {}
            _ => self.reach(thread.at, live),
        }
        for frame in &thread.frames {
            self.frame(behaviour, frame, live);
        }
    }

    fn frame(&self, behaviour: &Behaviour, frame: &Frame, live: &mut Cells) {
        let mut handlers = |installed: &Installed| {
            installed.bodies().for_each(|body| self.reach(body, live));
        };
        match frame {
            Frame::Return(next) => self.reach(*next, live),
            Frame::Scope {
                node,
                faults,
                compensations,
                ..
            } => {
                faults.iter().for_each(|(_, one)| handlers(one));
                compensations.iter().for_each(|(_, one)| handlers(one));
                self.after(behaviour, *node, live);
            }
            Frame::Handler(current) => current.bodies().for_each(|body| self.reach(body, live)),
            Frame::Request { node, .. } => {
                if let Some(branch) = branch(behaviour, *node) {
                    self.answer(branch, live);
                }
            }
            Frame::Lock { node, .. } => self.after(behaviour, Some(*node), live),
            Frame::Killed(_) => {}
        }
    }

    /// Where things go on after a node that has opened a frame.
    fn after(&self, behaviour: &Behaviour, node: Option<Location>, live: &mut Cells) {
        if let Some(next) = node.and_then(|node| next_of(behaviour, node)) {
            self.reach(next, live);
        }
    }
}

/// What is sent by a port, which may be bound by a variable.
fn send(behaviour: &Behaviour, port: PortId, payload: &[Term], live: &mut Cells) {
    live.read(payload);
    let port = behaviour.ports.get(port.index());
    if let Some(cell) = port.and_then(|port| port.location) {
        live.insert(cell);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::behaviour;
    use super::*;
    use crate::automata::network::session::Phase;
    use crate::automata::network::{Cell, HandlerKey, InstanceId, Mode, OperationId, Place};

    const CELL: CellId = CellId(0);

    fn tell(next: u32) -> Act {
        Act::Send {
            port: PortId(0),
            operation: OperationId(0),
            payload: vec![Term::Cell(CELL)],
            next: Location(next),
        }
    }

    /// It is set, told and forgotten; the handler at 3 tells it too.
    fn code() -> Behaviour {
        let set = Act::Set {
            values: vec![(CELL, Term::Fresh)],
            next: Location(1),
        };
        let mut code = behaviour(
            "A",
            Mode::Single,
            &[],
            vec![set, tell(2), Act::End, tell(2)],
        );
        code.cells = vec![Cell {
            name: "x".to_owned(),
            place: Place::Session,
        }];
        code
    }

    fn is_kept(at: u32, phase: Phase, handler: bool) -> bool {
        let mut frames = vec![Frame::Return(Location(2))];
        if handler {
            frames.push(Frame::Scope {
                node: None,
                scope: None,
                faults: vec![(HandlerKey::Default, Installed::plain(Location(3)))],
                compensations: Vec::new(),
            });
        }
        let mut session = Session {
            of: InstanceId(0),
            phase,
            cells: vec![Value::int(7)],
            signals: Vec::new(),
            threads: vec![Some(Thread {
                parent: None,
                at: Location(at),
                state: ThreadState::Ready,
                dying: None,
                frames,
            })],
            queues: Vec::new(),
            told: 0,
        };
        let code = code();
        Liveness::of(&code).forget(&code, &mut session);
        session.cells == [Value::int(7)]
    }

    #[test]
    fn a_variable_is_forgotten_when_it_is_set_before_it_is_read_again() {
        assert!(!is_kept(0, Phase::Running, false));
        assert!(is_kept(1, Phase::Running, false));
        assert!(!is_kept(2, Phase::Running, false));
    }

    #[test]
    fn handlers_read_what_they_read_wherever_the_thread_is() {
        assert!(is_kept(2, Phase::Running, true));
        assert!(is_kept(0, Phase::Running, true));
    }

    #[test]
    fn what_init_leaves_is_for_the_sessions_to_come() {
        assert!(is_kept(2, Phase::Init, false));
    }
}
