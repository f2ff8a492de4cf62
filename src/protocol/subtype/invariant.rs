//! Delays without a bound: an invariant that has them by their shape.
//!
//! A delay is what the original has received on a part of its way. So it is kept as a path in a graph of *places* that the
//! original comes by: from the place before its first message to the place where the original is now. A place is a state
//! of the original with what is remembered of how it was reached, and that is finite, so there are finitely many
//! shapes: a state of the candidate, the two places, and how many messages there are, exactly up to a number and else "as
//! many or more". All paths between the two places of so many messages are taken for delays. The shapes that are reached
//! are an invariant when nothing is wrong in any of them; else more is remembered and it is tried again, a few times.
//!
//! What comes out is checked by [`certificate`](super::certificate), which knows nothing of how it was found.

use super::Limits;
use super::certificate::{self, Certificate, Edge, Shape};
use super::game::{Game, Move};
use super::machine::{Letter, State};
use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use std::rc::Rc;

/// How much is remembered at the most: so many messages of a delay.
const MEMORY: usize = 4;
/// How many places and shapes there may be.
const PLACES: usize = 1_500;
const SHAPES: usize = 20_000;

/// How many shapes an invariant has by which the candidate is a subtype; nothing when none was found.
pub(super) fn find(game: &Game, limits: &Limits) -> Option<usize> {
    (0..=MEMORY).find_map(|memory| {
        let certificate = Growing::new(game, memory).grown(limits)?;
        certificate::holds(game, &certificate).then_some(certificate.shapes.len())
    })
}

/// Where the original is, with what is remembered.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Place {
    original: State,
    candidate: State,
    /// The last messages of the delay.
    recent: Vec<Letter>,
    count: usize,
}

struct Growing<'game> {
    game: &'game Game,
    memory: usize,
    /// From so many messages on they are not counted.
    many: usize,
    places: IndexSet<Place, FxBuildHasher>,
    edges: Vec<Vec<Edge>>,
    known: FxHashSet<Edge>,
    shapes: IndexSet<Shape, FxBuildHasher>,
    /// Where ways from a place lead to and by how many messages, in the graph as it was when this round began.
    ways: FxHashMap<usize, Rc<FxHashSet<(usize, usize)>>>,
}

impl<'game> Growing<'game> {
    fn new(game: &'game Game, memory: usize) -> Self {
        Self {
            game,
            memory,
            many: memory + 1,
            places: IndexSet::default(),
            edges: Vec::new(),
            known: FxHashSet::default(),
            shapes: IndexSet::default(),
            ways: FxHashMap::default(),
        }
    }

    /// The certificate, when nothing is wrong in it.
    fn grown(mut self, limits: &Limits) -> Option<Certificate> {
        let start = self.place(Place {
            original: self.game.original.start,
            candidate: self.game.candidate.start,
            recent: Vec::new(),
            count: 0,
        })?;
        self.shapes.insert(Shape {
            candidate: self.game.candidate.start,
            first: start,
            last: start,
            count: 0,
        });
        loop {
            let before = (self.shapes.len(), self.known.len());
            self.ways.clear();
            let mut at = 0;
            while let Some(shape) = self.shapes.get_index(at).copied() {
                if limits.are_over() {
                    return None;
                }
                self.follow(shape)?;
                at += 1;
            }
            if self.shapes.len() > SHAPES {
                return None;
            }
            if before == (self.shapes.len(), self.known.len()) {
                break;
            }
        }
        Some(Certificate {
            originals: self.places.iter().map(|place| place.original).collect(),
            edges: self.edges.into_iter().flatten().collect(),
            shapes: self.shapes.into_iter().collect(),
            many: self.many,
        })
    }

    fn place(&mut self, place: Place) -> Option<usize> {
        let (at, new) = self.places.insert_full(place);
        if new {
            self.edges.push(Vec::new());
        }
        (at < PLACES).then_some(at)
    }

    fn connect(&mut self, edge: Edge) {
        if self.known.insert(edge) {
            self.edges[edge.from].push(edge);
        }
    }

    /// Adds the shapes after a shape; nothing when something is wrong in it.
    fn follow(&mut self, shape: Shape) -> Option<()> {
        let Shape {
            candidate,
            first,
            last,
            count,
        } = shape;
        let place = self.places.get_index(last)?.clone();
        if count == 0 {
            return self.move_on(shape, &place, None);
        }
        let firsts = self.firsts(first, last, count);
        for (letter, after, left) in firsts {
            if self
                .game
                .fault(candidate, place.original, Some(letter))
                .is_some()
            {
                return None;
            }
            for next in self.game.moves(candidate, place.original, Some(letter)) {
                if let Move::Take(_) = next.moved {
                    self.shapes.insert(Shape {
                        candidate: next.candidate,
                        first: if left == 0 { last } else { after },
                        last,
                        count: left,
                    });
                } else {
                    self.move_on(shape, &place, Some(letter))?;
                    break;
                }
            }
        }
        Some(())
    }

    /// Adds the shapes after the moves of a shape by which its delay loses nothing.
    fn move_on(&mut self, shape: Shape, place: &Place, letter: Option<Letter>) -> Option<()> {
        let (game, original) = (self.game, place.original);
        if game.fault(shape.candidate, original, letter).is_some() {
            return None;
        }
        for next in game.moves(shape.candidate, original, letter) {
            let (mut recent, mut count, mut edge_letter) =
                (place.recent.clone(), shape.count, None);
            if let Move::Late(late) = next.moved {
                recent.push(late);
                edge_letter = Some(late);
                count = (count + 1).min(self.many);
            }
            let kept = recent.len().saturating_sub(self.memory.min(count));
            let last = self.place(Place {
                original: next.original,
                candidate: next.candidate,
                recent: recent.split_off(kept),
                count,
            })?;
            self.connect(Edge {
                from: shape.last,
                letter: edge_letter,
                to: last,
            });
            let first = match (count, edge_letter) {
                (0, _) => last,
                (_, Some(_)) if shape.count == 0 => shape.last,
                _ => shape.first,
            };
            self.shapes.insert(Shape {
                candidate: next.candidate,
                first,
                last,
                count,
            });
        }
        Some(())
    }

    /// The first messages that a delay between two places may have, each with the place after it and how many are left.
    fn firsts(&mut self, first: usize, last: usize, count: usize) -> Vec<(Letter, usize, usize)> {
        let mut found = Vec::new();
        let (mut open, mut seen) = (vec![first], FxHashSet::from_iter([first]));
        while let Some(place) = open.pop() {
            for edge in self.edges[place].clone() {
                let Some(letter) = edge.letter else {
                    if seen.insert(edge.to) {
                        open.push(edge.to);
                    }
                    continue;
                };
                let ways = self.ways(edge.to);
                let least = count - 1;
                let most = if count == self.many { self.many } else { least };
                for left in least..=most {
                    if ways.contains(&(last, left)) {
                        found.push((letter, edge.to, left));
                    }
                }
            }
        }
        found
    }

    /// Where ways from a place lead to, and by how many messages.
    fn ways(&mut self, from: usize) -> Rc<FxHashSet<(usize, usize)>> {
        if let Some(known) = self.ways.get(&from) {
            return Rc::clone(known);
        }
        let mut found = FxHashSet::from_iter([(from, 0)]);
        let mut open = vec![(from, 0)];
        while let Some((place, count)) = open.pop() {
            for edge in &self.edges[place] {
                let more = usize::from(edge.letter.is_some());
                let next = (edge.to, (count + more).min(self.many));
                if found.insert(next) {
                    open.push(next);
                }
            }
        }
        let found = Rc::new(found);
        self.ways.insert(from, Rc::clone(&found));
        found
    }
}
