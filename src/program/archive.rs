//! Archives of Jolie (`.jap`): in comes a path that leads into one, out come the bytes of an entry.
//!
//! A path leads into an archive behind an exclamation mark, `lib/twice.jap!/twice/main.ol`; what is written in an entry
//! leads on by such paths, and stays inside. The program of an archive is the one that its manifest names, or that has
//! its own name.

use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use zip::ZipArchive;

/// How archives end.
pub(super) const EXTENSION: &str = "jap";
/// Where the manifest is.
const MANIFEST: &str = "META-INF/MANIFEST.MF";
/// The attribute that names the program.
const MAIN_PROGRAM: &str = "X-JOLIE-Main-Program:";
/// Longer entries are not read: a small archive may hold far more than its size.
const LONGEST_ENTRY: u64 = 1 << 26;

/// The archive that a path leads into, and the name of the entry.
pub(super) fn split(path: &Path) -> Option<(PathBuf, String)> {
    let mut archive = PathBuf::new();
    let mut components = path.components();
    loop {
        let component = components.next()?.as_os_str();
        let name = component.to_str().and_then(|name| name.strip_suffix('!'));
        match name.filter(|name| is_archive(Path::new(name))) {
            None => archive.push(component),
            Some(name) => {
                archive.push(name);
                break;
            }
        }
    }
    let mut entry: Vec<&str> = Vec::new();
    for component in components {
        match component {
            Component::Normal(name) => entry.push(name.to_str()?),
            Component::ParentDir => {
                entry.pop()?;
            }
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    Some((archive, entry.join("/")))
}

/// Whether a file is an archive, by its name.
pub(super) fn is_archive(file: &Path) -> bool {
    file.extension()
        .is_some_and(|extension| extension == EXTENSION)
}

/// The path of an entry.
pub(super) fn inside(archive: &Path, entry: &str) -> PathBuf {
    let mut path = archive.as_os_str().to_owned();
    path.push("!");
    PathBuf::from(path).join(entry)
}

/// The bytes of an entry; nothing when there is none of that name, or it is too long.
pub(super) fn read(archive: &Path, entry: &str) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(File::open(archive).ok()?).ok()?;
    let entry = archive.by_name(entry).ok()?;
    if entry.is_dir() {
        return None;
    }
    let mut bytes = Vec::new();
    entry.take(LONGEST_ENTRY + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= LONGEST_ENTRY).then_some(bytes)
}

/// The entry that is the program of an archive.
pub(super) fn main_program(archive: &Path) -> Option<String> {
    let manifest = read(archive, MANIFEST).unwrap_or_default();
    let manifest = String::from_utf8_lossy(&manifest);
    let named = manifest
        .lines()
        .find_map(|line| line.strip_prefix(MAIN_PROGRAM));
    match named {
        Some(named) => Some(named.trim().to_owned()),
        None => Some(format!("{}.ol", archive.file_stem()?.to_str()?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_into_archives_and_stay_there() {
        let split = |path: &str| split(Path::new(path));
        assert_eq!(
            split("/a/b.jap!/c/../d.ol"),
            Some((PathBuf::from("/a/b.jap"), "d.ol".to_owned()))
        );
        assert_eq!(split("/a/b.jap!/../../etc/passwd"), None);
        assert_eq!(split("/a/b.jap"), None);
        assert_eq!(split("/a/b!/c"), None);
        assert_eq!(
            inside(Path::new("/a/b.jap"), "c/d.ol"),
            Path::new("/a/b.jap!/c/d.ol")
        );
    }
}
