//! Faults of running programs: a name, and what it carries.

use super::value::{NoResult, Text, Value};

/// A fault.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Its name.
    pub name: Text,
    /// What it carries.
    pub value: Value,
}

impl Fault {
    /// A fault that carries a value.
    #[must_use]
    pub fn new(name: impl AsRef<str>, value: impl Into<Value>) -> Self {
        Self {
            name: Text::new(name),
            value: value.into(),
        }
    }

    /// `TypeMismatch`, with what does not fit.
    #[must_use]
    pub fn type_mismatch(message: impl Into<Value>) -> Self {
        Self::new("TypeMismatch", message)
    }

    /// `IOException`, with what went wrong.
    #[must_use]
    pub fn io(message: impl Into<String>) -> Self {
        Self::traced("IOException", message)
    }

    /// `RuntimeException`, with what went wrong.
    #[must_use]
    pub fn runtime(message: impl Into<String>) -> Self {
        Self::traced("RuntimeException", message)
    }

    /// `OutOfMemoryError`, with what there is too much of.
    #[must_use]
    pub fn out_of_memory(message: impl Into<String>) -> Self {
        Self::traced("OutOfMemoryError", message)
    }

    /// `IOException`, of an operation that the port does not offer.
    #[must_use]
    pub fn invalid_operation(operation: &str) -> Self {
        Self::new("IOException", format!("Invalid operation: {operation}"))
    }

    /// What Java has thrown: Jolie adds the stack trace of its runtime, which programs print.
    fn traced(name: &str, message: impl Into<String>) -> Self {
        let message = message.into();
        let value = Value::from(message.clone()).with("stackTrace", message);
        Self::new(name, value)
    }
}

impl From<NoResult> for Fault {
    fn from(reason: NoResult) -> Self {
        match reason {
            NoResult::ByZero => Self::new("ArithmeticException", "/ by zero"),
            NoResult::TooLong => Self::out_of_memory("Java heap space"),
        }
    }
}
