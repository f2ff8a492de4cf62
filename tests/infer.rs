//! What is inferred: every session that is printed reads back, and the services that it was read off conform to it, by the
//! same judgement as any other session.

#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, its helpers too"
)]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn quadrille(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quadrille"));
    command.args(words).output().unwrap()
}

fn json(words: &[&str]) -> Value {
    serde_json::from_slice(&quadrille(words).stdout).unwrap()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The files below a folder, or the one file.
fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let mut found: Vec<PathBuf> = fs::read_dir(path)
        .unwrap()
        .flat_map(|entry| files(&entry.unwrap().path()))
        .collect();
    found.sort();
    found
}

/// The text of a file in which each service of these names says which role it plays, and how many said so.
fn cast(text: &str, roles: &[(String, String)]) -> (String, usize) {
    let (mut result, mut said) = (String::new(), 0);
    let mut waiting: Option<&(String, String)> = None;
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if let ["service", name, ..] = words.as_slice() {
            let name = name.trim_end_matches('{').split('(').next().unwrap();
            waiting = roles.iter().find(|(role, _)| *role == name);
        }
        result += line;
        result += "\n";
        if let Some((_, plays)) = waiting
            && line.trim_end().ends_with('{')
        {
            result += &format!("    {plays}\n");
            said += 1;
            waiting = None;
        }
    }
    (result, said)
}

/// A copy of a model beside a session, in which services say which roles they play, and how many did.
fn copied(model: &Path, roles: &[(String, String)], session: &str) -> (PathBuf, usize) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!(
        "infer-{}",
        model.file_name().unwrap().to_string_lossy()
    ));
    let _ = fs::remove_dir_all(&folder);
    let mut said = 0;
    let mut last = PathBuf::new();
    for file in files(model) {
        let inside = file.strip_prefix(model).unwrap();
        last = folder.join(if model.is_file() {
            Path::new(model.file_name().unwrap())
        } else {
            inside
        });
        fs::create_dir_all(last.parent().unwrap()).unwrap();
        let Ok(read) = fs::read_to_string(&file) else {
            continue;
        };
        let (read, count) = cast(&read, roles);
        said += count;
        fs::write(&last, read).unwrap();
    }
    if model.is_file() {
        fs::write(&last, fs::read_to_string(&last).unwrap() + "\n" + session).unwrap();
        (last, said)
    } else {
        fs::write(folder.join("inferred.session"), session).unwrap();
        (folder, said)
    }
}

/// Whether the services of a model conform to a session that was inferred from it: one that says so of each of its
/// services. `None` where services cannot say which role they play.
fn conforms(model: &Path, session: &Value) -> Option<bool> {
    let text = session["text"].as_str().unwrap();
    let plays = session["plays"].as_array().unwrap().iter();
    let plays = plays.map(|plays| plays.as_str().unwrap().to_owned());
    let roles: Vec<(String, String)> = plays
        .map(|plays| {
            let role = plays.split('.').nth(1).unwrap();
            (role.split('(').next().unwrap().to_owned(), plays)
        })
        .collect();
    let (path, said) = copied(model, &roles, text);
    if said < roles.len() {
        return None;
    }
    let report = json(&[
        "check",
        "--format",
        "json",
        "--property",
        "conformance",
        path.to_str().unwrap(),
    ]);
    let verdicts = report["verdicts"].as_array().unwrap();
    let holds = verdicts
        .iter()
        .filter(|one| one["result"] == "holds")
        .count();
    let wrong = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| {
            let code = one["code"].as_str().unwrap();
            code.starts_with("Q05") || code.starts_with("Q00") || code.starts_with("Q01")
        });
    assert_eq!(wrong.count(), 0, "{}: {report:#}\n{text}", model.display());
    Some(holds >= roles.len() && verdicts.len() == holds)
}

/// Every model from which a session is inferred keeps to it.
#[test]
fn services_conform_to_what_was_inferred_from_them() {
    let (mut inferred, mut judged) = (0, 0);
    let mut models: Vec<PathBuf> = fs::read_dir(root().join("models/correct"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    models.sort();
    for model in models {
        let found = json(&["infer", "--to", "json", model.to_str().unwrap()]);
        for session in found["sessions"].as_array().unwrap() {
            if session["text"].is_null() {
                let obstacle = session["obstacle"]["message"].as_str().unwrap();
                assert!(!obstacle.is_empty(), "{}", model.display());
                continue;
            }
            inferred += 1;
            if let Some(right) = conforms(&model, session) {
                judged += 1;
                assert!(right, "{}\n{session:#}", model.display());
            }
        }
    }
    assert!(inferred >= 70, "only {inferred} are inferred");
    assert!(judged >= 60, "only {judged} are judged");
}

/// What one service does, as a type; faults that are not declared are left out.
#[test]
fn a_service_has_a_type_for_each_message_that_begins_a_session() {
    let model = root().join("models/conformance/purchase/bank.ol");
    let printed = quadrille(&["infer", "--service", "Bank", model.to_str().unwrap()]);
    let text = String::from_utf8(printed.stdout).unwrap();
    let expected = "\
Bank:
Client?rate (request)( string ). Client!rate (reply)( int ). {
    Client?charge (request)( int ). {
        Client!charge (reply)( string ). end,
        Client!charge (fault Refused)( string ). end
    },
    Client?forget( string ). end
}
";
    assert_eq!(text, expected);
    assert_eq!(printed.status.code(), Some(0));
}

/// Where there is no session, the line in its way is told, with the run that leads there.
#[test]
fn what_stands_in_the_way_is_told() {
    let printed = quadrille(&["infer", "models/correct/signin"]);
    assert_eq!(printed.status.code(), Some(3));
    assert!(printed.stdout.is_empty());
    let expected = "\
models/correct/signin/user.ol:29: no session was found for signin: `User` sends `enter`, and `App` does not take it there
How it happens:
  1. User -> App: begin (request)  (models/correct/signin/user.ol:23)
  2. App -> User: begin (reply)  (models/correct/signin/app.ol:20)
  3. User -> Provider: login (request)  (models/correct/signin/user.ol:24)
  4. Provider -> App: denied  (models/correct/signin/provider.ol:28)
  5. Provider -> User: login (reply)  (models/correct/signin/provider.ol:22)
";
    assert_eq!(String::from_utf8(printed.stderr).unwrap(), expected);
}
