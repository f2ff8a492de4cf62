//! What the decoder of SODEP must do with any bytes; run by `cargo fuzz` and, on stable, by `tests/laws_sodep.rs`.

use quadrille::interpreter::transport::{Decoded, Decoder, Limits, encode};

/// Small limits, so that they are met.
pub fn limits() -> Limits {
    Limits {
        message: 4096,
        string: 1024,
        nodes: 256,
        depth: 32,
        ..Limits::default()
    }
}

/// Everything that a decoder makes of bytes that come in pieces: the messages as they are written again, then the limit
/// that was met, or how many bytes are left.
pub fn read(bytes: &[u8], pieces: impl Iterator<Item = usize>) -> (Vec<Vec<u8>>, String) {
    let limits = limits();
    let mut decoder = Decoder::default();
    let (mut messages, mut at, mut wanted, mut there) = (Vec::new(), 0, 1, 0);
    for piece in pieces.chain([bytes.len()]) {
        there = bytes.len().min(there + piece);
        while there - at >= wanted {
            match decoder.feed(&bytes[at..there], &limits) {
                Ok(Decoded::Message { wire, taken, .. }) => {
                    let mut again = Vec::new();
                    let longer = Limits::default();
                    encode(&wire, &mut again, &longer).unwrap();
                    messages.push(again);
                    at += taken;
                    wanted = 1;
                }
                Ok(Decoded::Incomplete {
                    taken,
                    wanted: more,
                }) => {
                    at += taken;
                    assert!(more > there - at, "it asks for what it has");
                    wanted = more;
                }
                Err(malformed) => return (messages, malformed.to_string()),
            }
            assert!(decoder.memory() < 256 << 10, "within the limits");
        }
    }
    (messages, format!("{} left", bytes.len() - at))
}

/// The bytes at once and one by one are the same messages, and these, written and read again, stay as they are.
pub fn body(bytes: &[u8]) {
    let whole = read(bytes, std::iter::empty());
    let single = read(bytes, std::iter::repeat_n(1, bytes.len()));
    assert_eq!(whole, single);
    for message in whole.0 {
        if message.len() <= limits().message {
            assert_eq!(read(&message, std::iter::empty()).0, [message]);
        }
    }
}
