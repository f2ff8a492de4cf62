//! Links the solver that `make` fetched, and nothing else: a system's own libz3 may be too old for the bindings. Tells
//! the program what it is built of, so that it believes no answer that another build has kept.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::exit;

/// All that the answers of the program hang on.
const PARTS: [&str; 4] = ["src", "grammar", "Cargo.lock", "Cargo.toml"];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=Z3_LIBRARY_PATH_OVERRIDE");
    for part in PARTS {
        if Path::new(part).exists() {
            println!("cargo:rerun-if-changed={part}");
        }
    }
    match sources() {
        Ok(digest) => println!("cargo:rustc-env=QUADRILLE_BUILD={digest:032x}"),
        Err(error) => {
            eprintln!("quadrille: its own sources cannot be read: {error}");
            exit(1);
        }
    }
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

/// A digest of all sources, with the features that they are built with: Fowler, Noll and Vo's of 128 bits.
fn sources() -> io::Result<u128> {
    let mut files = Vec::new();
    for part in PARTS {
        collect(Path::new(part), &mut files)?;
    }
    files.sort();
    let mut digest: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    let mut add = |bytes: &[u8]| {
        for byte in bytes.iter().chain(&[0]) {
            digest = (digest ^ u128::from(*byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013b);
        }
    };
    for file in files {
        add(file.to_string_lossy().as_bytes());
        add(&fs::read(file)?);
    }
    let solver = std::env::var_os("CARGO_FEATURE_Z3").is_some();
    add(&[u8::from(solver)]);
    Ok(digest)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else if path.exists() {
        files.push(path.to_path_buf());
    }
    Ok(())
}
