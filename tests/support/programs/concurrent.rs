//! Programs whose prints are one of several: branches at once, with links, locks, sessions and kills.
//!
//! What is printed inside of a branch is fixed, or read under a lock: a print of Jolie reads first and prints later.

use super::{Chance, Program, Statement};

/// A program that prints one of several sequences.
pub fn concurrent(seed: u64) -> Program {
    let mut chance = Chance::new(seed);
    let mut maker = Maker {
        chance: &mut chance,
        prints: 0,
        links: 0,
        most: 8,
        opened: false,
    };
    let mut program = Program {
        services: vec![accounts(), mailbox()],
        ..Program::default()
    };
    let parts = 1 + maker.chance.below(2);
    for _ in 0..parts {
        program.body.push(maker.part());
    }
    program.body.push(Statement::line(
        "println@Console( \"end \" + global.n + #global.list )()",
    ));
    program
}

/// A service with a session for each identifier.
fn accounts() -> (String, Vec<Statement>) {
    let head = "    execution: concurrent\n    cset { id: Key.id }\n".to_owned();
    let branch = Statement::Blocks(
        vec![
            (
                "open( key )( sum ) {".to_owned(),
                vec![
                    Statement::line("sum = key.v"),
                    Statement::line("println@Console( \"open \" + key.id )()"),
                ],
            ),
            (
                "};\nprovide [ add( key )( sum ) {".to_owned(),
                vec![
                    Statement::line("sum = sum + key.v"),
                    Statement::line("println@Console( \"add \" + key.id )()"),
                ],
            ),
            (
                "} ]\nuntil [ close( key )( sum ) {".to_owned(),
                vec![Statement::line("nullProcess")],
            ),
        ],
        "} ]",
    );
    (head, vec![branch])
}

/// A service that is told something, in sessions of their own.
fn mailbox() -> (String, Vec<Statement>) {
    let head = "    execution: concurrent\n".to_owned();
    let told = Statement::Blocks(
        vec![(
            "[ text( message )( answer ) {".to_owned(),
            vec![
                Statement::line("println@Console( \"told \" + message )()"),
                Statement::line("synchronized( told ) { global.told++; answer = \"yes\" }"),
            ],
        )],
        "} ]",
    );
    (head, vec![told])
}

struct Maker<'c> {
    chance: &'c mut Chance,
    prints: usize,
    links: usize,
    /// How many prints there may be.
    most: usize,
    /// Whether sessions were opened: a second one of an identifier may come before the first has ended.
    opened: bool,
}

impl Maker<'_> {
    fn part(&mut self) -> Statement {
        match self.chance.below(8) {
            0 | 1 => self.linked(),
            2 => self.locked(),
            3 | 4 => self.killed(),
            5 => self.spawned(),
            6 if !self.opened => self.sessions(),
            _ => self.calls(),
        }
    }

    fn print(&mut self) -> Statement {
        if self.prints >= self.most {
            return Statement::line("nullProcess");
        }
        self.prints += 1;
        Statement::line(format!("println@Console( \"p{}\" )()", self.prints))
    }

    /// Branches with signals between them; a schedule is made first, so one exists.
    fn linked(&mut self) -> Statement {
        let count = 2 + self.chance.below(2);
        let mut branches = vec![Vec::new(); count];
        for _ in 0..2 + self.chance.below(4) {
            let branch = self.chance.below(count);
            if self.chance.one_in(2) {
                let print = self.print();
                branches[branch].push(print);
                continue;
            }
            let link = format!("l{}", self.links);
            self.links += 1;
            branches[branch].push(Statement::line(format!("linkOut( {link} )")));
            let other = (branch + 1 + self.chance.below(count - 1)) % count;
            branches[other].push(Statement::line(format!("linkIn( {link} )")));
            let print = self.print();
            branches[other].push(print);
        }
        Statement::parallel(branches)
    }

    /// Branches that take locks, always in the same order.
    fn locked(&mut self) -> Statement {
        let mut branches = Vec::new();
        for _ in 0..2 + self.chance.below(2) {
            self.prints += 1;
            let number = self.prints;
            let mut inside = vec![
                Statement::line("global.n++"),
                Statement::line(format!("println@Console( \"p{number} \" + global.n )()")),
            ];
            if self.chance.one_in(3) {
                inside = vec![Statement::block("synchronized( second )", inside)];
            }
            if self.chance.one_in(3) {
                inside.push(Statement::line("global.list[#global.list] = global.n"));
            }
            let mut branch = vec![Statement::block("synchronized( first )", inside)];
            if self.chance.one_in(3) {
                branch.push(self.print());
            }
            branches.push(branch);
        }
        Statement::parallel(branches)
    }

    /// A branch that raises a fault beside others that are stopped by it.
    fn killed(&mut self) -> Statement {
        let mut branches = Vec::new();
        for number in 0..1 + self.chance.below(2) {
            let mut body = vec![Statement::line(format!(
                "install( this => println@Console( \"undo {number}\" )() )"
            ))];
            for _ in 0..1 + self.chance.below(2) {
                body.push(self.print());
            }
            branches.push(vec![Statement::block(format!("scope( b{number} )"), body)]);
        }
        let mut faulty = Vec::new();
        if self.chance.one_in(2) {
            faulty.push(self.print());
        }
        if self.chance.one_in(3) {
            faulty.push(Statement::line("text@E1( \"late\" )( answer )"));
        }
        faulty.push(Statement::line("throw( F )"));
        branches.insert(self.chance.below(branches.len() + 1), faulty);
        let mut handler = vec![Statement::line("println@Console( \"handled\" )()")];
        if self.chance.one_in(2) {
            handler.push(Statement::line("comp( b0 )"));
        }
        let install = Statement::Blocks(vec![("install( F => {".to_owned(), handler)], "} )");
        Statement::block("scope( s )", vec![install, Statement::parallel(branches)])
    }

    fn spawned(&mut self) -> Statement {
        let mut body = vec![Statement::line("println@Console( \"spawned \" + k )()")];
        if self.chance.one_in(2) {
            body.push(Statement::block(
                "synchronized( first )",
                vec![Statement::line("global.n++")],
            ));
        }
        if self.chance.one_in(3) {
            body.push(Statement::line("text@E1( \"s\" + k )( answer )"));
        }
        let rounds = 2 + self.chance.below(2);
        Statement::block(format!("spawn( k over {rounds} )"), body)
    }

    /// Two sessions at once.
    fn sessions(&mut self) -> Statement {
        self.opened = true;
        let mut branches = Vec::new();
        for id in 1..3 {
            let mut branch = vec![Statement::line(format!(
                "open@E0( {{ .id = {id}, .v = {id} }} )( sum{id} )"
            ))];
            if self.chance.one_in(2) {
                branch.push(Statement::line(format!(
                    "add@E0( {{ .id = {id}, .v = 10 }} )( sum{id} )"
                )));
            }
            branch.push(Statement::line(format!(
                "close@E0( {{ .id = {id} }} )( sum{id} )"
            )));
            branches.push(branch);
        }
        Statement::Blocks(
            vec![
                ("{".to_owned(), vec![Statement::parallel(branches)]),
                (
                    ";".to_owned(),
                    vec![Statement::line(
                        "println@Console( \"sums \" + sum1 + \" \" + sum2 )()",
                    )],
                ),
            ],
            "}",
        )
    }

    /// Calls at once.
    fn calls(&mut self) -> Statement {
        let mut branches = Vec::new();
        for number in 0..2 + self.chance.below(2) {
            let mut branch = vec![Statement::line(format!(
                "text@E1( \"c{number}\" )( x{number} )"
            ))];
            if self.chance.one_in(2) {
                branch.push(self.print());
            }
            branches.push(branch);
        }
        Statement::parallel(branches)
    }
}
