//! `quadrille.toml`: in come the settings beside the services, out come the systems that they declare, and what is
//! wrong with them.
//!
//! ```toml
//! [system.shop]
//! services = ["buyer.ol", "seller.ol"]
//! bind     = { "Buyer.Seller" = "Seller.Input" }
//! ```
//!
//! A key that is not known is an error: a slip must not quietly take a system away. `session` and `roles` are read
//! and kept; they say which protocol a system plays.

use super::System;
use crate::base::{Code, Diagnostic, Name, SourceId, Sources, Span};
use crate::program::Program;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml_edit::{Document, Item, Key, TableLike, Value};

/// The name of the file.
const FILE: &str = "quadrille.toml";

/// What `quadrille.toml` says.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The systems that it declares, in order.
    pub systems: Vec<Declared>,
    shown: String,
    text: String,
    wrong: Vec<Wrong>,
}

/// `[system.NAME]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    /// Its name.
    pub name: String,
    /// The files whose services run together.
    pub services: Vec<File>,
    /// Output ports with the input ports that they are bound to, whatever their locations say.
    pub binds: Vec<Bind>,
    /// The file of the protocol that it plays.
    pub session: Option<File>,
    /// The roles of the protocol, each with the file that plays it.
    pub roles: Vec<(String, File)>,
}

/// A file of a system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it lies, symbolic links followed; `None` when it is not there.
    pub path: Option<PathBuf>,
    /// The bytes where it is named.
    pub at: Range<usize>,
}

/// `"Client.Server" = "Server.Input"`: the names of running services, each with a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bind {
    /// The service that sends, and its output port.
    pub from: (String, String),
    /// The service that receives, and its input port.
    pub to: (String, String),
    /// The bytes of the output port's name.
    pub from_at: Range<usize>,
    /// The bytes of the input port's name.
    pub to_at: Range<usize>,
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wrong {
    at: Range<usize>,
    message: String,
    label: String,
}

impl Settings {
    /// The settings in a folder; `None` when there are none.
    #[must_use]
    pub fn of(folder: &Path) -> Option<Self> {
        let path = folder.join(FILE);
        let shown = path.strip_prefix(".").unwrap_or(&path);
        let shown = shown.to_string_lossy().replace('\\', "/");
        match std::fs::read_to_string(&path) {
            Ok(text) => Some(Self::read(folder, shown, text)),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => Some(Self {
                wrong: vec![Wrong {
                    at: 0..0,
                    message: format!("cannot read {shown}: {error}"),
                    label: String::new(),
                }],
                shown,
                ..Self::default()
            }),
        }
    }

    fn read(folder: &Path, shown: String, text: String) -> Self {
        let mut reading = Reading {
            folder,
            systems: Vec::new(),
            wrong: Vec::new(),
        };
        match Document::parse(text.as_str()) {
            Ok(document) => reading.document(&document),
            Err(error) => reading.wrong.push(Wrong {
                at: error.span().unwrap_or(0..0),
                message: format!("not TOML: {}", error.message().replace('\n', ", ")),
                label: String::new(),
            }),
        }
        Self {
            systems: reading.systems,
            wrong: reading.wrong,
            shown,
            text,
        }
    }

    /// The files that its systems are made of, each once.
    #[must_use]
    pub fn files(&self) -> Vec<PathBuf> {
        let files = self.systems.iter().flat_map(|system| {
            let players = system.roles.iter().map(|(_, file)| file);
            system.services.iter().chain(&system.session).chain(players)
        });
        let mut files: Vec<PathBuf> = files.filter_map(|file| file.path.clone()).collect();
        files.sort();
        files.dedup();
        files
    }

    /// What is wrong with it, once its systems were built; the file becomes a source when something is.
    pub fn diagnostics(
        &self,
        program: &Program,
        systems: &[System],
        sources: &mut Sources,
    ) -> Vec<Diagnostic> {
        let mut wrong = self.wrong.clone();
        for declared in &self.systems {
            let built = systems.iter().find(|system| system.name == declared.name);
            let binds = declared.binds.iter();
            wrong.extend(built.iter().flat_map(|system| {
                let binds = binds.clone();
                binds.filter_map(|bind| unbound(program, system, bind))
            }));
            if built.is_none() {
                wrong.extend(without_service(declared));
            }
        }
        if wrong.is_empty() {
            return Vec::new();
        }
        let source = sources.add(self.shown.clone(), self.text.as_str());
        wrong.into_iter().map(|wrong| wrong.told(source)).collect()
    }
}

impl Wrong {
    fn told(self, source: SourceId) -> Diagnostic {
        let span = Span::new(source, self.at.start, self.at.end);
        Diagnostic::new(Code::Q0132, span, self.message).label(self.label)
    }
}

/// A system whose files are all there, and declare nothing that runs.
fn without_service(declared: &Declared) -> Option<Wrong> {
    let first = declared.services.first()?;
    let there = declared.services.iter().all(|file| file.path.is_some());
    there.then(|| Wrong {
        at: first.at.clone(),
        message: format!("no file of system `{}` has a service", declared.name),
        label: "only declarations here".to_owned(),
    })
}

fn unbound(program: &Program, system: &System, bind: &Bind) -> Option<Wrong> {
    let running = |name: &str| {
        let mut instances = system.instances.iter();
        instances.find(|running| running.name == name)
    };
    let sides = [(&bind.from, &bind.from_at), (&bind.to, &bind.to_at)];
    for (((service, port), at), output) in sides.into_iter().zip([true, false]) {
        let kind = if output { "output" } else { "input" };
        let Some(found) = running(service) else {
            let names: Vec<&str> = system.instances.iter().map(|one| &*one.name).collect();
            return Some(Wrong {
                at: at.clone(),
                message: format!("no service `{service}` runs in system `{}`", system.name),
                label: format!("there is {}", names.join(", ")),
            });
        };
        let (name, found) = (Name::from(port), &program[found.service]);
        let known = if output {
            found.output_ports.contains_key(&name)
        } else {
            found.input_ports.contains_key(&name)
        };
        if !known {
            return Some(Wrong {
                at: at.clone(),
                message: format!("service `{service}` has no {kind} port `{port}`"),
                label: format!("no such {kind} port"),
            });
        }
    }
    None
}

/// The systems read so far.
struct Reading<'a> {
    folder: &'a Path,
    systems: Vec<Declared>,
    wrong: Vec<Wrong>,
}

impl Reading<'_> {
    fn wrong(&mut self, at: Option<Range<usize>>, message: String, label: &str) {
        self.wrong.push(Wrong {
            at: at.unwrap_or(0..0),
            message,
            label: label.to_owned(),
        });
    }

    fn unknown(&mut self, key: Option<&Key>, known: &str) {
        let name = key.map_or("", Key::get);
        let message = format!("unknown key `{name}`");
        self.wrong(key.and_then(Key::span), message, known);
    }

    fn document(&mut self, document: &Document<&str>) {
        let root = document.as_table();
        for (name, item) in root.iter() {
            if name != "system" {
                self.unknown(root.key(name), "`[system.NAME]` is known here");
            } else if let Some(systems) = item.as_table_like() {
                for (name, item) in systems.iter() {
                    self.system(name, systems.key(name), item);
                }
            } else {
                let at = item.span();
                self.wrong(
                    at,
                    "`system` is no table".to_owned(),
                    "write `[system.NAME]`",
                );
            }
        }
    }

    fn system(&mut self, name: &str, key: Option<&Key>, item: &Item) {
        let at = key.and_then(Key::span);
        let Some(table) = item.as_table_like() else {
            let message = format!("system `{name}` is no table");
            return self.wrong(at, message, "write `[system.NAME]`");
        };
        let mut system = Declared {
            name: name.to_owned(),
            ..Declared::default()
        };
        for (key, item) in table.iter() {
            match key {
                "services" => system.services = self.services(item),
                "bind" => system.binds = self.binds(item),
                "session" => system.session = self.named(item, "session"),
                "roles" => system.roles = self.roles(item),
                _ => {
                    let known = "`services`, `bind`, `session` and `roles` are known here";
                    self.unknown(table.key(key), known);
                }
            }
        }
        if !table.contains_key("services") {
            let message = format!("system `{name}` has no `services`");
            self.wrong(at, message, "add `services = [\"FILE.ol\"]`");
        }
        self.systems.push(system);
    }

    fn services(&mut self, item: &Item) -> Vec<File> {
        let Some(array) = item.as_array() else {
            let message = "`services` is no list of files".to_owned();
            self.wrong(item.span(), message, "a list of files is wanted");
            return Vec::new();
        };
        let mut files = Vec::new();
        for value in array {
            let Some(name) = value.as_str() else {
                let message = "a service is no text".to_owned();
                self.wrong(value.span(), message, "the name of a file is wanted");
                continue;
            };
            files.push(self.file(name, value.span()));
        }
        files
    }

    /// The file of a key.
    fn named(&mut self, item: &Item, key: &str) -> Option<File> {
        let name = self.string(item, key)?;
        Some(self.file(&name, item.span()))
    }

    fn file(&mut self, name: &str, at: Option<Range<usize>>) -> File {
        let path = self.folder.join(name);
        let path = path.canonicalize().ok().filter(|path| path.is_file());
        if path.is_none() {
            let message = format!("cannot find the file `{name}`");
            self.wrong(at.clone(), message, "looked for beside this file");
        }
        File {
            path,
            at: at.unwrap_or(0..0),
        }
    }

    fn string(&mut self, item: &Item, key: &str) -> Option<String> {
        let text = item.as_str().map(str::to_owned);
        if text.is_none() {
            let message = format!("`{key}` is no text");
            self.wrong(item.span(), message, "a text is wanted");
        }
        text
    }

    fn table<'t>(&mut self, item: &'t Item, key: &str) -> Option<&'t dyn TableLike> {
        let table = item.as_table_like();
        if table.is_none() {
            let message = format!("`{key}` is no table");
            self.wrong(item.span(), message, "a table is wanted");
        }
        table
    }

    fn roles(&mut self, item: &Item) -> Vec<(String, File)> {
        let Some(table) = self.table(item, "roles") else {
            return Vec::new();
        };
        let mut roles = Vec::new();
        for (role, item) in table.iter() {
            let file = self.named(item, role);
            roles.extend(file.map(|file| (role.to_owned(), file)));
        }
        roles
    }

    fn binds(&mut self, item: &Item) -> Vec<Bind> {
        let Some(table) = self.table(item, "bind") else {
            return Vec::new();
        };
        let mut binds = Vec::new();
        for (key, item) in table.iter() {
            let from_at = table.key(key).and_then(Key::span);
            let to = item.as_value().and_then(Value::as_str);
            let from = port(key);
            if from.is_none() {
                let message = format!("`{key}` is no port of a service");
                self.wrong(from_at.clone(), message, "`Service.Port` is wanted");
            }
            let to = to.and_then(port);
            if to.is_none() {
                let message = "an output port is bound to no port of a service".to_owned();
                self.wrong(item.span(), message, "`\"Service.Port\"` is wanted");
            }
            if let (Some(from), Some(to)) = (from, to) {
                binds.push(Bind {
                    from,
                    to,
                    from_at: from_at.unwrap_or(0..0),
                    to_at: item.span().unwrap_or(0..0),
                });
            }
        }
        binds
    }
}

fn port(text: &str) -> Option<(String, String)> {
    let (service, port) = text.rsplit_once('.')?;
    let whole = !service.is_empty() && !port.is_empty();
    whole.then(|| (service.to_owned(), port.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is wrong with a text, as `bytes: message`.
    fn wrong(text: &str) -> Vec<String> {
        let settings = Settings::read(Path::new("src"), FILE.to_owned(), text.to_owned());
        let wrong = settings.wrong.iter();
        wrong
            .map(|wrong| format!("{}: {}", &text[wrong.at.clone()], wrong.message))
            .collect()
    }

    #[test]
    fn what_is_right_is_read() {
        let text = "[system.shop]\nservices = [\"lib.rs\", \"./main.rs\"]\nsession = \"main.rs\"\n\
                    roles = { Buyer = \"lib.rs\" }\nbind = { \"A.Out\" = \"B 2.In\" }\n";
        assert!(wrong(text).is_empty(), "{:?}", wrong(text));
        let settings = Settings::read(Path::new("src"), FILE.to_owned(), text.to_owned());
        let [shop] = settings.systems.as_slice() else {
            panic!("one system");
        };
        assert_eq!(shop.name, "shop");
        assert_eq!(settings.files().len(), 2);
        let [bind] = shop.binds.as_slice() else {
            panic!("one binding");
        };
        assert_eq!(bind.from, ("A".to_owned(), "Out".to_owned()));
        assert_eq!(bind.to, ("B 2".to_owned(), "In".to_owned()));
        let lib = shop.services.first().and_then(|file| file.path.clone());
        assert_eq!(shop.roles.len(), 1);
        assert_eq!((&*shop.roles[0].0, &shop.roles[0].1.path), ("Buyer", &lib));
        assert!(
            shop.session
                .as_ref()
                .is_some_and(|file| file.path.is_some())
        );
    }

    #[test]
    fn what_is_wrong_is_told_where_it_stands() {
        assert_eq!(
            wrong("sytem = 1\n[system.a]\nservice = []\n"),
            [
                "sytem: unknown key `sytem`",
                "service: unknown key `service`",
                "a: system `a` has no `services`",
            ]
        );
        assert_eq!(
            wrong("[system.a]\nservices = [\"no.ol\", 3]\n"),
            [
                "\"no.ol\": cannot find the file `no.ol`",
                "3: a service is no text",
            ]
        );
        assert_eq!(
            wrong("[system.a]\nservices = []\nbind = { Out = \"B.In\", \"A.Out\" = 1 }"),
            [
                "Out: `Out` is no port of a service",
                "1: an output port is bound to no port of a service",
            ]
        );
        assert_eq!(wrong("[system.a\n").len(), 1);
        assert_eq!(wrong("system = 1").len(), 1);
    }
}
