//! What names mean in a file of nuScr, and those that mean nothing or two things.

use super::find;
use crate::base::{Code, Diagnostic, Name};
use crate::syntax::nuscr::{File, Protocol, Step, Word};
use rustc_hash::FxHashMap;

/// What a file may ask of nuScr.
const PRAGMAS: [&str; 8] = [
    "NestedProtocols",
    "ShowPragmas",
    "PrintUsage",
    "RefinementTypes",
    "SenderValidateRefinements",
    "ReceiverValidateRefinements",
    "ValidateRefinementSatisfiability",
    "ValidateRefinementProgress",
];

/// Finds what is wrong with the names of a file.
pub(super) fn judge(file: &File, errors: &mut Vec<Diagnostic>) {
    for pragma in &file.pragmas {
        if !PRAGMAS.contains(&pragma.name.as_str()) {
            let message = format!("nuScr has no pragma `{}`", pragma.name);
            errors.push(Diagnostic::new(Code::Q0001, pragma.span, message));
        }
    }
    for nested in [false, true] {
        let protocols = file.protocols.iter().filter(|one| one.nested == nested);
        twice(protocols.map(|one| one.name), "protocol", errors);
    }
    for protocol in &file.protocols {
        one(file, &[], protocol, errors);
    }
}

fn one<'f>(
    file: &'f File,
    around: &[&'f Protocol],
    protocol: &'f Protocol,
    errors: &mut Vec<Diagnostic>,
) {
    let roles = protocol.roles.iter().chain(&protocol.new_roles);
    twice(roles.copied(), "role", errors);
    twice(
        protocol.inner.iter().map(|one| one.name),
        "protocol",
        errors,
    );
    let mut scope = around.to_vec();
    scope.push(protocol);
    let mut within = Within {
        file,
        scope: &scope,
        protocol,
        labels: Vec::new(),
        errors,
    };
    within.steps(&protocol.body);
    for inner in &protocol.inner {
        one(file, &scope, inner, errors);
    }
}

fn twice(words: impl Iterator<Item = Word>, what: &str, errors: &mut Vec<Diagnostic>) {
    let mut known: FxHashMap<Name, Word> = FxHashMap::default();
    for word in words {
        if let Some(first) = known.insert(word.name, word) {
            let message = format!("the {what} `{}` is declared twice", word.name);
            let error = Diagnostic::new(Code::Q0104, word.span, message);
            errors.push(error.related(first.span, "the first one"));
        }
    }
}

/// A protocol whose names are looked up.
struct Within<'f, 'e> {
    file: &'f File,
    scope: &'e [&'f Protocol],
    protocol: &'f Protocol,
    /// The loops around, each with how many variables it has.
    labels: Vec<(Name, usize)>,
    errors: &'e mut Vec<Diagnostic>,
}

impl Within<'_, '_> {
    fn error(&mut self, code: Code, word: Word, message: String) {
        self.errors.push(Diagnostic::new(code, word.span, message));
    }

    fn role(&mut self, role: Word) {
        let roles = self.protocol.roles.iter().chain(&self.protocol.new_roles);
        if roles.into_iter().all(|known| known.name != role.name) {
            let message = format!("the protocol has no role `{}`", role.name);
            self.error(Code::Q0503, role, message);
        }
    }

    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            self.step(step);
        }
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Transfer { from, to, .. } => {
                self.role(*from);
                for role in to {
                    self.role(*role);
                    if role.name == from.name {
                        let message = format!("`{}` sends to itself", role.name);
                        self.error(Code::Q0509, *role, message);
                    }
                }
            }
            Step::Recursion(label, variables, body) => {
                for variable in variables {
                    variable.roles.iter().for_each(|role| self.role(*role));
                }
                twice(
                    variables.iter().map(|one| one.name),
                    "variable",
                    self.errors,
                );
                self.labels.push((label.name, variables.len()));
                self.steps(body);
                self.labels.pop();
            }
            Step::Continue(label, values) => {
                let mut around = self.labels.iter().rev();
                match around.find(|(known, _)| *known == label.name) {
                    None => {
                        let message = format!("no `rec {}` is around", label.name);
                        self.error(Code::Q0113, *label, message);
                    }
                    Some((_, count)) if *count != values.len() => {
                        let message = format!(
                            "`rec {}` has {count} variables, and {} are given",
                            label.name,
                            values.len()
                        );
                        self.error(Code::Q0131, *label, message);
                    }
                    Some(_) => {}
                }
            }
            Step::Choice(at, branches) => {
                self.role(*at);
                branches.iter().for_each(|branch| self.steps(branch));
            }
            Step::Do(protocol, roles) => self.call(*protocol, roles, false),
            Step::Calls(caller, protocol, roles) => {
                self.role(*caller);
                self.call(*protocol, roles, true);
            }
        }
    }

    fn call(&mut self, name: Word, roles: &[Word], nested: bool) {
        roles.iter().for_each(|role| self.role(*role));
        let mut known: Vec<Name> = Vec::new();
        for role in roles {
            if known.contains(&role.name) {
                let message = format!("`{}` cannot be two roles of `{}`", role.name, name.name);
                self.error(Code::Q0503, *role, message);
            }
            known.push(role.name);
        }
        let Some((_, callee)) = find(self.file, self.scope, name.name, nested) else {
            let other = find(self.file, self.scope, name.name, !nested).is_some();
            let message = match (nested, other) {
                (true, true) => format!(
                    "`{}` is no nested protocol: nobody calls it, `do` is meant",
                    name.name
                ),
                (false, true) => format!("`{}` is a nested protocol: somebody calls it", name.name),
                (_, false) => format!("there is no protocol `{}`", name.name),
            };
            self.error(Code::Q0113, name, message);
            return;
        };
        if callee.roles.len() != roles.len() {
            let message = format!(
                "`{}` has {} roles, and {} are given",
                name.name,
                callee.roles.len(),
                roles.len()
            );
            self.error(Code::Q0503, name, message);
        }
    }
}
