//! Aliases: what `->` puts in a place. The path is followed again at every use, with the variables of that moment.

/// An alias: a path of the code of its session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Which path.
    pub path: u32,
    /// The last index of the path, where it is not the one that is written: `for( x in array )`.
    pub element: Option<u32>,
}
