//! nuScr's own examples and tests: all are read, and the answers are nuScr's, but for those listed here. Runs where
//! `QUADRILLE_PUBLIC` names a folder that holds a clone of nuscr/nuscr as `nuscr/nuscr`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot read its files has failed"
)]

use quadrille::base::Sources;
use quadrille::protocol::implementable::{Answer, Delivery, implementable};
use quadrille::protocol::nuscr::{is_unread, protocols};
use quadrille::protocol::symbolic;
use quadrille::syntax::nuscr::parse;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What nuScr refuses and the complete conditions accept; why, is in `papers/nuscr.md`.
const MORE: &[&str] = &[
    "examples/TODO/errors/MergeRec.nuscr",
    "examples/errors/Scratch1.nuscr",
    "examples/nested-protocols/ltypes/errors/UnmergeableRecv.nuscr",
    "examples/nested-protocols/ltypes/errors/WrongCaller2.nuscr",
    "examples/nested-protocols/parser/errors/ContAfterRec.nuscr",
    "test/cram-tests/core/ambiguous-choice.t/Ambiguous.nuscr",
    "test/cram-tests/core/unmergable-choice.t/Bad.nuscr",
    "test/cram-tests/refinements/broadcast.t/BroadcastBad.nuscr",
    "test/cram-tests/refinements/merge-silent-recv.t/AlsoConfuse.nuscr",
    "test/cram-tests/refinements/merge-silent-recv.t/Confuse.nuscr",
    "test/cram-tests/refinements/merge-silent-recv.t/VeryConfuse.nuscr",
    "test/cram-tests/refinements/merge-silent-send.t/Merge.nuscr",
    "test/cram-tests/refinements/progress-no-choice.t/Stuck.nuscr",
    "test/cram-tests/refinements/progress.t/Stuck.nuscr",
    "test/cram-tests/refinements/project-silent.t/Relay2.nuscr",
    "test/cram-tests/refinements/unknown-variable-in-rec-expr.t/Wrong.nuscr",
    "test/cram-tests/refinements/unsatisfiable-false.t/Unsatisfiable.nuscr",
    "test/cram-tests/refinements/unsatisfiable-inconsistent.t/Unsatisfiable.nuscr",
];

/// What nuScr accepts, or says that it does not implement, and we refuse.
const LESS: &[&str] = &[
    "examples/consensus/Clock.nuscr",
    "examples/consensus/ClockAnnot.nuscr",
    "examples/consensus/ClockAnnotRec.nuscr",
    "examples/from-scribble-java/demo/supplierinfo/SupplierInfoDemo.nuscr",
    "examples/from-scribble-java/demo/supplierinfo/SupplierInfoExper.nuscr",
    "examples/from-scribble-java/demo/supplierinfo/SupplierInfoOrig.nuscr",
];

/// What nuScr accepts, and of which it is not known whether it can be implemented.
const OPEN: &[&str] = &[
    "examples/nested-protocols/ast-checks/valid/GlobalNestedScopes.nuscr",
    "examples/nested-protocols/ast-checks/valid/ScopesCheck.nuscr",
    "examples/nested-protocols/gtypes/MultipleRenamingConflicts.nuscr",
    "examples/nested-protocols/gtypes/NoConflicts.nuscr",
    "examples/nested-protocols/gtypes/RenameTopLevelNested.nuscr",
    "examples/nested-protocols/ltypes/valid/Choice.nuscr",
    "examples/nested-protocols/ltypes/valid/Merging.nuscr",
    "examples/nested-protocols/ltypes/valid/RecursionChoice.nuscr",
    "examples/nested-protocols/parser/errors/ContAfterChoice.nuscr",
];

/// What nuScr's tests say that it refuses, beside all that lies in a folder `errors`.
const REFUSED: &[&str] = &[
    "test/cram-tests/core/ambiguous-choice.t/Ambiguous.nuscr",
    "test/cram-tests/core/invalid-pragma.t/Invalid.nuscr",
    "test/cram-tests/core/reflexive-message.t/ReflexiveMessage.nuscr",
    "test/cram-tests/core/unbound-recursion-name.t/UnboundRec.nuscr",
    "test/cram-tests/core/unbound-role-name.t/UnboundRole.nuscr",
    "test/cram-tests/core/unbound-role-name.t/UnboundRoleMore.nuscr",
    "test/cram-tests/core/unguarded-recursion.t/UnguardedChoice.nuscr",
    "test/cram-tests/core/unguarded-recursion.t/UnguardedDo.nuscr",
    "test/cram-tests/core/unguarded-recursion.t/UnguardedSimple.nuscr",
    "test/cram-tests/core/unmergable-choice.t/Bad.nuscr",
    "test/cram-tests/refinements/broadcast.t/BroadcastBad.nuscr",
    "test/cram-tests/refinements/invalid-refinement-type.t/Invalid.nuscr",
    "test/cram-tests/refinements/merge-silent-recv.t/AlsoConfuse.nuscr",
    "test/cram-tests/refinements/merge-silent-recv.t/Confuse.nuscr",
    "test/cram-tests/refinements/merge-silent-recv.t/VeryConfuse.nuscr",
    "test/cram-tests/refinements/merge-silent-send.t/Merge.nuscr",
    "test/cram-tests/refinements/progress-no-choice.t/Stuck.nuscr",
    "test/cram-tests/refinements/progress.t/Stuck.nuscr",
    "test/cram-tests/refinements/project-silent.t/Relay2.nuscr",
    "test/cram-tests/refinements/type-error-in-recursion-expression.t/Recursion.nuscr",
    "test/cram-tests/refinements/unbound-role-in-recursion-variable.t/Unbound.nuscr",
    "test/cram-tests/refinements/unbound-variable.t/Unbound.nuscr",
    "test/cram-tests/refinements/unknown-variable-in-rec-expr.t/Wrong.nuscr",
    "test/cram-tests/refinements/unsatisfiable-false.t/Unsatisfiable.nuscr",
    "test/cram-tests/refinements/unsatisfiable-inconsistent.t/Unsatisfiable.nuscr",
];

/// Whether all protocols of a file can be implemented; `None` when that is not known.
fn judged(path: &Path) -> Option<bool> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut sources = Sources::default();
    let source = sources.add("file", text.as_str());
    let (file, errors) = parse(source, &text);
    if !errors.is_empty() {
        return Some(false);
    }
    let found = protocols(&file);
    let limit = |code: &str| code.starts_with("Q09");
    if found.diagnostics.iter().any(|one| !limit(one.code.id())) {
        return Some(false);
    }
    let mut all = found.diagnostics.is_empty().then_some(true);
    for global in &found.globals {
        let holds = if global.is_symbolic() && !is_unread(global) && cfg!(feature = "z3") {
            match symbolic::implementable(global, Duration::from_secs(10)) {
                symbolic::Answer::Implementable => true,
                symbolic::Answer::Not(_) => false,
                symbolic::Answer::Unknown(reason) => panic!("{}: {reason}", path.display()),
            }
        } else {
            match implementable(global, Delivery::PeerToPeer) {
                Answer::Implementable(_) => true,
                Answer::Not(_) => false,
                Answer::Unknown(reason) => panic!("{}: {reason}", path.display()),
            }
        };
        all = if holds { all } else { Some(false) };
    }
    all
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "nuscr")
        {
            found.push(path);
        }
    }
}

#[test]
fn nuscrs_verdicts_are_ours_but_for_those_listed() {
    let public = std::env::var_os("QUADRILLE_PUBLIC").map(PathBuf::from);
    let Some(root) = public
        .map(|public| public.join("nuscr/nuscr"))
        .filter(|root| root.is_dir())
    else {
        eprintln!("skipped: QUADRILLE_PUBLIC does not hold nuscr/nuscr");
        return;
    };
    let mut paths = Vec::new();
    for folder in ["examples", "test"] {
        files(&root.join(folder), &mut paths);
    }
    assert_eq!(paths.len(), 141);
    let (mut more, mut less, mut open) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for path in &paths {
        let name = path
            .strip_prefix(&root)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        let refused = name.contains("/errors/") || REFUSED.contains(&name.as_str());
        match (judged(path), refused) {
            (Some(true), true) => more.insert(name),
            (Some(false), false) => less.insert(name),
            (None, _) => open.insert(name),
            _ => false,
        };
    }
    let listed =
        |names: &[&str]| -> BTreeSet<String> { names.iter().map(ToString::to_string).collect() };
    assert_eq!(more, listed(MORE));
    assert_eq!(less, listed(LESS));
    assert_eq!(open, listed(OPEN));
}
