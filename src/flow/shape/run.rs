//! One service on its way: the state, where a path leads in it, and how ways part and meet.

use super::place::{Change, Step, forget, read, steps, write};
use super::site::{Leaves, Sites, Way};
use super::{Declared, Elements, Root, Shape};
use crate::base::{Name, Span};
use crate::flow::facts::Facts;
use crate::flow::path::{Aliases, Place, indexed, raw};
use crate::program::handlers::Caught;
use crate::program::{Operation, Program, Service, ServiceId};
use crate::syntax::jolie::tree::{
    ExecutionMode, Expression, ExpressionKind, Literal, Path, PathRoot, Process, ProcessKind,
};
use crate::syntax::jolie::walk;
use crate::syntax::jolie::writes::writes;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// The variables of a session; `None` where no session comes.
pub(super) type State = Option<Arc<Shape>>;

/// What stands around a step.
pub(super) enum Frame<'p> {
    /// The body of a request-response input.
    Request(Name),
    /// A courier, on the way of an operation.
    Courier(&'p Operation),
    /// A scope.
    Scope(Caught),
    /// A body of `spawn`, which swallows faults.
    Spawn,
}

/// A place that is written to.
#[derive(Clone)]
pub(super) enum Written {
    /// Somewhere.
    Anywhere,
    /// Here, or below.
    At(Vec<Step>),
}

/// Loops whose rounds are followed one by one.
#[derive(Default)]
pub(super) struct Rounds {
    /// How many rounds may still be followed so.
    pub left: usize,
    /// Which of the outermost such loops is followed, from 1; 0 in none.
    pub loop_: usize,
    /// How many ways have parted since then that have not met again.
    pub open: usize,
    loops: usize,
}

impl Rounds {
    /// Goes into a loop; what is to be given back when it is over.
    pub fn enter(&mut self) -> Option<usize> {
        if self.loop_ > 0 {
            return None;
        }
        self.loops += 1;
        self.loop_ = self.loops;
        Some(std::mem::take(&mut self.open))
    }

    /// Leaves it.
    pub fn leave(&mut self, outermost: Option<usize>) {
        if let Some(open) = outermost {
            (self.loop_, self.open) = (0, open);
        }
    }
}

/// One service on its way.
pub(super) struct Run<'p> {
    pub program: &'p Program,
    pub service: &'p Service,
    pub declared: Declared<'p>,
    pub state: State,
    pub sites: Sites<'p>,
    /// The `with` blocks around.
    pub with: Vec<&'p Path>,
    pub frames: Vec<Frame<'p>>,
    /// The definitions that are being run.
    pub calls: Vec<Name>,
    /// How many loops around are still being tried out: what is met then is not told.
    pub tried: usize,
    pub rounds: Rounds,
    /// What faults carried that were met on the way, and how often a definition was not followed.
    pub thrown: Vec<(Name, Arc<Shape>)>,
    pub unfollowed: usize,
    /// Whether one session alone has what is `global`.
    own_global: bool,
    aliases: Aliases,
    left: usize,
}

impl<'p> Run<'p> {
    /// More steps than this, and the service is not followed.
    pub const LONGEST: usize = 300_000;
    /// More definitions than this inside of one another are not followed.
    pub const CALLS: usize = 16;

    pub fn new(program: &'p Program, id: ServiceId) -> Self {
        Self {
            program,
            service: &program[id],
            declared: Declared::new(program),
            state: None,
            sites: Sites::default(),
            with: Vec::new(),
            frames: Vec::new(),
            calls: Vec::new(),
            tried: 0,
            rounds: Rounds {
                left: ROUNDS,
                ..Rounds::default()
            },
            thrown: Vec::new(),
            unfollowed: 0,
            own_global: owns_global(&program[id]),
            aliases: Facts::new(program, id).aliases,
            left: Self::LONGEST,
        }
    }

    /// Takes some of the work that is left; ends the way when there is none.
    pub fn work(&mut self, amount: usize) {
        self.left = self.left.saturating_sub(amount);
        if self.left == 0 {
            self.state = None;
        }
    }

    /// Whether the work was too long.
    pub fn is_exhausted(&self) -> bool {
        self.left == 0
    }

    /// Notes a value that leaves the session.
    pub fn leaves(
        &mut self,
        leaves: Leaves<'p>,
        span: Span,
        value: Option<Span>,
        shape: Arc<Shape>,
    ) {
        if self.tried == 0 && self.state.is_some() {
            let expected = self.frames.iter().any(|frame| match frame {
                Frame::Scope(caught) => caught.names.contains(&Name::from("TypeMismatch")),
                Frame::Request(_) | Frame::Courier(_) | Frame::Spawn => false,
            });
            let way = Way {
                shape,
                loop_: self.rounds.loop_,
                sure: self.rounds.open == 0,
            };
            self.sites.add(leaves, span, value, way, expected);
        }
    }

    /// Where a path leads, its computed names and indices as they are known.
    fn raw(&self, path: &Path) -> Place {
        let found = raw(path, &self.with);
        let Place::Below(_) = found else {
            return found;
        };
        let mut known = path.clone();
        for segment in &mut known.segments {
            if let crate::syntax::jolie::tree::Key::Computed(name) = &mut segment.key
                && let Some(literal) = self.only(name)
            {
                name.kind = ExpressionKind::Literal(match literal {
                    Literal::Int(int) => Literal::String(int.to_string()),
                    other => other,
                });
            }
            if let Some(index) = &mut segment.index
                && let Some(literal @ Literal::Int(0..)) = self.only(index)
            {
                index.kind = ExpressionKind::Literal(literal);
            }
        }
        raw(&known, &self.with)
    }

    /// The value of a literal or a variable, when it is one that is known.
    pub fn only(&self, expression: &Expression) -> Option<Literal> {
        match &expression.kind {
            ExpressionKind::Group(inner) => self.only(inner),
            ExpressionKind::Literal(literal) => Some(literal.clone()),
            ExpressionKind::Path(path) => {
                match self.peek(path)?.element(0).root.constants.as_deref() {
                    Some([only]) => Some(only.clone()),
                    _ => None,
                }
            }
            ExpressionKind::Size(path) => {
                let elements = self.peek(path)?;
                let size = i32::try_from(elements.min).ok()?;
                (elements.max == Some(elements.min)).then_some(Literal::Int(size))
            }
            _ => None,
        }
    }

    /// What lies at a path whose names are all written down, with nothing done on the way.
    pub fn peek(&self, path: &Path) -> Option<Elements> {
        let Place::Exact(key) = raw(path, &self.with) else {
            return None;
        };
        let steps = self.steps_of(key)?;
        let elements = read(self.state.as_ref()?, &steps);
        Some(match steps.last() {
            Some((_, index)) if indexed(path) => Elements::one(elements.element(*index)),
            _ => elements,
        })
    }

    /// Where a path leads, when that is known and nothing else has the same meaning.
    pub fn place_of(&self, path: &Path) -> Option<Vec<Step>> {
        match self.raw(path) {
            Place::Exact(key) => self.steps_of(key),
            Place::Below(_) => None,
        }
    }

    fn steps_of(&self, key: Vec<Name>) -> Option<Vec<Step>> {
        let first = key.first()?;
        if *first == "global" && !self.own_global || *first == "csets" {
            return None;
        }
        let (steps, _, long) = steps(&key);
        let same = self.aliases.resolve(key.clone()) == Place::Exact(key);
        (same && !long).then_some(steps)
    }

    /// The vector at a path, or the one element that it names.
    pub fn elements(&mut self, path: &'p Path) -> Elements {
        self.indices(path);
        let Some(steps) = self.place_of(path) else {
            // Who reads by a second name makes what it leads to.
            if let Place::Exact(key) = raw(path, &self.with)
                && self.aliases.resolve(key.clone()) != Place::Exact(key)
            {
                self.forget(path);
            }
            return Elements::unknown();
        };
        let Some(state) = &self.state else {
            return Elements::unknown();
        };
        let elements = read(state, &steps);
        match steps.last() {
            Some((_, index)) if indexed(path) => {
                let element = elements.element(*index);
                Elements {
                    min: u32::from(elements.min > *index),
                    max: Some(u32::from(elements.may_have(*index))),
                    first: element,
                    others: Shape::nothing(),
                }
            }
            _ => elements,
        }
    }

    /// The value at a path; nothing is one that is not there.
    pub fn value(&mut self, path: &'p Path) -> Arc<Shape> {
        self.elements(path).element(0)
    }

    /// Writes the root at a path.
    pub fn assign(&mut self, path: &'p Path, root: Root) {
        self.write(path, Change::Root(root));
    }

    /// Puts a tree at a path.
    pub fn put(&mut self, path: &'p Path, tree: Arc<Shape>) {
        self.write(path, Change::Tree(tree));
    }

    /// Writes at a path, which is there afterwards.
    pub fn write(&mut self, path: &'p Path, change: Change) {
        self.indices(path);
        if path.root == PathRoot::Correlation {
            let shape = match change {
                Change::Root(root) => Arc::new(Shape::root(root)),
                Change::Tree(tree) => tree,
                _ => Shape::anything(),
            };
            return self.leaves(Leaves::Correlation(path), path.span, None, shape);
        }
        if let (Some(steps), Some(state)) = (self.place_of(path), &mut self.state) {
            write(state, &steps, change);
            return;
        }
        let Place::Below(keys) = raw(path, &self.with) else {
            return self.forget(path);
        };
        for key in keys {
            let (steps, _, _) = steps(&key);
            let same = self.aliases.resolve(key.clone()) == Place::Exact(key);
            match (&mut self.state, steps.first()) {
                (Some(state), Some((first, _)))
                    if same && !steps.is_empty() && *first != "global" && *first != "csets" =>
                {
                    write(state, &steps, Change::Blur);
                }
                _ => self.forget(path),
            }
        }
    }

    /// What a path leads to may be anything.
    pub fn forget(&mut self, path: &Path) {
        let mut places = Vec::new();
        self.places(path, &mut places);
        self.havoc(&places);
    }

    /// The places that a path may lead to.
    fn places(&self, path: &Path, found: &mut Vec<Written>) {
        let mut add = |key: &[Name]| match key.first() {
            None => found.push(Written::Anywhere),
            Some(first) if *first == "global" && !self.own_global || *first == "csets" => {}
            Some(_) => found.push(Written::At(steps(key).0)),
        };
        let keys = match raw(path, &self.with) {
            Place::Exact(key) => vec![key],
            Place::Below(keys) => keys,
        };
        for key in keys {
            match self.aliases.resolve(key.clone()) {
                Place::Exact(other) => {
                    if other != key {
                        add(&other);
                    }
                }
                Place::Below(others) => others.iter().for_each(|other| add(other)),
            }
            add(&key);
        }
    }

    /// The places that a behaviour and what it calls may write to.
    pub fn written(&mut self, process: &'p Process) -> Vec<Written> {
        let mut found = Vec::new();
        let mut called: FxHashSet<Name> = FxHashSet::default();
        let mut pending = vec![process];
        while let Some(process) = pending.pop() {
            writes(process, &mut |path| self.places(path, &mut found));
            walk::processes(process, &mut |part| {
                if let ProcessKind::Call(name) = &part.kind
                    && let Some(definition) = self.service.definitions.get(&name.name)
                    && called.insert(name.name)
                {
                    pending.push(&definition.body);
                }
                if let ProcessKind::Scope { name, .. } = &part.kind {
                    found.push(Written::At(vec![(name.name, 0)]));
                }
            });
        }
        self.work(found.len());
        found
    }

    /// What lies at these places may be anything.
    pub fn havoc(&mut self, places: &[Written]) {
        for place in places {
            let Some(state) = &mut self.state else { return };
            match place {
                Written::Anywhere => *state = Shape::anything(),
                Written::At(steps) => forget(state, steps),
            }
        }
    }

    /// Evaluates what the indices and computed names of a path do.
    fn indices(&mut self, path: &'p Path) {
        for segment in &path.segments {
            if let crate::syntax::jolie::tree::Key::Computed(key) = &segment.key {
                self.root(key);
            }
            if let Some(index) = &segment.index {
                self.root(index);
            }
        }
    }
}

/// More rounds than this are not followed one by one in a service.
const ROUNDS: usize = 1_000;

/// Whether nobody but the one session of a service reads and writes what is `global`.
fn owns_global(service: &Service) -> bool {
    let spawns = |process: &Process| {
        let mut found = false;
        walk::processes(process, &mut |part| {
            found |= matches!(part.kind, ProcessKind::Spawn { .. });
        });
        found
    };
    service.execution == ExecutionMode::Single
        && service.couriers.is_empty()
        && !service.behaviours().any(spawns)
}

/// Where two ways meet.
pub(super) fn meet(left: State, right: State) -> State {
    match (left, right) {
        (Some(left), Some(right)) => Some(Shape::join(&left, &right)),
        (state, None) | (None, state) => state,
    }
}
