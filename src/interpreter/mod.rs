//! Running programs: in comes a [`Program`](crate::program::Program), out come its effects.

mod cast;
pub mod code;
pub mod compile;
pub mod fault;
pub mod library;
pub mod machine;
pub mod monitor;
pub mod parameter;
pub mod replay;
pub mod sample;
pub mod trace;
pub mod transport;
pub mod types;
pub mod value;
