//! What the judgements on faults share: which names look alike; which faults a scope catches is in
//! [`crate::program::handlers`].

pub(super) use crate::program::handlers::{Caught, caught, installed};
use crate::program::similar::distance;

/// Whether one of the names is likely to be a misspelling of the other: the same but for case, or one letter changed,
/// left out, doubled or exchanged with its neighbour; numbers do not count as misspelt.
pub(super) fn similar(left: &str, right: &str) -> bool {
    let letters = |name: &str| name.to_lowercase().replace(char::is_numeric, "");
    match distance(left, right) {
        0 => left != right,
        1 => left.len().min(right.len()) >= 5 && letters(left) != letters(right),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::similar;

    #[test]
    fn misspelt_names_are_similar_and_others_are_not() {
        assert!(similar("NotFound", "NotFuond"));
        assert!(similar("NotFound", "NotFoud"));
        assert!(similar("NotFound", "notfound"));
        assert!(similar("NotFound", "NotFaund"));
        assert!(!similar("NotFound", "NotFound"));
        assert!(!similar("Fault1", "Fault2"));
        assert!(!similar("Fault", "Fault2"));
        assert!(!similar("NotFound", "Found"));
        assert!(!similar("No", "Na"));
    }
}
