//! Writing to people and pipes: a pipe that the reader has closed is no error.

use anstream::{AutoStream, ColorChoice};
use anyhow::Context;
use std::io::{self, ErrorKind, Write};

/// Whether stdout is shown in colours: on a terminal, unless `NO_COLOR` says otherwise.
pub(super) fn styled() -> bool {
    AutoStream::choice(&io::stdout()) != ColorChoice::Never
}

/// Writes to stdout; escape sequences are kept only where colours are shown.
///
/// # Errors
/// When stdout cannot be written, but for a pipe that is closed.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    let mut stdout = anstream::stdout().lock();
    quietly(
        stdout
            .write_all(text.as_bytes())
            .and_then(|()| stdout.flush()),
    )
}

/// Writes to stdout byte for byte.
///
/// # Errors
/// When stdout cannot be written, but for a pipe that is closed.
pub(super) fn print_raw(text: &[u8]) -> anyhow::Result<()> {
    let mut stdout = io::stdout().lock();
    quietly(stdout.write_all(text).and_then(|()| stdout.flush()))
}

/// Writes a line to stderr.
pub(super) fn complain(line: &str) {
    // There is nowhere left to say that stderr is closed.
    let _ = writeln!(io::stderr().lock(), "{line}");
}

fn quietly(written: io::Result<()>) -> anyhow::Result<()> {
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other.context("cannot write the result"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_closed_pipe_is_forgiven() {
        assert!(quietly(Err(ErrorKind::BrokenPipe.into())).is_ok());
        assert!(quietly(Err(ErrorKind::StorageFull.into())).is_err());
    }
}
