//! The types of files by the ends of their names, as `MimetypesFileTypeMap` knows them.

use super::super::super::fault::Fault;
use super::super::super::value::Value;
use super::super::Outcome;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// What is known without a file of types.
const KNOWN: [(&str, &str); 22] = [
    ("text/html", "html htm HTML HTM"),
    ("text/plain", "txt text TXT TEXT"),
    ("image/gif", "gif GIF"),
    ("image/ief", "ief"),
    ("image/jpeg", "jpeg jpg jpe JPG"),
    ("image/tiff", "tiff tif"),
    ("image/png", "png PNG"),
    ("image/x-xwindowdump", "xwd"),
    ("application/postscript", "ai eps ps"),
    ("application/rtf", "rtf"),
    ("application/x-tex", "tex"),
    ("application/x-texinfo", "texinfo texi"),
    ("application/x-troff", "t tr roff"),
    ("audio/basic", "au"),
    ("audio/midi", "midi mid"),
    ("audio/x-aifc", "aifc"),
    ("audio/x-aiff", "aif aiff"),
    ("audio/x-mpeg", "mpeg mpg"),
    ("audio/x-wav", "wav"),
    ("video/mpeg", "mpe"),
    ("video/quicktime", "qt mov"),
    ("video/x-msvideo", "avi"),
];

/// What no other type is known for.
const ANY: &str = "application/octet-stream";

/// The types, those of a file of types first.
#[derive(Default)]
pub(super) struct Types(HashMap<String, String>);

impl Types {
    /// Reads a file of types: a type and the ends of names in each line.
    pub(super) fn read(&mut self, path: &str) -> Outcome {
        let plain = path
            .strip_prefix("file://")
            .or_else(|| path.strip_prefix("file:"));
        let text = fs::read_to_string(plain.unwrap_or(path))
            .map_err(|error| Fault::io(super::io_message(path, &error)))?;
        self.0.clear();
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or_default();
            let mut words = line.split_whitespace();
            if let Some(kind) = words.next() {
                let ends = words.map(|end| (end.to_owned(), kind.to_owned()));
                self.0.extend(ends);
            }
        }
        Ok(Value::VOID)
    }

    /// `getMimeType`.
    pub(super) fn of_file(&self, path: &str) -> Outcome {
        if !Path::new(path).exists() {
            return Err(Fault::new("FileNotFound", path));
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let end = name.rsplit_once('.').map_or("", |(_, end)| end);
        if let Some(kind) = self.0.get(end) {
            return Ok(kind.as_str().into());
        }
        let known = KNOWN
            .iter()
            .find(|(_, ends)| ends.split(' ').any(|known| known == end));
        Ok(known.map_or(ANY, |(kind, _)| kind).into())
    }
}
