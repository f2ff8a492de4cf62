//! Programs that call one another by http, and others that call them so.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too, and uses its part of what is shared"
)]

#[path = "support/running.rs"]
mod running;

use running::{Running, folder, free_port};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;

const INTERFACE: &str = r#"from console import Console
from string_utils import StringUtils
type Person {
    name: string
    age: int
    size: double
    id: long
    male: bool
    tags*: string
}
type Found {
    hits*: int
}
interface Register {
    OneWay: note( string )
    RequestResponse:
        echo( Person )( Person ) throws Minor( string ),
        find( Person )( Found ),
        same( any )( any ),
        nothing( void )( void )
}
"#;

/// A server with something to say of its protocol.
fn server(location: &str, protocol: &str) -> String {
    format!(
        r#"{INTERFACE}
service Main {{
    execution: concurrent
    inputPort In {{
        location: "{location}"
        protocol: http {{ {protocol} }}
        interfaces: Register
    }}
    main {{
        [ note( text ) ]
        [ echo( x )( y ) {{ if( x.age < 18 ) {{ throw( Minor, "too young" ) }}; y << x }} ]
        [ find( x )( y ) {{ y.hits = x.age }} ]
        [ same( x )( x ) ]
        [ nothing()() ]
    }}
}}
"#
    )
}

/// A client that calls by each format; what its port says is changed between the calls.
fn client(location: &str, formats: &[&str]) -> String {
    let mut calls = String::new();
    for format in formats {
        calls.push_str(&format!(
            r#"
        format = "{format}"
        echo@Out( person )( y )
        println@Console( format + ": " + y.name + y.age + y.size + y.id + y.male + #y.tags )()
        note@Out( "a" ); nothing@Out()()
        same@Out( "ü&=<" )( z ); println@Console( z )()
"#
        ));
    }
    format!(
        r#"{INTERFACE}
service Main {{
    embed Console as Console
    outputPort Out {{
        location: "{location}"
        protocol: http {{
            .method -> method; .format -> format; .charset -> charset; .requestCompression -> packing
        }}
        interfaces: Register
    }}
    main {{
        method = "post"
        person << {{ name = "Döner & <Söhne>" age = 30 size = 90.5 id = 5000000000L male = true tags[0] = "a b" }}
        {calls}
        packing = "gzip"; format = "json"; charset = "utf-16"
        echo@Out( person )( y ); println@Console( y.name )()
        method = "get"; charset = "utf-8"; packing = ""; person.name = "Döner 100%"
        echo@Out( person )( y ); println@Console( y.name + y.id )()
    }}
}}
"#
    )
}

const FORMATS: [&str; 2] = ["xml", "json"];

/// What a client prints, once it has ended well.
fn printed(mut client: Running) -> String {
    assert_eq!(client.status(), Some(0), "{}", client.complaints());
    client.output()
}

fn expected() -> String {
    let mut text = String::new();
    for format in FORMATS {
        text.push_str(&format!(
            "{format}: Döner & <Söhne>3090.55000000000true1\nü&=<\n"
        ));
    }
    text + "Döner & <Söhne>\nDöner 100%5000000000\n"
}

#[test]
fn programs_call_one_another_by_http() {
    let folder = folder("http-programs");
    let file = folder.join("server.socket").display().to_string();
    for location in [
        format!("socket://localhost:{}", free_port()),
        format!("localsocket:{file}"),
    ] {
        for protocol in ["", ".keepAlive = false"] {
            let program = server(&location, protocol);
            let served = Running::start(&folder, "server", &program, &[]);
            let _served = match location.rsplit_once(':').unwrap().1.parse() {
                Ok(port) => served.listening(port),
                Err(_) => {
                    running::until("the file", || Path::new(&file).exists());
                    served
                }
            };
            let calls = client(&location, &FORMATS);
            let client = Running::start(&folder, "client", &calls, &[]);
            assert_eq!(printed(client), expected(), "{location} {protocol}");
            // One that is killed leaves its file.
            let _ = std::fs::remove_file(&file);
        }
    }
}

/// A program that real Jolie runs.
fn real(jolie: &std::ffi::OsStr, folder: &Path, name: &str, program: &str) -> Running {
    let file = folder.join(name).with_extension("ol");
    std::fs::write(&file, program).unwrap();
    let mut command = Command::new(jolie);
    command.args(["--service", "Main"]).arg(&file);
    Running::of(command, &folder.join(name))
}

/// `QUADRILLE_JOLIE` names a launcher of real Jolie; without it there is only a notice.
#[test]
fn real_jolie_is_called_by_http_and_calls() {
    let Some(jolie) = std::env::var_os("QUADRILLE_JOLIE") else {
        println!("skipped: QUADRILLE_JOLIE names no launcher of Jolie");
        return;
    };
    let folder = folder("http-jolie");
    for ours_serves in [true, false] {
        let port = free_port();
        let location = format!("socket://localhost:{port}");
        let program = server(&location, "");
        let calls = client(&location, &FORMATS);
        let (served, client) = if ours_serves {
            let served = Running::start(&folder, "server", &program, &[]).listening(port);
            (served, real(&jolie, &folder, "client", &calls))
        } else {
            let served = real(&jolie, &folder, "server", &program).listening(port);
            (served, Running::start(&folder, "client", &calls, &[]))
        };
        assert_eq!(printed(client), expected(), "we serve: {ours_serves}");
        drop(served);
    }
}

/// What comes back for some bytes until the connection is closed.
fn exchanged(port: u16, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let patience = Some(std::time::Duration::from_secs(30));
    stream.set_read_timeout(patience).unwrap();
    // Who is refused early may be hung up on.
    let _ = stream.write_all(bytes);
    let mut text = Vec::new();
    let _ = stream.read_to_end(&mut text);
    String::from_utf8_lossy(&text).into_owned()
}

#[test]
fn others_are_answered_by_http() {
    let folder = folder("http-others");
    let port = free_port();
    let program = server(
        &format!("socket://localhost:{port}"),
        ".osc.echo.statusCodes.Minor = 403; .addHeader.header = \"X-A\"; .addHeader.header.value = \"b\\r\\nX-Evil: 1\"",
    );
    let mut served = Running::start(&folder, "server", &program, &[]).listening(port);
    let person = "name=A+B&age=30&size=1&id=7&male=true&tags=x&tags=y%26";
    let get = |rest: &str| {
        let text =
            format!("GET /echo?{person} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n{rest}\r\n");
        exchanged(port, text.as_bytes())
    };
    let answer = get("Accept: application/json;q=0.5, text/xml;q=0.1\r\n");
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    for part in [
        "\"age\":30",
        "\"size\":1.0",
        "\"tags\":[\"x\",\"y&\"]",
        "\"male\":true",
    ] {
        assert!(answer.contains(part), "{answer}");
    }
    assert!(answer.contains("X-A: b  X-Evil: 1\r\n"), "{answer}");
    // A list is an array even when it has one element.
    let text = format!("GET /find?{person} HTTP/1.0\r\nAccept: application/json\r\n\r\n");
    let found = exchanged(port, text.as_bytes());
    assert!(found.ends_with("{\"hits\":[30]}"), "{found}");

    let fault = format!(
        "POST /echo HTTP/1.1\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{}\r\n0\r\n\r\n",
        66,
        "{\"name\":\"A\",\"age\":\"3\",\"size\":1,\"id\":2,\"male\":false,\"tags\":[\"a\"]}    "
            .get(..66)
            .unwrap()
    );
    let fault = exchanged(port, fault.as_bytes());
    assert!(fault.starts_with("HTTP/1.1 403 Forbidden\r\n"), "{fault}");
    assert!(
        fault.contains("<echoResponse><Minor>too young</Minor></echoResponse>"),
        "{fault}"
    );

    // Several requests on one connection, the last one for the head only.
    let several = "POST /nothing HTTP/1.1\r\n\r\nPOST /note HTTP/1.1\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi\
                   HEAD /same HTTP/1.1\r\nConnection: close\r\n\r\n";
    let several = exchanged(port, several.as_bytes());
    assert_eq!(
        several.matches("HTTP/1.1 204 No Content").count(),
        2,
        "{several}"
    );
    assert!(
        several.ends_with("\r\n\r\n") && several.contains("HTTP/1.1 200"),
        "{several}"
    );
    assert!(!served.complaints().contains("panicked"));
    assert!(served.is_alive());
}

/// A request whose body is JSON.
fn posted(body: &str) -> String {
    let length = body.len();
    format!(
        "POST /same HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
}

/// What is refused: a status, and what the answer says.
fn refused() -> Vec<(String, &'static str, &'static str)> {
    let post = |rest: &str| format!("POST / HTTP/1.1\r\n{rest}");
    vec![
        ("nonsense\r\n\r\n".to_owned(), "400", "not of HTTP/1"),
        (
            post(&format!("A: {}\r\n\r\n", "a".repeat(70_000))),
            "400",
            "a head of more than 65536 bytes",
        ),
        (
            post(&format!("{}\r\n", "A: b\r\n".repeat(1000))),
            "400",
            "not of HTTP/1",
        ),
        ("TRACE / HTTP/1.1\r\n\r\n".to_owned(), "501", "TRACE"),
        (
            post("Content-Length: 17000000\r\n\r\n"),
            "400",
            "more than 16777216 bytes",
        ),
        (post("Content-Length: -1\r\n\r\n"), "400", "not of HTTP/1"),
        (
            post("Transfer-Encoding: chunked\r\n\r\nfffffff\r\n"),
            "400",
            "more than 16777216 bytes",
        ),
        (
            post("Content-Encoding: gzip\r\nContent-Length: 1\r\n\r\na"),
            "500",
            "",
        ),
        (
            post("Content-Type: multipart/form-data\r\nContent-Length: 1\r\n\r\na"),
            "500",
            "multipart/form-data",
        ),
        (
            posted(&format!("[{}0]", "0,".repeat(5_000_000))),
            "500",
            "more than 4194304 nodes",
        ),
        (posted(&"[".repeat(100_000)), "500", ""),
    ]
}

#[test]
fn what_is_no_http_or_too_much_of_it_is_refused() {
    let folder = folder("http-refused");
    let port = free_port();
    let program = server(&format!("socket://localhost:{port}"), "");
    let mut served = Running::start(&folder, "server", &program, &[]).listening(port);
    for (request, status, about) in refused() {
        let answer = exchanged(port, request.as_bytes());
        let shown = request.get(..40).unwrap_or(&request);
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status} ")),
            "{shown}: {answer}"
        );
        assert!(answer.contains(about), "{shown}: {answer}");
    }
    assert!(served.is_alive());
    assert!(
        !served.complaints().contains("panicked"),
        "{}",
        served.complaints()
    );
}

#[test]
fn what_is_not_done_of_http_is_told_by_name() {
    let folder = folder("http-unspoken");
    let port = free_port();
    let location = format!("socket://localhost:{port}");
    let program = server(&location, ".osc.echo.template = \"/echo/{name}\"");
    let mut served = Running::start(&folder, "server", &program, &[]);
    assert_eq!(served.status(), Some(2), "{}", served.complaints());
    assert!(
        served
            .complaints()
            .contains("without the parameter `osc.echo.template`")
    );
}
