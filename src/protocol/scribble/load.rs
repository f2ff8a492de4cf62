//! A module with those that it imports: `import a.b.C;` is the file `C.scr` in the folders of its name, looked for from
//! each folder above the file that asks for it.

use crate::base::{Code, Diagnostic, Name, Sources};
use crate::syntax::scribble::{Module, parse};
use rustc_hash::FxHashSet;
use std::path::{Path, PathBuf};

/// Reads a file and what it imports; the module that was asked for comes first.
///
/// # Errors
/// When the file itself cannot be read.
pub fn load(
    path: &Path,
    sources: &mut Sources,
    errors: &mut Vec<Diagnostic>,
) -> std::io::Result<Vec<Module>> {
    let mut modules = Vec::new();
    let mut known: FxHashSet<PathBuf> = FxHashSet::default();
    let mut waiting = vec![path.to_path_buf()];
    while let Some(path) = waiting.pop() {
        let place = path.canonicalize().unwrap_or_else(|_| path.clone());
        if !known.insert(place) {
            continue;
        }
        let bytes = std::fs::read(&path)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let source = sources.add(path.display().to_string().replace('\\', "/"), text.as_str());
        let (module, found) = parse(source, &text);
        errors.extend(found);
        for (import, _) in &module.imports {
            match find(&path, import.name) {
                Some(file) => waiting.push(file),
                None => {
                    let message = format!("the module `{}` was not found", import.name);
                    errors.push(Diagnostic::new(Code::Q0102, import.span, message));
                }
            }
        }
        modules.push(module);
    }
    Ok(modules)
}

/// The file of a module, looked for from each folder above another file.
fn find(asking: &Path, module: Name) -> Option<PathBuf> {
    let mut relative: PathBuf = module.as_str().split('.').collect();
    relative.set_extension("scr");
    let whole = asking.canonicalize().ok()?;
    whole
        .ancestors()
        .skip(1)
        .map(|folder| folder.join(&relative))
        .find(|file| file.is_file())
}
