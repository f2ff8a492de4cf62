//! Text to trees and back: one folder a language. The only place that sees pest.

pub mod binary;
pub mod jolie;
mod located;
pub mod nuscr;
pub mod scribble;
pub mod session;
pub mod sprout;
