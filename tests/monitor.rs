//! Running services hold their partners to the session that they play in: who keeps to it is never refused, by whatever
//! schedule, and who sends out of turn gets `SessionViolation`.

#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, its helpers too"
)]

use quadrille::check::conformance::Cast;
use quadrille::check::protocol::Sessions;
use quadrille::interpreter::machine::{
    Event, EventKind, Machine, Observer, Outcome, Settings, VIOLATION,
};
use quadrille::interpreter::value::Value;
use quadrille::program::{self, load};
use quadrille::system::{Choice, systems};
use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use std::sync::Arc;

/// Keeps what is refused, and faults of that name.
struct Kept(Rc<RefCell<Vec<String>>>);

impl Observer for Kept {
    fn happened(&mut self, event: &Event) {
        let violates = event.kind == EventKind::Fault && event.name == VIOLATION;
        if event.kind == EventKind::Refuse || violates {
            let told = format!("{} {} {}", event.service.1, event.kind.word(), event.name);
            self.0.borrow_mut().push(told);
        }
    }
}

/// Runs files that play a session: what is refused, how the run ends, and how many hold their partners to it.
fn run(paths: &[PathBuf], seed: u64) -> (Vec<String>, Outcome, usize) {
    let loaded = load(paths, &program::Settings::default());
    let found = systems(&loaded.program, &Choice::of(paths, None));
    let sessions = Sessions::of(&loaded.program, &[]);
    let cast = Cast::of_systems(&loaded.program, &found, &sessions, None);
    let watched: Vec<_> = cast.watched(&found).into_iter().flatten().collect();
    let roots = found.iter().flat_map(|system| &system.instances);
    let roots = roots.filter(|running| running.parent.is_none());
    let roots: Vec<_> = roots.map(|running| running.service).collect();
    let settings = Settings {
        seed: Some(seed),
        turns: Some(20_000),
        timeout: None,
        ..Settings::default()
    };
    let nowhere = || Box::new(std::io::sink());
    let mut machine = Machine::new(settings, nowhere(), nowhere());
    let kept = Rc::new(RefCell::new(Vec::new()));
    machine.observe(Box::new(Kept(Rc::clone(&kept))));
    let count = watched.len();
    let (program, sources) = (Arc::new(loaded.program), Arc::new(loaded.sources));
    machine.watch(&program, watched);
    for root in roots {
        let sources = Arc::clone(&sources);
        machine.start(&program, sources, root, Value::VOID).unwrap();
    }
    let outcome = machine.run();
    drop(machine);
    (kept.take(), outcome, count)
}

/// The session of a model, the services that conform, and those that deviate.
fn model(folder: &Path) -> (Vec<PathBuf>, Vec<PathBuf>, Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap();
    let mut all: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    all.sort();
    let ends = |path: &PathBuf, end: &str| path.extension().is_some_and(|own| own == end);
    let session: Vec<PathBuf> = all
        .iter()
        .filter(|path| ends(path, "session"))
        .cloned()
        .collect();
    let services = all
        .iter()
        .filter(|path| ends(path, "ol") && !path.ends_with("interfaces.ol"));
    let deviates = |path: &&PathBuf| path.file_stem().unwrap().to_string_lossy().contains('-');
    let (wrong, right): (Vec<&PathBuf>, Vec<&PathBuf>) = services.partition(deviates);
    let owned = |paths: Vec<&PathBuf>| paths.into_iter().cloned().collect();
    (session, owned(right), owned(wrong))
}

fn models() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/conformance");
    let entries = fs::read_dir(folder).unwrap();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

#[test]
fn who_conforms_is_never_refused() {
    let mut held = 0;
    for folder in models() {
        let (session, right, _) = model(&folder);
        for seed in 0..12 {
            let (refused, outcome, watched) = run(&[session.clone(), right.clone()].concat(), seed);
            assert_eq!(refused, [""; 0], "{} with seed {seed}", folder.display());
            let fine = !matches!(outcome, Outcome::Stuck(_));
            assert!(fine, "{} with seed {seed}: {outcome:?}", folder.display());
            held += usize::from(seed == 0) * watched;
        }
    }
    assert!(
        held >= 30,
        "only {held} services hold their partners to a session"
    );
}

#[test]
fn some_who_deviate_are_refused() {
    let mut refused = 0;
    for folder in models() {
        let (session, right, wrong) = model(&folder);
        for file in wrong {
            let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
            let role = stem.split('-').next().unwrap();
            let others = right
                .iter()
                .filter(|path| path.file_stem().unwrap() != role);
            let paths: Vec<PathBuf> = session
                .iter()
                .chain(others)
                .chain([&file])
                .cloned()
                .collect();
            let found = (0..6).any(|seed| !run(&paths, seed).0.is_empty());
            refused += usize::from(found);
        }
    }
    assert!(refused >= 5, "{refused}");
}

/// A message that comes before its turn is refused, its sender gets the fault, and the trace shows both.
#[test]
fn a_message_out_of_turn_gets_its_fault() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("monitor");
    fs::create_dir_all(&folder).unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let interface =
        "interface I { oneWay: a( int ), b( int ) requestResponse: ask( int )( int ) }\n";
    let paths = [
        file(
            "s.session",
            "session S { A -> B: ask( x: int )( y: int ); A -> B: a( x: int ); A -> B: b( x: int ) }",
        ),
        file(
            "b.ol",
            &format!(
                "{interface}service B {{ plays S.B\ninputPort In {{ location: \"socket://localhost:8000\" protocol: sodep interfaces: I }}\nmain {{ ask( x )( y ) {{ y = 1 }}; a( x ); b( x ) }} }}"
            ),
        ),
        file(
            "a.ol",
            &format!(
                "{interface}from console import Console\nservice A {{ plays S.A\nembed Console as Console\noutputPort B {{ location: \"socket://localhost:8000\" protocol: sodep interfaces: I }}\nmain {{ ask@B( 1 )( y ); scope( s ) {{ install( SessionViolation => println@Console( s.SessionViolation.operation + \" of \" + s.SessionViolation.role )() ); b@B( 1 ) }}; a@B( 1 ); b@B( 2 ) }} }}"
            ),
        ),
    ];
    let mut command = Command::new(env!("CARGO_BIN_EXE_quadrille"));
    command
        .args(["run", "--unchecked", "--seed", "1", "--trace", "text"])
        .args(&paths);
    let output = command.output().unwrap();
    let [stdout, trace] =
        [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    assert_eq!(
        (output.status.code(), stdout.as_str()),
        (Some(0), "b of B\n"),
        "{trace}"
    );
    let refused = trace.lines().filter(|line| line.contains(" refuse b "));
    let refused: Vec<&str> = refused.collect();
    assert_eq!(refused.len(), 1, "{trace}");
    assert!(
        refused[0].contains("b is out of turn: S.B awaits a"),
        "{trace}"
    );
    assert!(trace.contains("fault SessionViolation"), "{trace}");
    // Judged first, it is not started.
    let mut command = Command::new(env!("CARGO_BIN_EXE_quadrille"));
    let output = command
        .args(["run", "--seed", "1"])
        .args(&paths)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("Q0514"));
}
