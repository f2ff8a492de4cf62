//! Sprout's protocols as [`Global`]s: its messages have no name that their receivers see, only a number.

use crate::automata::global::{
    Datum, Edge, Global, Interaction, Register, State, StateId, ThreadId,
};
use crate::automata::label::{Field, Label, Payload, RoleId};
use crate::base::{Code, Diagnostic, Name};
use crate::solve::term::Formula;
use crate::syntax::sprout::{File, Transition, Variable};
use rustc_hash::FxHashMap;

/// The label of every message.
const MESSAGE: &str = "message";

/// The protocol of a file, called `name`; with what is wrong with it.
#[must_use]
pub fn global(file: &File, name: Name) -> (Global, Vec<Diagnostic>) {
    let mut errors = Vec::new();
    let mut roles: Vec<Name> = Vec::new();
    for role in file.transitions.iter().flat_map(|one| [one.from, one.to]) {
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
    let mut global = Global::new(name, roles);
    let registers = file.registers.iter().map(|(name, initial)| Register {
        name: *name,
        initial: Some(*initial),
    });
    global.registers = registers.collect();
    let mut states: FxHashMap<i64, StateId> =
        FxHashMap::from_iter([(file.initial, global.start())]);
    for transition in &file.transitions {
        let mut state = |global: &mut Global, number: i64| {
            *states
                .entry(number)
                .or_insert_with(|| global.add(State::default()))
        };
        let before = state(&mut global, transition.before);
        let target = state(&mut global, transition.after);
        if let Some(edge) = edge(&global, transition, target, &mut errors) {
            global.connect(before, edge);
        }
    }
    for end in file.finals.iter().filter_map(|number| states.get(number)) {
        global.accept(*end, true);
    }
    (global, errors)
}

fn edge(
    global: &Global,
    transition: &Transition,
    target: StateId,
    errors: &mut Vec<Diagnostic>,
) -> Option<Edge> {
    let role = |name: Name| {
        let index = global.roles.iter().position(|role| *role == name)?;
        Some(RoleId(u16::try_from(index).ok()?))
    };
    let (from, to) = (role(transition.from)?, role(transition.to)?);
    let span = transition.span;
    if from == to {
        let message = format!("`{}` sends to itself", transition.from);
        errors.push(Diagnostic::new(Code::Q0509, span, message));
        return None;
    }
    let find = |variable: &Variable| {
        if variable.name == transition.message && !variable.after {
            return Some(Datum::Field(0));
        }
        let mut registers = global.registers.iter();
        let register = registers.position(|register| register.name == variable.name)?;
        Some(if variable.after {
            Datum::After(register)
        } else {
            Datum::Before(register)
        })
    };
    let known = errors.len();
    transition.condition.variables(&mut |variable| {
        if find(variable).is_none() {
            let message = format!("there is no register `{}`", variable.name);
            errors.push(Diagnostic::new(Code::Q0507, variable.span, message));
        }
    });
    if errors.len() > known {
        return None;
    }
    let condition = transition
        .condition
        .map(&|variable| find(variable).unwrap_or(Datum::Field(0)));
    let field = Field {
        name: Some(transition.message),
        data: Name::from("int"),
    };
    Some(Edge {
        interaction: Interaction {
            from,
            to,
            label: Label::one_way(Name::from(MESSAGE)),
        },
        payload: Payload {
            fields: vec![field],
        },
        condition: match condition {
            Formula::Constant(true) => Formula::TRUE,
            other => other,
        },
        target,
        thread: ThreadId::default(),
        joined: Vec::new(),
        span,
    })
}
