//! Programs that print `begin` and `end` around their work, and how long that takes.

use quadrille::interpreter::machine::{Machine, Outcome, Settings};
use quadrille::interpreter::value::Value;
use quadrille::program::{Loaded, load};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A program whose work is done so many times.
pub fn program(services: &str, embeds: &str, setup: &str, work: &str, rounds: usize) -> String {
    let setup = if setup.is_empty() {
        String::new()
    } else {
        format!("{setup};\n")
    };
    format!(
        r#"from console import Console
{services}
service Main {{
    embed Console as Console
    {embeds}
    main {{
        {setup}for( round = 0, round < {rounds}, round++ ) {{
            println@Console( "begin" )();
            {work};
            println@Console( "end" )()
        }}
    }}
}}
"#
    )
}

/// A program as it is loaded, to be run again and again.
pub struct Work(Loaded);

/// The times of lines.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<(String, Instant)>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let line = String::from_utf8_lossy(bytes).trim().to_owned();
        self.0.lock().unwrap().push((line, Instant::now()));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The times between each `begin` and the `end` after it.
fn rounds(lines: &[(String, Instant)]) -> Vec<Duration> {
    let mut begin = None;
    let mut rounds = Vec::new();
    for (line, time) in lines {
        match line.as_str() {
            "begin" => begin = Some(*time),
            "end" => rounds.extend(begin.take().map(|begin| *time - begin)),
            _ => {}
        }
    }
    rounds
}

/// Writes a program into the folder of the tests.
pub fn written(name: &str, program: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("clocked");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join(name).with_extension("ol");
    fs::write(&file, program).unwrap();
    file
}

impl Work {
    /// Loads a program.
    pub fn new(name: &str, program: &str) -> Self {
        let loaded = load(
            &[written(name, program)],
            &quadrille::program::Settings::default(),
        );
        assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
        Self(loaded)
    }

    /// How long each of its rounds takes.
    pub fn run(&self) -> Vec<Duration> {
        let lines = Lines::default();
        let errors = Box::new(std::io::stderr());
        let mut machine = Machine::new(Settings::default(), Box::new(lines.clone()), errors);
        let program = Arc::new(self.0.program.clone());
        let main = program.entry(None).unwrap();
        let sources = Arc::new(self.0.sources.clone());
        let started = machine.start(&program, sources, main, Value::VOID);
        assert!(started.is_ok());
        assert_eq!(machine.run(), Outcome::Ended(0));
        let lines = lines.0.lock().unwrap();
        rounds(&lines)
    }
}

/// How long each round takes with real Jolie, when `QUADRILLE_JOLIE` names its launcher.
pub fn jolie(file: &Path) -> Option<Vec<Duration>> {
    let jolie = std::env::var_os("QUADRILLE_JOLIE")?;
    let mut child = Command::new(jolie)
        .args(["--service", "Main"])
        .arg(file)
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let output = BufReader::new(child.stdout.take()?);
    let lines: Vec<_> = output
        .lines()
        .map_while(Result::ok)
        .map(|line| (line, Instant::now()))
        .collect();
    child.wait().ok()?;
    Some(rounds(&lines))
}
