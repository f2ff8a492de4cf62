//! `joliex.io.ConsoleService`.

use super::super::fault::Fault;
use super::super::value::Value;
use super::date::{self, Format};
use super::request::{field, flag, text};
use super::{Answer, Host, Native, Work};
use std::io::{BufRead, stdin};

/// What a time is written in when nothing else is said.
const TIME: &str = "dd/MM/yyyy HH:mm:ss";

/// The service.
#[derive(Default)]
pub(super) struct Console {
    /// The format of the time that goes before what is printed.
    timestamp: Option<String>,
    /// Who listens to the lines, when sessions do.
    listeners: Option<Vec<String>>,
}

impl Native for Console {
    fn call(&mut self, operation: &str, request: &Value, host: &mut dyn Host) -> Option<Answer> {
        match operation {
            "print" => self.print(request, "", host),
            "println" => self.print(request, "\n", host),
            "enableTimestamp" => {
                let format = field(request, "format");
                let format = format
                    .as_string_strict()
                    .map_or_else(|| TIME.to_owned(), String::from);
                self.timestamp = request.as_bool().then_some(format);
            }
            "registerForInput" => {
                if flag(request, "enableSessionListener") {
                    self.listeners = Some(Vec::new());
                }
                host.read_lines();
            }
            "subscribeSessionListener" => {
                let token = text(request, "token").to_string();
                if let Some(listeners) = &mut self.listeners
                    && !listeners.contains(&token)
                {
                    listeners.push(token);
                }
            }
            "unsubscribeSessionListener" => {
                let token = text(request, "token");
                if let Some(listeners) = &mut self.listeners {
                    listeners.retain(|known| *known != token);
                }
            }
            "readLine" => return Some(read_line(flag(request, "secret"))),
            _ => return None,
        }
        Some(Answer::Value(Value::VOID))
    }

    fn line(&mut self, line: Value, host: &mut dyn Host) {
        let Some(listeners) = &self.listeners else {
            host.notify("in", line);
            return;
        };
        for token in listeners {
            host.notify("in", line.clone().with("token", token.as_str()));
        }
    }
}

impl Console {
    fn print(&self, request: &Value, end: &str, host: &mut dyn Host) {
        let Some(text) = request.as_string_strict() else {
            host.print("Unable to convert Value to string\n");
            return;
        };
        let text = if flag(request, "escapeControlChars") {
            escape_control_characters(&text)
        } else {
            text.to_string()
        };
        let before = match &self.timestamp {
            None => String::new(),
            Some(format) => match Format::new(format) {
                Ok(format) => format!("{} ", format.write(&date::local(host.now()))),
                Err(_) => "Bad Format ".to_owned(),
            },
        };
        host.print(&format!("{before}{text}{end}"));
    }
}

/// Control characters that are no white space as `\\u001b`.
fn escape_control_characters(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        let white = matches!(character, '\t'..='\r' | '\u{1c}'..='\u{1f}');
        if character.is_control() && !white {
            escaped.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            escaped.push(character);
        }
    }
    escaped
}

/// One line of the standard input; void at its end.
fn read_line(secret: bool) -> Answer {
    Answer::Elsewhere(Work(Box::new(move || {
        let mut line = String::new();
        let read = if secret {
            rpassword::read_password().map(|password| {
                line = password;
                1
            })
        } else {
            stdin().lock().read_line(&mut line)
        };
        match read {
            Ok(0) => Ok(Value::VOID),
            Ok(_) => Ok(line.trim_end_matches(['\n', '\r']).into()),
            Err(error) => Err(Fault::io(error.to_string())),
        }
    })))
}

#[cfg(test)]
mod tests {
    use super::super::testing::FakeHost;
    use super::*;

    fn printed(calls: &[(&str, Value)]) -> FakeHost {
        let (mut console, mut host) = (Console::default(), FakeHost::default());
        for (operation, request) in calls {
            console.call(operation, request, &mut host).unwrap();
        }
        host
    }

    #[test]
    fn prints_what_is_a_string() {
        let host = printed(&[
            ("print", Value::from(1.0)),
            ("println", Value::from("é")),
            ("println", Value::VOID.with("a", 1)),
            (
                "print",
                Value::from("\u{1b}[0m\n").with("escapeControlChars", true),
            ),
        ]);
        let expected = "1.0é\nUnable to convert Value to string\n\\u001b[0m\n";
        assert_eq!(host.printed, expected);
    }

    #[test]
    fn prints_the_time_before() {
        let year = Value::from(true).with("format", "yyyy 'at'");
        let wrong = Value::from(true).with("format", "foo");
        let host = printed(&[
            ("enableTimestamp", year),
            ("println", Value::from("a")),
            ("enableTimestamp", wrong),
            ("println", Value::from("b")),
            ("enableTimestamp", Value::from(false)),
            ("println", Value::from("c")),
        ]);
        assert!(host.printed.ends_with("at a\nBad Format b\nc\n"));
    }

    #[test]
    fn lines_go_to_each_session_that_listens() {
        let (mut console, mut host) = (Console::default(), FakeHost::default());
        let mut call = |operation: &str, request: Value, host: &mut FakeHost| {
            console.call(operation, &request, host).unwrap();
        };
        call(
            "registerForInput",
            Value::VOID.with("enableSessionListener", true),
            &mut host,
        );
        for token in ["x", "y", "x"] {
            call(
                "subscribeSessionListener",
                Value::VOID.with("token", token),
                &mut host,
            );
        }
        call(
            "unsubscribeSessionListener",
            Value::VOID.with("token", "y"),
            &mut host,
        );
        assert!(host.reading);
        console.line("hello".into(), &mut host);
        let (operation, line) = host.notified.pop_front().unwrap();
        assert_eq!((operation.as_str(), &*line.as_string()), ("in", "hello"));
        assert_eq!(text(&line, "token"), "x");
        assert!(host.notified.is_empty());
    }
}
