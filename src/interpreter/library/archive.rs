//! `joliex.util.ZipUtils`.

use super::super::fault::Fault;
use super::super::value::{Basic, Value};
use super::file::io_message;
use super::request::{LONGEST_TEXT, caused, exception, field, has, out_of_memory, text};
use super::{Operation, Outcome};
use std::fs::{self, File};
use std::io::{self, Cursor, Read, Seek, Write};
use std::path::Path;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Something to read an archive from.
trait Source: Read + Seek {}
impl<T: Read + Seek> Source for T {}

/// The operations of the service.
pub(super) fn operation(name: &str) -> Option<Operation> {
    Some(match name {
        "readEntry" => read_entry,
        "listEntries" => list_entries,
        "zip" => zip,
        "unzip" => unzip,
        _ => return None,
    })
}

/// The archive of a request. What is none has no entries, as a stream that is read to its end.
fn archive(request: &Value) -> Result<Option<ZipArchive<Box<dyn Source>>>, Fault> {
    let source: Box<dyn Source> = if has(request, "filename") {
        let name = text(request, "filename");
        let file = File::open(&*name)
            .map_err(|error| exception("FileNotFoundException", io_message(&name, &error)))?;
        Box::new(file)
    } else if has(request, "archive") {
        Box::new(Cursor::new(field(request, "archive").as_bytes()))
    } else {
        return Err(Fault::new("IOException", "missing filename or archive"));
    };
    Ok(ZipArchive::new(source).ok())
}

fn broken(error: &ZipError) -> Fault {
    exception("ZipException", error.to_string())
}

fn read_entry(request: &Value) -> Outcome {
    let not_found = || Fault::new("EntryNotFound", Value::VOID);
    let mut archive = archive(request)?.ok_or_else(not_found)?;
    let entry = match archive.by_name(&text(request, "entry")) {
        Ok(entry) => entry,
        Err(ZipError::FileNotFound) => return Err(not_found()),
        Err(error) => return Err(broken(&error)),
    };
    let mut bytes = Vec::new();
    // An archive may hold far more than its size.
    entry
        .take(LONGEST_TEXT as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| exception("ZipException", error.to_string()))?;
    if bytes.len() > LONGEST_TEXT {
        return Err(out_of_memory());
    }
    Ok(Value::new(Basic::Raw(bytes.into())))
}

fn list_entries(request: &Value) -> Outcome {
    let mut answer = Value::VOID;
    if let Some(archive) = archive(request)? {
        for name in archive.file_names() {
            let name = name.map_err(|error| broken(&error))?;
            answer.vector_mut("entry").push((*name).into());
        }
    }
    Ok(answer)
}

/// The children of a request, each under its name.
fn zip(request: &Value) -> Outcome {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, vector) in request.ordered_children() {
        let bytes = vector.first().map(Value::as_bytes).unwrap_or_default();
        writer
            .start_file(name.to_string(), SimpleFileOptions::default())
            .map_err(|error| broken(&error))?;
        writer
            .write_all(&bytes)
            .map_err(|error| exception("ZipException", error.to_string()))?;
    }
    let bytes = writer
        .finish()
        .map_err(|error| broken(&error))?
        .into_inner();
    Ok(Value::new(Basic::Raw(bytes.into())))
}

/// Every file of an archive, in a folder that none may leave.
fn unzip(request: &Value) -> Outcome {
    let (name, target) = (text(request, "filename"), text(request, "targetPath"));
    let file = File::open(&*name).map_err(|error| {
        caused(
            "FileNotFound",
            "java.io.FileNotFoundException",
            io_message(&name, &error),
        )
    })?;
    let failed = |error: io::Error| Fault::io(error.to_string());
    let mut answer = Value::VOID;
    let Ok(mut archive) = ZipArchive::new(file) else {
        return Ok(answer);
    };
    for index in 0..archive.len() {
        let mut entry = archive
            .by_index(index)
            .map_err(|error| Fault::io(error.to_string()))?;
        if entry.is_dir() {
            continue;
        }
        let name = entry.name().map_err(|error| Fault::io(error.to_string()))?;
        let name = name.into_owned();
        let Some(inside) = entry.enclosed_name() else {
            return Err(Fault::io(format!("Bad zip entry: {name}")));
        };
        let path = Path::new(&*target).join(inside);
        answer.vector_mut("entry").push(name.into());
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let mut file = File::create(&path).map_err(failed)?;
        io::copy(&mut entry, &mut file).map_err(failed)?;
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::super::request::elements;
    use super::super::testing::{fault, value};
    use super::*;

    const CLASS: &str = "joliex.util.ZipUtils";

    fn packed(name: &str) -> Value {
        let entries = Value::VOID.with("a", "text").with(name, "deep");
        Value::VOID.with("archive", value(CLASS, "zip", &entries))
    }

    #[test]
    fn archives_are_made_and_read() {
        let archive = packed("b/c");
        let list = value(CLASS, "listEntries", &archive);
        assert_eq!(elements(&list, "entry").len(), 2);
        let entry = value(CLASS, "readEntry", &archive.clone().with("entry", "b/c"));
        assert_eq!(&*entry.as_bytes(), b"deep");
        let missing = archive.with("entry", "x");
        assert_eq!(fault(CLASS, "readEntry", &missing).name, "EntryNotFound");
        assert_eq!(fault(CLASS, "readEntry", &Value::VOID).name, "IOException");
        let none = Value::VOID.with("archive", "no archive");
        assert!(elements(&value(CLASS, "listEntries", &none), "entry").is_empty());
    }

    #[test]
    fn archives_are_unpacked_inside_of_a_folder() {
        let folder = std::env::temp_dir().join(format!("quadrille-zip-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = |name: &str| folder.join(name).to_string_lossy().into_owned();
        let request = |name: &str| {
            fs::write(path("x.zip"), field(&packed(name), "archive").as_bytes()).unwrap();
            Value::VOID
                .with("filename", path("x.zip"))
                .with("targetPath", path("out"))
        };
        let list = value(CLASS, "unzip", &request("b/c"));
        assert_eq!(elements(&list, "entry").len(), 2);
        assert_eq!(fs::read(path("out/b/c")).unwrap(), b"deep");
        let outside = fault(CLASS, "unzip", &request("../../evil"));
        assert!(outside.value.as_string().starts_with("Bad zip entry"));
        let missing = Value::VOID.with("filename", "/no/where");
        assert_eq!(fault(CLASS, "unzip", &missing).name, "FileNotFound");
        let _ = fs::remove_dir_all(&folder);
    }
}
