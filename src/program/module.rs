//! Modules: in come the files asked for, out come they and every module that they reach, includes done.
//!
//! A module is reached by an import, or by `embedded { Jolie: "file.ol" }`. Modules may import one another in circles.

use super::archive::{inside, is_archive};
use super::find::Asked;
use super::findings::Findings;
use super::import::{self, Found};
use super::include::{Unit, flatten, is_fragment};
use super::load::Settings;
use super::read::{Origin, Parsed, Reader};
use crate::base::{SourceId, Span};
use crate::syntax::jolie::tree::{Embedded, EmbeddedProgram, Import, Item, Technology};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where an import leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// To the module at this position.
    Module(usize),
    /// Where nothing can be known: what is imported is taken as there.
    Unknown,
}

/// A module with where its imports and embedded files lead.
#[derive(Debug)]
pub(super) struct Reached {
    /// Its declarations.
    pub(super) unit: Unit,
    /// Whether it was asked for.
    pub(super) asked: bool,
    /// Whether it was asked for by its own name.
    pub(super) named: bool,
    /// Whether it is only read for what includes it, and not to be judged as a program of its own.
    pub(super) fragment: bool,
    /// Its imports.
    pub(super) imports: Vec<(Import, Target)>,
    /// The modules that it embeds by their file, by the place of the line.
    pub(super) embedded: FxHashMap<Span, usize>,
}

/// Reads the files asked for and everything that they reach; those asked for come first, in their order.
pub(super) fn reach(reader: &mut Reader, settings: &Settings, asked: &[Asked]) -> Vec<Reached> {
    let mut crawl = Crawl {
        reader,
        settings,
        positions: FxHashMap::default(),
        waiting: VecDeque::new(),
        reported: FxHashSet::default(),
    };
    let mut named = FxHashSet::default();
    for file in asked {
        let Some(parsed) = crawl.reader.disk(&file.path) else {
            continue;
        };
        if file.named {
            named.insert(parsed.origin.clone());
        }
        crawl.position(&parsed);
    }
    let count = crawl.positions.len();
    let mut reached = Vec::new();
    while let Some(parsed) = crawl.waiting.pop_front() {
        let position = reached.len();
        let module = crawl.module(&parsed, position < count);
        reached.push(module);
    }
    mark_fragments(&mut reached, &named);
    for module in reached.iter_mut().filter(|module| !module.fragment) {
        let findings = std::mem::take(&mut module.unit.findings);
        reader.findings.extend(findings.into_list());
    }
    reached
}

/// A file found in a folder that others include, and that cannot run, is judged with those that include it.
fn mark_fragments(reached: &mut [Reached], named: &FxHashSet<Origin>) {
    let mut included: FxHashSet<Origin> = FxHashSet::default();
    for module in reached.iter() {
        included.extend(module.unit.included.iter().cloned());
    }
    for module in reached {
        let origin = &module.unit.parsed.origin;
        module.named = named.contains(origin);
        module.fragment =
            is_fragment(&module.unit.items) && included.contains(origin) && !module.named;
    }
}

struct Crawl<'a> {
    reader: &'a mut Reader,
    settings: &'a Settings,
    positions: FxHashMap<Origin, usize>,
    waiting: VecDeque<Arc<Parsed>>,
    /// The modules that were not found, each once for each file that imports it.
    reported: FxHashSet<(SourceId, String)>,
}

impl Crawl<'_> {
    /// The position of a module, which is read later when it is new.
    fn position(&mut self, parsed: &Arc<Parsed>) -> usize {
        let next = self.positions.len();
        let origin = parsed.origin.clone();
        let position = *self.positions.entry(origin).or_insert(next);
        if position == next {
            self.waiting.push_back(Arc::clone(parsed));
        }
        position
    }

    fn module(&mut self, parsed: &Arc<Parsed>, asked: bool) -> Reached {
        let mut unit = flatten(self.reader, self.settings, parsed);
        let mut findings = std::mem::take(&mut unit.findings);
        let mut imports = Vec::new();
        let mut embedded = FxHashMap::default();
        for item in &unit.items {
            match item {
                Item::Import(import) => {
                    let target = self.import(&parsed.origin, import, &mut findings);
                    imports.push((import.clone(), target));
                }
                Item::Embedded(lines) => {
                    for line in lines {
                        if let Some(found) = self.embedded(&parsed.origin, line) {
                            embedded.insert(line.span, found);
                        }
                    }
                }
                _ => {}
            }
        }
        unit.findings = findings;
        Reached {
            unit,
            asked,
            named: false,
            fragment: false,
            imports,
            embedded,
        }
    }

    fn import(&mut self, origin: &Origin, import: &Import, findings: &mut Findings) -> Target {
        match import::find(self.reader, origin, import) {
            Found::Module(parsed) => Target::Module(self.position(&parsed)),
            Found::Missing(looked) => {
                if self.reported.insert((import.span.source, import.module())) {
                    let finding = import::missing(self.reader, origin, import, &looked);
                    findings.push(finding);
                }
                Target::Unknown
            }
        }
    }

    /// The module of a line of `embedded`, when its file is found. Of the options before the file, `-l` names archives in
    /// which it may be; the others are left aside.
    fn embedded(&mut self, origin: &Origin, line: &Embedded) -> Option<usize> {
        let EmbeddedProgram::Path(path) = &line.program else {
            return None;
        };
        if line.technology != Technology::Jolie {
            return None;
        }
        let mut archives: Vec<PathBuf> = Vec::new();
        let mut words = path.value.split_whitespace();
        let file = loop {
            match words.next()? {
                "-l" => {
                    let named = words.next()?.split(':').map(Path::new);
                    archives.extend(named.filter(|file| is_archive(file)).map(PathBuf::from));
                }
                word if word.ends_with(".ol") || is_archive(Path::new(word)) => break word,
                _ => {}
            }
        };
        let parsed = self.embedded_file(origin, Path::new(file)).or_else(|| {
            archives
                .iter()
                .find_map(|archive| self.embedded_file(origin, &inside(archive, file)))
        })?;
        Some(self.position(&parsed))
    }

    fn embedded_file(&mut self, origin: &Origin, file: &Path) -> Option<Arc<Parsed>> {
        let mut folders: Vec<PathBuf> =
            origin.folder().map(Path::to_path_buf).into_iter().collect();
        if !origin.is_standard() {
            folders.push(self.reader.working().to_path_buf());
            folders.extend(self.settings.include.iter().cloned());
        }
        let found = folders
            .iter()
            .find_map(|folder| self.reader.disk(&folder.join(file)));
        found.or_else(|| self.reader.include(file.to_str()?))
    }
}
