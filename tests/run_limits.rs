//! What is beyond a limit of a run is refused, by its name, and the run goes on.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and uses its part of what is shared"
)]

#[path = "support/outsider.rs"]
mod outsider;
#[path = "support/running.rs"]
mod running;

use outsider::{Outsider, bytes, request};
use quadrille::interpreter::machine::{Limits, Machine, Outcome, Settings};
use quadrille::interpreter::transport;
use quadrille::interpreter::value::Value;
use quadrille::program::load;
use running::{folder, free_port, until};
use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread;

/// What a program writes.
#[derive(Clone, Default)]
struct Output(Arc<Mutex<Vec<u8>>>);

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Output {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

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
