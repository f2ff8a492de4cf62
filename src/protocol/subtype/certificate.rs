//! Checks an invariant, whoever found it: that the game starts in it, that no move leads out of it, and that nothing is
//! wrong in any configuration of it. This shares nothing with the search but the rules of the game.
//!
//! A shape stands for each configuration whose delay is spelled by a path between its places with as many messages as it
//! says.

use super::game::{Game, Move};
use super::machine::{Letter, State};
use rustc_hash::FxHashSet;

/// A part of the way of the original, with the message that it receives there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Edge {
    pub from: usize,
    pub letter: Option<Letter>,
    pub to: usize,
}

/// What configurations have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    pub candidate: State,
    /// The place before the first message of the delay.
    pub first: usize,
    /// The place where the original is.
    pub last: usize,
    /// How many messages there are; [`Certificate::many`] is as many or more.
    pub count: usize,
}

/// An invariant.
#[derive(Clone, Debug)]
pub(super) struct Certificate {
    /// The state of the original at each place.
    pub originals: Vec<State>,
    pub edges: Vec<Edge>,
    pub shapes: Vec<Shape>,
    pub many: usize,
}

/// Pairs of places.
type Relation = FxHashSet<(usize, usize)>;

/// Whether it is one.
pub(super) fn holds(game: &Game, certificate: &Certificate) -> bool {
    let check = Check {
        game,
        certificate,
        shapes: certificate.shapes.iter().copied().collect(),
        lengths: lengths(certificate),
    };
    let started = certificate.shapes.iter().any(|shape| {
        shape.candidate == game.candidate.start
            && shape.count == 0
            && shape.first == shape.last
            && certificate.originals.get(shape.last) == Some(&game.original.start)
    });
    started && certificate.shapes.iter().all(|shape| check.shape(*shape))
}

/// For each number of messages the pairs of places between which there is a path with so many; the last for "or more".
fn lengths(certificate: &Certificate) -> Vec<Relation> {
    let places = certificate.originals.len();
    let (with, without): (Vec<&Edge>, Vec<&Edge>) = certificate
        .edges
        .iter()
        .partition(|edge| edge.letter.is_some());
    let mut all = Vec::new();
    let mut now: Relation = (0..places).map(|place| (place, place)).collect();
    for count in 0..=certificate.many {
        // Paths grow at their fronts until none is new: by what has no message, and where all longer ones count alike, by
        // what has one as well.
        loop {
            let grow = |edges: &[&Edge], now: &Relation| -> Relation {
                let mut more = Relation::default();
                for edge in edges {
                    for to in 0..places {
                        if now.contains(&(edge.to, to)) && !now.contains(&(edge.from, to)) {
                            more.insert((edge.from, to));
                        }
                    }
                }
                more
            };
            let mut more = grow(&without, &now);
            if count == certificate.many {
                more.extend(grow(&with, &now));
            }
            if more.is_empty() {
                break;
            }
            now.extend(more);
        }
        let mut longer = Relation::default();
        for edge in &with {
            longer.extend(
                (0..places)
                    .filter(|to| now.contains(&(edge.to, *to)))
                    .map(|to| (edge.from, to)),
            );
        }
        all.push(std::mem::replace(&mut now, longer));
    }
    all
}

struct Check<'check> {
    game: &'check Game,
    certificate: &'check Certificate,
    shapes: FxHashSet<Shape>,
    lengths: Vec<Relation>,
}

impl Check<'_> {
    /// Whether nothing is wrong in the configurations of a shape, and all moves of them lead to shapes of the invariant.
    fn shape(&self, shape: Shape) -> bool {
        let Some(original) = self.certificate.originals.get(shape.last).copied() else {
            return false;
        };
        if shape.count == 0 {
            return self.moves(shape, original, None, &[]);
        }
        let least = shape.count - 1;
        let most = shape.count.min(self.certificate.many);
        let lefts: Vec<usize> = if shape.count == self.certificate.many {
            vec![least, most]
        } else {
            vec![least]
        };
        self.certificate.edges.iter().all(|edge| {
            let Some(letter) = edge.letter else {
                return true;
            };
            // Whether the first message of a delay of this shape may be that of the edge.
            if !self.lengths[0].contains(&(shape.first, edge.from)) {
                return true;
            }
            let possible: Vec<(usize, usize)> = lefts
                .iter()
                .filter(|left| self.lengths[**left].contains(&(edge.to, shape.last)))
                .map(|left| (edge.to, *left))
                .collect();
            possible.is_empty() || self.moves(shape, original, Some(letter), &possible)
        })
    }

    /// The same of those configurations whose delay begins with a letter, after which there are these places with so many
    /// messages left.
    fn moves(
        &self,
        shape: Shape,
        original: State,
        letter: Option<Letter>,
        lefts: &[(usize, usize)],
    ) -> bool {
        if self.game.fault(shape.candidate, original, letter).is_some() {
            return false;
        }
        let moves = self.game.moves(shape.candidate, original, letter);
        moves.into_iter().all(|next| match next.moved {
            Move::Take(_) => lefts.iter().all(|(first, count)| {
                self.shapes.contains(&Shape {
                    candidate: next.candidate,
                    first: if *count == 0 { shape.last } else { *first },
                    last: shape.last,
                    count: *count,
                })
            }),
            Move::Late(late) => self.goes_on(shape, Some(late), next.candidate, next.original),
            Move::Both(_) => self.goes_on(shape, None, next.candidate, next.original),
        })
    }

    /// Whether the invariant has an edge for a step of the original, and the shape after it.
    fn goes_on(
        &self,
        shape: Shape,
        letter: Option<Letter>,
        candidate: State,
        original: State,
    ) -> bool {
        let count = (shape.count + usize::from(letter.is_some())).min(self.certificate.many);
        let mut edges = self.certificate.edges.iter();
        edges.any(|edge| {
            let first = match (count, letter) {
                (0, _) => edge.to,
                (_, Some(_)) if shape.count == 0 => shape.last,
                _ => shape.first,
            };
            edge.from == shape.last
                && edge.letter == letter
                && self.certificate.originals.get(edge.to) == Some(&original)
                && self.shapes.contains(&Shape {
                    candidate,
                    first,
                    last: edge.to,
                    count,
                })
        })
    }
}
