//! `list`: what is in a folder, perhaps in those below it as well.

use super::super::super::fault::Fault;
use super::super::super::value::{Value, Vector};
use super::super::Outcome;
use super::super::pattern::Pattern;
use super::super::request::{exception, field, flag, has, text};
use super::paths::{started, tidy};
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// More entries than this are refused.
const MOST_ENTRIES: usize = 4_000_000;

/// The entries whose whole path fits the expression.
pub(super) fn list(request: &Value) -> Outcome {
    let folder = tidy(&text(request, "directory"));
    let regex = if has(request, "regex") {
        text(request, "regex").to_string()
    } else {
        ".*".into()
    };
    let pattern = Pattern::compile_whole(&regex)?;
    let mut found = Vec::new();
    let mut open = vec![];
    if start(&folder)?.is_dir() {
        open.push((PathBuf::from(&folder), entries(&folder)?));
    }
    while let Some((folder_of, entries_of)) = open.last_mut() {
        let Some(name) = entries_of.pop() else {
            open.pop();
            continue;
        };
        let path = folder_of.join(&name);
        let text = path.to_string_lossy().into_owned();
        let fits = pattern.matcher(&text).find()?.is_some();
        if fits && (!flag(request, "dirsOnly") || path.is_dir()) {
            found.push(entry(&folder, &path, flag(request, "info"))?);
        }
        if found.len() > MOST_ENTRIES {
            return Err(super::super::request::out_of_memory());
        }
        // What is a link to a folder is not gone into.
        let inner = fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_dir());
        if inner && flag(request, "recursive") {
            let below = entries(&text)?;
            open.push((path, below));
        }
    }
    if flag(field(request, "order"), "byname") {
        found.sort_by(|left, right| {
            let (left, right) = (left.as_string(), right.as_string());
            left.encode_utf16().cmp(right.encode_utf16())
        });
    }
    let mut answer = Value::VOID;
    *answer.vector_mut("result") = Vector::from(found);
    Ok(answer)
}

fn start(folder: &str) -> Result<Metadata, Fault> {
    let path = if folder.is_empty() { "." } else { folder };
    fs::metadata(path).map_err(|error| {
        let class = match error.kind() {
            std::io::ErrorKind::NotFound => "NoSuchFileException",
            std::io::ErrorKind::PermissionDenied => "AccessDeniedException",
            _ => "FileSystemException",
        };
        exception(class, folder)
    })
}

/// The names in a folder, the first one last.
fn entries(folder: &str) -> Result<Vec<String>, Fault> {
    let path = if folder.is_empty() { "." } else { folder };
    let denied = |_| {
        let message = format!("java.nio.file.AccessDeniedException: {folder}");
        exception("UncheckedIOException", message)
    };
    let mut names = Vec::new();
    for entry in fs::read_dir(path).map_err(denied)? {
        names.push(
            entry
                .map_err(denied)?
                .file_name()
                .to_string_lossy()
                .into_owned(),
        );
    }
    names.sort_unstable_by(|left, right| right.cmp(left));
    Ok(names)
}

fn entry(folder: &str, path: &Path, info: bool) -> Outcome {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    let value = super::of_path(inside);
    if !info {
        return Ok(value);
    }
    let metadata = fs::metadata(path).ok();
    let modified = (metadata.as_ref())
        .and_then(|metadata| metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok())
        .and_then(|since| i64::try_from(since.as_millis()).ok());
    let size = metadata
        .as_ref()
        .and_then(|metadata| i64::try_from(metadata.len()).ok());
    let hidden = path
        .file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'));
    let info = Value::VOID
        .with("lastModified", modified.unwrap_or_default())
        .with("size", size.unwrap_or_default())
        .with(
            "absolutePath",
            super::of_path(&started(&path.to_string_lossy())?),
        )
        .with("isHidden", hidden)
        .with("isDirectory", path.is_dir());
    Ok(value.with("info", info))
}
