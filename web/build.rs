//! Which examples does the page bring?
//!
//! Every scenario file of the workspace: what is tested is what can be tried. Their texts are
//! embedded, so that opening an example asks no server.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

fn main() -> io::Result<()> {
    let package = PathBuf::from(variable("CARGO_MANIFEST_DIR"));
    let scenarios = package.join("../tests/scenarios");
    println!("cargo::rerun-if-changed={}", scenarios.display());
    let mut files = Vec::new();
    collect(&scenarios, &mut files)?;
    files.sort();

    let mut code = String::from("&[\n");
    for file in &files {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file.strip_prefix(&scenarios).unwrap_or(file);
        let name = name.to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(file)?;
        writeln!(code, "    ({name:?}, {text:?}),").map_err(io::Error::other)?;
    }
    code.push_str("]\n");
    fs::write(Path::new(&variable("OUT_DIR")).join("examples.rs"), code)
}

/// Cargo sets what is asked for here.
fn variable(name: &str) -> String {
    std::env::var_os(name)
        .map(|value| value.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            println!("cargo::rerun-if-changed={}", path.display());
            collect(&path, files)?;
        } else if path.extension().is_some_and(|of| of == "yaml") {
            files.push(path);
        }
    }
    Ok(())
}
