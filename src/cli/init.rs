//! `quadrille init`: a commented quadrille.toml and a CI workflow for the services of a folder.

use super::output;
use crate::report::Status;
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
    let services = services(folder)?;
    if services.is_empty() {
        bail!("no .ol file in {}", folder.display());
    }
    let workflow = if folder.join(".gitlab-ci.yml").exists() {
        (".gitlab/quadrille.yml", GITLAB)
    } else {
        (".github/workflows/quadrille.yml", GITHUB)
    };
    let settings = settings(&system_name(folder), &services);
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

/// The `.ol` files below `folder`, relative to it with `/`, but for hidden ones: those that `check` reads.
fn services(folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    let walk = ignore::WalkBuilder::new(folder)
        .standard_filters(false)
        .hidden(true)
        .build();
    for entry in walk {
        let entry = entry.with_context(|| format!("cannot read {}", folder.display()))?;
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == "ol") {
            let path = path.strip_prefix(folder).unwrap_or(path);
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            found.push(parts.join("/"));
        }
    }
    found.sort();
    Ok(found)
}

/// The name of the folder, as a key of TOML.
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

fn settings(system: &str, services: &[String]) -> String {
    let mut text = format!(
        "# Which files make a system, for people and for later versions of quadrille: this one judges the paths\n\
         # that it is given (`quadrille check PATH…`), and without a path the whole folder.\n\
         # A system of its own is a table `[system.NAME]`; take out what does not run together.\n\
         \n\
         [system.{system}]\n\
         services = [\n"
    );
    for service in services {
        let _ = writeln!(text, "    {},", quoted(service));
    }
    text.push_str("]\n");
    text
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
    fn settings_name_the_system_and_its_services() {
        let text = settings("shop", &["a.ol".to_owned(), "b \"c\".ol".to_owned()]);
        assert!(text.ends_with(
            "\n[system.shop]\nservices = [\n    \"a.ol\",\n    \"b \\\"c\\\".ol\",\n]\n"
        ));
    }
}
