//! Sessions as text. Mostly who has heard last goes on, so that many can be implemented.

use super::Tape;
use std::fmt::Write;

/// The faults that an operation may have.
pub const FAULTS: [&str; 2] = ["F", "G"];
/// One-way operations.
pub const ONE_WAYS: [&str; 6] = ["m0", "m1", "m2", "m3", "m4", "m5"];
/// Request-responses.
pub const REQUESTS: [&str; 3] = ["q0", "q1", "q2"];

const ROLES: [&str; 4] = ["A", "B", "C", "D"];
/// How deep choices, requests and loops stand in one another.
const DEPTH: usize = 5;

/// A session as these choices make it.
pub fn session(choices: &[u8]) -> String {
    let mut tape = Tape::new(choices);
    let roles = 2 + tape.below(3);
    let mut maker = Maker {
        tape,
        roles,
        waiting: Vec::new(),
        loops: Vec::new(),
        defines: String::new(),
        next: 0,
    };
    let body = maker.conversation(0, DEPTH);
    format!("session S {{\n{body}\n{}}}\n", maker.defines)
}

struct Maker<'t> {
    tape: Tape<'t>,
    roles: usize,
    /// Who waits for an answer, and so takes no part.
    waiting: Vec<usize>,
    /// The loops that can be gone back to from here.
    loops: Vec<String>,
    defines: String,
    next: usize,
}

impl Maker<'_> {
    /// A role besides `here` that does not wait.
    fn other(&mut self, here: usize) -> Option<usize> {
        let free = (0..self.roles).filter(|role| *role != here && !self.waiting.contains(role));
        let free: Vec<usize> = free.collect();
        (!free.is_empty()).then(|| free[self.tape.below(free.len())])
    }

    /// What happens from where `here` goes on.
    fn conversation(&mut self, mut here: usize, depth: usize) -> String {
        let mut steps: Vec<String> = Vec::new();
        while !self.tape.is_over() && depth > 0 {
            match self.tape.below(12) {
                0 => break,
                1 if !self.loops.is_empty() && !steps.is_empty() => {
                    let back = self.tape.below(self.loops.len());
                    steps.push(self.loops[back].clone());
                    break;
                }
                2 | 3 => {
                    let Some(text) = self.choice(here, depth - 1) else {
                        break;
                    };
                    steps.push(text);
                    if self.tape.below(3) > 0 {
                        break;
                    }
                }
                4 if self.next < 3 => {
                    let name = format!("l{}", self.next);
                    self.next += 1;
                    self.loops.push(name.clone());
                    let body = self.conversation(here, depth - 1);
                    self.loops.pop();
                    let _ = writeln!(self.defines, "define {name} {{ {body} }}");
                    steps.push(name);
                    break;
                }
                _ => {
                    let Some((text, next)) = self.interaction(here, depth - 1) else {
                        break;
                    };
                    steps.push(text);
                    here = next;
                }
            }
        }
        steps.join(";\n")
    }

    /// Who goes on after a message: mostly its receiver.
    fn goes_on(&mut self, from: usize, to: usize) -> usize {
        match self.tape.below(8) {
            1 | 2 => from,
            3 => self.other(from).unwrap_or(to),
            _ => to,
        }
    }

    /// A message, with who goes on.
    fn interaction(&mut self, from: usize, depth: usize) -> Option<(String, usize)> {
        let to = self.other(from)?;
        if self.tape.below(3) == 1 {
            return Some((self.request(from, to, depth), from));
        }
        let name = ONE_WAYS[self.tape.below(ONE_WAYS.len())];
        let text = format!("{} -> {}: {name}( x: int )", ROLES[from], ROLES[to]);
        Some((text, self.goes_on(from, to)))
    }

    /// A request with what happens before its answers and after its faults.
    fn request(&mut self, from: usize, to: usize, depth: usize) -> String {
        let name = REQUESTS[self.tape.below(REQUESTS.len())];
        // Nobody comes back to a loop from inside of a request.
        let loops = std::mem::take(&mut self.loops);
        self.waiting.push(from);
        let body = self.conversation(to, depth);
        self.waiting.pop();
        let [from_name, to_name] = [ROLES[from], ROLES[to]];
        let mut text = format!("{from_name} -> {to_name}: {name}( x: int )( y: int ) {{ {body} }}");
        let faults = self.tape.below(3).saturating_sub(1);
        if faults > 0 {
            text += " throws";
        }
        for fault in FAULTS.iter().take(faults) {
            let after = self.conversation(from, depth.min(2));
            let _ = write!(text, " {fault}( x: int ) {{ {after} }}");
        }
        self.loops = loops;
        text
    }

    fn choice(&mut self, here: usize, depth: usize) -> Option<String> {
        let branches = 2 + self.tape.below(2);
        let to = self.other(here)?;
        let mut text = Vec::new();
        for branch in 0..branches {
            // Mostly one role is told, each time by another message.
            let to = match self.tape.below(6) {
                1 => self.other(here).unwrap_or(to),
                _ => to,
            };
            let (guard, next) = match self.tape.below(4) {
                1 => (self.request(here, to, depth), here),
                _ => {
                    let name = ONE_WAYS[(branch * 2 + self.tape.below(2)) % ONE_WAYS.len()];
                    let guard = format!("{} -> {}: {name}( x: int )", ROLES[here], ROLES[to]);
                    (guard, self.goes_on(here, to))
                }
            };
            let body = self.conversation(next, depth);
            text.push(format!("[ {guard} ] {{ {body} }}"));
        }
        Some(text.join("\n"))
    }
}
