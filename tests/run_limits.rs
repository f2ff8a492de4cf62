//! What is beyond a limit of a run is refused, by its name, and the run goes on.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and uses its part of what is shared"
)]

#[path = "support/output.rs"]
mod output;
#[path = "support/outsider.rs"]
mod outsider;
#[path = "support/running.rs"]
mod running;

use output::Output;
use outsider::{Outsider, bytes, request};
use quadrille::interpreter::machine::{Limits, Machine, Outcome, Settings};
use quadrille::interpreter::transport;
use quadrille::interpreter::value::Value;
use quadrille::program::load;
use running::{folder, free_port, until};
use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;

/// A machine in which `Main` of a program has started.
fn started(folder: &Path, program: &str, limits: Limits, output: &Output) -> Machine {
    let file = folder.join("program.ol");
    std::fs::write(&file, program).unwrap();
    let loaded = load(&[file], &quadrille::program::Settings::default());
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    let settings = Settings {
        limits,
        ..Settings::default()
    };
    let (out, errors) = (Box::new(output.clone()), Box::new(output.clone()));
    let mut machine = Machine::new(settings, out, errors);
    let program = Arc::new(loaded.program);
    let main = program.entry(None).unwrap();
    let started = machine.start(&program, Arc::new(loaded.sources), main, Value::VOID);
    assert!(started.is_ok());
    machine
}

/// What a program prints.
fn printed(name: &str, program: &str, limits: Limits) -> String {
    let output = Output::default();
    let outcome = started(&folder(name), program, limits, &output).run();
    assert_eq!(outcome, Outcome::Ended(0), "{}", output.text());
    output.text()
}

#[test]
fn sessions_beyond_the_limit_are_refused() {
    let program = r#"from console import Console
type Key { id: int }
interface I { OneWay: begin( Key )
 RequestResponse: end( Key )( int ) }
service Held {
    execution: concurrent
    cset { id: Key.id }
    inputPort In { location: "local" interfaces: I }
    main { begin( key ); end( key )( n ) { n = key.id } }
}
service Main {
    embed Console as Console
    embed Held as Held
    main {
        for( i = 0, i < 12, i++ ) {
            scope( s ) {
                install( IOException => println@Console( i + ": " + s.IOException )() );
                begin@Held( { id = i } )
            }
        };
        end@Held( { id = 3 } )( n ); println@Console( n )();
        begin@Held( { id = 10 } ); end@Held( { id = 10 } )( n ); println@Console( n )();
        scope( s ) {
            install( IOException => println@Console( s.IOException )() );
            spawn( i over 2000000000 ) { nullProcess }
        }
    }
}
"#;
    let limits = Limits {
        // The one of `Main` is one of them.
        sessions: 11,
        ..Limits::default()
    };
    let told = "more than 11 sessions are open";
    assert_eq!(
        printed("limits-sessions", program, limits),
        format!("10: {told}\n11: {told}\n3\n10\n{told}\n")
    );
}

#[test]
fn messages_beyond_the_limit_are_refused() {
    let program = r#"from console import Console
interface I { OneWay: put( int )
 RequestResponse: go( void )( int ) }
service Slow {
    execution: single
    inputPort In { location: "local" interfaces: I }
    main {
        linkIn( never )
    }
}
service Main {
    embed Console as Console
    embed Slow as Slow
    main {
        for( i = 0, i < 10, i++ ) {
            scope( s ) {
                install( IOException => println@Console( i + ": " + s.IOException )() );
                put@Slow( i )
            }
        }
    }
}
"#;
    let limits = Limits {
        held: 8 * 256,
        ..Limits::default()
    };
    let told = "more than 2048 bytes of messages are held";
    assert_eq!(
        printed("limits-messages", program, limits),
        format!("8: {told}\n9: {told}\n")
    );
}

#[test]
fn an_index_beyond_the_limit_is_refused() {
    let program = r#"from console import Console
service Main {
    embed Console as Console
    main {
        scope( s ) {
            install( default => println@Console( s.default )() );
            a[ 67108864 ] = 1
        };
        scope( s ) {
            install( default => println@Console( s.default )() );
            b.c[ 2147483647 ].d = 1
        };
        scope( s ) {
            install( default => println@Console( s.default )() );
            x[ 5 ] -> y;
            y[ 1000000000 ] = 2
        };
        println@Console( #a + #b.c + #y )()
    }
}
"#;
    let refused = "IndexOutOfBoundsException\n";
    assert_eq!(
        printed("limits-index", program, Limits::default()),
        format!("{}0\n", refused.repeat(3))
    );
}

/// A program that makes a value grow in a loop, and one that goes on when it is told that it is too much.
fn growing(begin: &str, grow: &str) -> String {
    format!(
        r#"from console import Console
service Main {{
    embed Console as Console
    main {{
        scope( s ) {{
            install( OutOfMemoryError => println@Console( s.OutOfMemoryError )() );
            {begin};
            while( true ) {{ {grow} }}
        }};
        undef( t );
        println@Console( "goes on" )()
    }}
}}
"#
    )
}

#[test]
fn values_beyond_the_limit_are_a_fault_where_they_grow() {
    let limits = || Limits {
        values: 4 << 20,
        ..Limits::default()
    };
    for (name, begin, grow) in [
        (
            "appended",
            "t = \"x\"",
            "t += \"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\"; u[#u] = t",
        ),
        ("array", "i = 0", "t[#t] = i"),
        ("tree", "p -> t", "p.a[0].b = 1; p.a[#p.a] << p.a[0]"),
        ("deep", "t.a = 1", "u.a << t; t << u; v[#v] << t"),
        (
            "names",
            "i = 0",
            "t.(\"a child whose name is long\" + i++) = 1",
        ),
        (
            "global",
            "i = 0",
            "global.t[#global.t] = \"a text that does not fit\" + i++",
        ),
    ] {
        let folder = format!("limits-values-{name}");
        assert_eq!(
            printed(&folder, &growing(begin, grow), limits()),
            "more than 4194304 bytes of values are held\ngoes on\n",
            "{name}"
        );
    }
}

#[test]
fn a_string_beyond_the_limit_is_a_fault() {
    let program = growing("t = \"0123456789abcdef\"", "t += t");
    assert_eq!(
        printed("limits-string", &program, Limits::default()),
        "Java heap space\ngoes on\n"
    );
}

#[test]
fn what_a_standard_service_keeps_counts_as_well() {
    let program = r#"from console import Console
from queue-utils import QueueUtils
service Main {
    embed Console as Console
    embed QueueUtils as Queues
    main {
        new_queue@Queues( "q" )();
        install( OutOfMemoryError => println@Console( main.OutOfMemoryError )() );
        while( true ) {
            push@Queues( { queue_name = "q", element = "a text that does not fit " + i++ } )()
        }
    }
}
"#;
    let limits = Limits {
        values: 4 << 20,
        ..Limits::default()
    };
    assert_eq!(
        printed("limits-queue", program, limits),
        "more than 4194304 bytes of values are held\n"
    );
}

#[test]
fn a_program_that_holds_on_to_everything_is_ended() {
    let program = r#"service Main {
    main {
        while( true ) {
            scope( s ) {
                install( default => nullProcess );
                while( true ) {
                    t[#t] = 1
                }
            }
        }
    }
}
"#;
    let limits = Limits {
        values: 4 << 20,
        ..Limits::default()
    };
    let output = Output::default();
    let outcome = started(&folder("limits-hold"), program, limits, &output).run();
    assert_eq!(outcome, Outcome::Ended(1));
    let told = output.text();
    assert!(
        told.contains("more than 4194304 bytes of values are held"),
        "{told}"
    );
    assert!(told.contains("program.ol:7)"), "{told}");
}

#[test]
fn values_that_are_given_back_do_not_count() {
    let program = r#"from console import Console
service Main {
    embed Console as Console
    main {
        for( i = 0, i < 200, i++ ) {
            undef( t );
            for( j = 0, j < 2000, j++ ) { t[ j ] = "a text that does not fit " + j }
        };
        println@Console( #t )()
    }
}
"#;
    let limits = Limits {
        values: 1 << 20,
        ..Limits::default()
    };
    assert_eq!(printed("limits-churn", program, limits), "2000\n");
}

#[test]
fn deep_values_overflow_nothing() {
    let program = r#"from console import Console
from string_utils import StringUtils
from json_utils import JsonUtils
interface I { RequestResponse: echo( undefined )( undefined ) }
service Echo {
    execution: concurrent
    inputPort In { location: "local" interfaces: I }
    main { echo( x )( x ) }
}
service Main {
    embed Console as Console
    embed StringUtils as Strings
    embed JsonUtils as Json
    embed Echo as Echo
    main {
        t = 1;
        for( i = 0, i < 100000, i++ ) { u.a << t; t << u; undef( u ) };
        echo@Echo( t )( e );
        println@Console( e instanceof undefined )();
        scope( s ) {
            install( OutOfMemoryError => println@Console( s.OutOfMemoryError )() );
            valueToPrettyString@Strings( e )( text )
        };
        scope( s ) {
            install( StackOverflowError => println@Console( "deep" )() );
            getJsonString@Json( e )( text )
        }
    }
}
"#;
    assert_eq!(
        printed("limits-deep", program, Limits::default()),
        "true\nJava heap space\ndeep\n"
    );
}

#[test]
fn a_message_beyond_the_limit_closes_its_connection() {
    let port = free_port();
    let program = format!(
        r#"interface I {{ RequestResponse: echo( undefined )( undefined ) }}
service Main {{
    execution: concurrent
    inputPort In {{ location: "socket://localhost:{port}" protocol: sodep interfaces: I }}
    main {{ [ echo( x )( y ) {{ y << x }} ] }}
}}
"#
    );
    let limits = Limits {
        transport: transport::Limits {
            message: 10_000,
            ..transport::Limits::default()
        },
        ..Limits::default()
    };
    let output = Output::default();
    let written = output.clone();
    let (sender, interrupter) = channel();
    let server = thread::spawn(move || {
        let mut machine = started(&folder("limits-wire"), &program, limits, &written);
        sender.send(machine.interrupter()).unwrap();
        machine.run()
    });
    let interrupt = interrupter.recv().unwrap();
    until("nobody listens", || {
        TcpStream::connect(("127.0.0.1", port)).is_ok()
    });
    let mut good = Outsider::connect(port);
    assert_eq!(good.call(1, "echo", 7).value.as_int(), 7);
    let mut bad = Outsider::connect(port);
    // It may have been hung up before all is written.
    let _ = bad
        .stream
        .write_all(&bytes(&request(1, "echo", "x".repeat(20_000))));
    assert!(bad.next().is_none());
    assert_eq!(good.call(2, "echo", 8).value.as_int(), 8);
    interrupt();
    assert_eq!(server.join().unwrap(), Outcome::Interrupted);
    let told = output.text();
    assert!(
        told.contains("a message of more than 10000 bytes"),
        "{told}"
    );
}
