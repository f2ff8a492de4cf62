//! Programs that run as processes of their own: `quadrille run` of a text, watched from outside.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(30);

/// A port on which nobody listens.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0)).unwrap();
    listener.local_addr().unwrap().port()
}

/// A folder of a test, empty.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    // It may not be there.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Waits until something is so.
pub fn until(what: &str, mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < LONG, "{what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// A program that runs; it is killed when it is dropped.
pub struct Running {
    child: Child,
    output: PathBuf,
}

impl Running {
    /// Runs a program, which is written to `name.ol` in the folder.
    pub fn start(folder: &Path, name: &str, program: &str, options: &[&str]) -> Self {
        let file = folder.join(name).with_extension("ol");
        fs::write(&file, program).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_quadrille"));
        command
            .args(["run", "--unchecked"])
            .args(options)
            .arg(&file);
        Self::of(command, &folder.join(name))
    }

    /// Runs a command, its output in files of this name.
    pub fn of(mut command: Command, name: &Path) -> Self {
        let output = name.with_extension("out");
        let child = command
            .stdin(Stdio::null())
            .stdout(File::create(&output).unwrap())
            .stderr(File::create(name.with_extension("err")).unwrap())
            .spawn()
            .unwrap();
        Self { child, output }
    }

    /// Waits until it listens on a port.
    pub fn listening(self, port: u16) -> Self {
        until("nobody listens", || {
            TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
        });
        self
    }

    /// What it has printed.
    pub fn output(&self) -> String {
        fs::read_to_string(&self.output).unwrap()
    }

    /// What it has complained of.
    pub fn complaints(&self) -> String {
        fs::read_to_string(self.output.with_extension("err")).unwrap()
    }

    /// Whether it goes on.
    pub fn is_alive(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Its exit status, once it has ended.
    pub fn status(&mut self) -> Option<i32> {
        until("it does not end", || !self.is_alive());
        self.child.wait().unwrap().code()
    }

    /// The number of the process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal, as `kill` names it.
    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let status = Command::new("kill").args(["-s", name, &id]).status();
        assert!(status.unwrap().success());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
