//! The options that say where answers are kept from one run to the next.

use crate::base::answers;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(next_help_heading = "Answers of earlier runs")]
pub(super) struct Kept {
    /// Where answers are kept that took a while; `quadrille` in $XDG_CACHE_HOME or ~/.cache unless this is given
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// Works everything out anew, and keeps nothing
    #[arg(long, conflicts_with = "cache")]
    no_cache: bool,
}

impl Kept {
    /// Keeps answers from now on, unless they are not to be kept.
    pub(super) fn open(&self) {
        if self.no_cache {
            return;
        }
        if let Some(folder) = self.cache.clone().or_else(usual) {
            answers::keep_in(&folder);
        }
    }
}

/// Where programs keep what they can do without, as the XDG base directories have it: a path that is not absolute does
/// not count.
fn usual() -> Option<PathBuf> {
    let absolute = |name: &str| {
        let path = PathBuf::from(std::env::var_os(name)?);
        path.is_absolute().then_some(path)
    };
    let caches = absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")));
    Some(caches?.join("quadrille"))
}
