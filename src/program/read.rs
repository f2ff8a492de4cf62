//! Reading: in comes the place of a file, out come its source and its tree, each file read and parsed once a run.

use super::archive;
use super::findings::Findings;
use super::standard;
use crate::base::{Severity, SourceId, Sources};
use crate::syntax::jolie::{self, tree};
use rustc_hash::FxHashMap;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// What a text is known by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Origin {
    /// A file, by its canonical path.
    Disk(PathBuf),
    /// A standard package, by its dotted path.
    Package(String),
    /// A standard include file, by its name.
    Include(String),
}

impl Origin {
    /// The folder of a file on disk.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.path()?.parent()
    }

    /// The path of a file on disk.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::Disk(path) => Some(path),
            Self::Package(_) | Self::Include(_) => None,
        }
    }

    /// Whether it is one of our declarations of Jolie's own library.
    pub(super) fn is_standard(&self) -> bool {
        !matches!(self, Self::Disk(_))
    }
}

/// A text that was read and parsed.
#[derive(Debug)]
pub(super) struct Parsed {
    /// What it is known by.
    pub(super) origin: Origin,
    /// Its source.
    pub(super) source: SourceId,
    /// Its tree: what could be read of it.
    pub(super) file: tree::File,
    /// Whether all of it could be read.
    pub(super) whole: bool,
}

/// Reads files and keeps them.
#[derive(Debug, Default)]
pub(super) struct Reader {
    /// Every source read.
    pub(super) sources: Sources,
    /// What was found on the way.
    pub(super) findings: Findings,
    working: PathBuf,
    parsed: FxHashMap<Origin, Arc<Parsed>>,
    known: FxHashMap<PathBuf, Option<PathBuf>>,
}

impl Reader {
    /// A reader that shows paths relative to the working folder of the process.
    pub(super) fn new() -> Self {
        let working = std::env::current_dir().and_then(|path| path.canonicalize());
        Self {
            working: working.unwrap_or_default(),
            ..Self::default()
        }
    }

    /// The sources of standard packages and include files.
    pub(super) fn standard(&self) -> Vec<SourceId> {
        let texts = self.parsed.values();
        let mut sources: Vec<SourceId> = texts
            .filter(|parsed| parsed.origin.is_standard())
            .map(|parsed| parsed.source)
            .collect();
        sources.sort_unstable();
        sources
    }

    /// The working folder.
    pub(super) fn working(&self) -> &Path {
        &self.working
    }

    /// A file on disk; `None` when there is no such file, or it cannot be read.
    pub(super) fn disk(&mut self, path: &Path) -> Option<Arc<Parsed>> {
        let path = self.file(path)?;
        let origin = Origin::Disk(path.clone());
        if let Some(parsed) = self.parsed.get(&origin) {
            return Some(Arc::clone(parsed));
        }
        let bytes = match archive::split(&path) {
            Some((archive, entry)) => archive::read(&archive, &entry)?,
            None => std::fs::read(&path).ok()?,
        };
        let text = without_mark(&String::from_utf8_lossy(&bytes)).to_owned();
        let name = self.shown(&path);
        Some(self.parse(origin, name, text))
    }

    /// Why what is there under a path is not read: it is no regular file, or may not be read. `None` when nothing is
    /// there, and when nothing is wrong with it.
    pub(super) fn unusable(&self, path: &Path) -> Option<String> {
        unusable(&self.working.join(path))
    }

    /// A standard package; `None` when there is none of this name.
    pub(super) fn package(&mut self, path: &str) -> Option<Arc<Parsed>> {
        let text = standard::package(path)?;
        let origin = Origin::Package(path.to_owned());
        Some(self.parse(origin, format!("<{path}>"), text.to_owned()))
    }

    /// A standard include file; `None` when there is none of this name.
    pub(super) fn include(&mut self, file: &str) -> Option<Arc<Parsed>> {
        let text = standard::include(file)?;
        let origin = Origin::Include(file.to_owned());
        Some(self.parse(origin, format!("<{file}>"), text.to_owned()))
    }

    fn parse(&mut self, origin: Origin, name: String, text: String) -> Arc<Parsed> {
        if let Some(parsed) = self.parsed.get(&origin) {
            return Arc::clone(parsed);
        }
        let text: Arc<str> = text.into();
        let source = self.sources.add(name, Arc::clone(&text));
        let (file, diagnostics) = jolie::parse(source, &text);
        let whole = !diagnostics
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error);
        self.findings.extend(diagnostics);
        let parsed = Arc::new(Parsed {
            origin: origin.clone(),
            source,
            file,
            whole,
        });
        self.parsed.insert(origin, Arc::clone(&parsed));
        parsed
    }

    /// The canonical path of a file, or of an entry of an archive; an archive stands for its program. `None` when there is
    /// none.
    fn file(&mut self, path: &Path) -> Option<PathBuf> {
        let path = self.working.join(path);
        if let Some(known) = self.known.get(&path) {
            return known.clone();
        }
        let found = match archive::split(&path) {
            Some((archive, entry)) => entry_of(&archive, Some(entry)),
            None if archive::is_archive(&path) => entry_of(&path, None),
            None => path
                .canonicalize()
                .ok()
                .filter(|canonical| canonical.is_file()),
        };
        self.known.insert(path, found.clone());
        found
    }

    /// The path that people see: relative to the working folder, with `/`.
    pub(super) fn shown(&self, path: &Path) -> String {
        let ours: Vec<Component> = self.working.components().collect();
        let theirs: Vec<Component> = path.components().collect();
        let shared = ours
            .iter()
            .zip(&theirs)
            .take_while(|(left, right)| left == right)
            .count();
        let up = std::iter::repeat_n("..".to_owned(), ours.len() - shared);
        let down = theirs[shared..]
            .iter()
            .map(|part| part.as_os_str().to_string_lossy().into_owned());
        up.chain(down).collect::<Vec<String>>().join("/")
    }
}

/// The path of an entry of an archive that is there; that of its program when none is named.
fn entry_of(archive: &Path, entry: Option<String>) -> Option<PathBuf> {
    let archive = archive.canonicalize().ok()?;
    let entry = entry.or_else(|| archive::main_program(&archive))?;
    archive::read(&archive, &entry)?;
    Some(archive::inside(&archive, &entry))
}

/// A text without the byte order mark that it begins with; Jolie skips it in front of a word only, and refuses it in front
/// of anything else.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}')
        .filter(|rest| rest.starts_with(|first: char| first.is_alphabetic() || first == '_'))
        .unwrap_or(text)
}

/// Why what is there under a path is not read; a pipe is never opened, for that would wait for its writer.
pub(super) fn unusable(path: &Path) -> Option<String> {
    let error = match std::fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => return Some("is not a regular file".to_owned()),
        Ok(_) => std::fs::File::open(path).err()?,
        Err(error) if error.kind() == ErrorKind::PermissionDenied => error,
        Err(_) => return None,
    };
    Some(format!("may not be read: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_from_the_working_folder() {
        let reader = Reader {
            working: PathBuf::from("/home/me"),
            ..Reader::default()
        };
        assert_eq!(reader.shown(Path::new("/home/me/a/b.ol")), "a/b.ol");
        assert_eq!(reader.shown(Path::new("/home/you/b.ol")), "../you/b.ol");
    }

    #[test]
    fn a_byte_order_mark_is_skipped_in_front_of_a_word() {
        assert_eq!(without_mark("\u{feff}main {}"), "main {}");
        for other in ["\u{feff}// x", "\u{feff}\u{feff}main", "\u{feff}", "main"] {
            assert_eq!(without_mark(other), other);
        }
    }

    #[test]
    fn what_is_no_file_is_not_read() {
        let mut reader = Reader::new();
        assert!(reader.disk(Path::new("src")).is_none());
        assert!(reader.disk(Path::new("no such file")).is_none());
        let reason = reader.unusable(Path::new("src"));
        assert_eq!(reason.as_deref(), Some("is not a regular file"));
        assert_eq!(reader.unusable(Path::new("no such file")), None);
        assert_eq!(reader.unusable(Path::new("Cargo.toml")), None);
    }
}
