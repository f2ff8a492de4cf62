#![allow(dead_code, reason = "each user takes its part")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    reason = "numbers are small"
)]

//! Makes a service of a thousand lines: five kinds of sessions, each with a correlation set and four operations, whose
//! bodies branch, loop, ask partners and pass on what they say.
//!
//! In comes a number that everything hangs on which may be one way or another; out comes a program that nothing is wrong
//! with, or the same with one set whose values clients choose after all.

use std::fmt::Write;

/// What the sessions are about, each with what it counts.
const KINDS: [(&str, &str); 5] = [
    ("order", "price"),
    ("shipment", "weight"),
    ("claim", "damage"),
    ("loan", "rate"),
    ("booking", "nights"),
];

/// Numbers that look like chance, the same each time: the generator of Lehmer.
struct Chance(u64);

impl Chance {
    fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(2) + 1)
    }

    /// A number below `end`.
    fn below(&mut self, end: u64) -> u64 {
        self.0 = (self.0 * 48_271) % 0x7fff_ffff;
        self.0 % end
    }
}

/// The service that hangs on this number.
pub fn service(seed: u64) -> String {
    Writer::new(seed, None).write()
}

/// The same, but for one set: the client says the number by which its session is found, and two may say the same.
pub fn ambiguous(seed: u64) -> String {
    let chosen = seed as usize % KINDS.len();
    Writer::new(seed, Some(chosen)).write()
}

/// What the set of an ambiguous service is called.
pub fn ambiguous_set(seed: u64) -> &'static str {
    KINDS[seed as usize % KINDS.len()].0
}

struct Writer {
    chance: Chance,
    text: String,
    depth: usize,
    /// The kind whose clients choose its identifier.
    chosen: Option<usize>,
}

impl Writer {
    fn new(seed: u64, chosen: Option<usize>) -> Self {
        Self {
            chance: Chance::of(seed),
            text: String::new(),
            depth: 0,
            chosen,
        }
    }

    fn line(&mut self, line: &str) {
        let indent = 4 * self.depth;
        let _ = writeln!(self.text, "{:indent$}{line}", "");
    }

    fn open(&mut self, line: &str) {
        self.line(line);
        self.depth += 1;
    }

    fn close(&mut self, line: &str) {
        self.depth -= 1;
        self.line(line);
    }

    fn write(mut self) -> String {
        self.line("from console import Console");
        self.line("");
        self.partners();
        for (number, (kind, counted)) in KINDS.into_iter().enumerate() {
            self.types(number, kind, counted);
        }
        self.open("service Desk {");
        self.line("execution: concurrent");
        self.line("embed Console as Console");
        self.ports();
        for (kind, _) in KINDS {
            self.open("cset {");
            let title = title(kind);
            self.line(&format!(
                "{kind}: {title}Change.{kind} {title}Question.{kind} {title}End.{kind}"
            ));
            self.close("}");
        }
        self.open("init {");
        self.line("global.served = 0");
        self.close("}");
        self.open("main {");
        for (number, (kind, counted)) in KINDS.into_iter().enumerate() {
            self.session(number, kind, counted);
        }
        self.close("}");
        self.close("}");
        self.text
    }

    /// What the services outside offer.
    fn partners(&mut self) {
        self.line("type Payment { account: string amount: int }");
        self.line("type Receipt { number: string amount: int }");
        self.line("type Item { name: string count: int value: int }");
        self.line("type Stock { left: int shelf?: string }");
        self.line("type Letter { to: string text: string }");
        self.open("interface BankInterface {");
        self.line("RequestResponse: pay( Payment )( Receipt ) throws Refused( string )");
        self.close("}");
        self.open("interface StockInterface {");
        self.line("RequestResponse: look( string )( Stock ), reserve( Item )( bool )");
        self.close("}");
        self.open("interface PostInterface {");
        self.line("OneWay: write( Letter )");
        self.close("}");
    }

    /// The messages of one kind of sessions, and its interface.
    fn types(&mut self, number: usize, kind: &str, counted: &str) {
        let title = title(kind);
        self.line("");
        self.open(&format!("type {title}Begin {{"));
        self.line("customer: string");
        self.line("account: string");
        if self.chosen == Some(number) {
            self.line(&format!("{kind}: int"));
        }
        self.line("item[1,*]: Item");
        self.close("}");
        let identifier = if self.chosen == Some(number) {
            "int"
        } else {
            "string"
        };
        self.line(&format!(
            "type {title}Begun {{ {kind}: {identifier} total: int }}"
        ));
        self.open(&format!("type {title}Change {{"));
        self.line(&format!("{kind}: {identifier}"));
        self.line(&format!("{counted}: int"));
        self.line("urgent: bool");
        self.line("item: Item");
        self.close("}");
        self.line(&format!(
            "type {title}Changed {{ total: int receipt?: string note?: string }}"
        ));
        self.line(&format!(
            "type {title}Question {{ {kind}: {identifier} deep: bool }}"
        ));
        self.line(&format!(
            "type {title}Answer {{ total: int changes: int left?: int }}"
        ));
        self.line(&format!(
            "type {title}End {{ {kind}: {identifier} kept: bool }}"
        ));
        self.open(&format!("interface {title}Interface {{"));
        self.open("RequestResponse:");
        self.line(&format!("begin{title}( {title}Begin )( {title}Begun ),"));
        self.line(&format!(
            "change{title}( {title}Change )( {title}Changed ) throws Refused( string ),"
        ));
        self.line(&format!("ask{title}( {title}Question )( {title}Answer )"));
        self.depth -= 1;
        self.line(&format!("OneWay: end{title}( {title}End )"));
        self.close("}");
    }

    fn ports(&mut self) {
        let interfaces: Vec<String> = KINDS
            .iter()
            .map(|(kind, _)| title(kind) + "Interface")
            .collect();
        self.open("inputPort In {");
        self.line("location: \"socket://localhost:8000\"");
        self.line("protocol: sodep");
        self.line(&format!("interfaces: {}", interfaces.join(", ")));
        self.close("}");
        for (number, partner) in ["Bank", "Stock", "Post"].into_iter().enumerate() {
            self.open(&format!("outputPort {partner} {{"));
            self.line(&format!("location: \"socket://localhost:90{number}0\""));
            self.line("protocol: sodep");
            self.line(&format!("interfaces: {partner}Interface"));
            self.close("}");
        }
    }

    /// One kind of sessions: from what begins it to what ends it.
    fn session(&mut self, number: usize, kind: &str, counted: &str) {
        let title = title(kind);
        self.open(&format!("[ begin{title}( request )( answer ) {{"));
        if self.chosen == Some(number) {
            self.line(&format!("csets.{kind} = request.{kind}"));
        } else {
            self.line(&format!("csets.{kind} = new"));
        }
        self.line("total = 0");
        self.line("changes = 0");
        self.open("synchronized( served ) {");
        self.line("global.served++");
        self.close("}");
        self.open("for( i = 0, i < #request.item, i++ ) {");
        self.line("total += request.item[i].value * request.item[i].count");
        self.close("}");
        self.work("request.item", 4);
        self.line(&format!("answer.{kind} = csets.{kind}"));
        self.line("answer.total = total");
        self.close("} ] {");
        self.depth += 1;
        self.line("customer = request.customer");
        self.line("account = request.account");
        self.open("provide");
        self.open(&format!("[ change{title}( change )( changed ) {{"));
        self.line("changes++");
        let times = 1 + self.chance.below(9);
        self.line(&format!("total += change.{counted} * {times}"));
        self.work("change.item", 4);
        self.paying();
        self.line("changed.total = total");
        self.close("} ]");
        self.open(&format!("[ ask{title}( question )( reply ) {{"));
        self.line("reply.total = total");
        self.line("reply.changes = changes");
        self.open("if( question.deep ) {");
        self.line("look@Stock( customer )( stock )");
        self.line("reply.left = stock.left");
        self.close("}");
        self.work("request.item", 3);
        self.close("} ]");
        self.depth -= 1;
        self.open("until");
        self.open(&format!("[ end{title}( end ) ] {{"));
        self.open("if( end.kept ) {");
        self.line(&format!(
            "println@Console( \"{kind} of \" + customer + \": \" + total )()"
        ));
        self.close("} else {");
        self.depth += 1;
        self.letter("given up");
        self.close("}");
        self.close("}");
        self.depth -= 1;
        self.close("}");
    }
}

/// What bodies are made of.
impl Writer {
    /// Some of what people write between a request and its answer.
    fn work(&mut self, item: &str, parts: u64) {
        for _ in 0..parts {
            match self.chance.below(5) {
                0 => self.classes(),
                1 => self.stock(item),
                2 => self.rounds(item),
                3 => self.discount(),
                _ => self.names(item),
            }
        }
    }

    /// A branch on what was summed.
    fn classes(&mut self) {
        let (few, many) = (10 + self.chance.below(40), 100 + self.chance.below(900));
        self.open(&format!("if( total < {few} ) {{"));
        self.line("class = \"small\"");
        self.line("total += 1");
        self.close(&format!("}} else if( total < {many} ) {{"));
        self.depth += 1;
        self.line("class = \"usual\"");
        self.close("} else {");
        self.depth += 1;
        self.line("class = \"large\"");
        let off = self.chance.below(9);
        self.line(&format!("total -= {off}"));
        self.close("}");
        self.line("summary = class + \": \" + total");
    }

    /// A partner is asked, and its answer decides who is asked next.
    fn stock(&mut self, item: &str) {
        let least = 1 + self.chance.below(20);
        self.line(&format!("look@Stock( {item}.name )( stock )"));
        self.open(&format!("if( stock.left >= {least} ) {{"));
        self.open("reserve@Stock( {");
        self.line(&format!(".name = {item}.name,"));
        self.line(&format!(".count = {least},"));
        self.line(&format!(".value = {item}.value"));
        self.close("} )( reserved )");
        self.close("} else {");
        self.depth += 1;
        self.letter("nothing is left");
        self.close("}");
    }

    /// A loop that is counted, with a question in each round.
    fn rounds(&mut self, item: &str) {
        let rounds = 2 + self.chance.below(3);
        self.line("best = 0");
        self.open(&format!("for( round = 0, round < {rounds}, round++ ) {{"));
        self.line(&format!("look@Stock( {item}.name + round )( stock )"));
        self.open("if( stock.left > best ) {");
        self.line("best = stock.left");
        self.close("}");
        self.close("}");
        self.line("total += best");
    }

    /// What is computed and kept.
    fn discount(&mut self) {
        let percent = 1 + self.chance.below(30);
        self.line(&format!("discount = total * {percent} / 100"));
        self.open("if( discount > 50 ) {");
        self.line("discount = 50");
        self.close("}");
        self.line("total -= discount");
        self.line("terms.discount = discount");
        self.line(&format!("terms.percent = {percent}"));
        self.line("history[#history] << terms");
        self.line("undef( terms )");
    }

    /// A loop over what came.
    fn names(&mut self, item: &str) {
        self.line("names = \"\"");
        self.open(&format!("for( thing in {item} ) {{"));
        self.open("if( thing.count > 0 ) {");
        self.line("names += thing.name + \" \"");
        self.close("}");
        self.close("}");
        self.open("if( names == \"\" ) {");
        self.line("names = \"nothing\"");
        self.close("}");
        self.line("summary = names + total");
    }

    /// The bank is paid, and may refuse.
    fn paying(&mut self) {
        self.open("scope( paying ) {");
        self.open("install( Refused =>");
        self.line("total = 0;");
        self.line("changed.note = paying.Refused");
        self.close(");");
        self.open("if( change.urgent ) {");
        self.line("amount = total * 2");
        self.close("} else {");
        self.depth += 1;
        self.line("amount = total");
        self.close("}");
        self.line("pay@Bank( { .account = account, .amount = amount } )( receipt )");
        self.line("changed.receipt = receipt.number");
        self.close("}");
    }

    fn letter(&mut self, text: &str) {
        self.open("write@Post( {");
        self.line(".to = request.customer,");
        self.line(&format!(".text = \"{text}: \" + total"));
        self.close("} )");
    }
}

/// With a capital.
fn title(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}
