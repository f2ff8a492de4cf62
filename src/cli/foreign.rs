//! Protocols in other languages than Jolie's: Scribble and nuScr by their extensions, Sprout by its
//! first words; any by `--from`.

use crate::automata::global::Global;
use crate::base::{Diagnostic, Name, SourceId, Sources};
use crate::check::protocol::{self, Rules};
use crate::protocol::{nuscr, scribble, sprout};
use crate::syntax;
use crate::verdict::{Property, Verdict};
use clap::ValueEnum;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The languages of protocols that have no extension of their own here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum From {
    /// Modules of Scribble
    Scribble,
    /// Protocols of nuScr
    Nuscr,
    /// Symbolic protocols of Sprout
    Sprout,
}

/// By whose rules protocols are judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum RuleBook {
    /// What can be implemented holds
    #[default]
    Quadrille,
    /// What Scribble refuses by default fails
    Scribble,
}

/// How messages travel in the systems that protocols of other languages are about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Semantics {
    /// Who sends waits for who receives
    Sync,
    /// A queue for each pair of roles
    #[default]
    Async,
}

impl std::convert::From<Semantics> for Rules {
    fn from(semantics: Semantics) -> Self {
        match semantics {
            Semantics::Sync => Self::Rendezvous,
            Semantics::Async => Self::PeerToPeer,
        }
    }
}

/// Protocols that were read.
#[derive(Default)]
pub(super) struct Foreign {
    plain: Vec<Global>,
    symbolic: Vec<Global>,
    /// What is wrong with them.
    pub diagnostics: Vec<Diagnostic>,
    /// Their files, as people see them.
    pub files: Vec<String>,
    sources: Vec<SourceId>,
}

/// The language of a file, when it is one of protocols.
fn language(path: &Path, from: Option<From>) -> Option<From> {
    if !path.is_file() {
        return None;
    }
    let extension = path.extension().and_then(|extension| extension.to_str());
    let told = match extension {
        Some("scr") => Some(From::Scribble),
        Some("nuscr") => Some(From::Nuscr),
        _ => None,
    };
    if let Some(language) = from.or(told) {
        return Some(language);
    }
    let text = extension
        .is_none()
        .then(|| fs::read_to_string(path).ok())
        .flatten()?;
    let mut lines = text.lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with("//"))?;
    first.starts_with("Initial state:").then_some(From::Sprout)
}

/// Parts paths into those of protocols in other languages, with their language, and all others.
pub(super) fn part(paths: &[PathBuf], from: Option<From>) -> (Vec<(PathBuf, From)>, Vec<PathBuf>) {
    let (mut foreign, mut own) = (Vec::new(), Vec::new());
    for path in paths {
        match language(path, from) {
            Some(language) => foreign.push((path.clone(), language)),
            None => own.push(path.clone()),
        }
    }
    (foreign, own)
}

impl Foreign {
    /// Reads files into `sources`.
    ///
    /// # Errors
    /// When one cannot be read.
    pub(super) fn read(
        paths: &[(PathBuf, From)],
        rules: RuleBook,
        sources: &mut Sources,
    ) -> anyhow::Result<Self> {
        let mut found = Self::default();
        for (path, language) in paths {
            let before = sources.iter().count();
            match language {
                From::Scribble => found.scribble(path, rules, sources)?,
                From::Nuscr => found.nuscr(path, sources)?,
                From::Sprout => found.sprout(path, sources)?,
            }
            let read = sources.iter().skip(before);
            found.sources.extend(read.map(|(id, _)| id));
            found.files.push(path.display().to_string());
        }
        Ok(found)
    }

    fn scribble(
        &mut self,
        path: &Path,
        rules: RuleBook,
        sources: &mut Sources,
    ) -> anyhow::Result<()> {
        let mut errors = Vec::new();
        let modules = scribble::load(path, sources, &mut errors)?;
        if !errors.is_empty() {
            self.diagnostics.extend(errors);
            return Ok(());
        }
        let found = scribble::protocols(&modules);
        self.diagnostics.extend(found.diagnostics);
        if rules == RuleBook::Scribble {
            self.diagnostics.extend(found.refused);
            let refused = found.globals.iter().flat_map(scribble::rules::judge);
            self.diagnostics.extend(refused);
        }
        self.plain.extend(found.globals);
        Ok(())
    }

    fn nuscr(&mut self, path: &Path, sources: &mut Sources) -> anyhow::Result<()> {
        let text = String::from_utf8_lossy(&fs::read(path)?).into_owned();
        let source = sources.add(path.display().to_string().replace('\\', "/"), text.as_str());
        let (file, errors) = syntax::nuscr::parse(source, &text);
        if !errors.is_empty() {
            self.diagnostics.extend(errors);
            return Ok(());
        }
        let found = nuscr::protocols(&file);
        self.diagnostics.extend(found.diagnostics);
        for global in found.globals {
            // A condition that is not read may be true or not, which only a judgement without conditions minds.
            if global.is_symbolic() && !nuscr::is_unread(&global) {
                self.symbolic.push(global);
            } else {
                self.plain.push(global);
            }
        }
        Ok(())
    }

    fn sprout(&mut self, path: &Path, sources: &mut Sources) -> anyhow::Result<()> {
        let text = String::from_utf8_lossy(&fs::read(path)?).into_owned();
        let source = sources.add(path.display().to_string().replace('\\', "/"), text.as_str());
        let (file, errors) = syntax::sprout::parse(source, &text);
        if !errors.is_empty() {
            self.diagnostics.extend(errors);
            return Ok(());
        }
        let name = path
            .file_stem()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let (global, errors) = sprout::global(&file, Name::from(&name));
        if errors.is_empty() {
            self.symbolic.push(global);
        }
        self.diagnostics.extend(errors);
        Ok(())
    }

    /// The protocols.
    pub(super) fn globals(&self) -> impl Iterator<Item = &Global> {
        self.plain.iter().chain(&self.symbolic)
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.plain.len() + self.symbolic.len()
    }

    /// Whether a source is one of theirs.
    pub(super) fn has(&self, source: SourceId) -> bool {
        self.sources.contains(&source)
    }

    /// The verdicts on them, with so much time for each question to the solver.
    pub(super) fn judge(
        &self,
        semantics: Option<Semantics>,
        properties: &[Property],
        time: Duration,
    ) -> Vec<Verdict> {
        let rules = Rules::from(semantics.unwrap_or_default());
        let plain = self.plain.iter();
        let plain = plain.flat_map(|global| protocol::judge(global, rules, properties));
        let symbolic = self
            .symbolic
            .iter()
            .flat_map(|global| protocol::judge_symbolic(global, rules, time, properties));
        plain.chain(symbolic).collect()
    }
}
