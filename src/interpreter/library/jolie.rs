//! The standard services that Jolie writes in Jolie: `assertions`, `trees` and `args`.

use super::super::fault::Fault;
use super::super::value::{Basic, Value};
use super::pattern::Pattern;
use super::request::{elements, field, flag, text};
use super::values::same;
use super::{Answer, Host, Native, Outcome};
use std::collections::HashMap;

/// An option in what a program was called with.
const OPTION: &str = r"--\w+(?:=.*?(?=\s--|$))?";

/// How wide the names of options are where they are explained.
const NAME_WIDTH: usize = 25;

/// `Assertions`.
pub(super) struct Assertions;

impl Native for Assertions {
    fn call(&mut self, operation: &str, request: &Value, _: &mut dyn Host) -> Option<Answer> {
        if operation != "equals" {
            return None;
        }
        let (actual, expected) = (field(request, "actual"), field(request, "expected"));
        Some(if same(expected, actual) {
            Answer::Value(Value::VOID)
        } else {
            Answer::Fault(Fault::new(
                "AssertionError",
                request.pretty("root").unwrap_or_default(),
            ))
        })
    }
}

/// `Trees`.
pub(super) struct Trees;

impl Native for Trees {
    fn call(&mut self, operation: &str, request: &Value, _: &mut dyn Host) -> Option<Answer> {
        if operation != "getHashMap" {
            return None;
        }
        let key = text(request, "key");
        let mut answer = Value::VOID;
        for element in elements(request, "vector") {
            answer.child_mut(&text(element, &key)).deep_copy(element);
        }
        Some(Answer::Value(answer))
    }
}

/// `Args`.
pub(super) struct Args;

impl Native for Args {
    fn call(&mut self, operation: &str, request: &Value, host: &mut dyn Host) -> Option<Answer> {
        (operation == "parseArgs").then(|| parse(request, host).into())
    }
}

fn parse(request: &Value, host: &mut dyn Host) -> Outcome {
    let mut line = String::new();
    for argument in elements(request, "args") {
        line.push_str(&argument.as_string());
        line.push(' ');
    }
    let pattern = Pattern::compile(OPTION)?;
    let mut matcher = pattern.matcher(&line);
    let (mut answer, mut given) = (Value::VOID, HashMap::new());
    while let Some(found) = matcher.find()? {
        let option = found.group(&line, 0).unwrap_or_default().trim();
        let mut parts = option.split('=');
        let name = parts.next().unwrap_or_default().trim_start_matches("--");
        let value = parts
            .next()
            .filter(|value| !value.is_empty())
            .map_or(Value::VOID, Value::from);
        given.insert(name.to_owned(), value.is_defined());
        let parsed = Value::VOID.with("name", name).with("value", value);
        answer.vector_mut("parsedArgs").push(parsed);
    }
    if given.contains_key("help") {
        host.print(&explained(request));
        return Err(Fault::new("Help", Value::VOID));
    }
    match elements(request, "argsMap")
        .iter()
        .find_map(|option| wrong(option, &given))
    {
        None => Ok(answer),
        Some((printed, thrown)) => {
            host.print(&format!("❌ Error: {printed}\n{}", explained(request)));
            Err(Fault::new("ParsingError", thrown))
        }
    }
}

/// What is wrong with how an option was given: what is printed, and what is thrown.
fn wrong(option: &Value, given: &HashMap<String, bool>) -> Option<(String, String)> {
    let name = text(option, "name");
    match given.get(&*name) {
        None if flag(option, "optional") => None,
        None => {
            let message = format!("Missing required argument: {name}");
            Some((message.clone(), message))
        }
        Some(true) if flag(option, "isFlag") => {
            let message = format!("Argument {name} is a flag and cannot have a value");
            Some((format!("{message}\n"), message))
        }
        Some(false) if !flag(option, "isFlag") => {
            let message = format!("Argument {name} must have a value");
            Some((format!("{message}.\n"), message))
        }
        Some(_) => None,
    }
}

fn explained(request: &Value) -> String {
    let mut out = "\nDocumentation:\n\n".to_owned();
    for option in elements(request, "argsMap") {
        let name = text(option, "name");
        let need = if flag(option, "optional") {
            "optional"
        } else {
            "required"
        };
        let kind = if flag(option, "isFlag") {
            "flag argument"
        } else {
            "require value"
        };
        let description = match &field(option, "description").basic {
            Basic::Void => "".into(),
            _ => text(option, "description"),
        };
        out.push_str(&format!(
            "--{name:<NAME_WIDTH$}[{need}] [{kind}] {description}\n"
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::standard_service;
    use super::super::testing::{FakeHost, outcome};
    use super::*;

    fn call(package: &str, service: &str, operation: &str, request: &Value) -> (Outcome, String) {
        let mut host = FakeHost::default();
        let mut service = standard_service(package, service).unwrap();
        (
            outcome(service.call(operation, request, &mut host)),
            host.printed,
        )
    }

    #[test]
    fn what_is_not_equal_is_shown() {
        let equal = |actual: i32| {
            let request = Value::VOID.with("actual", actual).with("expected", 1);
            call("assertions", "Assertions", "equals", &request).0
        };
        assert!(equal(1).is_ok());
        let fault = equal(2).unwrap_err();
        assert_eq!(fault.name, "AssertionError");
        assert!(fault.value.as_string().starts_with("root\n├─── "));
    }

    #[test]
    fn trees_are_found_by_their_keys() {
        let mut request = Value::VOID.with("key", "k");
        for (key, number) in [("a", 1), ("b", 2)] {
            let element = Value::VOID.with("k", key).with("n", number);
            request.vector_mut("vector").push(element);
        }
        let map = call("trees", "Trees", "getHashMap", &request).0.unwrap();
        assert_eq!(field(field(&map, "b"), "n").as_int(), 2);
    }

    fn parsed(arguments: &[&str]) -> (Outcome, String) {
        let mut request = Value::VOID;
        for argument in arguments {
            request.vector_mut("args").push((*argument).into());
        }
        for (name, optional, is_flag) in [("file", false, false), ("loud", true, true)] {
            let option = Value::VOID
                .with("name", name)
                .with("optional", optional)
                .with("isFlag", is_flag)
                .with("description", "what it is");
            request.vector_mut("argsMap").push(option);
        }
        call("args", "Args", "parseArgs", &request)
    }

    #[test]
    fn arguments_are_parsed() {
        let (answer, printed) = parsed(&["--file=a", "b", "--loud"]);
        let answer = answer.unwrap();
        let options = elements(&answer, "parsedArgs");
        assert_eq!(printed, "");
        assert_eq!(
            (&*text(&options[0], "name"), &*text(&options[0], "value")),
            ("file", "a b")
        );
        assert!(
            options[1]
                .child("value")
                .is_some_and(|value| !value.is_defined())
        );
        let thrown = |arguments: &[&str]| {
            parsed(arguments)
                .0
                .unwrap_err()
                .value
                .as_string()
                .to_string()
        };
        assert_eq!(thrown(&["--loud"]), "Missing required argument: file");
        assert_eq!(
            thrown(&["--file=a", "--loud=1"]),
            "Argument loud is a flag and cannot have a value"
        );
        assert_eq!(thrown(&["--file"]), "Argument file must have a value");
        let (help, printed) = parsed(&["--help"]);
        assert_eq!(help.unwrap_err().name, "Help");
        assert!(
            printed.contains("--file                     [required] [require value] what it is\n")
        );
    }
}
