//! `joliex.util.ExecService`.
//!
//! All of what a program writes is read while it runs; Java reads what fits the pipe, after its end. With
//! `stdOutConsoleEnable` the program writes to the standard output itself.

use super::super::fault::Fault;
use super::super::value::Value;
use super::request::{LONGEST_TEXT, elements, flag, has, int, text};
use super::{Operation, Outcome};
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::thread;

/// The operations of the service.
pub(super) fn operation(name: &str) -> Option<Operation> {
    (name == "exec").then_some(exec)
}

fn exec(request: &Value) -> Outcome {
    let line = request.as_string();
    // Words between single spaces; those at the end that are empty do not count.
    let mut words = line.trim_end_matches(' ').split(' ');
    let program = words.next().unwrap_or_default();
    let mut command = Command::new(program);
    command
        .args(words)
        .args(
            elements(request, "args")
                .iter()
                .map(|argument| argument.as_string().to_string()),
        )
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .stdout(if flag(request, "stdOutConsoleEnable") {
            Stdio::inherit()
        } else {
            Stdio::piped()
        });
    if has(request, "workingDirectory") {
        command.current_dir(&*text(request, "workingDirectory"));
    }
    let mut child = command
        .spawn()
        .map_err(|error| Fault::io(format!("Cannot run program \"{program}\": {error}")))?;
    if has(request, "waitFor") && int(request, "waitFor") <= 0 {
        thread::spawn(move || finish(&mut child));
        return Ok(Value::VOID);
    }
    finish(&mut child)
}

/// Waits for the end of a program, and answers what it wrote.
fn finish(child: &mut Child) -> Outcome {
    let (output, errors) = (child.stdout.take(), child.stderr.take());
    let reader = thread::spawn(move || read(errors));
    let output = read(output);
    let errors = reader.join().unwrap_or_default();
    let status = child.wait().map_err(|error| Fault::io(error.to_string()))?;
    let mut answer = if output.is_empty() {
        Value::VOID
    } else {
        Value::from(output)
    };
    answer.set_child("exitCode", exit_code(status));
    if !errors.is_empty() {
        answer.set_child("stderr", errors);
    }
    Ok(answer)
}

/// The text of a pipe, as much of it as is kept; the rest is let go.
fn read(pipe: Option<impl Read>) -> String {
    let Some(mut pipe) = pipe else {
        return String::new();
    };
    let mut bytes = Vec::new();
    // What was read before a failure is kept.
    let _ = pipe
        .by_ref()
        .take(LONGEST_TEXT as u64)
        .read_to_end(&mut bytes);
    let _ = std::io::copy(&mut pipe, &mut std::io::sink());
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(unix)]
fn exit_code(status: std::process::ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt;
    status
        .code()
        .or_else(|| Some(status.signal()? + 128))
        .unwrap_or_default()
}

#[cfg(not(unix))]
fn exit_code(status: std::process::ExitStatus) -> i32 {
    status.code().unwrap_or_default()
}

#[cfg(all(test, unix))]
mod tests {
    use super::super::testing::{fault, value};
    use super::*;

    fn run(command: &str, arguments: &[&str]) -> Value {
        let mut request = Value::from(command);
        for argument in arguments {
            request.vector_mut("args").push((*argument).into());
        }
        request
    }

    #[test]
    fn programs_are_run() {
        let class = "joliex.util.ExecService";
        let answer = value(class, "exec", &run("echo a  b ", &["c d"]));
        assert_eq!(answer.as_string(), "a  b c d\n");
        assert_eq!(int(&answer, "exitCode"), 0);
        let answer = value(class, "exec", &run("sh -c", &["echo wrong >&2; exit 3"]));
        assert!(!answer.is_defined());
        assert_eq!(
            (int(&answer, "exitCode"), &*text(&answer, "stderr")),
            (3, "wrong\n")
        );
        let answer = value(class, "exec", &run("sh -c", &["kill -9 $$"]));
        assert_eq!(int(&answer, "exitCode"), 137);
        let answer = value(
            class,
            "exec",
            &run("pwd", &[]).with("workingDirectory", "/"),
        );
        assert_eq!(answer.as_string(), "/\n");
        let answer = value(class, "exec", &run("sleep 60", &[]).with("waitFor", 0));
        assert!(!answer.has_children());
        assert_eq!(
            fault(class, "exec", &run("no-such-program", &[])).name,
            "IOException"
        );
        assert_eq!(fault(class, "exec", &run("", &[])).name, "IOException");
    }

    #[test]
    fn much_output_does_not_stop_a_program() {
        let script = "head -c 300000 /dev/zero | tr '\\0' x";
        let answer = value("joliex.util.ExecService", "exec", &run("sh -c", &[script]));
        assert_eq!(answer.as_string().len(), 300_000);
    }
}
