//! Reading requests as the classes do: a field that is not there counts as an empty one.

use super::super::fault::Fault;
use super::super::value::{Text, Value};

pub(super) use super::super::value::growth::LONGEST_TEXT;

/// A field as a string.
pub(super) fn text(request: &Value, field: &str) -> Text {
    request
        .child(field)
        .map(Value::as_string)
        .unwrap_or_default()
}

/// A field as an int.
pub(super) fn int(request: &Value, field: &str) -> i32 {
    request.child(field).map(Value::as_int).unwrap_or_default()
}

/// A field as a truth value.
pub(super) fn flag(request: &Value, field: &str) -> bool {
    request.child(field).is_some_and(Value::as_bool)
}

/// A field, void if it is not there.
pub(super) fn field<'value>(request: &'value Value, name: &str) -> &'value Value {
    static VOID: Value = Value::VOID;
    request.child(name).unwrap_or(&VOID)
}

/// Whether a field is there, be it without elements.
pub(super) fn has(request: &Value, field: &str) -> bool {
    request.vector(field).is_some()
}

/// The elements below a name.
pub(super) fn elements<'value>(request: &'value Value, name: &str) -> &'value [Value] {
    request.vector(name).map_or(&[], |vector| vector.as_slice())
}

/// The fault that becomes of an exception: the simple name of its class, with its message.
pub(super) fn exception(class: &str, message: impl Into<String>) -> Fault {
    caused(class, class, message)
}

/// A fault with a name of its own that an exception is the cause of. In place of the stack trace of Java's runtime
/// stands its first line.
pub(super) fn caused(name: &str, class: &str, message: impl Into<String>) -> Fault {
    let message = message.into();
    let trace = format!("{class}: {message}");
    Fault::new(name, Value::from(message).with("stackTrace", trace))
}

/// What happens where a result would be longer than [`LONGEST_TEXT`].
pub(super) fn out_of_memory() -> Fault {
    exception("OutOfMemoryError", "Java heap space")
}

/// Faults instead of making a text of this length.
pub(super) fn check_length(bytes: usize) -> Result<(), Fault> {
    if bytes > LONGEST_TEXT {
        return Err(out_of_memory());
    }
    Ok(())
}
