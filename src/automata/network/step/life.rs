//! The first and the last of a session.

use super::work::Work;
use super::{After, Context, changed};
use crate::automata::network::session::{
    Caller, Frame, Message, Phase, ReplyAt, Session, Shared, Slot, Thread, ThreadState,
};
use crate::automata::network::{Act, Behaviour, InstanceId, Kind, Location, Place, Value};

/// A session that begins at `at` by itself: `init`, or the one of single mode.
#[must_use]
pub fn launch(context: Context<'_>, instance: InstanceId, at: Location, phase: Phase) -> Session {
    // What it does by itself touches nothing that is shared.
    changed(context, &blank(context, instance, at, phase), |_| {}).session
}

/// A session that `message` starts, by the starter with this number ([`Behaviour::starters`]). Of one that has to wait in
/// line it is not known when it sets the variables of the service.
#[must_use]
pub fn start(
    context: Context<'_>,
    instance: InstanceId,
    starter: usize,
    message: &Message,
    phase: Phase,
) -> After {
    let mut session = blank(context, instance, Location(0), phase);
    let behaviour = context.network.behaviour_of(instance);
    let Some(found) = behaviour.starters().nth(starter) else {
        session.threads[0] = None;
        return After {
            session,
            shared: None,
        };
    };
    let node = ReplyAt::Starter(u16::try_from(starter).unwrap_or(u16::MAX));
    let mut work = Work::new(context, session);
    work.begin(0, &found.branch, node, &message.values, message.caller);
    if phase != Phase::Waiting {
        work.advance();
    } else {
        work.lose_globals(&found.branch.bindings);
    }
    work.after()
}

fn blank(context: Context<'_>, instance: InstanceId, at: Location, phase: Phase) -> Session {
    let behaviour = context.network.behaviour_of(instance);
    let own = |(cell, value): (&crate::automata::network::Cell, &Value)| match cell.place {
        Place::Session => *value,
        Place::Global => Value::UNDEFINED,
    };
    let cells = behaviour.cells.iter().zip(&context.shared.cells).map(own);
    let scope = Frame::Scope {
        node: None,
        scope: None,
        faults: context.shared.handlers.clone(),
        compensations: Vec::new(),
    };
    Session {
        of: instance,
        phase,
        cells: cells.collect(),
        signals: vec![0; behaviour.links.len()],
        threads: vec![Some(Thread {
            parent: None,
            at,
            state: ThreadState::Ready,
            dying: None,
            frames: vec![scope],
        })],
        queues: vec![Vec::new(); behaviour.sets.len() + 1],
        told: 0,
    }
}

/// A body of the `spawn` that a thread of `parent` has come to, by its number: a session with the variables that its
/// maker has now, and with links, queues and handlers of its own (`SessionThread`, whose `State` is cloned). Jolie turns
/// the stack of scopes around when it clones it: the outermost one is the innermost then.
#[must_use]
pub fn spawned(
    context: Context<'_>,
    parent: &Session,
    (slot, thread): (Slot, u8),
    number: u8,
) -> Session {
    let behaviour = context.network.behaviour_of(parent.of);
    let maker = parent.threads.get(usize::from(thread));
    let maker = maker.and_then(Option::as_ref);
    let node = maker.and_then(|maker| behaviour.nodes.get(maker.at.index()));
    let (body, index) = match node.map(|node| &node.act) {
        Some(Act::Spawn { body, index, .. }) => (*body, *index),
        _ => (Location(0), None),
    };
    let phase = Phase::Spawned { slot, thread };
    let mut session = blank(context, parent.of, body, phase);
    session.cells.clone_from(&parent.cells);
    let own = index.and_then(|index| session.cells.get_mut(index.index()));
    if let Some(cell) = own {
        *cell = Value::int(i64::from(number));
    }
    let outermost = maker.and_then(|maker| {
        let mut frames = maker.frames.iter();
        frames.find_map(|frame| match frame {
            Frame::Scope { compensations, .. } => Some(compensations.clone()),
            _ => None,
        })
    });
    let first = session.threads.first_mut().and_then(Option::as_mut);
    if let Some(Frame::Scope {
        faults,
        compensations,
        ..
    }) = first.and_then(|first| first.frames.first_mut())
    {
        // What reaches them is swallowed.
        faults.clear();
        *compensations = outermost.unwrap_or_default();
    }
    changed(context, &session, |_| {}).session
}

/// A session after a body of the `spawn` that `thread` waits for has ended; `told` says whether the body has spoken to
/// those outside, who know what it knew.
#[must_use]
pub fn rejoined(context: Context<'_>, session: &Session, thread: u8, told: bool) -> After {
    let known = if told {
        tell(session, context.slot)
    } else {
        session.clone()
    };
    changed(context, &known, |work| work.rejoin(thread))
}

/// What `init` leaves to the sessions: its variables, and the handlers of its outermost scope, which in Jolie is never
/// left (`ScopeProcess` of `init` without `autoPop`; `SessionThread` clones the scopes of the initialising thread).
pub fn inherit(behaviour: &Behaviour, init: &Session, shared: &mut Shared) {
    let cells = behaviour
        .cells
        .iter()
        .zip(&init.cells)
        .zip(&mut shared.cells);
    for ((cell, value), place) in cells {
        if cell.place == Place::Session {
            *place = *value;
        }
    }
    let thread = init.threads.first().and_then(Option::as_ref);
    if let Some(Frame::Scope { faults, .. }) = thread.and_then(|thread| thread.frames.first()) {
        shared.handlers.clone_from(faults);
    }
}

/// The session after it has sent something to clients or servers outside: they know the tokens that it has made.
#[must_use]
pub fn tell(session: &Session, slot: Slot) -> Session {
    let own = |value: &Value| match value.kind() {
        Kind::Token { slot: of, number } if of == slot => Some(number + 1),
        _ => None,
    };
    let made = session.cells.iter().filter_map(own).max().unwrap_or(0);
    Session {
        told: session.told.max(made).max(1),
        ..session.clone()
    }
}

/// The session without the callers of whom `gone` holds, by slot and thread.
#[must_use]
pub fn forget_callers(session: &Session, gone: &dyn Fn(Slot, u8) -> bool) -> Session {
    let mut session = session.clone();
    let forget = |caller: &mut Caller| {
        if matches!(caller, Caller::Session { slot, thread } if gone(*slot, *thread)) {
            *caller = Caller::Gone;
        }
    };
    for message in session.queues.iter_mut().flatten() {
        if let Some(caller) = &mut message.caller {
            forget(caller);
        }
    }
    let threads = session.threads.iter_mut().flatten();
    for frame in threads.flat_map(|thread| &mut thread.frames) {
        if let Frame::Request { caller, .. } = frame {
            forget(caller);
        }
    }
    session
}
