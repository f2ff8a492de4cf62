//! `joliex.security.SecurityUtils`: randomness of the operating system, which no seed repeats.

use super::super::fault::Fault;
use super::super::value::Value;
use super::request::{check_length, exception, int};
use super::strings::uuid;
use super::{Operation, Outcome};
use std::sync::Arc;

/// The operations of the service.
pub(super) fn operation(name: &str) -> Option<Operation> {
    Some(match name {
        "secureRandom" => secure_random,
        "createSecureToken" => |_| {
            let mut bytes = [0; 16];
            fill(&mut bytes)?;
            Ok(uuid(u128::from_be_bytes(bytes)).into())
        },
        _ => return None,
    })
}

fn secure_random(request: &Value) -> Outcome {
    let size = int(request, "size");
    let size = usize::try_from(size)
        .map_err(|_| exception("NegativeArraySizeException", size.to_string()))?;
    check_length(size)?;
    let mut bytes = vec![0; size];
    fill(&mut bytes)?;
    Ok(Arc::<[u8]>::from(bytes).into())
}

fn fill(bytes: &mut [u8]) -> Result<(), Fault> {
    getrandom::fill(bytes).map_err(|error| Fault::io(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{fault, value};
    use super::*;

    #[test]
    fn bytes_are_as_many_as_asked() {
        let class = "joliex.security.SecurityUtils";
        let bytes = |size: i32| Value::VOID.with("size", size);
        let first = value(class, "secureRandom", &bytes(20)).as_bytes();
        assert_eq!(first.len(), 20);
        assert_ne!(first, value(class, "secureRandom", &bytes(20)).as_bytes());
        assert_eq!(
            fault(class, "secureRandom", &bytes(-1)).name,
            "NegativeArraySizeException"
        );
        assert_eq!(
            fault(class, "secureRandom", &bytes(i32::MAX)).name,
            "OutOfMemoryError"
        );
        assert_eq!(
            value(class, "createSecureToken", &Value::VOID)
                .as_string()
                .len(),
            36
        );
    }
}
