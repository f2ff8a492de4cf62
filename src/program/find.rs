//! The files that were asked for: in come files and folders, out come files, each once, in a fixed order.

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

/// Every file named, and every `.ol` file below the folders named, hidden ones left out; and the paths that are not
/// there, with the reason.
pub(super) fn find(paths: &[PathBuf]) -> (Vec<Asked>, Vec<(PathBuf, String)>) {
    let mut asked: Vec<Asked> = Vec::new();
    let mut missing = Vec::new();
    for path in paths {
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                asked.extend(
                    below(path)
                        .into_iter()
                        .map(|path| Asked { path, named: false }),
                );
            }
            Ok(_) => asked.push(Asked {
                path: path.clone(),
                named: true,
            }),
            Err(error) => missing.push((path.clone(), error.to_string())),
        }
    }
    (asked, missing)
}

/// Every `.ol` file below a folder, by path; what version control ignores is not left out.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut walk = WalkBuilder::new(folder);
    walk.standard_filters(false)
        .hidden(true)
        .follow_links(false);
    let mut found: Vec<PathBuf> = walk
        .build()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
        .map(ignore::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|extension| extension == "ol"))
        .collect();
    found.sort();
    found
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
