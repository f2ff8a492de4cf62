//! The roles of a session: declared, or those that its steps name; families with a number of members each.

use super::ROLES;
use crate::automata::label::RoleId;
use crate::base::{Code, Diagnostic, Name, Span};
use crate::syntax::session::tree::{
    Conversation, ConversationKind, Count, Interaction, RoleReference, Session,
};
use rustc_hash::FxHashMap;

/// The roles of a session.
#[derive(Debug, Default)]
pub(super) struct Roles {
    /// Their names, by index: `Worker[0]` for a member of a family.
    pub(super) names: Vec<Name>,
    /// Each name with the index of its only or first member, and how many it has where it is a family.
    known: FxHashMap<Name, (u16, Option<i64>)>,
}

impl Roles {
    /// The roles of a session; without a declaration those that its steps name, in their order.
    pub(super) fn of(
        session: &Session,
        constants: &FxHashMap<Name, i64>,
        errors: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut roles = Self::default();
        let Some(declared) = &session.roles else {
            interactions(session, &mut |step| {
                for role in [step.from, step.to] {
                    if role.index.is_none() {
                        roles.add(role.name.name, None, role.span, errors);
                    }
                }
            });
            return roles;
        };
        for role in declared {
            let span = role.name.span;
            if roles.known.contains_key(&role.name.name) {
                let message = format!("role `{}` is declared twice", role.name.name);
                errors.push(Diagnostic::new(Code::Q0503, span, message));
                continue;
            }
            let count = match role.count {
                None => None,
                Some(Count::Number(number, _)) => Some(number),
                Some(Count::Name(name)) => match constants.get(&name.name) {
                    Some(number) => Some(*number),
                    None => {
                        let message = format!("nothing says how many `{}` is", name.name);
                        let help =
                            format!("give it on the command line: --constant {}=3", name.name);
                        errors.push(Diagnostic::new(Code::Q0503, name.span, message).help(help));
                        continue;
                    }
                },
            };
            roles.add(role.name.name, count, span, errors);
        }
        roles
    }

    fn add(&mut self, name: Name, count: Option<i64>, span: Span, errors: &mut Vec<Diagnostic>) {
        if self.known.contains_key(&name) {
            return;
        }
        let members = usize::try_from(count.unwrap_or(1)).unwrap_or(0);
        if members == 0 && count.is_some() {
            let message = format!("the family `{name}` has no role");
            errors.push(Diagnostic::new(Code::Q0503, span, message));
            return;
        }
        if self.names.len().saturating_add(members) > ROLES {
            if errors.iter().all(|error| error.code != Code::Q0901) {
                let message = format!("the session has more than {ROLES} roles");
                errors.push(Diagnostic::new(Code::Q0901, span, message));
            }
            return;
        }
        let first = u16::try_from(self.names.len()).unwrap_or(u16::MAX);
        match count {
            None => self.names.push(name),
            Some(_) => self
                .names
                .extend((0..members).map(|index| Name::from(&format!("{name}[{index}]")))),
        }
        self.known.insert(name, (first, count));
    }

    /// How many roles a family has; an error when it is none.
    pub(super) fn members(&self, family: Name) -> Result<i64, String> {
        match self.known.get(&family) {
            Some((_, Some(count))) => Ok(*count),
            Some((_, None)) => Err(format!("`{family}` is one role, not a family")),
            None => Err(format!("the session has no role `{family}`")),
        }
    }

    /// The role that is meant, with the numbers of the loops around.
    pub(super) fn find(
        &self,
        role: &RoleReference,
        loops: &[(Name, i64)],
    ) -> Result<RoleId, String> {
        let name = role.name.name;
        let Some((first, count)) = self.known.get(&name) else {
            return Err(format!("the session has no role `{name}`"));
        };
        let (base, added) = match (role.index, count) {
            (None, None) => return Ok(RoleId(*first)),
            (None, Some(_)) => return Err(format!("`{name}` is a family: say which of it")),
            (Some(_), None) => return Err(format!("`{name}` is one role, not a family")),
            (Some(index), Some(_)) => index,
        };
        let base = match base {
            Count::Number(number, _) => number,
            Count::Name(variable) => {
                let mut around = loops.iter().rev();
                let found = around.find(|(known, _)| *known == variable.name);
                let found = found.map(|(_, number)| *number);
                found
                    .ok_or_else(|| format!("no loop around has the variable `{}`", variable.name))?
            }
        };
        let index = base.saturating_add(added);
        let members = count.unwrap_or(0);
        if !(0..members).contains(&index) {
            let last = members - 1;
            return Err(format!(
                "`{name}[{index}]` does not exist: the last one is `{name}[{last}]`"
            ));
        }
        Ok(RoleId(
            first.saturating_add(u16::try_from(index).unwrap_or(u16::MAX)),
        ))
    }
}

/// Calls `see` with every interaction of a session, those of definitions that nobody calls too.
pub(super) fn interactions<'s>(session: &'s Session, see: &mut dyn FnMut(&'s Interaction)) {
    let definitions = session.definitions.iter().map(|one| &one.body);
    for body in std::iter::once(&session.body).chain(definitions).flatten() {
        inside(body, see);
    }
}

fn inside<'s>(tree: &'s Conversation, see: &mut dyn FnMut(&'s Interaction)) {
    match &tree.kind {
        ConversationKind::Sequence(parts) | ConversationKind::Parallel(parts) => {
            parts.iter().for_each(|part| inside(part, see));
        }
        ConversationKind::Choice(branches) => {
            for branch in branches {
                interaction(&branch.guard, see);
                branch.body.iter().for_each(|body| inside(body, see));
            }
        }
        ConversationKind::Interaction(step) => interaction(step, see),
        ConversationKind::Call(_) => {}
        ConversationKind::Block(body) => body.iter().for_each(|body| inside(body, see)),
        ConversationKind::Group(body) => inside(body, see),
        ConversationKind::Each(each) => each.body.iter().for_each(|body| inside(body, see)),
    }
}

fn interaction<'s>(step: &'s Interaction, see: &mut dyn FnMut(&'s Interaction)) {
    see(step);
    let faults = step.faults.iter().filter_map(|fault| fault.body.as_ref());
    step.body
        .iter()
        .chain(faults)
        .for_each(|body| inside(body, see));
}
