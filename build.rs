//! Links the solver that `make` fetched, and nothing else: a system's own libz3 may be too old for the bindings.

use std::path::Path;
use std::process::exit;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=Z3_LIBRARY_PATH_OVERRIDE");
    if std::env::var_os("CARGO_FEATURE_Z3").is_none() {
        return;
    }
    let Some(folder) = std::env::var_os("Z3_LIBRARY_PATH_OVERRIDE") else {
        return;
    };
    let folder = Path::new(&folder);
    let present = std::fs::read_dir(folder).is_ok_and(|entries| {
        entries
            .flatten()
            .any(|entry| entry.file_name().to_string_lossy().starts_with("libz3."))
    });
    if !present {
        eprintln!(
            "quadrille: no libz3 in {}: run `make` once, it fetches z3",
            folder.display()
        );
        exit(1);
    }
    println!("cargo:rustc-link-arg=-Wl,-rpath,{}", folder.display());
    println!("cargo:rustc-link-arg-bins=-Wl,-rpath,$ORIGIN/../lib/quadrille");
}
