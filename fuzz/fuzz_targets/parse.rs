//! `cargo fuzz run parse`: the parser of Jolie on any bytes; the same body runs in `tests/fuzz_parser.rs` on stable.

#![no_main]

#[path = "../../tests/support/fuzz_body.rs"]
mod fuzz_body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz_body::body(bytes));
