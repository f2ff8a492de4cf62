//! Data types: in come the types of the trees, out come those of the program, names followed, loops reported.

use super::model::{DataField, DataType, DataTypeKind, Table, TypeId};
use super::names::Meaning;
use super::resolve::Resolver;
use crate::base::{Code, Diagnostic, Name, Severity, Span};
use crate::syntax::jolie::tree::{Basic, ExpressionKind, Fields, Identifier, Type, TypeKind};
use crate::syntax::jolie::walk::expressions;
use rustc_hash::FxHashMap;

/// The types that every program has.
const BASIC: [(&str, Basic); 8] = [
    ("void", Basic::Void),
    ("bool", Basic::Bool),
    ("int", Basic::Int),
    ("long", Basic::Long),
    ("double", Basic::Double),
    ("string", Basic::String),
    ("raw", Basic::Raw),
    ("any", Basic::Any),
];

/// Whether a name is that of a type of Jolie itself.
pub(super) fn is_basic(name: Name) -> bool {
    name == "undefined" || BASIC.iter().any(|(basic, _)| name == *basic)
}

/// The types of Jolie itself, and the one that stands for every type that is not there.
#[derive(Debug)]
pub(super) struct Basics {
    named: FxHashMap<Name, TypeId>,
    /// `undefined`: anything.
    pub(super) undefined: TypeId,
    /// What is declared nowhere.
    pub(super) unknown: TypeId,
}

impl Basics {
    /// Adds them after the types that are there.
    pub(super) fn add(types: &mut Vec<DataType>) -> Self {
        let mut named = FxHashMap::default();
        for (name, basic) in BASIC {
            let name = Name::from(name);
            named.insert(
                name,
                push(types, Some(name), Span::NOWHERE, root(basic, false)),
            );
        }
        let name = Name::from("undefined");
        let undefined = push(types, Some(name), Span::NOWHERE, root(Basic::Any, true));
        named.insert(name, undefined);
        let unknown = push(types, None, Span::NOWHERE, DataTypeKind::Unknown);
        Self {
            named,
            undefined,
            unknown,
        }
    }
}

fn root(basic: Basic, open: bool) -> DataTypeKind {
    DataTypeKind::Tree {
        basic,
        refinements: Vec::new(),
        fields: Table::default(),
        open,
    }
}

/// Adds a type, and returns its identifier.
pub(super) fn push(
    types: &mut Vec<DataType>,
    name: Option<Name>,
    span: Span,
    kind: DataTypeKind,
) -> TypeId {
    let id = TypeId::new(types.len());
    types.push(DataType { name, span, kind });
    id
}

impl Resolver<'_> {
    /// Resolves every declared type.
    pub(super) fn resolve_types(&mut self) {
        for module in 0..self.names.len() {
            for (id, declaration) in self.names[module].types.clone() {
                let kind = self.kind(module, &declaration.definition);
                self.program.types[id.index()] = DataType {
                    name: Some(declaration.name.name),
                    span: declaration.name.span,
                    kind,
                };
            }
        }
        self.break_loops();
    }

    /// Resolves the types that `instanceof` tests for.
    pub(super) fn resolve_tested_types(&mut self) {
        let mut tested = Vec::new();
        for service in &self.program.services {
            for process in service.behaviours() {
                expressions(process, &mut |expression| {
                    if let ExpressionKind::InstanceOf(_, written) = &expression.kind {
                        tested.push((service.module, expression.span, written.clone()));
                    }
                });
            }
        }
        for (module, span, written) in tested {
            let id = self.data_type(module.index(), &written);
            self.program.tested.insert(span, id);
        }
    }

    /// The types that sessions may name: those of their modules, and the basic ones.
    pub(super) fn resolve_sessions(&mut self) {
        for declared in &mut self.program.sessions {
            let names = &self.names[declared.module.index()];
            let symbols = names
                .table
                .iter()
                .filter_map(|(name, symbol)| match symbol.meaning {
                    Meaning::Type(id) => Some((*name, id)),
                    _ => None,
                });
            let basics = self.basics.named.iter().map(|(name, id)| (*name, *id));
            declared.types = symbols.chain(basics).collect();
        }
    }

    /// The type with this name in a module.
    pub(super) fn named_type(&mut self, module: usize, name: Identifier) -> TypeId {
        self.type_or(module, name, Code::Q0105)
    }

    /// The message type that an alias of a correlation set names.
    pub(super) fn message_type(&mut self, module: usize, name: Identifier) -> TypeId {
        self.type_or(module, name, Code::Q0401)
    }

    fn type_or(&mut self, module: usize, name: Identifier, code: Code) -> TypeId {
        if let Some(basic) = self.basics.named.get(&name.name) {
            return *basic;
        }
        match self.meaning(module, name, "type", code) {
            Some(Meaning::Type(id)) => id,
            Some(other) => {
                self.misused(name, other, "a type", code);
                self.basics.unknown
            }
            None => self.basics.unknown,
        }
    }

    /// A type where it is written: a name is the type that has it.
    pub(super) fn data_type(&mut self, module: usize, written: &Type) -> TypeId {
        if let TypeKind::Named(name) = &written.kind {
            return self.named_type(module, *name);
        }
        let kind = self.kind(module, written);
        push(&mut self.program.types, None, written.span, kind)
    }

    fn kind(&mut self, module: usize, written: &Type) -> DataTypeKind {
        match &written.kind {
            TypeKind::Named(name) => DataTypeKind::Link(self.named_type(module, *name)),
            TypeKind::Choice(parts) => {
                let parts = parts.iter().map(|part| self.data_type(module, part));
                DataTypeKind::Choice(parts.collect())
            }
            TypeKind::Basic {
                basic,
                refinements,
                fields,
            } => DataTypeKind::Tree {
                basic: *basic,
                refinements: refinements.clone(),
                fields: self.fields(module, fields.as_ref()),
                open: fields.as_ref().is_some_and(|fields| fields.open),
            },
        }
    }

    fn fields(&mut self, module: usize, written: Option<&Fields>) -> Table<DataField> {
        let mut fields = Table::default();
        for field in written.into_iter().flat_map(|fields| &fields.fields) {
            let definition = self.data_type(module, &field.definition);
            fields.insert(
                field.name.name,
                DataField {
                    span: field.name.span,
                    cardinality: field.cardinality,
                    definition,
                },
            );
        }
        fields
    }

    /// Reports types that are nothing but themselves, and cuts the loops, so that everybody may follow links.
    fn break_loops(&mut self) {
        let mut done = vec![false; self.program.types.len()];
        for start in 0..self.program.types.len() {
            let mut path = Vec::new();
            self.follow(TypeId::new(start), &mut path, &mut done);
        }
    }

    /// Walks from a type along links and choices; `path` holds the types on the way.
    fn follow(&mut self, id: TypeId, path: &mut Vec<TypeId>, done: &mut [bool]) {
        if done[id.index()] {
            return;
        }
        let next = match &self.program[id].kind {
            DataTypeKind::Link(target) => vec![*target],
            DataTypeKind::Choice(parts) => parts.clone(),
            DataTypeKind::Tree { .. } | DataTypeKind::Unknown => Vec::new(),
        };
        path.push(id);
        for target in next {
            if let Some(start) = path.iter().position(|open| *open == target) {
                self.report_loop(&path[start..]);
                self.cut(id, target);
            } else {
                self.follow(target, path, done);
            }
        }
        path.pop();
        done[id.index()] = true;
    }

    fn cut(&mut self, from: TypeId, to: TypeId) {
        let kind = &mut self.program.types[from.index()].kind;
        if let DataTypeKind::Choice(parts) = kind {
            parts.retain(|part| *part != to);
            if !parts.is_empty() {
                return;
            }
        }
        *kind = DataTypeKind::Unknown;
    }

    /// A loop of links alone has no value; one through a choice is a hazard that Jolie lets pass.
    fn report_loop(&mut self, members: &[TypeId]) {
        let named = |id: &&TypeId| self.program[**id].name.is_some();
        let Some(first) = members.iter().find(named).copied() else {
            return;
        };
        let hollow = members
            .iter()
            .all(|id| matches!(self.program[*id].kind, DataTypeKind::Link(_)));
        let name = self.program[first].name.unwrap_or_default();
        let message = format!("type `{name}` is defined by itself alone");
        let mut finding = Diagnostic::new(Code::Q0130, self.program[first].span, message)
            .label("this type has no structure of its own");
        if !hollow {
            finding = finding.severity(Severity::Warning).note(
                "a value that fits no other choice is compared with the type again and again",
            );
        }
        for id in members.iter().filter(named).filter(|id| **id != first) {
            finding = finding.related(self.program[*id].span, "by way of this type");
        }
        self.findings.push(finding);
    }
}

/// Whether Jolie takes two declarations of a type as the same: basic types, names and numbers of fields alike.
pub(super) fn equivalent(types: &[DataType], left: TypeId, right: TypeId) -> bool {
    let mut compared = Vec::new();
    same(types, left, right, &mut compared)
}

fn same(
    types: &[DataType],
    left: TypeId,
    right: TypeId,
    compared: &mut Vec<(TypeId, TypeId)>,
) -> bool {
    if left == right || compared.contains(&(left, right)) {
        return true;
    }
    compared.push((left, right));
    match (&types[left.index()].kind, &types[right.index()].kind) {
        (DataTypeKind::Unknown, _) | (_, DataTypeKind::Unknown) => true,
        (DataTypeKind::Link(target), _) => same(types, *target, right, compared),
        (_, DataTypeKind::Link(target)) => same(types, left, *target, compared),
        (DataTypeKind::Choice(lefts), DataTypeKind::Choice(rights)) => {
            lefts.len() == rights.len()
                && lefts
                    .iter()
                    .zip(rights)
                    .all(|(left, right)| same(types, *left, *right, compared))
        }
        (
            DataTypeKind::Tree {
                basic,
                refinements,
                fields,
                open,
            },
            DataTypeKind::Tree {
                basic: other_basic,
                refinements: other_refinements,
                fields: other_fields,
                open: other_open,
            },
        ) => {
            if basic != other_basic || refinements != other_refinements || open != other_open {
                return false;
            }
            // Jolie does not compare the named fields of open types.
            *open || same_fields(types, fields, other_fields, compared)
        }
        _ => false,
    }
}

fn same_fields(
    types: &[DataType],
    left: &Table<DataField>,
    right: &Table<DataField>,
    compared: &mut Vec<(TypeId, TypeId)>,
) -> bool {
    left.len() == right.len()
        && left.iter().all(|(name, field)| {
            right.get(name).is_some_and(|other| {
                field.cardinality == other.cardinality
                    && same(types, field.definition, other.definition, compared)
            })
        })
}
