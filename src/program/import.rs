//! Imports: in come the path of an import and the folder of the file that has it, out comes the module.
//!
//! As Jolie looks: leading dots go up from the file's folder; an absolute path is looked for in archives of `lib`, in
//! the `packages` folders of the file's folder and of every folder above it, and at last among the standard packages.
//! A folder is its `main.ol`, and comes before a file of the same name.

use super::archive;
use super::read::{Origin, Parsed, Reader};
use super::similar::nearest;
use super::standard;
use crate::base::{Code, Diagnostic};
use crate::syntax::jolie::tree::Import;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What an import leads to.
#[derive(Debug)]
pub(super) enum Found {
    /// A module.
    Module(Arc<Parsed>),
    /// Nothing; these are the files that were looked for.
    Missing(Vec<PathBuf>),
}

/// Finds the module that an import in the text of `origin` names.
pub(super) fn find(reader: &mut Reader, origin: &Origin, import: &Import) -> Found {
    let parts: Vec<&str> = import.path.iter().map(|part| part.name.as_str()).collect();
    let Some(folder) = origin.folder().map(PathBuf::from) else {
        return reader
            .package(&parts.join("."))
            .map_or_else(|| Found::Missing(Vec::new()), Found::Module);
    };
    if import.dots > 0 {
        let up = folder.ancestors().nth(import.dots - 1);
        let target = target(up.unwrap_or(&folder), &parts);
        return match reader.disk(&target) {
            Some(parsed) => Found::Module(parsed),
            None => Found::Missing(vec![target]),
        };
    }
    if let Some(parsed) = archived(reader, &folder, &parts) {
        return Found::Module(parsed);
    }
    let mut looked = Vec::new();
    for packages in packages(&folder) {
        let target = target(&packages, &parts);
        if let Some(parsed) = reader.disk(&target) {
            return Found::Module(parsed);
        }
        looked.push(target);
    }
    match reader.package(&parts.join(".")) {
        Some(parsed) => Found::Module(parsed),
        None => Found::Missing(looked),
    }
}

/// The file of a module below a folder.
fn target(base: &Path, parts: &[&str]) -> PathBuf {
    let mut path = base.to_path_buf();
    path.extend(parts);
    if path.is_dir() {
        return path.join("main.ol");
    }
    let Some((last, before)) = parts.split_last() else {
        return base.join("main.ol");
    };
    let mut path = base.to_path_buf();
    path.extend(before);
    path.join(format!("{last}.ol"))
}

/// The `packages` folders that are looked in, nearest first.
fn packages(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut here = Some(folder);
    while let Some(folder) = here {
        if folder.file_name().is_some_and(|name| name == "packages") {
            found.push(folder.to_path_buf());
        } else {
            found.push(folder.join("packages"));
        }
        here = folder.parent();
    }
    found
}

/// The module in the archive of the first name, in `lib` of the working folder or of the importing file's.
fn archived(reader: &mut Reader, folder: &Path, parts: &[&str]) -> Option<Arc<Parsed>> {
    let (first, rest) = parts.split_first()?;
    let file = format!("{first}.{}", archive::EXTENSION);
    [reader.working().to_path_buf(), folder.to_path_buf()]
        .iter()
        .find_map(|base| {
            let archive = base.join("lib").join(&file);
            reader.disk(&match rest {
                [] => archive,
                rest => archive::inside(&archive, &format!("{}.ol", rest.join("/"))),
            })
        })
}

/// The finding for an import that leads to nothing.
pub(super) fn missing(
    reader: &Reader,
    origin: &Origin,
    import: &Import,
    looked: &[PathBuf],
) -> Diagnostic {
    let module = import.module();
    let first = import.path.first().map_or(import.span, |part| part.span);
    let last = import.path.last().map_or(first, |part| part.span);
    let unusable = looked.iter().find_map(|path| {
        let reason = reader.unusable(path)?;
        Some(format!("{} {reason}", reader.shown(path)))
    });
    if let Some(message) = unusable {
        return Diagnostic::new(Code::Q0101, first.to(last), message)
            .label(format!("module `{module}` would be this file"));
    }
    let mut finding = Diagnostic::new(
        Code::Q0101,
        first.to(last),
        format!("module `{module}` not found"),
    );
    if let Some(nearest) = looked.first() {
        finding = finding.note(format!("looked for {}", reader.shown(nearest)));
    }
    if import.dots == 0
        && let Some(folder) = origin.folder()
        && beside(folder, import)
    {
        return finding.label("no package of this name").help(format!(
            "a file of this name lies in the same folder: write `from .{module} import …`"
        ));
    }
    finding = finding.label("no file of this name");
    let near = if import.dots == 0 {
        nearest(&module, standard::packages()).map(str::to_owned)
    } else {
        near_file(looked)
    };
    match near {
        Some(near) => finding.help(format!("there is a module named `{near}`")),
        None => finding,
    }
}

/// Whether the file meant lies beside the one that imports it, its dot forgotten.
fn beside(folder: &Path, import: &Import) -> bool {
    let parts: Vec<&str> = import.path.iter().map(|part| part.name.as_str()).collect();
    target(folder, &parts).is_file()
}

/// A file beside the one that was looked for, with nearly its name.
fn near_file(looked: &[PathBuf]) -> Option<String> {
    let target = looked.first()?;
    let name = target.file_stem()?.to_string_lossy().into_owned();
    let entries = std::fs::read_dir(target.parent()?).ok()?;
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "ol"))
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .collect();
    names.sort();
    nearest(&name, names.iter().map(String::as_str)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_looked_for_up_the_tree() {
        let found = packages(Path::new("/a/packages/b"));
        let expected = [
            "/a/packages/b/packages",
            "/a/packages",
            "/a/packages",
            "/packages",
        ];
        assert_eq!(found, expected.map(PathBuf::from));
    }

    #[test]
    fn a_path_names_a_file_below_folders() {
        assert_eq!(
            target(Path::new("/nowhere"), &["a", "b"]),
            PathBuf::from("/nowhere/a/b.ol")
        );
        assert_eq!(
            target(Path::new("/nowhere"), &[]),
            PathBuf::from("/nowhere/main.ol")
        );
    }
}
