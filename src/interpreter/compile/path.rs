//! Paths: names become slots, indices that are known constants; the rest is code beside the path.

use super::{Compiler, position};
use crate::base::Name;
use crate::interpreter::code::{Index, Key, Operation, Path, PathId, Place, Root, Segment};
use crate::interpreter::value::Text;
use crate::syntax::jolie::tree::{
    self, Expression, ExpressionKind, Literal, PathRoot, Segment as Written,
};
use crate::syntax::jolie::walk::{Node, walk};

/// The variable that holds what sessions correlate by.
pub(super) const CORRELATION: &str = "csets";

impl<'program> Compiler<'program> {
    /// A path of the source.
    pub(super) fn path(&mut self, path: &'program tree::Path) -> PathId {
        let path = self.full_path(path);
        self.keep(path)
    }

    /// A path of an inline tree.
    pub(super) fn tree_path(&mut self, path: &'program tree::Path) -> PathId {
        let segments = path.segments.iter();
        let segments = segments.map(|segment| self.segment(segment)).collect();
        self.keep(Path {
            root: Root::Tree,
            index: None,
            segments,
        })
    }

    /// A path that is one variable.
    pub(super) fn variable(&mut self, slot: u32) -> PathId {
        self.keep(Path {
            root: Root::Slot(slot),
            index: None,
            segments: Box::default(),
        })
    }

    pub(super) fn keep(&mut self, path: Path) -> PathId {
        self.code.paths.push(path);
        position(self.code.paths.len() - 1)
    }

    /// The slot of a path that is one plain variable.
    pub(super) fn plain_slot(&mut self, path: &tree::Path) -> Option<u32> {
        path.single_name().map(|name| self.slot(name.name))
    }

    fn full_path(&mut self, path: &'program tree::Path) -> Path {
        let mut written: Vec<&'program Written> = path.segments.iter().collect();
        let mut root = path.root;
        let mut around = self.prefixes.len();
        while root == PathRoot::With {
            let Some(prefix) = around.checked_sub(1).and_then(|at| self.prefixes.get(at)) else {
                self.refuse(path.span, "a path that starts with a dot outside of `with`");
                break;
            };
            let prefix: &'program tree::Path = prefix;
            around -= 1;
            root = prefix.root;
            written.splice(0..0, prefix.segments.iter());
        }
        match root {
            PathRoot::Global => self.below(Root::Global, &written),
            PathRoot::Correlation => {
                let slot = self.slot(Name::from(CORRELATION));
                self.below(Root::Slot(slot), &written)
            }
            PathRoot::Local | PathRoot::With => self.local(path, &written),
        }
    }

    fn below(&mut self, root: Root, written: &[&'program Written]) -> Path {
        Path {
            root,
            index: None,
            segments: (written.iter().map(|segment| self.segment(segment))).collect(),
        }
    }

    fn local(&mut self, path: &tree::Path, written: &[&'program Written]) -> Path {
        let (first, rest) = match written.split_first() {
            Some((
                Written {
                    key: tree::Key::Name(name),
                    index,
                },
                rest,
            )) => {
                let slot = self.slot(name.name);
                let index = index.as_deref().map(|index| self.index(index));
                ((slot, index), rest)
            }
            _ => {
                self.refuse(path.span, "a variable whose name is computed");
                ((0, None), &[][..])
            }
        };
        let below = self.below(Root::Slot(first.0), rest);
        Path {
            index: first.1,
            ..below
        }
    }

    fn segment(&mut self, segment: &'program Written) -> Segment {
        let key = match &segment.key {
            tree::Key::Name(name) => Key::Name(Text::new(name.name)),
            tree::Key::Computed(expression) => match &expression.kind {
                ExpressionKind::Literal(Literal::String(name)) => Key::Name(Text::new(name)),
                _ => Key::Computed(self.aside(expression)),
            },
        };
        let index = segment.index.as_deref().map(|index| self.index(index));
        Segment { key, index }
    }

    fn index(&mut self, index: &'program Expression) -> Index {
        match &index.kind {
            ExpressionKind::Literal(Literal::Int(number)) => Index::Constant(*number),
            ExpressionKind::Path(path) => match self.plain_slot(path) {
                Some(slot) => Index::Slot(slot),
                None => Index::Computed(self.aside(index)),
            },
            _ if calls(index) => {
                // A call cannot wait in the middle of a path: its result is kept in a variable that has no name.
                let name = format!("{} {}", index.span.start, index.span.end);
                let slot = self.slot(Name::from(name.as_str()));
                self.root_of(index);
                self.emit(Operation::AssignSlot(slot), index.span);
                Index::Slot(slot)
            }
            _ => Index::Computed(self.aside(index)),
        }
    }

    /// The code of an expression beside the stream that is being written.
    pub(super) fn aside(&mut self, expression: &'program Expression) -> Place {
        if calls(expression) {
            self.refuse(expression.span, "a call inside of a computed name");
        }
        let over = self.emit(Operation::Jump(0), expression.span);
        let place = self.here();
        self.tree_of(expression);
        self.emit(Operation::Done, expression.span);
        self.land(over);
        place
    }
}

/// Whether an expression calls an operation.
fn calls(expression: &Expression) -> bool {
    let mut found = false;
    walk(Node::Expression(expression), &mut |node| {
        found |= matches!(
            node,
            Node::Expression(Expression {
                kind: ExpressionKind::Solicit { .. },
                ..
            })
        );
        !found
    });
    found
}
