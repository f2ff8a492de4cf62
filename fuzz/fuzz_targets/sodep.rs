//! `cargo fuzz run sodep`: the decoder of SODEP on any bytes; the same body runs in `tests/laws_sodep.rs` on stable.

#![no_main]

#[path = "../../tests/support/sodep_body.rs"]
mod sodep_body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sodep_body::body(bytes));
