//! What programs get when the network fails: `IOException` with the words that Java has for it.

use crate::interpreter::fault::Fault;
use crate::interpreter::value::Value;
use std::io::{Error, ErrorKind};

/// The fault of an error. Programs look for the name of Java's class in `stackTrace`.
pub(super) fn fault(error: &Error) -> Fault {
    if error.kind() == ErrorKind::UnexpectedEof {
        // Java's exception has no message here.
        let value = Value::VOID.with("stackTrace", "java.io.EOFException");
        return Fault::new("IOException", value);
    }
    let class = match error.kind() {
        ErrorKind::ConnectionRefused | ErrorKind::TimedOut => "java.net.ConnectException",
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
            "java.net.NoRouteToHostException"
        }
        ErrorKind::ConnectionReset | ErrorKind::NotFound => "java.net.SocketException",
        _ => "java.io.IOException",
    };
    let message = words(error);
    let trace = format!("{class}: {message}");
    Fault::new(
        "IOException",
        Value::from(message).with("stackTrace", trace),
    )
}

/// The message of an error, without the number that Rust adds.
pub(super) fn words(error: &Error) -> String {
    let text = match error.kind() {
        ErrorKind::ConnectionReset => "Connection reset".to_owned(),
        _ => error.to_string(),
    };
    match text.split_once(" (os error ") {
        Some((message, _)) => message.to_owned(),
        None => text,
    }
}
