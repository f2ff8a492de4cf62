//! Where the values of expressions come from: in come a state and an expression, out comes a [`Tree`], and what the
//! expression does on the way is done.

use super::run::Run;
use super::shared::{Check, Sense};
use super::state::Tree;
use super::{Origins, Source, add};
use crate::flow::path::{Place as Meaning, raw};
use crate::syntax::jolie::tree::{Expression, ExpressionKind, Path, Step, TreeEntry, TreeValue};
use crate::syntax::jolie::walk::{Node, output};

impl<'p> Run<'p> {
    /// The tree that an expression gives.
    pub fn tree(&mut self, expression: &'p Expression) -> Tree {
        match &expression.kind {
            ExpressionKind::Path(path) => self.read(path),
            ExpressionKind::Group(inner) => self.tree(inner),
            ExpressionKind::Tree(root, entries) => self.inline(root.as_deref(), entries),
            ExpressionKind::Solicit { .. } => match output(Node::Expression(expression)) {
                Some(output) => self.output(&output),
                None => Tree::root(Origins::unknown()),
            },
            ExpressionKind::If(condition, then, otherwise) => {
                self.root(condition);
                let (one, other) = (self.tree(then), self.tree(otherwise));
                let mut all = one.all();
                all.join(&other.all());
                add(&mut all.decided, &self.checks(condition, true));
                let mut tree = Tree::root(all.clone());
                tree.top.below = all;
                tree
            }
            _ => Tree::root(self.root(expression)),
        }
    }

    /// Where the root of an expression comes from.
    pub fn root(&mut self, expression: &'p Expression) -> Origins {
        match &expression.kind {
            ExpressionKind::Literal(_) => Origins::of(Source::Written(expression.span)),
            ExpressionKind::Fresh if self.initial => Origins::of(Source::Once(expression.span)),
            ExpressionKind::Fresh => Origins::of(Source::Fresh(expression.span)),
            ExpressionKind::Sum(first, rest) => {
                let mut parts = vec![self.root(first)];
                parts.extend(rest.iter().map(|(_, part)| self.root(part)));
                combined(parts)
            }
            ExpressionKind::Product(first, rest) => {
                let mut all = self.root(first);
                for (_, part) in rest {
                    let part = self.root(part);
                    all.join(&part);
                }
                // Values that differ may give one that does not.
                let differ = |source: &Source| !matches!(source, Source::Written(_));
                if all.sources.iter().any(differ) {
                    add(&mut all.sources, &[Source::Unknown]);
                }
                all
            }
            ExpressionKind::Cast(_, inner) | ExpressionKind::Group(inner) => self.root(inner),
            ExpressionKind::Assign(path, value) => {
                let origins = self.root(value);
                self.assign(path, origins.clone(), path.span);
                origins
            }
            ExpressionKind::Step(step) => self.step(step),
            ExpressionKind::Path(_)
            | ExpressionKind::Solicit { .. }
            | ExpressionKind::If(..)
            | ExpressionKind::Tree(..) => self.tree(expression).top.root,
            ExpressionKind::Size(path) => {
                let tree = self.read(path);
                self.derived(tree.top)
            }
            ExpressionKind::Frozen(path) => self.read(path).top.root,
            ExpressionKind::Or(parts) | ExpressionKind::And(parts) => {
                parts.iter().for_each(|part| {
                    self.root(part);
                });
                self.truth(expression)
            }
            ExpressionKind::Compare(_, left, right) => {
                self.root(left);
                self.root(right);
                self.truth(expression)
            }
            ExpressionKind::Not(inner) | ExpressionKind::InstanceOf(inner, _) => {
                self.root(inner);
                self.truth(expression)
            }
            ExpressionKind::IsDefined(path) | ExpressionKind::IsType(_, path) => {
                self.read(path);
                self.truth(expression)
            }
        }
    }

    /// What is computed of a value: a number of elements.
    fn derived(&mut self, entry: super::state::Entry) -> Origins {
        let mut all = entry.root;
        all.join(&entry.below);
        let shared = |source: &Source| matches!(source, Source::Shared(_));
        if !all.sources.iter().any(shared) {
            all.sources = vec![Source::Unknown];
        }
        all
    }

    /// The truth of a condition: nobody knows, but for what it was decided by.
    fn truth(&mut self, condition: &'p Expression) -> Origins {
        let mut origins = Origins::unknown();
        origins.decided = self.checks(condition, true);
        add(&mut origins.decided, &self.checks(condition, false));
        origins
    }

    /// What is known of `global` where a condition, which has been evaluated, is true or not.
    pub fn checks(&mut self, condition: &'p Expression, holds: bool) -> Vec<Check> {
        let mut found = Vec::new();
        match &condition.kind {
            ExpressionKind::Group(inner) => return self.checks(inner, holds),
            ExpressionKind::Not(inner) => return self.checks(inner, !holds),
            ExpressionKind::And(parts) | ExpressionKind::Or(parts) => {
                for part in parts {
                    add(&mut found, &self.checks(part, holds));
                }
            }
            ExpressionKind::IsDefined(path) => match self.shared(path) {
                Some(read) => {
                    let sense = if holds {
                        Sense::Defined
                    } else {
                        Sense::Undefined
                    };
                    found.push(Check { read, sense });
                }
                None => add(&mut found, &self.asked_of(path)),
            },
            ExpressionKind::Path(path)
            | ExpressionKind::IsType(_, path)
            | ExpressionKind::Size(path) => add(&mut found, &self.asked_of(path)),
            ExpressionKind::Compare(_, left, right) => {
                add(&mut found, &self.checks(left, holds));
                add(&mut found, &self.checks(right, holds));
            }
            ExpressionKind::InstanceOf(inner, _) | ExpressionKind::Cast(_, inner) => {
                add(&mut found, &self.checks(inner, holds));
            }
            ExpressionKind::Sum(first, rest) => {
                add(&mut found, &self.checks(first, holds));
                for (_, part) in rest {
                    add(&mut found, &self.checks(part, holds));
                }
            }
            ExpressionKind::Product(first, rest) => {
                add(&mut found, &self.checks(first, holds));
                for (_, part) in rest {
                    add(&mut found, &self.checks(part, holds));
                }
            }
            _ => {}
        }
        found
    }

    /// What was asked of `global` when a condition looks at a variable.
    fn asked_of(&mut self, path: &'p Path) -> Vec<Check> {
        let sense = Sense::Value;
        if let Some(read) = self.shared(path) {
            return vec![Check { read, sense }];
        }
        let entry = self.peek(path).top;
        let reads = entry.root.reads().map(|read| Check { read, sense });
        let mut found: Vec<Check> = reads.collect();
        add(&mut found, &entry.root.decided);
        found
    }

    /// The tree at a path, without what reading it does.
    fn peek(&self, path: &Path) -> Tree {
        let Some(state) = &self.state else {
            return Tree::default();
        };
        match self.aliases.place(path, &self.with) {
            Meaning::Exact(key) => state.tree(&key),
            Meaning::Below(_) => Tree::whole(Source::Unknown),
        }
    }

    /// The tree at a path.
    pub fn read(&mut self, path: &'p Path) -> Tree {
        self.indices(path);
        match self.shared(path) {
            Some(read) => Tree::whole(Source::Shared(read)),
            None => self.peek(path),
        }
    }

    /// `x++` and its likes.
    pub fn step(&mut self, step: &'p Step) -> Origins {
        let origins = self.read(&step.path).top.root;
        self.stepping = true;
        self.assign(&step.path, origins.clone(), step.path.span);
        self.stepping = false;
        origins
    }

    fn inline(&mut self, root: Option<&'p Expression>, entries: &'p [TreeEntry]) -> Tree {
        let root = root.map(|root| self.root(root));
        let mut made = super::state::State::default();
        made.assign(&[], root.unwrap_or_default());
        for entry in entries {
            let tree = match &entry.value {
                TreeValue::Assign(value) => Tree::root(self.root(value)),
                TreeValue::Copy(value) => self.tree(value),
                TreeValue::Alias(path) => {
                    let all = self.read(path).all();
                    let mut tree = Tree::root(all.clone());
                    tree.top.below = all;
                    tree
                }
            };
            let path = Path {
                root: crate::syntax::jolie::tree::PathRoot::Local,
                ..entry.path.clone()
            };
            match raw(&path, &[]) {
                Meaning::Exact(key) => made.overlay(&key, tree),
                Meaning::Below(keys) => {
                    for key in keys {
                        made.blur(&key, &tree.all());
                    }
                }
            }
        }
        made.tree(&[])
    }
}

/// Where a sum comes from: what is put together with something that differs for each session differs too, so what says
/// nothing beside the others is left out.
fn combined(parts: Vec<Origins>) -> Origins {
    let rank = |part: &Origins| {
        let of = |source: &Source| match source {
            Source::Fresh(_) => 4,
            Source::Unknown | Source::Answer { .. } => 3,
            Source::Shared(_) => 2,
            Source::Message { .. } => 1,
            Source::Once(_) | Source::Written(_) => 0,
        };
        part.sources.iter().map(of).min().unwrap_or(0)
    };
    let most = parts.iter().map(rank).max().unwrap_or(0);
    let mut all = Origins::default();
    for part in &parts {
        if rank(part) == most {
            all.join(part);
        } else {
            add(&mut all.decided, &part.decided);
        }
    }
    all
}
