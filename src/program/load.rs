//! Loading: in come paths and settings, out comes the program that they make, with everything that Jolie would refuse.

use super::find::find;
use super::model::Program;
use super::module::reach;
use super::parameter::mismatch;
use super::read::Reader;
use super::resolve::resolve;
use crate::base::{Code, Diagnostic, Name, Sources, Span};
use crate::syntax::jolie::tree::Literal;
use std::path::PathBuf;

/// What is given beside the paths.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Further folders in which included files are looked for: `--include`.
    pub include: Vec<PathBuf>,
    /// Constants with their values, before those of the text: `--constant`.
    pub constants: Vec<(Name, Literal)>,
    /// The parameter of the service that is started: `--param`.
    pub parameter: Option<serde_json::Value>,
}

/// What was loaded.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// Every text that was read.
    pub sources: Sources,
    /// The program: what could be understood of it.
    pub program: Program,
    /// What is wrong with it, those of syntax included.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads files, and the `.ol` files below folders, with everything that they include, import and embed.
///
/// Each file asked for is a module of its own. A path that is not there is a diagnostic with no place.
#[must_use]
pub fn load(paths: &[PathBuf], settings: &Settings) -> Loaded {
    let (asked, missing) = find(paths);
    let mut reader = Reader::new();
    for (path, reason) in missing {
        let message = format!("cannot read {}: {reason}", path.display());
        let finding = Diagnostic::new(Code::Q0101, Span::NOWHERE, message);
        reader.findings.push(finding);
    }
    let reached = reach(&mut reader, settings, &asked);
    let standard = reader.standard();
    let Reader {
        sources,
        mut findings,
        ..
    } = reader;
    let mut program = resolve(&reached, &sources, &mut findings);
    program.standard = standard;
    let mut diagnostics = findings.into_list();
    let parameter = settings.parameter.as_ref();
    diagnostics.extend(parameter.and_then(|value| mismatch(&program, value)));
    Loaded {
        sources,
        program,
        diagnostics,
    }
}
