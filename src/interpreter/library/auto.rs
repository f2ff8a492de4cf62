//! Locations that stand in a file: `auto:ini:/Section/key:file:PATH` and `auto:json:path.to.it:file:PATH`.

use super::super::fault::Fault;
use super::super::value::{Text, Value};
use super::file::bytes_of;
use super::{ini, json};

/// The location that a text behind `auto:` stands for.
///
/// # Errors
///
/// `IOException` when the text or the file cannot be used.
pub fn location(text: &str) -> Result<Text, Fault> {
    let mut parts = text.splitn(3, ':');
    let (Some(kind), Some(place), Some(file)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(wrong("the format is auto:KIND:PLACE:file:PATH"));
    };
    let file = file
        .strip_prefix("file:")
        .ok_or_else(|| wrong("only files are read"))?;
    match kind {
        "ini" => in_ini(place, file),
        "json" => in_json(place, file),
        _ => Err(wrong(&format!("unsupported url type: {kind}"))),
    }
}

fn wrong(message: &str) -> Fault {
    Fault::io(format!("autoconf: {message}"))
}

fn in_ini(place: &str, file: &str) -> Result<Text, Fault> {
    let (section, key) = place
        .strip_prefix('/')
        .and_then(|place| place.split_once('/'))
        .ok_or_else(|| {
            wrong("path to ini content is not well-formed; the format is /Section/Key")
        })?;
    let sections = carried_out(ini::operation("parseIniFile"), &Value::from(file))?;
    let section_there = sections
        .child(section)
        .ok_or_else(|| wrong(&format!("could not find section {section} in ini")))?;
    let found = section_there.child(key).map(Value::as_string);
    found.ok_or_else(|| {
        wrong(&format!(
            "could not find key {key} in section {section} in ini"
        ))
    })
}

fn in_json(place: &str, file: &str) -> Result<Text, Fault> {
    let bytes = bytes_of(file).map_err(|fault| Fault::io(&*fault.value.as_string()))?;
    let text = Value::from(String::from_utf8_lossy(&bytes).into_owned());
    let tree = carried_out(json::operation("getJsonValue"), &text)?;
    let names: Vec<Text> = place.split('.').map(Text::new).collect();
    Ok(tree
        .descend(&names)
        .map(Value::as_string)
        .unwrap_or_default())
}

fn carried_out(operation: Option<super::Operation>, request: &Value) -> Result<Value, Fault> {
    match operation {
        Some(operation) => operation(request),
        None => Err(wrong("it cannot be read")),
    }
}

#[cfg(test)]
mod tests {
    use super::location;

    #[test]
    fn locations_are_read_from_files() {
        let folder = std::env::temp_dir().join(format!("quadrille-auto-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (ini, json) = (folder.join("a.ini"), folder.join("a.json"));
        std::fs::write(&ini, "[Part]\nPlace = socket://localhost:8000/\n").unwrap();
        std::fs::write(&json, "{ \"a\": { \"b\": \"local\" } }").unwrap();
        let (ini, json) = (ini.display(), json.display());
        let read = |text: String| location(&text).map_err(|fault| fault.value.as_string());
        assert_eq!(
            read(format!("ini:/Part/Place:file:{ini}")).unwrap(),
            "socket://localhost:8000/"
        );
        assert_eq!(read(format!("json:a.b:file:{json}")).unwrap(), "local");
        for wrong in [
            format!("ini:/Part/None:file:{ini}"),
            format!("ini:/None/Place:file:{ini}"),
            format!("ini:Part:file:{ini}"),
            format!("ini:/Part/Place:http://{ini}"),
            "json:a".to_owned(),
            "xml:a:file:b".to_owned(),
            "json:a:file:/nobody/has/this".to_owned(),
        ] {
            assert!(read(wrong).is_err());
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
