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
use std::path::PathBuf;
use std::sync::Arc;

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
        let Some(parsed) = self.find(&include.file.value) else {
            self.unit.whole = false;
            self.unit.findings.push(missing(include));
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
        self.unit.included.insert(parsed.origin.clone());
        let folder = parsed.origin.folder().map(PathBuf::from);
        let entered = folder.is_some();
        self.nested.extend(folder);
        self.path.push((parsed.origin.clone(), place));
        let outermost = self.path.get(1).map_or(place, |(_, span)| *span);
        self.unit.directives.push((parsed.source, outermost));
        self.file(&parsed);
        self.path.pop();
        if entered {
            self.nested.pop();
        }
    }

    fn find(&mut self, file: &str) -> Option<Arc<Parsed>> {
        let file = file.strip_prefix("file:").unwrap_or(file);
        for folder in &self.folders {
            if let Some(parsed) = self.reader.disk(&folder.join(file)) {
                return Some(parsed);
            }
        }
        if let Some(parsed) = self.reader.include(file) {
            return Some(parsed);
        }
        for folder in self.nested.iter().rev() {
            if let Some(parsed) = self.reader.disk(&folder.join(file)) {
                return Some(parsed);
            }
        }
        None
    }
}

fn missing(include: &Include) -> Diagnostic {
    let file = &include.file.value;
    let message = format!("file not found: \"{file}\"");
    let finding = Diagnostic::new(Code::Q0101, include.file.span, message)
        .label("no folder that Jolie looks in has this file");
    match nearest(file, standard::includes()) {
        Some(near) => finding.help(format!("the standard library has \"{near}\"")),
        None => finding.help("name the folder of the file with `--include`, if it is another one"),
    }
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
