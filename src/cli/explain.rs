//! `quadrille explain CODE`: what a finding means, with an example and its source.

use super::output;
use crate::base::Code;
use crate::report::Status;
use anyhow::bail;
use clap::Args;

/// Explain what a finding means, with an example
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quadrille explain Q0311
  quadrille explain unimplemented-operation
  quadrille explain 'warning[q0311]'
  quadrille explain --all")]
pub(super) struct Arguments {
    /// Codes or names, in any case, as they were printed
    #[arg(value_name = "CODE", required_unless_present = "all")]
    codes: Vec<String>,
    /// Print the table of all codes
    #[arg(long, visible_alias = "list", conflicts_with = "codes")]
    all: bool,
}

/// Prints the pages, or the table.
///
/// # Errors
/// When there is no such code, or stdout cannot be written.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    if arguments.all {
        output::print(&table())?;
        return Ok(Status::Holds);
    }
    let mut pages = Vec::new();
    for text in &arguments.codes {
        pages.push(find(text)?.page().trim_end());
    }
    output::print(&(pages.join("\n\n") + "\n"))?;
    Ok(Status::Holds)
}

/// The code that `text` names; whatever is printed around a code may be pasted with it.
fn find(text: &str) -> anyhow::Result<Code> {
    let pasted = text
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .find_map(|word| word.parse().ok());
    let Some(code) = pasted else {
        bail!("no code or name `{}`{}", text.escape_debug(), near(text));
    };
    Ok(code)
}

/// Names that share a word with `text`.
fn near(text: &str) -> String {
    let text = text.to_lowercase();
    let words: Vec<&str> = text
        .split(['-', '_', ' '])
        .filter(|word| word.len() > 3)
        .collect();
    let names: Vec<String> = Code::ALL
        .iter()
        .filter(|code| words.iter().any(|word| code.name().contains(word)))
        .map(|code| format!("{code} ({})", code.name()))
        .collect();
    if names.is_empty() {
        "; `quadrille explain --all` prints every code".to_owned()
    } else {
        format!("; is it {}?", names.join(", "))
    }
}

/// A line a code: code, name, severity.
fn table() -> String {
    Code::ALL
        .iter()
        .map(|code| format!("{code}  {:26} {}\n", code.name(), code.severity()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_pasted() {
        for text in [
            "Q0311",
            "q0311",
            "warning[Q0311]:",
            "Unimplemented-Operation",
            " q0311 ",
        ] {
            assert_eq!(find(text).unwrap(), Code::Q0311, "{text}");
        }
        assert!(find("").is_err());
        let error = find("operation").unwrap_err().to_string();
        assert!(error.contains("Q0311 (unimplemented-operation)"), "{error}");
    }

    #[test]
    fn the_table_has_a_line_a_code() {
        assert_eq!(table().lines().count(), Code::ALL.len());
        assert!(table().contains("Q0311  unimplemented-operation    warning\n"));
    }
}
