//! Both automata as the searches want them: messages are numbers that both share, states that do the same are one.

use super::Unfit;
use crate::automata::label::{Label, Payload};
use crate::automata::local::{Direction, Local, LocalId};
use crate::base::Name;
use rustc_hash::FxHashMap;

/// A message with the types that it carries.
pub(super) type Letter = u16;
/// A state of a [`Machine`].
pub(super) type State = u32;

/// What happens in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    /// Nothing more.
    Final,
    /// The role chooses what it sends.
    Send,
    /// The partner chooses what comes.
    Receive,
}

/// A deterministic role with one partner, none of whose states both sends and receives.
#[derive(Clone, Debug)]
pub(super) struct Machine {
    pub kinds: Vec<Kind>,
    /// By letter.
    pub edges: Vec<Vec<(Letter, State)>>,
    pub start: State,
}

/// The letters of two roles.
#[derive(Debug, Default)]
pub(super) struct Alphabet {
    numbers: FxHashMap<(Label, Vec<Name>), Letter>,
    names: Vec<String>,
}

impl Alphabet {
    fn letter(&mut self, label: Label, payload: &Payload) -> Result<Letter, Unfit> {
        let key = (label, payload.types().collect());
        if let Some(letter) = self.numbers.get(&key) {
            return Ok(*letter);
        }
        let letter = Letter::try_from(self.names.len()).map_err(|_| Unfit::Messages)?;
        self.names.push(format!("{label}{payload}"));
        self.numbers.insert(key, letter);
        Ok(letter)
    }

    /// How a letter is written.
    pub fn name(&self, letter: Letter) -> &str {
        self.names
            .get(usize::from(letter))
            .map_or("?", String::as_str)
    }
}

impl Machine {
    /// The machine of a role.
    pub fn of(local: &Local, alphabet: &mut Alphabet) -> Result<Self, Unfit> {
        let (mut kinds, mut edges) = (Vec::new(), Vec::new());
        let mut partner = None;
        for (_, state) in local.states() {
            let mut kind = None;
            let mut out: Vec<(Letter, State)> = Vec::new();
            for edge in &state.edges {
                let own = match edge.action.direction {
                    Direction::Send => Kind::Send,
                    Direction::Receive => Kind::Receive,
                };
                if *kind.get_or_insert(own) != own {
                    return Err(Unfit::Mixed(edge.span));
                }
                if *partner.get_or_insert(edge.action.partner) != edge.action.partner {
                    return Err(Unfit::Partners(edge.span));
                }
                let letter = alphabet.letter(edge.action.label, &edge.payload)?;
                if out.iter().any(|(known, _)| *known == letter) {
                    return Err(Unfit::Ambiguous(edge.span));
                }
                let LocalId(target) = edge.target;
                out.push((letter, target));
            }
            out.sort_unstable();
            kinds.push(kind.unwrap_or(Kind::Final));
            edges.push(out);
        }
        let LocalId(start) = local.start();
        Ok(Self {
            kinds,
            edges,
            start,
        }
        .smallest())
    }

    /// The machine with one state for all that do the same, and none that is not reached.
    fn smallest(self) -> Self {
        let mut class: Vec<State> = self.kinds.iter().map(|kind| *kind as State).collect();
        let mut count = 0;
        loop {
            let mut known: FxHashMap<(State, Vec<(Letter, State)>), State> = FxHashMap::default();
            let signature = |state: usize| {
                let out = self.edges[state].iter();
                let out = out.map(|(letter, target)| (*letter, class[*target as usize]));
                (class[state], out.collect::<Vec<_>>())
            };
            let next: Vec<State> = (0..class.len())
                .map(|state| {
                    let fresh = known.len() as State;
                    *known.entry(signature(state)).or_insert(fresh)
                })
                .collect();
            class = next;
            if known.len() == count {
                break;
            }
            count = known.len();
        }
        let mut numbers: FxHashMap<State, State> = FxHashMap::default();
        let mut order = vec![self.start];
        numbers.insert(class[self.start as usize], 0);
        let mut at = 0;
        while let Some(state) = order.get(at).copied() {
            at += 1;
            for (_, target) in &self.edges[state as usize] {
                let fresh = order.len() as State;
                numbers.entry(class[*target as usize]).or_insert_with(|| {
                    order.push(*target);
                    fresh
                });
            }
        }
        let number = |state: State| numbers[&class[state as usize]];
        let renamed = |state: &State| {
            let out = self.edges[*state as usize].iter();
            out.map(|(letter, target)| (*letter, number(*target)))
                .collect()
        };
        Self {
            kinds: order
                .iter()
                .map(|state| self.kinds[*state as usize])
                .collect(),
            edges: order.iter().map(renamed).collect(),
            start: 0,
        }
    }

    /// What happens in a state.
    pub fn kind(&self, state: State) -> Kind {
        self.kinds[state as usize]
    }

    /// What a state may do.
    pub fn edges(&self, state: State) -> &[(Letter, State)] {
        &self.edges[state as usize]
    }

    /// Where a letter leads to.
    pub fn after(&self, state: State, letter: Letter) -> Option<State> {
        let edges = self.edges(state);
        let at = edges
            .binary_search_by_key(&letter, |(known, _)| *known)
            .ok()?;
        Some(edges[at].1)
    }

    /// How many states there are.
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    /// For each state whether some way from it does nothing but this for ever.
    pub fn endless_from(&self, kind: Kind) -> Vec<bool> {
        // What is left when states go that have no such step into what is left.
        let mut left: Vec<bool> = self.kinds.iter().map(|own| *own == kind).collect();
        loop {
            let goes = |state: &usize| {
                let mut out = self.edges[*state].iter();
                left[*state] && !out.any(|(_, target)| left[*target as usize])
            };
            let gone: Vec<usize> = (0..left.len()).filter(goes).collect();
            if gone.is_empty() {
                return left;
            }
            gone.into_iter().for_each(|state| left[state] = false);
        }
    }

    /// For each state whether some partner brings it to its end, whatever it sends on the way: it is controllable.
    pub fn controllable(&self) -> Vec<bool> {
        let mut kept = vec![true; self.len()];
        loop {
            // Within those that are kept, which can come to their end.
            let mut ends = vec![false; self.len()];
            loop {
                let more: Vec<usize> = (0..self.len())
                    .filter(|state| kept[*state] && !ends[*state])
                    .filter(|state| {
                        let mut out = self.edges[*state]
                            .iter()
                            .map(|(_, target)| *target as usize);
                        match self.kinds[*state] {
                            Kind::Final => true,
                            Kind::Receive => out.any(|target| ends[target]),
                            Kind::Send => {
                                out.clone().all(|target| kept[target])
                                    && out.any(|target| ends[target])
                            }
                        }
                    })
                    .collect();
                if more.is_empty() {
                    break;
                }
                more.into_iter().for_each(|state| ends[state] = true);
            }
            if ends == kept {
                return kept;
            }
            kept = ends;
        }
    }

    /// The machine without what may be received and leads to where no partner brings it to its end.
    pub fn within(mut self, kept: &[bool]) -> Self {
        for (kind, edges) in self.kinds.iter().zip(&mut self.edges) {
            if *kind == Kind::Receive {
                edges.retain(|(_, target)| kept[*target as usize]);
            }
        }
        self
    }
}
