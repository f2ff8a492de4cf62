//! A program as real Jolie runs it, and as `quadrille run` does.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// What a run gave: what it printed, and its exit status if it ended in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The standard output.
    pub output: String,
    /// The exit status; none after a timeout or a signal.
    pub status: Option<i32>,
}

/// The two that run programs.
#[derive(Clone, Debug)]
pub struct Rivals {
    jolie: PathBuf,
    folder: PathBuf,
    /// How long a run may take.
    patience: Duration,
}

impl Rivals {
    /// With the launcher of real Jolie that `QUADRILLE_JOLIE` names, if it does; files go to a folder of this name.
    pub fn find(folder: &str) -> Option<Self> {
        let jolie = PathBuf::from(std::env::var_os("QUADRILLE_JOLIE")?);
        Some(Self {
            jolie,
            ..Self::without(folder)
        })
    }

    /// Without real Jolie.
    pub fn without(folder: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
        fs::create_dir_all(&folder).unwrap();
        Self {
            jolie: PathBuf::new(),
            folder,
            patience: Duration::from_secs(30),
        }
    }

    /// With another patience.
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Writes a program into the folder.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.join(name);
        fs::write(&path, text).unwrap();
        path
    }

    /// What real Jolie does.
    pub fn jolie(&self, file: &Path) -> Run {
        let arguments = [
            OsStr::new("--service"),
            OsStr::new("Main"),
            file.as_os_str(),
        ];
        self.run(Command::new(&self.jolie).args(arguments), "jolie.out")
    }

    /// What `quadrille run` does, with a seed for what it is free to choose.
    pub fn quadrille(&self, file: &Path, seed: Option<u64>) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quadrille"));
        command.args(["run", "--unchecked"]).arg(file);
        if let Some(seed) = seed {
            command.args(["--seed", &seed.to_string()]);
        }
        self.run(&mut command, "quadrille.out")
    }

    fn run(&self, command: &mut Command, output: &str) -> Run {
        let path = self.folder.join(output);
        let mut child = command
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(File::create(&path).unwrap())
            .stderr(File::create(path.with_extension("err")).unwrap())
            .spawn()
            .unwrap();
        let start = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status.code();
            }
            if start.elapsed() > self.patience {
                child.kill().unwrap();
                child.wait().unwrap();
                break None;
            }
            thread::sleep(Duration::from_millis(2));
        };
        let output = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        Run { output, status }
    }
}
