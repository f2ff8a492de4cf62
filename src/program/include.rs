//! Includes: in comes a file, out come its declarations with those of every included file in their places.
//!
//! An `include` is textual: what the file holds goes where the directive stands, and one in the body of a service
//! goes before that service. Constants hold on through included files, so they are put in their places here.
//! A file is looked for in the folder of the program, in the working folder, in its folder `include`, in the folders
//! given, among the standard files, and at last in the folders of the files that are being included.

use super::constants::Constants;
use super::findings::Findings;
use super::load::Settings;
use super::read::{Origin, Parsed, Reader};
use super::similar::nearest;
use super::standard;
use crate::base::{Code, Diagnostic, SourceId, Span};
use crate::syntax::jolie::tree::{Include, Item, Service};
use rustc_hash::FxHashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many inclusions of files one module may have.
const INCLUSIONS: usize = 10_000;

/// How many declarations of one module may come from files that it has included before.
const REPEATED: usize = 100_000;

/// How many files may include one another, each the next one.
const NESTED: usize = 500;

/// A module as it is once its includes are in it.
#[derive(Debug)]
pub(super) struct Unit {
    /// The file that it is made of.
    pub(super) parsed: Arc<Parsed>,
    /// Its declarations, without includes and constants.
    pub(super) items: Vec<Item>,
    /// Whether every file of it was found and could be read.
    pub(super) whole: bool,
    /// Whether it includes anything.
    pub(super) includes: bool,
    /// The files that it includes.
    pub(super) included: FxHashSet<Origin>,
    /// Each inclusion of a file, with the directive that it follows from: in the file itself, not in an included one.
    pub(super) directives: Vec<(SourceId, Span)>,
    /// What is wrong with it so far; of no weight when it is only a part of other programs.
    pub(super) findings: Findings,
}

/// Reads a module's includes.
pub(super) fn flatten(reader: &mut Reader, settings: &Settings, parsed: &Arc<Parsed>) -> Unit {
    let mut folders = Vec::new();
    folders.extend(parsed.origin.folder().map(PathBuf::from));
    if !parsed.origin.is_standard() {
        folders.push(reader.working().to_path_buf());
        folders.push(reader.working().join("include"));
        folders.extend(settings.include.iter().cloned());
    }
    let mut flattening = Flattening {
        reader,
        folders,
        nested: Vec::new(),
        constants: Constants::new(&settings.constants),
        path: vec![(parsed.origin.clone(), Span::NOWHERE)],
        repeated: 0,
        limited: false,
        unit: Unit {
            parsed: Arc::clone(parsed),
            items: Vec::new(),
            whole: true,
            includes: false,
            included: FxHashSet::default(),
            directives: Vec::new(),
            findings: Findings::default(),
        },
    };
    flattening.file(parsed);
    flattening.unit
}

struct Flattening<'a> {
    reader: &'a mut Reader,
    /// Where files are looked for first.
    folders: Vec<PathBuf>,
    /// The folders of the files that are being included.
    nested: Vec<PathBuf>,
    constants: Constants,
    /// The files that are being read, each with the directive that asks for it.
    path: Vec<(Origin, Span)>,
    /// How many declarations come from files that were included before.
    repeated: usize,
    /// Whether a limit was reached: from there on nothing is included.
    limited: bool,
    unit: Unit,
}

impl Flattening<'_> {
    fn file(&mut self, parsed: &Parsed) {
        self.unit.whole &= parsed.whole;
        for item in &parsed.file.items {
            match item {
                Item::Include(include) => self.include(include),
                Item::Constants(constants) => {
                    for constant in constants {
                        self.constants.declare(constant);
                    }
                }
                Item::Service(service) => {
                    let service = self.service(service);
                    self.unit.items.push(Item::Service(service));
                }
                other => {
                    let item = self.replaced(other);
                    self.unit.items.push(item);
                }
            }
        }
    }

    fn replaced(&mut self, item: &Item) -> Item {
        let mut item = item.clone();
        self.constants.replace(&mut item, &mut self.unit.findings);
        item
    }

    fn service(&mut self, service: &Service) -> Service {
        let mut items = Vec::new();
        for item in &service.items {
            if let Item::Include(include) = item {
                self.include(include);
            } else {
                items.push(self.replaced(item));
            }
        }
        Service {
            access: service.access,
            name: service.name,
            parameter: service.parameter.clone(),
            items,
            span: service.span,
        }
    }

    fn include(&mut self, include: &Include) {
        self.unit.includes = true;
        if self.limited {
            return;
        }
        let Some(parsed) = self.find(&include.file.value) else {
            self.unit.whole = false;
            let found = self.unusable(&include.file.value);
            let finding =
                found.map_or_else(|| missing(include), |reason| unusable(include, &reason));
            self.unit.findings.push(finding);
            return;
        };
        let place = include.file.span;
        let open = self
            .path
            .iter()
            .position(|(open, _)| *open == parsed.origin);
        if let Some(start) = open {
            self.unit.whole = false;
            let inner = &self.path[start + 1..];
            let finding = cycle(include, inner.iter().map(|(_, span)| *span));
            self.unit.findings.push(finding);
            return;
        }
        let outermost = self.path.get(1).map_or(place, |(_, span)| *span);
        if !self.within_limits(&parsed) {
            self.limited = true;
            self.unit.whole = false;
            self.unit.findings.push(limit(include, outermost));
            return;
        }
        let folder = parsed.origin.folder().map(PathBuf::from);
        let entered = folder.is_some();
        self.nested.extend(folder);
        self.path.push((parsed.origin.clone(), place));
        self.unit.directives.push((parsed.source, outermost));
        self.file(&parsed);
        self.path.pop();
        if entered {
            self.nested.pop();
        }
    }

    /// Counts one more inclusion of a file, and says whether the limits allow it.
    fn within_limits(&mut self, parsed: &Parsed) -> bool {
        if !self.unit.included.insert(parsed.origin.clone()) {
            let inner = |item: &Item| match item {
                Item::Service(service) => 1 + service.items.len(),
                _ => 1,
            };
            self.repeated += parsed.file.items.iter().map(inner).sum::<usize>();
        }
        self.path.len() <= NESTED
            && self.unit.directives.len() < INCLUSIONS
            && self.repeated <= REPEATED
    }

    /// Why a file that is there was not found to be one: the first of that name where files are looked for.
    fn unusable(&self, file: &str) -> Option<String> {
        let file = local(file);
        self.folders
            .iter()
            .chain(self.nested.iter().rev())
            .find_map(|folder| self.reader.unusable(&folder.join(file)))
    }

    /// Jolie puts the name behind each folder, one that begins with `/` too, before it takes it for a path from the root.
    fn find(&mut self, file: &str) -> Option<Arc<Parsed>> {
        let file = local(file);
        let name = file.trim_start_matches('/');
        for folder in &self.folders {
            if let Some(parsed) = self.reader.disk(&folder.join(name)) {
                return Some(parsed);
            }
        }
        if let Some(parsed) = self.reader.include(name) {
            return Some(parsed);
        }
        for folder in self.nested.iter().rev() {
            if let Some(parsed) = self.reader.disk(&folder.join(name)) {
                return Some(parsed);
            }
        }
        let path = Path::new(file);
        path.is_absolute().then(|| self.reader.disk(path)).flatten()
    }
}

/// The path that an address on this machine stands for: that of a file (`file:`), or of an entry of an archive (`jap:`).
fn local(file: &str) -> &str {
    let inside = file.strip_prefix("jap:").unwrap_or(file);
    inside.strip_prefix("file:").unwrap_or(inside)
}

fn missing(include: &Include) -> Diagnostic {
    let file = &include.file.value;
    let message = format!("file not found: \"{file}\"");
    let finding = Diagnostic::new(Code::Q0101, include.file.span, message)
        .label("no folder that Jolie looks in has this file");
    match nearest(file, standard::includes()) {
        Some(near) => finding.help(format!("the standard library has \"{near}\"")),
        None if include.file.value.contains(':') => finding
            .help("addresses elsewhere are not opened: put a copy of the file beside the program"),
        None => finding.help("name the folder of the file with `--include`, if it is another one"),
    }
}

fn unusable(include: &Include, reason: &str) -> Diagnostic {
    let message = format!("\"{}\" {reason}", include.file.value);
    Diagnostic::new(Code::Q0101, include.file.span, message).label("this cannot be included")
}

/// The limits are reached at a directive, which follows from one in the file itself.
fn limit(include: &Include, outermost: Span) -> Diagnostic {
    let message = "too many files are included here to be judged";
    let mut finding = Diagnostic::new(Code::Q0901, outermost, message)
        .label("a limit is reached in what this includes")
        .note(format!(
            "the limits of one module are {INCLUSIONS} inclusions, {NESTED} of them inside one another, and {REPEATED} \
             declarations from files included before"
        ))
        .help("include each file once");
    if include.file.span != outermost {
        finding = finding.related(include.file.span, "reached at this inclusion");
    }
    finding
}

fn cycle(include: &Include, inner: impl Iterator<Item = Span>) -> Diagnostic {
    let message = format!("\"{}\" includes itself", include.file.value);
    let mut finding = Diagnostic::new(Code::Q0116, include.file.span, message)
        .label("the file is being included already");
    for span in inner {
        finding = finding.related(span, "by way of this");
    }
    finding
}

/// Whether declarations are only parts of a program: nothing among them can run.
pub(super) fn is_fragment(items: &[Item]) -> bool {
    !items
        .iter()
        .any(|item| matches!(item, Item::Main(_) | Item::Service(_)))
}
