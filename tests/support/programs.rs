//! Small Jolie programs made at random from a seed, as trees of statements, so that they can be made smaller.
//!
//! A program is closed: it embeds the services that it calls and prints by Console. Several can be run as one, each as a
//! service of its own that `Main` calls, since a Java machine takes longer to start than a program to run.

#[path = "programs/concurrent.rs"]
mod concurrent;
#[path = "programs/confluent.rs"]
mod confluent;
#[path = "programs/data.rs"]
mod data;
#[path = "programs/faults.rs"]
mod faults;

#[path = "statements.rs"]
mod statements;

use std::fmt::Write;

use statements::{Chance, Statement, sequence};

pub use concurrent::concurrent;
pub use confluent::confluent;

/// A program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Program {
    /// The operations of the services that it embeds as `E0`, `E1`, …: how they run, and the branches of their choice.
    pub services: Vec<(String, Vec<Statement>)>,
    /// Definitions.
    pub definitions: Vec<Statement>,
    /// What runs.
    pub body: Vec<Statement>,
}

/// What the programs of a file share.
const PRELUDE: &str = r#"from console import Console
from string_utils import StringUtils

type Pair: void {
    x: int
    y?: string
    z*: int
}
type Key: void {
    id: int
    v?: int
}
interface Operations {
    OneWay: tell( string )
    RequestResponse:
        number( int )( int ) throws F( int ),
        text( string )( string ) throws F( string ) G( void ),
        pair( Pair )( Pair ) throws F( undefined ) H( int ),
        tree( undefined )( undefined ) throws F( undefined ) G( undefined ),
        nothing( void )( void ),
        open( Key )( int ),
        add( Key )( int ),
        close( Key )( int )
}
interface Runs {
    RequestResponse: run( void )( void )
}
"#;

/// What each service embeds.
const PACKAGES: &str = "    embed Console as Console\n    embed StringUtils as StringUtils\n";

impl Program {
    /// The program alone, as `Main`.
    pub fn alone(&self) -> String {
        let mut text = String::from(PRELUDE);
        self.write_services(&mut text, 0);
        let _ = writeln!(text, "service Main {{\n{PACKAGES}{}", self.members(0));
        text.push_str("    main {\n");
        sequence(&self.body, &mut text, 8);
        text.push_str("\n    }\n}\n");
        text
    }

    fn write_services(&self, text: &mut String, number: usize) {
        for (position, (head, branches)) in self.services.iter().enumerate() {
            let _ = writeln!(text, "service E{number}_{position} {{\n{PACKAGES}{head}");
            text.push_str("    inputPort In {\n        location: \"local\"\n        interfaces: Operations\n    }\n");
            text.push_str("    main {\n");
            for branch in branches {
                branch.write(text, 8);
                text.push('\n');
            }
            text.push_str("    }\n}\n");
        }
    }

    fn members(&self, number: usize) -> String {
        let mut text = String::new();
        for position in 0..self.services.len() {
            let _ = writeln!(text, "    embed E{number}_{position} as E{position}");
        }
        for definition in &self.definitions {
            definition.write(&mut text, 4);
            text.push('\n');
        }
        text
    }

    /// Each program that is smaller by one change.
    pub fn smaller(&self) -> Vec<Self> {
        let mut all = Vec::new();
        for body in smaller_sequence(&self.body) {
            all.push(Self {
                body,
                ..self.clone()
            });
        }
        for definitions in smaller_inside(&self.definitions) {
            all.push(Self {
                definitions,
                ..self.clone()
            });
        }
        for (position, (head, branches)) in self.services.iter().enumerate() {
            for fewer in smaller_inside(branches) {
                let mut services = self.services.clone();
                services[position] = (head.clone(), fewer);
                all.push(Self {
                    services,
                    ..self.clone()
                });
            }
        }
        if !self.services.is_empty() {
            let mut services = self.services.clone();
            services.pop();
            all.push(Self {
                services,
                ..self.clone()
            });
        }
        all
    }
}

/// Programs one after another, each announced by a line `== N`.
pub fn together(programs: &[Program]) -> String {
    repeated(programs, 1)
}

/// Programs one after another, each of them so many times in services of its own.
pub fn repeated(programs: &[Program], times: usize) -> String {
    let mut text = String::from(PRELUDE);
    let mut calls = String::new();
    let mut embeds = String::new();
    for (number, program) in programs.iter().enumerate() {
        program.write_services(&mut text, number);
        let _ = writeln!(
            text,
            "service P{number} {{\n{PACKAGES}{}",
            program.members(number)
        );
        text.push_str(
            "    inputPort In {\n        location: \"local\"\n        interfaces: Runs\n    }\n",
        );
        text.push_str("    main {\n        run()() {\n            scope( top ) {\n");
        text.push_str(
            "                install( default => println@Console( \"top \" + top.default )() );\n",
        );
        sequence(&program.body, &mut text, 16);
        text.push_str("\n            }\n        }\n    }\n}\n");
        for time in 0..times {
            let label = number * times + time;
            let _ = writeln!(embeds, "    embed P{number} as Run{label}");
            let _ = writeln!(
                calls,
                "        println@Console( \"== {label}\" )()\n        run@Run{label}()()"
            );
        }
    }
    let _ = writeln!(
        text,
        "service Main {{\n    embed Console as Console\n{embeds}\n    main {{\n{calls}    }}\n}}"
    );
    text
}

/// What each of so many programs printed that ran together; nothing of those that did not begin.
pub fn apart(output: &str, count: usize) -> Vec<Option<String>> {
    let mut parts = vec![None; count];
    let mut current = None;
    for line in output.lines() {
        let began = line
            .strip_prefix("== ")
            .and_then(|number| number.parse::<usize>().ok());
        if let Some(number) = began.filter(|&number| number < count) {
            parts[number] = Some(String::new());
            current = Some(number);
        } else if let Some(Some(part)) = current.and_then(|number| parts.get_mut(number)) {
            part.push_str(line);
            part.push('\n');
        }
    }
    parts
}

/// A sequence without one of its statements, or with one that is smaller.
fn smaller_sequence(body: &[Statement]) -> Vec<Vec<Statement>> {
    let mut all = Vec::new();
    for size in [body.len() / 2, body.len() / 4, 1] {
        for start in (0..body.len()).step_by(size.max(1)).filter(|_| size > 0) {
            let end = (start + size).min(body.len());
            all.push([&body[..start], &body[end..]].concat());
        }
    }
    for (position, statement) in body.iter().enumerate() {
        if let Statement::Blocks(blocks, _) = statement {
            for (_, inside) in blocks {
                all.push([&body[..position], inside, &body[position + 1..]].concat());
            }
        }
    }
    all.extend(smaller_inside(body));
    all
}

/// The same statements, one of them with less in it.
fn smaller_inside(body: &[Statement]) -> Vec<Vec<Statement>> {
    let mut all = Vec::new();
    for (position, statement) in body.iter().enumerate() {
        let Statement::Blocks(blocks, close) = statement else {
            continue;
        };
        for part in 0..blocks.len() {
            let mut inside: Vec<_> = smaller_sequence(&blocks[part].1)
                .into_iter()
                .map(|smaller| {
                    let mut blocks = blocks.clone();
                    blocks[part].1 = smaller;
                    blocks
                })
                .collect();
            if part > 0 {
                let mut fewer = blocks.clone();
                fewer.remove(part);
                inside.push(fewer);
            }
            for blocks in inside {
                let mut body = body.to_vec();
                body[position] = Statement::Blocks(blocks, close);
                all.push(body);
            }
        }
    }
    all
}
