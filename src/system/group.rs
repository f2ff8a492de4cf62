//! Which roots run together: in come a program and a choice, out come groups of roots, each a system.
//!
//! `quadrille.toml` names its systems; files given by name on one command line are one system; and programs of one
//! directory are one when a location of one is that at which exactly one other program of the directory listens.
//! Directories are kept apart because they use the same locations for different things. Whatever is left runs alone.

use super::address::{Place, address, written};
use super::choice::Choice;
use super::roots::{Root, roots};
use super::settings::Declared;
use super::tree::{Node, grow};
use crate::program::{Module, Program};

/// Roots that run together.
#[derive(Debug)]
pub(super) struct Group<'a> {
    /// Its name in reports.
    pub(super) name: String,
    /// What is started.
    pub(super) roots: Vec<Root<'a>>,
    /// Whether somebody said that these run together, and not only their locations.
    pub(super) declared: bool,
    /// The system of `quadrille.toml` that it is.
    pub(super) settings: Option<&'a Declared>,
}

/// The groups: those of `quadrille.toml` first, then the others in the order of their first root.
pub(super) fn groups<'a>(program: &'a Program, choice: &'a Choice) -> Vec<Group<'a>> {
    let declared = choice
        .settings
        .iter()
        .flat_map(|settings| &settings.systems);
    let mut groups: Vec<Group> = declared
        .map(|system| Group {
            name: system.name.clone(),
            roots: roots(program, choice.service, &|module| lists(system, module))
                .into_iter()
                .filter(|root| root.entry)
                .collect(),
            declared: true,
            settings: Some(system),
        })
        .filter(|group| !group.roots.is_empty())
        .collect();
    let taken = |root: &Root| {
        let mut roots = groups.iter().flat_map(|group| &group.roots);
        roots.any(|other| other.service == root.service)
    };
    let left = roots(program, choice.service, &|_| true);
    let left: Vec<Root> = left.into_iter().filter(|root| !taken(root)).collect();
    let found = connected(program, &left, choice.together);
    let only = groups.is_empty() && found.len() == 1;
    for (members, declared) in found {
        let roots: Vec<Root> = members.iter().map(|member| left[*member]).collect();
        let name = if only {
            choice.name.clone()
        } else {
            label(program, &roots, declared.then_some(&choice.name))
        };
        groups.push(Group {
            name,
            roots,
            declared,
            settings: None,
        });
    }
    distinguish(&mut groups);
    groups
}

fn lists(system: &Declared, module: &Module) -> bool {
    let mut files = system.services.iter();
    files.any(|file| file.path.is_some() && file.path == module.path)
}

/// The roots by what connects them, as positions, each group with whether its members were named together.
fn connected(program: &Program, roots: &[Root], together: bool) -> Vec<(Vec<usize>, bool)> {
    let named = |root: &Root| together && root.entry && root.module.named;
    let mut group: Vec<usize> = (0..roots.len()).collect();
    let mut unite = |one: usize, other: usize| {
        let (from, to) = (group[one].max(group[other]), group[one].min(group[other]));
        for member in &mut group {
            if *member == from {
                *member = to;
            }
        }
    };
    let first = roots.iter().position(named);
    for (position, _) in roots.iter().enumerate().filter(|(_, root)| named(root)) {
        unite(first.unwrap_or(position), position);
    }
    let places: Vec<Places> = roots.iter().map(|root| places(program, root)).collect();
    for (caller, root) in roots.iter().enumerate() {
        for place in &places[caller].calls {
            if places[caller].listens.contains(place) {
                continue;
            }
            let mut listeners = (0..roots.len()).filter(|other| {
                places[*other].listens.contains(place)
                    && directory(roots[*other].module) == directory(root.module)
            });
            if let (Some(only), None) = (listeners.next(), listeners.next()) {
                unite(caller, only);
            }
        }
    }
    let mut groups: Vec<(Vec<usize>, bool)> = Vec::new();
    for leader in 0..roots.len() {
        let members = (0..roots.len()).filter(|member| group[*member] == leader);
        let members: Vec<usize> = members.collect();
        let declared = members.iter().any(|member| named(&roots[*member]));
        if !members.is_empty() {
            groups.push((members, declared));
        }
    }
    groups
}

/// Where a program listens, and where it calls.
#[derive(Debug, Default)]
struct Places {
    listens: Vec<Place>,
    calls: Vec<Place>,
}

fn places(program: &Program, root: &Root) -> Places {
    let mut nodes: Vec<Node> = Vec::new();
    grow(program, root.service, &mut nodes);
    let mut places = Places::default();
    for (index, node) in nodes.iter().enumerate() {
        let service = &program[node.service];
        let place = |location, listens| {
            let text = written(program, &nodes, index, location)?;
            let place = address(&text, listens)?.place;
            (!matches!(place, Place::Local(_))).then_some(place)
        };
        for port in service.input_ports.values() {
            let location = port.location.as_ref();
            let found = location.and_then(|location| place(location, true));
            places.listens.extend(found);
        }
        for port in service.output_ports.values() {
            let embedded = |bound: &crate::program::Embed| {
                bound.port.is_some_and(|name| name.name == port.name.name)
            };
            let location = port.location.as_ref();
            if !service.embeds.iter().any(embedded) {
                let found = location.and_then(|location| place(location, false));
                places.calls.extend(found);
            }
        }
    }
    places
}

/// The directory of a module, as people see it.
pub(super) fn directory(module: &Module) -> &str {
    let name = &module.name;
    name.rsplit_once('/').map_or("", |(directory, _)| directory)
}

/// The name of a file without its folders and its ending.
pub(super) fn stem(module: &Module) -> &str {
    let name = &module.name;
    let file = name
        .rsplit_once('/')
        .map_or(name.as_str(), |(_, file)| file);
    file.strip_suffix(".ol").unwrap_or(file)
}

/// The name of a group among others: its folder's when it is of several files, or its file's; a service beside
/// `Main` has its own.
fn label(program: &Program, roots: &[Root], named: Option<&String>) -> String {
    if let Some(name) = named {
        return name.clone();
    }
    let Some(first) = roots.first() else {
        return String::new();
    };
    let directory = directory(first.module);
    let folder = directory.rsplit('/').next().unwrap_or_default();
    let one_file = roots
        .iter()
        .all(|root| root.module.source == first.module.source);
    if !first.entry {
        program[first.service].name.to_string()
    } else if one_file || folder.is_empty() || folder == ".." {
        stem(first.module).to_owned()
    } else {
        folder.to_owned()
    }
}

/// Gives groups of one name the paths of their files, and numbers to those that are still alike.
fn distinguish(groups: &mut [Group]) {
    let names: Vec<String> = groups.iter().map(|group| group.name.clone()).collect();
    let count = |name: &String| names.iter().filter(|other| *other == name).count();
    for group in groups.iter_mut().filter(|group| group.settings.is_none()) {
        if count(&group.name) > 1
            && let Some(first) = group.roots.first().filter(|root| root.entry)
        {
            let path = &first.module.name;
            group.name = path.strip_suffix(".ol").unwrap_or(path).to_owned();
        }
    }
    let mut seen: rustc_hash::FxHashSet<String> = rustc_hash::FxHashSet::default();
    for group in groups {
        let plain = group.name.clone();
        let mut number = 2;
        while !seen.insert(group.name.clone()) {
            group.name = format!("{plain} {number}");
            number += 1;
        }
    }
}
