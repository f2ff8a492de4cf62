//! The roles of a system together, where messages are received as soon as they are sent.
//!
//! Of all who can send in a state one is taken, and everything that it may choose to send: what others can send as well is
//! independent of it, or a race that no session allows. Those who answer and those who were called go first, so that what
//! happens before an answer stands between request and answer. Where that is not enough, because somebody does several
//! things at once, what is independent becomes the branches of a `|` (`fork`).

use super::machine::{Machine, Node, Rest, Step};
use super::partner::Partner;
use super::{Manner, Obstacle, Player, Scene};
use crate::automata::global::{Edge, Global, Interaction, State, StateId, ThreadId};
use crate::automata::label::RoleId;
use crate::automata::local::{Action, Local};
use crate::automata::network::Mode;
use crate::base::{Name, Span};
use crate::protocol::refinement::Part;
use crate::protocol::written::Blocks;
use crate::solve::term::Formula;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// How many states a session may have, with all its branches.
const MOST: usize = 1 << 12;

/// A session with the branches of each of its `|`.
#[derive(Clone, Debug)]
pub struct Composed {
    /// The session; a `|` is an edge of it.
    pub global: Global,
    /// The branches.
    pub blocks: Blocks,
    /// What kept something from being a branch of a `|`.
    pub kept: Option<Obstacle>,
}

/// The session that these roles of a system keep together.
///
/// # Errors
///
/// The first line that stands in its way, with the interactions that lead there.
pub fn global(
    scene: &Scene<'_>,
    name: Name,
    among: &[RoleId],
    manner: Manner,
) -> Result<Composed, Obstacle> {
    let universal = |role: RoleId| match scene.player(role) {
        Some(Player::Service(instance)) if among.contains(&role) => {
            Some((*instance, scene.universal(*instance, true)))
        }
        _ => None,
    };
    let universals: Vec<Option<(_, Local)>> = scene.role_ids().map(universal).collect();
    let parts: Vec<Option<Part<'_>>> = universals
        .iter()
        .map(|one| {
            one.as_ref()
                .map(|(instance, local)| scene.part(*instance, local))
        })
        .collect();
    let mut actors = Vec::new();
    for (role, part) in scene.role_ids().zip(&parts) {
        actors.push(match part {
            Some(part) => Actor::Service(Box::new(Machine::new(scene, part, manner.blind)?)),
            None => Actor::Partner(Partner::new(scene, role)),
        });
    }
    let mut composer = Composer {
        scene,
        among,
        order: order(scene, among),
        actors,
        name,
        parallel: manner.parallel,
        blocks: Blocks::default(),
        ways: FxHashMap::default(),
        kept: None,
        states: 0,
    };
    let begun = composer.begins_by_itself()?;
    let first: Row = (vec![Machine::START; composer.actors.len()], begun);
    let explored = composer.explore(first, &[], false)?;
    Ok(Composed {
        global: explored.global,
        blocks: composer.blocks,
        kept: composer.kept,
    })
}

/// Who goes first where several can send: servers outside, then services that are called, then those that begin.
fn order(scene: &Scene<'_>, among: &[RoleId]) -> Vec<RoleId> {
    let rank = |role: &RoleId| match scene.player(*role) {
        Some(Player::Service(instance)) => match scene.network.behaviour_of(*instance).mode {
            Mode::Single => 2,
            Mode::Sequential | Mode::Concurrent => 1,
        },
        _ => 0,
    };
    let mut order = among.to_vec();
    order.sort_by_key(rank);
    order
}

enum Actor<'a> {
    Service(Box<Machine<'a>>),
    Partner(Partner),
}

/// Where all roles are, by role, and whether the session has begun.
pub(super) type Row = (Vec<usize>, bool);

/// What happens, on which line, and where all roles are then.
pub(super) type Move = (Interaction, Span, Row);

pub(super) struct Composer<'s, 'a> {
    scene: &'s Scene<'a>,
    among: &'s [RoleId],
    order: Vec<RoleId>,
    actors: Vec<Actor<'s>>,
    name: Name,
    parallel: bool,
    /// The branches of each `|`, by the operation of the edge that stands for it.
    pub(super) blocks: Blocks,
    /// A way through each `|`.
    pub(super) ways: FxHashMap<Name, Vec<Interaction>>,
    kept: Option<Obstacle>,
    /// How many states there are.
    states: usize,
}

/// What was found from a row on.
pub(super) struct Explored {
    pub global: Global,
    /// Where it ends, with a shortest way there.
    pub ends: Vec<(Row, Vec<Interaction>)>,
}

/// What may happen in a state.
#[derive(Default)]
struct Moves {
    edges: Vec<Move>,
    accepting: bool,
}

/// What one role may choose to send now.
pub(super) struct Unit {
    role: RoleId,
    node: Rc<Node>,
    pub moves: Vec<Move>,
}

/// Why somebody does not send now.
enum Held {
    /// Who receives is not there yet.
    Later(Action, Span, RoleId),
    /// Whether who receives takes it hangs on what he alone knows.
    Unsure(Box<Obstacle>),
}

/// A global automaton on its way.
struct Draft {
    global: Global,
    rows: FxHashMap<Row, StateId>,
    /// How each state was reached first.
    before: Vec<Option<(StateId, Edge)>>,
    waiting: Vec<(Row, StateId)>,
}

impl Draft {
    fn state(&mut self, row: Row) -> StateId {
        if let Some(known) = self.rows.get(&row) {
            return *known;
        }
        let target = match self.rows.is_empty() {
            true => self.global.start(),
            false => self.global.add(State::default()),
        };
        if target != self.global.start() {
            self.before.push(None);
        }
        self.rows.insert(row.clone(), target);
        self.waiting.push((row, target));
        target
    }

    fn connect(&mut self, state: StateId, edge: Edge) {
        let target = edge.target;
        if target != self.global.start()
            && let Some(before) = self.before.get_mut(target.index())
            && before.is_none()
        {
            *before = Some((state, edge.clone()));
        }
        self.global.connect(state, edge);
    }

    /// The interactions that lead to a state.
    fn path(&self, state: StateId) -> Vec<Edge> {
        let before = |at: StateId| self.before.get(at.index()).and_then(Option::as_ref);
        let mut run: Vec<Edge> = std::iter::successors(before(state), |(from, _)| before(*from))
            .take(MOST)
            .map(|(_, edge)| edge.clone())
            .collect();
        run.reverse();
        run
    }
}

impl Composer<'_, '_> {
    /// Everything that happens from a row on, but for `except`, which others do; `inside` of a `|` it ends where nothing
    /// more happens.
    pub(super) fn explore(
        &mut self,
        first: Row,
        except: &[Interaction],
        inside: bool,
    ) -> Result<Explored, Obstacle> {
        let mut draft = Draft {
            global: Global::new(self.name, self.scene.names()),
            rows: FxHashMap::default(),
            before: vec![None],
            waiting: Vec::new(),
        };
        let mut ends = Vec::new();
        draft.state(first);
        while let Some((row, state)) = draft.waiting.pop() {
            self.states += 1;
            if self.states > MOST {
                let message = format!("together they have more than {MOST} states");
                return Err(Obstacle::limit(Span::NOWHERE, message));
            }
            let moves = self.moves(&row, except, inside);
            let moves = moves.map_err(|mut obstacle| {
                if obstacle.run.is_empty() {
                    let run = draft.path(state).into_iter();
                    obstacle.run = run.map(|edge| self.told(&edge)).collect();
                }
                obstacle
            })?;
            draft.global.accept(state, moves.accepting);
            if moves.edges.is_empty() {
                let way = draft.path(state).into_iter().map(|edge| edge.interaction);
                ends.push((row, way.collect()));
            }
            for (interaction, span, row) in moves.edges {
                let target = draft.state(row);
                let Interaction { from, to, label } = interaction;
                let edge = Edge {
                    interaction,
                    payload: self.scene.payload(from, to, label),
                    condition: Formula::TRUE,
                    target,
                    thread: ThreadId::default(),
                    joined: Vec::new(),
                    span,
                };
                draft.connect(state, edge);
            }
        }
        Ok(Explored {
            global: draft.global,
            ends,
        })
    }

    /// `Buyer -> Seller: quote (request)`
    fn told(&self, edge: &Edge) -> (String, Span) {
        let Interaction { from, to, label } = edge.interaction;
        let [from, to] = [from, to].map(|role| self.scene.name(role));
        (format!("{from} -> {to}: {label}"), edge.span)
    }

    /// Keeps in mind why something is no branch of a `|`.
    pub(super) fn stands_in_several(&mut self, from: RoleId, to: RoleId, span: Span) {
        let [from, to] = [from, to].map(|role| self.scene.name(role));
        let message = format!(
            "`{from}` sends several messages to `{to}` at once, and no session has a sender and its receiver in two \
             branches of `|`"
        );
        self.kept.get_or_insert(Obstacle::new(span, message));
    }

    /// Whether somebody sends without being asked.
    fn begins_by_itself(&mut self) -> Result<bool, Obstacle> {
        for role in self.among.iter().copied() {
            if self.scene.is_single(role) && !self.node(role, Machine::START)?.outputs.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn node(&mut self, role: RoleId, state: usize) -> Result<Rc<Node>, Obstacle> {
        match self.actors.get_mut(role.index()) {
            Some(Actor::Service(machine)) => machine.node(state),
            Some(Actor::Partner(partner)) => Ok(partner.node(state)),
            None => Ok(Rc::default()),
        }
    }

    /// The state that a step of a role leads to.
    fn settle(&mut self, role: RoleId, target: usize) -> Result<usize, Obstacle> {
        match self.actors.get_mut(role.index()) {
            Some(Actor::Service(machine)) => machine.settle(target),
            _ => Ok(target),
        }
    }

    fn at(row: &Row, role: RoleId) -> usize {
        row.0.get(role.index()).copied().unwrap_or(Machine::START)
    }

    fn with(row: &Row, role: RoleId, state: usize) -> Row {
        let mut row = row.clone();
        if let Some(place) = row.0.get_mut(role.index()) {
            *place = state;
        }
        row
    }

    /// Everything that may happen.
    fn moves(
        &mut self,
        row: &Row,
        except: &[Interaction],
        inside: bool,
    ) -> Result<Moves, Obstacle> {
        let (ready, held) = self.ready(row, except)?;
        if self.parallel
            && ready.len() > 1
            && let Some(fork) = self.fork(row, &ready, except)?
        {
            return Ok(Moves {
                edges: vec![fork],
                accepting: false,
            });
        }
        if let Some(unit) = ready.into_iter().next() {
            return self.or_rests(row, unit, except, inside);
        }
        if inside {
            return Ok(Moves {
                edges: Vec::new(),
                accepting: true,
            });
        }
        let edges = self.of_clients(row)?;
        if !edges.is_empty() {
            return Ok(Moves {
                edges,
                accepting: false,
            });
        }
        match held.into_iter().next() {
            Some((role, why)) => Err(self.held(row, role, why)?),
            None => self.end(row),
        }
    }

    /// What roles can send, each choice by itself: of those who do send the first, or all where branches of `|` are looked
    /// for, else of those who need not. And what is held back.
    #[allow(
        clippy::type_complexity,
        reason = "two lists that are taken apart at once"
    )]
    fn ready(
        &mut self,
        row: &Row,
        except: &[Interaction],
    ) -> Result<(Vec<Unit>, Vec<(RoleId, Held)>), Obstacle> {
        let mut held: Vec<(RoleId, Held)> = Vec::new();
        let mut ready: Vec<Unit> = Vec::new();
        for certain in [true, false] {
            for role in self.order.clone() {
                let node = self.node(role, Self::at(row, role))?;
                if node.outputs.is_empty() || node.rests.is_empty() != certain {
                    continue;
                }
                for choice in self.choices(role, &node)? {
                    let is_others = |step: &&Step| {
                        let interaction = sent(role, step.action);
                        except.contains(&interaction)
                    };
                    if choice.iter().any(|step| is_others(&step)) {
                        continue;
                    }
                    match self.sent(row, role, &choice)? {
                        Ok(moves) => ready.push(Unit {
                            role,
                            node: Rc::clone(&node),
                            moves,
                        }),
                        Err(why) => held.push((role, why)),
                    }
                    if !self.parallel && !ready.is_empty() {
                        return Ok((ready, held));
                    }
                }
            }
            if !ready.is_empty() {
                break;
            }
        }
        Ok((ready, held))
    }

    /// What a role may send, in groups: of each it sends one, and what is sent of another is sent as well, by another
    /// thread.
    fn choices(&mut self, role: RoleId, node: &Node) -> Result<Vec<Vec<Step>>, Obstacle> {
        let mut groups: Vec<Vec<Step>> = Vec::new();
        for step in &node.outputs {
            let mut own = vec![step.clone()];
            let mut others = Vec::new();
            for group in groups {
                let mut apart = true;
                for other in &group {
                    apart &= self.are_independent(role, step, other)?;
                }
                match apart {
                    true => others.push(group),
                    false => own.splice(0..0, group).for_each(drop),
                }
            }
            others.push(own);
            groups = others;
        }
        groups.sort_by_key(|group| {
            group
                .first()
                .map(|step| (step.span.source, step.span.start))
        });
        Ok(groups)
    }

    /// Whether a role sends both of these, in any order.
    fn are_independent(
        &mut self,
        role: RoleId,
        one: &Step,
        other: &Step,
    ) -> Result<bool, Obstacle> {
        let mut after = |first: &Step, second: &Step| {
            let target = self.settle(role, first.target)?;
            let node = self.node(role, target)?;
            let mut outputs = node.outputs.iter();
            let found = outputs.find(|step| step.action == second.action);
            found.map(|step| self.settle(role, step.target)).transpose()
        };
        let both = (after(one, other)?, after(other, one)?);
        Ok(matches!(both, (Some(first), Some(second)) if first == second))
    }

    /// What a role sends, with what happens when it does not.
    fn or_rests(
        &mut self,
        row: &Row,
        unit: Unit,
        except: &[Interaction],
        inside: bool,
    ) -> Result<Moves, Obstacle> {
        let mut moves = Moves {
            edges: unit.moves,
            accepting: false,
        };
        for rest in &unit.node.rests {
            let other = Self::with(row, unit.role, rest.state);
            let other = self.moves(&other, except, inside)?;
            self.is_told(&moves, &other)?;
            for edge in other.edges {
                if !moves.edges.contains(&edge) {
                    moves.edges.push(edge);
                }
            }
        }
        Ok(moves)
    }

    /// Whether others are told when a role sends nothing: it must go on by a message of its own.
    fn is_told(&self, sends: &Moves, other: &Moves) -> Result<(), Obstacle> {
        let Some((own, span, _)) = sends.edges.first() else {
            return Ok(());
        };
        let (name, operation) = (self.scene.name(own.from), own.label.operation);
        let instead = other.edges.iter().find(|(step, ..)| step.from != own.from);
        let message = match instead {
            None if !other.accepting => return Ok(()),
            None => {
                format!("`{name}` may send `{operation}` or stop, and nobody is told that it stops")
            }
            Some((step, ..)) => {
                let (waiting, next) = (self.scene.name(step.from), step.label.operation);
                format!(
                    "`{name}` may send `{operation}` or not, and `{waiting}`, which sends `{next}` then, is not told"
                )
            }
        };
        Err(Obstacle::new(*span, message))
    }

    /// All of these that a role sends, when each of it is taken now.
    fn sent(
        &mut self,
        row: &Row,
        role: RoleId,
        steps: &[Step],
    ) -> Result<Result<Vec<Move>, Held>, Obstacle> {
        let mut edges = Vec::new();
        for step in steps {
            match self.received(row, role, step)? {
                Ok((target, line)) => {
                    let to = step.action.partner;
                    let own = self.settle(role, step.target)?;
                    let next = Self::with(&Self::with(row, role, own), to, target);
                    let span = if step.span == Span::NOWHERE {
                        line
                    } else {
                        step.span
                    };
                    edges.push((sent(role, step.action), span, (next.0, true)));
                }
                Err(held) => return Ok(Err(held)),
            }
        }
        Ok(Ok(edges))
    }

    /// The row after an interaction, when it may happen.
    pub(super) fn after(
        &mut self,
        row: &Row,
        interaction: Interaction,
    ) -> Result<Option<Row>, Obstacle> {
        let role = interaction.from;
        let node = self.node(role, Self::at(row, role))?;
        let mut outputs = node.outputs.iter();
        let found = outputs.find(|step| sent(role, step.action) == interaction);
        let Some(step) = found else {
            return Ok(None);
        };
        let moves = self.sent(row, role, std::slice::from_ref(step))?;
        Ok(moves
            .ok()
            .and_then(|mut moves| moves.pop())
            .map(|one| one.2))
    }

    /// The state of who receives, after it has.
    #[allow(
        clippy::type_complexity,
        reason = "an obstacle ends it, what is held does not"
    )]
    fn received(
        &mut self,
        row: &Row,
        from: RoleId,
        step: &Step,
    ) -> Result<Result<(usize, Span), Held>, Obstacle> {
        let to = step.action.partner;
        let action = Action {
            direction: step.action.direction.dual(),
            partner: from,
            label: step.action.label,
        };
        let at = Self::at(row, to);
        let later = || Held::Later(step.action, step.span, to);
        if let Some(Actor::Partner(partner)) = self.actors.get_mut(to.index())
            && !action.label.is_queued()
        {
            let after = partner.is_answered(at, action);
            return Ok(after.map(|after| (after, Span::NOWHERE)).ok_or_else(later));
        }
        let node = self.node(to, at)?;
        match node.takes(action) {
            Ok(false) => Ok(Err(later())),
            Err(rest) => {
                let obstacle = self.unsure(step, to, rest);
                Ok(Err(Held::Unsure(Box::new(obstacle))))
            }
            Ok(true) => {
                let Some(taken) = node.inputs.iter().find(|step| step.action == action) else {
                    return Ok(Err(later()));
                };
                Ok(Ok((self.settle(to, taken.target)?, taken.span)))
            }
        }
    }

    fn unsure(&self, step: &Step, to: RoleId, rest: &Rest) -> Obstacle {
        let operation = step.action.label.operation;
        let name = self.scene.name(to);
        let message = format!(
            "whether `{name}` takes `{operation}` here is its own choice, of which who sends it is not told"
        );
        let mut obstacle = Obstacle::new(step.span, message);
        obstacle.others = waits(rest);
        obstacle
    }

    /// Why nobody can go on, though one would send.
    fn held(&mut self, row: &Row, from: RoleId, why: Held) -> Result<Obstacle, Obstacle> {
        let (action, span, to) = match why {
            Held::Unsure(obstacle) => return Ok(*obstacle),
            Held::Later(action, span, to) => (action, span, to),
        };
        let [sender, receiver] = [from, to].map(|role| self.scene.name(role));
        let operation = action.label.operation;
        let node = self.node(to, Self::at(row, to))?;
        let sends = node.outputs.first();
        let message = match sends {
            Some(sends) => format!(
                "`{sender}` sends `{operation}` to `{receiver}`, which sends `{}` first",
                sends.action.label.operation
            ),
            None => {
                format!("`{sender}` sends `{operation}`, and `{receiver}` does not take it there")
            }
        };
        let mut obstacle = Obstacle::new(span, message);
        obstacle.others = node.rests.iter().flat_map(waits).collect();
        if let Some(sends) = sends {
            let line = (sends.span, "is sent here".to_owned());
            obstacle.others.push(line);
        }
        Ok(obstacle)
    }

    /// What clients send: whatever is awaited, where nobody else can go on.
    fn of_clients(&mut self, row: &Row) -> Result<Vec<Move>, Obstacle> {
        let mut edges = Vec::new();
        for client in self.order.clone() {
            let Some(Actor::Partner(partner)) = self.actors.get(client.index()) else {
                continue;
            };
            let is_client = self.scene.player(client) == Some(&Player::Client);
            if !is_client || partner.calls(Self::at(row, client)) {
                continue;
            }
            for to in self.among.iter().copied() {
                edges.extend(self.of_client(row, client, to)?);
            }
        }
        edges.sort_by_key(|(_, span, _)| (span.source, span.start));
        Ok(edges)
    }

    fn of_client(&mut self, row: &Row, client: RoleId, to: RoleId) -> Result<Vec<Move>, Obstacle> {
        let mut edges = Vec::new();
        let node = self.node(to, Self::at(row, to))?;
        let mine = |step: &&Step| step.action.partner == client && step.action.label.is_queued();
        for step in node.inputs.iter().filter(mine) {
            if step.begins && row.1 {
                continue;
            }
            if let Err(rest) = node.takes(step.action) {
                return Err(self.unsure(step, to, rest));
            }
            let action = Action {
                direction: step.action.direction.dual(),
                partner: to,
                label: step.action.label,
            };
            let state = match self.actors.get_mut(client.index()) {
                Some(Actor::Partner(partner)) => partner.sends(Self::at(row, client), action),
                _ => continue,
            };
            let target = self.settle(to, step.target)?;
            let next = Self::with(&Self::with(row, client, state), to, target);
            edges.push((sent(client, action), step.span, (next.0, true)));
        }
        Ok(edges)
    }

    /// Where nobody can do anything: the end, unless somebody waits.
    fn end(&mut self, row: &Row) -> Result<Moves, Obstacle> {
        let mut waiting: Vec<(Span, String)> = Vec::new();
        for role in self.among.iter().copied() {
            let node = self.node(role, Self::at(row, role))?;
            let stands = node.rests.iter().filter(|rest| !rest.first);
            let name = self.scene.name(role);
            let told = stands.flat_map(waits);
            waiting.extend(told.map(|(span, what)| (span, format!("`{name}` {what}"))));
        }
        let mut waiting = waiting.into_iter();
        let Some((span, message)) = waiting.next() else {
            return Ok(Moves {
                edges: Vec::new(),
                accepting: true,
            });
        };
        let mut obstacle = Obstacle::new(span, format!("{message}, and nobody can go on"));
        obstacle.others = waiting.collect();
        Err(obstacle)
    }
}

/// An action of who sends, as what happens.
fn sent(role: RoleId, action: Action) -> Interaction {
    Interaction {
        from: role,
        to: action.partner,
        label: action.label,
    }
}

fn waits(rest: &Rest) -> Vec<(Span, String)> {
    let waits = rest.waits.iter();
    waits
        .map(|(span, what)| (*span, format!("waits for {what}")))
        .collect()
}
