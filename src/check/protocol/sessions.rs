//! The sessions of the programs that were read, as protocols.

use super::Rules;
use super::waiting::left_waiting;
use crate::automata::global::Global;
use crate::base::{Code, Diagnostic, Name};
use crate::program::Program;
use crate::protocol::session::lower;
use crate::syntax::jolie::tree::Literal;
use crate::verdict::{Property, Verdict};
use rustc_hash::FxHashMap;

/// Sessions with what they mean.
#[derive(Debug)]
pub struct Sessions {
    /// Those that mean something.
    pub protocols: Vec<Global>,
    /// Which of the program's sessions each of them is, by its place.
    pub declared: Vec<usize>,
    /// What is wrong with them.
    pub diagnostics: Vec<Diagnostic>,
    count: usize,
}

impl Sessions {
    /// Those of all modules that are not standard, with the constants of the command line.
    #[must_use]
    pub fn of(program: &Program, constants: &[(Name, Literal)]) -> Self {
        let constants = numbers(constants);
        let mut sessions = Self {
            protocols: Vec::new(),
            declared: Vec::new(),
            diagnostics: Vec::new(),
            count: program.sessions.len(),
        };
        for (place, declared) in program.sessions.iter().enumerate() {
            let name = declared.session.name;
            let mut before = program.sessions.iter().take(place);
            let same = before
                .find(|one| one.module == declared.module && one.session.name.name == name.name);
            if let Some(same) = same {
                let message = format!("the session `{}` is declared twice", name.name);
                let error = Diagnostic::new(Code::Q0104, name.span, message)
                    .related(same.session.name.span, "declared here first")
                    .help("give one of them another name");
                sessions.diagnostics.push(error);
                continue;
            }
            let lowered = lower(&declared.session, &constants);
            sessions.diagnostics.extend(lowered.diagnostics);
            if let Some(global) = lowered.global {
                let waiting = left_waiting(&global, Rules::Jolie);
                sessions.diagnostics.extend(waiting);
                sessions.protocols.push(global);
                sessions.declared.push(place);
            }
        }
        sessions
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// The verdicts on those that mean something.
    #[must_use]
    pub fn judge(&self, properties: &[Property]) -> Vec<Verdict> {
        let verdicts = self.protocols.iter();
        verdicts
            .flat_map(|global| super::judge(global, Rules::Jolie, properties))
            .collect()
    }
}

/// The constants that are numbers.
#[must_use]
pub fn numbers(constants: &[(Name, Literal)]) -> FxHashMap<Name, i64> {
    let constants = constants.iter().filter_map(|(name, value)| {
        let number = match value {
            Literal::Int(number) => i64::from(*number),
            Literal::Long(number) => *number,
            _ => return None,
        };
        Some((*name, number))
    });
    constants.collect()
}
