//! What is said of types is true of runs: programs made at random are judged and run.
//!
//! A message that is said never to be of its type is never taken when the program runs, by whatever schedule, and one that
//! is said to be of its type always is never refused. And of types
//! made at random: what two types differ in is a value of the one and not of the other, and a type of which no value is
//! said to be of another has none in common with it, by the check that the interpreter makes.

#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, its helpers too"
)]

#[path = "support/statements.rs"]
mod statements;

use quadrille::base::Code;
use quadrille::check::judge;
use quadrille::flow::shape::{Declared, Leaves, misfit, sites, surely};
use quadrille::interpreter::machine::{self, Machine, Outcome};
use quadrille::interpreter::types::check;
use quadrille::interpreter::value::{Basic, Value};
use quadrille::program::contain::difference;
use quadrille::program::{Loaded, Program, Settings, TypeId, load};
use statements::{Chance, Statement, sequence};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

/// How many programs are made.
const PROGRAMS: u64 = 120;
/// By how many schedules each is run.
const SCHEDULES: u64 = 3;

/// What a machine prints.
#[derive(Clone, Default)]
struct Printed(Rc<RefCell<Vec<u8>>>);

impl std::io::Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Makes programs.
struct Maker {
    chance: Chance,
    sends: usize,
    loops: usize,
}

const VARIABLES: [&str; 3] = ["a", "b", "c"];
const PATHS: [&str; 9] = ["", "", ".x", ".x", ".y", ".x[1]", ".x.y", ".(k)", ".x[n]"];
const VALUES: [&str; 12] = [
    "1",
    "n",
    "\"s\"",
    "k",
    "true",
    "2L",
    "0.5",
    "1 + \"s\"",
    "1 + 2.5",
    "new",
    "#a.x",
    "int( \"4\" )",
];

impl Maker {
    fn path(&mut self) -> String {
        format!(
            "{}{}",
            self.chance.pick(&VARIABLES),
            self.chance.pick(&PATHS)
        )
    }

    fn value(&mut self) -> String {
        match self.chance.below(8) {
            0..4 => self.chance.pick(&VALUES).to_owned(),
            4 => format!("{} + {}", self.path(), self.path()),
            5 => format!(
                "if( {} ) {} else {}",
                self.condition(),
                self.path(),
                self.chance.pick(&VALUES)
            ),
            _ => self.path(),
        }
    }

    fn tree(&mut self) -> String {
        let name = ["x", "y", "x.y"];
        match self.chance.below(4) {
            0 => self.path(),
            1 => format!("{{ {} = {} }}", self.chance.pick(&name), self.value()),
            2 => format!(
                "{} {{ {} << {} }}",
                self.chance.pick(&VALUES[..5]),
                self.chance.pick(&name),
                self.path()
            ),
            _ => format!("{{ x = {}, y = {} }}", self.value(), self.value()),
        }
    }

    fn condition(&mut self) -> String {
        let path = self.path();
        match self.chance.below(7) {
            0 => format!("is_defined( {path} )"),
            1 => format!("is_int( {path} )"),
            2 => format!("!is_string( {path} )"),
            3 => format!("{path} instanceof T"),
            4 => format!("n == {}", self.chance.below(3)),
            5 => format!("is_defined( {path} ) && !( n > 1 )"),
            _ => format!("k != \"x\" || is_string( {path} )"),
        }
    }

    /// A message, and what shows that it was taken.
    fn send(&mut self) -> Statement {
        self.sends += 1;
        let number = self.sends;
        let value = self.tree();
        let sent = match self.chance.below(3) {
            0 => format!("t@S( {value} )()"),
            1 => format!("w@S( {value} )( {} )", self.path()),
            _ => format!("u@S( {value} )( {} )", self.path()),
        };
        let body = vec![
            Statement::line(format!(
                "install( default => {{ n = n + {}; println@Console( \"!{number}\" )() }} )",
                number % 2
            )),
            Statement::line(sent),
            Statement::line(format!("println@Console( {number} )()")),
        ];
        Statement::block(format!("scope( s{number} )"), body)
    }

    fn body(&mut self, depth: usize) -> Vec<Statement> {
        let length = 1 + self.chance.below(4);
        (0..length).map(|_| self.statement(depth)).collect()
    }

    fn statement(&mut self, depth: usize) -> Statement {
        let deep = depth > 0;
        match self.chance.below(if deep { 20 } else { 11 }) {
            0..3 => Statement::line(format!("{} = {}", self.path(), self.value())),
            3 => Statement::line(format!("{} += {}", self.path(), self.value())),
            4 | 5 => Statement::line(format!("{} << {}", self.path(), self.tree())),
            6 => Statement::line(format!("undef( {} )", self.path())),
            7..10 => self.send(),
            10 => Statement::line(
                ["n++", "k = \"y\"", "p.x = 1", "k = \"x\"", "p = p.y"][self.chance.below(5)],
            ),
            kind => self.nested(kind, depth),
        }
    }

    /// A statement with others inside.
    fn nested(&mut self, kind: usize, depth: usize) -> Statement {
        match kind {
            11 | 12 => {
                let head = format!("if( {} )", self.condition());
                let (yes, no) = (self.body(depth - 1), self.body(depth - 1));
                Statement::Blocks(
                    vec![(format!("{head} {{"), yes), ("} else {".to_owned(), no)],
                    "}",
                )
            }
            13 => {
                self.loops += 1;
                let i = format!("i{}", self.loops);
                let head = format!("for( {i} = 0, {i} < 2, {i}++ )");
                Statement::block(head, self.body(depth - 1))
            }
            14 => {
                let head = format!("for( e in {} )", ["a.x", "b.x", "c"][self.chance.below(3)]);
                let mut body = self.body(depth - 1);
                body.insert(
                    0,
                    Statement::line(["e.y = 1", "a = e", "undef( e.x )"][self.chance.below(3)]),
                );
                Statement::block(head, body)
            }
            15 => {
                let head = format!("foreach( k : {} )", ["a", "b.x"][self.chance.below(2)]);
                Statement::block(head, self.body(depth - 1))
            }
            16 => Statement::parallel(vec![self.body(depth - 1), self.body(depth - 1)]),
            17 => {
                let body = vec![
                    Statement::line(format!(
                        "install( F => {} = {} )",
                        self.path(),
                        self.value()
                    )),
                    Statement::block("if( true )", self.body(depth - 1)),
                    Statement::line(["throw( F )", "nullProcess"][self.chance.below(2)]),
                ];
                self.loops += 1;
                Statement::block(format!("scope( f{} )", self.loops), body)
            }
            18 => {
                let value = self.value();
                let mut body = self.body(depth - 1);
                body.push(Statement::line(format!(".y = {value}")));
                Statement::block(
                    format!("with( {} )", ["a", "b.x", "c.x[1]"][self.chance.below(3)]),
                    body,
                )
            }
            _ => Statement::line("again"),
        }
    }
}

fn random_type(chance: &mut Chance, depth: usize) -> String {
    let roots = ["int", "string", "double", "long", "bool", "void", "any"];
    let root = chance.pick(&roots).to_owned();
    if depth == 0 || chance.one_in(3) {
        return root;
    }
    if chance.one_in(8) {
        return format!("{root} {{ ? }}");
    }
    let mut fields = String::new();
    for name in ["x", "y"] {
        if chance.one_in(4) {
            continue;
        }
        let many = chance.pick(&["", "?", "*", "[1,2]", "[2,*]"]).to_owned();
        let own = random_type(chance, depth - 1);
        let (head, tail) = own.split_once(' ').unwrap_or((&own, ""));
        let below = if tail.is_empty() {
            String::new()
        } else {
            format!(" {tail}")
        };
        fields += &format!(" {name}{many}: {head}{below}\n");
    }
    let first = format!("{root} {{\n{fields}}}");
    if fields.is_empty() { root } else { first }
}

fn declared(chance: &mut Chance) -> String {
    let first = random_type(chance, 2);
    if chance.one_in(4) {
        format!("{first} | {}", random_type(chance, 1))
    } else {
        first
    }
}

/// A program, and the line on which each message is sent.
fn made(seed: u64) -> String {
    let mut maker = Maker {
        chance: Chance::new(seed),
        sends: 0,
        loops: 0,
    };
    let (t, w) = (declared(&mut maker.chance), declared(&mut maker.chance));
    let again = maker.body(1);
    let mut main = vec![Statement::line("k = \"x\""), Statement::line("n = 0")];
    if maker.chance.one_in(2) {
        main.push(Statement::line("p -> a.x"));
    }
    for _ in 0..3 {
        main.extend(maker.body(2));
    }
    let mut text = format!(
        "from console import Console\ntype T: {t}\ntype W: {w}\ninterface I {{ requestResponse: t( T )( void ), w( W )( W ), u( undefined )( any ) }}
service Sink {{\n    execution: concurrent\n    inputPort In {{ location: \"local\" interfaces: I }}
    main {{\n        [ t( x )() {{ nullProcess }} ]\n        [ w( x )( x ) {{ nullProcess }} ]
        [ u( x )( y ) {{ y = x }} ]\n    }}\n}}
service Main {{\n    embed Console as Console\n    embed Sink as S\n    define again {{\n"
    );
    sequence(&again, &mut text, 8);
    text += "\n    }\n    main {\n";
    sequence(&main, &mut text, 8);
    text += "\n    }\n}\n";
    text
}

fn loaded(name: &str, text: &str) -> Loaded {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&file, text).unwrap();
    load(&[file], &Settings::default())
}

/// The messages that were taken in a run, and those that were refused.
fn run(
    loaded: &Loaded,
    program: &Arc<Program>,
    seed: u64,
) -> Option<(BTreeSet<usize>, BTreeSet<usize>)> {
    let settings = machine::Settings {
        seed: Some(seed),
        turns: Some(20_000),
        timeout: None,
        ..machine::Settings::default()
    };
    let printed = Printed::default();
    let mut machine = Machine::new(
        settings,
        Box::new(printed.clone()),
        Box::new(std::io::sink()),
    );
    let entry = program.entry(None).unwrap();
    let sources = Arc::new(loaded.sources.clone());
    machine.start(program, sources, entry, Value::VOID).unwrap();
    let outcome = machine.run();
    let text = String::from_utf8(printed.0.borrow().clone()).unwrap();
    let taken = text.lines().filter_map(|line| line.parse().ok());
    let refused = text
        .lines()
        .filter_map(|line| line.strip_prefix('!')?.parse().ok());
    (outcome != Outcome::Interrupted).then(|| (taken.collect(), refused.collect()))
}

/// The messages that are surely of their type wherever they are sent.
fn surely_taken(loaded: &Loaded, number: &dyn Fn(usize) -> Option<usize>) -> BTreeSet<usize> {
    let program = &loaded.program;
    let entry = program.entry(None).unwrap();
    let ports = &program[entry].output_ports;
    let sites = sites(program, entry).unwrap_or_default().into_iter();
    let sure = sites.filter_map(|site| {
        let Leaves::Request { port, operation } = site.leaves else {
            return None;
        };
        let taken = ports[&port.name].operations[&operation.name].request();
        let sure = site.shapes().all(|shape| surely(program, taken, shape));
        let source = loaded.sources.get(site.span.source)?;
        number(source.position(site.span.start).line).filter(|_| sure)
    });
    sure.collect()
}

#[test]
fn what_is_said_never_to_be_of_its_type_is_never_taken() {
    let (mut never, mut missed, mut judged, mut proved) = (0, 0, 0, 0);
    for seed in 0..PROGRAMS {
        let text = made(seed);
        let loaded = loaded(&format!("law-{seed}.ol"), &text);
        assert!(
            loaded.diagnostics.is_empty(),
            "{text}\n{:#?}",
            loaded.diagnostics
        );
        let lines: Vec<&str> = text.lines().collect();
        let number = |line: usize| {
            let next = lines.get(line)?.trim().strip_prefix("println@Console( ")?;
            next.split(' ').next()?.parse::<usize>().ok()
        };
        let said: BTreeSet<usize> = judge(&loaded.program)
            .iter()
            .filter(|found| (Code::Q0201..=Code::Q0205).contains(&found.code))
            .filter_map(|found| {
                let span = found.primary.span;
                number(loaded.sources.get(span.source)?.position(span.start).line)
            })
            .collect();
        let program = Arc::new(loaded.program.clone());
        let sure = surely_taken(&loaded, &number);
        proved += sure.len();
        judged += said.len();
        let mut ever = BTreeSet::new();
        for schedule in 0..SCHEDULES {
            let Some((taken, refused)) = run(&loaded, &program, schedule) else {
                continue;
            };
            let wrong: Vec<&usize> = refused.intersection(&sure).collect();
            assert!(wrong.is_empty(), "seed {seed}, messages {wrong:?}:\n{text}");
            let wrong: Vec<&usize> = taken.intersection(&said).collect();
            assert!(wrong.is_empty(), "seed {seed}, messages {wrong:?}:\n{text}");
            ever.extend(taken);
        }
        let all: BTreeSet<usize> = lines
            .iter()
            .filter_map(|line| {
                line.trim()
                    .strip_prefix("println@Console( ")?
                    .split(' ')
                    .next()?
                    .parse()
                    .ok()
            })
            .collect();
        never += all.difference(&ever).count();
        missed += all
            .difference(&ever)
            .filter(|number| !said.contains(number))
            .count();
    }
    println!("{judged} told, {proved} proved; {never} never taken, {missed} of them not told");
    assert!(
        judged > 200 && proved > 50,
        "{judged} told, {proved} proved"
    );
}

/// Values enough to tell types of two levels from one another.
fn values(depth: usize) -> Vec<Value> {
    let roots = [
        Basic::Void,
        Basic::Bool(true),
        Basic::Int(1),
        Basic::Long(1),
        Basic::Double(0.5),
    ];
    let mut found: Vec<Value> = roots.into_iter().map(Value::new).collect();
    found.push(Value::string("s"));
    if depth == 0 {
        return found;
    }
    let below: Vec<Value> = values(depth - 1);
    let mut vectors: Vec<Vec<Value>> = vec![Vec::new()];
    vectors.extend(below.iter().map(|value| vec![value.clone()]));
    vectors.extend(below.iter().take(6).map(|value| vec![value.clone(); 2]));
    vectors.extend(below.iter().take(2).map(|value| vec![value.clone(); 3]));
    let leaves = found.clone();
    for root in &leaves {
        for x in &vectors {
            for y in &vectors {
                let mut value = root.clone();
                for (name, elements) in [("x", x), ("y", y)] {
                    for (index, element) in elements.iter().enumerate() {
                        *value.vector_mut(name).element(index) = element.clone();
                    }
                }
                found.push(value);
            }
        }
    }
    found
}

#[test]
fn what_types_differ_in_is_a_value_of_one_alone() {
    let values = values(1);
    let (mut differing, mut apart, mut alike) = (0, 0, 0);
    for seed in 0..300 {
        let mut chance = Chance::new(seed + 9000);
        let (left, right) = (random_type(&mut chance, 1), random_type(&mut chance, 1));
        let text = format!(
            "type A: {left}\ntype B: {right}\nservice Main {{ outputPort P {{ oneWay: a( A ), b( B ) }} main {{ nullProcess }} }}"
        );
        let loaded = loaded(&format!("types-{seed}.ol"), &text);
        assert!(
            loaded.diagnostics.is_empty(),
            "{text}\n{:#?}",
            loaded.diagnostics
        );
        let program = &loaded.program;
        let service = &program[program.entry(None).unwrap()];
        let port = service.output_ports.values().next().unwrap();
        let named = |name: &str| port.operations[&quadrille::base::Name::from(name)].request();
        let (a, b) = (named("a"), named("b"));
        let of = |id: TypeId, value: &Value| check(program, id, value).is_ok();
        let common = values.iter().any(|value| of(a, value) && of(b, value));
        let alone = values.iter().any(|value| of(a, value) && !of(b, value));
        if difference(program, a, b).is_some() {
            assert!(alone, "nothing in A alone:\n{text}");
            differing += 1;
        } else {
            assert!(!alone, "something in A alone, and not told:\n{text}");
            alike += 1;
        }
        let mut shapes = Declared::new(program);
        if misfit(program, b, &shapes.shape(a)).is_some() {
            assert!(!common, "something in common:\n{text}");
            apart += 1;
        }
    }
    assert!(
        differing > 100 && apart > 50 && alike > 10,
        "{differing} {apart} {alike}"
    );
}
