//! Values through a behaviour: which variables matter, and what becomes of them.
//!
//! In come a [`Program`] and a [`System`] of it; out comes a [`Flow`]: the operations of the system with the parts of
//! their messages that are kept, and for each running service its tracked variables ([`Variables`]) and what every
//! step of its behaviour makes of them. Tracked is the cone of guards, correlation variables and locations, and
//! nothing else: the definition is in `papers/semantics.md`.

use crate::automata::network::{
    Binding, Cell, CellId, Constant, Operation, OperationId, Term, Value,
};
use crate::base::Name;
use crate::program::{self, Program};
use crate::syntax::jolie::tree::{Expression, Path, Process};
use crate::system::System;

/// What becomes of values in a system.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    operations: Vec<Operation>,
    constants: Vec<Constant>,
    instances: Vec<Vec<Cell>>,
}

/// Which variables of a system matter, and what becomes of them.
#[must_use]
pub fn analyse(_program: &Program, _system: &System) -> Flow {
    Flow::default()
}

impl Flow {
    /// The operations of the system, by [`OperationId`].
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The operation of this name; every operation that a service of the system sends, receives or offers is there.
    #[must_use]
    pub fn operation(&self, name: Name) -> Option<OperationId> {
        let at = self
            .operations
            .iter()
            .position(|found| found.name == name)?;
        u32::try_from(at).ok().map(OperationId)
    }

    /// The texts and doubles that values name.
    #[must_use]
    pub fn constants(&self) -> &[Constant] {
        &self.constants
    }

    /// The variables of the running service at this place of [`System::instances`].
    #[must_use]
    pub fn variables(&self, instance: usize) -> Variables<'_> {
        Variables {
            cells: self.instances.get(instance).map_or(&[], Vec::as_slice),
        }
    }
}

/// The tracked variables of a running service, and what its steps make of them.
///
/// `with` is always the paths of the `with` blocks around, outermost first.
#[derive(Clone, Copy, Debug)]
pub struct Variables<'a> {
    cells: &'a [Cell],
}

impl Variables<'_> {
    /// The variables, by [`CellId`].
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        self.cells
    }

    /// For each correlation set, its variables.
    #[must_use]
    pub fn sets(&self) -> Vec<Vec<CellId>> {
        Vec::new()
    }

    /// The queue of an operation: 0, or one more than the index of its correlation set.
    #[must_use]
    pub fn queue(&self, _operation: &program::Operation) -> u32 {
        0
    }

    /// For each variable of the operation's correlation set, its place among the paths kept of a request.
    #[must_use]
    pub fn aliases(&self, _operation: &program::Operation) -> Vec<u32> {
        Vec::new()
    }

    /// What an expression is, as far as it is known.
    #[must_use]
    pub fn condition(&self, _e: &Expression, _with: &[&Path]) -> Term {
        Term::Lost
    }

    /// What a step makes of the variables: assignments, copies, aliases, steps, `undef`, and calls of the runtime.
    #[must_use]
    pub fn effect(&self, _p: &Process, _with: &[&Path]) -> Vec<(CellId, Term)> {
        Vec::new()
    }

    /// What the assignments and steps inside an expression make of the variables.
    #[must_use]
    pub fn expression_effect(&self, _e: &Expression, _with: &[&Path]) -> Vec<(CellId, Term)> {
        Vec::new()
    }

    /// What a request carries: a term for each path that the operation keeps.
    #[must_use]
    pub fn request(
        &self,
        _op: OperationId,
        _argument: Option<&Expression>,
        _with: &[&Path],
    ) -> Vec<Term> {
        Vec::new()
    }

    /// What a response carries: a term for each path that the operation keeps.
    #[must_use]
    pub fn response(
        &self,
        _op: OperationId,
        _value: Option<&Expression>,
        _with: &[&Path],
    ) -> Vec<Term> {
        Vec::new()
    }

    /// The variables that receiving a request sets.
    #[must_use]
    pub fn bind_request(
        &self,
        _op: OperationId,
        _target: Option<&Path>,
        _with: &[&Path],
    ) -> Vec<Binding> {
        Vec::new()
    }

    /// The variables that a response sets.
    #[must_use]
    pub fn bind_response(
        &self,
        _op: OperationId,
        _target: Option<&Path>,
        _with: &[&Path],
    ) -> Vec<Binding> {
        Vec::new()
    }

    /// Everything at and below a path becomes lost.
    #[must_use]
    pub fn forget(&self, _path: &Path, _with: &[&Path]) -> Vec<(CellId, Term)> {
        Vec::new()
    }

    /// The correlation variables that a message of the operation sets when it starts a session.
    #[must_use]
    pub fn starter_bindings(&self, _operation: &program::Operation) -> Vec<Binding> {
        Vec::new()
    }

    /// The variable that holds the location of an output port, when the behaviour binds it anew.
    #[must_use]
    pub fn port_location(&self, _port: Name) -> Option<CellId> {
        None
    }

    /// What variables hold when the service starts: those that are not listed are undefined.
    #[must_use]
    pub fn initial(&self) -> Vec<(CellId, Value)> {
        Vec::new()
    }
}
