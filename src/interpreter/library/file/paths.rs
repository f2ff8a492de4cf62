//! Paths as text.

use super::super::super::fault::Fault;
use super::super::Outcome;
use super::super::request::exception;
use std::io;
use std::path::{Component, Path, PathBuf};

/// What Java says of a file that cannot be opened.
pub(in super::super) fn message(path: &str, error: &io::Error) -> String {
    let text = error.to_string();
    let reason = text.split(" (os error").next().unwrap_or(&text);
    format!("{path} ({reason})")
}

/// A path without doubled slashes and without one at its end.
pub(super) fn tidy(path: &str) -> String {
    let mut tidy = String::with_capacity(path.len());
    for character in path.chars() {
        if character != '/' || !tidy.ends_with('/') {
            tidy.push(character);
        }
    }
    if tidy.len() > 1 && tidy.ends_with('/') {
        tidy.pop();
    }
    tidy
}

/// From the root, without `.` and `..`.
pub(super) fn absolute(path: &str) -> Result<PathBuf, Fault> {
    let mut absolute = PathBuf::new();
    for component in started(path)?.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                absolute.pop();
            }
            other => absolute.push(other),
        }
    }
    Ok(absolute)
}

/// From the root, otherwise as it is.
pub(super) fn started(path: &str) -> Result<PathBuf, Fault> {
    let folder = std::env::current_dir().map_err(|error| Fault::io(error.to_string()))?;
    Ok(if path.is_empty() {
        folder
    } else {
        folder.join(tidy(path))
    })
}

/// `getParentPath`.
pub(super) fn parent(path: &str) -> Outcome {
    let tidy = tidy(path);
    let parent = Path::new(&tidy).parent();
    match parent.filter(|parent| !parent.as_os_str().is_empty()) {
        Some(parent) => Ok(super::of_path(parent)),
        None => Err(exception(
            "InvalidPathException",
            format!("Path has no parent: {path}"),
        )),
    }
}
