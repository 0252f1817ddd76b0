//! How does a package of this workspace become JavaScript and WebAssembly?
//!
//! Cargo compiles it for `wasm32-unknown-unknown` into a target folder of its own, where it never
//! waits for a lock that a build for this machine holds. The library of `wasm-bindgen` then makes
//! the final WebAssembly and the JavaScript beside it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use wasm_bindgen_cli_support::Bindgen;

use super::{Error, about, root, split};

const TARGET: &str = "wasm32-unknown-unknown";

/// The name of every file that is made.
pub(super) const NAME: &str = "aksess";

/// For whom the JavaScript is written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Host<'p> {
    /// Browsers and bundlers: a module.
    Web,
    /// The same, for a program that will be taken apart; the names of the files after the first.
    Parts(&'p [String]),
    /// Node: `CommonJS`, which `import` reads as well.
    Node,
}

/// Compiles one package with one of the workspace's profiles and gives the folder of the result.
pub(super) fn compile(package: &str, profile: &str) -> Result<PathBuf, Error> {
    add_target()?;
    let folder = root().join("target/wasm");
    let status = Command::new("cargo")
        .current_dir(root())
        .env("CARGO_ENCODED_RUSTFLAGS", flags(profile))
        .args(["build", "--locked", "--target", TARGET])
        .args(["--package", package, "--profile", profile, "--target-dir"])
        .arg(&folder)
        .status();
    match status {
        Ok(status) if status.success() => Ok(folder.join(TARGET).join(profile)),
        Ok(_) => Err(Error(format!("{package} does not compile"))),
        Err(error) => Err(Error(format!("cannot run cargo: {error}"))),
    }
}

/// Flags by which a file does not tell in which folders it was made (panics name the places of sources), and
/// by which a digest, made once per policy, is small rather than quick where the profile is.
fn flags(profile: &str) -> String {
    let mut flags = Vec::new();
    if profile != "decide" {
        flags.push("--cfg=sha2_backend_soft=\"compact\"".to_owned());
    }
    if profile == "page" || profile == "npm" {
        // names that tell instances of one generic function apart, see `opening`
        flags.push("-Csymbol-mangling-version=v0".to_owned());
        // who knows which address, see `split`
        flags.push("-Clink-arg=--emit-relocs".to_owned());
    }
    flags.push(format!("--remap-path-prefix={}=", root().display()));
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let registries = home.map(|home| home.join("registry/src"));
    let registries = registries.and_then(|folder| fs::read_dir(folder).ok());
    for registry in registries.into_iter().flatten().flatten() {
        flags.push(format!(
            "--remap-path-prefix={}=",
            registry.path().display()
        ));
    }
    flags.join("\u{1f}")
}

/// Makes JavaScript and WebAssembly of what was compiled, and puts the glue behind the JavaScript, unless
/// that has been done. Gives the WebAssembly.
pub(super) fn bind(
    compiled: &Path,
    host: Host<'_>,
    folder: &Path,
    glue: &[PathBuf],
) -> Result<PathBuf, Error> {
    let result = folder.join(format!("{NAME}_bg.wasm"));
    if is_newer(&result, compiled) && glue.iter().all(|glue| is_newer(&result, glue)) {
        return Ok(result);
    }
    let failed = |error: &dyn std::fmt::Display| Error(format!("wasm-bindgen: {error:#}"));
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(compiled)
        .out_name(NAME)
        .typescript(true)
        // a program is taken apart by the names of its functions, which are left out then
        .remove_name_section(!matches!(host, Host::Parts(_)))
        // and these are the linker's, which knows who names what
        .demangle(false)
        .remove_producers_section(true)
        // the library leaves out what the command line tool puts in: where `init()` finds its file
        .omit_default_module_path(false);
    let bindgen = match host {
        Host::Web | Host::Parts(_) => bindgen.web(true),
        Host::Node => bindgen.nodejs(true),
    };
    let bindgen = bindgen.map_err(|error| failed(&error))?;
    bindgen.generate(folder).map_err(|error| failed(&error))?;
    let script = folder.join(format!("{NAME}.js"));
    let mut made = fs::read_to_string(&script).map_err(about(&script))?;
    for glue in glue {
        made.push('\n');
        made += &fs::read_to_string(glue).map_err(about(glue))?;
    }
    if let Host::Parts(files) = host {
        made = split::bringing(&made, files)?;
    } else {
        let whole = fs::read(&result).map_err(about(&result))?;
        let plain = split::read(&whole)?.emit_wasm();
        fs::write(&result, plain).map_err(about(&result))?;
    }
    fs::write(&script, made).map_err(about(&script))?;
    Ok(result)
}

/// Whether a file was made after another one, and by this very tool.
pub(super) fn is_newer(result: &Path, compiled: &Path) -> bool {
    let modified = |path: &Path| -> Option<SystemTime> { fs::metadata(path).ok()?.modified().ok() };
    let tool = std::env::current_exe().ok();
    match (
        modified(result),
        modified(compiled),
        tool.as_deref().and_then(modified),
    ) {
        (Some(result), Some(compiled), Some(tool)) => result > compiled && result > tool,
        _ => false,
    }
}

/// Installs the compiler's target for WebAssembly where it is missing.
fn add_target() -> Result<(), Error> {
    let sysroot = Command::new("rustc")
        .current_dir(root())
        .args(["--print", "sysroot"])
        .output();
    let sysroot = sysroot.map_err(|error| Error(format!("cannot run rustc: {error}")))?;
    let sysroot = String::from_utf8_lossy(&sysroot.stdout).trim().to_owned();
    if Path::new(&sysroot)
        .join("lib/rustlib")
        .join(TARGET)
        .is_dir()
    {
        return Ok(());
    }
    let added = Command::new("rustup")
        .current_dir(root())
        .args(["target", "add", TARGET])
        .status();
    match added {
        Ok(status) if status.success() => Ok(()),
        _ => Err(Error(format!(
            "the compiler has no target {TARGET}; add it with `rustup target add {TARGET}`"
        ))),
    }
}
