use super::super::request::{elements, field, has};
use super::super::testing::{FakeHost, call, fault, outcome, value};
use super::*;

const CLASS: &str = "joliex.io.FileService";

/// A folder of our own, which goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("quadrille-files-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_string_lossy().into_owned()
    }

    fn file(&self, name: &str) -> Value {
        Value::VOID.with("filename", self.path(name))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn results(request: &Value) -> Vec<String> {
    let answer = value(CLASS, "list", request);
    elements(&answer, "result")
        .iter()
        .map(|item| item.as_string().to_string())
        .collect()
}

#[test]
fn files_are_written_and_read() {
    let folder = Folder::new("formats");
    let write = |name: &str, content: Value, format: Option<Value>| {
        let request = folder.file(name).with("content", content);
        let request = match format {
            Some(format) => request.with("format", format),
            None => request,
        };
        value(CLASS, "writeFile", &request)
    };
    let read = |name: &str, format: Value| {
        value(CLASS, "readFile", &folder.file(name).with("format", format))
    };
    write("a", "é\n".into(), None);
    assert_eq!(read("a", "text".into()).as_string(), "é\n");
    assert_eq!(read("a", "base64".into()).as_string(), "w6kK");
    assert_eq!(&*read("a", "binary".into()).as_bytes(), "é\n".as_bytes());
    let more = folder.file("a").with("content", 5).with("append", 1);
    value(CLASS, "writeFile", &more);
    assert_eq!(read("a", Value::VOID).as_string(), "é\n5");
    write(
        "latin",
        "é".into(),
        Some(Value::from("text").with("encoding", "ISO-8859-1")),
    );
    assert_eq!(
        read("latin", Value::from("text").with("charset", "latin1")).as_string(),
        "é"
    );
    let tree = Value::VOID.with("a", Value::from(1).with("b", "x"));
    for format in ["json", "xml_store"] {
        write(format, tree.clone(), Some(format.into()));
        assert!(read(format, format.into()).same_tree(&tree), "{format}");
    }
    write("xml", tree.clone(), Some("xml".into()));
    assert_eq!(
        read("xml", "xml".into()).child("a").unwrap().as_string(),
        "1"
    );
    write("properties", "x = 1".into(), None);
    assert_eq!(text(&read("properties", "properties".into()), "x"), "1");
}

#[test]
fn what_is_not_there_is_a_fault() {
    let folder = Folder::new("faults");
    assert_eq!(
        fault(CLASS, "readFile", &folder.file("no")).name,
        "FileNotFound"
    );
    let directory = fault(
        CLASS,
        "readFile",
        &folder.file("").with("filename", folder.path("")),
    );
    assert!(directory.value.as_string().ends_with("(Is a directory)"));
    let nowhere = folder.file("no/where").with("content", "x");
    assert_eq!(fault(CLASS, "writeFile", &nowhere).name, "IOException");
    let missing = fault(CLASS, "list", &Value::VOID.with("directory", "/no/where"));
    assert_eq!(
        (missing.name.as_str(), &*missing.value.as_string()),
        ("NoSuchFileException", "/no/where")
    );
    let rename = folder.file("no").with("to", folder.path("x"));
    assert!(
        fault(CLASS, "rename", &rename)
            .value
            .as_string()
            .starts_with("Error renaming file")
    );
    let charset = folder
        .file("no")
        .with("format", Value::from("text").with("charset", "none"));
    assert_eq!(
        fault(CLASS, "readFile", &charset).name,
        "UnsupportedCharsetException"
    );
    assert_eq!(
        fault(CLASS, "getMimeType", &"/no/where".into()).name,
        "FileNotFound"
    );
    fs::write(folder.path("bad"), "{foo}").unwrap();
    let bad = fault(
        CLASS,
        "readFile",
        &folder.file("bad").with("format", "json"),
    );
    assert_eq!(
        bad.value.as_string(),
        "Unexpected character (f) at position 1."
    );
}

#[test]
fn folders_are_listed() {
    let folder = Folder::new("list");
    for name in ["b/c", "a"] {
        assert!(value(CLASS, "mkdir", &folder.path(name).into()).as_bool());
    }
    assert!(!value(CLASS, "mkdir", &folder.path("a").into()).as_bool());
    for name in ["x.ol", "b/y.ol", "b/c/z.txt"] {
        fs::write(folder.path(name), "12").unwrap();
    }
    let request = Value::VOID.with("directory", folder.path(""));
    assert_eq!(results(&request), ["a", "b", "x.ol"]);
    assert_eq!(
        results(&request.clone().with("recursive", true)),
        ["a", "b", "b/c", "b/c/z.txt", "b/y.ol", "x.ol"]
    );
    let ol = request
        .clone()
        .with("recursive", true)
        .with("regex", ".*\\.ol");
    assert_eq!(results(&ol), ["b/y.ol", "x.ol"]);
    assert_eq!(results(&request.clone().with("dirsOnly", true)), ["a", "b"]);
    let answer = value(CLASS, "list", &ol.with("info", true));
    let info = field(&elements(&answer, "result")[1], "info");
    assert_eq!(field(info, "size").as_long(), 2);
    assert_eq!(text(info, "absolutePath"), folder.path("x.ol"));
    assert!(!field(info, "isDirectory").as_bool() && has(info, "isHidden"));
    let tree = value(CLASS, "fileTree", &folder.path("b").into());
    assert_eq!(elements(&tree, "result").len(), 4);
}

#[test]
fn files_are_moved_and_deleted() {
    let folder = Folder::new("move");
    fs::create_dir_all(folder.path("a/b")).unwrap();
    fs::write(folder.path("a/b/x"), "1").unwrap();
    let copy = Value::VOID
        .with("from", folder.path("a"))
        .with("to", folder.path("c"));
    assert!(value(CLASS, "copyDir", &copy).as_bool());
    assert!(value(CLASS, "exists", &folder.path("c/b/x").into()).as_bool());
    assert!(!value(CLASS, "delete", &folder.path("c").into()).as_bool());
    assert!(value(CLASS, "deleteDir", &folder.path("c").into()).as_bool());
    assert!(!value(CLASS, "deleteDir", &folder.path("c").into()).as_bool());
    value(
        CLASS,
        "rename",
        &folder.file("a").with("to", folder.path("d")),
    );
    assert!(value(CLASS, "isDirectory", &folder.path("d").into()).as_bool());
    assert!(value(CLASS, "delete", &folder.path("d/b/x").into()).as_bool());
    let missing = Value::VOID
        .with("from", folder.path("no"))
        .with("to", folder.path("e"));
    assert_eq!(fault(CLASS, "copyDir", &missing).name, "FileNotFound");
}

#[test]
fn paths_are_worked_out() {
    let parent = |path: &str| call(CLASS, "getParentPath", &path.into());
    assert_eq!(parent("/a//b/c/").unwrap().as_string(), "/a/b");
    assert_eq!(parent("/a").unwrap().as_string(), "/");
    for path in ["x", "/", ""] {
        assert_eq!(
            parent(path).unwrap_err().value.as_string(),
            format!("Path has no parent: {path}")
        );
    }
    assert_eq!(
        value(CLASS, "toAbsolutePath", &"/a/../b//c/.".into()).as_string(),
        "/b/c"
    );
    assert_eq!(
        value(CLASS, "getFileSeparator", &Value::VOID).as_string(),
        "/"
    );
    assert_eq!(
        value(CLASS, "getServiceFileName", &Value::VOID).as_string(),
        "main.ol"
    );
    assert_eq!(value(CLASS, "getSize", &"é".into()).as_int(), 2);
}

#[test]
fn types_of_files_are_known() {
    let folder = Folder::new("types");
    for name in ["a.html", "a.xyz", "types"] {
        fs::write(folder.path(name), "text/odd xyz # no\n").unwrap();
    }
    let (mut files, mut host) = (Files::default(), FakeHost::default());
    let mut ask = |operation: &str, name: &str| {
        let answer = files.call(operation, &folder.path(name).into(), &mut host);
        outcome(answer).unwrap().as_string().to_string()
    };
    assert_eq!(ask("getMimeType", "a.html"), "text/html");
    assert_eq!(ask("getMimeType", "a.xyz"), "application/octet-stream");
    ask("setMimeTypeFile", "types");
    assert_eq!(ask("getMimeType", "a.xyz"), "text/odd");
}
