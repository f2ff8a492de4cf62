//! An automaton as a module of Scribble, and what Scribble and nuScr have in common.

use super::Unsayable;
use super::conditions::{Said, unsayable};
use super::names::{Names, operation};
use super::smallest;
use super::structure::{Piece, Structure, Way, structure};
use crate::automata::global::{Edge, Global};
use crate::automata::label::{Label, Phase, RoleId};
use crate::base::Name;
use std::collections::BTreeSet;
use std::fmt::Write;

/// The words of Scribble and nuScr.
pub(super) const RESERVED: &[&str] = &[
    "from",
    "to",
    "or",
    "do",
    "rec",
    "continue",
    "choice",
    "at",
    "global",
    "protocol",
    "role",
    "import",
    "module",
    "as",
    "aux",
    "explicit",
    "nested",
    "calls",
    "new",
    "not",
    "true",
    "false",
    "len",
    "connect",
    "disconnect",
    "wrap",
    "and",
    "type",
    "data",
    "sig",
    "self",
];

/// The text of a protocol, a piece after the other.
pub(super) struct Blocks<'g> {
    pub(super) global: &'g Global,
    pub(super) text: String,
    roles: Names<RoleId>,
    operations: Names<(RoleId, RoleId, Name, Phase)>,
    depth: usize,
}

impl<'g> Blocks<'g> {
    pub(super) fn new(global: &'g Global) -> Self {
        Self {
            global,
            text: String::new(),
            roles: Names::new(true, RESERVED),
            operations: Names::new(true, RESERVED),
            depth: 0,
        }
    }

    fn line(&mut self, line: &str) {
        // Writing to a string does not fail.
        let _ = writeln!(self.text, "{}{line}", "    ".repeat(self.depth));
    }

    pub(super) fn role(&mut self, role: RoleId) -> Name {
        let name = self.global.role(role);
        self.roles.name(role, "", name.as_str())
    }

    /// The name of a message; `types` says whether its types tell it from others of the same name.
    pub(super) fn operation(&mut self, edge: &Edge, types: bool) -> Name {
        let (from, to) = (edge.interaction.from, edge.interaction.to);
        let Label {
            operation: whole,
            phase,
        } = edge.interaction.label;
        let simple = operation(whole);
        let written = match phase {
            Phase::OneWay | Phase::Request => simple.to_owned(),
            Phase::Reply => format!("{simple}_reply"),
            Phase::Fault(fault) => format!("{simple}_{fault}"),
        };
        let key = if types { Name::from(simple) } else { whole };
        let within = format!("{} {}", from.0, to.0);
        self.operations
            .name((from, to, key, phase), &within, &written)
    }

    /// `role A, role B`: whoever does something, for who does nothing is an error there.
    pub(super) fn roles(&mut self) -> String {
        let edges = self.global.all_edges();
        let acting: BTreeSet<RoleId> = edges
            .flat_map(|(_, edge)| [edge.interaction.from, edge.interaction.to])
            .collect();
        let roles = acting
            .into_iter()
            .map(|role| format!("role {}", self.role(role)));
        roles.collect::<Vec<_>>().join(", ")
    }

    /// A block with what is inside of it, after `head`.
    pub(super) fn block(
        &mut self,
        head: &str,
        row: &[Piece<'g>],
        message: &mut dyn FnMut(&mut Self, &'g Edge) -> String,
    ) {
        self.line(&format!("{head}{{"));
        self.depth += 1;
        for piece in row {
            self.piece(piece, message);
        }
        self.depth -= 1;
        self.line("}");
    }

    fn piece(&mut self, piece: &Piece<'g>, message: &mut dyn FnMut(&mut Self, &'g Edge) -> String) {
        match piece {
            Piece::Step(edge) => {
                let sent = message(self, edge);
                let [from, to] =
                    [edge.interaction.from, edge.interaction.to].map(|role| self.role(role));
                self.line(&format!("{sent} from {from} to {to};"));
            }
            Piece::Choice(branches) => {
                let first = branches.first().and_then(|branch| branch.first());
                let Some(Piece::Step(edge)) = first else {
                    return;
                };
                let at = self.role(edge.interaction.from);
                for (index, branch) in branches.iter().enumerate() {
                    let head = match index {
                        0 => format!("choice at {at} "),
                        _ => "or ".to_owned(),
                    };
                    self.block(&head, branch, message);
                }
            }
            Piece::Loop(number, body) => self.block(&format!("rec X{number} "), body, message),
            Piece::Again(number) => self.line(&format!("continue X{number};")),
            // These are pieces of sessions.
            Piece::Call(_) | Piece::Part(_) => {}
        }
    }
}

/// The module of Scribble that these automata are.
///
/// # Errors
///
/// What Scribble cannot say, each with its line.
pub fn scribble(globals: &[&Global]) -> Result<String, Vec<Unsayable>> {
    let mut names = Names::new(true, RESERVED);
    let mut types = Names::new(true, RESERVED);
    let module = globals
        .first()
        .map_or_else(Name::default, |first| first.name);
    let module = names.name((usize::MAX, module), "modules", module.as_str());
    let used: BTreeSet<Name> = globals
        .iter()
        .flat_map(|global| global.all_edges())
        .flat_map(|(_, edge)| edge.payload.types())
        .collect();
    let mut text = format!("module {module};\n\n");
    for data in &used {
        let own = types.name(*data, "", data.as_str());
        let _ = writeln!(text, "type <jolie> \"{own}\" from \"{module}\" as {own};");
    }
    let mut errors = Vec::new();
    for (index, global) in globals.iter().enumerate() {
        let global = &smallest(global);
        if index > 0 || !used.is_empty() {
            text.push('\n');
        }
        errors.extend(unsaid(global));
        let body = match structure(global, Way::Loops) {
            Ok(Structure { body, .. }) => body,
            Err(found) => {
                errors.extend(found);
                continue;
            }
        };
        let name = names.name((index, global.name), "protocols", global.name.as_str());
        let mut blocks = Blocks::new(global);
        let mut message = |blocks: &mut Blocks<'_>, edge: &Edge| {
            let operation = blocks.operation(edge, true);
            let carried = edge.payload.types();
            let carried: Vec<&str> = carried
                .map(|data| types.name(data, "", data.as_str()).as_str())
                .collect();
            format!("{operation}({})", carried.join(", "))
        };
        let roles = blocks.roles();
        blocks.block(
            &format!("global protocol {name}({roles}) "),
            &body,
            &mut message,
        );
        text.push_str(&blocks.text);
    }
    match errors.is_empty() {
        true => Ok(text),
        false => Err(errors),
    }
}

/// The conditions of a protocol, and the sessions that it sends.
fn unsaid(global: &Global) -> Vec<Unsayable> {
    let mut errors = Vec::new();
    for (_, edge) in global.all_edges() {
        let says = Said::of(global, edge).is_ok_and(|said| said.parts.is_empty());
        let error = unsayable(edge, "Scribble has no conditions");
        if !says && !errors.contains(&error) {
            errors.push(error);
        }
        if edge.payload.types().any(|data| data.as_str().contains('@')) {
            errors.push(unsayable(edge, SENT));
        }
    }
    errors
}

/// Why a session that is sent cannot be said.
pub(super) const SENT: &str = "a session that is sent would need its protocol beside";
