//! The files that were asked for: in come files and folders, out come files, each once, in a fixed order.

use super::read::unusable;
use ignore::WalkBuilder;
use std::path::{Path, PathBuf};

/// A file to be read as a module of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    /// Where it is.
    pub(super) path: PathBuf,
    /// Whether it was named, and not found in a folder that was.
    pub(super) named: bool,
}

/// Every file named, and every `.ol` and `.session` file below the folders named, hidden ones left out; and the paths that are not
/// there or cannot be read, with the reason.
pub(super) fn find(paths: &[PathBuf]) -> (Vec<Asked>, Vec<(PathBuf, String)>) {
    let mut asked: Vec<Asked> = Vec::new();
    let mut missing = Vec::new();
    for path in paths {
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                let (files, closed) = below(path);
                // Only a folder that is written like a file is held for one by mistake.
                if files.is_empty() && path.extension().is_some_and(|extension| extension == "ol") {
                    missing.push((path.clone(), "it is not a regular file".to_owned()));
                }
                missing.extend(closed);
                asked.extend(files.into_iter().map(|path| Asked { path, named: false }));
            }
            Ok(_) => asked.push(Asked {
                path: path.clone(),
                named: true,
            }),
            Err(error) => missing.push((path.clone(), error.to_string())),
        }
    }
    asked.retain(|file| {
        let reason = unusable(&file.path);
        missing.extend(
            reason
                .iter()
                .map(|reason| (file.path.clone(), format!("it {reason}"))),
        );
        reason.is_none()
    });
    (asked, missing)
}

/// Every `.ol` and `.session` file below a folder, by path; what version control ignores is not left out. With them the folders that
/// may not be read.
fn below(folder: &Path) -> (Vec<PathBuf>, Vec<(PathBuf, String)>) {
    let mut closed = Vec::new();
    let mut walk = WalkBuilder::new(folder);
    walk.standard_filters(false)
        .hidden(true)
        .follow_links(false);
    let mut found: Vec<PathBuf> = walk
        .build()
        .filter_map(|entry| match entry {
            Ok(entry) => Some(entry),
            Err(error) => {
                let reason = error.io_error().map(ToString::to_string);
                closed.extend(reason.map(|reason| (folder.to_path_buf(), reason)));
                None
            }
        })
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
        .map(ignore::DirEntry::into_path)
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "ol" || extension == "session")
        })
        .collect();
    found.sort();
    (found, closed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_told() {
        let (asked, missing) = find(&[PathBuf::from("no/such/file.ol")]);
        assert!(asked.is_empty());
        assert_eq!(missing.len(), 1);
    }
}
