//! The floors of the house: a module uses only those before it, and each library of a special trade lives on one.

#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, its helpers too"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The floors, lowest first. A floor uses only those before it.
const FLOORS: [&str; 15] = [
    "base",
    "verdict",
    "solve",
    "syntax",
    "automata",
    "explore",
    "protocol",
    "program",
    "system",
    "flow",
    "extract",
    "check",
    "interpreter",
    "report",
    "cli",
];

/// Libraries with the only floors that may see them.
const TRADES: [(&str, &[&str]); 9] = [
    ("pest", &["syntax"]),
    ("pest_derive", &["syntax"]),
    ("z3", &["solve"]),
    ("petgraph", &["automata"]),
    ("fancy_regex", &["interpreter"]),
    ("jiff", &["interpreter"]),
    ("saphyr_parser", &["interpreter"]),
    ("tokio", &["interpreter"]),
    // Archives are read as programs, and by them.
    ("zip", &["program", "interpreter"]),
];

/// A Rust file below `src/`: the floor that it belongs to, and its code without comments and strings.
struct File {
    path: PathBuf,
    floor: String,
    code: String,
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn files() -> Vec<File> {
    let mut paths = Vec::new();
    rust_files(&source(), &mut paths);
    let file = |path: PathBuf| {
        let inside = path.strip_prefix(source()).unwrap();
        let first = inside.iter().next().unwrap().to_string_lossy();
        File {
            floor: first.trim_end_matches(".rs").to_owned(),
            code: without_comments_and_strings(&fs::read_to_string(&path).unwrap()),
            path,
        }
    };
    paths.into_iter().map(file).collect()
}

/// Blanks line comments, block comments and string literals, so that only code is read.
fn without_comments_and_strings(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |at| at + 2)
        } else if rest.starts_with("r#\"") {
            rest.find("\"#").map_or(rest.len(), |at| at + 2)
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\\"'") {
            rest[1..].find('\'').map_or(rest.len(), |at| at + 2)
        } else if next == '"' {
            string_length(rest)
        } else {
            code.push(next);
            rest = &rest[next.len_utf8()..];
            continue;
        };
        code.push(' ');
        rest = &rest[skipped..];
    }
    code
}

fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The names that follow `crate::`, those of a group `crate::{a::…, b}` one by one.
fn crate_paths(code: &str) -> BTreeSet<String> {
    let dense: String = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut found = BTreeSet::new();
    for (at, _) in dense.match_indices("crate::") {
        let before = dense[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = dense[at + "crate::".len()..].trim_start();
        match rest.strip_prefix('{') {
            Some(group) => found.extend(group_heads(group)),
            None => found.extend(head(rest)),
        }
    }
    found
}

/// The first name of each member of a group, whose opening brace is gone.
fn group_heads(group: &str) -> Vec<String> {
    let (mut depth, mut member, mut heads) = (0, String::new(), Vec::new());
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.extend(head(&std::mem::take(&mut member))),
            _ if depth == 0 => member.push(c),
            _ => {}
        }
    }
    heads.extend(head(&member));
    heads
}

fn head(path: &str) -> Option<String> {
    let word = |c: &char| c.is_alphanumeric() || *c == '_';
    let name: String = path.trim_start().chars().take_while(word).collect();
    (!name.is_empty()).then_some(name)
}

/// Whether `code` names the library `name` as the root of a path.
fn names_library(code: &str, name: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let root = |at: usize| {
        let before = code[..at].strip_suffix("::").unwrap_or(&code[..at]);
        !before.ends_with(word)
    };
    let path = format!("{name}::");
    let imported = [format!("use {name};"), format!("use {name} as ")];
    code.match_indices(&path).any(|(at, _)| root(at))
        || imported.iter().any(|line| code.contains(line))
}

fn height(floor: &str) -> Option<usize> {
    FLOORS.iter().position(|known| *known == floor)
}

#[test]
fn no_arrow_runs_back_up() {
    let mut wrong = Vec::new();
    for file in files() {
        let Some(own) = height(&file.floor) else {
            continue;
        };
        for used in crate_paths(&file.code) {
            if height(&used).is_none_or(|used| used > own) {
                wrong.push(format!("{} uses crate::{used}", file.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_folder_is_a_floor() {
    for file in files() {
        let name = file.floor.as_str();
        assert!(
            matches!(name, "lib" | "main") || height(name).is_some(),
            "src/{name} is not in the list of floors"
        );
    }
}

#[test]
fn each_trade_lives_on_one_floor() {
    let mut wrong = Vec::new();
    for file in files() {
        for (library, floors) in TRADES {
            if !floors.contains(&file.floor.as_str()) && names_library(&file.code, library) {
                wrong.push(format!(
                    "{} uses {library}, which belongs to {}",
                    file.path.display(),
                    floors.join(" and ")
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_reader_sees_what_it_should() {
    let code = "use crate::{base::{Code, Span}, check::judge as j};\nlet x = crate::report::text::render;\n\
                // crate::cli\nlet s = \"crate::solve\"; mycrate::automata";
    let found = crate_paths(&without_comments_and_strings(code));
    let expected = ["base", "check", "report"].map(str::to_owned);
    assert_eq!(found, BTreeSet::from(expected));
    assert!(names_library("use pest::Parser;", "pest"));
    assert!(names_library("impl ::pest::Parser", "pest"));
    assert!(names_library("use z3 as solver;", "z3"));
    assert!(!names_library("a::pest::B", "pest"));
    assert!(!names_library("solve_z3::x", "z3"));
}
