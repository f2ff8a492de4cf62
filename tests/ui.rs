//! Programs with the findings that they must get. To add a case, no Rust is needed:
//!
//! * put a program into `tests/ui/NAME-OF-THE-CODE/`: a file `case.ol`, or a folder `case/` that is judged whole;
//! * mark each line that earns a finding with `//~ CODE` (or, below it, `//~^ CODE`); without marks it must get none;
//! * to fix the words of the report too, make an empty `case.txt` beside it and run with `QUADRILLE_BLESS=1`.
//!
//! The example of each code's page is a case as well; the report on it is `tests/ui/NAME-OF-THE-CODE/page.txt`.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

mod common;

use common::{Outcome, compare, example, files, is_explored, is_found, marks, root, run};
use libtest_mimic::{Arguments, Failed, Trial};
use quadrille::base::Code;
use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    // Assumptions are no findings, and what cannot be run is found when it starts: `tests/pages.rs` looks at them.
    let findings = Code::ALL
        .iter()
        .filter(|code| !code.id().starts_with("Q08") && **code != Code::Q0902)
        .filter(|code| is_found(code.id()));
    let pages = findings.map(|code| {
        Trial::test(format!("{}/page", code.name()), move || {
            let outcome =
                example(code.page(), "error").run(&format!("ui-{code}"), is_explored(*code));
            if outcome.places.iter().all(|place| place.code != code.id()) {
                return Err(format!("the example does not earn {code}").into());
            }
            let snapshot = folder_of(*code).join("page.txt");
            same_report(&snapshot, &outcome, true)
        })
    });
    let cases = folders().into_iter().flat_map(|folder| {
        entries(&folder)
            .into_iter()
            .filter(|path| path.is_dir() || path.extension().is_some_and(|end| end == "ol"))
            .map(|path| Trial::test(name(&path), move || judged(&path)))
    });
    let strangers = Trial::test("every folder is named after a code", named_after_codes);
    let trials = pages.chain(cases).chain([strangers]).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn top() -> PathBuf {
    root().join("tests/ui")
}

fn folder_of(code: Code) -> PathBuf {
    top().join(code.name())
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    found.sort();
    found
}

fn folders() -> Vec<PathBuf> {
    entries(&top())
        .into_iter()
        .filter(|path| path.is_dir())
        .collect()
}

fn name(path: &Path) -> String {
    let below = path.strip_prefix(top()).unwrap();
    below.with_extension("").display().to_string()
}

fn named_after_codes() -> Result<(), Failed> {
    for path in entries(&top()) {
        let name = path.file_name().unwrap().to_string_lossy();
        if Code::ALL.iter().all(|code| code.name() != name) {
            return Err(format!("no code is named {name}").into());
        }
    }
    Ok(())
}

/// Judges a case, and compares the findings with its marks and the report with its snapshot.
fn judged(path: &Path) -> Result<(), Failed> {
    let (folder, texts) = if path.is_dir() {
        (path, files(path, &["ol", "iol"]))
    } else {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        (path.parent().unwrap(), vec![file])
    };
    let mut expected = Vec::new();
    for file in &texts {
        let text = fs::read_to_string(folder.join(file)).unwrap();
        expected.extend(marks(file, &text));
    }
    let mut codes = Code::ALL
        .iter()
        .filter(|code| path.starts_with(folder_of(**code)));
    let explores = codes.any(|code| is_explored(*code));
    let outcome = run(folder, &[path.to_owned()], explores);
    compare(&expected, &outcome)?;
    same_report(&path.with_extension("txt"), &outcome, false)
}

/// Compares a report with the file that keeps it, or rewrites the file when `QUADRILLE_BLESS` is set.
fn same_report(snapshot: &Path, outcome: &Outcome, needed: bool) -> Result<(), Failed> {
    if !needed && !snapshot.exists() {
        return Ok(());
    }
    if std::env::var_os("QUADRILLE_BLESS").is_some() {
        fs::create_dir_all(snapshot.parent().unwrap()).unwrap();
        fs::write(snapshot, &outcome.report).unwrap();
        return Ok(());
    }
    let kept = fs::read_to_string(snapshot).unwrap_or_default();
    if kept == outcome.report {
        return Ok(());
    }
    let name = snapshot.display();
    Err(format!(
        "{name} has\n\n{kept}\nand now it is\n\n{}\nQUADRILLE_BLESS=1 rewrites it",
        outcome.report
    )
    .into())
}
