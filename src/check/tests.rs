//! Each judgement on a program where it holds and on one where it does not; the lines are those of the text.

use super::judge;
use crate::base::{Code, Diagnostic, Severity, Sources};
use crate::program::{Loaded, Settings, load};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

static FOLDERS: AtomicUsize = AtomicUsize::new(0);

/// A folder that is removed at the end.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Judges the program that files make; nothing else may be wrong with them.
fn judged(files: &[(&str, &str)]) -> (Sources, Vec<Diagnostic>) {
    let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
    let name = format!("quadrille-check-{}-{number}", std::process::id());
    let folder = Folder(std::env::temp_dir().join(name));
    std::fs::create_dir_all(&folder.0).unwrap();
    for (name, text) in files {
        std::fs::write(folder.0.join(name), text).unwrap();
    }
    let paths: Vec<PathBuf> = files.iter().map(|(name, _)| folder.0.join(name)).collect();
    let Loaded {
        sources,
        program,
        diagnostics,
    } = load(&paths, &Settings::default());
    let errors: Vec<&Diagnostic> = diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let found = judge(&program);
    (sources, found)
}

/// What is found in one file: code, severity and line.
fn found(text: &str) -> Vec<(Code, Severity, usize)> {
    let (sources, found) = judged(&[("main.ol", text)]);
    found
        .iter()
        .map(|found| {
            let span = found.primary.span;
            let line = sources.get(span.source).unwrap().position(span.start).line;
            (found.code, found.severity, line)
        })
        .collect()
}

fn nothing(text: &str) {
    assert_eq!(found(text), []);
}

/// A service of one port with these operations, on line 3, and this behaviour from line 5 on.
fn service(mode: &str, operations: &str, rest: &str) -> String {
    format!(
        "service Main {{ execution: {mode}\ninputPort In {{ location: \"local\"\n{operations}\n}}\n{rest}\n}}\n"
    )
}

use Severity::{Error, Note, Warning};

#[test]
fn an_operation_that_nothing_receives() {
    let operations = "requestResponse: a( int )( int ), b( int )( int )";
    let text = service("concurrent", operations, "main { a( x )( x ) }");
    assert_eq!(found(&text), [(Code::Q0311, Warning, 2)]);
    nothing(&service(
        "concurrent",
        operations,
        "main { [ a( x )( x ) ] [ b( x )( x ) ] }",
    ));
    nothing(&service(
        "concurrent",
        operations,
        "init { b( x )( x ) } main { a( x )( x ) }",
    ));
    nothing(&service(
        "single",
        operations,
        "define d { b( x )( x ) } main { a( x )( x ); d }",
    ));
    let text = service(
        "single",
        operations,
        "define d { b( x )( x ) } main { a( x )( x ) }",
    );
    assert_eq!(found(&text), [(Code::Q0311, Warning, 2)]);
}

#[test]
fn aggregated_operations_and_ports_of_includes_are_exempt() {
    nothing(
        "interface I { requestResponse: far( int )( int ) }
         service Main { execution: concurrent
             outputPort Far { location: \"socket://localhost:9000\" protocol: sodep interfaces: I }
             inputPort In { location: \"local\" aggregates: Far requestResponse: near( int )( int ) }
             main { near( x )( x ) }
         }",
    );
    nothing("include \"console.iol\"\nmain { println@Console( \"hello\" )() }");
}

#[test]
fn an_input_on_no_port() {
    let text = service("single", "oneWay: a( int )", "main { a( x );\nb( x ) }");
    assert_eq!(found(&text), [(Code::Q0312, Error, 6)]);
    // Definitions are built whether they are called or not.
    let text = service(
        "single",
        "oneWay: a( int )",
        "define d {\nb( x ) }\nmain { a( x ) }",
    );
    assert_eq!(found(&text), [(Code::Q0312, Error, 6)]);
}

#[test]
fn an_input_of_the_other_kind() {
    let text = service("single", "oneWay: a( int )", "main { a( x )( y ) }");
    assert_eq!(found(&text), [(Code::Q0313, Error, 5)]);
    let text = service(
        "single",
        "requestResponse: a( int )( int )",
        "main { a( x ) }",
    );
    assert_eq!(found(&text), [(Code::Q0313, Error, 5)]);
}

#[test]
fn a_fault_that_the_operation_does_not_declare() {
    let declared = "requestResponse: a( int )( int ) throws F( void )";
    nothing(&service(
        "concurrent",
        declared,
        "main { a( x )( x ) { throw( F ) } }",
    ));
    let operations = "requestResponse: a( int )( int )";
    let text = service(
        "concurrent",
        operations,
        "main { a( x )( x ) {\nthrow( F ) } }",
    );
    assert_eq!(found(&text), [(Code::Q0314, Warning, 6)]);
    nothing(&service(
        "concurrent",
        operations,
        "main { a( x )( x ) { scope( s ) { install( F => x = 1 ); throw( F ) } } }",
    ));
    nothing(&service(
        "concurrent",
        operations,
        "main { a( x )( x ) { scope( s ) { install( default => x = 1 ); throw( F ) } } }",
    ));
    // Handlers outside the scopes of the body run after the caller was answered.
    for handlers in [
        "init { install( F => x = 1 ) }",
        "init { install( default => x = 1 ) }",
    ] {
        let text = service(
            "concurrent",
            operations,
            &format!("{handlers} main {{ a( x )( x ) {{\nthrow( F ) }} }}"),
        );
        assert_eq!(found(&text), [(Code::Q0314, Warning, 6)]);
    }
    let text = service(
        "concurrent",
        operations,
        "main { a( x )( x ) { install( F => x = 1 );\nthrow( F ) } }",
    );
    assert_eq!(found(&text), [(Code::Q0314, Warning, 6)]);
}

#[test]
fn a_fault_from_a_definition_a_handler_and_a_copy() {
    let operations = "requestResponse: a( int )( int )";
    let text = service(
        "concurrent",
        operations,
        "define d {\nthrow( F ) }\nmain { a( x )( x ) { d } }",
    );
    assert_eq!(found(&text), [(Code::Q0314, Warning, 6)]);
    let text = service(
        "concurrent",
        "requestResponse: a( int )( int )",
        "main { a( x )( x ) { scope( s ) { install( F =>\nthrow( G ) ); throw( F ) } } }",
    );
    assert_eq!(found(&text), [(Code::Q0314, Warning, 6)]);
    // A handler for everything forgets itself before it runs.
    let text = service(
        "concurrent",
        operations,
        "main { a( x )( x ) { scope( s ) { install( default =>\nthrow( G ) ); throw( F ) } } }",
    );
    assert_eq!(found(&text), [(Code::Q0314, Warning, 6)]);
    nothing(&service(
        "concurrent",
        operations,
        "main { a( x )( x ) { spawn( i over 2 ) { throw( F ) } } }",
    ));
}

#[test]
fn a_fault_of_a_call_is_a_note() {
    let text = |answer: &str| {
        format!(
            "service Far {{ execution: concurrent
                inputPort In {{ location: \"local\" requestResponse: far( int )( int ) throws F( void ) }}
                main {{ far( x )( x ) {{ {answer} }} }} }}
             service Main {{ execution: concurrent
                outputPort Far {{ requestResponse: far( int )( int ) throws F( void ) }}
                embed Far in Far
                inputPort In {{ location: \"local\" requestResponse: a( int )( int ) }}
                main {{ a( x )( y ) {{
                    far@Far( 1 )( y ) }} }} }}"
        )
    };
    assert_eq!(found(&text("throw( F )")), [(Code::Q0314, Note, 9)]);
    // Declared, and never thrown.
    nothing(&text("x++"));
}

#[test]
fn a_misspelt_handler() {
    let text = |handled: &str| {
        format!(
            "service Main {{
                outputPort Far {{ location: \"socket://localhost:9000\" protocol: sodep
                    requestResponse: far( int )( int ) throws SoldOut( void ) }}
                main {{ scope( s ) {{
                    install( {handled} => x = 1 );
                    far@Far( 1 )( y ) }} }} }}"
        )
    };
    assert_eq!(found(&text("SoldOt")), [(Code::Q0315, Warning, 5)]);
    nothing(&text("SoldOut"));
    nothing(&text("IOException"));
    nothing(&text("SoldOt SoldOut"));
}

const PRINTER: &str = "service Printer { execution: concurrent
    inputPort In { location: \"local\" oneWay: print( string ) requestResponse: count( int )( int ) }
    main { [ print( x ) ] [ count( x )( x ) ] } }
";

#[test]
fn a_port_that_its_partner_does_not_fit() {
    let office = |operations: &str, call: &str| {
        format!(
            "{PRINTER}service Main {{\noutputPort Office {{ {operations} }}\nembed Printer in Office\nmain {{\n{call} }} }}"
        )
    };
    nothing(&office("oneWay: print( string )", "print@Office( \"a\" )"));
    let text = office("oneWay: staple( string )", "staple@Office( \"a\" )");
    assert_eq!(found(&text), [(Code::Q0316, Error, 8)]);
    // Declared and not called: it does not matter.
    nothing(&office(
        "oneWay: print( string ), staple( string )",
        "print@Office( \"a\" )",
    ));
    let text = office(
        "requestResponse: print( string )( string )",
        "print@Office( \"a\" )( x )",
    );
    assert_eq!(found(&text), [(Code::Q0316, Error, 8)]);
    // An acknowledgement passes for an empty answer.
    let text = office(
        "requestResponse: print( string )( void )",
        "print@Office( \"a\" )()",
    );
    assert_eq!(found(&text), [(Code::Q0316, Warning, 8)]);
    let text = office("oneWay: print( int )", "print@Office( 1 )");
    assert_eq!(found(&text), [(Code::Q0316, Error, 8)]);
    nothing(&office(
        "requestResponse: count( long )( int )",
        "count@Office( 1 )( x )",
    ));
}

#[test]
fn a_partner_at_the_same_location_in_the_same_folder() {
    let server = |location: &str| {
        format!(
            "service Server {{ execution: concurrent
                inputPort In {{ location: \"{location}\" protocol: sodep oneWay: print( string ) }}
                main {{ print( x ) }} }}"
        )
    };
    let client = "service Client {
        outputPort Out { location: \"socket://localhost:9000\" protocol: sodep oneWay: staple( string ) }
        main { staple@Out( \"a\" ) } }";
    let here = server("socket://localhost:9000");
    let (_, one) = judged(&[("server.ol", &here), ("client.ol", client)]);
    assert_eq!(
        one.iter().map(|found| found.code).collect::<Vec<_>>(),
        [Code::Q0316]
    );
    let (_, two) = judged(&[
        ("server.ol", &here),
        ("other.ol", &here),
        ("client.ol", client),
    ]);
    assert!(two.is_empty(), "{two:#?}");
    let there = server("socket://localhost:9001");
    let (_, other) = judged(&[("server.ol", &there), ("client.ol", client)]);
    assert!(other.is_empty(), "{other:#?}");
}

#[test]
fn a_compensation_of_no_scope() {
    let text = "service Main { main { scope( s ) { install( this => x = 1 ) };\ncomp( t ) } }";
    assert_eq!(found(text), [(Code::Q0317, Warning, 2)]);
    nothing("service Main { main { scope( s ) { install( this => x = 1 ) };\ncomp( s ) } }");
}

#[test]
fn a_redirection_to_no_port() {
    let text = |target: &str| {
        format!(
            "service Main {{ execution: concurrent
                outputPort Far {{ location: \"socket://localhost:9000\" protocol: sodep }}
                inputPort In {{ location: \"socket://localhost:9001\" protocol: sodep oneWay: a( int )
                    redirects: Far => {target} }}
                main {{ a( x ) }} }}"
        )
    };
    nothing(&text("Far"));
    assert_eq!(found(&text("Fra")), [(Code::Q0318, Error, 4)]);
}

/// A chat on line 5 and later: its types, its correlation set, and a behaviour from line 8 on.
fn chat(mode: &str, aliases: &str, behaviour: &str) -> String {
    format!(
        "type Login {{ user: string sid?: string }}
type Open {{ sid: string }}
type Ticket {{ sid?: string }}
type Message {{ sid: string text: string }}
service Main {{ execution: {mode} cset {{ sid: {aliases} }}
inputPort In {{ location: \"local\" requestResponse: login( Login )( Ticket )
oneWay: open( Open ), say( Message ), bye( Message ), tick( void ) }}
{behaviour} }}"
    )
}

/// What is found apart from operations that these short programs do not receive.
fn in_chat(mode: &str, aliases: &str, behaviour: &str) -> Vec<(Code, Severity, usize)> {
    let mut all = found(&chat(mode, aliases, behaviour));
    all.retain(|(code, ..)| *code != Code::Q0311);
    all
}

#[test]
fn a_correlation_variable_that_nothing_sets() {
    let unset = [(Code::Q0411, Error, 9)];
    for (mode, behaviour) in [
        (
            "concurrent",
            "main { login( x )( y ) { y.sid = new };\nsay( m ) }",
        ),
        (
            "concurrent",
            "main { login( x )( y );\nsay( m ); csets.sid = new }",
        ),
        ("single", "main {\nsay( m ) }"),
    ] {
        let found = in_chat(mode, "Message.sid", behaviour);
        assert_eq!(found, unset, "{behaviour}");
    }
    let single = in_chat(
        "single",
        "Open.sid Message.sid",
        "main {\nopen( x ); say( m ) }",
    );
    assert_eq!(single.len(), 2);
}

#[test]
fn a_correlation_variable_that_something_may_set() {
    for (mode, behaviour) in [
        (
            "concurrent",
            "main { login( x )( y ) { y.sid = csets.sid = new }; say( m ) }",
        ),
        (
            "concurrent",
            "main { login( x )( y ) { csets.sid = new }; say( m ) }",
        ),
        (
            "concurrent",
            "main { login( x )( y ); { say( m ) | csets.sid = new } }",
        ),
        (
            "concurrent",
            "define go { say( m ); csets.sid = new; go } main { login( x )( y ); go }",
        ),
        (
            "concurrent",
            "main { login( x )( y ); if( x.user == \"\" ) { csets.sid = new }; say( m ) }",
        ),
        (
            "concurrent",
            "main { login( x )( y ); while( x ) { [ say( m ) ] [ bye( m ) ] { csets.sid = new } } }",
        ),
        ("single", "main { csets.sid = new; say( m ) }"),
    ] {
        assert_eq!(in_chat(mode, "Message.sid", behaviour), [], "{behaviour}");
    }
    // The message that starts a session sets the variables of its own set.
    let started = in_chat(
        "concurrent",
        "Open.sid Message.sid",
        "main { open( x ); say( m ) }",
    );
    assert_eq!(started, []);
}

#[test]
fn an_optional_correlation_value() {
    let aliases = "Login.sid Message.sid";
    let behaviour = "main { login( x )( y );\nsay( m ) }";
    assert_eq!(
        in_chat("concurrent", aliases, behaviour),
        [(Code::Q0412, Warning, 5)]
    );
    let set = "main { login( x )( y ) { csets.sid = new };\nsay( m ) }";
    assert_eq!(in_chat("concurrent", aliases, set), []);
    assert_eq!(
        in_chat("concurrent", aliases, "main { login( x )( y ) }"),
        []
    );
}

#[test]
fn an_input_that_no_message_reaches() {
    let find = |mode, behaviour| in_chat(mode, "Open.sid Message.sid", behaviour);
    assert_eq!(
        find("concurrent", "main { open( x );\ntick() }"),
        [(Code::Q0413, Error, 9)]
    );
    assert_eq!(
        find("single", "main { csets.sid = new; open( x );\ntick() }"),
        []
    );
    assert_eq!(
        find("concurrent", "main { open( x );\n[ tick() ] [ say( m ) ] }"),
        [(Code::Q0413, Warning, 9)]
    );
    assert_eq!(
        find(
            "concurrent",
            "init { tick() } main { open( x );\nsay( m ) }"
        ),
        []
    );
    // It starts sessions, so its messages never reach this one.
    assert_eq!(
        find("sequential", "main { tick();\ntick() }"),
        [(Code::Q0602, Warning, 5), (Code::Q0413, Error, 9)]
    );
}

#[test]
fn code_behind_an_end() {
    let lines = |body: &str| {
        let text = format!("service Main {{ main {{\n{body} }} }}");
        let found = found(&text);
        assert!(
            found.iter().all(|(code, ..)| *code == Code::Q0601),
            "{found:?}"
        );
        found.iter().map(|(.., line)| *line).collect::<Vec<_>>()
    };
    let none: [usize; 0] = [];
    assert_eq!(lines("throw( F );\nx = 1"), [3]);
    assert_eq!(lines("while( true ) { x++ };\nx = 1"), [3]);
    assert_eq!(
        lines("if( x ) { throw( F ) } else { throw( G ) };\nx = 1"),
        [3]
    );
    assert_eq!(lines("if( x ) { throw( F ) };\nx = 1"), none);
    assert_eq!(
        lines("scope( s ) { install( F => x = 2 ); throw( F ) };\nx = 1"),
        none
    );
    assert_eq!(lines("{ throw( F ) | x = 2 };\nx = 1"), [3]);
    // Jolie starts to shut down, and the session goes on.
    assert_eq!(lines("exit;\nx = 1"), none);
    assert_eq!(lines("while( x ) { throw( F ) };\nx = 1"), none);
}

#[test]
fn a_correlation_set_of_no_message() {
    let behaviour = "main { login( x )( y ) }";
    assert_eq!(
        in_chat("concurrent", "Ticket.sid", behaviour),
        [(Code::Q0602, Warning, 5)]
    );
    assert_eq!(
        in_chat("concurrent", "Message.sid", behaviour),
        [(Code::Q0602, Warning, 5)]
    );
    assert_eq!(in_chat("concurrent", "Login.user", behaviour), []);
}

#[test]
fn the_table_is_in_the_order_of_the_codes() {
    let codes: Vec<Code> = super::codes().collect();
    assert!(codes.is_sorted());
}
