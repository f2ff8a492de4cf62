//! Writing to people and pipes: a pipe that the reader has closed is no error.

use crate::base::{Diagnostic, Sources, Span};
use crate::report::{Status, makes_unusable, undecided};
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

/// Tells on stderr what could not be understood, and what is wrong with sessions; and what that makes of the status.
pub(super) fn complain_of(sources: &Sources, diagnostics: &[Diagnostic]) -> Status {
    let mut status = Status::Holds;
    for diagnostic in diagnostics {
        let wrong = diagnostic.code.id().starts_with("Q05");
        let became = match (makes_unusable(diagnostic), undecided(diagnostic)) {
            (true, _) => Status::Unusable,
            (_, true) => Status::Undecided,
            _ if wrong => Status::Fails,
            _ => continue,
        };
        let place = place(sources, diagnostic.primary.span);
        complain(&format!(
            "{place}{}[{}]: {}",
            diagnostic.severity, diagnostic.code, diagnostic.message
        ));
        // The first that applies, as in every exit status.
        let order = [Status::Unusable, Status::Fails, Status::Undecided];
        let first = order.into_iter().find(|one| [status, became].contains(one));
        status = first.unwrap_or(status);
    }
    status
}

/// `shop.session:4: `, or nothing for what lies nowhere.
pub(super) fn place(sources: &Sources, span: Span) -> String {
    sources.get(span.source).map_or_else(String::new, |source| {
        let line = source.position(span.start).line;
        format!("{}:{line}: ", source.name())
    })
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
