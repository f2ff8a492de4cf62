//! The rules: what may happen in a configuration, and what must not be one.

use super::Mode;
use super::machine::{Alphabet, Kind, Letter, Machine, State};
use std::fmt;

/// Both machines, and what the rules ask of them.
#[derive(Debug)]
pub(super) struct Game {
    pub candidate: Machine,
    pub original: Machine,
    pub mode: Mode,
    /// Where the candidate may send for ever without receiving anything.
    sends_for_ever: Vec<bool>,
    /// Where the original may receive for ever without sending anything.
    receives_for_ever: Vec<bool>,
}

/// A step of the game.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    /// Both send a message.
    Both(Letter),
    /// The original receives a message, which the candidate has still to receive.
    Late(Letter),
    /// The candidate receives the first of those.
    Take(Letter),
}

/// Where a move leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Next {
    pub moved: Move,
    pub candidate: State,
    pub original: State,
}

/// What is wrong, by letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Extra(Letter),
    Missing(Letter),
    Early(Letter),
    AfterEnd(Letter),
    Refused(Letter),
    Waits,
    Unread(Letter),
    Ends,
    Starves,
    Endless,
}

impl Game {
    pub fn new(candidate: Machine, original: Machine, mode: Mode) -> Self {
        Self {
            sends_for_ever: candidate.endless_from(Kind::Send),
            receives_for_ever: original.endless_from(Kind::Receive),
            candidate,
            original,
            mode,
        }
    }

    /// What is wrong with a configuration whose delay begins with `first`; nothing in an empty one.
    pub fn fault(&self, candidate: State, original: State, first: Option<Letter>) -> Option<Fault> {
        let theirs = self.original.kind(original);
        match (self.candidate.kind(candidate), first) {
            (Kind::Final, Some(letter)) => Some(Fault::Unread(letter)),
            (Kind::Final, None) => (theirs != Kind::Final).then_some(Fault::Ends),
            (Kind::Receive, Some(letter)) => {
                let after = self.candidate.after(candidate, letter);
                after.is_none().then_some(Fault::Refused(letter))
            }
            (Kind::Receive, None) => (theirs != Kind::Receive).then_some(Fault::Waits),
            (Kind::Send, first) => self.wrong_send(candidate, original, first.is_some()),
        }
    }

    fn wrong_send(&self, candidate: State, original: State, delayed: bool) -> Option<Fault> {
        let (ours, theirs) = (
            self.candidate.edges(candidate),
            self.original.edges(original),
        );
        let first = ours.first().map_or(0, |(letter, _)| *letter);
        let kind = self.original.kind(original);
        if self.mode == Mode::Async {
            if (delayed || kind == Kind::Receive) && self.sends_for_ever[candidate as usize] {
                return Some(Fault::Starves);
            }
            if kind == Kind::Receive && self.receives_for_ever[original as usize] {
                return Some(Fault::Endless);
            }
        }
        match kind {
            Kind::Final => Some(Fault::AfterEnd(first)),
            Kind::Receive => (self.mode == Mode::Sync).then_some(Fault::Early(first)),
            Kind::Send => {
                let mut ours = ours.iter().map(|(letter, _)| *letter);
                let mut theirs = theirs.iter().map(|(letter, _)| *letter);
                if let Some(extra) = ours.find(|own| self.original.after(original, *own).is_none())
                {
                    return Some(Fault::Extra(extra));
                }
                if self.mode != Mode::Fair {
                    return None;
                }
                let dropped = |letter: &Letter| self.candidate.after(candidate, *letter).is_none();
                theirs.find(dropped).map(Fault::Missing)
            }
        }
    }

    /// What may happen in a configuration with which nothing is wrong.
    pub fn moves(&self, candidate: State, original: State, first: Option<Letter>) -> Vec<Next> {
        let late = || {
            let received = self.original.edges(original).iter();
            let next = |(letter, target): &(Letter, State)| Next {
                moved: Move::Late(*letter),
                candidate,
                original: *target,
            };
            received.map(next).collect()
        };
        match (self.candidate.kind(candidate), first) {
            (Kind::Final, _) => Vec::new(),
            (Kind::Receive, Some(letter)) => {
                let after = self.candidate.after(candidate, letter).into_iter();
                let next = |candidate| Next {
                    moved: Move::Take(letter),
                    candidate,
                    original,
                };
                after.map(next).collect()
            }
            (Kind::Receive, None) => late(),
            (Kind::Send, _) if self.original.kind(original) == Kind::Receive => late(),
            (Kind::Send, _) => {
                let sent = self.candidate.edges(candidate).iter();
                let next = |(letter, target): &(Letter, State)| {
                    Some(Next {
                        moved: Move::Both(*letter),
                        candidate: *target,
                        original: self.original.after(original, *letter)?,
                    })
                };
                sent.filter_map(next).collect()
            }
        }
    }
}

/// A step of a run, as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Both send this.
    Both(String),
    /// The original receives this, the candidate has still to.
    Late(String),
    /// The candidate receives this.
    Take(String),
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Both(message) => write!(f, "both send {message}"),
            Self::Late(message) => write!(f, "the supertype receives {message}"),
            Self::Take(message) => write!(f, "the subtype receives {message}"),
        }
    }
}

impl Step {
    pub(super) fn of(moved: Move, alphabet: &Alphabet) -> Self {
        let name = |letter| alphabet.name(letter).to_owned();
        match moved {
            Move::Both(letter) => Self::Both(name(letter)),
            Move::Late(letter) => Self::Late(name(letter)),
            Move::Take(letter) => Self::Take(name(letter)),
        }
    }
}

/// What a candidate does that it must not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It sends what the original does not send there.
    Extra(String),
    /// It does not send what the original may send there, and fairness needs.
    Missing(String),
    /// It sends before it has received, which only queues allow.
    Early(String),
    /// It sends when the original has ended.
    AfterEnd(String),
    /// It does not receive what has come.
    Refused(String),
    /// It waits, and nothing comes.
    Waits,
    /// It ends before it has received what has come.
    Unread(String),
    /// It ends, and the original goes on.
    Ends,
    /// It may send for ever while messages wait for it.
    Starves,
    /// It sends what the original may put off for ever.
    Endless,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Extra(message) => write!(
                f,
                "the subtype may send {message}, which the supertype does not send there"
            ),
            Self::Missing(message) => write!(
                f,
                "the supertype may send {message} there, and the subtype never does: by fairness the partner may need it"
            ),
            Self::Early(message) => write!(
                f,
                "the subtype sends {message} where the supertype receives first"
            ),
            Self::AfterEnd(message) => write!(
                f,
                "the subtype sends {message}, and the supertype has ended"
            ),
            Self::Refused(message) => write!(
                f,
                "{message} comes, and the subtype does not receive it there"
            ),
            Self::Waits => f.write_str("the subtype waits for a message, and none comes"),
            Self::Unread(message) => write!(f, "the subtype ends before it has received {message}"),
            Self::Ends => f.write_str("the subtype ends, and the supertype goes on"),
            Self::Starves => f.write_str(
                "the subtype may go on sending for ever and never receive what waits for it",
            ),
            Self::Endless => f.write_str(
                "the subtype sends before messages that the supertype may go on receiving for ever",
            ),
        }
    }
}

impl Wrong {
    pub(super) fn of(fault: Fault, alphabet: &Alphabet) -> Self {
        let name = |letter| alphabet.name(letter).to_owned();
        match fault {
            Fault::Extra(letter) => Self::Extra(name(letter)),
            Fault::Missing(letter) => Self::Missing(name(letter)),
            Fault::Early(letter) => Self::Early(name(letter)),
            Fault::AfterEnd(letter) => Self::AfterEnd(name(letter)),
            Fault::Refused(letter) => Self::Refused(name(letter)),
            Fault::Waits => Self::Waits,
            Fault::Unread(letter) => Self::Unread(name(letter)),
            Fault::Ends => Self::Ends,
            Fault::Starves => Self::Starves,
            Fault::Endless => Self::Endless,
        }
    }
}
