//! Small closed systems made at random from a seed, as Jolie programs: sessions with correlation sets, branches at once,
//! faults and kills, links and locks. Most of them have a defect.

use super::statements::{Chance, Statement, sequence};
use std::fmt::Write;

/// A service: how its sessions run, and the branches of its main choice, or its whole body.
#[derive(Clone, Debug)]
struct Service {
    mode: &'static str,
    body: Vec<Statement>,
}

/// Makes a system, `Main` first in the text.
pub fn system(seed: u64) -> String {
    let mut chance = Chance::new(seed);
    let count = 1 + chance.below(3);
    let mut maker = Maker {
        chance,
        count,
        budget: 0,
        links: 0,
        own: None,
        depth: 0,
        handling: false,
    };
    let services: Vec<Service> = (0..count).map(|own| maker.service(own)).collect();
    let main = maker.main();
    written(&services, &main)
}

fn written(services: &[Service], main: &[Statement]) -> String {
    let mut text = String::from("type Key: void { id: int }\n");
    for own in 0..services.len() {
        let _ = writeln!(
            text,
            "interface I{own} {{\n    OneWay: tell{own}( Key ), more{own}( Key )\n    \
             RequestResponse: open{own}( Key )( Key ) throws F( void ) G( void ), ask{own}( Key )( Key ) throws F( void )\n}}"
        );
    }
    for (own, service) in services.iter().enumerate() {
        let _ = writeln!(text, "service S{own} {{\n    execution: {}", service.mode);
        let _ = writeln!(
            text,
            "    cset {{ id: Key.id }}\n    inputPort In {{\n        location: \"local://S{own}\"\n        interfaces: I{own}\n    }}"
        );
        ports(services.len(), &mut text);
        text.push_str("    main {\n");
        for statement in &service.body {
            statement.write(&mut text, 8);
            text.push('\n');
        }
        text.push_str("    }\n}\n");
    }
    text.push_str("service Main {\n");
    for own in 0..services.len() {
        let _ = writeln!(text, "    embed S{own}");
    }
    ports(services.len(), &mut text);
    text.push_str("    main {\n");
    sequence(main, &mut text, 8);
    text.push_str("\n    }\n}\n");
    text
}

fn ports(count: usize, text: &mut String) {
    for other in 0..count {
        let _ = writeln!(
            text,
            "    outputPort P{other} {{\n        location: \"local://S{other}\"\n        interfaces: I{other}\n    }}"
        );
    }
}

struct Maker {
    chance: Chance,
    count: usize,
    budget: usize,
    links: usize,
    /// The service whose sessions are made; nothing for `Main`.
    own: Option<usize>,
    depth: usize,
    /// Whether a handler is made.
    handling: bool,
}

impl Maker {
    fn main(&mut self) -> Vec<Statement> {
        self.own = None;
        self.budget = 3 + self.chance.below(4);
        self.sequence()
    }

    fn service(&mut self, own: usize) -> Service {
        self.own = Some(own);
        let mode = self
            .chance
            .pick(&["concurrent", "concurrent", "sequential"]);
        let mode = if mode == "concurrent" {
            "concurrent"
        } else {
            "sequential"
        };
        self.budget = 2 + self.chance.below(3);
        let mut inside = self.sequence();
        inside.push(Statement::line("answer.id = key.id"));
        let open = Statement::block(format!("[ open{own}( key )( answer )"), inside);
        self.budget = self.chance.below(3);
        let after = self.sequence();
        let opened = then(open, after);
        self.budget = 1 + self.chance.below(2);
        let told = then(
            Statement::line(format!("[ tell{own}( key ) ]")),
            self.sequence(),
        );
        Service {
            mode,
            body: vec![opened, told],
        }
    }

    fn sequence(&mut self) -> Vec<Statement> {
        let mut found = Vec::new();
        while self.budget > 0 {
            self.budget -= 1;
            found.push(self.statement());
            if self.chance.one_in(4) {
                break;
            }
        }
        found
    }

    fn statement(&mut self) -> Statement {
        self.depth += 1;
        let kind = if self.depth > 3 {
            self.chance.below(5)
        } else {
            self.chance.below(10)
        };
        let made = match kind {
            0 | 1 => self.call(),
            2 => self.notify(),
            3 => self.receive(),
            4 => match self.chance.below(3) {
                0 => Statement::line("throw( F )"),
                1 => Statement::line("throw( G )"),
                _ => self.call(),
            },
            5 => match (self.chance.below(3), self.handling) {
                (0, true) => Statement::line("cH"),
                (1, _) => Statement::line(format!("comp( {} )", self.chance.pick(&["s", "t"]))),
                _ => self.notify(),
            },
            6..=8 => self.parallel(),
            9 | 10 => self.scope(),
            11 => {
                let lock = self.chance.pick(&["first", "second"]);
                Statement::block(format!("synchronized( {lock} )"), self.sequence())
            }
            12 => self.branch(),
            13 => Statement::block("spawn( k over 2 )", vec![self.statement()]),
            14 => self.choice(),
            _ => self.linked(),
        };
        self.depth -= 1;
        made
    }

    fn key(&mut self) -> String {
        match self.own {
            Some(_) if self.chance.one_in(2) => "key".to_owned(),
            _ => format!("{{ id = {} }}", 1 + self.chance.below(2)),
        }
    }

    fn call(&mut self) -> Statement {
        let (to, key) = (self.chance.below(self.count), self.key());
        let operation = self.chance.pick(&["open", "open", "ask"]);
        Statement::line(format!("{operation}{to}@P{to}( {key} )( reply )"))
    }

    fn notify(&mut self) -> Statement {
        let (to, key) = (self.chance.below(self.count), self.key());
        let operation = self.chance.pick(&["tell", "more", "more"]);
        Statement::line(format!("{operation}{to}@P{to}( {key} )"))
    }

    /// A branch on what the message that started the session says, or on nothing.
    fn branch(&mut self) -> Statement {
        let condition = self.own.map_or("x == 0", |_| "key.id == 1");
        let blocks = vec![
            (format!("if( {condition} ) {{"), vec![self.statement()]),
            ("} else {".to_owned(), self.sequence()),
        ];
        Statement::Blocks(blocks, "}")
    }

    /// Either of two messages, once or until the other comes.
    fn choice(&mut self) -> Statement {
        let Some(own) = self.own else {
            return self.parallel();
        };
        let (first, second) = match self.chance.below(3) {
            0 => ("provide [", "} until ["),
            _ => ("[", "} ["),
        };
        let answer = vec![Statement::line("answer2.id = key.id")];
        let blocks = vec![
            (format!("{first} more{own}( got ) ] {{"), self.sequence()),
            (format!("{second} ask{own}( got )( answer2 ) {{"), answer),
            ("} ] {".to_owned(), self.sequence()),
        ];
        Statement::Blocks(blocks, "}")
    }

    /// A message of the session's own correlation set.
    fn receive(&mut self) -> Statement {
        let Some(own) = self.own else {
            return self.call();
        };
        if self.chance.one_in(2) {
            return Statement::line(format!("more{own}( got )"));
        }
        let mut inside = Vec::new();
        if self.budget > 0 && self.chance.one_in(2) {
            self.budget -= 1;
            inside.push(self.statement());
        }
        inside.push(Statement::line("answer2.id = key.id"));
        Statement::block(format!("ask{own}( got )( answer2 )"), inside)
    }

    fn parallel(&mut self) -> Statement {
        let count = 2 + usize::from(self.chance.one_in(4));
        let mut branches = Vec::new();
        for _ in 0..count {
            let mut branch = vec![self.statement()];
            if self.budget > 0 && self.chance.one_in(2) {
                self.budget -= 1;
                branch.push(self.statement());
            }
            branches.push(branch);
        }
        Statement::parallel(branches)
    }

    fn scope(&mut self) -> Statement {
        let mut body = Vec::new();
        let mut handlers = Vec::new();
        for name in ["F", "G", "default", "this"] {
            if self.chance.one_in(2) {
                let around = std::mem::replace(&mut self.handling, true);
                let inside = if self.budget > 0 && self.chance.one_in(2) {
                    self.budget -= 1;
                    vec![self.statement()]
                } else {
                    Vec::new()
                };
                self.handling = around;
                handlers.push((name, inside));
            }
        }
        for (name, inside) in handlers {
            body.push(Statement::Blocks(
                vec![(format!("install( {name} => {{"), inside)],
                "} )",
            ));
        }
        body.extend(self.sequence());
        let name = self.chance.pick(&["s", "t"]);
        Statement::block(format!("scope( {name} )"), body)
    }

    /// Two branches, one of which waits for the other, or for nobody.
    fn linked(&mut self) -> Statement {
        self.links += 1;
        let link = format!("l{}", self.links);
        let mut gives = vec![self.statement()];
        if !self.chance.one_in(6) {
            gives.push(Statement::line(format!("linkOut( {link} )")));
        }
        let takes = vec![
            Statement::line(format!("linkIn( {link} )")),
            self.statement(),
        ];
        Statement::parallel(vec![gives, takes])
    }
}

/// A branch of the main choice with what follows it.
fn then(branch: Statement, after: Vec<Statement>) -> Statement {
    match branch {
        Statement::Line(line) => Statement::block(line, after),
        Statement::Blocks(mut blocks, _) => {
            blocks.push(("} ] {".to_owned(), after));
            Statement::Blocks(blocks, "}")
        }
    }
}
