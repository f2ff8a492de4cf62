//! Names of modules: in come declarations and imports, out come tables of what each name means in each module.
//!
//! As Jolie builds its tables: a type or an interface may be declared again, the last one stays; a service may not, and
//! what is imported may not be there before. A type that an interface uses before its module declares it takes the
//! name at that place already.

use super::findings::Findings;
use super::model::{InterfaceId, ServiceId, Table, TypeId};
use super::module::{Reached, Target};
use super::plan::{Plan, interfaces};
use super::similar::nearest;
use super::types::is_basic;
use crate::base::{Code, Diagnostic, Name, Span};
use crate::syntax::jolie::tree::{
    Access, Identifier, Import, ImportedSymbol, Interface, Item, Signature, TypeDeclaration,
    TypeKind,
};
use rustc_hash::{FxHashMap, FxHashSet};

/// What a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A data type.
    Type(TypeId),
    /// An interface, or an extender.
    Interface(InterfaceId),
    /// A service.
    Service(ServiceId),
    /// Something that could not be found, which is reported already.
    Unknown,
}

impl Meaning {
    /// What it is, with an article.
    pub(super) fn article(self) -> &'static str {
        match self {
            Self::Type(_) => "a type",
            Self::Interface(_) => "an interface",
            Self::Service(_) => "a service",
            Self::Unknown => "not known",
        }
    }
}

/// A name of a module.
#[derive(Clone, Copy, Debug)]
pub(super) struct Symbol {
    /// What it means.
    pub(super) meaning: Meaning,
    /// Whether others may import it.
    pub(super) access: Access,
    /// Where it is declared.
    pub(super) span: Span,
    /// Whether it is declared here, and not imported.
    pub(super) local: bool,
}

/// The names of one module.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    /// Each name with its meaning.
    pub(super) table: Table<Symbol>,
    /// Whether there may be names that are not in the table, since a file is missing or broken.
    pub(super) open: bool,
    /// The types declared, each with its identifier.
    pub(super) types: Vec<(TypeId, &'a TypeDeclaration)>,
    /// The interfaces declared, each with its identifier.
    pub(super) interfaces: Vec<(InterfaceId, &'a Interface)>,
    /// Types that are declared again.
    pub(super) again: Vec<(TypeId, TypeId)>,
    /// Types that interfaces use before they are declared.
    used: FxHashMap<Name, Span>,
    imports: Vec<(ImportedSymbol, &'a Import, Target)>,
    stars: Vec<(&'a Import, Target)>,
}

/// How many types and interfaces have an identifier.
#[derive(Debug)]
pub(super) struct Counts {
    /// Types.
    pub(super) types: usize,
    /// Interfaces.
    pub(super) interfaces: usize,
}

/// The names of every module, imports resolved.
pub(super) fn names<'a>(
    reached: &'a [Reached],
    plans: &[Plan<'a>],
    counts: &mut Counts,
    findings: &mut Findings,
) -> Vec<Names<'a>> {
    let mut services: FxHashMap<usize, Vec<(usize, &Plan)>> = FxHashMap::default();
    for (position, plan) in plans.iter().enumerate() {
        services
            .entry(plan.module)
            .or_default()
            .push((position, plan));
    }
    let mut all: Vec<Names> = Vec::new();
    for (position, module) in reached.iter().enumerate() {
        let plans = services.remove(&position).unwrap_or_default();
        all.push(declare(module, &plans, counts, findings));
    }
    resolve_imports(&mut all, findings);
    resolve_stars(&mut all, reached, findings);
    all
}

fn declare<'a>(
    reached: &'a Reached,
    plans: &[(usize, &Plan<'a>)],
    counts: &mut Counts,
    findings: &mut Findings,
) -> Names<'a> {
    let mut names = Names {
        open: !reached.unit.whole || reached.fragment,
        ..Names::default()
    };
    let mut defined: FxHashSet<Name> = FxHashSet::default();
    let mut targets = reached.imports.iter();
    for item in &reached.unit.items {
        match item {
            Item::Import(_) => {
                if let Some((import, target)) = targets.next() {
                    names.import(import, *target, findings);
                }
            }
            Item::Type(declaration) => {
                names.declare_type(declaration, counts, findings);
                defined.insert(declaration.name.name);
            }
            Item::Interface(interface) => {
                let id = InterfaceId::new(counts.interfaces);
                counts.interfaces += 1;
                names.interfaces.push((id, interface));
                names.used.remove(&interface.name.name);
                let symbol = local(Meaning::Interface(id), interface.access, interface.name);
                names.table.insert(interface.name.name, symbol);
                if !interface.extender {
                    names.use_types(interface, &mut defined);
                }
            }
            Item::Service(service) if interfaces(service).is_none() => {
                let mut found = plans.iter().filter(|(_, plan)| {
                    plan.declaration
                        .is_some_and(|other| std::ptr::eq(other, service))
                });
                if let Some((position, plan)) = found.next() {
                    names.declare_service(*position, plan, service.access, findings);
                }
            }
            _ => {}
        }
    }
    for (position, plan) in plans {
        if plan.declaration.is_none() {
            names.declare_service(*position, plan, Access::Public, findings);
        }
    }
    names
}

fn local(meaning: Meaning, access: Access, name: Identifier) -> Symbol {
    Symbol {
        meaning,
        access,
        span: name.span,
        local: true,
    }
}

impl<'a> Names<'a> {
    fn declare_type(
        &mut self,
        declaration: &'a TypeDeclaration,
        counts: &mut Counts,
        findings: &mut Findings,
    ) {
        let name = declaration.name;
        let id = TypeId::new(counts.types);
        counts.types += 1;
        self.types.push((id, declaration));
        let before = self.table.get(&name.name).copied();
        if let Some(Symbol {
            meaning: Meaning::Type(first),
            local: true,
            ..
        }) = before
        {
            self.again.push((first, id));
        }
        if matches!(declaration.definition.kind, TypeKind::Named(_)) {
            if let Some(place) = self.used.get(&name.name) {
                findings.push(alias_after_use(name, *place));
            }
            if before.is_some() {
                return;
            }
        }
        self.used.remove(&name.name);
        // Jolie lets other modules import private types.
        let symbol = local(Meaning::Type(id), Access::Public, name);
        self.table.insert(name.name, symbol);
    }

    fn declare_service(
        &mut self,
        position: usize,
        plan: &Plan,
        access: Access,
        findings: &mut Findings,
    ) {
        let symbol = local(
            Meaning::Service(ServiceId::new(position)),
            access,
            plan.name,
        );
        let name = plan.name;
        if let Some(first) = self.table.get(&name.name) {
            if !self.open {
                findings.push(duplicate(name, first.span));
            }
            return;
        }
        if let Some(place) = self.used.remove(&name.name) {
            findings.push(duplicate(name, place));
        }
        self.table.insert(name.name, symbol);
    }

    /// Types that an interface uses and that its module has not declared yet.
    fn use_types(&mut self, interface: &Interface, defined: &mut FxHashSet<Name>) {
        for operation in &interface.operations {
            let used: Vec<Identifier> = match &operation.signature {
                Signature::OneWay { request } => request.iter().copied().collect(),
                Signature::RequestResponse { types, faults } => {
                    // Jolie reads the faults first, and what they carry counts as defined from then on.
                    defined.extend(
                        faults
                            .iter()
                            .filter_map(|(_, carries)| Some(carries.as_ref()?.name)),
                    );
                    types
                        .iter()
                        .flat_map(|(request, response)| [*request, *response])
                        .collect()
                }
            };
            for name in used {
                let known = is_basic(name.name) || defined.contains(&name.name);
                if !known && !self.table.contains_key(&name.name) {
                    self.used.entry(name.name).or_insert(name.span);
                }
            }
        }
    }

    fn import(&mut self, import: &'a Import, target: Target, findings: &mut Findings) {
        let Some(symbols) = &import.symbols else {
            self.stars.push((import, target));
            return;
        };
        for symbol in symbols {
            let name = symbol.alias.unwrap_or(symbol.name);
            if let Some(first) = self.table.get(&name.name) {
                if !self.open {
                    findings.push(duplicate(name, first.span));
                }
                continue;
            }
            if let Some(place) = self.used.remove(&name.name) {
                findings.push(import_after_use(name, place));
            }
            let unresolved = Symbol {
                meaning: Meaning::Unknown,
                access: Access::Public,
                span: name.span,
                local: false,
            };
            self.table.insert(name.name, unresolved);
            self.imports.push((*symbol, import, target));
        }
    }
}

/// Gives every imported name its meaning.
fn resolve_imports(all: &mut [Names], findings: &mut Findings) {
    let mut found: Vec<(usize, Name, Meaning)> = Vec::new();
    for (module, names) in all.iter().enumerate() {
        for (symbol, import, target) in &names.imports {
            let Target::Module(target) = *target else {
                continue;
            };
            let name = symbol.alias.unwrap_or(symbol.name).name;
            match lookup(all, target, symbol.name.name, &mut FxHashSet::default()) {
                Lookup::Found(symbol_found) => {
                    if symbol_found.access == Access::Private {
                        findings.push(private(symbol.name, import, symbol_found.span));
                    }
                    found.push((module, name, symbol_found.meaning));
                }
                Lookup::Unknown => {}
                Lookup::Missing => {
                    findings.push(missing(symbol.name, import, &all[target]));
                }
            }
        }
    }
    for (module, name, meaning) in found {
        if let Some(symbol) = all[module].table.get_mut(&name)
            && !symbol.local
        {
            symbol.meaning = meaning;
        }
    }
}

enum Lookup {
    Found(Symbol),
    Unknown,
    Missing,
}

/// Follows a name through the modules that import it from one another.
fn lookup(
    all: &[Names],
    module: usize,
    name: Name,
    looked: &mut FxHashSet<(usize, Name)>,
) -> Lookup {
    let Some(names) = all.get(module) else {
        return Lookup::Unknown;
    };
    if !looked.insert((module, name)) {
        return Lookup::Missing;
    }
    match names.table.get(&name) {
        Some(symbol) if symbol.local => return Lookup::Found(*symbol),
        Some(_) => {
            let import = names
                .imports
                .iter()
                .find(|(symbol, ..)| symbol.alias.unwrap_or(symbol.name).name == name);
            return match import {
                Some((symbol, _, Target::Module(next))) => {
                    lookup(all, *next, symbol.name.name, looked)
                }
                _ => Lookup::Unknown,
            };
        }
        None => {}
    }
    for (_, target) in &names.stars {
        if let Target::Module(next) = target
            && let Some(symbol) = all.get(*next).and_then(|names| names.table.get(&name))
            && symbol.local
        {
            return Lookup::Found(*symbol);
        }
    }
    let open = names.open
        || names
            .stars
            .iter()
            .any(|(_, target)| *target == Target::Unknown);
    if open {
        Lookup::Unknown
    } else {
        Lookup::Missing
    }
}

/// Brings in everything that `import *` brings in: what the other module declares itself.
fn resolve_stars(all: &mut [Names], reached: &[Reached], findings: &mut Findings) {
    for module in 0..all.len() {
        let stars = std::mem::take(&mut all[module].stars);
        for (import, target) in &stars {
            let Target::Module(target) = *target else {
                all[module].open = true;
                continue;
            };
            let brought: Vec<(Name, Symbol)> = all[target]
                .table
                .iter()
                .filter(|(_, symbol)| symbol.local)
                .map(|(name, symbol)| (*name, *symbol))
                .collect();
            let standard = reached[module].unit.parsed.origin.is_standard();
            all[module].open |= all[target].open;
            let names = &mut all[module];
            for (name, symbol) in brought {
                names.bring(name, symbol, import, standard, findings);
            }
        }
        all[module].stars = stars;
    }
}

impl Names<'_> {
    fn bring(
        &mut self,
        name: Name,
        symbol: Symbol,
        import: &Import,
        standard: bool,
        findings: &mut Findings,
    ) {
        if let Some(first) = self.table.get(&name) {
            if first.meaning != symbol.meaning && !self.open && !standard {
                findings.push(star_duplicate(name, import, first.span, symbol.span));
            }
            return;
        }
        if symbol.access == Access::Private {
            return;
        }
        if let Some(place) = self.used.remove(&name)
            && !standard
        {
            findings.push(star_after_use(name, import, place));
        }
        let imported = Symbol {
            span: import.span,
            local: false,
            ..symbol
        };
        self.table.insert(name, imported);
    }
}

fn duplicate(name: Identifier, first: Span) -> Diagnostic {
    let message = format!("`{}` is declared twice", name.name);
    Diagnostic::new(Code::Q0104, name.span, message)
        .label("the second declaration")
        .related(first, "the first one")
        .help("give one of them another name; an import can do it with `as`")
}

fn import_after_use(name: Identifier, place: Span) -> Diagnostic {
    let message = format!("`{}` is imported after an interface uses it", name.name);
    Diagnostic::new(Code::Q0104, name.span, message)
        .label("Jolie takes the name as declared before")
        .related(place, "used here")
        .help("move the import before the interface")
}

fn star_after_use(name: Name, import: &Import, place: Span) -> Diagnostic {
    let message = format!(
        "`{name}` comes with `import *`, and an interface of this module uses it: Jolie takes it as declared twice"
    );
    Diagnostic::new(Code::Q0104, import.span, message)
        .label(format!("brings in `{name}`"))
        .related(place, "used in an interface here")
        .help(format!(
            "import it by its name: `from {} import {name}`",
            import.module()
        ))
}

fn star_duplicate(name: Name, import: &Import, first: Span, second: Span) -> Diagnostic {
    let message = format!("`{name}` is declared twice");
    Diagnostic::new(Code::Q0104, import.span, message)
        .label(format!("brings in `{name}` again"))
        .related(first, "the first declaration")
        .related(second, "the second one")
        .help("import the names that are needed, one by one")
}

fn alias_after_use(name: Identifier, place: Span) -> Diagnostic {
    let message = format!(
        "`{}` is another name of a type, and an interface uses it before its declaration: Jolie takes it for a loop",
        name.name
    );
    Diagnostic::new(Code::Q0130, place, message)
        .label("used here")
        .related(name.span, "declared only here")
        .help("move the declaration of the type before the interface")
}

fn private(name: Identifier, import: &Import, declared: Span) -> Diagnostic {
    let message = format!("`{}` is private in `{}`", name.name, import.module());
    Diagnostic::new(Code::Q0103, name.span, message)
        .label("cannot be imported")
        .related(declared, "declared here")
}

fn missing(name: Identifier, import: &Import, target: &Names) -> Diagnostic {
    let message = format!(
        "`{}` is not defined in module `{}`",
        name.name,
        import.module()
    );
    let finding = Diagnostic::new(Code::Q0102, name.span, message).label("symbol not found");
    let local = target.table.iter().filter(|(_, symbol)| symbol.local);
    let names: Vec<&str> = local.map(|(name, _)| name.as_str()).collect();
    match nearest(&name.name, names.iter().copied()) {
        Some(near) => finding.help(format!("there is `{near}`")),
        None if names.is_empty() || names.len() > 8 => finding,
        None => finding.note(format!("the module declares `{}`", names.join("`, `"))),
    }
}
