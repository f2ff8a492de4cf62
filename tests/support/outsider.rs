//! Somebody outside of a program that listens: what SODEP writes on a socket, and reads from it.

use quadrille::interpreter::transport::{Decoded, Decoder, Limits, Wire, encode};
use quadrille::interpreter::value::{Text, Value};
use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Longer than any answer takes.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A request of an operation at the port itself.
pub fn request(id: i64, operation: &str, value: impl Into<Value>) -> Wire {
    Wire {
        id,
        resource: Text::new_static("/"),
        operation: Text::new(operation),
        fault: None,
        value: value.into(),
    }
}

/// The bytes of a message.
pub fn bytes(message: &Wire) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode(message, &mut bytes, &Limits::default()).unwrap();
    bytes
}

/// One end of a connection.
pub struct Outsider {
    /// The connection.
    pub stream: TcpStream,
    decoder: Decoder,
    read: Vec<u8>,
}

impl Outsider {
    /// With a connection that is there.
    pub fn new(stream: TcpStream) -> Self {
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        Self {
            stream,
            decoder: Decoder::default(),
            read: Vec::new(),
        }
    }

    /// Connects to who listens here.
    pub fn connect(port: u16) -> Self {
        Self::new(TcpStream::connect(("127.0.0.1", port)).unwrap())
    }

    /// Sends a message.
    pub fn send(&mut self, message: &Wire) {
        self.stream.write_all(&bytes(message)).unwrap();
    }

    /// The next message; `None` when the connection is closed.
    pub fn next(&mut self) -> Option<Wire> {
        self.receive().unwrap()
    }

    /// The next message; `None` when the connection is closed.
    pub fn receive(&mut self) -> io::Result<Option<Wire>> {
        loop {
            match self.decoder.feed(&self.read, &Limits::default()).unwrap() {
                Decoded::Message { wire, taken, .. } => {
                    self.read.drain(..taken);
                    return Ok(Some(*wire));
                }
                Decoded::Incomplete { taken, .. } => drop(self.read.drain(..taken)),
            }
            let mut arrived = vec![0; 1 << 16];
            match self.stream.read(&mut arrived) {
                Ok(0) => return Ok(None),
                Ok(count) => self.read.extend_from_slice(&arrived[..count]),
                Err(error) if error.kind() == ErrorKind::ConnectionReset => return Ok(None),
                Err(error) => return Err(error),
            }
        }
    }

    /// The number of the next message, and the text that it carries.
    pub fn answer(&mut self) -> (i64, String) {
        let wire = self.next().unwrap();
        (wire.id, wire.value.as_string().to_string())
    }

    /// Sends a request and waits for the answer to it.
    pub fn call(&mut self, id: i64, operation: &str, value: impl Into<Value>) -> Wire {
        self.send(&request(id, operation, value));
        let answer = self.next().unwrap();
        assert_eq!(answer.id, id);
        answer
    }
}
