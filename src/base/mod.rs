//! What every floor stands on: names, source files and spans, diagnostics as plain data, the table of codes, threads, and
//! answers that are kept from one run to the next.

pub mod answers;
pub mod code;
pub mod diagnostic;
pub mod source;
pub mod threads;

pub use code::{Code, Severity};
pub use diagnostic::{Diagnostic, Label};
pub use source::{Position, Source, SourceId, Sources, Span};

/// An interned name: an operation, a port, a type, a variable. Cheap to copy and compare.
pub type Name = ustr::Ustr;
