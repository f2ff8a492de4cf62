//! `joliex.io.FileService`.
//!
//! All that touches files is done beside the machine. Departures: links to folders are not followed where folders are
//! walked (Java deletes what they lead to), and names in a folder come in their order (in Java's in any).

mod list;
mod mime;
mod paths;
mod properties;
mod read;
mod tree;
mod write;

pub(super) use paths::message as io_message;
pub(super) use read::bytes_of;

use super::super::fault::Fault;
use super::super::value::Value;
use super::request::text;
use super::{Answer, Blocking, Host, Native, Operation, Outcome, converter};
use std::fs;
use std::path::{Path, PathBuf};

/// The service.
#[derive(Default)]
pub(super) struct Files {
    types: mime::Types,
}

impl Native for Files {
    fn call(&mut self, name: &str, request: &Value, host: &mut dyn Host) -> Option<Answer> {
        let outcome = match name {
            "getServiceDirectory" => canonical(host.folder()).map(|path| of_path(&path)),
            // Jolie keeps its program as a URL.
            "getServiceParentPath" => paths::started(&host.program().to_string_lossy())
                .map(|path| path.parent().unwrap_or(Path::new("")).to_path_buf())
                .map(|folder| format!("file://{}", folder.to_string_lossy()).into()),
            "getRealServiceDirectory" => {
                canonical(host.program()).map(|path| path.parent().map_or(Value::VOID, of_path))
            }
            "getServiceFileName" => Ok(file_name(host.program())),
            "getRealServiceFileName" => canonical(host.program()).map(|path| file_name(&path)),
            "setMimeTypeFile" => self.types.read(&request.as_string()),
            "getMimeType" => self.types.of_file(&request.as_string()),
            _ => return Blocking(operation).call(name, request, host),
        };
        Some(outcome.into())
    }
}

fn operation(name: &str) -> Option<Operation> {
    Some(match name {
        "convertFromBinaryToBase64Value" => {
            |request| Ok(converter::to_base64(&request.as_bytes()).into())
        }
        "convertFromBase64ToBinaryValue" => converter::from_base64,
        "readFile" => read::read_file,
        "writeFile" => write::write_file,
        "list" => list::list,
        "copyDir" => tree::copy,
        "fileTree" => tree::all,
        "deleteDir" => |request| Ok(tree::delete(Path::new(&*request.as_string())).into()),
        "delete" => tree::delete_files,
        "exists" => |request| Ok(Path::new(&*request.as_string()).exists().into()),
        "isDirectory" => |request| Ok(Path::new(&*request.as_string()).is_dir().into()),
        "mkdir" => |request| {
            let path = request.as_string();
            let path = Path::new(&*path);
            Ok((!path.exists() && fs::create_dir_all(path).is_ok()).into())
        },
        "rename" => rename,
        "getSize" => |request| {
            let size = i32::try_from(request.as_bytes().len()).unwrap_or(i32::MAX);
            Ok(size.into())
        },
        "getFileSeparator" => |_| Ok(std::path::MAIN_SEPARATOR_STR.into()),
        "toAbsolutePath" => |request| Ok(of_path(&paths::absolute(&request.as_string())?)),
        "getParentPath" => |request| paths::parent(&request.as_string()),
        _ => return None,
    })
}

fn of_path(path: &Path) -> Value {
    Value::from(path.to_string_lossy().into_owned())
}

fn file_name(path: &Path) -> Value {
    of_path(path.file_name().map_or(Path::new(""), Path::new))
}

fn canonical(path: &Path) -> Result<PathBuf, Fault> {
    // A program beside us has no folder before its name.
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    fs::canonicalize(path).map_err(|error| Fault::io(io_message(&path.to_string_lossy(), &error)))
}

fn rename(request: &Value) -> Outcome {
    let (from, to) = (text(request, "filename"), text(request, "to"));
    fs::rename(&*from, &*to).map(|()| Value::VOID).map_err(|_| {
        let message = Value::from(format!("Error renaming file {from}"));
        Fault::new("IOException", message.with("stackTrace", ""))
    })
}

#[cfg(test)]
mod tests;
