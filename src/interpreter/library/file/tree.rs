//! Whole folders: copied, deleted, listed with all that is below.

use super::super::super::fault::Fault;
use super::super::super::value::{Value, Vector};
use super::super::Outcome;
use super::super::pattern::Pattern;
use super::super::request::{int, text};
use super::paths::started;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The names in a folder, in their order.
fn names(folder: &Path) -> Vec<PathBuf> {
    let mut names: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(PathBuf::from(entry.ok()?.file_name())))
        .collect();
    names.sort_unstable();
    names
}

/// Whether it is a folder, and no link to one.
fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

/// `copyDir`: what is there already is written over.
pub(super) fn copy(request: &Value) -> Outcome {
    let place = |name| PathBuf::from(&*text(request, name));
    let mut open = vec![(place("from"), place("to"))];
    while let Some((from, to)) = open.pop() {
        if !from.is_dir() {
            fs::copy(&from, &to).map_err(|error| failure(error.kind()))?;
            continue;
        }
        if !to.exists() {
            fs::create_dir(&to).map_err(|_| failure(ErrorKind::Other))?;
        }
        let below = names(&from).into_iter().rev();
        open.extend(below.map(|name| (from.join(&name), to.join(&name))));
    }
    Ok(true.into())
}

/// What cannot be opened counts as not found.
fn failure(kind: ErrorKind) -> Fault {
    let found = !matches!(
        kind,
        ErrorKind::NotFound | ErrorKind::PermissionDenied | ErrorKind::IsADirectory
    );
    Fault::new(
        if found { "IOException" } else { "FileNotFound" },
        Value::VOID,
    )
}

/// `fileTree`: every path below a folder, what is in a folder before it.
pub(super) fn all(request: &Value) -> Outcome {
    let mut open = vec![(started(&request.as_string())?, false)];
    let mut found = Vec::new();
    while let Some((path, gone_into)) = open.pop() {
        if gone_into || !is_folder(&path) {
            found.push(super::of_path(&path));
            continue;
        }
        let below: Vec<_> = names(&path)
            .into_iter()
            .rev()
            .map(|name| path.join(name))
            .collect();
        open.push((path, true));
        open.extend(below.into_iter().map(|path| (path, false)));
    }
    let mut answer = Value::VOID;
    *answer.vector_mut("result") = Vector::from(found);
    Ok(answer)
}

/// `deleteDir`: whether all of it has gone.
pub(super) fn delete(path: &Path) -> bool {
    if is_folder(path) {
        fs::remove_dir_all(path).is_ok()
    } else {
        fs::remove_file(path).is_ok()
    }
}

/// `delete`: a file or an empty folder. An expression names files beside it, of which those in the working folder go,
/// as in Java.
pub(super) fn delete_files(request: &Value) -> Outcome {
    let name = request.as_string();
    if int(request, "isRegex") <= 0 {
        let path = Path::new(&*name);
        let gone = if is_folder(path) {
            fs::remove_dir(path)
        } else {
            fs::remove_file(path)
        };
        return Ok(gone.is_ok().into());
    }
    let pattern = Pattern::compile_whole(&name)?;
    let path = started(&name)?;
    for entry in names(path.parent().unwrap_or(Path::new("/"))) {
        let entry = entry.to_string_lossy();
        if pattern.matcher(&entry).find()?.is_some() {
            // What is not there, or not to be deleted, stays.
            let _ = fs::remove_file(&*entry);
        }
    }
    Ok(true.into())
}
