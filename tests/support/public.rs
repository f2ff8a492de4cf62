//! The public files of Jolie: labels of Jolie's own parser, and clones of the repositories.
//!
//! `QUADRILLE_CORPORA` names a folder with `jolie/labels.tsv`, `QUADRILLE_PUBLIC` one with clones as `owner/name`.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

/// One row of the labels.
pub struct Label {
    /// `owner/name`.
    pub repository: String,
    /// The path of the file in it.
    pub file: String,
    /// What Jolie's parser says: `OK`, `PARSEERR`, `INCMISS` or `EXC`.
    pub parse: String,
    /// Where the file is.
    pub path: PathBuf,
}

/// The labels, or `None` with a notice when one of the two folders is not named.
///
/// # Panics
///
/// When a folder is named and does not hold what it should.
pub fn labels() -> Option<Vec<Label>> {
    let Some(corpora) = std::env::var_os("QUADRILLE_CORPORA") else {
        eprintln!("skipped: QUADRILLE_CORPORA names no folder of corpora");
        return None;
    };
    let table = PathBuf::from(corpora).join("jolie/labels.tsv");
    let rows = std::fs::read_to_string(&table)
        .unwrap_or_else(|error| panic!("{}: {error}", table.display()));
    let Some(public) = std::env::var_os("QUADRILLE_PUBLIC").map(PathBuf::from) else {
        eprintln!("skipped: QUADRILLE_PUBLIC names no folder of clones (owner/name)");
        return None;
    };
    let labels: Vec<Label> = rows
        .lines()
        .skip(1)
        .map(|row| {
            let mut cells = row.split('\t').map(str::to_owned);
            let mut next = || cells.next().expect("a row of three cells at least");
            let (repository, file, parse) = (next(), next(), next());
            let path = public.join(&repository).join(&file);
            Label {
                repository,
                file,
                parse,
                path,
            }
        })
        .collect();
    assert_eq!(labels.len(), 1_086, "{}", table.display());
    Some(labels)
}

/// The text of a file as Jolie reads it: bytes that are no UTF-8 are read all the same.
pub fn text(label: &Label) -> String {
    let bytes = std::fs::read(&label.path)
        .unwrap_or_else(|error| panic!("{}: {error}", label.path.display()));
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Does `work` on every item, on all cores.
pub fn in_parallel<T: Sync>(items: &[T], work: impl Fn(&T) + Sync) {
    let next = AtomicUsize::new(0);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    work(item);
                }
            });
        }
    });
}
