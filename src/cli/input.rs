//! The options that say how programs are read.

use crate::base::Name;
use crate::program::Settings;
use crate::syntax::jolie::tree::Literal;
use anyhow::{Context, anyhow};
use clap::Args;
use std::fs;
use std::path::PathBuf;

use super::constant::constant;

#[derive(Debug, Args)]
pub(super) struct Input {
    /// A folder to look for included files and imported modules in; may be given several times
    #[arg(long, value_name = "DIR")]
    include: Vec<PathBuf>,
    /// A constant and its value, as `jolie -C` takes them, text with or without quotes; may be given several times
    #[arg(long = "constant", value_name = "N=V", value_parser = constant)]
    constants: Vec<(Name, Literal)>,
    /// The service that runs, in place of Main, in the files that have it
    #[arg(long, value_name = "NAME")]
    pub service: Option<String>,
    /// A JSON file with the parameter of the service that is started
    #[arg(long, value_name = "FILE")]
    param: Option<PathBuf>,
}

impl Input {
    /// The settings to read programs with.
    ///
    /// # Errors
    /// When the parameter cannot be read, or a folder is not there.
    pub fn settings(&self) -> anyhow::Result<Settings> {
        let parameter = match &self.param {
            Some(path) => {
                let text = fs::read_to_string(path)
                    .with_context(|| format!("cannot read the parameter {}", path.display()))?;
                let value = serde_json::from_str(&text);
                Some(value.with_context(|| format!("{} is not JSON", path.display()))?)
            }
            None => None,
        };
        Ok(Settings {
            include: folders(&self.include)?,
            constants: self.constants.clone(),
            parameter,
        })
    }
}

/// The folders of `--include`.
///
/// # Errors
/// When one is no folder.
pub(super) fn folders(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    match paths.iter().find(|path| !path.is_dir()) {
        Some(path) => Err(anyhow!("--include {}: no such folder", path.display())),
        None => Ok(paths.to_vec()),
    }
}
