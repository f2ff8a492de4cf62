//! Where a role does several things at once: what is independent, as the branches of a `|`.
//!
//! In comes a row with the choices that roles can make in it. Two choices are independent when each can be made after the
//! other, with the same outcome. Each is followed by itself to where nothing more happens; branches that have a role in
//! common become one `|`, unless they have a sender and its receiver in common, which no session allows. What stands in one
//! branch may still hang on another in ways that are not seen here: the session is judged as a whole afterwards.

use super::Obstacle;
use super::compose::{Composer, Explored, Move, Row, Unit};
use crate::automata::global::{Global, Interaction};
use crate::automata::label::{Label, RoleId};
use crate::base::Name;
use crate::protocol::written::block;
use rustc_hash::FxHashSet;

/// A branch of a `|`.
struct Branch {
    global: Global,
    /// Where it ends, and a way there.
    end: (Row, Vec<Interaction>),
    /// Who takes part, and who sends to whom.
    pairs: FxHashSet<(RoleId, RoleId)>,
}

impl Branch {
    fn has_role_of(&self, other: &Self) -> bool {
        let has = |role: RoleId| {
            let mut pairs = other.pairs.iter();
            pairs.any(|(from, to)| *from == role || *to == role)
        };
        self.pairs.iter().any(|(from, to)| has(*from) || has(*to))
    }
}

impl Composer<'_, '_> {
    /// The `|` that begins in a row, as one move to where all its branches have ended; `None` where there is none.
    pub(super) fn fork(
        &mut self,
        row: &Row,
        ready: &[Unit],
        except: &[Interaction],
    ) -> Result<Option<Move>, Obstacle> {
        let mut chosen: Vec<usize> = Vec::new();
        for (index, unit) in ready.iter().enumerate() {
            let mut apart = true;
            for other in chosen.iter().filter_map(|other| ready.get(*other)) {
                apart &= self.commute(unit, other)?;
            }
            if apart {
                chosen.push(index);
            }
        }
        if chosen.first() != Some(&0) || chosen.len() < 2 {
            return Ok(None);
        }
        let mut branches: Vec<Branch> = Vec::new();
        for own in chosen {
            let others = ready.iter().enumerate().filter(|(index, _)| *index != own);
            let others = others.flat_map(|(_, unit)| unit.moves.iter().map(|one| one.0));
            let others: Vec<Interaction> = others.chain(except.iter().copied()).collect();
            match self.explore(row.clone(), &others, true) {
                Ok(explored) => branches.extend(self.branch(explored)),
                Err(obstacle) if obstacle.limit => return Err(obstacle),
                Err(_) => return Ok(None),
            }
        }
        match together(branches) {
            Ok(together) => self.joined(ready, together),
            Err(pair) => {
                let found = ready.first().and_then(|unit| unit.moves.first());
                if let Some(((from, to), (_, span, _))) = pair.zip(found) {
                    self.stands_in_several(from, to, *span);
                }
                Ok(None)
            }
        }
    }

    /// Whether two choices can be made one after the other, in either order, with the same outcome.
    fn commute(&mut self, one: &Unit, other: &Unit) -> Result<bool, Obstacle> {
        for (first, _, after_first) in &one.moves {
            for (second, _, after_second) in &other.moves {
                let there = self.after(after_first, *second)?;
                if there.is_none() || there != self.after(after_second, *first)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// A branch, when it has one end.
    fn branch(&self, explored: Explored) -> Option<Branch> {
        let mut ends = explored.ends.into_iter();
        let end = ends.next()?;
        if ends.next().is_some() {
            return None;
        }
        let mut pairs = FxHashSet::default();
        self.pairs(&explored.global, &mut pairs);
        Some(Branch {
            global: explored.global,
            end,
            pairs,
        })
    }

    /// Who sends to whom, in the branches inside as well.
    fn pairs(&self, global: &Global, found: &mut FxHashSet<(RoleId, RoleId)>) {
        for (_, edge) in global.all_edges() {
            match self.blocks.get(&edge.interaction.label.operation) {
                Some(branches) => {
                    for branch in branches {
                        self.pairs(branch, found);
                    }
                }
                None => {
                    found.insert((edge.interaction.from, edge.interaction.to));
                }
            }
        }
    }

    /// One move to where all branches have ended.
    fn joined(&mut self, ready: &[Unit], branches: Vec<Branch>) -> Result<Option<Move>, Obstacle> {
        let mut branches = branches.into_iter();
        let Some(first) = branches.next() else {
            return Ok(None);
        };
        let (mut row, mut way) = first.end;
        let mut globals = vec![first.global];
        for branch in branches {
            for step in self.plain(&branch.end.1) {
                let Some(next) = self.after(&row, step)? else {
                    return Ok(None);
                };
                row = next;
            }
            way.extend(branch.end.1);
            globals.push(branch.global);
        }
        let found = ready.first().and_then(|unit| unit.moves.first());
        let Some((interaction, span, _)) = found else {
            return Ok(None);
        };
        let name: Name = block(self.blocks.len());
        self.blocks.insert(name, globals);
        let way = self.plain(&way);
        self.ways.insert(name, way);
        let interaction = Interaction {
            label: Label::one_way(name),
            ..*interaction
        };
        Ok(Some((interaction, *span, row)))
    }

    /// A way with those through branches inside in place of their edges.
    fn plain(&self, way: &[Interaction]) -> Vec<Interaction> {
        let steps = way.iter().flat_map(|step| {
            let inside = self.ways.get(&step.label.operation);
            inside.map_or_else(|| vec![*step], Clone::clone)
        });
        steps.collect()
    }
}

/// The first branch with all that have a role in common with it, one after another; when there are none, or a sender and its
/// receiver stand in several, which these are.
fn together(branches: Vec<Branch>) -> Result<Vec<Branch>, Option<(RoleId, RoleId)>> {
    let mut rest = branches.into_iter();
    let mut found = vec![rest.next().ok_or(None)?];
    let mut left: Vec<Branch> = rest.collect();
    while let Some(next) = left
        .iter()
        .position(|branch| found.iter().any(|known| known.has_role_of(branch)))
    {
        found.push(left.remove(next));
    }
    let mut pairs = FxHashSet::default();
    let mut all = found.iter().flat_map(|branch| &branch.pairs);
    if let Some(pair) = all.find(|pair| !pairs.insert(**pair)) {
        return Err(Some(*pair));
    }
    match found.len() {
        1 => Err(None),
        _ => Ok(found),
    }
}
