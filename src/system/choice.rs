//! What the user asked for, as far as it says what runs together.

use super::Settings;
use crate::base::Name;
use std::path::PathBuf;

/// What runs together, as it was asked for.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// The name of the whole, for when it is one system.
    pub name: String,
    /// Whether the files that were named run together: several paths are one system.
    pub together: bool,
    /// The service that runs, in files that have it: `--service`.
    pub service: Option<Name>,
    /// What `quadrille.toml` says.
    pub settings: Option<Settings>,
}

impl Choice {
    /// The choice that paths make, none being the working folder; a single folder may have settings of its own.
    #[must_use]
    pub fn of(paths: &[PathBuf], service: Option<Name>) -> Self {
        let here = PathBuf::from(".");
        let settings = match paths {
            [] => Settings::of(&here),
            [folder] if folder.is_dir() => Settings::of(folder),
            _ => None,
        };
        Self {
            name: name(paths),
            together: paths.len() > 1,
            service,
            settings,
        }
    }
}

/// The name of the one path, or of the working folder.
fn name(paths: &[PathBuf]) -> String {
    let named = match paths {
        [path] => path.file_stem().map(ToOwned::to_owned),
        _ => None,
    };
    let here = || Some(std::env::current_dir().ok()?.file_name()?.to_owned());
    let name = named.or_else(here).unwrap_or_else(|| "system".into());
    name.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_named_after_its_path() {
        assert_eq!(name(&["a/shop.ol".into()]), "shop");
        assert_eq!(name(&["services/".into()]), "services");
        assert_ne!(name(&[".".into()]), ".");
    }
}
