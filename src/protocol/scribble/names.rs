//! What names mean in a module, and those that mean nothing or two things: Scribble's name disambiguation.

use crate::base::{Code, Diagnostic, Name};
use crate::syntax::scribble::{Kind, Message, Module, Protocol, Step, Word};
use rustc_hash::{FxHashMap, FxHashSet};

/// The last part of a dotted name.
fn simple(name: Name) -> Name {
    name.as_str().rsplit('.').next().map_or(name, Name::from)
}

/// The protocol that `name` means in `module`, with its module.
pub(super) fn find<'m>(
    modules: &'m [Module],
    module: &'m Module,
    name: Name,
) -> Option<(&'m Module, &'m Protocol)> {
    let of = |module: &'m Module, name: Name| {
        let found = module
            .protocols
            .iter()
            .find(|protocol| protocol.name.name == name);
        found.map(|protocol| (module, protocol))
    };
    let Some((before, last)) = name.as_str().rsplit_once('.') else {
        return of(module, name);
    };
    let (before, last) = (Name::from(before), Name::from(last));
    if module.name.is_some_and(|own| own.name == before) {
        return of(module, last);
    }
    let mut imports = module.imports.iter();
    let (path, _) = imports.find(|(path, alias)| {
        alias.map_or(path.name, |alias| alias.name) == before || path.name == before
    })?;
    let imported = modules
        .iter()
        .find(|one| one.name.is_some_and(|own| own.name == path.name))?;
    of(imported, last)
}

/// Finds what is wrong with the names of the first module and of those that it imports.
pub(super) fn judge(modules: &[Module], errors: &mut Vec<Diagnostic>) {
    for module in modules {
        imports(module, errors);
        let types = module
            .declarations
            .iter()
            .filter(|(kind, _)| *kind == Kind::Type);
        twice(types.map(|(_, name)| *name), "type", errors);
        let signatures = module
            .declarations
            .iter()
            .filter(|(kind, _)| *kind == Kind::Signature);
        twice(signatures.map(|(_, name)| *name), "signature", errors);
        twice(
            module.protocols.iter().map(|one| one.name),
            "protocol",
            errors,
        );
        for protocol in &module.protocols {
            twice(protocol.roles.iter().copied(), "role", errors);
            twice(
                protocol.parameters.iter().map(|(_, name)| *name),
                "parameter",
                errors,
            );
            let mut within = Within {
                modules,
                module,
                protocol,
                labels: Vec::new(),
                errors,
            };
            within.steps(&protocol.body);
        }
    }
    if errors.is_empty() {
        used(modules, errors);
    }
}

fn imports(module: &Module, errors: &mut Vec<Diagnostic>) {
    let own = module.name.map(|name| name.name);
    let names = module
        .imports
        .iter()
        .map(|(path, alias)| alias.unwrap_or(*path));
    twice(names, "import", errors);
    for (path, alias) in &module.imports {
        let clash = alias.is_some_and(|alias| own.map(simple) == Some(alias.name));
        if own == Some(path.name) || clash {
            let message = format!("`{}` is this module itself", alias.unwrap_or(*path).name);
            errors.push(Diagnostic::new(Code::Q0104, path.span, message));
        }
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

/// Finds roles that take part in nothing.
fn used(modules: &[Module], errors: &mut Vec<Diagnostic>) {
    let mut known: FxHashSet<(Name, Name, Name)> = FxHashSet::default();
    let key = |module: &Module, protocol: &Protocol, role: Name| {
        (
            module.name.map_or_else(Name::default, |name| name.name),
            protocol.name.name,
            role,
        )
    };
    loop {
        let before = known.len();
        for module in modules {
            for protocol in &module.protocols {
                let mut found = Vec::new();
                occurring(
                    modules,
                    module,
                    &protocol.body,
                    &mut |callee, role| match callee {
                        None => found.push(role),
                        Some((other, callee, position)) => {
                            let formal = callee.roles.get(position);
                            if formal.is_some_and(|formal| {
                                known.contains(&key(other, callee, formal.name))
                            }) {
                                found.push(role);
                            }
                        }
                    },
                );
                known.extend(found.into_iter().map(|role| key(module, protocol, role)));
            }
        }
        if known.len() == before {
            break;
        }
    }
    for module in modules {
        for protocol in &module.protocols {
            for role in &protocol.roles {
                if !known.contains(&key(module, protocol, role.name)) {
                    let message = format!("the role `{}` takes part in nothing", role.name);
                    errors.push(Diagnostic::new(Code::Q0503, role.span, message));
                }
            }
        }
    }
}

/// A protocol that is called, with the place of a role in the call.
type Callee<'m> = Option<(&'m Module, &'m Protocol, usize)>;

fn occurring<'m>(
    modules: &'m [Module],
    module: &'m Module,
    steps: &[Step],
    see: &mut dyn FnMut(Callee<'m>, Name),
) {
    for step in steps {
        match step {
            Step::Transfer { from, to, .. } => {
                see(None, from.name);
                to.iter().for_each(|to| see(None, to.name));
            }
            Step::Silent(roles) => roles.iter().for_each(|role| see(None, role.name)),
            Step::Continue(_) => {}
            Step::Recursion(_, body) => occurring(modules, module, body, see),
            Step::Choice(_, branches) => {
                branches
                    .iter()
                    .for_each(|branch| occurring(modules, module, branch, see));
            }
            Step::Do {
                protocol, roles, ..
            } => {
                let callee = find(modules, module, protocol.name);
                for (position, role) in roles.iter().enumerate() {
                    if let Some((other, callee)) = callee {
                        see(Some((other, callee, position)), role.name);
                    }
                }
            }
        }
    }
}

/// A protocol whose names are looked up.
struct Within<'m, 'e> {
    modules: &'m [Module],
    module: &'m Module,
    protocol: &'m Protocol,
    labels: Vec<Name>,
    errors: &'e mut Vec<Diagnostic>,
}

impl Within<'_, '_> {
    fn error(&mut self, code: Code, word: Word, message: String) {
        self.errors.push(Diagnostic::new(code, word.span, message));
    }

    fn role(&mut self, role: Word) {
        if self
            .protocol
            .roles
            .iter()
            .all(|known| known.name != role.name)
        {
            self.error(
                Code::Q0503,
                role,
                format!("the protocol has no role `{}`", role.name),
            );
        }
    }

    /// Whether a name is declared, or a parameter, of this kind.
    fn is_known(&self, kind: Kind, name: Name) -> bool {
        let here = self
            .module
            .declarations
            .iter()
            .chain(&self.protocol.parameters);
        let mut all = here.map(|(kind, word)| (*kind, word.name));
        if all.any(|known| known == (kind, name)) {
            return true;
        }
        // What other modules declare has their name before it.
        let Some((before, last)) = name.as_str().rsplit_once('.') else {
            return false;
        };
        let (before, last) = (Name::from(before), Name::from(last));
        let mut imports = self.module.imports.iter();
        let imported =
            imports.find(|(path, alias)| alias.map_or(path.name, |alias| alias.name) == before);
        let path = imported
            .map(|(path, _)| path.name)
            .or(self.module.name.map(|own| own.name));
        let mut modules = self
            .modules
            .iter()
            .filter(|one| one.name.map(|own| own.name) == path);
        modules.any(|one| {
            one.declarations
                .iter()
                .any(|(known, word)| (*known, word.name) == (kind, last))
        })
    }

    fn message(&mut self, message: &Message) {
        match (&message.payload, message.operation) {
            (None, Some(word)) if !self.is_known(Kind::Signature, word.name) => {
                self.error(
                    Code::Q0507,
                    word,
                    format!("there is no message signature `{}`", word.name),
                );
            }
            (Some(parts), _) => {
                for part in parts.iter().filter(|part| part.role.is_none()) {
                    if !self.is_known(Kind::Type, part.data.name) {
                        self.error(
                            Code::Q0105,
                            part.data,
                            format!("there is no type `{}`", part.data.name),
                        );
                    }
                }
            }
            _ => {}
        }
    }

    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            self.step(step);
        }
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Transfer {
                message, from, to, ..
            } => {
                self.message(message);
                self.role(*from);
                for role in to {
                    self.role(*role);
                    if role.name == from.name {
                        self.error(
                            Code::Q0509,
                            *role,
                            format!("`{}` sends to itself", role.name),
                        );
                    }
                }
            }
            Step::Silent(roles) => roles.iter().for_each(|role| self.role(*role)),
            Step::Continue(label) => {
                if !self.labels.contains(&label.name) {
                    self.error(
                        Code::Q0113,
                        *label,
                        format!("no `rec {}` is around", label.name),
                    );
                }
            }
            Step::Recursion(label, body) => {
                self.labels.push(label.name);
                self.steps(body);
                self.labels.pop();
            }
            Step::Choice(at, branches) => {
                self.role(*at);
                branches.iter().for_each(|branch| self.steps(branch));
            }
            Step::Do {
                protocol,
                arguments,
                roles,
            } => self.call(*protocol, arguments, roles),
        }
    }

    fn call(&mut self, name: Word, arguments: &[Message], roles: &[Word]) {
        roles.iter().for_each(|role| self.role(*role));
        twice(roles.iter().copied(), "role", self.errors);
        let Some((_, callee)) = find(self.modules, self.module, name.name) else {
            self.error(
                Code::Q0113,
                name,
                format!("there is no protocol `{}`", name.name),
            );
            return;
        };
        if callee.roles.len() != roles.len() || callee.parameters.len() != arguments.len() {
            let message = format!(
                "`{}` takes {} roles and {} arguments, not {} and {}",
                name.name,
                callee.roles.len(),
                callee.parameters.len(),
                roles.len(),
                arguments.len()
            );
            self.error(Code::Q0503, name, message);
            return;
        }
        let kinds: Vec<Kind> = callee.parameters.iter().map(|(kind, _)| *kind).collect();
        for (kind, argument) in kinds.into_iter().zip(arguments) {
            let fits = match (&argument.payload, argument.operation) {
                (None, Some(word)) => self.is_known(kind, word.name),
                _ => kind == Kind::Signature,
            };
            if !fits {
                let error = Diagnostic::new(
                    Code::Q0507,
                    argument.span,
                    "this is not what the parameter stands for",
                );
                self.errors.push(error);
            } else if argument.payload.is_some() {
                self.message(argument);
            }
        }
    }
}
