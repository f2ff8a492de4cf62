//! Scopes, handlers, compensations, and what raises a fault.

use super::Statement;
use super::confluent::Maker;

const SCOPES: [&str; 4] = ["s0", "s1", "s2", "s3"];

/// What raises a fault, mostly under a condition.
pub fn throw(maker: &mut Maker) -> Statement {
    let fault = maker.chance.pick(&["F", "G", "H"]);
    let thrown = match maker.chance.below(4) {
        0 => format!("throw( {fault} )"),
        1 => format!("throw( {fault}, {} )", maker.names.tree(maker.chance, 0)),
        _ => format!(
            "throw( {fault}, {} )",
            maker.names.expression(maker.chance, 1)
        ),
    };
    if maker.chance.one_in(3) {
        return Statement::line(thrown);
    }
    let condition = maker.names.condition(maker.chance, 1);
    Statement::block(format!("if( {condition} )"), vec![Statement::line(thrown)])
}

/// A scope, with handlers.
pub fn scope(maker: &mut Maker, depth: usize) -> Statement {
    let name = SCOPES[maker.chance.below(SCOPES.len())];
    let mut body = vec![install(maker, name, depth)];
    body.extend(maker.sequence(depth));
    if maker.chance.one_in(3) {
        body.push(install(maker, name, depth));
    }
    if maker.chance.one_in(2) {
        body.push(throw(maker));
    }
    if maker.chance.one_in(3) {
        body.extend(maker.sequence(depth));
    }
    let scope = Statement::block(format!("scope( {name} )"), body);
    if maker.chance.one_in(3) {
        let compensated = SCOPES[maker.chance.below(SCOPES.len())];
        return Statement::Blocks(
            vec![
                ("{".to_owned(), vec![scope]),
                (
                    ";".to_owned(),
                    vec![Statement::line(format!("comp( {compensated} )"))],
                ),
            ],
            "}",
        );
    }
    scope
}

/// What installs handlers.
fn install(maker: &mut Maker, scope: &str, depth: usize) -> Statement {
    let handling = std::mem::replace(&mut maker.handling, true);
    let mut blocks = Vec::new();
    let mut names = vec!["F", "G", "H", "default", "this", "TypeMismatch"];
    for _ in 0..1 + maker.chance.below(3) {
        let name = names.remove(maker.chance.below(names.len()));
        let head = if blocks.is_empty() {
            format!("install( {name} => {{")
        } else {
            format!("}}, {name} => {{")
        };
        blocks.push((head, handler(maker, name, scope, depth)));
    }
    maker.handling = handling;
    Statement::Blocks(blocks, "} )")
}

fn handler(maker: &mut Maker, name: &str, scope: &str, depth: usize) -> Vec<Statement> {
    let mut body = Vec::new();
    if maker.chance.one_in(4) {
        body.push(Statement::line("cH"));
    }
    maker.prints += 1;
    let number = maker.prints;
    maker.names.frozen = true;
    let frozen = maker.names.expression(maker.chance, 1);
    maker.names.frozen = false;
    let told = match name {
        "this" => "\"undone\"".to_owned(),
        "default" => format!("{scope}.default + \" \" + {scope}.({scope}.default)"),
        _ => format!("{scope}.{name} + {scope}.{name}.x"),
    };
    body.push(Statement::line(format!(
        "println@Console( \"h{number} \" + {told} + {frozen} )()"
    )));
    if maker.chance.one_in(3) {
        body.extend(maker.sequence(depth.min(1)));
    }
    if maker.chance.one_in(6) {
        body.push(throw(maker));
    }
    body
}
