//! Services as Jolie.

use super::service::{Body, Branch, Service, Statement};
use super::session::{FAULTS, ONE_WAYS, REQUESTS};
use std::fmt::Write;

/// What every port offers.
pub fn interface() -> String {
    let throws: String = FAULTS
        .iter()
        .map(|fault| format!(" {fault}( int )"))
        .collect();
    let one_ways: Vec<String> = ONE_WAYS
        .iter()
        .map(|name| format!("{name}( int )"))
        .collect();
    let requests = REQUESTS.iter();
    let requests: Vec<String> = requests
        .map(|name| format!("{name}( int )( int ) throws{throws}"))
        .collect();
    format!(
        "interface I {{\n  OneWay: {}\n  RequestResponse: {}\n}}\n",
        one_ways.join(", "),
        requests.join(", ")
    )
}

/// A service, beside those of these roles.
pub fn jolie(service: &Service, roles: &[String]) -> String {
    let mut text = format!(
        "from math import Math\nfrom .interfaces import I\n\nservice {0} {{\n  plays S.{0}\n  embed Math as Math\n",
        service.role
    );
    for (role, port) in roles.iter().zip(9001..) {
        let (kind, name) = match *role == service.role {
            true => ("inputPort", "In"),
            false => ("outputPort", role.as_str()),
        };
        let _ = writeln!(
            text,
            "  {kind} {name} {{ location: \"socket://localhost:{port}\" protocol: sodep interfaces: I }}"
        );
    }
    let mut printer = Printer { text, next: 0 };
    for (number, body) in service.loops.iter().enumerate().rev() {
        printer.line(1, &format!("define l{number} {{"));
        printer.body(body, 2);
        printer.line(1, "}");
    }
    printer.line(1, "main {");
    printer.body(&service.main, 2);
    printer.line(1, "}");
    printer.text + "}\n"
}

struct Printer {
    text: String,
    /// How many variables there are.
    next: usize,
}

impl Printer {
    fn line(&mut self, depth: usize, text: &str) {
        let _ = writeln!(self.text, "{:1$}{text}", "", depth * 2);
    }

    fn fresh(&mut self) -> String {
        self.next += 1;
        format!("n{}", self.next)
    }

    fn body(&mut self, body: &Body, depth: usize) {
        for (place, statement) in body.iter().enumerate() {
            if place > 0 {
                self.line(depth, ";");
            }
            self.statement(statement, depth);
        }
        if body.is_empty() {
            self.line(depth, "nullProcess");
        }
    }

    fn statement(&mut self, statement: &Statement, depth: usize) {
        match statement {
            Statement::Send { to, operation } => {
                self.line(depth, &format!("{operation}@{to}( 1 )"));
            }
            Statement::Call {
                to,
                operation,
                then,
                faults,
            } => self.call((to, operation), (then, faults), depth),
            Statement::Input(branches) => self.input(branches, depth),
            Statement::Decide(ways) => self.decide(ways, depth),
            Statement::Back(number) => self.line(depth, &format!("l{number}")),
            Statement::Answer {
                request,
                outcome,
                fault,
            } => {
                let then = match fault {
                    Some(fault) => format!("throw( {fault}, 1 )"),
                    None => "y = 1".to_owned(),
                };
                self.line(depth, &format!("o{request} = {outcome}; {then}"));
            }
            Statement::Nothing => self.line(depth, "z = 1"),
        }
    }

    fn call(
        &mut self,
        (to, operation): (&str, &str),
        after: (&Body, &[(String, Body)]),
        depth: usize,
    ) {
        let (then, faults) = after;
        if faults.is_empty() {
            self.line(depth, &format!("{operation}@{to}( 1 )( a );"));
            return self.body(then, depth);
        }
        let variable = self.fresh();
        self.line(depth, &format!("scope( {variable}s ) {{"));
        for (number, (fault, _)) in (1..).zip(faults) {
            self.line(
                depth + 1,
                &format!("install( {fault} => {variable} = {number} );"),
            );
        }
        self.line(
            depth + 1,
            &format!("{variable} = 0; {operation}@{to}( 1 )( a )"),
        );
        self.line(depth, "};");
        let faults = faults.iter().map(|(_, body)| body);
        let ways: Vec<&Body> = std::iter::once(then).chain(faults).collect();
        self.dispatch(&variable, ways.len(), depth, &mut |printer, way, depth| {
            printer.body(ways[way], depth);
        });
    }

    /// Goes on by what a variable says.
    fn dispatch(
        &mut self,
        variable: &str,
        ways: usize,
        depth: usize,
        print: &mut dyn FnMut(&mut Self, usize, usize),
    ) {
        for way in 0..ways {
            match way {
                _ if ways == 1 => return print(self, way, depth),
                0 => self.line(depth, &format!("if( {variable} == 0 ) {{")),
                _ if way + 1 == ways => self.line(depth, "} else {"),
                _ => self.line(depth, &format!("}} else if( {variable} == {way} ) {{")),
            }
            print(self, way, depth + 1);
        }
        self.line(depth, if ways > 0 { "}" } else { "nullProcess" });
    }

    fn decide(&mut self, ways: &[Body], depth: usize) {
        let Some((last, others)) = ways.split_last() else {
            return self.line(depth, "nullProcess");
        };
        for way in others {
            let variable = self.fresh();
            self.line(depth, &format!("random@Math()( {variable} );"));
            self.line(depth, &format!("if( {variable} < 0.5 ) {{"));
            self.body(way, depth + 1);
            self.line(depth, "} else {");
        }
        self.body(last, depth + 1);
        self.line(depth, &"}".repeat(others.len()));
    }

    /// What follows an answer stands behind the scope that catches the fault which was answered.
    fn input(&mut self, branches: &[Branch], depth: usize) {
        let outcomes = branches.iter().flat_map(|branch| &branch.request);
        let outcomes = outcomes.flat_map(|request| &request.outcomes);
        let mut faults: Vec<&String> = outcomes.filter_map(|(fault, _)| fault.as_ref()).collect();
        faults.sort();
        faults.dedup();
        let taken = self.fresh();
        let scoped = !faults.is_empty();
        if scoped {
            self.line(depth, &format!("scope( {taken}s ) {{"));
            for fault in &faults {
                self.line(depth + 1, &format!("install( {fault} => nullProcess );"));
            }
        }
        let inner = depth + usize::from(scoped);
        for (number, branch) in branches.iter().enumerate() {
            let operation = &branch.operation;
            match &branch.request {
                None => self.line(
                    inner,
                    &format!("[ {operation}( x ) ] {{ {taken} = {number};"),
                ),
                Some(request) => {
                    self.line(
                        inner,
                        &format!("[ {operation}( x )( y ) {{ {taken} = {number};"),
                    );
                    self.body(&request.body, inner + 1);
                    self.line(inner, "} ] {");
                }
            }
            match scoped {
                true => self.line(inner + 1, "nullProcess"),
                false => self.after(branch, inner + 1),
            }
            self.line(inner, "}");
        }
        if scoped {
            self.line(depth, "};");
            self.dispatch(&taken, branches.len(), depth, &mut |printer, way, depth| {
                printer.after(&branches[way], depth);
            });
        }
    }

    fn after(&mut self, branch: &Branch, depth: usize) {
        let Some(request) = &branch.request else {
            return self.body(&branch.then, depth);
        };
        let (variable, ways) = (format!("o{}", request.number), request.outcomes.len());
        self.dispatch(&variable, ways, depth, &mut |printer, way, depth| {
            printer.body(&request.outcomes[way].1, depth);
        });
    }
}
