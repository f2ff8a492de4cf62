//! The command line: one file a subcommand, each with its arguments and a `run`.
//!
//! Results go to stdout, notices and errors to stderr. The exit status is a contract, see [`Status`].

mod check;
mod completions;
mod constant;
mod convert;
mod diff;
mod explain;
mod foreign;
mod graph;
mod infer;
mod init;
mod input;
mod interrupt;
mod kept;
mod man;
mod output;
mod progress;
mod project;
mod protocols;
mod replay;
mod run;
mod scope;
mod subtype;

use crate::base::threads::STACK;
use crate::report::Status;
use clap::{CommandFactory, Parser, Subcommand};
use std::ffi::OsString;
use std::panic::{PanicHookInfo, UnwindSafe};
use std::process::ExitCode;
use std::time::Instant;

const EXAMPLES: &str = "\
Examples:
  quadrille check                       judge the services of this folder
  quadrille check shop.ol bank.ol       judge two files as one system
  quadrille run shop.ol                 judge a program, then run it
  quadrille explain Q0311               what a finding means, with an example

Exit status: 0 holds, 1 something fails, 2 the input or an option cannot be used,
3 not decided within the limits, 101 an internal error.";

/// Checks services written in Jolie before they run.
#[derive(Debug, Parser)]
#[command(name = "quadrille", version, about, after_help = EXAMPLES, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Arguments),
    Graph(graph::Arguments),
    Project(project::Arguments),
    Infer(infer::Arguments),
    Run(run::Arguments),
    Explain(explain::Arguments),
    Init(init::Arguments),
    Subtype(subtype::Arguments),
    Convert(convert::Arguments),
    Diff(diff::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// Reads the arguments of the process, does what they ask, and returns the exit status.
#[must_use]
pub fn main() -> ExitCode {
    let start = Instant::now();
    std::panic::set_hook(Box::new(internal_error));
    let status =
        on_large_stack(move || guarded(|| run(&std::env::args_os().collect::<Vec<_>>(), start)));
    ExitCode::from(status.number())
}

/// Runs `work` where recursion may go deep; where no such stack is to be had, on the one at hand.
fn on_large_stack(work: impl FnOnce() -> Status + Send + Copy + 'static) -> Status {
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work);
    match thread {
        Ok(thread) => thread.join().unwrap_or(Status::Internal),
        Err(_) => work(),
    }
}

/// Turns a panic into [`Status::Internal`]; the hook has said what happened.
fn guarded(work: impl FnOnce() -> Status + UnwindSafe) -> Status {
    std::panic::catch_unwind(work).unwrap_or(Status::Internal)
}

fn run(words: &[OsString], start: Instant) -> Status {
    let arguments = match Arguments::try_parse_from(words) {
        Ok(arguments) => arguments,
        Err(error) => return not_understood(&error, words),
    };
    let done = match &arguments.command {
        Command::Check(arguments) => check::run(arguments, start),
        Command::Graph(arguments) => graph::run(arguments),
        Command::Project(arguments) => project::run(arguments),
        Command::Infer(arguments) => infer::run(arguments),
        Command::Run(arguments) => run::run(arguments, start),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Init(arguments) => init::run(arguments),
        Command::Subtype(arguments) => subtype::run(arguments),
        Command::Convert(arguments) => convert::run(arguments),
        Command::Diff(arguments) => diff::run(arguments),
        Command::Completions(arguments) => completions::run(arguments, Arguments::command()),
        Command::Man(arguments) => man::run(arguments, Arguments::command()),
    };
    done.unwrap_or_else(|error| {
        output::complain(&format!("error: {error:#}"));
        Status::Unusable
    })
}

/// Help and versions are what was asked for; anything else is an option that cannot be used, which a reader of
/// JSON, SARIF or JUnit is told in the format that it asked for.
fn not_understood(error: &clap::Error, words: &[OsString]) -> Status {
    // A pipe that is closed is no reason to fail.
    let _ = error.print();
    if !error.use_stderr() {
        return Status::Holds;
    }
    let message = error.render().to_string();
    let message = message.lines().next().unwrap_or_default();
    check::report_unusable(words, message.trim_start_matches("error: "));
    Status::Unusable
}

fn internal_error(panic: &PanicHookInfo<'_>) {
    output::complain(&apology(&panic.to_string()));
}

/// What is said when we are wrong.
fn apology(panic: &str) -> String {
    format!(
        "quadrille {}: internal error: {panic}\n\
         This is a fault of quadrille, not of your program. Please report it, with these lines, the command and \
         the input.",
        env!("CARGO_PKG_VERSION")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commands_are_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_panic_is_status_101_and_says_how_to_report_it() {
        assert_eq!(guarded(|| panic!("on purpose")).number(), 101);
        let text = apology("panicked at x.rs:1:1");
        assert!(text.contains("panicked at x.rs:1:1\n"));
        assert!(text.contains("Please report it"));
    }

    #[test]
    fn every_command_shows_examples() {
        for command in Arguments::command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string);
            let name = command.get_name();
            assert!(
                help.is_some_and(|help| help.contains(&format!("quadrille {name}"))),
                "{name}"
            );
        }
    }
}
