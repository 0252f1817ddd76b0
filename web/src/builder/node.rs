//! How is a tool of Node run?
//!
//! Each folder that needs one has a lock file, and exactly what that says is installed beside it, once.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use super::Error;

/// Installs what the lock file of a folder says, unless that has been done.
pub(super) fn install(folder: &Path) -> Result<(), Error> {
    let modified = |name: &str| modified(&folder.join(name));
    // npm writes this file last
    let done = modified("node_modules/.package-lock.json");
    if done.is_some() && done >= modified("package-lock.json") {
        return Ok(());
    }
    run(
        folder,
        "npm",
        &["ci", "--no-audit", "--no-fund", "--loglevel=error"],
    )
}

/// Runs a program in a folder, to its end.
pub(super) fn run(folder: &Path, program: &str, arguments: &[&str]) -> Result<(), Error> {
    let status = Command::new(program)
        .current_dir(folder)
        .args(arguments)
        .status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Error(format!("`{program} {}` fails", arguments.join(" ")))),
        Err(error) => Err(Error(format!(
            "cannot run {program}, which comes with Node: {error}"
        ))),
    }
}

/// When a file was written last.
pub(super) fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}
