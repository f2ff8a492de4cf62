//! `quadrille init`: a commented quadrille.toml and a CI workflow for the services of a folder.

use super::output;
use crate::program::{Program, Settings, load};
use crate::report::Status;
use crate::system::{Choice, systems};
use anyhow::{Context, bail};
use clap::Args;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// Write a commented quadrille.toml and a CI workflow for the services of a folder
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quadrille init
  quadrille init services --force")]
pub(super) struct Arguments {
    /// The folder
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// Overwrite files that are there already
    #[arg(long)]
    force: bool,
}

/// Writes the files, and prints which.
///
/// # Errors
/// When there is nothing written in Jolie, when a file is there already and `--force` is not given, or when one
/// cannot be written. Nothing is written before everything could be.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let folder = &arguments.folder;
    let loaded = load(std::slice::from_ref(folder), &Settings::default());
    if loaded.program.modules.iter().all(|module| !module.asked) {
        bail!("no .ol file in {}", folder.display());
    }
    let workflow = if folder.join(".gitlab-ci.yml").exists() {
        (".gitlab/quadrille.yml", GITLAB)
    } else {
        (".github/workflows/quadrille.yml", GITHUB)
    };
    let choice = Choice {
        name: system_name(folder),
        ..Choice::default()
    };
    let settings = settings(&found(&loaded.program, &choice, folder));
    let files = [("quadrille.toml", settings.as_str()), workflow];
    if !arguments.force {
        let there = files.iter().find(|(name, _)| folder.join(name).exists());
        if let Some((name, _)) = there {
            bail!(
                "{} is there already; --force overwrites it",
                folder.join(name).display()
            );
        }
    }
    for (name, text) in files {
        write(&folder.join(name), text)?;
    }
    Ok(Status::Holds)
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, text))
        .with_context(|| format!("cannot write {}", path.display()))?;
    let shown = path.strip_prefix(".").unwrap_or(path);
    output::print(&format!("wrote {}\n", shown.display()))
}

/// The systems that `check` finds by itself, each with the files that are started, relative to `folder` with `/`.
fn found(program: &Program, choice: &Choice, folder: &Path) -> Vec<(String, Vec<String>)> {
    let folder = folder.canonicalize().unwrap_or_default();
    let mut listed: Vec<(String, Vec<String>)> = Vec::new();
    for system in systems(program, choice) {
        let roots = system.instances.iter().enumerate();
        let roots = roots.filter(|(index, running)| running.root == *index);
        let mut files: Vec<String> = Vec::new();
        for (_, running) in roots {
            let module = &program[program[running.service].module];
            let path = module.path.as_deref().unwrap_or(Path::new(&module.name));
            let path = path.strip_prefix(&folder).unwrap_or(path);
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            let file = parts.join("/");
            // A second service of a file that is listed is judged on its own without a table.
            let known = listed.iter().any(|(_, others)| others.contains(&file));
            if !known && !files.contains(&file) {
                files.push(file);
            }
        }
        if !files.is_empty() {
            listed.push((system.name, files));
        }
    }
    listed
}

/// The name of the folder, made of what needs no quotes in TOML.
fn system_name(folder: &Path) -> String {
    let name = folder.canonicalize().ok().and_then(|folder| {
        let name = folder.file_name()?.to_string_lossy().into_owned();
        Some(name.replace(
            |c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_',
            "-",
        ))
    });
    name.filter(|name| !name.is_empty())
        .unwrap_or_else(|| "system".to_owned())
}

fn settings(systems: &[(String, Vec<String>)]) -> String {
    let mut text = COMMENT.to_owned();
    for (system, services) in systems {
        let _ = writeln!(text, "\n[system.{}]\nservices = [", key(system));
        for service in services {
            let _ = writeln!(text, "    {},", quoted(service));
        }
        text.push_str("]\n");
    }
    text
}

const COMMENT: &str = "\
# Which programs run together. `quadrille check` in this folder judges each table as one system, and
# `quadrille check --system NAME` only that one. These are the systems that it found by itself: programs of one
# directory, where one calls the location at which another listens. Join tables whose programs run together, across
# directories too. A file that is in no table is judged as if there were none.
#
# Where several programs listen at one location, say whom an output port reaches, by the names of running services:
#     bind = { \"Client.OutputPort\" = \"Server.InputPort\" }
";

/// A key of TOML, bare where it can be.
fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.is_empty() && name.chars().all(bare) {
        name.to_owned()
    } else {
        quoted(name)
    }
}

/// A basic string of TOML; for what a path may hold, JSON writes the same.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

const GITHUB: &str = "\
# Judges the Jolie services of this repository; what is found appears under Security, Code scanning.
name: quadrille
on: [push, pull_request]
permissions:
  contents: read
  security-events: write
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      # Set the repository's variable QUADRILLE_SOURCE to the git address that you take quadrille from.
      - run: cargo install --locked --no-default-features --git \"${{ vars.QUADRILLE_SOURCE }}\" quadrille
      # Warnings pass; add `--deny warnings` when there are none left.
      - run: quadrille check --format sarif > quadrille.sarif
      - uses: github/codeql-action/upload-sarif@v3
        if: always()
        with:
          sarif_file: quadrille.sarif
";

const GITLAB: &str = "\
# Judges the Jolie services of this repository; what is found appears among the test results.
# In .gitlab-ci.yml: include: { local: .gitlab/quadrille.yml }
quadrille:
  image: rust:1
  script:
    # Set the variable QUADRILLE_SOURCE to the git address that you take quadrille from.
    - cargo install --locked --no-default-features --git \"$QUADRILLE_SOURCE\" quadrille
    # Warnings pass; add `--deny warnings` when there are none left.
    - quadrille check --format junit > quadrille.xml
  artifacts:
    when: always
    reports:
      junit: quadrille.xml
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_name_the_systems_and_their_services() {
        let files = vec!["a.ol".to_owned(), "b \"c\".ol".to_owned()];
        let text = settings(&[
            ("shop".to_owned(), files),
            ("a/b".to_owned(), vec!["d.ol".to_owned()]),
        ]);
        assert!(text.ends_with(
            "\n[system.shop]\nservices = [\n    \"a.ol\",\n    \"b \\\"c\\\".ol\",\n]\n\
             \n[system.\"a/b\"]\nservices = [\n    \"d.ol\",\n]\n"
        ));
    }
}
