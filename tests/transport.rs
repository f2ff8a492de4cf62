//! Sockets as machines and their callers see them: who is answered, in which order, and what becomes of the rest.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too, and uses its part of what is shared"
)]

use quadrille::interpreter::fault::Fault;
#[path = "support/outsider.rs"]
mod outsider;

use outsider::{Outsider, bytes};
use quadrille::interpreter::transport::{
    CallToken, Event, Limits, ListenerId, Location, Notice, Options, Reason, ReplyHandle,
    Transports, Unusable, Wire,
};
use quadrille::interpreter::value::{Basic, Text, Value};
use std::io::Write;
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(20);

const LISTENER: ListenerId = ListenerId(7);

/// A program's side: its sockets and what happens to them.
struct Side {
    transports: Transports,
    events: Receiver<Event>,
}

impl Side {
    fn new(limits: Limits) -> Self {
        let (sender, events) = channel();
        let tell = move |event| sender.send(event).is_ok();
        let transports = Transports::new(tell, limits).unwrap();
        Self { transports, events }
    }

    fn listening(limits: Limits, options: Options) -> (Self, u16) {
        let side = Self::new(limits);
        let location = location("socket://localhost:0");
        let port = side.transports.listen(&location, options, LISTENER);
        let port = port.unwrap().unwrap();
        (side, port)
    }

    fn event(&self) -> Event {
        self.events.recv_timeout(LONG).unwrap()
    }

    fn request(&self) -> (Wire, ReplyHandle) {
        match self.event() {
            Event::Request(request) => {
                let (listener, message, reply) = request.take();
                assert_eq!(listener, LISTENER);
                (message, reply)
            }
            other => panic!("{other:?}"),
        }
    }

    /// Answers a request by what it holds.
    fn echo(&self) {
        let (message, reply) = self.request();
        reply.reply(Ok(message.value)).unwrap();
    }

    fn notice(&self) -> Notice {
        match self.event() {
            Event::Notice(notice) => notice,
            other => panic!("{other:?}"),
        }
    }

    fn call(&self, to: &str, token: u64, options: Options) {
        let location = location(to);
        let message = message(token.cast_signed() + 1, &format!("call {token}"));
        self.transports
            .call(&location, options, message, CallToken(token));
    }

    fn answer(&self) -> (u64, Result<Value, Fault>) {
        match self.event() {
            Event::Answer { token, result } => (token.0, result),
            other => panic!("{other:?}"),
        }
    }
}

fn location(text: &str) -> Location {
    Location::parse(text).unwrap()
}

fn message(id: i64, text: &str) -> Wire {
    Wire {
        id,
        resource: Text::new("/"),
        operation: Text::new("echo"),
        fault: None,
        value: Value::from(text),
    }
}

#[test]
fn a_call_is_answered() {
    let (server, port) = Side::listening(Limits::default(), Options::default());
    let client = Side::new(Limits::default());
    for round in 0..3 {
        client.call(
            &format!("socket://localhost:{port}/!/A/B"),
            round,
            Options::default(),
        );
        server.echo();
        let (token, answer) = client.answer();
        let answer = answer.unwrap();
        assert_eq!(token, round);
        assert_eq!(&*answer.as_string(), format!("call {round}"));
    }
}

#[cfg(unix)]
#[test]
fn a_call_over_a_file_is_answered() {
    let folder = std::env::temp_dir().join(format!("quadrille-transport-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("a b.socket");
    let text = format!("localsocket:{}/a%20b.socket", folder.display());
    let server = Side::new(Limits::default());
    let listen = |id| {
        server
            .transports
            .listen(&location(&text), Options::default(), id)
    };
    assert_eq!(listen(LISTENER).unwrap(), None);
    let taken = listen(ListenerId(8)).unwrap_err();
    let words = format!("Address already in use [with location: {text}]");
    assert_eq!(taken.value.as_string(), words);
    let client = Side::new(Limits::default());
    client.call(&text, 1, Options::default());
    server.echo();
    assert!(client.answer().1.is_ok());
    assert!(file.exists());
    drop(server);
    assert!(!file.exists());
    client.call(&text, 2, Options::default());
    let fault = client.answer().1.unwrap_err();
    assert_eq!(fault.value.as_string(), "No such file or directory");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn answers_overtake_one_another() {
    let (server, port) = Side::listening(Limits::default(), Options::default());
    let mut outsider = Outsider::connect(port);
    outsider.send(&message(-1, "first"));
    outsider.send(&message(2, "second"));
    let (first, second) = (server.request(), server.request());
    second.1.reply(Ok(second.0.value)).unwrap();
    assert_eq!(outsider.answer(), (2, "second".to_owned()));
    first.1.reply(Ok(first.0.value)).unwrap();
    assert_eq!(outsider.answer(), (-1, "first".to_owned()));
}

#[test]
fn a_fault_leaves_the_connection_open() {
    let (server, port) = Side::listening(Limits::default(), Options::default());
    let mut outsider = Outsider::connect(port);
    outsider.send(&message(1, "x"));
    let (_, reply) = server.request();
    reply.reply(Err(Fault::new("Bad", 9))).unwrap();
    let answer = outsider.next().unwrap();
    let fault = answer.fault.unwrap();
    assert_eq!((&*fault.name, fault.value.as_int()), ("Bad", 9));
    assert!(matches!(answer.value.basic, Basic::Void));
    outsider.send(&message(2, "y"));
    server.echo();
    assert_eq!(outsider.answer().0, 2);
}

#[test]
fn without_keep_alive_the_connection_is_closed_after_its_answer() {
    let once = Options {
        keep_alive: false,
        http: None,
    };
    let (server, port) = Side::listening(Limits::default(), once);
    let mut outsider = Outsider::connect(port);
    outsider.send(&message(1, "x"));
    server.echo();
    assert_eq!(outsider.answer().0, 1);
    assert!(outsider.next().is_none());
}

#[test]
fn a_request_that_is_hung_up_closes_the_connection() {
    let (server, port) = Side::listening(Limits::default(), Options::default());
    let mut outsider = Outsider::connect(port);
    outsider.send(&message(1, "x"));
    server.request().1.hang_up();
    assert!(outsider.next().is_none());
}

#[test]
fn who_cannot_be_reached_is_an_io_exception() {
    let client = Side::new(Limits::default());
    let free = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    client.call(&format!("socket://localhost:{port}"), 1, Options::default());
    let fault = client.answer().1.unwrap_err();
    assert_eq!(&*fault.name, "IOException");
    assert_eq!(fault.value.as_string(), "Connection refused");
    let trace = fault.value.child("stackTrace").unwrap().as_string();
    assert_eq!(trace, "java.net.ConnectException: Connection refused");
    client.call("socket://no.such.host.invalid:1", 2, Options::default());
    let fault = client.answer().1.unwrap_err();
    let words = "Unable to resolve address: socket://no.such.host.invalid:1";
    assert_eq!(fault.value.as_string(), words);
}

#[test]
fn a_port_in_use_is_told_at_once() {
    let (server, port) = Side::listening(Limits::default(), Options::default());
    let text = format!("socket://localhost:{port}");
    let listen = || {
        server
            .transports
            .listen(&location(&text), Options::default(), ListenerId(8))
    };
    let words = format!("Address already in use [with location: {text}]");
    assert_eq!(listen().unwrap_err().value.as_string(), words);
    server.transports.close(LISTENER);
    assert_eq!(listen().unwrap(), Some(port));
}

#[test]
fn locations_are_read_as_jolie_reads_them() {
    let resource = |text: &str| location(text).resource().to_string();
    assert_eq!(resource("socket://localhost:9000"), "/");
    assert_eq!(resource("socket://localhost:9000/"), "/");
    assert_eq!(resource("socket://localhost:9000/Sum"), "/");
    assert_eq!(resource("socket://localhost:9000/!/Sum"), "/Sum");
    assert_eq!(resource("socket://a_b:1/x!/A/!/B?c"), "/A/!/B");
    assert_eq!(resource("localsocket:/a!/B"), "/B");
    assert_eq!(resource("localsocket:a!/B"), "/");
    let medium = |text: &str| Location::parse(text).unwrap_err();
    assert_eq!(medium("foo"), Unusable::Medium(None));
    let fault = medium("foo://bar").fault("foo://bar", "P");
    assert_eq!(
        fault.value.as_string(),
        "Unsupported communication medium: medium = foo, location = foo://bar, output port = P"
    );
    for incomplete in [
        "socket:",
        "socket://",
        "socket://:1",
        "socket://a",
        "socket://a:x",
    ] {
        assert!(
            matches!(medium(incomplete), Unusable::Address(_)),
            "{incomplete}"
        );
    }
}

#[test]
fn bytes_may_come_one_by_one() {
    let (server, port) = Side::listening(Limits::default(), Options::default());
    let mut outsider = Outsider::connect(port);
    outsider.stream.set_nodelay(true).unwrap();
    for byte in bytes(&message(5, "slowly")) {
        outsider.stream.write_all(&[byte]).unwrap();
    }
    server.echo();
    assert_eq!(outsider.answer(), (5, "slowly".to_owned()));
}

#[test]
fn what_is_beyond_a_limit_closes_its_connection_and_no_other() {
    let limits = Limits {
        string: 100,
        stall: Duration::from_millis(200),
        ..Limits::default()
    };
    let (server, port) = Side::listening(limits, Options::default());
    let mut good = Outsider::connect(port);
    let refused = |act: &dyn Fn(&mut Outsider)| {
        let mut bad = Outsider::connect(port);
        act(&mut bad);
        let Notice::Closed {
            reason, listener, ..
        } = server.notice()
        else {
            panic!("another notice");
        };
        assert_eq!(listener, LISTENER);
        assert!(bad.next().is_none());
        reason
    };
    let long = refused(&|bad| bad.send(&message(1, &"x".repeat(101))));
    assert_eq!(long.to_string(), "a string of 101 bytes");
    let part = |bad: &mut Outsider| bad.stream.write_all(&[0; 10]).unwrap();
    assert_eq!(refused(&part), Reason::Stalled);
    let cut = refused(&|bad| {
        part(bad);
        bad.stream.shutdown(std::net::Shutdown::Write).unwrap();
    });
    assert_eq!(cut, Reason::CutOff);
    good.send(&message(3, "still here"));
    server.echo();
    assert_eq!(good.answer().0, 3);
}

#[test]
fn messages_that_have_not_come_whole_share_their_memory() {
    let limits = Limits {
        memory: 1 << 20,
        ..Limits::default()
    };
    let (server, port) = Side::listening(limits, Options::default());
    let mut outsiders: Vec<_> = (0..3).map(|_| Outsider::connect(port)).collect();
    let message = bytes(&message(1, &"x".repeat(600_000)));
    for outsider in &mut outsiders {
        outsider.stream.write_all(&message[..590_000]).unwrap();
    }
    for _ in 0..2 {
        let Notice::Closed { reason, .. } = server.notice() else {
            panic!("another notice");
        };
        assert_eq!(reason, Reason::NoMemory);
    }
}

#[test]
fn callers_wait_for_a_machine_that_is_slow() {
    let limits = Limits {
        waiting: 16 << 10,
        ..Limits::default()
    };
    let (server, port) = Side::listening(limits, Options::default());
    let mut outsider = Outsider::connect(port);
    let count = 300;
    for id in 0..count {
        outsider.send(&message(id, &"x".repeat(500)));
    }
    std::thread::sleep(Duration::from_millis(300));
    let mut waiting: Vec<_> = server.events.try_iter().collect();
    assert!(waiting.len() <= 16, "{} wait", waiting.len());
    for id in 0..count {
        let event = match waiting.is_empty() {
            true => server.event(),
            false => waiting.remove(0),
        };
        let Event::Request(request) = event else {
            panic!("{event:?}");
        };
        let (_, message, reply) = request.take();
        assert_eq!(message.id, id);
        reply.reply(Ok(message.value)).unwrap();
        assert_eq!(outsider.answer().0, id);
    }
}

#[test]
fn a_caller_has_only_so_many_open_requests() {
    let limits = Limits {
        open_requests: 3,
        ..Limits::default()
    };
    let (server, port) = Side::listening(limits, Options::default());
    let mut outsider = Outsider::connect(port);
    for id in 0..10 {
        outsider.send(&message(id, "x"));
    }
    let open: Vec<_> = (0..3).map(|_| server.request()).collect();
    let none = server.events.recv_timeout(Duration::from_millis(200));
    assert!(none.is_err());
    // One is answered, the others are dropped: there is room again.
    for (at, (message, reply)) in open.into_iter().enumerate() {
        if at == 1 {
            reply.reply(Ok(message.value)).unwrap();
        }
    }
    assert_eq!(outsider.answer().0, 1);
    for id in 3..6 {
        assert_eq!(server.request().0.id, id);
    }
}

#[test]
fn connections_are_used_again_until_they_have_been_idle() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let to = format!(
        "socket://127.0.0.1:{}",
        listener.local_addr().unwrap().port()
    );
    let limits = Limits {
        idle: Duration::from_millis(300),
        ..Limits::default()
    };
    let client = Side::new(limits);
    client.call(&to, 0, Options::default());
    let mut first = Outsider::new(listener.accept().unwrap().0);
    for token in 1..4 {
        let request = first.next().unwrap();
        first.send(&message(request.id, "yes"));
        assert!(client.answer().1.is_ok());
        client.call(&to, token, Options::default());
    }
    // While that one waits, another call gets a connection of its own.
    client.call(
        &to,
        9,
        Options {
            keep_alive: false,
            http: None,
        },
    );
    let mut second = Outsider::new(listener.accept().unwrap().0);
    let request = second.next().unwrap();
    second.send(&message(request.id, "yes"));
    assert_eq!(client.answer().0, 9);
    assert!(second.next().is_none(), "closed after its answer");
    let request = first.next().unwrap();
    first.send(&message(request.id, "yes"));
    assert_eq!(client.answer().0, 3);
    assert!(first.next().is_none(), "closed when it has been idle");
    client.call(&to, 10, Options::default());
    let mut third = Outsider::new(listener.accept().unwrap().0);
    assert_eq!(third.next().unwrap().id, 11);
}

#[test]
fn answers_to_others_are_passed_over() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let to = format!(
        "socket://127.0.0.1:{}",
        listener.local_addr().unwrap().port()
    );
    let client = Side::new(Limits::default());
    client.call(&to, 5, Options::default());
    let mut server = Outsider::new(listener.accept().unwrap().0);
    assert_eq!(server.next().unwrap().id, 6);
    server.send(&message(99, "not ours"));
    server.send(&message(0, "for whoever waits"));
    let (_, answer) = client.answer();
    assert_eq!(answer.unwrap().as_string(), "for whoever waits");
}

#[test]
fn a_server_that_goes_is_an_io_exception() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let to = format!(
        "socket://127.0.0.1:{}",
        listener.local_addr().unwrap().port()
    );
    let client = Side::new(Limits::default());
    client.call(&to, 1, Options::default());
    let mut server = Outsider::new(listener.accept().unwrap().0);
    server.next();
    drop(server);
    let fault = client.answer().1.unwrap_err();
    assert!(matches!(fault.value.basic, Basic::Void));
    let trace = fault.value.child("stackTrace").unwrap().as_string();
    assert_eq!(trace, "java.io.EOFException");
}

#[test]
fn a_call_that_is_given_up_closes_its_connection() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let to = format!(
        "socket://127.0.0.1:{}",
        listener.local_addr().unwrap().port()
    );
    let client = Side::new(Limits::default());
    client.call(&to, 1, Options::default());
    let mut server = Outsider::new(listener.accept().unwrap().0);
    assert!(server.next().is_some());
    client.transports.cancel(CallToken(1));
    assert!(server.next().is_none());
    assert!(
        client
            .events
            .recv_timeout(Duration::from_millis(100))
            .is_err()
    );
}

#[test]
fn a_caller_that_has_gone_is_an_io_exception_where_it_is_answered() {
    let (server, port) = Side::listening(Limits::default(), Options::default());
    let mut outsider = Outsider::connect(port);
    outsider.send(&message(1, "x"));
    let (_, reply) = server.request();
    drop(outsider);
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(
        &*reply.reply(Ok(Value::VOID)).unwrap_err().name,
        "IOException"
    );
}

#[test]
fn answers_go_out_before_the_end() {
    let (server, port) = Side::listening(Limits::default(), Options::default());
    let mut outsider = Outsider::connect(port);
    outsider.send(&message(1, "x"));
    let (_, reply) = server.request();
    let long = "y".repeat(20 << 20);
    reply.reply(Ok(long.as_str().into())).unwrap();
    let end = std::thread::spawn(move || drop(server));
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(outsider.answer().1.len(), long.len());
    assert!(outsider.next().is_none());
    end.join().unwrap();
}

#[test]
fn an_answer_that_is_too_long_is_a_fault_for_both() {
    let limits = Limits {
        message: 1000,
        ..Limits::default()
    };
    let (server, port) = Side::listening(limits, Options::default());
    let mut outsider = Outsider::connect(port);
    outsider.send(&message(1, "x"));
    let (_, reply) = server.request();
    let fault = reply.reply(Ok("y".repeat(2000).into())).unwrap_err();
    assert_eq!(
        fault.value.as_string(),
        "the message is longer than 1000 bytes"
    );
    let theirs = outsider.next().unwrap().fault.unwrap();
    assert_eq!(theirs.value.as_string(), fault.value.as_string());
}

#[test]
fn many_connections_at_once() {
    let (server, port) = Side::listening(Limits::default(), Options::default());
    let count = 100;
    let mut outsiders: Vec<_> = (0..count).map(|_| Outsider::connect(port)).collect();
    let started = Instant::now();
    for _ in 0..3 {
        for (id, outsider) in (0..).zip(&mut outsiders) {
            outsider.send(&message(id, "x"));
        }
        for _ in 0..count {
            server.echo();
        }
        for (id, outsider) in (0..).zip(&mut outsiders) {
            assert_eq!(outsider.answer().0, id);
        }
    }
    assert!(started.elapsed() < LONG);
}

#[test]
fn callers_beyond_the_limit_wait_for_one_to_go() {
    let limits = Limits {
        connections: 2,
        ..Limits::default()
    };
    let (server, port) = Side::listening(limits, Options::default());
    let mut outsiders: Vec<_> = (0..3).map(|_| Outsider::connect(port)).collect();
    for outsider in &mut outsiders {
        outsider.send(&message(1, "x"));
    }
    server.echo();
    server.echo();
    let none = server.events.recv_timeout(Duration::from_millis(200));
    assert!(none.is_err());
    drop(outsiders.remove(0));
    server.echo();
    assert_eq!(outsiders[1].answer().0, 1);
}
