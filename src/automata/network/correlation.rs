//! The rules of queues and correlation, as pure functions: the explorer and the interpreter use the same.
//!
//! Equality is Jolie's own (`Value.equals`): it coerces to the kind of one side, and is not transitive. A message
//! correlates with a session when every variable of its set is defined in both and equal. Each correlation set has a
//! queue of its own in each session, one more is for the operations without a set, and only the head of a queue is looked
//! at. As in `papers/semantics.md`, *Routing*.

use super::session::{Phase, Session};
use super::{
    Behaviour, Constant, Delivery, Input, InputId, InstanceId, Kind, Mode, Network, Value,
};

/// Whether a message is for a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// It is not.
    No,
    /// It is.
    Yes,
    /// That depends on data that is not known.
    Maybe,
}

/// Whether `left == right` by Jolie's coercing equality (`Value.equals`); `None` when that is not known. A token equals
/// itself and nothing else, since nobody writes it down. It is not symmetric where one side is not defined: an
/// undefined left side is as good as `0`, `false` and `""`, a defined left side never equals an undefined right one.
#[must_use]
pub fn equal(constants: &[Constant], left: Value, right: Value) -> Option<bool> {
    use Kind::{
        Above, Below, Bool, Constant as Written, Free, Int, Lost, Outside, Port, Token, Undefined,
    };
    match (left.kind(), right.kind()) {
        (Lost | Free, _) | (_, Lost | Free) => None,
        (Undefined, Undefined) => Some(true),
        (Undefined, other) => Some(like_nothing(constants, other)),
        (_, Undefined) => Some(false),
        (Token { .. }, Token { .. }) | (Port { .. }, Port { .. }) | (Bool(_), Bool(_)) => {
            Some(left == right)
        }
        (Outside, Outside | Written(_)) | (Written(_), Outside) => None,
        (Above(_) | Below(_), _) | (_, Above(_) | Below(_)) => {
            beyond(constants, left.kind(), right.kind())
        }
        (Token { .. } | Port { .. } | Outside, _) | (_, Token { .. } | Port { .. } | Outside) => {
            Some(false)
        }
        (Int(one), Int(other)) => Some(one == other),
        (Bool(one), Int(other)) | (Int(other), Bool(one)) => Some(i32::from(one) == other),
        (Written(text), other) | (other, Written(text)) => written(constants, text, other),
    }
}

/// Whether an undefined left side equals this.
fn like_nothing(constants: &[Constant], other: Kind) -> bool {
    match other {
        Kind::Int(0) | Kind::Bool(false) => true,
        Kind::Constant(index) => match constants.get(index as usize) {
            Some(Constant::Text(text)) => text.is_empty(),
            Some(Constant::Number(number)) => *number == 0.0,
            None => false,
        },
        _ => false,
    }
}

/// Whether a counter beyond its limit equals something that is defined.
fn beyond(constants: &[Constant], left: Kind, right: Kind) -> Option<bool> {
    let (limit, up, other) = match (left, right) {
        (Kind::Above(limit), Kind::Below(other)) | (Kind::Below(other), Kind::Above(limit)) => {
            return (limit + 1 > other - 1).then_some(false);
        }
        (Kind::Above(limit), other) | (other, Kind::Above(limit)) => (limit, true, other),
        (Kind::Below(limit), other) | (other, Kind::Below(limit)) => (limit, false, other),
        _ => return None,
    };
    let other = match other {
        Kind::Int(int) => f64::from(int),
        Kind::Bool(bool) => f64::from(u8::from(bool)),
        Kind::Constant(index) => match constants.get(index as usize)? {
            Constant::Number(number) => *number,
            Constant::Text(text) => match text.parse::<i64>() {
                #[allow(clippy::cast_precision_loss, reason = "only its order matters")]
                Ok(int) if int.to_string() == *text => int as f64,
                _ => return Some(false),
            },
        },
        Kind::Above(_) | Kind::Below(_) => return None,
        _ => return Some(false),
    };
    let within = match up {
        true => other <= f64::from(limit),
        false => other >= f64::from(limit),
    };
    (within || other.fract() != 0.0).then_some(false)
}

fn written(constants: &[Constant], index: u32, other: Kind) -> Option<bool> {
    let constant = |index: u32| constants.get(index as usize);
    match (constant(index)?, other) {
        (Constant::Text(text), Kind::Int(int)) => Some(*text == int.to_string()),
        (Constant::Text(text), Kind::Bool(bool)) => Some(*text == bool.to_string()),
        (Constant::Number(number), Kind::Int(int)) => Some(*number == f64::from(int)),
        (Constant::Number(number), Kind::Bool(bool)) => Some(*number == f64::from(u8::from(bool))),
        (one, Kind::Constant(other)) => match (one, constant(other)?) {
            (Constant::Text(text), Constant::Number(number))
            | (Constant::Number(number), Constant::Text(text)) => reads_as(text, *number),
            (one, other) => Some(one == other),
        },
        _ => Some(false),
    }
}

/// Whether a number, turned into a text as Java does, is this text. Large and small ones are written with an exponent,
/// and large integers are kept as numbers too: of these it is not known.
fn reads_as(text: &str, number: f64) -> Option<bool> {
    if number == 0.0 || (1e-3..1e7).contains(&number.abs()) {
        Some(text == format!("{number:?}"))
    } else if text.parse() == Ok(number) {
        None
    } else {
        Some(false)
    }
}

/// Whether a message for `input`, which carries `values`, is for this session.
///
/// While a service is initialised everything is for it. Without a correlation set everything is for the one session of
/// single mode, and nothing for the sessions of the other modes.
#[must_use]
pub fn correlates(
    network: &Network,
    behaviour: &Behaviour,
    session: &Session,
    input: InputId,
    values: &[Value],
) -> Match {
    match session.phase {
        Phase::Init => return Match::Yes,
        Phase::Courier | Phase::Spawned { .. } => return Match::No,
        Phase::Running | Phase::Waiting => {}
    }
    let Some(input) = behaviour.inputs.get(input.index()) else {
        return Match::No;
    };
    let Some(set) = (input.queue as usize).checked_sub(1) else {
        let single = behaviour.mode == Mode::Single;
        return if single { Match::Yes } else { Match::No };
    };
    let mut found = Match::Yes;
    let variables = behaviour.sets.get(set).into_iter().flatten();
    for (cell, path) in variables.zip(&input.aliases) {
        let mine = session.cells.get(cell.index()).copied();
        let theirs = values.get(*path as usize).copied();
        let (mine, theirs) = (mine.unwrap_or(Value::LOST), theirs.unwrap_or(Value::LOST));
        if mine == Value::UNDEFINED || theirs == Value::UNDEFINED {
            return Match::No;
        }
        match equal(&network.constants, mine, theirs) {
            Some(true) => {}
            Some(false) => return Match::No,
            None => found = Match::Maybe,
        }
    }
    found
}

/// The queue of a session that a message for `input` from the instance `sender` is put into: Jolie has one a correlation
/// set, of all senders together; peer to peer has one a sender; a bag is one without order.
#[must_use]
pub fn queue_of(network: &Network, input: &Input, sender: InstanceId) -> u32 {
    match network.delivery {
        Delivery::Mailbox => input.queue,
        Delivery::PeerToPeer => sender.0,
        Delivery::Rendezvous | Delivery::Bag => 0,
    }
}

/// The messages that a session which awaits `input` can take now, each by its queue and its place there: the head of the
/// input's queue; peer to peer, the head of any queue; of a bag, any message.
#[must_use]
pub fn takes(network: &Network, session: &Session, input: InputId) -> Vec<(usize, usize)> {
    let behaviour = network.behaviour_of(session.of);
    let own = behaviour
        .inputs
        .get(input.index())
        .map(|input| input.queue as usize);
    let mut found = Vec::new();
    for (queue, messages) in session.queues.iter().enumerate() {
        let looked_at = match network.delivery {
            Delivery::Mailbox if own != Some(queue) => 0,
            Delivery::Mailbox | Delivery::PeerToPeer => 1,
            Delivery::Rendezvous | Delivery::Bag => messages.len(),
        };
        let messages = messages.iter().take(looked_at).enumerate();
        let mine = messages.filter(|(_, message)| message.input == input);
        found.extend(mine.map(|(place, _)| (queue, place)));
    }
    found
}
