//! The corpus runner: reads every Jolie file under a folder and says what is accepted, what is rejected, and where.
//!
//! `cargo run --release --example corpus -- FOLDER`. In come `.ol` and `.iol` files, hidden folders left out; out come
//! a line for each file that is rejected (`file:line:column: code message`), then totals and the time. Files are
//! judged one by one by the grammar: what they include or import is not followed.

use quadrille::base::{Diagnostic, SourceId, Sources};
use quadrille::syntax::jolie::parse;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

fn main() -> anyhow::Result<ExitCode> {
    let Some(folder) = std::env::args_os().nth(1) else {
        writeln!(std::io::stderr(), "usage: corpus FOLDER")?;
        return Ok(ExitCode::from(2));
    };
    let folder = PathBuf::from(folder);
    let (mut accepted, mut bytes, mut rejected) = (0_usize, 0_usize, 0_usize);
    let mut slowest = (Duration::ZERO, String::new());
    let mut sources = Sources::default();
    let mut out = std::io::stdout().lock();
    let started = Instant::now();
    for path in files(&folder) {
        // As Jolie does: what is no UTF-8 is read all the same.
        let text = String::from_utf8_lossy(&std::fs::read(&path)?).into_owned();
        let name = path
            .strip_prefix(&folder)
            .unwrap_or(&path)
            .display()
            .to_string();
        bytes += text.len();
        let source = sources.add(name.clone(), text.as_str());
        let before = Instant::now();
        let (_, errors) = parse(source, &text);
        slowest = slowest.max((before.elapsed(), name));
        if errors.is_empty() {
            accepted += 1;
        } else {
            rejected += 1;
        }
        for error in &errors {
            writeln!(out, "{}", located(&sources, source, error))?;
        }
    }
    let (time, name) = slowest;
    writeln!(
        out,
        "{accepted} accepted, {rejected} rejected, {} kB in {:.0?}; slowest: {name} in {time:.1?}",
        bytes / 1000,
        started.elapsed()
    )?;
    Ok(ExitCode::SUCCESS)
}

/// The Jolie files under a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = ignore::WalkBuilder::new(folder)
        .standard_filters(false)
        .hidden(true)
        .build()
        .flatten()
        .map(ignore::DirEntry::into_path)
        .filter(|path| {
            path.extension()
                .is_some_and(|end| end == "ol" || end == "iol")
        })
        .collect();
    files.sort();
    files
}

fn located(sources: &Sources, source: SourceId, error: &Diagnostic) -> String {
    let Some(file) = sources.get(source) else {
        return error.message.clone();
    };
    let at = file.position(error.primary.span.start);
    format!(
        "{}:{}:{}: {} {}",
        file.name(),
        at.line,
        at.column,
        error.code.id(),
        error.message
    )
}
