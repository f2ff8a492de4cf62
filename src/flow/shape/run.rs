//! One service on its way: the state, where a path leads in it, and how ways part and meet.

use super::place::{Change, DEEPEST, SOME, Step, THERE, forget, one, read, steps, write};
use super::site::{Leaves, Sites, Way};
use super::{Declared, Elements, Root, Shape};
use crate::base::{Name, Span};
use crate::flow::facts::Facts;
use crate::flow::path::{Aliases, Place, raw};
use crate::program::handlers::Caught;
use crate::program::{Operation, Program, Service, ServiceId};
use crate::syntax::jolie::tree::{
    ExecutionMode, Expression, ExpressionKind, Key, Literal, Path, PathRoot, Process, ProcessKind,
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

/// Where a path leads.
struct Located {
    steps: Vec<Step>,
    /// Whether it is one element, and not the vector.
    element: bool,
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
    /// The items of the loops around, each with the element that it means, where that is known.
    pub items: Vec<(Name, Option<Vec<Step>>)>,
    /// The variables that count the elements of a vector in the loops around, each with the vector: they lie within.
    pub within: Vec<(Name, Vec<Step>)>,
    /// For each scope around, what may be there when a fault comes.
    pub met: Vec<State>,
    /// The names that mean nothing but items of loops.
    only_items: FxHashSet<Name>,
    /// The first parts of names that have another meaning.
    renamed: FxHashSet<Name>,
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
        let aliases = Facts::new(program, id).aliases;
        let firsts = |name: Vec<Name>| name.first().copied();
        Self {
            items: Vec::new(),
            within: Vec::new(),
            met: Vec::new(),
            only_items: only_items(&program[id]),
            renamed: aliases.names().into_iter().filter_map(firsts).collect(),
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
            aliases,
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
    fn located(&self, path: &Path) -> Option<Located> {
        let Located { steps, element } = self.located_in(path, &self.with)?;
        let first = steps.first()?.0;
        let blurred = steps
            .iter()
            .any(|(_, index)| matches!(*index, SOME | THERE));
        let same = if blurred {
            !self.renamed.contains(&first)
        } else {
            let key = key(&steps);
            self.aliases.resolve(key.clone()) == Place::Exact(key)
        };
        let own = first != "global" || self.own_global;
        (same && own && steps.len() <= DEEPEST).then_some(Located { steps, element })
    }

    fn located_in(&self, path: &Path, with: &[&'p Path]) -> Option<Located> {
        let mut steps: Vec<Step> = match (path.root, with.split_last()) {
            (PathRoot::Local, _) | (PathRoot::With, None) => Vec::new(),
            (PathRoot::Global, _) => vec![(Name::from("global"), 0)],
            (PathRoot::Correlation, _) => vec![(Name::from("csets"), 0)],
            (PathRoot::With, Some((inner, outer))) => self.located_in(inner, outer)?.steps,
        };
        let mut element = false;
        for segment in &path.segments {
            let name = match &segment.key {
                Key::Name(name) => name.name,
                Key::Computed(computed) => match self.only(computed)? {
                    Literal::String(text) => Name::from(&text),
                    Literal::Int(int) => Name::from(&int.to_string()),
                    _ => return None,
                },
            };
            let item = steps.is_empty().then(|| self.item(name)).flatten();
            if let Some(meaning) = item {
                // The item is one element: an index of its own has no meaning that is followed.
                steps = meaning.filter(|_| segment.index.is_none())?;
                element = true;
                continue;
            }
            element = segment.index.is_some();
            steps.push((name, 0));
            if let (Some(index), Some(last)) = (&segment.index, steps.len().checked_sub(1)) {
                steps[last].1 = self.index(index, &steps)?;
            }
        }
        Some(Located { steps, element })
    }

    /// What the item of a loop around means, when the name is one.
    fn item(&self, name: Name) -> Option<Option<Vec<Step>>> {
        let found = self.items.iter().rev().find(|(item, _)| *item == name);
        found.map(|(_, meaning)| meaning.clone().filter(|_| self.only_items.contains(&name)))
    }

    /// An index of the vector at some steps; `None` for one that is none.
    fn index(&self, index: &Expression, vector: &[Step]) -> Option<u32> {
        match self.only(index) {
            Some(Literal::Int(known)) => u32::try_from(known).ok(),
            _ => {
                let counts = |(name, counted): &(Name, Vec<Step>)| {
                    matches!(&index.kind, ExpressionKind::Path(path) if single(path) == Some(*name))
                        && counted == vector
                };
                let within = self.within.iter().any(counts);
                Some(if within { THERE } else { SOME })
            }
        }
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

    /// What lies at a path, with nothing done on the way.
    pub fn peek(&self, path: &Path) -> Option<Elements> {
        let Located { steps, element } = self.located(path)?;
        let elements = read(self.state.as_ref()?, &steps);
        Some(match steps.last() {
            Some((_, index)) if element => one(&elements, *index),
            _ => elements,
        })
    }

    /// Where a path leads, when that is known and nothing else has the same meaning, and whether it is one element.
    pub fn place_of(&self, path: &Path) -> Option<(Vec<Step>, bool)> {
        let Located { steps, element } = self.located(path)?;
        Some((steps, element))
    }

    /// The vector at a path, or the one element that it names.
    pub fn elements(&mut self, path: &'p Path) -> Elements {
        self.indices(path);
        if let Some(elements) = self.peek(path) {
            return elements;
        }
        // Who reads by a second name makes what it leads to.
        if let Place::Exact(key) = raw(path, &self.with)
            && self.aliases.resolve(key.clone()) != Place::Exact(key)
        {
            self.forget(path);
        }
        Elements::unknown()
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
            let shape = match &change {
                Change::Root(root) => Arc::new(Shape::root(root.clone())),
                Change::Tree(tree) => tree.clone(),
                _ => Shape::anything(),
            };
            self.leaves(Leaves::Correlation(path), path.span, None, shape);
        }
        if let (Some((steps, _)), Some(state)) = (self.place_of(path), &mut self.state) {
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
                    if same && !steps.is_empty() && *first != "global" =>
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
            Some(first) if *first == "global" && !self.own_global => {}
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
            if let Key::Computed(key) = &segment.key {
                self.root(key);
            }
            if let Some(index) = &segment.index {
                self.root(index);
            }
        }
    }
}

/// A key of steps whose indices are all known.
fn key(steps: &[Step]) -> Vec<Name> {
    let mut found = Vec::new();
    for (name, index) in steps {
        found.push(*name);
        if *index > 0 {
            found.push(Name::from(&format!("[{index}]")));
        }
    }
    found
}

/// The name that a path is, when it is one alone.
pub(super) fn single(path: &Path) -> Option<Name> {
    path.single_name()
        .filter(|_| path.root == PathRoot::Local)
        .map(|name| name.name)
}

/// The names that items of loops have, and that are given no other meaning and not taken away.
fn only_items(service: &Service) -> FxHashSet<Name> {
    let (mut items, mut others) = (FxHashSet::default(), FxHashSet::default());
    for process in service.behaviours() {
        walk::processes(process, &mut |part| match &part.kind {
            ProcessKind::ForIn { item, .. } => items.extend(single(item)),
            ProcessKind::Undefine(path)
            | ProcessKind::Alias { path, .. }
            | ProcessKind::Copy {
                path, links: true, ..
            } => others.extend(single(path)),
            _ => {}
        });
    }
    items.retain(|item| !others.contains(item));
    items
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
