//! Programs that call one another over real sockets, each a process of its own under `quadrille run`.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too, and uses its part of what is shared"
)]

#[path = "support/outsider.rs"]
mod outsider;
#[path = "support/running.rs"]
mod running;

use outsider::{Outsider, request};
use quadrille::interpreter::value::{Text, Value};
use running::{Running, folder, free_port, until};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// What the servers of these tests offer.
const INTERFACE: &str = r#"from console import Console
from time import Time
interface Counter {
    OneWay: note( string )
    RequestResponse: twice( int )( int ) throws Odd( string ), echo( undefined )( undefined ),
        slow( int )( int ), total( void )( string )
}
"#;

/// A server of the interface at a location.
fn server(location: &str) -> String {
    format!(
        r#"{INTERFACE}
service Main {{
    execution: concurrent
    embed Console as Console
    embed Time as Time
    inputPort In {{
        location: "{location}"
        protocol: sodep
        interfaces: Counter
    }}
    init {{ global.notes = "" }}
    main {{
        [ note( text ) ] {{ synchronized( notes ) {{ global.notes += text + "," }} }}
        [ twice( x )( y ) {{ if( x == 13 ) {{ throw( Odd, "unlucky" ) }}; y = 2 * x }} ]
        [ echo( x )( y ) {{ y << x }} ]
        [ slow( x )( y ) {{ sleep@Time( x )(); y = x }} ] {{ synchronized( notes ) {{ global.notes += "slow," }} }}
        [ total()( y ) {{ y = global.notes }} ]
    }}
}}
"#
    )
}

/// A program that calls a port at a location.
fn client(location: &str, protocol: &str, body: &str) -> String {
    format!(
        r#"{INTERFACE}
service Main {{
    embed Console as Console
    embed Time as Time
    outputPort Out {{
        location: "{location}"
        protocol: {protocol}
        interfaces: Counter
    }}
    main {{
        {body}
    }}
}}
"#
    )
}

/// What a client prints, once it has ended well.
fn printed(folder: &Path, name: &str, program: &str, options: &[&str]) -> String {
    let mut client = Running::start(folder, name, program, options);
    assert_eq!(client.status(), Some(0), "{}", client.complaints());
    client.output()
}

const CALLS: &str = r#"
    twice@Out( 21 )( x ); println@Console( x )();
    note@Out( "a" ); note@Out( "b" );
    total@Out()( t ); println@Console( t )();
    scope( s ) {
        install( Odd => println@Console( "odd: " + s.Odd )(), TypeMismatch => println@Console( "typed" )() );
        twice@Out( 13 )( x )
    };
    tree.list[ 0 ] = 1; tree.list[ 1 ].deep = "è"; tree = 2.5; tree.flag = true; tree.long = 5000000000L;
    echo@Out( tree )( back );
    println@Console( back + " " + #back.list + " " + back.list[ 1 ].deep + " " + back.flag + " " + back.long )()
"#;

const PRINTS: &str = "42\na,b,\nodd: unlucky\n2.5 2 è true 5000000000\n";

#[test]
fn programs_call_one_another() {
    let folder = folder("sockets-calls");
    let port = free_port();
    let location = format!("socket://localhost:{port}");
    let _server = Running::start(&folder, "server", &server(&location), &[]).listening(port);
    let program = client(&location, "sodep", CALLS);
    assert_eq!(printed(&folder, "client", &program, &[]), PRINTS);
}

#[test]
fn programs_call_one_another_over_a_file() {
    let folder = folder("sockets-file");
    let file = std::env::temp_dir().join(format!("quadrille-{}.sock", std::process::id()));
    let location = format!("localsocket:{}", file.display());
    let server = Running::start(&folder, "server", &server(&location), &[]);
    until("nobody listens", || file.exists());
    let program = client(&location, "sodep", CALLS);
    assert_eq!(printed(&folder, "client", &program, &[]), PRINTS);
    server.signal("INT");
    until("the file stays", || !file.exists());
}

/// A gateway that redirects, aggregates and hands on with a courier.
fn gateway(port: u16, behind: &str) -> String {
    format!(
        r#"{INTERFACE}
interface Own {{ RequestResponse: hello( string )( string ) }}
service Main {{
    execution: concurrent
    embed Console as Console
    outputPort Behind {{
        location: "{behind}"
        protocol: sodep
        interfaces: Counter
    }}
    inputPort In {{
        location: "socket://localhost:{port}"
        protocol: sodep
        interfaces: Own
        aggregates: Behind
        redirects: Name => Behind
    }}
    courier In {{
        [ twice( x )( y ) ] {{ println@Console( "twice " + x )(); forward( x )( y ) }}
    }}
    main {{ [ hello( name )( answer ) {{ answer = "hello " + name }} ] }}
}}
"#
    )
}

#[test]
fn a_gateway_aggregates_and_redirects() {
    let folder = folder("sockets-gateway");
    let (behind, front) = (free_port(), free_port());
    let location = format!("socket://localhost:{behind}");
    let _server = Running::start(&folder, "server", &server(&location), &[]).listening(behind);
    let program = gateway(front, &location);
    let gateway = Running::start(&folder, "gateway", &program, &[]).listening(front);
    let location = format!("socket://localhost:{front}");
    let program = client(&location, "sodep", CALLS);
    assert_eq!(printed(&folder, "aggregated", &program, &[]), PRINTS);
    // The courier saw what came by aggregation, and sees nothing of what is redirected.
    assert_eq!(gateway.output(), "twice 21\ntwice 13\n");
    let program = client(&format!("{location}/!/Name"), "sodep", CALLS);
    let wanted = PRINTS.replace("a,b,", "a,b,a,b,");
    assert_eq!(printed(&folder, "redirected", &program, &[]), wanted);
    assert_eq!(gateway.output(), "twice 21\ntwice 13\n");

    let mut outsider = Outsider::connect(front);
    assert_eq!(
        outsider.call(1, "hello", "you").value.as_string(),
        "hello you"
    );
    let fault = outsider.call(2, "unknown", Value::VOID).fault.unwrap();
    assert_eq!(fault.name, "IOException");
    // A name that nobody redirects: the connection is closed.
    let mut lost = request(3, "twice", 1);
    lost.resource = Text::new_static("/Nobody");
    outsider.send(&lost);
    assert!(outsider.next().is_none());
}

#[test]
fn without_keep_alive_each_call_has_its_connection() {
    let folder = folder("sockets-alive");
    let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let location = format!("socket://localhost:{port}");
    let program = client(
        &location,
        "sodep { keepAlive = false }",
        r#"for( i = 0, i < 3, i++ ) { twice@Out( i )( x ); println@Console( x )() }"#,
    );
    let mut client = Running::start(&folder, "client", &program, &[]);
    for number in 0..3 {
        let mut one = Outsider::new(listener.accept().unwrap().0);
        let asked = one.next().unwrap();
        assert_eq!(asked.value.as_int(), number);
        one.send(&request(asked.id, "twice", number * 2));
        assert!(one.next().is_none(), "the connection stays open");
    }
    assert_eq!(client.status(), Some(0));
    assert_eq!(client.output(), "0\n2\n4\n");
}

#[test]
fn an_input_port_without_keep_alive_closes_after_its_answer() {
    let folder = folder("sockets-answer");
    let port = free_port();
    let program = server(&format!("socket://localhost:{port}"))
        .replace("protocol: sodep", "protocol: sodep { keepAlive = false }");
    let _server = Running::start(&folder, "server", &program, &[]).listening(port);
    let mut outsider = Outsider::connect(port);
    assert_eq!(outsider.call(1, "twice", 4).value.as_int(), 8);
    assert!(outsider.next().is_none());
}

#[test]
fn a_call_that_nobody_answers_times_out() {
    let folder = folder("sockets-timeout");
    let port = free_port();
    let location = format!("socket://localhost:{port}");
    let _server = Running::start(&folder, "server", &server(&location), &[]).listening(port);
    let program = client(
        &location,
        "sodep",
        r#"scope( s ) {
            install( Timeout => println@Console( "timeout" )() );
            slow@Out( 60000 )( x )
        };
        twice@Out( 4 )( x ); println@Console( x )()"#,
    );
    let start = Instant::now();
    let printed = printed(&folder, "client", &program, &["--timeout", "1"]);
    assert_eq!(printed, "timeout\n8\n");
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn two_hundred_clients_are_served_at_once() {
    const CLIENTS: i64 = 200;
    let folder = folder("sockets-many");
    let port = free_port();
    let location = format!("socket://localhost:{port}");
    let _server = Running::start(&folder, "server", &server(&location), &[]).listening(port);
    // All of them hold a slow call open while the others are served.
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            thread::spawn(move || {
                let mut outsider = Outsider::connect(port);
                outsider.send(&request(1, "slow", 500));
                for number in 2..12 {
                    let asked = i32::try_from(client * 100 + number).unwrap();
                    let answer = outsider.call(number, "twice", asked * 13 + 14);
                    assert_eq!(answer.value.as_int(), asked * 26 + 28);
                }
                outsider.send(&request(12, "note", "n"));
                let mut left = vec![1, 12];
                while !left.is_empty() {
                    let answer = outsider.next().unwrap();
                    left.retain(|id| *id != answer.id);
                }
            })
        })
        .collect();
    for client in clients {
        client.join().unwrap();
    }
    let mut outsider = Outsider::connect(port);
    let total = outsider.call(1, "total", Value::VOID).value.as_string();
    assert_eq!(total.matches("n,").count(), 200);

    // And the same the other way round: one program that makes two hundred calls at once.
    let program = client(
        &location,
        "sodep",
        r#"spawn( i over 200 ) in results { slow@Out( 300 )( x ); twice@Out( i + 14 )( results ) };
        for( i = 0, i < #results, i++ ) { sum += results[ i ] };
        println@Console( #results + " " + sum )()"#,
    );
    let start = Instant::now();
    assert_eq!(printed(&folder, "client", &program, &[]), "200 45400\n");
    assert!(start.elapsed() < Duration::from_secs(30));
}

#[test]
fn a_client_that_goes_away_leaves_the_server_to_others() {
    let folder = folder("sockets-gone");
    let port = free_port();
    let location = format!("socket://localhost:{port}");
    let mut server = Running::start(&folder, "server", &server(&location), &[]).listening(port);
    for number in 0..20 {
        let mut gone = Outsider::connect(port);
        gone.send(&request(number, "slow", 200));
        if number % 2 == 0 {
            // In the middle of the next request.
            let bytes = outsider::bytes(&request(1, "twice", 4));
            std::io::Write::write_all(&mut gone.stream, &bytes[..bytes.len() / 2]).unwrap();
        }
    }
    let mut outsider = Outsider::connect(port);
    assert_eq!(outsider.call(1, "twice", 4).value.as_int(), 8);
    thread::sleep(Duration::from_millis(600));
    assert_eq!(outsider.call(2, "twice", 5).value.as_int(), 10);
    assert!(server.is_alive());
}

#[test]
fn a_server_that_ends_is_an_io_exception() {
    let folder = folder("sockets-ends");
    let port = free_port();
    let location = format!("socket://localhost:{port}");
    let server = Running::start(&folder, "server", &server(&location), &[]).listening(port);
    let program = client(
        &location,
        "sodep",
        r#"scope( s ) {
            install( IOException => println@Console( "lost" )() );
            println@Console( "calls" )();
            slow@Out( 60000 )( x )
        };
        scope( s ) {
            install( IOException => println@Console( s.IOException )() );
            twice@Out( 4 )( x )
        }"#,
    );
    let mut client = Running::start(&folder, "client", &program, &[]);
    // What is printed lies in a buffer until somebody may wait for it.
    thread::sleep(Duration::from_millis(500));
    drop(server);
    assert_eq!(client.status(), Some(0));
    assert_eq!(client.output(), "calls\nlost\nConnection refused\n");
}

#[test]
fn an_interrupt_ends_a_server_and_frees_its_port() {
    let folder = folder("sockets-interrupt");
    let port = free_port();
    let location = format!("socket://localhost:{port}");
    for round in 0..3 {
        let program = server(&location);
        let mut server = Running::start(&folder, "server", &program, &[]).listening(port);
        let mut waiting = Outsider::connect(port);
        waiting.send(&request(1, "slow", 60_000));
        let mut outsider = Outsider::connect(port);
        assert_eq!(outsider.call(2, "twice", round).value.as_int(), round * 2);
        server.signal("INT");
        assert_eq!(server.status(), Some(130), "{}", server.complaints());
        assert!(waiting.next().is_none());
        assert!(!server.complaints().contains("panicked"));
    }
}

/// A program that real Jolie runs.
fn real(jolie: &std::ffi::OsStr, folder: &Path, name: &str, program: &str) -> Running {
    let file = folder.join(name).with_extension("ol");
    std::fs::write(&file, program).unwrap();
    let mut command = std::process::Command::new(jolie);
    command.args(["--service", "Main"]).arg(&file);
    Running::of(command, &folder.join(name))
}

/// `QUADRILLE_JOLIE` names a launcher of real Jolie; without it there is only a notice.
#[test]
fn real_jolie_is_called_and_calls() {
    let Some(jolie) = std::env::var_os("QUADRILLE_JOLIE") else {
        println!("skipped: QUADRILLE_JOLIE names no launcher of Jolie");
        return;
    };
    let folder = folder("sockets-jolie");
    for protocol in ["sodep", "sodep { keepAlive = false }"] {
        let port = free_port();
        let location = format!("socket://localhost:{port}");
        let program =
            server(&location).replace("protocol: sodep", &format!("protocol: {protocol}"));
        let served = real(&jolie, &folder, "server", &program).listening(port);
        let calls = client(&location, protocol, CALLS);
        assert_eq!(printed(&folder, "client", &calls, &[]), PRINTS);
        drop(served);

        let port = free_port();
        let location = format!("socket://localhost:{port}");
        let program =
            server(&location).replace("protocol: sodep", &format!("protocol: {protocol}"));
        let _served = Running::start(&folder, "server", &program, &[]).listening(port);
        let calls = client(&location, protocol, CALLS);
        let mut client = real(&jolie, &folder, "client", &calls);
        assert_eq!(client.status(), Some(0), "{}", client.complaints());
        assert_eq!(client.output(), PRINTS);
    }
}
