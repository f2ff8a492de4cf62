//! The solver, behind one door: the only floor that sees z3.
//!
//! It is created on first use, since loading it costs milliseconds. A library older than the bindings misreads its
//! answers, so its version is asked before anything else; without the `z3` feature, or with a library that is too
//! old, the answer to every question about values is [`Availability::Unavailable`] with the reason.

pub mod horn;
pub mod kinds;
pub mod sample;
pub mod term;

/// The oldest z3 whose answers the bindings read rightly.
pub const OLDEST: (u32, u32, u32) = (4, 13, 3);

/// Whether questions about values can be answered in this build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Availability {
    /// z3, with its version.
    Z3(String),
    /// None, and why.
    Unavailable(String),
}

impl std::fmt::Display for Availability {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Z3(version) => write!(f, "z3 {version}"),
            Self::Unavailable(reason) => write!(f, "no solver: {reason}"),
        }
    }
}

/// Asks the library that is linked for its version.
#[cfg(feature = "z3")]
#[must_use]
pub fn availability() -> Availability {
    let written = z3::full_version();
    match version(written) {
        Some(found) if found >= OLDEST => Availability::Z3(written.to_owned()),
        _ => {
            let (major, minor, patch) = OLDEST;
            Availability::Unavailable(format!(
                "z3 {written} is older than {major}.{minor}.{patch}"
            ))
        }
    }
}

/// Says that this build has no solver.
#[cfg(not(feature = "z3"))]
#[must_use]
pub fn availability() -> Availability {
    Availability::Unavailable("built without the z3 feature".to_owned())
}

/// The three numbers at the start of `Z3 4.13.3.0 …` or `4.13.3`.
#[cfg_attr(not(feature = "z3"), allow(dead_code))]
fn version(written: &str) -> Option<(u32, u32, u32)> {
    let numbers = written.split_whitespace().find(|word| word.contains('.'))?;
    let mut parts = numbers
        .split(|c: char| !c.is_ascii_digit())
        .map(str::parse::<u32>);
    let mut next = || parts.next().and_then(Result::ok);
    Some((next()?, next()?, next()?))
}

/// The answer to a question, as it was kept or as the solver gives it now, which is kept when it `stands`.
#[cfg(feature = "z3")]
fn kept<A: serde::Serialize + serde::de::DeserializeOwned>(
    kind: &str,
    question: &dyn std::fmt::Debug,
    stands: impl FnOnce(&A) -> bool,
    ask: impl FnOnce() -> A,
) -> A {
    crate::base::answers::known_or(kind, &(z3::full_version(), question), stands, ask)
}

/// Asks in a context of its own: which of several answers is given must not hang on what was asked before.
#[cfg(feature = "z3")]
fn alone<A: Send + Sync>(ask: impl FnOnce() -> A + Send + Sync) -> A {
    z3::with_z3_config(&z3::Config::new(), ask)
}

/// Has a solver read a text, and gives it so much time.
#[cfg(feature = "z3")]
fn prepare(solver: z3::Solver, text: String, time: std::time::Duration) -> z3::Solver {
    let mut parameters = z3::Params::new();
    let milliseconds = u32::try_from(time.as_millis()).unwrap_or(u32::MAX);
    parameters.set_u32("timeout", milliseconds);
    solver.set_params(&parameters);
    solver.from_string(text);
    solver
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        assert_eq!(version("Z3 4.13.3.0"), Some((4, 13, 3)));
        assert_eq!(version("5.3.3"), Some((5, 3, 3)));
        assert_eq!(version("none"), None);
    }

    #[cfg(feature = "z3")]
    #[test]
    fn the_linked_library_is_new_enough_and_answers() {
        assert!(
            matches!(availability(), Availability::Z3(_)),
            "{}",
            availability()
        );
        let solver = z3::Solver::new();
        let x = z3::ast::Int::new_const("x");
        solver.assert(x.gt(1));
        solver.assert(x.lt(3));
        assert_eq!(solver.check(), z3::SatResult::Sat);
        let value = solver
            .get_model()
            .and_then(|model| model.eval(&x, true))
            .and_then(|x| x.as_i64());
        assert_eq!(value, Some(2));
        solver.assert(x.eq(5));
        assert_eq!(solver.check(), z3::SatResult::Unsat);
    }
}
