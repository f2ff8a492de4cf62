//! Programs whose prints are determined: one thread of control, with request-responses to embedded services.

use super::data::Names;
use super::faults;
use super::{Chance, Program, Statement};

/// What is made, and how much may still be made.
pub struct Maker<'c> {
    /// The numbers that everything comes from.
    pub chance: &'c mut Chance,
    /// What can be named.
    pub names: Names,
    /// How many statements may still be made.
    pub fuel: usize,
    /// How many services can be called.
    pub services: usize,
    /// How many definitions can be called.
    pub definitions: usize,
    /// How many loops are around.
    pub loops: usize,
    /// How many prints there are, which numbers them.
    pub prints: usize,
    /// Whether handlers are being written.
    pub handling: bool,
}

/// A program whose prints are determined.
pub fn confluent(seed: u64) -> Program {
    let mut chance = Chance::new(seed);
    let names = Names {
        roots: vec!["a", "b", "c"],
        aliases: chance.one_in(2),
        counters: vec!["i", "j"],
        frozen: false,
    };
    let count = chance.below(3);
    let mut maker = Maker {
        chance: &mut chance,
        names,
        fuel: 0,
        services: 0,
        definitions: 0,
        loops: 0,
        prints: 0,
        handling: false,
    };
    let services = (0..count).map(|_| service(&mut maker)).collect();
    maker.services = count;
    let mut definitions = Vec::new();
    for number in 0..maker.chance.below(3) {
        maker.fuel = 4;
        let body = maker.sequence(2);
        definitions.push(Statement::block(format!("define d{number}"), body));
    }
    maker.definitions = definitions.len();
    maker.fuel = 8 + maker.chance.below(30);
    let mut body = Vec::new();
    while maker.fuel > 0 {
        body.extend(maker.sequence(3));
    }
    for root in ["a", "b", "c"] {
        body.extend(show(root));
    }
    Program {
        services,
        definitions,
        body,
    }
}

/// What prints a whole value.
fn show(path: &str) -> [Statement; 2] {
    [
        Statement::line(format!("valueToPrettyString@StringUtils( {path} )( t )")),
        Statement::line("println@Console( t )()"),
    ]
}

/// A service that the program embeds: each operation does a little with its message.
fn service(maker: &mut Maker) -> (String, Vec<Statement>) {
    let outer = maker.names.clone();
    maker.names.roots = vec!["req", "res", "a", "global.g"];
    let mut branches = Vec::new();
    for operation in ["number", "text", "pair", "tree", "nothing"] {
        maker.fuel = 1 + maker.chance.below(4);
        let mut body = maker.sequence(1);
        body.push(Statement::line(match (operation, maker.chance.below(3)) {
            ("number", 0) => "res = req + 1".to_owned(),
            ("number", 1) => "global.n++; res = global.n".to_owned(),
            ("text", 0 | 1) => "res = req + \"!\"".to_owned(),
            ("pair", 0) => "res << req { .x = req.x + 1, .y = \"y\" }".to_owned(),
            ("pair", 1) => "undef( res ); res.x = 1; res.z[0] = 2; res.z[1] = #req.z".to_owned(),
            ("tree", 0) => "res << req".to_owned(),
            ("nothing", _) => "undef( res )".to_owned(),
            _ => "nullProcess".to_owned(),
        }));
        let head = format!("[ {operation}( req )( res ) {{");
        branches.push(Statement::Blocks(vec![(head, body)], "} ]"));
    }
    maker.names = outer;
    let execution = maker.chance.pick(&["concurrent", "sequential"]);
    (format!("    execution: {execution}\n"), branches)
}

impl Maker<'_> {
    /// Statements one after another, inside of so many blocks at most.
    pub fn sequence(&mut self, depth: usize) -> Vec<Statement> {
        let mut all = Vec::new();
        for _ in 0..=self.chance.below(4) {
            if self.fuel == 0 {
                break;
            }
            self.fuel -= 1;
            all.extend(self.statement(depth));
        }
        all
    }

    fn statement(&mut self, depth: usize) -> Vec<Statement> {
        match self.chance.below(if depth == 0 { 16 } else { 28 }) {
            0..=5 => vec![self.data()],
            6..=10 => vec![self.print()],
            11 => vec![self.bump()],
            12 => show(&self.names.path(self.chance)).to_vec(),
            13 if self.services > 0 => vec![self.call()],
            14 if self.definitions > 0 && self.loops == 0 && !self.handling => {
                let number = self.chance.below(self.definitions);
                vec![Statement::line(format!("d{number}"))]
            }
            15 => vec![faults::throw(self)],
            16 | 17 => vec![self.branch(depth - 1)],
            18 | 19 => self.looped(depth - 1),
            20 => vec![self.each(depth - 1)],
            21..=24 => vec![faults::scope(self, depth - 1)],
            25 => vec![self.spawn()],
            26 => vec![self.with()],
            27 => vec![self.apart()],
            _ => vec![self.print()],
        }
    }

    /// A print, with its number in front.
    pub fn print(&mut self) -> Statement {
        self.prints += 1;
        let expression = self.names.expression(self.chance, 2);
        Statement::line(format!(
            "println@Console( \"p{} \" + {expression} )()",
            self.prints
        ))
    }

    /// What writes data.
    pub fn data(&mut self) -> Statement {
        let names = &self.names;
        let chance = &mut *self.chance;
        Statement::line(match chance.below(12) {
            0 | 1 => {
                let (to, from) = names.copied(chance);
                format!("{to} << {from}")
            }
            2 | 3 => format!("{} << {}", names.path(chance), names.tree(chance, 1)),
            4 if names.aliases => {
                let (to, from) = names.copied(chance);
                format!("{to} -> {from}")
            }
            5 => format!("undef( {} )", names.path(chance)),
            6 => {
                let path = names.path(chance);
                format!("{path}[#{path}] = {}", names.expression(chance, 1)).replace("][#", "].z[#")
            }
            _ => format!("{} = {}", names.path(chance), names.expression(chance, 2)),
        })
    }

    fn bump(&mut self) -> Statement {
        let path = self.names.path(self.chance);
        let expression = self.names.expression(self.chance, 1);
        Statement::line(match self.chance.below(6) {
            // Jolie 1.13.5 makes 1 of nothing by `--`, and takes 2 away where `x--` is an expression.
            0 | 1 => format!("{path}++"),
            2 => format!("{path} += {expression}"),
            3 => format!("{path} -= {expression}"),
            4 => format!("{path} *= {expression}"),
            _ => format!("{path} = {path}++ + ++{path}"),
        })
    }

    fn call(&mut self) -> Statement {
        let port = self.chance.below(self.services);
        let target = self.names.path(self.chance);
        let operation = self
            .chance
            .pick(&["number", "text", "pair", "tree", "tree", "nothing"]);
        let argument = match operation {
            _ if self.chance.one_in(4) => self.names.path(self.chance),
            "number" => self.names.expression(self.chance, 1),
            "text" => format!("string( {} )", self.names.expression(self.chance, 1)),
            "pair" => "{ .x = 1, .z[1] = 2, .y = \"y\" }".to_owned(),
            "nothing" => String::new(),
            _ => self.names.tree(self.chance, 1),
        };
        Statement::line(if self.chance.one_in(5) {
            format!("{target} = {operation}@E{port}( {argument} )")
        } else {
            format!("{operation}@E{port}( {argument} )( {target} )")
        })
    }

    fn branch(&mut self, depth: usize) -> Statement {
        let condition = self.names.condition(self.chance, 1);
        let mut blocks = vec![(format!("if( {condition} ) {{"), self.sequence(depth))];
        if self.chance.one_in(3) {
            let condition = self.names.condition(self.chance, 1);
            blocks.push((
                format!("}} else if( {condition} ) {{"),
                self.sequence(depth),
            ));
        }
        if self.chance.one_in(2) {
            blocks.push(("} else {".to_owned(), self.sequence(depth)));
        }
        Statement::Blocks(blocks, "}")
    }

    /// A loop of at most three rounds; two around one another at most, and no definition is called inside.
    fn looped(&mut self, depth: usize) -> Vec<Statement> {
        if self.loops > 1 || self.handling {
            return vec![self.print()];
        }
        let counter = ["i", "j"][self.loops];
        let rounds = 1 + self.chance.below(3);
        self.loops += 1;
        let body = self.sequence(depth);
        self.loops -= 1;
        if self.chance.one_in(3) {
            let condition = self.names.condition(self.chance, 1);
            let mut body = body;
            body.insert(0, Statement::line(format!("w{counter}++")));
            return vec![
                Statement::line(format!("w{counter} = 0")),
                Statement::block(
                    format!("while( w{counter} < {rounds} && {condition} )"),
                    body,
                ),
            ];
        }
        vec![Statement::block(
            format!("for( {counter} = 0, {counter} < {rounds}, {counter}++ )"),
            body,
        )]
    }

    /// A loop over elements or children.
    fn each(&mut self, depth: usize) -> Statement {
        if self.loops > 1 || self.handling {
            return self.print();
        }
        self.loops += 1;
        let path = self.names.path(self.chance);
        let mut body = self.sequence(depth.min(1));
        self.loops -= 1;
        self.prints += 1;
        let number = self.prints;
        if self.chance.one_in(2) {
            body.push(Statement::line(format!(
                "println@Console( \"k{number} \" + k + \" \" + {path}.(k) )()"
            )));
            if self.chance.one_in(3) {
                body.push(Statement::line(format!("undef( {path}.(k) )")));
            }
            return Statement::block(format!("foreach( k : {path} )"), body);
        }
        let path = path.trim_end_matches(|last| last != ']').to_owned() + ".y";
        let path = if path == ".y" { "a.y".to_owned() } else { path };
        body.push(Statement::line(format!(
            "println@Console( \"e{number} \" + e + e.x )()"
        )));
        if self.chance.one_in(2) {
            let expression = self.names.expression(self.chance, 1);
            body.push(Statement::line(format!("e = {expression}")));
        }
        Statement::block(format!("for( e in {path} )"), body)
    }

    /// Bodies at once that have variables of their own.
    fn spawn(&mut self) -> Statement {
        let expression = self.names.expression(self.chance, 1);
        let mut body = vec![
            Statement::line(format!("r = {expression}")),
            Statement::line("r.x = k"),
        ];
        if self.chance.one_in(3) {
            body.insert(0, Statement::line("if( k == 1 ) throw( F )"));
        }
        let rounds = 1 + self.chance.below(3);
        Statement::Blocks(
            vec![
                (format!("{{ spawn( k over {rounds} ) in r {{"), body),
                (
                    "};".to_owned(),
                    vec![Statement::line(
                        "println@Console( #r + \" \" + r + r[1] + r[2].x )()",
                    )],
                ),
            ],
            "}",
        )
    }

    fn with(&mut self) -> Statement {
        let path = self.names.path(self.chance);
        let (left, right) = (
            self.names.expression(self.chance, 1),
            self.names.expression(self.chance, 1),
        );
        let body = vec![
            Statement::line(format!(".x = {left}")),
            Statement::line(format!(".y[1] = {right}")),
        ];
        Statement::block(format!("with( {path} )"), body)
    }

    /// Branches at once that have nothing in common.
    fn apart(&mut self) -> Statement {
        let mut branches = Vec::new();
        for root in ["q0", "q1"] {
            let expression = self.names.expression(self.chance, 1);
            branches.push(vec![Statement::line(format!("{root} = {expression}"))]);
        }
        Statement::Blocks(
            vec![
                ("{".to_owned(), vec![Statement::parallel(branches)]),
                (
                    ";".to_owned(),
                    vec![Statement::line("println@Console( \"q \" + q0 + q1 )()")],
                ),
            ],
            "}",
        )
    }
}
