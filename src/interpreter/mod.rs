//! Running programs: in comes a [`Program`](crate::program::Program), out come its effects.

pub mod fault;
pub mod library;
pub mod value;
