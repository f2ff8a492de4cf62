//! What a service and its role do next, together.

use super::state::{Pair, State};
use super::{Deviation, Doubt, Event, Kind, SESSIONS, What};
use crate::automata::label::{Label, Phase as LabelPhase, RoleId};
use crate::automata::local::{Action, Direction, LocalEdge};
use crate::automata::network::session::{Life, Phase, Slot};
use crate::automata::network::step::{self, Aim, Effect, LocalMove, Want};
use crate::automata::network::{
    Access, Caller, InputId, Kind as ValueKind, Message, Mode, OperationId, PortId, Session,
    Target, Value, chosen,
};
use crate::base::{Name, Span};

/// One step to another state.
pub(in crate::protocol) struct Step {
    pub event: Event,
    /// Why it is not certain to be possible.
    pub doubt: Option<Doubt>,
    /// Whether the service does it by itself, and nobody sees it.
    pub silent: bool,
    pub to: State,
}

/// Everything that may happen in a state.
#[derive(Default)]
pub(in crate::protocol) struct Next {
    pub steps: Vec<Step>,
    /// The outputs that the role does not have.
    pub wrong: Vec<Deviation>,
    /// Whether the service can do something by itself.
    pub moves: bool,
    /// The messages of the role that are taken, by the place of their edges.
    pub taken: Vec<usize>,
    /// Whether a message from others may come.
    pub outside: bool,
    /// Whether one comes by itself, or from another session.
    pub elsewhere: bool,
    /// Whether a session may begin by a message of others.
    pub opens: bool,
    pub again: bool,
    pub held_back: bool,
    /// Why it cannot be followed further.
    pub lost: Option<String>,
}

/// Whom a message goes to.
enum Whom<'a> {
    /// One of these roles.
    Roles(&'a [RoleId]),
    /// The role that has such a message, by whatever port.
    Anybody,
    /// Others: outside, or inside of the system.
    Outside,
    Inside,
    Itself,
}

impl Pair<'_> {
    /// Everything that may happen.
    pub fn next(&self, state: &State) -> Next {
        let mut next = Next::default();
        for (slot, session) in state.live() {
            let context = self.context(&state.shared, slot);
            let found = step::moves(context, session);
            next.held_back |= found.held_back;
            for one in found.moves {
                next.moves = true;
                self.take(state, (slot, session), one, &mut next);
            }
        }
        for (place, edge) in self.part.local.edges(state.role).iter().enumerate() {
            if edge.action.direction == Direction::Send {
                continue;
            }
            let before = next.steps.len();
            if edge.action.label.is_queued() {
                self.arrive(state, edge, &mut next);
            } else {
                self.answer(state, edge, &mut next);
            }
            if next.steps.len() > before {
                next.taken.push(place);
            }
        }
        self.others(state, &mut next);
        next
    }

    fn push(&self, next: &mut Next, mut to: State, event: Event, (certain, silent): (bool, bool)) {
        self.forget(&mut to.shared);
        next.steps.push(Step {
            event,
            doubt: (!certain).then_some(Doubt::Data),
            silent,
            to,
        });
    }

    /// A step that a session does by itself.
    fn take(
        &self,
        state: &State,
        (slot, session): (Slot, &Session),
        one: LocalMove,
        next: &mut Next,
    ) {
        let mut to = state.clone();
        if let Some(shared) = &one.shared {
            to.shared = shared.clone();
        }
        to.put(slot, Some(one.session.clone()));
        let event = |what| Event {
            what,
            span: one.origin,
        };
        match &one.effect {
            Effect::Send { .. } | Effect::Call { .. } => self.send(state, to, slot, &one, next),
            Effect::Reply { input, caller, .. } => {
                self.reply(to, &one, (*input, *caller, LabelPhase::Reply), next);
            }
            Effect::ReplyFault {
                input,
                caller,
                fault,
            } => {
                self.reply(to, &one, (*input, *caller, LabelPhase::Fault(*fault)), next);
            }
            Effect::Choice { taken, certain } => {
                self.push(next, to, event(What::Choice(*taken)), (*certain, true));
            }
            Effect::Guess { certain, .. } => {
                self.push(next, to, event(What::Internal), (*certain, true));
            }
            Effect::Raise { fault } => {
                self.push(next, to, event(What::Raise(*fault)), (true, true));
            }
            Effect::Spawn { copies } => {
                for number in 0..*copies {
                    let free = to.free();
                    if usize::from(free) >= SESSIONS {
                        next.lost = Some("it spawns more than is followed".to_owned());
                        return;
                    }
                    let context = self.context(&to.shared, free);
                    let body = step::spawned(context, &one.session, (slot, one.thread), number);
                    to.put(free, Some(body));
                }
                self.push(next, to, event(What::Internal), (true, true));
            }
            Effect::End { fault } => {
                self.end(&mut to, slot, session);
                self.push(next, to, event(What::End(*fault)), (true, true));
            }
            Effect::Exit => {
                to.sessions.clear();
                to.shared.life = Life::Ended;
                self.push(next, to, event(What::End(None)), (true, true));
            }
            Effect::Internal
            | Effect::Take { .. }
            | Effect::Acquire { .. }
            | Effect::Release { .. }
            | Effect::Signal { .. } => {
                self.push(next, to, event(What::Internal), (true, true));
            }
        }
    }

    /// A session has ended.
    fn end(&self, to: &mut State, slot: Slot, session: &Session) {
        to.put(slot, None);
        match session.phase {
            Phase::Init => self.run_main(to, Some(session)),
            Phase::Spawned {
                slot: maker,
                thread,
            } => {
                let found = to.sessions.get(usize::from(maker)).cloned().flatten();
                if let Some(found) = found {
                    let context = self.context(&to.shared, maker);
                    let after = step::rejoined(context, &found, thread, true);
                    self.keep(to, maker, after);
                }
            }
            Phase::Running | Phase::Waiting if self.behaviour().mode == Mode::Single => {
                to.shared.life = Life::Ended;
            }
            Phase::Running | Phase::Waiting | Phase::Courier => {}
        }
    }

    fn keep(&self, to: &mut State, slot: Slot, after: step::After) {
        if let Some(shared) = after.shared {
            to.shared = shared;
        }
        to.put(slot, Some(after.session));
    }

    fn whom(&self, aim: Aim, operation: OperationId) -> Whom<'_> {
        let (port, value) = match aim {
            Aim::Port(port) => (port, None),
            Aim::At(port, value) => (port, Some(value)),
        };
        let roles = self
            .part
            .partners
            .get(port.index())
            .map_or(&[][..], Vec::as_slice);
        if !roles.is_empty() {
            return Whom::Roles(roles);
        }
        let name = self.network[operation].name;
        match value.map(Value::kind) {
            Some(ValueKind::Port { instance, .. })
                if u32::from(instance) == self.part.instance.0 =>
            {
                return Whom::Itself;
            }
            Some(ValueKind::Undefined) | None => {}
            Some(_) if self.is_sent(name) => return Whom::Anybody,
            Some(_) => return Whom::Outside,
        }
        let targets = &self.network[self.part.instance].targets;
        match targets.get(port.index()) {
            Some(Target::Port(routes)) => {
                let own = |route: &crate::automata::network::Route| matches!(route, crate::automata::network::Route::Input(to, _) if *to == self.part.instance);
                match routes.iter().any(|(_, route)| own(route)) {
                    true => Whom::Itself,
                    false => Whom::Inside,
                }
            }
            _ if self.is_sent(name) => Whom::Anybody,
            _ => Whom::Outside,
        }
    }

    /// Whether the role sends messages of this operation.
    fn is_sent(&self, operation: Name) -> bool {
        let mut edges = self.part.local.states().flat_map(|(_, state)| &state.edges);
        edges.any(|edge| {
            let Action {
                direction, label, ..
            } = edge.action;
            direction == Direction::Send && label.operation == operation
        })
    }

    /// The edges by which the role sends this, from where it is or, when it may be over there, from its beginning.
    fn sends(
        &self,
        state: &State,
        label: Label,
        to: &dyn Fn(RoleId) -> bool,
    ) -> (Vec<LocalEdge>, bool) {
        let local = self.part.local;
        let from = |role| {
            let edges = local.edges(role).iter().filter(|edge| {
                let action = edge.action;
                action.direction == Direction::Send && action.label == label && to(action.partner)
            });
            edges.cloned().collect::<Vec<_>>()
        };
        let found = from(state.role);
        if found.is_empty()
            && self.part.begins
            && local.is_accepting(state.role)
            && state.role != local.start()
        {
            return (from(local.start()), true);
        }
        (found, false)
    }

    /// A message leaves the service.
    fn send(&self, state: &State, mut to: State, slot: Slot, one: &LocalMove, next: &mut Next) {
        let (aim, operation, call) = match &one.effect {
            Effect::Send {
                target, operation, ..
            } => (*target, *operation, false),
            Effect::Call {
                target, operation, ..
            } => (*target, *operation, true),
            _ => return,
        };
        let name = self.network[operation].name;
        let whom = self.whom(aim, operation);
        let roles = match &whom {
            Whom::Roles(roles) => Some(*roles),
            Whom::Anybody => None,
            Whom::Itself => {
                let why = format!("it calls itself by `{name}`");
                next.lost.get_or_insert(why);
                return;
            }
            Whom::Inside | Whom::Outside => {
                let inside = matches!(whom, Whom::Inside);
                return self.outside(to, (slot, one), (operation, call, inside), next);
            }
        };
        let label = Label {
            operation: name,
            phase: Self::phase_of(call),
        };
        let reached = |role: RoleId| roles.is_none_or(|roles| roles.contains(&role));
        let (edges, again) = self.sends(state, label, &reached);
        if let Some(session) = to
            .sessions
            .get_mut(usize::from(slot))
            .and_then(Option::as_mut)
        {
            *session = step::tell(session, slot);
        }
        if edges.is_empty() && self.part.elsewhere.contains(&name) && !self.is_sent(name) {
            next.elsewhere = true;
            return self.outside(to, (slot, one), (operation, call, false), next);
        }
        if edges.is_empty() {
            let only = roles.and_then(|roles| match roles {
                [role] => Some(*role),
                _ => None,
            });
            return self.wrong(state, one, (only, operation, label.phase), next);
        }
        next.again |= again;
        for edge in edges {
            let mut to = to.clone();
            to.role = edge.target;
            let event = Event {
                what: What::Role(edge.action),
                span: one.origin,
            };
            self.push(next, to, event, (true, false));
        }
    }

    fn wrong(
        &self,
        state: &State,
        one: &LocalMove,
        (to, operation, phase): (Option<RoleId>, OperationId, LabelPhase),
        next: &mut Next,
    ) {
        next.wrong.push(Deviation {
            kind: Kind::Output {
                to,
                operation,
                phase,
            },
            span: one.origin,
            expected: self.part.local.edges(state.role).to_vec(),
            doubt: None,
            run: Vec::new(),
        });
    }

    /// A message to others: whoever they are, they answer at once, by anything or by a fault that is declared.
    fn outside(
        &self,
        to: State,
        (slot, one): (Slot, &LocalMove),
        (operation, call, inside): (OperationId, bool, bool),
        next: &mut Next,
    ) {
        let event = || Event {
            what: What::Outside(self.network[operation].name),
            span: one.origin,
        };
        let Some(session) = to.sessions.get(usize::from(slot)).cloned().flatten() else {
            return;
        };
        let session = step::tell(&session, slot);
        if !call {
            let mut to = to;
            to.put(slot, Some(session));
            return self.push(next, to, event(), (true, true));
        }
        let mut values = chosen(&self.network[operation].response);
        if inside {
            values.fill(Value::LOST);
        }
        let mut answered = to.clone();
        let context = self.context(&to.shared, slot);
        self.keep(
            &mut answered,
            slot,
            step::answered(context, &session, one.thread, &values),
        );
        self.push(next, answered, event(), (true, true));
        for fault in self.declared(&one.effect, operation) {
            let mut refused = to.clone();
            self.keep(
                &mut refused,
                slot,
                step::refused(context, &session, one.thread, fault),
            );
            self.push(next, refused, event(), (!inside, true));
        }
    }

    fn declared(&self, effect: &Effect, operation: OperationId) -> Vec<Name> {
        let Effect::Call {
            target: Aim::Port(port) | Aim::At(port, _),
            ..
        } = effect
        else {
            return Vec::new();
        };
        let port = self.behaviour().ports.get(port.index());
        let mut faults = port.into_iter().flat_map(|port| &port.faults);
        let found = faults.find(|(known, _)| *known == operation);
        found.map(|(_, faults)| faults.clone()).unwrap_or_default()
    }

    /// A request is answered.
    fn reply(
        &self,
        mut to: State,
        one: &LocalMove,
        (input, caller, phase): (InputId, Caller, LabelPhase),
        next: &mut Next,
    ) {
        let event = |what| Event {
            what,
            span: one.origin,
        };
        let Some(operation) = self
            .behaviour()
            .inputs
            .get(input.index())
            .map(|input| input.operation)
        else {
            return;
        };
        let name = self.network[operation].name;
        // Who has called is kept in the place of the caller's slot.
        let Caller::Session { slot: partner, .. } = caller else {
            return self.push(next, to, event(What::Outside(name)), (true, true));
        };
        let partner = RoleId(u16::from(partner));
        let label = Label {
            operation: name,
            phase,
        };
        let edges = self.part.local.edges(to.role).iter();
        let found = edges.clone().find(|edge| {
            let action = edge.action;
            action.direction == Direction::Send
                && action.label == label
                && action.partner == partner
        });
        match found {
            Some(edge) => {
                to.role = edge.target;
                self.push(next, to, event(What::Role(edge.action)), (true, false));
            }
            None => {
                let state = to.clone();
                self.wrong(&state, one, (Some(partner), operation, phase), next);
            }
        }
    }

    /// What a message carries: anything; of a correlation set what the session has.
    fn values(
        &self,
        session: Option<&Session>,
        input: InputId,
        action: Option<Action>,
    ) -> Vec<Value> {
        let behaviour = self.behaviour();
        let Some(declared) = behaviour.inputs.get(input.index()) else {
            return Vec::new();
        };
        let mut values = chosen(&self.network[declared.operation].request);
        if action.is_some_and(|action| self.part.conditioned.contains(&action)) {
            values.fill(Value::LOST);
        }
        let queue = (declared.queue as usize).checked_sub(1);
        let set = queue.and_then(|set| behaviour.sets.get(set));
        for ((cell, path), number) in set.into_iter().flatten().zip(&declared.aliases).zip(0..) {
            let own = session.and_then(|session| session.cells.get(cell.index()).copied());
            if let Some(place) = values.get_mut(*path as usize) {
                *place = own.unwrap_or_else(|| Value::token(0, number));
            }
        }
        values
    }

    /// A message of a partner comes.
    fn arrive(&self, state: &State, edge: &LocalEdge, next: &mut Next) {
        let action = edge.action;
        let caller = (action.label.phase == LabelPhase::Request).then(|| Caller::Session {
            slot: u8::try_from(action.partner.0).unwrap_or(u8::MAX),
            thread: 0,
        });
        let is_it = |input: InputId| {
            let behaviour = self.behaviour();
            let answered = behaviour
                .inputs
                .get(input.index())
                .map(|one| one.request_response);
            self.operation_of(input) == Some(action.label.operation)
                && answered == Some(caller.is_some())
        };
        let coming = Coming {
            what: What::Role(action),
            role: edge.target,
            caller,
            action: Some(action),
        };
        let met = self.deliver(state, &is_it, &coming, next);
        if !met {
            self.begin(state, &is_it, &coming, next);
        }
    }

    /// A message is taken by a session that waits for it; `true` when a live session is meant by it, though it does not
    /// wait.
    fn deliver(
        &self,
        state: &State,
        is_it: &dyn Fn(InputId) -> bool,
        coming: &Coming,
        next: &mut Next,
    ) -> bool {
        let mut meant = false;
        for (slot, session) in state.live() {
            if matches!(session.phase, Phase::Spawned { .. } | Phase::Courier) {
                continue;
            }
            for waiting in step::waiting(&self.network, session, &state.shared) {
                let Want::Input { branches, .. } = &waiting.what else {
                    continue;
                };
                let found = branches
                    .iter()
                    .find(|(_, input)| is_it(*input) && self.correlates(session, *input));
                let Some((branch, input)) = found else {
                    continue;
                };
                meant = true;
                let values = self.values(Some(session), *input, coming.action);
                let context = self.context(&state.shared, slot);
                let at = (waiting.thread, *branch);
                let after = step::take_directly(context, session, at, &values, coming.caller);
                let mut to = state.clone();
                self.keep(&mut to, slot, after);
                coming.put(self, to, waiting.origin, next);
            }
            let inputs = (0..).map(InputId).zip(&self.behaviour().inputs);
            meant |= inputs.into_iter().any(|(input, _)| {
                is_it(input) && self.is_set(session, input) && self.correlates(session, input)
            });
        }
        meant
    }

    /// Whether a message for `input` may be for a session: where sessions are told apart, it has what they are told by.
    fn correlates(&self, session: &Session, input: InputId) -> bool {
        let behaviour = self.behaviour();
        let queue = behaviour
            .inputs
            .get(input.index())
            .map_or(0, |input| input.queue);
        match queue {
            _ if session.phase == Phase::Init => true,
            0 => behaviour.mode == Mode::Single,
            _ => self.is_set(session, input),
        }
    }

    /// Whether a session has the values of the correlation set of an input.
    fn is_set(&self, session: &Session, input: InputId) -> bool {
        let behaviour = self.behaviour();
        let queue = behaviour
            .inputs
            .get(input.index())
            .map_or(0, |input| input.queue);
        let set = (queue as usize).checked_sub(1);
        let set = set.and_then(|set| behaviour.sets.get(set));
        set.is_some_and(|set| {
            set.iter().all(|cell| {
                let value = session.cells.get(cell.index());
                value.is_some_and(|value| *value != Value::UNDEFINED)
            })
        })
    }

    /// A message begins a session.
    fn begin(
        &self,
        state: &State,
        is_it: &dyn Fn(InputId) -> bool,
        coming: &Coming,
        next: &mut Next,
    ) {
        let behaviour = self.behaviour();
        if state.shared.life != Life::Running {
            return;
        }
        if behaviour.mode == Mode::Sequential && state.live().next().is_some() {
            return;
        }
        let starters = behaviour.starters().enumerate();
        let found = starters
            .into_iter()
            .find(|(_, one)| is_it(one.branch.input));
        let Some((number, starter)) = found else {
            return;
        };
        let slot = state.free();
        if usize::from(slot) >= SESSIONS {
            next.lost = Some("more sessions of it take part than are followed".to_owned());
            return;
        }
        let input = starter.branch.input;
        let Some(declared) = behaviour.inputs.get(input.index()) else {
            return;
        };
        let message = Message {
            input,
            operation: declared.operation,
            values: self.values(None, input, coming.action),
            caller: coming.caller,
        };
        let phase = match starter.courier {
            true => Phase::Courier,
            false => Phase::Running,
        };
        let context = self.context(&state.shared, slot);
        let after = step::start(context, self.part.instance, number, &message, phase);
        let mut to = state.clone();
        self.keep(&mut to, slot, after);
        coming.put(self, to, starter.branch.origin, next);
    }

    /// The answer of a partner comes.
    fn answer(&self, state: &State, edge: &LocalEdge, next: &mut Next) {
        let label = edge.action.label;
        for (slot, session) in state.live() {
            for waiting in step::waiting(&self.network, session, &state.shared) {
                let Want::Answer { operation, port } = waiting.what else {
                    continue;
                };
                let answers = self.network[operation].name == label.operation
                    && self.is_partner(port, edge.action.partner);
                if !answers {
                    continue;
                }
                let context = self.context(&state.shared, slot);
                let after = match label.phase {
                    LabelPhase::Fault(fault) => {
                        step::refused(context, session, waiting.thread, fault)
                    }
                    _ => {
                        let mut values = chosen(&self.network[operation].response);
                        if self.part.conditioned.contains(&edge.action) {
                            values.fill(Value::LOST);
                        }
                        step::answered(context, session, waiting.thread, &values)
                    }
                };
                let mut to = state.clone();
                self.keep(&mut to, slot, after);
                to.role = edge.target;
                let event = Event {
                    what: What::Role(edge.action),
                    span: waiting.origin,
                };
                self.push(next, to, event, (true, false));
            }
        }
    }

    fn is_partner(&self, port: PortId, role: RoleId) -> bool {
        let roles = self.part.partners.get(port.index());
        roles.is_none_or(|roles| roles.is_empty() || roles.contains(&role))
    }

    /// What others may send, who have no part in the session.
    fn others(&self, state: &State, next: &mut Next) {
        let instance = &self.network[self.part.instance];
        let behaviour = self.behaviour();
        for (input, declared) in (0..).map(InputId).zip(&behaviour.inputs) {
            if self.is_of_session(input) {
                continue;
            }
            let access = instance
                .access
                .get(input.index())
                .copied()
                .unwrap_or_default();
            // What comes of itself is as good as a step of the service.
            let name = self.network[declared.operation].name;
            let comes = access == Access::Callback || self.part.elsewhere.contains(&name);
            let may_come =
                access == Access::Open || self.part.strangers.contains(&declared.operation);
            if !comes && !may_come {
                continue;
            }
            let before = next.steps.len();
            let coming = Coming {
                what: What::Outside(self.network[declared.operation].name),
                role: state.role,
                caller: declared.request_response.then_some(Caller::Environment),
                action: None,
            };
            let is_it = |one: InputId| one == input;
            let met = self.deliver(state, &is_it, &coming, next);
            let live = state.live().next().is_some();
            if next.steps.len() > before {
                next.moves |= comes;
                next.outside |= !comes;
                next.elsewhere |= comes;
            }
            if !met && !live && state.role == self.part.local.start() {
                let before = next.steps.len();
                self.begin(state, &is_it, &coming, next);
                next.opens |= next.steps.len() > before;
            }
            // Where the session goes on without it, nobody has to send it.
            if !comes && !next.taken.is_empty() {
                let steps = next.steps.iter_mut().skip(before);
                steps.for_each(|step| step.doubt = Some(Doubt::Others));
            }
        }
    }

    /// Why the service goes no further in a state that is quiet: the lines where it waits.
    pub fn waits(&self, state: &State) -> Vec<(Span, Want)> {
        let live = state.live();
        let waits = live.flat_map(|(_, session)| {
            step::waiting(&self.network, session, &state.shared).into_iter()
        });
        let waits = waits.filter(|one| !matches!(one.what, Want::Join | Want::Line));
        waits.map(|one| (one.origin, one.what)).collect()
    }
}

/// A message that comes.
struct Coming {
    what: What,
    /// Where the role is after it.
    role: crate::automata::local::LocalId,
    caller: Option<Caller>,
    action: Option<Action>,
}

impl Coming {
    fn put(&self, pair: &Pair<'_>, mut to: State, span: Span, next: &mut Next) {
        to.role = self.role;
        let event = Event {
            what: self.what,
            span,
        };
        pair.push(next, to, event, (true, false));
    }
}
